//! Telephone numbers of the international public telecommunication numbering plan.

use super::{InvalidValue, digits::Digits};
use std::{fmt, str::FromStr};

/// An international E.164 number: 1 to 15 digits, country code first, without the `+`. An MSISDN is one (TS 23.003 §3.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct E164(Digits);

impl E164 {
    /// Reads 1 to 15 digits with or without a leading `+`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        Digits::parse(digits.as_bytes()).map(Self)
    }

    /// The number as one word.
    pub const fn packed(self) -> u64 {
        self.0.packed()
    }

    /// The inverse of [`packed`](Self::packed).
    pub const fn from_packed(word: u64) -> Option<Self> {
        match Digits::from_packed(word) {
            Some(digits) => Some(Self(digits)),
            None => None,
        }
    }

    /// The number `steps` after this one, with as many digits; `None` past the last.
    pub const fn offset(self, steps: u64) -> Option<Self> {
        match self.0.packed().checked_add(steps) {
            Some(word) => Self::from_packed(word),
            None => None,
        }
    }
}

impl FromStr for E164 {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text).ok_or(InvalidValue {
            what: "a telephone number",
            expected: "1 to 15 digits, country code first",
        })
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164(+{self})")
    }
}

super::text_serde!(E164);
