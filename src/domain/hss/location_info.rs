//! LIR: which S-CSCF, or application server, takes a request for a public identity (TS 29.228 §6.1.4, Cx-Location-Query).

use super::{
    Code, Decision, Hss, Loaded, Party, Refusal, Server, Subject, Switches,
    selection::{by_capabilities, spread},
    user_authorization::reassign,
};
use crate::{
    records::{Identity, PublicService, State},
    types::{Impu, Timestamp},
};

/// What the I-CSCF asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request {
    /// Originating-Request: on behalf of the identity, not to it.
    pub originating: bool,
    /// User-Authorization-Type REGISTRATION_AND_CAPABILITIES: the S-CSCF does not respond, another one is to be chosen.
    pub capabilities: bool,
}

/// What the I-CSCF is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The result.
    pub code: Code,
    /// The S-CSCF or application server, or what to choose one by.
    pub server: Server<'a>,
    /// The wildcarded identity that matched.
    pub wildcard: Option<&'a Impu>,
    /// The server is an application server (LIA-Flags, PSI Direct Routing Indication).
    pub direct: bool,
}

/// Decides an LIR.
pub fn decide<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'_>,
    request: Request,
    hss: &'a Hss,
    now: Timestamp,
) -> Decision<Answer<'a>> {
    if let Some(service) = loaded.public_service.as_ref().and_then(|read| read.value.as_deref()) {
        return Decision::unchanged(public_service(service, request, hss));
    }
    match user(loaded, subject, request, hss, now) {
        Ok((answer, party)) if request.capabilities => {
            let changes = reassign(party, loaded.registration().1, hss, now);
            Decision { reply: Ok(answer), changes, tasks: Vec::new() }
        }
        reply => Decision::unchanged(reply.map(|(answer, _)| answer)),
    }
}

fn user<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'_>,
    request: Request,
    hss: &'a Hss,
    now: Timestamp,
) -> Result<(Answer<'a>, Party<'a>), Refusal> {
    // 1. The public identity has to be known (5001).
    let (party, identity) = served(loaded, subject.canonical()?)?;
    let wildcard = identity.impu.is_wildcarded().then_some(&identity.impu);
    let answer = |code, server| (Answer { code, server, wildcard, direct: false }, party);
    let choose = || by_capabilities(hss, party.service.scscf.as_ref(), spread(party.imsi()));
    let unregistered = || has_unregistered_services(party, identity, &loaded.switches, hss);
    // 3. By the state of the public identity (SC-6: of any service that has it).
    let state = party.state_of(identity.set);
    let server = party.server(identity, now);
    match (state, server) {
        // User-Authorization-Type asks for capabilities: no S-CSCF's name.
        (State::Registered | State::Unregistered, _) if request.capabilities => {
            Ok(answer(Code::Success, choose()?))
        }
        // Registered, or unregistered with an S-CSCF that keeps the profile: that one.
        (State::Registered | State::Unregistered, Some(server)) => {
            Ok(answer(Code::Success, Server::Name(&server.name)))
        }
        // Not registered, without services of the unregistered state, and not on the user's behalf: 5003.
        _ if !request.originating && !unregistered()? => Err(Refusal::NoUnregisteredService),
        // Not registered: the S-CSCF that serves another identity of the service, else capabilities.
        (_, Some(server)) if !request.capabilities => Ok(answer(Code::Success, Server::Name(&server.name))),
        _ => Ok(answer(Code::UnregisteredService, choose()?)),
    }
}

/// Of the services that have the identity, the one to be served: registered before unregistered before enabled before any (SC-5).
pub(super) fn served<'a>(loaded: &'a Loaded, canonical: &str) -> Result<(Party<'a>, &'a Identity), Refusal> {
    let rank = |party: &Party<'_>, identity: &Identity| match party.state_of(identity.set) {
        State::Registered => 0,
        State::Unregistered => 1,
        State::NotRegistered if party.service.enabled => 2,
        State::NotRegistered => 3,
    };
    loaded
        .holders(canonical)
        .min_by_key(|(party, identity)| rank(party, identity))
        .ok_or(Refusal::UnknownImpu)
}

fn has_unregistered_services(
    party: Party<'_>,
    identity: &Identity,
    switches: &Switches,
    hss: &Hss,
) -> Result<bool, Refusal> {
    Ok(party.service.enabled
        && !identity.barred
        && hss.profile(&identity.profile)?.with(switches.of(&identity.impu)).serves_unregistered)
}

fn public_service<'a>(
    service: &'a PublicService,
    request: Request,
    hss: &'a Hss,
) -> Result<Answer<'a>, Refusal> {
    // 2. An inactive PSI is unknown (5001).
    if !service.active {
        return Err(Refusal::InactivePublicService);
    }
    let wildcard = service.identity.is_wildcarded().then_some(&service.identity);
    let answer = |code, server, direct| Ok(Answer { code, server, wildcard, direct });
    match (&service.application_server, &service.scscf) {
        // 2. Direct routing: the application server that hosts the PSI, for requests to it.
        (Some(server), _) if !request.originating => answer(Code::Success, Server::Name(server), true),
        // 3. The S-CSCF that serves the PSI.
        (_, Some(scscf)) if !request.capabilities => answer(Code::Success, Server::Name(&scscf.name), false),
        // 3. None yet: a PSI is never registered, and always served.
        _ => {
            let server = by_capabilities(hss, service.scscf_set.as_ref(), 0)?;
            answer(Code::UnregisteredService, server, false)
        }
    }
}
