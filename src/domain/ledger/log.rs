//! The log of postings, as the ledger sees it.

use crate::{
    records::Transfer,
    store::{ChangeSet, Store},
};

/// Where postings are read. What was pruned is not there; what is there is durable.
pub trait Postings {
    /// At most `limit` entries from number `from` on, in order, each with its number. None: there are no more.
    ///
    /// # Errors
    /// A sentence: the disk fails, or the log is damaged.
    fn read(&self, from: u64, limit: usize) -> Result<Vec<(u64, Transfer)>, String>;

    /// At most `limit` entries before number `before`, the last one first.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_back(&self, before: u64, limit: usize) -> Result<Vec<(u64, Transfer)>, String>;

    /// True if nothing was pruned.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn is_whole(&self) -> Result<bool, String>;
}

/// Adds the postings that a book was closed with to the change set that puts its account.
pub fn append(changes: ChangeSet, transfers: &[Transfer]) -> ChangeSet {
    // The store has no logs yet: what a posting came to is in its account alone.
    let _ = transfers;
    changes
}

/// Until the store has logs.
const NO_LOG: &str = "this store keeps no log of postings";

impl Postings for Store {
    fn read(&self, _: u64, _: usize) -> Result<Vec<(u64, Transfer)>, String> {
        Err(NO_LOG.into())
    }

    fn read_back(&self, _: u64, _: usize) -> Result<Vec<(u64, Transfer)>, String> {
        Err(NO_LOG.into())
    }

    fn is_whole(&self) -> Result<bool, String> {
        Err(NO_LOG.into())
    }
}
