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
    #[serde(deserialize_with = "super::list::deserialize")]
    pub services: Box<[ServiceState]>,
}

/// The state of one service: of one IMPI (SC-4, SC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceState {
    /// Which service.
    pub sic: Option<Sic>,
    /// The S-CSCF that serves it, from the MAR that stored it until a deregistration clears it.
    pub scscf: Option<Scscf>,
    /// The S-CSCF that a MAR from another one replaced while the service was registered there (TS 29.228 §8.1.1): told by an RTR when the new
    /// one completes its registration, put back when the authentication fails.
    pub replaced: Option<Scscf>,
    /// Until when another S-CSCF may take the service over: the S-CSCF reassignment pending flag, set where an I-CSCF asks for capabilities
    /// because the S-CSCF does not respond (TS 29.228 §6.1.1.1, TS 23.380 §4).
    pub reassignment_until: Option<Timestamp>,
    /// One per implicit registration set that has state.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub sets: Box<[SetState]>,
    /// What the client registered with (SC-6): feature tags of its contact, from the restoration information.
    #[serde(deserialize_with = "super::list::deserialize")]
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
    /// Until when an authentication that was begun counts as pending (TS 29.228 §6.3.1, §6.1.2.1).
    pub pending_until: Option<Timestamp>,
    /// Since when `state` is what it is.
    pub since: Timestamp,
}

/// The registration status of TS 23.008 §3.2.
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
    /// Nothing known of any service of `imsi`.
    pub fn empty(imsi: Imsi) -> Self {
        Self { imsi, services: Box::default() }
    }

    /// The state of one service.
    pub fn service(&self, sic: Option<Sic>) -> Option<&ServiceState> {
        self.services.iter().find(|service| service.sic == sic)
    }

    /// The state of one service to be changed; an empty one is added in its place where there was none.
    pub fn service_mut(&mut self, sic: Option<Sic>) -> &mut ServiceState {
        let at = self.services.partition_point(|service| service.sic < sic);
        if self.services.get(at).is_none_or(|service| service.sic != sic) {
            let mut services = std::mem::take(&mut self.services).into_vec();
            services.insert(at, ServiceState::empty(sic));
            self.services = services.into();
        }
        &mut self.services[at]
    }
}

impl ServiceState {
    /// Nobody serves it, and nobody asked for it.
    pub fn empty(sic: Option<Sic>) -> Self {
        Self {
            sic,
            scscf: None,
            replaced: None,
            reassignment_until: None,
            sets: Box::default(),
            capabilities: Box::default(),
            restoration: None,
        }
    }

    /// The state of one implicit registration set.
    pub fn set(&self, set: u8) -> Option<&SetState> {
        self.sets.iter().find(|state| state.set == set)
    }

    /// The state of one set to be changed; a set without state is added as not registered since `now`.
    pub fn set_mut(&mut self, set: u8, now: Timestamp) -> &mut SetState {
        let at = self.sets.partition_point(|state| state.set < set);
        if self.sets.get(at).is_none_or(|state| state.set != set) {
            let mut sets = std::mem::take(&mut self.sets).into_vec();
            sets.insert(at, SetState { set, state: State::NotRegistered, pending_until: None, since: now });
            self.sets = sets.into();
        }
        &mut self.sets[at]
    }

    /// True while an S-CSCF serves any set, or authenticates the user at `now`: the stored Server-Name then counts.
    pub fn is_assigned(&self, now: Timestamp) -> bool {
        self.sets.iter().any(|set| set.state != State::NotRegistered || set.is_pending(now))
    }

    /// The S-CSCF whose name counts at `now`.
    pub fn assigned(&self, now: Timestamp) -> Option<&Scscf> {
        self.scscf.as_ref().filter(|_| self.is_assigned(now))
    }
}

impl SetState {
    /// True while an authentication that was begun is not completed and has not timed out.
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.pending_until.is_some_and(|until| until > now)
    }

    /// Changes the state, and notes since when it is so.
    pub fn enter(&mut self, state: State, now: Timestamp) {
        if self.state != state {
            (self.state, self.since) = (state, now);
        }
    }
}
