//! Basic and derived AVP data formats (RFC 6733 §4.2, §4.3).

use super::{Encode, ResultCode};
use crate::types::{DiameterUri, Timestamp};
use bytes::{BufMut, BytesMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A value that can be read from an AVP's data. The error is 5014 for an impossible length and 5004 for an impossible value.
pub trait AvpData<'a>: Sized {
    /// Reads the whole of `data`.
    fn from_data(data: &'a [u8]) -> Result<Self, ResultCode>;
}

impl<'a> AvpData<'a> for &'a [u8] {
    fn from_data(data: &'a [u8]) -> Result<Self, ResultCode> {
        Ok(data)
    }
}

/// UTF8String and DiameterIdentity: both must be UTF-8 here, an identity being ASCII anyway.
impl<'a> AvpData<'a> for &'a str {
    fn from_data(data: &'a [u8]) -> Result<Self, ResultCode> {
        std::str::from_utf8(data).map_err(|_| ResultCode::INVALID_AVP_VALUE)
    }
}

impl<'a> AvpData<'a> for DiameterUri<'a> {
    fn from_data(data: &'a [u8]) -> Result<Self, ResultCode> {
        Self::parse(<&str>::from_data(data)?).ok_or(ResultCode::INVALID_AVP_VALUE)
    }
}

impl Encode for DiameterUri<'_> {
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(self.as_str().as_bytes());
    }
}

macro_rules! number {
    ($($type:ty: $doc:literal),*) => {$(
        #[doc = $doc]
        impl AvpData<'_> for $type {
            fn from_data(data: &[u8]) -> Result<Self, ResultCode> {
                Ok(<$type>::from_be_bytes(data.try_into().map_err(|_| ResultCode::INVALID_AVP_LENGTH)?))
            }
        }
        #[doc = $doc]
        impl Encode for $type {
            fn encode(&self, out: &mut BytesMut) {
                out.put_slice(&self.to_be_bytes());
            }
        }
    )*};
}
number!(u32: "Unsigned32.", i32: "Integer32 and Enumerated.", u64: "Unsigned64.", i64: "Integer64.", f32: "Float32.", f64: "Float64.");

impl AvpData<'_> for ResultCode {
    fn from_data(data: &[u8]) -> Result<Self, ResultCode> {
        u32::from_data(data).map(Self)
    }
}

/// An Address (RFC 6733 §4.3.1): a family number of IANA's and the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Family 1 or 2.
    Ip(IpAddr),
    /// Family 8: the digits of an E.164 number.
    E164(Box<str>),
    /// Any other family, kept as it came.
    Other(u16, Box<[u8]>),
}

impl AvpData<'_> for Address {
    fn from_data(data: &[u8]) -> Result<Self, ResultCode> {
        let (family, address) = data.split_first_chunk::<2>().ok_or(ResultCode::INVALID_AVP_LENGTH)?;
        match u16::from_be_bytes(*family) {
            1 => <[u8; 4]>::try_from(address)
                .map(|octets| Self::Ip(Ipv4Addr::from(octets).into()))
                .map_err(|_| ResultCode::INVALID_AVP_LENGTH),
            2 => <[u8; 16]>::try_from(address)
                .map(|octets| Self::Ip(Ipv6Addr::from(octets).into()))
                .map_err(|_| ResultCode::INVALID_AVP_LENGTH),
            8 if address.is_empty() => Err(ResultCode::INVALID_AVP_LENGTH),
            8 => match std::str::from_utf8(address) {
                Ok(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                    Ok(Self::E164(digits.into()))
                }
                _ => Err(ResultCode::INVALID_AVP_VALUE),
            },
            0 | 65535 => Err(ResultCode::INVALID_AVP_VALUE), // reserved, RFC 6733 §4.3.1
            family => Ok(Self::Other(family, address.into())),
        }
    }
}

impl Encode for Address {
    fn encode(&self, out: &mut BytesMut) {
        match self {
            Self::Ip(IpAddr::V4(address)) => {
                out.put_u16(1);
                out.put_slice(&address.octets());
            }
            Self::Ip(IpAddr::V6(address)) => {
                out.put_u16(2);
                out.put_slice(&address.octets());
            }
            Self::E164(digits) => {
                out.put_u16(8);
                out.put_slice(digits.as_bytes());
            }
            Self::Other(family, address) => {
                out.put_u16(*family);
                out.put_slice(address);
            }
        }
    }
}

/// Seconds from 1900 (the epoch of NTP and of the Time format) to 1970.
pub const NTP_OFFSET: i64 = 2_208_988_800;

/// Time (RFC 6733 §4.3.1): seconds since 1900 in 32 bits. A clear top bit means the era that begins on 2036-02-07T06:28:16Z (RFC 4330 §3).
impl AvpData<'_> for Timestamp {
    fn from_data(data: &[u8]) -> Result<Self, ResultCode> {
        let seconds = i64::from(u32::from_data(data)?);
        let era = if seconds & 0x8000_0000 == 0 { 1 << 32 } else { 0 };
        Ok(Self((seconds + era - NTP_OFFSET) * 1000))
    }
}

impl Encode for Timestamp {
    fn encode(&self, out: &mut BytesMut) {
        // The low 32 bits are right in both eras.
        out.put_u32((self.0.div_euclid(1000) + NTP_OFFSET) as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(value: impl Encode) -> Vec<u8> {
        let mut out = BytesMut::new();
        value.encode(&mut out);
        out.to_vec()
    }

    #[test]
    fn numbers_are_as_long_as_their_format() {
        assert_eq!(u32::from_data(&[0, 0, 1, 2]), Ok(258));
        assert_eq!(i32::from_data(&[0xff; 4]), Ok(-1));
        assert_eq!(i64::from_data(&encoded(i64::MIN)), Ok(i64::MIN));
        assert_eq!(f64::from_data(&encoded(0.5f64)), Ok(0.5));
        assert_eq!(f32::from_data(&encoded(0.5f32)), Ok(0.5));
        assert_eq!(u64::from_data(&encoded(u64::MAX)), Ok(u64::MAX));
        assert_eq!(ResultCode::from_data(&encoded(ResultCode::SUCCESS)), Ok(ResultCode(2001)));
        for wrong in [&[][..], &[0; 3], &[0; 5], &[0; 8]] {
            assert_eq!(u32::from_data(wrong), Err(ResultCode::INVALID_AVP_LENGTH), "{wrong:?}");
        }
        assert_eq!(u64::from_data(&[0; 4]), Err(ResultCode::INVALID_AVP_LENGTH));
    }

    #[test]
    fn a_diameter_uri_is_read_or_its_value_is_wrong() {
        let text = b"aaas://ocs.ims.example;transport=sctp";
        assert_eq!(encoded(DiameterUri::from_data(text).unwrap()), text);
        for wrong in [&b"ocs.ims.example"[..], b"aaa://\xff", b""] {
            assert_eq!(DiameterUri::from_data(wrong), Err(ResultCode::INVALID_AVP_VALUE), "{wrong:?}");
        }
    }

    #[test]
    fn text_is_utf_8() {
        assert_eq!(<&str>::from_data("grüß".as_bytes()), Ok("grüß"));
        assert_eq!(<&str>::from_data(b"\xff"), Err(ResultCode::INVALID_AVP_VALUE));
    }

    /// RFC 4330 §3: the top bit set means 1968 to 2036, clear 2036 to 2104; the eras meet at 2036-02-07T06:28:16Z.
    #[test]
    fn time_rolls_over_in_2036() {
        let cases = [
            (0x83aa_7e80, "1970-01-01T00:00:00Z"),
            (0x8000_0000, "1968-01-20T03:14:08Z"),
            (0xffff_ffff, "2036-02-07T06:28:15Z"),
            (0x0000_0000, "2036-02-07T06:28:16Z"),
            (0x7fff_ffff, "2104-02-26T09:42:23Z"),
        ];
        for (wire, text) in cases {
            let time = Timestamp::from_data(&u32::to_be_bytes(wire)).unwrap();
            assert_eq!(time.to_string(), text);
            assert_eq!(encoded(time), wire.to_be_bytes());
        }
    }

    #[test]
    fn addresses_say_their_family() {
        let cases: &[(&[u8], Result<Address, ResultCode>)] = &[
            (&[0, 1, 127, 0, 0, 1], Ok(Address::Ip([127, 0, 0, 1].into()))),
            (
                &[0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
                Ok(Address::Ip(Ipv6Addr::LOCALHOST.into())),
            ),
            (&[0, 8, b'4', b'9'], Ok(Address::E164("49".into()))),
            (&[0, 16, 1, 2, 3], Ok(Address::Other(16, [1, 2, 3].into()))),
            (&[0, 1, 127, 0, 0], Err(ResultCode::INVALID_AVP_LENGTH)),
            (&[0, 2, 127, 0, 0, 1], Err(ResultCode::INVALID_AVP_LENGTH)),
            (&[0], Err(ResultCode::INVALID_AVP_LENGTH)),
            (&[], Err(ResultCode::INVALID_AVP_LENGTH)),
            (&[0, 8, b'+', b'9'], Err(ResultCode::INVALID_AVP_VALUE)),
            (&[0, 8], Err(ResultCode::INVALID_AVP_LENGTH)),
            (&[0, 0, 1], Err(ResultCode::INVALID_AVP_VALUE)),
            (&[255, 255, 1], Err(ResultCode::INVALID_AVP_VALUE)),
        ];
        for (data, expected) in cases {
            assert_eq!(&Address::from_data(data), expected, "{data:?}");
            if let Ok(address) = expected {
                assert_eq!(&encoded(address), data);
            }
        }
    }

    proptest! {
        #[test]
        fn db_6_what_is_read_is_written_the_same(data in proptest::collection::vec(any::<u8>(), 0..24)) {
            if let Ok(address) = Address::from_data(&data) {
                prop_assert_eq!(encoded(address), &data[..]);
            }
            if let Ok(time) = Timestamp::from_data(&data) {
                prop_assert_eq!(encoded(time), &data[..]);
            }
        }
    }
}
