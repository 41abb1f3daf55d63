//! Who roams (VC-1 to VC-4): home and visited place of a party, found, checked against the charging side's own table, and compared.
//!
//! # The rules
//! - **Home.** What the request says stays; an empty one is filled with the contract's, and where that is silent with the home of the number by the table.
//! - **The table** ([`Homes`]) is loaded by itself and asked for the number of the party. Its home and the record's agree where one lies in the other, or both are
//!   in the same place of the jurisdiction's level; the smaller of the two goes on. Where they do not, or the table has nothing, the record is held
//!   ([`Held`]): meanwhile the price goes by the table's home, or by the record's where the table has none. Without a table the record's home is believed.
//! - **Visited.** What the request says stays, and counts where it is a place of the map; else the request's cell, area or network by the map, else what the
//!   location service remembers.
//! - **Roaming.** Home and visited place are compared at the level of the jurisdiction, or at the smallest one above it at which both are known:
//!   where a network alone is known, that is mostly the country. Who is in the same place there does not roam. Where one of the two is not known, the
//!   configuration says what is assumed.
//!
//! Reading order: [`homes`], `classify`, [`suspense`], [`statistics`].

mod classify;
pub mod homes;
pub mod statistics;
pub mod suspense;

pub use classify::{Asked, Verdict, classify, sentence};
pub use homes::Homes;

use crate::types::Name;
use serde::{Deserialize, Serialize};

/// What a reload replaces: the table and the rules.
#[derive(Debug, Clone, Default)]
pub struct Roaming {
    /// The charging side's own table of home places; without one the record's home is believed.
    pub homes: Option<Homes>,
    /// How places are compared.
    pub rules: Rules,
}

/// How places are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The level of places at which home and visited place have to be the same.
    pub jurisdiction: Name,
    /// What is assumed where the home place is not known.
    pub unknown_home: Assumed,
    /// What is assumed where the visited place is not known.
    pub unknown_visited: Assumed,
}

/// What is assumed of who may roam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assumed {
    /// An ordinary call.
    #[default]
    Ordinary,
    /// A roaming call.
    Roaming,
}

/// What becomes of a call whose record is held (VC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnDisagreement {
    /// It goes ahead at the verified home's rate, and its record waits.
    #[default]
    Verified,
    /// It is refused.
    Refuse,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            jurisdiction: Name::new("city"),
            unknown_home: Assumed::default(),
            unknown_visited: Assumed::default(),
        }
    }
}

#[cfg(test)]
mod tests;
