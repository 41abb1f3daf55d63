//! What a serving node is told after the attach: that the HSS lost data (RSR), what changed (IDR), what is gone (DSR), what is barred (EP-1, EP-3).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod eps_common;

use eps_common::*;
use innkeeper::{
    diameter::{
        codec::Message,
        dictionary::{base::Outcome, cx::SupportedFeatures, s6a::*, tgpp::RatType},
    },
    domain::{
        hss::Hss,
        subscribers::{eps::EpsContract, provision::Change},
    },
    interfaces::shared::network::Undelivered,
    procedures::outbox,
    records::*,
    store::{ChangeSet, Options, Store},
    types::{Imsi, Lsn, Name, Timestamp},
};

const MME: &str = "mme1.epc.mnc001.mcc001.3gppnetwork.org";
const SGSN: &str = "sgsn.epc.mnc001.mcc001.3gppnetwork.org";

const DONE: Result<Outcome, Undelivered> = Ok(Outcome::SUCCESS);

/// To whom an RSR went, and of whose subscribers it speaks.
fn resets(asked: &[(Name, Message)]) -> Vec<(String, Vec<String>)> {
    let one = |(host, message): &(Name, Message)| {
        let request = ResetRequest::decode(message).unwrap();
        assert_eq!((request.destination_host, request.destination_realm), (&**host, REALM));
        (host.to_string(), request.user_id.iter().map(ToString::to_string).collect())
    };
    let mut found: Vec<_> = asked.iter().map(one).collect();
    found.sort();
    found
}

/// Three subscribers at one MME, one of them at an SGSN as well.
fn served() -> Lab {
    let lab = Lab::with("");
    for last in ["2", "3"] {
        let imsi = format!("{}{last}", &IMSI[..14]);
        lab.order(&format!(
            r#"{{"imsi": "{imsi}", "msisdn": "1555000000{last}", "k": "{K}", "opc": "{OPC}"}}"#
        ))
        .unwrap();
        lab.ulr_of(&imsi, MME);
    }
    lab.attach(MME);
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty(), "an attach owes nobody anything");
    lab
}

/// TS 29.272 §5.2.4.1: each node is told once, whoever many it serves; one that is away is told when it is back.
#[test]
fn ep_1_a_reset_reaches_every_node_once_and_is_owed_to_who_is_away() {
    let lab = served();
    outbox::reset(&lab.store, Vec::new(), Timestamp::now()).unwrap();
    let away = Script::saying(Err(Undelivered::NoConnection));
    assert!(lab.carry_out(&away).is_empty(), "the search says nothing");
    let all = [(MME.to_owned(), Vec::new()), (SGSN.to_owned(), Vec::new())];
    assert_eq!(resets(&lab.carry_out(&away)), all);
    assert_eq!(lab.store.count::<Outbox>(), 2);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(resets(&lab.carry_out(&Script::saying(DONE))), all);
    assert_eq!(lab.store.count::<Outbox>(), 0);
    // What the node does next: it has the subscriber confirmed, and is told all of it.
    let answer = lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
    let answer = UpdateLocationAnswer::decode(&answer).unwrap();
    assert_eq!((code(&answer.outcome), answer.subscription_data.is_some()), ("2001".into(), true));
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty(), "nobody is cancelled");
}

/// A node that does not know the command (Open5GS) is not asked for ever.
#[test]
fn ep_1_a_reset_that_is_not_served_is_over() {
    let lab = served();
    outbox::reset(&lab.store, Vec::new(), Timestamp::now()).unwrap();
    let unserved =
        Script::saying(Ok(Outcome::Base(innkeeper::diameter::codec::ResultCode::COMMAND_UNSUPPORTED)));
    lab.carry_out(&unserved);
    assert_eq!(lab.carry_out(&unserved).len(), 2);
    assert_eq!(lab.store.count::<Outbox>(), 0);
}

/// User-Id: only nodes that serve one of those are told, and of whom.
#[test]
fn ep_1_a_reset_of_some_goes_to_those_who_serve_them() {
    let lab = served();
    let (both, nobody) = (IMSI[..14].to_owned(), "262".to_owned());
    for (user_ids, told) in [
        (vec![both.clone(), nobody.clone()], vec![MME, SGSN]),
        (vec![format!("{both}2")], vec![MME]),
        (vec![nobody], vec![]),
    ] {
        outbox::reset(&lab.store, user_ids.clone(), Timestamp::now()).unwrap();
        let script = Script::saying(DONE);
        lab.carry_out(&script);
        let expected: Vec<_> = told.into_iter().map(|host| (host.to_owned(), user_ids.clone())).collect();
        assert_eq!(resets(&lab.carry_out(&script)), expected);
    }
}

/// A restored backup is older than what nodes know: the next start tells them so, and an ordinary one, which loses nothing, does not.
#[test]
fn ep_1_st_4_a_restored_store_owes_a_reset_and_a_reopened_one_does_not() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let open = |path: &std::path::Path| {
        Lab::over(Store::open(path, Options { reserve: 0, ..Options::default() }).unwrap(), "")
    };
    let lab = open(&path("innkeeper.db"));
    lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
        .unwrap();
    lab.attach(MME);
    drop(lab);
    let reopened = open(&path("innkeeper.db"));
    assert_eq!(reopened.store.count::<Outbox>(), 0);
    reopened.store.backup(&path("backup.db")).unwrap();
    drop(reopened);
    let restored = std::process::Command::new(env!("CARGO_BIN_EXE_innkeeper"))
        .args(["restore", "--overwrite", "--store"])
        .arg(directory.path())
        .arg(path("backup.db"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    assert!(said.contains("are sent a Reset when the daemon starts"), "{said}{restored:?}");
    let lab = open(&path("innkeeper.db"));
    // Whoever asks before the Reset reaches it is not believed to have what was restored (§5.2.1.1.3).
    let answer = lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR | UlrFlags::SKIP_SUBSCRIBER_DATA);
    assert!(UpdateLocationAnswer::decode(&answer).unwrap().subscription_data.is_some());
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty());
    assert_eq!(resets(&lab.carry_out(&Script::saying(DONE))), [(MME.to_owned(), Vec::new())]);
}

fn change(lab: &Lab, json: &str) {
    let change: Change = serde_json::from_str(json).unwrap();
    lab.provision(IMSI, |desk, known| desk.change(known, &change)).unwrap();
}

/// The commands that went out, in their order: an IDR, or the flags of a DSR.
fn told(asked: &[(Name, Message)]) -> Vec<(String, Option<DsrFlags>)> {
    let one = |(host, message): &(Name, Message)| match message.header.code {
        319 => {
            InsertSubscriberDataRequest::decode(message).unwrap();
            (host.to_string(), None)
        }
        320 => {
            let request = DeleteSubscriberDataRequest::decode(message).unwrap();
            assert_eq!((request.user_name, request.destination_host), (IMSI, &**host));
            assert!(request.context_identifier.is_empty(), "APNs go with the IDR, which has them all");
            (host.to_string(), Some(request.dsr_flags))
        }
        code => panic!("{code}"),
    };
    asked.iter().map(one).collect()
}

/// What an IDR cannot take away goes by DSR, after the IDR; what it can does not.
#[test]
fn ep_1_ep_3_what_is_taken_away_of_a_contract_goes_by_dsr_where_an_idr_cannot_say_it() {
    let full = r#"{"eps": {"profile": "rich", "charging_characteristics": "0800", "additional_msisdns": ["15550000009"],
        "ambr": {"downlink": 9, "uplink": 9}, "addresses": [{"apn": "internet", "address": "10.45.0.9"}]}}"#;
    let rich = "[eps_profile.default]\n[eps_profile.rich]\nperiodic_tau = 3240\n";
    for (from, to, flags) in [
        (full, r#"{"eps": {"profile": "rich", "additional_msisdns": ["15550000009"]}}"#, "charging"),
        (full, r#"{"eps": {"profile": "rich", "charging_characteristics": "0800"}}"#, "number"),
        (full, r#"{"eps": "default"}"#, "all"),
        (
            full,
            r#"{"eps": {"profile": "rich", "charging_characteristics": "0400", "additional_msisdns": ["15550000008"]}}"#,
            "none",
        ),
        (r#"{"eps": "default"}"#, full, "none"),
    ] {
        let lab = Lab::with(rich);
        change(&lab, from);
        lab.attach(MME);
        change(&lab, to);
        let number = DsrFlags::A_MSISDN_WITHDRAWAL;
        let charging = DsrFlags::SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL;
        let flags = match flags {
            "charging" => charging,
            "number" => number,
            "all" => number | charging | DsrFlags::SUBSCRIBED_PERIODIC_RAU_TAU_TIMER_WITHDRAWAL,
            _ => DsrFlags::empty(),
        };
        let mut expected = vec![(MME.to_owned(), None)];
        expected.extend((!flags.is_empty()).then_some((MME.to_owned(), Some(flags))));
        assert_eq!(told(&lab.carry_out(&Script::saying(DONE))), expected, "{from} {to}");
        assert_eq!(lab.store.count::<Outbox>(), 0);
    }
}

/// What was given back before the node heard of it is not withdrawn; and who is away is owed both.
#[test]
fn ep_1_a_part_that_is_given_back_is_not_withdrawn() {
    let lab = Lab::with("");
    change(&lab, r#"{"eps": {"charging_characteristics": "0800"}}"#);
    lab.attach(MME);
    change(&lab, r#"{"eps": "default"}"#);
    let away = Script::saying(Err(Undelivered::NoConnection));
    assert_eq!(
        told(&lab.carry_out(&away)),
        [(MME.to_owned(), None)],
        "who did not hear the one is not told the other"
    );
    assert_eq!(lab.store.count::<Outbox>(), 1);
    change(&lab, r#"{"eps": {"charging_characteristics": "0400"}}"#);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(told(&lab.carry_out(&Script::saying(DONE))), [(MME.to_owned(), None), (MME.to_owned(), None)]);
    // A node that does not know the subscriber, or the command (Open5GS), ends it.
    for says in [
        Outcome::experimental(10415, 5001),
        Outcome::Base(innkeeper::diameter::codec::ResultCode::COMMAND_UNSUPPORTED),
    ] {
        change(&lab, r#"{"eps": "default"}"#);
        assert_eq!(lab.carry_out(&Script::saying(Ok(says))).len(), 2);
        assert_eq!(lab.store.count::<Outbox>(), 0);
        change(&lab, r#"{"eps": {"charging_characteristics": "0400"}}"#);
        lab.carry_out(&Script::saying(DONE));
    }
}

/// A reload that takes a member out of a profile: everybody who has it by the profile is concerned, who has one of their own keeps it.
#[test]
fn ep_1_what_a_reload_takes_out_of_a_profile_goes_by_dsr() {
    let lab = Lab::with("[eps_profile.default]");
    lab.attach(MME);
    let earlier = "[eps_profile.default]\ncharging_characteristics = '0800'\nperiodic_tau = 60";
    let earlier = Hss::new(toml::from_str(earlier).unwrap()).unwrap();
    let withdrawn = lab.hss.eps_withdrawn_since(&earlier, &Name::new("default")).bits();
    for own in [false, true] {
        if own {
            change(&lab, r#"{"eps": {"charging_characteristics": "0400"}}"#);
            lab.carry_out(&Script::saying(DONE));
        }
        let profiles = lab.hss.eps_changed_since(&earlier);
        let task = Task::ChangeConfigured { profiles, withdrawn, after: None };
        let entry = Outbox { id: lab.store.next_outbox_id(), task, attempts: 0, due: Timestamp::now() };
        lab.store.commit(ChangeSet::new().put(entry, Lsn::ZERO)).unwrap();
        assert!(lab.carry_out(&Script::saying(DONE)).is_empty(), "the search");
        let mut flags = DsrFlags::SUBSCRIBED_PERIODIC_RAU_TAU_TIMER_WITHDRAWAL;
        flags.set(DsrFlags::SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL, !own);
        let expected = [(MME.to_owned(), None), (MME.to_owned(), Some(flags))];
        assert_eq!(told(&lab.carry_out(&Script::saying(DONE))), expected);
    }
}

/// A ULR of an MME with these features of list 1 (TS 29.272 §7.3.10).
fn attach_with(lab: &Lab, visited: [u8; 3], feature_list: u32) -> Message {
    let message = from_node!(
        MME,
        UpdateLocationRequest {
            user_name: IMSI,
            visited_plmn_id: &visited,
            rat_type: RatType::EUTRAN,
            ulr_flags: UlrFlags::S6A_S6D_INDICATOR,
            supported_features: vec![SupportedFeatures {
                vendor_id: 10415,
                feature_list_id: 1,
                feature_list
            }],
        }
    );
    lab.send(MME, &message)
}

/// What a ULA or an IDR says of the barring.
fn barring(data: &SubscriptionData<'_>) -> (Option<u32>, Option<u32>, Option<u32>) {
    let odb = data.operator_determined_barring.map(|odb| odb.bits());
    (data.subscriber_status.map(|status| status.0), odb, data.hplmn_odb.map(|odb| odb.bits()))
}

/// §7.3.29, §7.3.30, §7.3.22: the profile's barring and the contract's, as far as the node enforces it; the home operator's own at home alone.
#[test]
fn ep_1_a_node_is_told_of_the_barring_that_it_enforces() {
    // A feature that is not served here.
    const T_ADS: u32 = 1 << 27;
    let lab = Lab::with("[eps_profile.default]\nbarred = ['outgoing-calls', 'home-specific2']");
    change(&lab, r#"{"eps": {"barred": ["packet-services", "visited-apns", "home-specific4"]}}"#);
    for (visited, features, expected) in [
        (HOME, 0b1_1111_1111, (Some(1), Some(0b1101), Some(0b1010))),
        (HOME, 0b0101 | T_ADS, (Some(1), Some(0b0101), Some(0b1010))),
        (ABROAD, 0b1101, (Some(1), Some(0b1101), None)),
    ] {
        let answer = attach_with(&lab, visited, features);
        let answer = UpdateLocationAnswer::decode(&answer).unwrap();
        assert_eq!(barring(&answer.subscription_data.unwrap()), expected, "{features:b}");
        let [common] = &answer.supported_features[..] else { panic!("one list") };
        assert_eq!((common.feature_list_id, common.feature_list), (1, features & !T_ADS));
    }
}

/// A barring that begins while a node serves is brought to it, and so is its end; where the node would not enforce it, the service ends.
#[test]
fn ep_1_ep_3_a_barring_that_begins_while_a_node_serves_is_enforced() {
    let lab = Lab::with("");
    attach_with(&lab, HOME, 1);
    for (json, expected) in [
        (r#"{"eps": {"barred": ["packet-services"]}}"#, (Some(1), Some(1), None)),
        (r#"{"eps": "default"}"#, (Some(0), None, None)),
    ] {
        change(&lab, json);
        let asked = lab.carry_out(&Script::saying(DONE));
        let [(_, message)] = &asked[..] else { panic!("{}", asked.len()) };
        let request = InsertSubscriberDataRequest::decode(message).unwrap();
        assert_eq!(barring(&request.subscription_data), expected);
    }
    for (visited, barred) in [
        (HOME, "packet-services"),
        (ABROAD, "visited-apns"),
        (ABROAD, "roaming-outside-home"),
        (ABROAD, "roaming-outside-home-country"),
    ] {
        let lab = Lab::with("");
        attach_with(&lab, visited, 0);
        lab.ulr(SGSN, HOME, UlrFlags::empty());
        change(&lab, &format!(r#"{{"eps": {{"barred": ["{barred}"]}}}}"#));
        let script = Script::saying(DONE);
        assert!(
            lab.carry_out(&script).is_empty(),
            "what has to be said comes with the change of the registration"
        );
        assert_eq!(lab.registration().mme, None, "{barred}");
        let asked = lab.carry_out(&script);
        let cancelled: Vec<_> = asked
            .iter()
            .filter(|(_, message)| message.header.code == 317)
            .map(|(host, message)| {
                (&**host, CancelLocationRequest::decode(message).unwrap().cancellation_type)
            })
            .collect();
        let withdrawal = CancellationType::SUBSCRIPTION_WITHDRAWAL;
        assert_eq!(cancelled[0], (MME, withdrawal), "{barred}");
        // At home, where roaming is no matter, the SGSN goes on and gets the rest of the change.
        let goes_on = barred != "packet-services";
        assert_eq!((cancelled.len(), lab.registration().sgsn.is_some()), (2 - usize::from(goes_on), goes_on));
        assert_eq!(asked.iter().any(|(_, message)| message.header.code == 319), goes_on, "{barred}");
        assert_eq!(lab.store.count::<Outbox>(), 0);
    }
}

/// §7.3.52: the contract's zones, or the profile's; gone by DSR.
#[test]
fn ep_1_ep_3_zones_of_a_regional_subscription_come_and_go() {
    let lab = Lab::with("[eps_profile.default]\n[eps_profile.regional]\nzones = ['0001', '0A1f']");
    let zones = |data: &SubscriptionData<'_>| {
        data.regional_subscription_zone_code.iter().map(|zone| zone.to_vec()).collect::<Vec<_>>()
    };
    change(&lab, r#"{"eps": "regional"}"#);
    let answer = attach_with(&lab, HOME, 1 << 9);
    let data = UpdateLocationAnswer::decode(&answer).unwrap().subscription_data.unwrap();
    assert_eq!(zones(&data), [[0, 1], [0x0a, 0x1f]]);
    change(&lab, r#"{"eps": {"profile": "regional", "zones": ["0002"], "ue_usage_type": 3}}"#);
    let asked = lab.carry_out(&Script::saying(DONE));
    assert_eq!(told(&asked), [(MME.to_owned(), None)], "other zones take the place of those");
    assert_eq!(zones(&InsertSubscriberDataRequest::decode(&asked[0].1).unwrap().subscription_data), [[0, 2]]);
    change(&lab, r#"{"eps": "default"}"#);
    let asked = lab.carry_out(&Script::saying(DONE));
    let gone = DsrFlags::REGIONAL_SUBSCRIPTION_WITHDRAWAL | DsrFlags::UE_USAGE_TYPE_WITHDRAWAL;
    assert_eq!(told(&asked), [(MME.to_owned(), None), (MME.to_owned(), Some(gone))]);
}

/// What cannot be is a sentence with its field.
#[test]
fn ep_3_a_contract_that_contradicts_itself_is_refused() {
    let lab = Lab::with("");
    let eleven: Vec<String> = (0..11).map(|zone| format!("\"{zone:04x}\"")).collect();
    for (eps, sentence) in [
        (r#""barred": ["outgoing-calls", "inter-zonal-calls"]"#.to_owned(), "eps.barred: of the ways"),
        (r#""barred": ["roaming-outside-home", "roaming-outside-home-country"]"#.into(), "not both"),
        (r#""zones": ["0001", "0001"]"#.into(), "eps.zones: the zone code 0001 is there twice"),
        (format!(r#""zones": [{}]"#, eleven.join(",")), "at most 10 zone codes"),
    ] {
        let refused =
            lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "eps": {{{eps}}}}}"#));
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(sentence), "{refused}");
    }
}

/// ST-1: what few contracts have is there again after a restart, from the journal and from the tables, and is exported as it was ordered.
#[test]
fn st_1_what_few_contracts_have_survives_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let options = || Options { reserve: 0, ..Options::default() };
    let json = r#"{"barred":["packet-services","home-specific1"],"zones":["0a1f"],"ue_usage_type":255,"gsm_sim":true}"#;
    let before = {
        let lab = Lab::over(Store::open(&path, options()).unwrap(), "");
        lab.order(&format!(
            r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}", "eps": {json}}}"#
        ))
        .unwrap();
        lab.store.get::<EpsSubscription>(&Imsi::parse(IMSI).unwrap()).value.unwrap()
    };
    for _ in 0..2 {
        let store = Store::open(&path, options()).unwrap();
        let read = store.get::<EpsSubscription>(&Imsi::parse(IMSI).unwrap()).value.unwrap();
        assert_eq!(read, before);
        let exported = serde_json::to_string(&EpsContract::from(&*read)).unwrap();
        assert_eq!(exported, json.replace('{', r#"{"profile":"default","#));
        std::thread::sleep(std::time::Duration::from_millis(700));
    }
}
