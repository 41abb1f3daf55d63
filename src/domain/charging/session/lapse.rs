//! Sessions that nobody comes back for: their reservations lapse (Tcc, RFC 8506 §13), and at last they are forgotten.

use super::{Manners, record};
use crate::{
    domain::{
        charging::{roaming::suspense, tariff::Tariff},
        ledger::Book,
    },
    records::{Account, Cause, ChargingSession, End, Suspense},
    store::{ChangeSet, Read},
    types::Timestamp,
};

/// What became of a session whose time was over.
#[derive(Debug)]
pub enum Lapsed {
    /// Its reservations were given back.
    Ended(ChangeSet),
    /// It is forgotten.
    Forgotten(ChangeSet),
    /// Its time is not over.
    NotYet,
}

/// What is to be done about a session at `now`.
pub fn lapse(
    (session, kept): (&Read<ChargingSession>, &Read<Suspense>),
    account: &Read<Account>,
    (tariff, manners): (&Tariff, &Manners),
    now: Timestamp,
) -> Lapsed {
    let Some(found) = session.value.as_deref().filter(|session| session.deadline <= now) else {
        return Lapsed::NotYet;
    };
    if found.ended.is_some() {
        let changes = ChangeSet::new().delete::<ChargingSession>(found.key, session.version);
        return Lapsed::Forgotten(suspense::forget(changes, kept));
    }
    let mut ended = found.clone();
    ended.ended = Some(End::Lapsed);
    ended.deadline = now.after(manners.remembered);
    let mut changes = ChangeSet::new();
    let call = found.call.open();
    if let Some(record) = record::lapsed((found, &call), account.value.as_deref(), tariff, now) {
        changes = if call.places.held.is_some() {
            let aside = suspense::put_aside((found, &call), kept.value.as_deref(), &record, now);
            changes.put(aside, kept.version)
        } else {
            changes.append(record)
        };
        ended.records += 1;
    }
    ended.facts = None;
    if let Some(payer) = account.value.as_deref() {
        let mut book = Book::open(payer.clone(), now, Cause::Time);
        for grant in &mut ended.grants {
            book.release(std::mem::take(&mut grant.reserved));
            for (bucket, units) in std::mem::take(&mut grant.from_buckets) {
                book.release_units(bucket, units);
            }
            grant.granted = 0;
        }
        let sessions = &mut book.account_mut().sessions;
        *sessions = sessions.saturating_sub(1);
        let (payer, _) = book.close();
        changes = changes.put(payer, account.version);
    }
    Lapsed::Ended(changes.put(ended, session.version))
}
