//! What the network knows of a subscriber's services now.

use super::Record;
use crate::types::{Imsi, Name, Sic, Timestamp};
use serde::{Deserialize, Serialize};

/// The registration state of all services of one subscriber. Absent as long as none ever had any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Whose.
    pub imsi: Imsi,
    /// One per service that has state, ordered as in the subscriber.
    pub services: Box<[ServiceState]>,
}

/// The state of one service: of one IMPI (SC-4, SC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceState {
    /// Which service.
    pub sic: Option<Sic>,
    /// The S-CSCF that serves it, from the MAR that stored it until a deregistration clears it.
    pub scscf: Option<Scscf>,
    /// One per implicit registration set that has state.
    pub sets: Box<[SetState]>,
    /// What the client registered with (SC-6): feature tags of its contact, from the restoration information.
    pub capabilities: Box<[Name]>,
    /// SCSCF-Restoration-Info as the S-CSCF stored it (TS 29.228 §6.1.2, TS 23.380): whole AVP, given back octet by octet.
    #[serde(with = "super::octets::option")]
    pub restoration: Option<Box<[u8]>>,
}

/// An S-CSCF: its SIP name, and the Diameter node it speaks as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scscf {
    /// Server-Name: a SIP URI.
    pub name: Name,
    /// Origin-Host of its requests: where RTR and PPR go.
    pub host: Name,
    /// Origin-Realm of its requests.
    pub realm: Name,
}

/// The state of the public identities of one implicit registration set, for one IMPI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetState {
    /// The set's number in the service.
    pub set: u8,
    /// Registered or not.
    pub state: State,
    /// Until when an authentication that was begun counts as pending (TS 29.228 §6.3.1 step 4, §6.1.2).
    pub pending_until: Option<Timestamp>,
    /// Since when `state` is what it is.
    pub since: Timestamp,
}

/// The IMS user state of TS 23.008 §3.2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No S-CSCF serves it.
    NotRegistered,
    /// Registered with the S-CSCF of the service.
    Registered,
    /// Not registered, yet served by an S-CSCF for services of the unregistered state.
    Unregistered,
}

impl Record for Registration {
    type Key = Imsi;
    const KIND: &'static str = "registration";
    fn key(&self) -> Imsi {
        self.imsi
    }
}

impl Registration {
    /// The state of one service.
    pub fn service(&self, sic: Option<Sic>) -> Option<&ServiceState> {
        self.services.iter().find(|service| service.sic == sic)
    }
}
