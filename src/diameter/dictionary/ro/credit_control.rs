//! Credit-Control-Request and -Answer (RFC 8506 §3.1, §3.2; TS 32.299 §6.4).

use super::avps::credit_control::{
    CC_CORRELATION_ID, CC_REQUEST_NUMBER, CC_REQUEST_TYPE, CC_SESSION_FAILOVER, CC_SUB_SESSION_ID,
    CHECK_BALANCE_RESULT, COST_INFORMATION, CREDIT_CONTROL_FAILURE_HANDLING,
    DIRECT_DEBITING_FAILURE_HANDLING, FINAL_UNIT_INDICATION, GRANTED_SERVICE_UNIT,
    MULTIPLE_SERVICES_CREDIT_CONTROL, MULTIPLE_SERVICES_INDICATOR, QOS_FINAL_UNIT_INDICATION,
    REQUESTED_ACTION, REQUESTED_SERVICE_UNIT, SERVICE_CONTEXT_ID, SERVICE_IDENTIFIER, SERVICE_PARAMETER_INFO,
    SUBSCRIPTION_ID_EXTENSION, USED_SERVICE_UNIT, USER_EQUIPMENT_INFO, USER_EQUIPMENT_INFO_EXTENSION,
    VALIDITY_TIME,
};
use super::avps::ps::TGPP_USER_LOCATION_INFO;
use super::avps::quota::{AOC_REQUEST_TYPE, LOW_BALANCE_INDICATION, REMAINING_BALANCE};
use super::avps::service::SERVICE_INFORMATION;
use super::enums::{
    AocRequestType, CcRequestType, CcSessionFailover, CheckBalanceResult, CreditControlFailureHandling,
    DirectDebitingFailureHandling, LowBalanceIndication, MultipleServicesIndicator, RequestedAction,
};
use super::final_unit::{FinalUnitIndication, QosFinalUnitIndication};
use super::multiple_services::MultipleServicesCreditControl;
use super::service_context::ServiceContextId;
use super::service_information::ServiceInformation;
use super::subscriber::{
    ServiceParameterInfo, SubscriptionIdExtension, UserEquipmentInfo, UserEquipmentInfoExtension,
};
use super::units::{
    CostInformation, GrantedServiceUnit, RemainingBalance, RequestedServiceUnit, UsedServiceUnit,
};
use crate::diameter::codec::{CommandFlags, ResultCode};
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    ACCT_MULTI_SESSION_ID, AUTH_APPLICATION_ID, DESTINATION_HOST, DESTINATION_REALM, EVENT_TIMESTAMP,
    FAILED_AVP, OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, ORIGIN_STATE_ID, PROXY_INFO,
    REDIRECT_HOST, REDIRECT_HOST_USAGE, REDIRECT_MAX_CACHE_TIME, RESULT_CODE, ROUTE_RECORD, SESSION_ID,
    TERMINATION_CAUSE, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{RedirectHostUsage, TerminationCause, VendorSpecificApplicationId};
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::swx::SubscriptionId;
use crate::diameter::dictionary::swx::avps::SUBSCRIPTION_ID;
use crate::types::{DiameterUri, Timestamp};

command! {
    /// Credit-Control-Request (RFC 8506 §3.1, with what TS 32.299 §6.4.2 adds).
    ///
    /// ```text
    /// < Credit-Control-Request > ::= < Diameter Header: 272, REQ, PXY, 4 >
    ///     < Session-Id >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Realm }
    ///     { Auth-Application-Id }
    ///     { Service-Context-Id }
    ///     { CC-Request-Type }
    ///     { CC-Request-Number }
    ///     [ Destination-Host ]
    ///     [ User-Name ]
    ///     [ CC-Sub-Session-Id ]
    ///     [ Acct-Multi-Session-Id ]
    ///     [ Origin-State-Id ]
    ///     [ Event-Timestamp ]
    ///   * [ Subscription-Id ]
    ///   * [ Subscription-Id-Extension ]
    ///     [ Service-Identifier ]
    ///     [ Termination-Cause ]
    ///     [ Requested-Service-Unit ]
    ///     [ Requested-Action ]
    ///   * [ Used-Service-Unit ]
    ///     [ Multiple-Services-Indicator ]
    ///   * [ Multiple-Services-Credit-Control ]
    ///   * [ Service-Parameter-Info ]
    ///     [ CC-Correlation-Id ]
    ///     [ User-Equipment-Info ]
    ///     [ User-Equipment-Info-Extension ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    ///     [ AoC-Request-Type ]
    ///     [ OC-Supported-Features ]
    ///     [ Service-Information ]
    ///   * [ AVP ]
    /// ```
    ///
    /// Read as real clients write it: the reference of each leniency is in `proto-specs/`. What else they add is known and skipped, as Accounting-Record-Type and
    /// Accounting-Record-Number of Kamailio.
    request CreditControlRequest<'a> =
        "Credit-Control-Request" "CCR", 272, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// Who asks. Kamailio writes its own twice where it is configured with it: the first counts.
    first origin_host: &'a str = ORIGIN_HOST;
    /// Its realm; likewise.
    first origin_realm: &'a str = ORIGIN_REALM;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// 4. Kamailio says so in Vendor-Specific-Application-Id alone.
    expected auth_application_id: u32 = AUTH_APPLICATION_ID;
    /// Which service it is, and whose document says what its AVPs mean.
    required service_context_id: ServiceContextId<'a> = SERVICE_CONTEXT_ID;
    /// Why the request is sent.
    required cc_request_type: CcRequestType = CC_REQUEST_TYPE;
    /// The request within its session, from 0 or 1.
    required cc_request_number: u32 = CC_REQUEST_NUMBER;
    /// Who is to answer.
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// The part of the session; 3GPP uses none.
    optional cc_sub_session_id: u64 = CC_SUB_SESSION_ID;
    /// What sessions have in common.
    optional acct_multi_session_id: &'a str = ACCT_MULTI_SESSION_ID;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// When it happened.
    optional event_timestamp: Timestamp = EVENT_TIMESTAMP;
    /// Who pays: all names that the client knows; some come in Service-Information alone.
    any subscription_id: SubscriptionId<'a> = SUBSCRIPTION_ID;
    /// Who pays, an AVP for each kind of name.
    any subscription_id_extension: SubscriptionIdExtension<'a> = SUBSCRIPTION_ID_EXTENSION;
    /// The service, where there is one only.
    optional service_identifier: u32 = SERVICE_IDENTIFIER;
    /// Why the session ends.
    optional termination_cause: TerminationCause = TERMINATION_CAUSE;
    /// Units asked for, where there is one service only.
    optional requested_service_unit: RequestedServiceUnit = REQUESTED_SERVICE_UNIT;
    /// What an event request asks for; of no meaning in others.
    optional requested_action: RequestedAction = REQUESTED_ACTION;
    /// Units used, where there is one service only.
    any used_service_unit: UsedServiceUnit = USED_SERVICE_UNIT;
    /// Whether the client handles several services; not to be relied on.
    optional multiple_services_indicator: MultipleServicesIndicator = MULTIPLE_SERVICES_INDICATOR;
    /// The services, each with what is asked for and what was used.
    any multiple_services_credit_control: MultipleServicesCreditControl<'a> = MULTIPLE_SERVICES_CREDIT_CONTROL;
    /// Input to rating.
    any service_parameter_info: ServiceParameterInfo<'a> = SERVICE_PARAMETER_INFO;
    /// Ties requests about parts of one service together.
    optional cc_correlation_id: &'a [u8] = CC_CORRELATION_ID;
    /// The terminal.
    optional user_equipment_info: UserEquipmentInfo<'a> = USER_EQUIPMENT_INFO;
    /// The terminal, an AVP for each kind of identity.
    optional user_equipment_info_extension: UserEquipmentInfoExtension<'a> = USER_EQUIPMENT_INFO_EXTENSION;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
    /// Which advice of charge is wanted (TS 32.299).
    optional aoc_request_type: AocRequestType = AOC_REQUEST_TYPE;
    /// How the client sheds load (RFC 7683); kept as it came.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// What is known of the service (TS 32.299).
    optional service_information: ServiceInformation<'a> = SERVICE_INFORMATION;
    /// The application, as Kamailio says it.
    surplus vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// Where the user is, where an older Open5GS puts it.
    surplus tgpp_user_location_info: &'a [u8] = TGPP_USER_LOCATION_INFO;
}

command! {
    /// Credit-Control-Answer (RFC 8506 §3.2, with what TS 32.299 §6.4.3 adds).
    ///
    /// ```text
    /// < Credit-Control-Answer > ::= < Diameter Header: 272, PXY, 4 >
    ///     < Session-Id >
    ///     { Result-Code }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Auth-Application-Id }
    ///     { CC-Request-Type }
    ///     { CC-Request-Number }
    ///     [ User-Name ]
    ///     [ CC-Session-Failover ]
    ///     [ CC-Sub-Session-Id ]
    ///     [ Acct-Multi-Session-Id ]
    ///     [ Origin-State-Id ]
    ///     [ Event-Timestamp ]
    ///     [ Granted-Service-Unit ]
    ///   * [ Multiple-Services-Credit-Control ]
    ///     [ Cost-Information ]
    ///     [ Final-Unit-Indication ]
    ///     [ QoS-Final-Unit-Indication ]
    ///     [ Check-Balance-Result ]
    ///     [ Credit-Control-Failure-Handling ]
    ///     [ Direct-Debiting-Failure-Handling ]
    ///     [ Validity-Time ]
    ///   * [ Redirect-Host ]
    ///     [ Redirect-Host-Usage ]
    ///     [ Redirect-Max-Cache-Time ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    ///   * [ Failed-AVP ]
    ///     [ Low-Balance-Indication ]
    ///     [ Remaining-Balance ]
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///     [ Service-Information ]
    ///   * [ AVP ]
    /// ```
    ///
    /// Seven AVPs are in every one, errors included: freeDiameter drops an answer without them, and the client waits in vain.
    /// [`CreditControlAnswer::to`] begins one.
    answer CreditControlAnswer<'a> =
        "Credit-Control-Answer" "CCA", 272, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// What became of the request; of no use to the client where a service has its own.
    required outcome: ResultCode = RESULT_CODE;
    /// Who answers.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// 4.
    required auth_application_id: u32 = AUTH_APPLICATION_ID;
    /// As in the request.
    required cc_request_type: CcRequestType = CC_REQUEST_TYPE;
    /// As in the request.
    required cc_request_number: u32 = CC_REQUEST_NUMBER;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// Whether requests may go to another server.
    optional cc_session_failover: CcSessionFailover = CC_SESSION_FAILOVER;
    /// The part of the session.
    optional cc_sub_session_id: u64 = CC_SUB_SESSION_ID;
    /// What sessions have in common.
    optional acct_multi_session_id: &'a str = ACCT_MULTI_SESSION_ID;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// When it happened.
    optional event_timestamp: Timestamp = EVENT_TIMESTAMP;
    /// Units granted, where there is one service only.
    optional granted_service_unit: GrantedServiceUnit = GRANTED_SERVICE_UNIT;
    /// The services, each with what is granted.
    any multiple_services_credit_control: MultipleServicesCreditControl<'a> = MULTIPLE_SERVICES_CREDIT_CONTROL;
    /// What it costs.
    optional cost_information: CostInformation<'a> = COST_INFORMATION;
    /// The units are the last, where there is one service only.
    optional final_unit_indication: FinalUnitIndication<'a> = FINAL_UNIT_INDICATION;
    /// Likewise, with rules for quality.
    optional qos_final_unit_indication: QosFinalUnitIndication<'a> = QOS_FINAL_UNIT_INDICATION;
    /// Whether the account covers the service.
    optional check_balance_result: CheckBalanceResult = CHECK_BALANCE_RESULT;
    /// What the client does while no server answers.
    optional credit_control_failure_handling: CreditControlFailureHandling = CREDIT_CONTROL_FAILURE_HANDLING;
    /// What it does about a direct debit then.
    optional direct_debiting_failure_handling: DirectDebitingFailureHandling = DIRECT_DEBITING_FAILURE_HANDLING;
    /// Seconds that the grant is good for, where there is one service only.
    optional validity_time: u32 = VALIDITY_TIME;
    /// Where to ask instead.
    any redirect_host: DiameterUri<'a> = REDIRECT_HOST;
    /// What to ask there.
    optional redirect_host_usage: RedirectHostUsage = REDIRECT_HOST_USAGE;
    /// Seconds to go on asking there.
    optional redirect_max_cache_time: u32 = REDIRECT_MAX_CACHE_TIME;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
    /// What was wrong with the request, or could not be rated.
    any failed_avp: Raw<'a> = FAILED_AVP;
    /// Whether the account fell below its threshold (TS 32.299).
    optional low_balance_indication: LowBalanceIndication = LOW_BALANCE_INDICATION;
    /// What is left on the account (TS 32.299).
    optional remaining_balance: RemainingBalance = REMAINING_BALANCE;
    /// How load is shed (RFC 7683); kept as it came.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// How much load is to be shed (RFC 7683); kept as it came.
    optional oc_olr: Raw<'a> = OC_OLR;
    /// What the client is to know of the service (TS 32.299).
    optional service_information: ServiceInformation<'a> = SERVICE_INFORMATION;
}

impl<'a> CreditControlAnswer<'a> {
    /// Begins the answer to `request`: what every answer carries, and what proxies want back.
    pub fn to(
        request: &CreditControlRequest<'a>,
        outcome: ResultCode,
        host: &'a str,
        realm: &'a str,
    ) -> Self {
        Self {
            session_id: request.session_id,
            outcome,
            origin_host: host,
            origin_realm: realm,
            auth_application_id: super::APPLICATION,
            cc_request_type: request.cc_request_type,
            cc_request_number: request.cc_request_number,
            proxy_info: request.proxy_info.clone(),
            ..Self::default()
        }
    }
}
