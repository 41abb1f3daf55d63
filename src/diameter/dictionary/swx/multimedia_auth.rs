//! Multimedia-Auth-Request and -Answer: how to authenticate the user (TS 29.273 §8.2.2.1).

use super::avps::{AAA_FAILURE_INDICATION, AN_TRUSTED, ANID};
use super::enums::AnTrusted;
use super::flags::AaaFailureIndication;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::avps::{
    SIP_AUTH_DATA_ITEM, SIP_NUMBER_AUTH_ITEMS, SUPPORTED_FEATURES, VISITED_NETWORK_IDENTIFIER,
};
use crate::diameter::dictionary::cx::{SipAuthDataItem, SupportedFeatures};
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::s6a::TerminalInformation;
use crate::diameter::dictionary::s6a::avps::TERMINAL_INFORMATION;
use crate::diameter::dictionary::tgpp::RatType;
use crate::diameter::dictionary::tgpp::avps::{RAT_TYPE, TGPP_AAA_SERVER_NAME};

command! {
    /// Multimedia-Auth-Request (TS 29.273 §8.2.2.1).
    ///
    /// ```text
    /// < Multimedia-Auth-Request > ::= < Diameter Header: 303, REQ, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Realm }
    ///     [ Destination-Host ]
    ///     { User-Name }
    ///     [ RAT-Type ]
    ///     [ AN-Trusted ]
    ///     [ ANID ]
    ///     [ Visited-Network-Identifier ]
    ///     [ Terminal-Information ]
    ///     { SIP-Auth-Data-Item }
    ///     { SIP-Number-Auth-Items }
    ///     [ AAA-Failure-Indication ]
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request MultimediaAuthRequest<'a> =
        "Multimedia-Auth-Request" "MAR", 303, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// Who is to answer.
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The permanent identity: a NAI, or the IMSI alone (TS 23.003 §19.3.2).
    required user_name: &'a str = USER_NAME;
    /// The access; absent where it is not known.
    optional rat_type: RatType = RAT_TYPE;
    /// Whether the access network is trusted.
    optional an_trusted: AnTrusted = AN_TRUSTED;
    /// The access network's name, which EAP-AKA' derives its keys with (TS 24.302 §8.1.1).
    optional anid: &'a str = ANID;
    /// The network that the terminal is in; absent at home.
    optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
    /// What the terminal is.
    optional terminal_information: TerminalInformation<'a> = TERMINAL_INFORMATION;
    /// The scheme, and in a resynchronisation RAND and AUTS; in an answer vectors, the lowest number to be used first.
    required sip_auth_data_item: SipAuthDataItem<'a> = SIP_AUTH_DATA_ITEM;
    /// How many vectors.
    required sip_number_auth_items: u32 = SIP_NUMBER_AUTH_ITEMS;
    /// That the AAA server which served the user until now is not available.
    optional aaa_failure_indication: AaaFailureIndication = AAA_FAILURE_INDICATION;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Multimedia-Auth-Answer (TS 29.273 §8.2.2.1).
    ///
    /// ```text
    /// < Multimedia-Auth-Answer > ::= < Diameter Header: 303, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { User-Name }
    ///     [ SIP-Number-Auth-Items ]
    ///   * [ SIP-Auth-Data-Item ]
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
    answer MultimediaAuthAnswer<'a> =
        "Multimedia-Auth-Answer" "MAA", 303, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// How many vectors.
    optional sip_number_auth_items: u32 = SIP_NUMBER_AUTH_ITEMS;
    /// The scheme, and in a resynchronisation RAND and AUTS; in an answer vectors, the lowest number to be used first.
    any sip_auth_data_item: SipAuthDataItem<'a> = SIP_AUTH_DATA_ITEM;
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
