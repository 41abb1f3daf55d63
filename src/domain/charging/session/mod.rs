//! Credit control sessions (RFC 8506 §5 to §7): what a request does to the session and to the account.
//!
//! [`decide`] is the whole of it: the records that a [`Request`] names and the tariff in, the [`Answer`](crate::records::Answer) and the changes out. The rules, each in its file:
//!
//! - `replay`: a request is named by its session, type and number; a repetition gets the decision that was taken (RFC 8506 §5.7, §8.2);
//! - `flow`: which request may come when (RFC 8506 §7, Table 6), and what an unknown session is taken for;
//! - `service`: for each service first what was used is debited, then what is asked for is reserved;
//! - `event`: direct debits, refunds, enquiries (RFC 8506 §6);
//! - `lapse`: reservations that nobody came back for (Tcc, RFC 8506 §13), and sessions whose client cannot be told to end them;
//! - `record`: the charging data record that is written at the end.
//!
//! The account and the session change together with the postings, or not at all: what was answered is what is on disk.

mod event;
mod flow;
mod lapse;
mod occasion;
mod record;
mod refusal;
mod replay;
mod request;
mod service;
mod work;

pub use flow::decide;
pub use lapse::{Lapsed, cut, lapse};
pub(in crate::domain::charging) use occasion::rating;
pub use refusal::Refusal;
pub use request::{Action, Kind, Loaded, Request, Requested, ServiceRequest, Used};
pub use work::Decision;

use super::roaming::OnDisagreement;
use crate::domain::ledger::Low;
use std::time::Duration;

/// How sessions are run, whatever the tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manners {
    /// How long a session is remembered after its end, so that a repetition gets the same answer.
    pub remembered: Duration,
    /// How many sessions of an account may be open at once; `None`: any number.
    pub sessions: Option<u32>,
    /// Whether an UPDATE or TERMINATION of a session that nobody knows is taken for one whose beginning was lost; refused otherwise.
    pub adopt: bool,
    /// How much more time than has passed a client may report, for its clock and the network's delay.
    pub slack: Duration,
    /// What becomes of a call whose home place is not what the charging side's table says (VC-4).
    pub on_disagreement: OnDisagreement,
    /// Of which accounts is told that they have little left.
    pub low: Low,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            remembered: Duration::from_secs(300),
            sessions: None,
            adopt: true,
            slack: Duration::from_secs(30),
            on_disagreement: OnDisagreement::default(),
            low: Low::default(),
        }
    }
}

#[cfg(test)]
mod tests;
