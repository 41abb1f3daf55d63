//! Insert-Subscriber-Data-Request and -Answer: the profile changed, or something is wanted of the node (TS 29.272 §7.2.9, §7.2.10).

use super::avps::{
    EPS_LOCATION_INFORMATION, EPS_USER_STATE, IDA_FLAGS, IDR_FLAGS, IMS_VOICE_OVER_PS_SESSIONS_SUPPORTED,
    LAST_UE_ACTIVITY_TIME, LOCAL_TIME_ZONE, RESET_ID, SUBSCRIPTION_DATA,
};
use super::enums::ImsVoiceOverPsSessionsSupported;
use super::flags::{IdaFlags, IdrFlags};
use super::location::{EpsLocationInformation, EpsUserState, LocalTimeZone};
use super::subscription_data::SubscriptionData;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::tgpp::RatType;
use crate::diameter::dictionary::tgpp::avps::{
    MONITORING_EVENT_CONFIG_STATUS, MONITORING_EVENT_REPORT, RAT_TYPE, SUPPORTED_SERVICES,
};
use crate::types::Timestamp;

command! {
    /// Insert-Subscriber-Data-Request (TS 29.272 §7.2.9).
    ///
    /// ```text
    /// < Insert-Subscriber-Data-Request > ::= < Diameter Header: 319, REQ, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { User-Name }
    ///   * [ Supported-Features ]
    ///     { Subscription-Data }
    ///     [ IDR-Flags ]
    ///   * [ Reset-ID ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request InsertSubscriberDataRequest<'a> =
        "Insert-Subscriber-Data-Request" "IDR", 319, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Who is to answer.
    required destination_host: &'a str = DESTINATION_HOST;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// The IMSI.
    required user_name: &'a str = USER_NAME;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The profile; one that would be empty is not written.
    required subscription_data: SubscriptionData<'a> = SUBSCRIPTION_DATA;
    /// IDR-Flags (§7.3.103).
    optional idr_flags: IdrFlags = IDR_FLAGS;
    /// Parts of the HSS that a reset may name.
    any reset_id: &'a [u8] = RESET_ID;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Insert-Subscriber-Data-Answer (TS 29.272 §7.2.10).
    ///
    /// ```text
    /// < Insert-Subscriber-Data-Answer > ::= < Diameter Header: 319, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///   * [ Supported-Features ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ IMS-Voice-Over-PS-Sessions-Supported ]
    ///     [ Last-UE-Activity-Time ]
    ///     [ RAT-Type ]
    ///     [ IDA-Flags ]
    ///     [ EPS-User-State ]
    ///     [ EPS-Location-Information ]
    ///     [ Local-Time-Zone ]
    ///     [ Supported-Services ]
    ///   * [ Monitoring-Event-Report ]
    ///   * [ Monitoring-Event-Config-Status ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer InsertSubscriberDataAnswer<'a> =
        "Insert-Subscriber-Data-Answer" "IDA", 319, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    expected auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// IMS-Voice-Over-PS-Sessions-Supported (§7.3.106).
    optional ims_voice_over_ps_sessions_supported: ImsVoiceOverPsSessionsSupported = IMS_VOICE_OVER_PS_SESSIONS_SUPPORTED;
    /// Last-UE-Activity-Time (§7.3.108).
    optional last_ue_activity_time: Timestamp = LAST_UE_ACTIVITY_TIME;
    /// The access.
    optional rat_type: RatType = RAT_TYPE;
    /// IDA-Flags (§7.3.47).
    optional ida_flags: IdaFlags = IDA_FLAGS;
    /// EPS-User-State (§7.3.110).
    optional eps_user_state: EpsUserState = EPS_USER_STATE;
    /// EPS-Location-Information (§7.3.111).
    optional eps_location_information: EpsLocationInformation<'a> = EPS_LOCATION_INFORMATION;
    /// Local-Time-Zone (§7.3.156).
    optional local_time_zone: LocalTimeZone<'a> = LOCAL_TIME_ZONE;
    /// Supported-Services (TS 29.336), kept as it is: nothing in it is acted on.
    optional supported_services: Raw<'a> = SUPPORTED_SERVICES;
    /// Monitoring-Event-Report (TS 29.336), kept as it is: nothing in it is acted on.
    any monitoring_event_report: Raw<'a> = MONITORING_EVENT_REPORT;
    /// Monitoring-Event-Config-Status (TS 29.336), kept as it is: nothing in it is acted on.
    any monitoring_event_config_status: Raw<'a> = MONITORING_EVENT_CONFIG_STATUS;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
