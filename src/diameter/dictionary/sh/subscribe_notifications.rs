//! Subscribe-Notifications-Request and -Answer: an application server wants to hear of changes, or no more (TS 29.329 §6.1.5, §6.1.6).

use super::avps::{
    DATA_REFERENCE, DSAI_TAG, EXPIRY_TIME, IDENTITY_SET, ONE_TIME_NOTIFICATION, SEND_DATA_INDICATION,
    SERVICE_INDICATION, SUBS_REQ_TYPE, USER_DATA, USER_IDENTITY,
};
use super::enums::{DataReference, IdentitySet, OneTimeNotification, SendDataIndication, SubsReqType};
use super::grouped::UserIdentity;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::{
    SERVER_NAME, SUPPORTED_FEATURES, WILDCARDED_IMPU, WILDCARDED_PUBLIC_IDENTITY,
};
use crate::diameter::dictionary::{Raw, grammar::command};
use crate::types::Timestamp;

command! {
    /// Subscribe-Notifications-Request (TS 29.329 §6.1.5).
    ///
    /// ```text
    /// < Subscribe-Notifications-Request > ::= < Diameter Header: 308, REQ, PXY, 16777217 >
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
    ///   * [ Service-Indication ]
    ///     [ Send-Data-Indication ]
    ///     [ Server-Name ]
    ///     { Subs-Req-Type }
    ///  1* { Data-Reference }
    ///   * [ Identity-Set ]
    ///     [ Expiry-Time ]
    ///   * [ DSAI-Tag ]
    ///     [ One-Time-Notification ]
    ///     [ User-Name ]
    ///     [ OC-Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request SubscribeNotificationsRequest<'a> =
        "Subscribe-Notifications-Request" "SNR", 308, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Which repository data.
    any service_indication: &'a [u8] = SERVICE_INDICATION;
    /// Whether the answer is to carry the data.
    optional send_data_indication: SendDataIndication = SEND_DATA_INDICATION;
    /// The application server whose filter criteria are meant, as a SIP URI.
    optional server_name: &'a str = SERVER_NAME;
    /// Subscribe or unsubscribe.
    required subs_req_type: SubsReqType = SUBS_REQ_TYPE;
    /// Which data.
    some data_reference: DataReference = DATA_REFERENCE;
    /// Which public identities.
    any identity_set: IdentitySet = IDENTITY_SET;
    /// When the subscription ends.
    optional expiry_time: Timestamp = EXPIRY_TIME;
    /// Which dynamic service activation information.
    any dsai_tag: &'a [u8] = DSAI_TAG;
    /// The subscription ends with the first notification.
    optional one_time_notification: OneTimeNotification = ONE_TIME_NOTIFICATION;
    /// The private identity.
    optional user_name: &'a str = USER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Subscribe-Notifications-Answer (TS 29.329 §6.1.6).
    ///
    /// ```text
    /// < Subscribe-Notifications-Answer > ::= < Diameter Header: 308, PXY, 16777217 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     { Auth-Session-State }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Wildcarded-Public-Identity ]
    ///     [ Wildcarded-IMPU ]
    ///   * [ Supported-Features ]
    ///     [ User-Data ]
    ///     [ Expiry-Time ]
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer SubscribeNotificationsAnswer<'a> =
        "Subscribe-Notifications-Answer" "SNA", 308, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: Sh keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// Sh.
    required vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The wildcarded public service identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// The wildcarded public user identity that the public one matches.
    optional wildcarded_impu: &'a str = WILDCARDED_IMPU;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// The Sh-Data XML (TS 29.328 Annex D).
    optional user_data: &'a [u8] = USER_DATA;
    /// When the subscription ends, as it was stored.
    optional expiry_time: Timestamp = EXPIRY_TIME;
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
