//! Orders against tables: what they become, and what is said of those that become nothing (EP-3 for IMS, SC-5, OP-6).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, its helpers too")]

mod import_common;

use import_common::{House, K, OPC};
use innkeeper::{
    domain::{
        auth::{
            digest,
            provision::{OperatorKey, TuakOperatorKey, sim_keys, tuak_keys},
        },
        subscribers::{Order, Rules, Template, Templates, expand, find::find, sic_text},
    },
    records::{Algorithm, ResLength, Subscriber, TuakParameters},
};
use std::{collections::BTreeMap, fmt::Write};

/// The entries of a table: a line at the margin, and the indented lines below it.
fn table(text: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    let sim = format!("\"k\":\"{K}\",\"opc\":\"{OPC}\"");
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.strip_prefix("  ") {
            Some(expected) => {
                let (_, all) = entries.last_mut().unwrap();
                let _ = writeln!(all, "{expected}");
            }
            None => entries.push((line.replace("$SIM", &sim), String::new())),
        }
    }
    entries
}

fn told(subscriber: &Subscriber) -> String {
    let mut out =
        format!("domain {} template {}\n", subscriber.domain, subscriber.template.as_ref().unwrap());
    for service in &subscriber.services {
        let impi = subscriber.private_identity(service);
        let _ = writeln!(out, "{} {impi} {:?}", sic_text(service.sic), service.scheme);
        for identity in &service.identities {
            let barring = if identity.barred { "barred" } else { "open" };
            let _ =
                writeln!(out, "  set {} alias {} {barring} {}", identity.set, identity.alias, identity.impu);
        }
    }
    out
}

/// SC-5: by default each service has public identities of its own. EP-3: one line makes all services of a subscriber.
#[test]
fn sc_5_ep_3_templates_make_subscribers() {
    let house = House::new();
    for (order, expected) in table(include_str!("tables/subscribers/expansion.txt")) {
        let order: Order = serde_json::from_str(&order).unwrap();
        let made = expand(&order, house.context()).unwrap();
        assert_eq!(told(&made.subscriber), expected);
    }
}

/// OP-6: what is refused, and the sentence.
#[test]
fn op_6_refusals_are_sentences_with_their_field() {
    let house = House::new();
    for (order, expected) in table(include_str!("tables/subscribers/refusals.txt")) {
        let refusal = house.add(&order).expect_err(&order);
        assert_eq!(format!("{refusal}\n"), expected, "{order}");
    }
    assert_eq!(house.store.count::<Subscriber>(), 0);
}

/// SC-8: all services of a SIM have its one secret; OP becomes the OPc of test set 1 of TS 35.208.
#[test]
fn sc_8_keys_are_sealed_and_op_is_turned_into_opc() {
    let house = House::new();
    let op = "cdc202d5123e20f62b6d676ac72cb318";
    house.add(&format!(r#"{{"imsi":"001010000000001","msisdn":"491701","k":"{K}","op":"{op}"}}"#)).unwrap();
    let subscriber = house.subscriber("001010000000001").unwrap();
    let sim = subscriber.sim.as_ref().unwrap();
    let keys = house.vault.open_sim(subscriber.imsi, sim.algorithm, &sim.keys).unwrap();
    assert_eq!(keys, sim_keys(K, OperatorKey::Opc(OPC)).unwrap());
    assert_eq!(sim.amf, [0, 0], "the separation bit is the authentication centre's to set");
}

/// TS 35.232 test set 6: K of 256 bits, two iterations, TOP and its TOPc.
#[test]
fn sc_8_top_is_turned_into_topc_with_its_iterations() {
    let house = House::new();
    let k = "1574ca56881d05c189c82880f789c9cd4244955f4426aa2b69c29f15770e5aa5";
    let top = "e59f6eb10ea406813f4991b0b9e02f181edf4c7e17b480f66d34da35ee88c95e";
    let topc = "b04a66f26c62fcd6c82de22a179ab65506ecf47f56245cd149966cfa9cec7a51";
    let order =
        r#"{"imsi":"001010000000001","msisdn":"491701","algorithm":"tuak","res_bits":128,"iterations":2"#;
    house.add(&format!(r#"{order},"k":"{k}","top":"{top}"}}"#)).unwrap();
    let subscriber = house.subscriber("001010000000001").unwrap();
    let sim = subscriber.sim.as_ref().unwrap();
    let parameters = TuakParameters { res: ResLength::Bits128, iterations: 2.try_into().unwrap() };
    assert_eq!(sim.algorithm, Algorithm::Tuak(parameters));
    let keys = house.vault.open_sim(subscriber.imsi, sim.algorithm, &sim.keys).unwrap();
    assert_eq!(keys, tuak_keys(k, TuakOperatorKey::Topc(topc), parameters).unwrap());
}

/// Who names a SIM's functions and not its keys is told when the keys are for others; who names them right, or not at all, keeps the keys.
#[test]
fn op_6_functions_are_not_changed_under_their_keys() {
    let house = House::new();
    let sim = format!(r#""k":"{K}","opc":"{OPC}""#);
    let order = |more: &str| format!(r#"{{"imsi":"001010000000001","msisdn":"491701"{more}}}"#);
    house.add(&order(&format!(",{sim}"))).unwrap();
    let replace = |more: &str| {
        let order: Order = serde_json::from_str(&order(more)).unwrap();
        house.act(&order.imsi, |desk, known| desk.replace(known, &order))
    };
    let refused = replace(r#","algorithm":"tuak""#).unwrap_err();
    let sentence =
        "algorithm: the keys of this SIM are for milenage; for tuak res=64 iterations=1 it needs others";
    assert_eq!(refused.to_string(), sentence);
    for more in ["", r#","algorithm":"milenage""#] {
        replace(more).unwrap();
        let kept = house.subscriber("001010000000001").unwrap();
        assert_eq!(kept.sim.as_ref().unwrap().algorithm, Algorithm::Milenage);
    }
}

#[test]
fn a_password_becomes_ha1_for_the_name_as_it_is_spelled() {
    let house = House::new();
    let order = r#"{"imsi":"001010000000001","template":"soft-phone","impi":"Alice","realm":"ims.example","password":" a b"}"#;
    house.add(order).unwrap();
    let subscriber = house.subscriber("001010000000001").unwrap();
    let service = &subscriber.services[0];
    let impi = subscriber.private_identity(service);
    assert_eq!(impi, "alice@ims.example");
    let ha1 = house.vault.open_ha1(&impi, service.password.as_ref().unwrap()).unwrap();
    assert_eq!(ha1, digest::ha1("Alice@ims.example", "ims.example", b" a b"));
}

#[test]
fn a_secret_is_not_shown_even_in_the_error_of_a_forgotten_quote() {
    let error = serde_json::from_str::<Order>(r#"{"imsi":"001010000000001","k":465123456789}"#)
        .unwrap_err()
        .to_string();
    assert!(error.contains("a secret is a text in quotes") && !error.contains("465"), "{error}");
    let order: Order = serde_json::from_str(&format!(r#"{{"imsi":"1","k":"{K}"}}"#)).unwrap();
    assert!(!format!("{order:?}").contains(K));
}

/// OP-6: templates of the configuration are checked when it is read.
#[test]
fn op_6_templates_are_checked_with_their_name() {
    let cases = [
        ("service = []", "template.t.service: a template has 1 to 16 services"),
        (
            r#"[[service]]
            identities = [{ impu = "sip:all@{domain}" }]"#,
            "template.t.services[plain].identities[1].impu: every subscriber would get the same: it needs {imsi}, {msisdn} or {impi}",
        ),
        (
            r#"[[service]]
            sic = "01"
            identities = [{ impu = "sip:{imsi}@{domain}" }]"#,
            "template.t.services[01].sic: a service code has 3 digits here (ims.sic_length)",
        ),
        (
            r#"[[service]]
            identities = [{ impu = "sip:{imsi}@{domain}", barred = true }]"#,
            "template.t.services[plain].identities[1]: \"sip:001010123456789@mnc001.mcc001.3gppnetwork.org\" is the first of implicit registration set 1",
        ),
        (
            r#"[[service]]
            identities = [{ impu = "{imsi}" }]"#,
            "template.t.services[plain].identities[1].impu: \"001010123456789\": a public identity begins with sip:, sips: or tel:",
        ),
        (
            r#"[[service]]
            identities = [{ impu = "sip:{imsi}@{domain}", profile = "gold" }]"#,
            "template.t.services[plain].identities[1].profile: there is no [profile.gold] in the configuration",
        ),
        (
            r#"amf = "9"
            [[service]]
            identities = [{ impu = "sip:{imsi}@{domain}" }]"#,
            "template.t.amf: expected 4 hexadecimal digits, not 1 characters",
        ),
        (
            r#"algorithm = "tuak"
            res_bits = 256
            [[service]]
            identities = [{ impu = "sip:{imsi}@{domain}" }]"#,
            "template.t.res_bits: a RES of 256 bits fits into no message",
        ),
        (
            r#"iterations = 2
            [[service]]
            identities = [{ impu = "sip:{imsi}@{domain}" }]"#,
            "template.t.iterations: milenage has none",
        ),
        (
            r#"[[service]]
            also = [{ giba = "10.45.0.2" }]
            identities = [{ impu = "sip:{imsi}@{domain}" }]"#,
            "template.t.services[plain].scheme: GIBA and NASS-bundled go by where each user is",
        ),
        (
            r#"domain = "IMS.example"
            [[service]]
            identities = [{ impu = "sip:{imsi}@{domain}" }]"#,
            "template.t.domain: \"IMS.example\" is not a host name",
        ),
    ];
    for (text, expected) in cases {
        let template: Template = toml::from_str(text).unwrap();
        let faults =
            Templates::new(BTreeMap::from([("t".into(), template)]), None, &Rules::default()).unwrap_err();
        assert!(faults[0].to_string().starts_with(expected), "{} is not {expected}", faults[0]);
    }
    let unknown =
        toml::from_str::<Template>("[[service]]\nidentities = [{ impu = \"sip:{number}@x\" }]").unwrap_err();
    assert!(unknown.to_string().contains("\"{number}\" is not known in a pattern"), "{unknown}");
}

#[test]
fn the_built_in_templates_pass_their_own_check() {
    let templates = Templates::new(BTreeMap::new(), None, &Rules::default()).unwrap();
    assert_eq!(
        templates.names().map(|name| name.as_str()).collect::<Vec<_>>(),
        ["lab", "plain", "soft-phone"]
    );
    let one: Template =
        toml::from_str("[[service]]\nidentities = [{ impu = \"sip:{imsi}@{domain}\" }]").unwrap();
    let templates = Templates::new(BTreeMap::from([("own".into(), one)]), None, &Rules::default()).unwrap();
    assert_eq!(templates.get(None).unwrap().0.as_str(), "own", "the only configured one is the default");
}

/// SC-7: a user is named by IMSI, MSISDN, IMPI or IMPU, and the service where the name says it.
#[test]
fn sc_7_a_user_is_found_by_every_name() {
    let house = House::new();
    house.add(&format!(r#"{{"imsi":"001010000000001","msisdn":"491701","sics":["001","002","plain"],"k":"{K}","opc":"{OPC}"}}"#)).unwrap();
    // Of this one the number is no public identity of any service, and it is found all the same.
    house
        .add(&format!(
            r#"{{"imsi":"001010000000002","msisdn":"491702","sics":["002"],"k":"{K}","opc":"{OPC}"}}"#
        ))
        .unwrap();
    house
        .add(
            r#"{"imsi":"001010000000003","template":"soft-phone","impi":"alice@ims.example","password":"x"}"#,
        )
        .unwrap();
    let home = "mnc001.mcc001.3gppnetwork.org";
    let cases = [
        ("001010000000001".to_owned(), "001010000000001 whole"),
        ("+491701".into(), "001010000000001 whole"),
        ("+491702".into(), "001010000000002 whole"),
        ("491702".into(), "001010000000002 whole"),
        ("tel:+49-1701".into(), "001010000000001 001"),
        (format!("001010000000001@ims.sic002.{home}"), "001010000000001 002"),
        (format!("001010000000001@ims.{home}"), "001010000000001 plain"),
        (format!("sip:+491701.rcs@ims.{home}"), "001010000000001 002"),
        (format!("SIP:+491701.rcs@IMS.{home};user=phone"), "001010000000001 002"),
        ("Alice@IMS.example".into(), "001010000000003 plain"),
        ("sip:alice@ims.example".into(), "001010000000003 plain"),
        ("+4917".into(), "nobody has the number +4917"),
        ("001010000000009".into(), "nobody has the IMSI or number 001010000000009"),
        ("bob@ims.example".into(), "nobody has the private identity bob@ims.example"),
        ("sip:bob@ims.example".into(), "nobody has the public identity sip:bob@ims.example"),
        (format!("001010000000002@ims.sic001.{home}"), "subscriber 001010000000002 has no service 001"),
        (
            format!("001010000000002@ims.sic01.{home}"),
            "\"001010000000002@ims.sic01.mnc001.mcc001.3gppnetwork.org\" is not a private identity: the service code has not the configured number of digits",
        ),
        (
            "001010000000002@ims.sic002.example".into(),
            "the private identity 001010000000002@ims.sic002.example names the domain example; subscriber 001010000000002 is of mnc001.mcc001.3gppnetwork.org",
        ),
        (
            "bob".into(),
            "\"bob\" names nobody: give an IMSI (digits), a number (+ and digits), user@domain, sip:user@domain or tel:+number",
        ),
        (
            "".into(),
            "\"\" names nobody: give an IMSI (digits), a number (+ and digits), user@domain, sip:user@domain or tel:+number",
        ),
    ];
    for (text, expected) in cases {
        let told = match find(&house.store, &text, 3) {
            Ok(found) => {
                let service = found.service.map_or("whole".into(), sic_text);
                format!("{} {service}", found.imsi)
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(told, expected, "{text}");
    }
}
