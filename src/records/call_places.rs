//! Where the party of a call is at home and where it is, and what follows from that for its price (VC-1 to VC-4).

use crate::types::{E164, Name};
use serde::{Deserialize, Serialize};

/// The places of one party of a call or data session, as they were when it began.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallPlaces {
    /// The party's number: what the table of home places was asked for.
    pub number: Option<E164>,
    /// Home-Place: what the request said, else what the contract says (VC-1), else the home of the number.
    pub home: Option<Name>,
    /// Visited-Place: what the request said, else what its cell or network is by the map of places, else what is remembered (VC-2).
    pub visited: Option<Name>,
    /// By what the visited place is known; `None`: it is not.
    pub by: Option<VisitedBy>,
    /// How old that is, seconds; 0 for what the request itself tells.
    pub age: u32,
    /// The home place that the price goes by and those around it, the smallest first; empty where it is not known.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub home_path: Box<[Name]>,
    /// The visited place and those around it likewise.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub visited_path: Box<[Name]>,
    /// The time zone of the visited place.
    pub zone: Option<Name>,
    /// At which level of places home and visited place were compared; `None` where one of them is not known.
    pub level: Option<Name>,
    /// What the two are at that level: what statistics count by. `None` where the place is not known.
    pub areas: [Option<Name>; 2],
    /// Why the record may not be charged as it is (VC-4).
    pub held: Option<Held>,
}

/// By what a visited place is known. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitedBy {
    /// The request named it.
    Named,
    /// The cell in the request.
    Cell,
    /// The tracking, routing or location area in the request.
    Area,
    /// The network, or the country, in the request.
    Network,
    /// What the location service remembers.
    Remembered,
    /// The network that the serving node registered from.
    Registration,
}

/// Why a record may not be charged as it is: its home place is not what the charging side's own table says (VC-4). Written by the place: new
/// ones are added at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// The table says another home.
    Disagreement {
        /// Which, by its name.
        table: Name,
    },
    /// The record's home is no place of the map; the table has one for the number.
    NoSuchPlace,
    /// The table has nothing for the number.
    NotInTable,
    /// Neither the network nor the table knows a home.
    NoHome,
}

impl VisitedBy {
    /// A word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Cell => "cell",
            Self::Area => "area",
            Self::Network => "network",
            Self::Remembered => "remembered",
            Self::Registration => "registration",
        }
    }
}

impl Held {
    /// A word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Disagreement { .. } => "disagreement",
            Self::NoSuchPlace => "no-such-place",
            Self::NotInTable => "not-in-table",
            Self::NoHome => "no-home",
        }
    }
}
