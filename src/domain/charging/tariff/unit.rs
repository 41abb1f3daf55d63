//! What is counted, and how people write how much of it.

use super::short;
use serde::Serialize;

/// What a service is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Seconds (CC-Time), which follow one another without a gap while they are used.
    Seconds,
    /// Octets (CC-Total-Octets, or input and output together).
    Octets,
    /// Events or whatever else a client counts (CC-Service-Specific-Units).
    Events,
}

/// What stands behind a number, the unit, and how many of it that is.
const WORDS: [(&str, Unit, u64); 18] = [
    ("s", Unit::Seconds, 1),
    ("min", Unit::Seconds, 60),
    ("h", Unit::Seconds, 3600),
    ("d", Unit::Seconds, 86_400),
    ("B", Unit::Octets, 1),
    ("octet", Unit::Octets, 1),
    ("octets", Unit::Octets, 1),
    ("kB", Unit::Octets, 1000),
    ("MB", Unit::Octets, 1_000_000),
    ("GB", Unit::Octets, 1_000_000_000),
    ("TB", Unit::Octets, 1_000_000_000_000),
    ("KiB", Unit::Octets, 1 << 10),
    ("MiB", Unit::Octets, 1 << 20),
    ("GiB", Unit::Octets, 1 << 30),
    ("TiB", Unit::Octets, 1 << 40),
    ("event", Unit::Events, 1),
    ("events", Unit::Events, 1),
    ("x", Unit::Events, 1),
];

impl Unit {
    /// The unit with this name.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Seconds, Self::Octets, Self::Events].into_iter().find(|unit| unit.word() == word)
    }

    /// Its name in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Octets => "octets",
            Self::Events => "events",
        }
    }

    /// An amount in this unit, as an example.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Seconds => "\"1min 30s\"",
            Self::Octets => "\"10MB\" or \"1MiB\"",
            Self::Events => "\"1 event\" or 1",
        }
    }

    /// Reads an amount of this unit: `95s`, `1min 30s`, `10MB`, `1MiB`, `3 events`, or a bare number of it.
    ///
    /// # Errors
    /// A sentence: no amount, another unit's, or too much.
    pub fn parse(self, text: &str) -> Result<u64, String> {
        match amount(text)? {
            (amount, None) => Ok(amount),
            (amount, Some(unit)) if unit == self => Ok(amount),
            (_, Some(unit)) => Err(format!(
                "{:?} is an amount of {}, and {} are counted",
                short(text),
                unit.word(),
                self.word()
            )),
        }
    }

    /// How many of it, for people: `95 s`, `3 events`, `10 MB`.
    pub fn shown(self, amount: u64) -> String {
        let whole = |word: &str, of: u64| {
            (amount >= of && amount.is_multiple_of(of)).then(|| format!("{} {word}", amount / of))
        };
        match self {
            Self::Seconds => format!("{amount} s"),
            Self::Events if amount == 1 => "1 event".into(),
            Self::Events => format!("{amount} events"),
            Self::Octets => [("GB", 1_000_000_000), ("MB", 1_000_000), ("MiB", 1 << 20), ("kB", 1000)]
                .into_iter()
                .find_map(|(word, of)| whole(word, of))
                .unwrap_or_else(|| if amount == 1 { "1 octet".into() } else { format!("{amount} octets") }),
        }
    }
}

/// Reads an amount, and the unit it is one of; a bare number may be of any.
pub(super) fn amount(text: &str) -> Result<(u64, Option<Unit>), String> {
    let malformed = || {
        format!(
            "{:?} is no amount: write a number and its unit, such as 95s, 1min 30s, 10MB, 1MiB or 3 events",
            short(text)
        )
    };
    let mut rest = text.trim();
    if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return rest.parse().map(|amount| (amount, None)).map_err(|_| too_much(text));
    }
    let mut sum = 0_u64;
    let mut unit = None;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        let found = WORDS.iter().find(|(known, ..)| *known == word).ok_or_else(malformed)?;
        if digits.is_empty() || unit.is_some_and(|unit| unit != found.1) {
            return Err(malformed());
        }
        unit = Some(found.1);
        let part = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(found.2));
        sum = part.and_then(|part| sum.checked_add(part)).ok_or_else(|| too_much(text))?;
        rest = after.trim_start();
    }
    if unit.is_none() { Err(malformed()) } else { Ok((sum, unit)) }
}

fn too_much(text: &str) -> String {
    format!("{:?} is more than can be counted", short(text))
}
