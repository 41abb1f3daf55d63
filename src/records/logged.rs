//! Append-only logs: which there are, and what may stand in one.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt::{self, Debug};

/// A log of the store. Its number is written into its rows, so it is never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Log {
    /// The ledger's postings.
    Transfers = 1,
    /// Charging data records.
    Records = 2,
}

impl Log {
    /// How many there are.
    pub const COUNT: usize = 2;
    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [Self::Transfers, Self::Records];

    /// Its number in what is written.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Its place in [`ALL`](Self::ALL).
    pub const fn place(self) -> usize {
        self as usize - 1
    }

    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transfers => "transfers",
            Self::Records => "records",
        }
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What may be appended to a log.
pub trait Loggable: Serialize {
    /// Which log.
    const LOG: Log;
}

/// What the entries of one log are: a log has one type of entry.
///
/// Its serde form (postcard) is what is written, and entries are kept for years: a field may only be added at the end of everything, which a
/// program that does not know it passes over, and which one that knows it does not find in older entries. So a type that will change is an
/// enum of its forms, to which a form is added at the end.
pub trait Logged: Loggable + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static {}

/// Entries that can be looked at where they were read, and then nothing of them is copied.
pub trait Looked: Logged {
    /// One of them, written in the same way.
    type At<'a>: Deserialize<'a>;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is on disk knows a log by its number.
    #[test]
    fn numbers_and_places_are_as_they_were() {
        assert_eq!(Log::ALL.map(Log::number), [1, 2]);
        assert_eq!(Log::ALL.map(Log::place), [0, 1]);
        assert_eq!(Log::ALL.map(|log| log.to_string()), ["transfers", "records"]);
    }
}
