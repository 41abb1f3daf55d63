//! When a record is closed, and what it says (TS 32.298 §5.1.3).

use super::{Manners, heard::gap};
use crate::{
    records::{AccountingSession, Call, ChargingRecord, Closing, Detail, Facts, Incomplete, Usage},
    types::Timestamp,
};

/// More services than these in one record close it.
const SERVICES: usize = 256;

/// Adds what was used.
pub(super) fn add(session: &mut AccountingSession, more: &[Usage]) {
    let mut used = std::mem::take(&mut session.used).into_vec();
    for usage in more.iter().filter(|usage| !usage.is_empty()) {
        match used.iter_mut().find(|known| known.service == usage.service) {
            Some(known) => known.add(usage),
            None => used.push(*usage),
        }
    }
    session.used = used.into();
}

/// Whether the record of a session that goes on is to be closed.
pub(super) fn due(session: &AccountingSession, manners: &Manners, now: Timestamp) -> Option<Closing> {
    let octets = session.used.iter().fold(0, |sum: u64, usage| sum.saturating_add(usage.octets()));
    if manners.partial_octets.is_some_and(|most| octets >= most) || session.used.len() > SERVICES {
        return Some(Closing::Volume);
    }
    manners.partial_time.filter(|most| now.since(session.opened) >= *most).map(|_| Closing::Time)
}

/// Closes the record that is open; a next one begins.
pub(super) fn close(
    (session, call): (&mut AccountingSession, &Call),
    closing: Closing,
    now: Timestamp,
) -> ChargingRecord {
    let goes_on = matches!(closing, Closing::Time | Closing::Volume);
    let incomplete = Incomplete {
        start: session.incomplete.start && session.records == 0,
        interim: gap(&session.requests),
        stop: closing == Closing::Silence,
    };
    let facts = session.facts.as_deref().cloned().unwrap_or_default();
    let several = goes_on || closing == Closing::Silence || session.records > 0;
    let detail = Detail {
        used: std::mem::take(&mut session.used),
        retransmitted: std::mem::take(&mut session.retransmitted),
        incomplete,
        partial: several.then_some(session.records.saturating_add(1)),
        opened: session.opened,
        ..alone((session, call), facts, closing, now)
    };
    session.records = session.records.saturating_add(1);
    session.opened = now;
    detail.into()
}

/// A record of what one request tells, beside the one that is open.
pub(super) fn alone(
    (session, call): (&AccountingSession, &Call),
    facts: Facts,
    closing: Closing,
    now: Timestamp,
) -> Detail {
    let mut detail = Detail {
        host: session.host.clone(),
        realm: session.realm.clone(),
        session_id: session.session_id.clone(),
        facts,
        online: false,
        opened: now,
        closed: now,
        closing,
        incomplete: Incomplete::default(),
        partial: None,
        retransmitted: false,
        used: Box::default(),
        charges: None,
        home: None,
        visited: None,
        roaming: false,
        areas: [None, None],
    };
    detail.place(call);
    detail
}
