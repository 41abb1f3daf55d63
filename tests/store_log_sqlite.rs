//! Append-only logs in the database: damage is noticed and named, readers and pruning do not disturb the writer, old files get the tables, backups
//! have the entries of what they have.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod store_common;

use innkeeper::{
    records::Log,
    store::{Anchor, ChangeSet, Entry, Options, Store, Verdict, restore, schema_version},
    types::Lsn,
};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::{
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};
use store_common::*;

fn append(store: &Store, tick: u64) -> Lsn {
    store.commit(ChangeSet::new().append(&posting(1, tick))).unwrap()
}

/// Rows of three entries each.
fn fill(store: &Store, rows: u64) {
    for row in 0..rows {
        let entries = (1..=3).fold(ChangeSet::new(), |set, entry| set.append(&posting(1, 3 * row + entry)));
        wait(store, store.commit(entries).unwrap());
    }
}

fn read(store: &Store, from: u64) -> Result<Vec<Entry<Posting>>, String> {
    store.read_log(from, usize::MAX).map_err(|error| error.to_string())
}

/// A store of ten rows, one of them changed by somebody else's hand.
fn damaged(by: &str) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let store = Store::open(&path, eager()).unwrap();
    fill(&store, 10);
    drop(store);
    let shell = Connection::open(&path).unwrap();
    assert_eq!(shell.execute(by, []).unwrap(), 1, "{by}");
    drop(shell);
    (dir, Store::open(&path, eager()).unwrap())
}

fn broken(by: &str) -> (u64, String) {
    let (_dir, store) = damaged(by);
    match store.verify_log(Log::Transfers, None).unwrap() {
        Verdict::Broken { number, reason } => (number, reason),
        intact => panic!("{by}: {intact:?}"),
    }
}

/// Row 5 of the ten has the entries 13 to 15.
#[test]
fn damage_is_found_by_verifying_and_names_log_and_entry() {
    let row = "WHERE log = 1 AND first = 13";
    for (change, number, says) in [
        (
            "payload = CAST(substr(payload, 1, 9) || x'58' || substr(payload, 11) AS BLOB)",
            13,
            "hash of its row is not",
        ),
        ("payload = substr(payload, 1, length(payload) - 1)", 13, "hash of its row is not"),
        ("hash = zeroblob(32)", 13, "hash of its row is not"),
        ("hash = x'00'", 13, "its row cannot be read"),
        ("payload = 'text'", 13, "its row cannot be read"),
        ("octets = octets + 1", 13, "hash of its row is not"),
        ("last_lsn = last_lsn + 1", 13, "hash of its row is not"),
        ("count = 2", 13, "hash of its row is not"),
        ("id = id + 1", 13, "it is missing"),
        ("id = id - 1", 13, "it is missing"),
    ] {
        let (found, reason) = broken(&format!("UPDATE log SET {change} {row}"));
        assert_eq!(found, number, "{change}: {reason}");
        assert!(reason.contains("the log transfers is broken at entry 13: "), "{change}: {reason}");
        assert!(reason.contains(says), "{change}: {reason}");
    }
    let (found, reason) = broken(&format!("DELETE FROM log {row}"));
    assert_eq!((found, reason.contains("entry 13: it is missing")), (13, true), "{reason}");
}

/// The chain as the schema describes it, computed by another hand: and by that hand a row can be forged, but not the one after it.
#[test]
fn the_chain_is_as_the_schema_says_and_a_forged_row_breaks_the_next() {
    let (dir, store) = damaged("UPDATE meta SET value = value WHERE name = 'mark'");
    assert!(matches!(store.verify_log(Log::Transfers, None).unwrap(), Verdict::Intact { rows: 10, .. }));
    drop(store);
    let shell = Connection::open(dir.path().join("store.db")).unwrap();
    let columns = "SELECT log, first, count, first_lsn, last_lsn, octets, payload, hash FROM log ORDER BY id";
    let mut select = shell.prepare(columns).unwrap();
    let rows = select.query_map([], |row| {
        let words = [1, 2, 3, 4, 5].map(|column| row.get::<_, i64>(column).unwrap());
        Ok((row.get::<_, u8>(0)?, words, row.get::<_, Vec<u8>>(6)?, row.get::<_, [u8; 32]>(7)?))
    });
    let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    let hash = |before: &[u8; 32], log: u8, words: &[i64; 5], payload: &[u8]| -> [u8; 32] {
        let mut digest = Sha256::new_with_prefix(before);
        digest.update([log]);
        words.iter().for_each(|word| digest.update(word.to_be_bytes()));
        digest.chain_update(payload).finalize().into()
    };
    let mut before = [0; 32];
    for (log, words, payload, kept) in &rows {
        assert_eq!(hash(&before, *log, words, payload), *kept);
        before = *kept;
    }
    let (log, words, payload, _) = &rows[4];
    let mut forged = payload.clone();
    // The first entry's step: 13 becomes 14.
    assert_eq!(std::mem::replace(&mut forged[4], 14), 13);
    let hash = hash(&rows[3].3, *log, words, &forged);
    shell.execute("UPDATE log SET payload = ?1, hash = ?2 WHERE first = 13", (forged, hash)).unwrap();
    drop(select);
    drop(shell);
    let store = Store::open(&dir.path().join("store.db"), eager()).unwrap();
    assert_eq!(store.read_log::<Posting>(13, 1).unwrap()[0].value.tick, 14, "forged well");
    let Verdict::Broken { number: 16, .. } = store.verify_log(Log::Transfers, None).unwrap() else {
        panic!()
    };
}

/// ST-5: a long row is compressed as the schema says, and reads, and is verified, as any other.
#[test]
fn st_5_a_long_row_is_compressed_and_its_hash_is_of_its_entries() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let store = Store::open(&path, eager()).unwrap();
    let entries = (1..=500).fold(ChangeSet::new(), |set, tick| set.append(&posting(1, tick)));
    wait(&store, store.commit(entries).unwrap());
    assert!(matches!(store.verify_log(Log::Transfers, None).unwrap(), Verdict::Intact { rows: 1, .. }));
    let ticks: Vec<u64> = read(&store, 0).unwrap().iter().map(|entry| entry.value.tick).collect();
    assert_eq!(ticks, (1..=500).collect::<Vec<_>>());
    drop(store);
    let row = "SELECT payload, octets FROM log";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?));
    let (stored, octets) = Connection::open(&path).unwrap().query_row(row, [], read).unwrap();
    let (head, block) = stored.split_at(5);
    assert_eq!((head[0], i64::from(u32::from_le_bytes(head[1..].try_into().unwrap()))), (b'L', octets));
    assert!(stored.len() < octets as usize / 2, "{} octets of {octets}", stored.len());
    assert_eq!(lz4_flex::block::decompress(block, octets as usize).unwrap().len(), octets as usize);
}

/// A reader is told, too, where what it wants cannot be had; what lies before and after can.
#[test]
fn damage_is_an_error_for_who_reads_it_and_for_nobody_else() {
    let row = "WHERE log = 1 AND first = 13";
    for (change, error) in [
        (
            "payload = substr(payload, 1, length(payload) - 1)",
            "transfers is broken at entry 15: it is cut short",
        ),
        ("payload = x'07'", "transfers is broken at entry 13: its format is not known"),
        ("payload = 'text'", "transfers is broken at entry 13: its row cannot be read"),
        ("hash = x'00'", "transfers is broken at entry 13: its row cannot be read"),
        ("id = id + 1", "transfers is broken at entry 13: it is missing: the next row begins with 14"),
    ] {
        let (_dir, store) = damaged(&format!("UPDATE log SET {change} {row}"));
        let told = read(&store, 1).unwrap_err();
        assert!(told.contains(error), "{change}: {told}");
        let told = store.read_log_back::<Posting>(u64::MAX, 29).unwrap_err().to_string();
        assert!(told.contains("the log transfers is broken at entry 1"), "{change}: {told}");
        assert_eq!(store.read_log::<Posting>(1, 12).unwrap().len(), 12, "{change}");
        assert_eq!(read(&store, 17).unwrap().len(), 14, "{change}");
        assert_eq!(store.read_log_back::<Posting>(u64::MAX, 12).unwrap().len(), 12, "{change}");
        wait(&store, append(&store, 31));
    }
    // Another type of entry cannot be read from what was written, and says so.
    let (_dir, store) =
        damaged("UPDATE log SET payload = x'010001ff000101000101' WHERE log = 1 AND first = 13");
    let told = read(&store, 13).unwrap_err();
    assert!(told.contains("broken at entry 13: it cannot be read"), "{told}");
}

#[test]
fn a_log_is_verified_from_where_it_was_good_and_a_cut_end_shows_there() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let store = Store::open(&path, eager()).unwrap();
    fill(&store, 5);
    let Verdict::Intact { from, to, rows } = store.verify_log(Log::Transfers, None).unwrap() else {
        panic!()
    };
    assert_eq!((from, to.number, rows), (Anchor::default(), 16, 5));
    fill(&store, 5);
    let Verdict::Intact { from, to: end, rows } = store.verify_log(Log::Transfers, Some(to)).unwrap() else {
        panic!()
    };
    assert_eq!((from, end.number, rows), (to, 31, 5));
    let other = Anchor { hash: [1; 32], ..to };
    let Verdict::Broken { number: 16, .. } = store.verify_log(Log::Transfers, Some(other)).unwrap() else {
        panic!()
    };
    let refused =
        |number| store.verify_log(Log::Transfers, Some(Anchor { number, ..to })).unwrap_err().to_string();
    assert!(
        refused(17).contains("entry 17 of the log transfers does not begin a row: 16 does"),
        "{}",
        refused(17)
    );
    assert!(refused(32).contains("cannot be verified from 32 on"), "{}", refused(32));
    drop(store);
    let shell = Connection::open(&path).unwrap();
    shell.execute("DELETE FROM log WHERE first >= 28", []).unwrap();
    drop(shell);
    let store = Store::open(&path, eager()).unwrap();
    let cut = store.verify_log(Log::Transfers, Some(end)).unwrap_err().to_string();
    assert!(cut.contains("before 28"), "{cut}");
}

/// Readers, a verification and pruning, all beside a writer that does not stop.
#[test]
fn pruning_and_reading_go_on_while_entries_are_written() {
    let dir = tempfile::tempdir().unwrap();
    let store =
        Store::open(&dir.path().join("store.db"), Options { reserve: 0, ..Options::default() }).unwrap();
    let (done, reads, verified) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let reader = || {
            while !done.load(Ordering::Relaxed) {
                let begin = store.log_extent(Log::Transfers).unwrap().begin.number;
                let entries: Vec<Entry<Posting>> = store.read_log(begin, 500).unwrap();
                let first = entries.first().map_or(begin, |entry| entry.number);
                assert!(first >= begin);
                for (at, entry) in entries.iter().enumerate() {
                    assert_eq!((entry.number, entry.value.tick), (first + at as u64, first + at as u64));
                }
                let back: Vec<Entry<Posting>> = store.read_log_back(u64::MAX, 500).unwrap();
                assert!(back.is_sorted_by(|one, other| one.number == other.number + 1));
                reads.fetch_add(1, Ordering::Relaxed);
            }
        };
        let readers = scope.spawn(reader);
        let verifier = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let verdict = store.verify_log(Log::Transfers, None).unwrap();
                assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
                verified.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut tick = 0;
        while tick < 30_000 || reads.load(Ordering::Relaxed) < 20 || verified.load(Ordering::Relaxed) < 5 {
            tick += 1;
            assert!(!readers.is_finished() && !verifier.is_finished(), "one of them failed");
            let last = append(&store, tick);
            if tick % 20 == 0 {
                wait(&store, last);
            }
            if tick % 1000 == 0 {
                store.prune_log(Log::Transfers, tick.saturating_sub(1500));
            }
        }
        done.store(true, Ordering::Relaxed);
        store.prune_log(Log::Transfers, tick - 1500);
        wait_until(|| store.log_extent(Log::Transfers).unwrap().begin.number >= tick - 1500 - 20);
        let end = store.log_extent(Log::Transfers).unwrap().end.number;
        assert!(end <= tick + 1);
    });
    let rows: i64 = Connection::open(dir.path().join("store.db"))
        .and_then(|shell| shell.query_row("SELECT count(*) FROM log", [], |row| row.get(0)))
        .unwrap();
    assert!(rows <= 1520, "{rows} rows are left of the last 1500 entries");
}

/// ST-4: the schema's version 6, as that version's program wrote it, gets the tables of logs.
#[test]
fn st_4_a_database_of_version_6_is_upgraded_and_takes_entries() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let old = Connection::open(&path).unwrap();
    for step in [
        include_str!("../src/store/sqlite/schema_1.sql"),
        include_str!("../src/store/sqlite/schema_2.sql"),
        include_str!("../src/store/sqlite/schema_3.sql"),
        include_str!("../src/store/sqlite/schema_4.sql"),
        include_str!("../src/store/sqlite/schema_5.sql"),
        include_str!("../src/store/sqlite/schema_6.sql"),
    ] {
        old.execute_batch(step).unwrap();
    }
    old.execute_batch(
        "PRAGMA application_id = 0x494e4b50; PRAGMA user_version = 6; UPDATE meta SET value = 9 WHERE name = 'mark';",
    )
    .unwrap();
    drop(old);
    let store = Store::open(&path, Options::default()).unwrap();
    assert_eq!((read(&store, 0), store.last()), (Ok(vec![]), Lsn(9)));
    let lsn = append(&store, 1);
    wait(&store, lsn);
    assert_eq!(read(&store, 0).unwrap(), [Entry { number: 1, lsn: Lsn(10), value: posting(1, 1) }]);
    let now = Connection::open(&path).unwrap();
    let version: i64 = now.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version as usize, schema_version());
    let [log, first, count] = ["log", "first", "count"].map(|column| {
        now.query_row(&format!("SELECT {column} FROM log"), [], |row| row.get::<_, i64>(0)).unwrap()
    });
    assert_eq!((log, first, count), (1, 1, 1), "what an operator sees");
}

/// ST-4: a backup has the entries of the change sets it has, and no others; a restored store goes on after them.
#[test]
fn st_4_a_backup_has_the_entries_of_its_change_sets() {
    let dir = tempfile::tempdir().unwrap();
    let [path, copy, back] = ["store.db", "backup.db", "restored.db"].map(|name| dir.path().join(name));
    let store = Store::open(&path, eager()).unwrap();
    let done = AtomicBool::new(false);
    let reached = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut tick = 0;
            while !done.load(Ordering::Relaxed) {
                tick += 1;
                wait(&store, append(&store, tick));
            }
        });
        wait_until(|| store.durable().covers(Lsn(50)));
        let reached = store.backup(&copy).unwrap();
        done.store(true, Ordering::Relaxed);
        reached
    });
    restore(&copy, &back, false).unwrap();
    let restored = Store::open(&back, eager()).unwrap();
    // Every change set appended one.
    let entries = read(&restored, 0).unwrap();
    assert_eq!(entries.last().map(|entry| (entry.number, entry.lsn)), Some((reached.0, reached)));
    assert_eq!(entries.len() as u64, reached.0);
    wait(&restored, append(&restored, 0));
    assert_eq!(read(&restored, reached.0 + 1).unwrap().len(), 1);
    assert!(matches!(restored.verify_log(Log::Transfers, None).unwrap(), Verdict::Intact { .. }));
}

/// Who has read leaves nothing open: a stopped store is one file.
#[test]
fn a_store_that_was_read_closes_into_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let store = Store::open(&path, eager()).unwrap();
    fill(&store, 3);
    assert_eq!(read(&store, 0).unwrap().len(), 9);
    drop(store);
    let left = |name: &str| Path::exists(&dir.path().join(name));
    assert!(left("store.db") && !left("store.db-wal") && !left("store.db-shm"));
}
