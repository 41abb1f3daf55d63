//! The checkpointer: moves what the write-ahead log holds into the database, beside the writer, so that the writer need not stop for it.
//!
//! SQLite begins its log anew when a commit finds all of it in the database. While commits come fast none does, for what came during the
//! last move is missing. So a log that has grown long is moved and made durable here, and once more what came meanwhile; the little that
//! then came is the writer's to move, before its next commit. A log that is short waits until nobody adds to it: pages that change often
//! are moved once for many changes.

use super::{Database, EngineError, disk_error};
use rusqlite::{Connection, ErrorCode};
use std::{
    fs::File,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::JoinHandle,
    time::Duration,
};

/// When a log that grew is looked at again.
const SOON: Duration = Duration::from_millis(20);
/// And one that did not.
const LATER: Duration = Duration::from_millis(100);

/// A log that did not grow at so many looks, one after the other, rests.
const STILL: u32 = 2;

/// From so many pages on, 4 MiB, a log that grows is moved. While pages are on their way into the database, the disk keeps commits waiting, and all the longer the
/// more they are. Measured with 25,000 CCRs a second: of a hundred answers the slowest takes 3.0 to 3.8 ms with four times as many (looked at ten times a second), 2.1
/// to 2.9 with these. Time of the processor is the same, octets written are some percent more.
const LONG: i64 = 1024;

/// The last there is: whoever wakes up goes first. Where all processors are busy it is some sixtieth of what others get, and at full load still enough.
const NICE: i32 = 19;

/// A thread with a connection of its own. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Checkpointer {
    rest: Arc<AtomicBool>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn start(database: Database) -> std::io::Result<Self> {
        let (stop, stopped) = mpsc::channel::<()>();
        let rest = Arc::new(AtomicBool::new(false));
        let told = rest.clone();
        let run = move || {
            yield_to_others();
            let Ok(connection) = database.connect() else { return };
            let mut mover = Mover { connection, file: &database.file, long: LONG, before: 0, still: 0 };
            let mut failing = false;
            while stopped.recv_timeout(mover.wait()) == Err(RecvTimeoutError::Timeout) {
                match mover.turn() {
                    Ok(rest) => {
                        told.fetch_or(rest, Ordering::Relaxed);
                        failing = false;
                    }
                    // What it could not move it moves the next time; an error of the disk is the writer's to find, at its own next commit.
                    // Said once: it comes ten times a second and more as long as the disk has no room.
                    Err(error) if !std::mem::replace(&mut failing, true) => {
                        tracing::warn!(%error, "the write-ahead log could not be checkpointed; it is tried again");
                    }
                    Err(_) => {}
                }
            }
        };
        let thread = std::thread::Builder::new().name("store-checkpoint".into()).spawn(run)?;
        Ok(Self { rest, stop: Some(stop), thread: Some(thread) })
    }

    /// True, once, if little of a long log is left for the writer to move.
    pub(super) fn leaves_rest(&self) -> bool {
        self.rest.swap(false, Ordering::Relaxed)
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Moves what the checkpointer left. The log of a disk that has no room for it can wait.
pub(super) fn move_rest(connection: &Connection) -> rusqlite::Result<()> {
    match checkpoint(connection, "PASSIVE") {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => Ok(()),
        moved => moved.map(|_| ()),
    }
}

/// Has the calling thread yield to all others, of other processes too, as long as it lives; without effect where that is not granted. Only for one that nobody waits for:
/// where it falls behind, the log is longer, and commits go on.
fn yield_to_others() {
    // On Linux a nice value is a thread's, and zero the calling one.
    let _ = rustix::process::setpriority_process(None, NICE);
}

/// What the thread does.
struct Mover<'a> {
    connection: Connection,
    file: &'a File,
    long: i64,
    /// The log's pages the last time.
    before: i64,
    /// At how many looks, one after the other, it had not grown.
    still: u32,
}

/// How long the log is, and how much of it is in the database. In pages; minus one as long as there is none.
#[derive(Debug, Clone, Copy)]
struct Wal {
    pages: i64,
    moved: i64,
}

impl Mover<'_> {
    /// How long to the next look.
    const fn wait(&self) -> Duration {
        if self.still == 0 { SOON } else { LATER }
    }

    /// Looks at the log, and moves it if that should be. True if the writer should move the rest.
    fn turn(&mut self) -> Result<bool, EngineError> {
        let wal = self.ask("NOOP")?;
        let grew = wal.pages != std::mem::replace(&mut self.before, wal.pages);
        self.still = if grew { 0 } else { self.still.saturating_add(1) };
        if wal.moved == wal.pages || (self.still < STILL && wal.pages < self.long) {
            return Ok(false);
        }
        let first = self.ask("PASSIVE")?;
        // Whoever reads what was before keeps the rest where it is.
        if wal.pages < self.long || first.moved == wal.moved {
            return Ok(false);
        }
        self.sync()?;
        let second = self.ask("PASSIVE")?;
        self.sync()?;
        Ok(second.pages - second.moved < self.long)
    }

    fn ask(&self, how: &str) -> Result<Wal, EngineError> {
        checkpoint(&self.connection, how).map_err(disk_error)
    }

    /// SQLite itself does it only where it moved all there was.
    fn sync(&self) -> Result<(), EngineError> {
        self.file.sync_data().map_err(|error| EngineError::Disk(error.to_string()))
    }
}

fn checkpoint(connection: &Connection, how: &str) -> rusqlite::Result<Wal> {
    let wal = |row: &rusqlite::Row<'_>| Ok(Wal { pages: row.get(1)?, moved: row.get(2)? });
    connection.prepare_cached(&format!("PRAGMA wal_checkpoint({how})"))?.query_row([], wal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_thread_that_yields_leaves_the_others_as_they_were() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let before = nice();
        let yielding = std::thread::spawn(move || {
            yield_to_others();
            nice()
        });
        assert_eq!((yielding.join().unwrap(), nice()), (NICE, before));
    }

    /// A writer's connection, and what moves its log from twenty pages on.
    fn pair(database: &Database) -> (Connection, Mover<'_>) {
        let writer = database.connect().unwrap();
        writer.pragma_update(None, "journal_mode", "WAL").unwrap();
        writer.execute("CREATE TABLE some (octets BLOB)", []).unwrap();
        let connection = database.connect().unwrap();
        let mover = Mover { connection, file: &database.file, long: 20, before: 0, still: 0 };
        (writer, mover)
    }

    /// Commits so many times, each of at least a page.
    fn commit(writer: &Connection, times: usize) {
        for _ in 0..times {
            writer.execute("INSERT INTO some VALUES (zeroblob(4000))", []).unwrap();
        }
    }

    fn rows(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM some", [], |row| row.get(0)).unwrap()
    }

    /// What a process would find that began now, had the last one been killed.
    fn after_a_kill(database: &Database, into: &Path) -> i64 {
        for suffix in ["", "-wal"] {
            let name = |path: &Path| format!("{}{suffix}", path.display());
            std::fs::copy(name(&database.path), name(into)).unwrap();
        }
        let connection = Connection::open(into).unwrap();
        let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
        rows(&connection)
    }

    #[test]
    fn st_5_a_short_log_is_moved_once_it_rests() {
        let directory = tempfile::tempdir().unwrap();
        let database = Database::at(&directory.path().join("a.db")).unwrap();
        let (writer, mut mover) = pair(&database);
        for _ in 0..2 {
            commit(&writer, 2);
            assert!(!mover.turn().unwrap());
            let wal = mover.ask("NOOP").unwrap();
            assert!(wal.pages > 4 && wal.moved == 0, "{wal:?}");
        }
        assert!(!mover.turn().unwrap());
        let wal = mover.ask("NOOP").unwrap();
        assert!(wal.moved == 0, "a moment is no rest: {wal:?}");
        assert!(!mover.turn().unwrap());
        let wal = mover.ask("NOOP").unwrap();
        assert_eq!(wal.moved, wal.pages);
    }

    /// However fast commits come, the log begins anew; and whatever step a kill cuts off, everything committed is found.
    #[test]
    fn st_5_a_long_log_begins_anew_and_a_kill_at_any_step_loses_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let database = Database::at(&directory.path().join("a.db")).unwrap();
        let (writer, mut mover) = pair(&database);
        let mut copies = (0..).map(|number| directory.path().join(format!("copy-{number}.db")));
        let mut found = |count: i64| {
            assert_eq!(after_a_kill(&database, &copies.next().unwrap()), count);
        };
        commit(&writer, 30);
        // What comes after this reader began cannot be moved: as if it had come during the move.
        let reader = database.reader().unwrap();
        reader.execute_batch("BEGIN").unwrap();
        assert_eq!(rows(&reader), 30);
        commit(&writer, 4);
        assert!(mover.turn().unwrap());
        reader.execute_batch("COMMIT").unwrap();
        found(34);
        commit(&writer, 1);
        found(35);
        let wal = mover.ask("NOOP").unwrap();
        assert!(wal.moved > 30 && wal.moved < wal.pages, "{wal:?}");
        move_rest(&writer).unwrap();
        found(35);
        commit(&writer, 1);
        found(36);
        let wal = mover.ask("NOOP").unwrap();
        assert!(wal.pages < 10 && wal.moved == 0, "{wal:?}");
    }

    /// Whoever still reads what was before, a backup say, keeps the log from being moved: then the writer is not asked to.
    #[test]
    fn st_5_a_log_that_is_read_waits_for_its_reader() {
        let directory = tempfile::tempdir().unwrap();
        let database = Database::at(&directory.path().join("a.db")).unwrap();
        let (writer, mut mover) = pair(&database);
        commit(&writer, 1);
        let reader = database.reader().unwrap();
        reader.execute_batch("BEGIN").unwrap();
        assert_eq!(rows(&reader), 1);
        commit(&writer, 30);
        // What the reader sees is moved, and after that nothing.
        mover.turn().unwrap();
        assert!(!mover.turn().unwrap());
        let held = mover.ask("NOOP").unwrap();
        assert!(held.moved < 10 && held.pages > 30, "{held:?}");
        assert_eq!(rows(&reader), 1);
        reader.execute_batch("COMMIT").unwrap();
        assert!(mover.turn().unwrap());
        move_rest(&writer).unwrap();
        commit(&writer, 1);
        assert!(mover.ask("NOOP").unwrap().pages < 10);
        assert_eq!(rows(&reader), 32);
    }
}
