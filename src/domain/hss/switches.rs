//! What application servers switched of somebody's public identities, as it was read (TS 29.328 §7.6.11).

use crate::{
    records::{Dsai, Identity, PublicService, Service, Subscriber},
    store::{ChangeSet, Read, Store},
    types::{Impu, Imsi, Lsn},
};

/// By public identity; the aliases of one have what it has.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    /// Nothing was read, for no application server ever switched anything.
    unused: bool,
    holder: Option<Imsi>,
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
    /// Of all identities of a subscriber. Where no application server ever switched anything, nothing is read.
    pub fn of_subscriber(store: &Store, subscriber: &Subscriber) -> Self {
        if !store.was_used::<Dsai>() {
            return Self { unused: true, ..Self::default() };
        }
        let mut read: Vec<Switched> = Vec::new();
        for service in &subscriber.services {
            for identity in &service.identities {
                if !read.iter().any(|known| known.identity == identity.impu) {
                    read.push(Switched::read(store, &identity.impu, &keeper(service, identity).impu));
                }
            }
        }
        Self { unused: false, holder: Some(subscriber.imsi), read }
    }

    /// Of a public service.
    pub fn of_service(store: &Store, service: &PublicService) -> Self {
        match store.was_used::<Dsai>() {
            true => {
                let (identity, keeper) = (&service.identity, &service.identity);
                let read = vec![Switched::read(store, identity, keeper)];
                Self { unused: false, holder: None, read }
            }
            false => Self { unused: true, ..Self::default() },
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
        self.read.iter().map(|switched| switched.read.version).max().unwrap_or(Lsn::ZERO)
    }

    /// `changes`, to be committed only while all of it is as it was read: a profile that is told must not be older than a switch that
    /// nobody told of because the user was not registered yet.
    pub fn require(&self, changes: ChangeSet) -> ChangeSet {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::{DsaiEntry, Registration},
        store::CommitError,
        types::Name,
    };

    /// Who is the first to switch anything, while a profile is told that knows of no switches, makes it be told again.
    #[test]
    fn sc_6_a_first_switch_that_comes_between_is_not_missed() {
        let (store, identity) = (Store::in_memory(), "sip:service@example".parse::<Impu>().unwrap());
        let service = PublicService {
            identity: identity.clone(),
            private_identity: "service@example".into(),
            profile: Name::new("default"),
            active: true,
            application_server: None,
            scscf_set: None,
            scscf: None,
        };
        let imsi = Imsi::parse("001010000000001").unwrap();
        let registration = || Registration { imsi, services: Box::default() };
        let change = |version| ChangeSet::new().put(registration(), version);
        let before = Switches::of_service(&store, &service);
        let lsn = store.commit(before.require(change(Lsn::ZERO))).unwrap();
        let entry = DsaiEntry { server: Name::new("sip:as.example"), tag: "tag".into(), active: false };
        let switch = Dsai { entries: [entry].into(), ..Dsai::empty(identity, None) };
        store.commit(ChangeSet::new().put(switch, Lsn::ZERO)).unwrap();
        let refused = store.commit(before.require(change(lsn)));
        assert!(matches!(refused, Err(CommitError::Stale { kind: "dsai", .. })), "{refused:?}");
        let again = Switches::of_service(&store, &service);
        store.commit(again.require(change(lsn))).unwrap();
        assert!(
            Switches::default().require(ChangeSet::new()).is_empty(),
            "what was not read demands nothing"
        );
    }
}
