//! The program that is killed: this very test binary, started again with a directory to write in and a file to note in what was promised.

use crate::store_common::*;
use innkeeper::{
    records::{Log, Registration, Sequence},
    store::{ChangeSet, CommitError, Options, Store, Verdict},
    types::Lsn,
};
use std::{
    collections::HashMap,
    fs::OpenOptions,
    io::Write,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

const DIRECTORY: &str = "INNKEEPER_TEST_STORE";
const PROMISES: &str = "INNKEEPER_TEST_PROMISES";
const SUBSCRIBERS: &str = "INNKEEPER_TEST_SUBSCRIBERS";

/// So many changes wait to be durable in each of the child's threads.
const OUTSTANDING: usize = 64;

/// A number from the environment: how a soak asks for more than a test does.
pub(crate) fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Starts this test binary again as the writer, with `more` environment variables; the test `child` of the binary must call [`run`].
pub(crate) fn start(store: &Path, promises: &Path, subscribers: u64, more: &[(&str, &Path)]) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .envs(more.iter().copied())
        .env(DIRECTORY, store)
        .env(PROMISES, promises)
        .env(SUBSCRIBERS, subscribers.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What the child does until it is killed: changes registration and sequence of random subscribers together and appends what it did to a log, and
/// promises each once it is durable; reads others, and promises what it saw once that is.
pub(crate) fn run() {
    let Some(path) = std::env::var_os(DIRECTORY) else { return };
    let promises = std::env::var_os(PROMISES).unwrap();
    let subscribers = setting(SUBSCRIBERS, 1000);
    let options = Options { reserve: 0, sweep_every: 3000, ..Options::default() };
    let store = Arc::new(Store::open(Path::new(&path), options).unwrap());
    // What the kill before left is held against its promises here, where it is open anyway: a failure ends this process early.
    Promises::read(Path::new(&promises)).held_by(&store).write(Path::new(&promises));
    // What was looked at need not be looked at after every kill; the kill may come in the middle of that as well.
    store.prune_log(Log::Transfers, u64::MAX);
    let start = u64::from(std::process::id());
    let threads: Vec<_> = (0..2)
        .map(|thread| {
            let (store, promises) = (store.clone(), promises.clone());
            std::thread::spawn(move || work(&store, Path::new(&promises), subscribers, start * 2 + thread))
        })
        .collect();
    for thread in threads {
        let _ = thread.join();
    }
}

fn work(store: &Store, promises: &Path, subscribers: u64, seed: u64) {
    let mut random = Random(seed);
    let mut file = OpenOptions::new().append(true).create(true).open(promises).unwrap();
    loop {
        let mut made = Vec::new();
        while made.len() < OUTSTANDING {
            let number = random.below(subscribers);
            if random.below(4) == 0 {
                let read = store.get::<Registration>(&imsi(number));
                let tick = read.value.map_or(0, |record| record.services[0].sets[0].since.0);
                made.push((read.version, number, tick));
            } else {
                match advance(store, number) {
                    Ok((lsn, tick)) => made.push((lsn, number, tick)),
                    Err(CommitError::Stale { .. }) => {}
                    Err(_) => return,
                }
            }
        }
        let last = made.iter().map(|(lsn, ..)| *lsn).max().unwrap_or_default();
        while !store.durable().covers(last) {
            std::thread::sleep(Duration::from_micros(50));
        }
        let mut text = String::new();
        for (lsn, number, tick) in made {
            text += &format!("{} {number} {tick}\n", lsn.0);
        }
        // One write, so that a kill leaves whole lines: they are in the kernel's hands then.
        file.write_all(text.as_bytes()).unwrap();
    }
}

/// One step of a subscriber: registration and sequence always carry the same number.
fn advance(store: &Store, number: u64) -> Result<(Lsn, i64), CommitError> {
    let registered = store.get::<Registration>(&imsi(number));
    let counted = store.get::<Sequence>(&imsi(number));
    let tick = counted.value.map_or(0, |record| record.seq) + 1;
    let set = ChangeSet::new()
        .put(registration(number, tick as i64), registered.version)
        .put(sequence(number, tick), counted.version)
        .append(&posting(number, tick));
    store.commit(set).map(|lsn| (lsn, tick as i64))
}

/// Opens what the crash left, and holds it against what was promised. Returns how many promises there were.
pub(crate) fn verify(store: &Path, promises: &Path) -> u64 {
    let store = Store::open(store, Options { reserve: 0, ..Options::default() }).unwrap();
    Promises::read(promises).held_by(&store).count
}

/// What was promised: of each subscriber the latest, which stands for all before it.
struct Promises {
    count: u64,
    latest: HashMap<u64, (u64, i64)>,
}

impl Promises {
    fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut promises = Self { count: 0, latest: HashMap::new() };
        for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
            let words: Vec<u64> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
            match words[..] {
                [count] => promises.count += count,
                [lsn, number, tick] => {
                    let latest = promises.latest.entry(number).or_default();
                    *latest = (*latest).max((lsn, tick as i64));
                    promises.count += 1;
                }
                _ => panic!("no promise: {line}"),
            }
        }
        promises
    }

    /// In place of what `file` holds: only so does reading it take no longer with every kill of a soak.
    fn write(&self, file: &Path) {
        let mut text = format!("{}\n", self.count - self.latest.len() as u64);
        for (number, (lsn, tick)) in &self.latest {
            text += &format!("{lsn} {number} {tick}\n");
        }
        let beside = file.with_extension("new");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, file).unwrap();
    }

    fn held_by(self, store: &Store) -> Self {
        for (number, (lsn, tick)) in &self.latest {
            let registered = store.get::<Registration>(&imsi(*number));
            let found = registered.value.map_or(0, |record| record.services[0].sets[0].since.0);
            assert!(
                registered.version.0 >= *lsn,
                "subscriber {number}: version {lsn} was promised, {:?} is there",
                registered.version
            );
            assert!(found >= *tick, "subscriber {number}: step {tick} was promised, {found} is there");
        }
        for (record, _) in store.scan::<Sequence>() {
            let registered = store.get::<Registration>(&record.imsi);
            let counted = store.get::<Sequence>(&record.imsi);
            assert_eq!(registered.version, counted.version, "a change set is whole");
            assert_eq!(
                registered.value.map(|record| record.services[0].sets[0].since.0),
                Some(record.seq as i64)
            );
        }
        entries_agree(store);
        self
    }
}

/// The log, from where it was pruned on: every step once and in order, in the change set that made it, and the last of each subscriber the one that its
/// sequence is at.
fn entries_agree(store: &Store) {
    let verdict = store.verify_log(Log::Transfers, None).unwrap();
    let Verdict::Intact { from, to, .. } = verdict else { panic!("{verdict:?}") };
    let (mut steps, mut next) = (HashMap::new(), from.number);
    while next < to.number {
        let page = store.read_log::<Posting>(next, 10_000).unwrap();
        for entry in page {
            assert_eq!(entry.number, next, "no gap");
            let Posting { number, tick, .. } = entry.value;
            let before = steps.insert(number, (tick, entry.lsn));
            // A log that was never pruned has all steps.
            let first = from.number > 1 || tick == 1;
            assert!(
                before.map_or(first, |(before, _)| before + 1 == tick),
                "subscriber {number}: {tick} after {before:?}"
            );
            next += 1;
        }
    }
    for (number, (tick, lsn)) in steps {
        let counted = store.get::<Sequence>(&imsi(number));
        assert_eq!(
            (counted.value.map(|record| record.seq), counted.version),
            (Some(tick), lsn),
            "subscriber {number}"
        );
    }
}

/// A small generator of numbers: splitmix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % bound
    }
}
