//! What application servers switched of somebody's public identities, as it was read (TS 29.328 §7.6.11).

use crate::{
    records::{Dsai, Identity, PublicService, Service, Subscriber},
    store::{ChangeSet, Read, Store},
    types::{Impu, Imsi, Lsn},
};

/// By public identity; the aliases of one have what it has.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    holder: Option<Imsi>,
    read: Vec<(Impu, Read<Dsai>)>,
}

impl Switches {
    /// Of all identities of a subscriber. Where no application server ever switched anything, nothing is read.
    pub fn of_subscriber(store: &Store, subscriber: &Subscriber) -> Self {
        if !store.was_used::<Dsai>() {
            return Self::default();
        }
        let mut read: Vec<(Impu, Read<Dsai>)> = Vec::new();
        for service in &subscriber.services {
            for identity in &service.identities {
                if !read.iter().any(|(known, _)| *known == identity.impu) {
                    let keeper = keeper(service, identity);
                    read.push((identity.impu.clone(), store.get(&keeper.impu)));
                }
            }
        }
        Self { holder: Some(subscriber.imsi), read }
    }

    /// Of a public service.
    pub fn of_service(store: &Store, service: &PublicService) -> Self {
        match store.was_used::<Dsai>() {
            true => {
                Self { holder: None, read: vec![(service.identity.clone(), store.get(&service.identity))] }
            }
            false => Self::default(),
        }
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
        self.read.iter().map(|(_, read)| read.version).max().unwrap_or(Lsn::ZERO)
    }

    /// `changes`, to be committed only while all of it is as it was read: a profile that is told must not be older than a switch that
    /// nobody told of because the user was not registered yet.
    pub fn require(&self, changes: ChangeSet) -> ChangeSet {
        self.read.iter().fold(changes, |changes, (identity, read)| {
            let key = read.value.as_ref().map_or(identity, |dsai| &dsai.identity);
            changes.require::<Dsai>(key.clone(), read.version)
        })
    }

    fn found(&self, identity: &Impu) -> Option<&Read<Dsai>> {
        self.read.iter().find(|(known, _)| known == identity).map(|(_, read)| read)
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
