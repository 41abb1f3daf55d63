//! Logs in memory: of a store without an engine, and on the disk of the engine for tests.

use super::{
    Anchor, Extent, LogRow, Part, PerLog, Rows,
    read::{Seek, Wanted},
    seal,
};
use crate::{records::Log, store::engine::EngineError};
use parking_lot::Mutex;
use std::collections::VecDeque;

/// All rows of all logs.
#[derive(Debug, Default)]
pub(in crate::store) struct Kept {
    logs: PerLog<Mutex<KeptLog>>,
}

#[derive(Debug, Default)]
struct KeptLog {
    begin: Anchor,
    rows: VecDeque<LogRow>,
}

impl KeptLog {
    fn extent(&self) -> Extent {
        Extent { begin: self.begin, end: self.rows.back().map_or(self.begin, LogRow::anchor) }
    }
}

impl Kept {
    /// Keeps rows that are chained already.
    pub(in crate::store) fn append(&self, rows: impl IntoIterator<Item = LogRow>) {
        for row in rows {
            self.logs[row.log.place()].lock().rows.push_back(row);
        }
    }

    /// Chains rows and keeps them.
    pub(in crate::store) fn chain(&self, mut rows: PerLog<Vec<LogRow>>) {
        seal(&mut rows, &mut self.ends());
        self.append(rows.into_iter().flatten());
    }

    /// Where the logs end.
    pub(in crate::store) fn ends(&self) -> PerLog<Anchor> {
        self.logs.each_ref().map(|log| log.lock().extent().end)
    }

    /// Forgets rows with nothing from `before` on, at most so many; true if there may be more.
    pub(in crate::store) fn prune(&self, log: Log, before: u64, most: usize) -> bool {
        let mut log = self.logs[log.place()].lock();
        for _ in 0..most {
            match log.rows.pop_front_if(|row| row.end() <= before) {
                Some(row) => log.begin = row.anchor(),
                None => return false,
            }
        }
        true
    }
}

impl Rows for Kept {
    fn extent(&self, log: Log) -> Result<Extent, EngineError> {
        Ok(self.logs[log.place()].lock().extent())
    }

    fn read(&self, log: Log, mut wanted: Wanted) -> Result<Part, EngineError> {
        let log = self.logs[log.place()].lock();
        let mut part = Part { begin: log.begin, ..Part::default() };
        let forward = |number: u64| log.rows.range(log.rows.partition_point(|row| row.end() <= number)..);
        let backward =
            |number: u64| log.rows.range(..log.rows.partition_point(|row| row.first < number)).rev();
        let rows: Box<dyn Iterator<Item = &LogRow>> = match wanted.seek {
            Seek::From(number) => Box::new(forward(number)),
            Seek::Before(number) => Box::new(backward(number)),
        };
        for row in rows {
            part.rows.push(row.clone());
            if !wanted.more(row) {
                break;
            }
        }
        Ok(part)
    }
}
