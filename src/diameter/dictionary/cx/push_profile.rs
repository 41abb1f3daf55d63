//! Push-Profile-Request and -Answer: the HSS changes a profile in use (TS 29.229 §6.1.11, §6.1.12).

use super::authentication::SipAuthDataItem;
use super::avps::{
    ALLOWED_WAF_WWSF_IDENTITIES, CHARGING_INFORMATION, SIP_AUTH_DATA_ITEM, SUPPORTED_FEATURES, USER_DATA,
};
use super::grouped::{AllowedWafWwsfIdentities, ChargingInformation, SupportedFeatures};
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Push-Profile-Request (TS 29.229 §6.1.11).
    ///
    /// ```text
    /// < Push-Profile-Request > ::= < Diameter Header: 305, REQ, PXY, 16777216 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { User-Name }
    ///   * [ Supported-Features ]
    ///     [ User-Data ]
    ///     [ Charging-Information ]
    ///     [ SIP-Auth-Data-Item ]
    ///     [ Allowed-WAF-WWSF-Identities ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request PushProfileRequest<'a> =
        "Push-Profile-Request" "PPR", 305, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The profile's XML.
    optional user_data: &'a [u8] = USER_DATA;
    /// Where to charge.
    optional charging_information: ChargingInformation<'a> = CHARGING_INFORMATION;
    /// What to authenticate by.
    optional sip_auth_data_item: SipAuthDataItem<'a> = SIP_AUTH_DATA_ITEM;
    /// Where WebRTC clients may come from.
    optional allowed_waf_wwsf_identities: AllowedWafWwsfIdentities<'a> = ALLOWED_WAF_WWSF_IDENTITIES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Push-Profile-Answer (TS 29.229 §6.1.12).
    ///
    /// ```text
    /// < Push-Profile-Answer > ::= < Diameter Header: 305, PXY, 16777216 >
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
    answer PushProfileAnswer<'a> =
        "Push-Profile-Answer" "PPA", 305, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
