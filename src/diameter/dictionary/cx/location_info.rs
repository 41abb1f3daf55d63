//! Location-Info-Request and -Answer: which S-CSCF takes a call for this user (TS 29.229 §6.1.5, §6.1.6).

use super::avps::{
    LIA_FLAGS, ORIGINATING_REQUEST, PUBLIC_IDENTITY, SERVER_CAPABILITIES, SERVER_NAME, SESSION_PRIORITY,
    SUPPORTED_FEATURES, USER_AUTHORIZATION_TYPE, WILDCARDED_PUBLIC_IDENTITY,
};
use super::enums::{LiaFlags, OriginatingRequest, SessionPriority, UserAuthorizationType};
use super::grouped::{ServerCapabilities, SupportedFeatures};
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Location-Info-Request (TS 29.229 §6.1.5).
    ///
    /// ```text
    /// < Location-Info-Request > ::= < Diameter Header: 302, REQ, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     [ Originating-Request ]
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///     { Public-Identity }
    ///     [ User-Authorization-Type ]
    ///     [ Session-Priority ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request LocationInfoRequest<'a> =
        "Location-Info-Request" "LIR", 302, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: Cx keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// Cx.
    required vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// Present for an originating call.
    optional originating_request: OriginatingRequest = ORIGINATING_REQUEST;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The public identity.
    required public_identity: &'a str = PUBLIC_IDENTITY;
    /// What is to be authorized; a registration when absent.
    optional user_authorization_type: UserAuthorizationType = USER_AUTHORIZATION_TYPE;
    /// Priority of the call.
    optional session_priority: SessionPriority = SESSION_PRIORITY;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Location-Info-Answer (TS 29.229 §6.1.6).
    ///
    /// ```text
    /// < Location-Info-Answer > ::= < Diameter Header: 302, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ Supported-Features ]
    ///     [ Server-Name ]
    ///     [ Server-Capabilities ]
    ///     [ Wildcarded-Public-Identity ]
    ///     [ LIA-Flags ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer LocationInfoAnswer<'a> =
        "Location-Info-Answer" "LIA", 302, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: Cx keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// Cx.
    required vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The S-CSCF, as a SIP URI.
    optional server_name: &'a str = SERVER_NAME;
    /// What to choose an S-CSCF by.
    optional server_capabilities: ServerCapabilities<'a> = SERVER_CAPABILITIES;
    /// The wildcarded identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// Direct routing to a public service.
    optional lia_flags: LiaFlags = LIA_FLAGS;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
