//! One kind of record in memory: shards of versioned slots, what changed since the last sweep, and what an import has staged.
//!
//! A read takes one shard's lock for the length of a lookup. Only the sequencer writes, so it needs no lock across shards.

use super::{Read, hash::Seed};
use crate::{records::Record, types::Lsn};
use hashbrown::{HashSet, HashTable};
use parking_lot::RwLock;
use std::{
    collections::VecDeque,
    hash::BuildHasher,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Enough that a shard of a million subscribers is merged, or grows, in a tenth of a millisecond.
const SHARDS: usize = 1024;
/// How many deletions a shard remembers exactly.
const GRAVES: usize = 32;

/// The LSN at which the stage became visible; zero while it is not.
pub(super) type Switched = Arc<AtomicU64>;

/// All records of one kind.
#[derive(Debug)]
pub(super) struct Table<R: Record> {
    shards: Box<[RwLock<Shard<R>>]>,
    seed: Seed,
    switched: Switched,
    /// Whether a sweep will ask what changed. Without one nothing is noted.
    swept: bool,
}

#[derive(Debug)]
struct Shard<R: Record> {
    slots: HashTable<Slot<R>>,
    /// Keys changed or deleted since the sweep last took them.
    dirty: HashSet<R::Key, Seed>,
    /// Records of a stage: visible from the switch on, merged into `slots` soon after.
    staged: HashTable<Slot<R>>,
    /// The LSN of the last deletion in this shard.
    deleted: Lsn,
    /// The last deletions, newest last.
    graves: VecDeque<(R::Key, Lsn)>,
    /// The newest deletion that `graves` has forgotten.
    forgotten: Lsn,
}

#[derive(Debug)]
struct Slot<R: Record> {
    key: R::Key,
    value: Arc<R>,
    version: Lsn,
}

/// What the sweep should do about one key.
#[derive(Debug)]
pub(super) enum Sweep<R> {
    /// Write this.
    Put(Arc<R>, Lsn),
    /// Delete the row.
    Delete,
    /// Changed again since the cycle began: the next cycle's, and until then the journal past the mark has it.
    Later,
}

impl<R: Record> Table<R> {
    pub(super) fn new(seed: Seed, switched: Switched, swept: bool) -> Self {
        let shard = |_| {
            RwLock::new(Shard {
                slots: HashTable::new(),
                dirty: HashSet::with_hasher(seed),
                staged: HashTable::new(),
                deleted: Lsn::ZERO,
                graves: VecDeque::new(),
                forgotten: Lsn::ZERO,
            })
        };
        Self { shards: (0..SHARDS).map(shard).collect(), seed, switched, swept }
    }

    /// The record under `key`, and the version that a decision upon it, or upon its absence, depends on.
    pub(super) fn read(&self, key: &R::Key) -> Read<R> {
        self.with(key, |found, version| Read { value: found.cloned(), version })
    }

    /// Looks at the record under `key` in place. The version of an absent one covers every deletion that could have been its own.
    pub(super) fn with<T>(&self, key: &R::Key, look: impl FnOnce(Option<&Arc<R>>, Lsn) -> T) -> T {
        let hash = self.seed.hash_one(key);
        let shard = self.shard(hash).read();
        if let Some(slot) = shard.slots.find(hash, |slot| slot.key == *key) {
            return look(Some(&slot.value), slot.version);
        }
        if !shard.staged.is_empty()
            && let switched @ 1.. = self.switched.load(Ordering::Acquire)
            && let Some(slot) = shard.staged.find(hash, |slot| slot.key == *key)
        {
            return look(Some(&slot.value), Lsn(switched));
        }
        look(None, shard.deleted)
    }

    /// True if a decision that read `key` as `expected` still stands.
    ///
    /// A record that is there must be in exactly that version. One that is not there must have been read as absent: `Lsn::ZERO` always
    /// says that (no record has it), and any LSN from its deletion on. A reader of a long gone predecessor is told to look again.
    pub(super) fn stands(&self, key: &R::Key, expected: Lsn) -> bool {
        self.with(key, |found, version| found.map(|_| version)).map_or_else(
            || {
                let shard = self.shard(self.seed.hash_one(key)).read();
                let grave = shard.graves.iter().rev().find(|(gone, _)| gone == key);
                expected == Lsn::ZERO || expected >= grave.map_or(shard.forgotten, |(_, lsn)| *lsn)
            },
            |version| version == expected,
        )
    }

    /// Puts a record; returns the one it replaces.
    pub(super) fn put(&self, key: R::Key, value: Arc<R>, version: Lsn) -> Option<Arc<R>> {
        let hash = self.seed.hash_one(&key);
        let mut shard = self.writable(hash);
        if self.swept {
            shard.dirty.insert(key.clone());
        }
        shard.insert(hash, Slot { key, value, version }, self.seed)
    }

    /// Deletes a record; returns it, if it was there.
    pub(super) fn delete(&self, key: &R::Key, lsn: Lsn) -> Option<Arc<R>> {
        let hash = self.seed.hash_one(key);
        let mut shard = self.writable(hash);
        if self.swept {
            shard.dirty.insert(key.clone());
        }
        let found = shard.slots.find_entry(hash, |slot| slot.key == *key).ok()?;
        let (slot, _) = found.remove();
        shard.deleted = shard.deleted.max(lsn);
        if shard.graves.len() == GRAVES
            && let Some((_, forgotten)) = shard.graves.pop_front()
        {
            shard.forgotten = forgotten;
        }
        shard.graves.push_back((slot.key, lsn));
        Some(slot.value)
    }

    /// Puts what a table of the engine held: it is no change.
    pub(super) fn load(&self, value: Arc<R>, version: Lsn) {
        let key = value.key();
        let hash = self.seed.hash_one(&key);
        self.shard(hash).write().insert(hash, Slot { key, value, version }, self.seed);
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        let visible = self.switched.load(Ordering::Acquire) != 0;
        let count = |shard: &RwLock<Shard<R>>| {
            let shard = shard.read();
            shard.slots.len() + if visible { shard.staged.len() } else { 0 }
        };
        self.shards.iter().map(count).sum()
    }

    /// The keys greater than `after`, in no order.
    pub(super) fn keys(&self, after: Option<&R::Key>) -> Vec<R::Key> {
        let mut keys = Vec::new();
        for shard in &self.shards {
            let shard = shard.read();
            let visible = self.switched.load(Ordering::Acquire) != 0;
            let staged = shard.staged.iter().filter(|_| visible);
            let all = shard.slots.iter().chain(staged).map(|slot| &slot.key);
            keys.extend(all.filter(|key| after.is_none_or(|after| *key > after)).cloned());
        }
        keys
    }

    /// Takes the keys that changed since they were last taken: the work of one cycle of the sweep.
    pub(super) fn take_dirty(&self) -> Vec<HashSet<R::Key, Seed>> {
        let dirty = |shard: &RwLock<Shard<R>>| {
            let mut shard = shard.write();
            let empty = HashSet::with_hasher(self.seed);
            (!shard.dirty.is_empty()).then(|| std::mem::replace(&mut shard.dirty, empty))
        };
        self.shards.iter().filter_map(dirty).collect()
    }

    /// How many keys changed since they were last taken.
    pub(super) fn dirty(&self) -> usize {
        self.shards.iter().map(|shard| shard.read().dirty.len()).sum()
    }

    /// What a cycle that began at `mark` should do about `key`.
    pub(super) fn sweep(&self, key: &R::Key, mark: Lsn) -> Sweep<R> {
        let hash = self.seed.hash_one(key);
        let shard = self.shard(hash).read();
        match shard.slots.find(hash, |slot| slot.key == *key) {
            Some(slot) if slot.version <= mark => Sweep::Put(slot.value.clone(), slot.version),
            None if !shard.dirty.contains(key) => Sweep::Delete,
            _ => Sweep::Later,
        }
    }

    /// Stages a record: invisible until the switch.
    pub(super) fn stage(&self, value: Arc<R>) {
        let key = value.key();
        let hash = self.seed.hash_one(&key);
        let slot = Slot { key, value, version: Lsn::ZERO };
        self.shard(hash).write().staged.insert_unique(hash, slot, |slot| self.seed.hash_one(&slot.key));
    }

    /// The staged record under `key`.
    pub(super) fn staged(&self, key: &R::Key) -> Option<Arc<R>> {
        let hash = self.seed.hash_one(key);
        let shard = self.shard(hash).read();
        shard.staged.find(hash, |slot| slot.key == *key).map(|slot| slot.value.clone())
    }

    /// Merges what is staged and switched, shard by shard; forgets it where it never was switched.
    pub(super) fn settle(&self) {
        for shard in &self.shards {
            if !shard.read().staged.is_empty() {
                shard.write().settle(self);
            }
        }
    }

    fn shard(&self, hash: u64) -> &RwLock<Shard<R>> {
        // SHARDS is a power of two: the remainder is in range.
        &self.shards[(hash >> 32) as usize % SHARDS]
    }

    /// A shard to write into, with what became visible in it merged first.
    fn writable(&self, hash: u64) -> parking_lot::RwLockWriteGuard<'_, Shard<R>> {
        let mut shard = self.shard(hash).write();
        if !shard.staged.is_empty() && self.switched.load(Ordering::Acquire) != 0 {
            shard.settle(self);
        }
        shard
    }
}

impl<R: Record> Shard<R> {
    fn insert(&mut self, hash: u64, slot: Slot<R>, seed: Seed) -> Option<Arc<R>> {
        if let Some(old) = self.slots.find_mut(hash, |old| old.key == slot.key) {
            return Some(std::mem::replace(old, slot).value);
        }
        self.slots.insert_unique(hash, slot, |slot| seed.hash_one(&slot.key));
        None
    }

    fn settle(&mut self, table: &Table<R>) {
        let switched = Lsn(table.switched.load(Ordering::Acquire));
        let staged = std::mem::take(&mut self.staged);
        if switched == Lsn::ZERO {
            return;
        }
        self.slots.reserve(staged.len(), |slot| table.seed.hash_one(&slot.key));
        for slot in staged {
            let hash = table.seed.hash_one(&slot.key);
            if table.swept {
                self.dirty.insert(slot.key.clone());
            }
            self.insert(hash, Slot { version: switched, ..slot }, table.seed);
        }
    }
}
