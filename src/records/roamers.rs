//! Statistics of who calls away from home (VC-5): calls by home place, visited place, role and day; and which calls were counted.

use super::{Record, Role};
use crate::types::{Name, Timestamp};
use jiff::civil;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The calls of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoamerDay {
    /// Which.
    pub day: Day,
    /// Calls, in the order of their places and roles.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub calls: Box<[RoamerCalls]>,
}

/// Calls of parties who are at home in one place and were in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoamerCalls {
    /// The home place at the level of the jurisdiction, or above; `None`: it was not known.
    pub home: Option<Name>,
    /// The visited place likewise.
    pub visited: Option<Name>,
    /// Which side of the call they were on.
    pub role: Role,
    /// How many.
    pub calls: u64,
}

/// A day of the calendar, by its number: 0 is 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

/// One party's side of a call that was counted: whatever else is told of it is not counted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedCall {
    /// Which.
    pub key: CallKey,
    /// When it was counted.
    pub at: Timestamp,
}

/// What names one party's side of a call: 64 bits of a digest of its charging identifier and the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallKey(pub u64);

impl Day {
    /// The day that a civil date is.
    pub fn of(date: civil::Date) -> Self {
        Self(date.duration_since(EPOCH).as_hours().div_euclid(24).try_into().unwrap_or(i32::MAX))
    }

    /// Reads `2026-11-27`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::of)
    }

    /// Its date.
    pub fn date(self) -> civil::Date {
        EPOCH.saturating_add(jiff::Span::new().days(self.0.clamp(-700_000, 2_900_000)))
    }
}

const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl Record for RoamerDay {
    type Key = Day;
    const KIND: &'static str = "roamer_day";
    fn key(&self) -> Day {
        self.day
    }
}

impl Record for CountedCall {
    type Key = CallKey;
    const KIND: &'static str = "counted_call";
    fn key(&self) -> CallKey {
        self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_dates() {
        for (text, day) in
            [("1970-01-01", 0), ("1969-12-31", -1), ("2026-11-27", 20_784), ("9999-12-31", 2_932_896)]
        {
            assert_eq!(Day::parse(text), Some(Day(day)), "{text}");
            assert_eq!(Day(day.min(2_900_000)).date().to_string().len(), 10);
        }
        assert_eq!(Day(20_784).to_string(), "2026-11-27");
        assert_eq!([Day::parse(""), Day::parse("2026-02-30"), Day::parse("tomorrow")], [None; 3]);
        assert!(!Day(i32::MAX).to_string().is_empty() && !Day(i32::MIN).to_string().is_empty());
    }
}
