//! Where a SIM's sequence numbers stand.

use super::Record;
use crate::types::Imsi;
use serde::{Deserialize, Serialize};

/// The one SQN generator of a SIM, shared by all its services (SC-8; TS 33.102 Annex C.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Whose.
    pub imsi: Imsi,
    /// SEQ_HE: the SEQ of the last vector handed out; 43 bits.
    pub seq: u64,
    /// Which requester has which IND, by position; the record remembers so that a restart does not shuffle them.
    pub requesters: Box<[Requester]>,
}

/// Who asks for vectors: a service code, a class of serving node. A stable number of `domain::auth`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Requester(pub u32);

impl Record for Sequence {
    type Key = Imsi;
    const KIND: &'static str = "sequence";
    fn key(&self) -> Imsi {
        self.imsi
    }
}
