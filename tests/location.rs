//! Where users are (LQ-1, LQ-4, LQ-5): asked of the MME that serves, remembered, shared, told to whom it may be told.
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
            base::{AuthSessionState, ExperimentalResult, Outcome},
            s6a::{self, *},
            sh, slh,
        },
    },
    domain::location::{LocationSettings, Precision, Privacy, PrivacyClass, Reach},
    interfaces::{
        sh::Sh,
        shared::{
            Desk, Nobody, Origin,
            network::{Answering, Peers, Sending, Undelivered},
        },
        slh::Slh,
    },
    procedures::location::{
        Answer, Locator, Question,
        journal::{Asker, Unanswered},
    },
    records::{Fact, Location, LocationQuery, Source},
    telemetry::metrics::Metrics,
    types::{Imsi, Name, Timestamp},
};
use parking_lot::Mutex;
use std::{cell::Cell, collections::BTreeMap, sync::Arc, time::Duration};
use tokio::sync::Semaphore;

const MINUTE: i64 = 60_000;
const CELL: [u8; 7] = [0x00, 0xf1, 0x10, 0x00, 0x00, 0x01, 0x01];
const AREA: [u8; 5] = [0x00, 0xf1, 0x10, 0x00, 0x01];

thread_local! {
    static NOW: Cell<i64> = const { Cell::new(1_800_000_000_000) };
}

fn now() -> Timestamp {
    Timestamp(NOW.get())
}

fn pass(milliseconds: i64) {
    NOW.set(NOW.get() + milliseconds);
}

fn imsi() -> Imsi {
    Imsi::parse(IMSI).unwrap()
}

/// What the MME tells.
#[derive(Debug, Clone)]
struct Says {
    outcome: Result<Outcome, Undelivered>,
    cell: Option<Vec<u8>>,
    area: Option<Vec<u8>>,
    age: Option<u32>,
    state: Option<u32>,
}

impl Says {
    fn cell(eci: u8, age: u32) -> Self {
        let mut cell = CELL.to_vec();
        cell[6] = eci;
        Self {
            outcome: Ok(Outcome::Base(ResultCode::SUCCESS)),
            cell: Some(cell),
            area: Some(AREA.to_vec()),
            age: Some(age),
            state: Some(4),
        }
    }

    fn failing(outcome: Result<Outcome, Undelivered>) -> Self {
        Self { outcome, cell: None, area: None, age: None, state: None }
    }
}

/// Nodes that answer IDRs with what they are told to say, once they may.
#[derive(Debug, Clone)]
struct Mme {
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<Vec<(Name, Message)>>>,
    /// A permit for each answer.
    may: Arc<Semaphore>,
}

impl Mme {
    fn saying(says: Says) -> Self {
        Self { says: Arc::new(Mutex::new(says)), asked: Arc::default(), may: Arc::new(Semaphore::new(1000)) }
    }

    fn times(&self) -> usize {
        self.asked.lock().len()
    }
}

impl Peers for Mme {
    fn request(&self, host: &Name, _: &Name, request: Bytes) -> Answering {
        let message = Message::parse(request).unwrap();
        self.asked.lock().push((host.clone(), message.clone()));
        let (says, may) = (self.says.clone(), self.may.clone());
        Box::pin(async move {
            may.acquire().await.unwrap().forget();
            let says = says.lock().clone();
            says.outcome.map(|outcome| ida(&message, outcome, &says))
        })
    }
}

fn ida(request: &Message, outcome: Outcome, says: &Says) -> Message {
    let place = MmeLocationInformation {
        e_utran_cell_global_identity: says.cell.as_deref(),
        tracking_area_identity: says.area.as_deref(),
        age_of_location_information: says.age,
        ..Default::default()
    };
    let told = says.cell.is_some() || says.area.is_some();
    let user_state = says.state.map(|state| EpsUserState {
        mme_user_state: Some(MmeUserState { user_state: Some(UserState(state)) }),
        sgsn_user_state: None,
    });
    let answer = InsertSubscriberDataAnswer {
        session_id: "s",
        vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
        outcome,
        auth_session_state: Some(AuthSessionState::NO_STATE_MAINTAINED),
        origin_host: "mme",
        origin_realm: REALM,
        eps_user_state: user_state,
        eps_location_information: told
            .then(|| EpsLocationInformation { mme_location_information: Some(place), ..Default::default() }),
        ..Default::default()
    };
    let mut out = BytesMut::new();
    answer.encode(&request.header, &mut out);
    Message::parse(out.freeze()).unwrap()
}

fn locator(lab: &Lab, mme: &Mme, privacy: Privacy) -> Arc<Locator> {
    let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
    let network = Box::new(Sending::new(mme.clone(), origin, now()));
    let hss = Arc::new(ArcSwap::new(lab.hss.clone()));
    Arc::new(Locator::new((lab.store.clone(), hss), network, privacy, Arc::new(Metrics::new()), now))
}

fn question(minutes: u64) -> Question {
    Question { imsi: imsi(), accepted: Duration::from_secs(minutes * 60), current: false, accuracy: None }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn seen(answer: &Answer) -> (String, i64) {
    let fact = answer.fact.as_ref();
    fact.map_or_else(Default::default, |fact| (fact.seen.to_string(), (now().0 - fact.at.0) / MINUTE))
}

/// LQ-1, TS 29.272 §7.3.29: a question says of the barring what the node was told already, for SERVICE_GRANTED would end it.
#[test]
fn lq_1_a_question_for_a_place_lifts_no_barring() {
    for (barred, status, hplmn) in [
        ("", SubscriberStatus::SERVICE_GRANTED, None),
        ("barred = ['home-specific2']", SubscriberStatus::OPERATOR_DETERMINED_BARRING, Some(0b10)),
    ] {
        let lab = Lab::with(&format!("[eps_profile.default]\n{barred}"));
        let mme = Mme::saying(Says::cell(1, 3));
        lab.attach("mme1");
        run(locator(&lab, &mme, Privacy::default()).locate(question(5)));
        let asked = mme.asked.lock().clone();
        let [(_, idr)] = &asked[..] else { panic!("{asked:?}") };
        let data = InsertSubscriberDataRequest::decode(idr).unwrap().subscription_data;
        assert_eq!(data.subscriber_status, Some(status));
        assert_eq!(data.hplmn_odb.map(|types| types.bits()), hplmn);
        assert_eq!(data.ambr, None, "nothing else");
    }
}

/// LQ-1: the IDR carries the two flags and nothing that changes anything, the answer cell, area, age and state.
#[test]
fn lq_1_the_serving_mme_is_asked_for_the_cell() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 3)));
    let locator = locator(&lab, &mme, Privacy::default());
    lab.attach("mme1");
    let answer = run(locator.locate(question(5)));
    assert_eq!(seen(&answer), ("ecgi 00101-0000101, tai 00101-0001".to_owned(), 3));
    assert_eq!((answer.reach, answer.missed), (Reach::Connected, None));
    let fact = answer.fact.unwrap();
    assert_eq!((fact.source, &*fact.from, fact.heard), (Source::Mme, "mme1", now()));

    let (host, message) = mme.asked.lock().pop().unwrap();
    let request = InsertSubscriberDataRequest::decode(&message).unwrap();
    assert_eq!((&*host, request.user_name, request.destination_host), ("mme1", IMSI, "mme1"));
    let wanted = IdrFlags::EPS_LOCATION_INFORMATION_REQUEST | IdrFlags::EPS_USER_STATE_REQUEST;
    assert_eq!(request.idr_flags, Some(wanted));
    let only =
        SubscriptionData { subscriber_status: Some(SubscriberStatus::SERVICE_GRANTED), ..Default::default() };
    assert_eq!(request.subscription_data, only);

    run(locator.locate(Question { current: true, ..question(5) }));
    let (_, message) = mme.asked.lock().pop().unwrap();
    let flags = InsertSubscriberDataRequest::decode(&message).unwrap().idr_flags;
    assert_eq!(flags, Some(wanted | IdrFlags::CURRENT_LOCATION_REQUEST));
}

/// LQ-4: what is remembered answers while it is young enough; what is too old is asked for anew.
#[test]
fn lq_4_the_accepted_age_decides_whether_the_mme_is_asked() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 0)));
    let locator = locator(&lab, &mme, Privacy::default());
    lab.attach("mme1");
    run(locator.locate(question(5)));
    pass(4 * MINUTE);
    assert_eq!(seen(&run(locator.locate(question(5)))).1, 4);
    assert_eq!(mme.times(), 1, "remembered");
    *mme.says.lock() = Says::cell(2, 0);
    pass(2 * MINUTE);
    assert_eq!(seen(&run(locator.locate(question(5)))), ("ecgi 00101-0000102, tai 00101-0001".to_owned(), 0));
    assert_eq!(mme.times(), 2);
    run(locator.locate(question(0)));
    assert_eq!(mme.times(), 2, "of this very moment");
}

/// LQ-4: ten who ask at once are one query; the next one is another.
#[test]
fn lq_4_concurrent_queries_share_one() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 2)));
    mme.may.forget_permits(1000);
    let locator = locator(&lab, &mme, Privacy::default());
    lab.attach("mme1");
    run(async {
        let mut askers = tokio::task::JoinSet::new();
        // One of them goes away while it waits: the others get their answer all the same.
        let first = tokio::spawn({
            let locator = locator.clone();
            async move { locator.locate(question(1)).await }
        });
        tokio::task::yield_now().await;
        for _ in 0..10 {
            let locator = locator.clone();
            askers.spawn(async move { locator.locate(question(1)).await });
        }
        tokio::task::yield_now().await;
        assert_eq!(mme.times(), 1);
        first.abort();
        mme.may.add_permits(2);
        let answers = askers.join_all().await;
        assert!(answers.iter().all(|answer| seen(answer).0.starts_with("ecgi 00101-0000101")));
    });
    assert_eq!(mme.times(), 2, "the one that went away had begun the first");
    mme.may.add_permits(1);
    run(locator.locate(question(1)));
    assert_eq!(mme.times(), 3);
}

/// LQ-1: what the MME may answer instead, and what is told then: the last that is known, and why it is not newer.
#[test]
fn lq_4_where_no_node_tells_the_last_known_place_is_told_with_the_reason() {
    let experimental = |code| Outcome::Experimental(ExperimentalResult { vendor: 10415, code });
    let nothing = Says::failing(Ok(Outcome::Base(ResultCode::SUCCESS)));
    let rows = [
        (Says::failing(Err(Undelivered::NoConnection)), "mme1 cannot be reached"),
        (Says::failing(Err(Undelivered::NoAnswer)), "mme1 does not answer"),
        (Says::failing(Ok(experimental(5001))), "mme1 does not know the subscriber"),
        (
            Says::failing(Ok(Outcome::Base(ResultCode::COMMAND_UNSUPPORTED))),
            "mme1 refuses: the command is not served",
        ),
        (
            Says::failing(Ok(Outcome::Base(ResultCode::UNABLE_TO_COMPLY))),
            "mme1 refuses: DIAMETER_UNABLE_TO_COMPLY (5012)",
        ),
        (nothing.clone(), "mme1 tells no place"),
        // Hostile or broken: identities of another length, or of no PLMN.
        (Says { cell: Some(vec![0; 6]), area: Some(vec![]), ..nothing.clone() }, "mme1 tells no place"),
        (Says { cell: Some(vec![0xff; 7]), area: Some(vec![0xff; 5]), ..nothing }, "mme1 tells no place"),
    ];
    for (says, missed) in rows {
        let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 0)));
        let locator = locator(&lab, &mme, Privacy::default());
        lab.attach("mme1");
        run(locator.locate(question(5)));
        pass(10 * MINUTE);
        *mme.says.lock() = says;
        let answer = run(locator.locate(question(5)));
        assert_eq!(answer.missed.as_ref().map(ToString::to_string).as_deref(), Some(missed));
        assert_eq!(seen(&answer), ("ecgi 00101-0000101, tai 00101-0001".to_owned(), 10), "{missed}");
    }
}

/// LQ-1: nobody is asked where nobody serves; after a move the old node's cell is nothing any more.
#[test]
fn lq_1_only_a_node_that_serves_is_asked_and_believed() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 0)));
    let locator = locator(&lab, &mme, Privacy::default());
    let answer = run(locator.locate(question(5)));
    assert_eq!(answer.fact, None);
    assert_eq!(answer.reach, Reach::NotRegistered);
    assert_eq!(answer.missed.unwrap().to_string(), "no MME or SGSN serves the subscriber");
    lab.attach("mme1");
    run(locator.locate(question(5)));
    lab.ulr("mme2", ABROAD, UlrFlags::S6A_S6D_INDICATOR);
    assert_eq!(locator.remembered(imsi()).fact.unwrap().seen.to_string(), "plmn 26202");
    *mme.says.lock() = Says { area: None, ..Says::cell(7, 0) };
    assert_eq!(seen(&run(locator.locate(question(5)))).0, "ecgi 00101-0000107");
    let hosts: Vec<_> = mme.asked.lock().iter().map(|(host, _)| host.to_string()).collect();
    assert_eq!(hosts, ["mme1", "mme2"]);

    let purge = from_node!("mme2", PurgeUeRequest { user_name: IMSI });
    lab.send("mme2", &purge);
    pass(10 * MINUTE);
    let answer = run(locator.locate(question(5)));
    assert_eq!(answer.missed.unwrap().to_string(), "mme2 deleted the subscriber after long silence");
    assert_eq!((answer.reach, mme.times()), (Reach::Purged, 2));
    assert_eq!(answer.fact.unwrap().seen.to_string(), "ecgi 00101-0000107", "where it was last");
}

/// LQ-4: an idle user, of whom its MME says DETACHED, is registered.
#[test]
fn lq_4_an_idle_user_is_registered() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says { state: Some(0), ..Says::cell(1, 40) }));
    let locator = locator(&lab, &mme, Privacy::default());
    lab.attach("mme1");
    assert_eq!(run(locator.locate(question(5))).reach, Reach::Registered);
}

/// What is heard of somebody else's subscriber is not kept, and what is kept goes with the subscriber.
#[test]
fn lq_5_places_are_kept_of_subscribers_alone() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 0)));
    let locator = locator(&lab, &mme, Privacy::default());
    lab.attach("mme1");
    let fact: Fact = run(locator.locate(question(5))).fact.unwrap();
    let stranger = Imsi::parse("001010000000099").unwrap();
    locator.hear(stranger, &fact);
    assert!(lab.store.get::<Location>(&stranger).value.is_none());
    assert!(lab.store.get::<Location>(&imsi()).value.is_some());
    lab.provision(IMSI, |desk, known| desk.remove(known)).unwrap();
    assert!(lab.store.get::<Location>(&imsi()).value.is_none());
}

/// LQ-2: a hint is known at once, persisted later, many with one change set, and one of a stranger never.
#[test]
fn lq_2_hints_are_known_at_once_and_persisted_together() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 0)));
    let locator = locator(&lab, &mme, Privacy::default());
    lab.attach("mme1");
    let told = run(locator.locate(question(5))).fact.unwrap();
    let all: Vec<Imsi> = (2..300).map(|last| imsi().offset(last).unwrap()).collect();
    for (number, one) in (15_550_000_002_u64..).zip(&all) {
        lab.order(&format!(r#"{{"imsi": "{one}", "msisdn": "{number}", "k": "{K}", "opc": "{OPC}"}}"#))
            .unwrap();
    }
    let hint = Fact { source: Source::Gtp, from: "192.0.2.1".into(), at: now(), ..told };
    let (stranger, before) = (imsi().offset(1).unwrap(), lab.store.durable().get());
    all.iter().chain([&imsi(), &stranger]).for_each(|one| locator.hint(*one, hint.clone()));
    assert_eq!(lab.store.durable().get(), before, "nothing is written yet");
    assert_eq!(locator.remembered(all[7]).fact, Some(hint.clone()));
    locator.persist_hints();
    for one in &all {
        assert_eq!(&*lab.store.get::<Location>(one).value.unwrap().facts, std::slice::from_ref(&hint));
        assert_eq!(locator.remembered(*one).fact, Some(hint.clone()));
    }
    assert_eq!(
        lab.store.get::<Location>(&imsi()).value.unwrap().facts.len(),
        2,
        "what the MME said is kept beside"
    );
    assert!(lab.store.get::<Location>(&stranger).value.is_none());
    assert!(lab.store.durable().get().0 - before.0 <= 64, "they share change sets");
    // Who changes a place meanwhile loses nothing, and what is newer than the hint stays.
    let newer = Fact { at: Timestamp(now().0 + 1), ..hint.clone() };
    locator.hint(all[0], hint);
    locator.hear(all[0], &newer);
    locator.persist_hints();
    assert_eq!(locator.remembered(all[0]).fact, Some(newer));
}

fn guarded() -> Privacy {
    let class = PrivacyClass {
        subscribers: vec!["00101*".into()],
        askers: vec!["noc".into(), "as1.ims.example".into()],
        precision: Precision::Area,
    };
    let classes = BTreeMap::from([("guests".to_owned(), class)]);
    Privacy::new(&LocationSettings::default(), &classes).unwrap()
}

fn journal(lab: &Lab) -> Vec<String> {
    let mut all: Vec<_> = lab.store.scan::<LocationQuery>().collect();
    all.sort_by_key(|(entry, _)| entry.id);
    all.iter()
        .map(|(entry, _)| format!("{} {} {} {}", entry.asker, entry.interface, entry.imsi, entry.said))
        .collect()
}

/// LQ-5: every query stands in the journal with its asker, also one that is denied; nobody is told more than it may.
#[test]
fn lq_5_who_may_ask_is_told_as_much_as_it_may_and_every_query_is_written_down() {
    let (lab, mme) = (Lab::with(""), Mme::saying(Says::cell(1, 0)));
    let locator = locator(&lab, &mme, guarded());
    lab.attach("mme1");
    let asker = |name: &str| Asker { name: name.into(), interface: "admin" };
    let (answer, lsn) = run(locator.tell(&asker("noc"), question(5))).unwrap();
    assert_eq!(answer.fact.unwrap().seen.to_string(), "tai 00101-0001, plmn 00101");
    let entry = lab.store.scan::<LocationQuery>().next().unwrap();
    assert_eq!(entry.1, lsn, "the answer waits for the entry");
    let denied = run(locator.tell(&asker("gmlc"), question(5))).unwrap_err();
    assert!(matches!(denied, Unanswered::Denied(_)), "{denied}");
    assert!(denied.to_string().contains("[privacy_class.guests]"), "{denied}");
    let said = [format!("noc admin {IMSI} tai 00101-0001, plmn 00101"), format!("gmlc admin {IMSI} denied")];
    assert_eq!(journal(&lab), said);
    assert_eq!(mme.times(), 1, "who may not be told makes nobody ask");
}

fn udr(host: &str, references: &[u32], current: bool) -> Message {
    let request = sh::UserDataRequest {
        session_id: "as;1;1",
        vendor_specific_application_id: sh::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: host,
        origin_realm: REALM,
        destination_realm: REALM,
        user_identity: sh::UserIdentity { public_identity: Some("tel:+15550000001"), ..Default::default() },
        data_reference: references.iter().map(|reference| sh::DataReference(*reference)).collect(),
        requested_domain: Some(sh::RequestedDomain::PS),
        udr_flags: Some(sh::UdrFlags::LOCATION_INFORMATION_EPS_SUPPORTED),
        current_location: current.then_some(sh::CurrentLocation::INITIATE),
        ..Default::default()
    };
    let mut out = BytesMut::new();
    request.encode(1, 2, &mut out);
    Message::parse(out.freeze()).unwrap()
}

const SERVERS: &str = r#"
[application_server."as1.ims.example"]
pull = ["location-information", "user-state"]
[application_server."as2.ims.example"]
pull = ["location-information"]
"#;

struct Server {
    lab: Lab,
    mme: Mme,
    sh: Sh,
}

impl Server {
    fn with(privacy: Privacy) -> Self {
        let (lab, mme) = (Lab::with(SERVERS), Mme::saying(Says::cell(1, 0)));
        let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
        let desk = Desk::new(lab.hss.clone(), lab.store.clone(), lab.vault.clone(), origin, Box::new(Nobody));
        let sh = Sh::new(Arc::new(desk)).with_locator(locator(&lab, &mme, privacy));
        lab.attach("mme1");
        Self { lab, mme, sh }
    }

    /// The Sh-Data of the answer, and whether it had to be waited for.
    fn asks(&self, host: &str, references: &[u32], current: bool) -> (String, bool) {
        let mut out = BytesMut::new();
        let from = From { host: host.into(), realm: REALM.into() };
        let message = udr(host, references, current);
        let (octets, waited) = match self.sh.request(&from, &message, &mut out) {
            Reply::Written(_) => (out.freeze(), false),
            Reply::Later(answer) => (run(answer).0, true),
            Reply::UnknownCommand => panic!("UDR is served"),
        };
        let answer = Message::parse(octets).unwrap();
        let answer = sh::UserDataAnswer::decode(&answer).unwrap();
        let data = answer.user_data.map(|data| String::from_utf8(data.to_vec()).unwrap());
        (data.unwrap_or_else(|| code(&answer.outcome)), waited)
    }
}

/// LQ-4: a UDR waits for the MME where what is remembered is too old, or the server wants it; else it is answered at once.
#[test]
fn lq_4_sh_tells_the_eps_location_and_state() {
    let server = Server::with(Privacy::default());
    let (data, waited) = server.asks("as1.ims.example", &[14, 15], false);
    assert!(waited);
    for part in [
        "<E-UTRANCellGlobalId>APEQAAABAQ==</E-UTRANCellGlobalId>",
        "<TrackingAreaId>APEQAAE=</TrackingAreaId><MMEName>mme1</MMEName>",
        "<VisitedPLMNID>00101</VisitedPLMNID>",
        "<EPSUserState>4</EPSUserState>",
    ] {
        assert!(data.contains(part), "{part} in {data}");
    }
    assert_eq!(server.asks("as1.ims.example", &[14, 15], false), (data, false), "remembered");
    assert!(server.asks("as1.ims.example", &[14], true).1, "the terminal is to be paged");
    assert_eq!(server.mme.times(), 2);
    // One without the permission makes nobody ask, nor does one that asks for the state alone.
    pass(10 * MINUTE);
    assert_eq!(server.asks("as3.ims.example", &[14], true), ("E5102".to_owned(), false));
    assert!(!server.asks("as1.ims.example", &[15], false).1);
    assert_eq!(server.mme.times(), 2);
    let said = format!("as1.ims.example sh {IMSI} ecgi 00101-0000101, tai 00101-0001");
    assert_eq!(journal(&server.lab), [said.clone(), said.clone(), said]);
}

/// LQ-5: over SLh, too: a GMLC that is on the list, and may not be told of these subscribers, is refused; either way it stands in the journal.
#[test]
fn lq_5_a_gmlc_is_told_of_whom_it_may_be_told() {
    let lab = Lab::with("[gmlc]\nallow = ['noc', 'gmlc']\n");
    let mme = Mme::saying(Says::cell(1, 0));
    let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
    let desk = Desk::new(lab.hss.clone(), lab.store.clone(), lab.vault.clone(), origin, Box::new(Nobody));
    let service = Slh::new(Arc::new(desk)).with_locator(locator(&lab, &mme, guarded()));
    let ask = |host: &str, user_name, msisdn| {
        let request = slh::RoutingInfoRequest {
            session_id: "gmlc;1;1",
            vendor_specific_application_id: Some(slh::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: host,
            origin_realm: REALM,
            destination_realm: REALM,
            user_name,
            msisdn,
            ..Default::default()
        };
        let (mut octets, mut out) = (BytesMut::new(), BytesMut::new());
        request.encode(1, 2, &mut octets);
        let from = From { host: host.into(), realm: REALM.into() };
        let message = Message::parse(octets.freeze()).unwrap();
        let written = lab.store.last();
        let Reply::Written(lsn) = service.request(&from, &message, &mut out) else {
            panic!("answered at once")
        };
        let entry = lab.store.scan::<LocationQuery>().map(|(_, version)| version).max();
        if lab.store.last() > written {
            assert_eq!(Some(lsn), entry, "the answer waits for the entry");
        }
        let answer = Message::parse(out.freeze()).unwrap();
        let answer = slh::RoutingInfoAnswer::decode(&answer).unwrap();
        let node = answer.serving_node.and_then(|serving| serving.mme_name).map(str::to_owned);
        (code(&answer.outcome), node)
    };
    let (unknown, number) = ("001010000000099", [0x51, 0x55, 0x00, 0x00, 0x00, 0xf1]);
    let named = [
        (Some(IMSI), None),
        (None, Some(&number[..])),
        (Some(unknown), None),
        (Some(IMSI), Some(&[0x21][..])),
    ];
    // Who may not be told of a user cannot tell one who is attached from one who is not, nor from nobody.
    let refused = || named.map(|(user_name, msisdn)| ask("gmlc", user_name, msisdn));
    let detached = refused();
    assert_eq!(detached, [(); 4].map(|()| ("E5490".to_owned(), None)));
    assert_eq!(ask("noc", Some(IMSI), None), ("E4201".to_owned(), None));
    assert_eq!(ask("noc", Some(unknown), None), ("E5001".to_owned(), None));
    lab.attach("mme1");
    assert_eq!(refused(), detached);
    assert_eq!(ask("noc", Some(IMSI), None), ("2001".to_owned(), Some("mme1".to_owned())));
    let denied = || [IMSI, IMSI, unknown, IMSI].map(|imsi| format!("gmlc slh {imsi} denied")).into_iter();
    let expected = denied()
        .chain([format!("noc slh {IMSI} served by nobody")])
        .chain(denied())
        .chain([format!("noc slh {IMSI} served by mme1")]);
    assert_eq!(journal(&lab), expected.collect::<Vec<_>>());
}

/// LQ-5: over Sh the same classes hold.
#[test]
fn lq_5_sh_tells_an_application_server_as_much_as_it_may_be_told() {
    let server = Server::with(guarded());
    let (data, _) = server.asks("as1.ims.example", &[14], false);
    assert!(data.contains("<TrackingAreaId>") && !data.contains("E-UTRANCellGlobalId"), "{data}");
    let (data, waited) = server.asks("as2.ims.example", &[14], true);
    assert!(!waited && !data.contains("TrackingAreaId"), "{data}");
    let said = [
        format!("as1.ims.example sh {IMSI} tai 00101-0001, plmn 00101"),
        format!("as2.ims.example sh {IMSI} denied"),
    ];
    assert_eq!(journal(&server.lab), said);
}
