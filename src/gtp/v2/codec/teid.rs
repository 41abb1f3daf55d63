//! Fully Qualified TEID (TS 29.274 §8.22).

use super::{Element, Encode, Wrong};
use bytes::{BufMut, BytesMut};
use std::net::{Ipv4Addr, Ipv6Addr};

/// F-TEID, type 87: one end of a tunnel, at one address or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FTeid {
    /// The kind of node and interface, 6 bits: 10 is an MME on S11, 11 an SGW on S11 or S4, 6 an SGW and 7 a PGW on S5/S8.
    pub interface: u8,
    /// The tunnel's number at that node.
    pub teid: u32,
    /// Its IPv4 address.
    pub v4: Option<Ipv4Addr>,
    /// Its IPv6 address.
    pub v6: Option<Ipv6Addr>,
}

impl Element<'_> for FTeid {
    const KIND: u8 = 87;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let (&[flags, a, b, c, d], mut rest) = data.split_first_chunk::<5>().ok_or(Wrong::Length)?;
        let mut v4 = None;
        if flags & 0x80 != 0 {
            let (octets, after) = rest.split_first_chunk::<4>().ok_or(Wrong::Length)?;
            (v4, rest) = (Some(Ipv4Addr::from(*octets)), after);
        }
        let mut v6 = None;
        if flags & 0x40 != 0 {
            v6 = Some(Ipv6Addr::from(*rest.first_chunk::<16>().ok_or(Wrong::Length)?));
        }
        // At least one of the two addresses has to be there.
        if v4.is_none() && v6.is_none() {
            return Err(Wrong::Value);
        }
        Ok(Self { interface: flags & 0x3f, teid: u32::from_be_bytes([a, b, c, d]), v4, v6 })
    }
}

impl Encode for FTeid {
    const TYPE: u8 = Self::KIND;

    fn encode(&self, out: &mut BytesMut) {
        let v4 = if self.v4.is_some() { 0x80 } else { 0 };
        let v6 = if self.v6.is_some() { 0x40 } else { 0 };
        out.put_u8(v4 | v6 | self.interface & 0x3f);
        out.put_u32(self.teid);
        if let Some(address) = self.v4 {
            out.put_slice(&address.octets());
        }
        if let Some(address) = self.v6 {
            out.put_slice(&address.octets());
        }
    }
}
