//! Which requests have been here before: (Origin-Host, End-to-End identifier), RFC 6733 §5.5.4 and §3.
//!
//! A duplicate comes with the T flag, over another connection than the first copy did (a failover), so the memory is the node's, not
//! a connection's. It is a fixed table of atomics: a request costs one store, no lock, and the oldest entries are overwritten. What is
//! found is flagged and counted. Stored answers are not sent again: that would keep every answer of minutes in memory, while the services
//! above are idempotent by their own records and give the same answer anew.

use super::limits;
use std::{
    hash::{BuildHasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

/// The requests of the last minutes, or of the last [`limits::DUPLICATES`] where there were more.
#[derive(Debug)]
pub struct Duplicates {
    slots: Box<[AtomicU64]>,
    hasher: RandomState,
    epoch: Instant,
}

/// Bits of a slot that hold the second of the sighting; the others hold a fingerprint.
const SECOND_BITS: u32 = 24;

impl Duplicates {
    /// An empty memory with `slots` entries, a power of two.
    pub fn new(slots: usize, epoch: Instant) -> Self {
        let slots = (0..slots.next_power_of_two()).map(|_| AtomicU64::new(0)).collect();
        Self { slots, hasher: RandomState::new(), epoch }
    }

    /// A number for an Origin-Host as it stands in the message; a connection keeps that of its peer.
    pub fn host(&self, origin_host: &[u8]) -> u64 {
        self.hasher.hash_one(origin_host)
    }

    /// Notes a request, and tells whether its pair was seen within [`limits::DUPLICATE_TIME`].
    pub fn seen(&self, host: u64, end_to_end: u32, now: Instant) -> bool {
        let key = (host ^ u64::from(end_to_end)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mask = (1u64 << SECOND_BITS) - 1;
        // One more than the second, so that an empty slot is no sighting at the epoch.
        let second = (now.saturating_duration_since(self.epoch).as_secs() + 1) & mask;
        let entry = key & !mask | second;
        // The bits that choose the slot stand in the fingerprint too: 22 others tell two requests of one slot apart, enough for a count.
        let slot = &self.slots[(key >> 32) as usize & (self.slots.len() - 1)];
        // Not one atomic step: of two copies in the same instant the second may go unnoticed, and no request pays for a locked bus.
        let last = slot.load(Ordering::Relaxed);
        slot.store(entry, Ordering::Relaxed);
        last & !mask == entry & !mask
            && last & mask != 0
            && second.wrapping_sub(last & mask) & mask <= limits::DUPLICATE_TIME.as_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_same_pair_within_minutes_is_a_duplicate_and_nothing_else_is() {
        let start = Instant::now();
        let memory = Duplicates::new(1 << 12, start);
        let (one, other) = (memory.host(b"pcscf.example"), memory.host(b"scscf.example"));
        assert!(!memory.seen(one, 42, start));
        assert!(!memory.seen(other, 42, start), "another host counts by itself");
        assert!(!memory.seen(one, 43, start));
        assert!(memory.seen(one, 42, start + Duration::from_secs(200)));
        assert!(!memory.seen(one, 42, start + Duration::from_secs(200 + 241)), "too long ago");
    }

    #[test]
    fn many_requests_are_not_taken_for_one_another() {
        let start = Instant::now();
        let memory = Duplicates::new(1 << 12, start);
        let host = memory.host(b"scscf.example");
        assert_eq!((0..100_000).filter(|id| memory.seen(host, *id, start)).count(), 0);
    }
}
