//! Digits in half-octets, the first in the low one, 15 where one is left over (TS 29.274 §8.3, §8.10, §8.11).

use super::Wrong;
use bytes::{BufMut, BytesMut};
use std::fmt::{self, Write};

/// The longest: a MEI with its software version has 16.
const MAX: usize = 16;

/// Up to 16 digits as text, on the stack.
#[derive(Default)]
pub(super) struct Text {
    digits: [u8; MAX],
    length: usize,
}

impl Text {
    pub(super) fn decode(data: &[u8]) -> Result<Self, Wrong> {
        if data.is_empty() {
            return Err(Wrong::Length);
        }
        let mut text = Self::default();
        let halves = data.iter().flat_map(|octet| [octet & 15, octet >> 4]);
        let last = data.len() * 2 - 1;
        for (at, half) in halves.enumerate() {
            match half {
                15 if at == last => {}
                0..=9 => text.push(b'0' + half).map_err(|fmt::Error| Wrong::Value)?,
                _ => return Err(Wrong::Value),
            }
        }
        Ok(text)
    }

    /// The digits of a number that shows itself as digits.
    pub(super) fn of(number: impl fmt::Display) -> Self {
        let mut text = Self::default();
        // Identities have 16 digits at most, so nothing is lost.
        let _ = write!(text, "{number}");
        text
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.length]).unwrap_or_default()
    }

    pub(super) fn encode(&self, out: &mut BytesMut) {
        for pair in self.digits[..self.length].chunks(2) {
            let high = pair.get(1).map_or(15, |digit| digit & 15);
            out.put_u8(high << 4 | pair[0] & 15);
        }
    }

    fn push(&mut self, digit: u8) -> fmt::Result {
        *self.digits.get_mut(self.length).ok_or(fmt::Error)? = digit;
        self.length += 1;
        Ok(())
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().try_for_each(|digit| self.push(digit))
    }
}
