//! Accounting sessions over a store in memory, by a table: what is heard, and the records that come of it.

use super::*;
use crate::{
    domain::charging::session::Lapsed,
    records::{
        AccountingSession, Call, ChargingRecord, Closing, Detail, Facts, ServiceKey, SessionKey, Suspense,
        Usage,
    },
    store::{ChangeSet, Read, Store},
    types::Timestamp,
};
use std::{fmt::Write, time::Duration};

const HOST: &str = "scscf.ims.example";
const BEGIN: Timestamp = Timestamp(1_800_000_000_000);

struct Lab {
    store: Store,
    manners: Manners,
    now: Timestamp,
}

fn ask(kind: Kind, number: u32, now: Timestamp) -> Request<'static> {
    Request {
        kind,
        number,
        session_id: "call;1".into(),
        host: HOST,
        realm: "ims.example",
        at: now,
        sip_request: None,
        sip_response: None,
        retransmitted: false,
        facts: Facts { icid: Some("icid".into()), ..Facts::default() },
        imsi: None,
        call: Call::default(),
        used: Vec::new(),
    }
}

fn octets(input: u64) -> Usage {
    let service = ServiceKey { rating_group: Some(1), service_identifier: None };
    Usage { service, input, ..Usage::default() }
}

impl Lab {
    fn new() -> Self {
        Self { store: Store::in_memory(), manners: Manners::default(), now: BEGIN }
    }

    fn decide(&self, request: &Request<'_>) -> Option<&'static str> {
        let session = self.store.get(&request.key());
        let decision = decide(request, (&session, &self.held()), &self.manners, self.now).unwrap();
        let repeated = decision.changes.is_empty();
        assert_eq!(repeated, decision.unusual == Some("repeated"));
        self.store.commit(decision.changes).unwrap();
        decision.unusual
    }

    /// What the sweep does: false where nothing became of the session.
    fn lapse(&self) -> bool {
        let key = SessionKey::accounting(HOST, "call;1");
        let session = self.store.get::<AccountingSession>(&key);
        match lapse((&session, &self.held()), &self.manners, self.now) {
            Lapsed::NotYet => false,
            Lapsed::Ended(changes) | Lapsed::Forgotten(changes) => self.store.commit(changes).is_ok(),
        }
    }

    fn held(&self) -> Read<Suspense> {
        self.store.get(&SessionKey::accounting(HOST, "call;1"))
    }

    fn records(&self) -> Vec<Detail> {
        let all = self.store.read_log::<ChargingRecord>(0, usize::MAX).unwrap();
        all.iter().map(|entry| entry.value.detail().clone()).collect()
    }
}

/// A record in a word: why it was closed, its partial number, what was lost, the T flag, octets.
fn brief(record: &Detail) -> String {
    let mut text = format!("{:?}", record.closing).to_lowercase();
    if let Some(partial) = record.partial {
        write!(text, "#{partial}").unwrap();
    }
    let lost = record.incomplete;
    for (lost, word) in [(lost.start, "-start"), (lost.interim, "-interim"), (lost.stop, "-stop")] {
        text.push_str(if lost { word } else { "" });
    }
    if record.retransmitted {
        text.push_str("+t");
    }
    let octets: u64 = record.used.iter().map(Usage::octets).sum();
    if octets > 0 {
        write!(text, "={octets}").unwrap();
    }
    text
}

/// `S0 I1=5 T2 …`: START, INTERIM with 5 octets, STOP; E an event; `!` with the T flag, `x` failed (486); `~` silence; `+n` seconds pass.
fn run(script: &str) -> (String, String) {
    let mut lab = Lab::new();
    lab.manners.partial_octets = Some(100);
    let mut unusual = Vec::new();
    for word in script.split_whitespace() {
        if let Some(seconds) = word.strip_prefix('+') {
            lab.now = lab.now.after(Duration::from_secs(seconds.parse().unwrap()));
            continue;
        }
        if word == "~" {
            assert!(!lab.lapse());
            lab.now = lab.now.after(lab.manners.patience());
            assert!(lab.lapse());
            continue;
        }
        let kind = match &word[..1] {
            "S" => Kind::Start,
            "I" => Kind::Interim,
            "T" => Kind::Stop,
            "E" => Kind::Event,
            other => panic!("{other}"),
        };
        let (number, used) = word[1..].split_once('=').unwrap_or((&word[1..], ""));
        let mut request = ask(kind, number.trim_end_matches(['!', 'x']).parse().unwrap(), lab.now);
        request.retransmitted = word.contains('!');
        request.facts.cause = word.contains('x').then_some(486);
        request.used.extend(used.parse().ok().map(octets));
        unusual.extend(lab.decide(&request));
        // What a client repeats changes nothing, whenever it comes.
        let records = lab.records().len();
        request.retransmitted = true;
        assert_eq!(lab.decide(&request), Some("repeated"), "{script}");
        assert_eq!(lab.records().len(), records, "{script}");
    }
    let records: Vec<_> = lab.records().iter().map(brief).collect();
    (records.join(" "), unusual.join(" "))
}

/// Acceptance vector 13, and every row of the table in `flow`.
#[test]
fn vc_6_records_by_the_table() {
    for (script, records, unusual) in [
        ("S0 T1", "ended", ""),
        ("S0 I1 I2 T3", "ended", ""),
        ("S0! I1 T2", "ended+t", ""),
        ("S0 T1x", "failed", ""),
        // Losses.
        ("T1", "ended-start", "start-lost"),
        ("T4", "ended-start-interim", "start-lost"),
        ("I1 T2", "ended-start", "start-lost"),
        ("S0 T2", "ended-interim", ""),
        ("S0 I2 I1 T3", "ended", ""),
        ("S0 ~", "silence#1-stop", ""),
        ("I3 ~", "silence#1-start-interim-stop", "start-lost"),
        // What was overtaken.
        ("I1 S0 T2", "ended", "start-lost"),
        ("T1 S0", "ended-start late#2", "start-lost late"),
        ("T1 S0 S5", "ended-start late#2", "start-lost late late"),
        ("S0 T2 I1", "ended-interim", "late"),
        ("S0 T2 I1=7", "ended-interim late#2=7", "late"),
        ("S0 T1 T2", "ended", "late"),
        ("S0 T1 S2", "ended", "late"),
        ("S0 S1 T2", "ended", "repeated-start"),
        // Silence that was none.
        ("S0 ~ I1=3 T2=4", "silence#1-stop ended#2=7", ""),
        ("S0 ~ T1", "silence#1-stop ended#2", ""),
        ("S0 ~ S1 ~", "silence#1-stop silence#2-stop", ""),
        // Partial records.
        ("S0 I1=60 I2=50 I3=1 T4=2", "volume#1=110 ended#2=3", ""),
        ("S0 +3599 I1 +1 I2 T3", "time#1 ended#2", ""),
        ("I1=100 T2", "volume#1-start=100 ended#2", "start-lost"),
        // Events.
        ("E0", "ended", ""),
        ("E0x", "failed", ""),
        ("E0 E1", "ended ended", ""),
        ("E0 S0 T1", "ended ended", ""),
        ("S0 E5 T1", "ended ended", ""),
        ("S0 T1 E0!", "ended ended+t", ""),
    ] {
        assert_eq!(run(script), (records.into(), unusual.into()), "{script}");
    }
}

/// The times of the service come from the SIP messages; where a START has only one of them, ringing is not taken for the call.
#[test]
fn vc_6_the_times_of_a_record_are_those_of_the_call() {
    let mut lab = Lab::new();
    let second = |seconds: i64| Timestamp(BEGIN.0 + 1000 * seconds);
    let start = Request {
        sip_request: Some(second(-9)),
        sip_response: Some(second(-1)),
        ..ask(Kind::Start, 0, BEGIN)
    };
    lab.decide(&start);
    lab.now = second(61);
    lab.decide(&Request { sip_request: Some(second(60)), ..ask(Kind::Stop, 1, lab.now) });
    let record = lab.records().remove(0);
    let facts = record.facts;
    assert_eq!((facts.requested_at, facts.delivered_from), (Some(second(-9)), Some(second(-1))));
    assert_eq!((facts.delivered_until, record.opened, record.closed), (Some(second(60)), BEGIN, second(61)));

    let mut lab = Lab::new();
    lab.decide(&Request { sip_request: Some(second(-9)), ..ask(Kind::Start, 0, BEGIN) });
    lab.now = second(5);
    lab.decide(&ask(Kind::Stop, 1, second(4)));
    let facts = lab.records().remove(0).facts;
    assert_eq!((facts.delivered_from, facts.delivered_until), (Some(BEGIN), Some(second(4))));
}

#[test]
fn vc_6_a_cause_of_either_sign_closes_a_failed_record_and_is_kept_as_it_came() {
    let lab = Lab::new();
    for (number, cause) in [(0, 486), (1, -486), (2, -1)] {
        let mut event = ask(Kind::Event, number, BEGIN);
        event.facts.cause = Some(cause);
        event.sip_response = Some(BEGIN);
        lab.decide(&event);
    }
    let told: Vec<_> = lab
        .records()
        .iter()
        .map(|record| (record.closing, record.facts.cause, record.facts.delivered_from.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            (Closing::Failed, Some(486), false),
            (Closing::Failed, Some(-486), false),
            (Closing::Ended, Some(-1), true)
        ]
    );
}

/// A session is remembered, then forgotten; another one may take its name. One that has the same key is told apart.
#[test]
fn vc_6_an_ended_session_is_forgotten_in_time() {
    let mut lab = Lab::new();
    lab.decide(&ask(Kind::Start, 0, lab.now));
    lab.decide(&ask(Kind::Stop, 1, lab.now));
    lab.now = lab.now.after(lab.manners.remembered - Duration::from_millis(1));
    assert!(!lab.lapse());
    lab.now = lab.now.after(Duration::from_millis(1));
    assert!(lab.lapse() && lab.store.count::<AccountingSession>() == 0);
    lab.decide(&ask(Kind::Start, 0, lab.now));
    let mut found = lab.store.get::<AccountingSession>(&SessionKey::accounting(HOST, "call;1"));
    let other = AccountingSession { session_id: "other".into(), ..(*found.value.unwrap()).clone() };
    found.value = Some(other.into());
    let refused =
        decide(&ask(Kind::Stop, 1, lab.now), (&found, &lab.held()), &lab.manners, lab.now).unwrap_err();
    assert_eq!((refused.clone(), refused.code()), (Refusal::KeyTaken, 5012));
}

/// Any order, loss, repetition and restart: every octet that was acknowledged is in exactly one record, and every session is closed.
#[test]
fn vc_6_whatever_is_lost_repeated_or_overtaken_no_octet_is_lost_or_told_twice() {
    for seed in 0..400_u64 {
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = |below: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % below
        };
        let mut lab = Lab::new();
        lab.manners.partial_octets = Some(50 + next(200));
        let last = 2 + next(8) as u32;
        let mut requests: Vec<Request<'static>> = (0..=last)
            .map(|number| {
                let kind = match number {
                    0 => Kind::Start,
                    _ if number == last => Kind::Stop,
                    _ => Kind::Interim,
                };
                let mut request = ask(kind, number, BEGIN);
                request.used.push(octets(if number == 0 { 0 } else { 1 + next(90) }));
                request
            })
            .collect();
        requests.retain(|_| next(8) != 0);
        for _ in 0..next(6) {
            let (one, other) =
                (next(requests.len().max(1) as u64) as usize, next(requests.len().max(1) as u64) as usize);
            if !requests.is_empty() {
                requests.swap(one, other);
                requests.push(requests[one].clone());
            }
        }
        let mut told = std::collections::BTreeMap::new();
        for request in &requests {
            // A crash between the decision and its commit: the client hears nothing, and the request is decided again.
            if next(5) == 0 {
                let read = lab.store.get(&request.key());
                drop(decide(request, (&read, &lab.held()), &lab.manners, lab.now).unwrap());
            }
            lab.decide(request);
            told.insert((request.kind as u8, request.number), request.used[0].octets());
            lab.now = lab.now.after(Duration::from_secs(next(500)));
            lab.lapse();
        }
        for _ in 0..2 {
            lab.now = lab.now.after(lab.manners.patience() + lab.manners.remembered);
            lab.lapse();
        }
        let records = lab.records();
        let octets: u64 = records.iter().flat_map(|record| &record.used).map(Usage::octets).sum();
        assert_eq!(octets, told.values().sum::<u64>(), "seed {seed}: {requests:?}");
        assert_eq!(lab.store.count::<AccountingSession>(), 0, "seed {seed}");
        assert_eq!(records.is_empty(), requests.is_empty(), "seed {seed}");
        let mut partials: Vec<_> = records.iter().filter_map(|record| record.partial).collect();
        let count = partials.len();
        partials.dedup();
        assert_eq!(partials.len(), count, "seed {seed}: two records have one number");
    }
}

/// The store refuses: nothing changed, and the same request is taken later.
#[test]
fn vc_6_what_was_not_committed_was_not_heard() {
    let lab = Lab::new();
    let request = ask(Kind::Event, 0, BEGIN);
    let read = lab.store.get(&request.key());
    let decision = decide(&request, (&read, &lab.held()), &lab.manners, lab.now).unwrap();
    let other = decide(&request, (&read, &lab.held()), &lab.manners, lab.now).unwrap();
    lab.store.commit(decision.changes).unwrap();
    assert!(lab.store.commit(other.changes).is_err(), "one that was decided on what is not so any more");
    assert_eq!(lab.records().len(), 1);
    assert!(lab.store.commit(ChangeSet::new()).is_ok());
}
