//! Where telemetry hangs on without the Diameter layer knowing it.

use crate::diameter::{From as Peer, codec::Message, dictionary::base::Outcome};
use std::time::Instant;

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The peer asked, we answered.
    In,
    /// We asked.
    Out,
}

/// A request that has its answer, or will never have one.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// Application-Id.
    pub application: u32,
    /// Command code.
    pub command: u32,
    /// Who asked.
    pub direction: Direction,
    /// Result-Code or Experimental-Result of the answer; `None` where there is none: an answer without, a deadline, a lost connection.
    pub result: Option<Outcome>,
    /// When the request was read, or written; the answer leaves at the `now` that comes with it.
    pub since: Instant,
}

/// What a node reports. Every method does nothing by default; all are called on the connections' own tasks and must not block.
pub trait Observer: Send + Sync + 'static {
    /// True while somebody wants to see messages; asked once per batch, so it should be one relaxed load.
    fn traces(&self) -> bool {
        false
    }

    /// A message came. Only while [`traces`](Self::traces).
    fn message_in(&self, _peer: &Peer, _message: &Message) {}

    /// A message goes: one whole message. Only while [`traces`](Self::traces).
    fn message_out(&self, _peer: &Peer, _message: &[u8]) {}

    /// Requests that were finished together, at `now`. Called once per batch.
    fn requests_done(&self, _peer: &Peer, _batch: &[Done], _now: Instant) {}

    /// A peer's connection opened.
    fn peer_up(&self, _peer: &Peer) {}

    /// It ended, for `reason`.
    fn peer_down(&self, _peer: &Peer, _reason: &str) {}

    /// A connection was refused or given up before it opened: `reason` is one of a few fixed words, fit for a metric's label.
    fn connection_refused(&self, _reason: &'static str) {}

    /// A request with the T flag has been here before (RFC 6733 §5.5.4).
    fn duplicate(&self, _peer: &Peer) {}

    /// A handler panicked: its request was answered 5012.
    fn handler_panicked(&self, _peer: &Peer, _command: u32) {}
}

/// Nobody looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {}
