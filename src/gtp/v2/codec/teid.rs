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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gtp::v2::codec::Ies;

    /// LQ-2, TS 29.274 Figure 8.22-1: IPv4 before IPv6, octet for octet those of another implementation; cut anywhere, an error.
    #[test]
    fn lq_2_tunnels_end_at_one_address_or_two() {
        // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
        let both = b"\
            \x57\x00\x19\x00\xca\x11\x22\x33\x44\xc0\x00\x02\x07\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\
            \x00\x00\x00\x00\x00\x00\x01";
        let six = b"\
            \x57\x00\x15\x00\x47\x11\x22\x33\x44\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\
            \x00\x00\x01";
        let v6 = Some("2001:db8::1".parse().unwrap());
        let mme = FTeid { interface: 10, teid: 0x1122_3344, v4: Some([192, 0, 2, 7].into()), v6 };
        for (octets, end) in [(&both[..], mme), (&six[..], FTeid { interface: 7, v4: None, ..mme })] {
            assert_eq!(Ies::new(octets).unwrap().mandatory(0), Ok(end));
            let mut out = BytesMut::new();
            end.encode(&mut out);
            assert_eq!(out, octets[4..]);
            for cut in 4..octets.len() {
                assert_eq!(FTeid::decode(&octets[4..cut]), Err(Wrong::Length), "{end:?} cut at {cut}");
            }
        }
    }
}
