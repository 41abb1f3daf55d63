//! Rows of logs in their table, and where each log begins.

use super::{
    Database,
    compress::{self, Compressor},
    disk_error,
    row::word,
};
use crate::{
    records::Log,
    store::{
        engine::EngineError,
        log::{Anchor, BadRow, Extent, LogRow, Part, Rows, Seek, Wanted},
    },
    types::Lsn,
};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};

/// Bits of an id below the log's number.
const BITS: u32 = 56;
/// What follows the rows' names in a query for some of them.
const COLUMNS: &str = "id, count, first_lsn, last_lsn, octets, hash, payload";

/// The id of the row that begins with this entry.
fn id(log: Log, number: u64) -> i64 {
    (i64::from(log.number()) << BITS) | word(number.min((1 << BITS) - 1))
}

/// The number in an id.
fn number(id: i64) -> u64 {
    id.cast_unsigned() & ((1 << BITS) - 1)
}

fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; 32]> {
    row.get(column)
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get(column).map(i64::cast_unsigned)
}

fn log_row(log: Log, row: &Row<'_>) -> rusqlite::Result<LogRow> {
    Ok(LogRow {
        log,
        first: number(row.get(0)?),
        count: count(row, 1)?,
        first_lsn: Lsn(count(row, 2)?),
        last_lsn: Lsn(count(row, 3)?),
        octets: count(row, 4)?,
        hash: hash(row, 5)?,
        payload: compress::payload(row, 6)?,
    })
}

/// Writes rows that are chained already.
pub(super) fn append(
    connection: &Connection,
    rows: &[LogRow],
    compressor: &mut Compressor,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO log (id, count, first_lsn, last_lsn, octets, hash, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for row in rows {
        let numbers = [row.count, row.first_lsn.0, row.last_lsn.0, row.octets].map(word);
        let [count, first_lsn, last_lsn, octets] = numbers;
        statement.execute(params![
            id(row.log, row.first),
            count,
            first_lsn,
            last_lsn,
            octets,
            row.hash,
            compressor.compress(&row.payload)
        ])?;
    }
    Ok(())
}

/// Deletes at most `most` rows at the beginning that have nothing from `before` on. The new beginning if it moved, and true if there may be more to delete.
pub(super) fn prune(
    connection: &Connection,
    log: Log,
    before: u64,
    most: usize,
) -> rusqlite::Result<(Option<Anchor>, bool)> {
    let query = "SELECT id, count, octets, hash FROM log WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3";
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query(params![id(log, 0), id(log, before), most as i64])?;
    let (mut begin, mut gone) = (None, 0);
    let mut last = 0;
    while let Some(row) = rows.next()? {
        let row_id: i64 = row.get(0)?;
        let end = number(row_id).saturating_add(count(row, 1)?);
        if end > before {
            break;
        }
        begin = Some(Anchor { number: end, octets: count(row, 2)?, hash: hash(row, 3)? });
        (last, gone) = (row_id, gone + 1);
    }
    drop(rows);
    if let Some(begin) = begin {
        let delete = "DELETE FROM log WHERE id >= ?1 AND id <= ?2";
        connection.prepare_cached(delete)?.execute([id(log, 0), last])?;
        let set = "INSERT OR REPLACE INTO log_anchor (log, number, octets, hash) VALUES (?1, ?2, ?3, ?4)";
        let words = [begin.number, begin.octets].map(word);
        connection.prepare_cached(set)?.execute(params![log.number(), words[0], words[1], begin.hash])?;
    }
    Ok((begin, gone == most))
}

/// What there is of a log.
pub(super) fn extent(connection: &Connection, log: Log) -> Result<Extent, EngineError> {
    let begin = begin(connection, log)?;
    let query =
        "SELECT id, count, octets, hash FROM log WHERE id >= ?1 AND id <= ?2 ORDER BY id DESC LIMIT 1";
    let end = connection.prepare_cached(query).and_then(|mut statement| {
        let read = |row: &Row<'_>| {
            let end = number(row.get(0)?).saturating_add(count(row, 1)?);
            Ok(Anchor { number: end, octets: count(row, 2)?, hash: hash(row, 3)? })
        };
        statement.query_row([id(log, 0), id(log, u64::MAX)], read).optional()
    });
    let end = end.map_err(|error| unreadable(log, "last row", error))?;
    Ok(Extent { begin, end: end.unwrap_or(begin) })
}

/// Where the log goes on: after its last row, which must be whole, for its numbers and its hash are what the next one builds on.
pub(super) fn end(connection: &Connection, log: Log) -> Result<Anchor, EngineError> {
    let part = read(connection, log, Wanted::new(Seek::Before(u64::MAX), 1))?;
    let Some(row) = part.rows.first() else {
        return part.bad.map_or(Ok(part.begin), |bad| Err(bad.into()));
    };
    row.entries().try_for_each(|entry| entry.map(|_| ()))?;
    Ok(row.anchor())
}

fn begin(connection: &Connection, log: Log) -> Result<Anchor, EngineError> {
    let query = "SELECT number, octets, hash FROM log_anchor WHERE log = ?1";
    let anchor = connection.prepare_cached(query).and_then(|mut statement| {
        let read = |row: &Row<'_>| {
            Ok(Anchor { number: count(row, 0)?, octets: count(row, 1)?, hash: hash(row, 2)? })
        };
        statement.query_row([log.number()], read).optional()
    });
    Ok(anchor.map_err(|error| unreadable(log, "beginning", error))?.unwrap_or_default())
}

fn unreadable(log: Log, what: &str, error: rusqlite::Error) -> EngineError {
    if is_damage(&error) {
        EngineError::Damaged(format!("the {what} of the log {log} cannot be read: {error}"))
    } else {
        disk_error(error)
    }
}

/// Whether it is not what was written, rather than a disk that cannot be read.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), None | Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Some rows of a log as it stands at one moment.
fn read(connection: &Connection, log: Log, mut wanted: Wanted) -> Result<Part, EngineError> {
    let snapshot = connection.unchecked_transaction().map_err(disk_error)?;
    let mut part = Part { begin: begin(&snapshot, log)?, ..Part::default() };
    // The row with an entry is the last one that begins with it or before.
    let (query, from, mut next) = match wanted.seek {
        Seek::From(number) => (
            format!(
                "SELECT {COLUMNS} FROM log WHERE id <= ?3 AND id >= coalesce(
                    (SELECT id FROM log WHERE id BETWEEN ?2 AND ?1 ORDER BY id DESC LIMIT 1), ?2) ORDER BY id"
            ),
            id(log, number),
            number.max(part.begin.number),
        ),
        Seek::Before(number) => (
            format!("SELECT {COLUMNS} FROM log WHERE id >= ?2 AND id < ?1 AND id <= ?3 ORDER BY id DESC"),
            id(log, number),
            number.saturating_sub(1),
        ),
    };
    let mut statement = snapshot.prepare_cached(&query).map_err(disk_error)?;
    let mut rows = statement.query([from, id(log, 0), id(log, u64::MAX)]).map_err(disk_error)?;
    loop {
        let row = match rows.next().and_then(|row| row.map(|row| log_row(log, row)).transpose()) {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) if is_damage(&error) => {
                let reason = format!("its row cannot be read: {error}");
                part.bad = Some(BadRow { log, number: next, reason });
                break;
            }
            Err(error) => return Err(disk_error(error)),
        };
        match wanted.seek {
            Seek::From(number) if row.end() <= number && part.rows.is_empty() => continue,
            Seek::From(_) => next = row.end(),
            Seek::Before(_) => next = row.first.saturating_sub(1),
        }
        let more = wanted.more(&row);
        part.rows.push(row);
        if !more {
            break;
        }
    }
    Ok(part)
}

impl Rows for Database {
    fn extent(&self, log: Log) -> Result<Extent, EngineError> {
        self.readers.with(self, |connection| {
            let snapshot = connection.unchecked_transaction().map_err(disk_error)?;
            extent(&snapshot, log)
        })
    }

    fn read(&self, log: Log, wanted: Wanted) -> Result<Part, EngineError> {
        self.readers.with(self, |connection| read(connection, log, wanted))
    }
}
