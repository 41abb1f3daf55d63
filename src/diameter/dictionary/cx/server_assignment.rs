//! Server-Assignment-Request and -Answer: this S-CSCF serves, or no longer serves, the user (TS 29.229 §6.1.3, §6.1.4).

use super::avps::{
    ALLOWED_WAF_WWSF_IDENTITIES, ASSOCIATED_IDENTITIES, ASSOCIATED_REGISTERED_IDENTITIES,
    CHARGING_INFORMATION, FAILED_PCSCF, LOOSE_ROUTE_INDICATION, MULTIPLE_REGISTRATION_INDICATION,
    PRIVILEDGED_SENDER_INDICATION, PUBLIC_IDENTITY, SAR_FLAGS, SCSCF_RESTORATION_INFO,
    SERVER_ASSIGNMENT_TYPE, SERVER_NAME, SESSION_PRIORITY, SUPPORTED_FEATURES, USER_DATA,
    USER_DATA_ALREADY_AVAILABLE, WILDCARDED_PUBLIC_IDENTITY,
};
use super::enums::{
    LooseRouteIndication, MultipleRegistrationIndication, PriviledgedSenderIndication, SarFlags,
    ServerAssignmentType, SessionPriority, UserDataAlreadyAvailable,
};
use super::grouped::{
    AllowedWafWwsfIdentities, AssociatedIdentities, AssociatedRegisteredIdentities, ChargingInformation,
    FailedPcscf, SupportedFeatures,
};
use super::restoration::ScscfRestorationInfo;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Server-Assignment-Request (TS 29.229 §6.1.3).
    ///
    /// ```text
    /// < Server-Assignment-Request > ::= < Diameter Header: 301, REQ, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     [ User-Name ]
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///   * [ Public-Identity ]
    ///     [ Wildcarded-Public-Identity ]
    ///     { Server-Name }
    ///     { Server-Assignment-Type }
    ///     { User-Data-Already-Available }
    ///     [ SCSCF-Restoration-Info ]
    ///     [ Multiple-Registration-Indication ]
    ///     [ Session-Priority ]
    ///     [ SAR-Flags ]
    ///     [ Failed-PCSCF ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request ServerAssignmentRequest<'a> =
        "Server-Assignment-Request" "SAR", 301, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The private identity.
    optional user_name: &'a str = USER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The public identity.
    any public_identity: &'a str = PUBLIC_IDENTITY;
    /// The wildcarded identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// The S-CSCF, as a SIP URI.
    required server_name: &'a str = SERVER_NAME;
    /// What happened.
    required server_assignment_type: ServerAssignmentType = SERVER_ASSIGNMENT_TYPE;
    /// Whether the S-CSCF has the profile.
    required user_data_already_available: UserDataAlreadyAvailable = USER_DATA_ALREADY_AVAILABLE;
    /// What another S-CSCF would need to go on.
    optional scscf_restoration_info: ScscfRestorationInfo<'a> = SCSCF_RESTORATION_INFO;
    /// Whether several contacts may be registered.
    optional multiple_registration_indication: MultipleRegistrationIndication = MULTIPLE_REGISTRATION_INDICATION;
    /// Priority of the call.
    optional session_priority: SessionPriority = SESSION_PRIORITY;
    /// P-CSCF restoration.
    optional sar_flags: SarFlags = SAR_FLAGS;
    /// The P-CSCF that failed.
    optional failed_pcscf: FailedPcscf<'a> = FAILED_PCSCF;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Server-Assignment-Answer (TS 29.229 §6.1.4).
    ///
    /// ```text
    /// < Server-Assignment-Answer > ::= < Diameter Header: 301, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ User-Name ]
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ Supported-Features ]
    ///     [ User-Data ]
    ///     [ Charging-Information ]
    ///     [ Associated-Identities ]
    ///     [ Loose-Route-Indication ]
    ///   * [ SCSCF-Restoration-Info ]
    ///     [ Associated-Registered-Identities ]
    ///     [ Server-Name ]
    ///     [ Wildcarded-Public-Identity ]
    ///     [ Priviledged-Sender-Indication ]
    ///     [ Allowed-WAF-WWSF-Identities ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer ServerAssignmentAnswer<'a> =
        "Server-Assignment-Answer" "SAA", 301, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The private identity.
    optional user_name: &'a str = USER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Overload report (RFC 7683).
    optional oc_olr: Raw<'a> = OC_OLR;
    /// Load report (RFC 8583).
    any load: Raw<'a> = LOAD;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The profile's XML.
    optional user_data: &'a [u8] = USER_DATA;
    /// Where to charge.
    optional charging_information: ChargingInformation<'a> = CHARGING_INFORMATION;
    /// Private identities of the same subscription.
    optional associated_identities: AssociatedIdentities<'a> = ASSOCIATED_IDENTITIES;
    /// Whether to route loosely.
    optional loose_route_indication: LooseRouteIndication = LOOSE_ROUTE_INDICATION;
    /// What another S-CSCF would need to go on.
    any scscf_restoration_info: Raw<'a> = SCSCF_RESTORATION_INFO;
    /// Private identities registered with the public one.
    optional associated_registered_identities: AssociatedRegisteredIdentities<'a> = ASSOCIATED_REGISTERED_IDENTITIES;
    /// The S-CSCF, as a SIP URI.
    optional server_name: &'a str = SERVER_NAME;
    /// The wildcarded identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// Whether the user may send what others may not.
    optional priviledged_sender_indication: PriviledgedSenderIndication = PRIVILEDGED_SENDER_INDICATION;
    /// Where WebRTC clients may come from.
    optional allowed_waf_wwsf_identities: AllowedWafWwsfIdentities<'a> = ALLOWED_WAF_WWSF_IDENTITIES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
