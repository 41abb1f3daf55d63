//! VC-7: records leave over GTP′ to charging gateways that go away and come back, from a daemon that is killed: each counts once, at one of them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;

use ops_common::{Daemon, http, innkeeper, until, write};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    net::UdpSocket,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// A charging gateway, started as often as a test likes.
struct Gateway {
    child: Option<Child>,
    directory: PathBuf,
    address: String,
}

impl Gateway {
    fn start(directory: &Path) -> Self {
        let mut gateway = Self { child: None, directory: directory.into(), address: "127.0.0.1:0".into() };
        gateway.again();
        gateway
    }

    fn again(&mut self) {
        let mut command = innkeeper();
        command.args(["cgf", "--listen", &self.address, "--directory"]).arg(&self.directory);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut told = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut told).unwrap();
        let address = told.split("listening on ").nth(1).unwrap_or_else(|| panic!("{told}"));
        self.address = address.split(',').next().unwrap().into();
        self.child = Some(child);
    }

    fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn entries(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.directory.join("journal.jsonl")).unwrap_or_default();
        let whole = text.lines().filter(|line| line.ends_with('}'));
        whole.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How often each record counts here, in hexadecimal digits; and how many packets are held.
    fn records(&self) -> (BTreeMap<String, u32>, usize) {
        let (mut counts, mut held) = (BTreeMap::new(), BTreeMap::new());
        let mut count = |records: &Value| {
            for record in records.as_array().unwrap() {
                *counts.entry(record.as_str().unwrap().to_owned()).or_default() += 1;
            }
        };
        for entry in self.entries() {
            let key = (entry["client"].to_string(), entry["sequence"].to_string());
            match entry["entry"].as_str().unwrap() {
                "accepted" => count(&entry["records"]),
                "held" => _ = held.insert(key, entry["records"].clone()),
                "released" => count(&held.remove(&key).unwrap()),
                "cancelled" => _ = held.remove(&key),
                _ => {}
            }
        }
        (counts, held.len())
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.kill();
        }
    }
}

fn start(directory: TempDir, gateways: &[(&str, &Gateway)], port: u16) -> Daemon {
    let mut config = format!(
        "[diameter]\naccept_unknown_peers = true\n[lab]\nsubscribers = 1\n[ga]\nlisten = \"127.0.0.1:{port}\"\nanswer_seconds = 1\ntries = 2\necho_seconds = 1\nlate_seconds = 2\n"
    );
    for (transport, gateway) in gateways {
        config +=
            &format!("[[ga.gateway]]\naddress = \"{}\"\ntransport = \"{transport}\"\n", gateway.address);
    }
    let file = directory.path().join("innkeeper.toml");
    write(&file, &config);
    Daemon::start(directory, &["--config", &file.display().to_string()], |_| {})
}

/// Sessions that are charged: each has a record.
fn calls(daemon: &Daemon, count: usize) {
    for _ in 0..count {
        let call = ["call", "charge", "--imsi", "001010000000001", "--to", &daemon.diameter[0]];
        let output = innkeeper().args(call).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn metric(daemon: &Daemon, line: &str) -> bool {
    http(daemon, "GET", "/metrics", None, "").body.lines().any(|found| found == line)
}

/// Everything arrived: so many records, each once, nothing held.
fn until_arrived(daemon: &Daemon, gateways: &[&Gateway], expected: usize) {
    let found = until("all records' arrival", || {
        let found: Vec<_> = gateways.iter().map(|gateway| gateway.records()).collect();
        let counted: usize = found.iter().map(|(counts, _)| counts.len()).sum();
        let held: usize = found.iter().map(|(_, held)| held).sum();
        let over = metric(daemon, "innkeeper_records_waiting{way=\"gtp-prime\"} 0");
        (counted >= expected && held == 0 && over).then_some(found)
    });
    let mut all: BTreeMap<&String, u32> = BTreeMap::new();
    let counts = found.iter().flat_map(|(counts, _)| counts);
    counts.for_each(|(record, count)| *all.entry(record).or_default() += count);
    assert_eq!(all.len(), expected);
    assert!(all.values().all(|count| *count == 1), "{all:?}");
}

fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// VC-7: the first gateway is killed with records under way to it; what it did not acknowledge goes to the second, by TCP, and counts once when the first is back.
#[test]
fn vc_7_records_count_once_though_a_charging_gateway_is_killed() {
    let place = TempDir::new().unwrap();
    let (mut first, second) =
        (Gateway::start(&place.path().join("first")), Gateway::start(&place.path().join("second")));
    let daemon = start(TempDir::new().unwrap(), &[("udp", &first), ("tcp", &second)], free_port());
    calls(&daemon, 3);
    until_arrived(&daemon, &[&first, &second], 3);
    assert_eq!(first.records().0.len(), 3, "the first one is preferred");
    // It is stopped, not killed: what is sent to it lies in its socket, and is read when it goes on.
    let stopped = first.child.as_ref().unwrap().id().to_string();
    assert!(Command::new("kill").args(["-STOP", &stopped]).status().unwrap().success());
    calls(&daemon, 2);
    until("copies at the second gateway", || (second.records().1 > 0).then_some(()));
    assert!(Command::new("kill").args(["-CONT", &stopped]).status().unwrap().success());
    until_arrived(&daemon, &[&first, &second], 5);
    assert_eq!(first.records().0.len(), 5, "it had them all the time");
    // Killed, it never had what comes now.
    first.kill();
    calls(&daemon, 2);
    until("copies at the second gateway", || (second.records().1 > 0).then_some(()));
    first.again();
    until_arrived(&daemon, &[&first, &second], 7);
    assert_eq!(second.records().0.len(), 2, "they are released there");
    assert!(daemon.log().contains("taken for down") && daemon.log().contains("is there again"));
    assert!(metric(&daemon, "innkeeper_records_written_total{way=\"gtp-prime\"} 7"));
    assert!(metric(&daemon, &format!("innkeeper_ga_gateway_up{{gateway=\"udp {}\"}} 1", first.address)));
}

/// VC-7, ST-1: the daemon is killed again and again while records leave; none is lost, none counts twice, and files would have the same.
#[test]
fn vc_7_st_1_records_count_once_though_the_daemon_is_killed() {
    let place = TempDir::new().unwrap();
    let (mut first, second) =
        (Gateway::start(&place.path().join("first")), Gateway::start(&place.path().join("second")));
    let port = free_port();
    let mut directory = TempDir::new().unwrap();
    for round in 0..4 {
        let mut daemon = start(directory, &[("tcp", &first), ("udp", &second)], port);
        calls(&daemon, 4);
        if round == 1 {
            first.kill();
        }
        if round == 2 {
            first.again();
        }
        daemon.child.kill().unwrap();
        daemon.child.wait().unwrap();
        directory = std::mem::replace(&mut daemon.directory, TempDir::new().unwrap());
    }
    let daemon = start(directory, &[("tcp", &first), ("udp", &second)], port);
    until_arrived(&daemon, &[&first, &second], 16);
    let queue = daemon.json(&["store", "show", "transfer_queue", "gtp-prime"]);
    assert_eq!((&queue["value"]["next"], &queue["value"]["packets"]), (&17.into(), &serde_json::json!([])));
}

/// A gateway that is stopped sends its clients away, and they go at once; a second one cannot have its journal; what was cut off in it is taken away.
#[test]
fn vc_7_a_charging_gateway_stops_in_order_and_starts_as_it_was() {
    let place = TempDir::new().unwrap();
    let (mut first, second) =
        (Gateway::start(&place.path().join("first")), Gateway::start(&place.path().join("second")));
    let daemon = start(TempDir::new().unwrap(), &[("udp", &first), ("udp", &second)], free_port());
    calls(&daemon, 1);
    until_arrived(&daemon, &[&first, &second], 1);
    let other = innkeeper()
        .args(["cgf", "--listen", "127.0.0.1:0", "--directory"])
        .arg(&first.directory)
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&other.stderr).contains("another charging gateway has it"));
    let id = first.child.as_ref().unwrap().id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let status = first.child.take().unwrap().wait().unwrap();
    assert!(status.success());
    until("the redirection", || daemon.log().contains("it sends us away").then_some(()));
    calls(&daemon, 1);
    until_arrived(&daemon, &[&first, &second], 2);
    assert_eq!(second.records().0.len(), 1);
    let journal = first.directory.join("journal.jsonl");
    let whole = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, format!("{whole}{{\"entry\":\"acc")).unwrap();
    first.again();
    assert_eq!(fs::read_to_string(&journal).unwrap(), whole);
}
