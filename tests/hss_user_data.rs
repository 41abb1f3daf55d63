//! User-Data: its text, its shape by a schema, and the sentences for profiles that S-CSCFs could not read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use hss_common::*;
use innkeeper::{
    domain::hss::{
        Features, Hss, HssConfig, Refusal, Switches,
        user_data::{service_data, user_data},
    },
    records::*,
    types::Impu,
};
use quick_xml::events::Event;
use std::process::{Command, Stdio};

fn hss(config: &str) -> Result<Hss, Vec<String>> {
    let config: HssConfig = toml::from_str(config).map_err(|error| vec![error.to_string()])?;
    Hss::new(config).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

fn configured() -> Hss {
    hss(include_str!("tables/hss/config.toml")).unwrap()
}

fn set(services: &[Service], service: usize, set: u8) -> Vec<&Identity> {
    services[service].identities.iter().filter(|identity| identity.set == set).collect()
}

#[test]
fn the_text_of_a_set_is_compact_and_its_default_identity_first() {
    let (services, hss) = (services(), configured());
    let members = set(&services, 1, 1);
    let asked = Some((members[0], "sip:volte@IMS.Example"));
    let xml = user_data(&hss, "impi&1@x", &members, asked, Features::empty(), &Switches::default()).unwrap();
    let ifc = "<InitialFilterCriteria><Priority>10</Priority><TriggerPoint><ConditionTypeCNF>1</ConditionTypeCNF>\
        <SPT><Group>0</Group><Method>INVITE</Method></SPT>\
        <SPT><ConditionNegated>1</ConditionNegated><Group>1</Group><SessionCase>2</SessionCase></SPT></TriggerPoint>\
        <ApplicationServer><ServerName>sip:mmtel.ims.example:5060</ServerName><DefaultHandling>0</DefaultHandling></ApplicationServer>\
        <ProfilePartIndicator>0</ProfilePartIndicator></InitialFilterCriteria>";
    // The identity that was asked for stands as it was asked for: S-CSCFs compare octets.
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><IMSSubscription><PrivateID>impi&amp;1@x</PrivateID><ServiceProfile>\
        <PublicIdentity><Identity>sip:volte@IMS.Example</Identity></PublicIdentity>\
        <PublicIdentity><Identity>tel:+8618612345678</Identity></PublicIdentity>\
        <PublicIdentity><BarringIndication>1</BarringIndication><Identity>sip:quiet@ims.example</Identity></PublicIdentity>\
        <PublicIdentity><Identity>sip:shared@ims.example</Identity></PublicIdentity>\
        <CoreNetworkServicesAuthorization><SubscribedMediaProfileId>3</SubscribedMediaProfileId></CoreNetworkServicesAuthorization>\
        {ifc}</ServiceProfile></IMSSubscription>"
    );
    assert_eq!(xml, expected);
}

#[test]
fn a_barred_default_makes_way_for_the_first_identity_that_is_not() {
    let mut services = services();
    services[1].identities[0].barred = true;
    let xml =
        user_data(&configured(), "p@x", &set(&services, 1, 1), None, Features::empty(), &Switches::default())
            .unwrap();
    let first = xml.split("<PublicIdentity>").nth(1).unwrap();
    assert!(first.starts_with("<Identity>tel:+8618612345678<"), "{first}");
    assert!(xml.contains("<BarringIndication>1</BarringIndication><Identity>sip:volte@ims.example"));
}

#[test]
fn aliases_and_shared_sets_are_told_to_who_has_the_features() {
    let (services, hss) = (services(), configured());
    let plain =
        user_data(&hss, "p@x", &set(&services, 1, 1), None, Features::empty(), &Switches::default()).unwrap();
    assert!(!plain.contains("Alias"));
    let alias =
        user_data(&hss, "p@x", &set(&services, 1, 1), None, Features::ALIAS_IND, &Switches::default())
            .unwrap();
    assert_eq!(
        alias
            .matches(
                "<Extension><Extension><AliasIdentityGroupID>1</AliasIdentityGroupID></Extension></Extension>"
            )
            .count(),
        2
    );
    let expanded =
        user_data(&hss, "p@x", &set(&services, 1, 2), None, Features::empty(), &Switches::default()).unwrap();
    assert!(expanded.contains("voicemail") && !expanded.contains("SharedIFCSetID"));
    let by_number =
        user_data(&hss, "p@x", &set(&services, 1, 2), None, Features::SIFC, &Switches::default()).unwrap();
    assert!(
        by_number.contains("<Extension><SharedIFCSetID>7</SharedIFCSetID></Extension>")
            && !by_number.contains("voicemail")
    );
}

/// Every profile the fixture can cause, by every combination of features.
fn all() -> Vec<String> {
    let (services, hss) = (services(), configured());
    let mut all = Vec::new();
    for features in (0..4).map(Features::from_bits_truncate) {
        for (at, service) in services.iter().enumerate() {
            for number in service.identities.iter().map(|identity| identity.set) {
                let members = set(&services, at, number);
                let wildcarded = members.iter().find(|identity| identity.impu.is_wildcarded());
                let asked = wildcarded.map(|identity| (*identity, "sip:chatlist@ims.example"));
                all.push(
                    user_data(&hss, "p@x.example", &members, asked, features, &Switches::default()).unwrap(),
                );
            }
        }
        let mut mixed = services[1].identities.iter().collect::<Vec<_>>();
        mixed.rotate_left(2);
        all.push(user_data(&hss, "p@x.example", &mixed, None, features, &Switches::default()).unwrap());
        for token in ["conference", "room!.*!"] {
            let psi = PublicService {
                identity: Impu::parse(&impu(token)).unwrap(),
                private_identity: "psi@x".into(),
                profile: "voicemail".into(),
                active: true,
                application_server: None,
                scscf_set: None,
                scscf: None,
            };
            all.push(
                service_data(&hss, &psi, "sip:room9@ims.example", features, &Switches::default()).unwrap(),
            );
        }
    }
    all
}

/// What real parsers crash on or misread: empty elements, blanks beside text, anything between elements.
#[test]
fn no_element_is_empty_and_no_blank_stands_beside_text() {
    for xml in all() {
        // References are events of their own for this reader: here they are letters like others.
        let plain = ["&amp;", "&lt;", "&gt;", "&quot;"]
            .iter()
            .fold(xml.clone(), |text, reference| text.replace(reference, "x"));
        let mut reader = quick_xml::Reader::from_str(&plain);
        let mut opened = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(start) => opened = start.name().as_ref().to_owned(),
                Event::End(end) => assert_ne!(end.name().as_ref(), opened, "empty element in {xml}"),
                Event::Empty(empty) => {
                    assert!(empty.name().as_ref().starts_with("IncludeRegister"), "{xml}");
                    opened.clear();
                }
                Event::Text(text) => {
                    let text: &str = &text;
                    assert_eq!(text.trim(), text, "{xml}");
                    opened.clear();
                }
                _ => opened.clear(),
            }
        }
    }
}

/// By the structure of the release 8 schema, with `xmllint` (package libxml2-utils).
#[test]
fn every_profile_is_valid_by_the_schema() {
    if Command::new("xmllint").arg("--version").stderr(Stdio::null()).status().is_err() {
        assert!(
            std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(),
            "xmllint is missing: apt-get install libxml2-utils"
        );
        eprintln!("skipped: xmllint is missing (apt-get install libxml2-utils)");
        return;
    }
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/hss/user-data.xsd");
    let directory = tempfile::tempdir().unwrap();
    let write = |(at, xml): (usize, String)| {
        let path = directory.path().join(format!("{at}.xml"));
        std::fs::write(&path, xml).unwrap();
        path
    };
    let validate = |paths: &[std::path::PathBuf]| {
        Command::new("xmllint").args(["--noout", "--schema", schema]).args(paths).output().unwrap()
    };
    let paths: Vec<_> = all().into_iter().enumerate().map(write).collect();
    let output = validate(&paths);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // The schema is a real test: it refuses what stands out of order.
    let wrong = "<IMSSubscription><ServiceProfile/><PrivateID>x</PrivateID></IMSSubscription>".to_owned();
    assert!(!validate(&[write((usize::MAX, wrong))]).status.success());
}

#[test]
fn mistakes_in_the_configuration_are_sentences() {
    let ifc = "[[profile.p.ifc]]\npriority = 1\napplication_server = \"sip:as\"\n";
    let trigger = |text: &str| format!("{ifc}[[profile.p.ifc.trigger]]\n{text}");
    let long = format!("request_uri = \"{}\"", "x".repeat(256));
    let cases = [
        ("[ims]\nsic_length = 0", "[ims] sic_length: 0 is not 1 to 8 digits"),
        ("[ims]\nsic_lenght = 3", "unknown field `sic_lenght`"),
        ("[ims]\nvectors_per_mar = 0", "an MAA carries 1 to 32 vectors"),
        ("[ims]\nauth_pending_timeout = 0", "give at least 1"),
        ("[scscf.default]\nnames = [\"scscf:6060\"]", "write a SIP URI as sip:scscf.example:6060"),
        ("[charging_functions.default]\nprimary_ccf = \"cdf\"", "write aaa://ocs.example:3868"),
        ("[charging_functions.default]\nsecondary_ecf = \"aaa://ocs\"", "set primary_ecf"),
        ("[profile.p]\nshared_ifc = [9]", "there is no [shared_ifc.9]"),
        ("[shared_ifc.nine]\nifc = []", "a shared set's name is its number"),
        (&format!("{ifc}{ifc}"), "two filter criteria have the priority 1"),
        (&ifc.replace("sip:as", "as"), "\"as\" is no SIP URI"),
        (&format!("{ifc}service_info = \"\""), "service_info is empty"),
        (&trigger(""), "set exactly one of method, request_uri, header, session_case and sdp_line"),
        (&trigger("method = \"INVITE\"\nrequest_uri = \"x\""), "set exactly one of"),
        (&trigger("method = \"INVITE \""), "begins or ends with a blank"),
        (&trigger("method = \"IN\\tVITE\""), "contains a control character"),
        (&trigger("method = \"INVITE\"\nheader_content = \"x\""), "header_content needs header"),
        (
            &trigger("method = \"INVITE\"\nregistration = [\"initial\"]"),
            "registration needs method = \"REGISTER\"",
        ),
        (&trigger(&long), "longer than 255 octets"),
    ];
    for (config, sentence) in cases {
        let mistakes = hss(config).expect_err(config);
        assert!(mistakes.iter().any(|mistake| mistake.contains(sentence)), "{config}: {mistakes:?}");
    }
    assert!(hss("").is_ok());
}

#[test]
fn what_is_not_configured_is_told_at_provisioning_and_at_the_latest_here() {
    let hss = hss("").unwrap();
    let services = services();
    let refusal =
        user_data(&hss, "p@x", &set(&services, 1, 2), None, Features::empty(), &Switches::default())
            .unwrap_err();
    assert_eq!(refusal, Refusal::Unconfigured { section: "profile", name: "voicemail".into() });
    assert!(refusal.to_string().contains("[profile.voicemail]"));
    // A profile as long as a message is refused rather than sent.
    let many: Vec<_> = (0..2000).map(|_| &services[1].identities[0]).collect();
    assert!(matches!(
        user_data(&hss, "p@x", &many, None, Features::empty(), &Switches::default()),
        Err(Refusal::ProfileTooLong(_))
    ));
}
