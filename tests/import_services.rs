//! Services subscribed and unsubscribed one at a time: what changes, what does not, and what the network is told (SC-5, SC-6, SC-7).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, its helpers too")]

mod import_common;

use import_common::{House, K, OPC};
use innkeeper::{
    domain::subscribers::{
        Order,
        import::{Format, Mode},
        provision::{Change, Known, Refusal},
        view::view,
    },
    records::{
        Dsai, Outbox, Registration, RepositoryData, Requester, Scscf, Sequence, ServiceState, SetState,
        ShSubscription, ShSubscriptions, Share, State, Subscriber, Task, Watched,
    },
    store::ChangeSet,
    types::{E164, Impu, Imsi, Lsn, Sic, Timestamp},
};

const IMSI: &str = "001010000000001";

fn sic(text: &str) -> Option<Sic> {
    Some(Sic::parse(text).unwrap())
}

fn imsi() -> Imsi {
    Imsi::parse(IMSI).unwrap()
}

fn state(sic: Option<Sic>, server: &str, state: State) -> ServiceState {
    ServiceState {
        sic,
        scscf: Some(Scscf {
            name: format!("sip:{server}:6060").as_str().into(),
            host: server.into(),
            realm: "ims.example".into(),
        }),
        replaced: None,
        reassignment_until: None,
        sets: Box::new([SetState { set: 1, state, pending_until: None, since: Timestamp(7) }]),
        capabilities: Box::new(["+g.3gpp.icsi-ref".into()]),
        restoration: Some(Box::new([1, 2, 3])),
    }
}

/// The user of SC's example with VoLTE and RCS, both registered.
fn registered() -> House {
    let house = House::new();
    house
        .add(&format!(
            r#"{{"imsi":"{IMSI}","msisdn":"491701","sics":["001","002"],"k":"{K}","opc":"{OPC}"}}"#
        ))
        .unwrap();
    let services = Box::new([
        state(sic("001"), "scscf1.ims.example", State::Registered),
        state(sic("002"), "scscf2.ims.example", State::Registered),
    ]);
    let share = Share { requester: Requester::Ims(sic("001")), last_seq: 41 };
    let sequence = Sequence { imsi: imsi(), seq: 41, requesters: vec![share], ..Sequence::new(imsi()) };
    let changes =
        ChangeSet::new().put(Registration { imsi: imsi(), services }, Lsn::ZERO).put(sequence, Lsn::ZERO);
    house.store.commit(changes).unwrap();
    house
}

fn tasks(house: &House) -> Vec<Task> {
    house.store.scan::<Outbox>().map(|(entry, _)| entry.task.clone()).collect()
}

fn octets<R: innkeeper::store::Stored>(house: &House, key: &R::Key) -> Vec<u8> {
    postcard::to_stdvec(&*house.store.get::<R>(key).value.unwrap()).unwrap()
}

/// SC-7: unsubscribing removes that entry alone and tells its S-CSCF; the other entry, its registration, the SIM's keys and
/// sequence numbers are what they were, octet for octet.
#[test]
fn sc_7_unsubscribing_one_service_leaves_the_other_octet_for_octet() {
    let house = registered();
    let before = house.subscriber(IMSI).unwrap();
    let registration = house.store.get::<Registration>(&imsi()).value.unwrap();
    let sequence = octets::<Sequence>(&house, &imsi());
    house.act(IMSI, |desk, known| desk.unsubscribe(known, sic("001"))).unwrap();

    let mut expected = (*before).clone();
    expected.services =
        expected.services.iter().filter(|service| service.sic == sic("002")).cloned().collect();
    assert_eq!(octets::<Subscriber>(&house, &imsi()), postcard::to_stdvec(&expected).unwrap());
    let mut expected = (*registration).clone();
    expected.services = expected.services[1..].into();
    assert_eq!(octets::<Registration>(&house, &imsi()), postcard::to_stdvec(&expected).unwrap());
    assert_eq!(octets::<Sequence>(&house, &imsi()), sequence);

    let [Task::Deregister { sic: of, impi, impus, scscf, reason: 0, .. }] = &tasks(&house)[..] else {
        panic!()
    };
    assert_eq!((*of, &**impi), (sic("001"), "001010000000001@ims.sic001.mnc001.mcc001.3gppnetwork.org"));
    assert_eq!(scscf.host.as_str(), "scscf1.ims.example");
    let expected = before.service(sic("001")).unwrap();
    assert!(
        impus.iter().eq(expected.identities.iter().map(|identity| &identity.impu)),
        "the whole implicit set"
    );
}

/// SC-7: the last service may go; the subscriber stays, and can subscribe again. What is not there cannot go twice.
#[test]
fn sc_7_the_last_service_may_go_and_come_back() {
    let house = registered();
    let before = house.subscriber(IMSI).unwrap();
    for code in ["001", "002"] {
        house.act(IMSI, |desk, known| desk.unsubscribe(known, sic(code))).unwrap();
    }
    let none = house.subscriber(IMSI).unwrap();
    assert!(none.services.is_empty() && none.sim == before.sim);
    assert_eq!(house.store.get::<Registration>(&imsi()).value, None);
    assert_eq!(tasks(&house).len(), 2);
    let again = house.act(IMSI, |desk, known| desk.unsubscribe(known, sic("001")));
    assert_eq!(again.unwrap_err().to_string(), "subscriber 001010000000001 has no service 001");
    for code in ["002", "001"] {
        house.act(IMSI, |desk, known| desk.subscribe(known, sic(code), None)).unwrap();
    }
    assert_eq!(*house.subscriber(IMSI).unwrap(), *before);
    assert_eq!(tasks(&house).len(), 2, "subscribing tells the network nothing");
}

/// SC-7: subscribing creates the one entry; registrations of the others stay as they are.
#[test]
fn sc_7_subscribing_touches_no_other_service() {
    let house = registered();
    let before = house.subscriber(IMSI).unwrap();
    let registration = octets::<Registration>(&house, &imsi());
    house.act(IMSI, |desk, known| desk.subscribe(known, None, None)).unwrap();
    let after = house.subscriber(IMSI).unwrap();
    assert_eq!(after.services.len(), 3);
    assert_eq!(after.services[0].sic, None, "in order, the service without a code first");
    assert_eq!(after.services[1..], before.services[..]);
    assert_eq!(octets::<Registration>(&house, &imsi()), registration);
    assert!(tasks(&house).is_empty());
    let twice = house.act(IMSI, |desk, known| desk.subscribe(known, None, None));
    assert_eq!(twice, Err(Refusal::HasService { imsi: imsi(), sic: None }));
    let unknown = house.act(IMSI, |desk, known| desk.subscribe(known, sic("009"), None)).unwrap_err();
    assert_eq!(unknown.to_string(), "sic: the template lab has no service 009: name another template");
    let nobody = house.act("001010000000009", |desk, known| desk.subscribe(known, None, None)).unwrap_err();
    assert_eq!(nobody.to_string(), "there is no subscriber 001010000000009");
}

/// SC-5: an identity that another registered service shares at the same S-CSCF is not named in the RTR, or it would be gone for both.
#[test]
fn sc_5_a_shared_identity_stays_registered_for_the_other_service() {
    for (other_server, other_state, expected) in [
        ("scscf1.ims.example", State::Registered, vec!["sip:a@ims.example"]),
        ("scscf1.ims.example", State::NotRegistered, vec!["sip:a@ims.example", "sip:both@ims.example"]),
        ("scscf2.ims.example", State::Registered, vec!["sip:a@ims.example", "sip:both@ims.example"]),
    ] {
        let house = House::new();
        let service = |code: &str, own: &str| {
            format!(
                r#"{{"sic":"{code}","scheme":"aka-v1","identities":[{{"impu":"sip:{own}@ims.example"}},{{"impu":"sip:both@ims.example"}}]}}"#
            )
        };
        let services = format!("[{},{}]", service("001", "a"), service("002", "b"));
        house.add(&format!(r#"{{"imsi":"{IMSI}","k":"{K}","opc":"{OPC}","services":{services}}}"#)).unwrap();
        let services = Box::new([
            state(sic("001"), "scscf1.ims.example", State::Registered),
            state(sic("002"), other_server, other_state),
        ]);
        let registration = Registration { imsi: imsi(), services };
        house.store.commit(ChangeSet::new().put(registration.clone(), Lsn::ZERO)).unwrap();
        house.act(IMSI, |desk, known| desk.unsubscribe(known, sic("001"))).unwrap();
        let [Task::Deregister { impus, .. }] = &tasks(&house)[..] else { panic!() };
        assert_eq!(impus.iter().map(|impu| impu.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(
            house.store.get::<Registration>(&imsi()).value.unwrap().services[..],
            registration.services[1..]
        );
    }
}

/// SC-5: services that share an identity at one S-CSCF and end together are one RTR: the shared identity is named in it, and the private identities
/// of the others are its Associated-Identities. At different S-CSCFs each gets its own.
#[test]
fn sc_5_services_that_share_an_identity_end_in_one_rtr() {
    let named = |server: &str| {
        let house = House::new();
        let service = |code: &str, own: &str| {
            format!(
                r#"{{"sic":"{code}","scheme":"aka-v1","identities":[{{"impu":"sip:{own}@ims.example"}},{{"impu":"sip:both@ims.example"}}]}}"#
            )
        };
        let alone = r#"{"sic":"003","scheme":"aka-v1","identities":[{"impu":"sip:c@ims.example"}]}"#;
        let services = format!("[{},{},{alone}]", service("001", "a"), service("002", "b"));
        house.add(&format!(r#"{{"imsi":"{IMSI}","k":"{K}","opc":"{OPC}","services":{services}}}"#)).unwrap();
        let services = Box::new([
            state(sic("001"), "scscf1.ims.example", State::Registered),
            state(sic("002"), server, State::Registered),
            state(sic("003"), "scscf1.ims.example", State::Registered),
        ]);
        let registration = Registration { imsi: imsi(), services };
        house.store.commit(ChangeSet::new().put(registration, Lsn::ZERO)).unwrap();
        house.act(IMSI, |desk, known| desk.remove(known)).unwrap();
        let short = |impi: &str| impi.split(['@', '.']).nth(2).unwrap().to_owned();
        let named = |task: Task| {
            let Task::Deregister { impi, associated, impus, .. } = task else { panic!() };
            let private: Vec<_> = std::iter::once(&impi).chain(&associated).map(|impi| short(impi)).collect();
            let public: Vec<_> =
                impus.iter().map(|impu| impu.as_str()[4..].replace("@ims.example", "")).collect();
            format!("{}: {}", private.join(" "), public.join(" "))
        };
        tasks(&house).into_iter().map(named).collect::<Vec<_>>()
    };
    assert_eq!(named("scscf1.ims.example"), ["sic001 sic002: a both b", "sic003: c"]);
    assert_eq!(named("scscf2.ims.example"), ["sic001: a both", "sic002: b both", "sic003: c"]);
}

/// SC-7: what was never registered, or has no S-CSCF, is unsubscribed without a word to the network.
#[test]
fn sc_7_nothing_is_sent_for_what_is_not_registered() {
    let house = House::new();
    house.add(&format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","k":"{K}","opc":"{OPC}"}}"#)).unwrap();
    let pending =
        ServiceState { sets: Box::default(), ..state(sic("001"), "scscf1.ims.example", State::Registered) };
    let registration = Registration { imsi: imsi(), services: Box::new([pending]) };
    house.store.commit(ChangeSet::new().put(registration, Lsn::ZERO)).unwrap();
    house.act(IMSI, |desk, known| desk.unsubscribe(known, sic("001"))).unwrap();
    house.act(IMSI, |desk, known| desk.unsubscribe(known, sic("002"))).unwrap();
    assert!(tasks(&house).is_empty());
}

#[test]
fn removing_a_subscriber_removes_everything_but_the_numbers_it_reached_and_deregisters_all() {
    let house = registered();
    house.act(IMSI, |desk, known| desk.remove(known)).unwrap();
    assert_eq!(house.subscriber(IMSI), None);
    assert_eq!(house.store.get::<Registration>(&imsi()).value, None);
    assert_eq!(*house.store.get::<Sequence>(&imsi()).value.unwrap(), Sequence::starting_after(imsi(), 41));
    assert_eq!(tasks(&house).len(), 2);
    let again = house.act(IMSI, |desk, known| desk.remove(known));
    assert_eq!(again, Err(Refusal::NoSubscriber(imsi())));
}

/// SC-8: a SIM that comes back goes on where it stood, however it comes back; what an order or a file states can raise that.
#[test]
fn sc_8_a_sim_that_comes_back_goes_on_where_it_stood() {
    let reached = |house: &House| house.store.get::<Sequence>(&imsi()).value.unwrap().seq;
    for (seq, expected) in [("", 41), (r#","seq":7"#, 41), (r#","seq":700"#, 700)] {
        let line = format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","k":"{K}","opc":"{OPC}"{seq}}}"#);
        let house = registered();
        house.act(IMSI, |desk, known| desk.remove(known)).unwrap();
        house.add(&line).unwrap();
        assert_eq!(reached(&house), expected, "{seq}");
        let house = registered();
        house.act(IMSI, |desk, known| desk.remove(known)).unwrap();
        let (report, batch) = house.import(Format::JsonLines, Mode::Add, line.as_bytes());
        assert!(report.is_good(), "{:?}", report.bad.first());
        house.apply(batch);
        assert_eq!(reached(&house), expected, "{seq}");
    }
}

#[test]
fn disabling_deregisters_one_service_and_enabling_tells_nobody() {
    let house = registered();
    let disable = Change { disable: vec!["002".into()], ..Change::default() };
    house.act(IMSI, |desk, known| desk.change(known, &disable)).unwrap();
    assert!(!house.subscriber(IMSI).unwrap().service(sic("002")).unwrap().enabled);
    let services = house.store.get::<Registration>(&imsi()).value.unwrap();
    assert_eq!(services.services.iter().map(|service| service.sic).collect::<Vec<_>>(), [sic("001")]);
    assert!(matches!(&tasks(&house)[..], [Task::Deregister { sic: of, .. }] if *of == sic("002")));
    let enable = Change { enable: vec!["002".into()], ..Change::default() };
    house.act(IMSI, |desk, known| desk.change(known, &enable)).unwrap();
    assert_eq!(tasks(&house).len(), 1);
    let wrong = Change { enable: vec!["plain".into()], ..Change::default() };
    let error = house.act(IMSI, |desk, known| desk.change(known, &wrong)).unwrap_err();
    assert_eq!(error.to_string(), "subscriber 001010000000001 has no service plain");
}

/// A registered default identity that changes cannot be pushed: the terminal registers anew (SERVER_CHANGE, not termination).
#[test]
fn a_new_number_renames_identities_and_asks_to_register_anew() {
    let house = registered();
    let change = Change { msisdn: E164::parse("491799"), ..Change::default() };
    house.act(IMSI, |desk, known| desk.change(known, &change)).unwrap();
    let after = house.subscriber(IMSI).unwrap();
    let texts: Vec<_> = after
        .services
        .iter()
        .flat_map(|service| service.identities.iter())
        .map(|one| one.impu.as_str())
        .collect();
    assert!(texts.contains(&"tel:+491799") && texts.iter().all(|text| !text.contains("491701")), "{texts:?}");
    let reasons: Vec<u32> = tasks(&house)
        .iter()
        .map(|task| if let Task::Deregister { reason, .. } = task { *reason } else { panic!() })
        .collect();
    assert_eq!(reasons, [2, 2]);
}

/// TS 29.228 §6.5.2.1: an identity added to a registered set is pushed, and nothing is deregistered.
#[test]
fn an_added_identity_is_pushed() {
    let house = registered();
    let order = innkeeper::domain::subscribers::export::order(
        &house.subscriber(IMSI).unwrap(),
        Default::default(),
        None,
    )
    .unwrap();
    let mut order: Order = order;
    let mut added = order.services.as_ref().unwrap()[1].identities[0].clone();
    added.impu = "sip:more@rcs.example".into();
    order.services.as_mut().unwrap()[1].identities.push(added);
    house.act(IMSI, |desk, known| desk.replace(known, &order)).unwrap();
    assert_eq!(tasks(&house), [Task::PushProfile { imsi: imsi(), sic: sic("002"), set: 1 }]);
    let again = house.act(IMSI, |desk, known| {
        let changes = desk.replace(known, &order)?;
        assert!(changes.is_empty(), "the same again changes nothing");
        Ok(changes)
    });
    again.unwrap();
}

/// SC-8: sequence numbers never go back, whatever keys are provisioned; an order may raise them.
#[test]
fn sc_8_replacing_keys_keeps_sequence_numbers() {
    let house = registered();
    let seq = || house.store.get::<Sequence>(&imsi()).value.unwrap().seq;
    let replace = |rest: &str| {
        let order = format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","k":"{OPC}","opc":"{K}"{rest}}}"#);
        let order: Order = serde_json::from_str(&order).unwrap();
        house.act(IMSI, |desk, known| desk.replace(known, &order)).unwrap();
        seq()
    };
    assert_eq!(replace(""), 41);
    assert_eq!(replace(r#","seq":40"#), 41);
    assert_eq!(replace(r#","seq":1000"#), 1000);
    assert_eq!(
        house.store.get::<Sequence>(&imsi()).value.unwrap().requesters.len(),
        1,
        "who has which IND stays"
    );
    assert!(tasks(&house).is_empty(), "new keys end no registration");
}

#[test]
fn a_subscriber_is_added_once_and_under_its_own_imsi() {
    let house = registered();
    let order = format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","k":"{K}","opc":"{OPC}"}}"#);
    assert_eq!(house.add(&order), Err(Refusal::Exists(imsi())));
    let order: Order = serde_json::from_str(&order).unwrap();
    let error = house.act("001010000000002", |desk, known| desk.replace(known, &order)).unwrap_err();
    assert_eq!(error.to_string(), "imsi: the order is for 001010000000001, the request for 001010000000002");
}

/// SC-6: the state of each service, with what the contract allows and what the client registered with; and no secret.
#[test]
fn sc_6_the_view_tells_the_state_of_each_service() {
    let house = registered();
    house.act(IMSI, |desk, known| desk.subscribe(known, None, None)).unwrap();
    let (view, version) = view(&Known::load(&house.store, imsi())).unwrap();
    assert!(version > Lsn::ZERO);
    let told = serde_json::to_value(&view).unwrap();
    let volte = &told["services"][1];
    assert_eq!(
        (&volte["sic"], &volte["state"], &volte["since"]),
        (&"001".into(), &"registered".into(), &7.into())
    );
    assert_eq!(volte["scscf"], "sip:scscf1.ims.example:6060");
    assert_eq!(volte["capabilities"][0], "urn:urn-7:3gpp-service.ims.icsi.mmtel");
    assert_eq!(volte["registered_capabilities"][0], "+g.3gpp.icsi-ref");
    assert_eq!(volte["identities"][1]["impu"], "tel:+491701");
    let plain = &told["services"][0];
    assert_eq!(
        (&plain["sic"], &plain["state"], &plain["scscf"]),
        (&"plain".into(), &"not-registered".into(), &serde_json::Value::Null)
    );
    assert_eq!(told["sim"], serde_json::json!({"algorithm": "milenage", "amf": "0000", "seq": 41}));
    let text = told.to_string();
    assert!(!text.contains(K) && !text.contains("keys") && !text.contains("restoration"));
}

/// TS 29.228 §6.5.2.4: a new password of a user whom an S-CSCF serves is pushed to it, and nothing is deregistered; of any other it is stored.
#[test]
fn a_new_password_is_pushed_to_who_authenticates_with_it() {
    let order = |ha1: &str| {
        format!(
            r#"{{"imsi":"{IMSI}","services":[{{"sic":"001","scheme":"sip-digest","ha1":"{ha1}","identities":[{{"impu":"sip:a@ims.example"}}]}}]}}"#
        )
    };
    let replaced = |state: Option<ServiceState>| {
        let house = House::new();
        house.add(&order("00112233445566778899aabbccddeeff")).unwrap();
        if let Some(state) = state {
            let registration = Registration { imsi: imsi(), services: Box::new([state]) };
            house.store.commit(ChangeSet::new().put(registration, Lsn::ZERO)).unwrap();
        }
        let new: Order = serde_json::from_str(&order("ffeeddccbbaa99887766554433221100")).unwrap();
        house.act(IMSI, |desk, known| desk.replace(known, &new)).unwrap();
        tasks(&house)
    };
    let push = [Task::PushPassword { imsi: imsi(), sic: sic("001") }];
    assert_eq!(replaced(Some(state(sic("001"), "scscf1.ims.example", State::Registered))), push);
    assert_eq!(replaced(Some(state(sic("001"), "scscf1.ims.example", State::Unregistered))), push);
    assert_eq!(replaced(Some(state(sic("001"), "scscf1.ims.example", State::NotRegistered))), []);
    assert_eq!(replaced(None), []);
}

/// Who watches what of the user: one application server everything that is said of each identity.
fn watched(house: &House) -> Vec<(String, Watched)> {
    let told = tasks(house).into_iter().filter_map(|task| match task {
        Task::Notify { identity, subscription, .. } => Some((identity.to_string(), subscription.watched)),
        _ => None,
    });
    told.collect()
}

fn watch(house: &House, identity: &Impu) {
    let entry = |watched| ShSubscription {
        host: "as.ims.example".into(),
        realm: "ims.example".into(),
        watched,
        private_identity: None,
        asked: identity.as_str().into(),
        expires: None,
        one_time: false,
    };
    let what = [Watched::UserState, Watched::Identities(0), Watched::FilterCriteria("sip:as".into())];
    let all =
        ShSubscriptions { identity: identity.clone(), holder: Some(imsi()), entries: what.map(entry).into() };
    let data = RepositoryData::empty(identity.clone(), Some(imsi()));
    let switched = Dsai::empty(identity.clone(), Some(imsi()));
    let changes = ChangeSet::new().put(all, Lsn::ZERO).put(data, Lsn::ZERO).put(switched, Lsn::ZERO);
    house.store.commit(changes).unwrap();
}

/// The first identity of each service.
fn firsts(house: &House) -> [Impu; 2] {
    let subscriber = house.subscriber(IMSI).unwrap();
    let first = |at: usize| subscriber.services[at].identities[0].impu.clone();
    [first(0), first(1)]
}

/// SC-6, SC-7 (TS 29.328 §6.1.4): who watches hears of what the operator changes, and nothing is kept of an identity that goes.
#[test]
fn sc_7_who_watches_hears_of_an_unsubscribed_service() {
    let house = registered();
    let [gone, stays] = firsts(&house);
    watch(&house, &gone);
    watch(&house, &stays);
    house.act(IMSI, |desk, known| desk.unsubscribe(known, sic("001"))).unwrap();
    assert_eq!(watched(&house), [(stays.to_string(), Watched::Identities(0))]);
    assert!(house.store.get::<RepositoryData>(&stays).value.is_some());
    let left = (
        house.store.get::<RepositoryData>(&gone).value.is_some(),
        house.store.get::<Dsai>(&gone).value.is_some(),
        house.store.get::<ShSubscriptions>(&gone).value.is_some(),
    );
    assert_eq!(left, (false, false, false));
}

/// SC-6: a service that is disabled is no longer registered, and who watches its state is told so.
#[test]
fn sc_6_who_watches_hears_of_a_disabled_service() {
    let house = registered();
    let [off, other] = firsts(&house);
    watch(&house, &off);
    watch(&house, &other);
    let change = Change { disable: vec!["001".into()], ..Change::default() };
    house.act(IMSI, |desk, known| desk.change(known, &change)).unwrap();
    assert_eq!(watched(&house), [(off.to_string(), Watched::UserState)]);
}

/// OP-5: an import that replaces the subscriber tells the same, with its switch.
#[test]
fn op_5_who_watches_hears_of_an_import() {
    let house = registered();
    let [gone, stays] = firsts(&house);
    watch(&house, &gone);
    watch(&house, &stays);
    let line = format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","sics":["002"],"k":"{K}","opc":"{OPC}"}}"#);
    let (report, batch) = house.import(Format::JsonLines, Mode::Replace, line.as_bytes());
    assert!(report.is_good(), "{:?}", report.bad);
    assert_eq!(watched(&house), [], "nothing is told before the switch");
    house.apply(batch);
    assert_eq!(watched(&house), [(stays.to_string(), Watched::Identities(0))]);
    assert!(house.store.get::<RepositoryData>(&gone).value.is_none());
    assert!(house.store.get::<RepositoryData>(&stays).value.is_some());
}
