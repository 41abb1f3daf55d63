//! AVPs of packet-switched charging (TS 32.251, TS 32.299 §7.2), some by the RADIUS codes of TS 29.061 §16.4.7.

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::grammar::avps;
use crate::diameter::dictionary::{ETSI, TGPP, TGPP2};

avps! {
    /// The IMSI; older gateways send it and those below, which no grammar of charging names.
    TGPP_IMSI: "3GPP-IMSI" = 1, TGPP, M, Utf8String;
    /// The bearer's charging identifier, four octets.
    TGPP_CHARGING_ID: "3GPP-Charging-Id" = 2, TGPP, M, OctetString;
    /// The kind of PDN connection.
    TGPP_PDP_TYPE: "3GPP-PDP-Type" = 3, TGPP, M, Enumerated(&[(0, "IPv4"), (1, "PPP"), (2, "IPv6"), (3, "IPv4v6")]);
    /// The charging gateway, four octets.
    TGPP_CG_ADDRESS: "3GPP-CG-Address" = 4, TGPP, -, OctetString;
    /// Quality of service, hexadecimal digits.
    TGPP_GPRS_NEGOTIATED_QOS_PROFILE: "3GPP-GPRS-Negotiated-QoS-Profile" = 5, TGPP, M, Utf8String;
    /// The node that serves, four octets.
    TGPP_SGSN_ADDRESS: "3GPP-SGSN-Address" = 6, TGPP, -, OctetString;
    /// The gateway, four octets.
    TGPP_GGSN_ADDRESS: "3GPP-GGSN-Address" = 7, TGPP, -, OctetString;
    /// The PLMN of the IMSI, digits.
    TGPP_IMSI_MCC_MNC: "3GPP-IMSI-MCC-MNC" = 8, TGPP, M, Utf8String;
    /// The PLMN of the gateway, digits.
    TGPP_GGSN_MCC_MNC: "3GPP-GGSN-MCC-MNC" = 9, TGPP, M, Utf8String;
    /// The bearer.
    TGPP_NSAPI: "3GPP-NSAPI" = 10, TGPP, M, Utf8String;
    /// That the session ends.
    TGPP_SESSION_STOP_INDICATOR: "3GPP-Session-Stop-Indicator" = 11, TGPP, -, Utf8String;
    /// How the APN was chosen.
    TGPP_SELECTION_MODE: "3GPP-Selection-Mode" = 12, TGPP, M, Utf8String;
    /// The charging gateway, sixteen octets.
    TGPP_CG_IPV6_ADDRESS: "3GPP-CG-IPv6-Address" = 14, TGPP, M, OctetString;
    /// The node that serves, sixteen octets.
    TGPP_SGSN_IPV6_ADDRESS: "3GPP-SGSN-IPv6-Address" = 15, TGPP, M, OctetString;
    /// The gateway, sixteen octets.
    TGPP_GGSN_IPV6_ADDRESS: "3GPP-GGSN-IPv6-Address" = 16, TGPP, M, OctetString;
    /// The PLMN that serves, digits.
    TGPP_SGSN_MCC_MNC: "3GPP-SGSN-MCC-MNC" = 18, TGPP, M, Utf8String;
    /// IMEI and software version.
    TGPP_IMEISV: "3GPP-IMEISV" = 20, TGPP, M, OctetString;
    /// Where the user is: a type and its fields (TS 29.061 §16.4.7.2).
    TGPP_USER_LOCATION_INFO: "3GPP-User-Location-Info" = 22, TGPP, M, OctetString;
    /// The user's time zone, two octets.
    TGPP_MS_TIMEZONE: "3GPP-MS-TimeZone" = 23, TGPP, M, OctetString;
    /// The DSCP of the bearer.
    TGPP_NEGOTIATED_DSCP: "3GPP-Negotiated-DSCP" = 26, TGPP, -, OctetString;
    /// The kind of address to assign.
    TGPP_ALLOCATE_IP_TYPE: "3GPP-Allocate-IP-Type" = 27, TGPP, -, OctetString;
    /// The line (ETSI TS 283 034).
    LOGICAL_ACCESS_ID: "Logical-Access-ID" = 302, ETSI, M, OctetString;
    /// The port (ETSI TS 283 034).
    PHYSICAL_ACCESS_ID: "Physical-Access-ID" = 313, ETSI, M, Utf8String;
    /// Who sponsors the data (TS 29.214 §5.3.27).
    SPONSOR_IDENTITY: "Sponsor-Identity" = 531, TGPP, -, Utf8String;
    /// Whose application it is (TS 29.214 §5.3.29).
    APPLICATION_SERVICE_PROVIDER_IDENTITY: "Application-Service-Provider-Identity" = 532, TGPP, -, Utf8String;
    /// The charging gateway.
    CG_ADDRESS: "CG-Address" = 846, TGPP, M, Address;
    /// The gateway.
    GGSN_ADDRESS: "GGSN-Address" = 847, TGPP, M, Address;
    /// A PDN connection.
    PS_INFORMATION: "PS-Information" = 874, TGPP, M, Grouped;
    /// A set of charging rules (TS 29.212 §5.3.6).
    CHARGING_RULE_BASE_NAME: "Charging-Rule-Base-Name" = 1004, TGPP, M, Utf8String;
    /// A charging rule (TS 29.212 §5.3.5).
    CHARGING_RULE_NAME: "Charging-Rule-Name" = 1005, TGPP, M, OctetString;
    /// The PDN connection (TS 29.212 §5.3.58).
    PDN_CONNECTION_ID: "PDN-Connection-ID" = 1065, TGPP, -, OctetString;
    /// The traffic detection function (TS 29.212 §4.5b.5).
    TDF_IP_ADDRESS: "TDF-IP-Address" = 1091, TGPP, -, Address;
    /// A set of detection rules (TS 29.212 §5b.3.5).
    ADC_RULE_BASE_NAME: "ADC-Rule-Base-Name" = 1095, TGPP, -, Utf8String;
    /// An address of the user.
    PDP_ADDRESS: "PDP-Address" = 1227, TGPP, M, Address;
    /// The node that serves.
    SGSN_ADDRESS: "SGSN-Address" = 1228, TGPP, M, Address;
    /// Primary or secondary.
    PDP_CONTEXT_TYPE: "PDP-Context-Type" = 1247, TGPP, M, Enumerated(&[(0, "PRIMARY"), (1, "SECONDARY")]);
    /// What offline charging is told.
    OFFLINE_CHARGING: "Offline-Charging" = 1278, TGPP, M, Grouped;
    /// What went over a second radio access.
    RAN_SECONDARY_RAT_USAGE_REPORT: "RAN-Secondary-RAT-Usage-Report" = 1302, TGPP, -, Grouped;
    /// The VoLTE call that the flow carries.
    VOLTE_INFORMATION: "VoLTE-Information" = 1323, TGPP, -, Grouped;
    /// The group (TS 29.272 §7.3.79).
    CSG_ID: "CSG-Id" = 1437, TGPP, M, Unsigned32;
    /// Why the container was closed.
    CHANGE_CONDITION: "Change-Condition" = 2037, TGPP, M, Enumerated(&[
        (0, "Normal Release"), (1, "Abnormal Release"), (2, "Qos Change"), (3, "Volume Limit"), (4, "Time Limit"), (5, "Serving Node Change"),
        (6, "Serving Node PLMN Change"), (7, "User Location Change"), (8, "RAT Change"), (9, "UE Time Zone Change"), (10, "Tariff Time Change"),
        (11, "Service Idled Out"), (12, "Service Specific Time Limit"), (13, "Max Number of Changes in Changing conditions"), (14, "CGI-SAI Change"),
        (15, "RAI Change"), (16, "ECGI Change"), (17, "TAI Change"), (18, "Service Data Volume Limit"), (19, "Service Data Time Limit"),
        (20, "Management Intervention"), (21, "Service Stop"), (22, "User CSG Information Change"), (23, "S-GW Change"),
        (24, "Change of UE Presence in Presence Reporting Area"), (25, "Proximity alerted"), (26, "Time expired with no renewal"),
        (27, "Requestor cancellation"), (28, "Maximum number of reports"), (29, "PLMN Change"), (30, "Coverage status change"),
        (31, "Removal of access"), (32, "Unavailability of access"), (33, "Access change of service data flow"), (34, "Indirect change condition"),
        (35, "Maximum number of NIDD submissions"), (36, "Change in UE to PE"), (37, "Serving PLMN Rate Control Change"),
        (38, "APN Rate Control Change"),
    ]);
    /// Why the bearer ended.
    DIAGNOSTICS: "Diagnostics" = 2039, TGPP, M, Enumerated(&[
        (0, "UNSPECIFIED"), (1, "SESSION_TIMEOUT"), (2, "RESOURCE_LIMITATION"), (3, "ADMIN_DISCONNECT"), (4, "IDLE_TIMEOUT"), (5, "PCRF_UNREACHABLE"),
        (6, "AAA_UNREACHABLE"), (7, "AAA_INITIATED_SESSION_TERMINATION"), (8, "REAUTHENTICATION_FAILED"), (9, "PCRF_INITIATED_SESSION_TERMINATION"),
        (10, "PCRF_INITIATED_FLOW_TERMINATION"), (11, "PCRF_ACCOUNTING_PARAMETERS_CHANGED"), (12, "PMIP_INITIATED_SESSION_TERMINATION"),
        (13, "PPP_INITIATED_SESSION_TERMINATION"), (14, "GTP_INITIATED_SESSION_TERMINATION"), (15, "PMIP_REVOCATION"), (16, "HANDOVER_ERROR"),
        (17, "PMIP_LIFETIME_EXPIRED"), (18, "REAUTHORIZATION_FAILED"),
    ]);
    /// What a service's data flow used.
    SERVICE_DATA_CONTAINER: "Service-Data-Container" = 2040, TGPP, M, Grouped;
    /// When it began.
    START_TIME: "Start-Time" = 2041, TGPP, M, Time;
    /// When it ended.
    STOP_TIME: "Stop-Time" = 2042, TGPP, M, Time;
    /// The first packet.
    TIME_FIRST_USAGE: "Time-First-Usage" = 2043, TGPP, M, Time;
    /// The last packet.
    TIME_LAST_USAGE: "Time-Last-Usage" = 2044, TGPP, M, Time;
    /// Seconds of use.
    TIME_USAGE: "Time-Usage" = 2045, TGPP, M, Unsigned32;
    /// What a bearer carried until a change.
    TRAFFIC_DATA_VOLUMES: "Traffic-Data-Volumes" = 2046, TGPP, M, Grouped;
    /// Which kind of node serves.
    SERVING_NODE_TYPE: "Serving-Node-Type" = 2047, TGPP, M, Enumerated(&[(0, "SGSN"), (1, "PMIPSGW"), (2, "GTPSGW"), (3, "ePDG"), (4, "hSGW"), (5, "MME")]);
    /// Whether the address was assigned at set-up.
    DYNAMIC_ADDRESS_FLAG: "Dynamic-Address-Flag" = 2051, TGPP, M, Enumerated(&[(0, "Static"), (1, "Dynamic")]);
    /// The container's number.
    LOCAL_SEQUENCE_NUMBER: "Local-Sequence-Number" = 2063, TGPP, M, Unsigned32;
    /// The gateway's name.
    NODE_ID: "Node-Id" = 2064, TGPP, M, Utf8String;
    /// Whether the serving gateway changed.
    SGW_CHANGE: "SGW-Change" = 2065, TGPP, M, Enumerated(&[(0, "ACR_Start_NOT_due_to_SGW_Change"), (1, "ACR_Start_due_to_SGW_Change")]);
    /// Whose charging characteristics they are.
    CHARGING_CHARACTERISTICS_SELECTION_MODE: "Charging-Characteristics-Selection-Mode" = 2066, TGPP, M, Enumerated(&[
        (0, "Serving-Node-Supplied"), (1, "Subscription-specific"), (2, "APN-specific"), (3, "Home-Default"), (4, "Roaming-Default"),
        (5, "Visiting-Default"),
    ]);
    /// The serving gateway.
    SGW_ADDRESS: "SGW-Address" = 2067, TGPP, M, Address;
    /// The same of the second address.
    DYNAMIC_ADDRESS_FLAG_EXTENSION: "Dynamic-Address-Flag-Extension" = 2068, TGPP, M, Enumerated(&[(0, "Static"), (1, "Dynamic")]);
    /// Whether nobody authenticated the IMSI.
    IMSI_UNAUTHENTICATED_FLAG: "IMSI-Unauthenticated-Flag" = 2308, TGPP, M, Enumerated(&[(0, "Authenticated"), (1, "Unauthenticated")]);
    /// Closed or hybrid.
    CSG_ACCESS_MODE: "CSG-Access-Mode" = 2317, TGPP, M, Enumerated(&[(0, "Closed mode"), (1, "Hybrid Mode")]);
    /// Whether the user is a member.
    CSG_MEMBERSHIP_INDICATION: "CSG-Membership-Indication" = 2318, TGPP, M, Enumerated(&[(0, "Not CSG member"), (1, "CSG Member")]);
    /// Whether the terminal has low priority.
    LOW_PRIORITY_INDICATOR: "Low-Priority-Indicator" = 2602, TGPP, M, Enumerated(&[(0, "NO"), (1, "YES")]);
    /// Bits of the IPv6 prefix; 64 without it.
    PDP_ADDRESS_PREFIX_LENGTH: "PDP-Address-Prefix-Length" = 2606, TGPP, M, Unsigned32;
    /// Where the user is in a trusted WLAN.
    TWAN_USER_LOCATION_INFO: "TWAN-User-Location-Info" = 2714, TGPP, M, Grouped;
    /// When the user was there.
    USER_LOCATION_INFO_TIME: "User-Location-Info-Time" = 2812, TGPP, -, Time;
    /// Whether the user is in an area.
    PRESENCE_REPORTING_AREA_INFORMATION: "Presence-Reporting-Area-Information" = 2822, TGPP, M, Grouped;
    /// In or out.
    PRESENCE_REPORTING_AREA_STATUS: "Presence-Reporting-Area-Status" = 2823, TGPP, M, Enumerated(&[(0, "In area"), (1, "Out of area"), (2, "Inactive")]);
    /// Where the user is in a fixed network.
    FIXED_USER_LOCATION_INFO: "Fixed-User-Location-Info" = 2825, TGPP, -, Grouped;
    /// Who moves flows between accesses.
    NBIFOM_MODE: "NBIFOM-Mode" = 2830, TGPP, M, Enumerated(&[(0, "UE_INITIATED"), (1, "NETWORK_INITIATED")]);
    /// Whether flows can be moved.
    NBIFOM_SUPPORT: "NBIFOM-Support" = 2831, TGPP, M, Enumerated(&[(0, "NBIFOM_NOT_SUPPORTED"), (1, "NBIFOM_SUPPORTED")]);
    /// Why an access came or went.
    ACCESS_AVAILABILITY_CHANGE_REASON: "Access-Availability-Change-Reason" = 2833, TGPP, -, Unsigned32;
    /// How traffic to the user is steered.
    TRAFFIC_STEERING_POLICY_IDENTIFIER_DL: "Traffic-Steering-Policy-Identifier-DL" = 2836, TGPP, -, OctetString;
    /// How traffic from the user is steered.
    TRAFFIC_STEERING_POLICY_IDENTIFIER_UL: "Traffic-Steering-Policy-Identifier-UL" = 2837, TGPP, -, OctetString;
    /// Who chose the operator.
    CN_OPERATOR_SELECTION_ENTITY: "CN-Operator-Selection-Entity" = 3421, TGPP, M, Enumerated(&[
        (0, "The serving network has been selected by the UE"), (1, "The serving network has been selected by the network"),
    ]);
    /// The evolved packet data gateway.
    EPDG_ADDRESS: "ePDG-Address" = 3425, TGPP, M, Address;
    /// Causes of the radio network.
    ENHANCED_DIAGNOSTICS: "Enhanced-Diagnostics" = 3901, TGPP, M, Grouped;
    /// The trusted WLAN's gateway.
    TWAG_ADDRESS: "TWAG-Address" = 3903, TGPP, M, Address;
    /// Where the user is in an untrusted WLAN.
    UWAN_USER_LOCATION_INFO: "UWAN-User-Location-Info" = 3918, TGPP, M, Grouped;
    /// The change that came with another.
    RELATED_CHANGE_CONDITION_INFORMATION: "Related-Change-Condition-Information" = 3925, TGPP, M, Grouped;
    /// Whether data goes over the control plane.
    CP_CIOT_EPS_OPTIMISATION_INDICATOR: "CP-CIoT-EPS-Optimisation-Indicator" = 3930, TGPP, M, Enumerated(&[(1, "Apply")]);
    /// How non-IP data leaves.
    SGI_PTP_TUNNELLING_METHOD: "SGi-PtP-Tunnelling-Method" = 3931, TGPP, M, Enumerated(&[(0, "UDP_IP_based"), (1, "Others")]);
    /// Whether data goes over the control plane alone.
    UNI_PDU_CP_ONLY_FLAG: "UNI-PDU-CP-Only-Flag" = 3932, TGPP, M, Enumerated(&[(0, "UNI-PDU-both-UP-CP"), (1, "UNI-PDU-CP-Only")]);
    /// The rate that the APN allows.
    APN_RATE_CONTROL: "APN-Rate-Control" = 3933, TGPP, M, Grouped;
    /// The application server of non-IP data.
    SCS_AS_ADDRESS: "SCS-AS-Address" = 3940, TGPP, M, Grouped;
    /// The rate that the visited network allows.
    SERVING_PLMN_RATE_CONTROL: "Serving-PLMN-Rate-Control" = 4310, TGPP, M, Grouped;
    /// Exception reports.
    RRC_CAUSE_COUNTER: "RRC-Cause-Counter" = 4318, TGPP, M, Grouped;
    /// Whether all bearers are charged together.
    CHARGING_PER_IP_CAN_SESSION_INDICATOR: "Charging-Per-IP-CAN-Session-Indicator" = 4400, TGPP, M, Enumerated(&[(0, "Inactive"), (1, "Active")]);
    /// Whether the user switched data off.
    TGPP_PS_DATA_OFF_STATUS: "3GPP-PS-Data-Off-Status" = 4406, TGPP, M, Enumerated(&[(0, "Active"), (1, "Inactive")]);
    /// Seconds that an unused quota is kept.
    UNUSED_QUOTA_TIMER: "Unused-Quota-Timer" = 4407, TGPP, M, Unsigned32;
    /// The CDMA2000 cell.
    TGPP2_BSID: "3GPP2-BSID" = 9010, TGPP2, -, Utf8String;
}
