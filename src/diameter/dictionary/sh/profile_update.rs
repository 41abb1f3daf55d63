//! Profile-Update-Request and -Answer: an application server writes (TS 29.329 §6.1.3, §6.1.4).

use super::avps::{DATA_REFERENCE, REPOSITORY_DATA_ID, USER_DATA, USER_IDENTITY};
use super::enums::DataReference;
use super::grouped::{RepositoryDataId, UserIdentity};
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::{
    SUPPORTED_FEATURES, WILDCARDED_IMPU, WILDCARDED_PUBLIC_IDENTITY,
};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Profile-Update-Request (TS 29.329 §6.1.3).
    ///
    /// ```text
    /// < Profile-Update-Request > ::= < Diameter Header: 307, REQ, PXY, 16777217 >
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
    ///     [ User-Name ]
    ///  1* { Data-Reference }
    ///     { User-Data }
    ///     [ OC-Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request ProfileUpdateRequest<'a> =
        "Profile-Update-Request" "PUR", 307, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The private identity.
    optional user_name: &'a str = USER_NAME;
    /// Which data.
    some data_reference: DataReference = DATA_REFERENCE;
    /// The Sh-Data XML (TS 29.328 Annex D).
    required user_data: &'a [u8] = USER_DATA;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Profile-Update-Answer (TS 29.329 §6.1.4).
    ///
    /// ```text
    /// < Profile-Update-Answer > ::= < Diameter Header: 307, PXY, 16777217 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     { Vendor-Specific-Application-Id }
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Wildcarded-Public-Identity ]
    ///     [ Wildcarded-IMPU ]
    ///     [ Repository-Data-ID ]
    ///     [ Data-Reference ]
    ///   * [ Supported-Features ]
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer ProfileUpdateAnswer<'a> =
        "Profile-Update-Answer" "PUA", 307, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The wildcarded public service identity that the public one matches.
    optional wildcarded_public_identity: &'a str = WILDCARDED_PUBLIC_IDENTITY;
    /// The wildcarded public user identity that the public one matches.
    optional wildcarded_impu: &'a str = WILDCARDED_IMPU;
    /// Which repository data failed.
    optional repository_data_id: RepositoryDataId<'a> = REPOSITORY_DATA_ID;
    /// Which of several references failed (Update-Eff-Enhance).
    optional data_reference: DataReference = DATA_REFERENCE;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
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
