//! Strings of decimal digits packed into one integer, leading zeros kept.

use std::fmt;

/// Up to 15 decimal digits in one word: the value in the low 56 bits, the count of digits in the top 8.
///
/// IMSI (TS 23.003 §2.2) and E.164 numbers are both at most 15 digits, and both may begin with zeros or be shorter,
/// so the count belongs to the value: `001` is not `1`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Digits(u64);

impl Digits {
    pub(super) const MAX: usize = 15;

    /// Packs 1 to 15 ASCII digits; `None` for anything else.
    pub(super) const fn parse(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > Self::MAX {
            return None;
        }
        let mut value = 0u64;
        let mut at = 0;
        while at < text.len() {
            let digit = text[at].wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + digit as u64;
            at += 1;
        }
        Some(Self((text.len() as u64) << 56 | value))
    }

    pub(super) const fn len(self) -> usize {
        (self.0 >> 56) as usize
    }

    pub(super) const fn value(self) -> u64 {
        self.0 & 0x00ff_ffff_ffff_ffff
    }

    pub(super) const fn packed(self) -> u64 {
        self.0
    }

    /// The inverse of [`packed`](Self::packed): `None` unless `word` came from there.
    pub(super) const fn from_packed(word: u64) -> Option<Self> {
        let digits = Self(word);
        let len = digits.len();
        if len == 0 || len > Self::MAX || digits.value() >= 10u64.pow(len as u32) {
            return None;
        }
        Some(digits)
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.value(), width = self.len())
    }
}
