//! The tariff: a file for people that says what services cost, and the engine that prices by it, exactly.
//!
//! A [`Tariff`] has services, plans (what an account is on) with their rates, periods of the week, bundles and quotas. [`Tariff::find`] answers which
//! rate decides about an [`Occasion`]; the [`Rating`] it gives prices what a [`Meter`] counts. A meter is what a session keeps: how many units, what
//! they cost so far, how many of the step that was begun are left. The price is kept to a millionth of the minor unit and rounded only where it is
//! looked at, so it does not depend on how a session is cut into reports.
//!
//! # The rules
//! - **Which rate.** Of those of the plan for the service and direction whose conditions hold: the one that names the smallest visited place; then the
//!   smallest home place; then one that says whether it is for roaming; then the longest prefix of the called number. Rates of which none is nearer
//!   are a mistake of the file, and so is one that never decides. Where a plan has no rate for what a user receives, that is free.
//! - **Steps.** The price is by the step, and a step that was begun is paid. Time is split by the clock: a step costs what the period costs in which
//!   it begins, as the clock at the place shows it. Volume and events cost what the period of their report costs (RFC 8506 §5.1.1).
//! - **The minimum** is a first step of that length: it is paid with the first unit, at the price of its beginning.
//! - **Bundles** pay before money, whole steps; one that begins within a bundle is paid by it, though less is left. What is free takes nothing.
//! - **The set-up fee** falls due with the first step that no bundle pays.
//!
//! Reading order: `unit`, `price`, `time`, `model`, `find`, `meter`; then `read`, `check`.

mod check;
mod find;
mod meter;
mod model;
mod price;
mod read;
mod time;
mod unit;

pub use crate::records::Meter;
pub use find::{Direction, Occasion, Rating, Unrated, Wanted};
pub use meter::{Allowance, Paid, Piece, Refused, When};
pub use model::{Bundle, FinalUnit, Plan, Quota, Rate, Running, Service, Tariff, Validity};
pub use price::{Exact, Price, Rounding};
pub use time::zone;
pub use unit::Unit;

use std::{fmt, sync::LazyLock};

/// A line of a tariff file that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Its number, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub sentence: String,
}

/// Every line that is wrong: the file makes no tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

/// How many mistakes are shown; the rest are counted.
const SHOWN: usize = 50;

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("one mistake")?,
            count => write!(f, "{count} mistakes")?,
        }
        f.write_str(" in the tariff: nothing of it is applied")?;
        for Mistake { line, sentence } in self.0.iter().take(SHOWN) {
            write!(f, "\n  line {line}: {sentence}")?;
        }
        match self.0.len().checked_sub(SHOWN) {
            Some(more) if more > 0 => write!(f, "\n  and {more} further ones"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Mistakes {}

/// The tariff that is in force where no file is named: one minor unit a second of voice or video, a started million octets, an event.
pub const LAB: &str = include_str!("lab.toml");

static PARSED_LAB: LazyLock<Tariff> = LazyLock::new(|| Tariff::read(LAB.as_bytes()).unwrap_or_default());

impl Tariff {
    /// Reads a file.
    ///
    /// # Errors
    /// Every line that is wrong, with the reason. There is no tariff of the others.
    pub fn read(octets: &[u8]) -> Result<Self, Mistakes> {
        let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
        match std::str::from_utf8(octets) {
            Ok(text) => read::read(text).map_err(|mut mistakes| {
                mistakes.sort();
                mistakes.dedup();
                Mistakes(mistakes)
            }),
            Err(error) => {
                let before = octets.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
                let line = u32::try_from(before + 1).unwrap_or(u32::MAX);
                Err(Mistakes(vec![Mistake { line, sentence: "not UTF-8 from here on".into() }]))
            }
        }
    }

    /// The built-in tariff `lab`.
    pub fn lab() -> Self {
        PARSED_LAB.clone()
    }
}

/// A text of a file, cut to what a sentence has room for.
fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
