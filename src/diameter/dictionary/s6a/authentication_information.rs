//! Authentication-Information-Request and -Answer: vectors for a user (TS 29.272 §7.2.5, §7.2.6).

use super::authentication::{
    AuthenticationInfo, RequestedEutranAuthenticationInfo, RequestedUtranGeranAuthenticationInfo,
};
use super::avps::{
    AIR_FLAGS, AUTHENTICATION_INFO, ERROR_DIAGNOSTIC, REQUESTED_EUTRAN_AUTHENTICATION_INFO,
    REQUESTED_UTRAN_GERAN_AUTHENTICATION_INFO, UE_USAGE_TYPE, VISITED_PLMN_ID,
};
use super::enums::ErrorDiagnostic;
use super::flags::AirFlags;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::grammar::command;

command! {
    /// Authentication-Information-Request (TS 29.272 §7.2.5).
    ///
    /// ```text
    /// < Authentication-Information-Request > ::= < Diameter Header: 318, REQ, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     { User-Name }
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///     [ Requested-EUTRAN-Authentication-Info ]
    ///     [ Requested-UTRAN-GERAN-Authentication-Info ]
    ///     { Visited-PLMN-Id }
    ///     [ AIR-Flags ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request AuthenticationInformationRequest<'a> =
        "Authentication-Information-Request" "AIR", 318, super::APPLICATION, CommandFlags::PROXIABLE;
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
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// The IMSI.
    required user_name: &'a str = USER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// Requested-EUTRAN-Authentication-Info (§7.3.11).
    optional requested_eutran_authentication_info: RequestedEutranAuthenticationInfo<'a> = REQUESTED_EUTRAN_AUTHENTICATION_INFO;
    /// Requested-UTRAN-GERAN-Authentication-Info (§7.3.12).
    optional requested_utran_geran_authentication_info: RequestedUtranGeranAuthenticationInfo<'a> = REQUESTED_UTRAN_GERAN_AUTHENTICATION_INFO;
    /// The network, three octets.
    required visited_plmn_id: &'a [u8] = VISITED_PLMN_ID;
    /// AIR-Flags (§7.3.201).
    optional air_flags: AirFlags = AIR_FLAGS;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Authentication-Information-Answer (TS 29.272 §7.2.6).
    ///
    /// ```text
    /// < Authentication-Information-Answer > ::= < Diameter Header: 318, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     [ Error-Diagnostic ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ Supported-Features ]
    ///     [ Authentication-Info ]
    ///     [ UE-Usage-Type ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer AuthenticationInformationAnswer<'a> =
        "Authentication-Information-Answer" "AIA", 318, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// More about the error.
    optional error_diagnostic: ErrorDiagnostic = ERROR_DIAGNOSTIC;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Overload report (RFC 7683).
    optional oc_olr: Raw<'a> = OC_OLR;
    /// Load report (RFC 8583).
    any load: Raw<'a> = LOAD;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// Authentication-Info (§7.3.17).
    optional authentication_info: AuthenticationInfo<'a> = AUTHENTICATION_INFO;
    /// UE-Usage-Type: 0 to 255.
    optional ue_usage_type: u32 = UE_USAGE_TYPE;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
