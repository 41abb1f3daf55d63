//! User-Data-Request and -Answer: an application server reads (TS 29.329 §6.1.1, §6.1.2).

use super::avps::{
    CALL_REFERENCE_INFO, CURRENT_LOCATION, DATA_REFERENCE, DSAI_TAG, IDENTITY_SET,
    LOCAL_TIME_ZONE_INDICATION, PRE_PAGING_SUPPORTED, REQUESTED_DOMAIN, REQUESTED_NODES, SERVICE_INDICATION,
    SERVING_NODE_INDICATION, UDR_FLAGS, USER_DATA, USER_IDENTITY,
};
use super::enums::{
    CurrentLocation, DataReference, IdentitySet, LocalTimeZoneIndication, PrePagingSupported,
    RequestedDomain, RequestedNodes, ServingNodeIndication, UdrFlags,
};
use super::grouped::{CallReferenceInfo, UserIdentity};
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::avps::{
    SERVER_NAME, SESSION_PRIORITY, SUPPORTED_FEATURES, WILDCARDED_IMPU, WILDCARDED_PUBLIC_IDENTITY,
};
use crate::diameter::dictionary::cx::{SessionPriority, SupportedFeatures};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// User-Data-Request (TS 29.329 §6.1.1).
    ///
    /// ```text
    /// < User-Data-Request > ::= < Diameter Header: 306, REQ, PXY, 16777217 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///   * [ Supported-Features ]
    ///     { User-Identity }
    ///     [ Wildcarded-Public-Identity ]
    ///     [ Wildcarded-IMPU ]
    ///     [ Server-Name ]
    ///   * [ Service-Indication ]
    ///  1* { Data-Reference }
    ///   * [ Identity-Set ]
    ///     [ Requested-Domain ]
    ///     [ Current-Location ]
    ///   * [ DSAI-Tag ]
    ///     [ Session-Priority ]
    ///     [ User-Name ]
    ///     [ Requested-Nodes ]
    ///     [ Serving-Node-Indication ]
    ///     [ Pre-paging-Supported ]
    ///     [ Local-Time-Zone-Indication ]
    ///     [ UDR-Flags ]
    ///     [ Call-Reference-Info ]
    ///     [ OC-Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request UserDataRequest<'a> =
        "User-Data-Request" "UDR", 306, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: Sh keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// Sh.
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
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// Whose data.
    required user_identity: UserIdentity<'a> = USER_IDENTITY;
    /// The wildcarded public service identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// The wildcarded public user identity that the public one matches.
    optional wildcarded_impu: &'a str = WILDCARDED_IMPU;
    /// The application server whose filter criteria are meant, as a SIP URI.
    optional server_name: &'a str = SERVER_NAME;
    /// Which repository data.
    any service_indication: &'a [u8] = SERVICE_INDICATION;
    /// Which data.
    some data_reference: DataReference = DATA_REFERENCE;
    /// Which public identities.
    any identity_set: IdentitySet = IDENTITY_SET;
    /// Circuit or packet switched.
    optional requested_domain: RequestedDomain = REQUESTED_DOMAIN;
    /// Whether to ask the network where the user is.
    optional current_location: CurrentLocation = CURRENT_LOCATION;
    /// Which dynamic service activation information.
    any dsai_tag: &'a [u8] = DSAI_TAG;
    /// Priority of the session.
    optional session_priority: SessionPriority = SESSION_PRIORITY;
    /// The private identity.
    optional user_name: &'a str = USER_NAME;
    /// Which kinds of serving nodes to ask.
    optional requested_nodes: RequestedNodes = REQUESTED_NODES;
    /// Only the address of the serving node is wanted.
    optional serving_node_indication: ServingNodeIndication = SERVING_NODE_INDICATION;
    /// Whether the sender pages beforehand.
    optional pre_paging_supported: PrePagingSupported = PRE_PAGING_SUPPORTED;
    /// Whether the local time zone is wanted.
    optional local_time_zone_indication: LocalTimeZoneIndication = LOCAL_TIME_ZONE_INDICATION;
    /// What of the location is understood.
    optional udr_flags: UdrFlags = UDR_FLAGS;
    /// The call that a routing number is for.
    optional call_reference_info: CallReferenceInfo<'a> = CALL_REFERENCE_INFO;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// User-Data-Answer (TS 29.329 §6.1.2).
    ///
    /// ```text
    /// < User-Data-Answer > ::= < Diameter Header: 306, PXY, 16777217 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///   * [ Supported-Features ]
    ///     [ Wildcarded-Public-Identity ]
    ///     [ Wildcarded-IMPU ]
    ///     [ User-Data ]
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer UserDataAnswer<'a> =
        "User-Data-Answer" "UDA", 306, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: Sh keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// Sh.
    required vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The wildcarded public service identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// The wildcarded public user identity that the public one matches.
    optional wildcarded_impu: &'a str = WILDCARDED_IMPU;
    /// The Sh-Data XML (TS 29.328 Annex D).
    optional user_data: &'a [u8] = USER_DATA;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Overload report (RFC 7683).
    optional oc_olr: Raw<'a> = OC_OLR;
    /// Load report (RFC 8583).
    any load: Raw<'a> = LOAD;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
