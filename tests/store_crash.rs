//! ST-1, ST-2: what was promised survives a kill at any instant, and nothing was ever shown that did not.
//!
//! `INNKEEPER_KILLS` (20) and `INNKEEPER_KILL_SUBSCRIBERS` (50000) make a soak of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

#[path = "store_common/child.rs"]
mod child;
mod store_common;

use innkeeper::{
    records::Subscriber,
    store::{Options, Store},
};
use std::time::Duration;
use store_common::*;

#[test]
#[ignore = "the program that the other test starts and kills"]
fn child() {
    child::run();
}

#[test]
fn st_1_st_2_what_was_promised_survives_kill_9() {
    let (kills, subscribers) =
        (child::setting("INNKEEPER_KILLS", 20), child::setting("INNKEEPER_KILL_SUBSCRIBERS", 50_000));
    let dir = tempfile::tempdir().unwrap();
    let (path, promises) = (dir.path().join("store.db"), dir.path().join("promises"));
    let store = Store::open(&path, Options::default()).unwrap();
    let mut stage = store.stage().unwrap();
    stage.add((0..subscribers).map(subscriber).map(new)).unwrap();
    wait(&store, stage.switch(nobody).unwrap());
    drop(store);
    let mut random = child::Random(u64::from(std::process::id()));
    for kill in 0..kills {
        let mut process = child::start(&path, &promises, subscribers, &[]);
        // Kill at any instant, but let it get to work mostly.
        let length = || std::fs::metadata(&promises).map_or(0, |meta| meta.len());
        let before = length();
        let mut ended = || process.try_wait().unwrap();
        if kill % 4 != 3 {
            wait_until(|| ended().is_some() || length() != before);
        }
        std::thread::sleep(Duration::from_millis(random.below(300)));
        assert!(ended().is_none(), "kill {kill}: the one before broke a promise");
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let count = child::verify(&path, &promises);
    assert!(count > 0, "nothing was ever promised: the test proves nothing");
    let store = Store::open(&path, Options::default()).unwrap();
    assert_eq!(store.count::<Subscriber>() as u64, subscribers);
    println!("{kills} kills, {count} promises, none broken");
}
