//! Every command of SWx, with every field of its grammar filled.

use super::s6a_groups::{
    active_apn, ambr, apn_configuration, local_time_zone, mip6_agent_info, terminal_information,
};
use super::{
    FAILED_AVP, FEATURES, LOAD, NO_STATE, OC_OLR, OC_SUPPORTED_FEATURES, PROXY_INFO, Samples, header,
};
use innkeeper::diameter::dictionary::{
    Raw,
    base::Outcome,
    cx::{DeregistrationReason, ReasonCode, ServerAssignmentType, SipAuthDataItem},
    s6a::CoreNetworkRestrictions,
    swx::{self, *},
    tgpp::RatType,
};

const NAI: &str = "0001010000000001@nai.epc.mnc001.mcc001.3gppnetwork.org";

/// Fills the fields that all requests, or all answers, of SWx begin and end with; `answer to us` is one to a request of the HSS.
macro_rules! swx {
    (request $type:ident { $($fields:tt)* }) => {
        swx!(@ swx::VENDOR_SPECIFIC_APPLICATION_ID, NO_STATE, $type {
            destination_realm: "example",
            user_name: NAI,
            $($fields)*
        })
    };
    (answer $type:ident, $outcome:expr, { $($fields:tt)* }) => {
        swx!(@ swx::VENDOR_SPECIFIC_APPLICATION_ID, NO_STATE, $type {
            outcome: $outcome,
            failed_avp: Some(FAILED_AVP),
            $($fields)*
        })
    };
    (answer to us $type:ident, $outcome:expr, { $($fields:tt)* }) => {
        swx!(@ Some(swx::VENDOR_SPECIFIC_APPLICATION_ID), Some(NO_STATE), $type {
            outcome: $outcome,
            failed_avp: Some(FAILED_AVP),
            $($fields)*
        })
    };
    (@ $application:expr, $state:expr, $type:ident { $($fields:tt)* }) => {
        $type {
            session_id: "aaa.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: $application,
            auth_session_state: $state,
            origin_host: "aaa.example",
            origin_realm: "example",
            supported_features: vec![FEATURES],
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["relay1.example", "relay2.example"],
            $($fields)*
        }
    };
}

fn vector() -> SipAuthDataItem<'static> {
    SipAuthDataItem { sip_authentication_scheme: Some("EAP-AKA'"), ..super::vector() }
}

/// Trace-Info { Trace-Reference }.
const TRACE_INFO: Raw<'static> =
    Raw(b"\0\0\x05\xe1\x80\0\0\x20\0\0\x28\xaf\0\0\x05\xb3\xc0\0\0\x12\0\0\x28\xaf\0\xf1\x10\0\0\x01\0\0");
/// TWAN-Access-Info { an AVP of vendor 65000 }.
const TWAN_ACCESS_INFO: Raw<'static> =
    Raw(b"\0\0\x05\xe6\x80\0\0\x1c\0\0\x28\xaf\0\0\x0b\xb8\x80\0\0\x10\0\0\xfd\xe8some");
/// Access-Network-Info { an AVP of vendor 65000 }.
const ACCESS_NETWORK_INFO: Raw<'static> =
    Raw(b"\0\0\x05\xf6\x80\0\0\x1c\0\0\x28\xaf\0\0\x0b\xb8\x80\0\0\x10\0\0\xfd\xe8some");

fn user_data() -> Non3gppUserData<'static> {
    Non3gppUserData {
        subscription_id: Some(SubscriptionId {
            subscription_id_type: SubscriptionIdType::END_USER_E164,
            subscription_id_data: "15550000001",
        }),
        non_3gpp_ip_access: Some(Non3gppIpAccess::NON_3GPP_SUBSCRIPTION_ALLOWED),
        non_3gpp_ip_access_apn: Some(Non3gppIpAccessApn::NON_3GPP_APNS_ENABLE),
        rat_type: vec![RatType::WLAN, RatType::VIRTUAL],
        session_timeout: Some(3600),
        mip6_feature_vector: Some(1),
        ambr: Some(ambr()),
        tgpp_charging_characteristics: Some("0800"),
        context_identifier: Some(1),
        apn_oi_replacement: Some("mnc001.mcc001.gprs"),
        apn_configuration: vec![apn_configuration()],
        trace_info: Some(TRACE_INFO),
        twan_default_apn_context_id: Some(1),
        twan_access_info: vec![TWAN_ACCESS_INFO],
        ue_usage_type: Some(1),
        emergency_info: Some(EmergencyInfo { mip6_agent_info: Some(mip6_agent_info()) }),
        erp_authorization: Some(1),
        core_network_restrictions: Some(CoreNetworkRestrictions::from_bits_retain(2)),
    }
}

pub(super) fn requests(out: &mut Samples) {
    out.add(|out| {
        swx!(request MultimediaAuthRequest {
            destination_host: Some("hss.example"),
            rat_type: Some(RatType::WLAN),
            an_trusted: Some(AnTrusted::UNTRUSTED),
            anid: Some("WLAN"),
            visited_network_identifier: Some(b"mnc001.mcc001.3gppnetwork.org"),
            terminal_information: Some(terminal_information()),
            sip_auth_data_item: vector(),
            sip_number_auth_items: 1,
            aaa_failure_indication: Some(AaaFailureIndication::AAA_FAILURE),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        swx!(request ServerAssignmentRequest {
            destination_host: Some("hss.example"),
            service_selection: Some("ims"),
            context_identifier: Some(2),
            mip6_agent_info: Some(mip6_agent_info()),
            visited_network_identifier: Some(b"mnc001.mcc001.3gppnetwork.org"),
            server_assignment_type: ServerAssignmentType::PGW_UPDATE,
            active_apn: vec![active_apn()],
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            terminal_information: Some(terminal_information()),
            emergency_services: Some(EmergencyServices::EMERGENCY_INDICATION),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        swx!(request RegistrationTerminationRequest {
            destination_host: "aaa.example",
            deregistration_reason: DeregistrationReason {
                reason_code: ReasonCode::PERMANENT_TERMINATION,
                reason_info: Some("gone"),
            },
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        swx!(request PushProfileRequest {
            destination_host: "aaa.example",
            non_3gpp_user_data: Some(user_data()),
            ppr_flags: Some(PprFlags::ACCESS_NETWORK_INFO_REQUEST),
        })
        .encode(1, 2, out)
    });
}

pub(super) fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        swx!(answer MultimediaAuthAnswer, outcome, {
            user_name: NAI,
            sip_number_auth_items: Some(2),
            sip_auth_data_item: vec![vector(), vector()],
            tgpp_aaa_server_name: Some("aaa2.example"),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
        })
        .encode(&header(303, swx::APPLICATION), out)
    });
    out.add(|out| {
        swx!(answer ServerAssignmentAnswer, outcome, {
            user_name: NAI,
            non_3gpp_user_data: Some(user_data()),
            tgpp_aaa_server_name: Some("aaa2.example"),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
        })
        .encode(&header(301, swx::APPLICATION), out)
    });
    out.add(|out| {
        swx!(answer to us RegistrationTerminationAnswer, outcome, {})
            .encode(&header(304, swx::APPLICATION), out)
    });
    out.add(|out| {
        swx!(answer to us PushProfileAnswer, outcome, {
                        access_network_info: Some(ACCESS_NETWORK_INFO),
            local_time_zone: Some(local_time_zone()),
        })
        .encode(&header(305, swx::APPLICATION), out)
    });
}
