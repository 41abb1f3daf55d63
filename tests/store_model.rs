//! ST-1, ST-5: random changes, entries of logs, sweeps, prunings, crashes and openings, held against a model that is a map and a list; the journal
//! over many short lives.
//!
//! `INNKEEPER_MODEL_RUNS` (30) makes a soak of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

#[path = "store_common/child.rs"]
#[allow(dead_code, reason = "only the generator and the settings are of use here")]
mod child;
mod store_common;

use child::Random;
use innkeeper::{
    records::{Log, Logged, Sequence, Subscriber},
    store::{ChangeSet, CommitError, Entry, MemoryDisk, Options, Owner, Store, Verdict},
    types::Lsn,
};
use std::{collections::HashMap, time::Duration};
use store_common::*;

const NUMBERS: u64 = 40;
const TEXTS: u64 = 12;

/// What the store should hold after each LSN.
#[derive(Clone, Default)]
struct Model {
    sequences: HashMap<u64, (u64, Lsn)>,
    subscribers: HashMap<u64, (Vec<u64>, Lsn)>,
}

impl Model {
    fn check(&self, store: &Store) {
        assert_eq!(store.count::<Sequence>(), self.sequences.len());
        assert_eq!(store.count::<Subscriber>(), self.subscribers.len());
        for number in 0..NUMBERS {
            let read = store.get::<Sequence>(&imsi(number));
            let found = read.value.map(|record| (record.seq, read.version));
            assert_eq!(found, self.sequences.get(&number).copied(), "sequence {number}");
        }
        for text in 0..TEXTS {
            let owner = self
                .subscribers
                .iter()
                .find(|(_, (texts, _))| texts.contains(&text))
                .map(|(number, _)| *number);
            assert_eq!(
                store.owner(&identity(text)).0,
                owner.map(|number| Owner::Subscriber(imsi(number))),
                "{text}"
            );
        }
    }
}

/// What the logs should hold: every entry of every change set, in order, whether it was pruned meanwhile or not.
#[derive(Default)]
struct LogModel {
    postings: Vec<(Lsn, Posting)>,
    details: Vec<(Lsn, Detail)>,
    /// Before which number postings may be missing.
    pruned: u64,
}

/// Entries, and the change set that each came with.
type Appended<E> = Vec<(Lsn, E)>;

impl LogModel {
    /// Forgets what came after `durable`, and looks whether the rest is there: no more, no less, numbered without a gap.
    fn check(&mut self, store: &Store, durable: Lsn) {
        self.postings.retain(|(lsn, _)| *lsn <= durable);
        self.details.retain(|(lsn, _)| *lsn <= durable);
        let begin = store.log_extent(Log::Transfers).unwrap().begin.number;
        assert!(begin <= self.pruned.max(1), "{begin}: nothing was to be pruned from {} on", self.pruned);
        assert_eq!(store.read_log::<Posting>(0, usize::MAX).unwrap(), numbered(&self.postings, begin));
        assert_eq!(store.read_log::<Detail>(0, usize::MAX).unwrap(), numbered(&self.details, 1));
        for log in Log::ALL {
            let verdict = store.verify_log(log, None).unwrap();
            assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
        }
    }

    /// Adds random entries to a change set; those it has then, should it be applied at `lsn`.
    fn append(
        &self,
        mut set: ChangeSet,
        random: &mut Random,
        lsn: Lsn,
    ) -> (ChangeSet, Appended<Posting>, Appended<Detail>) {
        let (mut postings, mut details) = (Vec::new(), Vec::new());
        for at in 0..random.below(4) {
            if random.below(3) > 0 {
                // Now and then a row is full.
                let octets = if random.below(10) == 0 { random.below(60_000) } else { random.below(90) };
                let entry = Posting { text: "x".repeat(octets as usize), ..posting(at, lsn.0) };
                set = set.append(&entry);
                postings.push((lsn, entry));
            } else {
                set = set.append(&Detail(lsn.0));
                details.push((lsn, Detail(lsn.0)));
            }
        }
        (set, postings, details)
    }
}

/// The entries from a number on, as a reader gets them.
fn numbered<E: Logged>(entries: &[(Lsn, E)], from: u64) -> Vec<Entry<E>> {
    let numbered = (1..).zip(entries).filter(|(number, _)| *number >= from);
    numbered.map(|(number, (lsn, value))| Entry { number, lsn: *lsn, value: value.clone() }).collect()
}

fn identity(text: u64) -> String {
    format!("sip:user{text}@example.com")
}

#[test]
fn st_1_random_changes_and_crashes_agree_with_a_map() {
    for run in 0..child::setting("INNKEEPER_MODEL_RUNS", 30) {
        let mut random = Random(run);
        let disk = MemoryDisk::new();
        let mut history = vec![Model::default()];
        let mut logs = LogModel::default();
        for _ in 0..6 {
            let options = Options {
                sweep_every: 1 + random.below(60),
                sweep_most: 16 + random.below(40) as usize,
                idle: Duration::from_micros(200 + random.below(2000)),
                ..Options::default()
            };
            let store = Store::open_memory(&disk, options).unwrap();
            let durable = store.durable().get();
            assert!(history.len() as u64 > durable.0, "the store invents nothing");
            history.truncate(durable.0 as usize + 1);
            history[durable.0 as usize].check(&store);
            logs.check(&store, durable);
            for _ in 0..random.below(300) {
                step(&store, &mut history, &mut logs, &mut random);
                if random.below(40) == 0 {
                    std::thread::sleep(Duration::from_micros(random.below(3000)));
                }
            }
            let promised = store.durable().get();
            if random.below(3) == 0 {
                drop(store);
            } else {
                disk.cut();
            }
            let found = Store::open_memory(&disk, Options::default()).unwrap().durable().get();
            assert!(found >= promised, "run {run}: {promised:?} was promised, {found:?} is there");
        }
    }
}

/// One random change set; the model follows if the store takes it, and agrees if it does not.
fn step(store: &Store, history: &mut Vec<Model>, logs: &mut LogModel, random: &mut Random) {
    let mut model = history.last().cloned().unwrap_or_default();
    let number = random.below(NUMBERS);
    let next = Lsn(history.len() as u64);
    let read = store.get::<Sequence>(&imsi(number));
    let mut set = if random.below(5) == 0 {
        model.sequences.remove(&number);
        ChangeSet::new().delete::<Sequence>(imsi(number), read.version)
    } else {
        model.sequences.insert(number, (next.0, next));
        ChangeSet::new().put(sequence(number, next.0), read.version)
    };
    if random.below(3) == 0 {
        let read = store.get::<Subscriber>(&imsi(number));
        let texts: Vec<u64> = (0..random.below(3)).map(|_| random.below(TEXTS)).collect();
        let names: Vec<String> = texts.iter().map(|text| identity(*text)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        set = set.put(subscriber_with(number, &names), read.version);
        model.subscribers.insert(number, (texts, next));
    }
    if random.below(6) == 0 {
        // Entries alone.
        (set, model) = (ChangeSet::new(), history.last().cloned().unwrap_or_default());
    }
    let (set, postings, details) = logs.append(set, random, next);
    let nothing = set.is_empty();
    match store.commit(set) {
        Ok(lsn) if nothing => assert_eq!(lsn, Lsn::ZERO),
        Ok(lsn) => {
            assert_eq!(lsn, next);
            history.push(model);
            logs.postings.extend(postings);
            logs.details.extend(details);
            if random.below(50) == 0 {
                let before = random.below(logs.postings.len() as u64 + 2);
                store.prune_log(Log::Transfers, before);
                logs.pruned = logs.pruned.max(before);
            }
        }
        Err(CommitError::IdentityTaken { .. }) => {
            let (texts, _) = &model.subscribers[&number];
            let taken = |(other, (theirs, _)): (&u64, &(Vec<u64>, Lsn))| {
                *other != number && texts.iter().any(|text| theirs.contains(text))
            };
            assert!(model.subscribers.iter().any(taken), "refused for no reason");
        }
        Err(error) => panic!("{error}"),
    }
}

/// Only the journal's length, or what an earlier life left behind, makes a sweep begin: no idle moment, no age. Batches are as small as a quiet node's.
fn only_by_length(sweep_every: u64) -> Options {
    let never = Duration::from_secs(3600);
    Options { sweep_every, lag: never, idle: never, gather_from: usize::MAX, ..Options::default() }
}

/// Changes so many random sequences, and waits until that is durable.
fn advance(store: &Store, random: &mut Random, changes: u64) {
    let mut last = Lsn::ZERO;
    for _ in 0..changes {
        let imsi = imsi(random.below(20_000));
        let read = store.get::<Sequence>(&imsi);
        let seq = read.value.map_or(0, |record| record.seq) + 1;
        last = store
            .commit(ChangeSet::new().put(Sequence { seq, ..Sequence::new(imsi) }, read.version))
            .unwrap();
    }
    wait(store, last);
}

/// ST-5: a node that is killed again and again, each time before a cycle of the sweep is over, does not open with an ever longer journal.
#[test]
fn st_5_short_lives_do_not_add_up_to_a_long_journal() {
    const EVERY: u64 = 2000;
    const LIFE: u64 = 600;
    let (disk, mut random) = (MemoryDisk::new(), Random(1));
    for life in 0..20 {
        let store = Store::open_memory(&disk, only_by_length(EVERY)).unwrap();
        let replayed = store.stats().journal;
        assert_eq!(store.durable().get(), Lsn(life * LIFE), "all of it is there");
        // Twice `sweep_every`, and what one life adds before its first cycle is over.
        assert!(replayed <= 2 * EVERY + LIFE, "life {life} replays {replayed} change sets");
        (0..LIFE / 100).for_each(|_| advance(&store, &mut random, 100));
        disk.cut();
    }
}

/// ST-5: an import is one change set, yet a million records to replay. Short lives bring it to the tables all the same.
#[test]
fn st_5_an_import_that_a_crash_left_behind_is_swept_though_the_journal_is_short() {
    let (disk, mut random) = (MemoryDisk::new(), Random(1));
    let store = Store::open_memory(&disk, only_by_length(5000)).unwrap();
    let mut stage = store.stage().unwrap();
    let new = |number| ChangeSet::new().put(subscriber(number), Lsn::ZERO);
    stage.add((0..1000).map(new)).unwrap();
    let switch = stage.switch(nobody).unwrap();
    wait(&store, switch);
    disk.cut();
    let marks: Vec<Lsn> = (0..10)
        .map(|_| {
            let store = Store::open_memory(&disk, only_by_length(5000)).unwrap();
            assert_eq!(store.count::<Subscriber>(), 1000);
            (0..10).for_each(|_| advance(&store, &mut random, 30));
            disk.cut();
            store.stats().mark
        })
        .collect();
    assert!(marks[9] >= switch, "switched at {switch:?}, swept {marks:?}");
}
