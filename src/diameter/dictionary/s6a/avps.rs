//! AVPs of S6a and S6d (TS 29.272 Table 7.3.1/1).

use super::enums::{
    AlertReason, AllApnConfigurationsIncludedIndicator, CancellationType, CurrentLocationRetrieved,
    DaylightSavingTime, ErrorDiagnostic, HomogeneousSupportOfImsVoiceOverPsSessions, IcsIndicator,
    ImsVoiceOverPsSessionsSupported, Interworking5gsIndicator, LipaPermission, MdtUserConsent,
    NetworkAccessMode, NonIpPdnTypeIndicator, PdnGwAllocationType, PdnType, RdsIndicator, RelayNodeIndicator,
    RoamingRestrictedDueToUnsupportedFeature, SiptoPermission, SmsRegisterRequest, SubscribedVsrvcc,
    SubscriberStatus, UeSrvccCapability, UserState, VplmnDynamicAddressAllowed, VplmnLipaAllowed,
};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{TGPP, grammar::avps};

avps! {
    /// §7.3.2.
    SUBSCRIPTION_DATA: "Subscription-Data" = 1400, TGPP, M, Grouped;
    /// §7.3.3.
    TERMINAL_INFORMATION: "Terminal-Information" = 1401, TGPP, M, Grouped;
    /// §7.3.4: 14 digits, or 15 with the check digit.
    IMEI: "IMEI" = 1402, TGPP, M, Utf8String;
    /// §7.3.5: two digits.
    SOFTWARE_VERSION: "Software-Version" = 1403, TGPP, M, Utf8String;
    /// §7.3.7.
    ULR_FLAGS: "ULR-Flags" = 1405, TGPP, M, Unsigned32;
    /// §7.3.8.
    ULA_FLAGS: "ULA-Flags" = 1406, TGPP, M, Unsigned32;
    /// §7.3.9: three octets, as TS 24.008 §10.5.1.13 writes a PLMN.
    VISITED_PLMN_ID: "Visited-PLMN-Id" = 1407, TGPP, M, OctetString;
    /// §7.3.11.
    REQUESTED_EUTRAN_AUTHENTICATION_INFO: "Requested-EUTRAN-Authentication-Info" = 1408, TGPP, M, Grouped;
    /// §7.3.12.
    REQUESTED_UTRAN_GERAN_AUTHENTICATION_INFO: "Requested-UTRAN-GERAN-Authentication-Info" = 1409, TGPP, M, Grouped;
    /// §7.3.14.
    NUMBER_OF_REQUESTED_VECTORS: "Number-Of-Requested-Vectors" = 1410, TGPP, M, Unsigned32;
    /// §7.3.15: RAND and AUTS, 30 octets.
    RE_SYNCHRONIZATION_INFO: "Re-Synchronization-Info" = 1411, TGPP, M, OctetString;
    /// §7.3.16: its presence says that one vector is needed at once.
    IMMEDIATE_RESPONSE_PREFERRED: "Immediate-Response-Preferred" = 1412, TGPP, M, Unsigned32;
    /// §7.3.17.
    AUTHENTICATION_INFO: "Authentication-Info" = 1413, TGPP, M, Grouped;
    /// §7.3.18.
    E_UTRAN_VECTOR: "E-UTRAN-Vector" = 1414, TGPP, M, Grouped;
    /// §7.3.19.
    UTRAN_VECTOR: "UTRAN-Vector" = 1415, TGPP, M, Grouped;
    /// §7.3.20.
    GERAN_VECTOR: "GERAN-Vector" = 1416, TGPP, M, Grouped;
    /// §7.3.21.
    NETWORK_ACCESS_MODE: "Network-Access-Mode" = 1417, TGPP, M, Enumerated(NetworkAccessMode::NAMES);
    /// §7.3.22.
    HPLMN_ODB: "HPLMN-ODB" = 1418, TGPP, M, Unsigned32;
    /// §7.3.23.
    ITEM_NUMBER: "Item-Number" = 1419, TGPP, M, Unsigned32;
    /// §7.3.24.
    CANCELLATION_TYPE: "Cancellation-Type" = 1420, TGPP, M, Enumerated(CancellationType::NAMES);
    /// §7.3.25.
    DSR_FLAGS: "DSR-Flags" = 1421, TGPP, M, Unsigned32;
    /// §7.3.26.
    DSA_FLAGS: "DSA-Flags" = 1422, TGPP, M, Unsigned32;
    /// §7.3.27: not zero.
    CONTEXT_IDENTIFIER: "Context-Identifier" = 1423, TGPP, M, Unsigned32;
    /// §7.3.29.
    SUBSCRIBER_STATUS: "Subscriber-Status" = 1424, TGPP, M, Enumerated(SubscriberStatus::NAMES);
    /// §7.3.30.
    OPERATOR_DETERMINED_BARRING: "Operator-Determined-Barring" = 1425, TGPP, M, Unsigned32;
    /// §7.3.31.
    ACCESS_RESTRICTION_DATA: "Access-Restriction-Data" = 1426, TGPP, M, Unsigned32;
    /// §7.3.32: mncXXX.mccYYY.gprs, with labels before it.
    APN_OI_REPLACEMENT: "APN-OI-Replacement" = 1427, TGPP, M, Utf8String;
    /// §7.3.33.
    ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR: "All-APN-Configurations-Included-Indicator" = 1428, TGPP, M, Enumerated(AllApnConfigurationsIncludedIndicator::NAMES);
    /// §7.3.34.
    APN_CONFIGURATION_PROFILE: "APN-Configuration-Profile" = 1429, TGPP, M, Grouped;
    /// §7.3.35.
    APN_CONFIGURATION: "APN-Configuration" = 1430, TGPP, M, Grouped;
    /// §7.3.37.
    EPS_SUBSCRIBED_QOS_PROFILE: "EPS-Subscribed-QoS-Profile" = 1431, TGPP, M, Grouped;
    /// §7.3.38.
    VPLMN_DYNAMIC_ADDRESS_ALLOWED: "VPLMN-Dynamic-Address-Allowed" = 1432, TGPP, M, Enumerated(VplmnDynamicAddressAllowed::NAMES);
    /// §7.3.39: an international number as TBCD, with its address octet.
    STN_SR: "STN-SR" = 1433, TGPP, M, OctetString;
    /// §7.3.83.
    ALERT_REASON: "Alert-Reason" = 1434, TGPP, M, Enumerated(AlertReason::NAMES);
    /// §7.3.41.
    AMBR: "AMBR" = 1435, TGPP, M, Grouped;
    /// §7.3.78.
    CSG_SUBSCRIPTION_DATA: "CSG-Subscription-Data" = 1436, TGPP, M, Grouped;
    /// §7.3.44.
    PDN_GW_ALLOCATION_TYPE: "PDN-GW-Allocation-Type" = 1438, TGPP, M, Enumerated(PdnGwAllocationType::NAMES);
    /// §7.3.46: 1 to 256.
    RAT_FREQUENCY_SELECTION_PRIORITY_ID: "RAT-Frequency-Selection-Priority-ID" = 1440, TGPP, M, Unsigned32;
    /// §7.3.47.
    IDA_FLAGS: "IDA-Flags" = 1441, TGPP, M, Unsigned32;
    /// §7.3.48.
    PUA_FLAGS: "PUA-Flags" = 1442, TGPP, M, Unsigned32;
    /// §7.3.49.
    NOR_FLAGS: "NOR-Flags" = 1443, TGPP, M, Unsigned32;
    /// §7.3.50: the leading digits of IMSIs.
    USER_ID: "User-Id" = 1444, TGPP, -, Utf8String;
    /// §7.3.52: two octets.
    REGIONAL_SUBSCRIPTION_ZONE_CODE: "Regional-Subscription-Zone-Code" = 1446, TGPP, M, OctetString;
    /// §7.3.53: 16 octets.
    RAND: "RAND" = 1447, TGPP, M, OctetString;
    /// §7.3.54: 4 to 16 octets.
    XRES: "XRES" = 1448, TGPP, M, OctetString;
    /// §7.3.55: 16 octets.
    AUTN: "AUTN" = 1449, TGPP, M, OctetString;
    /// §7.3.56: 32 octets.
    KASME: "KASME" = 1450, TGPP, M, OctetString;
    /// §7.3.59: 8 octets.
    KC: "Kc" = 1453, TGPP, M, OctetString;
    /// §7.3.60: 4 octets.
    SRES: "SRES" = 1454, TGPP, M, OctetString;
    /// §7.3.62.
    PDN_TYPE: "PDN-Type" = 1456, TGPP, M, Enumerated(PdnType::NAMES);
    /// §7.3.81.
    ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE: "Roaming-Restricted-Due-To-Unsupported-Feature" = 1457, TGPP, M, Enumerated(RoamingRestrictedDueToUnsupportedFeature::NAMES);
    /// §7.3.63.
    TRACE_DATA: "Trace-Data" = 1458, TGPP, M, Grouped;
    /// §7.3.64: PLMN and trace id, six octets.
    TRACE_REFERENCE: "Trace-Reference" = 1459, TGPP, M, OctetString;
    /// §7.3.72.
    GPRS_SUBSCRIPTION_DATA: "GPRS-Subscription-Data" = 1467, TGPP, M, Grouped;
    /// §7.3.6.
    TGPP2_MEID: "3GPP2-MEID" = 1471, TGPP, M, OctetString;
    /// §7.3.82.
    SPECIFIC_APN_INFO: "Specific-APN-Info" = 1472, TGPP, M, Grouped;
    /// §7.3.84.
    LCS_INFO: "LCS-Info" = 1473, TGPP, M, Grouped;
    /// §7.3.87: one octet, of TS 29.002.
    SS_CODE: "SS-Code" = 1476, TGPP, M, OctetString;
    /// §7.3.88: one octet, of TS 29.002.
    SS_STATUS: "SS-Status" = 1477, TGPP, M, OctetString;
    /// §7.3.99.
    TELESERVICE_LIST: "Teleservice-List" = 1486, TGPP, M, Grouped;
    /// §7.3.100: one octet, of TS 29.002.
    TS_CODE: "TS-Code" = 1487, TGPP, M, OctetString;
    /// §7.3.101.
    CALL_BARRING_INFO: "Call-Barring-Info" = 1488, TGPP, M, Grouped;
    /// §7.3.102: an international number as TBCD.
    SGSN_NUMBER: "SGSN-Number" = 1489, TGPP, M, OctetString;
    /// §7.3.103.
    IDR_FLAGS: "IDR-Flags" = 1490, TGPP, M, Unsigned32;
    /// §7.3.104.
    ICS_INDICATOR: "ICS-Indicator" = 1491, TGPP, -, Enumerated(IcsIndicator::NAMES);
    /// §7.3.106.
    IMS_VOICE_OVER_PS_SESSIONS_SUPPORTED: "IMS-Voice-Over-PS-Sessions-Supported" = 1492, TGPP, -, Enumerated(ImsVoiceOverPsSessionsSupported::NAMES);
    /// §7.3.107.
    HOMOGENEOUS_SUPPORT_OF_IMS_VOICE_OVER_PS_SESSIONS: "Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions" = 1493, TGPP, -, Enumerated(HomogeneousSupportOfImsVoiceOverPsSessions::NAMES);
    /// §7.3.108.
    LAST_UE_ACTIVITY_TIME: "Last-UE-Activity-Time" = 1494, TGPP, -, Time;
    /// §7.3.110.
    EPS_USER_STATE: "EPS-User-State" = 1495, TGPP, -, Grouped;
    /// §7.3.111.
    EPS_LOCATION_INFORMATION: "EPS-Location-Information" = 1496, TGPP, -, Grouped;
    /// §7.3.112.
    MME_USER_STATE: "MME-User-State" = 1497, TGPP, -, Grouped;
    /// §7.3.113.
    SGSN_USER_STATE: "SGSN-User-State" = 1498, TGPP, -, Grouped;
    /// §7.3.114.
    USER_STATE: "User-State" = 1499, TGPP, -, Enumerated(UserState::NAMES);
    /// §7.3.115.
    MME_LOCATION_INFORMATION: "MME-Location-Information" = 1600, TGPP, -, Grouped;
    /// §7.3.116.
    SGSN_LOCATION_INFORMATION: "SGSN-Location-Information" = 1601, TGPP, -, Grouped;
    /// §7.3.117: PLMN and 28 bits of cell identity, seven octets.
    E_UTRAN_CELL_GLOBAL_IDENTITY: "E-UTRAN-Cell-Global-Identity" = 1602, TGPP, -, OctetString;
    /// §7.3.118: PLMN and tracking area code, five octets.
    TRACKING_AREA_IDENTITY: "Tracking-Area-Identity" = 1603, TGPP, -, OctetString;
    /// §7.3.119: seven octets.
    CELL_GLOBAL_IDENTITY: "Cell-Global-Identity" = 1604, TGPP, -, OctetString;
    /// §7.3.120: six octets.
    ROUTING_AREA_IDENTITY: "Routing-Area-Identity" = 1605, TGPP, -, OctetString;
    /// §7.3.121: five octets.
    LOCATION_AREA_IDENTITY: "Location-Area-Identity" = 1606, TGPP, -, OctetString;
    /// §7.3.122: seven octets.
    SERVICE_AREA_IDENTITY: "Service-Area-Identity" = 1607, TGPP, -, OctetString;
    /// §7.3.123: an ellipsoid point with uncertainty circle (TS 23.032), eight octets.
    GEOGRAPHICAL_INFORMATION: "Geographical-Information" = 1608, TGPP, -, OctetString;
    /// §7.3.124: ten octets.
    GEODETIC_INFORMATION: "Geodetic-Information" = 1609, TGPP, -, OctetString;
    /// §7.3.125.
    CURRENT_LOCATION_RETRIEVED: "Current-Location-Retrieved" = 1610, TGPP, -, Enumerated(CurrentLocationRetrieved::NAMES);
    /// §7.3.126: minutes.
    AGE_OF_LOCATION_INFORMATION: "Age-Of-Location-Information" = 1611, TGPP, -, Unsigned32;
    /// §7.3.127.
    ACTIVE_APN: "Active-APN" = 1612, TGPP, -, Grouped;
    /// §7.3.135.
    SIPTO_PERMISSION: "SIPTO-Permission" = 1613, TGPP, -, Enumerated(SiptoPermission::NAMES);
    /// §7.3.128.
    ERROR_DIAGNOSTIC: "Error-Diagnostic" = 1614, TGPP, -, Enumerated(ErrorDiagnostic::NAMES);
    /// §7.3.130.
    UE_SRVCC_CAPABILITY: "UE-SRVCC-Capability" = 1615, TGPP, -, Enumerated(UeSrvccCapability::NAMES);
    /// §7.3.131.
    MPS_PRIORITY: "MPS-Priority" = 1616, TGPP, -, Unsigned32;
    /// §7.3.132.
    VPLMN_LIPA_ALLOWED: "VPLMN-LIPA-Allowed" = 1617, TGPP, -, Enumerated(VplmnLipaAllowed::NAMES);
    /// §7.3.133.
    LIPA_PERMISSION: "LIPA-Permission" = 1618, TGPP, -, Enumerated(LipaPermission::NAMES);
    /// §7.3.134: seconds.
    SUBSCRIBED_PERIODIC_RAU_TAU_TIMER: "Subscribed-Periodic-RAU-TAU-Timer" = 1619, TGPP, -, Unsigned32;
    /// §7.3.147.
    RELAY_NODE_INDICATOR: "Relay-Node-Indicator" = 1633, TGPP, -, Enumerated(RelayNodeIndicator::NAMES);
    /// §7.3.148.
    MDT_USER_CONSENT: "MDT-User-Consent" = 1634, TGPP, -, Enumerated(MdtUserConsent::NAMES);
    /// §7.3.149.
    PUR_FLAGS: "PUR-Flags" = 1635, TGPP, -, Unsigned32;
    /// §7.3.150.
    SUBSCRIBED_VSRVCC: "Subscribed-VSRVCC" = 1636, TGPP, -, Enumerated(SubscribedVsrvcc::NAMES);
    /// §7.3.151.
    EQUIVALENT_PLMN_LIST: "Equivalent-PLMN-List" = 1637, TGPP, -, Grouped;
    /// §7.3.152.
    CLR_FLAGS: "CLR-Flags" = 1638, TGPP, -, Unsigned32;
    /// §7.3.163: quarters of an hour from UTC, as +8.
    TIME_ZONE: "Time-Zone" = 1642, TGPP, -, Utf8String;
    /// §7.3.157: as MSISDN.
    A_MSISDN: "A-MSISDN" = 1643, TGPP, -, OctetString;
    /// §7.3.159: an international number as TBCD.
    MME_NUMBER_FOR_MT_SMS: "MME-Number-for-MT-SMS" = 1645, TGPP, -, OctetString;
    /// §7.3.162.
    SMS_REGISTER_REQUEST: "SMS-Register-Request" = 1648, TGPP, -, Enumerated(SmsRegisterRequest::NAMES);
    /// §7.3.156.
    LOCAL_TIME_ZONE: "Local-Time-Zone" = 1649, TGPP, -, Grouped;
    /// §7.3.164.
    DAYLIGHT_SAVING_TIME: "Daylight-Saving-Time" = 1650, TGPP, -, Enumerated(DaylightSavingTime::NAMES);
    /// §7.3.165.
    SUBSCRIPTION_DATA_FLAGS: "Subscription-Data-Flags" = 1654, TGPP, -, Unsigned32;
    /// §7.3.174: 1 (highest) to 16.
    RESTORATION_PRIORITY: "Restoration-Priority" = 1663, TGPP, -, Unsigned32;
    /// §7.3.175.
    SGS_MME_IDENTITY: "SGs-MME-Identity" = 1664, TGPP, -, Utf8String;
    /// §7.3.176.
    SIPTO_LOCAL_NETWORK_PERMISSION: "SIPTO-Local-Network-Permission" = 1665, TGPP, -, Unsigned32;
    /// §7.3.177.
    COUPLED_NODE_DIAMETER_ID: "Coupled-Node-Diameter-ID" = 1666, TGPP, -, DiameterIdentity;
    /// §7.3.181.
    WLAN_OFFLOADABILITY: "WLAN-offloadability" = 1667, TGPP, -, Grouped;
    /// §7.3.184.
    RESET_ID: "Reset-ID" = 1670, TGPP, -, OctetString;
    /// §7.3.186.
    ADJACENT_PLMNS: "Adjacent-PLMNs" = 1672, TGPP, -, Grouped;
    /// §7.3.187.
    ADJACENT_ACCESS_RESTRICTION_DATA: "Adjacent-Access-Restriction-Data" = 1673, TGPP, -, Grouped;
    /// §7.3.188: 0 for none, -1 for any number.
    DL_BUFFERING_SUGGESTED_PACKET_COUNT: "DL-Buffering-Suggested-Packet-Count" = 1674, TGPP, -, Integer32;
    /// §7.3.189.
    IMSI_GROUP_ID: "IMSI-Group-Id" = 1675, TGPP, -, Grouped;
    /// §7.3.190.
    GROUP_SERVICE_ID: "Group-Service-Id" = 1676, TGPP, -, Unsigned32;
    /// §7.3.191: three octets.
    GROUP_PLMN_ID: "Group-PLMN-Id" = 1677, TGPP, -, OctetString;
    /// §7.3.192: up to 10 octets.
    LOCAL_GROUP_ID: "Local-Group-Id" = 1678, TGPP, -, OctetString;
    /// §7.3.201.
    AIR_FLAGS: "AIR-Flags" = 1679, TGPP, -, Unsigned32;
    /// §7.3.202: 0 to 255.
    UE_USAGE_TYPE: "UE-Usage-Type" = 1680, TGPP, -, Unsigned32;
    /// §7.3.204.
    NON_IP_PDN_TYPE_INDICATOR: "Non-IP-PDN-Type-Indicator" = 1681, TGPP, -, Enumerated(NonIpPdnTypeIndicator::NAMES);
    /// §7.3.205.
    NON_IP_DATA_DELIVERY_MECHANISM: "Non-IP-Data-Delivery-Mechanism" = 1682, TGPP, -, Unsigned32;
    /// §7.3.206.
    ADDITIONAL_CONTEXT_IDENTIFIER: "Additional-Context-Identifier" = 1683, TGPP, -, Unsigned32;
    /// §7.3.207.
    SCEF_REALM: "SCEF-Realm" = 1684, TGPP, -, DiameterIdentity;
    /// §7.3.208.
    SUBSCRIPTION_DATA_DELETION: "Subscription-Data-Deletion" = 1685, TGPP, -, Grouped;
    /// §7.3.209.
    PREFERRED_DATA_MODE: "Preferred-Data-Mode" = 1686, TGPP, -, Unsigned32;
    /// §7.3.210.
    EMERGENCY_INFO: "Emergency-Info" = 1687, TGPP, -, Grouped;
    /// §7.3.212.
    V2X_SUBSCRIPTION_DATA: "V2X-Subscription-Data" = 1688, TGPP, -, Grouped;
    /// §7.3.214.
    PDN_CONNECTION_CONTINUITY: "PDN-Connection-Continuity" = 1690, TGPP, -, Unsigned32;
    /// §7.3.215.
    EDRX_CYCLE_LENGTH: "eDRX-Cycle-Length" = 1691, TGPP, -, Grouped;
    /// §7.3.222.
    RDS_INDICATOR: "RDS-Indicator" = 1697, TGPP, -, Enumerated(RdsIndicator::NAMES);
    /// §7.3.223: seconds.
    SERVICE_GAP_TIME: "Service-Gap-Time" = 1698, TGPP, -, Unsigned32;
    /// §7.3.224.
    AERIAL_UE_SUBSCRIPTION_INFORMATION: "Aerial-UE-Subscription-Information" = 1699, TGPP, -, Unsigned32;
    /// §7.3.225.
    BROADCAST_LOCATION_ASSISTANCE_DATA_TYPES: "Broadcast-Location-Assistance-Data-Types" = 1700, TGPP, -, Unsigned64;
    /// §7.3.226.
    PAGING_TIME_WINDOW: "Paging-Time-Window" = 1701, TGPP, -, Grouped;
    /// §7.3.230.
    CORE_NETWORK_RESTRICTIONS: "Core-Network-Restrictions" = 1704, TGPP, -, Unsigned32;
    /// §7.3.229.
    EDRX_RELATED_RAT: "eDRX-Related-RAT" = 1705, TGPP, -, Grouped;
    /// §7.3.231.
    INTERWORKING_5GS_INDICATOR: "Interworking-5GS-Indicator" = 1706, TGPP, -, Enumerated(Interworking5gsIndicator::NAMES);
}
