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
use std::fmt;
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

/// Shows the numbers alone.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = self.older.iter().chain([&self.newest]).map(|entry| entry.number);
        f.debug_tuple("KeyRing").field(&numbers.collect::<Vec<_>>()).finish()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::{Ha1, SystemRandom, Vault};
    use std::os::unix::fs::PermissionsExt;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys");
        (directory, path)
    }

    fn written(text: &str, mode: u32) -> Result<KeyRing, String> {
        let (_directory, path) = place();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        load(&path).map_err(|error| error.to_string().replace(path.to_str().unwrap(), "KEYS"))
    }

    fn key(digit: char) -> String {
        digit.to_string().repeat(64)
    }

    #[test]
    fn a_generated_file_is_private_and_loads() {
        let (directory, path) = place();
        let made = generate(&path, &mut SystemRandom).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load(&path).unwrap().newest(), made.newest());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn a_file_that_exists_is_never_overwritten() {
        let (_directory, path) = place();
        generate(&path, &mut SystemRandom).unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(generate(&path, &mut SystemRandom), Err(KeyFileError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    /// Key rotation: the newest key seals, and every older one still opens what it sealed.
    #[test]
    fn after_a_rotation_the_old_opens_and_the_new_seals() {
        let (_directory, path) = place();
        let secret = Ha1::new([9; 16]);
        let first = Vault::new(&generate(&path, &mut SystemRandom).unwrap());
        let old = first.seal_ha1("alice@ims.test", &secret, &mut SystemRandom).unwrap();
        rotate(&path, &mut SystemRandom).unwrap();
        let second = Vault::new(&load(&path).unwrap());
        let new = second.seal_ha1("alice@ims.test", &secret, &mut SystemRandom).unwrap();
        assert_eq!(second.open_ha1("alice@ims.test", &old).unwrap(), secret);
        assert_eq!(second.open_ha1("alice@ims.test", &new).unwrap(), secret);
        assert!(second.is_current(&new) && !second.is_current(&old));
        assert_eq!(
            first.open_ha1("alice@ims.test", &new).unwrap_err().to_string(),
            "the secret was sealed with key 2, which the key file does not hold; restore that line of the key file"
        );
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn the_highest_number_is_the_newest_wherever_it_stands() {
        let ring = written(&format!("# mine\n\n7 {}\n 3  {}\n", key('a'), key('b')), 0o600).unwrap();
        assert_eq!(ring.newest(), (7, &[0xaa; 32]));
        assert_eq!(ring.older().collect::<Vec<_>>(), [(3, &[0xbb; 32])]);
    }

    #[test]
    fn mistakes_are_told_by_line_and_without_the_key() {
        let sentence = |text: String| written(&text, 0o600).err().unwrap();
        assert_eq!(
            sentence(String::new()),
            "the key file KEYS holds no key; restore it from where you keep its copy"
        );
        let form = "the key file KEYS, line 2: expected a key number, a blank and 64 hexadecimal digits";
        assert_eq!(sentence(format!("# keys\n{}", key('a'))), form);
        assert_eq!(sentence(format!("# keys\nx {}", key('a'))), form);
        assert_eq!(sentence(format!("# keys\n1 {} b", key('a'))), form);
        assert_eq!(
            sentence(format!("1 {}a", key('a'))),
            "the key file KEYS, line 1: the key: expected 64 hexadecimal digits, not 65 characters"
        );
        assert_eq!(
            sentence(format!("1 {}\n1 {}", key('a'), key('b'))),
            "the key file KEYS, line 2: key number 1 stands here for the second time"
        );
    }

    #[test]
    fn a_file_that_others_can_use_is_refused_with_the_remedy() {
        for mode in [0o604, 0o602, 0o620, 0o666, 0o660] {
            let sentence = written(&format!("1 {}", key('a')), mode).err().unwrap();
            let expected = format!(
                "the key file KEYS can be used by others than its owner (mode 0{mode:o}); run: chmod 600 KEYS"
            );
            assert_eq!(sentence, expected);
        }
        for mode in [0o600, 0o400] {
            assert!(written(&format!("1 {}", key('a')), mode).is_ok(), "{mode:o}");
        }
    }

    /// Credentials of systemd: owner and group root, mode 0440 behind an access list.
    #[test]
    fn only_root_s_own_group_may_read_too() {
        assert!(!is_exposed(0o100440, 0, 0));
        assert!(
            is_exposed(0o100440, 1000, 1000)
                && is_exposed(0o100440, 0, 1000)
                && is_exposed(0o100640, 1000, 0)
        );
        assert!(is_exposed(0o100460, 0, 0) && is_exposed(0o100444, 0, 0));
    }

    #[test]
    fn a_missing_file_is_told_apart_from_a_bad_one() {
        let (_directory, path) = place();
        assert!(matches!(load(&path), Err(KeyFileError::Missing(_))));
        assert!(matches!(rotate(&path, &mut SystemRandom), Err(KeyFileError::Missing(_))));
        let nowhere = path.join("nowhere").join("keys");
        assert!(matches!(
            generate(&nowhere, &mut SystemRandom),
            Err(KeyFileError::Io { doing: "written", .. })
        ));
    }

    /// A crash between draft and publication leaves a draft: the next attempt is not stopped by it.
    #[test]
    fn a_draft_left_by_a_crash_is_no_obstacle() {
        let (directory, path) = place();
        fs::write(directory.path().join("keys.new"), "half a li").unwrap();
        generate(&path, &mut SystemRandom).unwrap();
        assert!(load(&path).is_ok());
    }
}
