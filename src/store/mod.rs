//! Versioned records, change sets, one order of all changes, and what of it is durable.
//!
//! Memory is authoritative. A reader gets the value with the LSN of its last change (of its absence too), and its answer waits until the
//! largest LSN it read is durable. A writer names the version of each record it decided upon; a stale one is refused, and the decision
//! is taken again on the fresh record.
//!
//! In reading order: [`ChangeSet`] (what a decision asks for), `kinds` (what can be kept), `table` and `index` (memory), `sequencer`
//! (the one order), `writer` and `sweep` (how it becomes durable), `log` (what is appended and not kept in memory), `engine` (what a disk must
//! do), `sqlite` (how one does it), `stage` (imports).

mod agenda;
mod ahead;
mod change;
mod engine;
mod error;
mod fill;
mod hash;
mod index;
mod kinds;
mod loader;
mod log;
mod memory;
mod options;
mod owner;
mod replay;
mod sequencer;
mod shared;
mod show;
mod sqlite;
mod stage;
mod stats;
mod sweep;
mod table;
mod wildcard;
mod writer;

pub use ahead::{Ahead, Near};
pub use change::ChangeSet;
pub use engine::{EngineError, Usage};
pub use error::CommitError;
pub use kinds::{Change, Stored};
pub use log::{Anchor, Entry, Extent, Verdict};
pub use memory::MemoryDisk;
pub use options::Options;
pub use owner::Owner;
pub use show::ShowError;
pub use sqlite::{restore, schema_version};
pub use stage::{Overtaken, Stage, StageError};
pub use stats::{BatchReport, LogStats, Observer, Stats};

use crate::{
    records::{Outbox, OutboxId},
    types::{Impu, Lsn, Timestamp, Watermark},
};
use engine::{Engine, Loaded};
use index::Holder;
use kinds::Tables;
use shared::Shared;
use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
    thread::JoinHandle,
};
use writer::Writer;

/// A record as read: its value, and the LSN of its last change. For an absent record, an LSN that covers its deletion.
#[derive(Debug, Clone)]
pub struct Read<R> {
    /// The value, if there is one.
    pub value: Option<Arc<R>>,
    /// Its version: give it to [`ChangeSet::put`], and let the answer wait for it.
    pub version: Lsn,
}

/// The store. Dropping it waits until everything committed is durable.
#[derive(Debug)]
pub struct Store {
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
}

impl Store {
    /// A store that keeps everything in memory and calls it durable at once: for tests.
    pub fn in_memory() -> Self {
        let shared = Shared::new(Tables::new(false), &Loaded::default(), None);
        Self { shared: Arc::new(shared), writer: None }
    }

    /// Opens the database at `path`, creating it if there is none.
    ///
    /// # Errors
    /// Another process has it open, it was written by a later version, it is damaged, or the disk fails: a sentence each.
    pub fn open(path: &Path, options: Options) -> Result<Self, EngineError> {
        Self::start(Box::new(sqlite::Sqlite::open(path)?), options)
    }

    /// Opens a disk in memory: for tests of crashes.
    ///
    /// # Errors
    /// What the disk holds cannot be read.
    pub fn open_memory(disk: &MemoryDisk, options: Options) -> Result<Self, EngineError> {
        Self::start(Box::new(disk.connect()), options)
    }

    fn start(mut engine: Box<dyn Engine>, options: Options) -> Result<Self, EngineError> {
        let (tables, loaded) = engine::load(&mut *engine)?;
        let shared = Arc::new(Shared::new(tables, &loaded, Some(engine.inspector())));
        let mut writer = Writer::new(shared.clone(), engine, options, &loaded);
        // Before the first change can come: a disk that is full already takes none.
        writer.look_at_disk();
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || writer.run());
        let thread = thread
            .map_err(|error| EngineError::Refused(format!("the store's writer cannot start: {error}")))?;
        Ok(Self { shared, writer: Some(thread) })
    }

    /// What is durable.
    pub fn durable(&self) -> &Arc<Watermark> {
        &self.shared.durable
    }

    /// One record.
    pub fn get<R: Stored>(&self, key: &R::Key) -> Read<R> {
        R::table(&self.shared.tables).read(key)
    }

    /// As [`get`](Self::get), without a look where there never was a record of the kind: `Lsn::ZERO` says, too, that there must be none.
    pub fn get_if_used<R: Stored>(&self, key: &R::Key) -> Read<R> {
        if self.was_used::<R>() { self.get(key) } else { Read { value: None, version: Lsn::ZERO } }
    }

    /// The version of a record, if there is one: for who need not look into it.
    pub fn version<R: Stored>(&self, key: &R::Key) -> Option<Lsn> {
        R::table(&self.shared.tables).with(key, |found, version| found.map(|_| version))
    }

    /// At most `limit` records whose keys are greater than `after`, in key order, each as it stands when it is read. Every call looks at
    /// all keys: to walk through everything, use [`scan`](Self::scan).
    pub fn page<R: Stored>(&self, after: Option<&R::Key>, limit: usize) -> Vec<Arc<R>> {
        self.keys::<R>(after, limit).iter().filter_map(|key| self.get::<R>(key).value).collect()
    }

    /// The keys of such a page: fewer than `limit` are the last ones.
    pub fn keys<R: Stored>(&self, after: Option<&R::Key>, limit: usize) -> Vec<R::Key> {
        let mut keys = R::table(&self.shared.tables).keys(after);
        if keys.len() > limit && limit > 0 {
            keys.select_nth_unstable(limit - 1);
        }
        keys.truncate(limit);
        keys.sort_unstable();
        keys
    }

    /// All records of a kind in key order: those there are now, each with its version, as it stands when the iterator comes to it.
    pub fn scan<R: Stored>(&self) -> impl Iterator<Item = (Arc<R>, Lsn)> + use<'_, R> {
        let mut keys = R::table(&self.shared.tables).keys(None);
        keys.sort_unstable();
        keys.into_iter().filter_map(|key| {
            let Read { value, version } = self.get::<R>(&key);
            value.map(|value| (value, version))
        })
    }

    /// How many parts the records of each kind are in: what [`walk`](Self::walk) takes.
    pub fn shards(&self) -> usize {
        table::SHARDS
    }

    /// Looks at all records of a kind in one of its parts, each with its version, in no order. Who walks all parts, from 0 to before
    /// [`shards`](Self::shards), one after the other, comes upon every record that was there all the time, once. Copies nothing; changes of this
    /// part wait meanwhile, so `look` is quick, and must not ask the store for anything.
    pub fn walk<R: Stored>(&self, shard: usize, look: impl FnMut(&Arc<R>, Lsn)) {
        R::table(&self.shared.tables).walk(shard, look);
    }

    /// The LSN of the last change: who waits for it has waited for everything that could be read until now.
    pub fn last(&self) -> Lsn {
        self.shared.sequencer.lock().last
    }

    /// False as long as there never was a record of a kind since the store was opened. Costs nothing, unlike [`count`](Self::count): for what is
    /// asked with every request.
    pub fn was_used<R: Stored>(&self) -> bool {
        R::table(&self.shared.tables).was_used()
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
    /// [`durable`](Self::durable) covers the LSN returned. A set that neither changes nor appends depends on nothing: `Lsn::ZERO`.
    ///
    /// A record that is there must be in exactly the version expected. One that is not must have been read as absent: with the version
    /// such a read returned, or with `Lsn::ZERO`, which no record has.
    ///
    /// # Errors
    /// [`CommitError`]: decide again, or refuse the request.
    pub fn commit(&self, changes: ChangeSet) -> Result<Lsn, CommitError> {
        self.shared.commit(changes)
    }

    /// Returns when the store's disk has failed, with why. From then on nothing is durable any more, and the daemon should exit: whoever
    /// opens the store next finds out what the disk really holds. Cancel-safe.
    pub async fn failed(&self) -> String {
        self.shared.failure().await
    }

    /// The store at a glance. Asks the disk and every shard: not for the path of a request.
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Writes a consistent copy of everything durable to `path` while the store goes on; the copy is checked, and replaces what was
    /// there only when it is good. Returns the LSN it reaches to. Takes as long as copying the database: call it off the async threads.
    ///
    /// # Errors
    /// The disk fails, or the copy is not good.
    pub fn backup(&self, path: &Path) -> Result<Lsn, EngineError> {
        match &self.shared.inspector {
            Some(inspector) => inspector.backup(path),
            None => Err(EngineError::Refused("a store in memory has no backup".into())),
        }
    }

    /// Begins an import: changes of many subscribers that become visible all at once, or never.
    ///
    /// # Errors
    /// [`StageError::Busy`]: one is going on already. [`StageError::Refused`]: the store takes no changes.
    pub fn stage(&self) -> Result<Stage, StageError> {
        Stage::begin(self.shared.clone())
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

impl Drop for Store {
    fn drop(&mut self) {
        self.shared.stop();
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the store's writer panicked");
        }
    }
}
