//! One process, one store: a lock file beside the database, and files that only their owner can read.

use super::EngineError;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Held as long as the store is open; the kernel lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the database at `path`.
    pub(super) fn take(path: &Path) -> Result<Self, EngineError> {
        let name = beside(path, "lock");
        let mut file = private(&name).map_err(|error| {
            EngineError::Refused(format!(
                "the store's directory cannot be written: {}: {error}",
                name.display()
            ))
        })?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(EngineError::Refused(taken(path, &name))),
            Err(TryLockError::Error(error)) => {
                return Err(EngineError::Disk(format!("{} cannot be locked: {error}", name.display())));
            }
        }
        // For people: who holds it. The lock itself is the kernel's.
        let noted = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        noted.map_err(|error| EngineError::Disk(format!("{}: {error}", name.display())))?;
        Ok(Self { _file: file })
    }
}

fn taken(path: &Path, lock: &Path) -> String {
    let holder = std::fs::read_to_string(lock).unwrap_or_default();
    let holder = if holder.trim().is_empty() {
        "another process".into()
    } else {
        format!("process {}", holder.trim())
    };
    format!(
        "{} is in use by {holder}: one daemon per store; stop that one, or give this one another path",
        path.display()
    )
}

/// Opens or creates a file that only its owner can read.
pub(super) fn private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// The name of a file that belongs to the database at `path`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-");
    name.push(suffix);
    name.into()
}
