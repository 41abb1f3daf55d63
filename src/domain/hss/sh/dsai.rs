//! DSAI: an application server takes itself out of somebody's filter criteria, and in again (TS 29.328 §7.6.11).

use super::{
    Records, Target, Whom,
    notify::{Told, keep, told},
    update::Request,
};
use crate::{
    domain::hss::{Hss, Refusal, fragment::Fragment},
    records::{Dsai, Registration, State, Subscriber, Task, Watched},
    store::ChangeSet,
    types::{Impu, Timestamp},
};

/// The switch that a DSAI-Tag names, in a profile: of the application server `named` (Server-Name), in lower case, with its default state.
/// A PUR has no Server-Name, and who leaves it out elsewhere means itself: then it is the only one with that tag, or the one at `host`.
///
/// # Errors
/// 5108: no filter criteria of this server are bound to the tag.
pub(super) fn switch<'f>(
    profile: &'f Fragment,
    named: Option<&str>,
    host: &str,
    tag: &'f str,
) -> Result<(&'f str, bool), Refusal> {
    let mut all = profile.dsai(tag);
    let found = match named {
        Some(named) => all.find(|(server, _)| server.eq_ignore_ascii_case(named)),
        None => {
            let all: Vec<_> = all.collect();
            let own = all.iter().find(|(server, _)| host_of(server).eq_ignore_ascii_case(host));
            own.or_else(|| all.first().filter(|_| all.len() == 1)).copied()
        }
    };
    found.ok_or(Refusal::NoDsai)
}

/// The host of a SIP URI.
fn host_of(uri: &str) -> &str {
    let rest = uri.split_once(':').map_or(uri, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    rest.split([':', ';', '?']).next().unwrap_or_default()
}

impl<'a> Target<'a> {
    /// The service profile.
    pub(super) fn profile(&self, hss: &'a Hss) -> Result<Option<&'a Fragment>, Refusal> {
        match self {
            Self::User(_, identity) => identity.map(|identity| hss.profile(&identity.profile)).transpose(),
            Self::Service(service) => hss.profile(&service.profile).map(Some),
        }
    }

    /// The identity as it is provisioned.
    pub(super) fn identity(&self) -> Option<&'a Impu> {
        match *self {
            Self::User(_, identity) => identity.map(|identity| &identity.impu),
            Self::Service(service) => Some(&service.identity),
        }
    }
}

/// Sets the switches; whoever watches them, or the criteria, is told, and the S-CSCF gets the profile, where it is another one by that.
///
/// # Errors
/// 5108 for a tag that nothing is bound to, 5100 where there is nothing to be set.
pub(super) fn set(
    records: &Records,
    whom: &Whom<'_>,
    target: Target<'_>,
    request: &Request<'_>,
    hss: &Hss,
    now: Timestamp,
) -> Result<(ChangeSet, Vec<Task>), Refusal> {
    let update = request.data.as_ref().map_err(Clone::clone)?;
    if update.dsai.is_empty() {
        return Err(Refusal::UnrecognizedData("there is no DSAI"));
    }
    let (keeper, holder) = records.keeper(whom).ok_or(Refusal::UnknownImpu)?;
    let profile = target.profile(hss)?.ok_or(Refusal::NoDsai)?;
    let identity = target.identity().ok_or(Refusal::NoDsai)?;
    let (switches, version) = (&records.loaded.switches, records.loaded.switches.version(identity));
    let before = switches.of(identity);
    let mut after = before.cloned().unwrap_or_else(|| Dsai::empty(keeper.clone(), holder));
    // All of them or none.
    let mut moved = Vec::new();
    for (tag, active) in &update.dsai {
        let (server, default) = switch(profile, None, request.host, tag)?;
        if after.state(server, tag).unwrap_or(default) != *active {
            moved.push((server, tag.as_str()));
        }
        after.set(server, tag, *active);
    }
    if before == Some(&after) {
        return Ok((ChangeSet::new(), Vec::new()));
    }
    let (watching, read) = records.subscriptions(holder);
    let (old, new) = (profile.with(before), profile.with(Some(&after)));
    let Told { left, mut tasks } = told(watching, now, |entry| {
        let concerned = match &entry.watched {
            Watched::Dsai { server, tag } => {
                moved.contains(&(&**server, &**tag)) && *entry.host != *request.host
            }
            Watched::FilterCriteria(server) => old.criteria_of(server) != new.criteria_of(server),
            _ => false,
        };
        concerned.then_some(None)
    });
    let mut changes = keep(ChangeSet::new(), left, &keeper, read);
    match target {
        Target::User(party, _) => {
            // Who registers meanwhile gets the profile as it is from now on.
            changes = changes.require::<Registration>(party.imsi(), records.loaded.registration().1);
            tasks.extend(pushes(party.subscriber, party.registration, (before, &after), hss, now)?);
        }
        Target::Service(service) if old != new && service.active && service.scscf.is_some() => {
            tasks.push(Task::PushService { identity: service.identity.clone() });
        }
        Target::Service(_) => {}
    }
    Ok((changes.put(after, version), tasks))
}

/// The profiles that S-CSCFs hold and that are others now: of every set with the identity or an alias, of every service that has it (SC-5).
fn pushes(
    subscriber: &Subscriber,
    registration: Option<&Registration>,
    (before, after): (Option<&Dsai>, &Dsai),
    hss: &Hss,
    now: Timestamp,
) -> Result<Vec<Task>, Refusal> {
    let mut tasks = Vec::new();
    for service in &subscriber.services {
        let state = registration.and_then(|all| all.service(service.sic));
        let Some(state) = state.filter(|state| state.assigned(now).is_some()) else { continue };
        for set in state.sets.iter().filter(|set| set.state != State::NotRegistered) {
            let mut differs = false;
            for identity in service.identities.iter().filter(|identity| identity.set == set.set) {
                if crate::domain::hss::switches::keeper_in(subscriber, identity) == Some(&after.identity) {
                    let profile = hss.profile(&identity.profile)?;
                    differs |= profile.with(before) != profile.with(Some(after));
                }
            }
            let push = || Task::PushProfile { imsi: subscriber.imsi, sic: service.sic, set: set.set };
            tasks.extend(differs.then(push));
        }
    }
    Ok(tasks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_server_is_what_an_origin_host_is_compared_with() {
        for (uri, host) in [
            ("sip:as.example:5060", "as.example"),
            ("sips:mmtel@as.example;transport=tcp", "as.example"),
            ("sip:as.example?a=1", "as.example"),
            ("as.example", "as.example"),
        ] {
            assert_eq!(host_of(uri), host, "{uri}");
        }
    }
}
