//! Where the network last said a subscriber is (LQ-1 to LQ-4). A remembered place is a hint: who needs to be sure asks again.

use super::Record;
use crate::types::{Imsi, Name, Seen, Timestamp};
use serde::{Deserialize, Serialize};

/// What was heard of where one subscriber is: of each source the newest. Absent as long as nothing was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Whose.
    pub imsi: Imsi,
    /// At most one of each source.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub facts: Box<[Fact]>,
}

/// One thing that was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// By which way.
    pub source: Source,
    /// Who told: an Origin-Host, an address.
    pub from: Name,
    /// When the terminal was there: when it was heard, less the age that was told with it.
    pub at: Timestamp,
    /// When it was heard.
    pub heard: Timestamp,
    /// Cell, area and network.
    pub seen: Seen,
    /// Where that is on the globe, as it was told: a shape of TS 23.032 §7.3, its octets; empty where it was not.
    #[serde(with = "super::octets")]
    pub estimate: Box<[u8]>,
    /// User-State (TS 29.272 §7.3.114), where it was told.
    pub state: Option<u32>,
}

/// The ways a place is heard of. The journal writes the variants by their place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// An MME answered an IDR (S6a).
    Mme,
    /// An SGSN answered an IDR (S6d).
    Sgsn,
    /// A node's registration (ULR): the network alone.
    Registration,
    /// GTPv2-C: a change notification, or a mirrored message.
    Gtp,
    /// The MME's own list of terminals, over HTTP.
    UeInfo,
    /// An MME located the terminal, or reported where it is (SLg).
    Positioning,
    /// A charging request.
    Charging,
}

impl Fact {
    /// False where it tells the state of the terminal alone.
    pub fn tells_a_place(&self) -> bool {
        !self.seen.is_empty() || !self.estimate.is_empty()
    }
}

impl Source {
    /// As it is written for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mme => "mme",
            Self::Sgsn => "sgsn",
            Self::Registration => "registration",
            Self::Gtp => "gtp",
            Self::UeInfo => "ue-info",
            Self::Positioning => "positioning",
            Self::Charging => "charging",
        }
    }
}

impl Record for Location {
    type Key = Imsi;
    const KIND: &'static str = "location";
    fn key(&self) -> Imsi {
        self.imsi
    }
}
