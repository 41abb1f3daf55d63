//! Public service identities as they are configured (`[public_service.NAME]`, TS 23.228 §5.4.12), and the store brought in line with them.

use super::{
    config::{HssConfig, Mistake, PublicServiceEntry},
    policy::DEFAULT,
    profile::check_text,
    sh::notify::{keep, service_changed},
};
use crate::{
    records::{Dsai, Outbox, PublicService, RepositoryData, ShSubscriptions, Task},
    store::{ChangeSet, CommitError, Store},
    types::{Impu, Lsn, Name, Timestamp},
};
use regex_lite::Regex;
use std::collections::BTreeSet;

/// Reads the configured services; every mistake is a sentence.
pub(super) fn read(config: &HssConfig, mistakes: &mut Vec<Mistake>) -> Vec<PublicService> {
    let mut seen = BTreeSet::new();
    let mut services = Vec::with_capacity(config.public_service.len());
    for (name, entry) in &config.public_service {
        let place = format!("[public_service.{name}]");
        refers(config, entry, &place, mistakes);
        let Some(identity) = identity(entry, &place, mistakes) else { continue };
        if !seen.insert(identity.clone()) {
            let problem = format!("{identity} is another public service's, too: write it once");
            mistakes.push(Mistake::new(format!("{place} identity"), problem));
        }
        let host = identity.as_str().rsplit_once('@').map(|(_, host)| format!("@{host}"));
        let private = || format!("{name}{}", host.unwrap_or_default());
        services.push(PublicService {
            private_identity: entry.private_identity.clone().unwrap_or_else(private).into(),
            profile: Name::new(entry.profile.as_deref().unwrap_or(DEFAULT)),
            active: entry.active,
            application_server: entry.application_server.as_deref().map(Name::new),
            scscf_set: entry.scscf.as_deref().map(Name::new),
            scscf: None,
            identity,
        });
    }
    services
}

fn identity(entry: &PublicServiceEntry, place: &str, mistakes: &mut Vec<Mistake>) -> Option<Impu> {
    let place = format!("{place} identity");
    let identity = match Impu::parse(&entry.identity) {
        Ok(identity) => identity,
        Err(malformed) => {
            let problem = format!("{:?} is no public identity: {malformed}", entry.identity);
            mistakes.push(Mistake::new(place, problem));
            return None;
        }
    };
    // TS 23.003 §13.5: what stands between the first and the last exclamation mark is an extended regular expression.
    let text = identity.as_str();
    let expression = text.split_once('!').and_then(|(_, rest)| Some(rest.rsplit_once('!')?.0));
    if let Some(Err(error)) = expression.map(|expression| Regex::new(&format!("^(?:{expression})$"))) {
        let problem = format!("{text} has no regular expression between its exclamation marks: {error}");
        mistakes.push(Mistake::new(place, problem));
        return None;
    }
    Some(identity)
}

/// What it refers to has to be there, and what goes into messages has to be readable.
fn refers(config: &HssConfig, entry: &PublicServiceEntry, place: &str, mistakes: &mut Vec<Mistake>) {
    let known = [
        ("profile", &entry.profile, config.profile.keys().collect::<Vec<_>>()),
        ("scscf", &entry.scscf, config.scscf.keys().collect()),
    ];
    for (setting, name, all) in known {
        let Some(name) = name.as_ref().filter(|name| *name != DEFAULT && !all.contains(name)) else {
            continue;
        };
        let problem = format!("there is no [{setting}.{name}]: add it, or leave the setting out");
        mistakes.push(Mistake::new(format!("{place} {setting}"), problem));
    }
    if let Some(server) = &entry.application_server
        && !(server.starts_with("sip:") || server.starts_with("sips:"))
    {
        let problem = format!("{server:?} is no SIP URI: write sip:as.example:5060");
        mistakes.push(Mistake::new(format!("{place} application_server"), problem));
    }
    check_text(place, "application_server", entry.application_server.as_deref(), mistakes);
    check_text(place, "private_identity", entry.private_identity.as_deref(), mistakes);
}

/// How often a change is decided again that an S-CSCF's came before.
const ATTEMPTS: usize = 16;

/// Brings the store in line with `configured`: what is not there any more goes, the rest is put as configured. Which S-CSCF serves a service is
/// kept. The sentences say what could not be done.
pub fn adopt(store: &Store, configured: &[PublicService]) -> Vec<String> {
    let stored: Vec<_> = store.scan::<PublicService>().map(|(service, _)| service.identity.clone()).collect();
    let gone = stored.iter().filter(|key| !configured.iter().any(|service| service.identity == **key));
    let removed = gone.map(|key| (key, commit(store, key, None)));
    let put =
        configured.iter().map(|service| (&service.identity, commit(store, &service.identity, Some(service))));
    let failed = removed.chain(put).filter_map(|(key, done)| Some((key, done.err()?)));
    failed.map(|(key, error)| format!("the public service {key}: {error}")).collect()
}

fn commit(store: &Store, key: &Impu, service: Option<&PublicService>) -> Result<(), CommitError> {
    let mut last = Ok(());
    for _ in 0..ATTEMPTS {
        let read = store.get::<PublicService>(key);
        let before = read.value.as_deref();
        // Who serves it stays, as long as anybody may.
        let scscf = before.and_then(|old| old.scscf.clone());
        let kept = |service: &PublicService| scscf.clone().filter(|_| service.active);
        let new = service.map(|service| PublicService { scscf: kept(service), ..service.clone() });
        if before == new.as_ref() {
            return Ok(());
        }
        let changes = followed(store, before, new.as_ref());
        let changes = match new {
            Some(new) => changes.put(new, read.version),
            None => changes.delete::<PublicService>(key.clone(), read.version),
        };
        last = store.commit(changes).map(drop);
        if !matches!(last, Err(CommitError::Stale { .. })) {
            break;
        }
    }
    last
}

/// What follows from a change: who watches it is told, and an S-CSCF that no longer serves it; of one that goes nothing is kept.
fn followed(store: &Store, before: Option<&PublicService>, after: Option<&PublicService>) -> ChangeSet {
    let Some(before) = before else { return ChangeSet::new() };
    let (key, now) = (&before.identity, Timestamp::now());
    let mut changes = ChangeSet::new();
    let mut tasks = Vec::new();
    let read = store.get::<ShSubscriptions>(key);
    match after {
        Some(after) => {
            let watching = read.value.as_deref().filter(|watching| watching.holder.is_none());
            let told = service_changed(before, after, watching, None, now);
            tasks.extend(told.tasks);
            if watching.is_some() {
                changes = keep(changes, told.left, key, read.version);
            }
        }
        None => {
            changes = changes
                .delete::<ShSubscriptions>(key.clone(), read.version)
                .delete::<RepositoryData>(key.clone(), store.get::<RepositoryData>(key).version)
                .delete::<Dsai>(key.clone(), store.get::<Dsai>(key).version);
        }
    }
    let served = after.filter(|after| after.active && before.scscf.is_some());
    if served.is_some_and(|after| after.profile != before.profile) {
        tasks.push(Task::PushService { identity: key.clone() });
    }
    if let Some(scscf) = before.scscf.clone().filter(|_| after.is_none_or(|after| !after.active)) {
        let (identity, impi) = (key.clone(), before.private_identity.clone());
        tasks.push(Task::DeregisterService { identity, impi, scscf });
    }
    let entry = |task| Outbox { id: store.next_outbox_id(), task, attempts: 0, due: now };
    tasks.into_iter().map(entry).fold(changes, |changes, entry| changes.put(entry, Lsn::ZERO))
}
