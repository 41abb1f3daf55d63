//! OP-5: an import is applied as a whole or not at all: new subscribers and replaced ones, their registrations and sequence numbers, and what
//! the network is told of them; whatever crashes, whoever looks, and whatever the network does meanwhile.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod import_common;
mod store_common;

use import_common::{House, K, OPC};
use innkeeper::{
    domain::subscribers::import::{Format, Mode},
    records::{Outbox, Registration, Sequence, ServiceState, SetState, State, Subscriber, Task},
    store::{ChangeSet, Options, StageError, Store},
    types::{Imsi, Lsn, Name, Sic, Timestamp},
};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use store_common::*;

/// So many subscribers change in every generation, and every generation adds one: several chunks.
const CHANGED: u64 = 300;

/// What becomes of a subscriber in a generation: in odd ones it is registered; in even ones it no longer is, and the network is told.
fn turn(store: &Store, number: u64, generation: u64) -> ChangeSet {
    let (contract, registered, counted) = (
        store.get::<Subscriber>(&imsi(number)).version,
        store.get::<Registration>(&imsi(number)).version,
        store.get::<Sequence>(&imsi(number)).version,
    );
    let template = Some(Name::new(&generation.to_string()));
    let set = ChangeSet::new()
        .put(Subscriber { template, ..subscriber(number) }, contract)
        .put(sequence(number, generation), counted);
    if generation % 2 == 1 {
        return set.put(registration(number, 1), registered);
    }
    let entry = outbox(store.next_outbox_id(), generation as i64);
    set.delete::<Registration>(imsi(number), registered).put(entry, Lsn::ZERO)
}

fn next(store: &Store, generation: u64) -> Result<Lsn, StageError> {
    let mut stage = store.stage()?;
    stage.add((0..CHANGED).chain([CHANGED + generation]).map(|number| turn(store, number, generation)))?;
    stage.switch(nobody)
}

/// Which generation is there: all of it, or this fails.
fn generation(store: &Store) -> u64 {
    let all: Vec<_> = store.scan::<Subscriber>().map(|(record, _)| record).collect();
    let Some(last) = all.last() else { return 0 };
    let generation = last.imsi.packed() - imsi(CHANGED).packed();
    assert_eq!(all.len() as u64, CHANGED + generation);
    for number in 0..CHANGED {
        let key = imsi(number);
        let read = store.get::<Subscriber>(&key);
        assert_eq!(read.value.unwrap().template, Some(Name::new(&generation.to_string())));
        assert_eq!(store.get::<Sequence>(&key).value.unwrap().seq, generation);
        assert_eq!(store.get::<Sequence>(&key).version, read.version, "one step");
        assert_eq!(store.get::<Registration>(&key).value.is_some(), generation % 2 == 1);
    }
    let told = generation / 2 * (CHANGED + 1);
    assert_eq!(store.count::<Outbox>() as u64, told, "what is told to the network is part of the step");
    assert_eq!(store.outbox_due(Timestamp(i64::MAX), usize::MAX).len() as u64, told);
    generation
}

/// OP-5, ST-1: a crash after each single write of an import leaves all of it or nothing; once it was durable, all.
#[test]
fn op_5_st_1_a_crash_at_every_step_leaves_all_or_nothing() {
    // Every single write of the staging and of the switch; of the sweep after it, ever fewer.
    for writes in std::iter::successors(Some(0), |writes| Some(writes + 1 + writes / 20)) {
        let Place::Memory(disk) = Place::memory() else { unreachable!() };
        let store = Store::open_memory(&disk, eager()).unwrap();
        wait(&store, next(&store, 1).unwrap());
        disk.cut_after(writes);
        let switched = next(&store, 2);
        let durable = switched.is_ok_and(|lsn| {
            wait_until(|| store.durable().covers(lsn) || store.stats().failed.is_some());
            store.durable().covers(lsn)
        });
        wait_until(|| store.stats().journal == 0 || store.stats().failed.is_some());
        let swept = store.stats().failed.is_none();
        drop(store);
        disk.cut_after(usize::MAX);
        let store = Store::open_memory(&disk, eager()).unwrap();
        let found = generation(&store);
        assert!(found == 2 || (found == 1 && !durable), "{found} after {writes} writes");
        wait(&store, next(&store, found + 1).unwrap());
        if swept {
            assert!(writes > 5, "the disk was never cut: the test proves nothing");
            return;
        }
    }
}

/// OP-5, ST-2: who sees one subscriber changed sees every other changed, whenever they look.
#[test]
fn op_5_st_2_a_reader_sees_all_of_it_or_nothing() {
    for place in [Place::memory(), Place::sqlite()] {
        let store = place.open();
        next(&store, 1).unwrap();
        let done = AtomicBool::new(false);
        let template = |number| {
            let read = store.get::<Subscriber>(&imsi(number));
            (read.value.unwrap().template.as_ref().unwrap().parse::<u64>().unwrap(), read.version)
        };
        std::thread::scope(|scope| {
            for start in [0, 311] {
                let (done, store, template) = (&done, &store, &template);
                scope.spawn(move || {
                    let mut last = (0, Lsn::ZERO);
                    for number in (start..).take_while(|_| !done.load(Ordering::Relaxed)) {
                        let number = number % CHANGED;
                        let seen = template(number);
                        assert!(seen >= last, "{seen:?} after {last:?}");
                        let counted = store.get::<Sequence>(&imsi(number));
                        assert!(counted.value.unwrap().seq >= seen.0 && counted.version >= seen.1);
                        assert!(store.owner(&format!("sip:{}@ims.{DOMAIN}", imsi(number))).0.is_some());
                        last = seen;
                    }
                });
            }
            for generation in 2..12 {
                next(&store, generation).unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        assert_eq!(generation(&store), 11);
    }
}

/// An identity that an import takes from somebody is nobody's from the switch on, and can be given to another; a wildcard likewise.
#[test]
fn what_an_import_takes_away_is_free() {
    for place in [Place::memory(), Place::sqlite()] {
        let store = place.open();
        let versions: Vec<_> = [(1, "sip:one@example.com"), (2, "sip:two!.*!@example.com")]
            .map(|(number, identity)| store.commit(new(subscriber_with(number, &[identity]))).unwrap())
            .into();
        let mut stage = store.stage().unwrap();
        let keep = |number, version| {
            ChangeSet::new().put(subscriber_with(number, &[&format!("tel:+49{number}")]), version)
        };
        stage.add([keep(1, versions[0]), keep(2, versions[1])]).unwrap();
        assert!(
            store.owner("sip:one@example.com").0.is_some()
                && store.owner("sip:twofold@example.com").0.is_some()
        );
        let lsn = stage.switch(nobody).unwrap();
        for gone in ["sip:one@example.com", "sip:twofold@example.com"] {
            let (owner, version) = store.owner(gone);
            assert_eq!((owner, version >= lsn), (None, true), "{gone}");
        }
        store.commit(new(subscriber_with(3, &["sip:one@example.com", "sip:two!.*!@example.com"]))).unwrap();
        drop(store);
        let store = place.open();
        let three = Some(innkeeper::store::Owner::Subscriber(imsi(3)));
        assert_eq!(store.owner("sip:one@example.com").0, three);
        assert_eq!(store.owner("sip:twofold@example.com").0, three);
        assert_eq!(store.owner("tel:+491").0, Some(innkeeper::store::Owner::Subscriber(imsi(1))));
    }
}

const DIRECTORY: &str = "INNKEEPER_TEST_IMPORT";

#[test]
#[ignore = "the program that the other test starts and kills"]
fn child() {
    let Some(directory) = std::env::var_os(DIRECTORY) else { return };
    let directory = Path::new(&directory);
    let options = Options { reserve: 0, sweep_every: 100, ..Options::default() };
    let store = Store::open(&directory.join("store.db"), options).unwrap();
    let mut promises =
        std::fs::OpenOptions::new().append(true).create(true).open(directory.join("promises")).unwrap();
    for generation in generation(&store) + 1.. {
        wait(&store, next(&store, generation).unwrap());
        promises.write_all(&[1]).unwrap();
    }
}

/// OP-5, ST-1: kill -9 at any instant of one import after the other. `INNKEEPER_KILLS` makes a soak of it.
#[test]
fn op_5_st_1_kill_9_leaves_all_or_nothing() {
    let kills: u64 = std::env::var("INNKEEPER_KILLS").map_or(6, |text| text.parse().unwrap());
    let directory = tempfile::tempdir().unwrap();
    let promised =
        || std::fs::metadata(directory.path().join("promises")).map_or(0, |promises| promises.len());
    for kill in 0..kills {
        let before = promised();
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env(DIRECTORY, directory.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_until(|| process.try_wait().unwrap().is_some() || promised() > before);
        std::thread::sleep(Duration::from_millis((kill * 37 + u64::from(process.id())) % 150));
        assert!(process.try_wait().unwrap().is_none(), "what the kill before left is not whole");
        process.kill().unwrap();
        process.wait().unwrap();
        let store = Store::open(&directory.path().join("store.db"), eager()).unwrap();
        let found = generation(&store);
        // A kill can fall between an import's end and its promise.
        assert!((promised()..=promised() + kill + 2).contains(&found), "{found}, promised {}", promised());
    }
}

const IMSI: &str = "001010000000001";

fn key() -> Imsi {
    Imsi::parse(IMSI).unwrap()
}

/// A user of VoLTE and RCS, and a file that takes RCS away and tells where sequence numbers stand.
fn house() -> (House, String) {
    let house = House::new();
    house
        .add(&format!(
            r#"{{"imsi":"{IMSI}","msisdn":"491701","sics":["001","002"],"k":"{K}","opc":"{OPC}","seq":5}}"#
        ))
        .unwrap();
    let file = format!(
        "imsi,msisdn,k,opc,sics,seq\n{IMSI},491701,,,001,77\n001010000000002,491702,{K},{OPC},001,9\n"
    );
    (house, file)
}

/// The network registers, or deregisters, RCS.
fn register(house: &House, state: State) {
    let before = house.store.get::<Registration>(&key());
    let set = SetState { set: 1, state, pending_until: None, since: Timestamp(7) };
    let scscf = (state == State::Registered).then(scscf);
    let service = ServiceState { scscf, sets: Box::new([set]), ..ServiceState::empty(Sic::parse("002")) };
    let after = Registration { imsi: key(), services: Box::new([service]) };
    house.store.commit(ChangeSet::new().put(after, before.version)).unwrap();
}

fn told(house: &House) -> Vec<Task> {
    house.store.scan::<Outbox>().map(|(entry, _)| entry.task.clone()).collect()
}

/// SC-7: who registers while an import that ends their service is staged is deregistered by it.
#[test]
fn op_5_sc_7_who_registers_meanwhile_is_deregistered() {
    let (house, file) = house();
    let (report, batch) = house.import(Format::Csv, Mode::Replace, file.as_bytes());
    assert!(report.is_good(), "{:?}", report.bad);
    let lsn = house.apply_beside(batch, || register(&house, State::Registered)).unwrap();
    assert_eq!(house.store.get::<Registration>(&key()).value, None);
    let [Task::Deregister { sic, scscf: server, .. }] = &told(&house)[..] else {
        panic!("{:?}", told(&house))
    };
    assert_eq!((*sic, server), (Sic::parse("002"), &scscf()));
    let versions = [
        house.store.get::<Subscriber>(&key()).version,
        house.store.get::<Sequence>(&key()).version,
        house.store.outbox_due(Timestamp(2_000), 9)[0].version,
    ];
    assert_eq!(versions, [lsn; 3], "one step");
}

/// SC-7: between reading the file and staging it, too.
#[test]
fn op_5_sc_7_who_registered_before_it_was_staged_is_deregistered() {
    let (house, file) = house();
    let (_, batch) = house.import(Format::Csv, Mode::Replace, file.as_bytes());
    register(&house, State::Registered);
    house.apply(batch);
    assert_eq!(house.store.get::<Registration>(&key()).value, None);
    assert_eq!(told(&house).len(), 1);
}

/// Who deregisters meanwhile is not deregistered again, and what the network did stays.
#[test]
fn op_5_who_deregisters_meanwhile_is_left_alone() {
    let (house, file) = house();
    register(&house, State::Registered);
    let (_, batch) = house.import(Format::Csv, Mode::Replace, file.as_bytes());
    house.apply_beside(batch, || register(&house, State::NotRegistered)).unwrap();
    assert_eq!(told(&house), []);
    assert_eq!(
        house.store.get::<Registration>(&key()).value,
        None,
        "nothing is known of a service that is gone"
    );
    assert_eq!(house.store.outbox_next_due(), None);
}

/// SC-8: sequence numbers are raised to what the file tells, and never lowered beneath what the network took meanwhile.
#[test]
fn op_5_sequence_numbers_taken_meanwhile_are_not_given_again() {
    for (taken, then) in [(60, 77), (150, 150)] {
        let (house, file) = house();
        let (_, batch) = house.import(Format::Csv, Mode::Replace, file.as_bytes());
        let authenticate = || {
            let before = house.store.get::<Sequence>(&key());
            let after = Sequence { seq: taken, ..Sequence::clone(&before.value.unwrap()) };
            house.store.commit(ChangeSet::new().put(after, before.version)).unwrap();
        };
        house.apply_beside(batch, authenticate).unwrap();
        assert_eq!(house.store.get::<Sequence>(&key()).value.unwrap().seq, then);
        assert_eq!(house.subscriber(IMSI).unwrap().services.len(), 1);
    }
}

/// OP-5: when an operator changes a contract meanwhile that the file replaces, nothing of the file is applied.
#[test]
fn op_5_a_contract_changed_meanwhile_keeps_everything_out() {
    for remove in [false, true] {
        let (house, file) = house();
        register(&house, State::Registered);
        let (_, batch) = house.import(Format::Csv, Mode::Replace, file.as_bytes());
        let change = || {
            let done = house.act(IMSI, |desk, known| match remove {
                true => desk.remove(known),
                false => desk.unsubscribe(known, Sic::parse("001")),
            });
            done.unwrap();
        };
        let refused = house.apply_beside(batch, change);
        assert!(matches!(refused, Err(StageError::Overtaken(_))), "{refused:?}");
        assert_eq!(house.subscriber(IMSI).map(|found| found.services.len()), (!remove).then_some(1));
        assert_eq!(house.subscriber("001010000000002"), None);
        let left = house.store.scan::<Sequence>().map(|(sequence, _)| sequence.seq).collect::<Vec<_>>();
        assert_eq!(left, [5], "its sequence numbers are not there either; those it had outlive the contract");
        assert_eq!(told(&house).len(), usize::from(remove));
        let mut stage = house.store.stage().expect("the next import can come");
        stage.add([]).unwrap();
    }
}
