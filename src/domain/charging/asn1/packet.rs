//! PGWRecord (TS 32.298 §5.1.2.2, §5.2.2): a data session, as its gateway told it.

use super::{
    extensions, tbcd, time,
    value::{Tagged, count, enumerated, flag, graphic, list, members, number, octets, sequence, some},
};
use crate::{
    records::{Bearer, Closing, Detail, Facts, Usage},
    types::Plmn,
};
use std::net::{IpAddr, Ipv4Addr};

/// The record's tag in the CHOICE of all.
const TAG: u32 = 79;
/// Its recordType.
const KIND: u8 = 85;

/// gTPSGW: what a gateway that does not say it is mostly served by.
const GTP_SERVING_GATEWAY: u8 = 2;

pub(super) fn record(sequence: u32, detail: &Detail) -> Tagged {
    let facts = &detail.facts;
    let nothing = Bearer::default();
    let bearer = facts.bearer.as_deref().unwrap_or(&nothing);
    let unknown = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let seconds = detail.closed.since(detail.opened).as_secs();
    let imsi = subscription(facts, 1).or_else(|| facts.private.as_deref()?.split('@').next());
    let serving = match &bearer.serving[..] {
        [] => vec![address(unknown)],
        all => all.iter().copied().map(address).collect(),
    };
    let all = [
        Some(number(0, KIND)),
        some(3, imsi.map(tbcd).filter(|imsi| (3..=8).contains(&imsi.len())), octets),
        Some(members(4, [address(bearer.gateway.unwrap_or(unknown))])),
        Some(number(5, facts.charging_id.unwrap_or_default())),
        Some(members(6, serving)),
        some(7, facts.apn.as_deref().map(network_part), graphic),
        some(8, bearer.kind.and_then(pdp_type), octets),
        some(9, bearer.addresses.first(), |tag, own| members(tag, [members(0, [address(*own)])])),
        Some(octets(13, time(detail.opened))),
        Some(count(14, seconds)),
        Some(number(15, cause(detail.closing))),
        some(17, detail.partial, number),
        Some(graphic(18, node(&detail.host))),
        extensions::of(19, detail),
        Some(number(20, sequence)),
        some(21, selection(bearer), number),
        some(
            22,
            subscription(facts, 0).map(tbcd).filter(|number| (1..=8).contains(&number.len())),
            |tag, number| {
                // An international number of the ISDN numbering plan.
                octets(tag, [&[0x91], &number[..]].concat())
            },
        ),
        Some(octets(23, characteristics(bearer))),
        some(27, facts.visited_network.as_deref().and_then(plmn), octets),
        some(30, bearer.rat, number),
        some(31, bearer.zone.as_deref().filter(|zone| zone.len() == 2), octets),
        some(32, facts.location.as_deref(), octets),
        list(34, detail.used.iter().map(|usage| service(usage, detail))),
        Some(members(35, [enumerated(serving_type(bearer))])),
        some(37, bearer.network.as_deref().and_then(plmn), octets),
        some(38, facts.delivered_from, |tag, at| octets(tag, time(at))),
        some(39, facts.delivered_until, |tag, at| octets(tag, time(at))),
        some(45, bearer.addresses.get(1), |tag, own| members(tag, [members(0, [address(*own)])])),
        flag(52, detail.retransmitted),
    ];
    members(TAG, all.into_iter().flatten())
}

/// ChangeOfServiceCondition: one container for what was used of a service. Octets that were told as a sum alone are on the downlink.
fn service(usage: &Usage, detail: &Detail) -> Tagged {
    let some_of = |units: u64| (units > 0).then_some(units);
    let down = usage.output.saturating_add(usage.total);
    let ended = matches!(detail.closing, Closing::Ended | Closing::Failed | Closing::Silence | Closing::Late);
    let all = [
        Some(number(1, usage.service.rating_group.unwrap_or_default())),
        some(7, some_of(usage.time), count),
        Some(octets(8, if ended { SERVICE_STOP } else { RECORD_CLOSURE })),
        some(12, some_of(usage.input), count),
        some(13, some_of(down), count),
        Some(octets(14, time(detail.closed))),
        some(17, usage.service.service_identifier, number),
        some(21, some_of(usage.events), |tag, events| members(tag, [count(1, events)])),
    ];
    sequence(all.into_iter().flatten())
}

/// ServiceConditionChange, a BIT STRING: the bits that are not used of the last octet, then the octets. serviceStop is bit 9.
const SERVICE_STOP: &[u8] = &[6, 0, 0x40];
/// recordClosure is bit 24.
const RECORD_CLOSURE: &[u8] = &[7, 0, 0, 0, 0x80];

/// CauseForRecClosing (TS 32.298 §5.1.2.2.3a).
const fn cause(closing: Closing) -> u8 {
    match closing {
        Closing::Ended | Closing::Late => 0,
        Closing::Failed | Closing::Silence => 4,
        Closing::Volume => 16,
        Closing::Time => 17,
        Closing::Management => 20,
    }
}

/// GSNAddress and IPAddress: binary.
fn address(ip: IpAddr) -> Tagged {
    match ip {
        IpAddr::V4(ip) => octets(0, ip.octets()),
        IpAddr::V6(ip) => octets(1, ip.octets()),
    }
}

fn subscription(facts: &Facts, kind: u32) -> Option<&str> {
    facts.subscriptions.iter().find(|(told, _)| *told == kind).map(|(_, id)| &**id)
}

/// The network identifier of an APN: without its operator identifier, 63 characters at most.
fn network_part(apn: &str) -> &str {
    let lower = apn.to_ascii_lowercase();
    let end = lower.find(".mnc").filter(|_| lower.ends_with(".gprs")).unwrap_or(apn.len());
    let end = apn.floor_char_boundary(end.min(63));
    if end == 0 { "-" } else { &apn[..end] }
}

/// NodeID has 20 characters at most: what tells a node from others of its realm comes first in its name.
fn node(host: &str) -> &str {
    &host[..host.floor_char_boundary(20)]
}

/// PDPType: the organisation (1: IETF), and the type as TS 29.060 §7.7.27 numbers it.
fn pdp_type(kind: u32) -> Option<[u8; 2]> {
    let number = match kind {
        0 => 0x21,
        2 => 0x57,
        3 => 0x8d,
        _ => return None,
    };
    Some([0xf1, number])
}

fn selection(bearer: &Bearer) -> Option<u8> {
    let mode: u8 = bearer.selection.as_deref()?.trim().parse().ok()?;
    // 3 is "for future use", to be read as 2.
    (mode <= 3).then_some(mode.min(2))
}

fn serving_type(bearer: &Bearer) -> u8 {
    bearer
        .serving_type
        .and_then(|told| u8::try_from(told).ok())
        .filter(|told| *told <= 6)
        .unwrap_or(GTP_SERVING_GATEWAY)
}

/// Four hexadecimal digits; nothing is known where there are none.
fn characteristics(bearer: &Bearer) -> [u8; 2] {
    let told = bearer.characteristics.as_deref().and_then(|text| u16::from_str_radix(text.trim(), 16).ok());
    told.unwrap_or_default().to_be_bytes()
}

fn plmn(digits: &str) -> Option<[u8; 3]> {
    Plmn::parse(digits).map(Plmn::octets)
}
