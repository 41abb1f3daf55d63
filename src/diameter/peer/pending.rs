//! Our own requests that wait for their answers on one connection: by hop-by-hop identifier, with deadlines, bounded.

use hashbrown::HashMap;
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, hash_map::RandomState},
    time::Instant,
};

/// What is waited for on one connection; `T` is whatever the answer has to be given to.
#[derive(Debug)]
pub struct Pending<T> {
    waiting: HashMap<u32, (Instant, T), RandomState>,
    /// Earliest first; entries answered meanwhile are dropped when they come up.
    deadlines: BinaryHeap<Reverse<(Instant, u32)>>,
    next: u32,
    limit: usize,
}

impl<T> Pending<T> {
    /// Nothing outstanding, `limit` requests at most, the first identifier being `first` (random: RFC 6733 §3 wants no reuse after a restart).
    pub fn new(first: u32, limit: usize) -> Self {
        Self {
            waiting: HashMap::with_hasher(RandomState::new()),
            deadlines: BinaryHeap::new(),
            next: first,
            limit,
        }
    }

    /// An identifier no outstanding request has.
    pub fn identifier(&mut self) -> u32 {
        loop {
            self.next = self.next.wrapping_add(1);
            if !self.waiting.contains_key(&self.next) {
                return self.next;
            }
        }
    }

    /// Notes a request.
    ///
    /// # Errors
    /// Gives `waiter` back when as many are outstanding as may be.
    pub fn insert(&mut self, hop_by_hop: u32, deadline: Instant, waiter: T) -> Result<(), T> {
        if self.waiting.len() >= self.limit {
            return Err(waiter);
        }
        // Answered requests leave their deadlines behind; they must not outgrow what is really outstanding.
        if self.deadlines.len() >= 2 * self.limit {
            let waiting = &self.waiting;
            self.deadlines.retain(|Reverse((_, id))| waiting.contains_key(id));
        }
        self.deadlines.push(Reverse((deadline, hop_by_hop)));
        self.waiting.insert(hop_by_hop, (deadline, waiter));
        Ok(())
    }

    /// The request that an answer with this identifier answers, once.
    pub fn take(&mut self, hop_by_hop: u32) -> Option<T> {
        self.waiting.remove(&hop_by_hop).map(|(_, waiter)| waiter)
    }

    /// The next request whose deadline is not after `now`.
    pub fn expire(&mut self, now: Instant) -> Option<T> {
        while let Some(Reverse((deadline, id))) = self.deadlines.peek().copied() {
            let live = self.waiting.get(&id).is_some_and(|(of, _)| *of == deadline);
            if live && deadline > now {
                return None;
            }
            self.deadlines.pop();
            if live {
                return self.take(id);
            }
        }
        None
    }

    /// No request expires before this; may be earlier than the first that does.
    pub fn deadline(&self) -> Option<Instant> {
        if self.waiting.is_empty() {
            return None;
        }
        self.deadlines.peek().map(|Reverse((deadline, _))| *deadline)
    }

    /// Requests outstanding.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// True when nothing is outstanding.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Gives up all: the connection is gone.
    pub fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.deadlines.clear();
        self.waiting.drain().map(|(_, (_, waiter))| waiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn an_answer_finds_its_request_once_and_the_rest_expire_in_order() {
        let (start, second) = (Instant::now(), Duration::from_secs(1));
        let mut pending = Pending::new(7, 8);
        for (id, after) in [(10, 3), (11, 1), (12, 2)] {
            pending.insert(id, start + second * after, id).unwrap();
        }
        assert_eq!(pending.deadline(), Some(start + second));
        assert_eq!(pending.take(11), Some(11));
        assert_eq!(pending.take(11), None, "a second answer to the same request is nobody's");
        assert_eq!(pending.expire(start + second), None);
        assert_eq!(pending.expire(start + 3 * second), Some(12));
        assert_eq!(pending.expire(start + 3 * second), Some(10));
        assert_eq!(pending.expire(start + 3 * second), None);
        assert!(pending.is_empty() && pending.deadline().is_none());
    }

    /// DB-5, DB-6: bounded, whatever the peer does not answer.
    #[test]
    fn no_more_requests_are_outstanding_than_the_limit_and_identifiers_stay_unique() {
        let (start, mut pending) = (Instant::now(), Pending::new(u32::MAX - 2, 4));
        let mut ids = Vec::new();
        for _ in 0..4 {
            let id = pending.identifier();
            pending.insert(id, start, ()).unwrap();
            ids.push(id);
        }
        assert!(pending.insert(99, start, ()).is_err());
        ids.dedup();
        assert_eq!(ids.len(), 4, "also across the wrap-around");
        for _ in 0..1000 {
            pending.take(ids.remove(0)).unwrap();
            let id = pending.identifier();
            pending.insert(id, start + Duration::from_secs(1), ()).unwrap();
            ids.push(id);
        }
        assert!(pending.deadlines.len() <= 8, "answered requests leave nothing behind that grows");
    }
}
