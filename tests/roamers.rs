//! VC-5: calls away from home are counted once, whatever is told of them, sent again, put aside or interrupted.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod ops_common;
mod roaming_common;

use innkeeper::{
    diameter::dictionary::{base::AccountingRecordType as Type, ro::RoleOfNode},
    procedures::{
        roamers::{count, forget},
        suspense::settle,
    },
    records::{Account, AccountId, ChargingSubscription, CountedCall, RoamerDay, Role, SessionKey},
    store::{ChangeSet, MemoryDisk, Options, Store},
    types::{Imsi, Lsn, Timestamp},
};
use jiff::tz::TimeZone;
use ops_common::{Daemon, http, innkeeper, until, write};
use roaming_common::{Bench, HOME, HOST, IMSI, Leg, OTHER, THERE, map};
use std::sync::Arc;
use tempfile::TempDir;

const DAY: i64 = 86_400_000;

/// Counts what is in the log; home, visited place, role and calls of all days.
fn counted(bench: &Bench) -> Vec<(String, String, Role, u64)> {
    bench.written();
    while count(&bench.store, &TimeZone::UTC, &bench.metrics).unwrap() > 0 {
        bench.written();
    }
    totals(&bench.store)
}

fn totals(store: &Store) -> Vec<(String, String, Role, u64)> {
    let mut all: Vec<_> = store
        .scan::<RoamerDay>()
        .flat_map(|(day, _)| day.calls.to_vec())
        .map(|one| {
            let [home, visited] = [one.home, one.visited].map(|place| place.unwrap().to_string());
            (home, visited, one.role, one.calls)
        })
        .collect();
    all.sort();
    all
}

fn row(home: &str, visited: &str, role: Role, calls: u64) -> (String, String, Role, u64) {
    (home.into(), visited.into(), role, calls)
}

/// The caller's side of a call in the next city, and the called party's side of one in Springfield.
fn caller(icid: &'static str) -> Leg<'static> {
    Leg { icid: Some(icid), ..Leg::from_cell(THERE) }
}

fn called(icid: &'static str) -> Leg<'static> {
    let role = RoleOfNode::TERMINATING_ROLE;
    Leg { role, imsi: OTHER, icid: Some(icid), called: "tel:+15552001", ..Leg::from_cell(HOME) }
}

#[test]
fn vc_5_a_call_counts_once_whatever_is_told_of_it() {
    let bench = Bench::new();
    assert_eq!(counted(&bench), []);
    // Charged online, and told by two nodes offline, with a repetition; both sides of it.
    for (leg, name) in [(caller("one"), "o"), (called("one"), "t")] {
        bench.call(name, &leg, 10);
        for node in ["p", "s"] {
            let session = format!("{node}-{name}");
            bench.tell(&session, &leg, Type::START_RECORD, 0);
            bench.tell(&session, &leg, Type::STOP_RECORD, 1);
            bench.tell(&session, &leg, Type::STOP_RECORD, 1);
        }
    }
    let once = [
        row("Shelbyville", "Springfield", Role::Terminating, 1),
        row("Springfield", "Shelbyville", Role::Originating, 1),
    ];
    assert_eq!(counted(&bench), once);
    // Whatever else comes of the same call, now that it is counted.
    bench.tell("x", &caller("one"), Type::EVENT_RECORD, 0);
    // At home: no roamer.
    bench.call("home", &Leg { icid: Some("two"), ..Leg::from_cell(HOME) }, 10);
    assert_eq!(counted(&bench), once);
    bench.call("again", &caller("three"), 10);
    // Without an identifier a session is a call.
    for name in ["a", "b"] {
        bench.call(name, &Leg::from_cell(THERE), 10);
    }
    assert_eq!(counted(&bench)[1], row("Springfield", "Shelbyville", Role::Originating, 4));
    let metric =
        |role| bench.metrics.roamer_calls.with_label_values(&["Springfield", "Shelbyville", role]).get();
    assert_eq!((metric("caller"), metric("called")), (4, 0));
}

/// A call whose record waits counts when it is released, by the places that were agreed on.
#[test]
fn vc_5_what_was_put_aside_counts_once_it_is_in_the_log() {
    let bench = Bench::new();
    bench.call("a", &Leg { number: "15552001", icid: Some("one"), ..Leg::from_cell(THERE) }, 10);
    assert_eq!(counted(&bench), []);
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    let key = SessionKey::of(HOST, &format!("{HOST};a"));
    settle(&bench.store, key, (&bench.charging.load(), &map()), ("test", Timestamp::now())).unwrap();
    assert_eq!(counted(&bench), [row("Springfield", "Shelbyville", Role::Originating, 1)]);
}

/// The power goes at every write of the counting: nothing is counted twice, and nothing is left out.
#[test]
fn vc_5_a_crash_counts_nothing_twice_and_leaves_nothing_out() {
    let seed = Bench::new();
    let mut outcomes = [0, 0];
    for writes in 0..6 {
        let disk = MemoryDisk::new();
        let open = || Arc::new(Store::open_memory(&disk, Options::default()).unwrap());
        let store = open();
        let account = seed.store.get::<Account>(&AccountId(1)).value.unwrap();
        let contract = seed.store.get::<ChargingSubscription>(&Imsi::parse(IMSI).unwrap()).value.unwrap();
        let people = ChangeSet::new().put((*account).clone(), Lsn::ZERO).put((*contract).clone(), Lsn::ZERO);
        store.commit(people).unwrap();
        let bench = Bench::over(store, |_, _| ());
        for (name, icid) in [("a", "one"), ("b", "two"), ("c", "two")] {
            bench.call(name, &caller(icid), 10);
        }
        bench.written();
        disk.cut_after(writes);
        assert_eq!(count(&bench.store, &TimeZone::UTC, &bench.metrics), Ok(3));
        drop(bench);
        let bench = Bench::over(open(), |_, _| ());
        outcomes[usize::from(!totals(&bench.store).is_empty())] += 1;
        assert_eq!(counted(&bench), [row("Springfield", "Shelbyville", Role::Originating, 2)], "{writes}");
    }
    assert!(outcomes[0] > 0 && outcomes[1] > 0, "{outcomes:?}");
}

/// Which calls were counted is forgotten after a day, the statistics after theirs.
#[test]
fn vc_5_what_is_old_is_forgotten() {
    let bench = Bench::new();
    bench.call("a", &caller("one"), 10);
    assert_eq!(counted(&bench).len(), 1);
    let now = Timestamp::now().0;
    forget(&bench.store, 2, Timestamp(now + DAY - 60_000)).unwrap();
    assert_eq!((bench.store.count::<CountedCall>(), bench.store.count::<RoamerDay>()), (1, 1));
    forget(&bench.store, 2, Timestamp(now + DAY + 60_000)).unwrap();
    assert_eq!((bench.store.count::<CountedCall>(), bench.store.count::<RoamerDay>()), (0, 1));
    forget(&bench.store, 2, Timestamp(now + 4 * DAY)).unwrap();
    assert_eq!(bench.store.count::<RoamerDay>(), 0);
}

/// A running daemon: a call over Ro is in the table, the metrics, the plot; what cannot be asked is told.
#[test]
fn vc_5_roamers_are_shown_by_the_command() {
    let directory = TempDir::new().unwrap();
    let config = directory.path().join("innkeeper.toml");
    write(
        &config,
        "[diameter]\naccept_unknown_peers = true\n[lab]\nsubscribers = 1\n[charging]\nunknown_home = \"roaming\"\n",
    );
    let daemon = Daemon::start(directory, &["--config", config.to_str().unwrap()], |_| {});
    let call = ["charge", "--imsi", "001010000000001", "--to", &daemon.diameter[0]];
    assert!(innkeeper().arg("call").args(call).output().unwrap().status.success());
    let shown = until("the call to be counted", || {
        let shown = daemon.json(&["roamers", "--json"]);
        (shown["calls"] == 1).then_some(shown)
    });
    let row = &shown["rows"][0];
    assert_eq!(
        (&row["home"], &row["visited"], &row["role"]),
        (&"unknown".into(), &"unknown".into(), &"caller".into())
    );
    assert_eq!((&row["day"], &shown["waiting"]), (&shown["to"], &0.into()));
    let table = daemon.told(&["roamers", "--by", "visited"]);
    assert!(table.contains("visited") && table.contains("1 calls, ") && !table.contains("home"), "{table}");
    let plot = daemon.told(&["roamers", "--plot", "--from", shown["to"].as_str().unwrap()]);
    assert!(plot.contains(&"█".repeat(60)) && plot.contains("home unknown"), "{plot}");
    let svg = daemon.path("roamers.svg");
    daemon.told(&["roamers", "--svg", svg.to_str().unwrap()]);
    assert!(std::fs::read_to_string(svg).unwrap().starts_with("<svg"));
    assert_eq!(daemon.json(&["roamers", "--role", "called", "--json"])["calls"], 0);
    for (wrong, why) in [
        (["--from", "yesterday"], "a day is written as"),
        (["--role", "waiter"], "caller, called or forwarding"),
        (["--from", "9999-01-01"], "after to"),
        (["--svg", "/nowhere/x.svg"], "/nowhere/x.svg"),
    ] {
        assert!(daemon.refused(&["roamers", wrong[0], wrong[1]], 1).contains(why), "{wrong:?}");
    }
    let metrics = http(&daemon, "GET", "/metrics", None, "").body;
    let line = "innkeeper_roamer_calls_total{home=\"unknown\",role=\"caller\",visited=\"unknown\"} 1";
    assert!(metrics.contains(line), "{metrics}");
}
