//! The journal of a charging gateway: a line of JSON for each entry, on disk before an answer says so.

use crate::{
    cli::Failure,
    gtp::prime::{Collector, Entry},
};
use anyhow::Context;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// Opens the journal in a directory: what it holds is known again. What a crash cut off in the last line was never acknowledged, and is taken away. Also a sentence
    /// about it.
    pub(super) fn open(directory: &Path) -> Result<(Self, Collector, String), Failure> {
        let told = |what: &Path| format!("{} cannot be used", what.display());
        fs::create_dir_all(directory).with_context(|| told(directory))?;
        let (path, starts) = (directory.join("journal.jsonl"), directory.join("starts"));
        let restarts = restarts(&starts).with_context(|| told(&starts))?;
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .with_context(|| told(&path))?;
        file.try_lock().with_context(|| format!("{}: another charging gateway has it", path.display()))?;
        let text = fs::read(&path).with_context(|| told(&path))?;
        let whole = text.iter().rposition(|octet| *octet == b'\n').map_or(0, |last| last + 1);
        file.set_len(whole as u64).with_context(|| told(&path))?;
        file.flush().with_context(|| told(&path))?;
        let mut collector = Collector::new(restarts);
        let (mut packets, mut lines) = (0_u64, 0_u64);
        for line in text[..whole].split(|octet| *octet == b'\n').filter(|line| !line.is_empty()) {
            lines += 1;
            let entry: Entry = serde_json::from_slice(line)
                .with_context(|| format!("{}, line {lines}: no entry of a journal", path.display()))?;
            packets += u64::from(matches!(entry, Entry::Accepted { .. } | Entry::Released { .. }));
            collector.replay(&entry);
        }
        let sentence = format!("{packets} packets in {}, {} are held", path.display(), collector.held());
        Ok((Self { file }, collector, sentence))
    }

    /// Appends entries, and waits until they are on disk.
    pub(super) fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry)?;
            lines.push(b'\n');
        }
        self.file.write_all(&lines)?;
        self.file.sync_data()
    }
}

/// How often it was started, modulo 256: with this time.
fn restarts(path: &Path) -> io::Result<u8> {
    let before = match fs::read_to_string(path) {
        Ok(text) => text.trim().parse::<u8>().map_err(io::Error::other)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    let now = before.wrapping_add(1);
    fs::write(path, format!("{now}\n"))?;
    File::open(path)?.sync_all()?;
    Ok(now)
}
