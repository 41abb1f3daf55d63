//! IMSRecord (TS 32.298 §5.1.3, §5.2.5): one layout for each node that tells of calls, with the components they have in common.

use super::{
    extensions, fraction, time,
    value::{Tagged, boolean, flag, graphic, list, members, number, octets, sequence, set, some, text},
};
use crate::{
    domain::charging::document::cause,
    records::{Detail, Facts, Operators, Role},
};

/// How the records of a node differ from those of others.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// recordType, and the tag of the record.
    kind: u32,
    /// The tags of components that others have.
    lacks: &'static [u32],
    /// interOperatorIdentifiers is a list.
    operators: bool,
    /// Tag of what was dialled, and whether all of it has room.
    requested: (u32, bool),
    /// Tag of who answered.
    asserted: u32,
}

/// The record of a Node-Functionality (TS 32.299 §7.2.119); of a node that does not say it, or tells of no calls by the specification, it is that of an application
/// server, which has all components.
const fn layout(node: Option<u32>) -> Layout {
    let base = Layout { kind: 69, lacks: &[], operators: false, requested: (101, false), asserted: 102 };
    let call = Layout { requested: (41, true), asserted: 42, ..base };
    match node {
        // S-CSCF
        Some(0) => Layout { kind: 63, lacks: &[104], operators: true, requested: (41, false), ..call },
        // P-CSCF
        Some(1) => Layout { kind: 64, lacks: &[34, 35, 43, 104], ..call },
        // I-CSCF
        Some(2) => {
            Layout { kind: 65, lacks: &[8, 10, 11, 12, 13, 16, 31, 38, 39, 41, 42, 43, 54, 104], ..call }
        }
        // MRFC
        Some(3) => {
            Layout { kind: 66, lacks: &[3, 8, 34, 35, 54, 104], requested: (71, false), asserted: 72, ..base }
        }
        // MGCF
        Some(4) => Layout { kind: 67, lacks: &[8, 31, 41, 42, 43, 47, 54, 104], ..call },
        // BGCF
        Some(5) => Layout { kind: 68, lacks: &[8, 10, 11, 12, 13, 16, 31, 41, 42, 43, 47, 54, 104], ..call },
        // IBCF
        Some(7) => Layout { kind: 82, lacks: &[34, 35, 43, 54, 104], ..call },
        // E-CSCF
        Some(11) => Layout {
            kind: 70,
            lacks: &[8, 34, 35, 43, 54, 104],
            operators: true,
            requested: (41, false),
            ..call
        },
        // ATCF
        Some(14) => Layout { kind: 91, lacks: &[34, 35, 43, 54, 104], ..call },
        _ => base,
    }
}

pub(super) fn record(sequence: u32, detail: &Detail) -> Tagged {
    let layout = layout(detail.facts.node);
    let all = session(sequence, detail, &layout).into_iter().chain(service(detail, &layout)).flatten();
    members(layout.kind, all.filter(|member| !layout.lacks.contains(&member.number())))
}

/// Whose record it is, and of which session.
fn session(sequence: u32, detail: &Detail, layout: &Layout) -> Vec<Option<Tagged>> {
    let facts = &detail.facts;
    let session = facts.call_id.as_deref().unwrap_or(&detail.session_id);
    vec![
        Some(number(0, layout.kind)),
        flag(1, detail.retransmitted),
        some(2, facts.method.as_deref(), graphic),
        // A party that forwards is the originating one of what it sends on.
        some(3, facts.role, |tag, role| number(tag, u8::from(role == Role::Terminating))),
        Some(members(4, [graphic(1, &detail.host)])),
        Some(graphic(5, session)),
        list(6, facts.calling.iter().map(|party| involved(party))),
        some(7, facts.called.as_deref(), |tag, party| members(tag, [involved(party)])),
        some(9, facts.requested_at, |tag, at| octets(tag, time(at))),
        some(10, facts.delivered_from, |tag, at| octets(tag, time(at))),
        some(11, facts.delivered_until, |tag, at| octets(tag, time(at))),
        Some(octets(12, time(detail.opened))),
        Some(octets(13, time(detail.closed))),
        operators(facts, layout),
        Some(number(15, sequence)),
        some(16, detail.partial, number),
        Some(number(17, cause(detail.closing))),
        incomplete(detail),
        some(19, facts.icid.as_deref(), |tag, id| octets(tag, id.as_bytes())),
        some(23, facts.cause, |tag, cause| text(tag, &cause.to_string())),
        extensions::of(25, detail),
        some(30, facts.context.as_deref(), text),
        some(37, facts.requested_at, |tag, at| number(tag, fraction(at))),
        some(38, facts.delivered_from, |tag, at| number(tag, fraction(at))),
        some(39, facts.delivered_until, |tag, at| number(tag, fraction(at))),
    ]
}

/// What was told of the service.
fn service(detail: &Detail, layout: &Layout) -> Vec<Option<Tagged>> {
    let facts = &detail.facts;
    let subscription = |(kind, id): &(u32, Box<str>)| set([number(0, *kind), text(1, id)]);
    // SubscriptionIDType has no others.
    let subscriptions = facts.subscriptions.iter().filter(|(kind, _)| *kind <= 4);
    let (tag, whole) = layout.requested;
    let requested = facts.requested.iter().take(if whole { usize::MAX } else { 1 });
    vec![
        some(8, facts.private.as_deref(), graphic),
        some(26, facts.expires, number),
        some(28, facts.event.as_deref(), text),
        some(29, facts.access.as_deref(), octets),
        list(31, subscriptions.map(subscription)),
        some(34, facts.portability.as_deref(), graphic),
        some(35, facts.carrier.as_deref(), graphic),
        list(tag, requested.map(|party| involved(party))),
        list(layout.asserted, facts.asserted.iter().map(|party| involved(party))),
        flag(43, detail.online),
        some(47, facts.location.as_deref(), octets),
        some(54, facts.visited_network.as_deref(), |tag, network| octets(tag, network.as_bytes())),
        some(64, facts.cellular.as_deref(), octets),
        some(104, facts.outgoing_call_id.as_deref(), graphic),
    ]
}

/// InvolvedParty: by the scheme of its URI; bare digits are a number.
fn involved(party: &str) -> Tagged {
    let scheme = party.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let tag = match scheme.as_deref() {
        Some("sip" | "sips") => 0,
        Some("tel") => 1,
        Some("urn") => 2,
        _ => 3,
    };
    graphic(tag, party)
}

fn operators(facts: &Facts, layout: &Layout) -> Option<Tagged> {
    let pair = |(from, to): &Operators| {
        [some(0, from.as_deref(), graphic), some(1, to.as_deref(), graphic)].into_iter().flatten()
    };
    match layout.operators {
        true => list(14, facts.operators.iter().map(|operators| sequence(pair(operators)))),
        false => facts.operators.first().map(|operators| members(14, pair(operators))),
    }
}

/// Incomplete-CDR-Indication, where anything was lost; whether an INTERIM was is known only where it was noticed.
fn incomplete(detail: &Detail) -> Option<Tagged> {
    let lost = detail.incomplete;
    let indication = || {
        let interim = u8::from(lost.interim);
        members(18, [boolean(0, lost.start), number(1, interim), boolean(2, lost.stop)])
    };
    lost.any().then(indication)
}
