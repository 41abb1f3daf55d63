//! One connection of the generator: keeps its window full, or its rate, and takes the time of every answer.

use super::{
    plan::Plan,
    population::{Choice, Kind, Population, Sender},
    report::{Found, Tally},
};
use crate::{
    diameter::{
        codec::Message,
        dictionary::base::avps::{EXPERIMENTAL_RESULT, EXPERIMENTAL_RESULT_CODE, RESULT_CODE},
        transport::{Client, ClientError},
    },
    types::Name,
};
use bytes::BytesMut;
use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// When a connection sends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// Whenever the window has room.
    Window,
    /// At fixed times, this far apart; late ones are made up for, and their latency counts from when they were due.
    Every(Duration),
}

/// What one connection is to do.
#[derive(Debug)]
pub(super) struct Worker {
    /// Its connection.
    pub(super) client: Client,
    /// Who it is.
    pub(super) sender: Sender,
    /// What it sends.
    pub(super) plan: Plan,
    /// For whom.
    pub(super) population: Arc<Population>,
    /// When.
    pub(super) pace: Pace,
    /// Requests in flight at most.
    pub(super) window: usize,
    /// No request after this.
    pub(super) until: Instant,
    /// Nor after so many.
    pub(super) requests: u64,
    /// Answers so far, of all connections: for the progress bar.
    pub(super) progress: Arc<AtomicU64>,
    /// Scheme of MARs.
    pub(super) scheme: Name,
}

/// A request on its way.
#[derive(Debug, Clone, Copy)]
struct Flight {
    kind: Kind,
    since: Instant,
}

/// So long the last answers are waited for.
const PATIENCE: Duration = Duration::from_secs(5);

impl Worker {
    /// Runs to the end and tells what it saw; answers that did not come show as sent and not answered. The connection is given back, to be
    /// closed when all have been measured.
    ///
    /// # Errors
    /// When the connection breaks.
    pub(super) async fn run(mut self) -> Result<(Tally, Client), ClientError> {
        let mut flights = Flights::new(self.window);
        let mut tally = Tally::default();
        let mut batch = BytesMut::with_capacity(64 * 1024);
        let mut due = Instant::now();
        let mut session = String::new();
        loop {
            let now = Instant::now();
            let sending = now < self.until && tally.sent < self.requests;
            while sending && tally.sent < self.requests && (matches!(self.pace, Pace::Window) || due <= now) {
                let since = if matches!(self.pace, Pace::Window) { now } else { due };
                let Some(slot) = flights.free.pop() else { break };
                let kind = self.write(slot, tally.sent, &mut session, &mut batch);
                flights.started(slot, Flight { kind, since });
                tally.sent += 1;
                if let Pace::Every(interval) = self.pace {
                    due += interval;
                }
            }
            self.client.send_batch(&mut batch)?;
            if !sending && flights.all_landed() {
                return Ok((tally, self.client));
            }
            let wake = match self.pace {
                _ if !sending => now.max(self.until) + PATIENCE,
                Pace::Every(_) if !flights.free.is_empty() => due,
                _ => self.until + PATIENCE,
            };
            tokio::select! {
                biased;
                answers = self.client.read_answers(|_, answer| flights.landed(&answer, &mut tally)) => {
                    self.progress.fetch_add(answers? as u64, Ordering::Relaxed);
                }
                () = moment(wake) => if !sending && Instant::now() >= self.until + PATIENCE {
                    return Ok((tally, self.client));
                }
            }
        }
    }

    /// Writes the next request of the plan; its slot is its hop-by-hop identifier.
    fn write(&mut self, slot: u32, number: u64, session: &mut String, batch: &mut BytesMut) -> Kind {
        let step = self.plan.step();
        session.clear();
        // Writing to a String does not fail.
        let _ = write!(session, "{};{};{number}", self.sender.host, self.until.elapsed().as_secs());
        // The population was checked to have all its numbers before the run began.
        if let Some(client) = self.population.client(step.client) {
            let choice = Choice { assignment: step.assignment, scheme: &self.scheme, ..Choice::default() };
            self.sender.write(step.kind, &client, choice, session, (slot, number as u32), batch);
        }
        step.kind
    }
}

/// The requests in flight of one connection, by slot.
#[derive(Debug)]
struct Flights {
    free: Vec<u32>,
    flying: Vec<Option<Flight>>,
}

impl Flights {
    fn new(window: usize) -> Self {
        Self { free: (0..window as u32).rev().collect(), flying: vec![None; window] }
    }

    fn started(&mut self, slot: u32, flight: Flight) {
        self.flying[slot as usize] = Some(flight);
    }

    fn landed(&mut self, answer: &Message, tally: &mut Tally) {
        let slot = answer.header.hop_by_hop;
        if let Some(flight) = self.flying.get_mut(slot as usize).and_then(Option::take) {
            tally.answered(flight.kind, result(answer), flight.since.elapsed());
            self.free.push(slot);
        }
    }

    fn all_landed(&self) -> bool {
        self.free.len() == self.flying.len()
    }
}

/// The Result-Code, or the Experimental-Result-Code.
fn result(answer: &Message) -> Option<Found> {
    answer.avps().map_while(Result::ok).find_map(|avp| {
        if avp.is(&RESULT_CODE) {
            avp.read().ok().map(Found::Base)
        } else if avp.is(&EXPERIMENTAL_RESULT) {
            let code = avp.group().ok()?.find(&EXPERIMENTAL_RESULT_CODE)?;
            code.read().ok().map(Found::Experimental)
        } else {
            None
        }
    })
}

/// Waits for a moment to some microseconds: timers are a millisecond coarse, so the last two are waited through awake.
async fn moment(at: Instant) {
    const COARSE: Duration = Duration::from_millis(2);
    if let Some(early) = at.checked_sub(COARSE).filter(|early| *early > Instant::now()) {
        tokio::time::sleep_until(early.into()).await;
    }
    while Instant::now() < at {
        tokio::task::yield_now().await;
    }
}
