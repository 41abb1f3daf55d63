//! A row of a log: the entries of one batch, or a part of them, chained to the row before by a hash.
//!
//! The payload is a format octet, and of each entry the distance of its LSN from the entry before (from the row's first LSN, for the
//! first), its length, and its octets; both numbers in LEB128, as postcard has them. A reader that does not know an entry can pass over it.

use super::{Anchor, PerLog};
use crate::{
    records::Log,
    store::{engine::EngineError, shared},
    types::Lsn,
};
use sha2::{Digest, Sha256};

/// The version of the payload's form: its first octet.
const FORMAT: u8 = 1;
/// A row is closed once it has grown to this many octets: reading one entry reads its row.
const ROW_BYTES: usize = 48 * 1024;

/// Entries with consecutive numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct LogRow {
    pub(in crate::store) log: Log,
    /// The number of the first entry.
    pub(in crate::store) first: u64,
    pub(in crate::store) count: u64,
    /// The LSN of the first entry.
    pub(in crate::store) first_lsn: Lsn,
    /// The LSN of the last one.
    pub(in crate::store) last_lsn: Lsn,
    /// Octets of all payloads of the log up to this one's end, of those that were pruned too.
    pub(in crate::store) octets: u64,
    pub(in crate::store) payload: Vec<u8>,
    /// Of the hash of the row before, of all the above, and of the payload.
    pub(in crate::store) hash: [u8; 32],
}

/// An entry that was not decoded yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Raw<'a> {
    pub(in crate::store) number: u64,
    pub(in crate::store) lsn: Lsn,
    pub(in crate::store) octets: &'a [u8],
}

/// A row that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the log {log} is broken at entry {number}: {reason}")]
pub(in crate::store) struct BadRow {
    pub(in crate::store) log: Log,
    pub(in crate::store) number: u64,
    pub(in crate::store) reason: String,
}

impl From<BadRow> for EngineError {
    fn from(bad: BadRow) -> Self {
        Self::Damaged(bad.to_string())
    }
}

impl LogRow {
    /// A row that will begin with the entry `first`, in the room of another.
    pub(super) fn new(log: Log, first: u64, lsn: Lsn, mut payload: Vec<u8>) -> Self {
        payload.clear();
        payload.push(FORMAT);
        Self { log, first, count: 0, first_lsn: lsn, last_lsn: lsn, octets: 0, payload, hash: [0; 32] }
    }

    /// True if an entry of so many octets should begin another row.
    pub(super) fn is_full(&self, entry: usize) -> bool {
        self.count > 0 && self.payload.len() + entry > ROW_BYTES
    }

    pub(super) fn push(&mut self, lsn: Lsn, entry: &[u8]) {
        shared::encode(&(lsn.0 - self.last_lsn.0), &mut self.payload);
        shared::encode(&(entry.len() as u64), &mut self.payload);
        self.payload.extend_from_slice(entry);
        self.count += 1;
        self.last_lsn = lsn;
    }

    /// The number after its last entry's.
    pub(in crate::store) fn end(&self) -> u64 {
        self.first.saturating_add(self.count)
    }

    /// The place after it.
    pub(in crate::store) fn anchor(&self) -> Anchor {
        Anchor { number: self.end(), hash: self.hash, octets: self.octets }
    }

    /// The entries in order. After the first error come no more.
    pub(in crate::store) fn entries(&self) -> impl Iterator<Item = Result<Raw<'_>, BadRow>> {
        let mut rest =
            self.payload.split_first().filter(|(format, _)| **format == FORMAT).map(|(_, rest)| rest);
        let (mut lsn, mut number) = (self.first_lsn, self.first);
        let unknown =
            rest.is_none().then(|| Err(self.bad(self.first, "its format is not known to this version")));
        let entries = std::iter::from_fn(move || {
            let octets = rest.take().filter(|_| number < self.end())?;
            let Some((distance, entry, after)) = entry(octets) else {
                return Some(Err(self.bad(number, "it is cut short")));
            };
            let (at, next) = (number, number + 1);
            lsn = Lsn(lsn.0.saturating_add(distance));
            (rest, number) = (Some(after), next);
            if next == self.end() && (!after.is_empty() || lsn != self.last_lsn) {
                return Some(Err(self.bad(at, "its row does not end with it")));
            }
            Some(Ok(Raw { number: at, lsn, octets: entry }))
        });
        unknown.into_iter().chain(entries)
    }

    pub(super) fn bad(&self, number: u64, reason: impl Into<String>) -> BadRow {
        BadRow { log: self.log, number, reason: reason.into() }
    }

    /// Puts the row in its chain, after `previous`.
    fn seal(&mut self, previous: &Anchor) {
        self.octets = previous.octets.saturating_add(self.payload.len() as u64);
        self.hash = self.digest(&previous.hash);
    }

    /// What its hash has to be after a row with the hash `previous`.
    pub(super) fn digest(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut digest = Sha256::new_with_prefix(previous);
        digest.update([self.log.number()]);
        for word in [self.first, self.count, self.first_lsn.0, self.last_lsn.0, self.octets] {
            digest.update(word.to_be_bytes());
        }
        digest.update(&self.payload);
        digest.finalize().into()
    }
}

/// LSN distance, octets, and what follows.
fn entry(octets: &[u8]) -> Option<(u64, &[u8], &[u8])> {
    let (distance, rest) = postcard::take_from_bytes::<u64>(octets).ok()?;
    let (length, rest) = postcard::take_from_bytes::<u64>(rest).ok()?;
    let (entry, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    Some((distance, entry, after))
}

/// Puts rows in the chains that end at `ends`; these move on.
pub(in crate::store) fn seal(rows: &mut PerLog<Vec<LogRow>>, ends: &mut PerLog<Anchor>) {
    for (rows, end) in rows.iter_mut().zip(ends) {
        for row in rows {
            row.seal(end);
            *end = row.anchor();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> LogRow {
        let mut row = LogRow::new(Log::Records, 7, Lsn(100), vec![9; 9]);
        row.push(Lsn(100), b"one");
        row.push(Lsn(100), b"");
        row.push(Lsn(400), b"three");
        row
    }

    fn first_error(row: &LogRow) -> Option<String> {
        row.entries().find_map(Result::err).map(|bad| bad.to_string())
    }

    #[test]
    fn entries_come_back_with_number_and_lsn() {
        let row = row();
        let found: Vec<_> =
            row.entries().map(|raw| raw.map(|raw| (raw.number, raw.lsn.0, raw.octets))).collect();
        assert_eq!(found, [Ok((7, 100, &b"one"[..])), Ok((8, 100, b"")), Ok((9, 400, b"three"))]);
        assert_eq!((row.end(), row.first_lsn, row.last_lsn), (10, Lsn(100), Lsn(400)));
        assert_eq!(row.payload, b"\x01\x00\x03one\x00\x00\xac\x02\x05three");
    }

    /// Whatever is on the disk: an error that names log and number, and an end.
    #[test]
    fn what_was_not_written_so_is_an_error_and_no_panic() {
        let good = row();
        let with = |change: &dyn Fn(&mut LogRow)| {
            let mut row = good.clone();
            change(&mut row);
            assert!(row.entries().count() <= 4, "it comes to an end");
            first_error(&row).unwrap_or_default()
        };
        assert!(
            with(&|row| row.payload[0] = 2).contains("records is broken at entry 7: its format is not known")
        );
        assert!(with(&|row| row.payload.clear()).contains("entry 7"));
        assert!(with(&|row| row.payload.truncate(12)).contains("entry 9: it is cut short"));
        assert!(with(&|row| row.payload.push(0)).contains("entry 9: its row does not end with it"));
        assert!(with(&|row| row.last_lsn = Lsn(401)).contains("does not end"));
        assert!(with(&|row| row.count = 4).contains("entry 10: it is cut short"));
        assert!(with(&|row| row.count = u64::MAX).contains("entry 10: it is cut short"));
        assert!(with(&|row| row.count = 2).contains("does not end"));
        assert!(with(&|row| row.payload[2] = 0xff).contains("entry 7"));
        for (at, bit) in (0..good.payload.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            with(&|row| row.payload[at] ^= 1 << bit);
        }
    }

    #[test]
    fn a_hash_depends_on_everything_and_on_the_row_before() {
        let mut rows = [vec![], vec![row()]];
        let mut ends = [Anchor::default(), Anchor { number: 7, hash: [3; 32], octets: 50 }];
        seal(&mut rows, &mut ends);
        let row = &rows[1][0];
        assert_eq!(ends, [Anchor::default(), Anchor { number: 10, hash: row.hash, octets: 50 + 16 }]);
        assert_eq!(row.digest(&[3; 32]), row.hash);
        assert_ne!(row.digest(&[4; 32]), row.hash);
        let changes: [fn(&mut LogRow); 7] = [
            |row| row.log = Log::Transfers,
            |row| row.first += 1,
            |row| row.count += 1,
            |row| row.first_lsn.0 += 1,
            |row| row.last_lsn.0 += 1,
            |row| row.octets += 1,
            |row| row.payload[4] ^= 1,
        ];
        for (at, change) in changes.iter().enumerate() {
            let mut other = row.clone();
            change(&mut other);
            assert_ne!(other.digest(&[3; 32]), row.hash, "change {at}");
        }
    }
}
