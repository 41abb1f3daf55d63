//! Reading a log back, forward and backward, beside the writer; and asking for its old end to go.

use super::{Anchor, BadRow, Extent, LogRow, row::Raw};
use crate::{
    records::{Log, Logged, Looked},
    store::{Store, engine::EngineError},
    types::Lsn,
};
use serde::Deserialize;

/// One entry of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<E> {
    /// Its number: the first of a log is 1, and there are no gaps.
    pub number: u64,
    /// The change set that appended it.
    pub lsn: Lsn,
    /// What it says.
    pub value: E,
}

/// Where reading begins, and in which direction it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Seek {
    /// With this entry, or the first there is after it, forward.
    From(u64),
    /// With the last entry before this one, backward.
    Before(u64),
}

/// How much is to be read in one go.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Wanted {
    pub(in crate::store) seek: Seek,
    entries: u64,
    octets: usize,
}

/// So many octets are read in one go: more would be memory for nothing, and a reader that stays long holds up the checkpoint.
const AT_ONCE: usize = 1 << 20;

impl Wanted {
    pub(in crate::store) fn new(seek: Seek, entries: u64) -> Self {
        Self { seek, entries, octets: AT_ONCE }
    }

    /// Counts a row that was read; true if another is wanted after it.
    pub(in crate::store) fn more(&mut self, row: &LogRow) -> bool {
        let held = match self.seek {
            Seek::From(number) => row.end().saturating_sub(row.first.max(number)),
            Seek::Before(number) => row.end().min(number).saturating_sub(row.first),
        };
        self.entries = self.entries.saturating_sub(held);
        self.octets = self.octets.saturating_sub(row.payload.len());
        self.entries > 0 && self.octets > 0
    }
}

/// Rows that were read in one go, as the log stood at one moment.
#[derive(Debug, Default)]
pub(in crate::store) struct Part {
    /// Where the log began then.
    pub(in crate::store) begin: Anchor,
    /// At least one if there is any (forward: that ends after the number asked for), in the order asked for.
    pub(in crate::store) rows: Vec<LogRow>,
    /// What ended the reading, if it is damage: the row after (in the order asked for) those above.
    pub(in crate::store) bad: Option<BadRow>,
}

/// Where the rows of logs are kept. Only what is durable is there.
pub(in crate::store) trait Rows {
    /// What there is of a log.
    fn extent(&self, log: Log) -> Result<Extent, EngineError>;

    /// Some rows of it.
    fn read(&self, log: Log, wanted: Wanted) -> Result<Part, EngineError>;
}

impl Store {
    /// At most `limit` entries from number `from` on, in order: those that are durable and were not pruned. Fewer are the last ones. Seeks by number,
    /// and asks the disk: call it off the async threads.
    ///
    /// # Errors
    /// The disk fails, or the log is damaged ([`EngineError::Damaged`] names the log and the entry).
    pub fn read_log<E: Logged>(&self, from: u64, limit: usize) -> Result<Vec<Entry<E>>, EngineError> {
        let mut found = Vec::new();
        self.walk_log(E::LOG, from, limit, |row, raw| {
            found.push(decode(row, raw)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Has `look` see the same entries where they were read: nothing of them is copied.
    ///
    /// # Errors
    /// As [`read_log`](Self::read_log); some may have been seen.
    pub fn look_at_log<E: Looked>(
        &self,
        from: u64,
        limit: usize,
        mut look: impl FnMut(Entry<E::At<'_>>),
    ) -> Result<(), EngineError> {
        self.walk_log(E::LOG, from, limit, |row, raw| {
            look(decode(row, raw)?);
            Ok(())
        })
    }

    fn walk_log(
        &self,
        log: Log,
        from: u64,
        limit: usize,
        mut see: impl FnMut(&LogRow, Raw<'_>) -> Result<(), BadRow>,
    ) -> Result<(), EngineError> {
        let (mut left, mut next) = (limit, from);
        while left > 0 {
            let part = self.logs().read(log, Wanted::new(Seek::From(next), left as u64))?;
            next = next.max(part.begin.number);
            if part.rows.is_empty() && part.bad.is_none() {
                break;
            }
            for (at, row) in part.rows.iter().enumerate() {
                // The first row may begin before the entry wanted.
                if row.first > next || (at > 0 && row.first != next) || row.end() <= next {
                    return Err(row
                        .bad(next, format!("it is missing: the next row begins with {}", row.first))
                        .into());
                }
                let wanted = |raw: &Result<Raw<'_>, BadRow>| !raw.as_ref().is_ok_and(|raw| raw.number < next);
                for raw in row.entries().filter(wanted).take(left) {
                    see(row, raw?)?;
                    left -= 1;
                }
                next = row.end();
            }
            ended_well(part.bad, left > 0)?;
        }
        Ok(())
    }

    /// At most `limit` entries before number `before`, the last one first: with `u64::MAX`, the last of the log. Otherwise as
    /// [`read_log`](Self::read_log).
    ///
    /// # Errors
    /// The disk fails, or the log is damaged.
    pub fn read_log_back<E: Logged>(&self, before: u64, limit: usize) -> Result<Vec<Entry<E>>, EngineError> {
        let (mut found, mut next) = (Vec::new(), before);
        let mut begun = false;
        while found.len() < limit {
            let left = limit - found.len();
            let part = self.logs().read(E::LOG, Wanted::new(Seek::Before(next), left as u64))?;
            if part.rows.is_empty() && part.bad.is_none() {
                // What was to come may have been pruned meanwhile.
                let missing = begun && next > part.begin.number;
                return if missing { Err(missing_before(E::LOG, next).into()) } else { Ok(found) };
            }
            for row in &part.rows {
                let end = row.end();
                if end <= row.first || (begun && end != next) {
                    return Err(missing_before(E::LOG, next).into());
                }
                let entries = row.entries().collect::<Result<Vec<_>, _>>()?;
                let wanted = entries.into_iter().rev().filter(|raw| raw.number < next);
                for raw in wanted.take(limit - found.len()) {
                    found.push(decode(row, raw)?);
                }
                (next, begun) = (row.first, true);
            }
            ended_well(part.bad, found.len() < limit)?;
        }
        Ok(found)
    }

    /// What there is of a log: where it begins (what was pruned lies before) and where it ends. Asks the disk.
    ///
    /// # Errors
    /// The disk fails, or the log is damaged.
    pub fn log_extent(&self, log: Log) -> Result<Extent, EngineError> {
        self.logs().extent(log)
    }

    /// Asks for all rows of a log to go whose entries are numbered less than `before`. They go a few with each transaction, soon, so entries
    /// may be there for a while; those of a row that has a younger one stay with it. The chain stays verifiable from the first row left. Who stops the
    /// store before all are gone asks again.
    pub fn prune_log(&self, log: Log, before: u64) {
        let mut sequencer = self.shared.sequencer.lock();
        // Entries that do not exist yet were not meant, whatever their numbers.
        let before = before.min(sequencer.logs.next(log));
        let asked = &mut sequencer.prune[log.place()];
        *asked = before.max(*asked);
        if self.shared.inspector.is_none() {
            self.shared.kept.prune(log, before, usize::MAX);
        } else {
            sequencer.prune_asked = true;
        }
    }

    pub(super) fn logs(&self) -> &dyn Rows {
        self.shared.logs()
    }
}

fn missing_before(log: Log, number: u64) -> BadRow {
    BadRow { log, number: number.saturating_sub(1), reason: "it is missing".into() }
}

/// Damage is an error where more was wanted.
fn ended_well(bad: Option<BadRow>, more: bool) -> Result<(), EngineError> {
    match bad.filter(|_| more) {
        Some(bad) => Err(bad.into()),
        None => Ok(()),
    }
}

fn decode<'a, E: Deserialize<'a>>(row: &LogRow, raw: Raw<'a>) -> Result<Entry<E>, BadRow> {
    // What follows the fields that this version knows is a later one's.
    match postcard::take_from_bytes(raw.octets) {
        Ok((value, _)) => Ok(Entry { number: raw.number, lsn: raw.lsn, value }),
        Err(error) => Err(row.bad(raw.number, format!("it cannot be read: {error}"))),
    }
}
