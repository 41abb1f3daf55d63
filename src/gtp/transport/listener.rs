//! One local address: its socket, its machine, and time.

use super::{
    Observer, Senders,
    answers::Answers,
    datagrams::{Datagrams, Outgoing, Received, Way},
};
use crate::gtp::v2::{FORESEEN, Happened, Mirror, Paths, Responder, Service, Turn, named};
use bytes::BytesMut;
use smallvec::SmallVec;
use std::{
    io,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// The socket is read so many times before others on this thread have their turn.
const BATCH: usize = 4;

/// A socket that cannot be read is tried again after this.
const PAUSE: Duration = Duration::from_millis(100);

/// So many times a stop still reads: as much as a socket's buffer can hold of the smallest requests.
const LAST: usize = 1 << 12;

/// What decides about the datagrams.
#[derive(Debug)]
pub(super) enum Machine {
    Responder(Responder, Paths),
    Mirror(Mirror),
}

/// Everything one task works with.
#[derive(Debug)]
pub(super) struct Listener {
    socket: Datagrams,
    received: Received,
    answers: Answers,
    turns: Turns,
    failing: bool,
}

/// Decides about one datagram after the other.
#[derive(Debug)]
struct Turns {
    senders: Senders,
    machine: Machine,
    service: Arc<dyn Service>,
    observer: Arc<dyn Observer>,
}

impl Listener {
    pub(super) fn new(
        socket: Datagrams,
        senders: Senders,
        machine: Machine,
        service: Arc<dyn Service>,
        observer: Arc<dyn Observer>,
    ) -> Self {
        let turns = Turns { senders, machine, service, observer };
        Self { socket, received: Received::new(), answers: Answers::default(), turns, failing: false }
    }

    pub(super) async fn run(mut self, stop: CancellationToken) {
        loop {
            self.ask(Instant::now()).await;
            let due = match &self.turns.machine {
                Machine::Responder(_, paths) => paths.due(),
                Machine::Mirror(_) => None,
            };
            let timer = async {
                match due {
                    Some(due) => tokio::time::sleep_until(due.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                ready = self.socket.readable() => {
                    match ready {
                        Ok(()) => self.batch(BATCH).await,
                        Err(error) => self.failed(&error).await,
                    };
                }
                () = timer => {}
            }
        }
        self.batch(LAST).await;
    }

    /// Handles what there is, as far as it is read `most` times.
    async fn batch(&mut self, most: usize) {
        let now = Instant::now();
        for _ in 0..most {
            match self.socket.receive(&mut self.received) {
                Ok(()) => {
                    self.failing = false;
                    self.turns.all(&self.received, now, &mut self.answers);
                    self.answer().await;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) => return self.failed(&error).await,
            }
        }
    }

    /// Sends the answers.
    async fn answer(&mut self) {
        for answer in self.answers.by_peer(self.socket.together()) {
            if let Err(error) = self.socket.send(&answer).await {
                self.turns.observer.unsent(answer.way.peer, &error);
            }
        }
        self.answers.clear();
    }

    /// Sends the Echo Requests that are due.
    async fn ask(&mut self, now: Instant) {
        let mut out = BytesMut::new();
        loop {
            out.clear();
            let Machine::Responder(_, paths) = &mut self.turns.machine else { return };
            match paths.poll(now, &mut out) {
                Some(Ok(peer)) => {
                    let way = Way { peer, local: None };
                    let asked = Outgoing { way, octets: &out, length: out.len() };
                    if let Err(error) = self.socket.send(&asked).await {
                        self.turns.observer.unsent(peer, &error);
                    }
                }
                Some(Err(event)) => self.turns.observer.path(event),
                None => return,
            }
        }
    }

    /// An error never ends a listener. It is said once, not ten times a second for as long as it lasts.
    async fn failed(&mut self, error: &io::Error) {
        if !std::mem::replace(&mut self.failing, true) {
            tracing::error!(%error, "cannot read what GTP peers send; trying on");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Turns {
    /// Decides about all that was read, some at a time: what is known of the users of these is looked up side by side.
    fn all(&mut self, received: &Received, now: Instant, answers: &mut Answers) {
        let mut datagrams = received.iter();
        loop {
            let some: SmallVec<[_; FORESEEN]> = datagrams.by_ref().take(FORESEEN).collect();
            if some.is_empty() {
                return;
            }
            let known = some.iter().filter(|(way, _)| self.senders.admit(way.peer.ip()));
            let users: SmallVec<[_; FORESEEN]> = known.filter_map(|(_, datagram)| named(datagram)).collect();
            self.service.foresee(&users);
            for (way, datagram) in some {
                self.datagram(way, datagram, now, answers);
            }
        }
    }

    fn datagram(&mut self, way: Way, datagram: &[u8], now: Instant, answers: &mut Answers) {
        let from = way.peer;
        if !self.senders.admit(from.ip()) {
            return self.observer.turn(from, &Happened::Stranger.into());
        }
        let (service, machine, out) = (&*self.service, &mut self.machine, &mut answers.octets);
        // One datagram's bug costs one answer.
        let turn = catch_unwind(AssertUnwindSafe(|| match machine {
            Machine::Responder(responder, _) => responder.datagram(from, datagram, now, service, out),
            Machine::Mirror(mirror) => mirror.datagram(from, datagram, now, service),
        }));
        let Ok(turn) = turn else {
            answers.discard();
            return self.observer.failed(from);
        };
        answers.written(way);
        let turn = self.told(from, turn, now);
        self.observer.turn(from, &turn);
    }

    /// An answer to an Echo Request of ours is for the paths.
    fn told(&mut self, from: SocketAddr, turn: Turn, now: Instant) -> Turn {
        let (Machine::Responder(_, paths), Happened::EchoResponse(sequence)) =
            (&mut self.machine, turn.happened)
        else {
            return turn;
        };
        match paths.answered(from, sequence, now) {
            Ok(event) => {
                event.into_iter().for_each(|event| self.observer.path(event));
                turn
            }
            Err(unasked) => Turn { happened: unasked.into(), ..turn },
        }
    }
}
