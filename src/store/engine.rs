//! What the store asks of an engine: one durable transaction per batch, and everything back when it opens.

use super::Change;
use crate::types::Lsn;

/// The version of the octets in a journal row: written first in each.
pub(super) const JOURNAL_FORMAT: u8 = 1;

/// Consecutive change sets in their journal form: a format octet, then each set as a postcard sequence of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// The LSN of the first set; the others follow without a gap.
    pub first: Lsn,
    /// The LSN of the last set.
    pub last: Lsn,
    /// The octets.
    pub payload: Vec<u8>,
}

impl JournalRow {
    pub(super) fn new(first: Lsn) -> Self {
        Self { first, last: first, payload: vec![JOURNAL_FORMAT] }
    }

    pub(super) fn push(&mut self, lsn: Lsn, encoded: &[u8]) {
        self.last = lsn;
        self.payload.extend_from_slice(encoded);
    }

    /// The change sets, each with its LSN.
    ///
    /// # Errors
    /// The row is of a later format, or damaged.
    pub fn sets(&self) -> Result<Vec<(Lsn, Vec<Change>)>, EngineError> {
        let damaged = |reason: &dyn std::fmt::Display| {
            EngineError::Damaged(format!("the journal row of LSN {} cannot be read: {reason}", self.first.0))
        };
        let Some((&JOURNAL_FORMAT, mut rest)) = self.payload.split_first() else {
            return Err(damaged(&"its format is not known to this version"));
        };
        let mut sets = Vec::new();
        for lsn in self.first.0..=self.last.0 {
            let (changes, after) = postcard::take_from_bytes(rest).map_err(|error| damaged(&error))?;
            sets.push((Lsn(lsn), changes));
            rest = after;
        }
        Ok(sets)
    }
}

/// Why an engine failed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The disk, or the library in front of it.
    #[error("the store's disk failed: {0}")]
    Disk(String),
    /// What is there is not what was written.
    #[error("the store is damaged: {0}; restore a backup")]
    Damaged(String),
}
