//! The key file: the vault's 256-bit keys, one line each, apart from the store and readable by the daemon alone.
//!
//! ```text
//! # a comment
//! 1 3f1e…   key number, 64 hexadecimal digits
//! 2 9c07…   the highest number seals; the others still open what they sealed
//! ```
//!
//! These few functions are the only ones of this room that touch a disk: start-up and the command call them, no request does.

use super::hex::{BadHex, decode};
use super::random::{NoRandomness, Random};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The keys of a key file, in order of their numbers, at least one.
pub struct KeyRing {
    older: Vec<Entry>,
    newest: Entry,
}

struct Entry {
    number: u32,
    key: Zeroizing<[u8; 32]>,
}

/// Why a key file cannot be used or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is none.
    #[error(
        "there is no key file {0}; restore it from where you keep its copy, or, if nothing was sealed yet, have one generated"
    )]
    Missing(PathBuf),
    /// There is one already, and it is not overwritten.
    #[error("the key file {0} exists already and is left as it is")]
    Exists(PathBuf),
    /// Others could read it.
    #[error(
        "the key file {path} can be used by others than its owner (mode {mode:04o}); run: chmod 600 {path}"
    )]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A line is not a key.
    #[error("the key file {path}, line {line}: {problem}")]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong there.
        problem: LineProblem,
    },
    /// No line is a key.
    #[error("the key file {0} holds no key; restore it from where you keep its copy")]
    Empty(PathBuf),
    /// The highest number is taken.
    #[error("the key file {0} holds the highest key number there is; no key can follow it")]
    NumbersExhausted(PathBuf),
    /// The disk or its permissions.
    #[error("the key file {path} cannot be {doing}: {error}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// `read` or `written`.
        doing: &'static str,
        /// What the system said.
        error: io::Error,
    },
    /// No key can be made.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// What is wrong with a line of a key file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    /// Not two words.
    #[error("expected a key number, a blank and 64 hexadecimal digits")]
    Form,
    /// Two keys of one number.
    #[error("key number {0} stands here for the second time")]
    Repeated(u32),
    /// The second word is no key.
    #[error("the key: {0}")]
    Key(BadHex),
}

const PREAMBLE: &str = "\
# The keys that seal the secrets in Innkeeper's store: key number, 64 hexadecimal digits.
# Without this file every K, OPc and password hash in the store is lost: keep a copy, apart from the store and its backups.
# Whoever has both this file and the store can read them all.
";

impl KeyRing {
    /// A ring of one new key, number 1, that no file holds: for tests and stores in memory.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn ephemeral(random: &mut impl Random) -> Result<Self, NoRandomness> {
        Ok(Self { older: Vec::new(), newest: Entry::generate(1, random)? })
    }

    pub(super) fn newest(&self) -> (u32, &[u8; 32]) {
        (self.newest.number, &self.newest.key)
    }

    pub(super) fn older(&self) -> impl Iterator<Item = (u32, &[u8; 32])> {
        self.older.iter().map(|entry| (entry.number, &*entry.key))
    }

    fn parse(text: &str, path: &Path) -> Result<Self, KeyFileError> {
        let mut entries: Vec<Entry> = Vec::new();
        for (place, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let problem = |problem| KeyFileError::Line { path: path.into(), line: place + 1, problem };
            let entry = Entry::parse(line).map_err(problem)?;
            if entries.iter().any(|other| other.number == entry.number) {
                return Err(problem(LineProblem::Repeated(entry.number)));
            }
            entries.push(entry);
        }
        entries.sort_by_key(|entry| entry.number);
        let newest = entries.pop().ok_or_else(|| KeyFileError::Empty(path.into()))?;
        Ok(Self { older: entries, newest })
    }

    fn render(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PREAMBLE.len() + 80 * (self.older.len() + 1)));
        text.push_str(PREAMBLE);
        for entry in self.older.iter().chain([&self.newest]) {
            text.push_str(&entry.number.to_string());
            text.push(' ');
            text.push_str(&super::hex::encode(&entry.key[..]));
            text.push('\n');
        }
        text
    }
}

impl Entry {
    fn generate(number: u32, random: &mut impl Random) -> Result<Self, NoRandomness> {
        let mut key = Zeroizing::new([0; 32]);
        random.fill(&mut key[..])?;
        Ok(Self { number, key })
    }

    fn parse(line: &str) -> Result<Self, LineProblem> {
        let mut words = line.split_ascii_whitespace();
        let (Some(number), Some(key), None) = (words.next(), words.next(), words.next()) else {
            return Err(LineProblem::Form);
        };
        let number = number.parse().map_err(|_| LineProblem::Form)?;
        Ok(Self { number, key: decode(key).map_err(LineProblem::Key)? })
    }
}

/// Reads the key file.
///
/// # Errors
/// When there is none, it is open to others, or a line is not a key.
pub fn load(path: &Path) -> Result<KeyRing, KeyFileError> {
    let failed = |error| KeyFileError::Io { path: path.into(), doing: "read", error };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyFileError::Missing(path.into()));
        }
        other => other.map_err(failed)?,
    };
    let about = file.metadata().map_err(failed)?;
    if is_exposed(about.mode(), about.uid(), about.gid()) {
        return Err(KeyFileError::Exposed { path: path.into(), mode: about.mode() & 0o7777 });
    }
    let text = Zeroizing::new(io::read_to_string(file).map_err(failed)?);
    KeyRing::parse(&text, path)
}

/// True if somebody but the owner may use the file. The group root may read root's files: systemd's credentials (LoadCredential=) look like that
/// to a service that does not run as root, since the mask of their access list stands in the group's place.
fn is_exposed(mode: u32, owner: u32, group: u32) -> bool {
    let harmless = if owner == 0 && group == 0 { 0o740 } else { 0o700 };
    mode & 0o777 & !harmless != 0
}

/// Makes a key file with one new key, readable by its owner alone, durable when this returns.
///
/// # Errors
/// When there is one already: it is never overwritten.
pub fn generate(path: &Path, random: &mut impl Random) -> Result<KeyRing, KeyFileError> {
    let ring = KeyRing::ephemeral(random)?;
    write(path, &ring, |draft| fs::hard_link(draft, path).and_then(|()| fs::remove_file(draft)))?;
    Ok(ring)
}

/// Adds a new key to the file; it seals from the next load on, and the older ones still open.
///
/// # Errors
/// When the file cannot be used as it is, or not be replaced.
pub fn rotate(path: &Path, random: &mut impl Random) -> Result<KeyRing, KeyFileError> {
    let KeyRing { mut older, newest } = load(path)?;
    let number = newest.number.checked_add(1).ok_or_else(|| KeyFileError::NumbersExhausted(path.into()))?;
    older.push(newest);
    let ring = KeyRing { older, newest: Entry::generate(number, random)? };
    write(path, &ring, |draft| fs::rename(draft, path))?;
    Ok(ring)
}

/// Writes a draft beside `path`, makes it durable, and has `publish` give it its name: a crash leaves the old file or the new one.
fn write(
    path: &Path,
    ring: &KeyRing,
    publish: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), KeyFileError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyFileError::Exists(path.into()),
        _ => KeyFileError::Io { path: path.into(), doing: "written", error },
    };
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    // What a crash left behind was never published.
    let _ = fs::remove_file(&draft);
    let done = write_new(&draft, ring.render().as_bytes()).and_then(|()| publish(&draft));
    if done.is_err() {
        let _ = fs::remove_file(&draft);
    }
    done.map_err(failed)?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory).and_then(|directory| directory.sync_all()).map_err(failed)
}

fn write_new(path: &Path, octets: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(octets)?;
    file.sync_all()
}
