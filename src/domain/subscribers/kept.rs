//! What application servers keep, switch and watch of a subscriber's identities (Sh), and what a change of the subscriber does to it.

use crate::{
    domain::hss::sh::notify::{Difference, told},
    records::{Dsai, Location, Registration, RepositoryData, ShSubscriptions, Subscriber, Task},
    store::{ChangeSet, Read, Store},
    types::{Impu, Imsi, Timestamp},
};

/// As it was read: of each public identity what there is.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Nothing was looked for, for nobody ever watched anything.
    unwatched: bool,
    place: Option<(Imsi, Read<Location>)>,
    repository: Vec<(Impu, Read<RepositoryData>)>,
    switches: Vec<(Impu, Read<Dsai>)>,
    watching: Vec<(Impu, Read<ShSubscriptions>)>,
}

impl Kept {
    /// Reads what there is of `subscriber`.
    pub fn load(store: &Store, subscriber: &Subscriber) -> Self {
        let mut kept =
            Self { place: Some((subscriber.imsi, store.get(&subscriber.imsi))), ..Self::default() };
        // Mostly nobody keeps anything.
        let used = store.was_used::<RepositoryData>()
            || store.was_used::<ShSubscriptions>()
            || store.was_used::<Dsai>();
        kept.unwatched = !store.was_used::<ShSubscriptions>();
        if !used {
            return kept;
        }
        for identity in identities(subscriber) {
            kept.repository.push((identity.clone(), store.get(identity)));
            kept.switches.push((identity.clone(), store.get(identity)));
            kept.watching.push((identity.clone(), store.get(identity)));
        }
        kept
    }

    /// All of it goes with the subscriber.
    pub fn gone(&self) -> ChangeSet {
        let place = self.place.as_ref().filter(|(_, read)| read.value.is_some());
        let changes = ChangeSet::new();
        let changes = match place {
            Some((imsi, read)) => changes.delete::<Location>(*imsi, read.version),
            None => changes,
        };
        changes.and(self.dropped(|_| true))
    }

    /// What goes with the identities that `new` has no more, and who is told of what the change does to what it watches. What was watched once ends when
    /// it is told.
    pub(super) fn follow(
        &self,
        before: (&Subscriber, Option<&Registration>),
        after: (&Subscriber, Option<&Registration>),
        now: Timestamp,
    ) -> (ChangeSet, Vec<Task>) {
        let stays = identities(after.0);
        let changes = self.dropped(|identity| !stays.contains(&identity));
        let differs = Difference { before, after, now };
        let own = |all: &&ShSubscriptions| all.holder == Some(before.0.imsi);
        let watching = self.watching.iter().filter_map(|(_, read)| read.value.as_deref()).filter(own);
        let tasks = watching
            .flat_map(|all| told(Some(all), now, |entry| differs.concerns(entry).then_some(None)).tasks);
        (changes, tasks.collect())
    }

    /// `changes`, to be committed only while nobody watches more or less than was read.
    pub fn require(&self, changes: ChangeSet) -> ChangeSet {
        let changes = if self.unwatched { changes.require_unused::<ShSubscriptions>() } else { changes };
        let each = self.watching.iter().filter(|_| !self.unwatched);
        each.fold(changes, |changes, (identity, read)| {
            changes.require::<ShSubscriptions>(identity.clone(), read.version)
        })
    }

    fn dropped(&self, goes: impl Fn(&Impu) -> bool) -> ChangeSet {
        let mut changes = ChangeSet::new();
        for (identity, read) in self.repository.iter().filter(|(identity, _)| goes(identity)) {
            if read.value.is_some() {
                changes = changes.delete::<RepositoryData>(identity.clone(), read.version);
            }
        }
        for (identity, read) in self.switches.iter().filter(|(identity, _)| goes(identity)) {
            if read.value.is_some() {
                changes = changes.delete::<Dsai>(identity.clone(), read.version);
            }
        }
        for (identity, read) in self.watching.iter().filter(|(identity, _)| goes(identity)) {
            if read.value.is_some() {
                changes = changes.delete::<ShSubscriptions>(identity.clone(), read.version);
            }
        }
        changes
    }
}

/// The public identities, each once.
fn identities(subscriber: &Subscriber) -> Vec<&Impu> {
    let services = subscriber.services.iter();
    let mut all: Vec<_> =
        services.flat_map(|service| &service.identities).map(|identity| &identity.impu).collect();
    all.sort();
    all.dedup();
    all
}
