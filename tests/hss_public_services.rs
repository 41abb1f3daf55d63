//! Public services of the configuration: they come into the store, change, and go; and the sentences for what is wrong with them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use hss_common::*;
use innkeeper::{
    diameter::dictionary::cx::*,
    domain::hss::{Hss, HssConfig, public_services::adopt},
    records::{PublicService, RepositoryData, ShSubscription, ShSubscriptions, Task, Watched},
    store::ChangeSet,
    types::{Impu, Lsn},
};

const CONFIG: &str = r#"
[scscf.media]
names = ["sip:m.ims.example:6060"]

[public_service.conference]
identity = "sip:conference@IMS.example"
scscf = "media"

[public_service.rooms]
identity = "sip:room!.*!@ims.example"
private_identity = "rooms@psi.example"

[public_service.weather]
identity = "tel:+1800555"
application_server = "sip:weather.ims.example"
"#;

fn hss(config: &str) -> Result<Hss, Vec<String>> {
    let config: HssConfig = toml::from_str(config).map_err(|error| vec![error.to_string()])?;
    Hss::new(config).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

fn put(bench: &Bench, config: &str) -> Vec<String> {
    let hss = hss(config).unwrap();
    let problems = adopt(&bench.store, hss.public_services());
    bench.desk.hss.store(hss.into());
    problems
}

fn lir(bench: &Bench, identity: &str) -> (String, String) {
    let answer = bench.lir(LocationInfoRequest { public_identity: identity, ..Default::default() });
    let answer = LocationInfoAnswer::decode(&answer).unwrap();
    (code(&answer.outcome), server(answer.server_name, answer.server_capabilities.as_ref()))
}

fn told(bench: &Bench, identity: &str) -> String {
    let (code, server) = lir(bench, identity);
    format!("{code} {server}")
}

#[test]
fn what_is_configured_is_served_and_what_is_not_any_more_is_unknown() {
    let bench = Bench::new();
    assert_eq!(put(&bench, CONFIG), Vec::<String>::new());
    let (conference, room) = ("sip:conference@ims.example", "sip:room17@ims.example");
    assert_eq!(told(&bench, conference), "E2003 caps([] [] M)");
    assert_eq!(told(&bench, room), "E2003 -");
    assert_eq!(told(&bench, "tel:+1800555"), "2001 sip:weather.ims.example");
    // The fixture's own are not in this configuration.
    assert_eq!(told(&bench, "sip:direct@ims.example"), "E5001 -");
    // An S-CSCF serves it; its name outlives a change of the configuration.
    let answer = bench.sar(
        "M",
        ServerAssignmentRequest {
            public_identity: vec![conference],
            server_assignment_type: ServerAssignmentType::UNREGISTERED_USER,
            ..Default::default()
        },
    );
    assert_eq!(ServerAssignmentAnswer::decode(&answer).unwrap().user_name, Some("conference@ims.example"));
    let changed = CONFIG
        .replace("[public_service.rooms]", "active = true\nprofile = \"default\"\n[public_service.rooms]");
    let changed =
        changed.replace("identity = \"tel:+1800555\"", "identity = \"tel:+1800555\"\nactive = false");
    assert_eq!(put(&bench, &changed), Vec::<String>::new());
    assert_eq!(told(&bench, conference), "2001 M");
    assert_eq!(told(&bench, "tel:+1800555"), "E5001 -");
    assert_eq!(put(&bench, ""), Vec::<String>::new());
    for identity in [conference, room, "tel:+1800555"] {
        assert_eq!(told(&bench, identity), "E5001 -");
    }
    assert_eq!(bench.store.count::<PublicService>(), 0);
}

#[test]
fn what_is_the_same_is_not_written_again() {
    let bench = Bench::new();
    put(&bench, CONFIG);
    let identity = innkeeper::types::Impu::parse("sip:room!.*!@ims.example").unwrap();
    let version = || bench.store.get::<PublicService>(&identity).version;
    let before = version();
    put(&bench, CONFIG);
    assert_eq!(version(), before);
    let stored = bench.store.get::<PublicService>(&identity).value.unwrap();
    assert_eq!(&*stored.private_identity, "rooms@psi.example");
}

#[test]
fn an_identity_that_is_a_subscriber_s_is_told_and_the_others_are_served() {
    let bench = Bench::new();
    let taken = CONFIG.replace("tel:+1800555", "sip:volte@ims.example");
    let problems = put(&bench, &taken);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("the public service sip:volte@ims.example: "), "{problems:?}");
    assert!(problems[0].contains("belongs to"), "{problems:?}");
    assert_eq!(told(&bench, "sip:conference@ims.example"), "E2003 caps([] [] M)");
}

#[test]
fn op_6_mistakes_are_sentences() {
    let one = |entry: &str| hss(&format!("[public_service.x]\n{entry}")).err().unwrap().join("\n");
    let cases = [
        ("identity = \"conference\"", "[public_service.x] identity: \"conference\" is no public identity: "),
        (
            "identity = \"sip:a![!@b\"",
            "[public_service.x] identity: sip:a![!@b has no regular expression between its exclamation marks: ",
        ),
        (
            "identity = \"sip:a@b\"\nprofile = \"y\"",
            "[public_service.x] profile: there is no [profile.y]: add it, or leave the setting out",
        ),
        (
            "identity = \"sip:a@b\"\nscscf = \"y\"",
            "[public_service.x] scscf: there is no [scscf.y]: add it, or leave the setting out",
        ),
        (
            "identity = \"sip:a@b\"\napplication_server = \"as\"",
            "[public_service.x] application_server: \"as\" is no SIP URI: write sip:as.example:5060",
        ),
        (
            "identity = \"sip:a@b\"\nprivate_identity = \" p\"",
            "[public_service.x]: private_identity begins or ends with a blank, which S-CSCFs take as part of the value",
        ),
        (
            "identity = \"sip:a@b\"\n[public_service.y]\nidentity = \"sip:a@B\"",
            "[public_service.y] identity: sip:a@b is another public service's, too: write it once",
        ),
    ];
    for (entry, sentence) in cases {
        let told = one(entry);
        assert!(told.starts_with(sentence), "{told}");
    }
    assert!(one("").contains("missing field `identity`"));
}

/// OP-6, TS 29.328 §7.6.10: a reload that switches a service off, or takes it away, ends it at the S-CSCF; who watches hears of it, and nothing is kept of
/// one that is gone.
#[test]
fn op_6_a_reload_ends_what_it_switches_off() {
    let bench = Bench::new();
    put(&bench, CONFIG);
    let (first, tasks) =
        (bench.outbox().len(), || bench.outbox().iter().map(|entry| entry.task.clone()).collect::<Vec<_>>());
    let identity = Impu::parse("sip:conference@ims.example").unwrap();
    let serve = || {
        bench.sar(
            "M",
            ServerAssignmentRequest {
                public_identity: vec![identity.as_str()],
                server_assignment_type: ServerAssignmentType::UNREGISTERED_USER,
                ..Default::default()
            },
        );
    };
    serve();
    let subscription = ShSubscription {
        host: "as.ims.example".into(),
        realm: REALM.into(),
        watched: Watched::Activation,
        private_identity: None,
        asked: identity.as_str().into(),
        expires: None,
        one_time: false,
    };
    let all = ShSubscriptions { identity: identity.clone(), holder: None, entries: [subscription].into() };
    let data = RepositoryData::empty(identity.clone(), None);
    bench.store.commit(ChangeSet::new().put(all, Lsn::ZERO).put(data, Lsn::ZERO)).unwrap();

    let off = CONFIG.replace("[public_service.rooms]", "active = false\n[public_service.rooms]");
    put(&bench, &off);
    let owed = tasks();
    let [Task::Notify { subscription, .. }, Task::DeregisterService { identity: ended, scscf, .. }] =
        &owed[first..]
    else {
        panic!("{owed:?}")
    };
    assert_eq!((&subscription.watched, ended), (&Watched::Activation, &identity));
    assert_eq!(&*scscf.host, "m.ims.example");
    assert_eq!(bench.store.get::<PublicService>(&identity).value.unwrap().scscf, None);

    put(&bench, CONFIG);
    serve();
    put(&bench, "");
    assert!(matches!(tasks().last(), Some(Task::DeregisterService { .. })), "{:?}", tasks());
    assert_eq!(bench.store.get::<ShSubscriptions>(&identity).value, None);
    assert_eq!(bench.store.get::<RepositoryData>(&identity).value, None);
}
