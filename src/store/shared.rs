//! What the store's handle, its writer and its imports share.

use super::{
    ChangeSet, CommitError, EngineError, Stats,
    engine::{Inspector, Loaded},
    kinds::{Change, Tables},
    sequencer::Sequencer,
};
use crate::types::{Lsn, Watermark};
use parking_lot::{Condvar, Mutex};
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
        if self.inspector.is_none() || set.changes.is_empty() {
            return self.commit_encoded(set, &[]);
        }
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.clear();
            encode(&set.changes, scratch);
            self.commit_encoded(set, scratch)
        })
    }

    fn commit_encoded(&self, set: ChangeSet, encoded: &[u8]) -> Result<Lsn, CommitError> {
        let mut sequencer = self.sequencer.lock();
        if sequencer.stopped {
            return Err(CommitError::Stopped);
        }
        if set.changes.is_empty() {
            return sequencer.check(&self.tables, &set).map(|()| Lsn::ZERO);
        }
        let lsn = sequencer.apply(&self.tables, set)?;
        if self.inspector.is_none() {
            self.durable.advance(lsn);
            return Ok(lsn);
        }
        sequencer.pending.push(lsn, encoded);
        self.wake_writer(&mut sequencer);
        Ok(lsn)
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

    pub(super) fn stats(&self) -> Stats {
        let last = self.sequencer.lock().last;
        let mark = Lsn(self.mark.load(Ordering::Relaxed));
        Stats {
            records: self.tables.counts(),
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

/// Appends the journal form of a change set.
pub(super) fn encode(changes: &Vec<Change>, into: &mut Vec<u8>) {
    // Into memory, of types that only have derived forms: there is nothing to fail.
    postcard::serialize_with_flavor(changes, Append(into)).expect("records have a journal form");
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
