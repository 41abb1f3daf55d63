//! The embedded engine: one SQLite file, journal first, open to the `sqlite3` shell (read-only) while the daemon runs.
//!
//! A batch is one transaction: its journal rows, the rows of logs that belong to them, a few swept records in key order, and the deletion of
//! a few journal rows that the tables have caught up with. Nothing else writes.

mod account;
mod accounting_session;
mod backup;
mod carried_postings;
mod charging_session;
mod charging_subscription;
mod checkpoint;
mod compress;
mod dsai;
mod eps_registration;
mod eps_subscription;
mod export_cursor;
mod json;
mod ledger_order;
mod load;
mod location;
mod location_query;
mod lock;
mod log;
mod outbox;
mod public_service;
mod readers;
mod registration;
mod repository_data;
mod roamers;
mod row;
mod schema;
mod sequence;
mod sh_subscription;
mod subscriber;
mod suspense;
mod sweep;
mod transfer_queue;
mod wlan_registration;

pub use backup::restore;
pub use schema::schema_version;

use super::{
    engine::{Batch, Engine, EngineError, Inspector, Loaded, Usage},
    loader::Loader,
    log::PerLog,
};
use crate::{records::Log, types::Lsn};
use checkpoint::Checkpointer;
use compress::Compressor;
use lock::{Lock, beside, private};
use readers::Readers;
use row::word;
use rusqlite::{Connection, OpenFlags, config::DbConfig, params};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Pages of the write-ahead log after which a commit checkpoints by itself, should the checkpointer have fallen behind: 64 MiB.
const BACKSTOP_PAGES: u32 = 16_384;
/// Octets of the writer's page cache. Reads come from memory; the cache holds the pages that sweeping and pruning touch.
const CACHE_KIB: i32 = 16 * 1024;

/// `first <= ?1` follows from `last <= ?1`, and is what keeps SQLite from walking the whole journal when nothing of it may go.
const PRUNE_JOURNAL: &str = "DELETE FROM journal WHERE first IN
    (SELECT first FROM journal WHERE first <= ?1 AND last <= ?1 ORDER BY first LIMIT ?2)";

/// Where a database is, and how to connect to it.
#[derive(Debug, Clone)]
struct Database {
    path: PathBuf,
    /// The file itself, to make durable what was moved into it. It is open as long as any connection is, and so no connection's lock is
    /// lost: a process that closes a file loses the locks that it has on it by other descriptors.
    file: Arc<File>,
    readers: Arc<Readers>,
}

/// The engine.
#[derive(Debug)]
pub(super) struct Sqlite {
    connection: Connection,
    mark: Lsn,
    /// Where each log begins, as far as is known: there is nothing to prune before.
    log_begins: PerLog<u64>,
    compressor: Compressor,
    failed: bool,
    // Dropped after the connection, in this order.
    checkpointer: Checkpointer,
    database: Database,
    _lock: Lock,
}

impl Sqlite {
    /// Opens or creates the database at `path`, alone, at this program's schema version.
    pub(super) fn open(path: &Path) -> Result<Self, EngineError> {
        let lock = Lock::take(path)?;
        let database = Database::at(path)?;
        let mut connection = database.connect()?;
        schema::version(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(disk_error)?;
        schema::upgrade(&mut connection)?;
        let checkpointer = Checkpointer::start(database.clone())
            .map_err(|error| EngineError::Refused(format!("the checkpointer cannot start: {error}")))?;
        Ok(Self {
            connection,
            mark: Lsn::ZERO,
            log_begins: PerLog::default(),
            compressor: Compressor::default(),
            failed: false,
            checkpointer,
            database,
            _lock: lock,
        })
    }

    fn transact(&mut self, batch: &Batch) -> rusqlite::Result<bool> {
        if self.checkpointer.leaves_rest() {
            checkpoint::move_rest(&self.connection)?;
        }
        let (transaction, compressor) = (self.connection.transaction()?, &mut self.compressor);
        {
            let mut append = transaction.prepare_cached(
                "INSERT INTO journal (first, last, stage, payload) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for row in &batch.journal {
                append.execute(params![
                    word(row.first.0),
                    word(row.last.0),
                    row.stage.map(word),
                    compressor.compress(&row.payload)
                ])?;
            }
            let mut append =
                transaction.prepare_cached("INSERT INTO staged (stage, payload) VALUES (?1, ?2)")?;
            for chunk in &batch.staged {
                append.execute(params![word(chunk.stage), compressor.compress(&chunk.payload)])?;
            }
        }
        sweep::sweep(&transaction, &batch.swept)?;
        if let Some(mark) = batch.mark {
            let set = "UPDATE meta SET value = ?1 WHERE name = 'mark'";
            transaction.prepare_cached(set)?.execute([word(mark.0)])?;
        }
        for rows in &batch.logs {
            log::append(&transaction, rows, compressor)?;
        }
        let mut more = prune(&transaction, batch.mark.unwrap_or(self.mark), batch)?;
        more |= prune_logs(&transaction, &mut self.log_begins, batch)?;
        transaction.commit()?;
        self.mark = batch.mark.unwrap_or(self.mark);
        Ok(more)
    }
}

/// Deletes a little of what the tables have caught up with: twice what this batch adds and a bit, so that it comes to an end. True if
/// there may be more.
fn prune(connection: &Connection, mark: Lsn, batch: &Batch) -> rusqlite::Result<bool> {
    let rows = 2 * batch.journal.len() + 2;
    let chunks = if batch.journal.is_empty() { 8 } else { 2 };
    let rows_gone = connection.prepare_cached(PRUNE_JOURNAL)?.execute(params![word(mark.0), rows as i64])?;
    let prune = "DELETE FROM staged
        WHERE id IN (SELECT id FROM (SELECT id, stage FROM staged ORDER BY id LIMIT ?2) WHERE stage < ?1)";
    let chunks_gone =
        connection.prepare_cached(prune)?.execute(params![word(batch.keep_stage), chunks as i64])?;
    Ok(rows_gone == rows || chunks_gone == chunks)
}

/// The same for what nobody wants of the logs any more.
fn prune_logs(connection: &Connection, begins: &mut PerLog<u64>, batch: &Batch) -> rusqlite::Result<bool> {
    let rows = 2 * batch.logs.iter().map(Vec::len).sum::<usize>() + 2;
    let mut more = false;
    for (log, begin) in Log::ALL.into_iter().zip(begins) {
        let before = batch.prune_logs[log.place()];
        if before > *begin {
            let (moved, left) = log::prune(connection, log, before, rows)?;
            // Where nothing is left to prune up to there, it need not be looked for again.
            *begin = if left { moved.map_or(*begin, |moved| moved.number) } else { before };
            more |= left;
        }
    }
    Ok(more)
}

impl Engine for Sqlite {
    fn load(&mut self, into: &Loader<'_>) -> Result<Loaded, EngineError> {
        let loaded = load::load(&self.database, &self.connection, into)?;
        self.mark = loaded.mark;
        Ok(loaded)
    }

    fn write(&mut self, batch: &Batch) -> Result<bool, EngineError> {
        if self.failed {
            return Err(EngineError::Disk("it failed before".into()));
        }
        self.transact(batch).map_err(|error| {
            self.failed = true;
            disk_error(error)
        })
    }

    fn inspector(&self) -> Box<dyn Inspector> {
        Box::new(self.database.clone())
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.database.readers.close();
    }
}

impl Inspector for Database {
    fn usage(&self) -> Usage {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
        let directory =
            self.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let free =
            rustix::fs::statvfs(directory).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        Usage { database: size(&self.path), log: size(&beside(&self.path, "wal")), free }
    }

    fn backup(&self, path: &Path) -> Result<Lsn, EngineError> {
        backup::backup(self, path)
    }
}

impl Database {
    /// The database at `path`, created if it is not there.
    fn at(path: &Path) -> Result<Self, EngineError> {
        let file =
            private(path).map_err(|error| EngineError::Refused(format!("{}: {error}", path.display())))?;
        Ok(Self { path: path.into(), file: Arc::new(file), readers: Arc::default() })
    }

    /// A connection that writes.
    fn connect(&self) -> Result<Connection, EngineError> {
        let connection = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        );
        let connection = connection.map_err(disk_error)?;
        let set = || -> rusqlite::Result<()> {
            connection.busy_timeout(Duration::from_secs(10))?;
            // Without it SQLite compiles a statement anew whenever a value that a range begins or ends with is another: with every batch.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
            connection.pragma_update(None, "wal_autocheckpoint", BACKSTOP_PAGES)?;
            connection.pragma_update(None, "journal_size_limit", i64::from(BACKSTOP_PAGES) * 4096)?;
            connection.set_prepared_statement_cache_capacity(64);
            Ok(())
        };
        set().map_err(disk_error)?;
        Ok(connection)
    }

    /// A connection that only reads.
    fn reader(&self) -> Result<Connection, EngineError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(&self.path, flags).map_err(disk_error)
    }
}

fn disk_error(error: rusqlite::Error) -> EngineError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
            damaged_error(error)
        }
        _ => EngineError::Disk(error.to_string()),
    }
}

fn damaged_error(error: rusqlite::Error) -> EngineError {
    EngineError::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    /// Every batch says anew up to where the journal may go; the statement for it is compiled once.
    #[test]
    fn st_5_a_statement_is_compiled_once_whatever_it_is_given() {
        let directory = tempfile::tempdir().unwrap();
        let engine = Sqlite::open(&directory.path().join("innkeeper.db")).unwrap();
        for mark in 1..10 {
            prune(&engine.connection, Lsn(mark), &Batch::default()).unwrap();
        }
        let statement = engine.connection.prepare_cached(PRUNE_JOURNAL).unwrap();
        let (runs, anew) = (StatementStatus::Run, StatementStatus::RePrepare);
        assert_eq!((statement.get_status(runs), statement.get_status(anew)), (9, 0));
    }
}
