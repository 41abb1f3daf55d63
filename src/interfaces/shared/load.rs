//! The records a request names, read from the store.

use super::Reads;
use crate::{
    domain::hss::{Hss, Loaded, Subject, Switches},
    records::{PublicService, Subscriber},
    store::{ChangeSet, Owner, Store},
    types::{Imsi, Lsn},
};
use std::borrow::Cow;

/// Reads what the identities of a request name: the subscriber by the IMSI in the private identity, else by the index of private, else of
/// public identities; the public service that the public identity names, if no subscriber was found; and whether anybody at all has that.
pub(in super::super) fn load(store: &Store, hss: &Hss, subject: &Subject<'_>) -> Loaded {
    let mut loaded = Loaded::default();
    if let Some(imsi) = subject.imsi() {
        subscriber(store, hss, imsi, &mut loaded);
    }
    if let (None, Some(private)) = (&loaded.subscriber, subject.private_text())
        && let Some(Owner::Subscriber(imsi)) = owner(store, &lower(private), &mut loaded)
    {
        subscriber(store, hss, imsi, &mut loaded);
    }
    if let (None, Ok(public)) = (&loaded.subscriber, subject.canonical()) {
        match owner(store, public, &mut loaded) {
            // Who is named by a private identity is never found by the public one alone.
            Some(Owner::Subscriber(imsi)) if subject.private.is_none() => {
                subscriber(store, hss, imsi, &mut loaded)
            }
            Some(Owner::PublicService(key)) => {
                let read = store.get::<PublicService>(&key);
                loaded.seen = loaded.seen.max(read.version);
                if let Some(service) = read.value.as_deref() {
                    loaded.switches = Switches::of_service(store, hss, service);
                }
                loaded.public_service = Some(read);
            }
            _ => {}
        }
    }
    // Whether it is another's, or nobody's, is asked only where it is not this subscriber's.
    if let (Some(subscriber), Some(_), Ok(public)) =
        (&loaded.subscriber, &subject.private, subject.canonical())
        && !subscriber.lists(public)
    {
        loaded.nobody_has_public = owner(store, public, &mut loaded).is_none();
    }
    loaded
}

impl Reads for Loaded {
    fn imsi(&self) -> Option<Imsi> {
        self.subscriber.as_deref().map(|subscriber| subscriber.imsi)
    }

    fn under_contract(&self, changes: ChangeSet) -> ChangeSet {
        let changes = self.switches.require(changes);
        match self.imsi() {
            Some(imsi) => changes.require::<Subscriber>(imsi, self.subscriber_version),
            None => changes,
        }
    }

    fn seen(&self) -> Lsn {
        self.seen.max(self.switches.seen())
    }
}

fn owner(store: &Store, identity: &str, loaded: &mut Loaded) -> Option<Owner> {
    let (owner, version) = store.owner(identity);
    loaded.seen = loaded.seen.max(version);
    owner
}

fn subscriber(store: &Store, hss: &Hss, imsi: Imsi, loaded: &mut Loaded) {
    let subscriber = store.get::<Subscriber>(&imsi);
    loaded.seen = loaded.seen.max(subscriber.version);
    if let Some(found) = subscriber.value.as_deref() {
        loaded.switches = Switches::of_subscriber(store, hss, found);
        let registration = store.get(&imsi);
        loaded.seen = loaded.seen.max(registration.version);
        loaded.subscriber = subscriber.value;
        loaded.subscriber_version = subscriber.version;
        loaded.registration = Some(registration);
    }
}

/// The index form of a private identity.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}
