//! What the store's handle, its writer and its imports share.

use super::{
    ChangeSet, CommitError, EngineError, Stats,
    engine::{Inspector, Loaded},
    kinds::Tables,
    log::{Kept, Rows},
    sequencer::Sequencer,
    stats::LogStats,
};
use crate::{
    records::Log,
    types::{Lsn, Watermark},
};
use parking_lot::{Condvar, Mutex};
use serde::Serialize;
use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};
use tokio::sync::watch;

/// An opening's outbox ids begin at its number times this.
const IDS_PER_OPENING: u64 = 1 << 32;

/// What the store's handle, its writer and its imports share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) tables: Tables,
    pub(super) sequencer: Mutex<Sequencer>,
    /// Wakes the writer.
    pub(super) wake: Condvar,
    pub(super) durable: Arc<Watermark>,
    /// The engine beside its writer; none for a store that has no writer.
    pub(super) inspector: Option<Box<dyn Inspector>>,
    /// The logs of a store that has no writer.
    pub(super) kept: Kept,
    /// The last outbox id given.
    pub(super) outbox_id: AtomicU64,
    /// What the tables are good for.
    pub(super) mark: AtomicU64,
    /// Writes are refused for want of disk.
    pub(super) full: AtomicBool,
    /// Chunks of an import that are not durable yet.
    pub(super) staged_queued: AtomicUsize,
    pub(super) batches: AtomicU64,
    opened_at: Lsn,
    failed: watch::Sender<Option<String>>,
}

thread_local! {
    /// Where a change set is encoded before the sequencer's lock is taken.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Shared {
    pub(super) fn new(tables: Tables, loaded: &Loaded, inspector: Option<Box<dyn Inspector>>) -> Self {
        Self {
            tables,
            sequencer: Mutex::new(Sequencer::new(loaded)),
            wake: Condvar::new(),
            durable: Arc::new(Watermark::new(loaded.last)),
            inspector,
            kept: Kept::default(),
            outbox_id: AtomicU64::new(loaded.epoch.saturating_mul(IDS_PER_OPENING)),
            mark: AtomicU64::new(loaded.mark.0),
            full: AtomicBool::new(false),
            staged_queued: AtomicUsize::new(0),
            batches: AtomicU64::new(0),
            opened_at: loaded.last,
            failed: watch::Sender::new(None),
        }
    }

    pub(super) fn commit(&self, set: ChangeSet) -> Result<Lsn, CommitError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(CommitError::Full);
        }
        if self.inspector.is_none() || set.is_empty() {
            return self.commit_encoded(set, &[]);
        }
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.clear();
            encode(&set.changes, scratch);
            self.commit_encoded(set, scratch)
        })
    }

    fn commit_encoded(&self, mut set: ChangeSet, encoded: &[u8]) -> Result<Lsn, CommitError> {
        let empty = set.is_empty();
        let appended = std::mem::take(&mut set.appended);
        let mut sequencer = self.sequencer.lock();
        if sequencer.stopped {
            return Err(CommitError::Stopped);
        }
        if empty {
            return sequencer.check(&self.tables, &set).map(|()| Lsn::ZERO);
        }
        let lsn = sequencer.apply(&self.tables, set)?;
        sequencer.logs.push(lsn, &appended);
        if self.inspector.is_none() {
            self.keep(&mut sequencer, lsn);
        } else {
            sequencer.pending.push(lsn, encoded);
            self.wake_writer(&mut sequencer);
        }
        Ok(lsn)
    }

    /// Without a writer, what was applied is as durable as it will be.
    pub(super) fn keep(&self, sequencer: &mut Sequencer, lsn: Lsn) {
        self.kept.chain(sequencer.logs.take());
        self.durable.advance(lsn);
    }

    /// Where the logs are read.
    pub(super) fn logs(&self) -> &dyn Rows {
        match &self.inspector {
            Some(inspector) => &**inspector,
            None => &self.kept,
        }
    }

    /// Wakes the writer if it sleeps: with the flag cleared at once, a burst costs one wake-up.
    pub(super) fn wake_writer(&self, sequencer: &mut Sequencer) {
        if std::mem::take(&mut sequencer.writer_idle) {
            self.wake.notify_one();
        }
    }

    /// No more changes; the writer finishes what there is.
    pub(super) fn stop(&self) {
        let mut sequencer = self.sequencer.lock();
        sequencer.stopped = true;
        self.wake_writer(&mut sequencer);
    }

    /// The disk has failed: no more changes, and nothing committed since becomes durable.
    pub(super) fn fail(&self, error: &EngineError) {
        self.sequencer.lock().stopped = true;
        tracing::error!(%error, "the store stops: nothing is durable any more");
        self.failed.send_replace(Some(error.to_string()));
    }

    pub(super) async fn failure(&self) -> String {
        let mut news = self.failed.subscribe();
        loop {
            if let Some(reason) = news.borrow_and_update().clone() {
                return reason;
            }
            // The sender lives in `self`, so the channel cannot close while we borrow it.
            let _ = news.changed().await;
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed.borrow().is_some()
    }

    /// Nothing where the log cannot be read: who reads it is told why.
    fn log_stats(&self, log: Log) -> Option<LogStats> {
        match self.logs().extent(log) {
            Ok(extent) => Some(LogStats::new(log, &extent)),
            Err(error) => {
                tracing::warn!(%error, %log, "a log of the store cannot be looked at");
                None
            }
        }
    }

    pub(super) fn stats(&self) -> Stats {
        let last = self.sequencer.lock().last;
        let mark = Lsn(self.mark.load(Ordering::Relaxed));
        Stats {
            records: self.tables.counts(),
            logs: Log::ALL.into_iter().filter_map(|log| self.log_stats(log)).collect(),
            last,
            durable: self.durable.get(),
            mark,
            journal: last.0 - mark.0,
            dirty: self.tables.dirty(),
            usage: self.inspector.as_ref().map(|inspector| inspector.usage()).unwrap_or_default(),
            full: self.full.load(Ordering::Relaxed),
            failed: self.failed.borrow().clone(),
            batches: self.batches.load(Ordering::Relaxed),
            sets: last.0 - self.opened_at.0,
        }
    }
}

/// Appends the durable form of a change set's changes, or of an entry of a log.
pub(super) fn encode<T: Serialize>(value: &T, into: &mut Vec<u8>) {
    // Into memory, of types that only have derived forms: there is nothing to fail.
    postcard::serialize_with_flavor(value, Append(into)).expect("what is kept has a durable form");
}

/// The end of a buffer, as a place to serialize to: whole texts at once, where postcard's own form for a growing buffer takes octet by octet.
struct Append<'a>(&'a mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Append<'_> {
    type Output = ();

    fn try_extend(&mut self, data: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(data);
        Ok(())
    }

    fn try_push(&mut self, data: u8) -> postcard::Result<()> {
        self.0.push(data);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}
