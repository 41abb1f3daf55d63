//! What 3GPP adds to a quota (TS 32.299 §7.2).

use super::avps::credit_control::{
    CC_INPUT_OCTETS, CC_OUTPUT_OCTETS, CC_SERVICE_SPECIFIC_UNITS, CC_TOTAL_OCTETS, FINAL_UNIT_ACTION,
};
use super::avps::ps::TGPP_CHARGING_ID;
use super::avps::quota::{
    AF_CHARGING_IDENTIFIER, AF_CORRELATION_INFORMATION, ANNOUNCEMENT_IDENTIFIER, ANNOUNCEMENT_INFORMATION,
    ANNOUNCEMENT_ORDER, APN_AGGREGATE_MAX_BITRATE_DL, APN_AGGREGATE_MAX_BITRATE_UL, BASE_TIME_INTERVAL,
    BEARER_IDENTIFIER, ENVELOPE, ENVELOPE_END_TIME, ENVELOPE_START_TIME, FLOW_NUMBER, FLOWS,
    GUARANTEED_BITRATE_DL, GUARANTEED_BITRATE_UL, LANGUAGE, MEDIA_COMPONENT_NUMBER, PLAY_ALTERNATIVE,
    PRIVACY_INDICATOR, PS_APPEND_FREE_FORMAT_DATA, PS_FREE_FORMAT_DATA, PS_FURNISH_CHARGING_INFORMATION,
    QOS_INFORMATION, QUOTA_INDICATOR, SERVICE_SPECIFIC_DATA, SERVICE_SPECIFIC_INFO, SERVICE_SPECIFIC_TYPE,
    TIME_INDICATOR, TIME_QUOTA_MECHANISM, TIME_QUOTA_TYPE, TRIGGER, TRIGGER_TYPE, VARIABLE_PART,
    VARIABLE_PART_ORDER, VARIABLE_PART_TYPE, VARIABLE_PART_VALUE,
};
use super::enums::{FinalUnitAction, TimeQuotaType};
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::avps::{
    ALLOCATION_RETENTION_PRIORITY, MAX_REQUESTED_BANDWIDTH_DL, MAX_REQUESTED_BANDWIDTH_UL,
    QOS_CLASS_IDENTIFIER,
};
use crate::diameter::dictionary::tgpp::{AllocationRetentionPriority, QosClassIdentifier};
use crate::types::Timestamp;

group! {
    /// Trigger: changes after which the client asks again. Without members it takes back those that were set.
    ///
    /// ```text
    /// Trigger ::= < AVP Header: 1264 10415 >
    ///   * [ Trigger-Type ]
    ///   * [ AVP ]
    /// ```
    Trigger<> = TRIGGER {
        /// A change that matters.
        any trigger_type: u32 = TRIGGER_TYPE;
    }
}

group! {
    /// PS-Furnish-Charging-Information: what the server wants in the gateway's records.
    ///
    /// ```text
    /// PS-Furnish-Charging-Information ::= < AVP Header: 865 10415 >
    ///     { 3GPP-Charging-Id }
    ///     { PS-Free-Format-Data }
    ///     [ PS-Append-Free-Format-Data ]
    ///   * [ AVP ]
    /// ```
    PsFurnishChargingInformation<'a> = PS_FURNISH_CHARGING_INFORMATION {
        /// The bearer's charging identifier, four octets.
        required tgpp_charging_id: &'a [u8] = TGPP_CHARGING_ID;
        /// Octets for the records.
        required ps_free_format_data: &'a [u8] = PS_FREE_FORMAT_DATA;
        /// Whether they replace what was sent before.
        optional ps_append_free_format_data: u32 = PS_APPEND_FREE_FORMAT_DATA;
    }
}

group! {
    /// AF-Correlation-Information: the application's flows that the usage belongs to.
    ///
    /// ```text
    /// AF-Correlation-Information ::= < AVP Header: 1276 10415 >
    ///     { AF-Charging-Identifier }
    ///   * [ Flows ]
    ///   * [ AVP ]
    /// ```
    AfCorrelationInformation<'a> = AF_CORRELATION_INFORMATION {
        /// The application's charging identifier (TS 29.214 §5.3.6).
        required af_charging_identifier: &'a [u8] = AF_CHARGING_IDENTIFIER;
        /// IP flows of a media component (TS 29.214 §5.3.10).
        any flows: Flows = FLOWS;
    }
}

group! {
    /// Flows: IP flows of a media component (TS 29.214 §5.3.10), the members that charging knows.
    ///
    /// ```text
    /// Flows ::= < AVP Header: 510 10415 >
    ///     { Media-Component-Number }
    ///   * [ Flow-Number ]
    ///     [ Final-Unit-Action ]
    ///   * [ AVP ]
    /// ```
    Flows<> = FLOWS {
        /// The media component (TS 29.214 §5.3.17).
        required media_component_number: u32 = MEDIA_COMPONENT_NUMBER;
        /// An IP flow of the component (TS 29.214 §5.3.9).
        any flow_number: u32 = FLOW_NUMBER;
        /// What the client does when the last units are used up.
        optional final_unit_action: FinalUnitAction = FINAL_UNIT_ACTION;
    }
}

group! {
    /// Envelope: a stretch of use.
    ///
    /// ```text
    /// Envelope ::= < AVP Header: 1266 10415 >
    ///     { Envelope-Start-Time }
    ///     [ Envelope-End-Time ]
    ///     [ CC-Total-Octets ]
    ///     [ CC-Input-Octets ]
    ///     [ CC-Output-Octets ]
    ///     [ CC-Service-Specific-Units ]
    ///   * [ AVP ]
    /// ```
    Envelope<> = ENVELOPE {
        /// Its beginning.
        required envelope_start_time: Timestamp = ENVELOPE_START_TIME;
        /// Its end, if it ended.
        optional envelope_end_time: Timestamp = ENVELOPE_END_TIME;
        /// Octets in both directions.
        optional cc_total_octets: u64 = CC_TOTAL_OCTETS;
        /// Octets from the user.
        optional cc_input_octets: u64 = CC_INPUT_OCTETS;
        /// Octets to the user.
        optional cc_output_octets: u64 = CC_OUTPUT_OCTETS;
        /// Units of the service, as messages.
        optional cc_service_specific_units: u64 = CC_SERVICE_SPECIFIC_UNITS;
    }
}

impl Copy for Envelope {}

group! {
    /// Time-Quota-Mechanism: how time is counted.
    ///
    /// ```text
    /// Time-Quota-Mechanism ::= < AVP Header: 1270 10415 >
    ///     { Time-Quota-Type }
    ///     { Base-Time-Interval }
    ///   * [ AVP ]
    /// ```
    TimeQuotaMechanism<> = TIME_QUOTA_MECHANISM {
        /// In fixed periods, or as long as there is traffic.
        required time_quota_type: TimeQuotaType = TIME_QUOTA_TYPE;
        /// Seconds of a period.
        required base_time_interval: u32 = BASE_TIME_INTERVAL;
    }
}

impl Copy for TimeQuotaMechanism {}

group! {
    /// Service-Specific-Info: a value that the service defines.
    ///
    /// ```text
    /// Service-Specific-Info ::= < AVP Header: 1249 10415 >
    ///     [ Service-Specific-Data ]
    ///     [ Service-Specific-Type ]
    ///   * [ AVP ]
    /// ```
    ServiceSpecificInfo<'a> = SERVICE_SPECIFIC_INFO {
        /// The value.
        optional service_specific_data: &'a str = SERVICE_SPECIFIC_DATA;
        /// Which value.
        optional service_specific_type: u32 = SERVICE_SPECIFIC_TYPE;
    }
}

group! {
    /// QoS-Information: quality of service (TS 29.212 §5.3.16), the members that charging knows.
    ///
    /// ```text
    /// QoS-Information ::= < AVP Header: 1016 10415 >
    ///     [ QoS-Class-Identifier ]
    ///     [ Max-Requested-Bandwidth-UL ]
    ///     [ Max-Requested-Bandwidth-DL ]
    ///     [ Guaranteed-Bitrate-UL ]
    ///     [ Guaranteed-Bitrate-DL ]
    ///     [ Bearer-Identifier ]
    ///     [ Allocation-Retention-Priority ]
    ///     [ APN-Aggregate-Max-Bitrate-UL ]
    ///     [ APN-Aggregate-Max-Bitrate-DL ]
    ///   * [ AVP ]
    /// ```
    QosInformation<'a> = QOS_INFORMATION {
        /// The QCI (TS 29.212 §5.3.17).
        optional qos_class_identifier: QosClassIdentifier = QOS_CLASS_IDENTIFIER;
        /// Bit/s from the user (TS 29.214 §5.3.15).
        optional max_requested_bandwidth_ul: u32 = MAX_REQUESTED_BANDWIDTH_UL;
        /// Bit/s to the user (TS 29.214 §5.3.14).
        optional max_requested_bandwidth_dl: u32 = MAX_REQUESTED_BANDWIDTH_DL;
        /// Bit/s from the user (TS 29.212 §5.3.26).
        optional guaranteed_bitrate_ul: u32 = GUARANTEED_BITRATE_UL;
        /// Bit/s to the user (TS 29.212 §5.3.25).
        optional guaranteed_bitrate_dl: u32 = GUARANTEED_BITRATE_DL;
        /// The bearer (TS 29.212 §5.3.20).
        optional bearer_identifier: &'a [u8] = BEARER_IDENTIFIER;
        /// Who gets resources when they are scarce (TS 29.212 §5.3.32).
        optional allocation_retention_priority: AllocationRetentionPriority = ALLOCATION_RETENTION_PRIORITY;
        /// Bit/s from the user, all bearers of the APN (TS 29.212 §5.3.40).
        optional apn_aggregate_max_bitrate_ul: u32 = APN_AGGREGATE_MAX_BITRATE_UL;
        /// Bit/s to the user, all bearers of the APN (TS 29.212 §5.3.39).
        optional apn_aggregate_max_bitrate_dl: u32 = APN_AGGREGATE_MAX_BITRATE_DL;
    }
}

group! {
    /// Announcement-Information: an announcement to play (TS 32.281).
    ///
    /// ```text
    /// Announcement-Information ::= < AVP Header: 3904 10415 >
    ///     { Announcement-Identifier }
    ///   * [ Variable-Part ]
    ///     [ Time-Indicator ]
    ///     [ Quota-Indicator ]
    ///     [ Announcement-Order ]
    ///     [ Play-Alternative ]
    ///     [ Privacy-Indicator ]
    ///     [ Language ]
    ///   * [ AVP ]
    /// ```
    AnnouncementInformation<'a> = ANNOUNCEMENT_INFORMATION {
        /// The announcement.
        required announcement_identifier: u32 = ANNOUNCEMENT_IDENTIFIER;
        /// What is inserted into the announcement.
        any variable_part: VariablePart<'a> = VARIABLE_PART;
        /// When to play, in seconds before the quota ends; 0: at once.
        optional time_indicator: u32 = TIME_INDICATOR;
        /// Whether playing uses the quota.
        optional quota_indicator: u32 = QUOTA_INDICATOR;
        /// Which is played first.
        optional announcement_order: u32 = ANNOUNCEMENT_ORDER;
        /// Who hears it.
        optional play_alternative: u32 = PLAY_ALTERNATIVE;
        /// Whether only one party hears it.
        optional privacy_indicator: u32 = PRIVACY_INDICATOR;
        /// Its language, a tag of RFC 5646.
        optional language: &'a str = LANGUAGE;
    }
}

group! {
    /// Variable-Part: what is inserted into an announcement.
    ///
    /// ```text
    /// Variable-Part ::= < AVP Header: 3907 10415 >
    ///     [ Variable-Part-Order ]
    ///     { Variable-Part-Type }
    ///     { Variable-Part-Value }
    ///   * [ AVP ]
    /// ```
    VariablePart<'a> = VARIABLE_PART {
        /// Where it is inserted.
        optional variable_part_order: u32 = VARIABLE_PART_ORDER;
        /// How it is spoken.
        required variable_part_type: u32 = VARIABLE_PART_TYPE;
        /// What is inserted.
        required variable_part_value: &'a str = VARIABLE_PART_VALUE;
    }
}
