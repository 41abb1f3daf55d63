//! How far the price of what a session uses has come.

use serde::{Deserialize, Serialize};

/// What was used under one rate and what it costs, to go on from. `domain::charging::tariff` says how it moves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// All units that were used.
    pub units: u64,
    /// What they cost, before rounding: millionths of the minor unit.
    pub exact: i64,
    /// Units of the step that was begun that are paid and not used.
    pub open: u64,
    /// Whether the first step, which may be longer, was begun.
    pub begun: bool,
    /// Whether the set-up fee was paid.
    pub fee: bool,
}
