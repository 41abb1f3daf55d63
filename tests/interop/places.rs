//! An MME and an SGW on scapy and the daemon: what they tell of places over GTPv2-C, to it and to each other.

use crate::{
    capture::{self, Capture},
    hss::{Hss, Peer},
    lab::{Directory, Shared, free_address},
    process::Process,
    programs::{DUMPCAP, SYSTEM_PYTHON, TSHARK, has_scapy, present},
};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Command,
    thread,
    time::{Duration, Instant},
};

fn steps(log: &str) -> Vec<Value> {
    log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// A Change Notification Response as scapy reads it: for this user, with this Cause and offending element.
fn changed(step: &str, sequence: u32, imsi: &str, cause: u8, offending: &str) -> Value {
    json!({
        "step": step, "type": 39, "sequence": sequence, "length": true, "teid": 0, "imsi": imsi, "cause": [cause, 0, offending]
    })
}

/// The metrics of the daemon at `address`.
fn metrics(address: &str) -> String {
    let mut http = TcpStream::connect((address, 8080)).expect("the admin API listens");
    write!(http, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("sent");
    let mut text = String::new();
    http.read_to_string(&mut text).expect("an answer");
    text
}

/// Waits until the metrics have these lines.
fn wait_for_metrics(address: &str, lines: &[&str]) {
    let start = Instant::now();
    loop {
        let told = metrics(address);
        let Some(missing) = lines.iter().find(|line| !told.contains(**line)) else { return };
        assert!(start.elapsed() < Duration::from_secs(20), "{missing} is not in\n{told}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// LQ-2: messages of an encoder that others wrote are answered, their decoder reads the answers, and so does tshark; of a session between two nodes of theirs
/// the places are overheard, and nobody is answered.
#[test]
fn lq_2_an_mme_and_an_sgw_of_another_implementation_tell_of_places() {
    if !present(&[TSHARK, DUMPCAP]) || !has_scapy() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address, mirror) = (Directory::new(), free_address(), free_address());
    let (mme, sgw) = (free_address(), free_address());
    let capture = Capture::of(capture::GTP, directory.path(), &address);
    let beside = Directory::new();
    let silence = Capture::of(capture::GTP, beside.path(), &mirror);
    let more = format!(
        r#"
[lab]
subscribers = 1

[[gtp.listener]]
listen = "{address}:2123"

[[gtp.listener]]
listen = "{mirror}:2123"
mode = "mirror"
"#
    );
    let _hss = Hss::start_with(directory.path(), &address, &[Peer::dialling("mme")], &[], &more);
    let mut python = Command::new(SYSTEM_PYTHON);
    python.args([
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/places.py"),
        &mme,
        &sgw,
        &address,
        &mirror,
    ]);
    let nodes = Process::start("MME and SGW", &python, &directory.path().join("nodes.log"));
    nodes.wait_until("their last step", Duration::from_secs(60), |nodes| nodes.log().contains("\"done\""));

    let imsi = "001010000000001";
    let mut moved = changed("moved", 2, imsi, 16, "");
    moved["mei"] = json!("3511223344556670");
    let mut repeated = moved.clone();
    repeated["step"] = json!("repeated");
    let expected = [
        json!({ "step": "echo", "type": 2, "sequence": 1, "length": true, "counter": 1 }),
        moved,
        repeated,
        changed("nobody", 3, "001010000000009", 64, ""),
        changed("no radio", 4, imsi, 70, "52000000"),
        changed("a tunnel", 5, imsi, 64, ""),
        // Where an element is cut nothing is given back.
        json!({ "step": "cut", "type": 39, "sequence": 6, "length": true, "teid": 0, "cause": [67, 0, "56000000"] }),
        json!({ "step": "version 1", "type": 3, "sequence": 7, "length": true }),
        json!({ "step": "done" }),
    ];
    assert_eq!(steps(&nodes.log()), expected);
    let counted = [
        "innkeeper_gtp_hints_total{source=\"notified\"} 1",
        "innkeeper_gtp_hints_total{source=\"mirrored\"} 3",
        "innkeeper_gtp_mirror_misses_total{message=\"ModifyBearerRequest\"} 1",
        "innkeeper_gtp_repeated_total 1",
    ];
    // Nobody answers what is overheard, so nobody says when it has been read.
    wait_for_metrics(&address, &counted);
    capture.wait_for(|sent| sent.iter().map(|(kind, _)| *kind).eq([2, 39, 39, 39, 39, 39, 39, 3]));
    let verdict = { silence }.finish();
    assert!(verdict.is_none_or(|verdict| verdict.sent.is_empty()), "a mirror spoke");
}
