//! What the journal says happened past the mark, gathered in any order and applied once per record.
//!
//! Every change states a record as a whole, and what it does to the index and the agenda concerns that record alone (each entry names
//! its holder). So the last change of a key is all that counts of it, and keys have no order among each other: rows are decoded on
//! several threads, and so are the records put in place.

use super::{
    Change,
    hash::{Seed, shard_of},
    kinds::{Listings, Tables},
    sequencer,
};
use crate::types::Lsn;
use hashbrown::HashTable;
use parking_lot::Mutex;

/// Parts by key: one is applied by one thread, and locked for the length of an insertion.
pub(super) const PARTS: usize = 64;

/// Where in the order of all changes one stands: its LSN, and for the chunks of one stage, which share an LSN, the chunk's number.
pub(super) type Place = (Lsn, u64);

/// The last change of every key seen so far.
#[derive(Debug)]
pub(super) struct Replay {
    parts: Box<[Mutex<HashTable<Last>>]>,
    seed: Seed,
}

#[derive(Debug)]
struct Last {
    hash: u64,
    place: Place,
    change: Change,
}

impl Replay {
    pub(super) fn new() -> Self {
        Self { parts: (0..PARTS).map(|_| Mutex::default()).collect(), seed: Seed::random() }
    }

    /// Notes a change unless a later one of the same key was noted. Of one place the later call counts.
    pub(super) fn note(&self, place: Place, change: Change) {
        let hash = change.key_hash(self.seed);
        let mut part = self.parts[shard_of(hash, PARTS)].lock();
        match part.find_mut(hash, |last| last.change.same_key(&change)) {
            Some(last) if last.place <= place => (last.place, last.change) = (place, change),
            Some(_) => {}
            None => {
                part.insert_unique(hash, Last { hash, place, change }, |last| last.hash);
            }
        }
    }

    /// Applies what one part holds, once no more comes and the tables are loaded.
    pub(super) fn apply(&self, part: usize, tables: &Tables) {
        let Some(part) = self.parts.get(part) else { return };
        for Last { place: (lsn, _), change, .. } in std::mem::take(&mut *part.lock()) {
            // The sweep may have written a later state already.
            if change.version(tables).is_some_and(|version| version >= lsn) {
                continue;
            }
            let mut listings = Listings::default();
            change.listings(tables, &mut listings);
            sequencer::apply(tables, vec![change], &listings, lsn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::{OutboxId, Sequence},
        store::kinds::Stored,
        types::Imsi,
    };

    fn sequence(seq: u64) -> Change {
        let imsi = Imsi::parse("001010000000001").unwrap();
        Sequence::starting_after(imsi, seq).into()
    }

    /// ST-5: the order in which threads come upon the rows makes no difference.
    #[test]
    fn st_5_the_last_change_of_a_key_counts_whatever_order_they_come_in() {
        let imsi = Imsi::parse("001010000000001").unwrap();
        let places = [(Lsn(4), 0), (Lsn(7), 1), (Lsn(7), 2), (Lsn(5), 0)];
        for turn in 0..places.len() {
            let (tables, replay) = (Tables::new(true), Replay::new());
            for step in 0..places.len() {
                let at = (turn + step) % places.len();
                replay.note(places[at], sequence(at as u64));
            }
            (0..PARTS).for_each(|part| replay.apply(part, &tables));
            let read = tables.sequence.read(&imsi);
            assert_eq!((read.value.unwrap().seq, read.version), (2, Lsn(7)));
            assert_eq!(tables.dirty(), 1);
        }
    }

    /// A record that the sweep wrote later than the journal's row stays; a deletion and a put of one key are one key's.
    #[test]
    fn what_the_tables_hold_later_stays_and_a_deletion_overtakes_a_put() {
        let imsi = Imsi::parse("001010000000001").unwrap();
        let (tables, replay) = (Tables::new(true), Replay::new());
        sequence(9).apply(&tables, Lsn(9));
        replay.note((Lsn(8), 0), sequence(8));
        (0..PARTS).for_each(|part| replay.apply(part, &tables));
        assert_eq!(tables.sequence.read(&imsi).value.unwrap().seq, 9);
        let replay = Replay::new();
        replay.note((Lsn(11), 0), Sequence::deleted(imsi));
        replay.note((Lsn(10), 0), sequence(10));
        replay.note((Lsn(10), 0), Change::OutboxGone(OutboxId(imsi.packed())));
        (0..PARTS).for_each(|part| replay.apply(part, &tables));
        assert!(tables.sequence.read(&imsi).value.is_none());
    }
}
