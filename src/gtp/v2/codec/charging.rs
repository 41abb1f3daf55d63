//! Charging and reporting (TS 29.274 §8.30, §8.61, §8.109, §8.67 and others).

use super::{Element, Encode, Wrong};
use bytes::{BufMut, BytesMut};

/// Charging Characteristics, type 95 (TS 32.251 Annex A).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargingCharacteristics(pub u16);

/// Change Reporting Action, type 131: 0 stops reporting, the others say what is to be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeReportingAction(pub u8);

/// Presence Reporting Area Information, type 178.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresenceReportingArea {
    /// The area, 24 bits.
    pub area: u32,
    /// INAPRA, APRA, OPRA and IPRA, bits 4 to 1: inactive, additional area, outside, inside.
    pub flags: u8,
}

/// Counter, type 199: how many exception reports there were since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// Seconds since 1900.
    pub since: u32,
    /// How many.
    pub count: u8,
}

/// Secondary RAT Usage Data Report, type 201, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondaryRatUsage<'a>(pub &'a [u8]);

/// Private Extension, type 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateExtension<'a> {
    /// Whose it is.
    pub enterprise: u16,
    /// What it says.
    pub value: &'a [u8],
}

impl Element<'_> for ChargingCharacteristics {
    const KIND: u8 = 95;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        data.first_chunk().map(|octets| Self(u16::from_be_bytes(*octets))).ok_or(Wrong::Length)
    }
}

impl Element<'_> for ChangeReportingAction {
    const KIND: u8 = 131;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        data.first().copied().map(Self).ok_or(Wrong::Length)
    }
}

impl Element<'_> for PresenceReportingArea {
    const KIND: u8 = 178;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let [a, b, c, flags] = *data.first_chunk().ok_or(Wrong::Length)?;
        Ok(Self { area: u32::from_be_bytes([0, a, b, c]), flags: flags & 15 })
    }
}

impl Element<'_> for Counter {
    const KIND: u8 = 199;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let [a, b, c, d, count] = *data.first_chunk().ok_or(Wrong::Length)?;
        Ok(Self { since: u32::from_be_bytes([a, b, c, d]), count })
    }
}

impl<'a> Element<'a> for SecondaryRatUsage<'a> {
    const KIND: u8 = 201;
    fn decode(data: &'a [u8]) -> Result<Self, Wrong> {
        // Flags, RAT type, EBI, two times and two volumes.
        if data.len() < 27 { Err(Wrong::Length) } else { Ok(Self(data)) }
    }
}

impl<'a> Element<'a> for PrivateExtension<'a> {
    const KIND: u8 = 255;
    fn decode(data: &'a [u8]) -> Result<Self, Wrong> {
        let (enterprise, value) = data.split_first_chunk().ok_or(Wrong::Length)?;
        Ok(Self { enterprise: u16::from_be_bytes(*enterprise), value })
    }
}

impl Encode for ChargingCharacteristics {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u16(self.0);
    }
}

impl Encode for ChangeReportingAction {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u8(self.0);
    }
}

impl Encode for PresenceReportingArea {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_uint(u64::from(self.area & 0xff_ffff), 3);
        out.put_u8(self.flags & 15);
    }
}

impl Encode for Counter {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u32(self.since);
        out.put_u8(self.count);
    }
}

impl Encode for SecondaryRatUsage<'_> {
    const TYPE: u8 = <Self as Element<'_>>::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(self.0);
    }
}

impl Encode for PrivateExtension<'_> {
    const TYPE: u8 = <Self as Element<'_>>::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u16(self.enterprise);
        out.put_slice(self.value);
    }
}
