//! Reading everything back: tables and journal in ranges of their keys, on several threads, each with a connection of its own.

use super::{Database, EngineError, compress, damaged_error, row::Tabular, row::word};
use crate::{
    records::{
        Account, AccountingSession, CarriedPostings, ChargingSession, ChargingSubscription, CountedCall,
        Dsai, EpsRegistration, EpsSubscription, ExportCursor, LedgerOrder, Location, LocationQuery, Log,
        Outbox, PublicService, Registration, RepositoryData, RoamerDay, Sequence, ShSubscriptions,
        Subscriber, Suspense, TransferQueue, WlanRegistration,
    },
    store::{
        engine::{JournalRow, Loaded, StagedChunk},
        kinds::{Change, Filler},
        loader::{Loader, on_threads},
    },
    types::Lsn,
};
use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension, Row};

/// How often a table's keys are halved at most: enough that the threads come to an end together, wherever in the keys the rows are.
const HALVINGS: u32 = 6;

/// The first and the last key of some rows.
type Range = (i64, i64);

/// Reads a range of a table with packed keys.
type ReadRange = fn(&Connection, &mut Filler<'_>, Range) -> rusqlite::Result<()>;

/// What one thread does in one go.
enum Job {
    Table(ReadRange, Range),
    Journal(Range),
    /// Chunks of the stage that was switched at this LSN.
    Staged(u64, Lsn, Range),
}

/// Consecutive change sets that some rows of the journal held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    first: Lsn,
    last: Lsn,
}

/// Reads everything, and counts the opening.
pub(super) fn load(
    database: &Database,
    connection: &Connection,
    into: &Loader<'_>,
) -> Result<Loaded, EngineError> {
    let mut loaded = begin(connection).map_err(damaged_error)?;
    for (end, log) in loaded.logs.iter_mut().zip(Log::ALL) {
        *end = super::log::end(connection, log)?;
    }
    let jobs = Mutex::new(jobs(connection, &loaded).map_err(damaged_error)?);
    let runs = Mutex::new(Vec::new());
    on_threads(|| {
        let connection = database.reader()?;
        let mut filler = into.filler();
        while let Some(job) = { jobs.lock().pop() } {
            match job {
                Job::Table(read, range) => {
                    read(&connection, &mut filler, range).map_err(damaged_error)?;
                }
                Job::Journal(range) => runs.lock().extend(replay(&connection, into, loaded.mark, range)?),
                Job::Staged(stage, lsn, range) => {
                    replay_stage(&connection, into, loaded.mark, (stage, lsn), range)?;
                }
            }
        }
        Ok(())
    })?;
    loaded.last = joined(loaded.mark, runs.into_inner())?;
    let epoch = "UPDATE meta SET value = value + 1 WHERE name = 'epoch' RETURNING value - 1";
    let epoch: i64 = connection.query_row(epoch, [], |row| row.get(0)).map_err(super::disk_error)?;
    loaded.epoch = epoch.cast_unsigned();
    Ok(loaded)
}

/// What can be known before anything is read.
fn begin(connection: &Connection) -> rusqlite::Result<Loaded> {
    let mark = mark(connection)?;
    let next =
        "SELECT coalesce(max(stage), 0) + 1 FROM (SELECT stage FROM staged UNION SELECT stage FROM journal)";
    let next_stage: i64 = connection.query_row(next, [], |row| row.get(0))?;
    let switches = "SELECT stage, last FROM journal WHERE stage IS NOT NULL AND last > ?1 ORDER BY first";
    let mut switches = connection.prepare(switches)?;
    let switched = switches.query_map([word(mark.0)], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), Lsn(row.get::<_, i64>(1)?.cast_unsigned())))
    })?;
    let switched = switched.collect::<Result<_, _>>()?;
    Ok(Loaded { last: mark, mark, next_stage: next_stage.cast_unsigned(), switched, ..Loaded::default() })
}

/// The work, the largest parts last: they are taken first.
fn jobs(connection: &Connection, loaded: &Loaded) -> rusqlite::Result<Vec<Job>> {
    let everything = (i64::MIN, i64::MAX);
    let mut jobs = vec![
        Job::Table(|connection, filler, _| read::<PublicService>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<Outbox>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<RepositoryData>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<Dsai>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<ShSubscriptions>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<LocationQuery>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<LedgerOrder>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<Suspense>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<ExportCursor>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<RoamerDay>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<TransferQueue>(connection, filler), everything),
        Job::Table(|connection, filler, _| read::<CarriedPostings>(connection, filler), everything),
    ];
    let ranges = |table, key, condition: &str| {
        let mut ranges = Vec::new();
        split(connection, &Column { table, key, condition }, everything, HALVINGS, &mut ranges)?;
        Ok::<_, rusqlite::Error>(ranges)
    };
    jobs.extend(
        ranges("journal", "first", &format!("last > {}", loaded.mark.0))?.into_iter().map(Job::Journal),
    );
    for (stage, lsn) in &loaded.switched {
        let chunks = ranges("staged", "id", &format!("stage = {stage}"))?;
        jobs.extend(chunks.into_iter().map(|range| Job::Staged(*stage, *lsn, range)));
    }
    let tables = [
        ranged::<CountedCall>("counted_call"),
        ranged::<AccountingSession>("accounting_session"),
        ranged::<ChargingSession>("charging_session"),
        ranged::<ChargingSubscription>("charging_subscription"),
        ranged::<Account>("account"),
        ranged::<Location>("location"),
        ranged::<WlanRegistration>("wlan_registration"),
        ranged::<EpsRegistration>("eps_registration"),
        ranged::<EpsSubscription>("eps_subscription"),
        ranged::<Sequence>("sequence"),
        ranged::<Registration>("registration"),
        ranged::<Subscriber>("subscriber"),
    ];
    for (table, column, read) in tables {
        jobs.extend(ranges(table, column, "true")?.into_iter().map(|range| Job::Table(read, range)));
    }
    Ok(jobs)
}

/// A table, the column by which it is cut into ranges, and how one of them is read.
fn ranged<R: Tabular + Into<Change>>(table: &str) -> (&str, &'static str, ReadRange) {
    (table, R::RANGED_BY, read_range::<R>)
}

/// The keys of a table.
struct Column<'a> {
    table: &'a str,
    key: &'a str,
    /// Of the rows where this is so.
    condition: &'a str,
}

/// Halves `range`, drawn tight around the keys there are, again and again: keys lie in clusters (an operator's numbers) with nothing
/// between them.
fn split(
    connection: &Connection,
    column: &Column<'_>,
    range: Range,
    halvings: u32,
    ranges: &mut Vec<Range>,
) -> rusqlite::Result<()> {
    let Column { table, key, condition } = column;
    let bound = |order| {
        let query = format!(
            "SELECT {key} FROM {table} WHERE {key} BETWEEN ?1 AND ?2 AND {condition} ORDER BY {key} {order} LIMIT 1"
        );
        connection
            .prepare_cached(&query)?
            .query_row([range.0, range.1], |row| row.get::<_, i64>(0))
            .optional()
    };
    let (Some(least), Some(greatest)) = (bound("ASC")?, bound("DESC")?) else { return Ok(()) };
    if halvings == 0 || least == greatest {
        ranges.push((least, greatest));
        return Ok(());
    }
    let middle = least.midpoint(greatest);
    split(connection, column, (least, middle), halvings - 1, ranges)?;
    split(connection, column, (middle + 1, greatest), halvings - 1, ranges)
}

fn read<R: Tabular + Into<Change>>(connection: &Connection, into: &mut Filler<'_>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(R::SELECT)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        into.record(R::read(row)?, version(row)?);
    }
    Ok(())
}

fn read_range<R: Tabular + Into<Change>>(
    connection: &Connection,
    into: &mut Filler<'_>,
    range: Range,
) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached(&format!("{} WHERE {} BETWEEN ?1 AND ?2", R::SELECT, R::RANGED_BY))?;
    let mut rows = statement.query([range.0, range.1])?;
    while let Some(row) = rows.next()? {
        into.record(R::read(row)?, version(row)?);
    }
    Ok(())
}

fn version(row: &Row<'_>) -> rusqlite::Result<Lsn> {
    let version: i64 = row.get(1)?;
    Ok(Lsn(version.cast_unsigned()))
}

/// Replays the rows that begin in `range`; the change sets they held, if any.
fn replay(
    connection: &Connection,
    into: &Loader<'_>,
    mark: Lsn,
    range: Range,
) -> Result<Option<Run>, EngineError> {
    let prepared = connection.prepare_cached(
        "SELECT first, last, stage, payload FROM journal WHERE first BETWEEN ?1 AND ?2 AND last > ?3 ORDER BY first",
    );
    let mut statement = prepared.map_err(damaged_error)?;
    let mut rows = statement.query([range.0, range.1, word(mark.0)]).map_err(damaged_error)?;
    let mut run: Option<Run> = None;
    while let Some(row) = rows.next().map_err(damaged_error)? {
        let row = journal_row(row).map_err(damaged_error)?;
        let before = run.map_or(row.first, |run| run.first);
        run.map_or(Ok(()), |run| follows(run.last, row.first))?;
        into.replay(&row, mark)?;
        run = Some(Run { first: before, last: row.last });
    }
    Ok(run)
}

/// Whether a row that begins with `first` goes on where `last` was the last.
fn follows(last: Lsn, first: Lsn) -> Result<(), EngineError> {
    if first.0 > last.0 + 1 {
        return Err(EngineError::Damaged(format!("the journal lacks LSN {}", last.0 + 1)));
    }
    Ok(())
}

/// The last LSN of a journal that goes on where the tables end, without a gap.
fn joined(mark: Lsn, mut runs: Vec<Run>) -> Result<Lsn, EngineError> {
    runs.sort_unstable();
    runs.into_iter().try_fold(mark, |last, run| follows(last, run.first).map(|()| run.last))
}

fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    let lsn = |column| row.get::<_, i64>(column).map(|lsn| Lsn(lsn.cast_unsigned()));
    let stage: Option<i64> = row.get(2)?;
    Ok(JournalRow {
        first: lsn(0)?,
        last: lsn(1)?,
        stage: stage.map(i64::cast_unsigned),
        payload: compress::payload(row, 3)?,
    })
}

fn replay_stage(
    connection: &Connection,
    into: &Loader<'_>,
    mark: Lsn,
    (stage, lsn): (u64, Lsn),
    range: Range,
) -> Result<(), EngineError> {
    let prepared =
        connection.prepare_cached("SELECT id, payload FROM staged WHERE id BETWEEN ?1 AND ?2 AND stage = ?3");
    let mut statement = prepared.map_err(damaged_error)?;
    let mut rows = statement.query([range.0, range.1, word(stage)]).map_err(damaged_error)?;
    while let Some(row) = rows.next().map_err(damaged_error)? {
        let id: i64 = row.get(0).map_err(damaged_error)?;
        let payload = compress::payload(row, 1).map_err(damaged_error)?;
        into.replay_chunk(StagedChunk { stage, payload }, (lsn, id.cast_unsigned()), mark)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn run(first: u64, last: u64) -> Run {
        Run { first: Lsn(first), last: Lsn(last) }
    }

    #[test]
    fn runs_of_the_journal_join_in_any_order_and_a_gap_is_damage() {
        assert_eq!(joined(Lsn(7), vec![]).unwrap(), Lsn(7));
        assert_eq!(joined(Lsn(7), vec![run(12, 20), run(5, 11), run(21, 21)]).unwrap(), Lsn(21));
        let lacks = |mark, runs| joined(mark, runs).unwrap_err().to_string();
        assert!(lacks(Lsn(7), vec![run(13, 20), run(8, 11)]).contains("lacks LSN 12"));
        assert!(lacks(Lsn(7), vec![run(9, 11)]).contains("lacks LSN 8"));
    }

    /// ST-5: an operator's numbers are a cluster far from a lab's few, and are read by all threads nevertheless.
    #[test]
    fn st_5_a_cluster_of_keys_is_cut_into_many_ranges_that_miss_nothing() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (key INTEGER PRIMARY KEY)").unwrap();
        let keys: Vec<i64> = [1, 2].into_iter().chain((0..10_000).map(|step| (1 << 60) + step)).collect();
        for key in &keys {
            connection.execute("INSERT INTO t VALUES (?1)", [key]).unwrap();
        }
        let column = Column { table: "t", key: "key", condition: "true" };
        let mut ranges = Vec::new();
        split(&connection, &column, (i64::MIN, i64::MAX), HALVINGS, &mut ranges).unwrap();
        let held = |(from, to): &Range| keys.iter().filter(|key| (from..=to).contains(key)).count();
        let counts: Vec<usize> = ranges.iter().map(held).collect();
        assert_eq!(counts.iter().sum::<usize>(), keys.len());
        assert!(counts.iter().all(|count| *count <= keys.len() / 8), "{counts:?}");
    }
}
