//! Push-Notification-Request and -Answer: the HSS tells an application server of a change (TS 29.329 §6.1.7, §6.1.8).

use super::avps::{USER_DATA, USER_IDENTITY};
use super::grouped::UserIdentity;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::{
    SUPPORTED_FEATURES, WILDCARDED_IMPU, WILDCARDED_PUBLIC_IDENTITY,
};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Push-Notification-Request (TS 29.329 §6.1.7).
    ///
    /// ```text
    /// < Push-Notification-Request > ::= < Diameter Header: 309, REQ, PXY, 16777217 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///   * [ Supported-Features ]
    ///     { User-Identity }
    ///     [ Wildcarded-Public-Identity ]
    ///     [ Wildcarded-IMPU ]
    ///     [ User-Name ]
    ///     { User-Data }
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request PushNotificationRequest<'a> =
        "Push-Notification-Request" "PNR", 309, super::APPLICATION, CommandFlags::PROXIABLE;
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
    required destination_host: &'a str = DESTINATION_HOST;
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
    /// The private identity that the subscription named.
    optional user_name: &'a str = USER_NAME;
    /// The Sh-Data XML (TS 29.328 Annex D).
    required user_data: &'a [u8] = USER_DATA;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Push-Notification-Answer (TS 29.329 §6.1.8).
    ///
    /// ```text
    /// < Push-Notification-Answer > ::= < Diameter Header: 309, PXY, 16777217 >
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
    answer PushNotificationAnswer<'a> =
        "Push-Notification-Answer" "PNA", 309, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
