//! Answers that wait until what they tell is durable, in order.

use super::observer::Done;
use crate::types::Lsn;
use bytes::{Buf, BytesMut};
use std::collections::VecDeque;

/// The held answers of one connection: their octets in one buffer, and where each ends.
///
/// They leave in the order they came, an answer never before one that waits for less: so a look at the first says how long to wait.
#[derive(Debug, Default)]
pub(super) struct Held {
    octets: BytesMut,
    answers: VecDeque<(Lsn, usize, Option<Done>)>,
}

impl Held {
    /// Takes the answer that stands in `out` from `start` on.
    pub(super) fn hold(&mut self, lsn: Lsn, out: &mut BytesMut, start: usize, done: Option<Done>) {
        let lsn = self.answers.back().map_or(lsn, |(last, ..)| lsn.max(*last));
        self.octets.extend_from_slice(&out[start..]);
        self.answers.push_back((lsn, out.len() - start, done));
        out.truncate(start);
    }

    /// What the first answer waits for.
    pub(super) fn waits_for(&self) -> Option<Lsn> {
        self.answers.front().map(|(lsn, ..)| *lsn)
    }

    /// Appends every answer to `out` that `durable` covers, and what was done to `done`; tells how many.
    pub(super) fn release(&mut self, durable: Lsn, out: &mut BytesMut, done: &mut Vec<Done>) -> usize {
        let (mut length, mut count) = (0, 0);
        while self.answers.front().is_some_and(|(lsn, ..)| *lsn <= durable) {
            if let Some((_, octets, request)) = self.answers.pop_front() {
                length += octets;
                count += 1;
                done.extend(request);
            }
        }
        out.extend_from_slice(&self.octets[..length]);
        self.octets.advance(length);
        count
    }

    /// Octets held.
    pub(super) fn octets(&self) -> usize {
        self.octets.len()
    }

    /// Answers held.
    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }

    /// True when nothing is held.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ST-2: no answer leaves before what it shows is durable.
    #[test]
    fn answers_leave_when_covered_and_never_before() {
        let (mut held, mut out, mut done) = (Held::default(), BytesMut::new(), Vec::new());
        for (lsn, text) in [(5, "five"), (3, "three"), (7, "seven")] {
            out.extend_from_slice(b"now ");
            let start = out.len();
            out.extend_from_slice(text.as_bytes());
            held.hold(Lsn(lsn), &mut out, start, None);
        }
        assert_eq!(&out[..], b"now now now ");
        out.clear();
        assert_eq!((held.len(), held.octets(), held.waits_for()), (3, 14, Some(Lsn(5))));
        assert_eq!(held.release(Lsn(4), &mut out, &mut done), 0);
        assert_eq!(held.release(Lsn(5), &mut out, &mut done), 2);
        assert_eq!(&out[..], b"fivethree");
        assert_eq!(held.release(Lsn(9), &mut out, &mut done), 1);
        assert!(held.is_empty() && held.octets() == 0);
    }
}
