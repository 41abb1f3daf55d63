//! SIGHUP and `systemctl reload`: what can change while running does, all of it or nothing; the rest is named.

use super::{
    access,
    config::{self, Config},
    startup,
    startup::Daemon,
};
use crate::{
    admin::{Clients, Provisioning},
    cli::serve::Args,
    diameter::peer::PeerTable,
    domain::{
        charging::Charging,
        hss::{Hss, policy::DEFAULT, profile_push::Changed},
        location::Privacy,
        places::Places,
    },
    procedures::outbox,
    records::{PublicService, ShSubscriptions, Task},
    store::{ChangeSet, Store},
    telemetry::logs,
    types::{Lsn, Name, Timestamp},
};
use std::{collections::BTreeMap, sync::Arc};

/// Reads the configuration again and applies it. A mistake in it changes nothing.
pub(super) fn reload(daemon: &mut Daemon, levels: &logs::LevelHandle, args: &Args) {
    let count = |result: &str| daemon.context.metrics.reloads.with_label_values(&[result]).inc();
    let fresh = match Fresh::read(daemon, args) {
        Ok(fresh) => fresh,
        Err(sentence) => {
            count("refused");
            tracing::error!("the configuration was not reloaded, the old one stays in force: {sentence}");
            return;
        }
    };
    let new = fresh.config;
    count("applied");
    let changes = config::difference(&daemon.config, &new);
    levels.set(&new.log.level);
    daemon.context.clients.store(Arc::new(fresh.clients));
    // What contracts become from here on may be decided by the new profiles.
    let last = daemon.context.store.last();
    daemon.context.provisioning.store(Arc::new(fresh.provisioning));
    let before = daemon.desk.hss.load_full();
    let fresh_criteria = fresh.hss.criteria_changed_since(&before);
    let changed = fresh.hss.changed_since(&before);
    daemon.desk.hss.store(fresh.hss.clone());
    daemon.outbox_hss.store(fresh.hss.clone());
    startup::adopt_public_services(&daemon.context.store, &fresh.hss);
    notify(&daemon.context.store, fresh_criteria, &changed.charging);
    push(&daemon.context.store, changed, &fresh.hss);
    insert(&daemon.context.store, &fresh.hss, &before, last);
    daemon.node.reload(fresh.peers);
    if new.places.file.is_some() {
        let (rules, places) = (fresh.places.rules(), fresh.places.places());
        tracing::info!(rules, places, "the map of places is the file's of now");
    }
    daemon.context.places.store(Arc::new(fresh.places));
    if new.charging.tariffs.is_some() {
        let tariff = &fresh.charging.tariff;
        let (plans, rates) = (tariff.plans().count(), tariff.rates());
        tracing::info!(plans, rates, "the tariff is the file's of now");
    }
    daemon.context.charging.store(Arc::new(fresh.charging));
    let mut privacy = fresh.privacy;
    privacy.settings.slg.clone_from(&daemon.config.location.slg);
    daemon.context.locator.privacy.store(Arc::new(privacy));
    if changes.live.is_empty() {
        tracing::info!("configuration reloaded: nothing that applies while running has changed");
    } else {
        tracing::info!("configuration reloaded: {} in force now", changes.live.join(", "));
    }
    if !changes.restart.is_empty() {
        tracing::warn!("a restart is needed for: {}", changes.restart.join(", "));
    }
    daemon.config.adopt_live(&new);
    daemon.context.config.store(Arc::new(daemon.config.to_toml()));
}

/// Application servers that watch filter criteria, switches or charging functions are told which they are now (TS 29.328 §6.1.4).
fn notify(store: &Store, criteria: Box<[(Name, Box<str>)]>, charging: &[Name]) {
    if (criteria.is_empty() && charging.is_empty()) || !store.was_used::<ShSubscriptions>() {
        return;
    }
    let task = Task::NotifyConfigured { criteria, charging: charging.into(), after: None };
    if let Err(error) = outbox::commit(store, ChangeSet::new(), vec![task], Timestamp::now()) {
        tracing::error!("who watches what changed is not told of it: {error}");
    }
}

/// Subscribers and public services that an S-CSCF serves get the profiles and charging functions as they are now (TS 29.228 §6.2.2).
fn push(store: &Store, changed: Changed, hss: &Hss) {
    let names = |names: &[Name]| names.join(", ");
    let (profiles, charging_functions) = (names(&changed.profiles), names(&changed.charging));
    let default_charging = changed.charging.iter().any(|name| **name == *DEFAULT);
    let concerned =
        |service: &&PublicService| changed.profiles.contains(&service.profile) || default_charging;
    let services = hss.public_services().iter().filter(concerned);
    let mut tasks: Vec<_> =
        services.map(|service| Task::PushService { identity: service.identity.clone() }).collect();
    tasks.extend(changed.task());
    if tasks.is_empty() {
        return;
    }
    match outbox::commit(store, ChangeSet::new(), tasks, Timestamp::now()) {
        Ok(_) => tracing::info!(
            profiles,
            charging_functions,
            "what changed is pushed to the S-CSCFs of those who have it"
        ),
        Err(error) => tracing::error!(
            profiles,
            charging_functions,
            "what changed is not pushed to the S-CSCFs, they get it with the next profiles they ask for: {error}"
        ),
    }
}

/// Subscribers whom an MME, SGSN or AAA server serves get the EPS profile as it is now (TS 29.272 §5.2.2, TS 29.273 §8.1.2.3).
fn insert(store: &Store, now: &Hss, before: &Hss, since: Lsn) {
    let profiles = now.eps_changed_since(before);
    if profiles.is_empty() {
        return;
    }
    let eps_profiles = profiles.join(", ");
    let mut alike = BTreeMap::<(u32, bool), Vec<Name>>::new();
    for profile in &profiles {
        let kind = (now.eps_withdrawn_since(before, profile).bits(), before.eps_profile(profile).is_ok());
        alike.entry(kind).or_default().push(profile.clone());
    }
    let change =
        |((withdrawn, was_there), profiles): ((u32, bool), Vec<_>)| match (profiles.into(), was_there) {
            (profiles, true) => Task::ChangeConfiguredSince { profiles, withdrawn, since, after: None },
            // Nobody changed from a profile that was not there to another.
            (profiles, false) => Task::ChangeConfigured { profiles, withdrawn, after: None },
        };
    let tasks: Vec<_> =
        alike.into_iter().map(change).chain([Task::PushWlanConfigured { profiles, after: None }]).collect();
    match outbox::commit(store, ChangeSet::new(), tasks, Timestamp::now()) {
        Ok(_) => tracing::info!(
            eps_profiles,
            "what changed is brought to the MMEs and AAA servers of those who have it"
        ),
        Err(error) => tracing::error!(
            eps_profiles,
            "what changed is not brought to the MMEs and AAA servers, they get it with the next location update or assignment: {error}"
        ),
    }
}

/// Everything a reload replaces, made before anything of it is.
struct Fresh {
    config: Config,
    clients: Clients,
    provisioning: Provisioning,
    hss: Arc<Hss>,
    peers: PeerTable,
    places: Places,
    charging: Charging,
    privacy: Privacy,
}

impl Fresh {
    fn read(daemon: &Daemon, args: &Args) -> Result<Self, String> {
        let config = startup::configuration(args).map_err(|failure| failure.to_string())?;
        let clients = access::clients(&config.admin, daemon.local_token.as_deref())?;
        let first = |sentence: Option<String>| sentence.unwrap_or_default();
        let provisioning =
            config.provisioning().map_err(|faults| first(faults.first().map(ToString::to_string)))?;
        let hss =
            Hss::new(config.hss()).map_err(|mistakes| first(mistakes.first().map(ToString::to_string)))?;
        let peers = config.diameter.peer_table()?;
        let places = config.places.load()?;
        let charging = config.charging.load(&places)?;
        let privacy = config.privacy().map_err(|(.., sentence)| sentence)?;
        Ok(Self { config, clients, provisioning, hss: Arc::new(hss), peers, places, charging, privacy })
    }
}
