//! The search for those whom a changed EPS profile concerns: who has it and is served.

use super::{Next, PAGE, Worker};
use crate::{
    procedures::network::Network,
    records::{EpsRegistration, EpsSubscription, Outbox, Task, WlanRegistration},
    store::{ChangeSet, Read, Store, Stored},
    types::{Imsi, Lsn, Name, Timestamp},
};

impl<N: Network> Worker<N> {
    /// Those with one of `profiles` whom a node serves: it is brought what is, and told what is `withdrawn`. Who had such a profile when that was done, and
    /// has another one by a contract that is younger, has a node that was told nothing of it: that contract's change knew the profile only as it was then.
    pub(super) async fn find_changed(
        &self,
        profiles: &[Name],
        (withdrawn, since): (u32, Option<Lsn>),
        after: Option<Imsi>,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        let tell = move |imsi| match withdrawn {
            0 => Task::InsertSubscriberData { imsi },
            withdrawn => Task::ChangeSubscriberData { imsi, withdrawn },
        };
        let rest = move |profiles, after| match since {
            None => Task::ChangeConfigured { profiles, withdrawn, after: Some(after) },
            Some(since) => Task::ChangeConfiguredSince { profiles, withdrawn, since, after: Some(after) },
        };
        let since = since.filter(|_| withdrawn != 0);
        self.find_with_profile::<EpsRegistration>((profiles, since), after, tell, rest, entry, now).await
    }

    /// Those with one of `profiles` whom an AAA server serves: it is brought what is.
    pub(super) async fn find_changed_over_wlan(
        &self,
        profiles: &[Name],
        after: Option<Imsi>,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        let tell = |imsi| Task::PushWlanProfile { imsi };
        let rest = |profiles, after| Task::PushWlanConfigured { profiles, after: Some(after) };
        self.find_with_profile::<WlanRegistration>((profiles, None), after, tell, rest, entry, now).await
    }

    /// Some more of those with one of `profiles` (or with a contract younger than a change of the store) of whom there is an `R`, each with the task that
    /// `tell` makes, and with `rest` the search for the others; once enough of what was found before is done.
    async fn find_with_profile<R: Stored<Key = Imsi>>(
        &self,
        (profiles, since): (&[Name], Option<Lsn>),
        after: Option<Imsi>,
        tell: impl Fn(Imsi) -> Task + Send + 'static,
        rest: impl Fn(Box<[Name]>, Imsi) -> Task + Send + 'static,
        entry: &Outbox,
        now: Timestamp,
    ) -> Next {
        if self.is_busy(now) {
            return Next::Later(self.persistence.first_pause);
        }
        let (store, profiles, search) =
            (self.store.clone(), Box::<[Name]>::from(profiles), self.persistence.search);
        // A look at all keys, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let concerned = |imsi: &Imsi| {
                let Read { value, version } = store.get::<EpsSubscription>(imsi);
                let younger = since.is_some_and(|since| version > since);
                value.is_some_and(|contract| younger || profiles.contains(&contract.profile))
            };
            let (mut tasks, last) = search_in::<R>(&store, concerned, after, &tell, search);
            tasks.extend(last.map(|after| rest(profiles, after)));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }
}

/// Looks at records from `after` on until `wanted` subscribers are found who are `concerned`; and how far it came, if not to the end.
fn search_in<R: Stored<Key = Imsi>>(
    store: &Store,
    concerned: impl Fn(&Imsi) -> bool,
    mut after: Option<Imsi>,
    tell: &dyn Fn(Imsi) -> Task,
    wanted: usize,
) -> (Vec<Task>, Option<Imsi>) {
    let mut tasks = Vec::new();
    loop {
        let keys = store.keys::<R>(after.as_ref(), PAGE);
        for imsi in &keys {
            if concerned(imsi) {
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
