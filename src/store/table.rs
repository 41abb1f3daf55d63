//! One kind of record in memory: shards of versioned slots, what changed since the last sweep, and what an import has staged.
//!
//! A read takes one shard's lock for the length of a lookup. Only the sequencer writes, so it needs no lock across shards.

use super::{
    Read,
    fill::{Fill, Shards},
    hash::{Seed, shard_of},
};
use crate::{records::Record, types::Lsn};
use hashbrown::HashTable;
use parking_lot::RwLock;
use std::{
    collections::VecDeque,
    hash::BuildHasher,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// Enough that a shard of a million subscribers is merged, or grows, in a tenth of a millisecond.
pub(super) const SHARDS: usize = 1024;
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
    /// Whether there ever was a record: counting them asks every shard.
    used: AtomicBool,
}

#[derive(Debug)]
struct Shard<R: Record> {
    slots: HashTable<Slot<R>>,
    /// Keys changed or deleted since the sweep last took them; one that was deleted and put in again, or replayed when the store opened,
    /// may be here twice.
    dirty: Vec<R::Key>,
    /// A record in a version after this one is in `dirty`: the last change when its keys were taken, or the newest that was loaded.
    taken: Lsn,
    /// What a stage puts and deletes: it counts from the switch on, and is merged into `slots` soon after.
    staged: HashTable<Staged<R>>,
    /// The LSN of the last deletion in this shard.
    deleted: Lsn,
    /// The last deletions, newest last.
    graves: VecDeque<(R::Key, Lsn)>,
    /// The newest deletion that `graves` has forgotten.
    forgotten: Lsn,
}

#[derive(Debug)]
pub(super) struct Slot<R: Record> {
    key: R::Key,
    value: Arc<R>,
    version: Lsn,
}

/// A record put by a stage; without a value, deleted by it.
#[derive(Debug)]
struct Staged<R: Record> {
    key: R::Key,
    value: Option<Arc<R>>,
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
                dirty: Vec::new(),
                taken: Lsn::ZERO,
                staged: HashTable::new(),
                deleted: Lsn::ZERO,
                graves: VecDeque::new(),
                forgotten: Lsn::ZERO,
            })
        };
        Self { shards: (0..SHARDS).map(shard).collect(), seed, switched, swept, used: AtomicBool::new(false) }
    }

    /// The record under `key`, and the version that a decision upon it, or upon its absence, depends on.
    pub(super) fn read(&self, key: &R::Key) -> Read<R> {
        self.with(key, |found, version| Read { value: found.cloned(), version })
    }

    /// Looks at the record under `key` in place. The version of an absent one covers every deletion that could have been its own.
    pub(super) fn with<T>(&self, key: &R::Key, look: impl FnOnce(Option<&Arc<R>>, Lsn) -> T) -> T {
        let hash = self.seed.hash_one(key);
        let shard = self.shard(hash).read();
        if !shard.staged.is_empty()
            && let switched @ 1.. = self.switched.load(Ordering::Acquire)
            && let Some(staged) = shard.staged.find(hash, |staged| staged.key == *key)
        {
            return look(staged.value.as_ref(), Lsn(switched));
        }
        match shard.slots.find(hash, |slot| slot.key == *key) {
            Some(slot) => look(Some(&slot.value), slot.version),
            None => look(None, shard.deleted),
        }
    }

    /// Looks at the records of many keys side by side. All locks are taken before the first look: a locked instruction waits for
    /// every load before it, and one between two looks would have their waits for memory one after the other. A shard that is being
    /// written is passed over, so that nobody waits for anybody.
    pub(super) fn look_ahead<const N: usize>(
        &self,
        keys: &[Option<&R::Key>; N],
        look: impl FnOnce(&[Option<&R>; N]),
    ) {
        let hashes = keys.map(|key| key.map_or(0, |key| self.seed.hash_one(key)));
        let shards: [_; N] = std::array::from_fn(|at| keys[at].and(self.shard(hashes[at]).try_read()));
        look(&std::array::from_fn(|at| {
            let (key, shard) = keys[at].zip(shards[at].as_ref())?;
            shard.slots.find(hashes[at], |slot| slot.key == *key).map(|slot| &*slot.value)
        }));
    }

    /// True if a decision that read `key` as `expected` still stands.
    ///
    /// A record that is there must be in exactly that version. One that is not there must have been read as absent: `Lsn::ZERO` always
    /// says that (no record has it), and any LSN from its deletion on. A reader of a long gone predecessor is told to look again.
    pub(super) fn stands(&self, key: &R::Key, expected: Lsn) -> bool {
        self.with(key, |found, version| found.map(|_| version)).map_or_else(
            || {
                let hash = self.seed.hash_one(key);
                // A deletion that was switched on leaves its grave when it is merged.
                if !self.shard(hash).read().staged.is_empty() {
                    drop(self.writable(hash, key));
                }
                let shard = self.shard(hash).read();
                let grave = shard.graves.iter().rev().find(|(gone, _)| gone == key);
                expected == Lsn::ZERO || expected >= grave.map_or(shard.forgotten, |(_, lsn)| *lsn)
            },
            |version| version == expected,
        )
    }

    /// Puts a record; returns the one it replaces.
    pub(super) fn put(&self, key: R::Key, value: Arc<R>, version: Lsn) -> Option<Arc<R>> {
        self.use_it();
        let hash = self.seed.hash_one(&key);
        let mut shard = self.writable(hash, &key);
        shard.insert(hash, Slot { key, value, version }, self.swept, self.seed)
    }

    /// Deletes a record; returns it, if it was there.
    pub(super) fn delete(&self, key: &R::Key, lsn: Lsn) -> Option<Arc<R>> {
        let hash = self.seed.hash_one(key);
        let mut shard = self.writable(hash, key);
        shard.delete(hash, key, self.swept, lsn)
    }

    /// False as long as there never was a record, or a stage for one.
    pub(super) fn was_used(&self) -> bool {
        self.used.load(Ordering::Acquire)
    }

    fn use_it(&self) {
        // Only the first writes what everybody reads.
        if !self.used.load(Ordering::Relaxed) {
            self.used.store(true, Ordering::Release);
        }
    }

    /// How many records there are: a look at every shard, so not for what is done with each request.
    pub(super) fn len(&self) -> usize {
        let visible = self.switched.load(Ordering::Acquire) != 0;
        let count = |shard: &RwLock<Shard<R>>| {
            let shard = shard.read();
            let staged = shard.staged.iter().filter(|_| visible);
            // What is staged counts, and what it replaces does not.
            staged.fold(shard.slots.len(), |count, staged| {
                count + usize::from(staged.value.is_some())
                    - usize::from(shard.has(self.seed.hash_one(&staged.key), &staged.key))
            })
        };
        self.shards.iter().map(count).sum()
    }

    /// Looks at the records of one shard, in no order. One there is not has none.
    pub(super) fn walk(&self, shard: usize, mut look: impl FnMut(&Arc<R>, Lsn)) {
        let Some(shard) = self.shards.get(shard) else { return };
        let shard = shard.read();
        let switched = if shard.staged.is_empty() { 0 } else { self.switched.load(Ordering::Acquire) };
        let replaced = |key: &R::Key| {
            switched != 0 && shard.staged.find(self.seed.hash_one(key), |staged| staged.key == *key).is_some()
        };
        for slot in shard.slots.iter().filter(|slot| !replaced(&slot.key)) {
            look(&slot.value, slot.version);
        }
        for value in shard.staged.iter().filter(|_| switched != 0).filter_map(|staged| staged.value.as_ref())
        {
            look(value, Lsn(switched));
        }
    }

    /// The keys greater than `after`, in no order.
    pub(super) fn keys(&self, after: Option<&R::Key>) -> Vec<R::Key> {
        let mut keys = Vec::new();
        let wanted = |key: &&R::Key| after.is_none_or(|after| *key > after);
        for shard in &self.shards {
            let shard = shard.read();
            let visible = !shard.staged.is_empty() && self.switched.load(Ordering::Acquire) != 0;
            let staged = shard.staged.iter().filter(|staged| visible && staged.value.is_some());
            let stays = |key: &&R::Key| {
                let replaces = |staged: &Staged<R>| staged.key == **key;
                !visible || shard.staged.find(self.seed.hash_one(*key), replaces).is_none()
            };
            keys.extend(shard.slots.iter().map(|slot| &slot.key).filter(wanted).filter(stays).cloned());
            keys.extend(staged.map(|staged| &staged.key).filter(wanted).cloned());
        }
        keys
    }

    /// Takes the keys that changed since they were last taken: the work of one cycle of the sweep. `last` is the last change there was.
    pub(super) fn take_dirty(&self, last: Lsn) -> Vec<Vec<R::Key>> {
        let dirty = |shard: &RwLock<Shard<R>>| {
            let mut shard = shard.write();
            shard.taken = last;
            (!shard.dirty.is_empty()).then(|| std::mem::take(&mut shard.dirty))
        };
        self.shards.iter().filter_map(dirty).collect()
    }

    /// How many keys changed since they were last taken; one that was deleted and put in again counts anew.
    pub(super) fn dirty(&self) -> usize {
        self.shards.iter().map(|shard| shard.read().dirty.len()).sum()
    }

    /// What a cycle that began at `mark` should do about `key`. The row of one that is gone may go even if it went after `mark`: the
    /// change that brought it into this cycle is in the journal until the mark is moved, and by then its deletion is, too.
    pub(super) fn sweep(&self, key: &R::Key, mark: Lsn) -> Sweep<R> {
        let hash = self.seed.hash_one(key);
        let shard = self.shard(hash).read();
        match shard.slots.find(hash, |slot| slot.key == *key) {
            Some(slot) if slot.version <= mark => Sweep::Put(slot.value.clone(), slot.version),
            Some(_) => Sweep::Later,
            None => Sweep::Delete,
        }
    }

    /// Stages a record, or its deletion: invisible until the switch. True if nothing was staged under its key before; what was is
    /// forgotten.
    pub(super) fn stage(&self, key: R::Key, value: Option<Arc<R>>) -> bool {
        self.use_it();
        let hash = self.seed.hash_one(&key);
        let mut shard = self.shard(hash).write();
        if let Some(staged) = shard.staged.find_mut(hash, |staged| staged.key == key) {
            staged.value = value;
            return false;
        }
        let staged = Staged { key, value };
        shard.staged.insert_unique(hash, staged, |staged| self.seed.hash_one(&staged.key));
        true
    }

    /// What is staged under `key`: a record, or (`Some(None)`) its deletion.
    pub(super) fn staged(&self, key: &R::Key) -> Option<Option<Arc<R>>> {
        let hash = self.seed.hash_one(key);
        let shard = self.shard(hash).read();
        shard.staged.find(hash, |staged| staged.key == *key).map(|staged| staged.value.clone())
    }

    /// Merges what is staged and switched, shard by shard; forgets it where it never was switched.
    pub(super) fn settle(&self) {
        for shard in &self.shards {
            if !shard.read().staged.is_empty() {
                let gone = shard.write().settle(self);
                // Off the lock: a thousand records take their time to be freed.
                drop(gone);
            }
        }
    }

    fn shard(&self, hash: u64) -> &RwLock<Shard<R>> {
        &self.shards[shard_of(hash, SHARDS)]
    }

    /// A shard to write `key` into, with what a switched stage has for it merged first: only that, a live change waits for no more.
    fn writable(&self, hash: u64, key: &R::Key) -> parking_lot::RwLockWriteGuard<'_, Shard<R>> {
        let mut shard = self.shard(hash).write();
        if !shard.staged.is_empty()
            && let switched @ 1.. = self.switched.load(Ordering::Acquire)
            && let Ok(staged) = shard.staged.find_entry(hash, |staged| staged.key == *key)
        {
            let (staged, _) = staged.remove();
            shard.merge(hash, staged, Lsn(switched), self);
        }
        shard
    }
}

impl<R: Record> Shards for Table<R> {
    type Entry = Slot<R>;
    const COUNT: usize = SHARDS;

    fn fill(&self, shard: usize, entries: &mut Vec<Slot<R>>) {
        self.use_it();
        let mut shard = self.shards[shard].write();
        for slot in entries.drain(..) {
            shard.taken = shard.taken.max(slot.version);
            shard.insert(self.seed.hash_one(&slot.key), slot, false, self.seed);
        }
    }
}

impl<R: Record> Fill<'_, Table<R>> {
    /// Puts what a table of the engine held: it is no change.
    pub(super) fn load(&mut self, value: Arc<R>, version: Lsn) {
        let key = value.key();
        self.put(shard_of(self.into.seed.hash_one(&key), SHARDS), Slot { key, value, version });
    }
}

impl<R: Record> Shard<R> {
    fn has(&self, hash: u64, key: &R::Key) -> bool {
        self.slots.find(hash, |slot| slot.key == *key).is_some()
    }

    /// Puts a record; `noted` for the sweep, unless it is already.
    fn insert(&mut self, hash: u64, slot: Slot<R>, noted: bool, seed: Seed) -> Option<Arc<R>> {
        if let Some(old) = self.slots.find_mut(hash, |old| old.key == slot.key) {
            let old = std::mem::replace(old, slot);
            if noted && old.version <= self.taken {
                self.dirty.push(old.key);
            }
            return Some(old.value);
        }
        if noted {
            self.dirty.push(slot.key.clone());
        }
        self.slots.insert_unique(hash, slot, |slot| seed.hash_one(&slot.key));
        None
    }

    /// Deletes a record, if it is there; `noted` for the sweep, unless it is already.
    fn delete(&mut self, hash: u64, key: &R::Key, noted: bool, lsn: Lsn) -> Option<Arc<R>> {
        let found = self.slots.find_entry(hash, |slot| slot.key == *key).ok()?;
        let (slot, _) = found.remove();
        if noted && slot.version <= self.taken {
            self.dirty.push(slot.key.clone());
        }
        self.deleted = lsn.max(self.deleted);
        if self.graves.len() == GRAVES
            && let Some((_, forgotten)) = self.graves.pop_front()
        {
            self.forgotten = forgotten.max(self.forgotten);
        }
        self.graves.push_back((slot.key, lsn));
        Some(slot.value)
    }

    /// Puts or deletes what was staged; returns what was there before.
    fn merge(&mut self, hash: u64, staged: Staged<R>, switched: Lsn, table: &Table<R>) -> Option<Arc<R>> {
        let Staged { key, value } = staged;
        match value {
            Some(value) => self.insert(hash, Slot { key, value, version: switched }, table.swept, table.seed),
            None => self.delete(hash, &key, table.swept, switched),
        }
    }

    /// Returns what is no longer needed.
    fn settle(&mut self, table: &Table<R>) -> (HashTable<Staged<R>>, Vec<Arc<R>>) {
        let mut staged = std::mem::take(&mut self.staged);
        let switched = Lsn(table.switched.load(Ordering::Acquire));
        if switched == Lsn::ZERO {
            return (staged, Vec::new());
        }
        self.slots.reserve(staged.len(), |slot| table.seed.hash_one(&slot.key));
        let merge = |staged: Staged<R>| {
            let hash = table.seed.hash_one(&staged.key);
            self.merge(hash, staged, switched, table)
        };
        let replaced = staged.drain().filter_map(merge).collect();
        (staged, replaced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::Sequence, types::Imsi};

    fn imsi(number: u64) -> Imsi {
        Imsi::parse(&format!("{:015}", 1_010_000_000_000 + number)).unwrap()
    }

    fn put(table: &Table<Sequence>, number: u64, lsn: u64) {
        table.put(imsi(number), Arc::new(Sequence::starting_after(imsi(number), lsn)), Lsn(lsn));
    }

    fn taken(table: &Table<Sequence>, last: u64) -> Vec<Imsi> {
        let mut keys = table.take_dirty(Lsn(last)).concat();
        keys.sort_unstable();
        keys
    }

    /// ST-5: what was loaded is no change, and what changes after that is one: once for each time that changes are taken.
    #[test]
    fn st_5_a_record_that_changed_is_taken_once_until_it_changes_again() {
        let table = Table::<Sequence>::new(Seed::random(), Switched::default(), true);
        let mut fill = Fill::new(&table);
        for (number, lsn) in [(1, 7), (2, 3)] {
            fill.load(Arc::new(Sequence::starting_after(imsi(number), lsn)), Lsn(lsn));
        }
        drop(fill);
        assert_eq!(table.dirty(), 0);
        for lsn in 8..12 {
            (1..4).for_each(|number| put(&table, number, lsn));
        }
        assert_eq!(taken(&table, 11), [imsi(1), imsi(2), imsi(3)]);
        assert!(matches!(table.sweep(&imsi(1), Lsn(11)), Sweep::Put(_, Lsn(11))));
        assert!(taken(&table, 11).is_empty());
        put(&table, 2, 12);
        assert!(matches!(table.sweep(&imsi(2), Lsn(11)), Sweep::Later));
        assert_eq!(taken(&table, 12), [imsi(2)]);
    }

    /// ST-5: deletions are changes, too, of what is there; what is put where something was deleted is one.
    #[test]
    fn st_5_a_deletion_is_taken_and_so_is_what_follows_it() {
        let table = Table::<Sequence>::new(Seed::random(), Switched::default(), true);
        put(&table, 1, 1);
        table.delete(&imsi(1), Lsn(2));
        assert_eq!(taken(&table, 2), [imsi(1)]);
        assert!(matches!(table.sweep(&imsi(1), Lsn(2)), Sweep::Delete));
        table.delete(&imsi(1), Lsn(3));
        assert!(taken(&table, 3).is_empty());
        put(&table, 1, 4);
        assert_eq!(taken(&table, 4), [imsi(1)]);
        table.delete(&imsi(1), Lsn(5));
        assert_eq!(taken(&table, 5), [imsi(1)]);
        // Where nothing is swept nothing is noted.
        let table = Table::<Sequence>::new(Seed::random(), Switched::default(), false);
        put(&table, 1, 1);
        table.delete(&imsi(1), Lsn(2));
        assert_eq!(table.dirty(), 0);
    }

    /// ST-5: what an import put or deleted is taken once it is merged.
    #[test]
    fn st_5_what_a_stage_changed_is_taken() {
        let switched = Switched::default();
        let table = Table::<Sequence>::new(Seed::random(), switched.clone(), true);
        (1..3).for_each(|number| put(&table, number, number));
        assert_eq!(taken(&table, 2).len(), 2);
        table.stage(imsi(1), None);
        table.stage(imsi(2), Some(Arc::new(Sequence::starting_after(imsi(2), 9))));
        table.stage(imsi(3), Some(Arc::new(Sequence::starting_after(imsi(3), 9))));
        switched.store(3, Ordering::Release);
        // A live change goes on from what the stage put.
        put(&table, 2, 4);
        table.settle();
        switched.store(0, Ordering::Release);
        assert_eq!(taken(&table, 4), [imsi(1), imsi(2), imsi(3)]);
    }
}
