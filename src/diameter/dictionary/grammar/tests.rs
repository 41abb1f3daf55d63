//! One command stands for all: every command's grammar works through the same rows.

use crate::diameter::codec::{AvpFlags, Header, Message, ResultCode, Writer};
use crate::diameter::dictionary::base::avps::{ORIGIN_HOST, SESSION_ID};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome};
use crate::diameter::dictionary::cx::{self, CxResult, UserAuthorizationAnswer, UserAuthorizationRequest};
use crate::diameter::dictionary::{Raw, avp, avps};
use bytes::BytesMut;

const PROXY_INFO: &[u8] = b"\0\0\x01\x1c\x40\0\0\x20\0\0\x01\x18\x40\0\0\x0cprxy\0\0\0\x21\x40\0\0\x0cback";

fn request() -> UserAuthorizationRequest<'static> {
    UserAuthorizationRequest {
        session_id: "icscf.example;1;1",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "icscf.example",
        origin_realm: "example",
        destination_realm: "example",
        user_name: "460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org",
        public_identity: "sip:volte@example",
        visited_network_identifier: b"example",
        proxy_info: vec![Raw(PROXY_INFO)],
        ..Default::default()
    }
}

fn parse(out: BytesMut) -> Message {
    Message::parse(out.freeze()).unwrap()
}

/// The request with one more AVP.
fn with(raw: &[u8]) -> Message {
    let mut out = BytesMut::new();
    request().encode(1, 2, &mut out);
    out.extend_from_slice(raw);
    let length = out.len() as u32;
    out[1..4].copy_from_slice(&length.to_be_bytes()[1..]);
    parse(out)
}

/// The request without the AVP of this code.
fn without(code: u32) -> Message {
    let mut whole = BytesMut::new();
    request().encode(1, 2, &mut whole);
    let whole = parse(whole);
    let mut out = BytesMut::new();
    let mut writer = Writer::new(&mut out, &whole.header);
    for avp in whole.avps().map(Result::unwrap).filter(|avp| avp.code != code) {
        writer.raw(avp.raw);
    }
    writer.finish();
    parse(out)
}

#[test]
fn what_is_encoded_is_decoded() {
    let mut out = BytesMut::new();
    let length = request().encode(7, 9, &mut out);
    assert_eq!(length, out.len());
    let message = parse(out);
    assert_eq!((message.header.code, message.header.application), (300, cx::APPLICATION));
    assert_eq!(message.header.flags.bits(), 0xc0);
    assert_eq!(UserAuthorizationRequest::decode(&message).unwrap(), request());

    let answer = UserAuthorizationAnswer {
        session_id: "icscf.example;1;1",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        outcome: CxResult::DIAMETER_FIRST_REGISTRATION.into(),
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "hss.example",
        origin_realm: "example",
        server_name: Some("sip:scscf.example:6060"),
        proxy_info: request().proxy_info,
        ..Default::default()
    };
    let mut out = BytesMut::new();
    answer.encode(&message.header, &mut out);
    let message = parse(out);
    assert_eq!(
        message.header,
        Header { length: message.header.length, hop_by_hop: 7, end_to_end: 9, ..message.header }
    );
    assert_eq!(message.header.flags.bits(), 0x40);
    assert_eq!(UserAuthorizationAnswer::decode(&message).unwrap(), answer);
    let last = message.avps().map(Result::unwrap).last().unwrap();
    assert_eq!(last.raw, PROXY_INFO, "proxies get back what they sent, last");
}

#[test]
fn a_protocol_error_takes_the_e_bit_and_no_other_result_does() {
    let header = with(&[]).header;
    for (outcome, flags) in [
        (Outcome::Base(ResultCode::TOO_BUSY), 0x60),
        (Outcome::Base(ResultCode::UNABLE_TO_COMPLY), 0x40),
        (Outcome::experimental(10415, 3001), 0x40),
    ] {
        let mut out = BytesMut::new();
        UserAuthorizationAnswer {
            outcome,
            session_id: "a",
            origin_host: "b",
            origin_realm: "c",
            ..Default::default()
        }
        .encode(&header, &mut out);
        assert_eq!(parse(out).header.flags.bits(), flags, "{outcome:?}");
    }
}

/// DB-6.
#[test]
fn db_6_every_required_avp_is_missed_with_an_example_of_it() {
    for rule in UserAuthorizationRequest::RULES {
        let required = matches!(rule.occurs, Some(super::Occurs::Fixed | super::Occurs::Required));
        let message = without(rule.avp.code);
        let result = UserAuthorizationRequest::decode(&message);
        assert_eq!(result.is_err(), required, "{}", rule.avp.name);
        if let Err(error) = result {
            assert_eq!(error.result_code, ResultCode::MISSING_AVP);
            let failed = error.failed_avp.unwrap();
            assert_eq!((failed.code(), failed.vendor()), (rule.avp.code, rule.avp.vendor));
        }
    }
}

/// DB-6.
#[test]
fn db_6_surplus_unknown_and_ill_formed_avps_are_told_apart() {
    type Case = (&'static [u8], Option<(ResultCode, u32)>);
    let cases: &[Case] = &[
        // A second Origin-Host.
        (b"\0\0\x01\x08\x40\0\0\x0ahi\0\0", Some((ResultCode::AVP_OCCURS_TOO_MANY_TIMES, 264))),
        // AVP 9999 of the IETF with M, and without.
        (b"\0\0\x27\x0f\x40\0\0\x0ahi\0\0", Some((ResultCode::AVP_UNSUPPORTED, 9999))),
        (b"\0\0\x27\x0f\x00\0\0\x0ahi\0\0", None),
        // Call-Id of vendor 50, as Kamailio sends it.
        (b"\0\0\x01\xee\x80\0\0\x10\0\0\0\x32abcd", None),
        // The same with M.
        (b"\0\0\x01\xee\xc0\0\0\x10\0\0\0\x32abcd", Some((ResultCode::AVP_UNSUPPORTED, 494))),
        // Server-Name: known, but not named by the grammar of UAR.
        (b"\0\0\x02\x5a\xc0\0\0\x10\0\0\x28\xafsip:", None),
        // Destination-Host with a V bit and vendor 0.
        (b"\0\0\x01\x25\xc0\0\0\x10\0\0\0\0host", Some((ResultCode::INVALID_AVP_BITS, 293))),
        // User-Authorization-Type of 9, of three octets, and of 1.
        (b"\0\0\x02\x6f\xc0\0\0\x10\0\0\x28\xaf\0\0\0\x09", Some((ResultCode::INVALID_AVP_VALUE, 623))),
        (b"\0\0\x02\x6f\xc0\0\0\x0f\0\0\x28\xaf\0\0\0\0", Some((ResultCode::INVALID_AVP_LENGTH, 623))),
        (b"\0\0\x02\x6f\x80\0\0\x10\0\0\x28\xaf\0\0\0\x01", None),
        // Destination-Host that is not text.
        (b"\0\0\x01\x25\x40\0\0\x0c\xff\xff\xff\xff", Some((ResultCode::INVALID_AVP_VALUE, 293))),
        // Supported-Features without Feature-List, and with an AVP that runs out of the group.
        (
            b"\0\0\x02\x74\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x0a\x40\0\0\x0c\0\0\x28\xaf",
            Some((ResultCode::MISSING_AVP, 629)),
        ),
        (
            b"\0\0\x02\x74\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x0a\x40\0\0\x0d\0\0\x28\xaf",
            Some((ResultCode::INVALID_AVP_LENGTH, 266)),
        ),
    ];
    for (raw, expected) in cases {
        let message = with(raw);
        let error = UserAuthorizationRequest::decode(&message).err();
        let found = error.map(|error| (error.result_code, error.failed_avp.unwrap().code()));
        assert_eq!(found, *expected, "{raw:02x?}");
    }
}

#[test]
fn avps_are_found_by_code_and_vendor_and_defined_once() {
    assert_eq!(avp(263, 0), Some(&SESSION_ID));
    assert_eq!(avp(263, 10415), None);
    assert_eq!(ORIGIN_HOST.flags(), AvpFlags::MANDATORY);
    let keys: Vec<_> = avps().map(|avp| avp.key()).collect();
    assert!(keys.is_sorted_by(|a, b| a < b));
}
