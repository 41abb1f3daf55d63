//! What the store costs: reads, identity look-ups, durable commits, entries of logs beside them, opening after a crash, an import beside live traffic, a
//! backup.
//!
//! `cargo bench --bench store -- [SUBSCRIBERS] [PART…]`: 1,000,000 by default, parts `read commit log open import backup`. Numbers are
//! for this machine and minute: the raw `fdatasync` figures printed first say what its disk can do. No thresholds: measuring is not testing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

#[path = "../tests/store_common/mod.rs"]
mod store_common;

use innkeeper::{
    records::{Log, Loggable, Logged, Registration, Sequence, Subscriber},
    store::{BatchReport, ChangeSet, CommitError, Observer, Options, Store, Verdict},
    types::Lsn,
};
use std::{
    collections::VecDeque,
    io::Write,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use store_common::*;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let subscribers = words.iter().find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let wanted = |part: &str| {
        !words.iter().any(|word| word.parse::<u64>().is_err()) || words.iter().any(|word| word == part)
    };
    let place =
        tempfile::Builder::new().prefix("store-bench").tempdir_in(".").expect("a directory to work in");
    let path = place.path().join("store.db");
    raw_sync(place.path());
    let tally = Arc::new(Tally::default());
    let options = Options { observer: Some(tally.clone()), ..Options::default() };
    let store = Store::open(&path, options.clone()).expect("an empty store");
    import(&store, 0, subscribers, "import into an empty store");
    settle(&store);
    if wanted("read") {
        read(&store, subscribers);
    }
    register_all(&store, subscribers);
    settle(&store);
    println!("memory: {} MiB resident, {} octets per subscriber", resident() >> 20, resident() / subscribers);
    if wanted("commit") {
        for outstanding in [1, 64, 256, 1024] {
            commit(&store, subscribers, outstanding, Entries::None, &tally);
        }
    }
    if wanted("log") {
        for outstanding in [256, 1024] {
            commit(&store, subscribers, outstanding, Entries::None, &tally);
            commit(&store, subscribers, outstanding, Entries::One, &tally);
        }
        read_log(&store);
        for entries in [Entries::Held, Entries::One, Entries::Held, Entries::One] {
            commit(&store, subscribers, 1024, entries, &tally);
        }
    }
    if wanted("import") {
        import_beside_traffic(&store, subscribers);
    }
    if wanted("backup") {
        let begun = Instant::now();
        store.backup(&place.path().join("backup.db")).expect("a backup");
        println!("backup: {:.2} s", begun.elapsed().as_secs_f64());
    }
    if wanted("open") {
        open_after_crash(store, &place.path().join("crashed.db"), options);
    }
}

/// What the disk can do in this minute: 4 KiB appended and made durable.
fn raw_sync(directory: &Path) {
    let mut file = std::fs::File::create(directory.join("raw")).expect("a file");
    let mut times = Vec::new();
    for _ in 0..500 {
        let begun = Instant::now();
        file.write_all(&[7; 4096]).and_then(|()| file.sync_data()).expect("a write");
        times.push(begun.elapsed());
    }
    print("raw 4 KiB write + fdatasync", &mut times);
}

fn import(store: &Store, from: u64, count: u64, what: &str) -> Lsn {
    let begun = Instant::now();
    let mut stage = store.stage().expect("no other import");
    let mut next = from;
    while next < from + count {
        let until = (next + 1000).min(from + count);
        stage.add((next..until).map(subscriber).map(new)).expect("new subscribers");
        next = until;
    }
    let staged = begun.elapsed();
    let lsn = stage.switch(nobody).expect("no conflict");
    let switched = begun.elapsed();
    wait(store, lsn);
    let [staged, switched, durable] = [staged, switched, begun.elapsed()].map(|time| time.as_secs_f64());
    println!(
        "{what}: {count} staged in {staged:.2} s, switched at {switched:.2} s, durable at {durable:.2} s"
    );
    lsn
}

fn read(store: &Store, subscribers: u64) {
    let mut random = Random(1);
    let cpu = cpu_time();
    let mut found = 0;
    for _ in 0..2_000_000 {
        found += u64::from(store.get::<Subscriber>(&imsi(random.below(subscribers))).value.is_some());
    }
    println!("get: {:.0} ns of CPU ({found} found)", (cpu_time() - cpu).as_nanos() as f64 / 2e6);
    let texts: Vec<String> = (0..200_000)
        .map(|_| format!("sip:+86{}@ims.{DOMAIN}", 13_800_000_000 + random.below(subscribers)))
        .collect();
    let cpu = cpu_time();
    let found = texts.iter().filter(|text| store.owner(text).0.is_some()).count();
    println!(
        "owner: {:.0} ns of CPU ({found} found)",
        (cpu_time() - cpu).as_nanos() as f64 / texts.len() as f64
    );
}

/// Waits until the tables hold everything, so that the next part is not charged for it.
fn settle(store: &Store) {
    let begun = Instant::now();
    wait_until(|| store.stats().journal == 0);
    println!("all swept to the tables: {:.2} s later", begun.elapsed().as_secs_f64());
}

/// Gives every subscriber a registration and a sequence.
fn register_all(store: &Store, subscribers: u64) {
    let begun = Instant::now();
    let mut last = Lsn::ZERO;
    for number in 0..subscribers {
        let set =
            ChangeSet::new().put(registration(number, 0), Lsn::ZERO).put(sequence(number, 0), Lsn::ZERO);
        last = store.commit(set).expect("a commit");
    }
    wait(store, last);
    println!("register all: {:.2} s", begun.elapsed().as_secs_f64());
}

/// A closed loop of one producer: SARs (a registration) and MARs (a registration and a sequence) in turn, `outstanding` not yet durable.
fn commit(store: &Store, subscribers: u64, outstanding: usize, entries: Entries, tally: &Tally) {
    tally.clear();
    let mut random = Random(outstanding as u64);
    let mut waiting: VecDeque<(Lsn, Instant)> = VecDeque::new();
    let mut times = Vec::new();
    let (begun, cpu) = (Instant::now(), cpu_time());
    let mut count = 0u64;
    while begun.elapsed() < Duration::from_secs(5) {
        let mut collect = |waiting: &mut VecDeque<(Lsn, Instant)>| {
            let durable = store.durable().get();
            while waiting.front().is_some_and(|(lsn, _)| *lsn <= durable) {
                times.extend(waiting.pop_front().map(|(_, since)| since.elapsed()));
            }
        };
        collect(&mut waiting);
        while waiting.len() >= outstanding {
            std::thread::sleep(Duration::from_micros(20));
            collect(&mut waiting);
        }
        let lsn = change(store, random.below(subscribers), count, entries);
        waiting.push_back((lsn, Instant::now()));
        count += 1;
        if entries == Entries::Held && count.is_multiple_of(8192) {
            let end = store.log_extent(Log::Records).expect("a readable log").end.number;
            store.prune_log(Log::Records, end.saturating_sub(HELD));
        }
    }
    let (took, cpu) = (begun.elapsed().as_secs_f64(), (cpu_time() - cpu).as_secs_f64());
    let each = cpu * 1e6 / count as f64;
    println!(
        "commit, {outstanding} outstanding, {}: {:.0}/s, {each:.2} µs CPU each (this generator's included)",
        match entries {
            Entries::None => "no entries",
            Entries::One => "each with an entry of 80 octets",
            Entries::Held => "each with an entry, and as many old ones go",
        },
        count as f64 / took
    );
    print("  commit to durable", &mut times);
    tally.print();
    if entries == Entries::Held {
        let stats = store.stats().logs.remove(Log::Records.place());
        println!("  the log has {} entries of {}", stats.entries, stats.next - 1);
    }
}

/// An entry of 80 octets, as a posting has.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Octets([[u8; 16]; 5]);

impl Loggable for Octets {
    const LOG: Log = Log::Records;
}

impl Logged for Octets {}

/// What a change set appends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Entries {
    None,
    One,
    /// One, and old ones are pruned behind the newest.
    Held,
}

/// So many entries stay in a log that is held.
const HELD: u64 = 200_000;

fn change(store: &Store, number: u64, count: u64, entries: Entries) -> Lsn {
    loop {
        let registered = store.get::<Registration>(&imsi(number));
        let mut set = ChangeSet::new().put(registration(number, count as i64), registered.version);
        if count.is_multiple_of(2) {
            let counted = store.get::<Sequence>(&imsi(number));
            set =
                set.put(sequence(number, counted.value.map_or(0, |record| record.seq) + 1), counted.version);
        }
        if entries != Entries::None {
            set = set.append(&Octets([[count as u8; 16]; 5]));
        }
        match store.commit(set) {
            Ok(lsn) => return lsn,
            Err(CommitError::Stale { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Reads all entries page by page, and verifies them.
fn read_log(store: &Store) {
    let (begun, mut next, mut rows) = (Instant::now(), 1, 0);
    while let Some(last) = store.read_log::<Octets>(next, 4096).expect("a good log").last() {
        (next, rows) = (last.number + 1, rows + 1);
    }
    let took = begun.elapsed().as_secs_f64();
    println!("log: {} entries read in {rows} pages, {:.0}/s", next - 1, (next - 1) as f64 / took);
    let begun = Instant::now();
    for step in 0..1000u64 {
        store.read_log::<Octets>(1 + step * (next - 1) / 1000, 1).expect("a good log");
    }
    println!("  one entry by its number: {:?}", begun.elapsed() / 1000);
    let begun = Instant::now();
    let verdict = store.verify_log(Log::Records, None).expect("a readable log");
    assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
    let stats = store.stats().logs.remove(Log::Records.place());
    println!("  verified {} octets in {:.2} s", stats.octets, begun.elapsed().as_secs_f64());
}

/// How long live commits and reads are held up: while nothing else is done, while as many subscribers come as there are, and while all
/// are replaced.
fn import_beside_traffic(store: &Store, subscribers: u64) {
    beside_traffic(store, subscribers, "beside nothing", || std::thread::sleep(Duration::from_secs(2)));
    beside_traffic(store, subscribers, "beside an import", || {
        import(store, subscribers, subscribers, "import beside live traffic");
    });
    beside_traffic(store, subscribers, "beside a replacement", || replace(store, subscribers));
}

/// Every subscriber gets another contract, as by `import --replace`.
fn replace(store: &Store, count: u64) {
    let begun = Instant::now();
    let mut stage = store.stage().expect("no other import");
    let changed = |number| {
        let version = store.get::<Subscriber>(&imsi(number)).version;
        ChangeSet::new().put(Subscriber { template: None, ..subscriber(number) }, version)
    };
    for from in (0..count).step_by(1000) {
        stage.add((from..(from + 1000).min(count)).map(changed)).expect("unchanged contracts");
    }
    let staged = begun.elapsed();
    let mut again = 0;
    let lsn = stage.switch(|overtaken| {
        again += 1;
        changed(overtaken.imsi.packed() - imsi(0).packed())
    });
    let switched = begun.elapsed();
    wait(store, lsn.expect("no conflict"));
    let [staged, switched, durable] = [staged, switched, begun.elapsed()].map(|time| time.as_secs_f64());
    println!(
        "replacement beside live traffic: {count} staged in {staged:.2} s, switched at {switched:.2} s ({again} decided anew), durable at {durable:.2} s"
    );
}

/// A thousand commits a second of one thread, and how long each took; another waits for some of them to be durable.
fn beside_traffic(store: &Store, subscribers: u64, what: &str, work: impl FnOnce()) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let commits = scope.spawn(|| {
            let (mut random, mut commits, mut reads) = (Random(9), Vec::new(), Vec::new());
            while !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                store.get::<Subscriber>(&imsi(random.below(subscribers)));
                reads.push(begun.elapsed());
                let begun = Instant::now();
                change(store, random.below(subscribers), 1, Entries::None);
                commits.push(begun.elapsed());
                std::thread::sleep(Duration::from_millis(1));
            }
            (reads, commits)
        });
        let durables = scope.spawn(|| {
            let (mut random, mut durables) = (Random(11), Vec::new());
            while !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let lsn = change(store, random.below(subscribers), 1, Entries::None);
                while !store.durable().covers(lsn) {
                    std::thread::sleep(Duration::from_micros(50));
                }
                durables.push(begun.elapsed());
                std::thread::sleep(Duration::from_millis(5));
            }
            durables
        });
        work();
        done.store(true, Ordering::Relaxed);
        let (mut reads, mut commits) = commits.join().expect("live traffic");
        print(&format!("  read {what}"), &mut reads);
        print(&format!("  commit {what}"), &mut commits);
        print(&format!("  commit to durable {what}"), &mut durables.join().expect("live traffic"));
    });
}

/// Opens what a kill would leave: a backup has the journal as it stands, unswept.
fn open_after_crash(store: Store, copy: &Path, options: Options) {
    let mut last = Lsn::ZERO;
    let (subscribers, mut random) = (store.count::<Registration>() as u64, Random(5));
    for count in 0..subscribers {
        last = change(&store, random.below(subscribers), count, Entries::None);
    }
    wait(&store, last);
    store.backup(copy).expect("a backup");
    drop(store);
    let begun = Instant::now();
    let store = Store::open(copy, options).expect("what a crash leaves");
    let (took, stats) = (begun.elapsed().as_secs_f64(), store.stats());
    println!(
        "open after a crash: {took:.2} s; journal at most {} change sets, {:?}",
        stats.journal, stats.records
    );
}

#[derive(Debug, Default)]
struct Tally {
    batches: Mutex<Vec<BatchReport>>,
}

impl Observer for Tally {
    fn committed(&self, batch: &BatchReport) {
        self.batches.lock().expect("no panic").push(*batch);
    }
}

impl Tally {
    fn clear(&self) {
        self.batches.lock().expect("no panic").clear();
    }

    fn print(&self) {
        let batches = self.batches.lock().expect("no panic");
        let count = batches.len().max(1);
        let (sets, swept) =
            batches.iter().fold((0, 0), |sum, batch| (sum.0 + batch.sets, sum.1 + batch.swept));
        let mut times: Vec<_> = batches.iter().map(|batch| batch.took).collect();
        print(
            &format!("  {count} batches of {} sets and {} swept records", sets / count, swept / count),
            &mut times,
        );
    }
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| {
        times
            .get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    println!("{what}: p50 {:?}, p99 {:?}, p99.9 {:?}, most {:?}", at(0.5), at(0.99), at(0.999), at(1.0));
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}

/// User and system time of the whole process; the kernel counts in hundredths of a second.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

/// A small generator of numbers: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % bound
    }
}
