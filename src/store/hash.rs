//! The hasher of the in-memory tables: a folded multiply, seeded per process.
//!
//! Keys are provisioned by the operator, not chosen by peers, so what counts is speed on packed integers; the random seed still keeps
//! one installation's collisions from being another's.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Builds hashers of one seed: all tables of a store share it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seed {
    start: u64,
    factor: u64,
}

impl Seed {
    /// A seed of this process.
    pub(super) fn random() -> Self {
        let source = RandomState::new();
        Self { start: source.hash_one(1u8), factor: source.hash_one(2u8) | 1 }
    }
}

/// Which of `count` shards, a power of two, a hash belongs to: by its middle bits, which hashbrown does not look at.
pub(super) const fn shard_of(hash: u64, count: usize) -> usize {
    (hash >> 32) as usize % count
}

impl BuildHasher for Seed {
    type Hasher = Fold;
    fn build_hasher(&self) -> Fold {
        Fold { state: self.start, factor: self.factor }
    }
}

/// One hash being computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fold {
    state: u64,
    factor: u64,
}

impl Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.write_u64(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.state ^ word) * u128::from(self.factor);
        self.state = (product as u64) ^ (product >> 64) as u64;
    }

    fn finish(&self) -> u64 {
        // Once more through the multiply: hashbrown takes its tags from the top bits, the shards are chosen by the middle ones.
        let product = u128::from(self.state) * 0x9e37_79b9_7f4a_7c15;
        (product as u64) ^ (product >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Imsi;

    #[test]
    fn consecutive_numbers_spread_evenly_over_shards() {
        let seed = Seed::random();
        let first = Imsi::parse("001010000000000").unwrap();
        let mut shards = [0u32; 64];
        for step in 0..64_000 {
            let hash = seed.hash_one(first.offset(step).unwrap());
            shards[(hash >> 32) as usize % 64] += 1;
        }
        assert!(shards.iter().all(|count| (700..1300).contains(count)), "{shards:?}");
    }

    #[test]
    fn texts_of_different_length_with_the_same_words_differ() {
        let seed = Seed::random();
        assert_ne!(seed.hash_one("12345678"), seed.hash_one("12345678\0"));
        assert_ne!(seed.hash_one(""), seed.hash_one("\0"));
    }
}
