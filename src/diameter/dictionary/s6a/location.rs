//! Grouped AVPs of state and location (TS 29.272 §7.3).

use super::avps::{
    AGE_OF_LOCATION_INFORMATION, CELL_GLOBAL_IDENTITY, CURRENT_LOCATION_RETRIEVED, DAYLIGHT_SAVING_TIME,
    E_UTRAN_CELL_GLOBAL_IDENTITY, EPS_LOCATION_INFORMATION, EPS_USER_STATE, GEODETIC_INFORMATION,
    GEOGRAPHICAL_INFORMATION, LOCAL_TIME_ZONE, LOCATION_AREA_IDENTITY, MME_LOCATION_INFORMATION,
    MME_USER_STATE, ROUTING_AREA_IDENTITY, SERVICE_AREA_IDENTITY, SGSN_LOCATION_INFORMATION, SGSN_USER_STATE,
    TIME_ZONE, TRACKING_AREA_IDENTITY, USER_STATE,
};
use super::enums::{CurrentLocationRetrieved, DaylightSavingTime, UserState};
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::avps::{ENODEB_ID, EXTENDED_ENODEB_ID, USER_CSG_INFORMATION};

group! {
    /// EPS-User-State (§7.3.110): the user's state, by node.
    ///
    /// ```text
    /// EPS-User-State ::= < AVP Header: 1495 10415 >
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

impl Copy for EpsUserState {}

group! {
    /// MME-User-State (§7.3.112): the user's state at the MME.
    ///
    /// ```text
    /// MME-User-State ::= < AVP Header: 1497 10415 >
    ///     [ User-State ]
    ///   * [ AVP ]
    /// ```
    MmeUserState<> = MME_USER_STATE {
        /// User-State (§7.3.114).
        optional user_state: UserState = USER_STATE;
    }
}

impl Copy for MmeUserState {}

group! {
    /// SGSN-User-State (§7.3.113): the user's state at the SGSN.
    ///
    /// ```text
    /// SGSN-User-State ::= < AVP Header: 1498 10415 >
    ///     [ User-State ]
    ///   * [ AVP ]
    /// ```
    SgsnUserState<> = SGSN_USER_STATE {
        /// User-State (§7.3.114).
        optional user_state: UserState = USER_STATE;
    }
}

impl Copy for SgsnUserState {}

group! {
    /// EPS-Location-Information (§7.3.111): the user's location, by node.
    ///
    /// ```text
    /// EPS-Location-Information ::= < AVP Header: 1496 10415 >
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
    /// MME-Location-Information (§7.3.115): the user's location as the MME knows it.
    ///
    /// ```text
    /// MME-Location-Information ::= < AVP Header: 1600 10415 >
    ///     [ E-UTRAN-Cell-Global-Identity ]
    ///     [ Tracking-Area-Identity ]
    ///     [ Geographical-Information ]
    ///     [ Geodetic-Information ]
    ///     [ Current-Location-Retrieved ]
    ///     [ Age-Of-Location-Information ]
    ///     [ User-CSG-Information ]
    ///     [ eNodeB-ID ]
    ///     [ Extended-eNodeB-ID ]
    ///   * [ AVP ]
    /// ```
    MmeLocationInformation<'a> = MME_LOCATION_INFORMATION {
        /// E-UTRAN-Cell-Global-Identity: PLMN and 28 bits of cell identity, seven octets.
        optional e_utran_cell_global_identity: &'a [u8] = E_UTRAN_CELL_GLOBAL_IDENTITY;
        /// Tracking-Area-Identity: PLMN and tracking area code, five octets.
        optional tracking_area_identity: &'a [u8] = TRACKING_AREA_IDENTITY;
        /// Geographical-Information: an ellipsoid point with uncertainty circle (TS 23.032), eight octets.
        optional geographical_information: &'a [u8] = GEOGRAPHICAL_INFORMATION;
        /// Geodetic-Information: ten octets.
        optional geodetic_information: &'a [u8] = GEODETIC_INFORMATION;
        /// Current-Location-Retrieved (§7.3.125).
        optional current_location_retrieved: CurrentLocationRetrieved = CURRENT_LOCATION_RETRIEVED;
        /// Minutes since the user was heard there.
        optional age_of_location_information: u32 = AGE_OF_LOCATION_INFORMATION;
        /// User-CSG-Information (TS 32.299), kept as it is: nothing in it is acted on.
        optional user_csg_information: Raw<'a> = USER_CSG_INFORMATION;
        /// eNodeB-ID (TS 29.217).
        optional enodeb_id: &'a [u8] = ENODEB_ID;
        /// Extended-eNodeB-ID (TS 29.217).
        optional extended_enodeb_id: &'a [u8] = EXTENDED_ENODEB_ID;
    }
}

group! {
    /// SGSN-Location-Information (§7.3.116): the user's location as the SGSN knows it.
    ///
    /// ```text
    /// SGSN-Location-Information ::= < AVP Header: 1601 10415 >
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
        /// Cell-Global-Identity: seven octets.
        optional cell_global_identity: &'a [u8] = CELL_GLOBAL_IDENTITY;
        /// Location-Area-Identity: five octets.
        optional location_area_identity: &'a [u8] = LOCATION_AREA_IDENTITY;
        /// Service-Area-Identity: seven octets.
        optional service_area_identity: &'a [u8] = SERVICE_AREA_IDENTITY;
        /// Routing-Area-Identity: six octets.
        optional routing_area_identity: &'a [u8] = ROUTING_AREA_IDENTITY;
        /// Geographical-Information: an ellipsoid point with uncertainty circle (TS 23.032), eight octets.
        optional geographical_information: &'a [u8] = GEOGRAPHICAL_INFORMATION;
        /// Geodetic-Information: ten octets.
        optional geodetic_information: &'a [u8] = GEODETIC_INFORMATION;
        /// Current-Location-Retrieved (§7.3.125).
        optional current_location_retrieved: CurrentLocationRetrieved = CURRENT_LOCATION_RETRIEVED;
        /// Minutes since the user was heard there.
        optional age_of_location_information: u32 = AGE_OF_LOCATION_INFORMATION;
        /// User-CSG-Information (TS 32.299), kept as it is: nothing in it is acted on.
        optional user_csg_information: Raw<'a> = USER_CSG_INFORMATION;
    }
}

group! {
    /// Local-Time-Zone (§7.3.156): the time zone where the user is.
    ///
    /// ```text
    /// Local-Time-Zone ::= < AVP Header: 1649 10415 >
    ///     { Time-Zone }
    ///     { Daylight-Saving-Time }
    ///   * [ AVP ]
    /// ```
    LocalTimeZone<'a> = LOCAL_TIME_ZONE {
        /// Time-Zone: quarters of an hour from UTC, as +8.
        required time_zone: &'a str = TIME_ZONE;
        /// Daylight-Saving-Time (§7.3.164).
        required daylight_saving_time: DaylightSavingTime = DAYLIGHT_SAVING_TIME;
    }
}
