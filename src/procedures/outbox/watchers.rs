//! The search for application servers that watch what a changed configuration says of somebody: filter criteria, switches, charging functions.

use super::{Next, PAGE, Worker};
use crate::{
    domain::hss::{
        Hss,
        policy::DEFAULT,
        sh::{
            Target,
            notify::{keep, told},
        },
    },
    procedures::{network::Network, notification::Notify},
    records::{Outbox, ShSubscription, ShSubscriptions, Task, Watched},
    store::{ChangeSet, Store},
    types::{Impu, Name, Timestamp},
};

/// What is others now, as the task has it.
struct Changed {
    criteria: Box<[(Name, Box<str>)]>,
    charging: Box<[Name]>,
}

impl<N: Network> Worker<N> {
    /// Notifies some more of those whom it concerns, and becomes the search for the others; once enough of what was found before is done.
    pub(super) async fn find_watchers(&self, entry: &Outbox, now: Timestamp) -> Next {
        let Task::NotifyConfigured { criteria, charging, after } = entry.task.clone() else {
            return Next::Delete;
        };
        if self.is_busy(now) {
            return Next::Later(self.persistence.first_pause);
        }
        let (store, hss, search) = (self.store.clone(), self.hss.load_full(), self.persistence.search);
        // A look at all keys, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let changed = Changed { criteria, charging };
            let (changes, mut tasks, last) = changed.find(&store, &hss, after, search, now);
            let Changed { criteria, charging } = changed;
            tasks.extend(last.map(|after| Task::NotifyConfigured { criteria, charging, after: Some(after) }));
            (changes, tasks)
        });
        match found.await {
            Ok((changes, tasks)) => Next::Become(changes, tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }
}

impl Changed {
    /// Looks at what is watched from `after` on until `wanted` notifications are found; and how far it came, if not to the end. What was watched once
    /// ends with the same change set.
    fn find(
        &self,
        store: &Store,
        hss: &Hss,
        mut after: Option<Impu>,
        wanted: usize,
        now: Timestamp,
    ) -> (ChangeSet, Vec<Task>, Option<Impu>) {
        let (mut changes, mut tasks) = (ChangeSet::new(), Vec::new());
        loop {
            let keys = store.keys::<ShSubscriptions>(after.as_ref(), PAGE);
            for identity in &keys {
                let read = store.get::<ShSubscriptions>(identity);
                if let Some(watching) = read.value.as_deref() {
                    let told = told(Some(watching), now, |entry| {
                        self.concerns(store, hss, watching, entry).then_some(None)
                    });
                    tasks.extend(told.tasks);
                    if told.left.is_some() {
                        changes = keep(changes, told.left, identity, read.version);
                    }
                }
                if tasks.len() >= wanted {
                    return (changes, tasks, Some(identity.clone()));
                }
            }
            if keys.len() < PAGE {
                return (changes, tasks, None);
            }
            after = keys.last().cloned();
        }
    }

    fn concerns(&self, store: &Store, hss: &Hss, watching: &ShSubscriptions, entry: &ShSubscription) -> bool {
        let server = match &entry.watched {
            Watched::FilterCriteria(server) | Watched::Dsai { server, .. } => Some(server),
            Watched::Charging => None,
            _ => return false,
        };
        let (identity, imsi) = (&watching.identity, watching.holder);
        let notify = Notify { identity, imsi, subscription: entry, sequence: None };
        let records = notify.read(store, hss);
        let Ok(target) = records.target(&notify.whom()) else { return false };
        let (profile, charging) = match target {
            Target::User(party, own) => (own.map(|own| &own.profile), party.service.charging.clone()),
            Target::Service(service) => (Some(&service.profile), None),
        };
        match server {
            Some(server) => self
                .criteria
                .iter()
                .any(|(name, changed)| Some(name) == profile && changed.eq_ignore_ascii_case(server)),
            None => self.charging.contains(&charging.unwrap_or_else(|| Name::new(DEFAULT))),
        }
    }
}
