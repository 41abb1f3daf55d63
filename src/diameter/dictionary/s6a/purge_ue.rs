//! Purge-UE-Request and -Answer: the node has forgotten the user (TS 29.272 §7.2.13, §7.2.14).

use super::avps::{EPS_LOCATION_INFORMATION, PUA_FLAGS, PUR_FLAGS};
use super::flags::{PuaFlags, PurFlags};
use super::location::EpsLocationInformation;
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
    /// Purge-UE-Request (TS 29.272 §7.2.13).
    ///
    /// ```text
    /// < Purge-UE-Request > ::= < Diameter Header: 321, REQ, PXY, 16777251 >
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
    ///     [ PUR-Flags ]
    ///   * [ Supported-Features ]
    ///     [ EPS-Location-Information ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request PurgeUeRequest<'a> =
        "Purge-UE-Request" "PUR", 321, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// PUR-Flags (§7.3.149).
    optional pur_flags: PurFlags = PUR_FLAGS;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// EPS-Location-Information (§7.3.111).
    optional eps_location_information: EpsLocationInformation<'a> = EPS_LOCATION_INFORMATION;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Purge-UE-Answer (TS 29.272 §7.2.14).
    ///
    /// ```text
    /// < Purge-UE-Answer > ::= < Diameter Header: 321, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///   * [ Supported-Features ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///     [ PUA-Flags ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer PurgeUeAnswer<'a> =
        "Purge-UE-Answer" "PUA", 321, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// PUA-Flags (§7.3.48).
    optional pua_flags: PuaFlags = PUA_FLAGS;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
