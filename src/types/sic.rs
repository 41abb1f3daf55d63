//! The service identification code: which of one SIM's IMS services an IMPI names.

use super::{InvalidValue, digits::Digits};
use std::{fmt, str::FromStr};

/// A service identification code: 1 to 8 digits, `001` and `1` being different codes.
///
/// How many digits a code has is the operator's choice (`ims.sic_length`, 3 by default) and is checked where an IMPI is read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sic(Digits);

impl Sic {
    /// The longest code that can be configured.
    pub const MAX_LEN: usize = 8;

    /// Reads 1 to 8 ASCII digits; `None` for anything else.
    pub const fn parse(text: &str) -> Option<Self> {
        match Digits::parse(text.as_bytes()) {
            Some(digits) if digits.len() <= Self::MAX_LEN => Some(Self(digits)),
            _ => None,
        }
    }

    /// How many digits the code has.
    #[expect(clippy::len_without_is_empty, reason = "a code is never empty")]
    pub const fn len(self) -> usize {
        self.0.len()
    }
}

impl FromStr for Sic {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
            .ok_or(InvalidValue { what: "a service identification code", expected: "1 to 8 digits" })
    }
}

impl fmt::Display for Sic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Sic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sic({self})")
    }
}

super::text_serde!(Sic);
