//! LQ-2: the daemon on UDP: what an MME asks it, what it asks an MME, what it overhears, and how it stops.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod gtp_common;
mod ops_common;

use gtp_common::{hex, message};
use innkeeper::gtp::v2::{
    codec::{Header, Recovery},
    messages::{ChangeNotificationResponse, Echo},
};
use ops_common::{Daemon, PATIENCE, http, innkeeper, until, write};
use std::{
    io::ErrorKind,
    net::{SocketAddr, UdpSocket},
};
use tempfile::TempDir;

/// An MME's socket.
fn mme() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// A daemon with these listeners, and one subscriber.
fn daemon(directory: TempDir, listeners: &str) -> Daemon {
    let file = directory.path().join("innkeeper.toml");
    write(&file, &format!("[log]\nlevel = \"debug\"\n[lab]\nsubscribers = 1\n{listeners}"));
    Daemon::start(directory, &["--config", &file.display().to_string()], |_| {})
}

fn receive(socket: &UdpSocket) -> Vec<u8> {
    let mut octets = [0; 2048];
    let (length, _) = socket.recv_from(&mut octets).expect("a message");
    octets[..length].to_vec()
}

fn ask(socket: &UdpSocket, to: &str, octets: &[u8]) -> Vec<u8> {
    socket.send_to(octets, to).unwrap();
    receive(socket)
}

/// A Change Notification Request by the IMSI whose last octets these are.
fn notification(sequence: u16, last: &str) -> Vec<u8> {
    hex(&format!(
        "4826002a 00000000 00{sequence:04x}00 010008000001010000{last} 5200010006 56000d001800f110000700f110000a1b2c"
    ))
}

fn cause(answer: &[u8]) -> u8 {
    ChangeNotificationResponse::decode(message(answer).1).unwrap().cause.value.0
}

/// The daemon's restart counter, as an MME is told.
fn counter(socket: &UdpSocket, to: &str) -> u8 {
    let answer = ask(socket, to, &hex("40010009 00000700 0300010011"));
    let (header, elements) = message(&answer);
    assert_eq!((header.message_type, header.sequence), (2, 7));
    Echo::decode(elements).unwrap().recovery.0
}

fn until_metric(daemon: &Daemon, line: &str) {
    until(line, || http(daemon, "GET", "/metrics", None, "").body.contains(line).then_some(()));
}

/// LQ-2: an MME tells of a user's place and is answered; of nobody, and is told so; and again, and gets the same answer.
#[test]
fn lq_2_an_mme_tells_of_places_over_udp() {
    let daemon = daemon(TempDir::new().unwrap(), "[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\n");
    let (mme, to) = (mme(), &*daemon.gtp[0]);
    until("the banner", || daemon.log().contains(&format!("GTPv2-C on {to}")).then_some(()));
    let answer = ask(&mme, to, &notification(1, "0000f1"));
    assert_eq!((cause(&answer), cause(&ask(&mme, to, &notification(2, "0099f9")))), (16, 64));
    assert_eq!(ask(&mme, to, &notification(1, "0000f1")), answer);
    assert_eq!(cause(&ask(&mme, to, &hex("48260015 00000000 00000300 0100080000010100000000f1 ff"))), 65);
    // Of version 1; and two that get no answer: what comes next is that of the Echo.
    assert_eq!(ask(&mme, to, &hex("32010004 00000000 00090000")), hex("40030004 00000900"));
    for silent in ["40030004 00000900", "48aa0008 00000000 00000100", "4826"] {
        mme.send_to(&hex(silent), to).unwrap();
    }
    assert_eq!(counter(&mme, to), 1);
    let change = "innkeeper_gtp_answers_total{cause=\"16\",message=\"ChangeNotificationRequest\"} 1";
    until_metric(&daemon, change);
    for line in [
        "innkeeper_gtp_answers_total{cause=\"64\",message=\"ChangeNotificationRequest\"} 1",
        "innkeeper_gtp_answers_total{cause=\"65\",message=\"ChangeNotificationRequest\"} 1",
        "innkeeper_gtp_answers_total{cause=\"none\",message=\"EchoRequest\"} 1",
        "innkeeper_gtp_repeated_total 1",
        "innkeeper_gtp_other_versions_total{answer=\"told\"} 1",
        "innkeeper_gtp_discarded_total{reason=\"unexpected\"} 2",
        "innkeeper_gtp_discarded_total{reason=\"unreadable\"} 1",
        "innkeeper_gtp_hints_total{source=\"notified\"} 1",
    ] {
        until_metric(&daemon, line);
    }
    assert!(daemon.log().contains("Change Notification refused: Context Not Found (64)"), "{}", daemon.log());
}

/// LQ-2, TS 29.274 §7.1.1, TS 23.007 §18: a peer is asked whether it lives, with our restart counter, which grows with every start; what it says of its own is noted.
#[test]
fn lq_2_peers_are_asked_and_told_of_restarts() {
    let peer = mme();
    let listeners =
        format!("[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\npeers = [\"{}\"]\n", peer.local_addr().unwrap());
    let mut directory = TempDir::new().unwrap();
    for start in 1..=2 {
        let daemon = daemon(directory, &listeners);
        let to = &*daemon.gtp[0];
        let asked = receive(&peer);
        let (header, elements) = message(&asked);
        assert_eq!((header.message_type, header.teid), (1, None));
        assert_eq!(Echo::decode(elements), Ok(Echo { recovery: Recovery(start) }));
        let sequence = header.sequence;
        peer.send_to(&hex(&format!("40020009 {sequence:06x}00 0300010005")), to).unwrap();
        let up = format!("innkeeper_gtp_path_up{{peer=\"{}\"}} 1", peer.local_addr().unwrap());
        until_metric(&daemon, &up);
        assert_eq!(ask(&peer, to, &hex("40010009 00000800 0300010006"))[..2], [0x40, 2]);
        until_metric(&daemon, "innkeeper_gtp_peer_restarts_total 1");
        assert_eq!(counter(&mme(), to), start);
        directory = daemon.stop().1;
    }
}

/// LQ-2: a mirror reads a session between others, and says nothing to anybody.
#[test]
fn lq_2_a_mirror_reads_and_says_nothing() {
    let listeners = "[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\nmode = \"mirror\"\n";
    let daemon = daemon(TempDir::new().unwrap(), listeners);
    let (mme, sgw, to) = (mme(), mme(), &*daemon.gtp[0]);
    let session = [
        // Create Session Request: IMSI, ULI, RAT Type, F-TEID 0x44 of the MME, a bearer context with EBI 5.
        (
            &mme,
            "48200040 00000000 00000100 0100080000010100000000f1 56000d001800f110000700f110000a1b2c 5200010006 570009008a00000044c0000201 5d0005004900010005",
        ),
        // Its response: accepted, F-TEID 0x55 of the SGW.
        (&sgw, "4821001b 00000044 00000100 020002001000 570009008b00000055c0000202"),
        // Modify Bearer Requests: of that session, and of one whose beginning was missed.
        (&mme, "4822001e 00000055 00000200 56000d001800f110000800f110000a1b2c 5200010006"),
        (&mme, "4822001e 00000056 00000300 56000d001800f110000800f110000a1b2c 5200010006"),
        (&mme, "40010009 00000400 0300010011"),
        (&mme, "32010004 00000000 00090000"),
    ];
    for (from, octets) in session {
        from.send_to(&hex(octets), to).unwrap();
    }
    until_metric(&daemon, "innkeeper_gtp_other_versions_total{answer=\"none\"} 1");
    for line in [
        "innkeeper_gtp_hints_total{source=\"mirrored\"} 2",
        "innkeeper_gtp_mirror_misses_total{message=\"ModifyBearerRequest\"} 1",
        "innkeeper_gtp_mirrored_total{message=\"ModifyBearerRequest\"} 2",
        "innkeeper_gtp_mirrored_total{message=\"CreateSessionRequest\"} 1",
        "innkeeper_gtp_mirrored_total{message=\"EchoRequest\"} 1",
    ] {
        until_metric(&daemon, line);
    }
    // The daemon has ended: whatever it wanted to say, it has said.
    daemon.stop();
    for socket in [mme, sgw] {
        socket.set_nonblocking(true).unwrap();
        assert_eq!(socket.recv_from(&mut [0; 64]).unwrap_err().kind(), ErrorKind::WouldBlock);
    }
}

/// LQ-2: who is in none of a listener's addresses is not answered, and not listened to.
#[test]
fn lq_2_strangers_are_not_listened_to() {
    let listeners = "[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\naddresses = [\"127.0.0.2\"]\n";
    let daemon = daemon(TempDir::new().unwrap(), listeners);
    let (stranger, to) = (mme(), &*daemon.gtp[0]);
    stranger.send_to(&notification(1, "0000f1"), to).unwrap();
    let known = UdpSocket::bind("127.0.0.2:0").unwrap();
    known.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(cause(&ask(&known, to, &notification(2, "0000f1"))), 16);
    until_metric(&daemon, "innkeeper_gtp_discarded_total{reason=\"stranger\"} 1");
    until_metric(&daemon, "innkeeper_gtp_hints_total{source=\"notified\"} 1");
    stranger.set_nonblocking(true).unwrap();
    assert_eq!(stranger.recv_from(&mut [0; 64]).unwrap_err().kind(), ErrorKind::WouldBlock);
}

/// LQ-2: what has arrived before a stop is answered.
#[test]
fn lq_2_a_stop_answers_what_has_arrived() {
    let daemon = daemon(TempDir::new().unwrap(), "[[gtp.listener]]\nlisten = \"127.0.0.1:0\"\n");
    let (mme, to) = (mme(), daemon.gtp[0].parse::<SocketAddr>().unwrap());
    for sequence in 0..100 {
        mme.send_to(&notification(sequence, "0000f1"), to).unwrap();
    }
    let (status, _directory) = daemon.stop();
    assert_eq!(status.code(), Some(0));
    let mut answered: Vec<u32> =
        (0..100).map(|_| Header::parse(&receive(&mme)).unwrap().0.sequence).collect();
    answered.sort_unstable();
    assert_eq!(answered, (0..100).collect::<Vec<_>>());
}

/// LQ-2: an address that another has ends the start, with a sentence that says which, and where it is written.
#[test]
fn lq_2_an_address_that_is_taken_is_told() {
    let (taken, directory) = (mme(), TempDir::new().unwrap());
    let (file, address) = (directory.path().join("innkeeper.toml"), taken.local_addr().unwrap());
    write(&file, &format!("[[gtp.listener]]\nlisten = \"{address}\"\n"));
    let ended = innkeeper()
        .args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--config"])
        .arg(&file)
        .arg("--store")
        .arg(directory.path().join("store"))
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("cannot listen on {address}: ")), "{said}");
    assert!(said.contains("see [[gtp.listener]]"), "{said}");
}

/// LQ-2: where no listener is configured there is none, nor anything kept for one.
#[test]
fn lq_2_without_a_listener_there_is_no_gtp() {
    let daemon = Daemon::lab();
    assert_eq!(daemon.gtp, [""; 0]);
    assert!(!daemon.log().contains("GTP"));
    assert!(!daemon.path("store/gtp-restart-counter").exists());
}
