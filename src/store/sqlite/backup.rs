//! Backups: a consistent copy of the running store, checked before it takes its name; and the way back.

use super::{
    Database, EngineError, damaged_error, disk_error, load,
    lock::{Lock, beside, private},
    schema,
};
use crate::types::Lsn;
use rusqlite::{Connection, OpenFlags, backup::Backup};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Copies the database to `path` as it stands at one moment. The writer goes on meanwhile: the copy reads from the past that the
/// write-ahead log keeps for it.
pub(super) fn backup(database: &Database, path: &Path) -> Result<Lsn, EngineError> {
    let draft = Draft::new(path)?;
    {
        let source = database.reader()?;
        let mut copy = Connection::open(&draft.path).map_err(disk_error)?;
        // In one step: between two, the writer's next commit would make it begin again.
        Backup::new(&source, &mut copy).and_then(|backup| backup.step(-1)).map_err(disk_error)?;
        // One file that is complete without a log beside it.
        copy.pragma_update(None, "journal_mode", "DELETE").map_err(disk_error)?;
    }
    let last = check(&draft.path)?;
    draft.keep(path)?;
    Ok(last)
}

/// Puts the backup at `from` in the place of the store at `to`, which no daemon may have open. Returns the LSN it reaches to.
///
/// # Errors
/// `from` is no good backup, `to` exists and `overwrite` is not set, or `to` is in use: a sentence each. `to` is then as it was.
pub fn restore(from: &Path, to: &Path, overwrite: bool) -> Result<Lsn, EngineError> {
    let last = check(from)?;
    let _lock = Lock::take(to)?;
    if to.exists() && !overwrite {
        let text = "exists already: say that it is to be overwritten, or choose another path";
        return Err(EngineError::Refused(format!("{} {text}", to.display())));
    }
    let draft = Draft::new(to)?;
    let copied = fs::copy(from, &draft.path).and_then(|_| {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&draft.path, fs::Permissions::from_mode(0o600))
    });
    copied.map_err(|error| io_error(&draft.path, &error))?;
    check(&draft.path)?;
    // What the log of the store that is replaced held must not be played into the restored one.
    for suffix in ["wal", "shm"] {
        let stale = beside(to, suffix);
        if let Err(error) = fs::remove_file(&stale)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(io_error(&stale, &error));
        }
    }
    draft.keep(to)?;
    Ok(last)
}

/// Whether the file is a whole database of ours, of a version this program knows; the LSN it reaches to.
fn check(path: &Path) -> Result<Lsn, EngineError> {
    let not_good = |reason: &dyn std::fmt::Display| {
        EngineError::Refused(format!("{} is not a good backup: {reason}", path.display()))
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| not_good(&error))?;
    if schema::version(&connection)? == 0 {
        return Err(not_good(&"it is empty"));
    }
    let verdict = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match verdict.as_deref() {
        Ok("ok") => load::last(&connection).map_err(damaged_error),
        Ok(reason) => Err(not_good(&reason)),
        Err(error) => Err(not_good(error)),
    }
}

/// A file in the making, beside the one it will become. Dropping it unfinished removes it.
struct Draft {
    path: PathBuf,
}

impl Draft {
    fn new(target: &Path) -> Result<Self, EngineError> {
        let path = beside(target, "draft");
        let empty = private(&path).and_then(|file| file.set_len(0));
        empty.map_err(|error| io_error(&path, &error))?;
        Ok(Self { path })
    }

    /// Gives the file its name, durably.
    fn keep(self, target: &Path) -> Result<(), EngineError> {
        let directory =
            target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let kept = File::open(&self.path)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&self.path, target))
            .and_then(|()| File::open(directory)?.sync_all());
        kept.map_err(|error| io_error(target, &error))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone already where it was kept.
        let _ = fs::remove_file(&self.path);
    }
}

fn io_error(path: &Path, error: &io::Error) -> EngineError {
    EngineError::Disk(format!("{}: {error}", path.display()))
}
