//! The writer: one thread that makes change sets durable in batches, and sweeps changed records to their tables within them.

use super::{
    Shared,
    engine::{Batch, Engine, EngineError, JournalRow, Loaded},
    log::{Anchor, LogRow, PerLog, seal},
    options::Options,
    stats::BatchReport,
    sweep::Sweeper,
};
use crate::types::Lsn;
use parking_lot::MutexGuard;
use std::{
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

/// Parts of an import that one batch takes: with live changes in it, and without.
const CHUNKS_BESIDE_CHANGES: usize = 2;
const CHUNKS_ALONE: usize = 8;

/// The writer's own state.
pub(super) struct Writer {
    shared: Arc<Shared>,
    engine: Box<dyn Engine>,
    options: Options,
    sweeper: Sweeper,
    /// Change sets in the last batch.
    last_sets: usize,
    /// The rows of the last batch.
    written: Vec<JournalRow>,
    written_logs: PerLog<Vec<LogRow>>,
    /// Where the logs end, with all batches that were taken.
    logs: PerLog<Anchor>,
    looked_at_disk: Instant,
    busy_at: Instant,
    /// The engine has more to prune.
    prunable: bool,
}

/// Tells everybody if the writer panics: changes that nobody makes durable must not be taken.
struct Alarm(Arc<Shared>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(&EngineError::Disk("the store's writer panicked".into()));
        }
    }
}

impl Writer {
    pub(super) fn new(
        shared: Arc<Shared>,
        engine: Box<dyn Engine>,
        options: Options,
        loaded: &Loaded,
    ) -> Self {
        let now = Instant::now();
        let sweeper = Sweeper::new(loaded, &options);
        Self {
            shared,
            engine,
            options,
            sweeper,
            last_sets: 0,
            written: Vec::new(),
            written_logs: PerLog::default(),
            logs: loaded.logs,
            looked_at_disk: now,
            busy_at: now,
            prunable: true,
        }
    }

    /// Runs until the store stops or its disk fails.
    pub(super) fn run(mut self) {
        let _alarm = Alarm(self.shared.clone());
        while let Some(batch) = self.next_batch() {
            if let Err(error) = self.write(&batch) {
                // Never guess, never try again: what an fsync has lost it does not report twice. Whoever opens next finds out.
                self.shared.fail(&error);
                return;
            }
            self.written = batch.journal;
            self.written_logs = batch.logs;
            if self.looked_at_disk.elapsed() >= self.options.look_at_disk {
                self.look_at_disk();
            }
        }
    }

    fn write(&mut self, batch: &Batch) -> Result<(), EngineError> {
        let begun = Instant::now();
        self.prunable = self.engine.write(batch)?;
        let shared = &self.shared;
        if let Some(last) = batch.journal.last() {
            shared.durable.advance(last.last);
        }
        if let Some(mark) = batch.mark {
            shared.mark.store(mark.0, Ordering::Relaxed);
        }
        shared.staged_queued.fetch_sub(batch.staged.len(), Ordering::Release);
        shared.batches.fetch_add(1, Ordering::Relaxed);
        if let Some(observer) = &self.options.observer {
            let octets = batch.journal.iter().map(|row| row.payload.len()).sum();
            let (sets, swept) = (self.last_sets, batch.swept.len());
            observer.committed(&BatchReport { sets, octets, swept, took: begun.elapsed() });
        }
        Ok(())
    }

    /// Waits for something to write; `None` once the store has stopped and everything is written.
    fn next_batch(&mut self) -> Option<Batch> {
        let shared = self.shared.clone();
        let mut sequencer = shared.sequencer.lock();
        loop {
            self.prunable |= std::mem::take(&mut sequencer.prune_asked);
            let idle = self.busy_at.elapsed() >= self.options.idle;
            let chores = idle && (self.prunable || self.sweeper.has_work(sequencer.last));
            if chores && self.looked_at_disk.elapsed() >= self.options.idle {
                MutexGuard::unlocked(&mut sequencer, || self.look_at_disk());
            }
            // Chores take room, too, and can wait for it: a disk without any must not fail under them.
            let chores = chores && !sequencer.stopped && !shared.full.load(Ordering::Relaxed);
            if !sequencer.pending.is_empty() || chores {
                break;
            }
            if sequencer.stopped {
                return None;
            }
            sequencer.writer_idle = true;
            let nap = self.options.idle.min(self.options.look_at_disk);
            let timed_out = shared.wake.wait_for(&mut sequencer, nap).timed_out();
            sequencer.writer_idle = false;
            if timed_out && self.looked_at_disk.elapsed() >= self.options.look_at_disk {
                MutexGuard::unlocked(&mut sequencer, || self.look_at_disk());
            }
        }
        self.gather(&mut sequencer);
        let mut batch = self.take(&mut sequencer);
        let last = sequencer.last;
        let begin = self.sweeper.begins(last, self.last_sets, &shared.tables);
        drop(sequencer);
        seal(&mut batch.logs, &mut self.logs);
        // The tables may be asked off the lock: a record changed since is left to the next cycle by its version.
        self.sweeper.step(begin, last, self.last_sets, &shared.tables, &mut batch);
        Some(batch)
    }

    /// A busy node's next changes are on their way: waiting for them saves a transaction.
    fn gather(&self, sequencer: &mut MutexGuard<'_, super::sequencer::Sequencer>) {
        let Options { gather_from, enough, .. } = self.options;
        if self.last_sets >= gather_from && sequencer.pending.sets < enough && !sequencer.stopped {
            MutexGuard::unlocked(sequencer, || std::thread::sleep(self.options.gather));
        }
    }

    fn take(&mut self, sequencer: &mut super::sequencer::Sequencer) -> Batch {
        let keep_stage = sequencer.keep_stage(Lsn(self.shared.mark.load(Ordering::Relaxed)));
        sequencer.logs.recycle(&mut self.written_logs);
        let (logs, prune_logs) = (sequencer.logs.take(), sequencer.prune);
        let pending = &mut sequencer.pending;
        pending.recycle(&mut self.written);
        self.last_sets = std::mem::take(&mut pending.sets);
        let journal = std::mem::take(&mut pending.rows);
        let switching = journal.iter().any(|row| row.stage.is_some());
        let most = match (switching, self.last_sets) {
            (true, _) => usize::MAX,
            (false, 0) => CHUNKS_ALONE,
            (false, _) => CHUNKS_BESIDE_CHANGES,
        };
        let staged = pending.staged.drain(..most.min(pending.staged.len())).collect();
        if self.last_sets > 0 {
            self.busy_at = Instant::now();
        }
        Batch { journal, staged, keep_stage, logs, prune_logs, ..Batch::default() }
    }

    /// Refuses changes while less than the reserve is free, and takes them again when there is room.
    pub(super) fn look_at_disk(&mut self) {
        self.looked_at_disk = Instant::now();
        let free = self.shared.inspector.as_ref().and_then(|inspector| inspector.usage().free);
        let full = free.is_some_and(|free| free < self.options.reserve);
        if self.shared.full.swap(full, Ordering::Relaxed) != full {
            let free_mib = free.unwrap_or_default() >> 20;
            if full {
                tracing::error!(
                    free_mib,
                    "the store's disk is nearly full: writes are refused until there is room"
                );
            } else {
                tracing::info!(free_mib, "the store's disk has room again: writes are accepted");
            }
        }
    }
}
