//! Whom an identity belongs to: a compact table of keyed hashes, each pointing at the record that lists the identity.
//!
//! The table keeps no text. Whoever looks an identity up confirms it in the record it points to, so a chance collision of hashes can
//! never hand one user's request to another.

use super::{
    fill::{Fill, Shards},
    hash::{Seed, shard_of},
    table::Switched,
    wildcard::Wildcard,
};
use crate::types::{Imsi, Lsn};
use hashbrown::HashTable;
use parking_lot::RwLock;
use smallvec::SmallVec;
use std::{
    borrow::Cow,
    hash::BuildHasher,
    sync::atomic::{AtomicUsize, Ordering},
};

const SHARDS: usize = 1024;

/// Who lists an identity, in one word: a subscriber's packed IMSI, or the public service of that very name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder(u64);

impl Holder {
    /// A public service: its key is the identity itself.
    pub(super) const PUBLIC_SERVICE: Self = Self(0);

    pub(super) const fn subscriber(imsi: Imsi) -> Self {
        Self(imsi.packed())
    }

    /// The subscriber, if it is one.
    pub(super) const fn imsi(self) -> Option<Imsi> {
        Imsi::from_packed(self.0)
    }
}

/// An identity and who lists it, or no longer does.
pub(super) type Listed = (Box<str>, Holder);

/// The index of identities.
#[derive(Debug)]
pub(super) struct Index {
    shards: Box<[RwLock<Shard>]>,
    wildcards: RwLock<Wildcards>,
    /// How many wildcards there are, so that nobody takes their lock for none.
    wildcard_count: AtomicUsize,
    seed: Seed,
    switched: Switched,
}

#[derive(Debug, Default)]
struct Shard {
    entries: HashTable<Entry>,
    staged: HashTable<Entry>,
    removed: Lsn,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry {
    hash: u64,
    holder: Holder,
}

/// Closest first, so that the first match is the best.
#[derive(Debug, Default)]
struct Wildcards {
    list: Vec<(Wildcard, Listed)>,
    removed: Lsn,
}

impl Index {
    pub(super) fn new(seed: Seed, switched: Switched) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| RwLock::default()).collect(),
            wildcards: RwLock::default(),
            wildcard_count: AtomicUsize::new(0),
            seed,
            switched,
        }
    }

    /// Offers the holders that may list `identity` until one is confirmed. Returns what confirmed it, and an LSN that covers the last
    /// removal of an identity that could have been this one.
    pub(super) fn find<T>(
        &self,
        identity: &str,
        mut confirm: impl FnMut(Holder) -> Option<T>,
    ) -> (Option<T>, Lsn) {
        let hash = self.seed.hash_one(identity);
        let shard = self.shard(hash).read();
        let visible = !shard.staged.is_empty() && self.switched.load(Ordering::Acquire) != 0;
        let staged = shard.staged.iter_hash(hash).filter(|_| visible);
        let mut candidates = shard.entries.iter_hash(hash).chain(staged).filter(|entry| entry.hash == hash);
        (candidates.find_map(|entry| confirm(entry.holder)), shard.removed)
    }

    /// The first that may list each of many identities, unconfirmed: side by side, as [`Table::look_ahead`](super::table::Table::look_ahead).
    pub(super) fn look_ahead<const N: usize>(&self, identities: &[Option<&str>; N]) -> [Option<Holder>; N] {
        let hashes = identities.map(|identity| identity.map_or(0, |identity| self.seed.hash_one(identity)));
        let shards: [_; N] = std::array::from_fn(|at| identities[at].and(self.shard(hashes[at]).try_read()));
        std::array::from_fn(|at| {
            let entries = &shards[at].as_ref()?.entries;
            entries.find(hashes[at], |entry| entry.hash == hashes[at]).map(|entry| entry.holder)
        })
    }

    /// The wildcarded identity that matches `identity` best, and an LSN that covers the last removal of one.
    pub(super) fn find_wildcard(&self, identity: &str) -> (Option<Listed>, Lsn) {
        if self.wildcard_count.load(Ordering::Acquire) == 0 {
            return (None, self.wildcards.read().removed);
        }
        let wildcards = self.wildcards.read();
        let found = wildcards.list.iter().find(|(wildcard, _)| wildcard.matches(identity));
        (found.map(|(_, listed)| listed.clone()), wildcards.removed)
    }

    /// True if a staged record lists what hashes like `identity`.
    pub(super) fn is_staged(&self, identity: &str) -> bool {
        let hash = self.seed.hash_one(identity);
        self.shard(hash).read().staged.find(hash, |entry| entry.hash == hash).is_some()
    }

    /// Adds what is now listed. An expression that does not compile was refused before; here it would merely never match.
    pub(super) fn add(&self, (identity, holder): &Listed) {
        let hash = self.seed.hash_one(&**identity);
        let entry = Entry { hash, holder: *holder };
        self.shard(hash).write().entries.insert_unique(hash, entry, |entry| entry.hash);
        self.add_wildcard(identity, *holder);
    }

    /// Removes what is no longer listed, at `lsn`.
    pub(super) fn remove(&self, (identity, holder): &Listed, lsn: Lsn) {
        let hash = self.seed.hash_one(&**identity);
        let entry = Entry { hash, holder: *holder };
        {
            let mut shard = self.writable(hash);
            if let Ok(found) = shard.entries.find_entry(hash, |listed| *listed == entry) {
                found.remove();
            }
            shard.removed = shard.removed.max(lsn);
        }
        if Wildcard::is(identity) {
            let mut wildcards = self.wildcards.write();
            wildcards.list.retain(|(_, (listed, of))| listed != identity || of != holder);
            wildcards.removed = wildcards.removed.max(lsn);
            self.wildcard_count.store(wildcards.list.len(), Ordering::Release);
        }
    }

    /// Adds what a staged record gains: invisible until the switch. Wildcards follow at the switch.
    pub(super) fn stage(&self, (identity, holder): &Listed) {
        let hash = self.seed.hash_one(&**identity);
        let entry = Entry { hash, holder: *holder };
        self.shard(hash).write().staged.insert_unique(hash, entry, |entry| entry.hash);
    }

    /// Adds a wildcard to the list, if `identity` is one.
    pub(super) fn add_wildcard(&self, identity: &str, holder: Holder) {
        if !Wildcard::is(identity) {
            return;
        }
        if let Ok(wildcard) = Wildcard::parse(identity) {
            let mut wildcards = self.wildcards.write();
            let at = wildcards.list.partition_point(|(other, _)| other.closeness() >= wildcard.closeness());
            wildcards.list.insert(at, (wildcard, (identity.into(), holder)));
            self.wildcard_count.store(wildcards.list.len(), Ordering::Release);
        }
    }

    /// Merges what is staged and switched, shard by shard; forgets it where it never was switched.
    pub(super) fn settle(&self) {
        for shard in &self.shards {
            if !shard.read().staged.is_empty() {
                shard.write().settle(self.switched.load(Ordering::Acquire) != 0);
            }
        }
    }

    fn shard(&self, hash: u64) -> &RwLock<Shard> {
        &self.shards[shard_of(hash, SHARDS)]
    }

    fn writable(&self, hash: u64) -> parking_lot::RwLockWriteGuard<'_, Shard> {
        let mut shard = self.shard(hash).write();
        if !shard.staged.is_empty() && self.switched.load(Ordering::Acquire) != 0 {
            shard.settle(true);
        }
        shard
    }
}

impl Shards for Index {
    type Entry = Entry;
    const COUNT: usize = SHARDS;

    fn fill(&self, shard: usize, entries: &mut Vec<Entry>) {
        let mut shard = self.shards[shard].write();
        for entry in entries.drain(..) {
            shard.entries.insert_unique(entry.hash, entry, |entry| entry.hash);
        }
    }
}

impl Fill<'_, Index> {
    /// Adds what a record lists that an engine's table held. Services that share an identity list it once each; the index has it once.
    pub(super) fn load<'b>(&mut self, identities: impl Iterator<Item = Cow<'b, str>>, holder: Holder) {
        let mut seen = SmallVec::<[u64; 16]>::new();
        for identity in identities {
            let hash = self.into.seed.hash_one(&*identity);
            if seen.contains(&hash) {
                continue;
            }
            seen.push(hash);
            self.put(shard_of(hash, SHARDS), Entry { hash, holder });
            self.into.add_wildcard(&identity, holder);
        }
    }
}

impl Shard {
    fn settle(&mut self, switched: bool) {
        let staged = std::mem::take(&mut self.staged);
        if switched {
            self.entries.reserve(staged.len(), |entry| entry.hash);
            for entry in staged {
                self.entries.insert_unique(entry.hash, entry, |entry| entry.hash);
            }
        }
    }
}
