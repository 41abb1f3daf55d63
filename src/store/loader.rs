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

    /// One row of the journal. What lies up to `mark` is in the tables already. After a row that is a switch comes what it switched.
    pub(super) fn replay(&self, row: &JournalRow, mark: Lsn) -> Result<(), EngineError> {
        if row.stage.is_none() { self.replay_sets(row, mark) } else { Ok(()) }
    }

    /// One chunk of the stage that was switched at `lsn`.
    pub(super) fn replay_chunk(&self, chunk: StagedChunk, lsn: Lsn, mark: Lsn) -> Result<(), EngineError> {
        self.replay_sets(&JournalRow { payload: chunk.payload, ..JournalRow::new(lsn) }, mark)
    }

    fn replay_sets(&self, row: &JournalRow, mark: Lsn) -> Result<(), EngineError> {
        for (lsn, mut changes) in row.sets()?.into_iter().filter(|(lsn, _)| *lsn > mark) {
            // The sweep may have written a later state already. One of this very LSN is put again: of two chunks of a stage the later counts.
            changes.retain(|change| change.version(self.tables).is_none_or(|version| version <= lsn));
            let mut listings = Listings::default();
            for change in &changes {
                change.listings(self.tables, &mut listings);
            }
            sequencer::apply(self.tables, changes, &listings, lsn);
        }
        Ok(())
    }
}
