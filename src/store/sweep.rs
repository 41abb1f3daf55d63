//! The sweep: brings changed records back to their tables, in key order, a few with every batch, and says how far the tables are good.
//!
//! A cycle begins by taking the keys that changed since the last one began, and ends when all are written; then everything up to the
//! LSN it began at is in the tables or in younger rows of the journal, and the journal before it may go.
//!
//! A cycle that a crash cuts short is not lost: what it wrote is no longer dirty when the store opens. So however short its lives are, a
//! node catches up, provided that each sweeps in proportion to what it adds and to what is left until the journal has its full length.

use super::{
    Change, Store,
    engine::{Batch, Loaded},
    kinds::{Dirty, Tables},
    options::Options,
};
use crate::types::Lsn;
use std::{
    panic::resume_unwind,
    sync::{Arc, atomic::Ordering},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// So many keys are put in order in less than a millisecond: the writer does it itself.
const FEW: usize = 4096;
/// At least so many records are swept with a batch while a cycle runs.
const LEAST: usize = 16;

/// The state of the sweep.
pub(super) struct Sweeper {
    every: u64,
    most: usize,
    /// What the tables are good for.
    mark: Lsn,
    cycle: Option<Cycle>,
    lag: Duration,
    ended: Instant,
    /// An earlier life left work behind: its cycle waits for nothing. (An import is one change set and a million records to replay, so
    /// the journal's length does not tell.)
    left_behind: bool,
}

struct Cycle {
    /// The LSN at its beginning.
    begun: Lsn,
    keys: Keys,
}

/// The keys that wait, in reverse order.
enum Keys {
    /// Still being put in order: some hundred thousand take tens of milliseconds, which no change should wait for.
    Unsorted(JoinHandle<Vec<Change>>),
    Sorted(Vec<Change>),
}

impl Keys {
    fn new(dirty: Dirty) -> Self {
        let dirty = Arc::new(dirty);
        let sorted = |dirty: &Dirty| {
            let mut keys = dirty.sorted();
            keys.reverse();
            keys
        };
        if dirty.len() <= FEW {
            return Self::Sorted(sorted(&dirty));
        }
        let sort = {
            let dirty = dirty.clone();
            move || sorted(&dirty)
        };
        match thread::Builder::new().name("store-sort".into()).spawn(sort) {
            Ok(sorting) => Self::Unsorted(sorting),
            Err(_) => Self::Sorted(sorted(&dirty)),
        }
    }

    /// The keys once they are in order, or all the same if they have to be waited for.
    fn ready(&mut self, wait: bool) -> Option<&mut Vec<Change>> {
        if let Self::Unsorted(sorting) = self {
            if !wait && !sorting.is_finished() {
                return None;
            }
            let Self::Unsorted(sorting) = std::mem::replace(self, Self::Sorted(Vec::new())) else {
                return None;
            };
            *self = Self::Sorted(sorting.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        match self {
            Self::Sorted(keys) => Some(keys),
            Self::Unsorted(_) => None,
        }
    }
}

impl Sweeper {
    pub(super) fn new(loaded: &Loaded, options: &Options) -> Self {
        let most = options.sweep_most.max(LEAST);
        let every = options.sweep_every.max(1);
        let left_behind = loaded.mark < loaded.last;
        Self {
            every,
            most,
            mark: loaded.mark,
            cycle: None,
            lag: options.lag,
            ended: Instant::now(),
            left_behind,
        }
    }

    /// True if the tables lag behind memory.
    pub(super) fn has_work(&self, last: Lsn) -> bool {
        self.mark < last
    }

    /// Takes the keys of a new cycle if one should begin: the journal is long enough, the tables old enough, or the node idle. Called
    /// under the sequencer's lock, with everything up to `last` in this batch or an earlier one.
    pub(super) fn begins(&self, last: Lsn, sets: usize, tables: &Tables) -> Option<Dirty> {
        let long = last.0 - self.mark.0 >= self.every;
        let idle = sets == 0;
        let due =
            long || (self.mark < last && (idle || self.left_behind || self.ended.elapsed() >= self.lag));
        // What a switched import brought counts as changed only once it is merged.
        let merged = tables.switched.load(Ordering::Acquire) == 0;
        (self.cycle.is_none() && due && merged).then(|| tables.take_dirty(last))
    }

    /// Adds the next records to `batch`, or the new mark if the batch before had the cycle's last.
    pub(super) fn step(
        &mut self,
        begin: Option<Dirty>,
        last: Lsn,
        sets: usize,
        tables: &Tables,
        batch: &mut Batch,
    ) {
        if let Some(dirty) = begin {
            self.cycle = Some(Cycle { begun: last, keys: Keys::new(dirty) });
            self.left_behind = false;
        }
        let Some(cycle) = &mut self.cycle else { return };
        // Waiting costs nothing where no change waits as well, and is right where the journal would grow past its allowance.
        let wait = sets == 0 || last.0 >= self.mark.0 + 2 * self.every;
        let Some(keys) = cycle.keys.ready(wait) else { return };
        if keys.is_empty() {
            // Everything was swept with an earlier batch. What overtook the sweep then, and was left to the next cycle, was pending at the
            // latest when this batch was taken: its journal row is on disk with this mark, and not a batch after it.
            self.mark = cycle.begun;
            batch.mark = Some(self.mark);
            self.cycle = None;
            self.ended = Instant::now();
            return;
        }
        let pace = pace(keys.len(), cycle.begun, self.mark, last, sets, self.every, self.most);
        let next = keys.split_off(keys.len().saturating_sub(pace));
        for some in next.rchunks(Store::AHEAD) {
            Change::look_ahead(some, tables);
            batch.swept.extend(some.iter().rev().filter_map(|key| key.sweep(tables, cycle.begun)));
        }
    }
}

/// How many records to sweep with a batch of `sets`, so that the cycle ends before the journal has grown by another `every`, nor to
/// more than twice that: an earlier life may have left it long.
fn pace(keys: usize, begun: Lsn, mark: Lsn, last: Lsn, sets: usize, every: u64, most: usize) -> usize {
    let end = (begun.0 + every).min(mark.0 + 2 * every);
    let left = end.saturating_sub(last.0).max(1);
    let share = (keys as u64).saturating_mul(sets as u64) / left + 1;
    if sets == 0 { most } else { usize::try_from(share).unwrap_or(most).clamp(LEAST, most) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ST-5: whatever the batches' size, a cycle ends within the journal's allowance.
    #[test]
    fn st_5_a_cycle_ends_before_the_journal_has_doubled() {
        for (keys, sets) in [(10_000, 1), (10_000, 64), (3_000, 500), (100, 10_000)] {
            let (mut left, mut last) = (keys, 1000);
            while left > 0 {
                last += sets;
                let step = pace(left, Lsn(1000), Lsn(1000), Lsn(last), sets as usize, 10_000, 2048);
                left = left.saturating_sub(step);
            }
            assert!(last <= 1000 + 10_000 + sets, "{keys} keys, {sets} sets: {last}");
        }
    }
}
