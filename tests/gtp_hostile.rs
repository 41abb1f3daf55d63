//! LQ-2: hostile input on UDP 2123: whatever comes, at most one sound answer, no loop, no end; and whoever asks properly meanwhile is answered.
#![allow(unreachable_pub, dead_code, reason = "the law is shared with the fuzz target, which uses the rest")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

#[path = "../fuzz/src/gtp.rs"]
mod gtp;
mod gtp_common;
mod ops_common;

use gtp_common::{Bench, hex};
use ops_common::{Daemon, http, until, write};
use std::{
    net::UdpSocket,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The messages of the table.
fn messages() -> Vec<Vec<u8>> {
    let table = include_str!("tables/gtp/answers.txt");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| hex(row.rsplit('|').next().unwrap())).collect()
}

/// LQ-2: every message of the table, cut at every octet, and with every bit turned over.
#[test]
fn lq_2_no_truncation_and_no_bit_flip_breaks_the_law() {
    let (mut bench, now) = (Bench::new(), Instant::now());
    let mut tried = 0;
    for message in messages() {
        for cut in 0..message.len() {
            gtp::one(&mut bench, 1, &message[..cut], now);
        }
        for bit in 0..message.len() * 8 {
            let mut flipped = message.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            gtp::one(&mut bench, 2, &flipped, now);
            tried += 1;
        }
    }
    assert!(tried > 10_000, "{tried}");
}

/// Numbers that look like chance.
fn numbers() -> impl FnMut() -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// LQ-2: a flood of nonsense and of messages gone astray, from many ports, into both kinds of listeners: the daemon serves on, fails nowhere, and stops in
/// good order.
#[test]
fn lq_2_a_flood_is_survived() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    let listeners = "[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\n[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\nmode = \"mirror\"\n";
    write(&file, &format!("[lab]\nsubscribers = 1\n{listeners}"));
    let daemon = Daemon::start(directory, &["--config", &file.display().to_string()], |_| {});
    let (seeds, mut next) = (messages(), numbers());
    let socket = || UdpSocket::bind("127.0.0.1:0").unwrap();
    let sockets: Vec<UdpSocket> = (0..20).map(|_| socket()).collect();
    let asking = socket();
    for round in 0..20_000usize {
        let mut octets = seeds[next() as usize % seeds.len()].clone();
        for _ in 0..next() % 4 {
            let at = next() as usize % octets.len();
            octets[at] = next() as u8;
        }
        if round % 3 == 0 {
            octets = (0..next() % 60).map(|_| next() as u8).collect();
        }
        sockets[round % sockets.len()].send_to(&octets, &*daemon.gtp[round % 2]).unwrap();
    }
    // What was asked may have been lost in the flood: then it is asked again, as peers do.
    asking.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let answer = until("an answer", || {
        asking.send_to(&hex("40010009 00000700 0300010011"), &*daemon.gtp[0]).unwrap();
        let mut octets = [0; 64];
        asking.recv_from(&mut octets).ok().map(|(length, _)| octets[..length].to_vec())
    });
    assert_eq!(answer, hex("40020009 00000700 0300010001"));
    let metrics = http(&daemon, "GET", "/metrics", None, "").body;
    assert!(metrics.contains("innkeeper_panics_total 0"), "{metrics}");
    assert!(!metrics.contains("reason=\"failed\""), "{metrics}");
    assert!(metrics.contains("innkeeper_gtp_discarded_total{reason=\"unreadable\"}"), "{metrics}");
    assert_eq!(daemon.stop().0.code(), Some(0));
}
