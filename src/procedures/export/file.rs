//! One file of charging data records, made in one go of what the log has: records wait there, not in a file that is open. The steps:
//!
//! 1. [`begin`](Exporter::begin): the records from the cursor on are written to a file whose name ends in `.tmp`; the file and its directory are synchronised;
//! 2. [`advance`](Exporter::advance): the cursor moves beyond them, and says which they were; that is durable before
//! 3. [`name`](Exporter::name): the file gets its name.
//!
//! A crash before 2 leaves a `.tmp` that the cursor does not know: it is thrown away, and written again from the log. A crash after it leaves one that the cursor
//! knows and that is whole: [`recover`](Exporter::recover) gives it its name. Whether a file with a name is still there says nothing: somebody may have collected it.

use super::{
    Form,
    ts32297::{FileHeader, Reason},
};
use crate::{
    records::{ChargingRecord, ExportCursor},
    store::{ChangeSet, Store},
    types::{Lsn, Timestamp},
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufWriter, Write},
    net::IpAddr,
    os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// How many records are read from the log at a time.
const PAGE: usize = 1000;
/// How often the disk is asked whether it failed while it is waited for.
const ASK: Duration = Duration::from_millis(500);

/// A file that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The number of its first record.
    pub first: u64,
    /// Of its last one.
    pub last: u64,
    /// How long it is.
    pub octets: u64,
}

impl Made {
    /// How many records it has: at least 1.
    pub const fn records(&self) -> u64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

/// What makes the files of one form. There is one for a form and a store at a time.
#[derive(Debug)]
pub struct Exporter {
    /// Where records are.
    pub store: Arc<Store>,
    /// What is in a file.
    pub form: Form,
    /// Where files go.
    pub directory: PathBuf,
    /// A file has so many octets, and the rest of a record, at most.
    pub octets: u64,
    /// The address of this node, as files say it.
    pub node: IpAddr,
}

impl Exporter {
    /// Makes the directory where there is none; gives the last file its name where a crash or a failure came between; takes away what was begun and the cursor does
    /// not know.
    ///
    /// # Errors
    /// The directory or the store cannot be used.
    pub fn recover(&self) -> Result<(), String> {
        let made = DirBuilder::new().recursive(true).mode(0o750).create(&self.directory);
        made.map_err(|error| told(&self.directory, &error))?;
        if let (ExportCursor { last: Some((first, last)), .. }, version) = self.cursor()
            && self.directory.join(self.temporary(first)).exists()
        {
            // The store may have failed under the cursor: the next start would write these records again.
            self.durable(version)?;
            self.name(&Made { first, last, octets: 0 })?;
        }
        let (beginning, end) = ("records-", format!(".{}.tmp", self.form.suffix()));
        let entries = fs::read_dir(&self.directory).map_err(|error| told(&self.directory, &error))?;
        for entry in entries.flatten() {
            let file = entry.file_name();
            if file.to_str().is_some_and(|name| name.starts_with(beginning) && name.ends_with(&end)) {
                fs::remove_file(entry.path()).map_err(|error| told(&entry.path(), &error))?;
            }
        }
        Ok(())
    }

    /// Makes one file of what waits; `None` where nothing does.
    ///
    /// # Errors
    /// The directory or the store cannot be used; [`recover`](Self::recover) before the next one.
    pub fn file(&self, now: Timestamp) -> Result<Option<Made>, String> {
        let Some(made) = self.begin(now)? else { return Ok(None) };
        let lsn = self.advance(&made)?;
        self.durable(lsn)?;
        self.name(&made)?;
        tracing::debug!(made.first, made.last, "a file of charging data records was written");
        Ok(Some(made))
    }

    /// Writes the records from the cursor on to a file without a name, which is then on disk as a whole.
    ///
    /// # Errors
    /// The directory or the log cannot be used.
    pub fn begin(&self, now: Timestamp) -> Result<Option<Made>, String> {
        let mut next = self.cursor().0.next;
        let mut written: Option<(BufWriter<File>, PathBuf, Made)> = None;
        'pages: loop {
            let page =
                self.store.read_log::<ChargingRecord>(next, PAGE).map_err(|error| error.to_string())?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                let (file, path, made) = match &mut written {
                    Some(written) => written,
                    None => written.insert(self.open(entry.number)?),
                };
                let octets = self.form.octets(entry.number, &entry.value);
                file.write_all(&octets).map_err(|error| told(path, &error))?;
                (made.last, next) = (entry.number, entry.number + 1);
                made.octets += octets.len() as u64;
                if made.octets >= self.octets {
                    break 'pages;
                }
            }
        }
        let Some((file, path, made)) = written else { return Ok(None) };
        let header = self.form.header(&FileHeader {
            octets: made.octets,
            records: made.records(),
            // Beyond 32 bits of records it begins anew.
            sequence: made.first as u32,
            at: now,
            reason: if made.octets >= self.octets { Reason::Size } else { Reason::Time },
            node: self.node,
        });
        let whole = file.into_inner().map_err(io::IntoInnerError::into_error);
        let whole = whole.and_then(|file| file.write_all_at(&header, 0).and_then(|()| file.sync_all()));
        whole.and_then(|()| synchronise(&self.directory)).map_err(|error| told(&path, &error))?;
        Ok(Some(made))
    }

    /// Moves the cursor beyond the file; that is durable when the store says so.
    ///
    /// # Errors
    /// The store takes no changes.
    pub fn advance(&self, made: &Made) -> Result<Lsn, String> {
        let version = self.cursor().1;
        let moved = ExportCursor {
            way: self.form.way().into(),
            next: made.last + 1,
            last: Some((made.first, made.last)),
        };
        self.store.commit(ChangeSet::new().put(moved, version)).map_err(|error| error.to_string())
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// The directory cannot be used, or has a file of that name, as after the store was restored from a backup: that file is left alone.
    pub fn name(&self, made: &Made) -> Result<(), String> {
        let from = self.directory.join(self.temporary(made.first));
        let to = self.directory.join(format!(
            "records-{:012}-{:012}.{}",
            made.first,
            made.last,
            self.form.suffix()
        ));
        if to.exists() {
            return Err(format!(
                "{} is there already, perhaps from before a backup was restored: move it away",
                to.display()
            ));
        }
        fs::rename(from, &to).and_then(|()| synchronise(&self.directory)).map_err(|error| told(&to, &error))
    }

    /// How far it has come, and the cursor's version.
    pub fn cursor(&self) -> (ExportCursor, Lsn) {
        let way = self.form.way();
        let read = self.store.get::<ExportCursor>(&way.into());
        let none = || ExportCursor { way: way.into(), next: 1, last: None };
        (read.value.as_deref().cloned().unwrap_or_else(none), read.version)
    }

    fn open(&self, first: u64) -> Result<(BufWriter<File>, PathBuf, Made), String> {
        let path = self.directory.join(self.temporary(first));
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o640).open(&path);
        let file = file.map_err(|error| told(&path, &error))?;
        let (mut file, room) = (BufWriter::with_capacity(1 << 16, file), self.form.room());
        file.write_all(&vec![0; room]).map_err(|error| told(&path, &error))?;
        Ok((file, path, Made { first, last: first, octets: room as u64 }))
    }

    fn temporary(&self, first: u64) -> String {
        format!("records-{first:012}.{}.tmp", self.form.suffix())
    }

    fn durable(&self, lsn: Lsn) -> Result<(), String> {
        let mut asked = Instant::now();
        while !self.store.durable().covers(lsn) {
            if asked.elapsed() >= ASK {
                if let Some(reason) = self.store.stats().failed {
                    return Err(format!("the store's disk has failed: {reason}"));
                }
                asked = Instant::now();
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// A name is on disk when its directory is.
fn synchronise(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}
