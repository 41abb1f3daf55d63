//! Fills memory when the store opens: what the engine's tables held, then what the journal says happened since.

use super::{
    engine::{EngineError, JournalRow, StagedChunk},
    kinds::{Filler, Tables},
    replay::{self, Place, Replay},
};
use crate::types::Lsn;
use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Where an engine puts what it reads: records and journal rows, from several threads, in any order.
#[derive(Debug)]
pub(super) struct Loader<'a> {
    tables: &'a Tables,
    replay: Replay,
}

impl<'a> Loader<'a> {
    pub(super) fn new(tables: &'a Tables) -> Self {
        Self { tables, replay: Replay::new() }
    }

    /// For the records that one thread reads from tables.
    pub(super) fn filler(&self) -> Filler<'a> {
        Filler::new(self.tables)
    }

    /// One row of the journal. What lies up to `mark` is in the tables already. To a row that is a switch belongs what it switched.
    pub(super) fn replay(&self, row: &JournalRow, mark: Lsn) -> Result<(), EngineError> {
        if row.stage.is_none() { self.replay_sets(row, 0, mark) } else { Ok(()) }
    }

    /// One chunk of a stage: where the stage was switched, and which of its chunks it is.
    pub(super) fn replay_chunk(&self, chunk: StagedChunk, at: Place, mark: Lsn) -> Result<(), EngineError> {
        self.replay_sets(&JournalRow { payload: chunk.payload, ..JournalRow::new(at.0) }, at.1, mark)
    }

    fn replay_sets(&self, row: &JournalRow, chunk: u64, mark: Lsn) -> Result<(), EngineError> {
        for (lsn, changes) in row.sets()?.into_iter().filter(|(lsn, _)| *lsn > mark) {
            changes.into_iter().for_each(|change| self.replay.note((lsn, chunk), change));
        }
        Ok(())
    }

    /// Applies what was replayed, once all records of the tables are there.
    pub(super) fn finish(self) -> Result<(), EngineError> {
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= replay::PARTS {
                    return Ok(());
                }
                self.replay.apply(part, self.tables);
            }
        };
        on_threads(work)
    }
}

/// Runs `work` on a thread for each processor, eight at most; this thread is one of them.
pub(super) fn on_threads(work: impl Fn() -> Result<(), EngineError> + Sync) -> Result<(), EngineError> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(8);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(&work)).collect();
        let own = work();
        let panicked = |_| Err(EngineError::Damaged("what was read could not be put in memory".into()));
        workers.into_iter().fold(own, |so_far, worker| so_far.and(worker.join().unwrap_or_else(panicked)))
    })
}
