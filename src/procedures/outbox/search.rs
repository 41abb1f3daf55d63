//! The search for those whom a changed EPS profile concerns: who has it and is served.

use super::{Next, PAGE, Worker};
use crate::{
    procedures::network::Network,
    records::{EpsRegistration, EpsSubscription, Outbox, Task},
    store::{ChangeSet, Store, Stored},
    types::{Imsi, Name, Timestamp},
};

impl<N: Network> Worker<N> {
    /// Those with one of `profiles` whom a node serves: it is brought what is, and told what is `withdrawn`.
    pub(super) async fn find_changed(
        &self,
        profiles: &[Name],
        withdrawn: u32,
        after: Option<Imsi>,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        let tell = move |imsi| match withdrawn {
            0 => Task::InsertSubscriberData { imsi },
            withdrawn => Task::ChangeSubscriberData { imsi, withdrawn },
        };
        let rest = move |profiles, after| Task::ChangeConfigured { profiles, withdrawn, after: Some(after) };
        self.find_with_profile::<EpsRegistration>(profiles, after, tell, rest, entry, now).await
    }

    /// Some more of those with one of `profiles` of whom there is an `R`, each with the task that `tell` makes, and with `rest` the search for the
    /// others; once enough of what was found before is done.
    pub(super) async fn find_with_profile<R: Stored<Key = Imsi>>(
        &self,
        profiles: &[Name],
        after: Option<Imsi>,
        tell: impl Fn(Imsi) -> Task + Send + 'static,
        rest: impl Fn(Box<[Name]>, Imsi) -> Task + Send + 'static,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        if self.is_busy(now) {
            return Next::Later(self.persistence.first_pause);
        }
        let (store, profiles, search) = (self.store.clone(), Box::from(profiles), self.persistence.search);
        // A look at all keys, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let (mut tasks, last) = with_profile::<R>(&store, &profiles, after, &tell, search);
            tasks.extend(last.map(|after| rest(profiles, after)));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }
}

/// Looks at records from `after` on until `wanted` subscribers with one of `profiles` are found; and how far it came, if not to the end.
fn with_profile<R: Stored<Key = Imsi>>(
    store: &Store,
    profiles: &[Name],
    mut after: Option<Imsi>,
    tell: &dyn Fn(Imsi) -> Task,
    wanted: usize,
) -> (Vec<Task>, Option<Imsi>) {
    let mut tasks = Vec::new();
    loop {
        let keys = store.keys::<R>(after.as_ref(), PAGE);
        for imsi in &keys {
            let contract = store.get::<EpsSubscription>(imsi).value;
            if contract.is_some_and(|contract| profiles.contains(&contract.profile)) {
                tasks.push(tell(*imsi));
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
