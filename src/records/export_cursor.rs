//! How far the charging data records have left the daemon.

use super::Record;
use serde::{Deserialize, Serialize};

/// How far one way out has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCursor {
    /// The way: `files`.
    pub way: Box<str>,
    /// The number of the first record that has not left.
    pub next: u64,
    /// What left last: the numbers of its first and last record. Its file is whole on disk, and has its name or is about to get it.
    pub last: Option<(u64, u64)>,
}

impl Record for ExportCursor {
    type Key = Box<str>;
    const KIND: &'static str = "export_cursor";
    fn key(&self) -> Box<str> {
        self.way.clone()
    }
}
