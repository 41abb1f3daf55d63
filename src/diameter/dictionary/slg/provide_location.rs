//! Provide-Location-Request and -Answer: a GMLC asks where a user is (TS 29.172 §7.3.1, §7.3.2).

use super::avps::{
    ACCURACY_FULFILMENT_INDICATOR, AGE_OF_LOCATION_ESTIMATE, AREA_EVENT_INFO, BAROMETRIC_PRESSURE,
    CIVIC_ADDRESS, DEFERRED_LOCATION_TYPE, ECGI, ESMLC_CELL_INFO, EUTRAN_POSITIONING_DATA,
    GERAN_POSITIONING_INFO, LCS_CODEWORD, LCS_EPS_CLIENT_NAME, LCS_PRIORITY, LCS_PRIVACY_CHECK_NON_SESSION,
    LCS_PRIVACY_CHECK_SESSION, LCS_QOS, LCS_REFERENCE_NUMBER, LCS_REQUESTOR_NAME, LCS_SERVICE_TYPE_ID,
    LCS_SUPPORTED_GAD_SHAPES, MOTION_EVENT_INFO, PERIODIC_LDR_INFORMATION, PLA_FLAGS, PLR_FLAGS,
    REPORTING_PLMN_LIST, SLG_LOCATION_TYPE, UTRAN_POSITIONING_INFO, VELOCITY_ESTIMATE, VELOCITY_REQUESTED,
};
use super::enums::{AccuracyFulfilmentIndicator, SlgLocationType, VelocityRequested};
use super::flags::{DeferredLocationType, PlaFlags, PlrFlags, SupportedGadShapes};
use super::grouped::{
    EsmlcCellInfo, GeranPositioningInfo, LcsEpsClientName, LcsPrivacyCheckNonSession, LcsPrivacyCheckSession,
    LcsQos, LcsRequestorName, PeriodicLdrInformation, UtranPositioningInfo,
};
use crate::diameter::codec::{Address, CommandFlags};
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP,
    ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD, SERVICE_SELECTION, SESSION_ID,
    USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::s6a::avps::{CELL_GLOBAL_IDENTITY, IMEI, SERVICE_AREA_IDENTITY};
use crate::diameter::dictionary::slh::ServingNode;
use crate::diameter::dictionary::slh::avps::SERVING_NODE;
use crate::diameter::dictionary::tgpp::LcsClientType;
use crate::diameter::dictionary::tgpp::avps::{GMLC_ADDRESS, LCS_CLIENT_TYPE, LOCATION_ESTIMATE, MSISDN};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Provide-Location-Request (TS 29.172 §7.3.1).
    ///
    /// ```text
    /// < Provide-Location-Request > ::= < Diameter Header: 8388620, REQ, PXY, 16777255 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Host }
    ///     { Destination-Realm }
    ///     { SLg-Location-Type }
    ///     [ User-Name ]
    ///     [ MSISDN ]
    ///     [ IMEI ]
    ///     { LCS-EPS-Client-Name }
    ///     { LCS-Client-Type }
    ///     [ LCS-Requestor-Name ]
    ///     [ LCS-Priority ]
    ///     [ LCS-QoS ]
    ///     [ Velocity-Requested ]
    ///     [ LCS-Supported-GAD-Shapes ]
    ///     [ LCS-Service-Type-ID ]
    ///     [ LCS-Codeword ]
    ///     [ LCS-Privacy-Check-Non-Session ]
    ///     [ LCS-Privacy-Check-Session ]
    ///     [ Service-Selection ]
    ///     [ Deferred-Location-Type ]
    ///     [ LCS-Reference-Number ]
    ///     [ Area-Event-Info ]
    ///     [ GMLC-Address ]
    ///     [ PLR-Flags ]
    ///     [ Periodic-LDR-Information ]
    ///     [ Reporting-PLMN-List ]
    ///     [ Motion-Event-Info ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request ProvideLocationRequest<'a> =
        "Provide-Location-Request" "PLR", 8388620, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// Which location is wanted.
    required slg_location_type: SlgLocationType = SLG_LOCATION_TYPE;
    /// The IMSI.
    optional user_name: &'a str = USER_NAME;
    /// The number, as TBCD.
    optional msisdn: &'a [u8] = MSISDN;
    /// The terminal, of an emergency call without an IMSI.
    optional imei: &'a str = IMEI;
    /// Who wants to know.
    required lcs_eps_client_name: LcsEpsClientName<'a> = LCS_EPS_CLIENT_NAME;
    /// What kind of client that is.
    required lcs_client_type: LcsClientType = LCS_CLIENT_TYPE;
    /// On whose behalf.
    optional lcs_requestor_name: LcsRequestorName<'a> = LCS_REQUESTOR_NAME;
    /// 0 for the highest priority, anything else for the normal one.
    optional lcs_priority: u32 = LCS_PRIORITY;
    /// How exact, and how soon.
    optional lcs_qos: LcsQos = LCS_QOS;
    /// Whether the velocity is wanted.
    optional velocity_requested: VelocityRequested = VELOCITY_REQUESTED;
    /// Which shapes of TS 23.032 are understood.
    optional lcs_supported_gad_shapes: SupportedGadShapes = LCS_SUPPORTED_GAD_SHAPES;
    /// The service of the client (TS 22.071).
    optional lcs_service_type_id: u32 = LCS_SERVICE_TYPE_ID;
    /// What the user gave the client, to be shown to the user.
    optional lcs_codeword: &'a str = LCS_CODEWORD;
    /// What to ask the user who is in no session with the client.
    optional lcs_privacy_check_non_session: LcsPrivacyCheckNonSession = LCS_PRIVACY_CHECK_NON_SESSION;
    /// What to ask the user who is in a session with it.
    optional lcs_privacy_check_session: LcsPrivacyCheckSession = LCS_PRIVACY_CHECK_SESSION;
    /// The APN of that session.
    optional service_selection: &'a str = SERVICE_SELECTION;
    /// The event on which to report.
    optional deferred_location_type: DeferredLocationType = DEFERRED_LOCATION_TYPE;
    /// The deferred request, one octet.
    optional lcs_reference_number: &'a [u8] = LCS_REFERENCE_NUMBER;
    /// Area-Event-Info (§7.4.38), kept as it is: no deferred location is asked for.
    optional area_event_info: Raw<'a> = AREA_EVENT_INFO;
    /// The GMLC (TS 29.173 §6.4.7).
    optional gmlc_address: Address = GMLC_ADDRESS;
    /// PLR-Flags (§7.4.52).
    optional plr_flags: PlrFlags = PLR_FLAGS;
    /// How often to report, and when.
    optional periodic_ldr_information: PeriodicLdrInformation = PERIODIC_LDR_INFORMATION;
    /// Reporting-PLMN-List (§7.4.48), kept as it is: no deferred location is asked for.
    optional reporting_plmn_list: Raw<'a> = REPORTING_PLMN_LIST;
    /// Motion-Event-Info (§7.4.63), kept as it is: no deferred location is asked for.
    optional motion_event_info: Raw<'a> = MOTION_EVENT_INFO;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Provide-Location-Answer (TS 29.172 §7.3.2).
    ///
    /// ```text
    /// < Provide-Location-Answer > ::= < Diameter Header: 8388620, PXY, 16777255 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
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
    ///     [ Serving-Node ]
    ///     [ PLA-Flags ]
    ///     [ ESMLC-Cell-Info ]
    ///     [ Civic-Address ]
    ///     [ Barometric-Pressure ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer ProvideLocationAnswer<'a> =
        "Provide-Location-Answer" "PLA", 8388620, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// The node that serves the user.
    optional serving_node: ServingNode<'a> = SERVING_NODE;
    /// PLA-Flags (§7.4.53).
    optional pla_flags: PlaFlags = PLA_FLAGS;
    /// The cell as the E-SMLC knows it.
    optional esmlc_cell_info: EsmlcCellInfo<'a> = ESMLC_CELL_INFO;
    /// The civic address, XML of RFC 5139.
    optional civic_address: &'a str = CIVIC_ADDRESS;
    /// Pascal, 30000 to 115000.
    optional barometric_pressure: u32 = BAROMETRIC_PRESSURE;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
