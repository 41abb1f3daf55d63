//! Accounting sessions (RFC 6733 §9, TS 32.299 §5.2): what a request does to the session, and which charging data records come of it.
//!
//! [`decide`] is the whole of it: a [`Request`] and the session it names in, the changes out, the records among them. The rules, each in its file:
//!
//! - `flow`: what each request means where the session stands, whatever was lost or overtaken on the way;
//! - `heard`: which requests were heard: a repetition changes nothing, a gap is told in the record;
//! - `record`: when a record is closed, and what it says;
//! - a record whose home place the charging side does not confirm is put aside (VC-4), like one of a session that was charged online;
//! - `lapse`: sessions of which nothing is heard any more.
//!
//! What is acknowledged is kept: either the session has it, or a record does.

mod flow;
mod heard;
mod lapse;
mod record;
mod request;

pub use flow::{Decision, decide};
pub use lapse::lapse;
pub use request::{Kind, Refusal, Request};

use std::time::Duration;

/// How accounting sessions are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manners {
    /// Acct-Interim-Interval in every answer: how often a client is to tell of a session that goes on, seconds.
    pub interval: u32,
    /// After so many intervals without a word the record is closed.
    pub silent: u32,
    /// How long a session is remembered after its end, so that a repetition makes no second record.
    pub remembered: Duration,
    /// A record that was open for so long is closed as a partial one at the next INTERIM; `None`: never.
    pub partial_time: Option<Duration>,
    /// The same for octets in both directions, of all services.
    pub partial_octets: Option<u64>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            interval: 300,
            silent: 3,
            remembered: Duration::from_secs(3600),
            partial_time: Some(Duration::from_secs(3600)),
            partial_octets: None,
        }
    }
}

impl Manners {
    /// How long a session may be silent.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(u64::from(self.interval) * u64::from(self.silent))
    }
}

#[cfg(test)]
mod tests;
