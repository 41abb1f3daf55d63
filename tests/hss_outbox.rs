//! RTR and PPR: what is asked of the network is carried out, across restarts at any step, until it is done or given up.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use arc_swap::ArcSwap;
use hss_common::*;
use innkeeper::{
    diameter::{
        codec::{Message, ResultCode},
        dictionary::{
            base::{AuthSessionState, Outcome},
            cx::*,
        },
    },
    domain::hss::{
        Hss,
        deregistration::{self, Reason},
    },
    interfaces::shared::{
        Origin,
        network::{Answering, Peers, Sending, Undelivered},
    },
    procedures::outbox::{Persistence, Worker, commit},
    records::*,
    store::{ChangeSet, Options, Store},
    types::{DiameterUri, Impu, Imsi, Lsn, Name, Sic, Timestamp},
};
use parking_lot::Mutex;
use std::{collections::VecDeque, sync::Arc, time::Duration};

/// A Diameter node that answers by a script, and keeps what it was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Result<Outcome, Undelivered>>>>,
    asked: Arc<Mutex<Vec<(Name, Message)>>>,
}

impl Peers for Script {
    fn request(&self, host: &Name, _: &Name, request: bytes::Bytes) -> Answering {
        let message = Message::parse(request).unwrap();
        self.asked.lock().push((host.clone(), message.clone()));
        let answer = self.answers.lock().pop_front().expect("nothing more was to be asked");
        Box::pin(async move {
            answer.map(|outcome| {
                let mut out = bytes::BytesMut::new();
                let answer = RegistrationTerminationAnswer {
                    session_id: "s;1;1",
                    vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
                    outcome,
                    auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                    origin_host: "a.ims.example",
                    origin_realm: REALM,
                    ..Default::default()
                };
                answer.encode(&message.header, &mut out);
                Message::parse(out.freeze()).unwrap()
            })
        })
    }
}

impl Script {
    fn says(&self, answers: impl IntoIterator<Item = Result<Outcome, Undelivered>>) {
        *self.answers.lock() = answers.into_iter().collect();
    }

    fn asked(&self) -> usize {
        self.asked.lock().len()
    }
}

const DONE: Result<Outcome, Undelivered> = Ok(Outcome::SUCCESS);

const CONFIG: &str = include_str!("tables/hss/config.toml");

fn hss(config: &str) -> Hss {
    Hss::new(toml::from_str(config).unwrap()).unwrap()
}

/// A worker as after a restart: it knows nothing but the store.
fn worker(bench: &Bench, script: &Script) -> Worker<Sending<Script>> {
    let hss = Arc::new(ArcSwap::from_pointee(hss(CONFIG)));
    let origin = Origin { host: "hss.ims.example".into(), realm: REALM.into() };
    let network = Sending::new(script.clone(), origin, Timestamp::now());
    Worker::new(
        bench.store.clone(),
        hss,
        bench.vault.clone(),
        network,
        Persistence { attempts: 4, search: 1, backlog: 1, ..Default::default() },
    )
}

fn deregister(bench: &Bench, sic: &str) {
    let subscriber = bench.store.get::<Subscriber>(&imsi()).value.unwrap();
    let registration = bench.store.get::<Registration>(&imsi());
    let (sic, now) = (Sic::parse(sic), Timestamp(0));
    let decision = deregistration::decide(
        &subscriber,
        &registration,
        sic,
        Reason::PermanentTermination,
        Timestamp::now(),
    );
    commit(&bench.store, decision.changes, decision.tasks, now).unwrap();
}

fn push(bench: &Bench, sic: &str) {
    let registration = bench.store.get::<Registration>(&imsi()).value.unwrap();
    let sic = Sic::parse(sic);
    let sets = registration.service(sic).map_or(&[][..], |state| &state.sets);
    let served = sets.iter().filter(|set| set.state != State::NotRegistered);
    let tasks = served.map(|set| Task::PushProfile { imsi: imsi(), sic, set: set.set }).collect();
    commit(&bench.store, ChangeSet::new(), tasks, Timestamp(0)).unwrap();
}

/// The entries' attempts and due times.
fn pending(bench: &Bench) -> Vec<(u32, i64)> {
    bench.outbox().iter().map(|entry| (entry.attempts, entry.due.0)).collect()
}

/// SC-5, SC-7: the RTR names the private identity and every public one, and goes to the S-CSCF's Diameter node.
#[tokio::test]
async fn sc_7_an_rtr_lists_every_public_identity() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A 002:1R@D");
    deregister(&bench, "001");
    script.says([DONE]);
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!(pending(&bench), []);
    let asked = script.asked.lock();
    let (host, message) = &asked[0];
    assert_eq!(&**host, "a.ims.example");
    assert!(message.header.is_request() && message.header.code == 304);
    let rtr = RegistrationTerminationRequest::decode(message).unwrap();
    assert_eq!(rtr.user_name, impi("001"));
    // `shared` too: 002 holds it, but at another S-CSCF.
    let expected =
        ["sip:volte@ims.example", "tel:+8618612345678", "sip:quiet@ims.example", "sip:shared@ims.example"];
    assert_eq!(rtr.public_identity, expected);
    assert_eq!((rtr.destination_host, rtr.destination_realm), ("a.ims.example", REALM));
    assert_eq!(rtr.deregistration_reason.reason_code, ReasonCode::PERMANENT_TERMINATION);
    assert_eq!(rtr.auth_session_state, AuthSessionState::NO_STATE_MAINTAINED);
    assert!(rtr.session_id.starts_with("hss.ims.example;"));
    assert_eq!(bench.state(), "002:1R@D");
}

/// SC-7: a new worker for each step, as after a crash there. Nothing is lost; what was perhaps done is done again.
#[tokio::test]
async fn sc_7_an_unreachable_s_cscf_is_tried_again_across_restarts_and_given_up_at_last() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A");
    deregister(&bench, "001");
    let mut now = Timestamp(0);
    for (attempts, pause) in [(1, 1_000), (2, 2_000), (3, 4_000)] {
        script.says([Err(Undelivered::NoConnection)]);
        worker(&bench, &script).round(now).await;
        assert_eq!(pending(&bench), [(attempts, now.0 + pause)]);
        // Not before it is due.
        worker(&bench, &script).round(Timestamp(now.0 + pause - 1)).await;
        now = now.after(Duration::from_millis(pause as u64));
    }
    script.says([Err(Undelivered::NoConnection)]);
    worker(&bench, &script).round(now).await;
    assert_eq!(pending(&bench), []);
    assert_eq!(script.asked(), 4);
}

/// SC-5, SC-7: an RTR that waited for its S-CSCF does not end what was registered there meanwhile; what was not registered again it ends.
#[tokio::test]
async fn sc_7_an_rtr_that_waited_spares_what_was_registered_anew() {
    let of_set_1 =
        ["sip:volte@ims.example", "tel:+8618612345678", "sip:quiet@ims.example", "sip:shared@ims.example"];
    let cases: [(&str, &[&str]); 6] = [
        ("001:1R@A", &[]),
        ("001:1U@A", &[]),
        // At another S-CSCF: the one asked still has the old registration.
        ("001:1R@D", &of_set_1),
        ("-", &of_set_1),
        ("001:2R@A", &of_set_1),
        // Another service that shares an identity: real S-CSCFs would end it there, too.
        ("002:1R@A", &of_set_1[..3]),
    ];
    for (since, named) in cases {
        let (bench, script) = (Bench::new(), Script::default());
        bench.set("001:1R@A");
        deregister(&bench, "001");
        script.says([Err(Undelivered::NoConnection)]);
        worker(&bench, &script).round(Timestamp(0)).await;
        bench.set(since);
        script.says([DONE]);
        worker(&bench, &script).round(Timestamp(1_000)).await;
        assert_eq!(pending(&bench), [], "{since}");
        assert_eq!(bench.state(), since);
        let asked = script.asked.lock();
        let told = asked.get(1).map(|(_, message)| RegistrationTerminationRequest::decode(message).unwrap());
        assert_eq!(told.map(|rtr| rtr.public_identity).unwrap_or_default(), named, "{since}");
    }
}

/// SC-7: unsubscribed while the S-CSCF is away, subscribed and registered again there: the RTR lapses.
#[tokio::test]
async fn sc_7_an_rtr_of_a_service_that_was_subscribed_anew_lapses() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A");
    let before = bench.store.get::<Subscriber>(&imsi());
    let without = |read: &Subscriber| Subscriber {
        services: read.services.iter().filter(|one| one.sic != Sic::parse("001")).cloned().collect(),
        ..read.clone()
    };
    deregister(&bench, "001");
    let contract = before.value.unwrap();
    let gone = bench.store.commit(ChangeSet::new().put(without(&contract), before.version)).unwrap();
    script.says([Err(Undelivered::NoConnection)]);
    worker(&bench, &script).round(Timestamp(0)).await;
    bench.store.commit(ChangeSet::new().put(Subscriber::clone(&contract), gone)).unwrap();
    bench.set("001:1R@A");
    worker(&bench, &script).round(Timestamp(1_000)).await;
    assert_eq!((pending(&bench), script.asked()), (vec![], 1));
    assert_eq!(bench.state(), "001:1R@A");
}

#[tokio::test]
async fn an_rtr_without_an_answer_is_repeated_once_and_then_taken_as_done() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A");
    deregister(&bench, "001");
    script.says([Err(Undelivered::NoAnswer), Err(Undelivered::NoAnswer)]);
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!(pending(&bench), [(1, 1_000)]);
    worker(&bench, &script).round(Timestamp(1_000)).await;
    assert_eq!(pending(&bench), []);
    assert_eq!(script.asked(), 2);
}

#[tokio::test]
async fn each_answer_to_an_rtr_has_its_consequence() {
    let cases = [
        (Outcome::from(CxResult::DIAMETER_ERROR_USER_UNKNOWN), 0),
        (Outcome::Base(ResultCode::UNABLE_TO_COMPLY), 0),
        // Some are registered for an emergency and stay (TS 29.228 Annex G).
        (Outcome::Base(ResultCode(2002)), 0),
        (Outcome::Base(ResultCode::COMMAND_UNSUPPORTED), 0),
        (Outcome::Base(ResultCode::TOO_BUSY), 1),
        (Outcome::Base(ResultCode::UNABLE_TO_DELIVER), 1),
    ];
    for (outcome, left) in cases {
        let (bench, script) = (Bench::new(), Script::default());
        bench.set("001:1R@A");
        deregister(&bench, "001");
        script.says([Ok(outcome)]);
        worker(&bench, &script).round(Timestamp(0)).await;
        assert_eq!(pending(&bench).len(), left, "{outcome:?}");
    }
}

#[tokio::test]
async fn a_ppr_carries_the_profile_as_it_stands_when_it_is_sent() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A");
    push(&bench, "001");
    let read = bench.store.get::<Subscriber>(&imsi());
    let mut changed = Subscriber::clone(read.value.as_ref().unwrap());
    changed.services[1].identities[1].barred = true;
    bench.store.commit(ChangeSet::new().put(changed, read.version)).unwrap();
    script.says([DONE]);
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!(pending(&bench), []);
    let asked = script.asked.lock();
    let ppr = PushProfileRequest::decode(&asked[0].1).unwrap();
    assert_eq!((asked[0].1.header.code, ppr.user_name), (305, &*impi("001")));
    let xml = std::str::from_utf8(ppr.user_data.unwrap()).unwrap();
    assert!(xml.contains("<BarringIndication>1</BarringIndication><Identity>tel:+8618612345678"), "{xml}");
    assert_eq!(
        ppr.charging_information.unwrap().primary_charging_collection_function_name,
        DiameterUri::parse("aaa://cdf.ims.example:3868")
    );
}

/// TS 29.228 §6.2.2: a profile or charging functions that changed in the configuration concern each set that is served and has them.
#[test]
fn a_changed_configuration_is_pushed_to_whom_it_concerns() {
    let bench = Bench::new();
    bench.set("std:1R@A 001:1R,2U,4P@A 002:1R@D 004:1X@D");
    let subscriber = bench.store.get::<Subscriber>(&imsi()).value.unwrap();
    let registration = bench.store.get::<Registration>(&imsi()).value.unwrap();
    let pushed = |from: &str, to: &str| {
        assert!(CONFIG.contains(from));
        let changed = hss(&CONFIG.replace(from, to)).changed_since(&hss(CONFIG));
        let pushes = changed.pushes(&subscriber, &registration, Timestamp::now());
        let named = pushes.iter().map(|task| match task {
            Task::PushProfile { sic, set, .. } => {
                format!("{} {set}", sic.map_or("std".into(), |sic| sic.to_string()))
            }
            other => panic!("{other:?}"),
        });
        (changed.task().is_some(), named.collect::<Vec<_>>().join(", "))
    };
    for (from, to, wanted) in [
        ("subscribed_media = 3", "subscribed_media = 4", "std 1, 001 1, 002 1"),
        // By way of the shared set.
        ("voicemail.ims.example?a=1", "voicemail.ims.example?a=2", "001 2"),
        ("aaa://cdf.ims.example:3868", "aaa://cdf2.ims.example:3868", "std 1, 001 1, 001 2"),
        ("aaa://ocs2.ims.example:3868", "aaa://ocs3.ims.example:3868", "002 1"),
    ] {
        assert_eq!(pushed(from, to), (true, wanted.into()), "{to}");
    }
    let with_another = "[profile.another]\nsubscribed_media = 4\n[profile.voicemail]";
    for (from, to) in [
        ("subscribed_media = 3", "subscribed_media = 3 "),
        ("sip:a.ims", "sip:b.ims"),
        ("[profile.voicemail]", with_another),
    ] {
        assert_eq!(pushed(from, to), (false, String::new()), "{to}");
    }
}

/// The search for them goes on where another worker left it, and waits while much is to be sent.
#[tokio::test]
async fn the_search_for_whom_a_configuration_concerns_comes_to_its_end() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R,2R@A");
    let other = Imsi::parse("460011100000003").unwrap();
    let registered = Registration { imsi: other, ..states::state("std:1R@A", Timestamp::now()) };
    bench.store.commit(ChangeSet::new().put(registered, Lsn::ZERO)).unwrap();
    let profiles = Box::new(["default".into(), "voicemail".into()]);
    let task = Task::PushConfigured { profiles, charging: Box::default(), after: None };
    commit(&bench.store, ChangeSet::new(), vec![task], Timestamp(0)).unwrap();
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!(pending(&bench), [(0, 0), (0, 0)], "one push, and the search goes on");
    script.says([Err(Undelivered::NoConnection), DONE, DONE, DONE]);
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!(pending(&bench), [(1, 1000), (1, 1000)], "the search waits for the push");
    for _ in 0..3 {
        worker(&bench, &script).round(Timestamp(1000)).await;
    }
    assert_eq!(pending(&bench), []);
    let asked = script.asked.lock();
    let named = |message: &Message| PushProfileRequest::decode(message).unwrap().user_name.to_owned();
    let named: Vec<_> = asked.iter().map(|(_, message)| named(message)).collect();
    let others = format!("{other}@ims.{DOMAIN}");
    assert_eq!(named, [others.clone(), others, impi("001"), impi("001")]);
}

/// TS 29.228 §6.2.2.1: a profile that is more than the S-CSCF can hold. The service is deregistered there, with SERVER_CHANGE, and no other is.
#[tokio::test]
async fn a_profile_that_is_too_much_data_moves_the_user_to_another_s_cscf() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A 002:1R@A");
    push(&bench, "001");
    script.says([Ok(Outcome::from(CxResult::DIAMETER_ERROR_TOO_MUCH_DATA)), DONE]);
    let worker = worker(&bench, &script);
    worker.round(Timestamp(0)).await;
    assert_eq!(bench.state(), "002:1R@A");
    worker.round(Timestamp(0)).await;
    assert_eq!(pending(&bench), []);
    let asked = script.asked.lock();
    let rtr = RegistrationTerminationRequest::decode(&asked[1].1).unwrap();
    assert_eq!(rtr.user_name, impi("001"));
    assert_eq!(rtr.deregistration_reason.reason_code, ReasonCode::SERVER_CHANGE);
}

/// An RTR for several private identities lists those after the first as Associated-Identities.
#[tokio::test]
async fn sc_5_an_rtr_of_services_that_share_an_identity_names_them_all() {
    let (bench, script) = (Bench::new(), Script::default());
    let task = Task::Deregister {
        imsi: imsi(),
        sic: Sic::parse("001"),
        impi: impi("001").into(),
        associated: Box::new([impi("002").into()]),
        impus: Box::new([innkeeper::types::Impu::parse("sip:shared@ims.example").unwrap()]),
        scscf: Scscf { name: "sip:a".into(), host: "a.ims.example".into(), realm: REALM.into() },
        reason: Reason::PermanentTermination as u32,
        info: "".into(),
    };
    commit(&bench.store, ChangeSet::new(), vec![task], Timestamp(0)).unwrap();
    script.says([DONE]);
    worker(&bench, &script).round(Timestamp(0)).await;
    let asked = script.asked.lock();
    let rtr = RegistrationTerminationRequest::decode(&asked[0].1).unwrap();
    assert_eq!(rtr.user_name, impi("001"));
    assert_eq!(rtr.associated_identities.unwrap().user_name, [impi("002")]);
    assert_eq!(rtr.public_identity, ["sip:shared@ims.example"]);
}

/// TS 29.228 §6.5.2.4: a new password is pushed to the S-CSCF that authenticates with it, the profile is not.
#[tokio::test]
async fn a_ppr_carries_a_new_password_to_the_s_cscf() {
    let (bench, script) = (Bench::new(), Script::default());
    let task = || vec![Task::PushPassword { imsi: imsi(), sic: Sic::parse("004") }];
    // Nobody authenticates with it: nobody is told.
    commit(&bench.store, ChangeSet::new(), task(), Timestamp(0)).unwrap();
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!((pending(&bench).len(), script.asked()), (0, 0));
    bench.set("004:1P@A");
    commit(&bench.store, ChangeSet::new(), task(), Timestamp(0)).unwrap();
    script.says([DONE]);
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!(pending(&bench), []);
    let asked = script.asked.lock();
    let ppr = PushProfileRequest::decode(&asked[0].1).unwrap();
    assert_eq!((ppr.user_name, ppr.user_data, ppr.charging_information), ("alice@ims.example", None, None));
    let item = ppr.sip_auth_data_item.unwrap();
    assert_eq!(item.sip_authentication_scheme, Some("SIP Digest"));
    let digest = item.sip_digest_authenticate.unwrap();
    let expected =
        innkeeper::domain::auth::digest::ha1("alice@ims.example", "ims.example", PASSWORD.as_bytes());
    assert_eq!((digest.digest_ha1, digest.digest_realm), (expected.digits().expose(), "ims.example"));
}

/// Kamailio never answers a PPR: one try tells, and nobody waits for it again.
#[tokio::test]
async fn an_s_cscf_that_does_not_answer_a_ppr_is_not_asked_again() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R,2R@A 002:1R@D");
    push(&bench, "001");
    push(&bench, "002");
    assert_eq!(pending(&bench).len(), 3);
    script.says([Err(Undelivered::NoAnswer), DONE]);
    let worker = worker(&bench, &script);
    worker.round(Timestamp(0)).await;
    assert_eq!(pending(&bench), []);
    assert_eq!(
        script.asked.lock().iter().map(|(host, _)| host.to_string()).collect::<Vec<_>>(),
        ["a.ims.example", "d.ims.example"]
    );
}

/// One that answered before has only lost a message: it is asked again.
#[tokio::test]
async fn a_ppr_that_is_lost_is_sent_again_to_an_s_cscf_that_answers() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R,2R@A 002:1R@A");
    push(&bench, "001");
    push(&bench, "002");
    let silence = || Err(Undelivered::NoAnswer);
    script.says([DONE, silence(), Ok(Outcome::from(ResultCode::UNABLE_TO_COMPLY)), DONE]);
    let worker = worker(&bench, &script);
    worker.round(Timestamp(0)).await;
    assert_eq!(pending(&bench), [(1, 1000)]);
    worker.round(Timestamp(1000)).await;
    assert_eq!((pending(&bench).len(), script.asked()), (0, 4));
}

#[tokio::test]
async fn a_push_to_nobody_is_done() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A");
    push(&bench, "001");
    bench.set("-");
    let gone = Outbox {
        id: bench.store.next_outbox_id(),
        task: Task::PushProfile {
            imsi: innkeeper::types::Imsi::parse("460011199999999").unwrap(),
            sic: None,
            set: 1,
        },
        attempts: 0,
        due: Timestamp(0),
    };
    bench.store.commit(ChangeSet::new().put(gone, Lsn::ZERO)).unwrap();
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!((pending(&bench).len(), script.asked()), (0, 0));
}

/// The worker wakes for what is added while it waits, and stops when it is told.
#[tokio::test]
async fn the_worker_runs_until_it_is_stopped() {
    let (bench, script) = (Bench::new(), Script::default());
    bench.set("001:1R@A 002:1R@D");
    script.says([DONE, DONE]);
    let stop = tokio_util::sync::CancellationToken::new();
    let running = tokio::spawn(Arc::new(worker(&bench, &script)).run(stop.clone()));
    for sic in ["001", "002"] {
        deregister(&bench, sic);
        while !pending(&bench).is_empty() {
            tokio::time::timeout(Duration::from_secs(10), tokio::task::yield_now()).await.unwrap();
        }
    }
    stop.cancel();
    running.await.unwrap();
    assert_eq!(script.asked(), 2);
}

/// SC-7, ST-1: the store is closed and opened again between all steps; what was asked for is asked once at least, and in the end done.
#[tokio::test]
async fn sc_7_a_deregistration_survives_a_restart_between_any_two_steps() {
    let directory = tempfile::tempdir().unwrap();
    let open = || {
        let options = Options { reserve: 0, ..Options::default() };
        let store = Store::open(&directory.path().join("store.db"), options).unwrap();
        Bench::over(store, include_str!("tables/hss/config.toml"))
    };
    let script = Script::default();
    {
        let bench = open();
        bench.set("001:1R@A 002:1R@A");
        deregister(&bench, "001");
        bench.store.durable().reached(bench.outbox_version()).await;
    }
    let unreachable = Err(Undelivered::NoConnection);
    for (step, (answer, left)) in
        [(unreachable, vec![1]), (unreachable, vec![2]), (DONE, vec![])].into_iter().enumerate()
    {
        let bench = open();
        assert_eq!(bench.state(), "002:1R@A");
        script.says([answer]);
        worker(&bench, &script).round(Timestamp(60_000 * step as i64)).await;
        let attempts: Vec<_> = pending(&bench).into_iter().map(|(attempts, _)| attempts).collect();
        assert_eq!(attempts, left);
        bench.store.durable().reached(bench.outbox_version()).await;
    }
    assert_eq!((script.asked(), pending(&open()).len()), (3, 0));
}

/// TS 29.328 §7.6.10, TS 29.228 §6.2.2: what is owed for a public service names it and its private identity, and lapses where it is overtaken.
#[tokio::test]
async fn an_s_cscf_hears_of_a_public_service_that_it_serves() {
    let (bench, script) = (Bench::new(), Script::default());
    let identity = Impu::parse(&impu("conference")).unwrap();
    let scscf =
        || Scscf { name: "sip:a.ims.example:6060".into(), host: "a.ims.example".into(), realm: REALM.into() };
    let serve = |by: Option<Scscf>| {
        let read = bench.store.get::<PublicService>(&identity);
        let service = PublicService { scscf: by, ..PublicService::clone(&read.value.unwrap()) };
        bench.store.commit(ChangeSet::new().put(service, read.version)).unwrap();
    };
    let owe = |task: Task| {
        commit(&bench.store, ChangeSet::new(), vec![task], Timestamp(0)).unwrap();
    };
    let ended = || Task::DeregisterService {
        identity: identity.clone(),
        impi: "psi@ims.example".into(),
        scscf: scscf(),
    };
    let changed = || Task::PushService { identity: identity.clone() };

    // Nobody serves it: there is no profile to be pushed.
    owe(changed());
    worker(&bench, &script).round(Timestamp(0)).await;
    serve(Some(scscf()));
    // It is served there again: there is nothing to end.
    owe(ended());
    worker(&bench, &script).round(Timestamp(0)).await;
    assert_eq!((script.asked(), bench.outbox().len()), (0, 0));

    owe(changed());
    script.says([DONE]);
    worker(&bench, &script).round(Timestamp(0)).await;
    serve(None);
    owe(ended());
    script.says([Err(Undelivered::NoConnection)]);
    worker(&bench, &script).round(Timestamp(0)).await;
    script.says([DONE]);
    worker(&bench, &script).round(Timestamp(1_000)).await;
    assert!(bench.outbox().is_empty());
    let asked = script.asked.lock();
    let push = PushProfileRequest::decode(&asked[0].1).unwrap();
    assert_eq!((&*asked[0].0, push.user_name), ("a.ims.example", "psi@ims.example"));
    assert!(String::from_utf8_lossy(push.user_data.unwrap()).contains(identity.as_str()));
    let rtr = RegistrationTerminationRequest::decode(&asked[2].1).unwrap();
    assert_eq!((rtr.user_name, &rtr.public_identity[..]), ("psi@ims.example", &[identity.as_str()][..]));
    assert_eq!(rtr.deregistration_reason.reason_code, ReasonCode::PERMANENT_TERMINATION);
}
