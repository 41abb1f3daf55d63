//! AVPs of SLg (TS 29.172 Table 7.4.1-1).

use super::enums::{
    AccuracyFulfilmentIndicator, LcsPrivacyCheck, LcsQosClass, LocationEvent, PseudonymIndicator,
    ResponseTime, SlgLocationType, VelocityRequested, VerticalRequested,
};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{TGPP, grammar::avps};

avps! {
    /// §7.4.2.
    SLG_LOCATION_TYPE: "SLg-Location-Type" = 2500, TGPP, M, Enumerated(SlgLocationType::NAMES);
    /// §7.4.3.
    LCS_EPS_CLIENT_NAME: "LCS-EPS-Client-Name" = 2501, TGPP, M, Grouped;
    /// §7.4.4.
    LCS_REQUESTOR_NAME: "LCS-Requestor-Name" = 2502, TGPP, M, Grouped;
    /// §7.4.5: 0 for the highest priority.
    LCS_PRIORITY: "LCS-Priority" = 2503, TGPP, M, Unsigned32;
    /// §7.4.6.
    LCS_QOS: "LCS-QoS" = 2504, TGPP, M, Grouped;
    /// §7.4.7: uncertainty code of TS 23.032 §6.2, 0 to 127.
    HORIZONTAL_ACCURACY: "Horizontal-Accuracy" = 2505, TGPP, M, Unsigned32;
    /// §7.4.8: uncertainty code of TS 23.032 §6.4, 0 to 127.
    VERTICAL_ACCURACY: "Vertical-Accuracy" = 2506, TGPP, M, Unsigned32;
    /// §7.4.9.
    VERTICAL_REQUESTED: "Vertical-Requested" = 2507, TGPP, M, Enumerated(VerticalRequested::NAMES);
    /// §7.4.10.
    VELOCITY_REQUESTED: "Velocity-Requested" = 2508, TGPP, M, Enumerated(VelocityRequested::NAMES);
    /// §7.4.11.
    RESPONSE_TIME: "Response-Time" = 2509, TGPP, M, Enumerated(ResponseTime::NAMES);
    /// §7.4.12.
    LCS_SUPPORTED_GAD_SHAPES: "LCS-Supported-GAD-Shapes" = 2510, TGPP, M, Unsigned32;
    /// §7.4.13.
    LCS_CODEWORD: "LCS-Codeword" = 2511, TGPP, M, Utf8String;
    /// §7.4.14.
    LCS_PRIVACY_CHECK: "LCS-Privacy-Check" = 2512, TGPP, M, Enumerated(LcsPrivacyCheck::NAMES);
    /// §7.4.15.
    ACCURACY_FULFILMENT_INDICATOR: "Accuracy-Fulfilment-Indicator" = 2513, TGPP, M, Enumerated(AccuracyFulfilmentIndicator::NAMES);
    /// §7.4.16: minutes.
    AGE_OF_LOCATION_ESTIMATE: "Age-Of-Location-Estimate" = 2514, TGPP, M, Unsigned32;
    /// §7.4.17: a velocity of TS 23.032 §8.
    VELOCITY_ESTIMATE: "Velocity-Estimate" = 2515, TGPP, M, OctetString;
    /// §7.4.18.
    EUTRAN_POSITIONING_DATA: "EUTRAN-Positioning-Data" = 2516, TGPP, M, OctetString;
    /// §7.4.19: seven octets, as TS 29.274 §8.21.5 writes it.
    ECGI: "ECGI" = 2517, TGPP, M, OctetString;
    /// §7.4.20.
    LOCATION_EVENT: "Location-Event" = 2518, TGPP, M, Enumerated(LocationEvent::NAMES);
    /// §7.4.21.
    PSEUDONYM_INDICATOR: "Pseudonym-Indicator" = 2519, TGPP, M, Enumerated(PseudonymIndicator::NAMES);
    /// §7.4.22.
    LCS_SERVICE_TYPE_ID: "LCS-Service-Type-ID" = 2520, TGPP, M, Unsigned32;
    /// §7.4.23.
    LCS_PRIVACY_CHECK_NON_SESSION: "LCS-Privacy-Check-Non-Session" = 2521, TGPP, M, Grouped;
    /// §7.4.24.
    LCS_PRIVACY_CHECK_SESSION: "LCS-Privacy-Check-Session" = 2522, TGPP, M, Grouped;
    /// §7.4.27.
    LCS_QOS_CLASS: "LCS-QoS-Class" = 2523, TGPP, M, Enumerated(LcsQosClass::NAMES);
    /// §7.4.29.
    GERAN_POSITIONING_INFO: "GERAN-Positioning-Info" = 2524, TGPP, -, Grouped;
    /// §7.4.30.
    GERAN_POSITIONING_DATA: "GERAN-Positioning-Data" = 2525, TGPP, -, OctetString;
    /// §7.4.31.
    GERAN_GANSS_POSITIONING_DATA: "GERAN-GANSS-Positioning-Data" = 2526, TGPP, -, OctetString;
    /// §7.4.32.
    UTRAN_POSITIONING_INFO: "UTRAN-Positioning-Info" = 2527, TGPP, -, Grouped;
    /// §7.4.33.
    UTRAN_POSITIONING_DATA: "UTRAN-Positioning-Data" = 2528, TGPP, -, OctetString;
    /// §7.4.34.
    UTRAN_GANSS_POSITIONING_DATA: "UTRAN-GANSS-Positioning-Data" = 2529, TGPP, -, OctetString;
    /// §7.4.35.
    LRR_FLAGS: "LRR-Flags" = 2530, TGPP, -, Unsigned32;
    /// §7.4.37: one octet.
    LCS_REFERENCE_NUMBER: "LCS-Reference-Number" = 2531, TGPP, -, OctetString;
    /// §7.4.36.
    DEFERRED_LOCATION_TYPE: "Deferred-Location-Type" = 2532, TGPP, -, Unsigned32;
    /// §7.4.38.
    AREA_EVENT_INFO: "Area-Event-Info" = 2533, TGPP, -, Grouped;
    /// §7.4.45.
    PERIODIC_LDR_INFORMATION: "Periodic-LDR-Information" = 2540, TGPP, -, Grouped;
    /// §7.4.46: 1 to 8639999.
    REPORTING_AMOUNT: "Reporting-Amount" = 2541, TGPP, -, Unsigned32;
    /// §7.4.47: seconds, 1 to 8639999.
    REPORTING_INTERVAL: "Reporting-Interval" = 2542, TGPP, -, Unsigned32;
    /// §7.4.48.
    REPORTING_PLMN_LIST: "Reporting-PLMN-List" = 2543, TGPP, -, Grouped;
    /// §7.4.52.
    PLR_FLAGS: "PLR-Flags" = 2545, TGPP, -, Unsigned32;
    /// §7.4.53.
    PLA_FLAGS: "PLA-Flags" = 2546, TGPP, -, Unsigned32;
    /// §7.4.54.
    DEFERRED_MT_LR_DATA: "Deferred-MT-LR-Data" = 2547, TGPP, -, Grouped;
    /// §7.4.56.
    LRA_FLAGS: "LRA-Flags" = 2549, TGPP, -, Unsigned32;
    /// §7.4.57.
    ESMLC_CELL_INFO: "ESMLC-Cell-Info" = 2552, TGPP, -, Grouped;
    /// §7.4.58: 0 to 4095.
    CELL_PORTION_ID: "Cell-Portion-ID" = 2553, TGPP, -, Unsigned32;
    /// §7.4.59.
    ONE_X_RTT_RCID: "1xRTT-RCID" = 2554, TGPP, -, OctetString;
    /// §7.4.61.
    CIVIC_ADDRESS: "Civic-Address" = 2556, TGPP, -, Utf8String;
    /// §7.4.62: pascal, 30000 to 115000.
    BAROMETRIC_PRESSURE: "Barometric-Pressure" = 2557, TGPP, -, Unsigned32;
    /// §7.4.63.
    MOTION_EVENT_INFO: "Motion-Event-Info" = 2559, TGPP, -, Grouped;
}
