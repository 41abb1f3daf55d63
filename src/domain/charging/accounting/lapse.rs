//! Sessions of which nothing is heard any more: the record is closed, and at last they are forgotten.

use super::{Manners, record::close};
use crate::{
    domain::charging::session::Lapsed,
    records::{AccountingSession, Closing, Phase},
    store::{ChangeSet, Read},
    types::Timestamp,
};

/// What is to be done about a session at `now`.
pub fn lapse(session: &Read<AccountingSession>, manners: &Manners, now: Timestamp) -> Lapsed {
    let Some(found) = session.value.as_deref().filter(|session| session.deadline <= now) else {
        return Lapsed::NotYet;
    };
    if found.phase != Phase::Open {
        return Lapsed::Forgotten(ChangeSet::new().delete::<AccountingSession>(found.key, session.version));
    }
    let mut silent = found.clone();
    let record = close(&mut silent, Closing::Silence, now);
    silent.phase = Phase::Silent;
    silent.deadline = now.after(manners.remembered);
    Lapsed::Ended(ChangeSet::new().put(silent, session.version).append(record))
}
