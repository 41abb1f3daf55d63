//! One local address: its socket, its machine, and time.

use super::{Observer, Senders};
use crate::gtp::v2::{Happened, Mirror, Paths, Responder, Service, Turn, codec::MAX_MESSAGE};
use bytes::BytesMut;
use std::{
    io,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::net::UdpSocket;
use tokio_util::sync::CancellationToken;

/// So many datagrams are handled before others on this thread have their turn.
const BATCH: usize = 64;

/// A socket that cannot be read is tried again after this.
const PAUSE: Duration = Duration::from_millis(100);

/// What a stop still answers: as much as a socket's buffer can hold of the smallest requests.
const LAST: usize = 1 << 16;

/// What decides about the datagrams.
#[derive(Debug)]
pub(super) enum Machine {
    Responder(Responder, Paths),
    Mirror(Mirror),
}

/// Everything one task works with.
#[derive(Debug)]
pub(super) struct Listener {
    socket: UdpSocket,
    senders: Senders,
    machine: Machine,
    service: Arc<dyn Service>,
    observer: Arc<dyn Observer>,
    /// An octet more than a message may have: what is longer shows itself.
    read: Box<[u8]>,
    out: BytesMut,
    failing: bool,
}

impl Listener {
    pub(super) fn new(
        socket: UdpSocket,
        senders: Senders,
        machine: Machine,
        service: Arc<dyn Service>,
        observer: Arc<dyn Observer>,
    ) -> Self {
        let read = vec![0; MAX_MESSAGE + 1].into_boxed_slice();
        Self { socket, senders, machine, service, observer, read, out: BytesMut::new(), failing: false }
    }

    pub(super) async fn run(mut self, stop: CancellationToken) {
        loop {
            self.ask(Instant::now()).await;
            let due = match &self.machine {
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

    /// Handles what there is, up to `most` datagrams.
    async fn batch(&mut self, most: usize) {
        let now = Instant::now();
        for _ in 0..most {
            match self.socket.try_recv_from(&mut self.read) {
                Ok((length, from)) => {
                    self.failing = false;
                    self.datagram(length, from, now).await;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) => return self.failed(&error).await,
            }
        }
    }

    async fn datagram(&mut self, length: usize, from: SocketAddr, now: Instant) {
        if !self.senders.admit(from.ip()) {
            return self.observer.turn(from, &Happened::Stranger.into());
        }
        self.out.clear();
        let (datagram, service, out) = (&self.read[..length], &*self.service, &mut self.out);
        let machine = &mut self.machine;
        // One datagram's bug costs one answer.
        let turn = catch_unwind(AssertUnwindSafe(|| match machine {
            Machine::Responder(responder, _) => responder.datagram(from, datagram, now, service, out),
            Machine::Mirror(mirror) => mirror.datagram(from, datagram, now, service),
        }));
        let Ok(turn) = turn else { return self.observer.failed(from) };
        let turn = self.told(from, turn, now);
        self.observer.turn(from, &turn);
        if !self.out.is_empty() {
            self.send(from).await;
        }
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

    /// Sends the Echo Requests that are due.
    async fn ask(&mut self, now: Instant) {
        loop {
            self.out.clear();
            let Machine::Responder(_, paths) = &mut self.machine else { return };
            match paths.poll(now, &mut self.out) {
                Some(Ok(peer)) => self.send(peer).await,
                Some(Err(event)) => self.observer.path(event),
                None => return,
            }
        }
    }

    async fn send(&self, to: SocketAddr) {
        if let Err(error) = self.socket.send_to(&self.out, to).await {
            self.observer.unsent(to, &error);
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
