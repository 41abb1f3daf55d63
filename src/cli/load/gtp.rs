//! One MME of the generator that speaks GTPv2-C: tells that users are in other cells, keeps its window full, or its rate, and takes the time of every
//! response.

use super::{
    plan::{Plan, Step},
    population::{Kind, Population},
    pulse::Pulse,
    report::{Found, Tally},
    worker::{PATIENCE, Pace, moment},
};
use crate::{
    gtp::{
        transport::{Datagrams, Outgoing, Received, Way},
        v2::{
            codec::{Header, RatType, Uli, message_type},
            messages::{ChangeNotificationRequest, ChangeNotificationResponse},
        },
    },
    types::{Ecgi, Plmn},
};
use bytes::BytesMut;
use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What one MME is to do.
#[derive(Debug)]
pub(super) struct Mme {
    /// A socket of its own. It reads many datagrams at once: on one machine it is the sender who pays for their way through the other's system.
    pub(super) socket: Datagrams,
    /// The other end.
    pub(super) peer: SocketAddr,
    /// Of whom it tells.
    pub(super) plan: Plan,
    /// Who that is.
    pub(super) population: Arc<Population>,
    /// Whose cells they are in.
    pub(super) network: Plmn,
    /// When it sends.
    pub(super) pace: Pace,
    /// How it waits for a fixed time, if it sends at such.
    pub(super) pulse: Option<Pulse>,
    /// Requests in flight at most.
    pub(super) window: usize,
    /// No request after this.
    pub(super) until: Instant,
    /// Nor after so many.
    pub(super) requests: u64,
    /// Answers so far, of all: for the progress bar.
    pub(super) progress: Arc<AtomicU64>,
}

/// Sequence numbers have 24 bits.
const SEQUENCE: u64 = (1 << 24) - 1;

/// Cells of the network that is simulated.
const CELLS: u64 = 10_000;

impl Mme {
    /// Runs to the end and tells what it saw; what is not answered shows as sent and not answered. A datagram that is lost keeps its place in the window: on
    /// one machine, that is a daemon that drops them.
    ///
    /// # Errors
    /// When the socket fails.
    pub(super) async fn run(self) -> io::Result<Tally> {
        let mut flying: HashMap<u32, Instant> = HashMap::with_capacity(self.window);
        let (mut tally, mut plan) = (Tally::default(), self.plan.clone());
        let (mut due, mut out, mut read) = (Instant::now(), BytesMut::new(), Received::new());
        let mut timer = Box::pin(tokio::time::sleep(Duration::ZERO));
        loop {
            let now = Instant::now();
            let sending = now < self.until && tally.sent < self.requests;
            let closed = matches!(self.pace, Pace::Window);
            while sending
                && tally.sent < self.requests
                && flying.len() < self.window
                && (closed || due <= now)
            {
                let sequence = (tally.sent & SEQUENCE) as u32;
                self.write(plan.step(), sequence, tally.sent, &mut out);
                flying.insert(sequence, if closed { now } else { due });
                tally.sent += 1;
                if let Pace::Every(interval) = self.pace {
                    due += interval;
                }
                let way = Way { peer: self.peer, local: None };
                self.socket.send(&Outgoing { way, octets: &out, length: out.len() }).await?;
            }
            if !sending && flying.is_empty() {
                return Ok(tally);
            }
            let wake = match self.pace {
                _ if !sending => now.max(self.until) + PATIENCE,
                Pace::Every(_) if flying.len() < self.window => due,
                _ => self.until + PATIENCE,
            };
            tokio::select! {
                biased;
                ready = self.socket.readable() => {
                    ready?;
                    self.read(&mut read, &mut flying, &mut tally)?;
                }
                () = moment(wake, timer.as_mut(), self.pulse.as_ref()) => if Instant::now() >= self.until + PATIENCE {
                    return Ok(tally);
                }
            }
        }
    }

    /// The user of `step` is in another cell than the time before.
    fn write(&self, step: Step, sequence: u32, number: u64, out: &mut BytesMut) {
        out.clear();
        let subscriber = step.client / self.population.services.len() as u64;
        let cell = (number.wrapping_add(subscriber) % CELLS) as u32;
        let request = ChangeNotificationRequest {
            // The population was checked to have all its numbers before the run began.
            imsi: self.population.imsi.offset(subscriber),
            mei: None,
            indication: None,
            rat: RatType::EUTRAN,
            uli: Some(Uli { ecgi: Ecgi::new(self.network, cell), ..Uli::default() }),
            uci: None,
            linked_ebi: None,
        };
        let header = Header {
            piggybacked: false,
            message_type: message_type::CHANGE_NOTIFICATION_REQUEST,
            teid: Some(0),
            sequence,
            priority: None,
        };
        request.encode(&header, out);
    }

    /// Reads all there is.
    fn read(
        &self,
        received: &mut Received,
        flying: &mut HashMap<u32, Instant>,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let at = Instant::now();
        loop {
            match self.socket.receive(received) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
            for (_, octets) in received.iter() {
                let Ok((header, elements, _)) = Header::parse(octets) else { continue };
                let Some(since) = flying.remove(&header.sequence) else { continue };
                let cause = ChangeNotificationResponse::decode(elements).ok();
                let found = cause.map(|response| Found::Cause(response.cause.value.0));
                tally.answered(Kind::Cnr, found, at.saturating_duration_since(since));
                self.progress.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
