//! AVPs that several interfaces of 3GPP use, each by the document that defines it; M as S6a sends it (TS 29.272 Table 7.3.1/2).

use super::enums::{
    LcsClientType, LcsFormatIndicator, PreEmptionCapability, PreEmptionVulnerability, QosClassIdentifier,
    RatType,
};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{TGPP, grammar::avps};

avps! {
    /// TS 29.061 §16.4.7: four hexadecimal digits.
    TGPP_CHARGING_CHARACTERISTICS: "3GPP-Charging-Characteristics" = 13, TGPP, M, Utf8String;
    /// TS 29.273 §9.2.3.2.3.
    TGPP_AAA_SERVER_NAME: "3GPP-AAA-Server-Name" = 318, TGPP, M, DiameterIdentity;
    /// TS 29.214 §5.3.14: bit/s.
    MAX_REQUESTED_BANDWIDTH_DL: "Max-Requested-Bandwidth-DL" = 515, TGPP, M, Unsigned32;
    /// TS 29.214 §5.3.15: bit/s.
    MAX_REQUESTED_BANDWIDTH_UL: "Max-Requested-Bandwidth-UL" = 516, TGPP, M, Unsigned32;
    /// TS 29.214 §5.3.52: kbit/s, for what 32 bits of bit/s cannot say.
    EXTENDED_MAX_REQUESTED_BW_DL: "Extended-Max-Requested-BW-DL" = 554, TGPP, -, Unsigned32;
    /// TS 29.214 §5.3.53: kbit/s, for what 32 bits of bit/s cannot say.
    EXTENDED_MAX_REQUESTED_BW_UL: "Extended-Max-Requested-BW-UL" = 555, TGPP, -, Unsigned32;
    /// TS 29.329 §6.3.2: the digits as TBCD, without an address octet.
    MSISDN: "MSISDN" = 701, TGPP, M, OctetString;
    /// TS 32.299, TS 29.272 §7.3.35: a static address.
    SERVED_PARTY_IP_ADDRESS: "Served-Party-IP-Address" = 848, TGPP, M, Address;
    /// TS 29.212 §5.3.17.
    QOS_CLASS_IDENTIFIER: "QoS-Class-Identifier" = 1028, TGPP, M, Enumerated(QosClassIdentifier::NAMES);
    /// TS 29.212 §5.3.31, TS 29.272 §7.3.13.
    RAT_TYPE: "RAT-Type" = 1032, TGPP, M, Enumerated(RatType::NAMES);
    /// TS 29.212 §5.3.32, TS 29.272 §7.3.40.
    ALLOCATION_RETENTION_PRIORITY: "Allocation-Retention-Priority" = 1034, TGPP, M, Grouped;
    /// TS 29.212 §5.3.45: 1 (highest) to 15.
    PRIORITY_LEVEL: "Priority-Level" = 1046, TGPP, M, Unsigned32;
    /// TS 29.212 §5.3.46.
    PRE_EMPTION_CAPABILITY: "Pre-emption-Capability" = 1047, TGPP, M, Enumerated(PreEmptionCapability::NAMES);
    /// TS 29.212 §5.3.47.
    PRE_EMPTION_VULNERABILITY: "Pre-emption-Vulnerability" = 1048, TGPP, M, Enumerated(PreEmptionVulnerability::NAMES);
    /// TS 32.299 §7.2.
    LCS_FORMAT_INDICATOR: "LCS-Format-Indicator" = 1237, TGPP, M, Enumerated(LcsFormatIndicator::NAMES);
    /// TS 32.299 §7.2.
    LCS_NAME_STRING: "LCS-Name-String" = 1238, TGPP, M, Utf8String;
    /// TS 32.299 §7.2.
    LCS_REQUESTOR_ID_STRING: "LCS-Requestor-ID-String" = 1240, TGPP, M, Utf8String;
    /// TS 32.299 §7.2.
    LCS_CLIENT_TYPE: "LCS-Client-Type" = 1241, TGPP, M, Enumerated(LcsClientType::NAMES);
    /// TS 32.299 §7.2: a shape of TS 23.032.
    LOCATION_ESTIMATE: "Location-Estimate" = 1242, TGPP, M, OctetString;
    /// TS 29.273 §7.2.3.4: bit 0: an emergency attach.
    EMERGENCY_SERVICES: "Emergency-Services" = 1538, TGPP, -, Unsigned32;
    /// TS 32.299.
    USER_CSG_INFORMATION: "User-CSG-Information" = 2319, TGPP, -, Grouped;
    /// TS 29.173 §6.4.7.
    GMLC_ADDRESS: "GMLC-Address" = 2405, TGPP, M, Address;
    /// TS 29.336: user@domain.
    EXTERNAL_IDENTIFIER: "External-Identifier" = 3111, TGPP, -, Utf8String;
    /// TS 29.336.
    AESE_COMMUNICATION_PATTERN: "AESE-Communication-Pattern" = 3113, TGPP, -, Grouped;
    /// TS 29.336.
    MONITORING_EVENT_CONFIGURATION: "Monitoring-Event-Configuration" = 3122, TGPP, -, Grouped;
    /// TS 29.336.
    MONITORING_EVENT_REPORT: "Monitoring-Event-Report" = 3123, TGPP, -, Grouped;
    /// TS 29.336.
    SCEF_ID: "SCEF-ID" = 3125, TGPP, -, DiameterIdentity;
    /// TS 29.336.
    MONITORING_EVENT_CONFIG_STATUS: "Monitoring-Event-Config-Status" = 3142, TGPP, -, Grouped;
    /// TS 29.336.
    SUPPORTED_SERVICES: "Supported-Services" = 3143, TGPP, -, Grouped;
    /// TS 29.338.
    MAXIMUM_UE_AVAILABILITY_TIME: "Maximum-UE-Availability-Time" = 3329, TGPP, -, Time;
    /// TS 29.344.
    PROSE_SUBSCRIPTION_DATA: "ProSe-Subscription-Data" = 3701, TGPP, -, Grouped;
    /// TS 29.217.
    ENODEB_ID: "eNodeB-ID" = 4008, TGPP, -, OctetString;
    /// TS 29.217.
    EXTENDED_ENODEB_ID: "Extended-eNodeB-ID" = 4013, TGPP, -, OctetString;
    /// TS 29.128 §6.4.34: seconds.
    ACTIVE_TIME: "Active-Time" = 4324, TGPP, -, Unsigned32;
}
