//! Push-Profile-Request and -Answer: the HSS changes a profile in use (TS 29.273 §8.2.2.2).

use super::avps::{ACCESS_NETWORK_INFO, NON_3GPP_USER_DATA, PPR_FLAGS};
use super::flags::PprFlags;
use super::user_data::Non3gppUserData;
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
use crate::diameter::dictionary::s6a::LocalTimeZone;
use crate::diameter::dictionary::s6a::avps::LOCAL_TIME_ZONE;

command! {
    /// Push-Profile-Request (TS 29.273 §8.2.2.2).
    ///
    /// ```text
    /// < Push-Profile-Request > ::= < Diameter Header: 305, REQ, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { User-Name }
    ///     [ Non-3GPP-User-Data ]
    ///     [ PPR-Flags ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request PushProfileRequest<'a> =
        "Push-Profile-Request" "PPR", 305, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The whole of it as it stands now.
    optional non_3gpp_user_data: Non3gppUserData<'a> = NON_3GPP_USER_DATA;
    /// What else is asked.
    optional ppr_flags: PprFlags = PPR_FLAGS;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Push-Profile-Answer (TS 29.273 §8.2.2.2).
    ///
    /// ```text
    /// < Push-Profile-Answer > ::= < Diameter Header: 305, PXY, 16777265 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Access-Network-Info ]
    ///     [ Local-Time-Zone ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer PushProfileAnswer<'a> =
        "Push-Profile-Answer" "PPA", 305, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Where the user is, where PPR-Flags asked (TS 29.273 §5.2.3.24), kept as it is.
    optional access_network_info: Raw<'a> = ACCESS_NETWORK_INFO;
    /// Which time it is there, where PPR-Flags asked.
    optional local_time_zone: LocalTimeZone<'a> = LOCAL_TIME_ZONE;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
