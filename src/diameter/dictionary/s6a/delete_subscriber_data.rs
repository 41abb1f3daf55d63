//! Delete-Subscriber-Data-Request and -Answer: parts of the profile are gone (TS 29.272 §7.2.11, §7.2.12).

use super::avps::{
    CONTEXT_IDENTIFIER, DSA_FLAGS, DSR_FLAGS, EDRX_RELATED_RAT, SS_CODE, TRACE_REFERENCE, TS_CODE,
};
use super::flags::{DsaFlags, DsrFlags};
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
use crate::diameter::dictionary::tgpp::avps::{EXTERNAL_IDENTIFIER, SCEF_ID};

command! {
    /// Delete-Subscriber-Data-Request (TS 29.272 §7.2.11).
    ///
    /// ```text
    /// < Delete-Subscriber-Data-Request > ::= < Diameter Header: 320, REQ, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { User-Name }
    ///   * [ Supported-Features ]
    ///     { DSR-Flags }
    ///     [ SCEF-ID ]
    ///   * [ Context-Identifier ]
    ///     [ Trace-Reference ]
    ///   * [ TS-Code ]
    ///   * [ SS-Code ]
    ///     [ eDRX-Related-RAT ]
    ///   * [ External-Identifier ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request DeleteSubscriberDataRequest<'a> =
        "Delete-Subscriber-Data-Request" "DSR", 320, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The IMSI.
    required user_name: &'a str = USER_NAME;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// DSR-Flags (§7.3.25).
    required dsr_flags: DsrFlags = DSR_FLAGS;
    /// SCEF-ID (TS 29.336).
    optional scef_id: &'a str = SCEF_ID;
    /// Names the APN within the subscription.
    any context_identifier: u32 = CONTEXT_IDENTIFIER;
    /// Trace-Reference: PLMN and trace id, six octets.
    optional trace_reference: &'a [u8] = TRACE_REFERENCE;
    /// TS-Code: one octet, of TS 29.002.
    any ts_code: &'a [u8] = TS_CODE;
    /// SS-Code: one octet, of TS 29.002.
    any ss_code: &'a [u8] = SS_CODE;
    /// eDRX-Related-RAT (§7.3.229), kept as it is: nothing in it is acted on.
    optional edrx_related_rat: Raw<'a> = EDRX_RELATED_RAT;
    /// External-Identifier: user@domain.
    any external_identifier: &'a str = EXTERNAL_IDENTIFIER;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Delete-Subscriber-Data-Answer (TS 29.272 §7.2.12).
    ///
    /// ```text
    /// < Delete-Subscriber-Data-Answer > ::= < Diameter Header: 320, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///   * [ Supported-Features ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ DSA-Flags ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer DeleteSubscriberDataAnswer<'a> =
        "Delete-Subscriber-Data-Answer" "DSA", 320, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// DSA-Flags (§7.3.26).
    optional dsa_flags: DsaFlags = DSA_FLAGS;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
