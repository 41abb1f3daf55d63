//! What every engine of the store promises: one suite, run against each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod store_common;

use innkeeper::{
    records::{
        Dsai, Fact, Location, LocationQuery, LocationQueryId, Outbox, OutboxId, PublicService, Registration,
        RepositoryData, RepositoryEntry, Roaming, Sequence, ShSubscription, ShSubscriptions, Source,
        Subscriber, Watched,
    },
    store::{ChangeSet, CommitError, Options, Owner, StageError, Store, Stored},
    types::{Area, ENodeB, Ecgi, Imsi, Lsn, Seen, Tai, Timestamp},
};
use std::time::Duration;
use store_common::*;

/// Runs each test of the list with a fresh store of each engine.
macro_rules! contract {
    ($($name:ident)*) => {
        mod in_memory {
            $(#[test] fn $name() { super::$name(&super::Store::in_memory()); })*
        }
        mod memory_disk {
            $(#[test] fn $name() { super::$name(&super::Place::memory().open()); })*
        }
        mod sqlite {
            $(#[test] fn $name() { let place = super::Place::sqlite(); super::$name(&place.open()); })*
        }
    };
}

/// Runs each test of the list with a fresh place of each engine that keeps anything.
macro_rules! lasting {
    ($($name:ident)*) => {
        mod memory_disk_lasting {
            $(#[test] fn $name() { super::$name(&super::Place::memory()); })*
        }
        mod sqlite_lasting {
            $(#[test] fn $name() { super::$name(&super::Place::sqlite()); })*
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
    an_import_is_invisible_until_its_switch_and_whole_after
    an_import_dropped_leaves_nothing
    an_import_that_a_live_change_overtook_is_refused
    an_import_refuses_what_exists_or_comes_twice
}

lasting! {
    every_kind_comes_back_as_it_was
    deletions_last_through_sweeps
    outbox_ids_grow_across_openings
    a_dropped_store_has_made_everything_durable
    an_import_lasts_from_its_switch_on
    the_journal_does_not_grow_without_bound
    a_failed_disk_stops_everything_and_shows_nothing_durable
    a_nearly_full_disk_refuses_writes_while_reads_go_on
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
    for other in 2..20_000 {
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
    assert_eq!(numbers(store.scan::<Sequence>().map(|(record, _)| record).collect()), [1, 3, 5, 7, 9]);
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

fn identities(number: u64) -> Vec<String> {
    subscriber(number).index_keys().map(String::from).collect()
}

fn an_import_is_invisible_until_its_switch_and_whole_after(store: &Store) {
    put(store, subscriber(1));
    let mut stage = store.stage().unwrap();
    stage.add((10..1000).map(subscriber).map(new)).unwrap();
    let wild = Subscriber { ..subscriber_with(2000, &["sip:room!.*!@example.com"]) };
    stage.add([new(wild)]).unwrap();
    assert_eq!((store.count::<Subscriber>(), store.page::<Subscriber>(None, 9).len()), (1, 1));
    assert!(store.get::<Subscriber>(&imsi(10)).value.is_none());
    assert_eq!(store.owner(&identities(10)[0]).0, None);
    assert_eq!(store.owner("sip:room1@example.com").0, None);
    assert!(matches!(store.stage(), Err(StageError::Busy)));
    store.commit(ChangeSet::new().put(registration(1, 1), Lsn::ZERO)).expect("live traffic goes on");
    let lsn = stage.switch(nobody).unwrap();
    assert_eq!(store.count::<Subscriber>(), 992);
    assert_eq!(store.scan::<Subscriber>().count(), 992);
    for number in [10, 500, 999] {
        let read = store.get::<Subscriber>(&imsi(number));
        assert_eq!((read.value.as_deref(), read.version), (Some(&subscriber(number)), lsn));
        for identity in identities(number) {
            assert_eq!(store.owner(&identity), (owner_of(number), lsn));
        }
    }
    assert_eq!(store.owner("sip:room1@example.com").0, owner_of(2000));
    let changed = Subscriber { template: None, ..subscriber(10) };
    store.commit(ChangeSet::new().put(changed, lsn)).expect("what was imported is like any other");
    store.commit(ChangeSet::new().delete::<Subscriber>(imsi(11), lsn)).unwrap();
    assert_eq!(store.owner(&identities(11)[0]).0, None);
    assert!(store.stage().is_ok());
}

fn an_import_dropped_leaves_nothing(store: &Store) {
    let mut stage = store.stage().unwrap();
    stage.add((10..700).map(subscriber).map(new)).unwrap();
    drop(stage);
    assert_eq!(store.count::<Subscriber>(), 0);
    put(store, subscriber(10));
    let mut stage = store.stage().unwrap();
    stage.add((11..700).map(subscriber).map(new)).expect("the room is free again");
    stage.switch(nobody).unwrap();
    assert_eq!(store.count::<Subscriber>(), 690);
}

fn an_import_that_a_live_change_overtook_is_refused(store: &Store) {
    let mut stage = store.stage().unwrap();
    stage.add([new(subscriber(1))]).unwrap();
    put(store, subscriber(1));
    assert!(matches!(stage.switch(nobody), Err(StageError::Overtaken(_))));
    let mut stage = store.stage().unwrap();
    stage.add([new(subscriber_with(2, &["sip:bob@example.com"]))]).unwrap();
    put(store, subscriber_with(3, &["sip:bob@example.com"]));
    assert!(matches!(stage.switch(nobody), Err(StageError::Overtaken(_))));
    assert_eq!(store.count::<Subscriber>(), 2);
    assert_eq!(store.owner("sip:bob@example.com").0, owner_of(3));
}

/// OP-5: each subscriber that cannot be imported is told, with the reason.
fn an_import_refuses_what_exists_or_comes_twice(store: &Store) {
    put(store, subscriber_with(1, &["tel:+861"]));
    let refused = [
        subscriber_with(1, &[]),
        subscriber_with(2, &[]),
        subscriber_with(3, &["tel:+861"]),
        subscriber_with(3, &["tel:+862"]),
        subscriber_with(3, &["sip:!(!@example.com"]),
    ];
    for subscriber in refused {
        let mut stage = store.stage().unwrap();
        stage.add([new(subscriber_with(2, &["tel:+862"]))]).unwrap();
        let told = stage.add([new(subscriber.clone())]);
        assert!(matches!(told, Err(StageError::Conflict { .. })), "{subscriber:?}: {told:?}");
        assert!(matches!(stage.switch(nobody), Err(StageError::Overtaken(_))), "it is lost");
    }
    let mut stage = store.stage().unwrap();
    stage.add([2, 3].map(|number| new(subscriber_with(number, &[&format!("tel:+86{number}")])))).unwrap();
    stage.switch(nobody).unwrap();
    assert_eq!(store.count::<Subscriber>(), 3);
}

/// Everything a store holds, comparable.
fn everything(store: &Store) -> Vec<String> {
    fn kind<R: Stored>(store: &Store) -> Vec<String> {
        let line = |(record, version): (std::sync::Arc<R>, Lsn)| {
            assert_eq!(version, store.get::<R>(&record.key()).version);
            format!("{} {} {record:?}", R::KIND, version.0)
        };
        store.scan::<R>().map(line).collect()
    }
    let mut all = kind::<Subscriber>(store);
    all.extend(kind::<Registration>(store));
    all.extend(kind::<Sequence>(store));
    all.extend(kind::<PublicService>(store));
    all.extend(kind::<Outbox>(store));
    all.extend(kind::<RepositoryData>(store));
    all.extend(kind::<ShSubscriptions>(store));
    all.extend(kind::<Dsai>(store));
    all.extend(kind::<Location>(store));
    all.extend(kind::<LocationQuery>(store));
    all
}

fn place(number: u64) -> Location {
    let fact = |source, seen| Fact {
        source,
        from: "mme.example".into(),
        at: Timestamp(7),
        heard: Timestamp(9),
        seen,
        estimate: [0x10, 1, 2, 3, 4, 5, 6, 7].into(),
        state: Some(4),
    };
    let cell: Ecgi = "00101-0000101".parse().unwrap();
    let area: Tai = "00101-0001".parse().unwrap();
    let station = ENodeB::from_octets([0x00, 0xf1, 0x10, 0x00, 0x01, 0x02]).unwrap();
    let both = Seen { area: Some(Area::Tai(area)), ..cell.into() };
    let network = Seen { mcc: Some(1), ..cell.plmn.into() };
    let facts = [fact(Source::Mme, both), fact(Source::Gtp, station.into()), fact(Source::Charging, network)];
    Location { imsi: imsi(number), facts: facts.into() }
}

fn query(id: u64) -> LocationQuery {
    LocationQuery {
        id: LocationQueryId(id),
        at: Timestamp(7),
        asker: "noc".into(),
        interface: "admin".into(),
        imsi: imsi(1),
        said: "ecgi 00101-0000101".into(),
    }
}

fn fill(store: &Store) -> Lsn {
    for number in 1..50 {
        put(store, subscriber(number));
        let set = ChangeSet::new()
            .put(registration(number, number as i64), Lsn::ZERO)
            .put(sequence(number, 7), Lsn::ZERO);
        store.commit(set).unwrap();
    }
    put(
        store,
        Subscriber { roaming: Roaming::HomeOnly, ..subscriber_with(60, &["sip:room!.*!@example.com"]) },
    );
    let hosted =
        PublicService { scscf: Some(scscf()), active: false, ..public_service("sip:psi@example.com") };
    store
        .commit(
            ChangeSet::new().put(hosted, Lsn::ZERO).put(public_service("sip:psi!.*!@example.com"), Lsn::ZERO),
        )
        .unwrap();
    let mut data = RepositoryData::empty(impu("sip:a@example.com"), Imsi::parse("001010000000001"));
    let entry =
        RepositoryEntry { service_indication: "mmtel".into(), sequence: 7, data: "<ServiceData/>".into() };
    data.set("mmtel", Some(entry));
    let watching = ShSubscriptions {
        identity: impu("sip:psi@example.com"),
        holder: None,
        entries: [ShSubscription {
            host: "as.example.com".into(),
            realm: "example.com".into(),
            watched: Watched::Repository("mmtel".into()),
            private_identity: Some("psi@example.com".into()),
            asked: "sip:PSI@example.com".into(),
            expires: Some(Timestamp(9)),
            one_time: true,
        }]
        .into(),
    };
    store.commit(ChangeSet::new().put(data, Lsn::ZERO).put(watching, Lsn::ZERO)).unwrap();
    let mut switched = Dsai::empty(impu("sip:a@example.com"), Imsi::parse("001010000000001"));
    switched.set("sip:as.example.com", "forwarding", false);
    store.commit(ChangeSet::new().put(switched, Lsn::ZERO)).unwrap();
    store.commit(ChangeSet::new().put(place(1), Lsn::ZERO).put(query(7), Lsn::ZERO)).unwrap();
    store.commit(ChangeSet::new().put(outbox(store.next_outbox_id(), 5), Lsn::ZERO)).unwrap()
}

/// ST-1: with all of it in the tables, with all of it in the journal, and in between.
fn every_kind_comes_back_as_it_was(place: &Place) {
    let store = place.open_without_chores();
    assert!(!store.was_used::<ShSubscriptions>() && !store.was_used::<Location>());
    let lsn = fill(&store);
    let before = everything(&store);
    drop(store);
    let store = place.open();
    assert_eq!(everything(&store), before);
    assert!(store.was_used::<ShSubscriptions>() && store.was_used::<Location>());
    assert_eq!(store.durable().get(), lsn);
    wait_until(|| store.stats().mark == lsn);
    drop(store);
    let store = place.open();
    assert_eq!(store.stats().journal, 0);
    assert_eq!(everything(&store), before);
    assert_eq!(store.owner("sip:room7@example.com").0, owner_of(60));
    assert_eq!(
        store.owner("sip:psi7@example.com").0,
        Some(Owner::PublicService(impu("sip:psi!.*!@example.com")))
    );
    assert_eq!(store.owner(&identities(7)[2]).0, owner_of(7));
    assert_eq!(store.outbox_next_due(), Some(Timestamp(5)));
    let next = store.commit(ChangeSet::new().put(sequence(99, 1), Lsn::ZERO)).unwrap();
    assert_eq!(next, Lsn(lsn.0 + 1), "numbers go on where they were");
}

fn deletions_last_through_sweeps(place: &Place) {
    let store = place.open();
    fill(&store);
    wait_until(|| store.stats().journal == 0);
    for number in 1..50 {
        let (read, state) =
            (store.get::<Subscriber>(&imsi(number)), store.get::<Registration>(&imsi(number)));
        let set = ChangeSet::new()
            .delete::<Subscriber>(imsi(number), read.version)
            .delete::<Registration>(imsi(number), state.version);
        store.commit(set).unwrap();
    }
    put(&store, subscriber(7));
    let before = everything(&store);
    drop(store);
    let store = place.open();
    assert_eq!(everything(&store), before);
    wait_until(|| store.stats().journal == 0);
    drop(store);
    let store = place.open();
    assert_eq!(everything(&store), before);
    assert_eq!(store.owner(&identities(8)[0]).0, None);
}

fn outbox_ids_grow_across_openings(place: &Place) {
    let mut last = OutboxId(0);
    for _ in 0..3 {
        let store = place.open();
        for _ in 0..3 {
            let id = store.next_outbox_id();
            assert!(id > last);
            last = id;
        }
    }
}

fn a_dropped_store_has_made_everything_durable(place: &Place) {
    let mut version = Lsn::ZERO;
    for seq in 1..20 {
        let store = place.open();
        assert_eq!(store.get::<Sequence>(&imsi(1)).version, version);
        version = store.commit(ChangeSet::new().put(sequence(1, seq), version)).unwrap();
    }
}

/// OP-5, ST-1.
fn an_import_lasts_from_its_switch_on(place: &Place) {
    let store = place.open();
    let mut stage = store.stage().unwrap();
    stage.add((10..900).map(subscriber).map(new)).unwrap();
    drop(stage);
    let mut stage = store.stage().unwrap();
    stage.add((1000..1600).map(subscriber).map(new)).unwrap();
    let lsn = stage.switch(nobody).unwrap();
    store.commit(ChangeSet::new().put(Subscriber { template: None, ..subscriber(1001) }, lsn)).unwrap();
    let before = everything(&store);
    drop(store);
    let store = place.open();
    assert_eq!(everything(&store), before);
    wait_until(|| store.stats().journal == 0);
    let mut stage = store.stage().unwrap();
    stage.add((10..20).map(subscriber).map(new)).unwrap();
    stage.switch(nobody).unwrap();
    let before = everything(&store);
    drop(store);
    let store = place.open();
    assert_eq!(everything(&store), before);
    assert_eq!(store.owner(&identities(1500)[4]).0, owner_of(1500));
}

/// ST-5.
fn the_journal_does_not_grow_without_bound(place: &Place) {
    let store = place.open_without_chores();
    let mut versions = [Lsn::ZERO; 100];
    for round in 1..2000 {
        let number = round % 100;
        let set = ChangeSet::new().put(sequence(number, round), versions[number as usize]);
        versions[number as usize] = store.commit(set).unwrap();
        if round % 20 == 0 {
            wait(&store, versions[number as usize]);
        }
    }
    let stats = store.stats();
    // Twice what a sweep gathers, and what a batch may add while a cycle ends.
    assert!(stats.journal <= 2 * 20 + 60, "{} change sets in the journal", stats.journal);
}

/// ST-1, ST-2: no answer may be given for what a failed fsync took; the daemon learns of it.
fn a_failed_disk_stops_everything_and_shows_nothing_durable(place: &Place) {
    let Place::Memory(disk) = place else { return };
    let store = place.open_without_chores();
    let good = store.commit(ChangeSet::new().put(sequence(1, 1), Lsn::ZERO)).unwrap();
    wait(&store, good);
    disk.fail_next("input/output error");
    let lost = store.commit(ChangeSet::new().put(sequence(1, 2), good)).unwrap();
    let reason = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.failed());
    assert!(reason.contains("input/output error"), "{reason}");
    assert!(!store.durable().covers(lost));
    assert_eq!(store.commit(ChangeSet::new().put(sequence(2, 1), Lsn::ZERO)), Err(CommitError::Stopped));
    assert!(store.stage().is_err());
    drop(store);
    let store = place.open();
    assert_eq!(store.get::<Sequence>(&imsi(1)).value.unwrap().seq, 1);
}

/// ST-3.
fn a_nearly_full_disk_refuses_writes_while_reads_go_on(place: &Place) {
    let Place::Memory(disk) = place else { return };
    let options = Options { reserve: 1000, look_at_disk: Duration::from_millis(1), ..eager() };
    let store = place.open_with(options);
    let lsn = store.commit(ChangeSet::new().put(sequence(1, 1), Lsn::ZERO)).unwrap();
    disk.set_free(999);
    wait_until(|| store.stats().full);
    assert_eq!(store.commit(ChangeSet::new().put(sequence(1, 2), lsn)), Err(CommitError::Full));
    assert_eq!(store.get::<Sequence>(&imsi(1)).value.unwrap().seq, 1);
    disk.set_free(1000);
    wait_until(|| !store.stats().full);
    store.commit(ChangeSet::new().put(sequence(1, 2), lsn)).unwrap();
}
