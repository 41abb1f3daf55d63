//! freeDiameter 1.2 and the daemon as peers: capabilities, watchdog, disconnection (RFC 6733 §5.3 to §5.5).

use crate::{
    capture::Capture,
    freediameter::{FreeDiameter, complaints},
    hss::{Hss, Peer},
    lab::{Directory, Shared, free_address},
    programs::{DUMPCAP, FREEDIAMETER, TSHARK, present},
};
use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

const CEA: (u32, bool) = (257, false);
const DW: u32 = 280;
const DP: u32 = 282;

/// DB-1: freeDiameter dials: capabilities are exchanged, watchdogs answered, and its disconnection too. It finds nothing to complain of.
#[test]
fn db_1_freediameter_connects_is_watched_and_leaves() {
    if !present(&[FREEDIAMETER, TSHARK, DUMPCAP]) {
        return;
    }
    let _shared = Shared::keep();
    let directory = Directory::new();
    let address = free_address();
    let capture = Capture::start(directory.path(), &address);
    let _hss = Hss::start(directory.path(), &address, &[Peer::dialling("fd")], &[]);
    let peer = FreeDiameter::dialling(directory.path(), &address);
    peer.wait_for("-> 'STATE_OPEN'", 1);
    peer.wait_for("Device-Watchdog-Answer", 1);
    let log = peer.stop();
    assert_eq!(complaints(&log), Vec::<&str>::new());
    capture
        .wait_for(|sent| sent.contains(&CEA) && sent.contains(&(DW, false)) && sent.contains(&(DP, false)));
}

/// DB-1: the daemon ends in good order: freeDiameter gets a DPR, and dials again until the daemon is back.
#[test]
fn db_1_freediameter_is_told_of_a_shutdown_and_comes_back() {
    if !present(&[FREEDIAMETER, TSHARK, DUMPCAP]) {
        return;
    }
    let _shared = Shared::keep();
    let directory = Directory::new();
    let address = free_address();
    let capture = Capture::start(directory.path(), &address);
    let mut hss = Hss::start(directory.path(), &address, &[Peer::dialling("fd")], &[]);
    let peer = FreeDiameter::dialling(directory.path(), &address);
    peer.wait_for("-> 'STATE_OPEN'", 1);
    hss.stop();
    capture.wait_for(|sent| sent.contains(&(DP, true)));
    hss.restart();
    peer.wait_for("-> 'STATE_OPEN'", 2);
    assert_eq!(complaints(&peer.stop()), Vec::<&str>::new());
}

/// DB-1: the daemon dials freeDiameter, keeps the connection by watchdogs, and dials again when it comes back.
#[test]
fn db_1_the_daemon_dials_freediameter() {
    if !present(&[FREEDIAMETER, TSHARK, DUMPCAP]) {
        return;
    }
    let _shared = Shared::keep();
    let directory = Directory::new();
    let address = free_address();
    // freeDiameter listens on all addresses, so the port has to be free on all of them.
    let port = TcpListener::bind("0.0.0.0:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let peer = FreeDiameter::waiting(directory.path(), port);
    let _hss =
        Hss::start(directory.path(), &address, &[Peer::dialled("fd", &format!("127.0.0.1:{port}"))], &[]);
    peer.wait_for("-> 'STATE_OPEN'", 1);
    peer.wait_for("Device-Watchdog-Answer", 1);
    assert_eq!(complaints(&peer.stop()), Vec::<&str>::new());
    let peer = FreeDiameter::waiting(directory.path(), port);
    peer.wait_for("-> 'STATE_OPEN'", 1);
    assert_eq!(complaints(&peer.stop()), Vec::<&str>::new());
}

/// The daemon with our side of `config/open5gs`, at `address`.
fn beside_open5gs(directory: &Directory, address: &str) -> Hss {
    let example = include_str!("../../config/open5gs/innkeeper.toml");
    let listens = "127.0.0.8:3868";
    assert!(example.contains(listens));
    let configuration = format!(
        "{}\n[admin]\nlisten = \"{address}:8080\"\n[store]\npath = \"data\"\n",
        example.replace(listens, &format!("{address}:3868"))
    );
    Hss::start_as(directory.path(), address, &configuration)
}

/// The files of `config/open5gs` fit together: what MME and SMF have of freeDiameter connects to the daemon with our side of them, the SMF for charging alone.
#[test]
fn db_1_what_open5gs_has_of_freediameter_connects() {
    if !present(&[FREEDIAMETER]) {
        return;
    }
    let _shared = Shared::keep();
    let directory = Directory::new();
    let address = free_address();
    let hss = beside_open5gs(&directory, &address);
    for name in ["mme", "smf"] {
        let peer = match name {
            "mme" => FreeDiameter::as_open5gs_mme(directory.path(), &address),
            _ => FreeDiameter::as_open5gs_smf(directory.path(), &address),
        };
        peer.wait_for("-> 'STATE_OPEN'", 1);
        // It may read the answer before we have noted that it was sent.
        let (host, begun) = (format!("{name}.epc.mnc001.mcc001.3gppnetwork.org"), Instant::now());
        while !hss.run(&["peers"]).lines().any(|line| line.contains(&host) && line.contains("Open")) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{}", hss.run(&["peers"]));
        }
        assert_eq!(complaints(&peer.stop()), Vec::<&str>::new());
    }
}
