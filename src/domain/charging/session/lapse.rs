//! Sessions that are ended from here: nobody comes back for them, and their reservations lapse (Tcc, RFC 8506 §13); or their client cannot be told that
//! they are to end. At last they are forgotten.

use super::{Manners, record};
use crate::{
    domain::{
        charging::{roaming::suspense, tariff::Tariff},
        ledger::Book,
    },
    records::{Account, AccountId, Cause, ChargingSession, End, Suspense},
    store::{ChangeSet, Read},
    types::{Lsn, Timestamp},
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

/// A session with what is kept of its record, should that be held.
type Kept<'a> = (&'a Read<ChargingSession>, &'a Read<Suspense>);

/// What is to be done about a session at `now`. Its account is looked at where the session is ended, and not where it is forgotten.
pub fn lapse(
    (session, kept): Kept<'_>,
    account: impl FnOnce(&AccountId) -> Read<Account>,
    with: (&Tariff, &Manners),
    now: Timestamp,
) -> Lapsed {
    let Some(found) = session.value.as_deref().filter(|session| session.deadline <= now) else {
        return Lapsed::NotYet;
    };
    if found.ended.is_some() {
        let changes = ChangeSet::new().delete::<ChargingSession>(found.key, session.version);
        return Lapsed::Forgotten(suspense::forget(changes, kept));
    }
    let account = account(&found.account);
    Lapsed::Ended(end((found, session.version), kept, &account, (with, End::Lapsed), now))
}

/// Ends a session that is open, though its client does not; `None` where it is over.
pub fn cut(
    (session, kept): Kept<'_>,
    account: &Read<Account>,
    with: (&Tariff, &Manners),
    now: Timestamp,
) -> Option<ChangeSet> {
    let found = session.value.as_deref().filter(|session| session.ended.is_none())?;
    Some(end((found, session.version), kept, account, (with, End::Cut), now))
}

/// Gives back what is reserved, writes the record, and remembers the session for a while.
fn end(
    (found, version): (&ChargingSession, Lsn),
    kept: &Read<Suspense>,
    account: &Read<Account>,
    ((tariff, manners), how): ((&Tariff, &Manners), End),
    now: Timestamp,
) -> ChangeSet {
    let mut ended = found.clone();
    ended.ended = Some(how);
    ended.deadline = now.after(manners.remembered);
    let mut changes = ChangeSet::new();
    let call = found.call.open();
    if let Some(record) = record::given_up((found, &call), account.value.as_deref(), (tariff, how), now) {
        changes = if call.places.held.is_some() {
            let aside = suspense::put_aside((found, &call), kept.value.as_deref(), record.kept(), now);
            changes.put(aside, kept.version)
        } else {
            changes.append(&record)
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
    changes.put(ended, version)
}
