//! Secrets stay where they are sealed: not in a log at its most talkative, not in an answer, not in the clear on the disk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;

use ops_common::{Daemon, innkeeper, write};
use std::fs;
use tempfile::TempDir;

/// Secrets that are in nobody's test data but here.
const K: &str = "7f3a91c25e08d46bb1e2f7045c9d8a63";
const OPC: &str = "0e5bd2c71f96a83440d7e9b8613c2f5a";
const HA1: &str = "c4a1857de93f0b26a85cf1e07d3b4962";
const MISTYPED: &str = "91d4e6072fb8ca53d90e1b7f46a8c25";
const IMSI: &str = "001010000000555";

const CONFIG: &str = r#"
[log]
level = "trace"
[diameter]
accept_unknown_peers = true
[scscf.default]
names = ["sip:127.0.0.1:6060"]
"#;

fn order() -> String {
    let service = |sic: &str, more: &str| {
        format!(
            r#"{{"sic":"{sic}","identities":[{{"impu":"sip:{sic}@ims.mnc001.mcc001.3gppnetwork.org"}}],{more}}}"#
        )
    };
    let services = [
        service("001", r#""scheme":"aka-v1""#),
        service("002", &format!(r#""scheme":"sip-digest","ha1":"{HA1}""#)),
    ]
    .join(",");
    format!(
        r#"{{"imsi":"{IMSI}","domain":"mnc001.mcc001.3gppnetwork.org","k":"{K}","opc":"{OPC}","services":[{services}]}}"#
    )
}

/// Everything a person can see of a life with authentications, refusals and mistakes.
fn all_that_is_shown(daemon: &Daemon) -> String {
    let (file, keys, bad) = (daemon.path("one.jsonl"), daemon.path("keys"), daemon.path("bad.jsonl"));
    write(&file, &order());
    write(&keys, &format!("{K}\n{OPC}\n"));
    write(&bad, &order().replace(K, MISTYPED).replace(IMSI, "001010000000556"));
    let mut shown = daemon.told(&["import", file.to_str().unwrap()]);
    let mut add = |output: std::process::Output| {
        shown += &String::from_utf8_lossy(&output.stdout);
        shown += &String::from_utf8_lossy(&output.stderr);
    };
    add(daemon.ask(&["import", bad.to_str().unwrap()]));
    let client = ["--imsi", IMSI, "--keys-file", keys.to_str().unwrap(), "--to", &daemon.diameter[0]];
    for (what, sic, impu) in [
        ("register", "001", "sip:001@ims.mnc001.mcc001.3gppnetwork.org"),
        ("mar", "001", "sip:001@ims.mnc001.mcc001.3gppnetwork.org"),
        ("mar", "002", "sip:002@ims.mnc001.mcc001.3gppnetwork.org"),
        ("mar", "002", "sip:001@ims.mnc001.mcc001.3gppnetwork.org"),
        ("deregister", "001", "sip:001@ims.mnc001.mcc001.3gppnetwork.org"),
    ] {
        let mut command = innkeeper();
        command.args(["call", what]).args(client).args(["--sic", sic, "--impu", impu]);
        add(command.output().unwrap());
    }
    for question in [
        &["subscriber", "show", IMSI][..],
        &["subscriber", "show", IMSI, "--json"],
        &["store", "show", "subscriber", IMSI],
        &["store", "show", "sequence", IMSI],
        &["export"],
        &["export", "--format", "csv"],
        &["config", "show"],
    ] {
        add(daemon.ask(question));
    }
    shown
}

fn assert_silent(place: &str, octets: &[u8]) {
    let text = String::from_utf8_lossy(octets).to_lowercase();
    for secret in [K, OPC, HA1, MISTYPED] {
        assert!(!text.contains(secret), "{secret} is in {place}");
        let raw: Vec<u8> =
            (0..secret.len() / 2).map(|at| u8::from_str_radix(&secret[2 * at..][..2], 16).unwrap()).collect();
        assert!(!octets.windows(raw.len()).any(|part| part == raw), "{secret} is in {place}, as octets");
        // As a list of numbers, which is how an octet string that was not meant to be shown would be.
        let listed = raw[..6].iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        assert!(!text.contains(&listed), "{secret} is in {place}, as numbers");
    }
}

/// SC-8, OP-4: K, OPc, H(A1) and a mistyped K are in no log line, no answer to a command, no export without the switch, and no file of the store; they are
/// in the export with the switch.
#[test]
fn op_4_no_secret_is_shown_logged_or_stored_in_the_clear() {
    let directory = TempDir::new().unwrap();
    let config = directory.path().join("config.toml");
    write(&config, CONFIG);
    let config = config.to_str().unwrap().to_owned();
    let daemon = Daemon::start(directory, &["--config", &config], |_| {});
    let shown = all_that_is_shown(&daemon);
    assert!(shown.contains("The SIM accepts the challenge"), "{shown}");
    assert_silent("what commands print", shown.as_bytes());
    let full = daemon.told(&["export", "--secrets"]);
    for secret in [K, OPC, HA1] {
        assert!(full.contains(secret), "{secret} is not in {full}");
    }
    let log = daemon.log();
    assert!(log.contains("MAR refused"), "{log}");
    assert_silent("the log", log.as_bytes());
    let (status, directory) = daemon.stop();
    assert!(status.success());
    for entry in fs::read_dir(directory.path().join("store")).unwrap() {
        let path = entry.unwrap().path();
        assert_silent(&path.display().to_string(), &fs::read(&path).unwrap());
    }
}
