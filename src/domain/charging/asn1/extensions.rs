//! `recordExtensions`: what TS 32.298 has no component for (`proto-specs/innkeeper-record-extensions.asn`).

use super::value::{Tagged, boolean, count, identifier, list, members, number, sequence, some, text};
use crate::records::{Charge, Charges, Detail, Rule, UnitKind, Usage};

/// 1.3.6.1.4.1.32473.1.1, below the number that is set aside for examples (RFC 5612).
const OBJECT: [u8; 10] = [0x2b, 6, 1, 4, 1, 0x81, 0xfd, 0x59, 1, 1];

/// ManagementExtensions with one ManagementExtension.
pub(super) fn of(tag: u32, detail: &Detail) -> Option<Tagged> {
    let information = sequence(
        [
            Some(text(0, &detail.session_id)),
            Some(text(1, &detail.realm)),
            Some(boolean(2, detail.online)),
            some(3, detail.home.as_deref(), text),
            some(4, detail.visited.as_deref(), text),
            Some(boolean(5, detail.roaming)),
            list(6, detail.used.iter().map(usage)),
            some(7, detail.charges.as_ref(), charges),
        ]
        .into_iter()
        .flatten(),
    );
    Some(members(tag, [sequence([identifier(&OBJECT), boolean(1, false), members(2, [information])])]))
}

fn usage(usage: &Usage) -> Tagged {
    let some_of = |tag, units: u64| (units > 0).then(|| count(tag, units));
    let service = usage.service;
    let all = [
        some(0, service.rating_group, number),
        some(1, service.service_identifier, number),
        some_of(2, usage.time),
        some_of(3, usage.input),
        some_of(4, usage.output),
        some_of(5, usage.octets()),
        some_of(6, usage.events),
    ];
    sequence(all.into_iter().flatten())
}

fn charges(tag: u32, charges: &Charges) -> Tagged {
    let services = charges.services.iter().map(charge);
    let currency = charges.currency;
    members(
        tag,
        [
            count(0, charges.account.0),
            text(1, currency.alphabetic()),
            number(2, currency.decimals()),
            members(3, services),
        ],
    )
}

fn charge(charge: &Charge) -> Tagged {
    let unit = match charge.unit {
        UnitKind::Time => 0_u8,
        UnitKind::Octets => 1,
        UnitKind::Events => 2,
        UnitKind::Money => 3,
    };
    let service = charge.service;
    let all = [
        some(0, service.rating_group, number),
        some(1, service.service_identifier, number),
        Some(number(2, unit)),
        Some(count(3, charge.units)),
        Some(number(4, charge.amount.0)),
        (charge.uncollected.0 != 0).then(|| number(5, charge.uncollected.0)),
        some(6, charge.rule.as_ref(), rule),
    ];
    sequence(all.into_iter().flatten())
}

fn rule(tag: u32, rule: &Rule) -> Tagged {
    let all = [Some(text(0, &rule.plan)), Some(text(1, &rule.service)), some(2, rule.line, number)];
    members(tag, all.into_iter().flatten())
}
