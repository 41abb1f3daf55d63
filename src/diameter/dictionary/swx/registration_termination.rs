//! Registration-Termination-Request and -Answer: the HSS deregisters a user (TS 29.273 §8.2.2.4).

use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::avps::{DEREGISTRATION_REASON, SUPPORTED_FEATURES};
use crate::diameter::dictionary::cx::{DeregistrationReason, SupportedFeatures};
use crate::diameter::dictionary::grammar::command;

command! {
    /// Registration-Termination-Request (TS 29.273 §8.2.2.4).
    ///
    /// ```text
    /// < Registration-Termination-Request > ::= < Diameter Header: 304, REQ, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { User-Name }
    ///     { Deregistration-Reason }
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request RegistrationTerminationRequest<'a> =
        "Registration-Termination-Request" "RTR", 304, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SWx keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// SWx.
    required vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// The permanent identity: a NAI, or the IMSI alone (TS 23.003 §19.3.2).
    required user_name: &'a str = USER_NAME;
    /// Why.
    required deregistration_reason: DeregistrationReason<'a> = DEREGISTRATION_REASON;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Registration-Termination-Answer (TS 29.273 §8.2.2.4).
    ///
    /// ```text
    /// < Registration-Termination-Answer > ::= < Diameter Header: 304, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer RegistrationTerminationAnswer<'a> =
        "Registration-Termination-Answer" "RTA", 304, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SWx keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// SWx.
    expected vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    expected auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
