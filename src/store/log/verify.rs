//! Whether a log is as it was written.

use super::{
    Anchor, BadRow, LogRow,
    read::{Seek, Wanted},
};
use crate::{
    records::Log,
    store::{Store, engine::EngineError},
    types::Lsn,
};

/// What came of looking at a log row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All rows are as they were written, and none is missing between the two places.
    Intact {
        /// Where it began.
        from: Anchor,
        /// Where it ended: noted down, it says later whether the log still is what it was then.
        to: Anchor,
        /// So many rows lie between.
        rows: u64,
    },
    /// The first entry that is not as it was written, or is missing. What comes before it is good.
    Broken {
        /// Its number.
        number: u64,
        /// What is wrong, as a sentence that names the log and the entry.
        reason: String,
    },
}

impl Store {
    /// Reads all rows of a log from a place between two rows on (`None`: from its beginning, which was kept when what lay before was pruned), computes
    /// their hashes again, and looks whether every entry is there. What is pruned meanwhile is passed over. Takes as long as reading the log: call it
    /// off the async threads.
    ///
    /// # Errors
    /// [`EngineError::Refused`]: `from` lies in what was pruned, or after the end, or not between two rows. The disk fails.
    pub fn verify_log(&self, log: Log, from: Option<Anchor>) -> Result<Verdict, EngineError> {
        let extent = self.log_extent(log)?;
        let (given, from) = (from.is_some(), from.unwrap_or(extent.begin));
        let number = from.number;
        if !(extent.begin.number..=extent.end.number).contains(&number) {
            let text = format!(
                "the log {log} has the entries from {} to before {}: it cannot be verified from {number} on",
                extent.begin.number, extent.end.number
            );
            return Err(EngineError::Refused(text));
        }
        let mut walk = Walk { log, at: from, lsn: Lsn::ZERO, rows: 0 };
        loop {
            let part = self.logs().read(log, Wanted::new(Seek::From(walk.at.number), u64::MAX))?;
            if part.begin.number > walk.at.number {
                walk.at = part.begin;
            }
            if let Some(row) = part.rows.first().filter(|row| given && walk.rows == 0 && row.first < number) {
                let text =
                    format!("entry {number} of the log {log} does not begin a row: {} does", row.first);
                return Err(EngineError::Refused(text));
            }
            let looked =
                part.rows.iter().try_for_each(|row| walk.step(row)).and(part.bad.map_or(Ok(()), Err));
            if let Err(bad) = looked {
                return Ok(Verdict::Broken { number: bad.number, reason: bad.to_string() });
            }
            if part.rows.is_empty() {
                return Ok(Verdict::Intact { from, to: walk.at, rows: walk.rows });
            }
        }
    }
}

struct Walk {
    log: Log,
    at: Anchor,
    lsn: Lsn,
    rows: u64,
}

impl Walk {
    fn step(&mut self, row: &LogRow) -> Result<(), BadRow> {
        let expected = self.at.number;
        if row.first != expected {
            return Err(self.bad(expected, format!("it is missing: the next row begins with {}", row.first)));
        }
        if row.digest(&self.at.hash) != row.hash {
            return Err(self
                .bad(expected, "the hash of its row is not that of the row before and its content".into()));
        }
        let octets = self.at.octets.saturating_add(row.payload.len() as u64);
        if row.count == 0 || row.octets != octets || row.first_lsn < self.lsn || row.last_lsn < row.first_lsn
        {
            return Err(self.bad(expected, "its row does not follow the one before".into()));
        }
        row.entries().try_for_each(|raw| raw.map(|_| ()))?;
        (self.at, self.lsn) = (row.anchor(), row.last_lsn);
        self.rows += 1;
        Ok(())
    }

    fn bad(&self, number: u64, reason: String) -> BadRow {
        BadRow { log: self.log, number, reason }
    }
}
