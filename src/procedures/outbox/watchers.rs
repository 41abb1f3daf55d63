//! The search for application servers that watch what a changed configuration says of somebody: filter criteria, switches, charging functions.

use super::{Next, PAGE, Worker};
use crate::{
    domain::hss::{policy::DEFAULT, sh::Target},
    procedures::{network::Network, notification::Notify},
    records::{Outbox, ShSubscriptions, Task, Watched},
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
        let (store, search) = (self.store.clone(), self.persistence.search);
        // A look at all keys, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let changed = Changed { criteria, charging };
            let (mut tasks, last) = changed.find(&store, after, search, now);
            let Changed { criteria, charging } = changed;
            tasks.extend(last.map(|after| Task::NotifyConfigured { criteria, charging, after: Some(after) }));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }
}

impl Changed {
    /// Looks at what is watched from `after` on until `wanted` notifications are found; and how far it came, if not to the end.
    fn find(
        &self,
        store: &Store,
        mut after: Option<Impu>,
        wanted: usize,
        now: Timestamp,
    ) -> (Vec<Task>, Option<Impu>) {
        let mut tasks = Vec::new();
        loop {
            let keys = store.keys::<ShSubscriptions>(after.as_ref(), PAGE);
            for identity in &keys {
                if let Some(watching) = store.get::<ShSubscriptions>(identity).value {
                    tasks.extend(self.concerned(store, &watching, now));
                }
                if tasks.len() >= wanted {
                    return (tasks, Some(identity.clone()));
                }
            }
            if keys.len() < PAGE {
                return (tasks, None);
            }
            after = keys.last().cloned();
        }
    }

    fn concerned(&self, store: &Store, watching: &ShSubscriptions, now: Timestamp) -> Vec<Task> {
        let mut tasks = Vec::new();
        for entry in watching.at(now) {
            let server = match &entry.watched {
                Watched::FilterCriteria(server) | Watched::Dsai { server, .. } => Some(server),
                Watched::Charging => None,
                _ => continue,
            };
            let (identity, imsi) = (&watching.identity, watching.holder);
            let notify = Notify { identity, imsi, subscription: entry, sequence: None };
            let records = notify.read(store);
            let Ok(target) = records.target(&notify.whom()) else { continue };
            let (profile, charging) = match target {
                Target::User(party, own) => (own.map(|own| &own.profile), party.service.charging.clone()),
                Target::Service(service) => (Some(&service.profile), None),
            };
            let concerned = match server {
                Some(server) => self
                    .criteria
                    .iter()
                    .any(|(name, changed)| Some(name) == profile && changed.eq_ignore_ascii_case(server)),
                None => self.charging.contains(&charging.unwrap_or_else(|| Name::new(DEFAULT))),
            };
            tasks.extend(concerned.then(|| notify.task()));
        }
        tasks
    }
}
