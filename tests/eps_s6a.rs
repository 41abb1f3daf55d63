//! S6a: an MME attaches a SIM, moves it to another one, purges it, and is told what changes (EP-1, EP-3, SC-8).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod eps_common;

use eps_common::*;
use innkeeper::{
    diameter::{
        codec::{Address, Message},
        dictionary::{
            base::{Mip6AgentInfo, Outcome},
            cx::SupportedFeatures,
            s6a::*,
            tgpp::{PreEmptionCapability, RatType},
        },
    },
    domain::{
        auth::{
            Amf, EpsVector, Functions, GsmVector, Resync, Sqn,
            provision::{OperatorKey, sim_keys},
            usim::{self, Usim},
        },
        hss::Hss,
        subscribers::provision::Change,
    },
    interfaces::shared::network::Undelivered,
    records::*,
    store::{ChangeSet, Options, Store},
    types::{Imsi, Lsn, Plmn, Timestamp},
};

const MME: &str = "mme1.epc.mnc001.mcc001.3gppnetwork.org";
const OTHER: &str = "mme2.epc.mnc001.mcc001.3gppnetwork.org";
const SGSN: &str = "sgsn.epc.mnc001.mcc001.3gppnetwork.org";

const PROFILES: &str = "
[eps_profile.home-only]
roaming = 'home-only'
[eps_profile.networks]
roaming = { networks = ['26202'] }
[eps_profile.no-eutran]
restricted = ['eutran', 'utran']
[eps_profile.networks-no-eutran]
roaming = { networks = ['26202'] }
restricted = ['eutran']
[eps_profile.no-packets]
barred = ['packet-services']
[eps_profile.no-home-apns]
barred = ['home-apns-when-roaming']
[eps_profile.no-visited-apns]
barred = ['visited-apns']
[eps_profile.no-roaming]
barred = ['roaming-outside-home']
[eps_profile.no-roaming-abroad]
barred = ['roaming-outside-home-country', 'outgoing-calls']
";

fn usim() -> Usim {
    Usim::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap())
}

fn air(lab: &Lab, host: &str, user_name: &str, visited: [u8; 3], auts: Option<&[u8]>) -> Message {
    lab.send(host, &air_of(host, user_name, visited, auts))
}

fn air_of(host: &str, user_name: &str, visited: [u8; 3], auts: Option<&[u8]>) -> Message {
    let wanted = RequestedEutranAuthenticationInfo {
        number_of_requested_vectors: Some(1),
        immediate_response_preferred: Some(1),
        re_synchronization_info: auts,
    };
    from_node!(
        host,
        AuthenticationInformationRequest {
            user_name: user_name,
            visited_plmn_id: &visited,
            requested_eutran_authentication_info: Some(wanted),
        }
    )
}

fn one_vector<'a>() -> RequestedEutranAuthenticationInfo<'a> {
    RequestedEutranAuthenticationInfo { number_of_requested_vectors: Some(1), ..Default::default() }
}

/// The first vector of an AIA, and its KASME.
fn challenge(answer: &Message) -> ([u8; 16], [u8; 16], Vec<u8>, Vec<u8>) {
    let decoded = AuthenticationInformationAnswer::decode(answer).unwrap();
    assert_eq!(code(&decoded.outcome), "2001");
    let info = decoded.authentication_info.unwrap();
    let vector = &info.e_utran_vector[0];
    let octets = |octets: &[u8]| <[u8; 16]>::try_from(octets).unwrap();
    (octets(vector.rand), octets(vector.autn), vector.xres.to_vec(), vector.kasme.to_vec())
}

#[test]
fn ep_1_a_vector_is_the_sims_and_bound_to_the_network() {
    let (lab, mut usim) = (Lab::with(""), usim());
    for visited in [HOME, ABROAD] {
        let (rand, autn, xres, kasme) = challenge(&air(&lab, MME, IMSI, visited, None));
        assert_eq!(usim.authenticate(&rand, &autn).unwrap().res[..], xres);
        // TS 33.401 §6.1.1: the separation bit.
        assert_eq!(autn[6] & 0x80, 0x80);
        let functions = Functions::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap());
        let expected = EpsVector::compute(
            &functions,
            rand,
            usim.sqn_ms(),
            Amf([0x80, 0]),
            Plmn::from_octets(visited).unwrap(),
        );
        assert_eq!(expected.autn, autn);
        assert_eq!(expected.kasme[..], kasme);
    }
}

/// Vectors of both kinds, as many as are configured, each with its number.
#[test]
fn ep_1_several_vectors_are_numbered_and_of_both_kinds() {
    let lab = Lab::with("[eps]\nvectors_per_air = 3");
    let message = from_node!(
        MME,
        AuthenticationInformationRequest {
            user_name: IMSI,
            visited_plmn_id: &HOME,
            requested_eutran_authentication_info: Some(RequestedEutranAuthenticationInfo {
                number_of_requested_vectors: Some(5),
                ..Default::default()
            }),
            requested_utran_geran_authentication_info: Some(RequestedUtranGeranAuthenticationInfo {
                number_of_requested_vectors: Some(1),
                ..Default::default()
            }),
        }
    );
    let answer = lab.send(MME, &message);
    let info = AuthenticationInformationAnswer::decode(&answer).unwrap().authentication_info.unwrap();
    let numbers: Vec<_> = info.e_utran_vector.iter().map(|vector| vector.item_number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    assert_eq!(info.utran_vector.len(), 1);
    assert_eq!(info.utran_vector[0].item_number, None);
    assert_eq!(info.utran_vector[0].autn[6] & 0x80, 0, "what an SGSN gets has no separation bit");
    let mut usim = usim();
    for vector in &info.e_utran_vector {
        let octets = |octets: &[u8]| <[u8; 16]>::try_from(octets).unwrap();
        usim.authenticate(&octets(vector.rand), &octets(vector.autn)).unwrap();
    }
}

/// A SIM in place of a USIM: triplets for the SGSN, which move no sequence number (TS 33.102 §6.8.1.2).
#[test]
fn ep_1_an_sgsn_gets_triplets_for_a_sim() {
    let lab = Lab::with("[eps]\nvectors_per_air = 5");
    lab.order(&format!(
        r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}", "eps": {{"gsm_sim": true}}}}"#
    ))
    .unwrap();
    let message = from_node!(
        SGSN,
        AuthenticationInformationRequest {
            user_name: IMSI,
            visited_plmn_id: &HOME,
            requested_utran_geran_authentication_info: Some(RequestedUtranGeranAuthenticationInfo {
                number_of_requested_vectors: Some(3),
                ..Default::default()
            }),
        }
    );
    let answer = lab.send(SGSN, &message);
    let info = AuthenticationInformationAnswer::decode(&answer).unwrap().authentication_info.unwrap();
    assert!(info.utran_vector.is_empty() && info.e_utran_vector.is_empty());
    let numbers: Vec<_> = info.geran_vector.iter().map(|vector| vector.item_number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    let functions = Functions::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap());
    for vector in &info.geran_vector {
        let expected = GsmVector::compute(&functions, vector.rand.try_into().unwrap());
        assert_eq!((vector.sres, vector.kc), (&expected.sres[..], &expected.kc[..]));
    }
    assert_eq!(lab.store.count::<Sequence>(), 0);
}

/// UE-Usage-Type comes with the vectors or alone, where the node asks for it; and with the subscription data (§7.3.201, §7.3.202).
#[test]
fn ep_1_the_usage_type_is_told_to_who_asks_for_it() {
    let lab = Lab::with("[eps_profile.default]\nue_usage_type = 7");
    let ask = |vectors: bool, flags| {
        let message = from_node!(
            MME,
            AuthenticationInformationRequest {
                user_name: IMSI,
                visited_plmn_id: &HOME,
                requested_eutran_authentication_info: vectors.then(one_vector),
                air_flags: flags,
            }
        );
        let answer = lab.send(MME, &message);
        let answer = AuthenticationInformationAnswer::decode(&answer).unwrap();
        (code(&answer.outcome), answer.authentication_info.is_some(), answer.ue_usage_type)
    };
    let wanted = Some(AirFlags::SEND_UE_USAGE_TYPE);
    assert_eq!(ask(true, wanted), ("2001".into(), true, Some(7)));
    assert_eq!(ask(true, None), ("2001".into(), true, None));
    assert_eq!(ask(false, wanted), ("2001".into(), false, Some(7)));
    lab.order(&format!(
        r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}", "eps": {{"ue_usage_type": 9}}}}"#
    ))
    .unwrap();
    assert_eq!(ask(false, wanted).2, Some(9), "the contract's own");
    let answer = lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
    let data = UpdateLocationAnswer::decode(&answer).unwrap().subscription_data.unwrap();
    assert_eq!(data.ue_usage_type, Some(9));
}

#[test]
fn ep_1_an_air_that_asks_for_nothing_is_5005_and_moves_nothing() {
    let lab = Lab::with("");
    let message =
        from_node!(MME, AuthenticationInformationRequest { user_name: IMSI, visited_plmn_id: &HOME });
    let answer = AuthenticationInformationAnswer::decode(&lab.send(MME, &message)).unwrap().outcome;
    assert_eq!(code(&answer), "5005");
    assert_eq!(lab.store.count::<Sequence>(), 0);
}

/// One row of the table: the result, and what Error-Diagnostic says beside.
fn row(
    lab: &Lab,
    command: &str,
    user_name: &str,
    origin: &str,
    visited: [u8; 3],
    rat: u32,
) -> (Outcome, Option<ErrorDiagnostic>) {
    let peer = MME;
    let origin = if origin == "-" { peer } else { origin };
    // Behind a colon: the features of the node (TS 29.272 §7.3.10, list 1), or what else an AIR asks for.
    let (command, with) = command.split_once(':').unwrap_or((command, ""));
    let feature_list = with.parse().unwrap_or(0);
    let message = match command {
        "AIR" => from_node!(
            origin,
            AuthenticationInformationRequest {
                user_name: user_name,
                visited_plmn_id: &visited,
                requested_eutran_authentication_info: (with != "sgsn").then(one_vector),
                requested_utran_geran_authentication_info: (with == "sgsn").then(|| {
                    RequestedUtranGeranAuthenticationInfo {
                        number_of_requested_vectors: Some(1),
                        ..Default::default()
                    }
                }),
            }
        ),
        "ULR" => from_node!(
            origin,
            UpdateLocationRequest {
                user_name: user_name,
                visited_plmn_id: &visited,
                rat_type: RatType(rat),
                ulr_flags: UlrFlags::S6A_S6D_INDICATOR,
                supported_features: vec![SupportedFeatures {
                    vendor_id: 10415,
                    feature_list_id: 1,
                    feature_list,
                }],
            }
        ),
        "PUR" => from_node!(origin, PurgeUeRequest { user_name: user_name }),
        "NOR" => from_node!(origin, NotifyRequest { user_name: user_name }),
        other => panic!("{other}"),
    };
    let answer = lab.send(peer, &message);
    // All answers begin alike: any of them reads the result.
    match command {
        "AIR" => {
            let answer = AuthenticationInformationAnswer::decode(&answer).unwrap();
            (answer.outcome, answer.error_diagnostic)
        }
        "ULR" => {
            let answer = UpdateLocationAnswer::decode(&answer).unwrap();
            (answer.outcome, answer.error_diagnostic)
        }
        "PUR" => (PurgeUeAnswer::decode(&answer).unwrap().outcome, None),
        _ => (NotifyAnswer::decode(&answer).unwrap().outcome, None),
    }
}

#[test]
fn ep_1_refusals_by_the_table() {
    let lines = include_str!("tables/eps/refusals.txt").lines();
    let mut rows = 0;
    for line in lines.filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [command, imsi, origin, visited, rat, profile, eps, expected] = cells[..] else {
            panic!("{line}")
        };
        let lab = if eps == "no-sim" { Lab::over(Store::in_memory(), PROFILES) } else { Lab::with(PROFILES) };
        let profile = if profile == "-" { "default" } else { profile };
        let contract = match eps {
            "none" => r#""none""#.to_owned(),
            "gsm-sim" => r#"{"gsm_sim": true}"#.to_owned(),
            eps => format!(r#"{{"profile": "{profile}", "enabled": {}}}"#, eps != "disabled"),
        };
        let services = if eps == "no-sim" { r#", "services": []"# } else { "" };
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "eps": {contract}{services}}}"#))
            .unwrap();
        if eps == "lost" {
            // The configuration no longer has the profile, which provisioning would not allow.
            let key = Imsi::parse(IMSI).unwrap();
            let read = lab.store.get::<EpsSubscription>(&key);
            let contract = EpsSubscription { profile: "gone".into(), ..(*read.value.unwrap()).clone() };
            lab.store.commit(ChangeSet::new().put(contract, read.version)).unwrap();
        }
        let visited = if visited == "-" { HOME } else { Plmn::parse(visited).unwrap().octets() };
        let (imsi, rat) = (if imsi == "-" { IMSI } else { imsi }, rat.parse().unwrap_or(1004));
        let (outcome, diagnostic) = row(&lab, command, imsi, origin, visited, rat);
        let diagnostic = diagnostic.map(|diagnostic| format!("/{}", diagnostic.0)).unwrap_or_default();
        assert_eq!(code(&outcome) + &diagnostic, expected, "{line}");
        if expected != "2001" {
            assert_eq!(lab.registration(), EpsRegistration::empty(Imsi::parse(IMSI).unwrap()), "{line}");
        }
        rows += 1;
    }
    assert!(rows > 50, "only {rows}");
}

/// Once realms are written down, others may not ask, nor a realm for a network that is not its own.
#[test]
fn ep_1_a_realm_asks_for_its_own_networks_alone() {
    let config = |realm: &str| format!("[eps.realms]\n'{realm}' = ['00101']");
    for (realm, visited, expected) in
        [(REALM, HOME, "2001"), (REALM, ABROAD, "5003"), ("other.example", HOME, "5003")]
    {
        let lab = Lab::with(&config(realm));
        let answer = lab.ulr(MME, visited, UlrFlags::S6A_S6D_INDICATOR);
        assert_eq!(code(&UpdateLocationAnswer::decode(&answer).unwrap().outcome), expected, "{realm}");
    }
}

#[test]
fn ep_1_a_ula_has_all_that_a_strict_mme_wants() {
    let lab = Lab::with(
        "[eps_profile.default]
        ambr = { downlink = 5_000_000_000, uplink = 300_000_000 }
        restricted = ['nb-iot']
        charging_characteristics = '0800'
        default_apn = 'ims'
        periodic_tau = 3240
        apn = [{ name = 'internet', preempts = true, ambr = { downlink = 1000, uplink = 2000 } },
               { name = 'ims', qci = 5, priority = 1, pdn_type = 'ipv6', local_breakout = true, charging_characteristics = '0400' }]",
    );
    lab.order(&format!(
        r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "eps": {{"additional_msisdns": ["+8618612345678"],
            "addresses": [{{"apn": "internet", "address": "10.45.0.9"}}]}}}}"#
    ))
    .unwrap();
    let answer = lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR | UlrFlags::INITIAL_ATTACH_INDICATOR);
    let answer = UpdateLocationAnswer::decode(&answer).unwrap();
    assert_eq!(code(&answer.outcome), "2001");
    assert_eq!(answer.ula_flags, Some(UlaFlags::SEPARATION_INDICATION));
    let data = answer.subscription_data.unwrap();
    assert_eq!(data.subscriber_status, Some(SubscriberStatus::SERVICE_GRANTED));
    assert_eq!(data.network_access_mode, Some(NetworkAccessMode::ONLY_PACKET));
    assert_eq!(data.msisdn, Some(&[0x51, 0x55, 0x00, 0x00, 0x00, 0xf1][..]));
    assert_eq!(data.a_msisdn, Some(&[0x68, 0x81, 0x16, 0x32, 0x54, 0x76, 0xf8][..]));
    assert_eq!(data.access_restriction_data.map(|data| data.bits()), Some(1 << 6));
    assert_eq!(data.tgpp_charging_characteristics, Some("0800"));
    assert_eq!(data.subscribed_periodic_rau_tau_timer, Some(3240));
    // What does not fit into 32 bits of bit/s goes out in kbit/s beside the most that does.
    let ambr = data.ambr.unwrap();
    assert_eq!((ambr.max_requested_bandwidth_dl, ambr.max_requested_bandwidth_ul), (u32::MAX, 300_000_000));
    assert_eq!(
        (ambr.extended_max_requested_bw_dl, ambr.extended_max_requested_bw_ul),
        (Some(5_000_000), None)
    );
    let profile = data.apn_configuration_profile.unwrap();
    assert_eq!(profile.context_identifier, 2);
    let [internet, ims] = &profile.apn_configuration[..] else { panic!("two APNs") };
    assert_eq!((internet.service_selection, ims.service_selection), ("internet", "ims"));
    assert_eq!((internet.context_identifier, ims.context_identifier), (1, 2));
    assert_eq!((internet.pdn_type, ims.pdn_type), (PdnType::IPV4V6, PdnType::IPV6));
    assert_eq!(internet.served_party_ip_address.len(), 1);
    assert_eq!(internet.ambr.as_ref().unwrap().max_requested_bandwidth_ul, 2000);
    assert_eq!(ims.ambr.as_ref().unwrap().max_requested_bandwidth_ul, 300_000_000);
    assert_eq!(ims.tgpp_charging_characteristics, Some("0400"));
    assert_eq!(ims.vplmn_dynamic_address_allowed, Some(VplmnDynamicAddressAllowed::ALLOWED));
    let quality = ims.eps_subscribed_qos_profile.as_ref().unwrap();
    assert_eq!(quality.qos_class_identifier.0, 5);
    assert_eq!(quality.allocation_retention_priority.priority_level, 1);
    let arp = &internet.eps_subscribed_qos_profile.as_ref().unwrap().allocation_retention_priority;
    assert_eq!(arp.pre_emption_capability, Some(PreEmptionCapability::PRE_EMPTION_CAPABILITY_ENABLED));
    // Who has the data gets none again.
    let again = lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR | UlrFlags::SKIP_SUBSCRIBER_DATA);
    assert_eq!(UpdateLocationAnswer::decode(&again).unwrap().subscription_data, None);
    // Who only thinks so does: one that was not told of changes, for it is not known to serve, or purged the subscriber.
    let skipping = UlrFlags::S6A_S6D_INDICATOR | UlrFlags::SKIP_SUBSCRIBER_DATA;
    let told = |answer: Message| UpdateLocationAnswer::decode(&answer).unwrap().subscription_data.is_some();
    assert!(told(lab.ulr(OTHER, HOME, skipping)));
    assert!(!told(lab.ulr(OTHER, HOME, skipping)));
    lab.send(OTHER, &from_node!(OTHER, PurgeUeRequest { user_name: IMSI }));
    assert!(told(lab.ulr(OTHER, HOME, skipping)));
}

/// Open5GS' MME drops an error answer without data: an operator may have them there, and nobody else gets them.
#[test]
fn ep_1_an_error_has_subscription_data_where_that_is_configured_alone() {
    for (config, expected) in [("", false), ("[eps]\nsubscription_data_in_errors = true", true)] {
        let lab = Lab::with(config);
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "eps": "none", "msisdn": "15550000001"}}"#)).unwrap();
        let answer = lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
        let answer = UpdateLocationAnswer::decode(&answer).unwrap();
        assert_eq!(code(&answer.outcome), "E5420");
        assert_eq!((answer.ula_flags.is_some(), answer.subscription_data.is_some()), (expected, expected));
    }
}

fn cancelled(asked: &[(innkeeper::types::Name, Message)]) -> Vec<(String, u32)> {
    let one = |(host, message): &(innkeeper::types::Name, Message)| {
        let request = CancelLocationRequest::decode(message).unwrap();
        assert_eq!((request.user_name, request.destination_host), (IMSI, &**host));
        (host.to_string(), request.cancellation_type.0)
    };
    asked.iter().map(one).collect()
}

const DONE: Result<Outcome, Undelivered> = Ok(Outcome::SUCCESS);

#[test]
fn ep_1_a_move_to_another_mme_cancels_the_first() {
    let (lab, script) = (Lab::with(""), Script::saying(DONE));
    lab.attach(MME);
    assert!(lab.carry_out(&script).is_empty(), "nobody served before");
    let first = lab.registration().mme.unwrap();
    // A refresh at the same node leaves everything as it is, its version included.
    let imsi = Imsi::parse(IMSI).unwrap();
    let version = lab.store.get::<EpsRegistration>(&imsi).version;
    lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
    assert_eq!(lab.store.get::<EpsRegistration>(&imsi).version, version);
    lab.ulr(OTHER, HOME, UlrFlags::S6A_S6D_INDICATOR);
    let second = lab.registration().mme.unwrap();
    assert_eq!((&*first.host, &*second.host), (MME, OTHER));
    assert_eq!(cancelled(&lab.carry_out(&script)), [(MME.to_owned(), 0)]);
    assert_eq!(lab.store.count::<Outbox>(), 0);
}

/// The terminal went back before the first node heard that it had left: it must not be told any more.
#[test]
fn ep_1_a_cancellation_that_was_overtaken_is_not_sent() {
    let lab = Lab::with("");
    lab.attach(MME);
    lab.ulr(OTHER, HOME, UlrFlags::S6A_S6D_INDICATOR);
    lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
    assert_eq!(cancelled(&lab.carry_out(&Script::saying(DONE))), [(OTHER.to_owned(), 0)]);
}

/// Who cannot be reached is asked again; who does not know the subscriber is not.
#[test]
fn ep_1_a_cancellation_stays_owed_until_it_is_heard() {
    let lab = Lab::with("");
    lab.attach(MME);
    lab.ulr(OTHER, HOME, UlrFlags::S6A_S6D_INDICATOR);
    let unreachable = Script::saying(Err(Undelivered::NoConnection));
    assert_eq!(lab.carry_out(&unreachable).len(), 1);
    assert_eq!(lab.store.count::<Outbox>(), 1);
    let unknown = Script::saying(Ok(Outcome::experimental(10415, 5001)));
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(lab.carry_out(&unknown).len(), 1);
    assert_eq!(lab.store.count::<Outbox>(), 0);
}

/// S6d beside S6a: both serve, until an attach or a single registration says that one does.
#[test]
fn ep_1_mme_and_sgsn_are_kept_apart() {
    let (lab, script) = (Lab::with(""), Script::saying(DONE));
    lab.ulr(SGSN, HOME, UlrFlags::empty());
    lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
    let both = lab.registration();
    assert_eq!((&*both.mme.unwrap().host, &*both.sgsn.unwrap().host), (MME, SGSN));
    assert!(lab.carry_out(&script).is_empty());
    lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR | UlrFlags::SINGLE_REGISTRATION_INDICATION);
    assert_eq!(lab.registration().sgsn, None);
    assert_eq!(cancelled(&lab.carry_out(&script)), [(SGSN.to_owned(), 1)]);
    lab.ulr(SGSN, HOME, UlrFlags::INITIAL_ATTACH_INDICATOR);
    assert_eq!(lab.registration().mme, None);
    assert_eq!(cancelled(&lab.carry_out(&script)), [(MME.to_owned(), 4)]);
}

#[test]
fn ep_1_a_purge_freezes_the_identity_of_who_serves_alone() {
    let lab = Lab::with("");
    lab.attach(MME);
    let purge = |host: &str| {
        let answer = lab.send(host, &from_node!(host, PurgeUeRequest { user_name: IMSI }));
        let answer = PurgeUeAnswer::decode(&answer).unwrap();
        assert_eq!(code(&answer.outcome), "2001");
        answer.pua_flags
    };
    assert_eq!(purge(OTHER), Some(PuaFlags::empty()));
    assert!(!lab.registration().mme.unwrap().purged);
    assert_eq!(purge(MME), Some(PuaFlags::FREEZE_M_TMSI));
    assert!(lab.registration().mme.unwrap().purged);
    // It comes back: the purge is over.
    lab.ulr(MME, HOME, UlrFlags::S6A_S6D_INDICATOR);
    assert!(!lab.registration().mme.unwrap().purged);
}

#[test]
fn ep_1_gateways_are_noted_of_who_serves_and_forgotten_with_the_attach() {
    // MIP6-Agent-Info { MIP-Home-Agent-Address 10.0.0.1 }.
    const AGENT: &[u8] = b"\0\0\x01\xe6\x40\0\0\x18\0\0\x01\x4e\x40\0\0\x0e\0\x01\x0a\0\0\x01\0\0";
    let lab = Lab::with("");
    lab.attach(MME);
    let notify = |host: &str, apn: &str, agent: bool| {
        let message = from_node!(
            host,
            NotifyRequest {
                user_name: IMSI,
                service_selection: Some(apn),
                mip6_agent_info: agent.then(|| Mip6AgentInfo {
                    mip_home_agent_address: vec![Address::Ip([10, 0, 0, 1].into())],
                    ..Default::default()
                }),
                context_identifier: Some(1),
            }
        );
        code(&NotifyAnswer::decode(&lab.send(host, &message)).unwrap().outcome)
    };
    assert_eq!(notify(OTHER, "internet", true), "E5423");
    assert_eq!(notify(MME, "Internet.mnc001.mcc001.gprs", true), "2001");
    assert_eq!(notify(MME, "ims", true), "2001");
    let apns =
        || lab.registration().gateways.iter().map(|gateway| gateway.apn.to_string()).collect::<Vec<_>>();
    assert_eq!(apns(), ["internet", "ims"]);
    assert_eq!(&*lab.registration().gateways[0].agent, AGENT);
    assert_eq!(notify(MME, "internet", false), "2001");
    assert_eq!(apns(), ["ims"]);
    lab.attach(MME);
    assert_eq!(apns(), [""; 0]);
}

/// A contract that goes, or is switched off, ends at every node; one that changes is brought to them.
#[test]
fn ep_1_ep_3_what_an_operator_changes_reaches_the_nodes() {
    let script = Script::saying(DONE);
    let change = |lab: &Lab, json: &str| {
        let change: Change = serde_json::from_str(json).unwrap();
        lab.provision(IMSI, |desk, known| desk.change(known, &change)).unwrap();
    };
    for ending in [r#"{"eps": "none"}"#, r#"{"eps": {"enabled": false}}"#] {
        let lab = Lab::with("");
        lab.attach(MME);
        lab.ulr(SGSN, HOME, UlrFlags::empty());
        change(&lab, ending);
        assert_eq!(lab.registration().mme, None);
        assert_eq!(cancelled(&lab.carry_out(&script)), [(MME.to_owned(), 2), (SGSN.to_owned(), 2)]);
    }
    let lab = Lab::with("");
    lab.attach(MME);
    lab.provision(IMSI, |desk, known| desk.remove(known)).unwrap();
    assert_eq!(cancelled(&lab.carry_out(&script)), [(MME.to_owned(), 2)]);
    assert_eq!((lab.store.count::<EpsSubscription>(), lab.store.count::<EpsRegistration>()), (0, 0));

    let lab = Lab::with("");
    lab.attach(MME);
    for (json, downlink, msisdn) in [
        (r#"{"eps": {"ambr": {"downlink": 1000, "uplink": 500}}}"#, 1000, 0xf1),
        (r#"{"msisdn": "15550000002"}"#, 1000, 0xf2),
    ] {
        change(&lab, json);
        let asked = lab.carry_out(&script);
        let [(host, message)] = &asked[..] else { panic!("{json}: {}", asked.len()) };
        let request = InsertSubscriberDataRequest::decode(message).unwrap();
        assert_eq!(&**host, MME);
        assert_eq!(request.subscription_data.ambr.unwrap().max_requested_bandwidth_dl, downlink);
        assert_eq!(*request.subscription_data.msisdn.unwrap().last().unwrap(), msisdn);
    }
    change(&lab, r#"{"msisdn": "15550000002"}"#);
    assert!(lab.carry_out(&script).is_empty(), "nothing changed");
}

/// A reload that changes a profile is brought to the nodes of those who have it, and to nobody else's.
#[test]
fn ep_1_a_changed_profile_finds_who_is_attached_with_it() {
    let lab = Lab::with("[eps_profile.gold]\n[eps_profile.tin]");
    lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "eps": "gold"}}"#)).unwrap();
    lab.attach(MME);
    let rates = ".ambr]\ndownlink = 1\nuplink = 1\n";
    for (changed, same, found) in [("gold", "tin", 1), ("tin", "gold", 0)] {
        let earlier = format!("[eps_profile.{same}]\n[eps_profile.{changed}{rates}");
        let earlier = Hss::new(toml::from_str(&earlier).unwrap()).unwrap();
        let profiles = lab.hss.eps_changed_since(&earlier);
        assert_eq!(profiles.iter().map(|name| &**name).collect::<Vec<_>>(), [changed]);
        let entry = Outbox {
            id: lab.store.next_outbox_id(),
            task: Task::InsertConfigured { profiles, after: None },
            attempts: 0,
            due: Timestamp::now(),
        };
        lab.store.commit(ChangeSet::new().put(entry, Lsn::ZERO)).unwrap();
        let script = Script::saying(DONE);
        // The search, then what it found.
        assert!(lab.carry_out(&script).is_empty());
        assert_eq!(lab.carry_out(&script).len(), found, "{changed}");
        assert_eq!(lab.store.count::<Outbox>(), 0);
    }
}

/// ST-1: who serves whom is known after a restart.
#[test]
fn st_1_serving_nodes_survive_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let options = || Options { reserve: 0, ..Options::default() };
    let before = {
        let lab = Lab::over(Store::open(&path, options()).unwrap(), "");
        lab.order(&format!(
            r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}",
                "eps": {{"ambr": {{"downlink": 7, "uplink": 8}}, "charging_characteristics": "0800"}}}}"#
        ))
        .unwrap();
        lab.attach(MME);
        lab.ulr(SGSN, HOME, UlrFlags::empty());
        (lab.registration(), lab.store.get::<EpsSubscription>(&Imsi::parse(IMSI).unwrap()).value)
    };
    // Once from the journal, once from the tables.
    for _ in 0..2 {
        let store = Store::open(&path, options()).unwrap();
        let imsi = Imsi::parse(IMSI).unwrap();
        assert_eq!(*store.get::<EpsRegistration>(&imsi).value.unwrap(), before.0);
        assert_eq!(store.get::<EpsSubscription>(&imsi).value, before.1);
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

/// SC-8: numbers are reserved some ahead. One write is good for many vectors, each answer waits for the write that reserved its number, and after a
/// restart nothing comes twice.
#[test]
fn sc_8_one_write_is_good_for_many_vectors_and_no_number_comes_twice() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let (imsi, mut usim) = (Imsi::parse(IMSI).unwrap(), usim());
    for _ in 0..3 {
        let store = Store::open(&path, Options { reserve: 0, ..Options::default() }).unwrap();
        let lab = Lab::over(store, "");
        // Each life seals the keys anew; the numbers go on.
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
            .unwrap();
        let mut writes = std::collections::BTreeSet::new();
        for _ in 0..40 {
            let (answer, waits_for) = lab.send_and_wait_for(MME, &air_of(MME, IMSI, HOME, None));
            let record = lab.store.get::<Sequence>(&imsi);
            assert_eq!(waits_for, record.version, "what reserved the number has to be durable");
            writes.insert(record.version);
            let info = AuthenticationInformationAnswer::decode(&answer).unwrap().authentication_info.unwrap();
            let octets = |octets: &[u8]| <[u8; 16]>::try_from(octets).unwrap();
            let vector = &info.e_utran_vector[0];
            // A USIM accepts no number twice.
            usim.authenticate(&octets(vector.rand), &octets(vector.autn)).unwrap();
        }
        assert_eq!(writes.len(), 2, "of 40 vectors");
    }
    assert!(Store::open(&path, Options::default()).unwrap().get::<Sequence>(&imsi).value.unwrap().seq >= 120);
}

/// SC-8: a SIM whose contract ended, and that comes back with the same keys, is answered with vectors that its USIM takes at once.
#[test]
fn sc_8_a_sim_that_comes_back_needs_no_resynchronisation() {
    let (lab, mut usim) = (Lab::with(""), usim());
    for _ in 0..2 {
        for _ in 0..5 {
            let (rand, autn, ..) = challenge(&air(&lab, MME, IMSI, HOME, None));
            usim.authenticate(&rand, &autn).unwrap();
        }
        lab.provision(IMSI, |desk, known| desk.remove(known)).unwrap();
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
            .unwrap();
    }
    let (rand, autn, ..) = challenge(&air(&lab, SGSN, IMSI, HOME, None));
    usim.authenticate(&rand, &autn).unwrap();
}

/// SC-8: one SIM, used by an MME in two networks, loses answers and falls out of step at random; nothing fails for good, and no SQN comes twice.
#[test]
fn sc_8_random_attaches_with_lost_answers_and_resynchronisations_never_fail_for_good() {
    let (lab, mut usim) = (Lab::with(""), usim());
    let mut seen = std::collections::HashSet::new();
    let mut random = 0x1234_5678_u64;
    let mut draw = |bound: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (random >> 33) % bound
    };
    let mut resynchronised = 0;
    for _ in 0..3000 {
        let host = [MME, OTHER][draw(2) as usize];
        let (mut rand, mut autn, ..) = challenge(&air(&lab, host, IMSI, HOME, None));
        assert!(seen.insert(autn), "an SQN came twice");
        match draw(8) {
            // The answer was lost on the way to the terminal.
            0 => continue,
            // Another authentication centre used the SIM, on the index that is the MME's here.
            1 => {
                let ahead = usim.sqn_ms().seq() + 1 + draw(1 << 20);
                usim = usim.having_accepted(Sqn::new(ahead, 0));
            }
            _ => {}
        }
        for attempt in 0.. {
            match usim.authenticate(&rand, &autn) {
                Ok(_) => break,
                Err(usim::Refusal::Synchronisation(auts)) if attempt == 0 => {
                    resynchronised += 1;
                    let octets = Resync::to_bytes(&auts);
                    (rand, autn, ..) = challenge(&air(&lab, host, IMSI, HOME, Some(&octets)));
                    assert!(seen.insert(autn), "an SQN came twice");
                }
                Err(refusal) => panic!("after {attempt} resynchronisations: {refusal:?}"),
            }
        }
    }
    assert!(resynchronised > 100, "{resynchronised}");
}
