//! What is told of a subscriber: the contract and the state of each service (SC-6), and no secret.

use super::{
    account::{self, AccountView},
    eps::{self, EpsView},
    provision::Known,
    sic_text,
};
use crate::{
    records::{
        AuthScheme, Further, Identity, Registration, Roaming, Service, ServiceState, State, Subscriber,
    },
    types::{E164, Impu, Imsi, Lsn, Name, Timestamp},
};
use serde::Serialize;

/// One subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubscriberView {
    /// Who.
    pub imsi: Imsi,
    /// The number.
    pub msisdn: Option<E164>,
    /// The home domain.
    pub domain: Name,
    /// The template it was made from.
    pub template: Option<Name>,
    /// The SIM; absent for a soft phone.
    pub sim: Option<SimView>,
    /// Where it may register.
    pub roaming: Roaming,
    /// The EPS contract, and which nodes serve; absent where there is none.
    pub eps: Option<EpsView>,
    /// Who pays; absent where nobody does.
    pub account: Option<AccountView>,
    /// The services, the one without a code first.
    pub services: Vec<ServiceView>,
}

/// A SIM, without its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimView {
    /// Its functions.
    pub algorithm: &'static str,
    /// How long RES is, in bits, where there is a choice: of TUAK.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub res_bits: Option<u16>,
    /// How often TUAK applies Keccak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iterations: Option<u8>,
    /// The authentication management field: 4 hexadecimal digits.
    pub amf: String,
    /// SEQ of the last vector handed out; absent before the first.
    pub seq: Option<u64>,
}

/// One service: the contract, and its state on the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceView {
    /// Its code, or `plain`.
    pub sic: String,
    /// The private identity.
    pub impi: String,
    /// The scheme used unless another is asked for.
    pub scheme: AuthScheme,
    /// Further schemes.
    pub also: Vec<Further>,
    /// True if it has a password.
    pub password: bool,
    /// False: registering is refused.
    pub enabled: bool,
    /// What the contract allows.
    pub capabilities: Vec<Name>,
    /// What the client registered with.
    pub registered_capabilities: Vec<Name>,
    /// The S-CSCF that serves it, as a SIP URI.
    pub scscf: Option<Name>,
    /// The Diameter identity of that S-CSCF.
    pub scscf_host: Option<Name>,
    /// The most of what its sets are: registered, before unregistered, before not registered.
    pub state: State,
    /// Since when; absent if it never was anything else.
    pub since: Option<Timestamp>,
    /// Its public identities.
    pub identities: Vec<IdentityView>,
    /// The configured set of S-CSCF capabilities.
    pub scscf_set: Option<Name>,
    /// The configured charging functions.
    pub charging: Option<Name>,
}

/// One public identity and its state for this service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentityView {
    /// The identity.
    pub impu: Impu,
    /// For implicit registration only.
    pub barred: bool,
    /// The implicit registration set.
    pub set: u8,
    /// The alias group; 0 for none.
    pub alias: u8,
    /// The service profile.
    pub profile: Name,
    /// Its state.
    pub state: State,
    /// An authentication was begun and is pending until then.
    pub pending_until: Option<Timestamp>,
}

/// What is known of a subscriber, and the LSN that an answer which shows it waits for; `None` for an unknown one.
pub fn view(known: &Known) -> Option<(SubscriberView, Lsn)> {
    let subscriber = known.subscriber.value.as_deref()?;
    let versions = [
        known.registration.version,
        known.sequence.version,
        known.eps_subscription.version,
        known.eps_registration.version,
        known.wlan_registration.version,
        known.charging_subscription.version,
        known.account.as_ref().map_or(Lsn::ZERO, |account| account.version),
    ];
    let version = versions.into_iter().fold(known.subscriber.version, Lsn::max);
    let sim = subscriber.sim.as_ref().map(|sim| SimView {
        algorithm: sim.algorithm.name(),
        res_bits: sim.algorithm.tuak().map(|parameters| parameters.res.bits()),
        iterations: sim.algorithm.tuak().map(|parameters| parameters.iterations.get()),
        amf: format!("{:02x}{:02x}", sim.amf[0], sim.amf[1]),
        seq: known.sequence.value.as_ref().map(|sequence| sequence.seq),
    });
    let registration = known.registration.value.as_deref();
    let services = subscriber.services.iter().map(|one| service(subscriber, one, registration)).collect();
    let view = SubscriberView {
        imsi: subscriber.imsi,
        msisdn: subscriber.msisdn,
        domain: subscriber.domain.clone(),
        template: subscriber.template.clone(),
        sim,
        roaming: subscriber.roaming.clone(),
        eps: known.eps_subscription.value.as_deref().map(|contract| eps::view(contract, known)),
        account: known.charging_subscription.value.as_deref().map(|contract| {
            account::view(contract, known.account.as_ref().and_then(|account| account.value.as_deref()))
        }),
        services,
    };
    Some((view, version))
}

fn service(subscriber: &Subscriber, service: &Service, registration: Option<&Registration>) -> ServiceView {
    let state = registration.and_then(|registration| registration.service(service.sic));
    let (most, since) = most(state);
    let scscf = state.and_then(|state| state.scscf.as_ref());
    ServiceView {
        sic: sic_text(service.sic).into_owned(),
        impi: subscriber.private_identity(service).into_owned(),
        scheme: service.scheme,
        also: service.also.to_vec(),
        password: service.password.is_some(),
        enabled: service.enabled,
        capabilities: service.capabilities.to_vec(),
        registered_capabilities: state.map(|state| state.capabilities.to_vec()).unwrap_or_default(),
        scscf: scscf.map(|scscf| scscf.name.clone()),
        scscf_host: scscf.map(|scscf| scscf.host.clone()),
        state: most,
        since,
        identities: service.identities.iter().map(|one| identity(one, state)).collect(),
        scscf_set: service.scscf.clone(),
        charging: service.charging.clone(),
    }
}

fn identity(identity: &Identity, state: Option<&ServiceState>) -> IdentityView {
    let set = state.and_then(|state| state.sets.iter().find(|set| set.set == identity.set));
    IdentityView {
        impu: identity.impu.clone(),
        barred: identity.barred,
        set: identity.set,
        alias: identity.alias,
        profile: identity.profile.clone(),
        state: set.map_or(State::NotRegistered, |set| set.state),
        pending_until: set.and_then(|set| set.pending_until),
    }
}

/// The state of a service as a whole: that of its most registered set, and since when.
fn most(state: Option<&ServiceState>) -> (State, Option<Timestamp>) {
    let sets = || state.into_iter().flat_map(|state| state.sets.iter());
    for wanted in [State::Registered, State::Unregistered, State::NotRegistered] {
        // The service is what it is since the first of those sets became so.
        if let Some(since) = sets().filter(|set| set.state == wanted).map(|set| set.since).min() {
            return (wanted, Some(since));
        }
    }
    (State::NotRegistered, None)
}
