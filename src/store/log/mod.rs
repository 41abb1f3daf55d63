//! Append-only logs. A change set's entries become durable in the transaction that makes the set durable, so they are there exactly if it is.
//!
//! An entry gets its number, and its place in a row, under the sequencer's lock (`pending`); the writer puts the rows in a chain of hashes
//! (`row`), and the engine writes them beside the journal rows of their change sets. The journal says nothing of entries: what is in a log
//! is in its own table already, so a replay can neither lose nor repeat one. Nothing of a log is in memory but what waits for the writer.

mod appended;
mod kept;
mod pending;
mod read;
mod row;
mod verify;

pub(super) use appended::Appended;
pub(super) use kept::Kept;
pub(super) use pending::LogsPending;
pub use read::Entry;
pub(super) use read::{Part, Rows, Seek, Wanted};
pub(super) use row::{BadRow, LogRow, seal};
pub use verify::Verdict;

use crate::records::Log;

/// One of a thing for each log, by [`Log::place`].
pub(super) type PerLog<T> = [T; Log::COUNT];

/// A place between two rows of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The number of the first entry after it.
    pub number: u64,
    /// The hash of the row before it (SHA-256); zeros where the log begins.
    pub hash: [u8; 32],
    /// Octets of all entries before it, as they are kept.
    pub octets: u64,
}

impl Default for Anchor {
    /// Where every log begins.
    fn default() -> Self {
        Self { number: 1, hash: [0; 32], octets: 0 }
    }
}

/// What there is of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Before its first row: what was pruned lies before this.
    pub begin: Anchor,
    /// After its last row.
    pub end: Anchor,
}

impl Extent {
    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        self.end.number.saturating_sub(self.begin.number)
    }

    /// How many octets they are.
    pub fn octets(&self) -> u64 {
        self.end.octets.saturating_sub(self.begin.octets)
    }
}
