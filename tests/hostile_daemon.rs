//! DB-6 on the daemon as a process, by the memory that the kernel says it has: thousands of hostile connections, and a thousand good ones at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;
mod peer_support;

use bytes::{BufMut, BytesMut};
use innkeeper::{
    cli::load::{Kind, Sender, population::Choice},
    diameter::{
        codec::{Frame, Message},
        dictionary::base::Outcome,
        peer::routing::result_of,
        transport::{Client, ClientConfig},
    },
};
use ops_common::{
    Daemon,
    cscf::{ALICE, DOMAIN, user},
    until,
};
use peer_support::{CX, cer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use socket2::{Domain, Socket, Type};
use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

const MIB: u64 = 1 << 20;

/// What the kernel has for the daemon now, and had at most, in octets.
fn memory(daemon: &Daemon) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{}/status", daemon.child.id())).unwrap();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    };
    (field("VmRSS:"), field("VmHWM:"))
}

fn config(host: &str) -> ClientConfig {
    ClientConfig {
        origin_host: format!("{host}.ims.{DOMAIN}"),
        origin_realm: format!("ims.{DOMAIN}"),
        applications: vec![CX],
        product: "hostile test".into(),
        timeout: Duration::from_secs(60),
    }
}

/// A UAR of one of the lab's subscribers, which is answered with success.
fn uar(host: &str, id: u32, out: &mut BytesMut) {
    let realm = format!("ims.{DOMAIN}");
    let sender = Sender {
        host: format!("{host}.{realm}"),
        realm: realm.clone(),
        destination_realm: realm.clone(),
        server_name: "sip:scscf.ims.example:6060".into(),
        visited_network: realm,
        visited_plmn: None,
    };
    sender.write(Kind::Uar, &user(ALICE, "001"), Choice::default(), "s;1;1", (id, id), out);
}

fn is_good(answer: &Message) -> bool {
    matches!(result_of(answer.as_bytes()), Some(Outcome::Experimental(result)) if result.code == 2001)
}

/// A peer like any other, which asks until it is told to stop; every answer has to be there and right.
struct Bystander {
    stop: Arc<AtomicBool>,
    answers: Arc<AtomicU64>,
    thread: thread::JoinHandle<()>,
}

impl Bystander {
    fn start(address: SocketAddr) -> Self {
        let (stop, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (stopped, counted) = (stop.clone(), answers.clone());
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut client = Client::connect(address, config("bystander")).await.unwrap();
                for id in 1.. {
                    let mut request = BytesMut::new();
                    uar("bystander", id, &mut request);
                    let answer = client.call(&request).await.unwrap();
                    assert!(is_good(&answer), "{:?}", result_of(answer.as_bytes()));
                    counted.fetch_add(1, Ordering::Relaxed);
                    if stopped.load(Ordering::Relaxed) {
                        return client.close().await;
                    }
                }
            });
        });
        Self { stop, answers, thread }
    }

    fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// Waits for `more` answers: whoever is slowed down gets them all the same, whoever is shut out does not.
    fn goes_on(&self, more: u64) {
        let from = self.answers();
        until("answers to the bystander", || {
            (self.thread.is_finished() || self.answers() >= from + more).then_some(())
        });
        assert!(!self.thread.is_finished(), "the bystander was disturbed");
    }

    fn stop(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        self.answers.load(Ordering::Relaxed)
    }
}

/// A random number generator of a test.
struct Random(u32);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }
}

/// What a hostile peer does, once connected; it then stays until the wave is over.
type Hostility = fn(&mut TcpStream, u32, &mut Random);

const HOSTILITIES: [(&str, Hostility); 10] = [
    ("silent", |_, _, _| {}),
    ("half a CER", |peer, number, random| {
        let cer = introduction(number);
        send(peer, &cer[..1 + random.next() as usize % (cer.len() - 1)]);
    }),
    ("random octets", |peer, _, random| {
        send(peer, &(0..2000).map(|_| random.next() as u8).collect::<Vec<_>>());
    }),
    ("a message said to be of 16 MiB", |peer, number, _| {
        open(peer, number);
        send(peer, b"\x01\xff\xff\xfc\xc0\0\x01\x2c");
        send(peer, &[0; 40_000]);
    }),
    ("wrong length", |peer, number, random| {
        open(peer, number);
        let mut request = request(number);
        request[1..4].copy_from_slice(&random.next().to_be_bytes()[1..]);
        send(peer, &request);
    }),
    ("half a request", |peer, number, random| {
        open(peer, number);
        let request = request(number);
        send(peer, &request[..random.next() as usize % request.len()]);
    }),
    ("never reads", |peer, number, _| {
        open(peer, number);
        let many = request(number).repeat(50);
        let _full = (0..1000).all(|_| send(peer, &many));
    }),
    ("surplus AVPs", |peer, number, _| {
        open(peer, number);
        send(peer, &with_avps(number, &b"\0\0\x27\x0f\0\0\0\x08".repeat(7_000)));
    }),
    ("nested groups", |peer, number, _| {
        open(peer, number);
        let mut nested = Vec::new();
        for level in (1..=7_000u32).rev() {
            nested.put_slice(b"\0\0\x01\x1c\x40");
            nested.put_slice(&(level * 8).to_be_bytes()[1..]);
        }
        send(peer, &with_avps(number, &nested));
    }),
    ("changed octets", |peer, number, random| {
        open(peer, number);
        let mut request = request(number);
        for _ in 0..4 {
            let at = random.next() as usize % request.len();
            request[at] = random.next() as u8;
        }
        send(peer, &request);
    }),
];

/// Writes as much as the socket takes; true if that was all.
fn send(peer: &mut TcpStream, mut octets: &[u8]) -> bool {
    while !octets.is_empty() {
        match peer.write(octets) {
            Ok(taken) => octets = &octets[taken..],
            // Full, or closed by the daemon, as it should.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
    true
}

/// Connects with small buffers: what the kernel takes for the daemon is not what the daemon holds.
fn connect(address: SocketAddr) -> TcpStream {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.set_send_buffer_size(32_768).unwrap();
    socket.connect(&address.into()).unwrap();
    socket.into()
}

fn introduction(number: u32) -> Vec<u8> {
    cer(&format!("hostile{number}.example.org"), "example.org", &[CX.id]).to_vec()
}

/// Exchanges capabilities, as whoever `number` is.
fn open(peer: &mut TcpStream, number: u32) {
    peer.set_nonblocking(false).unwrap();
    send(peer, &introduction(number));
    let mut cea = [0; 4096];
    assert!(peer.read(&mut cea).unwrap() > 20, "a CEA");
    peer.set_nonblocking(true).unwrap();
}

fn request(number: u32) -> Vec<u8> {
    let mut out = BytesMut::new();
    uar(&format!("hostile{number}"), number, &mut out);
    out.to_vec()
}

/// The request with more AVPs behind.
fn with_avps(number: u32, avps: &[u8]) -> Vec<u8> {
    let mut out = request(number);
    out.extend(avps);
    let length = (out.len() as u32).to_be_bytes();
    out[1..4].copy_from_slice(&length[1..]);
    out
}

/// A wave of every hostility, `each` times; all of them are connected at the end of it.
fn wave(address: SocketAddr, each: u32, number: &mut u32, random: &mut Random) -> Vec<TcpStream> {
    let mut peers = Vec::new();
    for _ in 0..each {
        for (_, hostility) in HOSTILITIES {
            *number += 1;
            let mut peer = connect(address);
            peer.set_nonblocking(true).unwrap();
            hostility(&mut peer, *number, random);
            peers.push(peer);
        }
    }
    peers
}

/// Silent, half-open, lying, nested, random, never reading: three thousand connections, hundreds at a time. The daemon's memory stays within
/// what its limits allow, is the same after each wave, and a peer that behaves gets every answer meanwhile.
#[test]
fn db_6_thousands_of_hostile_connections_cost_bounded_memory_and_no_other_peer_an_answer() {
    let daemon = Daemon::lab();
    let address: SocketAddr = daemon.diameter[0].parse().unwrap();
    let bystander = Bystander::start(address);
    let (mut number, mut random) = (0, Random(0x2545_f491));
    bystander.goes_on(100);
    let (start, _) = memory(&daemon);
    let mut after = Vec::new();
    for _ in 0..10 {
        let peers = wave(address, 30, &mut number, &mut random);
        bystander.goes_on(50);
        drop(peers);
        bystander.goes_on(50);
        after.push(memory(&daemon).0);
    }
    let (end, most) = memory(&daemon);
    let answers = bystander.stop();
    println!(
        "{number} hostile connections: {} MiB before, {} MiB at most, {} MiB after; {answers} answers to the bystander",
        start / MIB,
        most / MIB,
        end / MIB
    );
    assert!(!daemon.log().contains("panicked"), "{}", daemon.log());
    // 300 connections at once, a tenth of which fill OUT_HIGH and two tenths a whole message: 20 MiB, and as much again for the allocator.
    assert!(most - start < 64 * MIB, "{} MiB more at most", (most - start) / MIB);
    // The first waves settle what buffers the allocator keeps; then nothing may grow with their number.
    let growth = after[9].saturating_sub(after[4]);
    assert!(growth < 6 * MIB, "{} MiB more after five waves more: {after:?}", growth / MIB);
    until("the last of them is gone", || (!daemon.told(&["peers"]).contains("hostile")).then_some(()));
    let metrics = ops_common::http(&daemon, "GET", "/metrics", None, "").body;
    assert!(!metrics.contains("hostile"), "strangers who are gone are remembered:\n{metrics}");
}

/// A thousand connections at once with 64 requests outstanding on each: all are answered, none waits for the others to be done.
#[test]
fn db_5_a_thousand_connections_with_requests_outstanding_on_each() {
    const CONNECTIONS: usize = 1000;
    const WINDOW: u32 = 64;
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }).unwrap();
    let daemon = Daemon::lab();
    let address: SocketAddr = daemon.diameter[0].parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut clients = Vec::new();
        for number in 0..CONNECTIONS {
            clients.push(Client::connect(address, config(&format!("c{number}"))).await.unwrap());
        }
        let (start, _) = memory(&daemon);
        let mut batch = BytesMut::new();
        for (number, client) in clients.iter_mut().enumerate() {
            (0..WINDOW).for_each(|id| uar(&format!("c{number}"), id, &mut batch));
            client.send_batch(&mut batch).unwrap();
        }
        for client in &mut clients {
            let mut ids = Vec::new();
            while ids.len() < WINDOW as usize {
                let each = |header: &innkeeper::diameter::codec::Header, answer: Message| {
                    assert!(is_good(&answer));
                    ids.push(header.hop_by_hop);
                };
                let read = client.read_answers(each);
                tokio::time::timeout(Duration::from_secs(60), read).await.expect("it starves").unwrap();
            }
            assert!(ids.into_iter().eq(0..WINDOW), "each once, in order");
        }
        let (_, most) = memory(&daemon);
        let each = (most - start) / CONNECTIONS as u64;
        println!("{} kB at most for each of {CONNECTIONS} connections with {WINDOW} requests", each / 1000);
        assert!(each < 160_000, "{each} octets a connection");
    });
}

/// DB-1: who is refused with 3010 gets in by the lines that the log has for it, and by nothing else than a reload.
#[test]
fn db_1_a_refused_peer_gets_in_by_the_lines_of_the_log() {
    let directory = tempfile::TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    ops_common::write(&file, "[diameter]\naccept_unknown_peers = false\n");
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    let address: SocketAddr = daemon.diameter[0].parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let connect = || runtime.block_on(async { Client::connect(address, config("icscf")).await.map(drop) });
    let refusal = connect().unwrap_err().to_string();
    assert!(refusal.contains("DIAMETER_UNKNOWN_PEER (3010)"), "{refusal}");
    let section = until("the lines", || {
        let log = daemon.log();
        let at = log.find("[[diameter.peer]]")?;
        Some(log[at..].lines().take(4).collect::<Vec<_>>().join("\n"))
    });
    ops_common::write(&file, &format!("[diameter]\naccept_unknown_peers = false\n{section}\n"));
    daemon.signal("HUP");
    until("the peer is let in", || connect().ok());
    // Configured, and gone again.
    until("its metric", || {
        let metrics = ops_common::http(&daemon, "GET", "/metrics", None, "").body;
        let gauge = format!("innkeeper_diameter_peer_open{{peer=\"icscf.ims.{DOMAIN}\"}} 0");
        metrics.contains(&gauge).then_some(())
    });
}

/// What these tests send is what it is said to be.
#[test]
fn hostile_messages_are_as_long_as_they_say() {
    for octets in [request(1), with_avps(1, &[0; 64])] {
        assert!(matches!(Frame::cut(&mut BytesMut::from(&octets[..])), Ok(Frame::Whole(_))));
    }
}
