//! VCS-Information (TS 32.276, TS 32.299 §7.2): a voice call over circuits.

use super::avps::ims::BEARER_SERVICE;
use super::avps::ps::{START_TIME, STOP_TIME};
use super::avps::quota::PS_FREE_FORMAT_DATA;
use super::avps::service::{
    BASIC_SERVICE_CODE, BEARER_CAPABILITY, FORWARDING_PENDING, ISUP_CAUSE_DIAGNOSTICS, ISUP_CAUSE_LOCATION,
    ISUP_CAUSE_VALUE, ISUP_LOCATION_NUMBER, ISUP_RELEASE_CAUSE, MSC_ADDRESS, NETWORK_CALL_REFERENCE_NUMBER,
    START_OF_CHARGING, TELESERVICE, VCS_INFORMATION, VLR_NUMBER,
};
use crate::diameter::dictionary::grammar::group;
use crate::types::Timestamp;

group! {
    /// VCS-Information: a voice call over circuits.
    ///
    /// ```text
    /// VCS-Information ::= < AVP Header: 3410 10415 >
    ///     [ Bearer-Capability ]
    ///     [ Network-Call-Reference-Number ]
    ///     [ MSC-Address ]
    ///     [ Basic-Service-Code ]
    ///     [ ISUP-Location-Number ]
    ///     [ VLR-Number ]
    ///     [ Forwarding-Pending ]
    ///     [ ISUP-Release-Cause ]
    ///     [ Start-Time ]
    ///     [ Start-of-Charging ]
    ///     [ Stop-Time ]
    ///     [ PS-Free-Format-Data ]
    ///   * [ AVP ]
    /// ```
    VcsInformation<'a> = VCS_INFORMATION {
        /// The bearer capability of TS 24.008.
        optional bearer_capability: &'a [u8] = BEARER_CAPABILITY;
        /// The call's reference number.
        optional network_call_reference_number: &'a [u8] = NETWORK_CALL_REFERENCE_NUMBER;
        /// The MSC's number.
        optional msc_address: &'a [u8] = MSC_ADDRESS;
        /// The bearer or tele service.
        optional basic_service_code: BasicServiceCode<'a> = BASIC_SERVICE_CODE;
        /// The location number of ISUP.
        optional isup_location_number: &'a [u8] = ISUP_LOCATION_NUMBER;
        /// The VLR's number.
        optional vlr_number: &'a [u8] = VLR_NUMBER;
        /// Whether the call was forwarded while it was set up.
        optional forwarding_pending: u32 = FORWARDING_PENDING;
        /// Why the call ended.
        optional isup_release_cause: IsupReleaseCause<'a> = ISUP_RELEASE_CAUSE;
        /// When it began.
        optional start_time: Timestamp = START_TIME;
        /// When charging began.
        optional start_of_charging: Timestamp = START_OF_CHARGING;
        /// When it ended.
        optional stop_time: Timestamp = STOP_TIME;
        /// Octets for the records.
        optional ps_free_format_data: &'a [u8] = PS_FREE_FORMAT_DATA;
    }
}

group! {
    /// Basic-Service-Code: the bearer or tele service.
    ///
    /// ```text
    /// Basic-Service-Code ::= < AVP Header: 3411 10415 >
    ///     [ Bearer-Service ]
    ///     [ Teleservice ]
    ///   * [ AVP ]
    /// ```
    BasicServiceCode<'a> = BASIC_SERVICE_CODE {
        /// The bearer service over circuits.
        optional bearer_service: &'a [u8] = BEARER_SERVICE;
        /// The tele service, an octet of TS 29.002.
        optional teleservice: &'a [u8] = TELESERVICE;
    }
}

group! {
    /// ISUP-Release-Cause: why the call ended.
    ///
    /// ```text
    /// ISUP-Release-Cause ::= < AVP Header: 3416 10415 >
    ///     [ ISUP-Cause-Location ]
    ///     [ ISUP-Cause-Value ]
    ///     [ ISUP-Cause-Diagnostics ]
    ///   * [ AVP ]
    /// ```
    IsupReleaseCause<'a> = ISUP_RELEASE_CAUSE {
        /// Where the cause arose.
        optional isup_cause_location: &'a [u8] = ISUP_CAUSE_LOCATION;
        /// The cause of ITU-T Q.850.
        optional isup_cause_value: u32 = ISUP_CAUSE_VALUE;
        /// Diagnostics of the cause.
        optional isup_cause_diagnostics: &'a [u8] = ISUP_CAUSE_DIAGNOSTICS;
    }
}
