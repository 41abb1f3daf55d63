//! What is owed to MMEs and SGSNs: that they no longer serve a subscriber (CLR), and what changed of one they serve (IDR).

use super::{Next, Worker};
use crate::{
    domain::hss::eps::{EpsLoaded, insert_subscriber_data},
    procedures::network::{Heard, Network},
    records::{EpsRegistration, EpsSubscription, Outbox, Task},
    store::{ChangeSet, Store},
    types::{Imsi, Name, Timestamp},
};
use tracing::debug;

impl<N: Network> Worker<N> {
    pub(super) async fn cancel_location(
        &self,
        imsi: Imsi,
        (host, realm): (&Name, &Name),
        kind: u32,
        entry: &Outbox,
    ) -> Next {
        // The terminal may be back there by now: then that node was told so by its own ULR, and would drop a subscriber it serves.
        let loaded = EpsLoaded::load(&self.store, imsi);
        let nodes = || loaded.registration().0.into_iter().flat_map(|now| now.mme.iter().chain(&now.sgsn));
        if nodes().any(|node| node.host == *host && !node.purged) {
            debug!(%imsi, peer = %host, "it serves the subscriber again: there is nothing left to cancel");
            return Next::Delete;
        }
        match self.network.cancel_location(imsi, host, realm, kind).await {
            Heard::Done | Heard::UnknownUser => Next::Delete,
            Heard::Silence | Heard::Unreachable => self.later(entry, host),
            Heard::NotServed => self.refused(entry, host, "the command is not served"),
            Heard::TooMuchData => self.refused(entry, host, "too much data"),
            Heard::Refused(result) => self.refused(entry, host, &result),
        }
    }

    pub(super) async fn insert_subscriber_data(&self, imsi: Imsi, entry: &Outbox) -> Next {
        let loaded = EpsLoaded::load(&self.store, imsi);
        // The data that are sent must not be lost by a crash that the node does not notice.
        self.store.durable().reached(loaded.seen).await;
        let hss = self.hss.load_full();
        let hearings: Vec<_> = match insert_subscriber_data::decide(&loaded, &hss) {
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
            Ok(inserts) => inserts
                .iter()
                .map(|insert| (insert.node.host.clone(), self.network.insert_subscriber_data(imsi, insert)))
                .collect(),
        };
        let mut next = Next::Delete;
        for (host, hearing) in hearings {
            match hearing.await {
                Heard::Done | Heard::UnknownUser => {}
                // The same data again are as good as once: all nodes get them.
                Heard::Silence | Heard::Unreachable => next = self.later(entry, &host),
                Heard::NotServed => _ = self.refused(entry, &host, "the command is not served"),
                Heard::TooMuchData => _ = self.refused(entry, &host, "too much data"),
                Heard::Refused(result) => _ = self.refused(entry, &host, &result),
            }
        }
        next
    }

    /// Some more of those whom a changed EPS profile concerns, and the search for the rest; once enough of what was found before is done.
    pub(super) async fn find_attached(
        &self,
        profiles: &[Name],
        after: Option<Imsi>,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        if self.is_busy(now) {
            return Next::Later(self.persistence.first_pause);
        }
        let (store, profiles, search) = (self.store.clone(), Box::from(profiles), self.persistence.search);
        // A look at all keys, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let (mut tasks, rest) = attached(&store, &profiles, after, search);
            tasks.extend(rest.map(|after| Task::InsertConfigured { profiles, after: Some(after) }));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }
}

/// Looks at serving nodes from `after` on until `wanted` subscribers with one of `profiles` are found; and how far it came, if not to the end.
fn attached(
    store: &Store,
    profiles: &[Name],
    mut after: Option<Imsi>,
    wanted: usize,
) -> (Vec<Task>, Option<Imsi>) {
    let mut tasks = Vec::new();
    loop {
        let keys = store.keys::<EpsRegistration>(after.as_ref(), super::PAGE);
        for imsi in &keys {
            let contract = store.get::<EpsSubscription>(imsi).value;
            if contract.is_some_and(|contract| profiles.contains(&contract.profile)) {
                tasks.push(Task::InsertSubscriberData { imsi: *imsi });
            }
            if tasks.len() >= wanted {
                return (tasks, Some(*imsi));
            }
        }
        if keys.len() < super::PAGE {
            return (tasks, None);
        }
        after = keys.last().copied();
    }
}
