//! Whom a request of S6a names, and who asks.

use super::super::{Hss, Refusal};
use super::{Eps, EpsProfile, barring::Barrings};
use crate::{
    records::{EpsRegistration, EpsSubscription, ServingNode, Subscriber},
    store::{Read, Store},
    types::{Imsi, Lsn, Name, Plmn},
};
use std::sync::Arc;

/// The records a request names, as they were read.
#[derive(Debug, Default)]
pub struct EpsLoaded {
    /// The subscriber.
    pub subscriber: Option<Arc<Subscriber>>,
    /// Its version.
    pub subscriber_version: Lsn,
    /// The EPS contract; `None` where there is no subscriber.
    pub subscription: Option<Read<EpsSubscription>>,
    /// The serving nodes; `None` where there is no subscriber.
    pub registration: Option<Read<EpsRegistration>>,
    /// The largest version read: the answer waits for it.
    pub seen: Lsn,
}

/// Who sent a request, as the message says and as the connection proves.
#[derive(Debug, Clone)]
pub struct Asker<'a> {
    /// Origin-Host of the request.
    pub host: &'a str,
    /// Origin-Realm of the request.
    pub realm: &'a str,
    /// The peer that brought it.
    pub peer: &'a Name,
}

/// A subscriber with an EPS contract, and the profile it names.
#[derive(Debug, Clone, Copy)]
pub struct EpsParty<'a> {
    /// Whose.
    pub subscriber: &'a Subscriber,
    /// The contract.
    pub subscription: &'a EpsSubscription,
    /// What the contract's profile says.
    pub profile: &'a EpsProfile,
}

impl EpsParty<'_> {
    /// What is barred, by the profile or by the contract.
    pub fn barred(&self) -> Barrings {
        let own = self.subscription.further.as_ref().map_or(0, |further| further.barred);
        self.profile.barrings() | Barrings::from_bits_retain(own)
    }

    /// UE-Usage-Type: the contract's, or else the profile's.
    pub fn ue_usage_type(&self) -> Option<u8> {
        let own = self.subscription.further.as_ref().and_then(|further| further.ue_usage_type);
        own.or(self.profile.ue_usage_type)
    }

    /// Whether a node that serves in the network `visited` and has these `features` may serve the subscriber (TS 29.272 §5.2.1.1.3).
    ///
    /// # Errors
    /// 5004 where it may not, with what Error-Diagnostic says of it.
    pub fn may_be_served(&self, visited: Plmn, features: u32, hss: &Hss) -> Result<(), Refusal> {
        let (barred, imsi) = (self.barred(), self.subscriber.imsi);
        let home = hss.eps.is_home(visited, imsi);
        if !self.profile.roaming.allows(visited, home) {
            return Err(Refusal::EpsRoamingNotAllowed(visited));
        }
        // Barring of roaming (TS 22.041), about which no node is told. Of a country with several codes each counts as one.
        if barred.contains(Barrings::ROAMING) && !home {
            return Err(Refusal::RoamingBarred { visited, what: "the home network" });
        }
        let abroad = || !home && !imsi.to_string().starts_with(&format!("{:03}", visited.mcc()));
        if barred.contains(Barrings::ROAMING_ABROAD) && abroad() {
            return Err(Refusal::RoamingBarred { visited, what: "the home country" });
        }
        // What a node would have to enforce and does not say that it can is refused as a whole, with Error-Diagnostic; a node that can attaches the
        // subscriber and sees to the rest (§7.3.10, §7.3.128).
        let unenforced = barred - Barrings::from_bits_retain(features);
        match unenforced {
            odb if odb.contains(Barrings::PACKET_SERVICES) => Err(Refusal::OdbAllApn),
            odb if odb.contains(Barrings::HOME_APNS) && !home => Err(Refusal::OdbHomeApn),
            odb if odb.contains(Barrings::VISITED_APNS) && !home => Err(Refusal::OdbVisitedApn),
            _ => Ok(()),
        }
    }
}

impl EpsLoaded {
    /// Reads what there is of `imsi`.
    pub fn load(store: &Store, imsi: Imsi) -> Self {
        let subscriber = store.get::<Subscriber>(&imsi);
        if subscriber.value.is_none() {
            return Self { seen: subscriber.version, ..Self::default() };
        }
        let subscription = store.get::<EpsSubscription>(&imsi);
        let registration = store.get::<EpsRegistration>(&imsi);
        Self {
            seen: subscriber.version.max(subscription.version).max(registration.version),
            subscriber: subscriber.value,
            subscriber_version: subscriber.version,
            subscription: Some(subscription),
            registration: Some(registration),
        }
    }

    /// The serving nodes and their version; none for nobody.
    pub fn registration(&self) -> (Option<&EpsRegistration>, Lsn) {
        self.registration.as_ref().map_or((None, Lsn::ZERO), |read| (read.value.as_deref(), read.version))
    }

    /// The version that the EPS contract, or its absence, was read with.
    pub fn subscription_version(&self) -> Lsn {
        self.subscription.as_ref().map_or(Lsn::ZERO, |read| read.version)
    }

    /// The EPS contract.
    pub fn subscription(&self) -> Option<&EpsSubscription> {
        self.subscription.as_ref()?.value.as_deref()
    }

    /// The subscriber whom the IMSI names.
    ///
    /// # Errors
    /// 5001 where nobody has it, or where what should be an IMSI is none.
    pub fn subscriber(&self, user_name: &str) -> Result<&Subscriber, Refusal> {
        let imsi = Imsi::parse(user_name).ok_or(Refusal::MalformedImsi)?;
        self.subscriber.as_deref().ok_or(Refusal::UnknownImsi(imsi))
    }

    /// The same, with an EPS contract that is in force.
    ///
    /// # Errors
    /// 5001 as [`subscriber`](Self::subscriber); 5420 where the user is known and has no EPS contract, or one that is switched off; 5012 where
    /// the configuration lacks the profile.
    pub fn party<'a>(&'a self, user_name: &str, hss: &'a Hss) -> Result<EpsParty<'a>, Refusal> {
        let subscriber = self.subscriber(user_name)?;
        let imsi = subscriber.imsi;
        let subscription = self.subscription().ok_or(Refusal::NoEps(imsi))?;
        if !subscription.enabled {
            return Err(Refusal::EpsDisabled(imsi));
        }
        Ok(EpsParty { subscriber, subscription, profile: hss.eps_profile(&subscription.profile)? })
    }
}

impl Asker<'_> {
    /// Whether whoever asks is the node it says it is, or one that an agent may bring (`eps.relayed`).
    ///
    /// # Errors
    /// 5003 AUTHORIZATION_REJECTED.
    pub fn speaks_for_itself(&self, eps: &Eps) -> Result<(), Refusal> {
        match eps.relayed || self.host.eq_ignore_ascii_case(self.peer) {
            true => Ok(()),
            false => Err(Refusal::NotTheOrigin { named: self.host.into(), peer: self.peer.clone() }),
        }
    }

    /// Whether whoever asks may: for the node it says it is, in the network it says it serves (TS 33.401 §6.1.2; `[eps]`).
    ///
    /// # Errors
    /// 5003 AUTHORIZATION_REJECTED, with the setting that would allow it.
    pub fn may_ask(&self, eps: &Eps, visited: Option<Plmn>) -> Result<(), Refusal> {
        self.speaks_for_itself(eps)?;
        if eps.realms.is_empty() {
            return Ok(());
        }
        let served = eps.realms.iter().find(|(realm, _)| realm.eq_ignore_ascii_case(self.realm));
        match (served, visited) {
            (Some(_), None) => Ok(()),
            (Some((_, plmns)), Some(visited)) if plmns.contains(&visited) => Ok(()),
            _ => Err(Refusal::RealmMayNotAsk { realm: self.realm.into(), visited }),
        }
    }

    /// True if this is the node.
    pub fn is(&self, node: &ServingNode) -> bool {
        node.host.eq_ignore_ascii_case(self.host)
    }
}
