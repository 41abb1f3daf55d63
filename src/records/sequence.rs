//! Where a SIM's sequence numbers stand: one record per IMSI, shared by all that authenticate it (SC-8).

use super::Record;
use crate::types::{Imsi, Sic};
use serde::{Deserialize, Serialize};

/// The durable half of the sequence number generator of TS 33.102 Annex C.1; `domain::auth` decides how it moves.
///
/// It must be durable before a vector made from it leaves the node: that alone is why no SQN is ever issued twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Whose SIM.
    pub imsi: Imsi,
    /// The SEQ part of the last SQN issued, for whichever requester. Zero: none yet.
    pub seq: u64,
    /// Who has which index: the place in this list is the IND, so the order is part of the meaning. At most 32.
    pub requesters: Vec<Share>,
}

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
        Self { imsi, seq, requesters: Vec::new() }
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
        };
        let octets = postcard::to_stdvec(&sequence).unwrap();
        assert!(octets.len() < 40, "{} octets", octets.len());
        assert_eq!(postcard::from_bytes::<Sequence>(&octets).unwrap(), sequence);
    }
}
