//! What an operator sees of a running daemon: why a phone was refused (OP-4), what was counted (OP-3), who is connected.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;

use innkeeper::{
    cli::load::{Client as User, Kind},
    diameter::{
        codec::ResultCode,
        dictionary::{base::Outcome, cx::MultimediaAuthAnswer},
        peer::routing::result_of,
    },
    telemetry::trace::Event,
};
use ops_common::{
    Daemon,
    cscf::{ALICE, BOB, Cscf, HOST, impi, user},
    http, innkeeper, until, write,
};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Stdio},
};

const STAYER: &str = "001010000000009";

/// `innkeeper trace`, running.
struct Trace {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Trace {
    fn of(daemon: &Daemon, name: &str, arguments: &[&str]) -> Self {
        let mut child = innkeeper()
            .args(["trace", name])
            .args(arguments)
            .arg("--store")
            .arg(daemon.path("store"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.starts_with("watching"), "{said}");
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.lines.read_line(&mut line).unwrap() > 0, "the trace ended");
        line
    }

    fn event(&mut self) -> Event {
        serde_json::from_str(&self.line()).unwrap()
    }

    /// A request and its answer.
    fn exchange(&mut self, kind: Kind) -> (Event, Event) {
        let (request, answer) = (self.event(), self.event());
        let name = kind.name();
        assert_eq!((&*request.direction, &*request.command), ("received", name));
        assert_eq!((&*answer.direction, &answer.command), ("sent", &name.replace("R", "A")));
        assert_eq!((&*request.peer, &*answer.peer), (HOST, HOST));
        (request, answer)
    }

    fn refusal(&mut self, kind: Kind, result: &str, why: &str) {
        let (request, answer) = self.exchange(kind);
        assert_eq!((request.result, request.reason), (None, None));
        assert!(answer.result.as_deref().is_some_and(|told| told.contains(result)), "{:?}", answer.result);
        assert_eq!(answer.reason.as_deref(), Some(why));
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A daemon with the lab's subscribers, and one who may not travel.
fn daemon() -> Daemon {
    let daemon = Daemon::lab();
    let file = daemon.path("stayer.jsonl");
    let keys = "465b5ce8b199b49faa5f0a2ee238a6bc";
    write(
        &file,
        &format!(
            "{{\"imsi\":\"{STAYER}\",\"msisdn\":\"15550000009\",\"k\":\"{keys}\",\"opc\":\"{keys}\",\"roaming\":\"home-only\"}}\n"
        ),
    );
    daemon.told(&["import", &file.display().to_string()]);
    daemon
}

/// OP-4: every message of the subscriber, as it comes and goes, under whichever of its names it is watched; nobody else's; no secret.
#[test]
fn op_4_a_trace_shows_each_message_of_the_subscriber_and_why_it_was_refused() {
    let daemon = daemon();
    let (alice, bob, stayer) = (user(ALICE, "001"), user(BOB, "001"), user(STAYER, "001"));
    let names = [ALICE, &alice.impi, &alice.impu];
    let mut traces = names.map(|name| Trace::of(&daemon, name, &["--json"]));
    let mut reader = Trace::of(&daemon, &alice.impu, &[]);
    let mut travels = Trace::of(&daemon, STAYER, &["--json"]);
    let mut cscf = Cscf::new(&daemon);
    cscf.served(Kind::Uar, &alice);
    cscf.served(Kind::Uar, &bob);
    cscf.refused(Kind::Uar, &User { impi: impi(ALICE, "777"), ..alice.clone() }, 5001);
    cscf.refused(Kind::Uar, &User { impu: bob.impu.clone(), ..alice.clone() }, 5002);
    let challenge = cscf.served(Kind::Mar, &alice);
    cscf.served(Kind::Sar, &alice);
    cscf.served(Kind::Lir, &alice);
    cscf.sender.visited_network = "ims.mnc002.mcc262.3gppnetwork.org".into();
    cscf.refused(Kind::Uar, &stayer, 5004);
    let challenge = MultimediaAuthAnswer::decode(&challenge).unwrap();
    let ck = challenge.sip_auth_data_item[0].confidentiality_key.unwrap();
    let ck = ck.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    for trace in &mut traces {
        let (request, answer) = trace.exchange(Kind::Uar);
        assert!(request.identities.contains(&ALICE.to_owned()), "{:?}", request.identities);
        assert!(request.message.contains("User-Name") && request.message.contains(&alice.impi));
        assert!(answer.result.unwrap().contains("FIRST_REGISTRATION") && answer.reason.is_none());
        trace.refusal(
            Kind::Uar,
            "USER_UNKNOWN (5001)",
            "001010000000001 does not subscribe to the service with the code 777: subscribe it, or correct the client's configuration",
        );
        trace.refusal(
            Kind::Uar,
            "IDENTITIES_DONT_MATCH (5002)",
            "the public identity does not belong to the service with the code 001 of 001010000000001",
        );
        let (_, answer) = trace.exchange(Kind::Mar);
        assert!(answer.message.contains("SIP-Authenticate"), "{}", answer.message);
        assert!(!answer.message.to_lowercase().contains(&ck), "{}", answer.message);
        trace.exchange(Kind::Sar);
        let (_, answer) = trace.exchange(Kind::Lir);
        assert!(answer.message.contains("sip:scscf.ims.example:6060"), "{}", answer.message);
    }
    travels.refusal(
        Kind::Uar,
        "ROAMING_NOT_ALLOWED (5004)",
        "the subscriber may not register from the visited network ims.mnc002.mcc262.3gppnetwork.org",
    );
    let mut text = String::new();
    while !text.contains("LIA to ") {
        text += &reader.line();
    }
    for wanted in ["UAR from cscf.ims.", "UAA to cscf.ims.", "  refused: 001010000000001 does not subscribe"]
    {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
}

/// All samples of the Diameter counters.
fn counters(daemon: &Daemon) -> BTreeMap<String, u64> {
    let page = http(daemon, "GET", "/metrics", None, "").body;
    let wanted = |line: &&str| {
        ["requests_total{", "answers_total{", "answer_seconds_count{"]
            .iter()
            .any(|name| line.strip_prefix("innkeeper_diameter_").is_some_and(|rest| rest.starts_with(name)))
    };
    let sample = |line: &str| {
        let (name, value) = line.rsplit_once(' ').unwrap();
        (name.to_owned(), value.parse::<f64>().unwrap() as u64)
    };
    page.lines().filter(wanted).map(sample).filter(|(_, value)| *value > 0).collect()
}

/// OP-3: the counters move by exactly what was sent; a Result-Code and an Experimental-Result of the same number are told apart.
#[test]
fn op_3_metrics_count_exactly_the_traffic_sent() {
    let daemon = daemon();
    let (alice, stayer) = (user(ALICE, "001"), user(STAYER, "001"));
    let mut cscf = Cscf::new(&daemon);
    assert_eq!(counters(&daemon), BTreeMap::new());
    for _ in 0..3 {
        cscf.served(Kind::Uar, &alice);
    }
    cscf.refused(Kind::Uar, &User { impi: impi(ALICE, "777"), ..alice.clone() }, 5001);
    // An AVP that nobody knows, with the M bit: DIAMETER_AVP_UNSUPPORTED.
    let foreign = [0, 0xff, 0xff, 0xf0, 0x40, 0, 0, 12, 0, 0, 0, 1];
    let answer = cscf.ask_more(Kind::Uar, &alice, &foreign);
    assert_eq!(result_of(answer.as_bytes()), Some(Outcome::Base(ResultCode(5001))));
    cscf.served(Kind::Mar, &alice);
    cscf.served(Kind::Sar, &alice);
    cscf.served(Kind::Lir, &alice);
    cscf.served(Kind::Lir, &alice);
    cscf.refused(Kind::Lir, &stayer, 5003);
    let mut wanted = BTreeMap::new();
    for (command, count) in [("UAR", 5), ("MAR", 1), ("SAR", 1), ("LIR", 3)] {
        let labels = format!(r#"application="cx",command="{command}""#);
        wanted.insert(format!(r#"innkeeper_diameter_requests_total{{{labels},direction="in"}}"#), count);
        wanted.insert(format!("innkeeper_diameter_answer_seconds_count{{{labels}}}"), count);
    }
    for (command, result, count) in [
        ("UAR", "10415:2001", 3),
        ("UAR", "10415:5001", 1),
        ("UAR", "5001", 1),
        ("MAR", "2001", 1),
        ("SAR", "2001", 1),
        ("LIR", "2001", 2),
        ("LIR", "10415:5003", 1),
    ] {
        let labels = format!(r#"application="cx",command="{command}",direction="out",result="{result}""#);
        wanted.insert(format!("innkeeper_diameter_answers_total{{{labels}}}"), count);
    }
    // The last answer is here before its count may be.
    until("the last count", || (counters(&daemon).len() == wanted.len()).then_some(()));
    assert_eq!(counters(&daemon), wanted);
    let peers = daemon.json(&["peers", "--json"]);
    assert_eq!(peers.as_array().unwrap().len(), 1, "{peers}");
    let peer = &peers[0];
    assert_eq!((&peer["identity"], &peer["product"]), (&HOST.into(), &"operator test".into()));
    assert_eq!((&peer["state"], &peer["messages_in"]), (&"R-Open".into(), &11.into()), "{peer}");
    assert!(daemon.told(&["peers"]).contains(HOST));
    drop(cscf);
    until("the end of the connection", || {
        (daemon.json(&["peers", "--json"]) == serde_json::json!([])).then_some(())
    });
}
