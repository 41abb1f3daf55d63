//! The International Mobile Subscriber Identity.

use super::{InvalidValue, digits::Digits};
use std::{fmt, str::FromStr};

/// An IMSI: 6 to 15 digits, MCC first (TS 23.003 §2.2). One word, leading zeros kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Imsi(Digits);

impl Imsi {
    /// Reads 6 to 15 ASCII digits; `None` for anything else.
    pub const fn parse(text: &str) -> Option<Self> {
        match Digits::parse(text.as_bytes()) {
            Some(digits) if digits.len() >= 6 => Some(Self(digits)),
            _ => None,
        }
    }

    /// The identity as one word, order-preserving among IMSIs of one length: the key of the store's tables.
    pub const fn packed(self) -> u64 {
        self.0.packed()
    }

    /// The inverse of [`packed`](Self::packed).
    pub const fn from_packed(word: u64) -> Option<Self> {
        match Digits::from_packed(word) {
            Some(digits) if digits.len() >= 6 => Some(Self(digits)),
            _ => None,
        }
    }

    /// The IMSI `steps` after this one, with as many digits; `None` past the last.
    pub const fn offset(self, steps: u64) -> Option<Self> {
        match self.0.packed().checked_add(steps) {
            Some(word) => Self::from_packed(word),
            None => None,
        }
    }
}

impl FromStr for Imsi {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text).ok_or(InvalidValue { what: "an IMSI", expected: "6 to 15 digits" })
    }
}

impl fmt::Display for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Imsi({self})")
    }
}

super::text_serde!(Imsi);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_leading_zeros_and_survives_packing() {
        for text in ["001010000000001", "460011100612345", "999999999999999", "000000"] {
            let imsi = Imsi::parse(text).unwrap();
            assert_eq!(imsi.to_string(), text);
            assert_eq!(Imsi::from_packed(imsi.packed()), Some(imsi));
        }
    }

    #[test]
    fn refuses_what_is_not_6_to_15_digits() {
        for text in
            ["", "12345", "1234567890123456", "46001110061234a", " 460011100612345", "+46001110061234"]
        {
            assert_eq!(Imsi::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn offset_stops_at_the_last_number_of_its_length() {
        assert_eq!(Imsi::parse("001019").unwrap().offset(1).unwrap().to_string(), "001020");
        assert_eq!(Imsi::parse("999999").unwrap().offset(1), None);
    }
}
