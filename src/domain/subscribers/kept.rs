//! What application servers keep, switch and watch of a subscriber's identities (Sh), and what a change of the subscriber does to it.
//!
//! Aliases share what is kept, in the name of the first of them (TS 23.008 §3.1): when that one goes, or is no longer the first, it moves.

use crate::{
    domain::hss::{
        sh::notify::{Difference, told},
        subject::identity_of,
        switches::keeper_in,
    },
    records::{
        Dsai, Identity, Location, Registration, RepositoryData, ShSubscription, ShSubscriptions, Subscriber,
        Task,
    },
    store::{ChangeSet, Read, Store, Stored},
    types::{Impu, Imsi, Timestamp},
};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

/// As it was read: of each public identity what there is.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    place: Option<(Imsi, Read<Location>)>,
    /// Nothing was read, for no application server ever kept anything here.
    unused: bool,
    repository: Reads<RepositoryData>,
    switches: Reads<Dsai>,
    watching: Reads<ShSubscriptions>,
}

type Reads<R> = Vec<(Impu, Read<R>)>;

impl Kept {
    /// Reads what there is of `subscriber`.
    pub fn load(store: &Store, subscriber: &Subscriber) -> Self {
        let mut kept =
            Self { place: Some((subscriber.imsi, store.get(&subscriber.imsi))), ..Self::default() };
        // Mostly nobody keeps anything.
        kept.unused = !(store.was_used::<RepositoryData>()
            || store.was_used::<ShSubscriptions>()
            || store.was_used::<Dsai>());
        if kept.unused {
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
        let changes = match place {
            Some((imsi, read)) => ChangeSet::new().delete::<Location>(*imsi, read.version),
            None => ChangeSet::new(),
        };
        let changes = self.as_read(changes);
        let changes = settled(&self.repository, None, &|_| None, |_| {}, changes);
        let changes = settled(&self.switches, None, &|_| None, |_| {}, changes);
        settled(&self.watching, None, &|_| None, |_| {}, changes)
    }

    /// What moves and what goes with the identities that `after` has no more, and who is told of what the change does to what it watches. What was watched
    /// once ends by that, in the same change set: a second change before the application server was reached is not told to it.
    pub(super) fn follow(
        &self,
        before: (&Subscriber, Option<&Registration>),
        after: (&Subscriber, Option<&Registration>),
        now: Timestamp,
    ) -> (ChangeSet, Vec<Task>) {
        let differs = Difference { before, after, now };
        let imsi = Some(before.0.imsi);
        let home = |identity: &Impu| home(before.0, after.0, identity);
        let changes = self.as_read(ChangeSet::new());
        let changes = settled(&self.repository, imsi, &home, |_| {}, changes);
        let changes = settled(&self.switches, imsi, &home, |_| {}, changes);
        let stays = |entry: &ShSubscription| {
            let over = entry.one_time && differs.concerns(entry);
            !over && has(after.0, &entry.asked)
        };
        let fewer = |all: &mut ShSubscriptions| {
            all.entries = std::mem::take(&mut all.entries).into_iter().filter(|entry| stays(entry)).collect();
        };
        let changes = settled(&self.watching, imsi, &home, fewer, changes);
        let own = |all: &&ShSubscriptions| all.holder == imsi;
        let watching = self.watching.iter().filter_map(|(_, read)| read.value.as_deref()).filter(own);
        let tasks = watching
            .flat_map(|all| told(Some(all), now, |entry| differs.concerns(entry).then_some(None)).tasks);
        (changes, tasks.collect())
    }

    /// `changes`, to be committed only while nothing was kept of which nothing was read.
    fn as_read(&self, changes: ChangeSet) -> ChangeSet {
        match self.unused {
            true => changes
                .require_unused::<RepositoryData>()
                .require_unused::<Dsai>()
                .require_unused::<ShSubscriptions>(),
            false => changes,
        }
    }
}

/// A record that is kept in the name of a public identity.
trait InName: Stored<Key = Impu> + Clone + PartialEq {
    /// Whether a decision on the subscriber depends on it even where it stays as it is: who watches has to be told.
    const COUNTS: bool = false;
    fn holder(&self) -> Option<Imsi>;
    fn is_empty(&self) -> bool;
    /// Gives it another name.
    fn rename(&mut self, identity: Impu);
    /// Takes what another had; its own counts where both have something.
    fn join(&mut self, other: Self);
}

impl InName for RepositoryData {
    fn holder(&self) -> Option<Imsi> {
        self.holder
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn rename(&mut self, identity: Impu) {
        self.identity = identity;
    }

    fn join(&mut self, other: Self) {
        for entry in other.entries {
            let name = entry.service_indication.clone();
            if self.entry(&name).is_none() {
                self.set(&name, Some(entry));
            }
        }
    }
}

impl InName for Dsai {
    fn holder(&self) -> Option<Imsi> {
        self.holder
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn rename(&mut self, identity: Impu) {
        self.identity = identity;
    }

    fn join(&mut self, other: Self) {
        for entry in &other.entries {
            if self.state(&entry.server, &entry.tag).is_none() {
                self.set(&entry.server, &entry.tag, entry.active);
            }
        }
    }
}

impl InName for ShSubscriptions {
    const COUNTS: bool = true;

    fn holder(&self) -> Option<Imsi> {
        self.holder
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn rename(&mut self, identity: Impu) {
        self.identity = identity;
    }

    fn join(&mut self, other: Self) {
        let mut entries = std::mem::take(&mut self.entries).into_vec();
        for entry in other.entries {
            if !entries.iter().any(|own| (&own.host, &own.watched) == (&entry.host, &entry.watched)) {
                entries.push(entry);
            }
        }
        self.entries = entries.into();
    }
}

/// `changes`, with what `holder` has of a kind in the name that `home` says, edited; it goes where there is none. What belongs to somebody else stays, unless
/// the identity goes.
fn settled<R: InName>(
    reads: &Reads<R>,
    holder: Option<Imsi>,
    home: &dyn Fn(&Impu) -> Option<Impu>,
    edit: impl Fn(&mut R),
    mut changes: ChangeSet,
) -> ChangeSet {
    let own = |read: &Read<R>| read.value.as_deref().filter(|record| record.holder() == holder).cloned();
    let homes: Vec<_> = reads.iter().map(|(identity, _)| home(identity)).collect();
    let mut after = BTreeMap::<Impu, R>::new();
    // What stays first: what moves joins it.
    for moves in [false, true] {
        for ((identity, read), to) in reads.iter().zip(&homes) {
            let to = to.as_ref().filter(|to| (*to != identity) == moves);
            let Some((to, mut record)) = to.zip(own(read)) else { continue };
            edit(&mut record);
            match after.entry(to.clone()) {
                Entry::Occupied(mut there) => there.get_mut().join(record),
                Entry::Vacant(place) => {
                    record.rename(to.clone());
                    place.insert(record);
                }
            }
        }
    }
    for ((identity, read), to) in reads.iter().zip(&homes) {
        let before = read.value.as_deref();
        let goes = to.is_none() || own(read).is_some();
        match after.remove(identity) {
            Some(record) if before != Some(&record) && !record.is_empty() => {
                changes = changes.put(record, read.version);
            }
            now if goes && before.is_some() && now.as_ref() != before => {
                changes = changes.delete::<R>(identity.clone(), read.version);
            }
            _ if R::COUNTS || to.as_ref() != Some(identity) => {
                changes = changes.require::<R>(identity.clone(), read.version);
            }
            _ => {}
        }
    }
    // Of an identity that comes with the change: what may be there was its former owner's.
    let new = after.into_values().filter(|record| !record.is_empty());
    new.fold(changes, ChangeSet::put_over)
}

/// In whose name what is kept in the name of `identity` is kept afterwards: of those who share it the first that stays says so.
fn home(before: &Subscriber, after: &Subscriber, identity: &Impu) -> Option<Impu> {
    let stays = |own: &Identity| every(after).find(|new| new.impu == own.impu);
    let mut sharing = every(before).filter(|own| keeper_in(before, own) == Some(identity)).peekable();
    if sharing.peek().is_some() {
        return keeper_in(after, sharing.find_map(stays)?).cloned();
    }
    // An alias that is not the first keeps nothing; what it has all the same stays as long as it does.
    every(after).any(|new| new.impu == *identity).then(|| identity.clone())
}

/// The public identities of all services, with those that several share.
fn every(subscriber: &Subscriber) -> impl Iterator<Item = &Identity> {
    subscriber.services.iter().flat_map(|service| &service.identities)
}

/// True if the subscriber has the identity that an application server asked for.
fn has(subscriber: &Subscriber, asked: &str) -> bool {
    let Ok(canonical) = Impu::canonical(asked) else { return false };
    subscriber.services.iter().any(|service| identity_of(service, &canonical).is_some())
}

/// The public identities, each once.
fn identities(subscriber: &Subscriber) -> BTreeSet<&Impu> {
    every(subscriber).map(|identity| &identity.impu).collect()
}
