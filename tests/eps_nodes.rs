//! What each of several nodes was told, and what is kept of who was not (TS 29.272 §5.2.1.1.3, §5.2.1.2, §5.2.2; EP-1, EP-3).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod eps_common;

use eps_common::*;
use innkeeper::{
    diameter::{
        codec::{Message, ResultCode},
        dictionary::{base::Outcome, cx::SupportedFeatures, s6a::*, tgpp::RatType},
    },
    domain::{hss::Hss, subscribers::provision::Change},
    interfaces::shared::network::Undelivered,
    procedures::outbox,
    records::*,
    store::{ChangeSet, Options, Store},
    types::{Imsi, Name, Timestamp},
};
use std::{sync::Arc, time::Duration};

const MME: &str = "mme1.epc.mnc001.mcc001.3gppnetwork.org";
const OTHER: &str = "mme2.epc.mnc001.mcc001.3gppnetwork.org";
const SGSN: &str = "sgsn.epc.mnc001.mcc001.3gppnetwork.org";
/// An MME and an SGSN in one.
const BOTH: &str = "both.epc.mnc001.mcc001.3gppnetwork.org";

const DONE: Result<Outcome, Undelivered> = Ok(Outcome::SUCCESS);
const AWAY: Result<Outcome, Undelivered> = Err(Undelivered::NoConnection);

const S6A: UlrFlags = UlrFlags::S6A_S6D_INDICATOR;
const SKIPPING: UlrFlags = S6A.union(UlrFlags::SKIP_SUBSCRIBER_DATA);

fn change(lab: &Lab, json: &str) {
    let change: Change = serde_json::from_str(json).unwrap();
    lab.provision(IMSI, |desk, known| desk.change(known, &change)).unwrap();
}

fn owe(lab: &Lab, task: Task) {
    outbox::commit(&lab.store, ChangeSet::new(), vec![task], Timestamp::now()).unwrap();
}

/// Some time from now, when what was put off is due again.
fn later(minutes: u64) -> Timestamp {
    Timestamp::now().after(Duration::from_secs(60 * minutes))
}

/// Who was sent which command, in the order of the nodes.
fn sent(asked: &[(Name, Message)]) -> Vec<(&str, u32)> {
    let mut sent: Vec<_> = asked.iter().map(|(host, message)| (&**host, message.header.code)).collect();
    sent.sort_unstable();
    sent
}

/// Whether the ULA of `host` brings the subscription data.
fn is_told(lab: &Lab, host: &str, flags: UlrFlags) -> bool {
    let answer = lab.ulr(host, HOME, flags);
    let answer = UpdateLocationAnswer::decode(&answer).unwrap();
    assert_eq!(code(&answer.outcome), "2001");
    answer.subscription_data.is_some()
}

/// An MME and an SGSN that serve somebody who loses the charging characteristics.
fn served_by_two() -> Lab {
    let lab = Lab::with("");
    change(&lab, r#"{"eps": {"charging_characteristics": "0800"}}"#);
    lab.attach(MME);
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    change(&lab, r#"{"eps": "default"}"#);
    lab
}

/// What one node answered is done for it: the other alone is tried again, with the IDR and the DSR.
#[test]
fn ep_1_who_heard_of_a_change_is_not_told_again_because_another_is_away() {
    let lab = served_by_two();
    let away = Script::saying(DONE).but(SGSN, AWAY);
    assert_eq!(sent(&lab.carry_out(&away)), [(MME, 319), (MME, 320), (SGSN, 319)]);
    for minutes in 1..5 {
        assert_eq!(sent(&lab.carry_out_at(&away, later(minutes * 2))), [(SGSN, 319)]);
    }
    assert_eq!(lab.store.count::<Outbox>(), 1);
    assert_eq!(sent(&lab.carry_out_at(&Script::saying(DONE), later(20))), [(SGSN, 319), (SGSN, 320)]);
    assert_eq!(lab.store.count::<Outbox>(), 0);
    // One that heard the first half, and was away for the second, gets both.
    let lab = Lab::with("");
    change(&lab, r#"{"eps": {"charging_characteristics": "0800"}}"#);
    lab.attach(BOTH);
    lab.ulr(BOTH, HOME, UlrFlags::empty());
    change(&lab, r#"{"eps": "default"}"#);
    assert_eq!(sent(&lab.carry_out(&Script::saying(AWAY))), [(BOTH, 319), (BOTH, 319)]);
    assert_eq!(
        sent(&lab.carry_out_at(&Script::saying(DONE), later(2))),
        [(BOTH, 319), (BOTH, 319), (BOTH, 320), (BOTH, 320)]
    );
    assert_eq!(lab.store.count::<Outbox>(), 0);
}

/// The same for a P-CSCF that failed; a node to which the terminal went meanwhile hears of it, too.
#[test]
fn ep_2_who_heard_of_a_failed_p_cscf_does_not_hear_of_it_again() {
    let lab = Lab::with("");
    lab.attach(MME);
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    owe(&lab, Task::RestorePcscf { imsi: Imsi::parse(IMSI).unwrap() });
    let away = Script::saying(DONE).but(MME, AWAY);
    assert_eq!(sent(&lab.carry_out(&away)), [(MME, 319), (SGSN, 319)]);
    assert_eq!(sent(&lab.carry_out_at(&away, later(2))), [(MME, 319)]);
    lab.ulr(OTHER, HOME, S6A);
    assert_eq!(sent(&lab.carry_out_at(&away, later(4))), [(MME, 317), (OTHER, 319)]);
}

/// §5.2.1.1.3: whoever missed a change is brought the data, whatever it says it has; until it is, also after a restart.
#[test]
fn ep_1_a_node_that_missed_a_change_is_not_believed_to_have_the_data() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let open = || Lab::over(Store::open(&path, Options { reserve: 0, ..Options::default() }).unwrap(), "");
    let lab = open();
    lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
        .unwrap();
    lab.attach(MME);
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    assert!(!is_told(&lab, MME, SKIPPING));
    change(&lab, r#"{"eps": {"charging_characteristics": "0800"}}"#);
    let away = Script::saying(DONE).but(MME, AWAY);
    // As long as it is tried, and after it was given up.
    for minutes in 0..60 {
        lab.carry_out_at(&away, later(minutes * 2));
    }
    assert_eq!(lab.store.count::<Outbox>(), 0, "given up");
    drop(lab);
    // From the journal, and from the tables.
    for _ in 0..2 {
        let lab = open();
        let behind: Vec<_> =
            lab.registration().nodes().map(|node| (node.host.to_string(), node.behind)).collect();
        assert_eq!(behind, [(MME.to_owned(), true), (SGSN.to_owned(), false)]);
        std::thread::sleep(Duration::from_millis(700));
    }
    let lab = open();
    assert!(!is_told(&lab, SGSN, UlrFlags::SKIP_SUBSCRIBER_DATA), "who heard of it has it");
    assert!(is_told(&lab, MME, SKIPPING));
    assert!(!is_told(&lab, MME, SKIPPING), "now it has them");
    // One that refuses a change, or does not know the command, is no better off than one that is away.
    for says in [Outcome::Base(ResultCode::COMMAND_UNSUPPORTED), Outcome::Base(ResultCode::UNABLE_TO_COMPLY)]
    {
        change(&lab, r#"{"eps": "default"}"#);
        lab.carry_out(&Script::saying(DONE).but(MME, Ok(says)));
        assert_eq!(lab.store.count::<Outbox>(), 0);
        assert!(is_told(&lab, MME, SKIPPING));
        change(&lab, r#"{"eps": {"charging_characteristics": "0800"}}"#);
        lab.carry_out(&Script::saying(DONE));
        assert!(!is_told(&lab, MME, SKIPPING));
    }
}

/// What a node is told goes by its features and its network: with others, what it has is not what it would be told.
#[test]
fn ep_1_a_node_with_other_features_is_told_anew() {
    let lab = Lab::with("");
    attach_with(&lab, MME, HOME, 0);
    let skipping = |visited, features| {
        let answer = ulr_with(&lab, MME, visited, features, SKIPPING);
        UpdateLocationAnswer::decode(&answer).unwrap().subscription_data.is_some()
    };
    assert!(!skipping(HOME, 0));
    assert!(skipping(HOME, 1));
    assert!(!skipping(HOME, 1));
    assert!(skipping(ABROAD, 1));
}

/// After a Reset, and after a restore before it was sent, what a node says it has is not believed.
#[test]
fn ep_1_st_4_a_reset_leaves_every_node_behind() {
    let lab = Lab::with("");
    lab.attach(MME);
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    let node_told = || [is_told(&lab, MME, SKIPPING), is_told(&lab, SGSN, UlrFlags::SKIP_SUBSCRIBER_DATA)];
    assert_eq!(node_told(), [false, false]);
    outbox::reset(&lab.store, vec!["262".to_owned()], Timestamp::now()).unwrap();
    lab.carry_out(&Script::saying(DONE));
    assert_eq!(node_told(), [false, false], "another's subscribers");
    outbox::reset(&lab.store, Vec::new(), Timestamp::now()).unwrap();
    lab.carry_out(&Script::saying(DONE));
    assert_eq!((node_told(), node_told()), ([true, true], [false, false]));
    assert!(outbox::reset_restored(&lab.store, Timestamp::now()).unwrap());
    assert_eq!((node_told(), node_told()), ([true, true], [false, false]));
    let empty = Store::in_memory();
    assert!(!outbox::reset_restored(&empty, Timestamp::now()).unwrap());
    assert_eq!(empty.count::<Outbox>(), 0);
}

/// Who was told that it no longer serves, as what (CLR-Flags), and why.
fn cancelled(asked: &[(Name, Message)]) -> Vec<(String, bool, u32)> {
    let one = |(host, message): &(Name, Message)| {
        let request = CancelLocationRequest::decode(message).unwrap();
        let mme = request.clr_flags.is_some_and(|flags| flags.contains(ClrFlags::S6A_S6D_INDICATOR));
        (host.to_string(), mme, request.cancellation_type.0)
    };
    asked.iter().map(one).collect()
}

/// §7.3.152: a CLR says whether it is for the MME or for the SGSN, whatever the reason.
#[test]
fn ep_1_a_cancellation_says_which_half_of_a_combined_node_it_is_for() {
    let script = Script::saying(DONE);
    // The SGSN half goes, the MME half serves on: that is no return.
    let lab = Lab::with("");
    lab.attach(BOTH);
    lab.ulr(BOTH, HOME, UlrFlags::empty());
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    assert_eq!(cancelled(&lab.carry_out(&script)), [(BOTH.to_owned(), false, 1)]);
    // The MME half goes, the SGSN half serves on.
    lab.ulr(BOTH, HOME, UlrFlags::empty());
    lab.ulr(MME, HOME, S6A);
    assert_eq!(cancelled(&lab.carry_out(&script)), [(SGSN.to_owned(), false, 1), (BOTH.to_owned(), true, 0)]);
    // An initial attach at an MME ends an SGSN, one at an SGSN an MME.
    lab.attach(MME);
    assert_eq!(cancelled(&lab.carry_out(&script)), [(BOTH.to_owned(), false, 4)]);
    lab.ulr(SGSN, HOME, UlrFlags::INITIAL_ATTACH_INDICATOR);
    assert_eq!(cancelled(&lab.carry_out(&script)), [(MME.to_owned(), true, 4)]);
    // A withdrawal ends both.
    lab.ulr(MME, HOME, S6A);
    change(&lab, r#"{"eps": "none"}"#);
    assert_eq!(cancelled(&lab.carry_out(&script)), [(MME.to_owned(), true, 2), (SGSN.to_owned(), false, 2)]);
    // A node that returned as the other half was told so by its own ULR, and nothing of the half that it no longer is.
    change(&lab, r#"{"eps": "default"}"#);
    lab.attach(BOTH);
    lab.ulr(OTHER, HOME, S6A);
    lab.ulr(BOTH, HOME, UlrFlags::empty());
    assert_eq!(cancelled(&lab.carry_out(&script)), [(BOTH.to_owned(), true, 0)]);
}

/// What an earlier version wrote into the outbox is carried out as it was meant.
#[test]
fn ep_1_a_cancellation_of_an_earlier_version_is_carried_out() {
    let lab = Lab::with("");
    lab.attach(MME);
    let imsi = Imsi::parse(IMSI).unwrap();
    for (host, kind) in [(BOTH, 0), (BOTH, 1), (BOTH, 2), (MME, 0), (MME, 1), (MME, 2)] {
        owe(&lab, Task::CancelLocation { imsi, host: host.into(), realm: REALM.into(), kind });
    }
    let both = |mme, kind| (BOTH.to_owned(), mme, kind);
    let expected = [both(true, 0), both(false, 1), both(true, 2), (MME.to_owned(), false, 1)];
    assert_eq!(cancelled(&lab.carry_out(&Script::saying(DONE))), expected);
}

/// The flags of the DSRs that went out.
fn withdrawn(asked: &[(Name, Message)]) -> Vec<DsrFlags> {
    let dsrs = asked.iter().filter(|(_, message)| message.header.code == 320);
    dsrs.map(|(_, message)| DeleteSubscriberDataRequest::decode(message).unwrap().dsr_flags).collect()
}

/// A reload takes something out of a profile. Who gets another profile before the search comes by still has to lose it.
#[test]
fn ep_1_what_a_reload_took_away_is_told_to_who_left_the_profile_meanwhile() {
    let lab = Lab::with("[eps_profile.default]\n[eps_profile.other]\n");
    lab.attach(MME);
    let task = Task::ChangeConfiguredSince {
        profiles: [Name::new("default")].into(),
        withdrawn: DsrFlags::SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL.bits(),
        since: lab.store.last(),
        after: None,
    };
    change(&lab, r#"{"eps": "other"}"#);
    owe(&lab, task.clone());
    // The change's own IDR, and the search; then what it found.
    assert_eq!(sent(&lab.carry_out(&Script::saying(DONE))), [(MME, 319)]);
    let asked = lab.carry_out(&Script::saying(DONE));
    assert_eq!(withdrawn(&asked), [DsrFlags::SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL]);
    // Who had that other profile before is not concerned.
    let Task::ChangeConfiguredSince { profiles, withdrawn, after, .. } = task else { panic!() };
    owe(&lab, Task::ChangeConfiguredSince { profiles, withdrawn, after, since: lab.store.last() });
    lab.carry_out(&Script::saying(DONE));
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty());
    assert_eq!(lab.store.count::<Outbox>(), 0);
}

/// A profile that goes while what changed of it is owed, and comes back, is told whole: what nodes lost by it and what they did not is not known.
#[test]
fn ep_1_a_profile_that_comes_back_is_told_as_if_all_of_it_had_changed() {
    let configured = |toml: &str| Arc::new(Hss::new(toml::from_str(toml).unwrap()).unwrap());
    let rich =
        "[eps_profile.default]\n[eps_profile.rich]\ncharging_characteristics = '0800'\nperiodic_tau = 60";
    let mut lab = Lab::with(rich);
    change(&lab, r#"{"eps": "rich"}"#);
    lab.attach(MME);
    let (none, poor) = (
        configured("[eps_profile.default]"),
        configured("[eps_profile.default]\n[eps_profile.rich]\nperiodic_tau = 60"),
    );
    let rich = Name::new("rich");
    let first = poor.eps_withdrawn_since(&lab.hss, &rich).bits();
    owe(
        &lab,
        Task::ChangeConfiguredSince {
            profiles: [rich.clone()].into(),
            withdrawn: first,
            since: lab.store.last(),
            after: None,
        },
    );
    lab.hss = none.clone();
    lab.carry_out(&Script::saying(DONE));
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty(), "there is nothing that could be told");
    assert!(lab.registration().nodes().all(|node| node.behind));
    assert_eq!(poor.eps_changed_since(&none).to_vec(), vec![rich.clone()]);
    let withdrawn_now = poor.eps_withdrawn_since(&none, &rich).bits();
    owe(&lab, Task::ChangeConfigured { profiles: [rich].into(), withdrawn: withdrawn_now, after: None });
    lab.hss = poor;
    lab.carry_out(&Script::saying(DONE));
    let [flags] = withdrawn(&lab.carry_out(&Script::saying(DONE)))[..] else { panic!("one DSR") };
    assert!(flags.contains(DsrFlags::SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL));
    assert!(!flags.contains(DsrFlags::SUBSCRIBED_PERIODIC_RAU_TAU_TIMER_WITHDRAWAL), "that it has");
}

fn ulr_with(lab: &Lab, host: &str, visited: [u8; 3], feature_list: u32, flags: UlrFlags) -> Message {
    let message = from_node!(
        host,
        UpdateLocationRequest {
            user_name: IMSI,
            visited_plmn_id: &visited,
            rat_type: RatType::EUTRAN,
            ulr_flags: flags,
            supported_features: vec![SupportedFeatures {
                vendor_id: 10415,
                feature_list_id: 1,
                feature_list
            }],
        }
    );
    lab.send(host, &message)
}

fn attach_with(lab: &Lab, host: &str, visited: [u8; 3], feature_list: u32) -> Message {
    ulr_with(lab, host, visited, feature_list, S6A)
}

/// §7.3.81: a node without the feature RegSub is not told zone codes, which it could not keep to, but that it may not serve because of that.
#[test]
fn ep_1_zones_are_a_restriction_for_a_node_without_regional_subscription() {
    const REG_SUB: u32 = 1 << 9;
    for (features, gone) in [
        (REG_SUB, DsrFlags::REGIONAL_SUBSCRIPTION_WITHDRAWAL),
        (0, DsrFlags::ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE),
    ] {
        let lab = Lab::with("[eps_profile.default]\n[eps_profile.regional]\nzones = ['0001']");
        let look = |data: &SubscriptionData<'_>| {
            let restricted = data.roaming_restricted_due_to_unsupported_feature;
            (data.regional_subscription_zone_code.len(), restricted.map(|restricted| restricted.0))
        };
        let with_zones = if features == 0 { (0, Some(0)) } else { (1, None) };
        let told = |answer: &Message| {
            look(UpdateLocationAnswer::decode(answer).unwrap().subscription_data.as_ref().unwrap())
        };
        assert_eq!(told(&attach_with(&lab, MME, HOME, features)), (0, None));
        change(&lab, r#"{"eps": "regional"}"#);
        let asked = lab.carry_out(&Script::saying(DONE));
        let idr = InsertSubscriberDataRequest::decode(&asked[0].1).unwrap();
        assert_eq!((asked.len(), look(&idr.subscription_data)), (1, with_zones));
        assert_eq!(told(&attach_with(&lab, MME, HOME, features)), with_zones);
        change(&lab, r#"{"eps": "default"}"#);
        assert_eq!(withdrawn(&lab.carry_out(&Script::saying(DONE))), [gone]);
    }
}
