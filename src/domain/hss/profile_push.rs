//! PPR: the S-CSCF that serves a user gets the changed profile, or password (TS 29.228 §6.2.2, Cx-Update_Subscr_Data). A profile changes with
//! the subscriber, or for many at once with the configuration ([`Changed`]).

use super::{
    Features, Hss, Party, Refusal, Switches, config::ChargingFunctions, policy::DEFAULT,
    user_data::user_data, vectors::digest_realm,
};
use crate::{
    domain::auth::{Ha1Digits, Vault},
    records::{Registration, Scscf, SetState, State, Subscriber, Task},
    types::{Name, Timestamp},
};

/// What a PPR carries.
#[derive(Debug, Clone)]
pub struct Push<'a> {
    /// Where to.
    pub scscf: &'a Scscf,
    /// The private identity.
    pub impi: String,
    /// User-Data of the set, where the profile changed.
    pub user_data: Option<String>,
    /// Charging-Information, with it.
    pub charging: Option<&'a ChargingFunctions>,
    /// SIP-Digest-Authenticate, where the password changed.
    pub digest: Option<Digest>,
}

/// What a user with a password is authenticated by.
#[derive(Debug, Clone)]
pub struct Digest {
    /// The realm H(A1) was made with.
    pub realm: String,
    /// H(A1).
    pub ha1: Ha1Digits,
}

/// What the configuration says anew, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Service profiles.
    pub profiles: Box<[Name]>,
    /// Sets of charging functions.
    pub charging: Box<[Name]>,
}

impl Changed {
    /// What finds whom it concerns; `None` where nothing changed.
    pub fn task(self) -> Option<Task> {
        let Self { profiles, charging } = self;
        let any = !(profiles.is_empty() && charging.is_empty());
        any.then_some(Task::PushConfigured { profiles, charging, after: None })
    }

    /// The pushes to the S-CSCFs of one subscriber: for each set that one serves, and whose profile or charging functions changed.
    pub fn pushes(&self, subscriber: &Subscriber, registration: &Registration, now: Timestamp) -> Vec<Task> {
        let mut pushes = Vec::new();
        for service in &subscriber.services {
            let Some(state) = registration.service(service.sic) else { continue };
            let served = state.sets.iter().filter(|set| set.state != State::NotRegistered);
            let charged = self.charging.contains(service.charging.as_ref().unwrap_or(&Name::new(DEFAULT)));
            let concerned = |set: &&SetState| {
                let mut members = service.identities.iter().filter(|identity| identity.set == set.set);
                charged || members.any(|identity| self.profiles.contains(&identity.profile))
            };
            if state.assigned(now).is_some() {
                let push = |set: &SetState| Task::PushProfile {
                    imsi: subscriber.imsi,
                    sic: service.sic,
                    set: set.set,
                };
                pushes.extend(served.filter(concerned).map(push));
            }
        }
        pushes
    }
}

/// The profile of one set as it stands now; `None` where no S-CSCF serves the set any more.
///
/// # Errors
/// What the configuration lacks.
pub fn decide<'a>(
    party: Party<'a>,
    set: u8,
    hss: &'a Hss,
    switches: &Switches,
    now: Timestamp,
) -> Result<Option<Push<'a>>, Refusal> {
    let server = party.state().and_then(|state| state.assigned(now));
    let Some(scscf) = server.filter(|_| party.state_of(set) != State::NotRegistered) else {
        return Ok(None);
    };
    let members = party.members(set);
    if members.is_empty() {
        return Ok(None);
    }
    let impi = party.impi().into_owned();
    // A push is not negotiated: nothing beyond what every S-CSCF reads.
    let user_data = user_data(hss, &impi, &members, None, Features::empty(), switches)?;
    let charging = hss.charging_functions(party.service.charging.as_ref())?;
    Ok(Some(Push { scscf, impi, user_data: Some(user_data), charging, digest: None }))
}

/// The password of a service as it stands now; `None` where no S-CSCF serves the service or authenticates its user, or it has none any more.
///
/// # Errors
/// 5012 where the secret does not open.
pub fn password<'a>(party: Party<'a>, vault: &Vault, now: Timestamp) -> Result<Option<Push<'a>>, Refusal> {
    let server = party.state().and_then(|state| state.assigned(now));
    let (Some(scscf), Some(sealed)) = (server, &party.service.password) else { return Ok(None) };
    let impi = party.impi().into_owned();
    let ha1 = vault.open_ha1(&impi, sealed).map_err(|error| Refusal::NoVector(error.to_string().into()))?;
    let digest = Digest { realm: digest_realm(&impi).to_owned(), ha1: ha1.digits() };
    Ok(Some(Push { scscf, impi, user_data: None, charging: None, digest: Some(digest) }))
}
