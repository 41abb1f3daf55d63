//! Cancel-Location-Request and -Answer: the node no longer serves the user (TS 29.272 §7.2.7, §7.2.8).

use super::avps::{CANCELLATION_TYPE, CLR_FLAGS};
use super::enums::CancellationType;
use super::flags::ClrFlags;
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

command! {
    /// Cancel-Location-Request (TS 29.272 §7.2.7).
    ///
    /// ```text
    /// < Cancel-Location-Request > ::= < Diameter Header: 317, REQ, PXY, 16777251 >
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
    ///     { Cancellation-Type }
    ///     [ CLR-Flags ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request CancelLocationRequest<'a> =
        "Cancel-Location-Request" "CLR", 317, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Cancellation-Type (§7.3.24).
    required cancellation_type: CancellationType = CANCELLATION_TYPE;
    /// CLR-Flags (§7.3.152).
    optional clr_flags: ClrFlags = CLR_FLAGS;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Cancel-Location-Answer (TS 29.272 §7.2.8).
    ///
    /// ```text
    /// < Cancel-Location-Answer > ::= < Diameter Header: 317, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///   * [ Supported-Features ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer CancelLocationAnswer<'a> =
        "Cancel-Location-Answer" "CLA", 317, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
