//! Where a SIM's sequence numbers stand: one record per IMSI, shared by all that authenticate it (SC-8).

use super::Record;
use crate::types::{Imsi, Sic};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering};

/// The durable half of the sequence number generator of TS 33.102 Annex C.1; `domain::auth` decides how it moves.
///
/// It must be durable before a vector made from it leaves the node: that alone is why no SQN is ever issued twice. Some numbers may be reserved ahead
/// ([`Reserve`]), so that not every vector has to wait for the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Whose SIM.
    pub imsi: Imsi,
    /// The SEQ part of the last SQN issued or reserved, for whichever requester. Zero: none yet.
    pub seq: u64,
    /// Who has which index: the place in this list is the IND, so the order is part of the meaning. At most 32.
    pub requesters: Vec<Share>,
    /// How many of the last numbers up to `seq` are still to be issued. Never stored: after a restart all are taken for issued.
    #[serde(skip)]
    pub reserve: Reserve,
}

/// Numbers that were reserved when their record was stored, and are issued one by one from that very record: a copy has none.
#[derive(Debug, Default)]
pub struct Reserve(AtomicU32);

impl Reserve {
    /// With `count` numbers.
    pub const fn of(count: u32) -> Self {
        Self(AtomicU32::new(count))
    }

    /// Takes one: how many there were; `None` where there is none. Nobody gets the same twice.
    fn take(&self) -> Option<u32> {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).ok()
    }
}

impl Clone for Reserve {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What is reserved is no part of what is stored.
impl PartialEq for Reserve {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Reserve {}

/// One requester's hold on an IND.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Who holds it.
    pub requester: Requester,
    /// The SEQ that it was last issued. SEQ only grows, so this is also the order of last use.
    pub last_seq: u64,
}

/// Who asks for vectors of a SIM and keeps them apart from everybody else's until they are used.
///
/// The store writes the variants by their place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Requester {
    /// An IMS service by its code, over Cx; `None` is the SIM's service without a code.
    Ims(Option<Sic>),
    /// The MME that serves the SIM, over S6a.
    Mme,
    /// The SGSN that serves the SIM, over S6d.
    Sgsn,
    /// The AAA server for access by WLAN, over SWx.
    Wlan,
}

impl Record for Sequence {
    type Key = Imsi;
    const KIND: &'static str = "sequence";
    fn key(&self) -> Imsi {
        self.imsi
    }
}

impl Sequence {
    /// A SIM that was never authenticated here.
    pub fn new(imsi: Imsi) -> Self {
        Self::starting_after(imsi, 0)
    }

    /// A SIM that comes from elsewhere, where `seq` was the last SEQ issued.
    pub fn starting_after(imsi: Imsi, seq: u64) -> Self {
        Self { imsi, seq, requesters: Vec::new(), reserve: Reserve::default() }
    }

    /// Issues a SEQ of those reserved.
    pub fn take(&self) -> Option<u64> {
        self.reserve.take().map(|left| self.seq - u64::from(left) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_compact_and_survives_the_store_s_format() {
        let sequence = Sequence {
            imsi: Imsi::parse("460011100612345").unwrap(),
            seq: 1000,
            requesters: vec![
                Share { requester: Requester::Ims(Sic::parse("001")), last_seq: 1000 },
                Share { requester: Requester::Ims(None), last_seq: 12 },
                Share { requester: Requester::Wlan, last_seq: 999 },
            ],
            reserve: Reserve::default(),
        };
        let octets = postcard::to_stdvec(&sequence).unwrap();
        assert!(octets.len() < 40, "{} octets", octets.len());
        assert_eq!(postcard::from_bytes::<Sequence>(&octets).unwrap(), sequence);
    }

    #[test]
    fn sc_8_what_is_reserved_is_issued_once_and_by_no_copy() {
        let imsi = Imsi::parse("460011100612345").unwrap();
        let sequence = Sequence { reserve: Reserve::of(3), ..Sequence::starting_after(imsi, 10) };
        let copy = sequence.clone();
        assert_eq!([(); 4].map(|()| sequence.take()), [Some(8), Some(9), Some(10), None]);
        assert_eq!(copy.take(), None);
        let stored = postcard::to_stdvec(&Sequence { reserve: Reserve::of(3), ..copy }).unwrap();
        assert_eq!(postcard::from_bytes::<Sequence>(&stored).unwrap().take(), None);
    }
}
