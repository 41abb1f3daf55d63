//! A map that forgets by itself, so that no peer can make it grow.

use hashbrown::HashMap;
use std::{
    collections::VecDeque,
    hash::Hash,
    time::{Duration, Instant},
};

/// What was put in within `lifetime`, and of that the last `capacity` at most.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    lifetime: Duration,
    capacity: usize,
    entries: HashMap<K, (Instant, V)>,
    /// When each was put in. One that was taken out or put in again since stands here too, until its time is over.
    order: VecDeque<(Instant, K)>,
}

impl<K: Copy + Eq + Hash, V> Recent<K, V> {
    pub(super) fn new(lifetime: Duration, capacity: usize) -> Self {
        Self { lifetime, capacity, entries: HashMap::new(), order: VecDeque::new() }
    }

    /// What stands under `key`.
    pub(super) fn get(&mut self, key: &K, now: Instant) -> Option<&mut V> {
        self.forget(now);
        self.entries.get_mut(key).map(|(_, value)| value)
    }

    /// Puts `value` in the place of what stood under `key`; its time begins now.
    pub(super) fn put(&mut self, key: K, value: V, now: Instant) {
        self.forget(now);
        if self.order.len() >= self.capacity {
            self.pop();
        }
        self.order.push_back((now, key));
        self.entries.insert(key, (now, value));
    }

    /// Takes out what stands under `key`.
    pub(super) fn take(&mut self, key: &K, now: Instant) -> Option<V> {
        self.forget(now);
        self.entries.remove(key).map(|(_, value)| value)
    }

    fn forget(&mut self, now: Instant) {
        while self.order.front().is_some_and(|(at, _)| now.saturating_duration_since(*at) >= self.lifetime) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some((at, key)) = self.order.pop_front() else { return };
        if self.entries.get(&key).is_some_and(|(put, _)| *put == at) {
            self.entries.remove(&key);
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        debug_assert!(self.entries.len() <= self.order.len());
        self.order.len()
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
}
