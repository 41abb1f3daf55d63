//! SWx: an AAA server authenticates and registers a SIM that comes by WLAN, and is told what changes (EP-2, SC-8).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod eps_common;

use bytes::BytesMut;
use eps_common::{ABROAD, HOME, IMSI, K, Lab, OPC, REALM, Script, code, from_node};
use innkeeper::{
    diameter::{
        codec::{Address, Message},
        dictionary::{
            base::{AuthSessionState, Mip6AgentInfo, Outcome},
            cx::{self, ReasonCode, ServerAssignmentType, SipAuthDataItem},
            s6a::{
                AuthenticationInformationAnswer, AuthenticationInformationRequest, IdrFlags,
                InsertSubscriberDataRequest, NotifyAnswer, NotifyRequest, RequestedEutranAuthenticationInfo,
            },
            swx::{self, *},
            tgpp::RatType,
        },
    },
    domain::{
        auth::{
            AkaPrimeVector, Amf, Functions, Resync, Sqn,
            provision::{OperatorKey, sim_keys},
            usim::{self, Usim},
        },
        hss::Hss,
        subscribers::provision::{Change, Known},
    },
    records::{EpsSubscription, Outbox, Sequence, Subscriber, Task, WlanRegistration},
    store::{ChangeSet, Options, Read, Store},
    types::{Imsi, Lsn, Name, Timestamp},
};

const AAA: &str = "aaa.epc.mnc001.mcc001.3gppnetwork.org";
const OTHER: &str = "aaa2.epc.mnc001.mcc001.3gppnetwork.org";
const MME: &str = "mme1.epc.mnc001.mcc001.3gppnetwork.org";
const NAI: &str = "0001010000000001@nai.epc.mnc001.mcc001.3gppnetwork.org";
const DONE: Result<Outcome, innkeeper::interfaces::shared::network::Undelivered> = Ok(Outcome::SUCCESS);

const PROFILES: &str = "
[eps]
aaa_servers = ['aaa.epc.mnc001.mcc001.3gppnetwork.org', 'AAA2.epc.mnc001.mcc001.3gppnetwork.org']
[eps_profile.3gpp-only]
non_3gpp = false
[eps_profile.home-only]
roaming = 'home-only'
[eps_profile.wlan]
non_3gpp_rats = ['wlan', 'virtual']
[eps_profile.strict]
roaming = 'home-only'
non_3gpp_rats = ['wlan']
[eps_profile.one-apn]
apn = [{ name = 'internet' }]
";

/// A request of an AAA server, as octets: what every request has, and the fields given.
macro_rules! from_aaa {
    ($host:expr, $type:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let host: &str = $host;
        let request = $type {
            session_id: "aaa;1;1",
            vendor_specific_application_id: swx::VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: host,
            origin_realm: REALM,
            destination_realm: REALM,
            $($field: $value,)*
            ..Default::default()
        };
        let mut out = bytes::BytesMut::new();
        request.encode(7, 8, &mut out);
        Message::parse(out.freeze()).unwrap()
    }};
}

fn usim() -> Usim {
    Usim::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap())
}

fn item<'a>(scheme: &'a str, auts: Option<&'a [u8]>) -> SipAuthDataItem<'a> {
    SipAuthDataItem { sip_authentication_scheme: Some(scheme), sip_authorization: auts, ..Default::default() }
}

fn mar(lab: &Lab, host: &str, scheme: &str, auts: Option<&[u8]>) -> Message {
    let anid = (scheme == "EAP-AKA'").then_some("WLAN");
    let message = from_aaa!(
        host,
        MultimediaAuthRequest {
            user_name: NAI,
            rat_type: Some(RatType::WLAN),
            anid: anid,
            sip_auth_data_item: item(scheme, auts),
            sip_number_auth_items: 1,
        }
    );
    lab.send(host, &message)
}

fn sar(lab: &Lab, host: &str, kind: ServerAssignmentType) -> Message {
    let message = from_aaa!(host, ServerAssignmentRequest { user_name: NAI, server_assignment_type: kind });
    lab.send(host, &message)
}

fn outcome(answer: &Message) -> String {
    code(&ServerAssignmentAnswer::decode(answer).unwrap().outcome)
}

/// Authenticates and registers at `host`.
fn register(lab: &Lab, host: &str) {
    challenge(&mar(lab, host, "EAP-AKA", None));
    assert_eq!(outcome(&sar(lab, host, ServerAssignmentType::REGISTRATION)), "2001");
}

fn registration(lab: &Lab) -> Option<WlanRegistration> {
    let read = lab.store.get::<WlanRegistration>(&Imsi::parse(IMSI).unwrap()).value;
    read.map(|registration| (*registration).clone())
}

struct Challenge {
    rand: [u8; 16],
    autn: [u8; 16],
    xres: Vec<u8>,
    keys: Vec<u8>,
}

/// The first vector of an MAA.
fn challenge(answer: &Message) -> Challenge {
    let decoded = MultimediaAuthAnswer::decode(answer).unwrap();
    assert_eq!(code(&decoded.outcome), "2001");
    assert_eq!(decoded.user_name, NAI);
    let vector = &decoded.sip_auth_data_item[0];
    let (rand, autn) = vector.sip_authenticate.unwrap().split_at(16);
    Challenge {
        rand: rand.try_into().unwrap(),
        autn: autn.try_into().unwrap(),
        xres: vector.sip_authorization.unwrap().to_vec(),
        keys: [vector.confidentiality_key.unwrap(), vector.integrity_key.unwrap()].concat(),
    }
}

#[test]
fn ep_2_a_vector_for_eap_aka_is_the_sims() {
    let (lab, mut usim) = (Lab::with(""), usim());
    let made = challenge(&mar(&lab, AAA, "EAP-AKA", None));
    let answer = usim.authenticate(&made.rand, &made.autn).unwrap();
    assert_eq!(answer.res[..], made.xres);
    assert_eq!([answer.ck, answer.ik].concat(), made.keys);
    // TS 33.402 §6.2: the separation bit is for EAP-AKA' alone.
    assert_eq!(made.autn[6] & 0x80, 0);
}

#[test]
fn ep_2_a_vector_for_eap_aka_prime_is_bound_to_the_access_network() {
    let (lab, mut usim) = (Lab::with(""), usim());
    let made = challenge(&mar(&lab, AAA, "EAP-AKA'", None));
    assert_eq!(usim.authenticate(&made.rand, &made.autn).unwrap().res[..], made.xres);
    let functions = Functions::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap());
    let vector =
        |network| AkaPrimeVector::compute(&functions, made.rand, usim.sqn_ms(), Amf([0x80, 0]), network);
    assert_eq!(vector("WLAN").autn, made.autn);
    assert_eq!([vector("WLAN").ck, vector("WLAN").ik].concat(), made.keys);
    assert_ne!([vector("HRPD").ck, vector("HRPD").ik].concat(), made.keys);
}

/// TS 29.273 §8.1.2.1: whether the access is trusted the AAA server has decided, and by that the scheme; what is told of it changes nothing of what the scheme
/// says. A value that the standard does not have is 5004.
#[test]
fn ep_2_the_scheme_says_how_whatever_the_access_is_said_to_be() {
    let values = [None, Some(AnTrusted::TRUSTED), Some(AnTrusted::UNTRUSTED)];
    for (scheme, separated) in [("EAP-AKA", 0), ("EAP-AKA'", 0x80)] {
        for an_trusted in values {
            let (lab, mut usim) = (Lab::with(""), usim());
            let message = from_aaa!(
                AAA,
                MultimediaAuthRequest {
                    user_name: NAI,
                    rat_type: Some(RatType::WLAN),
                    an_trusted: an_trusted,
                    anid: Some("WLAN"),
                    sip_auth_data_item: item(scheme, None),
                    sip_number_auth_items: 1,
                }
            );
            let made = challenge(&lab.send(AAA, &message));
            let answer = usim.authenticate(&made.rand, &made.autn).unwrap();
            assert_eq!(answer.res[..], made.xres, "{scheme} {an_trusted:?}");
            let own = [answer.ck, answer.ik].concat() == made.keys;
            assert_eq!(own, scheme == "EAP-AKA");
            // The AMF stands behind the sequence number.
            assert_eq!(made.autn[6] & 0x80, separated);
        }
    }
    let lab = Lab::with("");
    let message = from_aaa!(
        AAA,
        MultimediaAuthRequest {
            user_name: NAI,
            an_trusted: Some(AnTrusted(2)),
            sip_auth_data_item: item("EAP-AKA", None),
            sip_number_auth_items: 1,
        }
    );
    let answer = lab.send(AAA, &message);
    let result = answer.avps().find(&innkeeper::diameter::dictionary::base::avps::RESULT_CODE).unwrap();
    assert_eq!(result.read::<u32>().unwrap(), 5004);
}

#[test]
fn ep_2_as_many_vectors_as_are_configured_each_with_its_number() {
    let (lab, mut usim) = (Lab::with("[eps]\nvectors_per_air = 3"), usim());
    let message = from_aaa!(
        AAA,
        MultimediaAuthRequest {
            user_name: NAI,
            sip_auth_data_item: item("EAP-AKA", None),
            sip_number_auth_items: 5,
        }
    );
    let answer = lab.send(AAA, &message);
    let decoded = MultimediaAuthAnswer::decode(&answer).unwrap();
    assert_eq!(decoded.sip_number_auth_items, Some(3));
    let numbers: Vec<_> = decoded.sip_auth_data_item.iter().map(|item| item.sip_item_number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    for item in &decoded.sip_auth_data_item {
        let (rand, autn) = item.sip_authenticate.unwrap().split_at(16);
        usim.authenticate(rand.try_into().unwrap(), autn.try_into().unwrap()).unwrap();
    }
}

/// One row of the table: the answer's result, and whether it names the other AAA server.
fn row(lab: &Lab, cells: &[&str]) -> (String, bool) {
    let [command, user, origin, visited, rat, scheme, anid] = *cells else { panic!("{cells:?}") };
    let home = "nai.epc.mnc001.mcc001.3gppnetwork.org";
    let user_name = if user == "-" { NAI.to_owned() } else { format!("{user}@{home}") };
    let origin = if origin == "-" { AAA } else { origin };
    let network = match visited {
        "-" => None,
        "nowhere" => Some("nowhere.example".to_owned()),
        plmn => Some(format!("mnc0{}.mcc{}.3gppnetwork.org", &plmn[3..], &plmn[..3])),
    };
    let Some(kind) = command.strip_prefix("SAR") else {
        let message = from_aaa!(
            origin,
            MultimediaAuthRequest {
                user_name: &user_name,
                rat_type: rat.parse().ok().map(RatType),
                anid: Some(anid).filter(|anid| *anid != "-"),
                visited_network_identifier: network.as_deref().map(str::as_bytes),
                sip_auth_data_item: match scheme {
                    "none" => SipAuthDataItem::default(),
                    "-" => item("EAP-AKA", None),
                    scheme => item(scheme, None),
                },
                sip_number_auth_items: 1,
            }
        );
        let answer = lab.send(AAA, &message);
        let Ok(decoded) = MultimediaAuthAnswer::decode(&answer) else { return (result_of(&answer), false) };
        assert_eq!(decoded.sip_auth_data_item.is_empty(), !decoded.outcome.is_success());
        return (code(&decoded.outcome), decoded.tgpp_aaa_server_name == Some(OTHER));
    };
    let message = from_aaa!(
        origin,
        ServerAssignmentRequest {
            user_name: &user_name,
            server_assignment_type: ServerAssignmentType(kind.parse().unwrap()),
            service_selection: (kind == "13").then_some("ims"),
        }
    );
    let answer = lab.send(AAA, &message);
    let decoded = ServerAssignmentAnswer::decode(&answer).unwrap();
    let told = decoded.outcome.is_success() && ["1", "12", "14"].contains(&kind);
    assert_eq!(decoded.non_3gpp_user_data.is_some(), told, "{cells:?}");
    (code(&decoded.outcome), decoded.tgpp_aaa_server_name == Some(OTHER))
}

/// The Result-Code of an answer in the grammar of errors.
fn result_of(answer: &Message) -> String {
    let result = answer.avps().find(&innkeeper::diameter::dictionary::base::avps::RESULT_CODE).unwrap();
    result.read::<u32>().unwrap().to_string()
}

#[test]
fn ep_2_refusals_by_the_table() {
    let mut rows = 0;
    for line in include_str!("tables/swx/refusals.txt").lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [ref request @ .., profile, eps, before, expected] = cells[..] else { panic!("{line}") };
        let lab = Lab::with(PROFILES);
        match before {
            "self" => register(&lab, AAA),
            "other" => register(&lab, OTHER),
            _ => {}
        }
        let profile = if profile == "-" { "default" } else { profile };
        let contract = match eps {
            "none" => r#""none""#.to_owned(),
            eps => format!(r#"{{"profile": "{profile}", "enabled": {}}}"#, eps != "disabled"),
        };
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "eps": {contract}}}"#)).unwrap();
        let stood = (registration(&lab), lab.store.get::<Sequence>(&Imsi::parse(IMSI).unwrap()).value);
        let (found, names_the_other) = row(&lab, request);
        assert_eq!(found, expected, "{line}");
        // Whom to ask is said where another AAA server serves, and nowhere else.
        assert_eq!(names_the_other, expected == "E5005", "{line}");
        if expected != "2001" {
            let stands = (registration(&lab), lab.store.get::<Sequence>(&Imsi::parse(IMSI).unwrap()).value);
            assert_eq!(stands, stood, "{line}");
        }
        rows += 1;
    }
    assert!(rows > 40, "only {rows}");
}

#[test]
fn ep_2_a_registration_from_the_first_vector_to_the_end() {
    let lab = Lab::with("[eps_profile.default]\ncharging_characteristics = '0800'\nnon_3gpp_rats = ['wlan']");
    challenge(&mar(&lab, AAA, "EAP-AKA", None));
    let pending = registration(&lab).unwrap();
    assert_eq!((&*pending.host, &*pending.realm, pending.registered), (AAA, REALM, false));

    let answer = sar(&lab, AAA, ServerAssignmentType::REGISTRATION);
    let decoded = ServerAssignmentAnswer::decode(&answer).unwrap();
    assert_eq!((code(&decoded.outcome), decoded.user_name), ("2001".to_owned(), NAI));
    let data = decoded.non_3gpp_user_data.unwrap();
    assert_eq!(data.subscription_id.unwrap().subscription_id_data, "15550000001");
    assert_eq!(data.non_3gpp_ip_access, Some(Non3gppIpAccess::NON_3GPP_SUBSCRIPTION_ALLOWED));
    assert_eq!(data.non_3gpp_ip_access_apn, Some(Non3gppIpAccessApn::NON_3GPP_APNS_ENABLE));
    assert_eq!(data.rat_type, [RatType::WLAN]);
    assert_eq!(data.tgpp_charging_characteristics, Some("0800"));
    assert_eq!(data.context_identifier, Some(1));
    assert_eq!(data.ambr.unwrap().max_requested_bandwidth_dl, 1_000_000_000);
    let apns: Vec<_> = data.apn_configuration.iter().map(|apn| apn.service_selection).collect();
    assert_eq!(apns, ["internet", "ims"]);
    assert!(data.apn_configuration.iter().all(|apn| apn.mip6_agent_info.is_none()));
    assert!(registration(&lab).unwrap().registered);

    // Authenticating again leaves it registered.
    challenge(&mar(&lab, AAA, "EAP-AKA", None));
    assert!(registration(&lab).unwrap().registered);

    assert_eq!(outcome(&sar(&lab, AAA, ServerAssignmentType::USER_DEREGISTRATION)), "2001");
    assert_eq!(registration(&lab), None);
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty(), "who left by itself is not told so");
}

fn update_gateway(lab: &Lab, apn: &str, address: Option<[u8; 4]>) -> String {
    let message = from_aaa!(
        AAA,
        ServerAssignmentRequest {
            user_name: NAI,
            server_assignment_type: ServerAssignmentType::PGW_UPDATE,
            service_selection: Some(apn),
            context_identifier: Some(2),
            visited_network_identifier: Some(b"mnc001.mcc001.3gppnetwork.org"),
            mip6_agent_info: address.map(|address| Mip6AgentInfo {
                mip_home_agent_address: vec![Address::Ip(address.into())],
                ..Default::default()
            }),
        }
    );
    outcome(&lab.send(AAA, &message))
}

/// The gateway of an APN as the user data tell it.
fn gateway(lab: &Lab, apn: &str) -> Option<Address> {
    let answer = sar(lab, AAA, ServerAssignmentType::AAA_USER_DATA_REQUEST);
    let data = ServerAssignmentAnswer::decode(&answer).unwrap().non_3gpp_user_data.unwrap();
    let apn = data.apn_configuration.iter().find(|one| one.service_selection == apn)?;
    apn.mip6_agent_info.as_ref()?.mip_home_agent_address.first().cloned()
}

#[test]
fn ep_2_gateways_are_told_of_and_told_again() {
    let lab = Lab::with("");
    register(&lab, AAA);
    assert_eq!(gateway(&lab, "ims"), None);
    assert_eq!(update_gateway(&lab, "IMS.mnc001.mcc001.gprs", Some([10, 0, 0, 1])), "2001");
    assert_eq!(gateway(&lab, "ims"), Some(Address::Ip([10, 0, 0, 1].into())));
    assert_eq!(gateway(&lab, "internet"), None);
    assert_eq!(update_gateway(&lab, "ims", Some([10, 0, 0, 2])), "2001");
    assert_eq!(gateway(&lab, "ims"), Some(Address::Ip([10, 0, 0, 2].into())));
    assert_eq!(registration(&lab).unwrap().gateways.len(), 1);
    // An AAA server that lost everything gets it back.
    let answer = sar(&lab, AAA, ServerAssignmentType::RESTORATION);
    assert_eq!(outcome(&answer), "2001");
    assert_eq!(gateway(&lab, "ims"), Some(Address::Ip([10, 0, 0, 2].into())));
    assert_eq!(update_gateway(&lab, "ims", None), "2001");
    assert_eq!(gateway(&lab, "ims"), None);
}

/// A call goes on when the terminal changes from LTE to WLAN: the AAA server is told of the gateway that the MME uses, until it tells of its own.
#[test]
fn ep_2_a_terminal_that_comes_from_lte_keeps_its_gateway() {
    let lab = Lab::with("");
    lab.attach(MME);
    let message = from_node!(
        MME,
        NotifyRequest {
            user_name: IMSI,
            service_selection: Some("ims"),
            mip6_agent_info: Some(Mip6AgentInfo {
                mip_home_agent_address: vec![Address::Ip([10, 0, 0, 9].into())],
                ..Default::default()
            }),
        }
    );
    assert_eq!(code(&NotifyAnswer::decode(&lab.send(MME, &message)).unwrap().outcome), "2001");
    register(&lab, AAA);
    assert_eq!(gateway(&lab, "ims"), Some(Address::Ip([10, 0, 0, 9].into())));
    assert_eq!(gateway(&lab, "internet"), None);
    update_gateway(&lab, "ims", Some([10, 0, 0, 1]));
    assert_eq!(gateway(&lab, "ims"), Some(Address::Ip([10, 0, 0, 1].into())));
}

/// Another AAA server is sent to the one that serves, until that has failed; then the old one is told so.
#[test]
fn ep_2_another_aaa_server_takes_over_when_the_first_has_failed() {
    let lab = Lab::with("");
    register(&lab, AAA);
    update_gateway(&lab, "ims", Some([10, 0, 0, 1]));
    let ask = |failure| {
        let message = from_aaa!(
            OTHER,
            MultimediaAuthRequest {
                user_name: NAI,
                sip_auth_data_item: item("EAP-AKA", None),
                sip_number_auth_items: 1,
                aaa_failure_indication: failure,
            }
        );
        lab.send(OTHER, &message)
    };
    let answer = ask(None);
    let refused = MultimediaAuthAnswer::decode(&answer).unwrap();
    assert_eq!((code(&refused.outcome), refused.tgpp_aaa_server_name), ("E5005".to_owned(), Some(AAA)));
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty());

    challenge(&ask(Some(AaaFailureIndication::AAA_FAILURE)));
    let now = registration(&lab).unwrap();
    assert_eq!((&*now.host, now.registered, now.gateways.len()), (OTHER, false, 1));
    let asked = lab.carry_out(&Script::saying(DONE));
    let [(host, message)] = &asked[..] else { panic!("{}", asked.len()) };
    let request = RegistrationTerminationRequest::decode(message).unwrap();
    assert_eq!((&**host, request.user_name), (AAA, NAI));
    assert_eq!(request.deregistration_reason.reason_code, ReasonCode::NEW_SERVER_ASSIGNED);
    assert_eq!(lab.store.count::<Outbox>(), 0);
    // What the old one says of the user is not carried out any more.
    assert_eq!(outcome(&sar(&lab, AAA, ServerAssignmentType::USER_DEREGISTRATION)), "5012");
    assert_eq!(outcome(&sar(&lab, OTHER, ServerAssignmentType::REGISTRATION)), "2001");
}

/// An AAA server that vanished says nothing: the operator takes it out of the list, or forgets it for one user.
#[test]
fn ep_2_an_operator_frees_users_of_an_aaa_server_that_vanished() {
    let lab = Lab::with("");
    register(&lab, AAA);
    let refused = |lab: &Lab| mar(lab, OTHER, "EAP-AKA", None);
    assert_eq!(outcome_of_mar(&refused(&lab)), "E5005");
    lab.provision(IMSI, |desk, known| desk.forget_aaa_server(known)).unwrap();
    ended(&lab);
    register(&lab, OTHER);
    let again = lab.provision(IMSI, |desk, known| {
        desk.forget_aaa_server(&Known {
            wlan_registration: Read { value: None, version: Lsn::ZERO },
            ..known.clone()
        })
    });
    assert!(again.unwrap_err().to_string().contains("no AAA server serves"));

    let lab = Lab::with(&format!("[eps]\naaa_servers = ['{OTHER}']"));
    let gone = WlanRegistration {
        imsi: Imsi::parse(IMSI).unwrap(),
        host: AAA.into(),
        realm: REALM.into(),
        user_name: NAI.into(),
        registered: true,
        since: Timestamp(7),
        terminal: None,
        gateways: Box::default(),
    };
    for kind in ["MAR", "SAR"] {
        let read = lab.store.get::<WlanRegistration>(&gone.imsi);
        lab.store.commit(ChangeSet::new().put(gone.clone(), read.version)).unwrap();
        match kind {
            "MAR" => _ = challenge(&mar(&lab, OTHER, "EAP-AKA", None)),
            _ => assert_eq!(outcome(&sar(&lab, OTHER, ServerAssignmentType::REGISTRATION)), "2001"),
        }
        let now = registration(&lab).unwrap();
        assert_eq!((&*now.host, now.registered), (OTHER, kind == "SAR"));
        let asked = lab.carry_out(&Script::saying(DONE));
        let [(host, message)] = &asked[..] else { panic!("{kind}: {}", asked.len()) };
        let request = RegistrationTerminationRequest::decode(message).unwrap();
        assert_eq!(request.deregistration_reason.reason_code, ReasonCode::NEW_SERVER_ASSIGNED);
        assert_eq!(&**host, AAA);
    }
}

fn outcome_of_mar(answer: &Message) -> String {
    code(&MultimediaAuthAnswer::decode(answer).unwrap().outcome)
}

/// TS 29.273 §8.1.2.2.2: the gateway of the emergency PDN connection is none of an APN, and is told as Emergency-Info.
#[test]
fn ep_2_the_emergency_gateway_is_kept_beside_those_of_the_apns() {
    let lab = Lab::with("");
    register(&lab, AAA);
    let update = |address: Option<[u8; 4]>| {
        let message = from_aaa!(
            AAA,
            ServerAssignmentRequest {
                user_name: NAI,
                server_assignment_type: ServerAssignmentType::PGW_UPDATE,
                service_selection: Some("sos"),
                emergency_services: Some(EmergencyServices::EMERGENCY_INDICATION),
                mip6_agent_info: address.map(|address| Mip6AgentInfo {
                    mip_home_agent_address: vec![Address::Ip(address.into())],
                    ..Default::default()
                }),
            }
        );
        outcome(&lab.send(AAA, &message))
    };
    let told = || {
        let answer = sar(&lab, AAA, ServerAssignmentType::AAA_USER_DATA_REQUEST);
        let data = ServerAssignmentAnswer::decode(&answer).unwrap().non_3gpp_user_data.unwrap();
        data.emergency_info?.mip6_agent_info?.mip_home_agent_address.first().cloned()
    };
    assert_eq!(told(), None);
    update_gateway(&lab, "ims", Some([10, 0, 0, 1]));
    assert_eq!(update(Some([10, 0, 0, 7])), "2001");
    assert_eq!(told(), Some(Address::Ip([10, 0, 0, 7].into())));
    assert_eq!(gateway(&lab, "ims"), Some(Address::Ip([10, 0, 0, 1].into())));
    assert_eq!(update(None), "2001");
    assert_eq!((told(), registration(&lab).unwrap().gateways.len()), (None, 1));
    // Without the indication it is an APN like another, and not the user's.
    assert_eq!(update_gateway(&lab, "sos", Some([10, 0, 0, 7])), "E5451");
}

/// TS 23.380 §5.4, TS 29.273 §8.1.2.3: an S-CSCF that tells of a failed P-CSCF has the MME and the AAA server told, and nothing else changes for them. The order
/// is the flag's: which P-CSCF failed (Failed-PCSCF) no message of theirs has room for, and alone it asks for nothing.
#[test]
fn ep_2_a_failed_p_cscf_is_restored_through_all_that_serve() {
    let addresses = || vec![Address::Ip([192, 0, 2, 7].into())];
    let named = || Some(cx::FailedPcscf { pcscf_fqdn: Some("pcscf.example"), pcscf_ip_address: addresses() });
    let flag = Some(cx::SarFlags::P_CSCF_RESTORATION);
    for (flags, failed) in
        [(flag, None), (flag, named()), (None, named()), (Some(cx::SarFlags::empty()), named())]
    {
        let told = restored(flags, failed);
        if flags != flag {
            assert!(told.is_empty());
            continue;
        }
        let [(mme, idr), (aaa, ppr)] = &told[..] else { panic!("{}", told.len()) };
        let idr = InsertSubscriberDataRequest::decode(idr).unwrap();
        assert_eq!((&**mme, idr.idr_flags), (MME, Some(IdrFlags::P_CSCF_RESTORATION_REQUEST)));
        assert_eq!(idr.subscription_data.apn_configuration_profile, None);
        let ppr = PushProfileRequest::decode(ppr).unwrap();
        assert_eq!((&**aaa, ppr.ppr_flags), (AAA, Some(PprFlags::P_CSCF_RESTORATION_REQUEST)));
        assert_eq!(ppr.non_3gpp_user_data, None);
    }
}

/// Who is told what by a SAR of a user whom an MME and an AAA server serve.
fn restored(
    sar_flags: Option<cx::SarFlags>,
    failed_pcscf: Option<cx::FailedPcscf<'_>>,
) -> Vec<(Name, Message)> {
    let lab = Lab::with("");
    lab.attach(MME);
    register(&lab, AAA);
    let subscriber = lab.store.get::<Subscriber>(&Imsi::parse(IMSI).unwrap()).value.unwrap();
    let service = &subscriber.services[0];
    let (private, public) = (subscriber.private_identity(service), &service.identities[0].impu);
    let request = cx::ServerAssignmentRequest {
        session_id: "scscf;1;1",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "scscf.example",
        origin_realm: REALM,
        destination_realm: REALM,
        server_name: "sip:scscf.example:6060",
        user_name: Some(&private),
        public_identity: vec![public.as_str()],
        server_assignment_type: ServerAssignmentType::REGISTRATION,
        sar_flags,
        failed_pcscf,
        ..Default::default()
    };
    let mut out = BytesMut::new();
    request.encode(1, 2, &mut out);
    let answer = lab.send("scscf.example", &Message::parse(out.freeze()).unwrap());
    assert_eq!(code(&cx::ServerAssignmentAnswer::decode(&answer).unwrap().outcome), "2001");
    let asked = lab.carry_out(&Script::saying(DONE));
    assert_eq!(lab.store.count::<Outbox>(), 0);
    asked
}

/// One that only authenticates is in nobody's way, and need not be told.
#[test]
fn ep_2_an_authentication_that_ended_nowhere_binds_nobody() {
    let lab = Lab::with("");
    challenge(&mar(&lab, AAA, "EAP-AKA", None));
    let auts = [7; 30];
    let answer = mar(&lab, OTHER, "EAP-AKA", Some(&auts));
    let refused = MultimediaAuthAnswer::decode(&answer).unwrap().outcome;
    assert_eq!(code(&refused), "5012", "a synchronisation failure is the challenger's");
    register(&lab, OTHER);
    assert_eq!(&*registration(&lab).unwrap().host, OTHER);
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty());
}

fn change(lab: &Lab, json: &str) {
    let change: Change = serde_json::from_str(json).unwrap();
    lab.provision(IMSI, |desk, known| desk.change(known, &change)).unwrap();
}

#[track_caller]
fn ended(lab: &Lab) {
    assert_eq!(registration(lab), None);
    let asked = lab.carry_out(&Script::saying(DONE));
    let [(host, message)] = &asked[..] else { panic!("{}", asked.len()) };
    let request = RegistrationTerminationRequest::decode(message).unwrap();
    assert_eq!((&**host, request.destination_host, request.user_name), (AAA, AAA, NAI));
    assert_eq!(request.deregistration_reason.reason_code, ReasonCode::PERMANENT_TERMINATION);
    assert_eq!(lab.store.count::<Outbox>(), 0);
}

/// A contract that goes, or is switched off, ends at the AAA server; one that changes is brought to it.
#[test]
fn ep_2_what_an_operator_changes_reaches_the_aaa_server() {
    for ending in [r#"{"eps": "none"}"#, r#"{"eps": {"enabled": false}}"#] {
        let lab = Lab::with("");
        register(&lab, AAA);
        change(&lab, ending);
        ended(&lab);
    }
    let lab = Lab::with("");
    register(&lab, AAA);
    lab.provision(IMSI, |desk, known| desk.remove(known)).unwrap();
    ended(&lab);
    assert_eq!((lab.store.count::<EpsSubscription>(), lab.store.count::<WlanRegistration>()), (0, 0));

    let lab = Lab::with("");
    register(&lab, AAA);
    for (json, downlink, number) in [
        (r#"{"eps": {"ambr": {"downlink": 1000, "uplink": 500}}}"#, 1000, "15550000001"),
        (r#"{"msisdn": "15550000002"}"#, 1000, "15550000002"),
    ] {
        change(&lab, json);
        let asked = lab.carry_out(&Script::saying(DONE));
        let [(host, message)] = &asked[..] else { panic!("{json}: {}", asked.len()) };
        let request = PushProfileRequest::decode(message).unwrap();
        assert_eq!((&**host, request.user_name), (AAA, NAI));
        let data = request.non_3gpp_user_data.unwrap();
        assert_eq!(data.ambr.unwrap().max_requested_bandwidth_dl, downlink);
        assert_eq!(data.subscription_id.unwrap().subscription_id_data, number);
    }
    change(&lab, r#"{"msisdn": "15550000002"}"#);
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty(), "nothing changed");
}

/// A profile that forbids it ends the registration when the change is brought.
#[test]
fn ep_2_another_profile_that_forbids_it_ends_the_registration() {
    let lab = Lab::with(PROFILES);
    register(&lab, AAA);
    change(&lab, r#"{"eps": "3gpp-only"}"#);
    // What was to be pushed becomes an end.
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty());
    ended(&lab);
}

/// An RTR that waited is not sent to an AAA server which serves the user again.
#[test]
fn ep_2_an_end_that_was_overtaken_lapses() {
    let lab = Lab::with("");
    register(&lab, AAA);
    change(&lab, r#"{"eps": {"enabled": false}}"#);
    assert_eq!((registration(&lab), lab.store.count::<Outbox>()), (None, 1));
    change(&lab, r#"{"eps": {"enabled": true}}"#);
    register(&lab, AAA);
    assert!(lab.carry_out(&Script::saying(DONE)).is_empty());
    assert_eq!(lab.store.count::<Outbox>(), 0);
    assert!(registration(&lab).unwrap().registered);
}

/// A reload that changes a profile is brought to the AAA servers of those who have it, and to nobody else's.
#[test]
fn ep_2_a_changed_profile_finds_who_is_registered_with_it() {
    let lab = Lab::with("[eps_profile.gold]\n[eps_profile.tin]");
    lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "eps": "gold"}}"#)).unwrap();
    register(&lab, AAA);
    for (changed, same, found) in [("gold", "tin", 1), ("tin", "gold", 0)] {
        let earlier = format!("[eps_profile.{same}]\n[eps_profile.{changed}]\nnon_3gpp_rats = ['wlan']");
        let earlier = Hss::new(toml::from_str(&earlier).unwrap()).unwrap();
        let entry = Outbox {
            id: lab.store.next_outbox_id(),
            task: Task::PushWlanConfigured { profiles: lab.hss.eps_changed_since(&earlier), after: None },
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

/// ST-1: which AAA server serves whom is known after a restart.
#[test]
fn st_1_aaa_servers_survive_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let options = || Options { reserve: 0, ..Options::default() };
    let before = {
        let lab = Lab::over(Store::open(&path, options()).unwrap(), "");
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
            .unwrap();
        register(&lab, AAA);
        update_gateway(&lab, "ims", Some([10, 0, 0, 1]));
        registration(&lab).unwrap()
    };
    assert_eq!(before.gateways.len(), 1);
    // Once from the journal, once from the tables.
    for _ in 0..2 {
        let store = Store::open(&path, options()).unwrap();
        let imsi = Imsi::parse(IMSI).unwrap();
        assert_eq!(*store.get::<WlanRegistration>(&imsi).value.unwrap(), before);
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

fn by_lte(lab: &Lab, visited: [u8; 3], auts: Option<&[u8]>) -> ([u8; 16], [u8; 16]) {
    let message = from_node!(
        MME,
        AuthenticationInformationRequest {
            user_name: IMSI,
            visited_plmn_id: &visited,
            requested_eutran_authentication_info: Some(RequestedEutranAuthenticationInfo {
                number_of_requested_vectors: Some(1),
                immediate_response_preferred: None,
                re_synchronization_info: auts,
            }),
        }
    );
    let answer = lab.send(MME, &message);
    let info = AuthenticationInformationAnswer::decode(&answer).unwrap().authentication_info.unwrap();
    let vector = &info.e_utran_vector[0];
    (vector.rand.try_into().unwrap(), vector.autn.try_into().unwrap())
}

/// An IMS client with this service code asks for a challenge, by its S-CSCF (Cx).
fn by_ims(lab: &Lab, sic: &str, auts: Option<&[u8]>) -> ([u8; 16], [u8; 16]) {
    let domain = "mnc001.mcc001.3gppnetwork.org";
    let private = format!("{IMSI}@ims.sic{sic}.{domain}");
    let rcs = if sic == "002" { ".rcs" } else { "" };
    let public = format!("sip:+15550000001{rcs}@ims.{domain}");
    let request = cx::MultimediaAuthRequest {
        session_id: "scscf;1;1",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "scscf.example",
        origin_realm: REALM,
        destination_realm: REALM,
        user_name: &private,
        public_identity: &public,
        sip_number_auth_items: 1,
        sip_auth_data_item: SipAuthDataItem {
            sip_authentication_scheme: Some("Digest-AKAv1-MD5"),
            sip_authorization: auts,
            ..Default::default()
        },
        server_name: "sip:scscf.example",
        ..Default::default()
    };
    let mut out = BytesMut::new();
    request.encode(7, 8, &mut out);
    let answer = lab.send("scscf.example", &Message::parse(out.freeze()).unwrap());
    let answer = cx::MultimediaAuthAnswer::decode(&answer).unwrap();
    assert_eq!(code(&answer.outcome), "2001", "{sic}");
    let (rand, autn) = answer.sip_auth_data_item[0].sip_authenticate.unwrap().split_at(16);
    (rand.try_into().unwrap(), autn.try_into().unwrap())
}

/// SC-8: one SIM, used by LTE, WLAN and two services of the IMS alternately, loses answers and falls out of step at random; nothing fails for good,
/// and no SQN comes twice.
#[test]
fn sc_8_lte_wlan_and_ims_alternate_without_an_sqn_twice() {
    let (lab, mut usim) = (Lab::with(""), usim());
    let milenage = Functions::new(&sim_keys(K, OperatorKey::Opc(OPC)).unwrap());
    // SQN ⊕ AK is what an AUTN begins with.
    let sqn = |rand: &[u8; 16], autn: &[u8; 16]| -> Vec<u8> {
        autn.iter().zip(milenage.f2345(rand).ak).map(|(octet, key)| octet ^ key).collect()
    };
    let mut seen = std::collections::HashSet::new();
    let mut random = 0x1234_5678_u64;
    let mut draw = |bound: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (random >> 33) % bound
    };
    let ask = |way: u64, auts: Option<&[u8]>| match way {
        0 => by_lte(&lab, [HOME, ABROAD][usize::from(auts.is_some())], auts),
        3 => by_ims(&lab, "001", auts),
        4 => by_ims(&lab, "002", auts),
        way => {
            let made = challenge(&mar(&lab, AAA, ["EAP-AKA", "EAP-AKA'"][way as usize - 1], auts));
            (made.rand, made.autn)
        }
    };
    let mut resynchronised = 0;
    for _ in 0..3000 {
        let way = draw(5);
        let (mut rand, mut autn) = ask(way, None);
        assert!(seen.insert(sqn(&rand, &autn)), "an SQN came twice");
        match draw(8) {
            // The answer was lost on the way to the terminal.
            0 => continue,
            // Another authentication centre used the SIM, on every index.
            1 => {
                let ahead = usim.sqn_ms().seq() + 1 + draw(1 << 20);
                usim = (0..32).fold(usim, |usim, ind| usim.having_accepted(Sqn::new(ahead, ind)));
            }
            _ => {}
        }
        for attempt in 0.. {
            match usim.authenticate(&rand, &autn) {
                Ok(_) => break,
                Err(usim::Refusal::Synchronisation(auts)) if attempt == 0 => {
                    resynchronised += 1;
                    (rand, autn) = ask(way, Some(&Resync::to_bytes(&auts)));
                    assert!(seen.insert(sqn(&rand, &autn)), "an SQN came twice");
                }
                Err(refusal) => panic!("after {attempt} resynchronisations: {refusal:?}"),
            }
        }
    }
    assert!(resynchronised > 100, "{resynchronised}");
}

/// SC-8: each of the two has an IND of its own, so a vector that waits at the MME is good after WLAN's were used, and the other way round.
#[test]
fn sc_8_a_vector_that_waits_is_not_made_stale_by_the_other_access() {
    let (lab, mut usim) = (Lab::with(""), usim());
    let lte = by_lte(&lab, HOME, None);
    for _ in 0..3 {
        let made = challenge(&mar(&lab, AAA, "EAP-AKA", None));
        usim.authenticate(&made.rand, &made.autn).unwrap();
    }
    usim.authenticate(&lte.0, &lte.1).unwrap();
    let wlan = challenge(&mar(&lab, AAA, "EAP-AKA'", None));
    let lte = by_lte(&lab, HOME, None);
    usim.authenticate(&lte.0, &lte.1).unwrap();
    usim.authenticate(&wlan.rand, &wlan.autn).unwrap();
}
