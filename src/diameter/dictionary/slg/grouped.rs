//! Grouped AVPs of SLg (TS 29.172 §7.4).

use super::avps::{
    CELL_PORTION_ID, ECGI, ESMLC_CELL_INFO, GERAN_GANSS_POSITIONING_DATA, GERAN_POSITIONING_DATA,
    GERAN_POSITIONING_INFO, HORIZONTAL_ACCURACY, LCS_EPS_CLIENT_NAME, LCS_PRIVACY_CHECK,
    LCS_PRIVACY_CHECK_NON_SESSION, LCS_PRIVACY_CHECK_SESSION, LCS_QOS, LCS_QOS_CLASS, LCS_REQUESTOR_NAME,
    PERIODIC_LDR_INFORMATION, REPORTING_AMOUNT, REPORTING_INTERVAL, RESPONSE_TIME,
    UTRAN_GANSS_POSITIONING_DATA, UTRAN_POSITIONING_DATA, UTRAN_POSITIONING_INFO, VERTICAL_ACCURACY,
    VERTICAL_REQUESTED,
};
use super::enums::{LcsPrivacyCheck, LcsQosClass, ResponseTime, VerticalRequested};
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::LcsFormatIndicator;
use crate::diameter::dictionary::tgpp::avps::{
    LCS_FORMAT_INDICATOR, LCS_NAME_STRING, LCS_REQUESTOR_ID_STRING,
};

group! {
    /// LCS-EPS-Client-Name (§7.4.3): the client of the location service.
    ///
    /// ```text
    /// LCS-EPS-Client-Name ::= < AVP Header: 2501 10415 >
    ///     [ LCS-Name-String ]
    ///     [ LCS-Format-Indicator ]
    /// ```
    LcsEpsClientName<'a> = LCS_EPS_CLIENT_NAME {
        /// Its name.
        optional lcs_name_string: &'a str = LCS_NAME_STRING;
        /// How the name is written.
        optional lcs_format_indicator: LcsFormatIndicator = LCS_FORMAT_INDICATOR;
    }
}

group! {
    /// LCS-Requestor-Name (§7.4.4): on whose behalf the client asks.
    ///
    /// ```text
    /// LCS-Requestor-Name ::= < AVP Header: 2502 10415 >
    ///     [ LCS-Requestor-ID-String ]
    ///     [ LCS-Format-Indicator ]
    /// ```
    LcsRequestorName<'a> = LCS_REQUESTOR_NAME {
        /// The name.
        optional lcs_requestor_id_string: &'a str = LCS_REQUESTOR_ID_STRING;
        /// How the name is written.
        optional lcs_format_indicator: LcsFormatIndicator = LCS_FORMAT_INDICATOR;
    }
}

group! {
    /// LCS-QoS (§7.4.6): how exact, and how soon.
    ///
    /// ```text
    /// LCS-QoS ::= < AVP Header: 2504 10415 >
    ///     [ LCS-QoS-Class ]
    ///     [ Horizontal-Accuracy ]
    ///     [ Vertical-Accuracy ]
    ///     [ Vertical-Requested ]
    ///     [ Response-Time ]
    /// ```
    LcsQos<> = LCS_QOS {
        /// Whether less exact will do.
        optional lcs_qos_class: LcsQosClass = LCS_QOS_CLASS;
        /// Uncertainty code of TS 23.032 §6.2, 0 to 127.
        optional horizontal_accuracy: u32 = HORIZONTAL_ACCURACY;
        /// Uncertainty code of TS 23.032 §6.4, 0 to 127.
        optional vertical_accuracy: u32 = VERTICAL_ACCURACY;
        /// Whether the altitude is wanted.
        optional vertical_requested: VerticalRequested = VERTICAL_REQUESTED;
        /// Soon, or rather exact.
        optional response_time: ResponseTime = RESPONSE_TIME;
    }
}

impl Copy for LcsQos {}

group! {
    /// LCS-Privacy-Check-Non-Session (§7.4.23): what to ask the user outside a session with the client.
    ///
    /// ```text
    /// LCS-Privacy-Check-Non-Session ::= < AVP Header: 2521 10415 >
    ///     { LCS-Privacy-Check }
    /// ```
    LcsPrivacyCheckNonSession<> = LCS_PRIVACY_CHECK_NON_SESSION {
        /// LCS-Privacy-Check (§7.4.14).
        required lcs_privacy_check: LcsPrivacyCheck = LCS_PRIVACY_CHECK;
    }
}

impl Copy for LcsPrivacyCheckNonSession {}

group! {
    /// LCS-Privacy-Check-Session (§7.4.24): what to ask the user in a session with the client.
    ///
    /// ```text
    /// LCS-Privacy-Check-Session ::= < AVP Header: 2522 10415 >
    ///     { LCS-Privacy-Check }
    /// ```
    LcsPrivacyCheckSession<> = LCS_PRIVACY_CHECK_SESSION {
        /// LCS-Privacy-Check (§7.4.14).
        required lcs_privacy_check: LcsPrivacyCheck = LCS_PRIVACY_CHECK;
    }
}

impl Copy for LcsPrivacyCheckSession {}

group! {
    /// GERAN-Positioning-Info (§7.4.29): the methods of GERAN that were used.
    ///
    /// ```text
    /// GERAN-Positioning-Info ::= < AVP Header: 2524 10415 >
    ///     [ GERAN-Positioning-Data ]
    ///     [ GERAN-GANSS-Positioning-Data ]
    ///   * [ AVP ]
    /// ```
    GeranPositioningInfo<'a> = GERAN_POSITIONING_INFO {
        /// Positioning Data of TS 49.031.
        optional geran_positioning_data: &'a [u8] = GERAN_POSITIONING_DATA;
        /// GANSS Positioning Data of TS 49.031.
        optional geran_ganss_positioning_data: &'a [u8] = GERAN_GANSS_POSITIONING_DATA;
    }
}

group! {
    /// UTRAN-Positioning-Info (§7.4.32): the methods of UTRAN that were used.
    ///
    /// ```text
    /// UTRAN-Positioning-Info ::= < AVP Header: 2527 10415 >
    ///     [ UTRAN-Positioning-Data ]
    ///     [ UTRAN-GANSS-Positioning-Data ]
    ///   * [ AVP ]
    /// ```
    UtranPositioningInfo<'a> = UTRAN_POSITIONING_INFO {
        /// Positioning Data of TS 25.413.
        optional utran_positioning_data: &'a [u8] = UTRAN_POSITIONING_DATA;
        /// GANSS Positioning Data of TS 25.413.
        optional utran_ganss_positioning_data: &'a [u8] = UTRAN_GANSS_POSITIONING_DATA;
    }
}

group! {
    /// Periodic-LDR-Information (§7.4.45): how often a location is reported, and when.
    ///
    /// ```text
    /// Periodic-LDR-Information ::= < AVP Header: 2540 10415 >
    ///     { Reporting-Amount }
    ///     { Reporting-Interval }
    ///   * [ AVP ]
    /// ```
    PeriodicLdrInformation<> = PERIODIC_LDR_INFORMATION {
        /// Reports, 1 to 8639999.
        required reporting_amount: u32 = REPORTING_AMOUNT;
        /// Seconds between them, 1 to 8639999.
        required reporting_interval: u32 = REPORTING_INTERVAL;
    }
}

impl Copy for PeriodicLdrInformation {}

group! {
    /// ESMLC-Cell-Info (§7.4.57): the cell as the E-SMLC knows it.
    ///
    /// ```text
    /// ESMLC-Cell-Info ::= < AVP Header: 2552 10415 >
    ///     [ ECGI ]
    ///     [ Cell-Portion-ID ]
    ///   * [ AVP ]
    /// ```
    EsmlcCellInfo<'a> = ESMLC_CELL_INFO {
        /// The cell, seven octets.
        optional ecgi: &'a [u8] = ECGI;
        /// The part of the cell, 0 to 4095.
        optional cell_portion_id: u32 = CELL_PORTION_ID;
    }
}
