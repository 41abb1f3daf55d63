//! A map that forgets by itself, so that no peer can make it grow.
//!
//! Entries stand in the order they were put in, and a table of four octets for each finds them: a new one is written beside the last, the
//! oldest leaves at the other end, and only the table is entered at random, which is small enough to stay near the processor.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::{
    collections::VecDeque,
    hash::{BuildHasher, Hash},
    time::{Duration, Instant},
};

/// What was put in within `lifetime`, and of that the last `capacity` at most.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    lifetime: Duration,
    capacity: usize,
    entries: Entries<K, V>,
    /// The numbers of the entries that have a value, by key.
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// The oldest first. One that was taken out or put in again stays without a value until its time is over.
#[derive(Debug)]
struct Entries<K, V> {
    all: VecDeque<Entry<K, V>>,
    /// The number of the first: they are counted from the first that ever was, modulo 2^32.
    first: u32,
}

#[derive(Debug)]
struct Entry<K, V> {
    at: Instant,
    hash: u64,
    key: K,
    value: Option<V>,
}

impl<K: Copy + Eq + Hash, V> Recent<K, V> {
    /// `capacity` is less than 2^32.
    pub(super) fn new(lifetime: Duration, capacity: usize) -> Self {
        let entries = Entries { all: VecDeque::new(), first: 0 };
        Self { lifetime, capacity, entries, numbers: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }

    /// What stands under `key`.
    pub(super) fn get(&mut self, key: &K, now: Instant) -> Option<&mut V> {
        self.forget(now);
        let number =
            *self.numbers.find(self.hasher.hash_one(key), |number| self.entries.has(*number, key))?;
        self.entries.all.get_mut(self.entries.place(number))?.value.as_mut()
    }

    /// Puts `value` in the place of what stood under `key`; its time begins now.
    pub(super) fn put(&mut self, key: K, value: V, now: Instant) {
        self.take(&key, now);
        self.add(key, value, now);
    }

    /// Puts in what nothing stands under.
    pub(super) fn add(&mut self, key: K, value: V, now: Instant) {
        self.forget(now);
        if self.entries.all.len() >= self.capacity {
            self.pop();
        }
        let (hash, entries) = (self.hasher.hash_one(key), &mut self.entries);
        let number = entries.first.wrapping_add(entries.all.len() as u32);
        entries.all.push_back(Entry { at: now, hash, key, value: Some(value) });
        self.numbers.insert_unique(hash, number, |number| entries.hash(*number));
    }

    /// Takes out what stands under `key`.
    pub(super) fn take(&mut self, key: &K, now: Instant) -> Option<V> {
        self.forget(now);
        let (hash, entries) = (self.hasher.hash_one(key), &mut self.entries);
        let (number, _) = self.numbers.find_entry(hash, |number| entries.has(*number, key)).ok()?.remove();
        entries.all.get_mut(entries.place(number))?.value.take()
    }

    fn forget(&mut self, now: Instant) {
        let lifetime = self.lifetime;
        let old = |entry: &Entry<K, V>| now.saturating_duration_since(entry.at) >= lifetime;
        while self.entries.all.front().is_some_and(old) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(Entry { hash, value, .. }) = self.entries.all.pop_front() else { return };
        let number = self.entries.first;
        self.entries.first = number.wrapping_add(1);
        if value.is_some()
            && let Ok(found) = self.numbers.find_entry(hash, |other| *other == number)
        {
            found.remove();
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        debug_assert!(self.numbers.len() <= self.entries.all.len());
        self.entries.all.len()
    }
}

impl<K: Eq, V> Entries<K, V> {
    fn place(&self, number: u32) -> usize {
        number.wrapping_sub(self.first) as usize
    }

    fn has(&self, number: u32, key: &K) -> bool {
        self.all.get(self.place(number)).is_some_and(|entry| entry.key == *key)
    }

    fn hash(&self, number: u32) -> u64 {
        self.all.get(self.place(number)).map_or(0, |entry| entry.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_old_and_what_is_too_much_is_forgotten_the_oldest_first() {
        let start = Instant::now();
        let mut recent = Recent::new(10 * SECOND, 3);
        for (at, key) in ["a", "b", "c"].into_iter().enumerate() {
            recent.put(key, at, start + at as u32 * SECOND);
        }
        assert_eq!(recent.get(&"a", start + 9 * SECOND), Some(&mut 0));
        assert_eq!(recent.get(&"a", start + 10 * SECOND), None);
        recent.put("d", 3, start + 10 * SECOND);
        recent.put("e", 4, start + 10 * SECOND);
        assert_eq!(
            ["b", "c", "d", "e"].map(|key| recent.get(&key, start + 10 * SECOND).copied()),
            [None, Some(2), Some(3), Some(4)]
        );
        assert_eq!(recent.len(), 3);
    }

    /// A key's second life is not ended by the end of its first.
    #[test]
    fn what_is_put_in_again_begins_again() {
        let start = Instant::now();
        let mut recent = Recent::new(10 * SECOND, 4);
        recent.put("a", 1, start);
        recent.put("a", 2, start + 5 * SECOND);
        assert_eq!(recent.get(&"a", start + 14 * SECOND), Some(&mut 2));
        assert_eq!(recent.take(&"a", start + 14 * SECOND), Some(2));
        recent.put("a", 3, start + 14 * SECOND);
        assert_eq!(recent.get(&"a", start + 20 * SECOND), Some(&mut 3));
        for at in 0..1000 {
            recent.put("a", at, start + 20 * SECOND);
        }
        assert_eq!((recent.len(), recent.get(&"a", start + 20 * SECOND)), (4, Some(&mut 999)));
    }

    /// Numbers begin again after 2^32 entries, and every key is still found where it is.
    #[test]
    fn numbers_that_begin_again_find_what_they_found() {
        let start = Instant::now();
        let mut recent = Recent::new(10 * SECOND, 100);
        recent.entries.first = u32::MAX - 150;
        for key in 0..1000_u32 {
            recent.put(key, key, start);
            assert_eq!(
                recent.take(&(key / 2), start),
                (key < 200 && key.is_multiple_of(2)).then_some(key / 2)
            );
            assert_eq!(recent.get(&key, start).copied(), (key > 0).then_some(key));
        }
        assert_eq!((recent.len(), recent.numbers.len()), (100, 100));
        assert!((900..1000).all(|key| recent.get(&key, start) == Some(&mut key.clone())));
    }
}
