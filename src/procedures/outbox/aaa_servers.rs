//! What is owed to AAA servers: that they no longer serve a subscriber (RTR), and what changed of one they serve (PPR).

use super::{Next, Worker};
use crate::{
    domain::hss::wlan::{
        WlanLoaded,
        push_profile::{Push, decide},
    },
    procedures::network::{Heard, Network},
    records::{EpsSubscription, Outbox, Task, WlanRegistration},
    store::{ChangeSet, Store},
    types::{Imsi, Name, Timestamp},
};
use tracing::debug;

impl<N: Network> Worker<N> {
    pub(super) async fn end_wlan_registration(
        &self,
        imsi: Imsi,
        user_name: &str,
        (host, realm): (&Name, &Name),
        reason: u32,
        entry: &Outbox,
    ) -> Next {
        // The user may be back there by now: then the AAA server registered anew, and would drop a user it serves.
        let now = self.store.get::<WlanRegistration>(&imsi).value;
        if now.is_some_and(|now| now.registered && now.host == *host) {
            debug!(%imsi, peer = %host, "it serves the subscriber again: there is nothing left to end");
            return Next::Delete;
        }
        self.heard(self.network.end_registration(user_name, host, realm, reason).await, host, entry)
    }

    pub(super) async fn push_wlan_profile(&self, imsi: Imsi, entry: &Outbox) -> Next {
        let loaded = WlanLoaded::load(&self.store, imsi);
        // The data that are sent must not be lost by a crash that the AAA server does not notice.
        self.store.durable().reached(loaded.eps.seen.max(loaded.registration().1)).await;
        let hss = self.hss.load_full();
        let (host, hearing) = match decide(&loaded, &hss) {
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
            Ok(Push::Nothing) => return Next::Delete,
            Ok(Push::Ended(changes, task)) => return Next::Become(changes, task.into_iter().collect()),
            Ok(Push::Data(server, data)) => (server.host.clone(), self.network.push_user_data(server, &data)),
        };
        self.heard(hearing.await, &host, entry)
    }

    fn heard(&self, heard: Heard, host: &Name, entry: &Outbox) -> Next {
        match heard {
            Heard::Done | Heard::UnknownUser => Next::Delete,
            Heard::Silence | Heard::Unreachable => self.later(entry, host),
            Heard::NotServed => self.refused(entry, host, "the command is not served"),
            Heard::TooMuchData => self.refused(entry, host, "too much data"),
            Heard::Refused(result) => self.refused(entry, host, &result),
        }
    }

    /// Some more of those whom a changed EPS profile concerns, and the search for the rest; once enough of what was found before is done.
    pub(super) async fn find_by_wlan(
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
            let (mut tasks, rest) = served(&store, &profiles, after, search);
            tasks.extend(rest.map(|after| Task::PushWlanConfigured { profiles, after: Some(after) }));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }
}

/// Looks at AAA servers' subscribers from `after` on until `wanted` with one of `profiles` are found; and how far it came, if not to the end.
fn served(
    store: &Store,
    profiles: &[Name],
    mut after: Option<Imsi>,
    wanted: usize,
) -> (Vec<Task>, Option<Imsi>) {
    let mut tasks = Vec::new();
    loop {
        let keys = store.keys::<WlanRegistration>(after.as_ref(), super::PAGE);
        for imsi in &keys {
            let contract = store.get::<EpsSubscription>(imsi).value;
            if contract.is_some_and(|contract| profiles.contains(&contract.profile)) {
                tasks.push(Task::PushWlanProfile { imsi: *imsi });
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
