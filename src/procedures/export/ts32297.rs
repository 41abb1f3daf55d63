//! Files of charging data records (TS 32.297 §6.1): a header that says what is in the file and why it ends, and a header before each record.

use crate::{domain::charging::asn1::Domain, types::Timestamp};
use jiff::tz::TimeZone;
use std::net::IpAddr;

/// Release identifier for those after release 9, whose number is in an extension (TS 32.297 §6.1.1.3).
const LATER: u8 = 7;
/// That extension: release 15 is the sixth that has one.
const RELEASE: u8 = 5;
/// The version of TS 32.298 within its release.
const VERSION: u8 = 6;
/// Data record format: BER.
const BER: u8 = 1;

/// The header of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileHeader {
    /// How long the whole file is.
    pub(super) octets: u64,
    /// How many records it has.
    pub(super) records: u64,
    /// What tells it from every other file of this node.
    pub(super) sequence: u32,
    /// When it was begun and when its last record was appended: records wait in the store, so that is one moment.
    pub(super) at: Timestamp,
    /// Why it ends.
    pub(super) reason: Reason,
    /// Who made it.
    pub(super) node: IpAddr,
}

/// File closure trigger reason (TS 32.297 §6.1.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// File size limit reached.
    Size = 1,
    /// File open-time limit reached.
    Time = 2,
}

impl FileHeader {
    /// Without a CDR routeing filter and a private extension.
    pub(super) const LENGTH: usize = 54;

    pub(super) fn octets(&self) -> Vec<u8> {
        let most = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes();
        let (version, at) = ([(LATER << 5) | VERSION; 2], timestamp(self.at));
        let mut out = Vec::with_capacity(Self::LENGTH);
        out.extend(most(self.octets));
        out.extend(most(Self::LENGTH as u64));
        // The highest and the lowest release and version of its records.
        out.extend(version);
        out.extend([at, at].concat());
        out.extend(most(self.records));
        out.extend(self.sequence.to_be_bytes());
        out.push(self.reason as u8);
        out.extend(address(self.node));
        // No record was lost; no routeing filter; no private extension.
        out.extend([0; 5]);
        out.extend([RELEASE; 2]);
        out
    }
}

/// The header of a record that is so long, [`LONGEST`](crate::domain::charging::asn1::LONGEST) at most.
pub(super) fn record_header(length: usize, domain: Domain) -> [u8; 5] {
    let [high, low] = u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
    [high, low, (LATER << 5) | VERSION, (BER << 5) | domain as u8, RELEASE]
}

/// Month, day, hour, minute, and the offset from UTC: a sign, which 1 is for ahead, hours and minutes (TS 32.297 §6.1.1.5).
fn timestamp(at: Timestamp) -> [u8; 4] {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let at = at.to_zoned(TimeZone::UTC);
    let fields = [(at.month(), 28), (at.day(), 23), (at.hour(), 18), (at.minute(), 12), (1, 11)];
    let packed =
        fields.iter().fold(0_u32, |all, (value, shift)| all | u32::from(value.unsigned_abs()) << shift);
    packed.to_be_bytes()
}

/// Twenty octets: the last sixteen are the address, one of IPv4 as IPv6 has it.
fn address(ip: IpAddr) -> [u8; 20] {
    let ip = match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => ip,
    };
    let mut out = [0; 20];
    out[4..].copy_from_slice(&ip.octets());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vc_7_a_header_has_every_field_where_it_belongs() {
        let header = FileHeader {
            octets: 0x0102_0304,
            records: 7,
            sequence: 9,
            at: Timestamp(1_795_770_303_042),
            reason: Reason::Time,
            node: IpAddr::from([192, 0, 2, 1]),
        };
        let octets = header.octets();
        assert_eq!(octets.len(), FileHeader::LENGTH);
        // 11-27 09:05 +00:00: 1011 11011 01001 000101 1 00000 000000.
        let at = [0xbd, 0xa4, 0x58, 0x00];
        let expected = [
            &[1, 2, 3, 4, 0, 0, 0, 54, 0xe6, 0xe6][..],
            &at,
            &at,
            &[0, 0, 0, 7, 0, 0, 0, 9, 2],
            &[0; 14],
            &[0xff, 0xff, 192, 0, 2, 1],
            &[0, 0, 0, 0, 0, 5, 5],
        ];
        assert_eq!(octets, expected.concat());
        assert_eq!(record_header(0x1234, Domain::Ims), [0x12, 0x34, 0xe6, 0x29, 5]);
        assert_eq!(record_header(1, Domain::Packet), [0, 1, 0xe6, 0x27, 5]);
    }
}
