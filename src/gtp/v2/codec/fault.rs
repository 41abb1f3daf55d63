//! Every way an element can be wrong, with the Cause it earns (TS 29.274 §7.7).

use super::{CauseValue, Offending};

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Too few octets (§7.7.7).
    Length,
    /// Enough octets, but no such value (§7.7.8).
    Value,
}

/// A message that cannot be used, and what the answer has to say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{cause}{}", .offending.map(|at| format!(" at element {} instance {}", at.kind, at.instance)).unwrap_or_default())]
pub struct Fault {
    /// The Cause of the answer.
    pub cause: CauseValue,
    /// The element at fault, absent or wrong.
    pub offending: Option<Offending>,
}

impl Fault {
    /// A fault of one element.
    pub const fn at(cause: CauseValue, kind: u8, instance: u8) -> Self {
        Self { cause, offending: Some(Offending { kind, instance }) }
    }
}
