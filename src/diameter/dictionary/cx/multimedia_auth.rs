//! Multimedia-Auth-Request and -Answer: how to authenticate the user (TS 29.229 §6.1.7, §6.1.8).

use super::authentication::SipAuthDataItem;
use super::avps::{
    PUBLIC_IDENTITY, SERVER_NAME, SIP_AUTH_DATA_ITEM, SIP_AUTHORIZATION, SIP_NUMBER_AUTH_ITEMS,
    SUPPORTED_FEATURES,
};
use super::grouped::SupportedFeatures;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Multimedia-Auth-Request (TS 29.229 §6.1.7).
    ///
    /// ```text
    /// < Multimedia-Auth-Request > ::= < Diameter Header: 303, REQ, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Realm }
    ///     [ Destination-Host ]
    ///     { User-Name }
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///     { Public-Identity }
    ///     { SIP-Auth-Data-Item }
    ///     { SIP-Number-Auth-Items }
    ///     { Server-Name }
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    ///
    /// OpenSIPS puts SIP-Authorization beside SIP-Auth-Data-Item instead of inside.
    request MultimediaAuthRequest<'a> =
        "Multimedia-Auth-Request" "MAR", 303, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// Who is to answer.
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The private identity.
    required user_name: &'a str = USER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The public identity.
    required public_identity: &'a str = PUBLIC_IDENTITY;
    /// What to authenticate by.
    required sip_auth_data_item: SipAuthDataItem<'a> = SIP_AUTH_DATA_ITEM;
    /// How many vectors.
    required sip_number_auth_items: u32 = SIP_NUMBER_AUTH_ITEMS;
    /// The S-CSCF, as a SIP URI.
    required server_name: &'a str = SERVER_NAME;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
    /// RAND and AUTS, where OpenSIPS puts them.
    surplus sip_authorization: &'a [u8] = SIP_AUTHORIZATION;
}

command! {
    /// Multimedia-Auth-Answer (TS 29.229 §6.1.8).
    ///
    /// ```text
    /// < Multimedia-Auth-Answer > ::= < Diameter Header: 303, PXY, 16777216 >
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
    ///     [ Public-Identity ]
    ///     [ SIP-Number-Auth-Items ]
    ///   * [ SIP-Auth-Data-Item ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer MultimediaAuthAnswer<'a> =
        "Multimedia-Auth-Answer" "MAA", 303, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The public identity.
    optional public_identity: &'a str = PUBLIC_IDENTITY;
    /// How many vectors.
    optional sip_number_auth_items: u32 = SIP_NUMBER_AUTH_ITEMS;
    /// What to authenticate by.
    any sip_auth_data_item: SipAuthDataItem<'a> = SIP_AUTH_DATA_ITEM;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
