//! An engine for tests: a disk in memory that can be cut off at any instant and opened again.

use super::{
    Change,
    engine::{Batch, Engine, EngineError, Inspector, JournalRow, Loaded, StagedChunk, Usage},
    loader::Loader,
    log::{Extent, Kept, Part, Rows, Wanted},
};
use crate::{records::Log, types::Lsn};
use parking_lot::Mutex;
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// A disk in memory. Clones are the same disk: keep one to open the store again after a crash.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk {
    image: Arc<Mutex<Image>>,
}

#[derive(Debug, Default)]
struct Image {
    tables: BTreeMap<(&'static str, String), (Change, Lsn)>,
    journal: Vec<JournalRow>,
    staged: Vec<StagedChunk>,
    logs: Kept,
    mark: Lsn,
    epoch: u64,
    /// Every connection opened before this one is cut off.
    connection: u64,
    /// So many writes arrive before the disk is cut off.
    arriving: Option<usize>,
    /// The next write fails with this.
    fault: Option<String>,
    free: Option<u64>,
}

impl MemoryDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// The crash: from now on nothing that an open store writes arrives. A fault that waits for the next write is over with it.
    pub fn cut(&self) {
        let mut image = self.image.lock();
        image.connection += 1;
        image.fault = None;
    }

    /// The crash after so many more writes.
    pub fn cut_after(&self, writes: usize) {
        self.image.lock().arriving = Some(writes);
    }

    /// Makes the next write fail, as a disk does.
    pub fn fail_next(&self, reason: &str) {
        self.image.lock().fault = Some(reason.into());
    }

    /// Says how much room is left.
    pub fn set_free(&self, octets: u64) {
        self.image.lock().free = Some(octets);
    }

    /// How many journal rows the disk holds.
    pub fn journal_rows(&self) -> usize {
        self.image.lock().journal.len()
    }

    pub(super) fn connect(&self) -> MemoryEngine {
        let mut image = self.image.lock();
        image.connection += 1;
        MemoryEngine { disk: self.clone(), connection: image.connection }
    }
}

/// A connection to a [`MemoryDisk`].
#[derive(Debug)]
pub(super) struct MemoryEngine {
    disk: MemoryDisk,
    connection: u64,
}

impl Engine for MemoryEngine {
    fn load(&mut self, into: &Loader<'_>) -> Result<Loaded, EngineError> {
        let mut image = self.disk.image.lock();
        let mut filler = into.filler();
        for (record, version) in image.tables.values() {
            filler.record(record.clone(), *version);
        }
        let next_stage = image.staged.iter().map(|chunk| chunk.stage + 1).max().unwrap_or(1);
        let (last, mark, epoch) = (image.mark, image.mark, image.epoch);
        let logs = image.logs.ends();
        let mut loaded = Loaded { last, mark, epoch, next_stage, switched: Vec::new(), logs };
        for row in image.journal.iter().filter(|row| row.last > image.mark) {
            into.replay(row, image.mark)?;
            let chunks = image.staged.iter().zip(0..).filter(|(chunk, _)| Some(chunk.stage) == row.stage);
            for (chunk, number) in chunks {
                into.replay_chunk(chunk.clone(), (row.first, number), image.mark)?;
            }
            loaded.last = row.last;
            loaded.switched.extend(row.stage.map(|stage| (stage, row.last)));
        }
        image.epoch += 1;
        Ok(loaded)
    }

    fn write(&mut self, batch: &Batch) -> Result<bool, EngineError> {
        let mut image = self.disk.image.lock();
        image.arriving = match image.arriving {
            Some(0) => {
                image.connection += 1;
                None
            }
            arriving => arriving.map(|writes| writes - 1),
        };
        if image.connection != self.connection {
            return Err(EngineError::Disk("it was cut off".into()));
        }
        if let Some(reason) = image.fault.take() {
            image.connection += 1;
            return Err(EngineError::Disk(reason));
        }
        image.journal.extend(batch.journal.iter().cloned());
        for (change, version) in &batch.swept {
            let key = (change.kind(), change.key());
            if change.is_deletion() {
                image.tables.remove(&key);
            } else {
                image.tables.insert(key, (change.clone(), *version));
            }
        }
        image.mark = batch.mark.unwrap_or(image.mark);
        let mark = image.mark;
        image.journal.retain(|row| row.last > mark);
        image.staged.extend(batch.staged.iter().cloned());
        image.staged.retain(|chunk| chunk.stage >= batch.keep_stage);
        image.logs.append(batch.logs.iter().flatten().cloned());
        // A few, as on a disk that is one.
        let most = 2 * batch.journal.len() + 2;
        let prune = |more, log: Log| image.logs.prune(log, batch.prune_logs[log.place()], most) || more;
        Ok(Log::ALL.into_iter().fold(false, prune))
    }

    fn inspector(&self) -> Box<dyn Inspector> {
        Box::new(self.disk.clone())
    }
}

impl Rows for MemoryDisk {
    fn extent(&self, log: Log) -> Result<Extent, EngineError> {
        self.image.lock().logs.extent(log)
    }

    fn read(&self, log: Log, wanted: Wanted) -> Result<Part, EngineError> {
        self.image.lock().logs.read(log, wanted)
    }
}

impl Inspector for MemoryDisk {
    fn usage(&self) -> Usage {
        Usage { free: self.image.lock().free, ..Usage::default() }
    }

    fn backup(&self, _path: &Path) -> Result<Lsn, EngineError> {
        Err(EngineError::Refused("a store in memory has no backup".into()))
    }
}
