//! What the store asks of an engine: one durable transaction per batch, and everything back when it opens.

use super::{
    Change,
    kinds::Tables,
    loader::Loader,
    log::{Anchor, LogRow, PerLog, Rows},
};
use crate::types::Lsn;
use std::path::Path;

/// The version of the octets in a journal row: written first in each.
pub(super) const JOURNAL_FORMAT: u8 = 1;

/// Consecutive change sets in their journal form: a format octet, then each set as a postcard sequence of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JournalRow {
    /// The LSN of the first set; the others follow without a gap.
    pub first: Lsn,
    /// The LSN of the last set.
    pub last: Lsn,
    /// The octets.
    pub payload: Vec<u8>,
    /// This row is no change set but the switch of this stage: all its chunks take effect here.
    pub stage: Option<u64>,
}

impl JournalRow {
    pub(super) fn new(first: Lsn) -> Self {
        Self { first, last: first, payload: vec![JOURNAL_FORMAT], stage: None }
    }

    /// A new row in the room of this one.
    pub(super) fn again(mut self, first: Lsn) -> Self {
        self.payload.clear();
        self.payload.push(JOURNAL_FORMAT);
        Self { first, last: first, payload: self.payload, stage: None }
    }

    pub(super) fn switch(lsn: Lsn, stage: u64) -> Self {
        Self { stage: Some(stage), ..Self::new(lsn) }
    }

    pub(super) fn push(&mut self, lsn: Lsn, encoded: &[u8]) {
        self.last = lsn;
        self.payload.extend_from_slice(encoded);
    }

    /// The change sets, each with its LSN.
    ///
    /// # Errors
    /// The row is of a later format, or damaged.
    pub(super) fn sets(&self) -> Result<Vec<(Lsn, Vec<Change>)>, EngineError> {
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

/// Records of an import, durable before the switch that makes them visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StagedChunk {
    /// Which import.
    pub stage: u64,
    /// As a [`JournalRow`]'s, one set.
    pub payload: Vec<u8>,
}

/// What one durable transaction writes.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Rows to append.
    pub journal: Vec<JournalRow>,
    /// Records to write to, or delete from, their tables, each with its version.
    pub swept: Vec<(Change, Lsn)>,
    /// The tables now hold everything up to here: older journal rows may go.
    pub mark: Option<Lsn>,
    /// Parts of an import.
    pub staged: Vec<StagedChunk>,
    /// Chunks of stages before this one may go.
    pub keep_stage: u64,
    /// Rows of logs, chained: the entries of the change sets in `journal`.
    pub logs: PerLog<Vec<LogRow>>,
    /// Rows of logs that have nothing from this number on may go.
    pub prune_logs: PerLog<u64>,
}

/// What an engine found when it loaded.
#[derive(Debug, Clone, Default)]
pub(super) struct Loaded {
    /// The last LSN of any change.
    pub last: Lsn,
    /// The tables held everything up to here.
    pub mark: Lsn,
    /// How often the store was opened before; persisted before `load` returns.
    pub epoch: u64,
    /// Stages from here on are not used yet.
    pub next_stage: u64,
    /// Stages that were switched past the mark, and where.
    pub switched: Vec<(u64, Lsn)>,
    /// Where the logs end.
    pub logs: PerLog<Anchor>,
}

/// How much disk an engine uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Usage {
    /// Octets of the database.
    pub database: u64,
    /// Octets of the write-ahead log beside it.
    pub log: u64,
    /// Octets free on its disk; `None` where there is no disk.
    pub free: Option<u64>,
}

/// Keeps what the store gives it.
pub(super) trait Engine: Send + 'static {
    /// Reads everything: the tables, and the journal past the mark.
    fn load(&mut self, into: &Loader<'_>) -> Result<Loaded, EngineError>;

    /// Writes a batch in one durable transaction: when this returns, it is on disk, or nothing of it is and nothing ever will be
    /// written again through this engine. True if more than this batch could prune may go: an idle writer then writes an empty one.
    fn write(&mut self, batch: &Batch) -> Result<bool, EngineError>;

    /// What others than the writer may ask while it writes.
    fn inspector(&self) -> Box<dyn Inspector>;
}

/// The part of an engine that works beside its writer.
pub(super) trait Inspector: Rows + Send + Sync + std::fmt::Debug {
    /// How much disk is used, and free.
    fn usage(&self) -> Usage;

    /// Writes a consistent copy of what is durable to `path`; returns the LSN it reaches to.
    fn backup(&self, path: &Path) -> Result<Lsn, EngineError>;
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
    /// It cannot be used as asked; the text says why and what to do.
    #[error("{0}")]
    Refused(String),
}

/// Empty tables that an engine fills.
pub(super) fn load(engine: &mut dyn Engine) -> Result<(Tables, Loaded), EngineError> {
    let tables = Tables::new(true);
    let loader = Loader::new(&tables);
    let loaded = engine.load(&loader)?;
    loader.finish()?;
    Ok((tables, loaded))
}
