//! Fills memory when the store opens: what the engine's tables held, then what the journal says happened since.

use super::{
    Change,
    engine::{EngineError, JournalRow, StagedChunk},
    kinds::{Listings, Tables},
    sequencer,
};
use crate::types::Lsn;

/// Where an engine puts what it reads. Records may come from several threads; the journal afterwards, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loader<'a> {
    tables: &'a Tables,
}

impl<'a> Loader<'a> {
    pub(super) fn new(tables: &'a Tables) -> Self {
        Self { tables }
    }

    /// Makes room for so many subscribers.
    pub(super) fn expect_subscribers(&self, count: usize) {
        self.tables.subscriber.reserve(count);
        self.tables.index.reserve(count.saturating_mul(4));
    }

    /// One record of a table.
    pub(super) fn record(&self, record: impl Into<Change>, version: Lsn) {
        record.into().load(self.tables, version);
    }

    /// One row of the journal, and what its stage holds if it is a switch. What lies up to `mark` is in the tables already.
    pub(super) fn replay(
        &self,
        row: &JournalRow,
        staged: Vec<StagedChunk>,
        mark: Lsn,
    ) -> Result<(), EngineError> {
        for chunk in staged {
            let chunk = JournalRow { payload: chunk.payload, ..JournalRow::new(row.first) };
            self.replay_sets(&chunk, mark)?;
        }
        if row.stage.is_none() { self.replay_sets(row, mark) } else { Ok(()) }
    }

    fn replay_sets(&self, row: &JournalRow, mark: Lsn) -> Result<(), EngineError> {
        for (lsn, mut changes) in row.sets()?.into_iter().filter(|(lsn, _)| *lsn > mark) {
            // The sweep may have written a later state already.
            changes.retain(|change| change.version(self.tables).is_none_or(|version| version < lsn));
            let mut listings = Listings::default();
            for change in &changes {
                change.listings(self.tables, &mut listings);
            }
            sequencer::apply(self.tables, changes, &listings, lsn);
        }
        Ok(())
    }
}
