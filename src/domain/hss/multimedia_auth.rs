//! MAR: by what the user is authenticated, and which S-CSCF does it (TS 29.228 §6.3.1, Cx-AV-Req).
//!
//! The decision here ends with a [`Grant`]: which scheme, how many items, from which credential. Making the items, and moving the SIM's sequence
//! number, is the authentication centre's.

use super::{Decision, Hss, Loaded, Party, Refusal, Subject};
use crate::{
    domain::auth::RequestedScheme,
    records::{AuthScheme, Identity, Registration, Scscf, Sealed, Service, Sim, State},
    store::ChangeSet,
    types::{FramedAddress, Timestamp},
};

/// What the S-CSCF asks.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Who asks.
    pub server: Scscf,
    /// SIP-Authentication-Scheme as received.
    pub scheme: &'a str,
    /// SIP-Number-Auth-Items.
    pub items: u32,
    /// RAND and AUTS follow: a synchronisation failure.
    pub resync: bool,
}

/// What the authentication centre is to make.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    /// For which service.
    pub party: Party<'a>,
    /// By which scheme.
    pub scheme: AuthScheme,
    /// From what.
    pub credential: Credential<'a>,
    /// How many items.
    pub items: u32,
}

/// What a user is authenticated by.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'a> {
    /// A SIM.
    Sim(&'a Sim),
    /// A password.
    Password(&'a Sealed),
    /// The address that the packet core gave.
    Address(FramedAddress),
    /// The lines of this service's user: one at least.
    Lines(&'a Service),
}

/// Decides a MAR.
pub fn decide<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'_>,
    request: &Request<'_>,
    hss: &Hss,
    now: Timestamp,
) -> Decision<Grant<'a>> {
    match grant(loaded, subject, request, hss, now) {
        Ok((grant, changes)) => Decision { reply: Ok(grant), changes, tasks: Vec::new() },
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

fn grant<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'_>,
    request: &Request<'_>,
    hss: &Hss,
    now: Timestamp,
) -> Result<(Grant<'a>, ChangeSet), Refusal> {
    // 1. Both identities have to be known, the public one as a distinct one (5001). 2. They have to belong together (5002).
    let (party, identity) = loaded.named_distinctly(subject)?;
    // A service that is switched off is not authenticated, except to let a registered client leave.
    if !party.service.enabled && party.state_of(identity.set) == State::NotRegistered {
        return Err(Refusal::Disabled { imsi: party.imsi(), service: party.name() });
    }
    // 3. The scheme has to be supported (5006); if the S-CSCF does not know it, we choose.
    let scheme = scheme(party, request.scheme)?;
    let credential = credential(party, scheme)?;
    // 4. A synchronisation failure is the business of the S-CSCF that challenged: nothing is stored.
    let stored = party.state().and_then(|state| state.assigned(now));
    let same = stored.is_some_and(|stored| stored.name.eq_ignore_ascii_case(&request.server.name));
    let changes = match stored {
        Some(stored) if request.resync && !same => return Err(Refusal::ResyncByOther(stored.name.clone())),
        // 5. By the state of the public identity.
        // Registered with this S-CSCF: nothing changes.
        Some(_) if same && party.state_of(identity.set) == State::Registered => ChangeSet::new(),
        // Registered with another, unregistered or not registered: the S-CSCF is stored, and authentication is pending.
        _ => store_server(loaded, party, identity, &request.server, hss, now),
    };
    let items = if scheme.is_aka() { request.items.clamp(1, hss.ims.vectors_per_mar) } else { 1 };
    Ok((Grant { party, scheme, credential, items }, changes))
}

fn store_server(
    loaded: &Loaded,
    party: Party<'_>,
    identity: &Identity,
    server: &Scscf,
    hss: &Hss,
    now: Timestamp,
) -> ChangeSet {
    let (before, version) = loaded.registration();
    let mut after = before.cloned().unwrap_or_else(|| Registration::empty(party.imsi()));
    let state = after.service_mut(party.service.sic);
    // §8.1.1: the one that is replaced is kept in mind while users are registered there, until the new one succeeds or fails.
    let registered = state.sets.iter().any(|set| set.state != State::NotRegistered);
    let old = state.scscf.take().filter(|old| registered && !old.name.eq_ignore_ascii_case(&server.name));
    let back =
        state.replaced.as_ref().is_some_and(|replaced| replaced.name.eq_ignore_ascii_case(&server.name));
    match old {
        // Whether or not the one in between still has users: who comes back replaces nobody.
        _ if back => state.replaced = None,
        Some(old) if state.replaced.is_none() => state.replaced = Some(old),
        _ => {}
    }
    state.scscf = Some(server.clone());
    state.set_mut(identity.set, now).pending_until = Some(now.after(hss.pending()));
    ChangeSet::new().put(after, version)
}

fn scheme(party: Party<'_>, asked: &str) -> Result<AuthScheme, Refusal> {
    let not_allowed = || Refusal::SchemeNotAllowed { asked: asked.into(), service: party.name() };
    match RequestedScheme::parse(asked) {
        RequestedScheme::HssChooses => Ok(party.service.scheme),
        RequestedScheme::Named(scheme) if party.service.allows(scheme) => Ok(scheme),
        RequestedScheme::Named(_) | RequestedScheme::Foreign => Err(not_allowed()),
    }
}

fn credential(party: Party<'_>, scheme: AuthScheme) -> Result<Credential<'_>, Refusal> {
    let service = party.service;
    let (found, what) = match scheme {
        AuthScheme::AkaV1 | AuthScheme::AkaV2 => {
            (party.subscriber.sim.as_ref().map(Credential::Sim), "SIM keys")
        }
        AuthScheme::SipDigest | AuthScheme::EtsiDigest => {
            (service.password.as_ref().map(Credential::Password), "password")
        }
        // TS 33.203 §T.4: what the gateway bound to the SIM.
        AuthScheme::Giba => (service.address().map(Credential::Address), "address"),
        // TS 33.203 Annex R: what the access network ends.
        AuthScheme::NassBundled => (service.lines().next().map(|_| Credential::Lines(service)), "line"),
    };
    found.ok_or(Refusal::NoCredential { service: party.name(), what })
}
