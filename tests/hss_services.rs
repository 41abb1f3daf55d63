//! Whole registrations by messages: the worked example of SC, authentication against a USIM, and what answers carry.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use hss_common::*;
use innkeeper::{
    diameter::{
        codec::{AvpFlags, Message, Writer},
        dictionary::{Raw, TGPP, cx::*},
    },
    domain::{
        auth::{
            Resync, SystemRandom,
            provision::{OperatorKey, TuakOperatorKey, sim_keys, tuak_keys},
            usim::{self, Usim},
        },
        hss::deregistration::{self, Reason},
    },
    procedures::outbox,
    records::*,
    store::ChangeSet,
    types::{DiameterUri, Impu, Lsn, Sic, Timestamp},
};

fn usim() -> Usim {
    Usim::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap())
}

fn challenge<'a>(item: &SipAuthDataItem<'a>) -> (&'a [u8; 16], &'a [u8; 16]) {
    let octets = item.sip_authenticate.unwrap();
    assert_eq!(octets.len(), 32);
    (octets[..16].try_into().unwrap(), octets[16..].try_into().unwrap())
}

fn mar<'a>(private: &'a str, public: &'a str) -> MultimediaAuthRequest<'a> {
    MultimediaAuthRequest {
        user_name: private,
        public_identity: public,
        sip_number_auth_items: 1,
        sip_auth_data_item: SipAuthDataItem {
            sip_authentication_scheme: Some("unknown"),
            ..Default::default()
        },
        ..Default::default()
    }
}

fn sar<'a>(private: &'a str, public: &'a str, kind: ServerAssignmentType) -> ServerAssignmentRequest<'a> {
    ServerAssignmentRequest {
        user_name: Some(private),
        public_identity: vec![public],
        server_assignment_type: kind,
        ..Default::default()
    }
}

/// MAR by `scscf`, the USIM's answer, SAR: as a client and its S-CSCF do it.
fn register(bench: &Bench, usim: &mut Usim, scscf: &str, sic: &str, token: &str) {
    let (private, public) = (impi(sic), impu(token));
    let answer = bench.mar(scscf, mar(&private, &public));
    let answer = MultimediaAuthAnswer::decode(&answer).unwrap();
    let item = &answer.sip_auth_data_item[0];
    let (rand, autn) = challenge(item);
    let response = usim.authenticate(rand, autn).unwrap_or_else(|refusal| panic!("{sic}: {refusal:?}"));
    assert_eq!(item.sip_authorization, Some(&response.res[..]));
    assert_eq!(item.confidentiality_key, Some(&response.ck[..]));
    assert_eq!(item.integrity_key, Some(&response.ik[..]));
    assert_eq!(item.sip_item_number, Some(1));
    let answer = bench.sar(scscf, sar(&private, &public, ServerAssignmentType::REGISTRATION));
    assert_eq!(code(&ServerAssignmentAnswer::decode(&answer).unwrap().outcome), "2001");
}

/// SC-4, SC-5: the worked example. VoLTE (001) and RCS (002) of one SIM register, refresh and leave side by side, through different S-CSCFs.
#[test]
fn sc_4_sc_5_two_services_of_one_sim_live_side_by_side() {
    let (bench, mut usim) = (Bench::new(), usim());
    register(&bench, &mut usim, "A", "001", "volte");
    register(&bench, &mut usim, "D", "002", "rcs");
    assert_eq!(bench.state(), "001:1R@A 002:1R@D");
    // Refreshes, in the other order.
    register(&bench, &mut usim, "D", "002", "rcs");
    register(&bench, &mut usim, "A", "001", "volte");
    assert_eq!(bench.state(), "001:1R@A 002:1R@D");
    // One leaves; the other stays, and is found.
    let (volte, rcs) = (impi("001"), impi("002"));
    bench.sar("A", sar(&volte, &impu("volte"), ServerAssignmentType::USER_DEREGISTRATION));
    assert_eq!(bench.state(), "002:1R@D");
    let answer = bench.lir(LocationInfoRequest { public_identity: &impu("rcs"), ..Default::default() });
    let answer = LocationInfoAnswer::decode(&answer).unwrap();
    assert_eq!((code(&answer.outcome), server(answer.server_name, None)), ("2001".into(), "D".into()));
    // Again, by the other's word: only if it is registered.
    bench.sar("D", sar(&rcs, &impu("rcs"), ServerAssignmentType::USER_DEREGISTRATION));
    assert_eq!(bench.state(), "-");
}

/// SC-4: a second device of the same service takes the first one's place: same state, new S-CSCF, and the old one is told.
#[test]
fn sc_4_a_second_device_through_another_s_cscf_replaces_the_first() {
    let (bench, mut usim) = (Bench::new(), usim());
    register(&bench, &mut usim, "A", "001", "volte");
    register(&bench, &mut usim, "D", "002", "rcs");
    register(&bench, &mut usim, "B", "001", "volte");
    assert_eq!(bench.state(), "001:1R@B 002:1R@D");
    let outbox = bench.outbox();
    let [entry] = &outbox[..] else { panic!("{outbox:?}") };
    let Task::Deregister { scscf, impus, reason, impi: private, .. } = &entry.task else {
        panic!("{entry:?}")
    };
    assert_eq!((&*scscf.host, *reason), ("a.ims.example", Reason::NewServerAssigned as u32));
    assert_eq!(&**private, impi("001"));
    let impus: Vec<_> = impus.iter().map(|impu| impu.as_str()).collect();
    assert_eq!(
        impus,
        ["sip:volte@ims.example", "tel:+8618612345678", "sip:quiet@ims.example", "sip:shared@ims.example"]
    );
}

/// The same, the user having a SIM of TUAK with the keys of TS 35.232 test set 4, RES having `res`.
fn tuak(res: ResLength) -> (Bench, Usim) {
    let bench = Bench::new();
    let parameters = TuakParameters { res, ..TuakParameters::DEFAULT };
    let topc = "2bc16eb657a68e1f446f08f57c0efb1d493527a2e652ce281eb6ca0e4487760a";
    let operator = TuakOperatorKey::Topc(topc);
    let keys = tuak_keys("b8da837a50652d6ac7c97da14f6acc61", operator, parameters).unwrap();
    let read = bench.store.get::<Subscriber>(&imsi());
    let mut subscriber = (*read.value.unwrap()).clone();
    let sealed = bench.vault.seal_sim(imsi(), &keys, &mut SystemRandom).unwrap();
    subscriber.sim = Some(Sim { algorithm: Algorithm::Tuak(parameters), amf: [0x80, 0], keys: sealed });
    bench.store.commit(ChangeSet::new().put(subscriber, read.version)).unwrap();
    (bench, Usim::new(&keys))
}

/// SC-8: interleaved authentications of all services succeed, each with an index of its own; AUTS by one breaks no other.
#[test]
fn sc_8_services_share_one_sequence_and_a_resynchronisation_breaks_none() {
    share_one_sequence(Bench::new(), usim());
    for res in [ResLength::Bits32, ResLength::Bits64, ResLength::Bits128] {
        let (bench, usim) = tuak(res);
        share_one_sequence(bench, usim);
    }
}

fn share_one_sequence(bench: Bench, mut usim: Usim) {
    for (sic, token) in [("001", "volte"), ("002", "rcs"), ("std", "std"), ("001", "volte"), ("002", "rcs")] {
        register(&bench, &mut usim, "A", sic, token);
    }
    // The USIM is ahead: another authentication centre used it.
    usim = usim.having_accepted(innkeeper::domain::auth::Sqn::new(1 << 30, 0));
    let (private, public) = (impi("001"), impu("volte"));
    let answer = bench.mar("A", mar(&private, &public));
    let decoded = MultimediaAuthAnswer::decode(&answer).unwrap();
    let (rand, autn) = challenge(&decoded.sip_auth_data_item[0]);
    let usim::Refusal::Synchronisation(auts) = usim.authenticate(rand, autn).unwrap_err() else {
        panic!("no AUTS")
    };
    let octets = Resync::to_bytes(&auts);
    // Inside the item (Kamailio) and at the top level (OpenSIPS).
    let inside = MultimediaAuthRequest {
        sip_auth_data_item: SipAuthDataItem {
            sip_authorization: Some(&octets),
            ..mar(&private, &public).sip_auth_data_item
        },
        ..mar(&private, &public)
    };
    let above = MultimediaAuthRequest { sip_authorization: Some(&octets), ..mar(&private, &public) };
    for request in [inside, above] {
        let answer = bench.mar("A", request);
        let decoded = MultimediaAuthAnswer::decode(&answer).unwrap();
        let (rand, autn) = challenge(&decoded.sip_auth_data_item[0]);
        usim.authenticate(rand, autn).unwrap();
    }
    register(&bench, &mut usim, "A", "002", "rcs");
    // §6.3.1 step 4: the synchronisation failure is the business of the S-CSCF that challenged.
    let answer =
        bench.mar("B", MultimediaAuthRequest { sip_authorization: Some(&octets), ..mar(&private, &public) });
    assert_eq!(code(&MultimediaAuthAnswer::decode(&answer).unwrap().outcome), "5012");
    assert!(bench.last_why().contains("sip:a.ims.example:6060 challenged the user"), "{}", bench.last_why());
    assert_eq!(bench.state(), "std:1R@A 001:1R@A 002:1R@A");
}

/// TS 33.203 Annexes T and R: the answer says where the user is to be found, and takes no sequence number.
#[test]
fn giba_and_nass_bundled_items_have_the_place() {
    let bench = Bench::new();
    let service = |scheme, also: &[Further]| {
        let read = bench.store.get::<Subscriber>(&imsi());
        let mut subscriber = (*read.value.unwrap()).clone();
        let service = subscriber.services.iter_mut().find(|service| service.sic.is_none()).unwrap();
        (service.scheme, service.also) = (scheme, also.into());
        bench.store.commit(ChangeSet::new().put(subscriber, read.version)).unwrap();
        let (private, public) = (impi("std"), impu("std"));
        // The S-CSCF leaves the choice to us.
        let answer = bench.mar("A", mar(&private, &public));
        let answer = MultimediaAuthAnswer::decode(&answer).unwrap();
        let [item] = &answer.sip_auth_data_item[..] else { panic!("{answer:?}") };
        assert_eq!(item.sip_item_number, Some(1));
        assert_eq!(
            (item.sip_authenticate, item.sip_authorization, item.confidentiality_key),
            (None, None, None)
        );
        let framed = (
            item.framed_ip_address.map(<[u8]>::to_vec),
            item.framed_ipv6_prefix.map(<[u8]>::to_vec),
            item.framed_interface_id,
        );
        let lines: Vec<_> = item.line_identifier.iter().map(|line| line.to_vec()).collect();
        (item.sip_authentication_scheme.unwrap().to_owned(), framed, lines)
    };
    let giba = |text: &str| service(AuthScheme::Giba, &[Further::Giba(text.parse().unwrap())]);
    let scheme = || "Early-IMS-Security".to_owned();
    assert_eq!(giba("10.45.0.2"), (scheme(), (Some(vec![10, 45, 0, 2]), None, None), vec![]));
    let prefix = vec![0, 64, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1];
    assert_eq!(giba("2001:db8:0:1::/64"), (scheme(), (None, Some(prefix.clone()), None), vec![]));
    assert_eq!(giba("2001:db8:0:1::2"), (scheme(), (None, Some(prefix), Some(2)), vec![]));
    let lines = ["dslam 7/1", "dslam 7/2"];
    let found = service(AuthScheme::NassBundled, &lines.map(|line| Further::NassBundled(line.into())));
    let octets = lines.map(|line| line.as_bytes().to_vec()).to_vec();
    assert_eq!(found, ("NASS-Bundled".to_owned(), (None, None, None), octets));
    assert!(bench.store.get::<Sequence>(&imsi()).value.is_none());
}

#[test]
fn a_sip_digest_item_has_the_hash_and_its_realm() {
    let bench = Bench::new();
    let answer = bench.mar("A", mar("alice@ims.example", &impu("alice")));
    let answer = MultimediaAuthAnswer::decode(&answer).unwrap();
    let digest = answer.sip_auth_data_item[0].sip_digest_authenticate.clone().unwrap();
    // MD5("alice@ims.example:ims.example:open sesame").
    let expected =
        innkeeper::domain::auth::digest::ha1("alice@ims.example", "ims.example", PASSWORD.as_bytes());
    assert_eq!(digest.digest_ha1, hex16(expected.expose()));
    assert_eq!(
        (digest.digest_realm, digest.digest_qop, digest.digest_algorithm),
        ("ims.example", "auth", Some("MD5"))
    );
}

/// SC-3, SC-6: restoration and capabilities are kept per service; charging, associated identities and loose routing come with the profile.
#[test]
fn sc_6_an_saa_carries_what_the_service_has() {
    let bench = Bench::new();
    let private = impi("002");
    let info = ScscfRestorationInfo {
        user_name: &private,
        restoration_info: vec![RestorationInfo {
            path: b"<sip:pcscf.ims.example;lr>",
            contact: b"<sip:u@10.0.0.1:5060>;+g.3gpp.smsip;expires=600",
            ..Default::default()
        }],
        ..Default::default()
    };
    let request = ServerAssignmentRequest {
        scscf_restoration_info: Some(info.clone()),
        ..sar(&private, "sip:rcs@ims.example", ServerAssignmentType::REGISTRATION)
    };
    let answer = bench.sar("D", request);
    let answer = ServerAssignmentAnswer::decode(&answer).unwrap();
    let charging = answer.charging_information.unwrap();
    assert_eq!(
        charging.primary_event_charging_function_name,
        DiameterUri::parse("aaa://ocs1.ims.example:3868")
    );
    assert_eq!(
        charging.secondary_event_charging_function_name,
        DiameterUri::parse("aaa://ocs2.ims.example:3868")
    );
    assert_eq!(charging.primary_charging_collection_function_name, None);
    assert_eq!(answer.loose_route_indication, Some(LooseRouteIndication::LOOSE_ROUTE_REQUIRED));
    assert_eq!(answer.associated_identities, None);
    let registration = bench.store.get::<Registration>(&imsi()).value.unwrap();
    let state = registration.service(Sic::parse("002")).unwrap();
    assert_eq!(state.capabilities.iter().map(|tag| tag.as_str()).collect::<Vec<_>>(), ["+g.3gpp.smsip"]);
    // An S-CSCF that lost everything gets it back, octet by octet.
    let answer = bench.sar("D", sar(&private, "sip:rcs@ims.example", ServerAssignmentType::NO_ASSIGNMENT));
    let avp = answer.avps().find(&avps::SCSCF_RESTORATION_INFO).unwrap();
    assert_eq!(Some(Raw(avp.raw)), state.restoration.as_deref().map(Raw));
    assert_eq!(avp.read::<&[u8]>().unwrap(), &avp.raw[12..]);
    // A shared identity names the private identities that share it.
    let answer =
        bench.sar("D", sar(&private, "sip:shared@ims.example", ServerAssignmentType::RE_REGISTRATION));
    let answer = ServerAssignmentAnswer::decode(&answer).unwrap();
    assert_eq!(answer.associated_identities.unwrap().user_name, [impi("002"), impi("001")]);
}

fn restoration<'a>(private: &'a str, contact: &'a [u8]) -> ScscfRestorationInfo<'a> {
    let info = RestorationInfo { path: b"<sip:pcscf.ims.example;lr>", contact, ..Default::default() };
    ScscfRestorationInfo { user_name: private, restoration_info: vec![info], ..Default::default() }
}

fn restored(answer: &Message) -> Vec<String> {
    let all = answer.avps().map(Result::unwrap).filter(|avp| avp.is(&avps::SCSCF_RESTORATION_INFO));
    all.map(|avp| {
        let text = String::from_utf8_lossy(avp.raw);
        text.split("<sip:").nth(2).unwrap().split('@').next().unwrap().to_owned()
    })
    .collect()
}

/// SC-5, TS 29.228 §6.1.2.1: an S-CSCF that lost a registration and is asked for one contact more must not overwrite what is stored: it gets it back
/// with 5007. Without the indication, or with a refresh, the new information takes its place.
#[test]
fn sc_5_a_multiple_registration_gets_the_restoration_information_back() {
    let bench = Bench::new();
    let private = impi("001");
    let register = |contact: &str, multiple, kind| {
        let contact = format!("<sip:{contact}@10.0.0.1>");
        let answer = bench.sar(
            "A",
            ServerAssignmentRequest {
                scscf_restoration_info: Some(restoration(&private, contact.as_bytes())),
                multiple_registration_indication: multiple,
                ..sar(&private, "sip:volte@ims.example", kind)
            },
        );
        let decoded = ServerAssignmentAnswer::decode(&answer).unwrap();
        assert!(decoded.user_data.is_some());
        (code(&decoded.outcome), restored(&answer))
    };
    let multiple = Some(MultipleRegistrationIndication::MULTIPLE_REGISTRATION);
    let (first, refresh) = (ServerAssignmentType::REGISTRATION, ServerAssignmentType::RE_REGISTRATION);
    let stored = |answer: (String, Vec<String>), code: &str, info: &[&str]| {
        assert_eq!(
            (answer.0.as_str(), answer.1.iter().map(String::as_str).collect::<Vec<_>>()),
            (code, info.to_vec())
        );
        let answer =
            bench.sar("A", sar(&private, "sip:volte@ims.example", ServerAssignmentType::NO_ASSIGNMENT));
        restored(&answer).concat()
    };
    assert_eq!(stored(register("one", multiple, first), "2001", &[]), "one");
    assert_eq!(stored(register("two", multiple, first), "E5007", &["one"]), "one");
    assert_eq!(stored(register("three", multiple, refresh), "2001", &[]), "three");
    assert_eq!(stored(register("four", None, first), "2001", &[]), "four");
    assert_eq!(bench.state(), "001:1R@A");
}

/// SC-5, TS 29.228 Table 6.1.2.2: of a shared identity, a registration is told which private identities are registered with it and what the others
/// need to be restored; who asks without registering is told everything.
#[test]
fn sc_5_a_shared_identity_is_restored_for_every_service() {
    let bench = Bench::new();
    let ask = |sic: &str, kind, contact: Option<&str>| {
        let private = impi(sic);
        let contact = contact.map(|contact| format!("<sip:{contact}@10.0.0.1>"));
        let request = ServerAssignmentRequest {
            scscf_restoration_info: contact
                .as_deref()
                .map(|contact| restoration(&private, contact.as_bytes())),
            ..sar(&private, "sip:shared@ims.example", kind)
        };
        let answer = bench.sar("A", request);
        let decoded = ServerAssignmentAnswer::decode(&answer).unwrap();
        assert_eq!(code(&decoded.outcome), "2001");
        let registered = decoded.associated_registered_identities.map(|group| group.user_name.len());
        (registered, restored(&answer).join(" "))
    };
    let register = ServerAssignmentType::REGISTRATION;
    assert_eq!(ask("001", register, Some("one")), (None, String::new()));
    assert_eq!(ask("002", register, Some("two")), (Some(2), "one".into()));
    assert_eq!(ask("002", ServerAssignmentType::NO_ASSIGNMENT, None), (None, "two one".into()));
    assert_eq!(ask("001", ServerAssignmentType::UNREGISTERED_USER, None), (None, "one two".into()));
    assert_eq!(ask("002", ServerAssignmentType::USER_DEREGISTRATION, None), (None, String::new()));
    assert_eq!(ask("001", register, None), (None, String::new()));
}

#[test]
fn without_user_name_the_answer_names_the_private_identity() {
    let bench = Bench::new();
    let request = ServerAssignmentRequest {
        user_name: None,
        ..sar("", "sip:work@ims.example", ServerAssignmentType::UNREGISTERED_USER)
    };
    let answer = bench.sar("A", request);
    let answer = ServerAssignmentAnswer::decode(&answer).unwrap();
    assert_eq!(answer.user_name, Some(&*impi("001")));
    let xml = std::str::from_utf8(answer.user_data.unwrap()).unwrap();
    assert!(xml.contains(&format!("<PrivateID>{}</PrivateID>", impi("001"))));
    let request = ServerAssignmentRequest {
        user_name: None,
        ..sar("", "sip:room9@ims.example", ServerAssignmentType::UNREGISTERED_USER)
    };
    let answer = bench.sar("A", request);
    let answer = ServerAssignmentAnswer::decode(&answer).unwrap();
    assert_eq!(
        (answer.user_name, answer.wildcarded_public_identity),
        (Some("psi@ims.example"), Some("sip:room!.*!@ims.example"))
    );
}

/// The same request twice leaves the same state, and the second writes nothing.
#[test]
fn a_repeated_sar_writes_nothing() {
    let (bench, mut usim) = (Bench::new(), usim());
    register(&bench, &mut usim, "A", "001", "volte");
    let version = || bench.store.get::<Registration>(&imsi()).version;
    let before = version();
    let private = impi("001");
    for kind in [
        ServerAssignmentType::REGISTRATION,
        ServerAssignmentType::RE_REGISTRATION,
        ServerAssignmentType::NO_ASSIGNMENT,
    ] {
        bench.sar("A", sar(&private, "sip:volte@ims.example", kind));
        assert_eq!(version(), before);
    }
    bench.sar("A", sar(&private, "sip:volte@ims.example", ServerAssignmentType::USER_DEREGISTRATION));
    let gone = version();
    assert_ne!(gone, before);
    bench.sar("A", sar(&private, "sip:volte@ims.example", ServerAssignmentType::USER_DEREGISTRATION));
    assert_eq!(version(), gone);
}

#[test]
fn supported_features_are_negotiated_and_unknown_required_ones_refused() {
    let bench = Bench::new();
    let private = impi("001");
    let features = |list| vec![SupportedFeatures { vendor_id: TGPP, feature_list_id: 1, feature_list: list }];
    let request = ServerAssignmentRequest {
        supported_features: features(0b11011),
        ..sar(&private, "sip:volte@ims.example", ServerAssignmentType::REGISTRATION)
    };
    let answer = bench.sar("A", request.clone());
    let answer = ServerAssignmentAnswer::decode(&answer).unwrap();
    assert_eq!(answer.supported_features, features(0b1111));
    assert!(std::str::from_utf8(answer.user_data.unwrap()).unwrap().contains("AliasIdentityGroupID"));
    // The same with the M bit: a feature that nobody defined is required, and not served.
    let mut plain = bytes::BytesMut::new();
    ServerAssignmentRequest {
        session_id: "s;1;1",
        origin_host: "a.ims.example",
        origin_realm: REALM,
        destination_realm: REALM,
        server_name: "sip:a.ims.example:6060",
        ..request
    }
    .encode(1, 2, &mut plain);
    let plain = Message::parse(plain.freeze()).unwrap();
    let mut required = bytes::BytesMut::new();
    let mut writer = Writer::new(&mut required, &plain.header);
    for avp in plain.avps().map(Result::unwrap) {
        let mut raw = avp.raw.to_vec();
        if avp.is(&avps::SUPPORTED_FEATURES) {
            raw[4] |= AvpFlags::MANDATORY.bits();
        }
        writer.raw(&raw);
    }
    writer.finish();
    let answer = bench.send_raw("a.ims.example", Message::parse(required.freeze()).unwrap());
    let answer = ServerAssignmentAnswer::decode(&answer).unwrap();
    assert_eq!((code(&answer.outcome), answer.supported_features), ("E5011".into(), features(0b1111)));
}

/// OP-4: "why was this phone refused" has an answer, and names what to do.
#[test]
fn op_4_every_refusal_says_why() {
    let bench = Bench::new();
    let ask = |token: &str, public: &str, visited: &str| {
        let private = impi(token);
        bench.uar(UserAuthorizationRequest {
            user_name: &private,
            public_identity: &impu(public),
            visited_network_identifier: visited.as_bytes(),
            ..Default::default()
        });
        bench.last_why()
    };
    let cases = [
        (ask("009", "volte", "x"), "does not subscribe to the service with the code 009: subscribe it"),
        (ask("01", "volte", "x"), "the service code has not the configured number of digits"),
        (
            ask("001", "rcs", "x"),
            "the public identity does not belong to the service with the code 001 of 460011100612345",
        ),
        (
            ask("{imsi}@ims.sic001.example", "volte", "x"),
            "names the domain example, the subscriber's home domain is mnc010.mcc460",
        ),
        (ask("460011199999999@ims.{domain}", "volte", "x"), "nobody has the IMSI 460011199999999"),
        (
            ask("460011100000001@ims.{domain}", "stayer", "x.example"),
            "may not register from the visited network x.example",
        ),
        (ask("003", "off", "x"), "the service with the code 003 of 460011100612345 is disabled: enable it"),
        (ask("001", "gone", "x"), "all public identities of the implicit registration set are barred"),
    ];
    for (why, sentence) in cases {
        assert!(why.contains(sentence), "{why}");
    }
}

/// SC-7: one service is ended on the network; what a sibling shares at the same S-CSCF is left alone.
#[test]
fn sc_7_ending_one_service_leaves_the_others_registered() {
    let bench = Bench::new();
    bench.set("001:1R,2R@A 002:1R@A");
    let subscriber = bench.store.get::<Subscriber>(&imsi()).value.unwrap();
    let registration = bench.store.get::<Registration>(&imsi());
    let now = Timestamp::now();
    let decision = deregistration::decide(
        &subscriber,
        &registration,
        Sic::parse("001"),
        Reason::PermanentTermination,
        now,
    );
    assert_eq!(decision.reply, Ok(deregistration::Outcome::Deregistered));
    outbox::commit(&bench.store, decision.changes, decision.tasks, now).unwrap();
    assert_eq!(bench.state(), "002:1R@A");
    let outbox = bench.outbox();
    let Task::Deregister { impus, .. } = &outbox[0].task else { panic!("{outbox:?}") };
    let impus: Vec<_> = impus.iter().map(|impu| impu.as_str()).collect();
    // Not `shared`: Kamailio would drop the contacts of 002 with it.
    assert_eq!(
        impus,
        ["sip:volte@ims.example", "tel:+8618612345678", "sip:quiet@ims.example", "sip:work@ims.example"]
    );
    let registration = bench.store.get::<Registration>(&imsi());
    let again = deregistration::decide(
        &subscriber,
        &registration,
        Sic::parse("001"),
        Reason::PermanentTermination,
        now,
    );
    assert_eq!(again.reply, Ok(deregistration::Outcome::WasNotRegistered));
    assert!(again.changes.is_empty() && again.tasks.is_empty());
}

#[test]
fn the_other_manners_of_a_first_registration() {
    let uaa = |manner: &str, sic: &str, token: &str| {
        let config = include_str!("tables/hss/config.toml")
            .replace("[ims]", &format!("[ims]\nuaa_first_registration = \"{manner}\""));
        let bench = Bench::with(&config);
        let private = impi(sic);
        let answer = bench.uar(UserAuthorizationRequest {
            user_name: &private,
            public_identity: &impu(token),
            visited_network_identifier: b"home.example",
            ..Default::default()
        });
        let answer = UserAuthorizationAnswer::decode(&answer).unwrap();
        (code(&answer.outcome), server(answer.server_name, answer.server_capabilities.as_ref()))
    };
    assert_eq!(uaa("capabilities", "001", "volte"), ("E2001".into(), "caps([] [] A)".into()));
    assert_eq!(uaa("capabilities", "002", "rcs"), ("E2001".into(), "caps([1, 2] [7] D,C)".into()));
    assert_eq!(uaa("bare", "001", "volte"), ("E2001".into(), "-".into()));
    assert_eq!(uaa("bare", "002", "rcs"), ("E2001".into(), "caps([1, 2] [7] )".into()));
}

#[test]
fn a_configured_number_of_vectors_is_handed_out_in_order() {
    let config = include_str!("tables/hss/config.toml").replace("[ims]", "[ims]\nvectors_per_mar = 3");
    let (bench, mut usim) = (Bench::with(&config), usim());
    let (private, public) = (impi("001"), impu("volte"));
    let answer = bench.mar("A", MultimediaAuthRequest { sip_number_auth_items: 5, ..mar(&private, &public) });
    let answer = MultimediaAuthAnswer::decode(&answer).unwrap();
    assert_eq!(answer.sip_number_auth_items, Some(3));
    for (item, number) in answer.sip_auth_data_item.iter().zip(1..) {
        assert_eq!(item.sip_item_number, Some(number));
        let (rand, autn) = challenge(item);
        usim.authenticate(rand, autn).unwrap();
    }
}

/// SC-5: of aliases another one becomes the first, in whose name their switches were kept: nobody is locked out by that.
#[test]
fn sc_5_aliases_in_another_order_are_served() {
    let (bench, mut usim) = (Bench::new(), usim());
    let first: Impu = impu("volte").parse().unwrap();
    bench.store.commit(ChangeSet::new().put(Dsai::empty(first, Some(imsi())), Lsn::ZERO)).unwrap();
    let read = bench.store.get::<Subscriber>(&imsi());
    let mut subscriber = (*read.value.unwrap()).clone();
    let service = subscriber.services.iter_mut().find(|service| service.sic == Sic::parse("001")).unwrap();
    service.identities.swap(0, 1);
    bench.store.commit(ChangeSet::new().put(subscriber, read.version)).unwrap();
    register(&bench, &mut usim, "A", "001", "volte");
    assert_eq!(bench.state(), "001:1R@A");
}
