//! A GMLC and an MME on python-diameter and the daemon: who serves a terminal (SLh), and where it is (SLg), across a kill -9.

use crate::{
    capture::Capture,
    hss::{Hss, Peer},
    lab::{DOMAIN, Directory, HOME, Shared, free_address},
    process::Process,
    programs::{DUMPCAP, TSHARK, has_python_diameter, present},
};
use serde_json::{Value, json};
use std::{process::Command, time::Duration};

const IMSI: &str = "001010000000091";
const NOBODY: &str = "001010000000092";
const NUMBER: &str = "15550000091";
/// The number as TBCD.
const DIGITS: &str = "5155000090f1";
/// K and OPc of TS 35.208 §4.3 (set 1).
const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

fn steps(log: &str) -> Vec<Value> {
    log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn locate(hss: &Hss, arguments: &[&str]) -> Value {
    let found = hss.run(&[&["locate", IMSI, "--json"], arguments].concat());
    serde_json::from_str(&found).expect("JSON")
}

/// Where the terminal is said to be: source, cell or area, shape, and the radius in whole metres.
fn place(found: &Value) -> Value {
    let seen = &found["seen"];
    let radius = seen["point"]["radius"].as_f64().map(|metres| metres.round() as u32);
    let told = if seen["cell"].is_null() { &seen["area"] } else { &seen["cell"] };
    json!([seen["source"], told, seen["point"]["shape"], radius])
}

/// What the MME is to be asked: SLg-Location-Type 0 is the current location, 1 the current or the last known one; the client type 2 is an operator's service.
fn to_locate(kind: u32, accuracy: Option<u32>) -> Value {
    json!({
        "step": "is to locate", "command": 8_388_620, "user": IMSI, "type": kind, "client": "lab", "client_type": 2,
        "check": 0, "accuracy": accuracy, "to": format!("mme1.{DOMAIN}")
    })
}

fn judge(log: &str) {
    let nothing = |step: &str, code: u32| {
        json!({
            "step": step, "experimental": [10_415, code], "mme": [null, null], "gmlc": [null, null], "user": null
        })
    };
    let refused = |step: &str, code: u32| json!({ "step": step, "experimental": [10_415, code] });
    let mme = format!("mme1.{DOMAIN}");
    let expected = [
        nothing("nobody serves", 4201),
        json!({ "step": "attaches", "code": 2001 }),
        json!({ "step": "calls for help", "code": 2001 }),
        refused("tells a friend", 4226),
        refused("is not known", 5001),
        nothing("nobody is asked for", 5001),
        json!({
            "step": "is served", "code": 2001, "mme": [mme, DOMAIN], "gmlc": ["198.51.100.7", "192.0.2.10"], "user": IMSI
        }),
        to_locate(0, None),
        to_locate(1, Some(7)),
        to_locate(0, None),
        json!({ "step": "is asked for the place", "user": IMSI }),
    ];
    let lines = steps(log);
    assert_eq!(lines.len(), expected.len(), "{log}");
    for (line, expected) in lines.iter().zip(&expected) {
        assert_eq!(line, expected);
    }
}

/// LQ-5, ST-1: a GMLC that others wrote is told which MME serves; an MME that others wrote reports where a terminal is, and locates it. What was reported
/// survives a kill -9; where the MME says that the terminal is detached nobody asks on, and where it fails IDR tells what is known anyhow.
#[test]
fn lq_5_a_terminal_is_routed_to_and_located_across_kill_9() {
    if !present(&[TSHARK, DUMPCAP]) || !has_python_diameter() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let peers = [Peer::dialling("gmlc"), Peer::dialling("mme1")];
    let more = format!(
        "[location]\nslg = [\"*.{DOMAIN}\"]\nslg_client = \"lab\"\n[gmlc]\nallow = [\"gmlc.{DOMAIN}\"]\nhome = \"192.0.2.10\"\n"
    );
    let mut hss = Hss::start_with(directory.path(), &address, &peers, &[], &more);
    let line =
        json!({ "imsi": IMSI, "msisdn": NUMBER, "template": "lab", "domain": HOME, "k": K, "opc": OPC });
    hss.import(&format!("{line}\n"));
    let mut python = Command::new("python3");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/gmlc.py");
    python.args([script, &address, "127.0.0.1", DOMAIN, IMSI, DIGITS, NOBODY]);
    let nodes = Process::start("GMLC and MME", &python, &directory.path().join("gmlc.log"));
    let served = |nodes: &Process| steps(&nodes.log()).iter().any(|line| line["step"] == "is served");
    nodes.wait_until("is served", Duration::from_secs(60), served);

    let reported = json!(["positioning", "ecgi 00101-0000101", "ellipse", 164]);
    assert_eq!(place(&locate(&hss, &["--max-age", "3600"])), reported);
    hss.kill();
    hss.restart();
    assert_eq!(place(&locate(&hss, &["--max-age", "3600", "--accuracy", "200"])), reported);
    // The MME comes back by itself.
    let up = |_: &Process| hss.run(&["peers", "--json"]).matches("python-diameter").count() == 2;
    nodes.wait_until("both are back", Duration::from_secs(30), up);

    let located = locate(&hss, &["--current"]);
    assert_eq!(place(&located), json!(["positioning", "ecgi 00101-0000101", "circle", 57]), "{located}");
    assert_eq!(located["missed"], Value::Null);
    let detached = locate(&hss, &["--accuracy", "10"]);
    assert_eq!(detached["missed"], json!(format!("mme1.{DOMAIN}: the user is detached")), "{detached}");
    assert_eq!(detached["state"], "not-reachable");
    assert_eq!(place(&detached), json!(["positioning", "ecgi 00101-0000101", "circle", 57]), "as last known");
    let by_idr = locate(&hss, &["--current"]);
    assert_eq!(place(&by_idr), json!(["mme", "tai 00101-0001", null, null]), "{by_idr}");
    judge(&nodes.log());
    // RIA, LRA, PLR and IDR: tshark complains of none.
    let exchange = [(8_388_622, false), (8_388_621, false), (8_388_620, true), (319, true)];
    capture.wait_for(|sent| exchange.iter().all(|message| sent.contains(message)));
}
