//! Reading everything back: the tables on several threads, each with a connection of its own, then the journal in order.

use super::{Database, EngineError, damaged_error, row::Tabular, row::word};
use crate::{
    records::{Outbox, PublicService, Registration, Sequence, Subscriber},
    store::{
        engine::{JournalRow, Loaded, StagedChunk},
        kinds::Change,
        loader::Loader,
    },
    types::Lsn,
};
use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension};
use std::num::NonZero;

/// A table with packed keys is read in so many parts.
const PARTS: i64 = 8;

/// A part of a table, read by one thread.
struct Job {
    run: fn(&Connection, &Loader<'_>, i64, i64) -> rusqlite::Result<()>,
    from: i64,
    to: i64,
}

/// Reads everything, and counts the opening.
pub(super) fn load(
    database: &Database,
    connection: &Connection,
    into: &Loader<'_>,
) -> Result<Loaded, EngineError> {
    let jobs = jobs(connection, into).map_err(damaged_error)?;
    run(database, jobs, into)?;
    let mut loaded = replay(connection, into)?;
    let epoch = "UPDATE meta SET value = value + 1 WHERE name = 'epoch' RETURNING value - 1";
    let epoch: i64 = connection.query_row(epoch, [], |row| row.get(0)).map_err(super::disk_error)?;
    loaded.epoch = epoch.cast_unsigned();
    Ok(loaded)
}

fn jobs(connection: &Connection, into: &Loader<'_>) -> rusqlite::Result<Mutex<Vec<Job>>> {
    let mut jobs =
        vec![Job { run: read::<PublicService>, from: 0, to: 0 }, Job { run: read::<Outbox>, from: 0, to: 0 }];
    split(connection, "sequence", read_range::<Sequence>, &mut jobs)?;
    split(connection, "registration", read_range::<Registration>, &mut jobs)?;
    split(connection, "subscriber", read_range::<Subscriber>, &mut jobs)?;
    // A guess from the tree's size would do; counting a million rows takes a few hundredths of a second.
    let count: i64 = connection.query_row("SELECT count(*) FROM subscriber", [], |row| row.get(0))?;
    into.expect_subscribers(usize::try_from(count).unwrap_or(0));
    Ok(Mutex::new(jobs))
}

/// Cuts a table's keys into ranges of equal width.
fn split(
    connection: &Connection,
    table: &str,
    run: fn(&Connection, &Loader<'_>, i64, i64) -> rusqlite::Result<()>,
    jobs: &mut Vec<Job>,
) -> rusqlite::Result<()> {
    let bounds = format!("SELECT (SELECT min(key) FROM {table}), (SELECT max(key) FROM {table})");
    let bounds: (Option<i64>, Option<i64>) =
        connection.query_row(&bounds, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(least), Some(greatest)) = bounds else { return Ok(()) };
    let width = (greatest - least) / PARTS + 1;
    jobs.extend((0..PARTS).map(|part| Job {
        run,
        from: least + part * width,
        to: least + part * width + (width - 1),
    }));
    Ok(())
}

fn run(database: &Database, jobs: Mutex<Vec<Job>>, into: &Loader<'_>) -> Result<(), EngineError> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(8);
    let work = || -> Result<(), EngineError> {
        let connection = database.reader()?;
        while let Some(job) = { jobs.lock().pop() } {
            (job.run)(&connection, into, job.from, job.to).map_err(damaged_error)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let panicked = |_| Err(EngineError::Damaged("reading a table panicked".into()));
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(panicked))
    })
}

fn read<R: Tabular + Into<Change>>(
    connection: &Connection,
    into: &Loader<'_>,
    _: i64,
    _: i64,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(R::SELECT)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        into.record(R::read(row)?, version(row)?);
    }
    Ok(())
}

fn read_range<R: Tabular + Into<Change>>(
    connection: &Connection,
    into: &Loader<'_>,
    from: i64,
    to: i64,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("{} WHERE key BETWEEN ?1 AND ?2", R::SELECT))?;
    let mut rows = statement.query([from, to])?;
    while let Some(row) = rows.next()? {
        into.record(R::read(row)?, version(row)?);
    }
    Ok(())
}

fn version(row: &rusqlite::Row<'_>) -> rusqlite::Result<Lsn> {
    let version: i64 = row.get(1)?;
    Ok(Lsn(version.cast_unsigned()))
}

fn replay(connection: &Connection, into: &Loader<'_>) -> Result<Loaded, EngineError> {
    let mark = mark(connection).map_err(damaged_error)?;
    let mut loaded = Loaded { last: mark, mark, ..Loaded::default() };
    let rows = || -> rusqlite::Result<_> {
        let next = "SELECT coalesce(max(stage), 0) + 1 FROM (SELECT stage FROM staged UNION SELECT stage FROM journal)";
        let next_stage: i64 = connection.query_row(next, [], |row| row.get(0))?;
        Ok((
            next_stage,
            connection
                .prepare("SELECT first, last, stage, payload FROM journal WHERE last > ?1 ORDER BY first")?,
        ))
    };
    let (next_stage, mut statement) = rows().map_err(damaged_error)?;
    loaded.next_stage = next_stage.cast_unsigned();
    let mut rows = statement.query([word(mark.0)]).map_err(damaged_error)?;
    while let Some(row) = rows.next().map_err(damaged_error)? {
        let row = journal_row(row).map_err(damaged_error)?;
        if row.first.0 > loaded.last.0 + 1 {
            return Err(EngineError::Damaged(format!("the journal lacks LSN {}", loaded.last.0 + 1)));
        }
        into.replay(&row, mark)?;
        if let Some(stage) = row.stage {
            replay_stage(connection, into, stage, row.first, mark)?;
        }
        loaded.last = row.last;
        loaded.switched.extend(row.stage.map(|stage| (stage, row.last)));
    }
    Ok(loaded)
}

fn journal_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<JournalRow> {
    let lsn = |column| row.get::<_, i64>(column).map(|lsn| Lsn(lsn.cast_unsigned()));
    let stage: Option<i64> = row.get(2)?;
    Ok(JournalRow {
        first: lsn(0)?,
        last: lsn(1)?,
        stage: stage.map(i64::cast_unsigned),
        payload: row.get(3)?,
    })
}

/// Chunk by chunk: an import may be large.
fn replay_stage(
    connection: &Connection,
    into: &Loader<'_>,
    stage: u64,
    lsn: Lsn,
    mark: Lsn,
) -> Result<(), EngineError> {
    let prepared = connection.prepare("SELECT payload FROM staged WHERE stage = ?1 ORDER BY id");
    let mut statement = prepared.map_err(damaged_error)?;
    let mut rows = statement.query([word(stage)]).map_err(damaged_error)?;
    while let Some(row) = rows.next().map_err(damaged_error)? {
        let payload = row.get(0).map_err(damaged_error)?;
        into.replay_chunk(StagedChunk { stage, payload }, lsn, mark)?;
    }
    Ok(())
}

/// What the tables are good for.
pub(super) fn mark(connection: &Connection) -> rusqlite::Result<Lsn> {
    let mark =
        connection.query_row("SELECT value FROM meta WHERE name = 'mark'", [], |row| row.get::<_, i64>(0));
    Ok(Lsn(mark.optional()?.unwrap_or(0).cast_unsigned()))
}

/// The last LSN of any change.
pub(super) fn last(connection: &Connection) -> rusqlite::Result<Lsn> {
    let journal =
        connection.query_row("SELECT max(last) FROM journal", [], |row| row.get::<_, Option<i64>>(0))?;
    Ok(mark(connection)?.max(Lsn(journal.unwrap_or(0).cast_unsigned())))
}
