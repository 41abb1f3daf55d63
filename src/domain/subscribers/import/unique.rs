//! What is twice in a file: an IMSI, a number, an identity. Both lines are told.

use crate::types::Imsi;
use hashbrown::{DefaultHashBuilder, HashMap};
use std::hash::{BuildHasher, Hasher};

/// An identity as its keyed hash. Two different ones with one hash of 64 bits happen once in a million imports of a million subscribers;
/// then a good file is refused, and accepted on the next try, under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u64);

/// The key of the hashes, one per import.
#[derive(Debug, Clone)]
pub(super) struct Seed(DefaultHashBuilder);

impl Seed {
    pub(super) fn key(&self, identity: &str) -> Key {
        Key(self.0.hash_one(identity))
    }
}

/// What was seen so far, and where.
#[derive(Default)]
pub(super) struct Unique {
    builder: DefaultHashBuilder,
    imsis: HashMap<u64, u64>,
    keys: HashMap<u64, u64, std::hash::BuildHasherDefault<AsIs>>,
}

impl Unique {
    pub(super) fn seed(&self) -> Seed {
        Seed(self.builder.clone())
    }

    /// Notes the subscriber of a line.
    ///
    /// # Errors
    /// When the IMSI, or an identity, was on an earlier line.
    pub(super) fn add(&mut self, line: u64, imsi: Imsi, keys: &[Key]) -> Result<(), Twice> {
        let earlier = *self.imsis.entry(imsi.packed()).or_insert(line);
        if earlier != line {
            return Err(Twice { earlier, place: None });
        }
        for (place, key) in keys.iter().enumerate() {
            let earlier = *self.keys.entry(key.0).or_insert(line);
            if earlier != line {
                return Err(Twice { earlier, place: Some(place) });
            }
        }
        Ok(())
    }
}

/// What was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Twice {
    /// The line it was on.
    pub(super) earlier: u64,
    /// Which of the keys; `None`: the IMSI.
    pub(super) place: Option<usize>,
}

/// The hash of a hash is itself.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
