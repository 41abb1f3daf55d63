//! What is said of an import beside its subscribers: each reason once, with how often it came up.

use std::{borrow::Cow, collections::BTreeMap, fmt};

/// Reasons that are told apart at most; the names of foreign fields come from the file.
const REASONS: usize = 100;

/// Octets of one reason.
const LENGTH: usize = 200;

/// Reasons with their counts, in alphabetical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes(BTreeMap<Cow<'static, str>, u64>);

impl Notes {
    /// Counts a reason once more.
    pub fn add(&mut self, reason: impl Into<Cow<'static, str>>) {
        let mut reason = reason.into();
        if reason.len() > LENGTH {
            reason = reason.chars().take(LENGTH / 4).chain(['…']).collect::<String>().into();
        }
        if self.0.len() >= REASONS && !self.0.contains_key(&reason) {
            reason = "further reasons".into();
        }
        *self.0.entry(reason).or_default() += 1;
    }

    /// The reasons and how often each came up.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(reason, count)| (&**reason, *count))
    }
}

impl fmt::Display for Notes {
    /// A line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|(reason, count)| writeln!(f, "{count:>9} × {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_and_bounded() {
        let mut notes = Notes::default();
        for number in 0..1000 {
            notes.add("same");
            notes.add(format!("{number}{}", "x".repeat(number)));
        }
        assert_eq!(notes.iter().find(|(reason, _)| *reason == "same"), Some(("same", 1000)));
        assert_eq!(notes.iter().map(|(_, count)| count).sum::<u64>(), 2000);
        assert!(
            notes.iter().count() <= REASONS + 1 && notes.iter().all(|(reason, _)| reason.len() <= LENGTH)
        );
    }
}
