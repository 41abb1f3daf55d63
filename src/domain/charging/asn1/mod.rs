//! A charging data record in the Basic Encoding Rules of TS 32.298: an IMSRecord by the node that told it, or a PGWRecord of a data session. What TS 32.298 has no
//! component for is in `recordExtensions`, as `proto-specs/innkeeper-record-extensions.asn` says.

mod extensions;
mod ims;
mod packet;
mod value;

use crate::{
    records::{ChargingRecord, Detail},
    types::Timestamp,
};
use jiff::tz::TimeZone;

/// The longest record: what a file of TS 32.297 has room for (16 bits of length), and a datagram.
pub const LONGEST: usize = 60_000;

/// Elements of each list that a record keeps which would be longer than that, and services.
const FEW: (usize, usize) = (2, 32);

/// Whose specification describes a record, as TS 32.297 §6.1.2 numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// TS 32.251: the packet switched domain.
    Packet = 7,
    /// TS 32.260: the IMS.
    Ims = 9,
}

/// The octets of a record, [`LONGEST`] at most, and whose it is; `number` is its local sequence number. Of one that is longer than that, as no node has sent yet,
/// lists are cut short.
pub fn encode(number: u64, record: &ChargingRecord) -> (Vec<u8>, Domain) {
    let detail = record.detail();
    let domain = domain(detail);
    let octets = octets(number, detail, domain);
    if octets.len() <= LONGEST {
        return (octets, domain);
    }
    (self::octets(number, &shortened(detail), domain), domain)
}

fn octets(number: u64, detail: &Detail, domain: Domain) -> Vec<u8> {
    // LocalSequenceNumber has 32 bits and begins anew after them (TS 32.298 §5.1.3.1.32).
    let number = number as u32;
    value::ber(&match domain {
        Domain::Packet => packet::record(number, detail),
        Domain::Ims => ims::record(number, detail),
    })
}

/// A data session is one by its Service-Context-Id, or by its charging identifier.
fn domain(detail: &Detail) -> Domain {
    let facts = &detail.facts;
    let named = facts.context.as_deref().map(|context| context.contains("32251@"));
    match named.unwrap_or(facts.icid.is_none() && facts.charging_id.is_some()) {
        true => Domain::Packet,
        false => Domain::Ims,
    }
}

fn shortened(detail: &Detail) -> Detail {
    fn cut<T: Clone>(all: &mut Box<[T]>, most: usize) {
        *all = all.iter().take(most).cloned().collect();
    }
    let (few, services) = FEW;
    let mut short = detail.clone();
    let facts = &mut short.facts;
    for all in [&mut facts.calling, &mut facts.requested, &mut facts.asserted] {
        cut(all, few);
    }
    cut(&mut facts.subscriptions, few);
    cut(&mut facts.operators, few);
    cut(&mut short.used, services);
    if let Some(charges) = &mut short.charges {
        cut(&mut charges.services, services);
    }
    short
}

/// TimeStamp (TS 32.298 §5.1.2.2): date and time of UTC in BCD, the sign of the offset, and the offset.
fn time(at: Timestamp) -> [u8; 9] {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let at = at.to_zoned(TimeZone::UTC);
    let bcd = |number: i8| {
        let number = number.unsigned_abs();
        ((number / 10) << 4) | (number % 10)
    };
    let year = (at.year().rem_euclid(100)) as i8;
    let date = [year, at.month(), at.day(), at.hour(), at.minute(), at.second()].map(bcd);
    let [year, month, day, hour, minute, second] = date;
    [year, month, day, hour, minute, second, b'+', 0, 0]
}

/// The milliseconds beside a TimeStamp.
fn fraction(at: Timestamp) -> i64 {
    at.0.rem_euclid(1000)
}

/// Digits two in an octet, the first one low; a last one alone has the filler beside it (TS 29.002, TBCD-STRING). Everything but digits is left out.
fn tbcd(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    digits.chunks(2).map(|pair| (pair.get(1).unwrap_or(&0xf) << 4) | pair[0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vc_7_times_and_digits_are_written_as_the_specifications_have_them() {
        // 2026-11-27T09:05:03.042Z
        let at = Timestamp(1_795_770_303_042);
        assert_eq!(at.to_string(), "2026-11-27T09:05:03.042Z");
        assert_eq!(time(at), [0x26, 0x11, 0x27, 0x09, 0x05, 0x03, b'+', 0, 0]);
        assert_eq!(fraction(at), 42);
        assert_eq!(tbcd("001010000000001"), [0x00, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0xf1]);
        assert_eq!(tbcd("+1-555"), [0x51, 0x55]);
        assert_eq!(tbcd(""), [0; 0]);
    }
}
