//! What is not a registration: a full store, many at once on one subscriber, requests that cannot be read, answers that must wait.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use hss_common::*;
use innkeeper::{
    diameter::{
        From, Reply, Service,
        codec::{AvpDef, CommandFlags, Message, Writer},
        dictionary::{
            base::{AuthSessionState, avps::*},
            cx::{self, *},
        },
    },
    domain::{
        auth::{
            Functions,
            provision::{OperatorKey, sim_keys},
        },
        hss::{Code, Loaded, Subject},
    },
    records::{Registration, Subscriber},
    store::{Options, Store},
    types::Lsn,
};
use std::{collections::HashSet, sync::atomic::Ordering};

fn register<'a>(private: &'a str, public: &'a str) -> ServerAssignmentRequest<'a> {
    ServerAssignmentRequest {
        user_name: Some(private),
        public_identity: vec![public],
        server_assignment_type: ServerAssignmentType::REGISTRATION,
        ..Default::default()
    }
}

fn challenge<'a>(private: &'a str, public: &'a str, auts: Option<&'a [u8]>) -> MultimediaAuthRequest<'a> {
    MultimediaAuthRequest {
        user_name: private,
        public_identity: public,
        sip_number_auth_items: 1,
        sip_auth_data_item: SipAuthDataItem {
            sip_authentication_scheme: Some("unknown"),
            sip_authorization: auts,
            ..Default::default()
        },
        ..Default::default()
    }
}

/// ST-3: a nearly full disk: what changes nothing is answered, what would change something is TOO_BUSY with the E bit.
#[test]
fn st_3_a_full_store_refuses_changes_and_answers_questions() {
    let directory = tempfile::tempdir().unwrap();
    let open = |reserve| {
        let store =
            Store::open(&directory.path().join("store.db"), Options { reserve, ..Options::default() })
                .unwrap();
        Bench::over(store, include_str!("tables/hss/config.toml"))
    };
    let (private, public) = (impi("001"), impu("volte"));
    let version = {
        let bench = open(0);
        bench.sar("A", register(&private, &public));
        Lsn(bench.last_lsn.load(Ordering::Relaxed))
    };
    let bench = open(u64::MAX);
    assert!(bench.store.durable().covers(version), "closing made it durable");
    let answer = bench.lir(LocationInfoRequest { public_identity: &public, ..Default::default() });
    assert_eq!(code(&LocationInfoAnswer::decode(&answer).unwrap().outcome), "2001");
    // A repeated SAR changes nothing.
    let answer = bench.sar("A", register(&private, &public));
    assert_eq!(code(&ServerAssignmentAnswer::decode(&answer).unwrap().outcome), "2001");
    let rcs = impi("002");
    let answer = bench.sar("A", register(&rcs, "sip:rcs@ims.example"));
    assert!(answer.header.flags.contains(CommandFlags::ERROR));
    assert_eq!(code(&ServerAssignmentAnswer::decode(&answer).unwrap().outcome), "3004");
    assert!(bench.last_why().contains("the store's disk is nearly full"), "{}", bench.last_why());
    assert_eq!(bench.state(), "001:1R@A");
}

/// ST-2: an answer names everything it depends on, so that it waits for it: a read too.
#[test]
fn st_2_an_answer_waits_for_what_it_shows() {
    let bench = Bench::new();
    let (private, public) = (impi("001"), impu("volte"));
    bench.sar("A", register(&private, &public));
    let written = bench.last_lsn.load(Ordering::Relaxed);
    bench.lir(LocationInfoRequest { public_identity: &public, ..Default::default() });
    assert_eq!(bench.last_lsn.load(Ordering::Relaxed), written);
    bench.sar("A", register(&private, &public));
    assert_eq!(bench.last_lsn.load(Ordering::Relaxed), written, "a repetition waits for the first");
}

/// SC-8: many challenges at once for one SIM: each is answered, and no sequence number comes twice.
#[test]
fn sc_8_concurrent_challenges_never_share_a_sequence_number() {
    let bench = Bench::new();
    let milenage = Functions::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap());
    let services = [("001", "volte"), ("002", "rcs"), ("std", "std"), ("001", "work")];
    let one = |(sic, token): (&str, &str)| {
        let (private, public) = (impi(sic), impu(token));
        let answer = bench.mar("A", challenge(&private, &public, None));
        let answer = MultimediaAuthAnswer::decode(&answer).unwrap();
        let item = answer.sip_auth_data_item.first()?;
        let challenge: [u8; 32] = item.sip_authenticate.unwrap().try_into().unwrap();
        let ak = milenage.f2345(challenge[..16].try_into().unwrap()).ak;
        let sqn: Vec<u8> = challenge[16..22].iter().zip(ak).map(|(octet, key)| octet ^ key).collect();
        Some(sqn)
    };
    let numbers: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = services
            .map(|service| scope.spawn(move || (0..100).filter_map(|_| one(service)).collect::<Vec<_>>()))
            .into();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(numbers.len() > 300, "only {} of 400 were not TOO_BUSY", numbers.len());
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
    assert_eq!(bench.state(), "std:1P@A 001:1P,2P@A 002:1P@A");
}

/// DB-6: what is missing is named; what cannot be read is 5004; what is not served is left to the base protocol.
#[test]
fn db_6_a_request_that_cannot_be_read_is_answered() {
    let bench = Bench::new();
    let (private, public) = (impi("001"), impu("volte"));
    let answer = bench.mar("A", challenge(&private, &public, Some(b"too short")));
    assert_eq!(answer.avps().find(&RESULT_CODE).unwrap().read::<u32>().unwrap(), 5004);
    assert_eq!(bench.state(), "-");
    let mut empty = bytes::BytesMut::new();
    let whole = bench.lir(LocationInfoRequest { public_identity: &public, ..Default::default() });
    let header = innkeeper::diameter::codec::Header {
        flags: CommandFlags::REQUEST | CommandFlags::PROXIABLE,
        ..whole.header
    };
    Writer::new(&mut empty, &header).finish();
    let answer = bench.send_raw("icscf.ims.example", Message::parse(empty.clone().freeze()).unwrap());
    assert_eq!(answer.avps().find(&RESULT_CODE).unwrap().read::<u32>().unwrap(), 5005);
    assert!(answer.avps().find(&FAILED_AVP).is_some());
    empty[7] = 0xff;
    let from = From { host: "x".into(), realm: "x".into() };
    let message = Message::parse(empty.freeze()).unwrap();
    assert!(matches!(bench.cx.request(&from, &message, &mut Default::default()), Reply::UnknownCommand));
}

/// The message with an empty AVP in the place of one of its own.
fn emptied(message: &Message, def: &AvpDef) -> Message {
    let mut out = bytes::BytesMut::new();
    let mut writer = Writer::new(&mut out, &message.header);
    for avp in message.avps().flatten() {
        if !avp.is(def) {
            writer.raw(avp.raw);
            continue;
        }
        let head = avp.raw.len() - avp.data.len();
        let mut empty = avp.raw[..head].to_vec();
        empty[5..8].copy_from_slice(&[0, 0, head as u8]);
        writer.raw(&empty);
    }
    writer.finish();
    Message::parse(out.freeze()).unwrap()
}

/// DB-6: a name that has to be there and comes empty is 5004, and nothing is kept of it; octets that come empty are what who reads them makes of nothing.
#[test]
fn db_6_what_has_to_be_there_and_is_empty_is_nobodys_name() {
    let bench = Bench::new();
    let (private, public) = (impi("001"), impu("volte"));
    let mut out = bytes::BytesMut::new();
    ServerAssignmentRequest {
        session_id: "scscf.ims.example;1;1",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "a.ims.example",
        origin_realm: REALM,
        destination_realm: REALM,
        server_name: "sip:a.ims.example:6060",
        ..register(&private, &public)
    }
    .encode(1, 2, &mut out);
    let sar = Message::parse(out.freeze()).unwrap();
    let result = |answer: &Message| answer.avps().find(&RESULT_CODE).unwrap().read::<u32>().unwrap();
    for def in [&avps::SERVER_NAME, &SESSION_ID, &ORIGIN_HOST, &ORIGIN_REALM, &DESTINATION_REALM] {
        let answer = bench.send_raw("a.ims.example", emptied(&sar, def));
        assert_eq!(result(&answer), 5004, "{}", def.name);
        assert_eq!(answer.avps().find(&FAILED_AVP).unwrap().data[..4], def.code.to_be_bytes());
        assert_eq!(bench.state(), "-");
    }
    // What may be left out may be empty: here it is an identity that nobody has.
    let answer = bench.send_raw("a.ims.example", emptied(&sar, &avps::PUBLIC_IDENTITY));
    assert_eq!(code(&ServerAssignmentAnswer::decode(&answer).unwrap().outcome), "E5001");
    for (imsi, expected) in [(IMSI, "E2001"), ("460011100000001", "E5004")] {
        let private = format!("{imsi}@ims.{DOMAIN}");
        let public = if imsi == IMSI { impu("std") } else { impu("stayer") };
        let mut out = bytes::BytesMut::new();
        UserAuthorizationRequest {
            session_id: "icscf.ims.example;1;1",
            vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "icscf.ims.example",
            origin_realm: REALM,
            destination_realm: REALM,
            user_name: &private,
            public_identity: &public,
            visited_network_identifier: b"x",
            ..Default::default()
        }
        .encode(1, 2, &mut out);
        let uar = Message::parse(out.freeze()).unwrap();
        let answer = bench.send_raw("icscf.ims.example", emptied(&uar, &avps::VISITED_NETWORK_IDENTIFIER));
        assert_eq!(
            code(&UserAuthorizationAnswer::decode(&answer).unwrap().outcome),
            expected,
            "{}",
            bench.last_why()
        );
    }
}

/// Proxy-Info comes back as it came, in order (RFC 6733 §6.2).
#[test]
fn proxy_info_comes_back() {
    let bench = Bench::new();
    let proxy = b"\0\0\x01\x1c\x40\0\0\x20\0\0\x01\x18\x40\0\0\x0cprxy\0\0\0\x21\x40\0\0\x0cback";
    let answer = bench.lir(LocationInfoRequest {
        public_identity: "sip:volte@ims.example",
        proxy_info: vec![innkeeper::diameter::dictionary::Raw(proxy)],
        ..Default::default()
    });
    assert_eq!(answer.avps().find(&PROXY_INFO).unwrap().raw, proxy);
}

/// SC-3: the index says who else has an identity. Whether it is this service's the record says, even where a change is not in the index yet.
#[test]
fn sc_3_an_identity_of_the_service_is_known_whatever_the_index_says() {
    let bench = Bench::new();
    let of = |nobody_has_public, public: &str| {
        let loaded = Loaded {
            subscriber: bench.store.get::<Subscriber>(&imsi()).value,
            registration: Some(bench.store.get::<Registration>(&imsi())),
            nobody_has_public,
            ..Loaded::default()
        };
        let (private, public) = (impi("001"), impu(public));
        let found = loaded.named(&Subject::read(Some(&private), Some(&public), 3));
        found.map(|(_, identity)| identity.impu.to_string()).map_err(|refusal| refusal.code())
    };
    for nobody_has_public in [false, true] {
        assert_eq!(of(nobody_has_public, "volte").unwrap(), impu("volte"));
        assert_eq!(of(nobody_has_public, "chat7").unwrap(), impu("chat!.*!"));
    }
    assert_eq!(of(false, "rcs").unwrap_err(), Code::IdentitiesDontMatch);
    assert_eq!(of(true, "nobody").unwrap_err(), Code::UserUnknown);
}
