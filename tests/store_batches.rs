//! When the store's writer waits for more change sets before it writes a batch.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod store_common;

use innkeeper::{
    store::{ChangeSet, Options, Store},
    types::Lsn,
};
use std::time::{Duration, Instant};
use store_common::*;

/// Commits one change set for each number, a moment apart.
fn commit(store: &Store, numbers: std::ops::Range<u64>) -> Lsn {
    let one = |number| {
        std::thread::sleep(Duration::from_millis(20));
        store.commit(ChangeSet::new().put(sequence(number, 1), Lsn::ZERO)).unwrap()
    };
    numbers.map(one).fold(Lsn::ZERO, Lsn::max)
}

fn store(gather_from: usize, enough: usize, gather: Duration) -> Store {
    let options =
        Options { gather_from, enough, gather, idle: Duration::from_hours(1), ..Options::default() };
    Place::memory().open_with(Options { reserve: 0, ..options })
}

/// After a batch of a busy node the next is waited for, and has what came meanwhile.
#[test]
fn a_busy_nodes_next_changes_share_a_batch() {
    let store = store(1, 100, Duration::from_secs(1));
    wait(&store, commit(&store, 0..1));
    wait(&store, commit(&store, 1..6));
    assert_eq!((store.stats().batches, store.stats().sets), (2, 6));
}

/// A quiet node's changes wait for nothing, and neither do those that are enough.
#[test]
fn a_quiet_nodes_changes_and_enough_of_a_busy_ones_wait_for_nothing() {
    for (gather_from, enough) in [(2, 100), (1, 1)] {
        let (store, begun) = (store(gather_from, enough, Duration::from_secs(40)), Instant::now());
        for number in 0..3 {
            wait(&store, commit(&store, number..number + 1));
        }
        assert_eq!(store.stats().batches, 3);
        assert!(begun.elapsed() < Duration::from_secs(40), "{gather_from} {enough}");
    }
}
