//! Sessions of which nothing is heard any more: the record is closed, and at last they are forgotten.

use super::{Manners, record::close};
use crate::{
    domain::charging::{roaming::suspense, session::Lapsed},
    records::{AccountingSession, Closing, Phase, Suspense},
    store::{ChangeSet, Read},
    types::Timestamp,
};

/// What is to be done about a session at `now`.
pub fn lapse(
    (session, held): (&Read<AccountingSession>, &Read<Suspense>),
    manners: &Manners,
    now: Timestamp,
) -> Lapsed {
    let Some(found) = session.value.as_deref().filter(|session| session.deadline <= now) else {
        return Lapsed::NotYet;
    };
    if found.phase != Phase::Open {
        let changes = ChangeSet::new().delete::<AccountingSession>(found.key, session.version);
        return Lapsed::Forgotten(suspense::forget(changes, held));
    }
    let (mut silent, call) = (found.clone(), found.call.open());
    let record = close((&mut silent, &call), Closing::Silence, now);
    let changes = suspense::aside_or_append((&silent, &call), vec![record], held, now);
    silent.phase = Phase::Silent;
    silent.deadline = now.after(manners.remembered);
    Lapsed::Ended(changes.put(silent, session.version))
}
