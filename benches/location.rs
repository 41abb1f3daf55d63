//! What it costs to say where a user is, from memory: `cargo bench --bench location -- [SUBSCRIBERS]`, 300,000 by default.
//!
//! Three answers: the remembered place with privacy checked, nobody asked and nothing written; the same with its query in the durable journal (LQ-5); and
//! the place that a cell is in, by a file of as many cells. One thread; numbers are for this machine and minute.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

#[path = "../tests/eps_common/mod.rs"]
mod eps_common;

use arc_swap::ArcSwap;
use eps_common::*;
use innkeeper::{
    domain::{
        location::Privacy,
        places::{Format, Levels, Places, query},
    },
    interfaces::shared::{Origin, network::Sending},
    procedures::location::{Locator, Question, journal::Asker},
    records::{Fact, Source, Subscriber},
    store::{ChangeSet, Options, Store},
    telemetry::metrics::Metrics,
    types::{Imsi, Lsn, Timestamp},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Users asked for in a row, far apart in the order of numbers.
const STRIDE: u64 = 7919;

fn main() {
    let words = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let subscribers: u64 = words.unwrap_or(300_000);
    let place = tempfile::Builder::new().prefix("location-bench").tempdir_in(".").unwrap();
    let store = Store::open(&place.path().join("store.db"), Options::default()).unwrap();
    let lab = Lab::over(store, "");
    let first = Imsi::parse(IMSI).unwrap();
    lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
        .unwrap();
    let like = lab.store.get::<Subscriber>(&first).value.unwrap();
    let imsi = |number: u64| first.offset(number % subscribers).unwrap();
    for number in 1..subscribers {
        let record =
            Subscriber { imsi: imsi(number), msisdn: None, services: Box::default(), ..(*like).clone() };
        lab.store.commit(ChangeSet::new().put(record, Lsn::ZERO)).unwrap();
    }
    let script = Script::saying(Err(innkeeper::interfaces::shared::network::Undelivered::Unreadable));
    let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
    let nodes = Box::new(Sending::new(script, origin, Timestamp::now()));
    let known = (lab.store.clone(), Arc::new(ArcSwap::new(lab.hss.clone())));
    let locator = Locator::new(known, nodes, Privacy::default(), Arc::new(Metrics::new()), Timestamp::now);
    for number in 0..subscribers {
        let cell = format!("ecgi 00101-{:07x}, tai 00101-{:04x}", number & 0xfff_ffff, number & 0xffff);
        locator.hint(
            imsi(number),
            Fact {
                source: Source::Gtp,
                from: "192.0.2.1".into(),
                at: Timestamp::now(),
                heard: Timestamp::now(),
                seen: query::parse(&cell).unwrap(),
                estimate: Box::default(),
                state: None,
            },
        );
    }
    locator.persist_hints();
    println!("{subscribers} subscribers, each in a cell");
    let question = |number: u64| Question {
        imsi: imsi(number * STRIDE),
        accepted: Duration::from_secs(3600),
        current: false,
        accuracy: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for _ in 0..3 {
        rate("from memory", 1_000_000, |number| {
            let answer = runtime.block_on(locator.locate(question(number)));
            assert!(answer.missed.is_none() && answer.fact.is_some());
        });
    }
    let asker = Asker { name: "as.example".into(), interface: "sh" };
    for _ in 0..3 {
        let begun = Instant::now();
        let mut last = Lsn::ZERO;
        let count = 300_000;
        for number in 0..count {
            last = runtime.block_on(locator.tell(&asker, question(number))).unwrap().1;
        }
        runtime.block_on(lab.store.durable().reached(last));
        tell("from memory, each query in the durable journal", count, begun);
    }
    let mut file = String::from("match,cell,site,city,province,country\n");
    for cell in 0..subscribers {
        let (site, city) = (cell / 3, cell / 3000);
        file += &format!("ecgi 00101-{cell:07x},cell{cell},site{site},city{city},province,country\n");
    }
    let begun = Instant::now();
    let places = Places::read(file.as_bytes(), Format::Csv, Levels::default()).unwrap();
    tell("a line of a file of places read", subscribers, begun);
    let seen: Vec<_> = (0..subscribers)
        .map(|cell| query::parse(&format!("ecgi 00101-{:07x}", cell * STRIDE % subscribers)).unwrap())
        .collect();
    for _ in 0..3 {
        rate("a cell's place", 1_000_000, |number| {
            assert!(places.lookup(&seen[(number % subscribers) as usize]).is_some());
        });
    }
}

fn rate(what: &str, count: u64, mut one: impl FnMut(u64)) {
    let begun = Instant::now();
    (0..count).for_each(&mut one);
    tell(what, count, begun);
}

fn tell(what: &str, count: u64, begun: Instant) {
    let took = begun.elapsed().as_secs_f64();
    println!("{what}: {:.0}/s, {:.2} µs each", count as f64 / took, took * 1e6 / count as f64);
}
