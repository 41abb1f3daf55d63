//! Every branch of the procedures of TS 29.228 by tables, through encoded messages: state before, request, state after, answer.
//! SC-1, SC-3, SC-4, SC-5 and SC-6 have their rows in them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use hss_common::*;
use innkeeper::diameter::{
    codec::Message,
    dictionary::{base::avps::RESULT_CODE, cx::*},
};

/// SC-1, SC-3, SC-5.
#[test]
fn user_authorization_by_the_table() {
    for row in rows(include_str!("tables/hss/uar.txt")) {
        let bench = Bench::new();
        bench.set(row.get("before"));
        let kind = row.get("type");
        let visited = row.get("visited").replace("{domain}", "mnc010.mcc460.3gppnetwork.org");
        let answer = bench.uar(UserAuthorizationRequest {
            user_name: &impi(row.get("impi")),
            public_identity: &impu(row.get("impu")),
            visited_network_identifier: visited.as_bytes(),
            user_authorization_type: match kind {
                "D" => Some(UserAuthorizationType::DE_REGISTRATION),
                "C" => Some(UserAuthorizationType::REGISTRATION_AND_CAPABILITIES),
                _ => None,
            },
            uar_flags: (kind == "E").then_some(UarFlags::EMERGENCY_REGISTRATION),
            ..Default::default()
        });
        let answer = UserAuthorizationAnswer::decode(&answer).unwrap();
        let got = (
            code(&answer.outcome),
            server(answer.server_name, answer.server_capabilities.as_ref()),
            bench.state(),
        );
        let expected = (row.get("result").into(), row.get("server").into(), row.get("after").into());
        assert_eq!(got, expected, "uar.txt, line {}: {}", row.line, bench.last_why());
    }
}

/// SC-5, SC-6.
#[test]
fn location_info_by_the_table() {
    for row in rows(include_str!("tables/hss/lir.txt")) {
        let bench = Bench::new();
        bench.set(row.get("before"));
        let flags = row.get("flags");
        let answer = bench.lir(LocationInfoRequest {
            public_identity: &impu(row.get("impu")),
            originating_request: flags.contains('O').then_some(OriginatingRequest::ORIGINATING),
            user_authorization_type: flags
                .contains('C')
                .then_some(UserAuthorizationType::REGISTRATION_AND_CAPABILITIES),
            ..Default::default()
        });
        let answer = LocationInfoAnswer::decode(&answer).unwrap();
        let wildcard = answer.wildcarded_public_identity.map_or("-".into(), short);
        let got = (
            code(&answer.outcome),
            server(answer.server_name, answer.server_capabilities.as_ref()),
            wildcard,
            bench.state(),
        );
        let [result, server, wildcard, after] =
            ["result", "server", "wildcard", "after"].map(|name| row.get(name).to_owned());
        assert_eq!(
            got,
            (result, server, wildcard, after),
            "lir.txt, line {}: {}",
            row.line,
            bench.last_why()
        );
        let direct = answer.lia_flags.is_some_and(|flags| flags.contains(LiaFlags::PSI_DIRECT_ROUTING));
        assert_eq!(direct, answer.server_name == Some("sip:as.ims.example"));
    }
}

/// SC-3, SC-4, SC-5.
#[test]
fn server_assignment_by_the_table() {
    for row in rows(include_str!("tables/hss/sar.txt")) {
        let bench = Bench::new();
        bench.set(row.get("before"));
        let private = Some(row.get("impi")).filter(|token| *token != "-").map(impi);
        let public: Vec<_> = row.get("impu").split(',').filter(|token| *token != "-").map(impu).collect();
        let answer = bench.sar(
            row.get("from"),
            ServerAssignmentRequest {
                user_name: private.as_deref(),
                public_identity: public.iter().map(String::as_str).collect(),
                server_assignment_type: ServerAssignmentType(row.get("type").parse().unwrap()),
                user_data_already_available: UserDataAlreadyAvailable(row.get("have").parse().unwrap()),
                ..Default::default()
            },
        );
        let (result, data, name) = read_saa(&answer, private.as_deref());
        let got = (result, data, name, bench.state());
        let [result, data, name, after] =
            ["result", "data", "name", "after"].map(|name| row.get(name).to_owned());
        assert_eq!(got, (result, data, name, after), "sar.txt, line {}: {}", row.line, bench.last_why());
    }
}

fn read_saa(answer: &Message, private: Option<&str>) -> (String, String, String) {
    let Ok(answer) = ServerAssignmentAnswer::decode(answer) else {
        // An answer in the grammar of errors.
        let code: u32 = answer.avps().find(&RESULT_CODE).unwrap().read().unwrap();
        return (code.to_string(), "-".into(), "-".into());
    };
    if private.is_some() {
        assert!(answer.user_name == private || answer.failed_avp.is_some());
    }
    let data = answer.user_data.map_or("-".into(), |xml| identities(std::str::from_utf8(xml).unwrap()));
    (code(&answer.outcome), data, server(answer.server_name, None))
}

/// The identities of a profile in order, the barred ones with a minus.
fn identities(xml: &str) -> String {
    let parts = xml.split("<PublicIdentity>").skip(1);
    let names: Vec<_> = parts
        .map(|part| {
            let minus = if part.starts_with("<BarringIndication>1") { "-" } else { "" };
            let text = part.split("<Identity>").nth(1).unwrap().split('<').next().unwrap();
            format!("{minus}{}", short(text))
        })
        .collect();
    names.join(",")
}

fn short(identity: &str) -> String {
    identity
        .strip_prefix("sip:")
        .and_then(|rest| rest.strip_suffix("@ims.example"))
        .unwrap_or(identity)
        .into()
}

/// SC-3, SC-4, SC-5.
#[test]
fn multimedia_auth_by_the_table() {
    for row in rows(include_str!("tables/hss/mar.txt")) {
        let bench = Bench::new();
        bench.set(row.get("before"));
        let (private, public) = (impi(row.get("impi")), impu(row.get("impu")));
        let answer = bench.mar(
            row.get("from"),
            MultimediaAuthRequest {
                user_name: &private,
                public_identity: &public,
                sip_number_auth_items: 5,
                sip_auth_data_item: SipAuthDataItem {
                    sip_authentication_scheme: Some(row.get("scheme")),
                    ..Default::default()
                },
                ..Default::default()
            },
        );
        let answer = MultimediaAuthAnswer::decode(&answer).unwrap();
        // Echoed in errors too: without them real S-CSCFs do not look at the result.
        assert_eq!((answer.user_name, answer.public_identity), (Some(&*private), Some(&*public)));
        let used =
            answer.sip_auth_data_item.first().and_then(|item| item.sip_authentication_scheme).unwrap_or("-");
        let got = (code(&answer.outcome), used.to_owned(), bench.state());
        let [result, used, after] = ["result", "used", "after"].map(|name| row.get(name).to_owned());
        assert_eq!(got, (result, used, after), "mar.txt, line {}: {}", row.line, bench.last_why());
        // One item, whatever was asked for, is what real S-CSCFs can read.
        assert_eq!(answer.sip_auth_data_item.len() as u32, answer.sip_number_auth_items.unwrap_or(0));
        assert!(answer.sip_auth_data_item.len() <= 1);
    }
}
