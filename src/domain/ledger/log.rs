//! The log of postings, as the ledger sees it.

use crate::{
    records::{Log, Transfer},
    store::{ChangeSet, Entry, Store},
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

    /// The number of the first entry there is, or, where there is none, of the next that comes: 1 if nothing was pruned.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn begins(&self) -> Result<u64, String>;
}

/// Adds the postings that a book was closed with to the change set that puts its account.
pub fn append(changes: ChangeSet, transfers: &[Transfer]) -> ChangeSet {
    transfers.iter().fold(changes, ChangeSet::append)
}

fn numbered(entries: Vec<Entry<Transfer>>) -> Vec<(u64, Transfer)> {
    entries.into_iter().map(|entry| (entry.number, entry.value)).collect()
}

impl Postings for Store {
    fn read(&self, from: u64, limit: usize) -> Result<Vec<(u64, Transfer)>, String> {
        self.read_log(from, limit).map(numbered).map_err(|error| error.to_string())
    }

    fn read_back(&self, before: u64, limit: usize) -> Result<Vec<(u64, Transfer)>, String> {
        self.read_log_back(before, limit).map(numbered).map_err(|error| error.to_string())
    }

    fn begins(&self) -> Result<u64, String> {
        let extent = self.log_extent(Log::Transfers).map_err(|error| error.to_string())?;
        Ok(extent.begin.number)
    }
}
