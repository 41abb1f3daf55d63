//! Registration-Termination-Request and -Answer: the HSS deregisters a user (TS 29.229 §6.1.9, §6.1.10).

use super::avps::{
    ASSOCIATED_IDENTITIES, DEREGISTRATION_REASON, IDENTITY_WITH_EMERGENCY_REGISTRATION, PUBLIC_IDENTITY,
    RTR_FLAGS, SUPPORTED_FEATURES,
};
use super::enums::RtrFlags;
use super::grouped::{
    AssociatedIdentities, DeregistrationReason, IdentityWithEmergencyRegistration, SupportedFeatures,
};
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Registration-Termination-Request (TS 29.229 §6.1.9).
    ///
    /// ```text
    /// < Registration-Termination-Request > ::= < Diameter Header: 304, REQ, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { User-Name }
    ///     [ Associated-Identities ]
    ///   * [ Supported-Features ]
    ///   * [ Public-Identity ]
    ///     { Deregistration-Reason }
    ///     [ RTR-Flags ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request RegistrationTerminationRequest<'a> =
        "Registration-Termination-Request" "RTR", 304, super::APPLICATION, CommandFlags::PROXIABLE;
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
    required destination_host: &'a str = DESTINATION_HOST;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// The private identity.
    required user_name: &'a str = USER_NAME;
    /// Private identities of the same subscription.
    optional associated_identities: AssociatedIdentities<'a> = ASSOCIATED_IDENTITIES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The public identity.
    any public_identity: &'a str = PUBLIC_IDENTITY;
    /// Why.
    required deregistration_reason: DeregistrationReason<'a> = DEREGISTRATION_REASON;
    /// Reference location.
    optional rtr_flags: RtrFlags = RTR_FLAGS;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Registration-Termination-Answer (TS 29.229 §6.1.10).
    ///
    /// ```text
    /// < Registration-Termination-Answer > ::= < Diameter Header: 304, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Associated-Identities ]
    ///   * [ Supported-Features ]
    ///   * [ Identity-with-Emergency-Registration ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer RegistrationTerminationAnswer<'a> =
        "Registration-Termination-Answer" "RTA", 304, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Private identities of the same subscription.
    optional associated_identities: AssociatedIdentities<'a> = ASSOCIATED_IDENTITIES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// Pairs that stay registered.
    any identity_with_emergency_registration: IdentityWithEmergencyRegistration<'a> = IDENTITY_WITH_EMERGENCY_REGISTRATION;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
