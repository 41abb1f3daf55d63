//! The location service over SLg (TS 29.172): which questions have a terminal located, what becomes of the MME's answer, and what MMEs report by
//! themselves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod eps_common;

use arc_swap::ArcSwap;
use bytes::{Bytes, BytesMut};
use eps_common::*;
use innkeeper::{
    diameter::{
        From, Reply, Service,
        codec::{Message, ResultCode},
        dictionary::{
            base::{
                AuthSessionState, Outcome,
                avps::{FAILED_AVP, RESULT_CODE},
            },
            s6a::{self, *},
            slg::{self, *},
        },
    },
    domain::location::{LocationSettings, Privacy, Reach},
    interfaces::{
        shared::{
            Desk, Nobody, Origin,
            network::{Answering, Peers, Sending, Undelivered},
        },
        slg::Slg,
    },
    procedures::location::{Answer, Locator, Question},
    records::Source,
    telemetry::metrics::Metrics,
    types::{E164, Imsi, Name, Timestamp, geo::Uncertainty},
};
use parking_lot::Mutex;
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

const CELL: [u8; 7] = [0x00, 0xf1, 0x10, 0x00, 0x00, 0x01, 0x01];
/// A circle of code 20, that is 57 m, and an ellipse of code 30 by 20, that is 164 m by 57 m.
const CIRCLE: [u8; 8] = [0x10, 0x40, 0, 0, 0x20, 0, 0, 20];
const ELLIPSE: [u8; 11] = [0x30, 0x40, 0, 0, 0x20, 0, 0, 30, 20, 5, 95];

fn imsi() -> Imsi {
    Imsi::parse(IMSI).unwrap()
}

/// What the MME says to a PLR: a result, and what it tells.
type Pla = Result<ProvideLocationAnswer<'static>, Undelivered>;

/// An MME that answers PLRs by a script, and IDRs with a cell and an area; or says nothing at all.
#[derive(Debug, Clone)]
struct Mme {
    says: Pla,
    silent: bool,
    asked: Arc<Mutex<Vec<Message>>>,
}

impl Mme {
    fn saying(says: Pla) -> Self {
        Self { says, silent: false, asked: Arc::default() }
    }

    /// The commands it was asked by.
    fn commands(&self) -> String {
        let name =
            |message: &Message| if message.header.application == slg::APPLICATION { "PLR" } else { "IDR" };
        self.asked.lock().iter().map(name).collect::<Vec<_>>().join(" ")
    }
}

impl Peers for Mme {
    fn request(&self, _: &Name, _: &Name, request: Bytes) -> Answering {
        let message = Message::parse(request).unwrap();
        self.asked.lock().push(message.clone());
        if self.silent {
            return Box::pin(std::future::pending());
        }
        let mut out = BytesMut::new();
        if message.header.application == slg::APPLICATION {
            let says = self.says.as_ref().map(|answer| answer.encode(&message.header, &mut out));
            let says = says.map_err(|error| *error).map(|_| Message::parse(out.freeze()).unwrap());
            return Box::pin(async move { says });
        }
        let place = MmeLocationInformation {
            tracking_area_identity: Some(&[0x00, 0xf1, 0x10, 0x00, 0x01]),
            age_of_location_information: Some(0),
            ..Default::default()
        };
        let answer = InsertSubscriberDataAnswer {
            session_id: "s",
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            outcome: Outcome::SUCCESS,
            auth_session_state: Some(AuthSessionState::NO_STATE_MAINTAINED),
            origin_host: "mme1",
            origin_realm: REALM,
            eps_location_information: Some(EpsLocationInformation {
                mme_location_information: Some(place),
                ..Default::default()
            }),
            ..Default::default()
        };
        answer.encode(&message.header, &mut out);
        Box::pin(async move { Ok(Message::parse(out.freeze()).unwrap()) })
    }
}

fn pla(outcome: Outcome) -> ProvideLocationAnswer<'static> {
    ProvideLocationAnswer {
        session_id: "s",
        vendor_specific_application_id: Some(slg::VENDOR_SPECIFIC_APPLICATION_ID),
        outcome,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "mme1",
        origin_realm: REALM,
        ..Default::default()
    }
}

fn found() -> ProvideLocationAnswer<'static> {
    ProvideLocationAnswer {
        location_estimate: Some(&CIRCLE),
        age_of_location_estimate: Some(0),
        ecgi: Some(&CELL),
        ..pla(Outcome::SUCCESS)
    }
}

fn settings(slg: &str) -> LocationSettings {
    let slg = (!slg.is_empty()).then(|| slg.to_owned()).into_iter().collect();
    LocationSettings { slg, slg_client: "lab".into(), answer_seconds: 1, ..LocationSettings::default() }
}

fn locator(lab: &Lab, mme: &Mme, slg: &str) -> Arc<Locator> {
    let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
    let network = Box::new(Sending::new(mme.clone(), origin, Timestamp::now()));
    let privacy = Privacy::new(&settings(slg), &BTreeMap::new()).unwrap();
    let hss = Arc::new(ArcSwap::new(lab.hss.clone()));
    Arc::new(Locator::new(
        (lab.store.clone(), hss),
        network,
        privacy,
        Arc::new(Metrics::new()),
        Timestamp::now,
    ))
}

fn any() -> Question {
    Question { imsi: imsi(), accepted: Duration::from_secs(300), current: false, accuracy: None }
}

fn current() -> Question {
    Question { current: true, ..any() }
}

fn within(metres: f64) -> Question {
    Question { accuracy: Some(Uncertainty::no_wider_than(metres)), ..any() }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Source, place and octets of the estimate; or why there is none that is new.
fn said(answer: &Answer) -> String {
    match (&answer.missed, &answer.fact) {
        (Some(missed), _) => missed.to_string(),
        (None, Some(fact)) => format!("{} {} {}", fact.source.word(), fact.seen, fact.estimate.len()),
        (None, None) => "nothing".to_owned(),
    }
}

/// LQ-5: who is asked by which command, by the question and by what the MME says; and what is told then.
#[test]
fn lq_5_a_terminal_is_located_where_the_question_is_worth_it_and_the_mme_can() {
    let error = |code| Ok(pla(SlgResult(code).into()));
    let base = |code| Ok(pla(Outcome::Base(code)));
    let (located, by_idr) = ("positioning ecgi 00101-0000101 8", "mme tai 00101-0001 0");
    let rows: [(&str, Question, Pla, &str, &str); 20] = [
        ("mme1", current(), Ok(found()), "PLR", located),
        ("*", within(100.0), Ok(found()), "PLR", located),
        // A place of the last minutes needs no radio.
        ("*", any(), Ok(found()), "IDR", by_idr),
        ("", current(), Ok(found()), "IDR", by_idr),
        ("mme2", current(), Ok(found()), "IDR", by_idr),
        // It does not speak SLg after all, cannot be reached, does not let us, failed, or tells nothing that can be read.
        ("mme1", current(), base(ResultCode::COMMAND_UNSUPPORTED), "PLR IDR", by_idr),
        ("mme1", current(), base(ResultCode::APPLICATION_UNSUPPORTED), "PLR IDR", by_idr),
        ("mme1", current(), base(ResultCode::UNABLE_TO_COMPLY), "PLR IDR", by_idr),
        ("mme1", current(), Err(Undelivered::NoConnection), "PLR IDR", by_idr),
        ("mme1", current(), Err(Undelivered::NoAnswer), "PLR IDR", by_idr),
        ("mme1", current(), error(5490), "PLR IDR", by_idr),
        ("mme1", current(), error(4225), "PLR IDR", by_idr),
        ("mme1", current(), Ok(pla(Outcome::SUCCESS)), "PLR IDR", by_idr),
        (
            "mme1",
            current(),
            Ok(ProvideLocationAnswer { location_estimate: Some(&[0xf0; 300]), ..pla(Outcome::SUCCESS) }),
            "PLR IDR",
            by_idr,
        ),
        // What the MME knows of the terminal IDR would not change.
        ("mme1", current(), error(4221), "PLR", "mme1: the terminal does not answer"),
        ("mme1", current(), error(4222), "PLR", "mme1: the user is suspended"),
        ("mme1", current(), error(4223), "PLR", "mme1: the user is detached"),
        ("mme1", current(), error(4224), "PLR", "mme1: the user is not to be located"),
        ("mme1", current(), error(5001), "PLR", "mme1 does not know the subscriber"),
        // An age is believed, and no longer than there is one.
        (
            "mme1",
            current(),
            Ok(ProvideLocationAnswer { age_of_location_estimate: Some(u32::MAX), ..found() }),
            "PLR",
            located,
        ),
    ];
    for (slg, question, says, commands, expected) in rows {
        let (lab, mme) = (Lab::with(""), Mme::saying(says));
        let locator = locator(&lab, &mme, slg);
        lab.attach("mme1");
        let answer = run(locator.locate(question));
        assert_eq!((&*mme.commands(), &*said(&answer)), (commands, expected), "{slg} {question:?}");
        let out_of_reach = ["4221", "answer", "suspended", "detached"];
        let reach = match out_of_reach.iter().any(|word| expected.ends_with(word)) {
            true => Reach::NotReachable,
            false => Reach::Registered,
        };
        assert_eq!(answer.reach, reach, "{expected}");
        assert_eq!(locator.remembered(imsi()).reach, reach, "and that is remembered");
    }
}

/// LQ-5: what the PLR says of the question. An SGSN is not asked.
#[test]
fn lq_5_the_mme_is_told_what_is_wanted_and_an_sgsn_is_not_asked() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Ok(found())));
    let locator = locator(&lab, &mme, "*");
    lab.attach("mme1");
    run(locator.locate(current()));
    run(locator.locate(within(40.0)));
    let asked: Vec<_> = std::mem::take(&mut *mme.asked.lock());
    let read: Vec<_> = asked.iter().map(|message| ProvideLocationRequest::decode(message).unwrap()).collect();
    let types = [SlgLocationType::CURRENT_LOCATION, SlgLocationType::CURRENT_OR_LAST_KNOWN_LOCATION];
    for (plr, kind) in read.iter().zip(types) {
        assert_eq!(plr.slg_location_type, kind);
        assert_eq!((plr.destination_host, plr.user_name), ("mme1", Some(IMSI)));
        assert_eq!(plr.lcs_eps_client_name.lcs_name_string, Some("lab"));
    }
    let qos = |plr: &ProvideLocationRequest<'_>| plr.lcs_qos.unwrap();
    assert_eq!(
        (qos(&read[0]).horizontal_accuracy, qos(&read[0]).response_time),
        (None, Some(ResponseTime::LOW_DELAY))
    );
    assert_eq!(
        (qos(&read[1]).horizontal_accuracy, qos(&read[1]).response_time),
        (Some(16), Some(ResponseTime::DELAY_TOLERANT))
    );
    let lab = Lab::with("");
    lab.ulr("sgsn1", HOME, UlrFlags::empty());
    run(self::locator(&lab, &mme, "*").locate(current()));
    assert_eq!(mme.commands(), "IDR");
}

/// LQ-4: what was located is remembered, and answers whoever asks for no more than that; it is forgotten with the MME.
#[test]
fn lq_4_a_remembered_place_answers_where_it_is_exact_enough() {
    let ellipse = ProvideLocationAnswer { location_estimate: Some(&ELLIPSE), ..found() };
    let (lab, mme) = (Lab::with(""), Mme::saying(Ok(ellipse)));
    let locator = locator(&lab, &mme, "*");
    lab.attach("mme1");
    assert_eq!(said(&run(locator.locate(within(200.0)))), "positioning ecgi 00101-0000101 11");
    for question in [within(200.0), within(164.6), any()] {
        let answer = run(locator.locate(question));
        assert_eq!(answer.fact.unwrap().estimate[..], ELLIPSE, "the shape as it was told");
    }
    assert_eq!(mme.commands(), "PLR");
    run(locator.locate(within(100.0)));
    assert_eq!(mme.commands(), "PLR PLR");
    lab.ulr("mme2", ABROAD, UlrFlags::S6A_S6D_INDICATOR);
    assert_eq!(locator.remembered(imsi()).fact.unwrap().source, Source::Registration);
}

/// LQ-4: a node that says nothing is waited for as long as `location.answer_seconds` says, once for each command.
#[test]
fn lq_4_a_silent_node_is_waited_for_as_long_as_is_configured() {
    for (slg, commands, seconds) in [("", "IDR", 1), ("*", "PLR IDR", 2)] {
        let (lab, mme) = (Lab::with(""), Mme { silent: true, ..Mme::saying(Ok(found())) });
        let locator = locator(&lab, &mme, slg);
        lab.attach("mme1");
        let start = Instant::now();
        assert_eq!(said(&run(locator.locate(current()))), "mme1 does not answer");
        let waited = start.elapsed();
        assert!((seconds..seconds + 5).contains(&waited.as_secs()), "{waited:?}");
        assert_eq!(mme.commands(), commands);
    }
}

struct Gmlc {
    lab: Lab,
    locator: Arc<Locator>,
    metrics: Arc<Metrics>,
    slg: Slg,
}

/// What an LRR says beside who sends it.
type Lrr = LocationReportRequest<'static>;

impl Gmlc {
    fn with(slg: &str) -> Self {
        let lab = Lab::with("");
        let locator = locator(&lab, &Mme::saying(Ok(found())), slg);
        let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
        let desk = Desk::new(lab.hss.clone(), lab.store.clone(), lab.vault.clone(), origin, Box::new(Nobody));
        let metrics = Arc::new(Metrics::new());
        let slg = Slg::new(Arc::new(desk), locator.clone(), metrics.clone());
        lab.attach("mme1");
        Self { lab, locator, metrics, slg }
    }

    fn told(&self, host: &str, peer: &str, report: &Lrr) -> Message {
        let report = LocationReportRequest {
            session_id: "mme;1;1",
            vendor_specific_application_id: Some(slg::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: host,
            origin_realm: REALM,
            destination_host: "hss.example",
            destination_realm: REALM,
            ..report.clone()
        };
        let mut request = BytesMut::new();
        report.encode(7, 8, &mut request);
        self.send(peer, request)
    }

    fn send(&self, peer: &str, request: BytesMut) -> Message {
        let from = From { host: peer.into(), realm: REALM.into() };
        let mut out = BytesMut::new();
        let Reply::Written(_) = self.slg.request(&from, &Message::parse(request.freeze()).unwrap(), &mut out)
        else {
            panic!("not answered at once")
        };
        Message::parse(out.freeze()).unwrap()
    }

    /// What is remembered that came over SLg.
    fn believed(&self) -> String {
        let answer = self.locator.remembered(imsi());
        let fact = answer.fact.filter(|fact| fact.source == Source::Positioning);
        fact.map_or_else(|| "-".into(), |fact| format!("{} {}", fact.seen, fact.estimate.len()))
    }

    fn counted(&self, event: &str) -> u64 {
        self.metrics.location_reports.with_label_values(&[event]).get()
    }
}

fn report(event: LocationEvent) -> Lrr {
    Lrr { location_event: event, user_name: Some(IMSI), ecgi: Some(&CELL), ..Lrr::default() }
}

fn client(name: &'static str) -> Option<LcsEpsClientName<'static>> {
    Some(LcsEpsClientName { lcs_name_string: Some(name), lcs_format_indicator: None })
}

/// LQ-5: what an MME reports by itself: who is believed, and what it is answered (TS 29.172 §6.3).
#[test]
fn lq_5_what_an_mme_reports_of_a_user_whom_it_serves_is_believed() {
    let call = || report(LocationEvent::EMERGENCY_CALL_ORIGINATION);
    let number: &'static [u8] = Box::leak(E164::parse("15550000001").unwrap().tbcd().to_vec().into());
    let stranger: &'static [u8] = Box::leak(E164::parse("15550000099").unwrap().tbcd().to_vec().into());
    let nobody = Lrr { user_name: None, ..call() };
    let (cell, all, none) = ("ecgi 00101-0000101 0", "ecgi 00101-0000101 8", "-");
    let rows: [(&str, &str, Lrr, &str, &str); 24] = [
        ("mme1", "mme1", call(), "2001", cell),
        ("MME1", "mme1", Lrr { location_estimate: Some(&CIRCLE), ..call() }, "2001", all),
        ("mme1", "mme1", report(LocationEvent::EMERGENCY_CALL_RELEASE), "2001", cell),
        ("mme1", "mme1", report(LocationEvent::EMERGENCY_CALL_HANDOVER), "2001", cell),
        ("mme1", "mme1", report(LocationEvent(77)), "2001", cell),
        ("mme1", "mme1", Lrr { msisdn: Some(number), ..nobody.clone() }, "2001", cell),
        ("mme1", "mme1", Lrr { msisdn: Some(number), imei: Some("35112233445566"), ..call() }, "2001", cell),
        // The terminal wants to know where it is, or this node to be told; anybody else cannot be.
        ("mme1", "mme1", report(LocationEvent::MO_LR), "2001", cell),
        (
            "mme1",
            "mme1",
            Lrr { lcs_eps_client_name: client("lab"), ..report(LocationEvent::MO_LR) },
            "2001",
            cell,
        ),
        (
            "mme1",
            "mme1",
            Lrr { lcs_eps_client_name: client("friend"), ..report(LocationEvent::MO_LR) },
            "E4226",
            cell,
        ),
        // Nobody here asked to be told later. Where the terminal is is good to know all the same.
        (
            "mme1",
            "mme1",
            Lrr { lcs_reference_number: Some(&[7]), ..report(LocationEvent::DEFERRED_MT_LR_RESPONSE) },
            "E4226",
            cell,
        ),
        ("mme1", "mme1", report(LocationEvent::DEFERRED_MO_LR_TTTP_INITIATION), "E4226", cell),
        ("mme1", "mme1", report(LocationEvent::DELAYED_LOCATION_REPORTING), "E4226", cell),
        // No place, or none that can be read.
        ("mme1", "mme1", Lrr { ecgi: None, ..call() }, "2001", none),
        (
            "mme1",
            "mme1",
            Lrr { ecgi: Some(&[0xff; 7]), location_estimate: Some(&[0x5f, 1]), ..call() },
            "2001",
            none,
        ),
        ("mme1", "mme1", Lrr { ecgi: Some(&[0; 200]), location_estimate: Some(&[]), ..call() }, "2001", none),
        // Of nobody, or of somebody else's subscribers.
        ("mme1", "mme1", nobody.clone(), "5005", none),
        ("mme1", "mme1", Lrr { imei: Some("35112233445566"), ..nobody.clone() }, "E4226", none),
        ("mme1", "mme1", Lrr { user_name: Some("001010000000099"), ..call() }, "E5001", none),
        ("mme1", "mme1", Lrr { user_name: Some("alice"), ..call() }, "E5001", none),
        ("mme1", "mme1", Lrr { msisdn: Some(stranger), ..call() }, "E5001", none),
        // An MME that does not serve, one that is not on the list, one that another speaks for.
        ("mme2", "mme2", call(), "E5490", none),
        ("mme3", "mme3", call(), "E5490", none),
        ("mme1", "mme2", call(), "5003", none),
    ];
    for (host, peer, lrr, result, believed) in rows {
        let gmlc = Gmlc::with("");
        let mut settings = settings("mme1");
        settings.slg.push("mme2".into());
        gmlc.locator.privacy.store(Arc::new(Privacy::new(&settings, &BTreeMap::new()).unwrap()));
        let answer = gmlc.told(host, peer, &lrr);
        let row = format!("{host} {peer} {lrr:?}");
        assert_eq!(gmlc.believed(), believed, "{row}");
        if result == "5005" {
            assert_eq!(answer.avps().find(&RESULT_CODE).unwrap().read::<u32>().unwrap(), 5005, "{row}");
            assert!(answer.avps().find(&FAILED_AVP).is_some(), "{row}");
            continue;
        }
        let read = LocationReportAnswer::decode(&answer).unwrap();
        assert_eq!(code(&read.outcome), result, "{row}");
        assert_eq!((read.gmlc_address, read.lra_flags, read.lcs_reference_number), (None, None, None));
    }
}

/// LQ-5: reports are counted by their event; an old one does not displace a newer one, and a purged user is served by nobody.
#[test]
fn lq_5_reports_are_counted_and_kept_in_the_order_of_their_age() {
    let gmlc = Gmlc::with("*");
    gmlc.told("mme1", "mme1", &report(LocationEvent::MO_LR));
    let mut other = CELL;
    other[6] = 2;
    let other: &'static [u8] = Box::leak(other.into());
    let old = Lrr { ecgi: Some(other), age_of_location_estimate: Some(5), ..report(LocationEvent(77)) };
    gmlc.told("mme1", "mme1", &old);
    assert_eq!(gmlc.believed(), "ecgi 00101-0000101 0");
    gmlc.told("mme1", "mme1", &Lrr { age_of_location_estimate: None, ..old });
    assert_eq!(gmlc.believed(), "ecgi 00101-0000102 0");
    assert_eq!((gmlc.counted("mo-lr"), gmlc.counted("other")), (1, 2));
    gmlc.lab.send("mme1", &from_node!("mme1", PurgeUeRequest { user_name: IMSI }));
    let answer = gmlc.told("mme1", "mme1", &report(LocationEvent::MO_LR));
    assert_eq!(code(&LocationReportAnswer::decode(&answer).unwrap().outcome), "E5490");
    assert_eq!(gmlc.counted("mo-lr"), 1);
}

/// A PLR is for an MME; an LRR that is cut anywhere is answered, and believed nowhere.
#[test]
fn lq_5_what_is_no_report_is_refused() {
    let gmlc = Gmlc::with("*");
    let plr = ProvideLocationRequest { session_id: "s", origin_host: "mme1", ..Default::default() };
    let (mut octets, mut out) = (BytesMut::new(), BytesMut::new());
    plr.encode(1, 2, &mut octets);
    let from = From { host: "mme1".into(), realm: REALM.into() };
    let message = Message::parse(octets.freeze()).unwrap();
    assert!(matches!(gmlc.slg.request(&from, &message, &mut out), Reply::UnknownCommand));

    let lrr = LocationReportRequest {
        session_id: "mme;1;1",
        origin_host: "mme1",
        origin_realm: REALM,
        destination_host: "hss.example",
        destination_realm: REALM,
        ..report(LocationEvent::MO_LR)
    };
    let mut whole = BytesMut::new();
    lrr.encode(7, 8, &mut whole);
    for length in (20..whole.len()).step_by(4) {
        let mut cut = BytesMut::from(&whole[..length]);
        cut[1..4].copy_from_slice(&(length as u32).to_be_bytes()[1..]);
        let answer = gmlc.send("mme1", cut);
        let code = answer.avps().find(&RESULT_CODE).map(|avp| avp.read::<u32>().unwrap());
        // Where an AVP ends that the grammar can do without behind it, it is a report.
        let whole_report = code == Some(2001);
        assert_eq!(gmlc.believed(), "-", "{length}");
        assert!(whole_report || matches!(code, Some(5004 | 5005 | 5014)), "{length}: {code:?}");
    }
}
