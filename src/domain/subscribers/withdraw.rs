//! What a change of the contract does to registrations: which services and sets the network must forget, and which profiles it must read anew.
//!
//! The state changes with the contract, in one change set; telling the S-CSCF is an outbox entry (SC-7). Services whose contract did not
//! change keep their state octet for octet.

use crate::{
    domain::hss::{
        Party,
        deregistration::{Reason, rtr, together},
    },
    records::{Identity, Registration, Service, ServiceState, State, Subscriber, Task},
    types::Timestamp,
};

/// What follows from a change of one subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effects {
    /// The registration afterwards: `None` where nobody is left in it.
    pub registration: Option<Registration>,
    /// What must happen on the network.
    pub tasks: Vec<Task>,
}

/// What becomes of `registration` when the contract changes from `old` to `new` (`None`: the subscriber is removed).
pub fn effects(
    old: &Subscriber,
    new: Option<&Subscriber>,
    registration: &Registration,
    now: Timestamp,
) -> Effects {
    let fates: Vec<_> = registration
        .services
        .iter()
        .filter_map(|state| {
            let before = old.service(state.sic)?;
            Some((state, before, fate(old, before, new, state, now)))
        })
        .collect();
    let ends = |fate: &Fate| matches!(fate, Fate::Ends(..));
    let ending: Vec<_> = fates.iter().filter(|(.., fate)| ends(fate)).map(|(state, ..)| state.sic).collect();
    let mut kept = Vec::with_capacity(fates.len());
    let (mut rtrs, mut tasks) = (Vec::new(), Vec::new());
    for (state, before, fate) in fates {
        match fate {
            Fate::Ends(reason, info) => {
                let party = Party { subscriber: old, registration: Some(registration), service: before };
                let server = state.scscf.as_ref();
                rtrs.extend(server.and_then(|server| rtr(party, server, reason, info, &ending, now)));
            }
            Fate::Stays(changed, password) => {
                kept.push(state.clone());
                tasks.extend(password.then_some(Task::PushPassword { imsi: old.imsi, sic: state.sic }));
                tasks.extend(changed.into_iter().map(|set| Task::PushProfile {
                    imsi: old.imsi,
                    sic: state.sic,
                    set,
                }));
            }
        }
    }
    tasks.extend(together(rtrs));
    let registration =
        (!kept.is_empty()).then(|| Registration { imsi: registration.imsi, services: kept.into() });
    Effects { registration, tasks }
}

enum Fate {
    /// The service's state goes, and with it what the S-CSCF knows.
    Ends(Reason, &'static str),
    /// It stays; the profiles of these sets changed, and whether the password did.
    Stays(Vec<u8>, bool),
}

fn fate(
    old: &Subscriber,
    before: &Service,
    new: Option<&Subscriber>,
    state: &ServiceState,
    now: Timestamp,
) -> Fate {
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
        // TS 29.228 §6.1.3.1, §6.5.2.1: identities can be added to a registered set by PPR; for one to go, or the default to
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
    // TS 29.228 §6.5.2.4.
    let password = after.password.is_some() && before.password != after.password && state.is_assigned(now);
    Fate::Stays(changed, password)
}

fn members(service: &Service, set: u8) -> Vec<&Identity> {
    service.identities.iter().filter(|identity| identity.set == set).collect()
}
