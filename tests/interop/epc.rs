//! Two MMEs on python-diameter and the daemon: a terminal attaches, moves and leaves, across a kill -9 (S6a).

use crate::{
    capture::Capture,
    hss::{Hss, Peer},
    lab::{DOMAIN, Directory, HOME, Shared, free_address},
    process::Process,
    programs::{DUMPCAP, TSHARK, has_python_diameter, present},
    sim::{Sim, Verdict},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{process::Command, time::Duration};

const IMSI: &str = "001010000000071";
const OTHER: &str = "001010000000072";
const NOBODY: &str = "001010000000073";
/// K and OPc of TS 35.208 §4.3 (set 1).
const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

/// The serving networks as octets: 001/01 and 262/02.
const AT_HOME: [u8; 3] = [0x00, 0xf1, 0x10];
const ABROAD: [u8; 3] = [0x62, 0xf2, 0x20];

fn hex<const N: usize>(text: &str) -> [u8; N] {
    assert_eq!(text.len(), 2 * N, "{text}");
    std::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hexadecimal"))
}

fn steps(log: &str) -> Vec<Value> {
    log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// KASME (TS 33.401 Annex A.2): of CK and IK, the serving network, and SQN ⊕ AK, which AUTN begins with.
fn kasme(sim: &Sim, rand: &[u8; 16], autn: &[u8; 16], network: [u8; 3]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(&sim.session_keys(rand)).expect("any key will do");
    mac.update(&[&[0x10], &network[..], &[0, 3], &autn[..6], &[0, 6]].concat());
    mac.finalize().into_bytes().into()
}

/// A step that got one vector: the SIM accepts it, answers as the MME expects, and derives the same key for that network.
fn accepted(sim: &mut Sim, line: &Value, step: &str, network: [u8; 3]) {
    assert_eq!((&line["step"], &line["code"]), (&json!(step), &json!(2001)), "{line}");
    let [vector] = line["vectors"].as_array().expect("vectors").as_slice() else { panic!("not one: {line}") };
    let text = |name: &str| vector[name].as_str().expect("octets");
    let (rand, autn) = (hex(text("rand")), hex(text("autn")));
    assert_eq!(sim.challenge(&rand, &autn), Verdict::Accepted(hex(text("xres"))), "{step}");
    // TS 33.401 §6.1.1: the separation bit.
    assert_eq!(autn[6] & 0x80, 0x80, "{step}");
    assert_eq!(hex(text("kasme")), kasme(sim, &rand, &autn, network), "{step}");
}

/// What the profile "default" makes of the subscription data, with the number in TBCD. (Pre-emption: 0 is enabled, 1 disabled; PDN-Type 2 is IPv4v6.)
fn subscription() -> Value {
    let apn = |context: u32, name: &str, qci: u32| {
        json!({
            "context": context, "name": name, "pdn_type": 2, "qci": qci, "arp": [8, 1, 0],
            "ambr": [500_000_000, 1_000_000_000]
        })
    };
    json!({
        "status": 0, "msisdn": "5155000070f1", "access_mode": 2, "ambr": [500_000_000, 1_000_000_000], "default": 1,
        "all": 0, "apns": [apn(1, "internet", 9), apn(2, "ims", 5)]
    })
}

fn located(step: &str) -> Value {
    // ULA-Flags: the separation indication (TS 29.272 §7.3.8).
    json!({ "step": step, "code": 2001, "flags": 1, "data": subscription() })
}

fn cancelled(step: &str, user: &str, kind: u32, mme: &str) -> Value {
    let (hss, mme) = (format!("hss.{DOMAIN}"), format!("{mme}.{DOMAIN}"));
    json!({ "step": step, "user": user, "type": kind, "flags": 1, "from": hss, "to": mme })
}

/// The MME that `subscriber show` names, and whether it purged the terminal.
fn serving(hss: &Hss, imsi: &str) -> (String, bool) {
    let shown = hss.run(&["subscriber", "show", imsi, "--json"]);
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let mme = &shown["eps"]["mme"];
    let (host, purged) = (mme["host"].as_str(), mme["purged"].as_bool());
    (host.expect("an MME").into(), purged.expect("whether it purged"))
}

/// Where `innkeeper locate` says the terminal is: state, cell, area, source and whoever told; its age is 2 minutes and what passed since.
fn locate(hss: &Hss, arguments: &[&str]) -> [String; 5] {
    let found = hss.run(&[&["locate", IMSI, "--json"], arguments].concat());
    let found: Value = serde_json::from_str(&found).expect("JSON");
    let seen = &found["seen"];
    let age = seen["age_seconds"].as_u64().expect("an age");
    assert!((120..240).contains(&age), "{found}");
    assert_eq!(found["missed"], Value::Null, "{found}");
    [&found["state"], &seen["cell"], &seen["area"], &seen["source"], &seen["from"]]
        .map(|text| text.as_str().expect("text").to_owned())
}

fn line(imsi: &str, eps: &Value) -> Value {
    let number = format!("155500000{}", &imsi[13..]);
    json!({ "imsi": imsi, "msisdn": number, "template": "lab", "domain": HOME, "k": K, "opc": OPC, "eps": eps })
}

fn import(hss: &Hss) {
    let first = line(IMSI, &json!({ "charging_characteristics": "0800" }));
    hss.import(&format!("{first}\n{}\n", line(OTHER, &json!("default"))));
}

/// The same subscriber without charging characteristics.
fn take_away(hss: &Hss, directory: &Directory) {
    let file = directory.path().join("changed.jsonl");
    std::fs::write(&file, format!("{}\n", line(IMSI, &json!("default")))).expect("written");
    hss.run(&["import", "--replace", file.to_str().expect("UTF-8")]);
}

fn start_mmes(directory: &Directory, address: &str) -> Process {
    let mut python = Command::new("python3");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/mme.py");
    python.args([script, address, "127.0.0.1", DOMAIN, IMSI, OTHER, NOBODY]);
    Process::start("MMEs", &python, &directory.path().join("mme.log"))
}

fn wait_for(mmes: &Process, step: &str) {
    let done = |mmes: &Process| steps(&mmes.log()).iter().any(|line| line["step"] == step);
    mmes.wait_until(step, Duration::from_secs(60), done);
}

fn judge(log: &str) {
    let mut sim = Sim::new(hex(K), hex(OPC));
    let unknown = json!([10_415, 5001]);
    let lines = steps(log);
    let expected = [
        json!({ "step": "nobody authenticates", "experimental": unknown, "vectors": [] }),
        json!({ "step": "nobody attaches", "experimental": unknown, "flags": null, "data": null }),
        Value::Null,
        located("attaches"),
        Value::Null,
        located("moves"),
        // Of an MME that no longer serves, nothing is frozen.
        cancelled("is cancelled", IMSI, 0, "mme1"),
        json!({ "step": "is purged where it no longer is", "code": 2001, "flags": 0 }),
        json!({ "step": "another attaches", "code": 2001 }),
        // IDR-Flags: state and location (TS 29.272 §7.3.103); of the data nothing that changes anything.
        json!({ "step": "is asked for the place", "user": IMSI, "flags": 12, "status": 0, "rates": false, "apns": false }),
        json!({ "step": "is told of a loss", "users": ["00101"], "to": format!("mme2.{DOMAIN}") }),
        // DSR-Flags: the charging characteristics (§7.3.25), after the data as they are.
        json!({ "step": "is brought the data", "user": IMSI, "flags": null, "status": 0, "rates": true, "apns": true }),
        json!({ "step": "is told what is gone", "user": IMSI, "flags": 4 }),
        cancelled("another is withdrawn", OTHER, 2, "mme2"),
        json!({ "step": "another is nobody", "experimental": unknown, "vectors": [] }),
        Value::Null,
        // The M-TMSI is frozen.
        json!({ "step": "is purged", "code": 2001, "flags": 1 }),
    ];
    assert_eq!(lines.len(), expected.len(), "{log}");
    for (line, expected) in lines.iter().zip(&expected).filter(|(_, expected)| !expected.is_null()) {
        assert_eq!(line, expected);
    }
    accepted(&mut sim, &lines[2], "authenticates", AT_HOME);
    accepted(&mut sim, &lines[4], "authenticates abroad", ABROAD);
    accepted(&mut sim, &lines[15], "authenticates again", ABROAD);
}

/// EP-1, LQ-1, ST-1: MMEs that others wrote authenticate a terminal, attach it, take it over, tell where it is, hear of a loss and of what is gone, and purge it; killed in between, the daemon still knows which
/// MME serves whom, tells it of a withdrawal, and issues no sequence number twice.
#[test]
fn ep_1_a_terminal_attaches_moves_and_leaves_across_kill_9() {
    if !present(&[TSHARK, DUMPCAP]) || !has_python_diameter() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let peers = [Peer::dialling("mme1"), Peer::dialling("mme2")];
    let mut hss = Hss::start(directory.path(), &address, &peers, &[]);
    import(&hss);
    let mmes = start_mmes(&directory, &address);
    wait_for(&mmes, "another attaches");
    let second = format!("mme2.{DOMAIN}");
    assert_eq!(serving(&hss, IMSI), (second.clone(), false));
    let place = ["idle", "ecgi 26202-0000101", "tai 26202-0001", "mme", &second];
    assert_eq!(locate(&hss, &["--max-age", "1"]), place);
    hss.kill();
    hss.restart();
    // LQ-1: what was told before is remembered, and nobody is asked for what is young enough.
    assert_eq!(locate(&hss, &["--max-age", "3600"]), place);
    assert_eq!(serving(&hss, IMSI), (second.clone(), false));
    assert_eq!(serving(&hss, OTHER), (second.clone(), false));
    hss.run(&["peers", "reset", "--imsi", "00101"]);
    wait_for(&mmes, "is told of a loss");
    take_away(&hss, &directory);
    wait_for(&mmes, "is told what is gone");
    hss.run(&["subscriber", "remove", OTHER]);
    wait_for(&mmes, "is purged");
    assert_eq!(serving(&hss, IMSI), (second, true));
    judge(&mmes.log());
    // AIA, ULA, PUA, CLR, IDR, DSR and RSR: tshark complains of none.
    let exchange =
        [(318, false), (316, false), (321, false), (317, true), (319, true), (320, true), (322, true)];
    capture.wait_for(|sent| exchange.iter().all(|message| sent.contains(message)));
}
