//! Accounting-Request and -Answer (RFC 6733 §9.7; TS 32.299 §6.2).

use crate::diameter::codec::{CommandFlags, ResultCode};
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    ACCOUNTING_REALTIME_REQUIRED, ACCOUNTING_RECORD_NUMBER, ACCOUNTING_RECORD_TYPE,
    ACCOUNTING_SUB_SESSION_ID, ACCT_APPLICATION_ID, ACCT_INTERIM_INTERVAL, ACCT_MULTI_SESSION_ID,
    ACCT_SESSION_ID, DESTINATION_HOST, DESTINATION_REALM, ERROR_MESSAGE, ERROR_REPORTING_HOST,
    EVENT_TIMESTAMP, FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, ORIGIN_STATE_ID, PROXY_INFO, RESULT_CODE,
    ROUTE_RECORD, SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{
    AccountingRealtimeRequired, AccountingRecordType, VendorSpecificApplicationId,
};
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::ro::avps::credit_control::SERVICE_CONTEXT_ID;
use crate::diameter::dictionary::ro::avps::service::SERVICE_INFORMATION;
use crate::diameter::dictionary::ro::{ServiceContextId, ServiceInformation};
use crate::types::Timestamp;

command! {
    /// Accounting-Request (RFC 6733 §9.7.1, with what TS 32.299 §6.2.2 adds).
    ///
    /// ```text
    /// < Accounting-Request > ::= < Diameter Header: 271, REQ, PXY, 3 >
    ///     < Session-Id >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Realm }
    ///     { Accounting-Record-Type }
    ///     { Accounting-Record-Number }
    ///     [ Acct-Application-Id ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ User-Name ]
    ///     [ Destination-Host ]
    ///     [ Accounting-Sub-Session-Id ]
    ///     [ Acct-Session-Id ]
    ///     [ Acct-Multi-Session-Id ]
    ///     [ Acct-Interim-Interval ]
    ///     [ Accounting-Realtime-Required ]
    ///     [ Origin-State-Id ]
    ///     [ Event-Timestamp ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    ///     [ Service-Context-Id ]
    ///     [ Service-Information ]
    ///   * [ AVP ]
    /// ```
    request AccountingRequest<'a> =
        "Accounting-Request" "ACR", 271, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// Who tells; twice where the CCR of the same client has it twice.
    first origin_host: &'a str = ORIGIN_HOST;
    /// Its realm; likewise.
    first origin_realm: &'a str = ORIGIN_REALM;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// Event, start, interim or stop.
    required accounting_record_type: AccountingRecordType = ACCOUNTING_RECORD_TYPE;
    /// The record within its session.
    required accounting_record_number: u32 = ACCOUNTING_RECORD_NUMBER;
    /// 3; some say so in Vendor-Specific-Application-Id alone.
    optional acct_application_id: u32 = ACCT_APPLICATION_ID;
    /// The application, with its vendor.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// Who is to answer.
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The part of the session.
    optional accounting_sub_session_id: u64 = ACCOUNTING_SUB_SESSION_ID;
    /// The session's name in RADIUS.
    optional acct_session_id: &'a [u8] = ACCT_SESSION_ID;
    /// What sessions have in common.
    optional acct_multi_session_id: &'a str = ACCT_MULTI_SESSION_ID;
    /// Seconds between records.
    optional acct_interim_interval: u32 = ACCT_INTERIM_INTERVAL;
    /// What happens while records cannot be delivered.
    optional accounting_realtime_required: AccountingRealtimeRequired = ACCOUNTING_REALTIME_REQUIRED;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// When it happened.
    optional event_timestamp: Timestamp = EVENT_TIMESTAMP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
    /// Which service it is, and whose document says what its AVPs mean (TS 32.299).
    optional service_context_id: ServiceContextId<'a> = SERVICE_CONTEXT_ID;
    /// What is known of the service (TS 32.299).
    optional service_information: ServiceInformation<'a> = SERVICE_INFORMATION;
}

command! {
    /// Accounting-Answer (RFC 6733 §9.7.2).
    ///
    /// ```text
    /// < Accounting-Answer > ::= < Diameter Header: 271, PXY, 3 >
    ///     < Session-Id >
    ///     { Result-Code }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Accounting-Record-Type }
    ///     { Accounting-Record-Number }
    ///     [ Acct-Application-Id ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ User-Name ]
    ///     [ Accounting-Sub-Session-Id ]
    ///     [ Acct-Session-Id ]
    ///     [ Acct-Multi-Session-Id ]
    ///     [ Error-Message ]
    ///     [ Error-Reporting-Host ]
    ///     [ Failed-AVP ]
    ///     [ Acct-Interim-Interval ]
    ///     [ Accounting-Realtime-Required ]
    ///     [ Origin-State-Id ]
    ///     [ Event-Timestamp ]
    ///   * [ Proxy-Info ]
    ///   * [ AVP ]
    /// ```
    answer AccountingAnswer<'a> =
        "Accounting-Answer" "ACA", 271, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// What became of the record; 4002 where it could not be stored: the client keeps it.
    required outcome: ResultCode = RESULT_CODE;
    /// Who answers.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// As in the request.
    required accounting_record_type: AccountingRecordType = ACCOUNTING_RECORD_TYPE;
    /// As in the request.
    required accounting_record_number: u32 = ACCOUNTING_RECORD_NUMBER;
    /// 3.
    optional acct_application_id: u32 = ACCT_APPLICATION_ID;
    /// The application, with its vendor.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// The part of the session.
    optional accounting_sub_session_id: u64 = ACCOUNTING_SUB_SESSION_ID;
    /// The session's name in RADIUS.
    optional acct_session_id: &'a [u8] = ACCT_SESSION_ID;
    /// What sessions have in common.
    optional acct_multi_session_id: &'a str = ACCT_MULTI_SESSION_ID;
    /// For people.
    optional error_message: &'a str = ERROR_MESSAGE;
    /// Who saw the error, if not the sender.
    optional error_reporting_host: &'a str = ERROR_REPORTING_HOST;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// Seconds between the records that are to come.
    optional acct_interim_interval: u32 = ACCT_INTERIM_INTERVAL;
    /// What happens while records cannot be delivered.
    optional accounting_realtime_required: AccountingRealtimeRequired = ACCOUNTING_REALTIME_REQUIRED;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// When it happened.
    optional event_timestamp: Timestamp = EVENT_TIMESTAMP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
}

impl<'a> AccountingAnswer<'a> {
    /// Begins the answer to `request`: what every answer carries, and what proxies want back.
    pub fn to(request: &AccountingRequest<'a>, outcome: ResultCode, host: &'a str, realm: &'a str) -> Self {
        Self {
            session_id: request.session_id,
            outcome,
            origin_host: host,
            origin_realm: realm,
            accounting_record_type: request.accounting_record_type,
            accounting_record_number: request.accounting_record_number,
            acct_application_id: Some(super::APPLICATION),
            proxy_info: request.proxy_info.clone(),
            ..Self::default()
        }
    }
}
