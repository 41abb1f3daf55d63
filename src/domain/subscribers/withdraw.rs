//! What a change of the contract does to registrations: which services and sets the network must forget, and which profiles it must read anew.
//!
//! The state changes with the contract, in one change set; telling the S-CSCF is an outbox entry (SC-7). Services whose contract did not
//! change keep their state octet for octet.

use crate::{
    records::{Identity, Registration, Scscf, Service, ServiceState, State, Subscriber, Task},
    types::Impu,
};

/// What follows from a change of one subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effects {
    /// The registration afterwards: `None` where nobody is left in it.
    pub registration: Option<Registration>,
    /// What must happen on the network.
    pub tasks: Vec<Task>,
}

/// Reason-Code of Deregistration-Reason (TS 29.229 §6.3.16).
#[derive(Debug, Clone, Copy)]
enum Reason {
    /// The service is over: the terminal does not come back by itself.
    PermanentTermination = 0,
    /// Registering again is wanted: the contract is another one.
    ServerChange = 2,
}

/// What becomes of `registration` when the contract changes from `old` to `new` (`None`: the subscriber is removed).
pub fn effects(old: &Subscriber, new: Option<&Subscriber>, registration: &Registration) -> Effects {
    let mut kept = Vec::with_capacity(registration.services.len());
    let mut tasks = Vec::new();
    for state in &registration.services {
        let Some(before) = old.service(state.sic) else { continue };
        match fate(old, before, new, state) {
            Fate::Ends(reason, info) => {
                tasks.extend(deregister(old, before, state, registration, reason, info))
            }
            Fate::Stays(changed) => {
                kept.push(state.clone());
                tasks.extend(changed.into_iter().map(|set| Task::PushProfile {
                    imsi: old.imsi,
                    sic: state.sic,
                    set,
                }));
            }
        }
    }
    let registration =
        (!kept.is_empty()).then(|| Registration { imsi: registration.imsi, services: kept.into() });
    Effects { registration, tasks }
}

enum Fate {
    /// The service's state goes, and with it what the S-CSCF knows.
    Ends(Reason, &'static str),
    /// It stays; the profiles of these sets changed.
    Stays(Vec<u8>),
}

fn fate(old: &Subscriber, before: &Service, new: Option<&Subscriber>, state: &ServiceState) -> Fate {
    let Some((new, after)) = new.and_then(|new| Some((new, new.service(state.sic)?))) else {
        return Fate::Ends(Reason::PermanentTermination, "the service was unsubscribed");
    };
    if !after.enabled {
        return Fate::Ends(Reason::PermanentTermination, "the service was disabled");
    }
    if old.private_identity(before) != new.private_identity(after) {
        return Fate::Ends(Reason::PermanentTermination, "the private identity was replaced");
    }
    let mut changed = Vec::new();
    for set in state.sets.iter().filter(|set| set.state != State::NotRegistered).map(|set| set.set) {
        let (had, has) = (members(before, set), members(after, set));
        // TS 29.228 §6.1.3.1, §6.2.1: identities can be added to a registered set by PPR; for one to go, or the default to
        // change, it has to be deregistered, and the terminal registers anew.
        let all_there = had.iter().all(|identity| has.iter().any(|other| other.impu == identity.impu));
        let default = |of: &[&Identity]| of.first().map(|identity| identity.impu.clone());
        if !all_there || default(&had) != default(&has) {
            return Fate::Ends(Reason::ServerChange, "the public identities were changed");
        }
        if had != has || before.charging != after.charging {
            changed.push(set);
        }
    }
    Fate::Stays(changed)
}

fn members(service: &Service, set: u8) -> Vec<&Identity> {
    service.identities.iter().filter(|identity| identity.set == set).collect()
}

/// The RTR for one service (TS 29.228 §6.1.3); `None` where no S-CSCF has anything of it.
///
/// A public identity that another service holds at the same S-CSCF is left out: it stays registered there (SC-5), and real S-CSCFs remove all its
/// contacts, of whichever private identity. Only where the service holds nothing else are the shared ones named, for an S-CSCF that keeps
/// them apart by User-Name as the standard has it.
fn deregister(
    subscriber: &Subscriber,
    service: &Service,
    state: &ServiceState,
    registration: &Registration,
    reason: Reason,
    info: &str,
) -> Option<Task> {
    let scscf = state.scscf.as_ref()?;
    let held: Vec<&Impu> =
        service.identities.iter().filter(|one| is_held(state, one.set)).map(|one| &one.impu).collect();
    let others = || registration.services.iter().filter(|other| other.sic != state.sic);
    let own: Vec<&Impu> = held
        .iter()
        .copied()
        .filter(|impu| !others().any(|other| holds(subscriber, other, impu, scscf)))
        .collect();
    let named = if own.is_empty() { held } else { own };
    (!named.is_empty()).then(|| Task::Deregister {
        imsi: subscriber.imsi,
        sic: service.sic,
        impi: subscriber.private_identity(service).into(),
        associated: Box::default(),
        impus: named.into_iter().cloned().collect(),
        scscf: scscf.clone(),
        reason: reason as u32,
        info: info.into(),
    })
}

/// True if the set is registered, or unregistered with an S-CSCF.
fn is_held(state: &ServiceState, set: u8) -> bool {
    state.sets.iter().any(|one| one.set == set && one.state != State::NotRegistered)
}

/// True if the service of `state` holds `impu` at that S-CSCF.
fn holds(subscriber: &Subscriber, state: &ServiceState, impu: &Impu, scscf: &Scscf) -> bool {
    let there = state.scscf.as_ref().is_some_and(|server| server.host == scscf.host);
    let service = subscriber.service(state.sic);
    there
        && service.is_some_and(|service| {
            service.identities.iter().any(|one| one.impu == *impu && is_held(state, one.set))
        })
}
