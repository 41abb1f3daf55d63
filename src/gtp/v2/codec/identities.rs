//! IMSI, MSISDN and MEI (TS 29.274 §8.3, §8.11, §8.10).

use super::{Element, Encode, Wrong, digits::Text};
use crate::types::{E164, Imsi};
use bytes::BytesMut;
use std::fmt;

impl Element<'_> for Imsi {
    const KIND: u8 = 1;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        Self::parse(Text::decode(data)?.as_str()).ok_or(Wrong::Value)
    }
}

impl Encode for Imsi {
    const TYPE: u8 = <Self as Element<'_>>::KIND;

    fn encode(&self, out: &mut BytesMut) {
        Text::of(self).encode(out);
    }
}

/// The MSISDN, type 76.
impl Element<'_> for E164 {
    const KIND: u8 = 76;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        Self::parse(Text::decode(data)?.as_str()).ok_or(Wrong::Value)
    }
}

impl Encode for E164 {
    const TYPE: u8 = <Self as Element<'_>>::KIND;

    fn encode(&self, out: &mut BytesMut) {
        Text::of(self).encode(out);
    }
}

/// Mobile Equipment Identity, type 75: 14 to 16 digits of IMEI or IMEISV.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mei {
    digits: u64,
    length: u8,
}

impl Mei {
    /// Reads 14 to 16 ASCII digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let fit = (14..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self { digits: fit.then(|| text.parse().ok())??, length: text.len() as u8 })
    }
}

impl fmt::Display for Mei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.digits, width = usize::from(self.length))
    }
}

impl fmt::Debug for Mei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mei({self})")
    }
}

impl Element<'_> for Mei {
    const KIND: u8 = 75;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        Self::parse(Text::decode(data)?.as_str()).ok_or(Wrong::Value)
    }
}

impl Encode for Mei {
    const TYPE: u8 = Self::KIND;

    fn encode(&self, out: &mut BytesMut) {
        Text::of(self).encode(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2: the first digit in the low half, a filler behind an odd number of them.
    #[test]
    fn lq_2_digits_stand_in_half_octets() {
        let octets = b"\x00\x01\x01\x00\x00\x00\x00\xf1";
        let imsi = Imsi::decode(octets).unwrap();
        assert_eq!(imsi.to_string(), "001010000000001");
        let mut out = BytesMut::new();
        imsi.encode(&mut out);
        assert_eq!(&out[..], octets);
        assert_eq!(Mei::decode(b"\x53\x11\x22\x33\x44\x55\x66\x07").unwrap().to_string(), "3511223344556670");
        assert_eq!(E164::decode(b"\x51\x55\xf0").unwrap().to_string(), "15550");
    }

    #[test]
    fn lq_2_what_is_no_number_is_refused() {
        assert_eq!(Imsi::decode(b""), Err(Wrong::Length));
        for octets in [&b"\x00\xf1\x10\x00"[..], b"\x0a\x11\x11", b"\x00\xf1", b"\0\0\0\0\0\0\0\0\0"] {
            assert_eq!(Imsi::decode(octets), Err(Wrong::Value), "{octets:02x?}");
        }
        assert_eq!(Mei::parse("+35112233445566"), None);
    }
}
