//! Location-Report-Request and -Answer: the network tells where a user is (TS 29.172 §7.3.3, §7.3.4).

use super::avps::{
    ACCURACY_FULFILMENT_INDICATOR, AGE_OF_LOCATION_ESTIMATE, BAROMETRIC_PRESSURE, CIVIC_ADDRESS,
    DEFERRED_MT_LR_DATA, ECGI, ESMLC_CELL_INFO, EUTRAN_POSITIONING_DATA, GERAN_POSITIONING_INFO,
    LCS_EPS_CLIENT_NAME, LCS_QOS_CLASS, LCS_REFERENCE_NUMBER, LCS_SERVICE_TYPE_ID, LOCATION_EVENT, LRA_FLAGS,
    LRR_FLAGS, ONE_X_RTT_RCID, PERIODIC_LDR_INFORMATION, PSEUDONYM_INDICATOR, REPORTING_PLMN_LIST,
    UTRAN_POSITIONING_INFO, VELOCITY_ESTIMATE,
};
use super::enums::{AccuracyFulfilmentIndicator, LcsQosClass, LocationEvent, PseudonymIndicator};
use super::flags::{LraFlags, LrrFlags};
use super::grouped::{
    EsmlcCellInfo, GeranPositioningInfo, LcsEpsClientName, PeriodicLdrInformation, UtranPositioningInfo,
};
use crate::diameter::codec::{Address, CommandFlags};
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::s6a::avps::{CELL_GLOBAL_IDENTITY, IMEI, SERVICE_AREA_IDENTITY};
use crate::diameter::dictionary::slh::ServingNode;
use crate::diameter::dictionary::slh::avps::SERVING_NODE;
use crate::diameter::dictionary::tgpp::avps::{GMLC_ADDRESS, LOCATION_ESTIMATE, MSISDN};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Location-Report-Request (TS 29.172 §7.3.3).
    ///
    /// ```text
    /// < Location-Report-Request > ::= < Diameter Header: 8388621, REQ, PXY, 16777255 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { Location-Event }
    ///     [ LCS-EPS-Client-Name ]
    ///     [ User-Name ]
    ///     [ MSISDN ]
    ///     [ IMEI ]
    ///     [ Location-Estimate ]
    ///     [ Accuracy-Fulfilment-Indicator ]
    ///     [ Age-Of-Location-Estimate ]
    ///     [ Velocity-Estimate ]
    ///     [ EUTRAN-Positioning-Data ]
    ///     [ ECGI ]
    ///     [ GERAN-Positioning-Info ]
    ///     [ Cell-Global-Identity ]
    ///     [ UTRAN-Positioning-Info ]
    ///     [ Service-Area-Identity ]
    ///     [ LCS-Service-Type-ID ]
    ///     [ Pseudonym-Indicator ]
    ///     [ LCS-QoS-Class ]
    ///     [ Serving-Node ]
    ///     [ LRR-Flags ]
    ///     [ LCS-Reference-Number ]
    ///     [ Deferred-MT-LR-Data ]
    ///     [ GMLC-Address ]
    ///     [ Periodic-LDR-Information ]
    ///     [ ESMLC-Cell-Info ]
    ///     [ 1xRTT-RCID ]
    ///     [ Civic-Address ]
    ///     [ Barometric-Pressure ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request LocationReportRequest<'a> =
        "Location-Report-Request" "LRR", 8388621, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SLg keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// SLg.
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
    /// Why the location is reported.
    required location_event: LocationEvent = LOCATION_EVENT;
    /// Who is to know.
    optional lcs_eps_client_name: LcsEpsClientName<'a> = LCS_EPS_CLIENT_NAME;
    /// The IMSI.
    optional user_name: &'a str = USER_NAME;
    /// The number, as TBCD.
    optional msisdn: &'a [u8] = MSISDN;
    /// The terminal.
    optional imei: &'a str = IMEI;
    /// Where: a shape of TS 23.032.
    optional location_estimate: &'a [u8] = LOCATION_ESTIMATE;
    /// Whether it is as exact as was asked.
    optional accuracy_fulfilment_indicator: AccuracyFulfilmentIndicator = ACCURACY_FULFILMENT_INDICATOR;
    /// Minutes since that was so; 0 for now.
    optional age_of_location_estimate: u32 = AGE_OF_LOCATION_ESTIMATE;
    /// A velocity of TS 23.032 §8.
    optional velocity_estimate: &'a [u8] = VELOCITY_ESTIMATE;
    /// The methods that were used (TS 29.171 §7.4.18).
    optional eutran_positioning_data: &'a [u8] = EUTRAN_POSITIONING_DATA;
    /// The cell (TS 29.274 §8.21.5), seven octets.
    optional ecgi: &'a [u8] = ECGI;
    /// The methods of GERAN.
    optional geran_positioning_info: GeranPositioningInfo<'a> = GERAN_POSITIONING_INFO;
    /// The cell of GERAN.
    optional cell_global_identity: &'a [u8] = CELL_GLOBAL_IDENTITY;
    /// The methods of UTRAN.
    optional utran_positioning_info: UtranPositioningInfo<'a> = UTRAN_POSITIONING_INFO;
    /// The service area of UTRAN.
    optional service_area_identity: &'a [u8] = SERVICE_AREA_IDENTITY;
    /// The service of the client (TS 22.071).
    optional lcs_service_type_id: u32 = LCS_SERVICE_TYPE_ID;
    /// Whether the user wants a pseudonym.
    optional pseudonym_indicator: PseudonymIndicator = PSEUDONYM_INDICATOR;
    /// Whether less exact will do.
    optional lcs_qos_class: LcsQosClass = LCS_QOS_CLASS;
    /// The node that serves the user.
    optional serving_node: ServingNode<'a> = SERVING_NODE;
    /// LRR-Flags (§7.4.35).
    optional lrr_flags: LrrFlags = LRR_FLAGS;
    /// The deferred request, one octet.
    optional lcs_reference_number: &'a [u8] = LCS_REFERENCE_NUMBER;
    /// Deferred-MT-LR-Data (§7.4.54), kept as it is: no deferred location is asked for.
    optional deferred_mt_lr_data: Raw<'a> = DEFERRED_MT_LR_DATA;
    /// The GMLC (TS 29.173 §6.4.7).
    optional gmlc_address: Address = GMLC_ADDRESS;
    /// How often to report, and when.
    optional periodic_ldr_information: PeriodicLdrInformation = PERIODIC_LDR_INFORMATION;
    /// The cell as the E-SMLC knows it.
    optional esmlc_cell_info: EsmlcCellInfo<'a> = ESMLC_CELL_INFO;
    /// The reference cell of CDMA2000.
    optional one_x_rtt_rcid: &'a [u8] = ONE_X_RTT_RCID;
    /// The civic address, XML of RFC 5139.
    optional civic_address: &'a str = CIVIC_ADDRESS;
    /// Pascal, 30000 to 115000.
    optional barometric_pressure: u32 = BAROMETRIC_PRESSURE;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Location-Report-Answer (TS 29.172 §7.3.4).
    ///
    /// ```text
    /// < Location-Report-Answer > ::= < Diameter Header: 8388621, PXY, 16777255 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ GMLC-Address ]
    ///     [ LRA-Flags ]
    ///     [ Reporting-PLMN-List ]
    ///     [ LCS-Reference-Number ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer LocationReportAnswer<'a> =
        "Location-Report-Answer" "LRA", 8388621, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: SLg keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// SLg.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The GMLC (TS 29.173 §6.4.7).
    optional gmlc_address: Address = GMLC_ADDRESS;
    /// LRA-Flags (§7.4.56).
    optional lra_flags: LraFlags = LRA_FLAGS;
    /// Reporting-PLMN-List (§7.4.48), kept as it is: no deferred location is asked for.
    optional reporting_plmn_list: Raw<'a> = REPORTING_PLMN_LIST;
    /// The deferred request, one octet.
    optional lcs_reference_number: &'a [u8] = LCS_REFERENCE_NUMBER;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
