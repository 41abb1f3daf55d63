//! What a session and its bearers are made of (TS 29.274 §8.6, §8.7, §8.8, §8.14, §8.15, §8.28, §8.34).

use super::{Element, Encode, Fault, Ie, Ies, Wrong};
use bytes::{BufMut, BytesMut};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Access Point Name, type 71: labels with their lengths before them (TS 23.003 §9.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apn<'a>(&'a [u8]);

impl<'a> Apn<'a> {
    /// Its labels, as they stand.
    pub fn labels(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let (length, after) = rest.split_first()?;
            let (label, after) = after.split_at_checked(usize::from(*length))?;
            rest = after;
            Some(label)
        })
    }
}

impl<'a> Element<'a> for Apn<'a> {
    const KIND: u8 = 71;
    fn decode(data: &'a [u8]) -> Result<Self, Wrong> {
        if data.is_empty() {
            return Err(Wrong::Length);
        }
        let read: usize = Self(data).labels().map(|label| label.len() + 1).sum();
        let sound = data.len() <= 100 && read == data.len() && Self(data).labels().all(|one| !one.is_empty());
        if sound { Ok(Self(data)) } else { Err(Wrong::Value) }
    }
}

/// Aggregate Maximum Bit Rate, type 72, in kbit/s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ambr {
    /// From the user.
    pub uplink: u32,
    /// To the user.
    pub downlink: u32,
}

impl Element<'_> for Ambr {
    const KIND: u8 = 72;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let [a, b, c, d, e, f, g, h] = *data.first_chunk().ok_or(Wrong::Length)?;
        Ok(Self { uplink: u32::from_be_bytes([a, b, c, d]), downlink: u32::from_be_bytes([e, f, g, h]) })
    }
}

/// EPS Bearer Identity, type 73: 0 to 15.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ebi(pub u8);

/// The default bearer's identity, where a message names it as its linked one: the same element.
pub type LinkedEbi = Ebi;

impl Element<'_> for Ebi {
    const KIND: u8 = 73;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        data.first().map(|value| Self(value & 15)).ok_or(Wrong::Length)
    }
}

/// PDN Type, type 99: 1 IPv4, 2 IPv6, 3 both, 4 non-IP, 5 Ethernet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdnType(pub u8);

impl Element<'_> for PdnType {
    const KIND: u8 = 99;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        match data.first().map(|value| value & 7) {
            None => Err(Wrong::Length),
            Some(value @ 1..=5) => Ok(Self(value)),
            Some(_) => Err(Wrong::Value),
        }
    }
}

/// PDN Address Allocation, type 79.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paa {
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 prefix of so many bits, with the interface identifier.
    V6(u8, Ipv6Addr),
    /// Both.
    V4V6(u8, Ipv6Addr, Ipv4Addr),
    /// None: 4 for non-IP, 5 for Ethernet.
    None(u8),
}

impl Element<'_> for Paa {
    const KIND: u8 = 79;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let (kind, rest) = data.split_first().ok_or(Wrong::Length)?;
        let v6 = || -> Result<(u8, Ipv6Addr, &[u8]), Wrong> {
            let (prefix, rest) = rest.split_first().ok_or(Wrong::Length)?;
            let (address, rest) = rest.split_first_chunk::<16>().ok_or(Wrong::Length)?;
            Ok((*prefix, (*address).into(), rest))
        };
        let v4 = |rest: &[u8]| rest.first_chunk::<4>().map(|octets| (*octets).into()).ok_or(Wrong::Length);
        match kind & 7 {
            1 => Ok(Self::V4(v4(rest)?)),
            2 => v6().map(|(prefix, address, _)| Self::V6(prefix, address)),
            3 => v6().and_then(|(prefix, address, rest)| Ok(Self::V4V6(prefix, address, v4(rest)?))),
            kind @ (4 | 5) => Ok(Self::None(kind)),
            _ => Err(Wrong::Value),
        }
    }
}

/// Bearer QoS, type 80; rates in kbit/s, 40 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BearerQos {
    /// Allocation/Retention Priority as it stands: PCI, level, PVI.
    pub arp: u8,
    /// QoS Class Identifier.
    pub qci: u8,
    /// Maximum up and down, guaranteed up and down.
    pub rates: [u64; 4],
}

impl Element<'_> for BearerQos {
    const KIND: u8 = 80;
    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let ([arp, qci, rates @ ..], _) = data.split_first_chunk::<22>().ok_or(Wrong::Length)?;
        let rate =
            |at: usize| rates[at * 5..at * 5 + 5].iter().fold(0, |sum, octet| sum << 8 | u64::from(*octet));
        Ok(Self { arp: arp & 0x7d, qci: *qci, rates: [0, 1, 2, 3].map(rate) })
    }
}

/// Bearer Context, type 93: a group.
#[derive(Debug, Clone)]
pub struct BearerContext<'a>(Ies<'a>);

impl<'a> BearerContext<'a> {
    /// The type.
    pub const KIND: u8 = 93;

    /// The elements of a group.
    ///
    /// # Errors
    /// Those of [`Ie::group`].
    pub fn of(ie: &Ie<'a>) -> Result<Self, Fault> {
        ie.group().map(Self)
    }

    /// The bearer's identity.
    ///
    /// # Errors
    /// Missing or wrong.
    pub fn ebi(&self) -> Result<Ebi, Fault> {
        self.0.mandatory(0)
    }

    /// The elements inside.
    pub fn elements(&self) -> Ies<'a> {
        self.0.clone()
    }
}

impl Encode for Apn<'_> {
    const TYPE: u8 = <Self as Element<'_>>::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(self.0);
    }
}

impl Encode for Ambr {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u32(self.uplink);
        out.put_u32(self.downlink);
    }
}

impl Encode for Ebi {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u8(self.0 & 15);
    }
}

impl Encode for PdnType {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_u8(self.0 & 7);
    }
}

impl Encode for Paa {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        let (kind, v6, v4) = match *self {
            Self::V4(address) => (1, None, Some(address)),
            Self::V6(prefix, address) => (2, Some((prefix, address)), None),
            Self::V4V6(prefix, v6, v4) => (3, Some((prefix, v6)), Some(v4)),
            Self::None(kind) => (kind & 7, None, None),
        };
        out.put_u8(kind);
        if let Some((prefix, address)) = v6 {
            out.put_u8(prefix);
            out.put_slice(&address.octets());
        }
        if let Some(address) = v4 {
            out.put_slice(&address.octets());
        }
    }
}

impl Encode for BearerQos {
    const TYPE: u8 = Self::KIND;
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(&[self.arp & 0x7d, self.qci]);
        for rate in self.rates {
            out.put_uint(rate & 0xff_ffff_ffff, 5);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gtp::v2::codec::{CauseValue, FTeid};

    // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
    /// A bearer to be created: EBI, the F-TEIDs of eNodeB and SGW, QoS.
    const BEARER: &[u8] = b"\
        \x5d\x00\x39\x00\x49\x00\x01\x00\x05\x57\x00\x09\x00\x80\xaa\xbb\xcc\xdd\xc6\x33\x64\x09\
        \x57\x00\x09\x02\x84\x00\x00\x00\x55\xc6\x33\x64\x0a\x50\x00\x16\x00\x64\x05\x01\x02\x03\
        \x04\x05\x00\x00\x00\x03\xe8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02";

    /// LQ-2, TS 29.274 Table 7.2.1-2: the elements of a group, told apart by their instances.
    #[test]
    fn lq_2_a_bearer_context_of_another_implementation_is_read() {
        let ie = Ies::new(BEARER).unwrap().first(BearerContext::KIND, 0).unwrap();
        let bearer = BearerContext::of(&ie).unwrap();
        assert_eq!(bearer.ebi(), Ok(Ebi(5)));
        let elements = bearer.elements();
        let teid = |interface, teid, last| FTeid {
            interface,
            teid,
            v4: Some([198, 51, 100, last].into()),
            v6: None,
        };
        assert_eq!(elements.mandatory(0), Ok(teid(0, 0xaabb_ccdd, 9)));
        assert_eq!(elements.mandatory(2), Ok(teid(4, 0x55, 10)));
        let qos = BearerQos { arp: 0x64, qci: 5, rates: [0x01_0203_0405, 1000, 0, 2] };
        assert_eq!(elements.mandatory(0), Ok(qos));
        let mut out = BytesMut::new();
        qos.encode(&mut out);
        assert!(BEARER.ends_with(&out) && out.len() == 22);
    }

    /// LQ-2, TS 29.274 §7.7.6, §7.7.7: faults inside a group name the inner element.
    #[test]
    fn lq_2_faults_inside_a_bearer_context_are_told() {
        let group = |octets| BearerContext::of(&Ies::new(octets).unwrap().next().unwrap());
        let ebi = |octets| group(octets).unwrap().ebi();
        assert_eq!(ebi(&b"\x5d\0\0\0"[..]), Err(Fault::at(CauseValue(70), 73, 0)));
        assert_eq!(ebi(b"\x5d\0\x04\0\x49\0\0\0"), Err(Fault::at(CauseValue(67), 73, 0)));
        let cut = group(b"\x5d\0\x05\0\x49\0\x02\0\x05").unwrap_err();
        assert_eq!(cut, Fault::at(CauseValue(67), 73, 0));
    }

    /// LQ-2, TS 29.274 Figure 8.14-1: one address and two, octet for octet those of another implementation; cut anywhere, an error.
    #[test]
    fn lq_2_addresses_are_allocated_alone_and_together() {
        let (v4, v6) = (Ipv4Addr::new(192, 0, 2, 33), "2001:db8:0:42::1".parse().unwrap());
        // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
        let both = b"\
            \x4f\x00\x16\x00\x03\x40\x20\x01\x0d\xb8\x00\x00\x00\x42\x00\x00\x00\x00\x00\x00\x00\x01\
            \xc0\x00\x02\x21";
        let six = b"\x4f\x00\x12\x00\x02\x40\x20\x01\x0d\xb8\x00\x00\x00\x42\x00\x00\x00\x00\x00\x00\x00\x01";
        let four = b"\x4f\x00\x05\x00\x01\xc0\x00\x02\x21";
        for (octets, paa) in
            [(&both[..], Paa::V4V6(64, v6, v4)), (&six[..], Paa::V6(64, v6)), (&four[..], Paa::V4(v4))]
        {
            assert_eq!(Ies::new(octets).unwrap().mandatory(0), Ok(paa));
            let mut out = BytesMut::new();
            paa.encode(&mut out);
            assert_eq!(out, octets[4..]);
            for cut in 4..octets.len() {
                assert_eq!(Paa::decode(&octets[4..cut]), Err(Wrong::Length), "{paa:?} cut at {cut}");
            }
        }
    }
}
