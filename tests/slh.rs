//! SLh: a GMLC asks which nodes serve a user (TS 29.173), by a table of what it is told and what it is refused (LQ-5).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod eps_common;

use bytes::BytesMut;
use eps_common::*;
use innkeeper::{
    diameter::{
        codec::{Address, Message},
        dictionary::{
            TGPP,
            base::{
                AuthSessionState, Outcome,
                avps::{FAILED_AVP, RESULT_CODE},
            },
            cx::SupportedFeatures,
            s6a::{PurgeUeRequest, UlrFlags, UpdateLocationAnswer, UpdateLocationRequest},
            slh::*,
            tgpp::RatType,
        },
    },
    types::E164,
};
use std::net::Ipv4Addr;

const GMLC: &str = "[gmlc]\nallow = ['gmlc']\nhome = '192.0.2.1'\nprivacy_profile_register = '192.0.2.2'\n";

/// The answer to an RIR of `origin` that `peer` brings.
fn ask(lab: &Lab, origin: &str, peer: &str, user_name: Option<&str>, msisdn: Option<&[u8]>) -> Message {
    let request = RoutingInfoRequest {
        session_id: "gmlc;1;1",
        vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: origin,
        origin_realm: REALM,
        destination_realm: REALM,
        user_name,
        msisdn,
        ..Default::default()
    };
    let mut out = BytesMut::new();
    request.encode(7, 8, &mut out);
    lab.send(peer, &Message::parse(out.freeze()).unwrap())
}

/// Attaches as the cell says.
fn lab(config: &str, attached: &str) -> Lab {
    let lab = Lab::with(config);
    for word in attached.split(',') {
        match word {
            "mme" => lab.attach("mme"),
            "sgsn" => {
                lab.ulr("sgsn", HOME, UlrFlags::empty());
            }
            "purged" => {
                lab.send("mme", &from_node!("mme", PurgeUeRequest { user_name: IMSI }));
            }
            _ => assert_eq!(word, "-"),
        }
    }
    lab
}

/// The number as octets; two that are none for `none`.
fn tbcd(cell: &str) -> Vec<u8> {
    E164::parse(cell).map_or_else(|| vec![0xba, 0xdc], |number| number.tbcd().to_vec())
}

#[test]
fn lq_5_a_gmlc_is_told_who_serves_the_user_and_nobody_else_is() {
    let table = include_str!("tables/slh/routing_info.txt");
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(rows.len(), 19);
    for row in rows {
        let cells: Vec<&str> = row.split_whitespace().collect();
        let [origin, peer, user_name, msisdn, attached, expected, serving, additional] = cells[..] else {
            panic!("{row}")
        };
        let given = |cell: &'static str| Some(cell).filter(|cell| *cell != "-");
        let number = given(msisdn).map(tbcd);
        let lab = lab(GMLC, attached);
        let answer = ask(&lab, origin, peer, given(user_name), number.as_deref());
        if expected == "5005" {
            assert_eq!(answer.avps().find(&RESULT_CODE).unwrap().read::<u32>().unwrap(), 5005, "{row}");
            assert!(answer.avps().find(&FAILED_AVP).is_some(), "{row}");
            continue;
        }
        let read = RoutingInfoAnswer::decode(&answer).unwrap();
        assert_eq!(code(&read.outcome), expected, "{row}");
        let node = read.serving_node.clone().unwrap_or_default();
        let further = read.additional_serving_node.first().cloned().unwrap_or_default();
        assert_eq!(node.mme_name.or(node.sgsn_name).unwrap_or("-"), serving, "{row}");
        assert_eq!(node.mme_name.is_some(), serving == "mme", "{row}");
        assert_eq!(further.sgsn_name.unwrap_or("-"), additional, "{row}");
        for (name, realm) in [
            (node.mme_name, node.mme_realm),
            (node.sgsn_name, node.sgsn_realm),
            (further.sgsn_name, further.sgsn_realm),
        ] {
            assert_eq!(name.map(|_| REALM), realm, "{row}");
        }
        // Who the user is, and whom to go through, stands in an answer that tells something, and in no other.
        let told = expected == "2001";
        assert_eq!(read.user_name, told.then_some(IMSI), "{row}");
        assert_eq!(read.msisdn, told.then(|| tbcd("15550000001")).as_deref(), "{row}");
        let address = |last| told.then(|| Address::Ip(Ipv4Addr::new(192, 0, 2, last).into()));
        assert_eq!((read.gmlc_address, read.ppr_address), (address(1), address(2)), "{row}");
    }
}

/// A ULR of `host`, with what GMLCs are to know of it.
fn ulr(lab: &Lab, host: &str, mme: bool, gmlc: Option<Address>, number: Option<&[u8]>, optimized: bool) {
    let features = SupportedFeatures { vendor_id: TGPP, feature_list_id: 2, feature_list: 1 << 13 };
    let message = from_node!(
        host,
        UpdateLocationRequest {
            user_name: IMSI,
            visited_plmn_id: &HOME,
            rat_type: if mme { RatType::EUTRAN } else { RatType::UTRAN },
            ulr_flags: if mme { UlrFlags::S6A_S6D_INDICATOR } else { UlrFlags::empty() },
            gmlc_address: gmlc,
            sgsn_number: number,
            supported_features: if optimized { vec![features] } else { Vec::new() },
        }
    );
    let answer = lab.send(host, &message);
    assert_eq!(code(&UpdateLocationAnswer::decode(&answer).unwrap().outcome), "2001");
}

/// What the nodes told of themselves (GMLC-Address, SGSN-Number) is told on, of each node its own, and so is whether they are one.
#[test]
fn lq_5_a_gmlc_is_told_what_the_nodes_told_of_themselves() {
    let ip = |last| Some(Address::Ip(Ipv4Addr::new(198, 51, 100, last).into()));
    let number = tbcd("15550000777");
    let lab = Lab::with(GMLC);
    let told = |lab: &Lab| {
        let answer = ask(lab, "gmlc", "gmlc", Some(IMSI), None);
        let read = RoutingInfoAnswer::decode(&answer).unwrap();
        let node = read.serving_node.unwrap();
        let further = read.additional_serving_node.first().cloned().unwrap_or_default();
        let number = node.sgsn_number.or(further.sgsn_number).map(<[u8]>::to_vec);
        (node.gmlc_address, further.gmlc_address, number, read.ria_flags, read.gmlc_address)
    };
    ulr(&lab, "sgsn", false, ip(8), Some(&number), false);
    assert_eq!(
        told(&lab),
        (ip(8), None, Some(number.clone()), None, Some(Address::Ip(Ipv4Addr::new(192, 0, 2, 1).into())))
    );
    ulr(&lab, "mme", true, ip(7), None, true);
    let home = told(&lab).4;
    assert_eq!(told(&lab), (ip(7), ip(8), Some(number.clone()), None, home.clone()), "two nodes");
    // What is not repeated still holds; of another node nothing is kept.
    ulr(&lab, "mme", true, None, None, true);
    assert_eq!(told(&lab).0, ip(7));
    ulr(&lab, "both", true, None, None, true);
    assert_eq!(told(&lab), (None, ip(8), Some(number), None, home.clone()));
    // No address of IP, no number.
    ulr(&lab, "both", false, Some(Address::E164("15550000777".into())), Some(&[0xba, 0xdc]), true);
    assert_eq!(told(&lab), (None, None, None, Some(RiaFlags::COMBINED_MME_SGSN), home.clone()), "one node");
    ulr(&lab, "both", true, None, None, false);
    assert_eq!(told(&lab).3, None, "that does not have the procedure");
}

/// Without `[gmlc]` nobody may ask.
#[test]
fn lq_5_without_a_list_no_gmlc_is_told_anything() {
    let lab = lab("", "mme");
    let answer = ask(&lab, "gmlc", "gmlc", Some(IMSI), None);
    let read = RoutingInfoAnswer::decode(&answer).unwrap();
    assert_eq!(read.outcome, Outcome::from(SlhResult::DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK));
    assert_eq!((read.serving_node, read.user_name, read.gmlc_address), (None, None, None));
}
