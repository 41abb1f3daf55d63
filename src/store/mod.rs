//! Versioned records, change sets, one order of all changes, and what of it is durable.
//!
//! Memory is authoritative. A reader gets the value with the LSN of its last change (of its absence too), and its answer waits until the
//! largest LSN it read is durable. A writer names the version of each record it decided upon; a stale one is refused, and the decision
//! is taken again on the fresh record.

mod change;

pub use change::{Change, ChangeSet};

use crate::{
    records::{Outbox, OutboxId, PublicService, Record, Registration, Sequence, Subscriber},
    types::{Imsi, Impu, Lsn, Watermark},
};
use parking_lot::{Mutex, RwLock};
use std::{collections::HashMap, sync::Arc};

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

/// Why a change set was not applied. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A record is not in the version that was decided upon: decide again on the fresh one.
    #[error("the {kind} {key} was changed meanwhile")]
    Stale {
        /// The record's kind.
        kind: &'static str,
        /// Its key, for people.
        key: String,
    },
    /// An identity belongs to somebody else.
    #[error("the identity {identity} belongs to {owner} already")]
    IdentityTaken {
        /// The identity.
        identity: String,
        /// Whose it is, for people.
        owner: String,
    },
    /// Nearly no disk left: writes are refused (DIAMETER_TOO_BUSY), reads go on (ST-3).
    #[error("the store's disk is nearly full: writes are refused until there is room")]
    Full,
    /// The store is stopping, or its disk failed.
    #[error("the store takes no more changes")]
    Stopped,
}

/// The store.
#[derive(Debug)]
pub struct Store {
    tables: RwLock<Tables>,
    sequencer: Mutex<Lsn>,
    durable: Arc<Watermark>,
}

#[derive(Debug, Default)]
struct Tables {
    subscriber: Table<Subscriber>,
    registration: Table<Registration>,
    sequence: Table<Sequence>,
    public_service: Table<PublicService>,
    outbox: Table<Outbox>,
    index: HashMap<Box<str>, Owner>,
    deleted: Lsn,
}

type Table<R> = HashMap<<R as Record>::Key, (Arc<R>, Lsn)>;

impl Store {
    /// A store that keeps everything in memory and calls it durable at once: for tests.
    pub fn in_memory() -> Self {
        Self { tables: RwLock::default(), sequencer: Mutex::new(Lsn::ZERO), durable: Arc::new(Watermark::new(Lsn::ZERO)) }
    }

    /// What is durable.
    pub fn durable(&self) -> &Arc<Watermark> {
        &self.durable
    }

    /// One record.
    pub fn get<R: Stored>(&self, key: &R::Key) -> Read<R> {
        let tables = self.tables.read();
        match R::table(&tables).get(key) {
            Some((value, version)) => Read { value: Some(value.clone()), version: *version },
            None => Read { value: None, version: tables.deleted },
        }
    }

    /// All records of a kind, in key order, as they stand at one moment each: for exports and listings, page by page.
    /// At most `limit` records whose keys are greater than `after`.
    pub fn page<R: Stored>(&self, after: Option<&R::Key>, limit: usize) -> Vec<Arc<R>> {
        let tables = self.tables.read();
        let mut keys: Vec<_> = R::table(&tables).keys().filter(|key| after.is_none_or(|after| *key > after)).collect();
        keys.sort();
        keys.into_iter().take(limit).map(|key| R::table(&tables)[key].0.clone()).collect()
    }

    /// How many records of a kind there are.
    pub fn count<R: Stored>(&self) -> usize {
        R::table(&self.tables.read()).len()
    }

    /// Whom an identity in canonical form belongs to; wildcarded identities that match it included, a distinct one winning (TS 29.228 §6.1).
    /// The version covers a change of the owner.
    pub fn owner(&self, identity: &str) -> (Option<Owner>, Lsn) {
        let tables = self.tables.read();
        (tables.index.get(identity).cloned(), tables.deleted)
    }

    /// A fresh outbox id, greater than all before it, also after a restart.
    pub fn next_outbox_id(&self) -> OutboxId {
        OutboxId(self.sequencer.lock().0 + 1)
    }

    /// Applies a change set as a whole, or refuses it as a whole. It is visible at once, and durable when
    /// [`durable`](Self::durable) covers the LSN returned.
    ///
    /// # Errors
    /// [`CommitError`]: decide again, or refuse the request.
    pub fn commit(&self, changes: ChangeSet) -> Result<Lsn, CommitError> {
        let mut last = self.sequencer.lock();
        let mut tables = self.tables.write();
        for (change, expected) in changes.iter() {
            change.check(&tables, *expected)?;
        }
        let lsn = Lsn(last.0 + 1);
        for (change, _) in changes.into_iter() {
            change.apply(&mut tables, lsn);
        }
        *last = lsn;
        self.durable.advance(lsn);
        Ok(lsn)
    }
}

/// A kind of record the store keeps.
pub trait Stored: Record + Into<Change> {
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "the tables are the store's own; callers only name the record type")]
    fn table(tables: &Tables) -> &Table<Self>;
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "as above")]
    fn table_mut(tables: &mut Tables) -> &mut Table<Self>;
    #[doc(hidden)]
    fn deleted(key: Self::Key) -> Change;
}
