//! What is told onward: where a subscriber was, as somebody said over GTP.

use crate::{
    gtp::v2::codec::{RatType, Uli},
    types::{Area, Cell, Imsi, Seen, Timestamp},
};
use std::{fmt, net::SocketAddr};

/// Where a subscriber was. Nobody has sworn to it: it is worth as much as whoever sent it, and may be lost without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// Who; a subscriber of ours.
    pub imsi: Imsi,
    /// Where: at least one place of it is there.
    pub uli: Uli,
    /// By what radio, where that was said.
    pub rat: Option<RatType>,
    /// Who said so.
    pub source: Source,
    /// When it was so: when the message came, or when it says that the place was learnt.
    pub at: Timestamp,
}

impl Hint {
    /// The smallest cell and the smallest area that are told.
    pub fn seen(&self) -> Seen {
        let Uli { cgi, sai, rai, tai, ecgi, lai, enodeb, extended_enodeb } = self.uli;
        let station = enodeb.or(extended_enodeb).map(Cell::ENodeB);
        let cell = ecgi.map(Cell::Ecgi).or(cgi.map(Cell::Cgi)).or(sai.map(Cell::Sai)).or(station);
        let area = tai.map(Area::Tai).or(rai.map(Area::Rai)).or(lai.map(Area::Lai));
        Seen { cell, area, ..Seen::default() }
    }
}

/// Where a hint comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Who sent the message.
    pub peer: SocketAddr,
    /// True where it was meant for another, and overheard.
    pub mirrored: bool,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gtp {}", self.peer)
    }
}

/// Who wants to know where subscribers are. Called between two datagrams: it must not block, and the answer does not wait for what it does later.
pub trait Hints: fmt::Debug + Send + Sync {
    /// A subscriber was there.
    fn hint(&self, hint: Hint);
}
