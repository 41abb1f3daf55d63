//! Two AAA servers on python-diameter and the daemon: a terminal comes by WLAN, across a kill -9 (SWx).

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
use std::{fs, process::Command, time::Duration};

const IMSI: &str = "001010000000081";
/// As a phone with EAP-AKA names itself (TS 23.003 §19.3.2).
const NAI: &str = "0001010000000081@nai.epc.mnc001.mcc001.3gppnetwork.org";
const NOBODY: &str = "0001010000000082@nai.epc.mnc001.mcc001.3gppnetwork.org";
/// K and OPc of TS 35.208 §4.3 (set 1).
const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

fn hex<const N: usize>(text: &str) -> [u8; N] {
    assert_eq!(text.len(), 2 * N, "{text}");
    std::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hexadecimal"))
}

fn steps(log: &str) -> Vec<Value> {
    log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// CK' ‖ IK' (TS 33.402 Annex A.2): of CK and IK, the access network's name, and SQN ⊕ AK, which AUTN begins with.
fn primed(sim: &Sim, rand: &[u8; 16], autn: &[u8; 16], network: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(&sim.session_keys(rand)).expect("any key will do");
    let length = (network.len() as u16).to_be_bytes();
    mac.update(&[&[0x20], network.as_bytes(), &length, &autn[..6], &[0, 6]].concat());
    mac.finalize().into_bytes().into()
}

/// A step that got one vector: the SIM accepts it, answers as the AAA server expects, and derives the same keys.
fn accepted(sim: &mut Sim, line: &Value, step: &str, network: Option<&str>) {
    assert_eq!((&line["step"], &line["code"]), (&json!(step), &json!(2001)), "{line}");
    let [vector] = line["vectors"].as_array().expect("vectors").as_slice() else { panic!("not one: {line}") };
    let text = |name: &str| vector[name].as_str().expect("text");
    assert_eq!(text("scheme"), if network.is_some() { "EAP-AKA'" } else { "EAP-AKA" });
    let (rand, autn) = (hex(text("rand")), hex(text("autn")));
    assert_eq!(sim.challenge(&rand, &autn), Verdict::Accepted(hex(text("xres"))), "{step}");
    let keys = [hex::<16>(text("ck")), hex::<16>(text("ik"))].concat();
    match network {
        Some(network) => assert_eq!(keys, primed(sim, &rand, &autn, network), "{step}"),
        None => assert_eq!(keys, sim.session_keys(&rand), "{step}"),
    }
    // TS 33.402 §6.2: the separation bit, for EAP-AKA' alone.
    assert_eq!(autn[6] & 0x80 != 0, network.is_some(), "{step}");
}

/// What the profile "default" makes of the user data.
fn user_data(number: &str, gateway: Option<&str>) -> Value {
    json!({
        "number": [0, number], "access": 0, "apn_access": 0, "ambr": [500_000_000, 1_000_000_000], "default": 1,
        "apns": [
            { "context": 1, "name": "internet", "gateway": null },
            { "context": 2, "name": "ims", "gateway": gateway }
        ]
    })
}

fn requested(step: &str, command: u32, data: &Value, reason: &Value) -> Value {
    let (hss, aaa) = (format!("hss.{DOMAIN}"), format!("aaa1.{DOMAIN}"));
    json!({ "step": step, "command": command, "user": NAI, "from": hss, "to": aaa, "data": data, "reason": reason })
}

/// The AAA server that `subscriber show` names, and whether it registered the terminal.
fn serving(hss: &Hss) -> (String, bool) {
    let shown = hss.run(&["subscriber", "show", IMSI, "--json"]);
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let server = &shown["eps"]["aaa_server"];
    let (host, registered) = (server["host"].as_str(), server["registered"].as_bool());
    (host.expect("an AAA server").into(), registered.expect("whether it registered"))
}

/// The terminal with this number, whether it was there before or not.
fn import(hss: &Hss, directory: &Directory, number: &str) {
    let line =
        json!({ "imsi": IMSI, "msisdn": number, "template": "lab", "domain": HOME, "k": K, "opc": OPC });
    let file = directory.path().join("terminal.jsonl");
    fs::write(&file, format!("{line}\n")).expect("written");
    hss.run(&["import", "--replace", file.to_str().expect("UTF-8")]);
}

fn judge(log: &str) {
    let unknown = json!([10_415, 5001]);
    let (before, after) = ("15550000081", "15550000091");
    let gateway = Some("10.0.0.1");
    let lines = steps(log);
    let expected = [
        json!({ "step": "nobody authenticates", "experimental": unknown, "vectors": [] }),
        Value::Null,
        json!({ "step": "registers", "code": 2001, "data": user_data(before, None) }),
        json!({ "step": "has a gateway", "code": 2001, "data": null }),
        json!({
            "step": "is another's", "experimental": [10_415, 5005], "vectors": [], "server": format!("aaa1.{DOMAIN}")
        }),
        requested("is told", 305, &user_data(after, gateway), &Value::Null),
        Value::Null,
        json!({ "step": "asks", "code": 2001, "data": user_data(after, gateway) }),
        // PERMANENT_TERMINATION.
        requested("is ended", 304, &Value::Null, &json!(0)),
        json!({ "step": "is nobody", "experimental": unknown, "vectors": [] }),
    ];
    assert_eq!(lines.len(), expected.len(), "{log}");
    for (line, expected) in lines.iter().zip(&expected).filter(|(_, expected)| !expected.is_null()) {
        assert_eq!(line, expected);
    }
    let mut sim = Sim::new(hex(K), hex(OPC));
    accepted(&mut sim, &lines[1], "authenticates", None);
    accepted(&mut sim, &lines[6], "authenticates anew", Some("WLAN"));
}

/// EP-2, ST-1: an AAA server that others wrote authenticates a terminal with EAP-AKA and EAP-AKA', registers it, and hears of its gateway again; another one is sent
/// to it. Killed in between, the daemon still knows which AAA server serves, tells it what changes, and issues no sequence number twice.
#[test]
fn ep_2_a_terminal_comes_by_wlan_across_kill_9() {
    if !present(&[TSHARK, DUMPCAP]) || !has_python_diameter() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let peers = [Peer::dialling("aaa1"), Peer::dialling("aaa2")];
    let mut hss = Hss::start(directory.path(), &address, &peers, &[]);
    import(&hss, &directory, "15550000081");
    let mut python = Command::new("python3");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/aaa.py");
    python.args([script, &address, "127.0.0.1", DOMAIN, NAI, NOBODY]);
    let servers = Process::start("AAA servers", &python, &directory.path().join("aaa.log"));
    let wait_for = |step: &str| {
        let done = |servers: &Process| steps(&servers.log()).iter().any(|line| line["step"] == step);
        servers.wait_until(step, Duration::from_secs(60), done);
    };
    wait_for("is another's");
    let first = (format!("aaa1.{DOMAIN}"), true);
    assert_eq!(serving(&hss), first);
    hss.kill();
    hss.restart();
    assert_eq!(serving(&hss), first);
    import(&hss, &directory, "15550000091");
    wait_for("asks");
    hss.run(&["subscriber", "remove", IMSI]);
    wait_for("is nobody");
    judge(&servers.log());
    // MAA, SAA, PPR and RTR: tshark complains of none.
    let exchange = [(303, false), (301, false), (305, true), (304, true)];
    capture.wait_for(|sent| exchange.iter().all(|message| sent.contains(message)));
}
