//! Recovery, RAT Type, Serving Network, UCI and times (TS 29.274 §8.5, §8.17, §8.18, §8.75, §8.44, §8.101).

use super::{Element, Encode, Wrong};
use crate::types::Plmn;
use bytes::{BufMut, BytesMut};

/// Recovery, type 3: the sender's restart counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery(pub u8);

/// RAT Type, type 82 (Table 8.17-1). 0 is reserved and never a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RatType(pub u8);

impl RatType {
    /// UMTS.
    pub const UTRAN: Self = Self(1);
    /// GSM.
    pub const GERAN: Self = Self(2);
    /// Wireless LAN.
    pub const WLAN: Self = Self(3);
    /// LTE.
    pub const EUTRAN: Self = Self(6);
    /// LTE for things, narrow.
    pub const EUTRAN_NB_IOT: Self = Self(8);
}

/// Serving Network, type 83.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServingNetwork(pub Plmn);

/// User CSG Information, type 145.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uci {
    /// The network of the closed subscriber group.
    pub plmn: Plmn,
    /// The group, 27 bits.
    pub csg: u32,
    /// 0: a closed cell, 1: a hybrid one.
    pub access_mode: u8,
    /// LCSG, bit 2: the user has left the cell; CMI, bit 1: the user is no member.
    pub flags: u8,
}

/// UE Time Zone, type 114.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UeTimeZone {
    /// Quarters of an hour in the coding of TS 24.008 §10.5.3.8.
    pub zone: u8,
    /// Hours of daylight saving, 0 to 2.
    pub daylight: u8,
}

/// ULI Timestamp, type 170: seconds since 1900 at which the location was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UliTimestamp(pub u32);

impl Element<'_> for Recovery {
    const KIND: u8 = 3;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        data.first().copied().map(Self).ok_or(Wrong::Length)
    }
}

impl Element<'_> for RatType {
    const KIND: u8 = 82;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        match data.first() {
            None => Err(Wrong::Length),
            Some(0) => Err(Wrong::Value),
            Some(value) => Ok(Self(*value)),
        }
    }
}

impl Element<'_> for ServingNetwork {
    const KIND: u8 = 83;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        Plmn::from_octets(*data.first_chunk().ok_or(Wrong::Length)?).map(Self).ok_or(Wrong::Value)
    }
}

impl Element<'_> for Uci {
    const KIND: u8 = 145;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let [a, b, c, d, e, f, g, last] = *data.first_chunk().ok_or(Wrong::Length)?;
        let plmn = Plmn::from_octets([a, b, c]).ok_or(Wrong::Value)?;
        let csg = u32::from_be_bytes([d & 7, e, f, g]);
        Ok(Self { plmn, csg, access_mode: last >> 6, flags: last & 3 })
    }
}

impl Element<'_> for UeTimeZone {
    const KIND: u8 = 114;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let [zone, daylight] = *data.first_chunk().ok_or(Wrong::Length)?;
        Ok(Self { zone, daylight: daylight & 3 })
    }
}

impl Element<'_> for UliTimestamp {
    const KIND: u8 = 170;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        data.first_chunk().map(|octets| Self(u32::from_be_bytes(*octets))).ok_or(Wrong::Length)
    }
}

impl Encode for Recovery {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u8(self.0);
    }
}

impl Encode for RatType {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u8(self.0);
    }
}

impl Encode for ServingNetwork {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(&self.0.octets());
    }
}

impl Encode for Uci {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(&self.plmn.octets());
        out.put_u32(self.csg & 0x07ff_ffff);
        out.put_u8(self.access_mode << 6 | self.flags & 3);
    }
}

impl Encode for UeTimeZone {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(&[self.zone, self.daylight & 3]);
    }
}

impl Encode for UliTimestamp {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u32(self.0);
    }
}
