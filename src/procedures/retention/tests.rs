//! What goes from the logs when it is old, on a disk in memory, across power cuts.

use super::*;
use crate::{
    domain::{
        ledger::{
            Book, append,
            orders::open as opening,
            proof::{Proof, prove},
        },
        subscribers::{Rules, account::Said},
    },
    records::{Account, AccountId, Cause, Detail, House},
    store::{MemoryDisk, Options},
    types::{Lsn, Money},
};

const DAY: i64 = 86_400_000;

fn open(disk: &MemoryDisk) -> Store {
    Store::open_memory(disk, Options { reserve: 0, ..Options::default() }).unwrap()
}

fn settle(store: &Store) {
    while !store.durable().covers(store.last()) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn record(number: i64) -> ChargingRecord {
    ChargingRecord::from(Detail::sample(&format!("scscf.example;1;{number}"), Timestamp(number * DAY)))
}

/// Opens ten accounts with 10.00 and moves a cent of each on every day, in commits of their own.
fn ledger(disk: &MemoryDisk, days: std::ops::RangeInclusive<i64>) -> Store {
    let store = open(disk);
    for id in (0..10).map(AccountId) {
        let read = store.get(&id);
        if read.value.is_none() {
            let said = Said { balance: Some("10.00".into()), ..Said::default() };
            store.commit(opening(id, &read, &said, &Rules::default(), Timestamp(0)).unwrap()).unwrap();
        }
    }
    for day in days {
        (0..10).for_each(|id| post(&store, AccountId(id), day));
    }
    settle(&store);
    store
}

fn post(store: &Store, id: AccountId, day: i64) {
    let read = store.get::<Account>(&id);
    let mut book = Book::open(Account::clone(&read.value.unwrap()), Timestamp(day * DAY), Cause::Time);
    book.adjust(Money(if day % 2 == 0 { 1 } else { -2 }), House::Adjustments).unwrap();
    let (account, transfers) = book.close();
    store.commit(append(ChangeSet::new().put(account, read.version), &transfers)).unwrap();
    settle(store);
}

fn proved(store: &Store) -> Proof {
    let proof = prove(store, store, &|lsn: Lsn| assert!(store.durable().covers(lsn))).unwrap();
    assert_eq!((&proof.faults[..], proof.moving.len()), (&[] as &[String], 0));
    proof
}

/// What is asked to go goes with the next batches, a few rows with each.
fn batches(store: &Store) {
    let carried = store.get::<CarriedPostings>(&CARRIED.into()).value;
    let before = carried.map_or(1, |carried| carried.before);
    while store.log_extent(Log::Transfers).unwrap().begin.number < before {
        let version = store.get::<ExportCursor>(&"nobody".into()).version;
        let cursor = ExportCursor { way: "nobody".into(), next: 1, last: None };
        store.commit(ChangeSet::new().put(cursor, version)).unwrap();
        settle(store);
    }
}

/// VC-7: only what left by every way goes from the store, and only after its days.
#[test]
fn vc_7_the_log_is_pruned_behind_every_cursor_and_not_before_its_days() {
    let disk = MemoryDisk::new();
    let store = open(&disk);
    for number in 1..=10 {
        store.commit(ChangeSet::new().append(&record(number))).unwrap();
        settle(&store);
    }
    let (day, ways) = (Duration::from_secs(86_400), ["files-json", "gtp-prime"]);
    let now = Timestamp(11 * DAY);
    let move_to = |way: &str, next| {
        let version = store.get::<ExportCursor>(&way.into()).version;
        let cursor = ExportCursor { way: way.into(), next, last: None };
        store.commit(ChangeSet::new().put(cursor, version)).unwrap();
        settle(&store);
    };
    let begin = |ways: &[&str], days: u32| {
        prune_records(&store, ways, day * days, now).unwrap();
        // What is pruned goes with the next batches.
        for _ in 0..3 {
            move_to("nobody", 1);
        }
        store.log_extent(Log::Records).unwrap().begin.number
    };
    move_to("files-json", 8);
    assert_eq!(begin(&ways, 1), 1, "the other way has not begun");
    move_to("gtp-prime", 4);
    assert_eq!(begin(&ways, 10), 1, "the first was closed ten days ago");
    assert_eq!(begin(&ways, 8), 3, "of the second eight days have passed, of the third they have not");
    assert_eq!(begin(&ways, 1), 4, "behind the slower way");
    move_to("gtp-prime", 11);
    assert_eq!(begin(&ways, 1), 8);
    move_to("files-json", 11);
    assert_eq!(begin(&ways, 3), 8, "of days and cursors the stricter counts");
    assert_eq!(begin(&[], 2), 9, "where none leave they get old all the same");
    assert_eq!(begin(&ways, 1), 10);
    drop(store);
    assert_eq!(open(&disk).log_extent(Log::Records).unwrap().begin.number, 10);
}

/// VC-6: postings go after their days, a few at a time; balances and what the house's own accounts came to are proved as before, also after a power cut.
#[test]
fn vc_6_old_postings_go_and_the_ledger_still_adds_up() {
    let disk = MemoryDisk::new();
    let store = ledger(&disk, 1..=20);
    let whole = proved(&store);
    let oldest =
        |store: &Store| store.read_log::<Transfer>(0, 1).unwrap().first().map(|entry| entry.value.at);
    let mut carried = 0;
    for day in [1, 2, 9, 9, 15] {
        prune_postings(&store, Timestamp(day * DAY), 7).unwrap();
        batches(&store);
        assert_eq!(oldest(&store), Some(Timestamp(day * DAY)), "{day}");
        let proof = proved(&store);
        assert_eq!((&proof.houses, proof.accounts), (&whole.houses, 10), "{day}");
        assert_eq!(proof.transfers + proof.carried, whole.transfers, "{day}");
        assert!(proof.carried >= carried);
        carried = proof.carried;
    }
    drop(store);
    disk.cut();
    let store = ledger(&disk, 21..=22);
    let more = proved(&store);
    assert_eq!((more.carried, more.transfers), (carried, whole.transfers + 20 - carried));
    // All of them: nothing moved since, and an account without a posting in the log is believed.
    prune_postings(&store, Timestamp(99 * DAY), CHUNK).unwrap();
    batches(&store);
    let none = proved(&store);
    assert_eq!((none.transfers, none.carried, &none.houses), (0, whole.transfers + 20, &more.houses));
    post(&store, AccountId(3), 23);
    assert_eq!(proved(&store).transfers, 1);
}

/// VC-6: a power cut at any moment of it counts nothing twice and forgets nothing: the sums are written with or before the rows go.
#[test]
fn vc_6_a_power_cut_while_postings_go_counts_none_twice() {
    let disk = MemoryDisk::new();
    let whole = proved(&ledger(&disk, 1..=12));
    for day in 2..=12 {
        let store = open(&disk);
        prune_postings(&store, Timestamp(day * DAY), 5).unwrap();
        // Some of it is on disk by now, and some is not.
        (0..day % 4).for_each(|_| std::thread::yield_now());
        disk.cut();
        drop(store);
        let store = open(&disk);
        let proof = proved(&store);
        assert_eq!(proof.houses, whole.houses, "{day}");
        let carried = store.get::<CarriedPostings>(&CARRIED.into()).value.map_or(1, |carried| carried.before);
        assert!(proof.carried < carried, "{day}: nothing goes before it is in the sums");
    }
}

/// VC-6: postings that go while the ledger is proved are no fault of it.
#[test]
fn vc_6_the_ledger_is_proved_while_old_postings_go() {
    let disk = MemoryDisk::new();
    let store = ledger(&disk, 1..=60);
    let whole = proved(&store);
    std::thread::scope(|scope| {
        let pruning = scope.spawn(|| {
            for day in 1..=60 {
                prune_postings(&store, Timestamp(day * DAY), 3).unwrap();
                batches(&store);
            }
        });
        while !pruning.is_finished() {
            if let Ok(proof) = prove(&store, &store, &|_: Lsn| ()) {
                assert_eq!((&proof.faults[..], &proof.houses), (&[] as &[String], &whole.houses));
            }
        }
    });
    assert_eq!(proved(&store).transfers, 10);
}
