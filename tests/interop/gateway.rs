//! A packet gateway on python-diameter, shaped like Open5GS' SMF, charges a data session (Gy): requests side by side, repetitions on another connection and across a
//! kill -9, until nothing is left.

use crate::{
    capture::Capture,
    charges::Charges,
    hss::{Hss, Peer},
    lab::{DOMAIN, Directory, HOME, Shared, free_address},
    programs::{DUMPCAP, TSHARK, has_python_diameter, present},
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

const IMSI: &str = "001010000000071";
const NUMBER: &str = "15550000071";

/// A subscriber with an account that has so much on it.
pub(crate) fn subscriber(hss: &Hss, directory: &Directory, (imsi, number): (&str, &str), balance: &str) {
    let line = json!({
        "imsi": imsi, "msisdn": number, "template": "lab", "domain": HOME,
        "k": "465b5ce8b199b49faa5f0a2ee238a6bc", "opc": "cd63cb71954a9f4e48a5994e37a02baf",
        "account": { "balance": balance }
    });
    let file = directory.path().join("subscriber.jsonl");
    fs::write(&file, format!("{line}\n")).expect("written");
    hss.run(&["import", file.to_str().expect("UTF-8")]);
}

/// An answer to request `number` that grants so many octets, the last ones or not; so many cents have been debited.
fn granted(step: &str, number: u32, octets: u64, last: bool, cents: i64) -> Value {
    let last = if last { json!(0) } else { Value::Null };
    json!({
        "step": step, "code": 2001, "number": number, "services": 1, "group": null, "service_code": 2001, "granted": octets, "last": last,
        "cost": [cents, -2]
    })
}

fn judge(lines: &[Value]) {
    let quota = 1_000_000;
    let ends = |step| {
        json!({
            "step": step, "code": 2001, "number": 9, "services": 1, "group": null, "service_code": 2001, "granted": null, "last": null,
            "cost": [5, -2]
        })
    };
    let expected = [
        granted("begins", 0, quota, false, 0),
        Value::Null,
        granted("reports", 5, quota, false, 2),
        granted("repeats", 5, quota, false, 2),
        json!({ "step": "waits" }),
        granted("repeats after the crash", 5, quota, false, 2),
        granted("goes on", 6, quota, false, 3),
        granted("has one more", 7, quota, false, 4),
        granted("has the last", 8, 400_000, true, 5),
        ends("ends"),
        ends("ends again"),
        json!({
            "step": "comes back", "code": 4012, "number": 0, "services": 1, "group": null, "service_code": 4012, "granted": null, "last": null,
            "cost": [0, -2]
        }),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(&expected).filter(|(_, expected)| !expected.is_null()) {
        assert_eq!(line, expected);
    }
    // In whichever order the four were served: a quarter of a million octets each are one started million.
    let four = lines[1]["answers"].as_array().expect("answers");
    for (answer, number) in four.iter().zip(1..) {
        let (code, granted) = (&answer["code"], &answer["granted"]);
        assert_eq!((code, &answer["number"], granted), (&json!(2001), &json!(number), &json!(quota)));
        assert_eq!(answer["cost"], json!([1, -2]), "{answer}");
    }
}

/// VC-6: a session is asked to come again after a top-up, and to end when its account is switched off; python-diameter reads both, and
/// tshark finds nothing malformed.
#[test]
fn vc_6_a_gateway_comes_again_after_a_top_up_and_ends_when_it_is_told() {
    if !present(&[TSHARK, DUMPCAP]) || !has_python_diameter() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let hss = Hss::start(directory.path(), &address, &[Peer::dialling("smf")], &[]);
    subscriber(&hss, &directory, ("001010000000072", "15550000072"), "0.01");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/recalled.py");
    let mut python = Command::new("python3");
    python.args([script, &address, "127.0.0.1", DOMAIN, "001010000000072", "15550000072"]);
    let mut gateway = python.stdout(Stdio::piped()).spawn().expect("python3 can be started");
    let mut lines = Vec::new();
    for line in BufReader::new(gateway.stdout.take().expect("piped")).lines() {
        let line: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let order: &[&str] = match line["step"].as_str() {
            Some("begins") => &["top-up", "1010000000072", "1.00", "--reason", "cash"],
            Some("comes again") => &["change", "1010000000072", "--active", "false"],
            _ => &[],
        };
        if !order.is_empty() {
            hss.run(&[&["account"], order].concat());
        }
        lines.push(line);
    }
    assert!(gateway.wait().expect("it ends").success(), "{lines:#?}");
    let told = |step: &str, command: u32, kind: Value| json!({ "step": step, "command": command, "same": true, "application": 4, "to": true, "kind": kind });
    let mut ended = granted("ends", 2, 0, false, 1);
    ended["granted"] = Value::Null;
    let expected = [
        granted("begins", 0, 1_000_000, false, 0),
        told("is asked to come again", 258, json!(0)),
        granted("comes again", 1, 1_000_000, false, 1),
        told("is to end", 274, Value::Null),
        ended,
    ];
    assert_eq!(lines, expected);
    assert_eq!(hss.money("001010000000072"), (100, 0), "nothing is reserved any more");
    let Some(charges) = Charges::when_over(&capture, &["001010000000072"]) else { return };
    charges.judged_by_freediameter();
}

/// VC-6, ST-1: a data session from its first grant to its last octet, a cent for each million begun: what is repeated, on another connection or after a crash, is answered
/// as before and debited once.
#[test]
fn vc_6_st_1_a_gateway_charges_data_across_repetitions_and_kill_9() {
    if !present(&[TSHARK, DUMPCAP]) || !has_python_diameter() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let mut hss = Hss::start(directory.path(), &address, &[Peer::dialling("smf")], &[]);
    subscriber(&hss, &directory, (IMSI, NUMBER), "0.05");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/gateway.py");
    let mut python = Command::new("python3");
    python.args([script, &address, "127.0.0.1", DOMAIN, IMSI, NUMBER]);
    let mut gateway =
        python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 can be started");
    let (mut input, output) = (gateway.stdin.take().expect("piped"), gateway.stdout.take().expect("piped"));
    let mut lines = Vec::new();
    for line in BufReader::new(output).lines() {
        let line: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        if line["step"] == "waits" {
            assert_eq!(hss.money(IMSI), (3, 1), "what was repeated was debited once");
            hss.kill();
            hss.restart();
            assert_eq!(hss.money(IMSI), (3, 1), "nothing is lost, and nothing debited again");
            input.write_all(b"go on\n").expect("it reads");
        }
        lines.push(line);
    }
    assert!(gateway.wait().expect("it ends").success(), "{lines:#?}");
    judge(&lines);
    assert_eq!(hss.money(IMSI), (0, 0));
    hss.run(&["ledger", "verify"]);
    let Some(charges) = Charges::when(&capture, |all| all.has(4012)) else { return };
    let again: Vec<_> = charges.exchanges().into_iter().filter(|exchange| exchange.repeated).collect();
    let numbers: Vec<_> = again.iter().map(|exchange| exchange.number).collect();
    assert_eq!(numbers, [5, 5, 9], "each on another connection");
    charges.judged_by_freediameter();
}
