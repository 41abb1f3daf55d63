//! Every command, with every field of its grammar filled: what the tests of codec and dictionary work on.

mod ro;
mod ro_groups;
mod ro_services;
mod s6a;
mod s6a_groups;
mod sh;
mod slg;
mod slh;
mod swx;

use bytes::BytesMut;
use innkeeper::diameter::codec::{Address, CommandFlags, DecodeError, Header, Message, ResultCode};
use innkeeper::diameter::dictionary::base::{self, *};
use innkeeper::diameter::dictionary::cx::{self, *};
use innkeeper::diameter::dictionary::sh::ShResult;
use innkeeper::diameter::dictionary::{Raw, TGPP};
use innkeeper::types::{DiameterUri, Timestamp};

/// Proxy-Info { Proxy-Host "prxy", Proxy-State "back" }.
const PROXY_INFO: Raw<'static> =
    Raw(b"\0\0\x01\x1c\x40\0\0\x20\0\0\x01\x18\x40\0\0\x0cprxy\0\0\0\x21\x40\0\0\x0cback");
/// Failed-AVP { Origin-Host "host" }.
const FAILED_AVP: Raw<'static> = Raw(b"\0\0\x01\x17\x40\0\0\x14\0\0\x01\x08\x40\0\0\x0chost");
/// OC-Supported-Features { OC-Feature-Vector 1 }.
const OC_SUPPORTED_FEATURES: Raw<'static> =
    Raw(b"\0\0\x02\x6d\x00\0\0\x18\0\0\x02\x6e\x00\0\0\x10\0\0\0\0\0\0\0\x01");
/// OC-OLR { OC-Sequence-Number 1, OC-Report-Type HOST_REPORT }.
const OC_OLR: Raw<'static> = Raw(
    b"\0\0\x02\x6f\x00\0\0\x24\0\0\x02\x70\x00\0\0\x10\0\0\0\0\0\0\0\x01\0\0\x02\x72\x00\0\0\x0c\0\0\0\0",
);
/// Load { Load-Type HOST }.
const LOAD: Raw<'static> = Raw(b"\0\0\x02\x8a\x00\0\0\x14\0\0\x02\x8b\x00\0\0\x0c\0\0\0\0");

const IMPI: &str = "460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org";
const IMPU: &str = "sip:+8618612345678@ims.mnc010.mcc460.3gppnetwork.org";
const SCSCF: &str = "sip:scscf.example:6060";
const PROFILE: &[u8] = b"<IMSSubscription><PrivateID>x</PrivateID></IMSSubscription>";
const FEATURES: SupportedFeatures =
    SupportedFeatures { vendor_id: TGPP, feature_list_id: 1, feature_list: 3 };
const NO_STATE: AuthSessionState = AuthSessionState::NO_STATE_MAINTAINED;

fn addresses() -> Vec<Address> {
    vec![Address::Ip([127, 0, 0, 1].into()), Address::Ip(std::net::Ipv6Addr::LOCALHOST.into())]
}

fn charging() -> ChargingInformation<'static> {
    ChargingInformation {
        primary_event_charging_function_name: DiameterUri::parse("aaa://ocs.example"),
        secondary_event_charging_function_name: DiameterUri::parse("aaa://ocs2.example"),
        primary_charging_collection_function_name: DiameterUri::parse("aaa://cdf.example"),
        secondary_charging_collection_function_name: DiameterUri::parse("aaa://cdf2.example"),
    }
}

fn identities() -> Vec<&'static str> {
    vec![IMPI, "alice@ims.test"]
}

fn webrtc() -> AllowedWafWwsfIdentities<'static> {
    AllowedWafWwsfIdentities {
        webrtc_authentication_function_name: vec!["waf.example"],
        webrtc_web_server_function_name: vec!["wwsf.example"],
    }
}

fn capabilities() -> ServerCapabilities<'static> {
    ServerCapabilities {
        mandatory_capability: vec![1, 2],
        optional_capability: vec![3],
        server_name: vec![SCSCF],
    }
}

/// The restoration information as an HSS keeps it: the AVP of the SAR that brought it, octet by octet.
fn stored_restoration() -> Vec<u8> {
    let mut octets = BytesMut::new();
    let request = ServerAssignmentRequest {
        scscf_restoration_info: Some(restoration()),
        ..ServerAssignmentRequest::default()
    };
    request.encode(1, 2, &mut octets);
    let message = Message::parse(octets.freeze()).unwrap();
    message.avps().find(&cx::avps::SCSCF_RESTORATION_INFO).unwrap().raw.to_vec()
}

fn restoration() -> ScscfRestorationInfo<'static> {
    ScscfRestorationInfo {
        user_name: IMPI,
        restoration_info: vec![RestorationInfo {
            path: b"<sip:term@pcscf.example;lr>",
            contact: b"<sip:127.0.0.1:5060>",
            initial_cseq_sequence_number: Some(1),
            call_id_sip_header: Some(b"call"),
            subscription_info: Some(SubscriptionInfo {
                call_id_sip_header: b"call",
                from_sip_header: b"<sip:a@b>;tag=1",
                to_sip_header: b"<sip:a@b>;tag=2",
                record_route: b"<sip:pcscf.example;lr>",
                contact: b"<sip:127.0.0.1:5060>",
            }),
            p_cscf_subscription_info: Some(PCscfSubscriptionInfo {
                call_id_sip_header: b"call",
                from_sip_header: b"<sip:a@b>;tag=1",
                to_sip_header: b"<sip:a@b>;tag=2",
                contact: b"<sip:127.0.0.1:5060>",
            }),
        }],
        registration_time_out: Some(Timestamp(1_800_000_000_000)),
        sip_authentication_scheme: Some("Digest-AKAv1-MD5"),
    }
}

fn vector() -> SipAuthDataItem<'static> {
    SipAuthDataItem {
        sip_item_number: Some(1),
        sip_authentication_scheme: Some("Digest-AKAv1-MD5"),
        sip_authenticate: Some(&[1; 32]),
        sip_authorization: Some(&[2; 8]),
        sip_authentication_context: Some(b"context"),
        confidentiality_key: Some(&[3; 16]),
        integrity_key: Some(&[4; 16]),
        sip_digest_authenticate: Some(SipDigestAuthenticate {
            digest_realm: "ims.example",
            digest_algorithm: Some("MD5"),
            digest_qop: "auth",
            digest_ha1: "0123456789abcdef0123456789abcdef",
            alternate_digest_algorithm: Some("SHA-256"),
            alternate_digest_ha1: Some("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        }),
        framed_ip_address: Some(&[127, 0, 0, 1]),
        framed_ipv6_prefix: Some(&[0, 64, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0]),
        framed_interface_id: Some(7),
        line_identifier: vec![b"line"],
        etsi_sip_authenticate: Some(EtsiSipAuthenticate {
            etsi_digest_realm: "ims.example",
            etsi_digest_nonce: "nonce",
            etsi_digest_ha1: Some("0123456789abcdef0123456789abcdef"),
        }),
    }
}

/// Fills the fields that all requests, or all answers, of Cx begin and end with.
macro_rules! cx {
    (request $type:ident { $($fields:tt)* }) => {
        cx!(@ $type {
            destination_realm: "example",
            $($fields)*
        })
    };
    (answer $type:ident, $outcome:expr, { $($fields:tt)* }) => {
        cx!(@ $type {
            outcome: $outcome,
            failed_avp: Some(FAILED_AVP),
            $($fields)*
        })
    };
    (@ $type:ident { $($fields:tt)* }) => {
        $type {
            session_id: "icscf.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: NO_STATE,
            origin_host: "icscf.example",
            origin_realm: "example",
            supported_features: vec![FEATURES],
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["relay1.example", "relay2.example"],
            $($fields)*
        }
    };
}

fn base_requests(out: &mut Samples) {
    out.add(|out| {
        CapabilitiesExchangeRequest {
            origin_host: "icscf.example",
            origin_realm: "example",
            host_ip_address: addresses(),
            vendor_id: TGPP,
            product_name: "CDiameterPeer",
            origin_state_id: Some(1),
            supported_vendor_id: vec![TGPP, 13019],
            auth_application_id: vec![cx::APPLICATION],
            inband_security_id: vec![0],
            acct_application_id: vec![3],
            vendor_specific_application_id: vec![cx::VENDOR_SPECIFIC_APPLICATION_ID; 4],
            firmware_revision: Some(1),
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        DeviceWatchdogRequest {
            origin_host: "icscf.example",
            origin_realm: "example",
            origin_state_id: Some(1),
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        DisconnectPeerRequest {
            origin_host: "icscf.example",
            origin_realm: "example",
            disconnect_cause: DisconnectCause::REBOOTING,
        }
        .encode(1, 2, out)
    });
}

fn cx_requests(out: &mut Samples) {
    out.add(|out| {
        cx!(request UserAuthorizationRequest {
            destination_host: Some("hss.example"),
            user_name: IMPI,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            public_identity: IMPU,
            visited_network_identifier: b"ims.mnc010.mcc460.3gppnetwork.org",
            user_authorization_type: Some(UserAuthorizationType::REGISTRATION_AND_CAPABILITIES),
            uar_flags: Some(UarFlags::EMERGENCY_REGISTRATION),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        cx!(request ServerAssignmentRequest {
            destination_host: Some("hss.example"),
            user_name: Some(IMPI),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            public_identity: vec![IMPU, "tel:+8618612345678"],
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            server_name: SCSCF,
            server_assignment_type: ServerAssignmentType::REGISTRATION,
            user_data_already_available: UserDataAlreadyAvailable::USER_DATA_NOT_AVAILABLE,
            scscf_restoration_info: Some(restoration()),
            multiple_registration_indication: Some(MultipleRegistrationIndication::MULTIPLE_REGISTRATION),
            session_priority: Some(SessionPriority::PRIORITY_1),
            sar_flags: Some(SarFlags::P_CSCF_RESTORATION),
            failed_pcscf: Some(FailedPcscf { pcscf_fqdn: Some("pcscf.example"), pcscf_ip_address: addresses() }),
        })
        .encode(1, 2, out)
    });
}

fn more_cx_requests(out: &mut Samples) {
    out.add(|out| {
        cx!(request LocationInfoRequest {
            destination_host: Some("hss.example"),
            originating_request: Some(OriginatingRequest::ORIGINATING),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            public_identity: IMPU,
            user_authorization_type: Some(UserAuthorizationType::REGISTRATION_AND_CAPABILITIES),
            session_priority: Some(SessionPriority::PRIORITY_0),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        cx!(request MultimediaAuthRequest {
            destination_host: Some("hss.example"),
            user_name: IMPI,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            public_identity: IMPU,
            sip_auth_data_item: vector(),
            sip_number_auth_items: 1,
            server_name: SCSCF,
            sip_authorization: Some(&[9; 30]),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        cx!(request RegistrationTerminationRequest {
            destination_host: "scscf.example",
            user_name: IMPI,
            associated_identities: Some(AssociatedIdentities { user_name: identities() }),
            public_identity: vec![IMPU],
            deregistration_reason: DeregistrationReason {
                reason_code: ReasonCode::PERMANENT_TERMINATION,
                reason_info: Some("unsubscribed"),
            },
            rtr_flags: Some(RtrFlags::REFERENCE_LOCATION_CHANGE),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        cx!(request PushProfileRequest {
            destination_host: "scscf.example",
            user_name: IMPI,
            user_data: Some(PROFILE),
            charging_information: Some(charging()),
            sip_auth_data_item: Some(vector()),
            allowed_waf_wwsf_identities: Some(webrtc()),
        })
        .encode(1, 2, out)
    });
}

/// The header of the request that is answered.
fn header(code: u32, application: u32) -> Header {
    let proxiable = if application == 0 { CommandFlags::empty() } else { CommandFlags::PROXIABLE };
    Header {
        length: 0,
        flags: CommandFlags::REQUEST | proxiable,
        code,
        application,
        hop_by_hop: 1,
        end_to_end: 2,
    }
}

fn base_answers(out: &mut Samples, outcome: Outcome) {
    let code = match outcome {
        Outcome::Base(code) => code,
        Outcome::Experimental(_) => ResultCode::SUCCESS,
    };
    out.add(|out| {
        CapabilitiesExchangeAnswer {
            outcome: code,
            origin_host: "hss.example",
            origin_realm: "example",
            host_ip_address: addresses(),
            vendor_id: Some(0),
            product_name: Some("Innkeeper"),
            origin_state_id: Some(1),
            error_message: Some("fine"),
            failed_avp: Some(FAILED_AVP),
            supported_vendor_id: vec![TGPP],
            auth_application_id: vec![cx::APPLICATION],
            inband_security_id: vec![0],
            acct_application_id: vec![3],
            vendor_specific_application_id: vec![cx::VENDOR_SPECIFIC_APPLICATION_ID],
            firmware_revision: Some(1),
        }
        .encode(&header(257, base::APPLICATION), out)
    });
    out.add(|out| {
        DeviceWatchdogAnswer {
            outcome: code,
            origin_host: "hss.example",
            origin_realm: "example",
            error_message: Some("fine"),
            failed_avp: Some(FAILED_AVP),
            origin_state_id: Some(1),
        }
        .encode(&header(280, base::APPLICATION), out)
    });
    out.add(|out| {
        DisconnectPeerAnswer {
            outcome: Some(code),
            origin_host: "hss.example",
            origin_realm: "example",
            error_message: Some("fine"),
            failed_avp: Some(FAILED_AVP),
        }
        .encode(&header(282, base::APPLICATION), out)
    });
}

fn cx_answers(out: &mut Samples, outcome: Outcome) {
    let stored = stored_restoration();
    out.add(|out| {
        cx!(answer UserAuthorizationAnswer, outcome, {
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
            server_name: Some(SCSCF),
            server_capabilities: Some(capabilities()),
        })
        .encode(&header(300, cx::APPLICATION), out)
    });
    out.add(|out| {
        cx!(answer ServerAssignmentAnswer, outcome, {
            user_name: Some(IMPI),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
            user_data: Some(PROFILE),
            charging_information: Some(charging()),
            associated_identities: Some(AssociatedIdentities { user_name: identities() }),
            loose_route_indication: Some(LooseRouteIndication::LOOSE_ROUTE_REQUIRED),
            scscf_restoration_info: vec![Raw(&stored), Raw(&stored)],
            associated_registered_identities: Some(AssociatedRegisteredIdentities { user_name: identities() }),
            server_name: Some(SCSCF),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            priviledged_sender_indication: Some(PriviledgedSenderIndication::PRIVILEDGED_SENDER),
            allowed_waf_wwsf_identities: Some(webrtc()),
        })
        .encode(&header(301, cx::APPLICATION), out)
    });
    out.add(|out| {
        cx!(answer LocationInfoAnswer, outcome, {
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
            server_name: Some(SCSCF),
            server_capabilities: Some(capabilities()),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            lia_flags: Some(LiaFlags::PSI_DIRECT_ROUTING),
        })
        .encode(&header(302, cx::APPLICATION), out)
    });
}

fn more_cx_answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        cx!(answer MultimediaAuthAnswer, outcome, {
            user_name: Some(IMPI),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
            public_identity: Some(IMPU),
            sip_number_auth_items: Some(1),
            sip_auth_data_item: vec![vector()],
        })
        .encode(&header(303, cx::APPLICATION), out)
    });
    out.add(|out| {
        cx!(answer RegistrationTerminationAnswer, outcome, {
            associated_identities: Some(AssociatedIdentities { user_name: identities() }),
            identity_with_emergency_registration: vec![IdentityWithEmergencyRegistration {
                user_name: IMPI,
                public_identity: IMPU,
            }],
        })
        .encode(&header(304, cx::APPLICATION), out)
    });
    out.add(|out| cx!(answer PushProfileAnswer, outcome, {}).encode(&header(305, cx::APPLICATION), out));
}

fn requests(out: &mut Samples) {
    base_requests(out);
    cx_requests(out);
    more_cx_requests(out);
    s6a::every_request(out);
    sh::requests(out);
    slh::requests(out);
    slg::requests(out);
    swx::requests(out);
    ro::requests(out);
}

fn answers(out: &mut Samples, outcome: Outcome) {
    base_answers(out, outcome);
    cx_answers(out, outcome);
    more_cx_answers(out, outcome);
    s6a::every_answer(out, outcome);
    sh::answers(out, outcome);
    slh::answers(out, outcome);
    slg::answers(out, outcome);
    swx::answers(out, outcome);
    ro::answers(out, outcome);
}

/// Messages, whole.
#[derive(Default)]
pub(crate) struct Samples(Vec<Message>);

impl Samples {
    fn add(&mut self, encode: impl FnOnce(&mut BytesMut) -> usize) {
        let mut out = BytesMut::new();
        assert_eq!(encode(&mut out), out.len());
        self.0.push(Message::parse(out.freeze()).expect("what is written can be read"));
    }
}

/// Every command once, every field filled; the answers are successes.
pub(crate) fn every_command() -> Vec<Message> {
    let mut out = Samples::default();
    requests(&mut out);
    answers(&mut out, Outcome::SUCCESS);
    out.0
}

/// Every answer with every kind of error, and every request refused by the base protocol.
#[allow(dead_code, reason = "each test binary uses what it needs")]
pub(crate) fn every_error() -> Vec<Message> {
    let mut out = Samples::default();
    answers(&mut out, ResultCode::TOO_BUSY.into());
    answers(&mut out, ResultCode::UNABLE_TO_COMPLY.into());
    answers(&mut out, CxResult::DIAMETER_ERROR_USER_UNKNOWN.into());
    answers(&mut out, ShResult::DIAMETER_ERROR_OPERATION_NOT_ALLOWED.into());
    let missing = DecodeError::missing(&base::avps::ORIGIN_HOST);
    for request in every_command().iter().filter(|message| message.header.is_request()) {
        for error in [&missing, &DecodeError::plain(ResultCode::APPLICATION_UNSUPPORTED)] {
            let answer = ErrorAnswer {
                origin_host: "hss.example",
                origin_realm: "example",
                error,
                error_message: Some("no"),
            };
            out.add(|out| answer.encode(&request.header, Echo::of(request.as_bytes()), out));
        }
    }
    out.0
}
