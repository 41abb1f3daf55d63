//! UAR: may the user register, and where (TS 29.228 §6.1.1, Cx-Query and Cx-Select-Pull).

use super::{
    Code, Decision, Hss, Loaded, Party, Refusal, Server, Subject,
    selection::{by_capabilities, for_first_registration, spread},
};
use crate::{
    records::{Registration, Roaming, State},
    store::ChangeSet,
    types::{Lsn, Timestamp},
};

/// What the I-CSCF asks.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Where the user is: the visited network's identifier.
    pub visited_network: &'a str,
    /// For what.
    pub kind: Kind,
    /// An emergency registration (UAR-Flags bit 0).
    pub emergency: bool,
}

/// User-Authorization-Type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// REGISTRATION, and its absence.
    Registration,
    /// DE_REGISTRATION.
    Deregistration,
    /// REGISTRATION_AND_CAPABILITIES: the S-CSCF does not respond, another one is to be chosen.
    Capabilities,
}

/// What the I-CSCF is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The result.
    pub code: Code,
    /// The S-CSCF, or what to choose one by.
    pub server: Server<'a>,
}

/// Decides a UAR.
pub fn decide<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'_>,
    request: Request<'_>,
    hss: &'a Hss,
    now: Timestamp,
) -> Decision<Answer<'a>> {
    match answer(loaded, subject, request, hss, now) {
        Ok((answer, party)) if request.kind == Kind::Capabilities => {
            let changes = reassign(party, loaded.registration().1, hss, now);
            Decision { reply: Ok(answer), changes, tasks: Vec::new() }
        }
        reply => Decision::unchanged(reply.map(|(answer, _)| answer)),
    }
}

fn answer<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'_>,
    request: Request<'_>,
    hss: &'a Hss,
    now: Timestamp,
) -> Result<(Answer<'a>, Party<'a>), Refusal> {
    // 1. Both identities have to be known, the public one as a distinct one (5001). 2. They have to belong together (5002).
    let (party, identity) = loaded.named_distinctly(subject)?;
    // 3. A barred identity may register only for others of its set that are not barred, or for an emergency (AUTHORIZATION_REJECTED).
    let set = || party.service.identities.iter().filter(|other| other.set == identity.set);
    if identity.barred && !request.emergency && set().all(|other| other.barred) {
        return Err(Refusal::Barred);
    }
    // 4. By the type: whether the user may register in the visited network (5004) and at all (AUTHORIZATION_REJECTED).
    if request.kind != Kind::Deregistration && !request.emergency {
        may_register(party, request.visited_network, hss)?;
    }
    if request.kind == Kind::Capabilities {
        // REGISTRATION_AND_CAPABILITIES: the capabilities, no S-CSCF's name, and nothing else is looked at.
        let server = by_capabilities(hss, party.service.scscf.as_ref(), spread(party.imsi()))?;
        return Ok((Answer { code: Code::Success, server }, party));
    }
    // 5. By the state of the public identity.
    let registered = party.state_of(identity.set) == State::Registered;
    let answer = match (request.kind, party.server(identity, now)) {
        // Registered, to be deregistered: the stored S-CSCF (SC-5: registered by this service, not by another that shares the identity).
        (Kind::Deregistration, Some(server)) if registered => named(Code::Success, &server.name),
        // Not registered, to be deregistered: 5003 (SC-5). Unregistered too, where the standard has 2001: Kamailio's S-CSCF answers 500 then, keeps
        // the lock on the user, and refuses every registration that follows.
        (Kind::Deregistration, _) => {
            return Err(Refusal::NotRegistered { imsi: party.imsi(), service: party.name() });
        }
        // Registered, unregistered, or authentication pending, for this identity or another of the service: the stored S-CSCF.
        (_, Some(server)) => named(Code::SubsequentRegistration, &server.name),
        // Nobody serves the user: capabilities, or the preferred S-CSCF.
        (_, None) => Answer {
            code: Code::FirstRegistration,
            server: for_first_registration(hss, party.service.scscf.as_ref(), spread(party.imsi()))?,
        },
    };
    Ok((answer, party))
}

fn named(code: Code, name: &str) -> Answer<'_> {
    Answer { code, server: Server::Name(name) }
}

fn may_register(party: Party<'_>, visited: &str, hss: &Hss) -> Result<(), Refusal> {
    if !party.service.enabled {
        return Err(Refusal::Disabled { imsi: party.imsi(), service: party.name() });
    }
    let home = &*party.subscriber.domain;
    let is_home = |network: &str| {
        network.eq_ignore_ascii_case(home)
            || network.len() > 4
                && network.as_bytes()[..4].eq_ignore_ascii_case(b"ims.")
                && network.as_bytes()[4..].eq_ignore_ascii_case(home.as_bytes())
            || hss.ims.home_networks.iter().any(|own| own.eq_ignore_ascii_case(network))
    };
    let allowed = match &party.subscriber.roaming {
        Roaming::Anywhere => true,
        Roaming::HomeOnly => is_home(visited),
        Roaming::Networks(networks) => {
            networks.iter().any(|network| network.eq_ignore_ascii_case(visited)) || is_home(visited)
        }
    };
    if allowed { Ok(()) } else { Err(Refusal::RoamingNotAllowed(visited.into())) }
}

/// Sets the S-CSCF reassignment pending flag of a service that an S-CSCF serves (TS 29.228 §6.1.1.1, TS 23.380 §4): the next S-CSCF
/// may take the user over.
pub(super) fn reassign(party: Party<'_>, version: Lsn, hss: &Hss, now: Timestamp) -> ChangeSet {
    let Some(registration) =
        party.registration.filter(|_| party.state().is_some_and(|state| state.is_assigned(now)))
    else {
        return ChangeSet::new();
    };
    let mut registration: Registration = registration.clone();
    registration.service_mut(party.service.sic).reassignment_until = Some(now.after(hss.reassignment()));
    ChangeSet::new().put(registration, version)
}
