//! What application servers switched of somebody's public identities, as it was read (TS 29.328 §7.6.11).

use super::Hss;
use crate::{
    records::{Dsai, Identity, PublicService, Service, Subscriber},
    store::{ChangeSet, Read, Store},
    types::{Impu, Imsi, Lsn},
};

/// By public identity; the aliases of one have what it has.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    holder: Option<Imsi>,
    /// Nothing was read of what could be switched, for nobody ever switched anything.
    unused: bool,
    read: Vec<Switched>,
}

/// What was read of one public identity.
#[derive(Debug, Clone)]
struct Switched {
    identity: Impu,
    /// In whose name it is kept.
    keeper: Impu,
    read: Read<Dsai>,
}

impl Switched {
    fn read(store: &Store, identity: &Impu, keeper: &Impu) -> Self {
        Self { identity: identity.clone(), keeper: keeper.clone(), read: store.get(keeper) }
    }
}

impl Switches {
    /// Of those identities of a subscriber whose profile has criteria that can be switched: of the others nothing is read, and of none where no
    /// application server ever switched anything.
    pub fn of_subscriber(store: &Store, hss: &Hss, subscriber: &Subscriber) -> Self {
        let mut switches = Self { holder: Some(subscriber.imsi), ..Self::default() };
        if !hss.has_switches() {
            return switches;
        }
        for service in &subscriber.services {
            for identity in service.identities.iter().filter(|identity| hss.is_switchable(&identity.profile))
            {
                if !store.was_used::<Dsai>() {
                    return Self { unused: true, ..switches };
                }
                if !switches.read.iter().any(|known| known.identity == identity.impu) {
                    let keeper = &keeper(service, identity).impu;
                    switches.read.push(Switched::read(store, &identity.impu, keeper));
                }
            }
        }
        switches
    }

    /// Of a public service, likewise.
    pub fn of_service(store: &Store, hss: &Hss, service: &PublicService) -> Self {
        let switchable = hss.is_switchable(&service.profile);
        let unused = switchable && !store.was_used::<Dsai>();
        let identity = Some(&service.identity).filter(|_| switchable && !unused);
        let read = identity.map(|identity| Switched::read(store, identity, identity));
        Self { holder: None, unused, read: read.into_iter().collect() }
    }

    /// What was switched of an identity. What its former holder left is not.
    pub fn of(&self, identity: &Impu) -> Option<&Dsai> {
        self.found(identity)?.value.as_deref().filter(|dsai| dsai.holder == self.holder)
    }

    /// The version it was read with.
    pub fn version(&self, identity: &Impu) -> Lsn {
        self.found(identity).map_or(Lsn::ZERO, |read| read.version)
    }

    /// The largest version read.
    pub fn seen(&self) -> Lsn {
        self.read.iter().map(|switched| switched.read.version).max().unwrap_or(Lsn::ZERO)
    }

    /// `changes`, to be committed only while all of it is as it was read: a profile that is told must not be older than a switch that
    /// nobody told of because the user was not registered yet.
    pub fn require(&self, changes: ChangeSet) -> ChangeSet {
        // The first switch that there ever is counts for who decided before it.
        if self.unused {
            return changes.require_unused::<Dsai>();
        }
        // Aliases share one record, which is demanded once.
        let mut keepers: Vec<&Switched> = self.read.iter().collect();
        keepers.sort_by(|one, other| one.keeper.cmp(&other.keeper));
        keepers.dedup_by(|one, other| one.keeper == other.keeper);
        keepers.into_iter().fold(changes, |changes, switched| {
            changes.require::<Dsai>(switched.keeper.clone(), switched.read.version)
        })
    }

    fn found(&self, identity: &Impu) -> Option<&Read<Dsai>> {
        self.read.iter().find(|known| known.identity == *identity).map(|switched| &switched.read)
    }
}

/// The same for an identity that any service of the subscriber may have: the first that has it counts (SC-5).
pub fn keeper_in<'s>(subscriber: &'s Subscriber, identity: &Identity) -> Option<&'s Impu> {
    let of = |service: &'s Service| {
        let own = service.identities.iter().find(|own| own.impu == identity.impu)?;
        Some(&keeper(service, own).impu)
    };
    subscriber.services.iter().find_map(of)
}

/// The identity in whose name data of `identity` is kept: of aliases the first (TS 23.008 §3.1: they share service data).
pub fn keeper<'s>(service: &'s Service, identity: &'s Identity) -> &'s Identity {
    let alias =
        |other: &&Identity| identity.alias != 0 && (other.set, other.alias) == (identity.set, identity.alias);
    service.identities.iter().find(alias).unwrap_or(identity)
}
