//! RTR: the network ends registrations (TS 29.228 §6.1.3, Cx-Deregister). The state changes with the decision; telling the S-CSCF is a task
//! that `procedures` carries out.

use super::{Decision, Party};
use crate::{
    records::{Identity, Registration, Scscf, ServiceState, State, Subscriber, Task},
    store::{ChangeSet, Read},
    types::{Impu, Sic, Timestamp},
};

/// Reason-Code (TS 29.229 §6.3.17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The subscription, or the service, ended.
    PermanentTermination = 0,
    /// Another S-CSCF serves the user.
    NewServerAssigned = 1,
    /// Another S-CSCF has to be found.
    ServerChange = 2,
    /// The S-CSCF is to forget the user.
    RemoveScscf = 3,
}

impl Reason {
    /// Reason-Info, for people.
    pub const fn info(self) -> &'static str {
        match self {
            Self::PermanentTermination => "the service was ended by the operator",
            Self::NewServerAssigned => "another S-CSCF serves the user",
            Self::ServerChange => "another S-CSCF has to be chosen",
            Self::RemoveScscf => "the S-CSCF is to forget the user",
        }
    }
}

/// Whether a deregistration happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The service was registered, or unregistered with an S-CSCF: now it is neither.
    Deregistered,
    /// Nobody served it.
    WasNotRegistered,
}

/// Deregisters one service and no other (SC-5, SC-7). Its state is gone with the change; the S-CSCF is told afterwards.
pub fn decide(
    subscriber: &Subscriber,
    registration: &Read<Registration>,
    sic: Option<Sic>,
    reason: Reason,
    now: Timestamp,
) -> Decision<Outcome> {
    let state = registration
        .value
        .as_deref()
        .and_then(|registration| Some((registration, registration.service(sic)?)));
    let Some((before, state)) = state.filter(|(_, state)| state.scscf.is_some()) else {
        return Decision::unchanged(Ok(Outcome::WasNotRegistered));
    };
    let party =
        subscriber.service(sic).map(|service| Party { subscriber, registration: Some(before), service });
    let old = state.assigned(now).cloned();
    let task = party.zip(old).and_then(|(party, old)| rtr(party, &old, reason, reason.info(), &[sic], now));
    let was = if state.is_assigned(now) { Outcome::Deregistered } else { Outcome::WasNotRegistered };
    let mut after = before.clone();
    let service = after.service_mut(sic);
    service.sets.iter_mut().for_each(|set| {
        set.enter(State::NotRegistered, now);
        set.pending_until = None;
    });
    *service = ServiceState { sets: std::mem::take(&mut service.sets), ..ServiceState::empty(sic) };
    let changes = ChangeSet::new().put(after, registration.version);
    Decision { reply: Ok(was), changes, tasks: task.into_iter().collect() }
}

/// What an RTR that was decided earlier still has to name at the S-CSCF `server`, now that it is sent: it may have waited for the S-CSCF, and
/// must not end what was registered there since. A public identity that the same service registered anew is left out: that registration took
/// the place of the one to be ended. One that another service holds there is left out as in [`rtr`]. Nothing left: nothing is to be said any more.
pub fn still_to_end(
    impus: &[Impu],
    sic: Option<Sic>,
    server: &Scscf,
    subscriber: Option<&Subscriber>,
    registration: Option<&Registration>,
) -> Vec<Impu> {
    let states = || registration.into_iter().flat_map(|registration| &registration.services);
    let holds = |state: &ServiceState, impu: &Impu| {
        // While another S-CSCF authenticates the user, the one before it still has the registration (§8.1.1).
        let there = state.replaced.as_ref().or(state.scscf.as_ref()).is_some_and(|at| at.host == server.host);
        let service = subscriber.filter(|_| there).and_then(|subscriber| subscriber.service(state.sic));
        let registered = |set| state.set(set).is_some_and(|set| set.state != State::NotRegistered);
        service.is_some_and(|service| {
            service.identities.iter().any(|identity| identity.impu == *impu && registered(identity.set))
        })
    };
    let anew = |impu: &&Impu| states().any(|state| state.sic == sic && holds(state, impu));
    let shared = |impu: &&Impu| states().any(|state| state.sic != sic && holds(state, impu));
    let ended: Vec<&Impu> = impus.iter().filter(|impu| !anew(impu)).collect();
    let own: Vec<Impu> = ended.iter().copied().filter(|impu| !shared(impu)).cloned().collect();
    if own.is_empty() { ended.into_iter().cloned().collect() } else { own }
}

/// The RTR to the S-CSCF `server` for what the service has registered there, with the sentence `info` for people; `None` where that is nothing.
///
/// Public identities that another service holds at the same S-CSCF are left out, unless that one is among those that end with this one
/// (`ending`): real S-CSCFs remove all contacts of a public identity, of whichever private one (SC-5). Only where the service holds nothing else
/// are they named, for an S-CSCF that keeps them apart by User-Name as the standard has it.
pub(in crate::domain) fn rtr(
    party: Party<'_>,
    server: &Scscf,
    reason: Reason,
    info: &str,
    ending: &[Option<Sic>],
    now: Timestamp,
) -> Option<Task> {
    let held_elsewhere = |identity: &Identity| {
        let mut staying = party.sharing(identity).filter(|(other, _)| !ending.contains(&other.service.sic));
        staying.any(|(other, shared)| {
            let there = other
                .state()
                .and_then(|state| state.assigned(now))
                .is_some_and(|other| other.host == server.host);
            there && other.state_of(shared.set) != State::NotRegistered
        })
    };
    let identities = party.service.identities.iter();
    let held: Vec<_> =
        identities.filter(|identity| party.state_of(identity.set) != State::NotRegistered).collect();
    let own: Vec<_> = held.iter().copied().filter(|identity| !held_elsewhere(identity)).collect();
    let named = if own.is_empty() { held } else { own };
    let impus: Box<[Impu]> = named.into_iter().map(|identity| identity.impu.clone()).collect();
    (!impus.is_empty()).then(|| Task::Deregister {
        imsi: party.imsi(),
        sic: party.service.sic,
        impi: party.impi().into(),
        associated: Box::default(),
        impus,
        scscf: server.clone(),
        reason: reason as u32,
        info: info.into(),
    })
}

/// RTRs that are sent at the same time: those of services that share a public identity at one S-CSCF become one, whose Associated-Identities
/// are the other private identities (TS 29.228 §6.1.3). All others stay apart: an S-CSCF that has forgotten one service need not fail the other.
pub(in crate::domain) fn together(tasks: impl IntoIterator<Item = Task>) -> Vec<Task> {
    let mut all: Vec<Task> = Vec::new();
    for task in tasks {
        if !all.iter_mut().any(|earlier| join(earlier, &task)) {
            all.push(task);
        }
    }
    all
}

/// Adds what `task` deregisters to `earlier`, where both are for one S-CSCF and name one identity.
fn join(earlier: &mut Task, task: &Task) -> bool {
    let Task::Deregister { impi, associated, impus, scscf, reason, info, .. } = earlier else { return false };
    let Task::Deregister { impi: more_impi, impus: more, scscf: to, reason: why, info: words, .. } = task
    else {
        return false;
    };
    let alike = scscf == to && (&*reason, &*info) == (why, words) && impi != more_impi;
    if !alike || !impus.iter().any(|impu| more.contains(impu)) {
        return false;
    }
    *associated = associated.iter().cloned().chain([more_impi.clone()]).collect();
    let new = more.iter().filter(|impu| !impus.contains(impu));
    *impus = impus.iter().chain(new).cloned().collect();
    true
}
