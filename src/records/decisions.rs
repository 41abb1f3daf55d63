//! What the requests of a credit control session were answered (RFC 8506 §5.7): kept as octets, for what is looked at with every request is which they were, and what one was
//! answered only where it comes again.

use super::{charging_session::Answer, packed::packed};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// Decisions in the order in which they were taken. Each is: CC-Request-Type (an octet), CC-Request-Number (four), the request's digest (eight), how many octets the answer has
/// (four), the answer (postcard); numbers with the highest octet first.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Decisions(Box<[u8]>);

/// Octets before an answer.
const HEADER: usize = 1 + 4 + 8 + 4;

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// CC-Request-Type.
    pub kind: u8,
    /// CC-Request-Number.
    pub number: u32,
    /// A digest of what the request said.
    pub digest: u64,
    answer: &'a [u8],
}

impl Decided<'_> {
    /// The answer, to be given again.
    pub fn answer(&self) -> Answer {
        postcard::from_bytes(self.answer).unwrap_or_default()
    }
}

impl Decisions {
    /// All of them, in the order in which they were taken.
    pub fn iter(&self) -> impl Iterator<Item = Decided<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (decided, after) = first(rest)?;
            rest = after;
            Some(decided)
        })
    }

    /// Adds one; where there are more than `most` then, the one with the lowest number goes: its number is returned.
    pub fn add(
        &mut self,
        (kind, number, digest): (u8, u32, u64),
        answer: &Answer,
        most: usize,
    ) -> Option<u32> {
        let (count, lowest) =
            self.iter().fold((0, number), |(count, lowest), one| (count + 1, lowest.min(one.number)));
        let gone = (count >= most).then_some(lowest);
        let dropped = gone.and_then(|gone| self.iter().position(|one| one.number == gone));
        if gone.is_some() && dropped.is_none() {
            return gone;
        }
        self.0 = packed(answer, |answer| {
            let room = self.0.len() + HEADER + answer.len();
            let mut octets = Vec::with_capacity(room);
            for (_, one) in self.iter().enumerate().filter(|(at, _)| Some(*at) != dropped) {
                one.write(&mut octets);
            }
            Decided { kind, number, digest, answer }.write(&mut octets);
            octets.into()
        });
        gone
    }

    /// Its octets.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// What such octets hold; `None`: they are not those of decisions.
    pub fn from_octets(octets: &[u8]) -> Option<Self> {
        let mut rest = octets;
        while !rest.is_empty() {
            let (decided, after) = first(rest)?;
            postcard::from_bytes::<Answer>(decided.answer).ok()?;
            rest = after;
        }
        Some(Self(octets.into()))
    }
}

impl Decided<'_> {
    fn write(&self, into: &mut Vec<u8>) {
        let Ok(length) = u32::try_from(self.answer.len()) else { return };
        into.push(self.kind);
        into.extend_from_slice(&self.number.to_be_bytes());
        into.extend_from_slice(&self.digest.to_be_bytes());
        into.extend_from_slice(&length.to_be_bytes());
        into.extend_from_slice(self.answer);
    }
}

fn first(octets: &[u8]) -> Option<(Decided<'_>, &[u8])> {
    let ([kind], rest) = octets.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (digest, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (answer, rest) = rest.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
    let (number, digest) = (u32::from_be_bytes(*number), u64::from_be_bytes(*digest));
    Some((Decided { kind: *kind, number, digest, answer }, rest))
}

impl fmt::Debug for Decisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|one| (one.kind, one.number, one.digest, one.answer())))
            .finish()
    }
}

impl Serialize for Decisions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::octets::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Decisions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let octets = super::octets::deserialize(deserializer)?;
        Self::from_octets(&octets).ok_or_else(|| D::Error::custom("not the octets of decisions"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: u32) -> Answer {
        Answer { code, ..Answer::default() }
    }

    #[test]
    fn the_decisions_with_the_highest_numbers_stay_in_the_order_they_were_taken() {
        let mut all = Decisions::default();
        let mut add = |number| {
            let gone = all.add((2, number, u64::from(number) << 40), &answer(2000 + number), 3);
            (gone, all.iter().map(|one| one.number).collect::<Vec<_>>())
        };
        assert_eq!(add(4), (None, vec![4]));
        assert_eq!(add(2), (None, vec![4, 2]));
        assert_eq!(add(7), (None, vec![4, 2, 7]));
        assert_eq!(add(5), (Some(2), vec![4, 7, 5]));
        assert_eq!(add(1), (Some(1), vec![4, 7, 5]), "what is the lowest itself is not kept");
        let five = all.iter().last().unwrap();
        assert_eq!((five.kind, five.digest, five.answer()), (2, 5 << 40, answer(2005)));
        let journal = postcard::to_stdvec(&all).unwrap();
        assert_eq!(postcard::from_bytes::<Decisions>(&journal).unwrap(), all);
        for end in 1..all.octets().len() {
            let cut = Decisions::from_octets(&all.octets()[..end]);
            assert!(cut.is_none_or(|cut| cut.iter().count() < 3), "{end}");
        }
    }
}
