//! What an operator does about held records (VC-4): say which home is right, and have the price found again.

use crate::{
    domain::{
        charging::{
            Charging,
            roaming::suspense::{Behind, NotRerated, Rerated, rerate},
        },
        places::Places,
    },
    records::{ChargingSubscription, SessionKey, Suspense},
    store::{ChangeSet, CommitError, Store},
    types::{Lsn, Name, Timestamp},
};

/// How often it is decided again when the account changed meanwhile.
const ATTEMPTS: usize = 64;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// The decision.
    #[error(transparent)]
    Refused(#[from] NotRerated),
    /// The place is none.
    #[error("{0}")]
    Place(String),
    /// The store takes no changes.
    #[error(transparent)]
    Store(#[from] CommitError),
}

/// Prices a held record again; returns what came of it, and when that is durable.
///
/// # Errors
/// [`Undone`]: nothing was moved.
pub fn settle(
    store: &Store,
    key: SessionKey,
    (charging, map): (&Charging, &Places),
    (client, now): (&str, Timestamp),
) -> Result<(Rerated, Lsn), Undone> {
    again(store, || {
        let held = store.get::<Suspense>(&key);
        let payer = held.value.as_deref().ok_or(NotRerated::Unknown)?.account;
        let account = payer.map(|payer| store.get(&payer));
        let session = match payer {
            Some(_) => Behind::Online(store.get(&key)),
            None => Behind::Offline(store.get(&key)),
        };
        let mut rerated = rerate(
            (&held, account.as_ref(), &session),
            (map, &charging.roaming),
            &charging.tariff,
            (client, now),
        )?;
        Ok((std::mem::take(&mut rerated.changes), rerated))
    })
}

/// Says which home is the right one: that of the held record, and of the subscriber's contract from now on. The table is a file, and corrected there.
///
/// # Errors
/// [`Undone`]: no such record, it was settled, or the place is none.
pub fn fix(store: &Store, key: SessionKey, home: &str, map: &Places) -> Result<Lsn, Undone> {
    let home = home.trim();
    map.named(home).map_err(|unnamed| Undone::Place(unnamed.to_string()))?;
    let done = again(store, || {
        let held = store.get::<Suspense>(&key);
        let mut record = held.value.as_deref().ok_or(NotRerated::Unknown)?.clone();
        if let Some(settled) = record.settled {
            return Err(NotRerated::Settled(settled).into());
        }
        record.call.places.home = Some(Name::new(home));
        let contract = record.imsi.map(|imsi| store.get::<ChargingSubscription>(&imsi));
        let mut changes = ChangeSet::new().put(record, held.version);
        if let Some(contract) = &contract
            && let Some(found) = contract.value.as_deref()
        {
            let changed = ChargingSubscription { home: Some(Name::new(home)), ..found.clone() };
            changes = changes.put(changed, contract.version);
        }
        Ok((changes, ()))
    });
    done.map(|((), lsn)| lsn)
}

/// Decides, and decides again when what was read changed meanwhile.
fn again<T>(store: &Store, decide: impl Fn() -> Result<(ChangeSet, T), Undone>) -> Result<(T, Lsn), Undone> {
    let mut attempts = 0;
    loop {
        let (changes, decided) = decide()?;
        match store.commit(changes) {
            Ok(lsn) => return Ok((decided, lsn)),
            Err(CommitError::Stale { .. }) if attempts < ATTEMPTS => attempts += 1,
            Err(error) => return Err(error.into()),
        }
    }
}
