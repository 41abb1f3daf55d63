//! The answers of one turn at the socket, put together by peer: those of one length to one peer leave as one.

use super::datagrams::{Outgoing, Way};
use bytes::BytesMut;
use std::ops::Range;

/// The most octets that leave as one: what UDP carries.
const LONGEST: usize = 65_000;

/// What waits to be sent.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Where the next answer is written to, behind those before.
    pub(super) octets: BytesMut,
    all: Vec<(Way, Range<usize>)>,
    sorted: BytesMut,
}

impl Answers {
    /// What was written since the last one is an answer on `way`; nothing where nothing was written.
    pub(super) fn written(&mut self, way: Way) {
        let start = self.all.last().map_or(0, |(_, range)| range.end);
        if start < self.octets.len() {
            self.all.push((way, start..self.octets.len()));
        }
    }

    /// Forgets what was written since the last one.
    pub(super) fn discard(&mut self) {
        self.octets.truncate(self.all.last().map_or(0, |(_, range)| range.end));
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.octets.clear();
        self.all.clear();
    }

    /// All of them: of one peer in the order in which they were written, `together` at most at once.
    pub(super) fn by_peer(&mut self, together: usize) -> impl Iterator<Item = Outgoing<'_>> {
        self.all.sort_by_key(|(way, _)| *way);
        self.sorted.clear();
        for (_, range) in &self.all {
            self.sorted.extend_from_slice(&self.octets[range.clone()]);
        }
        let (mut at, mut rest) = (0, &self.all[..]);
        let sorted = &self.sorted;
        std::iter::from_fn(move || {
            let (way, first) = rest.first()?;
            let length = first.len();
            let alike = |(other, range): &&(Way, Range<usize>)| other == way && range.len() == length;
            let most = together.min(LONGEST / length.max(1)).max(1);
            let count = rest.iter().take(most).take_while(alike).count();
            let octets = &sorted[at..at + count * length];
            (at, rest) = (at + octets.len(), &rest[count..]);
            Some(Outgoing { way: *way, octets, length })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(peer: u8) -> Way {
        Way { peer: ([127, 0, 0, peer], 2123).into(), local: None }
    }

    /// What was written, by peer and octets; `together` at most.
    fn sent(written: &[(u8, &str)], together: usize) -> Vec<(u8, String, usize)> {
        let mut answers = Answers::default();
        for (peer, octets) in written {
            answers.octets.extend_from_slice(octets.as_bytes());
            answers.written(way(*peer));
        }
        let all = answers.by_peer(together);
        all.map(|answer| {
            let std::net::IpAddr::V4(peer) = answer.way.peer.ip() else { panic!("IPv4") };
            (peer.octets()[3], String::from_utf8(answer.octets.to_vec()).unwrap(), answer.length)
        })
        .collect()
    }

    #[test]
    fn answers_of_one_length_to_one_peer_leave_together() {
        let written = [(1, "aa"), (2, "xx"), (1, "bb"), (1, ""), (1, "ccc"), (1, "dd"), (2, "yy")];
        let expected = [(1, "aabb", 2), (1, "ccc", 3), (1, "dd", 2), (2, "xxyy", 2)];
        assert_eq!(sent(&written, 64), expected.map(|(peer, all, length)| (peer, all.to_owned(), length)));
        let alone = [(1, "aa", 2), (1, "bb", 2)].map(|(peer, all, length)| (peer, all.to_owned(), length));
        assert_eq!(sent(&[(1, "aa"), (1, "bb")], 1), alone);
        assert_eq!(sent(&[], 64), []);
    }

    #[test]
    fn what_is_discarded_is_not_sent() {
        let mut answers = Answers::default();
        answers.octets.extend_from_slice(b"one");
        answers.written(way(1));
        answers.octets.extend_from_slice(b"half of");
        answers.discard();
        answers.written(way(2));
        assert_eq!(answers.by_peer(64).map(|answer| answer.octets.len()).collect::<Vec<_>>(), [3]);
        answers.clear();
        assert_eq!(answers.by_peer(64).count(), 0);
    }
}
