//! Filling shards while the store is loaded. What one thread reads is gathered by shard and put there many at once: a shard that is
//! visited for many entries fits the processor's cache meanwhile, and is locked once, which a million visits for one each do not give.

/// What is filled shard by shard.
pub(super) trait Shards {
    /// What a shard holds.
    type Entry;

    /// How many shards there are.
    const COUNT: usize;

    /// Puts entries into the shard with this number, and leaves none in `entries`.
    fn fill(&self, shard: usize, entries: &mut Vec<Self::Entry>);
}

/// So many entries are gathered for a shard before they are put there.
const AT_ONCE: usize = 64;

/// Entries to come, by shard: one thread's. Dropping it puts what is left.
#[derive(Debug)]
pub(super) struct Fill<'a, S: Shards> {
    pub(super) into: &'a S,
    shards: Box<[Vec<S::Entry>]>,
}

impl<'a, S: Shards> Fill<'a, S> {
    pub(super) fn new(into: &'a S) -> Self {
        Self { into, shards: (0..S::COUNT).map(|_| Vec::new()).collect() }
    }

    /// Puts an entry into a shard, soon.
    pub(super) fn put(&mut self, shard: usize, entry: S::Entry) {
        let entries = &mut self.shards[shard];
        entries.push(entry);
        if entries.len() >= AT_ONCE {
            self.into.fill(shard, entries);
        }
    }
}

impl<S: Shards> Drop for Fill<'_, S> {
    fn drop(&mut self) {
        for (shard, entries) in self.shards.iter_mut().enumerate().filter(|(_, entries)| !entries.is_empty())
        {
            self.into.fill(shard, entries);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parking_lot::Mutex;

    #[derive(Debug, Default)]
    struct Two([Mutex<Vec<usize>>; 2]);

    impl Shards for Two {
        type Entry = usize;
        const COUNT: usize = 2;

        fn fill(&self, shard: usize, entries: &mut Vec<usize>) {
            self.0[shard].lock().append(entries);
        }
    }

    #[test]
    fn every_entry_gets_to_its_shard_many_at_once_and_the_rest_at_the_end() {
        let two = Two::default();
        let mut fill = Fill::new(&two);
        let held = || two.0.each_ref().map(|shard| shard.lock().len());
        (0..AT_ONCE - 1).for_each(|entry| fill.put(0, entry));
        assert_eq!(held(), [0, 0]);
        fill.put(0, AT_ONCE - 1);
        fill.put(0, AT_ONCE);
        fill.put(1, 7);
        assert_eq!(held(), [AT_ONCE, 0]);
        drop(fill);
        assert_eq!(two.0[0].lock().as_slice(), (0..=AT_ONCE).collect::<Vec<_>>());
        assert_eq!(*two.0[1].lock(), [7]);
    }
}
