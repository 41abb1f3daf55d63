//! What every engine of the store promises: one suite, run against each.

mod store_common;

use innkeeper::{
    records::{Outbox, PublicService, Registration, Sequence, Subscriber},
    store::{ChangeSet, CommitError, Owner, Store},
    types::{Lsn, Timestamp},
};
use store_common::*;

/// Runs each test of the list with a fresh store of each engine.
macro_rules! contract {
    ($($(#[$doc:meta])* $name:ident)*) => {
        mod in_memory {
            $($(#[$doc])* #[test] fn $name() { super::$name(&super::Store::in_memory()); })*
        }
    };
}

contract! {
    a_change_set_is_applied_as_a_whole_or_refused_as_a_whole
    the_version_expected_must_be_the_version_there_is
    an_absence_read_stands_until_the_record_comes_and_goes
    a_requirement_refuses_without_changing
    an_identity_has_one_owner
    an_identity_moves_in_one_step
    a_distinct_identity_beats_a_wildcard_and_a_longer_wildcard_a_shorter
    an_identity_shared_by_two_services_goes_with_the_last
    versions_of_absence_cover_the_removal
    pages_and_scans_are_in_key_order
    the_outbox_is_read_in_the_order_of_due_times
    outbox_ids_grow
}

fn put(store: &Store, subscriber: Subscriber) -> Lsn {
    let expected = store.get::<Subscriber>(&subscriber.imsi).version;
    store.commit(ChangeSet::new().put(subscriber, expected)).unwrap()
}

fn owner_of(number: u64) -> Option<Owner> {
    Some(Owner::Subscriber(imsi(number)))
}

fn a_change_set_is_applied_as_a_whole_or_refused_as_a_whole(store: &Store) {
    let both = ChangeSet::new().put(registration(1, 1), Lsn::ZERO).put(sequence(1, 1), Lsn::ZERO);
    let lsn = store.commit(both).unwrap();
    let (registered, counted) = (store.get::<Registration>(&imsi(1)), store.get::<Sequence>(&imsi(1)));
    assert_eq!((registered.version, counted.version), (lsn, lsn));
    assert_eq!(*registered.value.unwrap(), registration(1, 1));
    let half_stale = ChangeSet::new().put(registration(1, 2), lsn).put(sequence(1, 2), Lsn::ZERO);
    assert!(matches!(store.commit(half_stale), Err(CommitError::Stale { kind: "sequence", .. })));
    assert_eq!(*store.get::<Registration>(&imsi(1)).value.unwrap(), registration(1, 1));
    assert_eq!(store.commit(ChangeSet::new()).unwrap(), Lsn::ZERO);
}

fn the_version_expected_must_be_the_version_there_is(store: &Store) {
    let first = store.commit(ChangeSet::new().put(sequence(1, 1), Lsn::ZERO)).unwrap();
    for wrong in [Lsn::ZERO, Lsn(first.0 + 1), Lsn(u64::MAX)] {
        let refused = store.commit(ChangeSet::new().put(sequence(1, 2), wrong));
        assert!(matches!(refused, Err(CommitError::Stale { .. })), "{wrong:?}");
        assert!(store.commit(ChangeSet::new().delete::<Sequence>(imsi(1), wrong)).is_err());
    }
    let second = store.commit(ChangeSet::new().put(sequence(1, 2), first)).unwrap();
    assert!(second > first);
    assert!(store.commit(ChangeSet::new().put(sequence(1, 3), first)).is_err());
}

fn an_absence_read_stands_until_the_record_comes_and_goes(store: &Store) {
    let never = store.get::<Sequence>(&imsi(1)).version;
    let present = store.commit(ChangeSet::new().put(sequence(1, 1), never)).unwrap();
    let deleted = store.commit(ChangeSet::new().delete::<Sequence>(imsi(1), present)).unwrap();
    // A reader of the record that is gone decided upon something else than its absence.
    assert!(matches!(
        store.commit(ChangeSet::new().put(sequence(1, 2), present)),
        Err(CommitError::Stale { .. })
    ));
    let gone = store.get::<Sequence>(&imsi(1));
    assert!(gone.value.is_none() && gone.version >= deleted);
    // Deletions of others in between do not matter, however many.
    for other in 2..50_000 {
        let there = store.commit(ChangeSet::new().put(sequence(other, 1), Lsn::ZERO)).unwrap();
        store.commit(ChangeSet::new().delete::<Sequence>(imsi(other), there)).unwrap();
    }
    assert!(matches!(
        store.commit(ChangeSet::new().put(sequence(1, 2), present)),
        Err(CommitError::Stale { .. })
    ));
    store.commit(ChangeSet::new().put(sequence(1, 2), store.get::<Sequence>(&imsi(1)).version)).unwrap();
    store
        .commit(ChangeSet::new().put(sequence(2, 2), Lsn::ZERO))
        .expect("zero says absent, whatever was deleted");
}

fn a_requirement_refuses_without_changing(store: &Store) {
    let lsn = put(store, subscriber(1));
    let set = |expected| {
        ChangeSet::new().require::<Subscriber>(imsi(1), expected).put(registration(1, 1), Lsn::ZERO)
    };
    assert!(matches!(store.commit(set(Lsn::ZERO)), Err(CommitError::Stale { kind: "subscriber", .. })));
    store.commit(set(lsn)).unwrap();
    assert_eq!(store.get::<Subscriber>(&imsi(1)).version, lsn);
}

fn an_identity_has_one_owner(store: &Store) {
    put(store, subscriber_with(1, &["sip:alice@example.com", "tel:+861"]));
    let taken = store.commit(ChangeSet::new().put(subscriber_with(2, &["tel:+861"]), Lsn::ZERO));
    assert!(matches!(taken, Err(CommitError::IdentityTaken { .. })), "{taken:?}");
    let taken = store.commit(ChangeSet::new().put(public_service("sip:alice@example.com"), Lsn::ZERO));
    assert!(matches!(taken, Err(CommitError::IdentityTaken { .. })), "{taken:?}");
    let twice = ChangeSet::new()
        .put(subscriber_with(3, &["sip:bob@example.com"]), Lsn::ZERO)
        .put(subscriber_with(4, &["sip:bob@example.com"]), Lsn::ZERO);
    assert!(matches!(store.commit(twice), Err(CommitError::IdentityTaken { .. })));
    assert_eq!(store.owner("tel:+861").0, owner_of(1));
    assert_eq!(store.owner("sip:bob@example.com").0, None);
    assert_eq!(store.count::<Subscriber>(), 1);
}

fn an_identity_moves_in_one_step(store: &Store) {
    let first = put(store, subscriber_with(1, &["sip:alice@example.com", "tel:+861"]));
    let moved = ChangeSet::new()
        .put(subscriber_with(2, &["tel:+861"]), Lsn::ZERO)
        .put(subscriber_with(1, &["sip:alice@example.com"]), first);
    let lsn = store.commit(moved).unwrap();
    assert_eq!(store.owner("tel:+861"), (owner_of(2), lsn));
    assert_eq!(store.owner("sip:alice@example.com").0, owner_of(1));
}

fn a_distinct_identity_beats_a_wildcard_and_a_longer_wildcard_a_shorter(store: &Store) {
    for identity in
        ["sip:chat!.*!@example.com", "sip:chat-room!.*!@example.com", "sip:chat-room7@example.com"]
    {
        store.commit(ChangeSet::new().put(public_service(identity), Lsn::ZERO)).unwrap();
    }
    put(store, subscriber_with(1, &["sip:chat!-[0-9]+!@example.com"]));
    let service = |identity| Some(Owner::PublicService(impu(identity)));
    let cases = [
        ("sip:chat-room7@example.com", service("sip:chat-room7@example.com")),
        ("sip:chat-room8@example.com", service("sip:chat-room!.*!@example.com")),
        ("sip:chatter@example.com", service("sip:chat!.*!@example.com")),
        ("sip:chat!.*!@example.com", service("sip:chat!.*!@example.com")),
        ("sip:chat-1@example.org", None),
    ];
    for (identity, owner) in cases {
        assert_eq!(store.owner(identity).0, owner, "{identity}");
    }
    let gone = impu("sip:chat-room!.*!@example.com");
    let version = store.get::<PublicService>(&gone).version;
    let lsn = store.commit(ChangeSet::new().delete::<PublicService>(gone, version)).unwrap();
    let (owner, version) = store.owner("sip:chat-room8@example.com");
    assert_eq!(owner, service("sip:chat!.*!@example.com"));
    assert!(version >= lsn, "the answer depends on the removal");
    let bad = store.commit(ChangeSet::new().put(public_service("sip:!(!@example.com"), Lsn::ZERO));
    assert!(matches!(bad, Err(CommitError::BadWildcard { .. })));
}

/// SC-5: two services of one subscriber that list the same identity share it.
fn an_identity_shared_by_two_services_goes_with_the_last(store: &Store) {
    let with = |services: &[&str]| Subscriber {
        services: services.iter().map(|sic| service(Some(sic), &["tel:+861"])).collect(),
        ..subscriber_with(1, &[])
    };
    put(store, with(&["001", "002"]));
    put(store, with(&["002"]));
    assert_eq!(store.owner("tel:+861").0, owner_of(1));
    put(store, with(&[]));
    assert_eq!(store.owner("tel:+861").0, None);
    put(store, subscriber_with(2, &["tel:+861"]));
    assert_eq!(store.owner("tel:+861").0, owner_of(2));
}

/// ST-2: who is told "unknown" must not learn of a deletion that could still be lost.
fn versions_of_absence_cover_the_removal(store: &Store) {
    let lsn = put(store, subscriber_with(1, &["tel:+861"]));
    let emptied = store.commit(ChangeSet::new().put(subscriber_with(1, &[]), lsn)).unwrap();
    let (owner, version) = store.owner("tel:+861");
    assert!(owner.is_none() && version >= emptied);
    let deleted = store.commit(ChangeSet::new().delete::<Subscriber>(imsi(1), emptied)).unwrap();
    assert!(store.get::<Subscriber>(&imsi(1)).version >= deleted);
}

fn pages_and_scans_are_in_key_order(store: &Store) {
    for number in [5, 3, 9, 1, 7] {
        store.commit(ChangeSet::new().put(sequence(number, number), Lsn::ZERO)).unwrap();
    }
    let numbers =
        |page: Vec<std::sync::Arc<Sequence>>| page.iter().map(|record| record.seq).collect::<Vec<_>>();
    assert_eq!(numbers(store.page::<Sequence>(None, 2)), [1, 3]);
    assert_eq!(numbers(store.page::<Sequence>(Some(&imsi(3)), 2)), [5, 7]);
    assert_eq!(numbers(store.page::<Sequence>(Some(&imsi(9)), 2)), [0; 0]);
    assert_eq!(numbers(store.page::<Sequence>(None, 0)), [0; 0]);
    assert_eq!(numbers(store.scan::<Sequence>().collect()), [1, 3, 5, 7, 9]);
}

fn the_outbox_is_read_in_the_order_of_due_times(store: &Store) {
    let ids: Vec<_> = (0..3).map(|_| store.next_outbox_id()).collect();
    for (id, due) in ids.iter().zip([300, 100, 200]) {
        store.commit(ChangeSet::new().put(outbox(*id, due), Lsn::ZERO)).unwrap();
    }
    let due = |now, limit| -> Vec<_> {
        store
            .outbox_due(Timestamp(now), limit)
            .iter()
            .map(|read| read.value.as_ref().unwrap().due.0)
            .collect()
    };
    assert_eq!(due(250, 9), [100, 200]);
    assert_eq!(due(300, 1), [100]);
    assert_eq!(store.outbox_next_due(), Some(Timestamp(100)));
    let first = store.get::<Outbox>(&ids[1]);
    store.commit(ChangeSet::new().put(outbox(ids[1], 400), first.version)).unwrap();
    let second = store.get::<Outbox>(&ids[2]);
    store.commit(ChangeSet::new().delete::<Outbox>(ids[2], second.version)).unwrap();
    assert_eq!(due(999, 9), [300, 400]);
}

fn outbox_ids_grow(store: &Store) {
    let first = store.next_outbox_id();
    assert!(store.next_outbox_id() > first);
}
