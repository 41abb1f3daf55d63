//! Which of many ranges decides about a number: sorted pieces in which one rule is the most specific, found by halving.

use super::rule::Rule;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

/// A rule of one kind with what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The first number it is about.
    pub(super) first: u64,
    /// The last one.
    pub(super) last: u64,
    /// The place.
    pub(super) place: u32,
    /// The line it stands in.
    pub(super) line: u32,
}

impl Entry {
    pub(super) const fn new(rule: &Rule, place: u32, line: u32) -> Self {
        Self { first: rule.first, last: rule.last, place, line }
    }

    const fn size(&self) -> u64 {
        self.last - self.first
    }
}

/// All rules of one kind. A number is looked up in a few dozen steps, without an allocation.
#[derive(Debug, Default)]
pub(super) struct Segments {
    /// Where each piece begins, rising. It ends where the next one begins, and with its rule at the latest.
    starts: Box<[u64]>,
    /// The rule of each piece.
    decides: Box<[u32]>,
    entries: Box<[Entry]>,
}

impl Segments {
    /// Lays the rules beside one another, the one about fewer numbers on top. Two about equally many that overlap come back as pairs of lines.
    pub(super) fn new(mut entries: Vec<Entry>) -> (Self, Vec<(Entry, Entry)>) {
        entries.sort_unstable_by_key(|entry| (entry.first, entry.size(), entry.line));
        let equals = equals(&entries);
        let (mut starts, mut decides) =
            (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
        // Those that have begun, the smallest on top.
        let mut begun = BinaryHeap::new();
        let mut next = 0;
        let mut at = 0;
        loop {
            while begun.peek().is_some_and(|Reverse((_, top))| entry(&entries, *top).last < at) {
                begun.pop();
            }
            if begun.is_empty() {
                let Some(first) = entries.get(next) else { break };
                at = first.first;
            }
            while let Some(one) = entries.get(next).filter(|one| one.first <= at) {
                begun.push(Reverse((one.size(), next as u32)));
                next += 1;
            }
            let Some(Reverse((_, top))) = begun.peek() else { break };
            if decides.last() != Some(top) {
                starts.push(at);
                decides.push(*top);
            }
            // On to where it ends, or where another begins.
            let end = entry(&entries, *top).last + 1;
            at = entries.get(next).map_or(end, |one| one.first.min(end));
        }
        let (starts, decides) = (starts.into(), decides.into());
        (Self { starts, decides, entries: entries.into() }, equals)
    }

    /// The rule that decides about a number.
    pub(super) fn find(&self, number: u64) -> Option<&Entry> {
        let after = self.starts.partition_point(|start| *start <= number);
        let entry = self.at(after.checked_sub(1)?)?;
        (number <= entry.last).then_some(entry)
    }

    /// The rules that decide about anything from `first` to `last`, in order.
    pub(super) fn within(&self, first: u64, last: u64) -> impl Iterator<Item = &Entry> {
        let after = self.starts.partition_point(|start| *start <= first);
        let before = after.checked_sub(1).filter(|_| self.find(first).is_some());
        let rest = self.starts.iter().skip(after).take_while(move |start| **start <= last).count();
        before.into_iter().chain(after..after + rest).filter_map(|piece| self.at(piece))
    }

    /// How many rules there are.
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    fn at(&self, piece: usize) -> Option<&Entry> {
        self.entries.get(*self.decides.get(piece)? as usize)
    }
}

fn entry(entries: &[Entry], at: u32) -> Entry {
    entries.get(at as usize).copied().unwrap_or(Entry { first: 0, last: 0, place: 0, line: 0 })
}

/// Rules about equally many numbers that overlap, each with the one before it.
fn equals(entries: &[Entry]) -> Vec<(Entry, Entry)> {
    // Of each size the one that began last: of those of one size it ends last, too.
    let mut latest: BTreeMap<u64, Entry> = BTreeMap::new();
    let mut found = Vec::new();
    for entry in entries {
        if let Some(before) = latest.insert(entry.size(), *entry)
            && before.last >= entry.first
        {
            found.push(if before.line <= entry.line { (before, *entry) } else { (*entry, before) });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(first: u64, last: u64, line: u32) -> Entry {
        Entry { first, last, place: 0, line }
    }

    #[test]
    fn lq_3_the_rule_about_fewer_decides() {
        let (segments, equals) = Segments::new(vec![
            one(0, 99, 1),
            one(10, 19, 2),
            one(15, 15, 3),
            one(95, 104, 4),
            one(200, 200, 5),
        ]);
        assert!(equals.is_empty());
        let line = |number| segments.find(number).map(|entry| entry.line);
        let found: Vec<_> = [0, 9, 10, 14, 15, 16, 19, 20, 94, 95, 104].into_iter().map(line).collect();
        assert_eq!(found, [1, 1, 2, 2, 3, 2, 2, 1, 1, 4, 4].map(Some));
        assert_eq!([105, 199, 200, 201, u64::MAX].map(line), [None, None, Some(5), None, None]);
        let within = |first, last| segments.within(first, last).map(|entry| entry.line).collect::<Vec<_>>();
        assert_eq!(within(12, 21), [2, 3, 2, 1]);
        assert_eq!(within(105, 199), [0; 0]);
        assert_eq!(within(105, 300), [5]);
    }

    proptest! {
        /// Against the plain way: look at every rule.
        #[test]
        fn lq_3_pieces_say_what_a_look_at_every_rule_says(
            ranges in proptest::collection::vec((0u64..120, 0u64..40), 0..40),
            number in 0u64..170,
        ) {
            let rules: Vec<Entry> =
                (1..).zip(&ranges).map(|(line, (first, more))| one(*first, first + more, line)).collect();
            let (segments, equals) = Segments::new(rules.clone());
            let all = || rules.iter().enumerate();
            let overlap = all().any(|(at, a)| {
                rules[..at].iter().any(|b| a.size() == b.size() && a.first <= b.last && b.first <= a.last)
            });
            prop_assert_eq!(overlap, !equals.is_empty());
            let holds = |entry: &&Entry| (entry.first..=entry.last).contains(&number);
            let least = rules.iter().filter(holds).map(Entry::size).min();
            prop_assert_eq!(segments.find(number).map(Entry::size), least);
            prop_assert!(segments.starts.is_sorted_by(|one, next| one < next));
        }
    }
}
