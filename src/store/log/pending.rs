//! Entries that wait for the writer: numbered under the sequencer's lock, in the order of LSNs.

use super::{Appended, LogRow, PerLog};
use crate::{records::Log, types::Lsn};

/// So many written rows are kept for their room.
const SPARE: usize = 8;

/// What the writer has not taken yet, and the numbers that come next.
#[derive(Debug)]
pub(in crate::store) struct LogsPending {
    next: PerLog<u64>,
    rows: PerLog<Vec<LogRow>>,
    spare: Vec<LogRow>,
}

impl LogsPending {
    /// Nothing waits, and these numbers are the next.
    pub(in crate::store) fn new(next: PerLog<u64>) -> Self {
        Self { next, rows: Default::default(), spare: Vec::new() }
    }

    /// The number that the next entry of a log will get.
    pub(in crate::store) fn next(&self, log: Log) -> u64 {
        self.next[log.place()]
    }

    /// Numbers the entries of the change set applied at `lsn`, in their order.
    pub(in crate::store) fn push(&mut self, lsn: Lsn, appended: &Appended) {
        for (log, entry) in appended.iter() {
            let (rows, next) = (&mut self.rows[log.place()], &mut self.next[log.place()]);
            if rows.last().is_none_or(|row| row.is_full(entry.len())) {
                let room = self.spare.pop().map(|row| row.payload).unwrap_or_default();
                rows.push(LogRow::new(log, *next, lsn, room));
            }
            if let Some(row) = rows.last_mut() {
                row.push(lsn, entry);
                *next += 1;
            }
        }
    }

    /// Takes over, at `lsn`, what was gathered apart (at `Lsn::ZERO`): rows as they are, however many entries they hold.
    pub(in crate::store) fn adopt(&mut self, lsn: Lsn, apart: &mut Self) {
        for ((rows, next), apart) in self.rows.iter_mut().zip(&mut self.next).zip(&mut apart.rows) {
            for row in &mut *apart {
                (row.first, row.first_lsn, row.last_lsn) = (*next, lsn, lsn);
                *next = row.end();
            }
            rows.append(apart);
        }
    }

    /// What is to be written.
    pub(in crate::store) fn take(&mut self) -> PerLog<Vec<LogRow>> {
        std::mem::take(&mut self.rows)
    }

    /// Keeps the room of rows that were written.
    pub(in crate::store) fn recycle(&mut self, written: &mut PerLog<Vec<LogRow>>) {
        written.iter_mut().for_each(|rows| self.spare.append(rows));
        self.spare.truncate(SPARE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Loggable;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Posting(String);
    impl Loggable for Posting {
        const LOG: Log = Log::Transfers;
    }

    fn postings(count: usize, octets: usize) -> Appended {
        let mut appended = Appended::default();
        (0..count).for_each(|_| appended.push(&Posting("x".repeat(octets))));
        appended
    }

    fn spans(rows: &[LogRow]) -> Vec<(u64, u64, u64, u64)> {
        rows.iter().map(|row| (row.first, row.count, row.first_lsn.0, row.last_lsn.0)).collect()
    }

    #[test]
    fn rows_are_closed_when_they_are_full_and_numbers_go_on() {
        let mut pending = LogsPending::new([5, 1]);
        pending.push(Lsn(10), &postings(1, 20_000));
        pending.push(Lsn(11), &postings(2, 20_000));
        pending.push(Lsn(12), &postings(1, 100_000));
        pending.push(Lsn(13), &postings(1, 1));
        let mut taken = pending.take();
        assert_eq!(spans(&taken[0]), [(5, 2, 10, 11), (7, 1, 11, 11), (8, 1, 12, 12), (9, 1, 13, 13)]);
        assert!(taken[1].is_empty());
        assert_eq!((pending.next(Log::Transfers), pending.next(Log::Records)), (10, 1));
        let room = taken[0][3].payload.as_ptr();
        pending.recycle(&mut taken);
        pending.push(Lsn(14), &postings(1, 1));
        let again = pending.take();
        assert_eq!((spans(&again[0]), again[0][0].payload.as_ptr()), (vec![(10, 1, 14, 14)], room));
    }

    /// A stage's entries are numbered at its switch, and what comes after goes on in the last of its rows.
    #[test]
    fn what_was_gathered_apart_is_numbered_where_it_is_adopted() {
        let (mut pending, mut apart) = (LogsPending::new([3, 1]), LogsPending::new([0, 0]));
        apart.push(Lsn::ZERO, &postings(3, 20_000));
        pending.push(Lsn(7), &postings(1, 5));
        pending.adopt(Lsn(8), &mut apart);
        pending.push(Lsn(9), &postings(1, 5));
        let rows = pending.take();
        assert_eq!(spans(&rows[0]), [(3, 1, 7, 7), (4, 2, 8, 8), (6, 2, 8, 9)]);
        let lsns: Vec<_> = rows[0].iter().flat_map(LogRow::entries).map(|raw| raw.unwrap().lsn.0).collect();
        assert_eq!(lsns, [7, 8, 8, 8, 9]);
    }
}
