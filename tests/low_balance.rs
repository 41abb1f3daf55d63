//! VC-6: whoever looks after customers hears that an account has little left: once for each time it falls, and again until it is heard.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod ops_common;

use ops_common::{Daemon, http, innkeeper, until, write};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::mpsc::{Receiver, channel},
};
use tempfile::TempDir;

/// Takes notices, and answers each with the next of these statuses; the last one stays.
fn hook(statuses: &'static [u16]) -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notices", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for (at, stream) in listener.incoming().flatten().enumerate() {
            let mut reader = BufReader::new(stream);
            let (mut line, mut length) = (String::new(), 0);
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some((name, value)) =
                    line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                {
                    assert!(!name.is_empty());
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let status = statuses.get(at).or(statuses.last()).unwrap();
            let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            sender.send(serde_json::from_slice(&body).unwrap()).unwrap();
        }
    });
    (url, receiver)
}

fn daemon(url: &str) -> Daemon {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    let lab = "[diameter]\naccept_unknown_peers = true\n[lab]\nsubscribers = 1\n";
    write(
        &file,
        &format!("{lab}[charging]\nlow_balance = [\"99.99 EUR\", \"5 JPY\"]\nwebhook = \"{url}\"\n"),
    );
    Daemon::start(directory, &["--config", &file.display().to_string()], |_| {})
}

fn call(daemon: &Daemon) {
    let call = ["call", "charge", "--imsi", "001010000000001", "--to", &daemon.diameter[0]];
    assert!(innkeeper().args(call).output().unwrap().status.success());
}

#[test]
fn vc_6_a_low_balance_is_told_once_for_each_time_it_falls() {
    let (url, notices) = hook(&[500, 200]);
    let daemon = daemon(&url);
    call(&daemon);
    let (first, again) = (notices.recv().unwrap(), notices.recv().unwrap());
    assert_eq!(first, again, "what was not taken is posted again, and is the same");
    let shown = daemon.json(&["account", "show", "1010000000001", "--json"]);
    let left = format!("{} EUR", shown["free"].as_str().unwrap());
    assert!(shown["free"].as_str() < Some("99.99"), "{shown}");
    assert_eq!(
        (&first["notice"], &first["account"], &first["left"], &first["threshold"]),
        (&"low-balance".into(), &1_010_000_000_001_u64.into(), &left.into(), &"99.99 EUR".into())
    );
    // Low it stays, and is not told again; topped up, it can fall again.
    call(&daemon);
    daemon.told(&["account", "top-up", "1010000000001", "10.00", "--reason", "cash"]);
    call(&daemon);
    daemon.told(&["account", "adjust", "1010000000001", "-10.00", "--reason", "back"]);
    daemon.told(&["account", "top-up", "1010000000001", "0.06", "--reason", "cash"]);
    call(&daemon);
    let second = notices.recv().unwrap();
    assert_ne!(second["id"], first["id"]);
    until("both are done", || {
        http(&daemon, "GET", "/metrics", None, "")
            .body
            .contains("innkeeper_notices_total{outcome=\"done\"} 2")
            .then_some(())
    });
    assert!(notices.try_recv().is_err());
}

#[test]
fn vc_6_what_is_wrong_with_a_notice_is_said_at_the_start() {
    for (settings, sentence) in [
        ("low_balance = [\"5 EUR\"]", "nobody would hear of it; set webhook"),
        ("low_balance = [\"5\"]\nwebhook = \"http://x\"", "is no amount of money: write 12.34 EUR"),
        ("low_balance = [\"5 EUR\", \"6 EUR\"]\nwebhook = \"http://x\"", "EUR is there twice"),
        ("webhook = \"https://x\"", "is no URL that begins with http://"),
    ] {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("innkeeper.toml");
        write(&file, &format!("[diameter]\naccept_unknown_peers = true\n[charging]\n{settings}\n"));
        let output = innkeeper()
            .args(["serve", "--config"])
            .arg(&file)
            .arg("--store")
            .arg(directory.path())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains(sentence), "{told}");
    }
}
