//! The commands of Ro and Rf, every field filled.

use super::ro_groups::*;
use super::ro_services::*;
use super::*;
use innkeeper::diameter::codec::AvpDef;
use innkeeper::diameter::dictionary::rf::{self, AccountingAnswer, AccountingRequest};
use innkeeper::diameter::dictionary::ro::{self, *};
use innkeeper::diameter::dictionary::tgpp::{
    AllocationRetentionPriority, PreEmptionCapability, PreEmptionVulnerability,
};

/// 2025-01-01T00:00:00Z.
pub(super) const WHEN: Timestamp = Timestamp(1_735_689_600_000);
pub(super) const ADDRESS: Address = Address::Ip(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
/// TAI and ECGI (TS 29.061 §16.4.7.2).
pub(super) const ULI: [u8; 13] = [130, 0x64, 0xf0, 0x00, 0, 1, 0x64, 0xf0, 0x00, 0, 0, 1, 1];

/// A group that is kept as it came: with an Origin-Host in it, as long as nobody looks.
pub(super) fn raw(def: &AvpDef) -> Raw<'static> {
    let mut out = Vec::new();
    out.extend(def.code.to_be_bytes());
    let header: u8 = if def.vendor == 0 { 8 } else { 12 };
    out.extend([def.flags().bits(), 0, 0, header + 12]);
    if def.vendor != 0 {
        out.extend(def.vendor.to_be_bytes());
    }
    out.extend(b"\0\0\x01\x08\x40\0\0\x0chost");
    Raw(out.leak())
}

pub(super) fn subscription_id() -> SubscriptionId<'static> {
    SubscriptionId {
        subscription_id_type: SubscriptionIdType::END_USER_IMSI,
        subscription_id_data: "460000000000001",
    }
}

pub(super) fn allocation_retention_priority() -> AllocationRetentionPriority {
    AllocationRetentionPriority {
        priority_level: 1,
        pre_emption_capability: Some(PreEmptionCapability::PRE_EMPTION_CAPABILITY_ENABLED),
        pre_emption_vulnerability: Some(PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_ENABLED),
    }
}

/// The result as Result-Code: charging has no Experimental-Result.
fn result(outcome: Outcome) -> ResultCode {
    match outcome {
        Outcome::Base(code) => code,
        Outcome::Experimental(_) => ResultCode::UNABLE_TO_COMPLY,
    }
}

pub(super) fn requests(out: &mut Samples) {
    out.add(|out| {
        CreditControlRequest {
            session_id: "node.example;1;1",
            origin_host: "node.example",
            origin_realm: "example",
            destination_realm: "example",
            auth_application_id: Some(ro::APPLICATION),
            service_context_id: ServiceContextId("ext.01.001.15.32260@3gpp.org"),
            cc_request_type: CcRequestType::INITIAL_REQUEST,
            cc_request_number: 30,
            destination_host: Some("node.example"),
            user_name: Some("text"),
            cc_sub_session_id: Some(1 << 33),
            acct_multi_session_id: Some("text"),
            origin_state_id: Some(30),
            event_timestamp: Some(WHEN),
            subscription_id: vec![subscription_id(), subscription_id()],
            subscription_id_extension: vec![subscription_id_extension()],
            service_identifier: Some(30),
            termination_cause: Some(TerminationCause::DIAMETER_LOGOUT),
            requested_service_unit: Some(requested_service_unit()),
            requested_action: Some(RequestedAction::DIRECT_DEBITING),
            used_service_unit: vec![used_service_unit(), used_service_unit()],
            multiple_services_indicator: Some(MultipleServicesIndicator::MULTIPLE_SERVICES_NOT_SUPPORTED),
            multiple_services_credit_control: vec![multiple_services_credit_control()],
            service_parameter_info: vec![service_parameter_info()],
            cc_correlation_id: Some(&[1, 2, 3]),
            user_equipment_info: Some(user_equipment_info()),
            user_equipment_info_extension: Some(user_equipment_info_extension()),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["node.example", "node.example"],
            aoc_request_type: Some(AocRequestType::AOC_NOT_REQUESTED),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            service_information: Some(service_information()),
            vendor_specific_application_id: Some(ro::VENDOR_SPECIFIC_APPLICATION_ID),
            tgpp_user_location_info: Some(&ULI),
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        ReAuthRequest {
            session_id: "node.example;1;1",
            origin_host: "node.example",
            origin_realm: "example",
            destination_realm: "example",
            destination_host: "node.example",
            auth_application_id: ro::APPLICATION,
            re_auth_request_type: ReAuthRequestType::AUTHORIZE_ONLY,
            user_name: Some("text"),
            origin_state_id: Some(30),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["node.example", "node.example"],
            cc_sub_session_id: Some(1 << 33),
            gsu_pool_identifier: Some(30),
            service_identifier: Some(30),
            rating_group: Some(30),
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        AbortSessionRequest {
            session_id: "node.example;1;1",
            origin_host: "node.example",
            origin_realm: "example",
            destination_realm: "example",
            destination_host: "node.example",
            auth_application_id: ro::APPLICATION,
            user_name: Some("text"),
            origin_state_id: Some(30),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["node.example", "node.example"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        AccountingRequest {
            session_id: "node.example;1;1",
            origin_host: "node.example",
            origin_realm: "example",
            destination_realm: "example",
            accounting_record_type: AccountingRecordType::EVENT_RECORD,
            accounting_record_number: 30,
            acct_application_id: Some(rf::APPLICATION),
            vendor_specific_application_id: Some(rf::VENDOR_SPECIFIC_APPLICATION_ID),
            user_name: Some("text"),
            destination_host: Some("node.example"),
            accounting_sub_session_id: Some(1 << 33),
            acct_session_id: Some(&[1, 2, 3]),
            acct_multi_session_id: Some("text"),
            acct_interim_interval: Some(30),
            accounting_realtime_required: Some(AccountingRealtimeRequired::DELIVER_AND_GRANT),
            origin_state_id: Some(30),
            event_timestamp: Some(WHEN),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["node.example", "node.example"],
            service_context_id: Some(ServiceContextId("ext.01.001.15.32260@3gpp.org")),
            service_information: Some(service_information()),
        }
        .encode(1, 2, out)
    });
}

pub(super) fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        CreditControlAnswer {
            session_id: "node.example;1;1",
            outcome: result(outcome),
            origin_host: "node.example",
            origin_realm: "example",
            auth_application_id: ro::APPLICATION,
            cc_request_type: CcRequestType::INITIAL_REQUEST,
            cc_request_number: 30,
            user_name: Some("text"),
            cc_session_failover: Some(CcSessionFailover::FAILOVER_NOT_SUPPORTED),
            cc_sub_session_id: Some(1 << 33),
            acct_multi_session_id: Some("text"),
            origin_state_id: Some(30),
            event_timestamp: Some(WHEN),
            granted_service_unit: Some(granted_service_unit()),
            multiple_services_credit_control: vec![multiple_services_credit_control()],
            cost_information: Some(cost_information()),
            final_unit_indication: Some(final_unit_indication()),
            qos_final_unit_indication: Some(qos_final_unit_indication()),
            check_balance_result: Some(CheckBalanceResult::ENOUGH_CREDIT),
            credit_control_failure_handling: Some(CreditControlFailureHandling::TERMINATE),
            direct_debiting_failure_handling: Some(DirectDebitingFailureHandling::TERMINATE_OR_BUFFER),
            validity_time: Some(30),
            redirect_host: vec![DiameterUri::parse("aaa://ocs.example").expect("a Diameter URI")],
            redirect_host_usage: Some(RedirectHostUsage::ALL_SESSION),
            redirect_max_cache_time: Some(30),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["node.example", "node.example"],
            failed_avp: vec![FAILED_AVP, FAILED_AVP],
            low_balance_indication: Some(LowBalanceIndication::NOT_APPLICABLE),
            remaining_balance: Some(remaining_balance()),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            service_information: Some(service_information()),
        }
        .encode(&header(272, ro::APPLICATION), out)
    });
    out.add(|out| {
        ReAuthAnswer {
            session_id: "node.example;1;1",
            outcome: result(outcome),
            origin_host: "node.example",
            origin_realm: "example",
            user_name: Some("text"),
            origin_state_id: Some(30),
            error_message: Some("text"),
            error_reporting_host: Some("node.example"),
            failed_avp: Some(FAILED_AVP),
            redirect_host: vec![DiameterUri::parse("aaa://ocs.example").expect("a Diameter URI")],
            redirect_host_usage: Some(RedirectHostUsage::ALL_SESSION),
            redirect_max_cache_time: Some(30),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
        }
        .encode(&header(258, ro::APPLICATION), out)
    });
    out.add(|out| {
        AbortSessionAnswer {
            session_id: "node.example;1;1",
            outcome: result(outcome),
            origin_host: "node.example",
            origin_realm: "example",
            user_name: Some("text"),
            origin_state_id: Some(30),
            error_message: Some("text"),
            error_reporting_host: Some("node.example"),
            failed_avp: Some(FAILED_AVP),
            redirect_host: vec![DiameterUri::parse("aaa://ocs.example").expect("a Diameter URI")],
            redirect_host_usage: Some(RedirectHostUsage::ALL_SESSION),
            redirect_max_cache_time: Some(30),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
        }
        .encode(&header(274, ro::APPLICATION), out)
    });
    out.add(|out| {
        AccountingAnswer {
            session_id: "node.example;1;1",
            outcome: result(outcome),
            origin_host: "node.example",
            origin_realm: "example",
            accounting_record_type: AccountingRecordType::EVENT_RECORD,
            accounting_record_number: 30,
            acct_application_id: Some(rf::APPLICATION),
            vendor_specific_application_id: Some(rf::VENDOR_SPECIFIC_APPLICATION_ID),
            user_name: Some("text"),
            accounting_sub_session_id: Some(1 << 33),
            acct_session_id: Some(&[1, 2, 3]),
            acct_multi_session_id: Some("text"),
            error_message: Some("text"),
            error_reporting_host: Some("node.example"),
            failed_avp: Some(FAILED_AVP),
            acct_interim_interval: Some(30),
            accounting_realtime_required: Some(AccountingRealtimeRequired::DELIVER_AND_GRANT),
            origin_state_id: Some(30),
            event_timestamp: Some(WHEN),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
        }
        .encode(&header(271, rf::APPLICATION), out)
    });
}
