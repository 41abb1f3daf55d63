//! Import in bulk: CSV or JSON Lines become records ready to be staged, or a list of bad lines (OP-5).
//!
//! ```text
//! reader → blocks of whole lines ┬→ parse, expand, seal, check ┬→ duplicates → batches for the store
//!           (lines.rs)           └→ … one lane per thread …    ┘   (unique.rs)
//! ```
//!
//! Lanes are served in turn, so that batches come in the order of the file without being sorted, and only so many blocks are under way: memory
//! is bounded, whatever the file's size, but for one word and line number per identity, which finding duplicates takes. After the first bad
//! line no batch is handed on any more, the rest is only read for its mistakes.

mod csv;
mod lane;
mod lines;
mod unique;

pub(super) use csv::roaming_cell;
pub use csv::{COLUMNS, Header};
pub use lines::FromChunks;

use super::{
    Context, Fault,
    provision::{Desk, Known},
};
use crate::{
    records::OutboxId,
    store::{ChangeSet, Overtaken, Store},
    types::Timestamp,
};
use lane::{Done, Lane};
use lines::{Block, Lines};
use std::{
    fmt,
    io::{self, Read},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};
use unique::Unique;

/// So many bad lines are kept for the report; all are counted.
pub const REPORTED: usize = 1000;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A header line that names columns, and a line per subscriber.
    Csv,
    /// A JSON object per line: an [`Order`](super::Order).
    JsonLines,
}

impl Format {
    /// What a file that begins so is.
    pub fn detect(beginning: &[u8]) -> Self {
        let text = beginning.strip_prefix(lines::BOM).unwrap_or(beginning);
        if text.trim_ascii_start().starts_with(b"{") { Self::JsonLines } else { Self::Csv }
    }
}

/// What to do with a subscriber who exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// It is a mistake in the file.
    #[default]
    Add,
    /// The line takes the place of what there is; secrets it leaves out are kept.
    Replace,
}

/// What an import is read with.
#[derive(Clone, Copy)]
pub struct Import<'a> {
    /// CSV or JSON Lines.
    pub format: Format,
    /// Add or replace.
    pub mode: Mode,
    /// Templates, rules, vault.
    pub context: Context<'a>,
    /// Where existing subscribers and owners of identities are looked up; nothing is written to it.
    pub store: &'a Store,
    /// Now.
    pub now: Timestamp,
    /// The next outbox id: `store.next_outbox_id()`.
    pub outbox_ids: &'a (dyn Fn() -> OutboxId + Sync),
    /// How many threads parse and seal, at least one.
    pub threads: usize,
}

/// Records ready for the store, in the order of the file.
#[derive(Debug, Default)]
pub struct Batch {
    /// All that becomes of each subscriber, new or replaced, in one change set: for [`Stage::add`](crate::store::Stage::add). Empty where
    /// nothing changes.
    pub sets: Vec<ChangeSet>,
    /// Lines read so far, this batch included.
    pub lines: u64,
    /// Octets read so far.
    pub octets: u64,
}

/// How an import went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines read.
    pub lines: u64,
    /// Good subscribers, new ones and replaced ones.
    pub subscribers: u64,
    /// The first [`REPORTED`] bad lines, in order of their numbers.
    pub bad: Vec<BadLine>,
    /// All bad lines.
    pub bad_count: u64,
}

impl Report {
    /// True if everything may be switched on.
    pub fn is_good(&self) -> bool {
        self.bad_count == 0
    }

    fn add(&mut self, bad: BadLine) {
        self.bad_count += 1;
        if self.bad.len() < REPORTED {
            self.bad.push(bad);
        }
    }
}

/// A line that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// Why an import broke off before the end of the file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError<E> {
    /// The file could not be read on.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// Who takes the batches refused one.
    #[error(transparent)]
    Sink(E),
    /// A thread ended: a defect.
    #[error("a thread of the import ended unexpectedly; this is a defect of the program")]
    Thread,
}

/// Blocks under way per lane: one being worked on, one waiting.
const AHEAD: usize = 2;

impl Import<'_> {
    /// Reads everything, hands batches to `sink` as long as no line is bad, and tells how it went. Blocks: call it off the async threads.
    ///
    /// # Errors
    /// [`ImportError`]: nothing of what was handed on may be applied. A report that is not good says the same.
    pub fn run<E>(
        &self,
        reader: impl Read,
        mut sink: impl FnMut(Batch) -> Result<(), E>,
    ) -> Result<Report, ImportError<E>> {
        let mut lines = Lines::new(reader);
        let mut report = Report::default();
        let header = match self.format {
            Format::JsonLines => None,
            Format::Csv => match csv::header(&mut lines)? {
                Ok(header) => Some(header),
                Err(bad) => {
                    report.lines = bad.line;
                    report.add(bad);
                    return Ok(report);
                }
            },
        };
        let unique = Unique::default();
        let lane = Lane { import: *self, header: header.as_ref(), seed: unique.seed() };
        thread::scope(|scope| {
            let lanes: Vec<_> =
                (0..self.threads.max(1)).map(|_| Running::start(scope, lane.clone())).collect();
            self.pump(&mut lines, &lanes, unique, &mut report, &mut sink)
        })?;
        Ok(report)
    }

    /// Decides once more on a subscriber whom live traffic overtook while the import was staged: for
    /// [`Stage::switch`](crate::store::Stage::switch).
    pub fn again(&self, overtaken: &Overtaken) -> ChangeSet {
        let known = Known::load(self.store, overtaken.imsi);
        let seq = overtaken.sequence.as_ref().map(|sequence| sequence.seq);
        let eps = overtaken.eps_subscription.as_ref().map(|staged| staged.as_deref());
        self.desk().again(&known, overtaken.subscriber.as_deref(), eps, seq)
    }

    fn desk(&self) -> Desk<'_> {
        Desk { context: self.context, now: self.now, outbox_ids: self.outbox_ids, store: self.store }
    }

    fn pump<E>(
        &self,
        lines: &mut Lines<impl Read>,
        lanes: &[Running],
        mut unique: Unique,
        report: &mut Report,
        sink: &mut impl FnMut(Batch) -> Result<(), E>,
    ) -> Result<(), ImportError<E>> {
        let (mut sent, mut received, mut ended) = (0, 0, false);
        loop {
            while !ended && sent - received < lanes.len() * AHEAD {
                match lines.block()? {
                    Some(block) => lanes[sent % lanes.len()].send(block).map_err(|()| ImportError::Thread)?,
                    None => {
                        ended = true;
                        break;
                    }
                }
                sent += 1;
            }
            if received == sent {
                return Ok(());
            }
            let done = lanes[received % lanes.len()].receive().ok_or(ImportError::Thread)?;
            received += 1;
            if let Some(batch) = collect(done, &mut unique, report) {
                sink(batch).map_err(ImportError::Sink)?;
            }
        }
    }
}

/// What a lane did with one block, checked against all before it; `None` once a line was bad.
fn collect(done: Done, unique: &mut Unique, report: &mut Report) -> Option<Batch> {
    report.lines = done.last_line;
    let mut batch = Batch { lines: done.last_line, octets: done.octets, ..Batch::default() };
    let mut bad = done.bad;
    for row in done.rows {
        let twice = unique.add(row.line, row.imsi, &row.keys).map_err(|twice| row.fault(twice));
        if let Err(fault) = twice.and_then(|()| unique.pays(row.line, row.payer)) {
            bad.push(BadLine { line: row.line, fault });
            continue;
        }
        report.subscribers += 1;
        batch.sets.push(row.set);
    }
    bad.sort_by_key(|bad| bad.line);
    bad.into_iter().for_each(|bad| report.add(bad));
    report.is_good().then_some(batch)
}

/// A lane on its thread.
struct Running {
    blocks: SyncSender<Block>,
    done: Receiver<Done>,
}

impl Running {
    fn start<'scope>(scope: &'scope thread::Scope<'scope, '_>, lane: Lane<'scope>) -> Self {
        let (blocks, todo) = sync_channel::<Block>(AHEAD);
        let (finished, done) = sync_channel(AHEAD);
        scope.spawn(move || {
            for block in todo {
                // Nobody receives any more once the import broke off.
                if finished.send(lane.work(&block)).is_err() {
                    return;
                }
            }
        });
        Self { blocks, done }
    }

    fn send(&self, block: Block) -> Result<(), ()> {
        self.blocks.send(block).map_err(drop)
    }

    fn receive(&self) -> Option<Done> {
        self.done.recv().ok()
    }
}
