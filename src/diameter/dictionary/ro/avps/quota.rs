//! AVPs that TS 32.299 §7.2 adds to a quota: when to ask again, when to report, what was used when.

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::TGPP;
use crate::diameter::dictionary::grammar::avps;
use crate::diameter::dictionary::ro::enums::{
    AocRequestType, EnvelopeReporting, LowBalanceIndication, ReportingReason, TimeQuotaType,
};

avps! {
    /// The radio access, an octet of TS 29.061 §16.4.7.2.
    TGPP_RAT_TYPE: "3GPP-RAT-Type" = 21, TGPP, M, OctetString;
    /// The application's charging identifier (TS 29.214 §5.3.6).
    AF_CHARGING_IDENTIFIER: "AF-Charging-Identifier" = 505, TGPP, M, OctetString;
    /// An IP flow of the component (TS 29.214 §5.3.9).
    FLOW_NUMBER: "Flow-Number" = 509, TGPP, M, Unsigned32;
    /// IP flows of a media component (TS 29.214 §5.3.10).
    FLOWS: "Flows" = 510, TGPP, M, Grouped;
    /// The media component (TS 29.214 §5.3.17).
    MEDIA_COMPONENT_NUMBER: "Media-Component-Number" = 518, TGPP, M, Unsigned32;
    /// The value.
    SERVICE_SPECIFIC_DATA: "Service-Specific-Data" = 863, TGPP, M, Utf8String;
    /// What the server wants in the gateway's records.
    PS_FURNISH_CHARGING_INFORMATION: "PS-Furnish-Charging-Information" = 865, TGPP, M, Grouped;
    /// Octets for the records.
    PS_FREE_FORMAT_DATA: "PS-Free-Format-Data" = 866, TGPP, M, OctetString;
    /// Whether they replace what was sent before.
    PS_APPEND_FREE_FORMAT_DATA: "PS-Append-Free-Format-Data" = 867, TGPP, M, Enumerated(&[(0, "Append"), (1, "Overwrite")]);
    /// Ask again when so many seconds are left.
    TIME_QUOTA_THRESHOLD: "Time-Quota-Threshold" = 868, TGPP, M, Unsigned32;
    /// Ask again when so many octets are left.
    VOLUME_QUOTA_THRESHOLD: "Volume-Quota-Threshold" = 869, TGPP, M, Unsigned32;
    /// A change that matters.
    TRIGGER_TYPE: "Trigger-Type" = 870, TGPP, M, Enumerated(&[
        (1, "CHANGE_IN_SGSN_IP_ADDRESS"), (2, "CHANGE_IN_QOS"), (3, "CHANGE_IN_LOCATION"), (4, "CHANGE_IN_RAT"), (5, "CHANGE_IN_UE_TIMEZONE"),
        (10, "CHANGEINQOS_TRAFFIC_CLASS"), (11, "CHANGEINQOS_RELIABILITY_CLASS"), (12, "CHANGEINQOS_DELAY_CLASS"), (13, "CHANGEINQOS_PEAK_THROUGHPUT"),
        (14, "CHANGEINQOS_PRECEDENCE_CLASS"), (15, "CHANGEINQOS_MEAN_THROUGHPUT"), (16, "CHANGEINQOS_MAXIMUM_BIT_RATE_FOR_UPLINK"),
        (17, "CHANGEINQOS_MAXIMUM_BIT_RATE_FOR_DOWNLINK"), (18, "CHANGEINQOS_RESIDUAL_BER"), (19, "CHANGEINQOS_SDU_ERROR_RATIO"),
        (20, "CHANGEINQOS_TRANSFER_DELAY"), (21, "CHANGEINQOS_TRAFFIC_HANDLING_PRIORITY"), (22, "CHANGEINQOS_GUARANTEED_BIT_RATE_FOR_UPLINK"),
        (23, "CHANGEINQOS_GUARANTEED_BIT_RATE_FOR_DOWNLINK"), (24, "CHANGEINQOS_APN_AGGREGATE_MAXIMUM_BIT_RATE"), (30, "CHANGEINLOCATION_MCC"),
        (31, "CHANGEINLOCATION_MNC"), (32, "CHANGEINLOCATION_RAC"), (33, "CHANGEINLOCATION_LAC"), (34, "CHANGEINLOCATION_CellId"),
        (35, "CHANGEINLOCATION_TAC"), (36, "CHANGEINLOCATION_ECGI"), (40, "CHANGE_IN_MEDIA_COMPOSITION"), (50, "CHANGEINPARTICIPANTS_Number"),
        (51, "CHANGE_IN_THRSHLD_OF_PARTICIPANTS_NMB"), (52, "CHANGE_IN_USER_PARTICIPATING_TYPE"), (60, "CHANGE_IN_SERVICE_CONDITION"),
        (61, "CHANGE_IN_SERVING_NODE"), (62, "CHANGE_IN_ACCESS_FOR_A_SERVICE_DATA_FLOW"), (70, "CHANGE_IN_USER_CSG_INFORMATION"),
        (71, "CHANGE_IN_HYBRID_SUBSCRIBED_USER_CSG_INFORMATION"), (72, "CHANGE_IN_HYBRID_UNSUBSCRIBED_USER_CSG_INFORMATION"),
        (73, "CHANGE_OF_UE_PRESENCE_IN_PRESENCE_REPORTING_AREA"), (74, "CHANGE_IN_SERVING_PLMN_RATE_CONTROL"), (75, "CHANGE_IN_APN_RATE_CONTROL"),
    ]);
    /// Seconds without traffic after which the quota is given back; 0: never.
    QUOTA_HOLDING_TIME: "Quota-Holding-Time" = 871, TGPP, M, Unsigned32;
    /// Why usage is reported.
    REPORTING_REASON: "Reporting-Reason" = 872, TGPP, M, Enumerated(ReportingReason::NAMES);
    /// Seconds without traffic during which time still counts.
    QUOTA_CONSUMPTION_TIME: "Quota-Consumption-Time" = 881, TGPP, M, Unsigned32;
    /// Quality of service (TS 29.212 §5.3.16).
    QOS_INFORMATION: "QoS-Information" = 1016, TGPP, M, Grouped;
    /// The bearer (TS 29.212 §5.3.20).
    BEARER_IDENTIFIER: "Bearer-Identifier" = 1020, TGPP, M, OctetString;
    /// Bit/s to the user (TS 29.212 §5.3.25).
    GUARANTEED_BITRATE_DL: "Guaranteed-Bitrate-DL" = 1025, TGPP, M, Unsigned32;
    /// Bit/s from the user (TS 29.212 §5.3.26).
    GUARANTEED_BITRATE_UL: "Guaranteed-Bitrate-UL" = 1026, TGPP, M, Unsigned32;
    /// Bit/s to the user, all bearers of the APN (TS 29.212 §5.3.39).
    APN_AGGREGATE_MAX_BITRATE_DL: "APN-Aggregate-Max-Bitrate-DL" = 1040, TGPP, -, Unsigned32;
    /// Bit/s from the user, all bearers of the APN (TS 29.212 §5.3.40).
    APN_AGGREGATE_MAX_BITRATE_UL: "APN-Aggregate-Max-Bitrate-UL" = 1041, TGPP, -, Unsigned32;
    /// Ask again when so many units are left.
    UNIT_QUOTA_THRESHOLD: "Unit-Quota-Threshold" = 1226, TGPP, M, Unsigned32;
    /// A value that the service defines.
    SERVICE_SPECIFIC_INFO: "Service-Specific-Info" = 1249, TGPP, M, Grouped;
    /// Which value.
    SERVICE_SPECIFIC_TYPE: "Service-Specific-Type" = 1257, TGPP, M, Unsigned32;
    /// When an event was.
    EVENT_CHARGING_TIME_STAMP: "Event-Charging-TimeStamp" = 1258, TGPP, M, Time;
    /// Changes after which the client asks again; without members: none.
    TRIGGER: "Trigger" = 1264, TGPP, M, Grouped;
    /// Seconds of a period.
    BASE_TIME_INTERVAL: "Base-Time-Interval" = 1265, TGPP, M, Unsigned32;
    /// A stretch of use.
    ENVELOPE: "Envelope" = 1266, TGPP, M, Grouped;
    /// Its end, if it ended.
    ENVELOPE_END_TIME: "Envelope-End-Time" = 1267, TGPP, M, Time;
    /// Whether envelopes are reported.
    ENVELOPE_REPORTING: "Envelope-Reporting" = 1268, TGPP, M, Enumerated(EnvelopeReporting::NAMES);
    /// Its beginning.
    ENVELOPE_START_TIME: "Envelope-Start-Time" = 1269, TGPP, M, Time;
    /// How time is counted.
    TIME_QUOTA_MECHANISM: "Time-Quota-Mechanism" = 1270, TGPP, M, Grouped;
    /// In fixed periods, or as long as there is traffic.
    TIME_QUOTA_TYPE: "Time-Quota-Type" = 1271, TGPP, M, Enumerated(TimeQuotaType::NAMES);
    /// The application's flows that the usage belongs to.
    AF_CORRELATION_INFORMATION: "AF-Correlation-Information" = 1276, TGPP, M, Grouped;
    /// Whether the account fell below its threshold.
    LOW_BALANCE_INDICATION: "Low-Balance-Indication" = 2020, TGPP, M, Enumerated(LowBalanceIndication::NAMES);
    /// What is left on the account.
    REMAINING_BALANCE: "Remaining-Balance" = 2021, TGPP, M, Grouped;
    /// What the server wants back with a refund.
    REFUND_INFORMATION: "Refund-Information" = 2022, TGPP, M, OctetString;
    /// Which advice of charge is wanted.
    AOC_REQUEST_TYPE: "AoC-Request-Type" = 2055, TGPP, M, Enumerated(AocRequestType::NAMES);
    /// An announcement to play.
    ANNOUNCEMENT_INFORMATION: "Announcement-Information" = 3904, TGPP, M, Grouped;
    /// The announcement.
    ANNOUNCEMENT_IDENTIFIER: "Announcement-Identifier" = 3905, TGPP, M, Unsigned32;
    /// Which is played first.
    ANNOUNCEMENT_ORDER: "Announcement-Order" = 3906, TGPP, M, Unsigned32;
    /// What is inserted into the announcement.
    VARIABLE_PART: "Variable-Part" = 3907, TGPP, M, Grouped;
    /// Where it is inserted.
    VARIABLE_PART_ORDER: "Variable-Part-Order" = 3908, TGPP, M, Unsigned32;
    /// How it is spoken.
    VARIABLE_PART_TYPE: "Variable-Part-Type" = 3909, TGPP, M, Unsigned32;
    /// What is inserted.
    VARIABLE_PART_VALUE: "Variable-Part-Value" = 3910, TGPP, M, Utf8String;
    /// When to play, in seconds before the quota ends; 0: at once.
    TIME_INDICATOR: "Time-Indicator" = 3911, TGPP, M, Unsigned32;
    /// Whether playing uses the quota.
    QUOTA_INDICATOR: "Quota-Indicator" = 3912, TGPP, M, Enumerated(&[(0, "QUOTA_IS_NOT_USED_DURING_PLAYBACK"), (1, "QUOTA_IS_USED_DURING_PLAYBACK")]);
    /// Who hears it.
    PLAY_ALTERNATIVE: "Play-Alternative" = 3913, TGPP, M, Enumerated(&[(0, "served party"), (1, "remote party")]);
    /// Its language, a tag of RFC 5646.
    LANGUAGE: "Language" = 3914, TGPP, M, Utf8String;
    /// Whether only one party hears it.
    PRIVACY_INDICATOR: "Privacy-Indicator" = 3915, TGPP, M, Enumerated(&[(0, "NOT_PRIVATE"), (1, "PRIVATE")]);
    /// Changes that came with another.
    RELATED_TRIGGER: "Related-Trigger" = 3926, TGPP, M, Grouped;
}
