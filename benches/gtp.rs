//! What a Change Notification costs, from octets to octets and over UDP: `cargo bench --bench gtp`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a benchmark")]

#[path = "../tests/gtp_common/mod.rs"]
mod gtp_common;

use bytes::BytesMut;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gtp_common::{Bench, COUNTER, from, hex};
use innkeeper::{
    gtp::{
        transport::{Gtp, ListenerConfig, Mode, Observer, Senders},
        v2::{PathEvent, Service, Turn, codec::Recovery, limits::ECHO_INTERVAL},
    },
    interfaces::s11::{Hint, Hints, S11},
};
use std::{
    hint::black_box,
    io,
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::Instant,
};

/// Requests outstanding at once.
const WINDOW: u32 = 64;

/// Takes note of nothing.
#[derive(Debug)]
struct Nobody;

impl Hints for Nobody {
    fn hint(&self, hint: Hint) {
        black_box(hint);
    }
}

impl Observer for Nobody {
    fn turn(&self, _: SocketAddr, _: &Turn) {}
    fn failed(&self, from: SocketAddr) {
        panic!("{from}: a bug");
    }
    fn path(&self, _: PathEvent) {}
    fn unsent(&self, to: SocketAddr, error: &io::Error) {
        panic!("{to}: {error}");
    }
}

/// A request of the subscriber with an ECGI and a TAI; each call gives it the next number, so that none is a repetition.
fn requests() -> impl FnMut() -> Vec<u8> {
    let request = hex(
        "4826002a 00000000 00000000 0100080000010100000000f1 5200010006 56000d001800f110000700f110000a1b2c",
    );
    let mut sequence = 0u32;
    move || {
        sequence += 1;
        let mut octets = request.clone();
        octets[8..11].copy_from_slice(&sequence.to_be_bytes()[1..]);
        octets
    }
}

fn gtp(criterion: &mut Criterion) {
    let Bench { store, mut responder, .. } = Bench::new();
    let service: Arc<dyn Service> = Arc::new(S11::new(store, Arc::new(Nobody)));
    let mut next = requests();
    let mut out = BytesMut::with_capacity(64);
    let mut group = criterion.benchmark_group("gtp");
    group.throughput(Throughput::Elements(1));
    group.bench_function("Change Notification, octets to octets", |b| {
        b.iter(|| {
            out.clear();
            responder.datagram(from(1), black_box(&next()), Instant::now(), &*service, &mut out)
        });
    });

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a thread");
    let listener = ListenerConfig {
        address: ([127, 0, 0, 1], 0).into(),
        senders: Senders::default(),
        mode: Mode::Answer { peers: Vec::new(), interval: ECHO_INTERVAL },
    };
    let observer: Arc<dyn Observer> = Arc::new(Nobody);
    let listening =
        runtime.block_on(async { Gtp::start(&[listener], Recovery(COUNTER), &service, &observer) });
    let to = listening.expect("a listener").local_addresses()[0];
    let mme = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    group.throughput(Throughput::Elements(WINDOW.into()));
    group.bench_function("Change Notification over UDP, 64 at once", |b| {
        b.iter(|| {
            for _ in 0..WINDOW {
                mme.send_to(&next(), to).expect("sent");
            }
            let mut octets = [0; 64];
            (0..WINDOW).map(|_| mme.recv_from(&mut octets).expect("an answer").0).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, gtp);
criterion_main!(benches);
