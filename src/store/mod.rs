//! Versioned records, change sets, one order of all changes, and what of it is durable.
//!
//! Memory is authoritative. A reader gets the value with the LSN of its last change (of its absence too), and its answer waits until the
//! largest LSN it read is durable. A writer names the version of each record it decided upon; a stale one is refused, and the decision
//! is taken again on the fresh record.
//!
//! In reading order: [`ChangeSet`] (what a decision asks for), `kinds` (what can be kept), `table` and `index` (memory), `sequencer`
//! (the one order), `engine` (what a disk must do).

mod agenda;
mod change;
mod engine;
mod error;
mod hash;
mod index;
mod kinds;
mod sequencer;
mod table;
mod wildcard;

pub use change::ChangeSet;
pub use engine::{EngineError, JournalRow};
pub use error::CommitError;
pub use kinds::{Change, Stored};

use crate::{
    records::{Outbox, OutboxId, PublicService},
    types::{Impu, Imsi, Lsn, Timestamp, Watermark},
};
use index::Holder;
use kinds::Tables;
use parking_lot::Mutex;
use sequencer::Sequencer;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A record as read: its value, and the LSN of its last change. For an absent record, an LSN that covers its deletion.
#[derive(Debug, Clone)]
pub struct Read<R> {
    /// The value, if there is one.
    pub value: Option<Arc<R>>,
    /// Its version: give it to [`ChangeSet::put`], and let the answer wait for it.
    pub version: Lsn,
}

/// Whom an identity (a public one in canonical form, or a private one that is not made from an IMSI, in lower case) belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A service of this subscriber.
    Subscriber(Imsi),
    /// A public service: the key of its record (for a wildcarded one, the wildcard that matched).
    PublicService(Impu),
}

/// The store.
#[derive(Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

/// What the store's handle and its writer share.
#[derive(Debug)]
struct Shared {
    tables: Tables,
    sequencer: Mutex<Sequencer>,
    durable: Arc<Watermark>,
    /// The last outbox id given.
    outbox_id: AtomicU64,
}

impl Store {
    /// A store that keeps everything in memory and calls it durable at once: for tests.
    pub fn in_memory() -> Self {
        Self {
            shared: Arc::new(Shared {
                tables: Tables::new(false),
                sequencer: Mutex::new(Sequencer::new(Lsn::ZERO)),
                durable: Arc::new(Watermark::new(Lsn::ZERO)),
                outbox_id: AtomicU64::new(0),
            }),
        }
    }

    /// What is durable.
    pub fn durable(&self) -> &Arc<Watermark> {
        &self.shared.durable
    }

    /// One record.
    pub fn get<R: Stored>(&self, key: &R::Key) -> Read<R> {
        R::table(&self.shared.tables).read(key)
    }

    /// At most `limit` records whose keys are greater than `after`, in key order, each as it stands when it is read. Every call looks at
    /// all keys: to walk through everything, use [`scan`](Self::scan).
    pub fn page<R: Stored>(&self, after: Option<&R::Key>, limit: usize) -> Vec<Arc<R>> {
        let mut keys = R::table(&self.shared.tables).keys(after);
        if keys.len() > limit && limit > 0 {
            keys.select_nth_unstable(limit - 1);
        }
        keys.truncate(limit);
        keys.sort_unstable();
        keys.iter().filter_map(|key| self.get::<R>(key).value).collect()
    }

    /// All records of a kind in key order: those there are now, each as it stands when the iterator comes to it.
    pub fn scan<R: Stored>(&self) -> impl Iterator<Item = Arc<R>> + use<'_, R> {
        let mut keys = R::table(&self.shared.tables).keys(None);
        keys.sort_unstable();
        keys.into_iter().filter_map(|key| self.get::<R>(&key).value)
    }

    /// How many records of a kind there are.
    pub fn count<R: Stored>(&self) -> usize {
        R::table(&self.shared.tables).len()
    }

    /// Whom an identity in canonical form belongs to; wildcarded identities that match it included, a distinct one winning, then the
    /// longest fixed beginning (TS 29.228 §6.1, TS 23.003 §13.5). The version covers a change of the owner.
    pub fn owner(&self, identity: &str) -> (Option<Owner>, Lsn) {
        self.shared.owner(identity)
    }

    /// A fresh outbox id, greater than all before it, also after a restart.
    pub fn next_outbox_id(&self) -> OutboxId {
        OutboxId(self.shared.outbox_id.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// At most `limit` outbox entries that are due at `now`, the longest due first.
    pub fn outbox_due(&self, now: Timestamp, limit: usize) -> Vec<Read<Outbox>> {
        let due = self.shared.tables.agenda.due(now, limit);
        due.iter().map(|id| self.get(id)).filter(|read| read.value.is_some()).collect()
    }

    /// When the next outbox entry is due; in the past if one waits already.
    pub fn outbox_next_due(&self) -> Option<Timestamp> {
        self.shared.tables.agenda.next()
    }

    /// Returns once an outbox entry was added or put off since this last returned. For one waiter. Cancel-safe.
    pub async fn outbox_changed(&self) {
        self.shared.tables.agenda.changed().await;
    }

    /// Applies a change set as a whole, or refuses it as a whole. It is visible at once, and durable when
    /// [`durable`](Self::durable) covers the LSN returned. A set that changes nothing depends on nothing: `Lsn::ZERO`.
    ///
    /// A record that is there must be in exactly the version expected. One that is not must have been read as absent: with the version
    /// such a read returned, or with `Lsn::ZERO`, which no record has.
    ///
    /// # Errors
    /// [`CommitError`]: decide again, or refuse the request.
    pub fn commit(&self, changes: ChangeSet) -> Result<Lsn, CommitError> {
        self.shared.commit(changes)
    }

    /// Whether a public identity that is wildcarded has an expression that can be read: for whoever provisions it.
    ///
    /// # Errors
    /// [`CommitError::BadWildcard`], as the commit would.
    pub fn check_wildcard(identity: &Impu) -> Result<(), CommitError> {
        let bad = |reason| CommitError::BadWildcard { identity: identity.to_string(), reason };
        if identity.is_wildcarded() {
            wildcard::Wildcard::parse(identity.as_str()).map(|_| ()).map_err(bad)
        } else {
            Ok(())
        }
    }
}

impl Shared {
    fn commit(&self, set: ChangeSet) -> Result<Lsn, CommitError> {
        if set.is_empty() && set.required.is_empty() {
            return Ok(Lsn::ZERO);
        }
        let mut sequencer = self.sequencer.lock();
        if sequencer.stopped {
            return Err(CommitError::Stopped);
        }
        let lsn = sequencer.apply(&self.tables, set)?;
        self.durable.advance(lsn);
        Ok(lsn)
    }

    fn owner(&self, identity: &str) -> (Option<Owner>, Lsn) {
        if let Some(found) = self.find_owner(identity) {
            return found;
        }
        // Index and record disagree only while a commit is at work on them: wait for it. What disagrees even then is a collision of
        // hashes, and nobody's.
        let quiet = self.sequencer.lock();
        self.find_owner(identity).unwrap_or((None, quiet.last))
    }

    /// `None` if an index entry was found that its record does not confirm.
    fn find_owner(&self, identity: &str) -> Option<(Option<Owner>, Lsn)> {
        let mut unconfirmed = false;
        let mut seen = Lsn::ZERO;
        let (found, removed) = self.tables.index.find(identity, |holder| {
            let (confirmed, version) = confirm(&self.tables, holder, identity);
            seen = seen.max(version);
            unconfirmed |= !confirmed;
            confirmed.then(|| (owner_of(holder, identity), version))
        });
        if let Some((owner, version)) = found {
            return Some((owner, version));
        }
        if unconfirmed {
            return None;
        }
        let (wildcard, gone) = self.tables.index.find_wildcard(identity);
        let seen = removed.max(gone);
        Some(match wildcard {
            Some((listed, holder)) => {
                let (confirmed, version) = confirm(&self.tables, holder, &listed);
                if !confirmed {
                    return None;
                }
                (owner_of(holder, &listed), seen.max(version))
            }
            None => (None, seen),
        })
    }
}

fn owner_of(holder: Holder, listed: &str) -> Option<Owner> {
    match holder.imsi() {
        Some(imsi) => Some(Owner::Subscriber(imsi)),
        None => Impu::parse(listed).ok().map(Owner::PublicService),
    }
}

/// Whether the holder's record lists `identity`, and the version of that record or of its absence.
fn confirm(tables: &Tables, holder: Holder, identity: &str) -> (bool, Lsn) {
    if let Some(imsi) = holder.imsi() {
        let lists = |record: &Arc<crate::records::Subscriber>| record.index_keys().any(|own| own == identity);
        return tables.subscriber.with(&imsi, |found, version| (found.is_some_and(lists), version));
    }
    Impu::parse(identity).map_or((false, Lsn::ZERO), |key| {
        tables
            .public_service
            .with(&key, |found: Option<&Arc<PublicService>>, version| (found.is_some(), version))
    })
}
