//! Append-only logs: what every engine promises of them, and what the file on disk does besides.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod store_common;

use innkeeper::{
    records::{Log, Logged, Sequence, Subscriber},
    store::{Anchor, ChangeSet, CommitError, Entry, Options, StageError, Store, Verdict},
    types::Lsn,
};
use std::{collections::BTreeMap, time::Duration};
use store_common::*;

/// Runs each test with a fresh store of each engine.
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

/// Runs each test with a fresh place of each engine that keeps anything.
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
    entries_are_numbered_in_the_order_of_lsns
    a_set_may_append_alone_and_a_refused_one_appends_nothing
    sets_of_many_threads_have_numbers_without_a_gap
    an_import_appends_with_its_switch_or_never
    an_import_decided_anew_appends_once
    whole_rows_are_pruned_and_the_chain_holds
    a_walk_sees_every_record_once_as_readers_do
}

lasting! {
    entries_last_and_numbers_go_on
    pages_meet_in_both_directions
    an_entry_that_a_failed_disk_took_leaves_no_gap
    a_pruned_log_is_pruned_for_good
}

fn append(store: &Store, entry: impl Logged) -> Lsn {
    store.commit(ChangeSet::new().append(&entry)).unwrap()
}

fn all<E: Logged>(store: &Store) -> Vec<Entry<E>> {
    store.read_log(0, usize::MAX).unwrap()
}

/// Number, LSN and step of each entry.
fn brief(entries: &[Entry<Posting>]) -> Vec<(u64, u64, u64)> {
    entries.iter().map(|entry| (entry.number, entry.lsn.0, entry.value.tick)).collect()
}

/// The log's places, verified.
fn intact(store: &Store, log: Log) -> (Anchor, Anchor) {
    match store.verify_log(log, None).unwrap() {
        Verdict::Intact { from, to, .. } => (from, to),
        broken => panic!("{broken:?}"),
    }
}

fn entries_are_numbered_in_the_order_of_lsns(store: &Store) {
    assert_eq!(all::<Posting>(store), []);
    assert_eq!(store.read_log_back::<Posting>(u64::MAX, 9).unwrap(), []);
    let first = ChangeSet::new().append(&posting(1, 10)).append(&Detail(7)).append(&posting(1, 11));
    assert_eq!(first.entries::<Posting>(), [posting(1, 10), posting(1, 11)]);
    assert_eq!(first.entries::<Detail>(), [Detail(7)]);
    let one = store.commit(first.put(sequence(1, 1), Lsn::ZERO)).unwrap();
    let two = store.commit(ChangeSet::new().put(sequence(2, 1), Lsn::ZERO)).unwrap();
    let other = ChangeSet::new().append(&posting(2, 13));
    let three = store.commit(ChangeSet::new().append(&posting(2, 12)).and(other)).unwrap();
    assert_eq!((two.0, three.0), (one.0 + 1, one.0 + 2));
    wait(store, three);
    let expected = [(1, one.0, 10), (2, one.0, 11), (3, three.0, 12), (4, three.0, 13)];
    assert_eq!(brief(&all(store)), expected);
    assert_eq!(all::<Detail>(store), [Entry { number: 1, lsn: one, value: Detail(7) }]);
    assert_eq!(brief(&store.read_log(2, 2).unwrap()), expected[1..3]);
    assert_eq!(brief(&store.read_log(5, 2).unwrap()), []);
    assert_eq!(brief(&store.read_log(1, 0).unwrap()), []);
    let back = |before, limit| brief(&store.read_log_back(before, limit).unwrap());
    assert_eq!(back(u64::MAX, 3), [expected[3], expected[2], expected[1]]);
    assert_eq!(back(3, 9), [expected[1], expected[0]]);
    assert_eq!((back(1, 9), back(0, 9), back(4, 0)), (vec![], vec![], vec![]));
    let extent = store.log_extent(Log::Transfers).unwrap();
    assert_eq!((extent.begin.number, extent.end.number, extent.entries()), (1, 5, 4));
    let stats = store.stats();
    let figures: Vec<_> = stats.logs.iter().map(|log| (log.log, log.entries, log.first, log.next)).collect();
    assert_eq!(figures, [("transfers", 4, 1, 5), ("records", 1, 1, 2)]);
    assert!(stats.logs[0].octets > 4 * 10 && stats.logs[0].octets == extent.octets(), "{stats:?}");
}

fn a_set_may_append_alone_and_a_refused_one_appends_nothing(store: &Store) {
    let one = append(store, posting(1, 1));
    assert_eq!(one, Lsn(1));
    let put = store.commit(ChangeSet::new().put(sequence(1, 1), Lsn::ZERO)).unwrap();
    let stale = ChangeSet::new().append(&posting(1, 2)).require::<Sequence>(imsi(1), Lsn::ZERO);
    assert!(matches!(store.commit(stale), Err(CommitError::Stale { .. })));
    let stale = ChangeSet::new().append(&posting(1, 3)).put(sequence(1, 2), Lsn::ZERO);
    assert!(matches!(store.commit(stale), Err(CommitError::Stale { .. })));
    assert_eq!(store.commit(ChangeSet::new()).unwrap(), Lsn::ZERO);
    let fresh = ChangeSet::new().append(&posting(1, 4)).require::<Sequence>(imsi(1), put);
    let two = store.commit(fresh).unwrap();
    wait(store, two);
    assert_eq!(brief(&all(store)), [(1, one.0, 1), (2, two.0, 4)]);
}

fn sets_of_many_threads_have_numbers_without_a_gap(store: &Store) {
    let last = std::thread::scope(|scope| {
        let work = |thread| {
            move || {
                let set = |tick: u64| {
                    let set = ChangeSet::new()
                        .append(&posting(thread, 2 * tick))
                        .append(&posting(thread, 2 * tick + 1));
                    store.commit(set.append(&Detail(thread))).unwrap()
                };
                (0..500).map(set).fold(Lsn::ZERO, Lsn::max)
            }
        };
        let threads: Vec<_> = (0..4).map(|thread| scope.spawn(work(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).fold(Lsn::ZERO, Lsn::max)
    });
    wait(store, last);
    let entries = all::<Posting>(store);
    assert_eq!(entries.len(), 4000);
    let mut ticks = [0; 4];
    for (at, entry) in entries.iter().enumerate() {
        // Every set has one LSN and two numbers.
        assert_eq!((entry.number, entry.lsn.0), (at as u64 + 1, at as u64 / 2 + 1));
        assert_eq!(
            entry.value.tick,
            std::mem::replace(&mut ticks[entry.value.number as usize], entry.value.tick + 1)
        );
    }
    assert_eq!(all::<Detail>(store).len(), 2000);
    intact(store, Log::Transfers);
    intact(store, Log::Records);
}

/// A subscriber with an opening balance.
fn opening(number: u64) -> ChangeSet {
    new(subscriber(number)).append(&posting(number, 0))
}

fn an_import_appends_with_its_switch_or_never(store: &Store) {
    append(store, posting(0, 1));
    let mut stage = store.stage().unwrap();
    stage.add((10..20).map(opening)).unwrap();
    drop(stage);
    let mut stage = store.stage().unwrap();
    stage.add((100..3100).map(opening)).unwrap();
    stage.add([ChangeSet::new().append(&Detail(1))]).unwrap();
    append(store, posting(0, 2));
    let switch = stage.switch(nobody).unwrap();
    let after = append(store, posting(0, 3));
    wait(store, after);
    let entries = all::<Posting>(store);
    assert_eq!(brief(&entries[..2]), [(1, 1, 1), (2, 2, 2)]);
    let imported: Vec<_> =
        (0..3000).map(|at| Entry { number: at + 3, lsn: switch, value: posting(at + 100, 0) }).collect();
    assert_eq!(entries[2..3002], imported);
    assert_eq!(brief(&entries[3002..]), [(3003, after.0, 3)]);
    assert_eq!(all::<Detail>(store), [Entry { number: 1, lsn: switch, value: Detail(1) }]);
    intact(store, Log::Transfers);
    let mut stage = store.stage().unwrap();
    stage.add([opening(5)]).unwrap();
    store.commit(new(subscriber(5))).unwrap();
    assert!(matches!(stage.switch(nobody), Err(StageError::Overtaken(_))));
    wait(store, store.last());
    assert_eq!(all::<Posting>(store).len(), 3003, "nothing of an import that was refused");
}

/// Who was registered meanwhile is decided upon anew; what was to be appended is appended as it was.
fn an_import_decided_anew_appends_once(store: &Store) {
    let read = store.commit(new(subscriber(1))).unwrap();
    let replaced = |version| {
        ChangeSet::new().put(Subscriber { template: None, ..subscriber(1) }, version).append(&posting(1, 7))
    };
    let mut stage = store.stage().unwrap();
    stage.add([replaced(read)]).unwrap();
    store.commit(ChangeSet::new().put(registration(1, 1), Lsn::ZERO)).unwrap();
    let mut asked = 0;
    let switch = stage.switch(|overtaken| {
        asked += 1;
        assert_eq!(overtaken.imsi, imsi(1));
        replaced(read)
    });
    wait(store, switch.unwrap());
    assert_eq!((asked, all::<Posting>(store).len()), (1, 1));
}

fn whole_rows_are_pruned_and_the_chain_holds(store: &Store) {
    // A transaction each, and so a row.
    for tick in 1..=60 {
        let set = (0..3).fold(ChangeSet::new(), |set, _| set.append(&posting(1, tick)));
        wait(store, store.commit(set).unwrap());
    }
    wait(store, append(store, Detail(1)));
    let before = all::<Posting>(store);
    store.prune_log(Log::Transfers, 3 * 20 + 3);
    let begin = || store.log_extent(Log::Transfers).unwrap().begin;
    wait_until(|| begin().number == 61);
    assert_eq!(all::<Posting>(store), before[60..], "the row with 61 to 63 stays whole");
    assert_eq!(store.read_log::<Posting>(7, 2).unwrap(), before[60..62]);
    assert_eq!(store.read_log_back::<Posting>(63, 9).unwrap(), [before[61].clone(), before[60].clone()]);
    assert_eq!(store.read_log_back::<Posting>(61, 9).unwrap(), []);
    assert_eq!(intact(store, Log::Transfers).0, begin());
    let (_, noted) = intact(store, Log::Transfers);
    store.prune_log(Log::Transfers, 5);
    store.prune_log(Log::Transfers, u64::MAX);
    wait_until(|| begin().number == 181);
    assert_eq!((all::<Posting>(store), begin()), (vec![], noted));
    assert_eq!(all::<Detail>(store).len(), 1, "the other log is another");
    let after = append(store, posting(1, 61));
    wait(store, after);
    assert_eq!(brief(&all(store)), [(181, after.0, 61)], "what came later was not meant");
    assert_eq!(intact(store, Log::Transfers).0, noted);
    let gone = store.verify_log(Log::Transfers, Some(Anchor::default())).unwrap_err().to_string();
    assert!(gone.contains("the log transfers has the entries from 181 to before 182"), "{gone}");
}

fn a_walk_sees_every_record_once_as_readers_do(store: &Store) {
    let walked = || {
        let mut found = BTreeMap::new();
        for shard in 0..store.shards() {
            store.walk::<Subscriber>(shard, |record, version| {
                assert!(found.insert(record.imsi, (record.template.is_some(), version)).is_none(), "twice");
            });
        }
        store.walk::<Subscriber>(store.shards(), |record, _| panic!("{record:?} is nowhere"));
        found
    };
    let read = || {
        let scanned = store.scan::<Subscriber>();
        scanned.map(|(record, version)| (record.imsi, (record.template.is_some(), version))).collect()
    };
    assert_eq!(walked(), BTreeMap::new());
    for number in 0..300 {
        store.commit(new(subscriber(number))).unwrap();
    }
    let version = store.get::<Subscriber>(&imsi(7)).version;
    store.commit(ChangeSet::new().delete::<Subscriber>(imsi(7), version)).unwrap();
    let before: BTreeMap<_, _> = read();
    assert_eq!((walked(), before.len()), (before.clone(), 299));
    let mut stage = store.stage().unwrap();
    let replaced = |number| {
        let version = store.get::<Subscriber>(&imsi(number)).version;
        ChangeSet::new().put(Subscriber { template: None, ..subscriber(number) }, version)
    };
    stage.add((100..200).map(replaced)).unwrap();
    stage.add((1000..1100).map(subscriber).map(new)).unwrap();
    assert_eq!(walked(), before, "what is staged is invisible");
    stage.switch(nobody).unwrap();
    let after: BTreeMap<_, _> = read();
    assert_eq!((walked(), after.len()), (after.clone(), 399));
    assert_eq!(after.values().filter(|(has_template, _)| !has_template).count(), 100);
}

fn entries_last_and_numbers_go_on(place: &Place) {
    let mut expected = Vec::new();
    for life in 0..6 {
        let store = place.open_with(Options { idle: Duration::from_millis(1 + life * 20), ..eager() });
        assert_eq!(all::<Posting>(&store), expected);
        assert_eq!(store.log_extent(Log::Transfers).unwrap().entries(), expected.len() as u64);
        for tick in 0..50 {
            let read = store.get::<Sequence>(&imsi(1));
            let set = ChangeSet::new().put(sequence(1, tick), read.version).append(&posting(life, tick));
            let lsn = store.commit(set).unwrap();
            expected.push(Entry { number: expected.len() as u64 + 1, lsn, value: posting(life, tick) });
        }
        if life % 2 == 0 {
            // With the journal swept and pruned, too.
            wait_until(|| store.stats().journal == 0);
        }
    }
    let store = place.open();
    assert_eq!(all::<Posting>(&store), expected);
    assert_eq!(intact(&store, Log::Transfers).1.number, expected.len() as u64 + 1);
}

fn pages_meet_in_both_directions(place: &Place) {
    let store = place.open();
    let mut last = Lsn::ZERO;
    for tick in 0..2000 {
        // Rows of one entry, of some, and full ones.
        let text = "x".repeat(if tick > 1000 { 700 } else { 3 });
        last = append(&store, Posting { text, ..posting(1, tick) });
        if tick % 7 == 0 && tick < 1000 {
            wait(&store, last);
        }
    }
    wait(&store, last);
    let whole = all::<Posting>(&store);
    assert!(whole.iter().map(|entry| entry.value.tick).eq(0..2000));
    for page in [1, 3, 64, 999] {
        let (mut forward, mut backward) = (Vec::new(), Vec::new());
        for _ in 0..2000usize.div_ceil(page) {
            let from = forward.last().map_or(1, |entry: &Entry<Posting>| entry.number + 1);
            forward.extend(store.read_log(from, page).unwrap());
        }
        for _ in 0..2000usize.div_ceil(page) {
            let before = backward.last().map_or(u64::MAX, |entry: &Entry<Posting>| entry.number);
            backward.extend(store.read_log_back(before, page).unwrap());
        }
        backward.reverse();
        assert_eq!((&forward, &backward), (&whole, &whole), "{page} at once");
    }
}

fn an_entry_that_a_failed_disk_took_leaves_no_gap(place: &Place) {
    let Place::Memory(disk) = place else { return };
    let store = place.open_without_chores();
    let good = append(&store, posting(1, 1));
    wait(&store, good);
    disk.fail_next("input/output error");
    append(&store, posting(1, 2));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.failed());
    assert_eq!(brief(&all(&store)), [(1, good.0, 1)], "nobody reads what is not durable");
    drop(store);
    let store = place.open();
    let again = append(&store, posting(1, 3));
    wait(&store, again);
    assert_eq!(brief(&all(&store)), [(1, good.0, 1), (2, again.0, 3)]);
}

fn a_pruned_log_is_pruned_for_good(place: &Place) {
    let store = place.open();
    for tick in 1..=20 {
        wait(&store, append(&store, posting(1, tick)));
    }
    store.prune_log(Log::Transfers, 11);
    let begin = |store: &Store| store.log_extent(Log::Transfers).unwrap().begin;
    wait_until(|| begin(&store).number == 11);
    let left = all::<Posting>(&store);
    drop(store);
    let store = place.open();
    assert_eq!((all::<Posting>(&store), left.len()), (left, 10));
    let (_, noted) = intact(&store, Log::Transfers);
    store.prune_log(Log::Transfers, 21);
    wait_until(|| begin(&store).number == 21);
    drop(store);
    let store = place.open();
    assert_eq!((begin(&store), intact(&store, Log::Transfers)), (noted, (noted, noted)));
    let lsn = append(&store, posting(1, 21));
    wait(&store, lsn);
    assert_eq!(brief(&all(&store)), [(21, lsn.0, 21)]);
}
