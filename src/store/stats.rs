//! What the store tells of itself: to whoever asks, and after every batch to an observer.

use super::{engine::Usage, log::Extent};
use crate::{records::Log, types::Lsn};
use std::time::Duration;

/// The store at a glance.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Stats {
    /// How many records there are, by kind.
    pub records: Vec<(&'static str, usize)>,
    /// What there is of each log.
    pub logs: Vec<LogStats>,
    /// The last change.
    pub last: Lsn,
    /// The last change that is on disk.
    pub durable: Lsn,
    /// The tables hold everything up to here; the journal holds what came after.
    pub mark: Lsn,
    /// How many change sets the journal holds past the mark: what opening would replay.
    pub journal: u64,
    /// Records the tables do not hold yet.
    pub dirty: usize,
    /// Disk used and free.
    pub usage: Usage,
    /// Writes are refused for want of disk.
    pub full: bool,
    /// Why the store takes no more changes, if its disk failed.
    pub failed: Option<String>,
    /// Batches committed since the store was opened.
    pub batches: u64,
    /// Change sets committed since the store was opened.
    pub sets: u64,
}

/// A log at a glance.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LogStats {
    /// Its name.
    pub log: &'static str,
    /// How many entries there are; those that were pruned are not.
    pub entries: u64,
    /// How many octets they are.
    pub octets: u64,
    /// The number of the first one there is, or of the next one where there is none.
    pub first: u64,
    /// The number of the next one.
    pub next: u64,
}

impl LogStats {
    pub(super) fn new(log: Log, extent: &Extent) -> Self {
        let (entries, octets) = (extent.entries(), extent.octets());
        Self { log: log.name(), entries, octets, first: extent.begin.number, next: extent.end.number }
    }
}

/// One batch that became durable.
#[derive(Debug, Clone, Copy)]
pub struct BatchReport {
    /// Change sets in it.
    pub sets: usize,
    /// Octets of journal in it.
    pub octets: usize,
    /// Records swept to their tables in it.
    pub swept: usize,
    /// How long the transaction took, until it was on disk.
    pub took: Duration,
}

/// Who wants to know of every batch: the metrics. Called on the writer's thread: be quick.
pub trait Observer: std::fmt::Debug + Send + Sync {
    /// A batch is durable.
    fn committed(&self, batch: &BatchReport);
}
