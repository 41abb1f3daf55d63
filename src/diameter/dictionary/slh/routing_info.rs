//! LCS-Routing-Info-Request and -Answer: a GMLC asks which nodes serve a user (TS 29.173 §6.2.3, §6.2.4).

use super::avps::{ADDITIONAL_SERVING_NODE, GMLC_NUMBER, LMSI, PPR_ADDRESS, RIA_FLAGS, SERVING_NODE};
use super::flags::RiaFlags;
use super::grouped::{AdditionalServingNode, ServingNode};
use crate::diameter::codec::{Address, CommandFlags};
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, EXPERIMENTAL_RESULT, FAILED_AVP, ORIGIN_HOST,
    ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::tgpp::avps::{GMLC_ADDRESS, MSISDN};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// LCS-Routing-Info-Request (TS 29.173 §6.2.3).
    ///
    /// ```text
    /// < LCS-Routing-Info-Request > ::= < Diameter Header: 8388622, REQ, PXY, 16777291 >
    ///     < Session-Id >
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     [ User-Name ]
    ///     [ MSISDN ]
    ///     [ GMLC-Number ]
    ///   * [ Supported-Features ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    ///   * [ AVP ]
    /// ```
    request RoutingInfoRequest<'a> =
        "LCS-Routing-Info-Request" "RIR", 8388622, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SLh keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// SLh.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// The IMSI.
    optional user_name: &'a str = USER_NAME;
    /// The number, as TBCD.
    optional msisdn: &'a [u8] = MSISDN;
    /// The number of the GMLC that asks, as TBCD.
    optional gmlc_number: &'a [u8] = GMLC_NUMBER;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// LCS-Routing-Info-Answer (TS 29.173 §6.2.4).
    ///
    /// ```text
    /// < LCS-Routing-Info-Answer > ::= < Diameter Header: 8388622, PXY, 16777291 >
    ///     < Session-Id >
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///   * [ Supported-Features ]
    ///     [ User-Name ]
    ///     [ MSISDN ]
    ///     [ LMSI ]
    ///     [ Serving-Node ]
    ///   * [ Additional-Serving-Node ]
    ///     [ GMLC-Address ]
    ///     [ PPR-Address ]
    ///     [ RIA-Flags ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer RoutingInfoAnswer<'a> =
        "LCS-Routing-Info-Answer" "RIA", 8388622, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SLh keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// SLh.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// The IMSI.
    optional user_name: &'a str = USER_NAME;
    /// The number, as TBCD.
    optional msisdn: &'a [u8] = MSISDN;
    /// The Local Mobile Station Identity, four octets.
    optional lmsi: &'a [u8] = LMSI;
    /// The node that serves the user.
    optional serving_node: ServingNode<'a> = SERVING_NODE;
    /// Further nodes that serve the user.
    any additional_serving_node: AdditionalServingNode<'a> = ADDITIONAL_SERVING_NODE;
    /// The GMLC (TS 29.173 §6.4.7).
    optional gmlc_address: Address = GMLC_ADDRESS;
    /// The Privacy Profile Register.
    optional ppr_address: Address = PPR_ADDRESS;
    /// RIA-Flags (§6.4.15).
    optional ria_flags: RiaFlags = RIA_FLAGS;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
