//! Reset-Request and -Answer: the HSS lost what it knew of where users are (TS 29.272 §7.2.15, §7.2.16).

use super::avps::{RESET_ID, SUBSCRIPTION_DATA, SUBSCRIPTION_DATA_DELETION, USER_ID};
use super::subscription_data::SubscriptionData;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::grammar::command;

command! {
    /// Reset-Request (TS 29.272 §7.2.15).
    ///
    /// ```text
    /// < Reset-Request > ::= < Diameter Header: 322, REQ, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///   * [ Supported-Features ]
    ///   * [ User-Id ]
    ///   * [ Reset-ID ]
    ///     [ Subscription-Data ]
    ///     [ Subscription-Data-Deletion ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request ResetRequest<'a> =
        "Reset-Request" "RSR", 322, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// Whom the reset is about: leading digits of IMSIs; everybody when absent.
    any user_id: &'a str = USER_ID;
    /// Parts of the HSS that a reset may name.
    any reset_id: &'a [u8] = RESET_ID;
    /// The profile; one that would be empty is not written.
    optional subscription_data: SubscriptionData<'a> = SUBSCRIPTION_DATA;
    /// Subscription-Data-Deletion (§7.3.208), kept as it is: nothing in it is acted on.
    optional subscription_data_deletion: Raw<'a> = SUBSCRIPTION_DATA_DELETION;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Reset-Answer (TS 29.272 §7.2.16).
    ///
    /// ```text
    /// < Reset-Answer > ::= < Diameter Header: 322, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///   * [ Supported-Features ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer ResetAnswer<'a> =
        "Reset-Answer" "RSA", 322, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    expected auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
