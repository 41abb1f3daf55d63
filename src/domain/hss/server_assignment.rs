//! SAR: an S-CSCF serves a user, or no longer does (TS 29.228 §6.1.2, Cx-Put and Cx-Pull).
//!
//! What decides is the stored state of the service (SC-4), not the type sent: real S-CSCFs send RE_REGISTRATION for a second private identity
//! of a shared public one, and UNREGISTERED_USER for a user they forgot.

use super::{
    Code, Decision, Features, Hss, Loaded, Party, Refusal, Subject, Switches,
    config::ChargingFunctions,
    deregistration::{self, Reason},
    location_info::served,
    user_data::{service_data, user_data},
};
use crate::{
    records::{Identity, PublicService, Registration, Scscf, ServiceState, State, Task},
    store::{ChangeSet, Read},
    types::{Impu, Name, Timestamp},
};
use std::borrow::Cow;

/// What the S-CSCF says.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Server-Assignment-Type.
    pub kind: Assignment,
    /// Who says it.
    pub server: Scscf,
    /// User-Data-Already-Available: the profile is not wanted.
    pub has_data: bool,
    /// SCSCF-Restoration-Info, the whole AVP.
    pub restoration: Option<&'a [u8]>,
    /// The feature tags of the contacts in it (SC-6).
    pub capabilities: Box<[Name]>,
    /// Multiple-Registration-Indication in a REGISTRATION: one contact more of a user whom the S-CSCF does not know as registered.
    pub multiple: bool,
    /// SAR-Flags: the user's P-CSCF failed, and is to be restored through the packet core (TS 23.380 §5.4).
    pub pcscf_restoration: bool,
    /// The features that both sides have.
    pub features: Features,
}

/// Server-Assignment-Type (TS 29.229 §6.3.15) as Cx has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignment {
    /// NO_ASSIGNMENT (0).
    NoAssignment,
    /// REGISTRATION and RE_REGISTRATION (1, 2): the stored state says which it is.
    Registration,
    /// UNREGISTERED_USER (3).
    UnregisteredUser,
    /// TIMEOUT_, USER_, ADMINISTRATIVE_DEREGISTRATION and DEREGISTRATION_TOO_MUCH_DATA (4, 5, 8, 11).
    Deregistration,
    /// TIMEOUT_ and USER_DEREGISTRATION_STORE_SERVER_NAME (6, 7).
    DeregistrationStoreServerName,
    /// AUTHENTICATION_FAILURE and AUTHENTICATION_TIMEOUT (9, 10).
    AuthenticationFailure,
}

impl Assignment {
    /// Reads the number.
    ///
    /// # Errors
    /// 5007 for the types of other interfaces.
    pub fn new(number: u32) -> Result<Self, Refusal> {
        Ok(match number {
            0 => Self::NoAssignment,
            1 | 2 => Self::Registration,
            3 => Self::UnregisteredUser,
            4 | 5 | 8 | 11 => Self::Deregistration,
            6 | 7 => Self::DeregistrationStoreServerName,
            9 | 10 => Self::AuthenticationFailure,
            other => return Err(Refusal::AssignmentType(other, "over Cx")),
        })
    }

    /// True for what follows an authentication: the private identity is known, and has to be named.
    fn is_authenticated(self) -> bool {
        matches!(self, Self::Registration | Self::AuthenticationFailure)
    }

    fn is_deregistration(self) -> bool {
        matches!(self, Self::Deregistration | Self::DeregistrationStoreServerName)
    }
}

/// What the S-CSCF is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The result.
    pub code: Code,
    /// The private identity, where the request had none.
    pub private: Cow<'a, str>,
    /// User-Data, where it is wanted.
    pub user_data: Option<String>,
    /// Charging-Information, with the profile.
    pub charging: Option<&'a ChargingFunctions>,
    /// Associated-Identities: the private identities of the services that share the public identity.
    pub associated: Vec<Cow<'a, str>>,
    /// Associated-Registered-Identities: those of them that are registered with it.
    pub associated_registered: Vec<Cow<'a, str>>,
    /// Loose-Route-Indication.
    pub loose_route: bool,
    /// SCSCF-Restoration-Info as it was stored, of each private identity.
    pub restoration: Vec<&'a [u8]>,
    /// The wildcarded identity that matched.
    pub wildcard: Option<&'a Impu>,
}

/// Decides a SAR. `others` are the public identities after the first one.
pub fn decide<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'a>,
    others: &[&str],
    request: &Request<'_>,
    hss: &'a Hss,
    now: Timestamp,
) -> Decision<Answer<'a>> {
    let decided = match loaded.public_service.as_ref().filter(|_| subject.imsi().is_none()) {
        Some(read) if read.value.is_some() => public_service(read, &loaded.switches, subject, request, hss),
        _ => user(loaded, subject, others, request, hss, now),
    };
    match decided {
        Ok((answer, changes, tasks)) => Decision { reply: Ok(answer), changes, tasks },
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

type Decided<'a> = Result<(Answer<'a>, ChangeSet, Vec<Task>), Refusal>;

fn user<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'a>,
    others: &[&str],
    request: &Request<'_>,
    hss: &'a Hss,
    now: Timestamp,
) -> Decided<'a> {
    // 1. The identities have to be known (5001). 2. They have to belong together (5002).
    let (party, identity) = named(loaded, subject, request)?;
    // 3. Several public identities in a deregistration only; and what matches a wildcard alone is registered implicitly, or not at all.
    if !others.is_empty() && !request.kind.is_deregistration() {
        return Err(Refusal::SeveralIdentities);
    }
    if request.kind.is_authenticated() && identity.is_some_and(|identity| identity.impu.is_wildcarded()) {
        return Err(Refusal::AssignmentType(1, "for an identity that is wildcarded"));
    }
    let scope = Scope { party, identity, request, hss, switches: &loaded.switches, now };
    let sets = scope.sets(others)?;
    let before = loaded.registration();
    let mut after = before.0.cloned().unwrap_or_else(|| Registration::empty(party.imsi()));
    // 4. By the assignment type.
    let state = after.service_mut(party.service.sic);
    let (code, mut tasks) = match request.kind {
        Assignment::NoAssignment => (scope.no_assignment()?, Vec::new()),
        Assignment::Registration => scope.register(state)?,
        Assignment::UnregisteredUser => scope.unregistered_user(state)?,
        Assignment::Deregistration => (scope.deregister(state, &sets, false)?, Vec::new()),
        Assignment::DeregistrationStoreServerName => {
            (scope.deregister(state, &sets, hss.ims.keep_server_name)?, Vec::new())
        }
        Assignment::AuthenticationFailure => (scope.authentication_failed(state)?, Vec::new()),
    };
    let answer = scope.answer(code, subject)?;
    // 5. Where the P-CSCF failed, the nodes that serve the user are told to have it find another (SAR-Flags).
    tasks.extend(request.pcscf_restoration.then_some(Task::RestorePcscf { imsi: party.imsi() }));
    // Idempotent: what is so already is not written again.
    let empty = before.0.is_none()
        && after.services.iter().all(|service| *service == ServiceState::empty(service.sic));
    let same = empty || before.0 == Some(&after);
    let changes = if same { ChangeSet::new() } else { ChangeSet::new().put(after, before.1) };
    Ok((answer, changes, tasks))
}

/// The service and the public identity of the request; no public identity means all of the private one's.
fn named<'a>(
    loaded: &'a Loaded,
    subject: &Subject<'a>,
    request: &Request<'_>,
) -> Result<(Party<'a>, Option<&'a Identity>), Refusal> {
    match (&subject.private, &subject.public) {
        (Some(_), Some(_)) => loaded.named(subject).map(|(party, identity)| (party, Some(identity))),
        // TS 29.228 Table 6.1.2.1: a deregistration of all public identities names the private one alone.
        (Some(_), None) if request.kind.is_deregistration() => Ok((loaded.by_private(subject)?, None)),
        (Some(_), None) => Err(Refusal::Missing("Public-Identity")),
        // And a call for somebody who is not registered, and its end, the public one alone.
        (None, Some(_)) if !request.kind.is_authenticated() => {
            let (party, identity) = served(loaded, subject.canonical()?)?;
            Ok((party, Some(identity)))
        }
        (None, _) => Err(Refusal::Missing("User-Name")),
    }
}

/// What the arms of step 4 work on.
struct Scope<'a, 'r> {
    party: Party<'a>,
    identity: Option<&'a Identity>,
    request: &'r Request<'r>,
    hss: &'a Hss,
    switches: &'a Switches,
    now: Timestamp,
}

impl<'a> Scope<'a, '_> {
    /// The implicit registration sets meant: of all public identities of the request, or all of the service.
    fn sets(&self, others: &[&str]) -> Result<Vec<u8>, Refusal> {
        let Some(identity) = self.identity else {
            return Ok(self.party.service.identities.iter().map(|identity| identity.set).collect());
        };
        let more = others.iter().map(|other| {
            let subject = Subject::read(None, Some(other), self.hss.ims.sic_length);
            self.party.identity(subject.canonical()?).map(|identity| identity.set)
        });
        std::iter::once(Ok(identity.set)).chain(more).collect()
    }

    fn same_server(&self, stored: &Scscf) -> bool {
        stored.name.eq_ignore_ascii_case(&self.request.server.name)
    }

    /// The S-CSCF that serves the identity, for this service or (UNREGISTERED_USER has no private identity) another that shares it.
    fn stored(&self) -> Option<&'a Scscf> {
        self.party.state().and_then(|state| state.assigned(self.now))
    }

    /// True while the S-CSCF reassignment pending flag is set.
    fn reassigning(&self) -> bool {
        let until = self.party.state().and_then(|state| state.reassignment_until);
        until.is_some_and(|until| until > self.now)
    }

    /// 4., NO_ASSIGNMENT: the assigned S-CSCF gets the profile, and while a reassignment is pending any; else UNABLE_TO_COMPLY.
    fn no_assignment(&self) -> Result<Code, Refusal> {
        match self.stored() {
            Some(stored) if self.same_server(stored) || self.reassigning() => Ok(Code::Success),
            Some(stored) => Err(Refusal::NotTheServer(stored.name.clone())),
            None => Err(Refusal::NoServer),
        }
    }

    /// §8.1: by any command but a MAR, another S-CSCF takes a user over only while a reassignment is pending (5005).
    fn may_take_over(&self) -> Result<(), Refusal> {
        match self.stored() {
            Some(stored) if !self.reassigning() && !self.same_server(stored) => {
                Err(Refusal::OtherServer(stored.name.clone()))
            }
            _ => Ok(()),
        }
    }

    /// 4., REGISTRATION with Multiple-Registration-Indication of what is stored as registered, with restoration information: that is not
    /// overwritten but given back, with the profile and IN_ASSIGNMENT_TYPE. The S-CSCF had lost it.
    fn is_known_to_be_registered(&self) -> bool {
        let set = self.identity.map_or(0, |identity| identity.set);
        let state = self.party.state().filter(|state| state.restoration.is_some());
        self.request.multiple && state.is_some() && self.party.state_of(set) == State::Registered
    }

    /// 4., REGISTRATION and RE_REGISTRATION: the S-CSCF is stored, the set is registered, nothing is pending any more.
    fn register(&self, state: &mut ServiceState) -> Result<(Code, Vec<Task>), Refusal> {
        if !self.party.service.enabled {
            return Err(Refusal::Disabled { imsi: self.party.imsi(), service: self.party.name() });
        }
        self.may_take_over()?;
        let set = self.identity.map_or(0, |identity| identity.set);
        let old = state
            .replaced
            .take()
            .or_else(|| self.stored().filter(|stored| !self.same_server(stored)).cloned());
        let task = old.and_then(|old| self.tell_old_server(old, state, set));
        state.scscf = Some(self.request.server.clone());
        state.reassignment_until = None;
        let entry = state.set_mut(set, self.now);
        entry.enter(State::Registered, self.now);
        entry.pending_until = None;
        let tasks = task.into_iter().collect();
        if self.is_known_to_be_registered() {
            return Ok((Code::InAssignmentType, tasks));
        }
        self.remember(state);
        Ok((Code::Success, tasks))
    }

    /// §8.1.1: the registrations in the old S-CSCF end; it is told so, unless it is the same Diameter node.
    fn tell_old_server(&self, old: Scscf, state: &mut ServiceState, registering: u8) -> Option<Task> {
        let reason = Reason::NewServerAssigned;
        let ending = [self.party.service.sic];
        let task = deregistration::rtr(self.party, &old, reason, reason.info(), &ending, self.now);
        for set in state.sets.iter_mut().filter(|set| set.set != registering) {
            set.enter(State::NotRegistered, self.now);
        }
        (old.host != self.request.server.host).then_some(task).flatten()
    }

    /// 4., UNREGISTERED_USER: the S-CSCF is stored, and the set unregistered if it is not registered.
    fn unregistered_user(&self, state: &mut ServiceState) -> Result<(Code, Vec<Task>), Refusal> {
        self.may_take_over()?;
        let set = self.identity.map_or(0, |identity| identity.set);
        let entry = state.set_mut(set, self.now);
        // An S-CSCF that lost its data, or that takes over from one that failed (TS 23.380 §4), asks like this for a registered user: it gets the
        // data, restoration information included, and the user stays registered.
        if entry.state == State::NotRegistered {
            entry.enter(State::Unregistered, self.now);
        }
        entry.pending_until = None;
        state.scscf = Some(self.request.server.clone());
        state.reassignment_until = None;
        Ok((Code::Success, Vec::new()))
    }

    /// 4., deregistrations: the sets leave, of this service alone (SC-5). `keep`: the S-CSCF keeps the profile, the user is unregistered.
    fn deregister(&self, state: &mut ServiceState, sets: &[u8], keep: bool) -> Result<Code, Refusal> {
        let stores = self.request.kind == Assignment::DeregistrationStoreServerName;
        // A late word of an S-CSCF that serves the user no longer clears nothing.
        if let Some(stored) = self.stored().filter(|stored| !self.same_server(stored)) {
            return Err(Refusal::NotTheServer(stored.name.clone()));
        }
        for set in state.sets.iter_mut().filter(|entry| sets.contains(&entry.set)) {
            // Only what is registered can be kept: what is gone already stays gone, and is no error.
            let kept = keep && set.state != State::NotRegistered;
            set.enter(if kept { State::Unregistered } else { State::NotRegistered }, self.now);
            set.pending_until = None;
        }
        self.clear_if_unused(state);
        Ok(if stores && !keep { Code::ServerNameNotStored } else { Code::Success })
    }

    /// 4., AUTHENTICATION_FAILURE and _TIMEOUT: nothing is pending any more; the registration state stays, and with it the S-CSCF.
    fn authentication_failed(&self, state: &mut ServiceState) -> Result<Code, Refusal> {
        if let Some(stored) = self.stored().filter(|stored| !self.same_server(stored)) {
            return Err(Refusal::NotTheServer(stored.name.clone()));
        }
        let meant = |set: u8| self.identity.is_none_or(|identity| identity.set == set);
        state.sets.iter_mut().filter(|entry| meant(entry.set)).for_each(|entry| entry.pending_until = None);
        // A failed attempt at another S-CSCF leaves the user where they are registered.
        if let Some(old) = state.replaced.take() {
            state.scscf = Some(old);
        }
        self.clear_if_unused(state);
        Ok(Code::Success)
    }

    /// Where no set is served and nothing is pending, nothing of the S-CSCF is kept.
    fn clear_if_unused(&self, state: &mut ServiceState) {
        if !state.is_assigned(self.now) {
            *state = ServiceState { sets: std::mem::take(&mut state.sets), ..ServiceState::empty(state.sic) };
        }
    }

    /// What the S-CSCF wants back after a restart, and what the client registered with (SC-6).
    fn remember(&self, state: &mut ServiceState) {
        if let Some(restoration) = self.request.restoration {
            state.restoration = Some(restoration.into());
            state.capabilities = self.request.capabilities.clone();
        }
    }

    fn answer(&self, code: Code, subject: &Subject<'a>) -> Result<Answer<'a>, Refusal> {
        let (party, hss) = (self.party, self.hss);
        let private = subject.private_text().map_or_else(|| party.impi(), Cow::Borrowed);
        let mut answer = Answer::bare(code, private);
        let serves =
            !self.request.kind.is_deregistration() && self.request.kind != Assignment::AuthenticationFailure;
        let (Some(identity), true) = (self.identity, serves) else {
            return Ok(answer);
        };
        answer.wildcard = identity.impu.is_wildcarded().then_some(&identity.impu);
        answer.associated = party.sharing(identity).map(|(other, _)| other.impi()).collect();
        if !answer.associated.is_empty() {
            answer.associated.insert(0, party.impi());
        }
        self.restore(identity, &mut answer);
        answer.loose_route = hss.scscf_set(party.service.scscf.as_ref())?.loose_route;
        if !self.request.has_data {
            let asked = subject.public_text().map(|text| (identity, text));
            let members = party.members(identity.set);
            answer.user_data =
                Some(user_data(hss, &answer.private, &members, asked, self.request.features, self.switches)?);
            answer.charging = hss.charging_functions(party.service.charging.as_ref())?;
        }
        Ok(answer)
    }

    /// Table 6.1.2.2: SCSCF-Restoration-Info and Associated-Registered-Identities. A REGISTRATION is told of the other private identities
    /// registered with the public one, and of its own only if it must not overwrite it; NO_ASSIGNMENT and UNREGISTERED_USER of all.
    fn restore(&self, identity: &Identity, answer: &mut Answer<'a>) {
        let party = self.party;
        let registers = self.request.kind == Assignment::Registration;
        let others = party.sharing(identity);
        let others: Vec<_> = others
            .filter(|(other, shared)| other.state_of(shared.set) == State::Registered)
            .map(|(other, _)| other)
            .collect();
        let own = party.state_of(identity.set) == State::Registered
            && (!registers || answer.code == Code::InAssignmentType);
        let parties = own.then_some(party).into_iter().chain(others.iter().copied());
        answer.restoration = parties.filter_map(|party| party.state()?.restoration.as_deref()).collect();
        if registers && !others.is_empty() {
            let others = others.iter().map(Party::impi);
            answer.associated_registered = std::iter::once(party.impi()).chain(others).collect();
        }
    }
}

impl<'a> Answer<'a> {
    fn bare(code: Code, private: Cow<'a, str>) -> Self {
        Self {
            code,
            private,
            user_data: None,
            charging: None,
            associated: Vec::new(),
            associated_registered: Vec::new(),
            loose_route: false,
            restoration: Vec::new(),
            wildcard: None,
        }
    }
}

/// A PSI: nobody registers it, an S-CSCF may serve it.
fn public_service<'a>(
    read: &'a Read<PublicService>,
    switches: &Switches,
    subject: &Subject<'a>,
    request: &Request<'_>,
    hss: &'a Hss,
) -> Decided<'a> {
    let Some(service) = read.value.as_deref() else { return Err(Refusal::UnknownImpu) };
    // 3. An inactive PSI is unknown (5001).
    if !service.active {
        return Err(Refusal::InactivePublicService);
    }
    let stored = service.scscf.as_ref();
    let same = stored.is_none_or(|stored| stored.name.eq_ignore_ascii_case(&request.server.name));
    let other = || stored.map_or_else(|| request.server.name.clone(), |stored| stored.name.clone());
    let mut after = service.clone();
    match request.kind {
        Assignment::NoAssignment if stored.is_none() => return Err(Refusal::NoServer),
        Assignment::NoAssignment | Assignment::Deregistration | Assignment::DeregistrationStoreServerName
            if !same =>
        {
            return Err(Refusal::NotTheServer(other()));
        }
        Assignment::UnregisteredUser if !same => return Err(Refusal::OtherServer(other())),
        Assignment::NoAssignment => {}
        Assignment::UnregisteredUser => after.scscf = Some(request.server.clone()),
        Assignment::DeregistrationStoreServerName if hss.ims.keep_server_name => {}
        Assignment::Deregistration | Assignment::DeregistrationStoreServerName => after.scscf = None,
        // 4. The type is not possible for this kind of identity (5007).
        Assignment::Registration => return Err(Refusal::AssignmentType(1, "for a public service")),
        Assignment::AuthenticationFailure => return Err(Refusal::AssignmentType(9, "for a public service")),
    }
    let private = subject.private_text().map_or(Cow::Borrowed(&*service.private_identity), Cow::Borrowed);
    let not_stored = request.kind == Assignment::DeregistrationStoreServerName && after.scscf.is_none();
    let mut answer =
        Answer::bare(if not_stored { Code::ServerNameNotStored } else { Code::Success }, private);
    answer.wildcard = service.identity.is_wildcarded().then_some(&service.identity);
    if !request.has_data && !request.kind.is_deregistration() {
        let asked = subject.public_text().unwrap_or(service.identity.as_str());
        answer.user_data = Some(service_data(hss, service, asked, request.features, switches)?);
        answer.charging = hss.charging_functions(None)?;
        answer.loose_route = hss.scscf_set(service.scscf_set.as_ref())?.loose_route;
    }
    let changes =
        if after == *service { ChangeSet::new() } else { ChangeSet::new().put(after, read.version) };
    Ok((answer, changes, Vec::new()))
}
