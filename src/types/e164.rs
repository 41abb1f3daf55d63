//! Telephone numbers of the international public telecommunication numbering plan.

use super::{InvalidValue, digits::Digits};
use smallvec::SmallVec;
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

    /// The number as MSISDN and A-MSISDN carry it: two digits an octet, the first in the low half, the last half filled with ones where their count
    /// is odd (TS 29.329 §6.3.2, TS 29.002 TBCD-STRING).
    pub fn tbcd(self) -> SmallVec<[u8; 8]> {
        let text = self.to_string();
        let half = |digit: Option<&u8>| digit.map_or(15, |digit| digit - b'0');
        text.as_bytes().chunks(2).map(|pair| half(pair.get(1)) << 4 | half(pair.first())).collect()
    }

    /// The inverse of [`tbcd`](Self::tbcd): `None` where a half that is no digit stands before the end.
    pub fn from_tbcd(octets: &[u8]) -> Option<Self> {
        let halves = octets.iter().flat_map(|octet| [octet & 15, octet >> 4]);
        let digits: SmallVec<[u8; 16]> = halves.map(|half| b'0' + half).collect();
        let filled = digits.strip_suffix(&[b'0' + 15]).unwrap_or(&digits);
        Self::parse(std::str::from_utf8(filled).ok()?)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// TS 29.002's TBCD-STRING: digit 1 in the low half of the first octet; 1111 fills up.
    #[test]
    fn tbcd_is_two_digits_an_octet_the_first_below() {
        for (text, octets) in [
            ("8618612345678", &[0x68, 0x81, 0x16, 0x32, 0x54, 0x76, 0xf8][..]),
            ("12", &[0x21]),
            ("1", &[0xf1]),
        ] {
            let number = E164::parse(text).unwrap();
            assert_eq!(&number.tbcd()[..], octets, "{text}");
            assert_eq!(E164::from_tbcd(octets), Some(number));
        }
        for wrong in [&[][..], &[0x1f], &[0xff], &[0xf1, 0x21], &[0xa1], &[0x11; 8]] {
            assert_eq!(E164::from_tbcd(wrong), None, "{wrong:02x?}");
        }
    }
}
