//! Basic and derived AVP data formats (RFC 6733 §4.2, §4.3).

use super::{Encode, ResultCode};
use crate::types::Timestamp;
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

/// UTF8String, DiameterIdentity, DiameterURI: all must be UTF-8 here, an identity being ASCII anyway.
impl<'a> AvpData<'a> for &'a str {
    fn from_data(data: &'a [u8]) -> Result<Self, ResultCode> {
        std::str::from_utf8(data).map_err(|_| ResultCode::INVALID_AVP_VALUE)
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
