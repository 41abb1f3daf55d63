//! One connection of the generator: keeps its window full, or its rate, and takes the time of every answer.

use super::{
    plan::Plan,
    population::Kind,
    pulse::Pulse,
    report::{Found, Tally},
    stencil::Stencils,
};
use crate::diameter::{
    codec::{Header, Message},
    dictionary::base::avps::{EXPERIMENTAL_RESULT, EXPERIMENTAL_RESULT_CODE, RESULT_CODE},
    transport::{Client, ClientError},
};
use bytes::BytesMut;
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::time::Sleep;

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
    /// What it sends.
    pub(super) plan: Plan,
    /// How that is written.
    pub(super) stencils: Stencils,
    /// When.
    pub(super) pace: Pace,
    /// How it waits for a fixed time, if it sends at such.
    pub(super) pulse: Option<Pulse>,
    /// Requests in flight at most.
    pub(super) window: usize,
    /// No request after this.
    pub(super) until: Instant,
    /// Nor after so many.
    pub(super) requests: u64,
    /// Answers so far, of all connections: for the progress bar.
    pub(super) progress: Arc<AtomicU64>,
}

/// A request on its way.
#[derive(Debug, Clone, Copy)]
struct Flight {
    kind: Kind,
    since: Instant,
}

/// So long the last answers are waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

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
        let mut timer = Box::pin(tokio::time::sleep(Duration::ZERO));
        loop {
            let now = Instant::now();
            let sending = now < self.until && tally.sent < self.requests;
            while sending && tally.sent < self.requests && (matches!(self.pace, Pace::Window) || due <= now) {
                let since = if matches!(self.pace, Pace::Window) { now } else { due };
                let Some(slot) = flights.free.pop() else { break };
                let step = self.plan.step();
                // Its slot is its hop-by-hop identifier.
                let number = if step.kind.has_session() { step.visit } else { tally.sent };
                self.stencils.write(step, slot, number, &mut batch);
                flights.started(slot, Flight { kind: step.kind, since });
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
            // What is read at once came at once: one look at the clock for all of it.
            let mut read_at = None;
            let landed = |_: &Header, answer: Message| {
                let at = *read_at.get_or_insert_with(Instant::now);
                flights.landed(&answer, at, &mut tally);
            };
            tokio::select! {
                biased;
                answers = self.client.read_answers(landed) => {
                    self.progress.fetch_add(answers? as u64, Ordering::Relaxed);
                }
                () = moment(wake, timer.as_mut(), self.pulse.as_ref()) => if !sending && Instant::now() >= self.until + PATIENCE {
                    return Ok((tally, self.client));
                }
            }
        }
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

    fn landed(&mut self, answer: &Message, at: Instant, tally: &mut Tally) {
        let slot = answer.header.hop_by_hop;
        if let Some(flight) = self.flying.get_mut(slot as usize).and_then(Option::take) {
            tally.answered(flight.kind, result(answer), at.saturating_duration_since(flight.since));
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

/// Waits for a moment; by the pulse, where there is one, to a fraction of a millisecond: timers are a millisecond coarse.
pub(super) async fn moment(at: Instant, mut timer: Pin<&mut Sleep>, pulse: Option<&Pulse>) {
    const COARSE: Duration = Duration::from_millis(2);
    let early = if pulse.is_some() { at.checked_sub(COARSE).unwrap_or(at) } else { at };
    if early > Instant::now() {
        // Moving a timer costs more than looking at it, and mostly it stays where it is.
        if timer.deadline() != early.into() {
            timer.as_mut().reset(early.into());
        }
        timer.await;
    }
    if let Some(pulse) = pulse {
        pulse.reached(at).await;
    }
}
