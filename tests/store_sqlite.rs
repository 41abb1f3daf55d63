//! What the embedded engine promises besides the contract: one process, private files, upgrades, backups, and a `sqlite3` shell beside it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod store_common;

use innkeeper::{
    records::{Registration, Sequence, Subscriber},
    store::{ChangeSet, Options, Store, restore, schema_version},
    types::Lsn,
};
use rusqlite::Connection;
use std::{os::unix::fs::PermissionsExt, path::Path, time::Duration};
use store_common::*;

fn refused(path: &Path) -> String {
    Store::open(path, Options::default()).map(|_| ()).unwrap_err().to_string()
}

fn fill(store: &Store, count: u64) -> Lsn {
    let commit = |number| {
        let set = ChangeSet::new()
            .put(subscriber(number), Lsn::ZERO)
            .put(registration(number, 1), Lsn::ZERO)
            .put(sequence(number, 1), Lsn::ZERO);
        store.commit(set).unwrap()
    };
    (0..count).map(commit).fold(Lsn::ZERO, Lsn::max)
}

#[test]
fn a_second_daemon_on_the_same_file_is_refused_with_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let store = Store::open(&path, Options::default()).unwrap();
    let text = refused(&path);
    assert!(text.contains(&format!("in use by process {}", std::process::id())), "{text}");
    drop(store);
    Store::open(&path, Options::default()).unwrap();
}

#[test]
fn only_the_owner_can_read_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("store.db"), Options::default()).unwrap();
    wait(&store, fill(&store, 3));
    store.backup(&dir.path().join("backup.db")).unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        seen += 1;
    }
    assert!(seen >= 4, "database, log, lock and backup");
}

/// ST-4: the version 1 of the schema, as that version's program wrote it, is opened and brought up to date.
#[test]
fn st_4_a_database_of_version_1_is_upgraded() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/store/sqlite/schema_1.sql")).unwrap();
    old.execute_batch(
        "PRAGMA application_id = 0x494e4b50; PRAGMA user_version = 1; UPDATE meta SET value = 9 WHERE name = 'mark';",
    )
    .unwrap();
    let key = imsi(5).packed().cast_signed();
    old.execute(
        "INSERT INTO sequence (key, version, seq, requesters) VALUES (?1, 9, 32, ?2)",
        (key, serde_json::to_string(&sequence(5, 32).requesters).unwrap()),
    )
    .unwrap();
    drop(old);
    let store = Store::open(&path, Options::default()).unwrap();
    assert_eq!(*store.get::<Sequence>(&imsi(5)).value.unwrap(), sequence(5, 32));
    assert_eq!(store.durable().get(), Lsn(9));
    let now = Connection::open(&path).unwrap();
    let version: i64 = now.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version as usize, schema_version());
    now.query_row("SELECT count(*) FROM registered", [], |row| row.get::<_, i64>(0))
        .expect("a view of version 2");
}

/// ST-4.
#[test]
fn st_4_a_later_schema_and_foreign_files_are_refused_with_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    drop(Store::open(&path, Options::default()).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(refused(&path).contains("written by a later version"), "{}", refused(&path));
    let foreign = dir.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(refused(&foreign).contains("another program"), "{}", refused(&foreign));
    let text = dir.path().join("text.db");
    std::fs::write(&text, "this is no database, whatever its name says").unwrap();
    assert!(refused(&text).contains("damaged"), "{}", refused(&text));
    assert!(refused(&dir.path().join("missing/store.db")).contains("cannot be written"));
}

/// ST-4: a backup of the running store holds everything up to its LSN, and comes back as it was.
#[test]
fn st_4_backup_while_running_and_restore() {
    let dir = tempfile::tempdir().unwrap();
    let [path, copy, back] = ["store.db", "backup.db", "restored.db"].map(|name| dir.path().join(name));
    let store = Store::open(&path, eager()).unwrap();
    let before = fill(&store, 500);
    wait(&store, before);
    let reached = std::thread::scope(|scope| {
        let backup = scope.spawn(|| store.backup(&copy).unwrap());
        let mut version = store.get::<Sequence>(&imsi(1)).version;
        while !backup.is_finished() {
            version = store.commit(ChangeSet::new().put(sequence(1, 2), version)).unwrap();
            wait(&store, version);
        }
        backup.join().unwrap()
    });
    assert!(reached >= before && reached <= store.durable().get());
    assert_eq!(restore(&copy, &back, false).unwrap(), reached);
    let restored = Store::open(&back, Options::default()).unwrap();
    assert_eq!(restored.durable().get(), reached);
    assert_eq!((restored.count::<Subscriber>(), restored.count::<Registration>()), (500, 500));
    assert_eq!(*restored.get::<Subscriber>(&imsi(77)).value.unwrap(), subscriber(77));
    let text = restore(&copy, &back, true).unwrap_err().to_string();
    assert!(text.contains("in use"), "{text}");
    drop(restored);
    let text = restore(&copy, &back, false).unwrap_err().to_string();
    assert!(text.contains("exists already"), "{text}");
    restore(&copy, &back, true).unwrap();
    std::fs::write(&copy, "not a backup any more, but long enough to look at").unwrap();
    let text = restore(&copy, &back, true).unwrap_err().to_string();
    assert!(text.contains("not a good backup") || text.contains("damaged"), "{text}");
    assert_eq!(
        Store::open(&back, Options::default()).unwrap().count::<Subscriber>(),
        500,
        "what was there is as it was"
    );
}

/// ST-4: operators ask the live file what is where.
#[test]
fn st_4_the_tables_answer_questions_while_the_store_runs() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let store = Store::open(&path, eager()).unwrap();
    let lsn = fill(&store, 20);
    wait_until(|| store.stats().mark == lsn);
    let shell = Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let ask = |question: &str| shell.query_row(question, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(ask("SELECT imsi FROM subscriber WHERE msisdn = '8613800000007'"), imsi(7).to_string());
    let impu = format!("tel:+{}", subscriber(7).msisdn.unwrap());
    assert_eq!(
        ask(&format!("SELECT imsi || sic FROM identity WHERE impu = '{impu}'")),
        format!("{}001", imsi(7))
    );
    assert_eq!(ask(&format!("SELECT state FROM registered WHERE imsi = '{}'", imsi(3))), "registered");
    assert_eq!(
        ask(&format!("SELECT scheme FROM service WHERE imsi = '{}' AND sic = '002'", imsi(3))),
        "aka-v1"
    );
    let functions =
        |number| ask(&format!("SELECT algorithm FROM subscriber WHERE imsi = '{}'", imsi(number)));
    assert_eq!((functions(6), functions(7)), ("milenage".into(), "tuak res=64 iterations=7".into()));
    assert_eq!(ask("PRAGMA quick_check"), "ok");
}

/// ST-5: journal rows and deleted records give their room back.
#[test]
fn st_5_the_file_does_not_grow_with_the_number_of_changes() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { sweep_every: 500, ..eager() };
    let store = Store::open(&dir.path().join("store.db"), options).unwrap();
    fill(&store, 100);
    let mut sizes = Vec::new();
    for round in 1..=6 {
        let mut last = Lsn::ZERO;
        for step in 0..4000u64 {
            let read = store.get::<Registration>(&imsi(step % 100));
            last = store
                .commit(ChangeSet::new().put(registration(step % 100, step as i64 * round), read.version))
                .unwrap();
            if step % 50 == 0 {
                wait(&store, last);
            }
        }
        wait(&store, last);
        sizes.push(store.stats().usage.database);
    }
    assert!(sizes[5] <= sizes[1] + (1 << 20), "{sizes:?}");
}

/// ST-5, ST-4: what the journal's change sets have in common is written once, and all of them come back.
#[test]
fn st_5_the_journal_is_compressed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let never = Duration::from_hours(1);
    let options = || Options { reserve: 0, idle: never, lag: never, ..Options::default() };
    let store = Store::open(&path, options()).unwrap();
    wait(&store, fill(&store, 500));
    drop(store);
    let octets = "SELECT sum(length(payload)) FROM journal";
    let stored: i64 = Connection::open(&path).unwrap().query_row(octets, [], |row| row.get(0)).unwrap();
    let uncompressed = 500 * postcard::to_stdvec(&subscriber(1)).unwrap().len() as i64;
    assert!((1..uncompressed / 3).contains(&stored), "{stored} octets of {uncompressed}");
    let store = Store::open(&path, options()).unwrap();
    for number in 0..500 {
        assert_eq!(*store.get::<Subscriber>(&imsi(number)).value.unwrap(), subscriber(number));
    }
}
