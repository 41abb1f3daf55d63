//! Grouped AVPs that tell where a terminal is, and what it does (TS 29.272 §7.3.110 to §7.3.116).

use super::avps::{
    AGE_OF_LOCATION_INFORMATION, CELL_GLOBAL_IDENTITY, CURRENT_LOCATION_RETRIEVED, DAYLIGHT_SAVING_TIME,
    E_UTRAN_CELL_GLOBAL_IDENTITY, EPS_LOCATION_INFORMATION, EPS_USER_STATE, GEODETIC_INFORMATION,
    GEOGRAPHICAL_INFORMATION, LOCAL_TIME_ZONE, LOCATION_AREA_IDENTITY, MME_LOCATION_INFORMATION,
    MME_USER_STATE, ROUTING_AREA_IDENTITY, SERVICE_AREA_IDENTITY, SGSN_LOCATION_INFORMATION, SGSN_USER_STATE,
    TIME_ZONE, TRACKING_AREA_IDENTITY, USER_CSG_INFORMATION, USER_STATE,
};
use super::enums::{CurrentLocationRetrieved, DaylightSavingTime, UserState};
use crate::diameter::dictionary::{Raw, grammar::group};

group! {
    /// EPS-User-State (§7.3.110): what the terminal does.
    ///
    /// ```text
    /// EPS-User-State ::= < AVP header: 1495 10415 >
    ///     [ MME-User-State ]
    ///     [ SGSN-User-State ]
    ///   * [ AVP ]
    /// ```
    EpsUserState<> = EPS_USER_STATE {
        /// MME-User-State (§7.3.112).
        optional mme_user_state: MmeUserState = MME_USER_STATE;
        /// SGSN-User-State (§7.3.113).
        optional sgsn_user_state: SgsnUserState = SGSN_USER_STATE;
    }
}

group! {
    /// MME-User-State (§7.3.112): as the MME knows it.
    ///
    /// ```text
    /// MME-User-State ::= < AVP header: 1497 10415 >
    ///     [ User-State ]
    ///   * [ AVP ]
    /// ```
    MmeUserState<> = MME_USER_STATE {
        /// User-State (§7.3.114).
        optional user_state: UserState = USER_STATE;
    }
}

group! {
    /// SGSN-User-State (§7.3.113): as the SGSN knows it.
    ///
    /// ```text
    /// SGSN-User-State ::= < AVP header: 1498 10415 >
    ///     [ User-State ]
    ///   * [ AVP ]
    /// ```
    SgsnUserState<> = SGSN_USER_STATE {
        /// User-State (§7.3.114).
        optional user_state: UserState = USER_STATE;
    }
}

group! {
    /// EPS-Location-Information (§7.3.111): where the terminal is.
    ///
    /// ```text
    /// EPS-Location-Information ::= < AVP header: 1496 10415 >
    ///     [ MME-Location-Information ]
    ///     [ SGSN-Location-Information ]
    ///   * [ AVP ]
    /// ```
    EpsLocationInformation<'a> = EPS_LOCATION_INFORMATION {
        /// MME-Location-Information (§7.3.115).
        optional mme_location_information: MmeLocationInformation<'a> = MME_LOCATION_INFORMATION;
        /// SGSN-Location-Information (§7.3.116).
        optional sgsn_location_information: SgsnLocationInformation<'a> = SGSN_LOCATION_INFORMATION;
    }
}

group! {
    /// MME-Location-Information (§7.3.115): as the MME knows it.
    ///
    /// ```text
    /// MME-Location-Information ::= < AVP header: 1600 10415 >
    ///     [ E-UTRAN-Cell-Global-Identity ]
    ///     [ Tracking-Area-Identity ]
    ///     [ Geographical-Information ]
    ///     [ Geodetic-Information ]
    ///     [ Current-Location-Retrieved ]
    ///     [ Age-Of-Location-Information ]
    ///     [ User-CSG-Information ]
    ///   * [ AVP ]
    /// ```
    MmeLocationInformation<'a> = MME_LOCATION_INFORMATION {
        /// E-UTRAN-Cell-Global-Identity (§7.3.117).
        optional e_utran_cell_global_identity: &'a [u8] = E_UTRAN_CELL_GLOBAL_IDENTITY;
        /// Tracking-Area-Identity (§7.3.118).
        optional tracking_area_identity: &'a [u8] = TRACKING_AREA_IDENTITY;
        /// Geographical-Information (§7.3.123).
        optional geographical_information: &'a [u8] = GEOGRAPHICAL_INFORMATION;
        /// Geodetic-Information (§7.3.124).
        optional geodetic_information: &'a [u8] = GEODETIC_INFORMATION;
        /// Current-Location-Retrieved (§7.3.125).
        optional current_location_retrieved: CurrentLocationRetrieved = CURRENT_LOCATION_RETRIEVED;
        /// Age-Of-Location-Information (§7.3.126).
        optional age_of_location_information: u32 = AGE_OF_LOCATION_INFORMATION;
        /// User-CSG-Information (TS 32.299 §7.2.240A).
        optional user_csg_information: Raw<'a> = USER_CSG_INFORMATION;
    }
}

group! {
    /// SGSN-Location-Information (§7.3.116): as the SGSN knows it.
    ///
    /// ```text
    /// SGSN-Location-Information ::= < AVP header: 1601 10415 >
    ///     [ Cell-Global-Identity ]
    ///     [ Location-Area-Identity ]
    ///     [ Service-Area-Identity ]
    ///     [ Routing-Area-Identity ]
    ///     [ Geographical-Information ]
    ///     [ Geodetic-Information ]
    ///     [ Current-Location-Retrieved ]
    ///     [ Age-Of-Location-Information ]
    ///     [ User-CSG-Information ]
    ///   * [ AVP ]
    /// ```
    SgsnLocationInformation<'a> = SGSN_LOCATION_INFORMATION {
        /// Cell-Global-Identity (§7.3.119).
        optional cell_global_identity: &'a [u8] = CELL_GLOBAL_IDENTITY;
        /// Location-Area-Identity (§7.3.121).
        optional location_area_identity: &'a [u8] = LOCATION_AREA_IDENTITY;
        /// Service-Area-Identity (§7.3.122).
        optional service_area_identity: &'a [u8] = SERVICE_AREA_IDENTITY;
        /// Routing-Area-Identity (§7.3.120).
        optional routing_area_identity: &'a [u8] = ROUTING_AREA_IDENTITY;
        /// Geographical-Information (§7.3.123).
        optional geographical_information: &'a [u8] = GEOGRAPHICAL_INFORMATION;
        /// Geodetic-Information (§7.3.124).
        optional geodetic_information: &'a [u8] = GEODETIC_INFORMATION;
        /// Current-Location-Retrieved (§7.3.125).
        optional current_location_retrieved: CurrentLocationRetrieved = CURRENT_LOCATION_RETRIEVED;
        /// Age-Of-Location-Information (§7.3.126).
        optional age_of_location_information: u32 = AGE_OF_LOCATION_INFORMATION;
        /// User-CSG-Information (TS 32.299 §7.2.240A).
        optional user_csg_information: Raw<'a> = USER_CSG_INFORMATION;
    }
}

group! {
    /// Local-Time-Zone (§7.3.163): the time zone where the terminal is.
    ///
    /// ```text
    /// Local-Time-Zone ::= < AVP header: 1649 10415 >
    ///     { Time-Zone }
    ///     { Daylight-Saving-Time }
    ///   * [ AVP ]
    /// ```
    LocalTimeZone<'a> = LOCAL_TIME_ZONE {
        /// Time-Zone (§7.3.156).
        required time_zone: &'a str = TIME_ZONE;
        /// Daylight-Saving-Time (§7.3.164).
        required daylight_saving_time: DaylightSavingTime = DAYLIGHT_SAVING_TIME;
    }
}
