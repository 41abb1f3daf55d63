//! The outbox: things to do on the network, carried out after the change that asked for them is durable, until they are done or given up.
//!
//! An entry is deleted only when its outcome is known, so after a crash it is carried out again; what is asked for is such that twice is as
//! good as once.

mod aaa_servers;
mod clients;
mod mmes;
mod notices;
mod reset;
mod search;
mod services;
mod several;
mod watchers;

pub use clients::commit_and_tell;
pub use reset::{MOST_USER_IDS, is_user_id, reset, reset_restored};

use self::clients::Clients;
use super::{
    durable::durable,
    network::{Deregister, Heard, Network},
    notification::Notify,
    notification::watched_changes,
};
use crate::{
    domain::{
        auth::Vault,
        charging::Charging,
        hss::{
            Hss, Party, Switches,
            deregistration::{self, Reason},
            profile_push::{self, Changed},
        },
    },
    records::{Outbox, Registration, Subscriber, Task},
    store::{ChangeSet, CommitError, Read, Store},
    telemetry::metrics::Metrics,
    types::{Imsi, Lsn, Name, Sic, Timestamp},
};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

/// Commits `changes` together with an outbox entry for each of `tasks`, due at `now`.
///
/// # Errors
/// As [`Store::commit`].
pub fn commit(
    store: &Store,
    changes: ChangeSet,
    tasks: Vec<Task>,
    now: Timestamp,
) -> Result<Lsn, CommitError> {
    let entry = |task| Outbox { id: store.next_outbox_id(), task, attempts: 0, due: now };
    let (changes, watched) = watched_changes(store, changes, now);
    let tasks = tasks.into_iter().chain(watched);
    store.commit(tasks.map(entry).fold(changes, |changes, entry| changes.put(entry, Lsn::ZERO)))
}

/// How persistent the outbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Persistence {
    /// Entries carried out at the same time.
    pub concurrency: usize,
    /// Tries while the S-CSCF cannot be reached; then the entry is given up with a log line.
    pub attempts: u32,
    /// Tries of an RTR that is never answered. An S-CSCF that does not know one of the public identities stays silent: perhaps done.
    pub silent_attempts: u32,
    /// The pause after the first try; doubled with each.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// Pushes that one go of the search for whom a changed configuration concerns finds; none is begun while more entries than that are due.
    pub search: usize,
    /// Entries, due or not, with which the search waits: of S-CSCFs that are away many may be put off.
    pub backlog: usize,
}

impl Default for Persistence {
    fn default() -> Self {
        Self {
            concurrency: 64,
            attempts: 30,
            silent_attempts: 2,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
            search: 512,
            backlog: 20_000,
        }
    }
}

/// Carries the outbox out.
#[derive(Debug)]
pub struct Worker<N> {
    store: Arc<Store>,
    hss: Arc<ArcSwap<Hss>>,
    vault: Arc<Vault>,
    clients: Clients,
    network: N,
    persistence: Persistence,
    /// Whether an S-CSCF answers PPRs, as far as this process knows: one that never did is not asked again.
    hears: Mutex<HashMap<Name, bool>>,
}

/// What becomes of an entry.
enum Next {
    Delete,
    Later(Duration),
    /// Later as well, but only what is left of it; and what is noted meanwhile.
    Left(Task, Duration, ChangeSet),
    /// Deleted, with a change of its own and what that asks of the network.
    Become(ChangeSet, Vec<Task>),
}

impl<N: Network> Worker<N> {
    /// A worker over `store` that speaks through `network`.
    pub fn new(
        store: Arc<Store>,
        hss: Arc<ArcSwap<Hss>>,
        vault: Arc<Vault>,
        network: N,
        persistence: Persistence,
    ) -> Self {
        let clients = Clients {
            charging: Arc::new(ArcSwap::from_pointee(Charging::lab())),
            metrics: Arc::new(Metrics::new()),
        };
        Self { store, hss, vault, clients, network, persistence, hears: Mutex::default() }
    }

    /// With the configuration that sessions are ended by where their clients cannot be told, and with what counts what became of orders to clients.
    #[must_use]
    pub fn with_charging(mut self, charging: Arc<ArcSwap<Charging>>, metrics: Arc<Metrics>) -> Self {
        self.clients = Clients { charging, metrics };
        self
    }

    /// Works until `stop`. What is under way then stays in the outbox.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut under_way = JoinSet::new();
        let mut ids = HashSet::new();
        loop {
            let now = Timestamp::now();
            for entry in self.store.outbox_due(now, self.persistence.concurrency) {
                let Some(id) = entry.value.as_ref().map(|entry| entry.id) else { continue };
                if under_way.len() < self.persistence.concurrency && ids.insert(id) {
                    let worker = self.clone();
                    under_way.spawn(async move {
                        if !worker.carry_out(entry, Timestamp::now()).await {
                            tokio::time::sleep(worker.persistence.first_pause).await;
                        }
                        id
                    });
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                Some(done) = under_way.join_next() => match done {
                    Ok(id) => _ = ids.remove(&id),
                    // A task that panicked keeps its entry; which one it was is not known, so all may be tried again.
                    Err(_) => ids.clear(),
                },
                () = self.store.outbox_changed() => {}
                () = tokio::time::sleep(self.pause(now)) => {}
            }
        }
    }

    /// Carries out everything that is due at `now`, once, one after the other: for a drain at the end, and for tests.
    pub async fn round(&self, now: Timestamp) {
        for entry in self.store.outbox_due(now, usize::MAX) {
            self.carry_out(entry, now).await;
        }
    }

    /// Until the next entry is due; what is due already is under way, and its end wakes the worker.
    fn pause(&self, now: Timestamp) -> Duration {
        let next = self.store.outbox_next_due().filter(|due| *due > now);
        next.map_or(self.persistence.longest_pause, |due| due.since(now)).min(self.persistence.longest_pause)
    }

    /// Carries one entry out and stores what became of it; false if that could not be stored.
    async fn carry_out(&self, read: Read<Outbox>, now: Timestamp) -> bool {
        let Some(entry) = read.value.clone() else { return true };
        // Nothing is said on the network that a crash could still take back.
        self.store.durable().reached(read.version).await;
        let next = self.outcome(&entry, now).await;
        let done = || ChangeSet::new().delete::<Outbox>(entry.id, read.version);
        let later = |task, pause| {
            let (attempts, due) = (entry.attempts + 1, now.after(pause));
            ChangeSet::new().put(Outbox { id: entry.id, task, attempts, due }, read.version)
        };
        let (changes, tasks) = match next {
            Next::Delete => (done(), Vec::new()),
            Next::Become(changes, tasks) => (done().and(changes), tasks),
            Next::Later(pause) => (later(entry.task.clone(), pause), Vec::new()),
            Next::Left(task, pause, changes) => (later(task, pause).and(changes), Vec::new()),
        };
        let stored = commit(&self.store, changes, tasks, now);
        if let Err(error) = &stored {
            // It stays as it was, and is carried out again.
            warn!(id = entry.id.0, %error, "the outcome of an outbox entry could not be stored");
        }
        stored.is_ok()
    }

    async fn outcome(&self, entry: &Outbox, now: Timestamp) -> Next {
        match &entry.task {
            Task::Deregister { .. } => self.deregister(entry).await,
            Task::PushProfile { imsi, sic, set } => self.push(*imsi, *sic, Some(*set), entry, now).await,
            Task::PushPassword { imsi, sic } => self.push(*imsi, *sic, None, entry, now).await,
            Task::PushConfigured { .. } => self.find(entry, now).await,
            Task::CancelLocation { imsi, host, realm, kind } => {
                self.cancel_location(*imsi, (host, realm), *kind, None, entry).await
            }
            Task::CancelServing { imsi, host, realm, kind, mme } => {
                self.cancel_location(*imsi, (host, realm), *kind, Some(*mme), entry).await
            }
            Task::InsertSubscriberData { imsi } => self.change_subscriber_data(*imsi, 0, &[], entry).await,
            Task::ChangeSubscriberData { imsi, withdrawn } => {
                self.change_subscriber_data(*imsi, *withdrawn, &[], entry).await
            }
            Task::ChangeForOthers { imsi, withdrawn, heard } => {
                self.change_subscriber_data(*imsi, *withdrawn, heard, entry).await
            }
            Task::InsertConfigured { profiles, after } => {
                self.find_changed(profiles, (0, None), *after, entry, now).await
            }
            Task::ChangeConfigured { profiles, withdrawn, after } => {
                self.find_changed(profiles, (*withdrawn, None), *after, entry, now).await
            }
            Task::ChangeConfiguredSince { profiles, withdrawn, since, after } => {
                self.find_changed(profiles, (*withdrawn, Some(*since)), *after, entry, now).await
            }
            Task::Notify { .. } => self.notify(entry, now).await,
            Task::NotifyConfigured { .. } => self.find_watchers(entry, now).await,
            Task::PushService { identity } => self.push_service(identity, entry).await,
            Task::DeregisterService { identity, impi, scscf } => {
                self.deregister_service(identity, impi, scscf, entry).await
            }
            Task::EndWlanRegistration { imsi, user_name, host, realm, reason } => {
                self.end_wlan_registration(*imsi, user_name, (host, realm), *reason, entry).await
            }
            Task::RestorePcscf { imsi } => self.restore_pcscf(*imsi, &[], entry).await,
            Task::RestorePcscfForOthers { imsi, heard } => self.restore_pcscf(*imsi, heard, entry).await,
            Task::PushWlanProfile { imsi } => self.push_wlan_profile(*imsi, entry).await,
            Task::PushWlanConfigured { profiles, after } => {
                self.find_changed_over_wlan(profiles, *after, entry, now).await
            }
            Task::TellClients { .. } => self.find_sessions(entry, now).await,
            Task::LowBalance { .. } => self.notify_low_balance(entry).await,
            Task::TellClient { .. } => self.tell_client(entry, now).await,
            Task::Reset { user_ids } => self.find_nodes(user_ids, entry).await,
            Task::ResetNode { host, realm, user_ids } => {
                self.heard(self.network.reset(host, realm, user_ids).await, host, entry)
            }
        }
    }

    async fn deregister(&self, entry: &Outbox) -> Next {
        let Task::Deregister { imsi, sic, impi, associated, impus, scscf, reason, info } = &entry.task else {
            return Next::Delete;
        };
        let subscriber = self.store.get::<Subscriber>(imsi).value;
        let registration = self.store.get::<Registration>(imsi).value;
        let (subscriber, registration) = (subscriber.as_deref(), registration.as_deref());
        let impus = &deregistration::still_to_end(impus, *sic, scscf, subscriber, registration);
        if impus.is_empty() {
            debug!(%imsi, %impi, scscf = %scscf.name, "registered anew at the same S-CSCF: there is nothing left to end");
            return Next::Delete;
        }
        let what = Deregister { impi, associated, impus, scscf, reason: *reason, info };
        match self.network.deregister(&what).await {
            Heard::Done | Heard::UnknownUser => {
                debug!(%imsi, %impi, scscf = %scscf.name, "deregistered on the network");
                Next::Delete
            }
            Heard::Silence if entry.attempts + 1 >= self.persistence.silent_attempts => {
                info!(%imsi, %impi, scscf = %scscf.name, "the S-CSCF does not answer the deregistration: taken as done");
                Next::Delete
            }
            Heard::Silence | Heard::Unreachable => self.later(entry, &scscf.host),
            Heard::NotServed => self.refused(entry, &scscf.host, "the command is not served"),
            Heard::TooMuchData => self.refused(entry, &scscf.host, "too much data"),
            Heard::Refused(result) => self.refused(entry, &scscf.host, &result),
        }
    }

    /// The profile of a set, or without one the password.
    async fn push(
        &self,
        imsi: Imsi,
        sic: Option<Sic>,
        set: Option<u8>,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        let hss = self.hss.load_full();
        // The profile that is sent must not be lost by a crash that the S-CSCF does not notice.
        let (subscriber, registration, switches) = durable(&self.store, |store| {
            let (subscriber, registration) =
                (store.get::<Subscriber>(&imsi), store.get::<Registration>(&imsi));
            let switches =
                subscriber.value.as_deref().map(|found| Switches::of_subscriber(store, &hss, found));
            let switches = switches.unwrap_or_default();
            let seen = subscriber.version.max(registration.version).max(switches.seen());
            ((subscriber.value, registration, switches), seen)
        })
        .await;
        let Some(subscriber) = subscriber else { return Next::Delete };
        let Some(service) = subscriber.service(sic) else { return Next::Delete };
        let party = Party { subscriber: &subscriber, registration: registration.value.as_deref(), service };
        let push = match set {
            Some(set) => profile_push::decide(party, set, &hss, &switches, now),
            None => profile_push::password(party, &self.vault, now),
        };
        let (host, hearing) = match push {
            Ok(Some(push)) if self.hears.lock().get(&push.scscf.host) == Some(&false) => {
                debug!(%imsi, peer = %push.scscf.host, "the S-CSCF takes no pushed profiles: it gets the new one at the next registration");
                return Next::Delete;
            }
            Ok(Some(push)) => (push.scscf.host.clone(), self.network.push_profile(&push)),
            Ok(None) => return Next::Delete,
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
        };
        let heard = hearing.await;
        if self.hears(&host, &heard) == Some(false) {
            info!(%imsi, peer = %host, "the S-CSCF does not answer pushed profiles: it gets none any more, but at registrations");
            return Next::Delete;
        }
        match heard {
            Heard::Done | Heard::UnknownUser | Heard::NotServed => Next::Delete,
            // TS 29.228 §6.2.2.1: a user whose profile the S-CSCF cannot hold is deregistered there, and finds another.
            Heard::TooMuchData => {
                info!(%imsi, peer = %host, "the profile is more than the S-CSCF can hold: another one has to be chosen");
                let ended =
                    deregistration::decide(&subscriber, &registration, sic, Reason::ServerChange, now);
                Next::Become(ended.changes, ended.tasks)
            }
            Heard::Silence | Heard::Unreachable => self.later(entry, &host),
            Heard::Refused(result) => self.refused(entry, &host, &result),
        }
    }

    /// Whether an S-CSCF answers PPRs, by what was heard of one and before; `None` if that is not known.
    fn hears(&self, host: &Name, heard: &Heard) -> Option<bool> {
        let mut known = self.hears.lock();
        match heard {
            Heard::Unreachable => {}
            // Silence of one that answered before is a lost message.
            Heard::Silence => _ = known.entry(host.clone()).or_insert(false),
            Heard::NotServed => _ = known.insert(host.clone(), false),
            Heard::Done | Heard::UnknownUser | Heard::TooMuchData | Heard::Refused(_) => {
                known.insert(host.clone(), true);
            }
        }
        known.get(host).copied()
    }

    /// A notification; an application server that is away is told as long as an S-CSCF would be.
    async fn notify(&self, entry: &Outbox, now: Timestamp) -> Next {
        let Task::Notify { identity, imsi, subscription, sequence } = &entry.task else {
            return Next::Delete;
        };
        let notify = Notify { identity, imsi: *imsi, subscription, sequence: *sequence };
        let hss = self.hss.load_full();
        // The permission may have gone since it subscribed (§6.2): then it is told nothing, as long as that is so.
        if let Err(refusal) = notify.permitted(&hss) {
            debug!(identity = %identity, peer = %subscription.host, "not notified: {refusal}");
            return Next::Delete;
        }
        let heard = match notify.send(&self.store, &hss, &self.network, now).await {
            Ok(Some(heard)) => heard,
            Ok(None) => return Next::Delete,
            Err(refusal) => return self.refused(entry, &subscription.host, &refusal.to_string()),
        };
        match heard {
            Heard::Done => Next::Delete,
            Heard::UnknownUser => Next::Become(notify.forget(&self.store, &hss), Vec::new()),
            Heard::Silence | Heard::Unreachable => self.later(entry, &subscription.host),
            Heard::NotServed => self.refused(entry, &subscription.host, "the command is not served"),
            Heard::TooMuchData => self.refused(entry, &subscription.host, "too much data"),
            Heard::Refused(result) => self.refused(entry, &subscription.host, &result),
        }
    }

    /// Some more of those whom a changed configuration concerns, and the search for the rest; once enough of what was found before is done.
    async fn find(&self, entry: &Outbox, now: Timestamp) -> Next {
        let Task::PushConfigured { profiles, charging, after } = entry.task.clone() else {
            return Next::Delete;
        };
        let search = self.persistence.search;
        if self.is_busy(now) {
            return Next::Later(self.persistence.first_pause);
        }
        let (store, changed) = (self.store.clone(), Changed { profiles, charging });
        // A look at all keys, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let (mut tasks, rest) = find(&store, &changed, after, search, now);
            let Changed { profiles, charging } = changed;
            tasks.extend(rest.map(|after| Task::PushConfigured { profiles, charging, after: Some(after) }));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }

    /// True while enough of what was found before is still owed.
    fn is_busy(&self, now: Timestamp) -> bool {
        let Persistence { search, backlog, .. } = self.persistence;
        self.store.outbox_due(now, search + 1).len() > search || self.store.count::<Outbox>() > backlog
    }

    /// What becomes of an entry that nothing but its own answer decides about.
    fn heard(&self, heard: Heard, host: &Name, entry: &Outbox) -> Next {
        match heard {
            Heard::Done | Heard::UnknownUser => Next::Delete,
            Heard::Silence | Heard::Unreachable => self.later(entry, host),
            Heard::NotServed => self.refused(entry, host, "the command is not served"),
            Heard::TooMuchData => self.refused(entry, host, "too much data"),
            Heard::Refused(result) => self.refused(entry, host, &result),
        }
    }

    fn later(&self, entry: &Outbox, peer: &str) -> Next {
        self.pause_of(entry, peer).map_or(Next::Delete, Next::Later)
    }

    /// How long to wait until the entry is tried again; `None` where it is given up.
    fn pause_of(&self, entry: &Outbox, peer: &str) -> Option<Duration> {
        if entry.attempts + 1 >= self.persistence.attempts {
            warn!(id = entry.id.0, task = ?entry.task, peer, attempts = entry.attempts + 1, "given up: the peer cannot be reached");
            return None;
        }
        let doubled = self.persistence.first_pause.saturating_mul(1 << entry.attempts.min(16));
        Some(doubled.min(self.persistence.longest_pause))
    }

    fn refused(&self, entry: &Outbox, peer: &str, result: &str) -> Next {
        warn!(id = entry.id.0, task = ?entry.task, peer, result, "given up: the peer refused");
        Next::Delete
    }
}

/// Keys that a search takes at a time: each time costs a look at all.
const PAGE: usize = 4096;

/// Looks at registrations from `after` on until `wanted` pushes are found; and how far it came, if not to the end.
fn find(
    store: &Store,
    changed: &Changed,
    mut after: Option<Imsi>,
    wanted: usize,
    now: Timestamp,
) -> (Vec<Task>, Option<Imsi>) {
    let mut tasks = Vec::new();
    loop {
        let keys = store.keys::<Registration>(after.as_ref(), PAGE);
        for imsi in &keys {
            let registration = store.get::<Registration>(imsi).value;
            let subscriber = store.get::<Subscriber>(imsi).value;
            if let Some((subscriber, registration)) = subscriber.zip(registration) {
                tasks.extend(changed.pushes(&subscriber, &registration, now));
            }
            if tasks.len() >= wanted {
                return (tasks, Some(*imsi));
            }
        }
        if keys.len() < PAGE {
            return (tasks, None);
        }
        after = keys.last().copied();
    }
}
