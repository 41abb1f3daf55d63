//! Server-Assignment-Request and -Answer: this AAA server serves, or no longer serves, the user (TS 29.273 §8.2.2.3).

use super::avps::NON_3GPP_USER_DATA;
use super::flags::EmergencyServices;
use super::user_data::Non3gppUserData;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    MIP6_AGENT_INFO, OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE,
    ROUTE_RECORD, SERVICE_SELECTION, SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{
    AuthSessionState, Mip6AgentInfo, Outcome, VendorSpecificApplicationId,
};
use crate::diameter::dictionary::cx::avps::{
    SERVER_ASSIGNMENT_TYPE, SUPPORTED_FEATURES, VISITED_NETWORK_IDENTIFIER,
};
use crate::diameter::dictionary::cx::{ServerAssignmentType, SupportedFeatures};
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::s6a::avps::{ACTIVE_APN, CONTEXT_IDENTIFIER, TERMINAL_INFORMATION};
use crate::diameter::dictionary::s6a::{ActiveApn, TerminalInformation};
use crate::diameter::dictionary::tgpp::avps::{EMERGENCY_SERVICES, TGPP_AAA_SERVER_NAME};

command! {
    /// Server-Assignment-Request (TS 29.273 §8.2.2.3).
    ///
    /// ```text
    /// < Server-Assignment-Request > ::= < Diameter Header: 301, REQ, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     [ Service-Selection ]
    ///     [ Context-Identifier ]
    ///     [ MIP6-Agent-Info ]
    ///     [ Visited-Network-Identifier ]
    ///     { User-Name }
    ///     { Server-Assignment-Type }
    ///   * [ Active-APN ]
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///     [ Terminal-Information ]
    ///     [ Emergency-Services ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request ServerAssignmentRequest<'a> =
        "Server-Assignment-Request" "SAR", 301, super::APPLICATION, CommandFlags::PROXIABLE;
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
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// The APN whose gateway is told of.
    optional service_selection: &'a str = SERVICE_SELECTION;
    /// Names the APN within the subscription.
    optional context_identifier: u32 = CONTEXT_IDENTIFIER;
    /// The PDN gateway; absent where it is no longer used.
    optional mip6_agent_info: Mip6AgentInfo<'a> = MIP6_AGENT_INFO;
    /// The network of the gateway.
    optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
    /// The permanent identity: a NAI, or the IMSI alone (TS 23.003 §19.3.2).
    required user_name: &'a str = USER_NAME;
    /// What happened.
    required server_assignment_type: ServerAssignmentType = SERVER_ASSIGNMENT_TYPE;
    /// The APNs in use, in a restoration.
    any active_apn: ActiveApn<'a> = ACTIVE_APN;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What the terminal is.
    optional terminal_information: TerminalInformation<'a> = TERMINAL_INFORMATION;
    /// That the gateway is one for emergencies.
    optional emergency_services: EmergencyServices = EMERGENCY_SERVICES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Server-Assignment-Answer (TS 29.273 §8.2.2.3).
    ///
    /// ```text
    /// < Server-Assignment-Answer > ::= < Diameter Header: 301, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { User-Name }
    ///     [ Non-3GPP-User-Data ]
    ///     [ 3GPP-AAA-Server-Name ]
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer ServerAssignmentAnswer<'a> =
        "Server-Assignment-Answer" "SAA", 301, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SWx keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// SWx.
    required vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The permanent identity: a NAI, or the IMSI alone (TS 23.003 §19.3.2).
    required user_name: &'a str = USER_NAME;
    /// What the AAA server is told of the user.
    optional non_3gpp_user_data: Non3gppUserData<'a> = NON_3GPP_USER_DATA;
    /// The AAA server that serves the user already, where it is another.
    optional tgpp_aaa_server_name: &'a str = TGPP_AAA_SERVER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Overload report (RFC 7683).
    optional oc_olr: Raw<'a> = OC_OLR;
    /// Load report (RFC 8583).
    any load: Raw<'a> = LOAD;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
