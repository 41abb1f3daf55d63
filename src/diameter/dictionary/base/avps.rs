//! AVPs of the base protocol (RFC 6733 §4.5), and those of other IETF documents that several applications use.

use super::enums::{
    self, AccountingRealtimeRequired, AccountingRecordType, AuthSessionState, DisconnectCause,
    ReAuthRequestType, RedirectHostUsage, TerminationCause,
};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::grammar::avps;

avps! {
    /// RFC 6733 §8.14.
    USER_NAME: "User-Name" = 1, 0, M, Utf8String;
    /// RFC 7155 §4.4.10.5.1: an IPv4 address, four octets.
    FRAMED_IP_ADDRESS: "Framed-IP-Address" = 8, 0, M, OctetString;
    /// RFC 6733 §8.7.
    CLASS: "Class" = 25, 0, M, OctetString;
    /// RFC 6733 §8.13, seconds.
    SESSION_TIMEOUT: "Session-Timeout" = 27, 0, M, Unsigned32;
    /// RFC 6733 §6.7.4.
    PROXY_STATE: "Proxy-State" = 33, 0, M, OctetString;
    /// RFC 6733 §8.21.
    EVENT_TIMESTAMP: "Event-Timestamp" = 55, 0, M, Time;
    /// RFC 7155 §4.4.10.5.5.
    FRAMED_INTERFACE_ID: "Framed-Interface-Id" = 96, 0, M, Unsigned64;
    /// RFC 7155 §4.4.10.5.6: a reserved octet, the prefix's length, the prefix.
    FRAMED_IPV6_PREFIX: "Framed-IPv6-Prefix" = 97, 0, M, OctetString;
    /// RFC 4740 §9.5.6.1 (RFC 4590 §3.3).
    DIGEST_REALM: "Digest-Realm" = 104, 0, M, Utf8String;
    /// RFC 4740 §9.5.6.3.
    DIGEST_QOP: "Digest-QoP" = 110, 0, M, Utf8String;
    /// RFC 4740 §9.5.6.4.
    DIGEST_ALGORITHM: "Digest-Algorithm" = 111, 0, M, Utf8String;
    /// RFC 4740 §9.5.6.7: H(A1) in 32 hexadecimal digits.
    DIGEST_HA1: "Digest-HA1" = 121, 0, M, Utf8String;
    /// RFC 7155 §4.2.5: of a PDN connection, the APN.
    CALLED_STATION_ID: "Called-Station-Id" = 30, 0, M, Utf8String;
    /// RFC 7155 §4.4.2.
    FILTER_ID: "Filter-Id" = 11, 0, M, Utf8String;
    /// RFC 7155 §4.2.6: who is connected, by number.
    CALLING_STATION_ID: "Calling-Station-Id" = 31, 0, M, Utf8String;
    /// RFC 6733 §9.8.4: the session's name in RADIUS.
    ACCT_SESSION_ID: "Acct-Session-Id" = 44, 0, M, OctetString;
    /// RFC 6733 §9.8.5: what sessions have in common.
    ACCT_MULTI_SESSION_ID: "Acct-Multi-Session-Id" = 50, 0, M, Utf8String;
    /// RFC 6733 §9.8.2, seconds.
    ACCT_INTERIM_INTERVAL: "Acct-Interim-Interval" = 85, 0, M, Unsigned32;
    /// RFC 6733 §8.12.
    RE_AUTH_REQUEST_TYPE: "Re-Auth-Request-Type" = 285, 0, M, Enumerated(ReAuthRequestType::NAMES);
    /// RFC 6733 §9.8.6.
    ACCOUNTING_SUB_SESSION_ID: "Accounting-Sub-Session-Id" = 287, 0, M, Unsigned64;
    /// RFC 6733 §8.15.
    TERMINATION_CAUSE: "Termination-Cause" = 295, 0, M, Enumerated(TerminationCause::NAMES);
    /// RFC 7155 §4.6.1.
    ACCOUNTING_INPUT_OCTETS: "Accounting-Input-Octets" = 363, 0, M, Unsigned64;
    /// RFC 7155 §4.6.2.
    ACCOUNTING_OUTPUT_OCTETS: "Accounting-Output-Octets" = 364, 0, M, Unsigned64;
    /// RFC 6733 §9.8.1.
    ACCOUNTING_RECORD_TYPE: "Accounting-Record-Type" = 480, 0, M, Enumerated(AccountingRecordType::NAMES);
    /// RFC 6733 §9.8.7.
    ACCOUNTING_REALTIME_REQUIRED: "Accounting-Realtime-Required" = 483, 0, M, Enumerated(AccountingRealtimeRequired::NAMES);
    /// RFC 6733 §9.8.3.
    ACCOUNTING_RECORD_NUMBER: "Accounting-Record-Number" = 485, 0, M, Unsigned32;
    /// RFC 5777 §3.3.
    FILTER_RULE: "Filter-Rule" = 509, 0, M, Grouped;
    /// RFC 6733 §5.3.5.
    HOST_IP_ADDRESS: "Host-IP-Address" = 257, 0, M, Address;
    /// RFC 6733 §6.8.
    AUTH_APPLICATION_ID: "Auth-Application-Id" = 258, 0, M, Unsigned32;
    /// RFC 6733 §6.9.
    ACCT_APPLICATION_ID: "Acct-Application-Id" = 259, 0, M, Unsigned32;
    /// RFC 6733 §6.11.
    VENDOR_SPECIFIC_APPLICATION_ID: "Vendor-Specific-Application-Id" = 260, 0, M, Grouped;
    /// RFC 6733 §6.13.
    REDIRECT_HOST_USAGE: "Redirect-Host-Usage" = 261, 0, M, Enumerated(RedirectHostUsage::NAMES);
    /// RFC 6733 §6.14, seconds.
    REDIRECT_MAX_CACHE_TIME: "Redirect-Max-Cache-Time" = 262, 0, M, Unsigned32;
    /// RFC 6733 §8.8.
    SESSION_ID: "Session-Id" = 263, 0, M, Utf8String;
    /// RFC 6733 §6.3.
    ORIGIN_HOST: "Origin-Host" = 264, 0, M, DiameterIdentity;
    /// RFC 6733 §5.3.6.
    SUPPORTED_VENDOR_ID: "Supported-Vendor-Id" = 265, 0, M, Unsigned32;
    /// RFC 6733 §5.3.3.
    VENDOR_ID: "Vendor-Id" = 266, 0, M, Unsigned32;
    /// RFC 6733 §5.3.4.
    FIRMWARE_REVISION: "Firmware-Revision" = 267, 0, -, Unsigned32;
    /// RFC 6733 §7.1.
    RESULT_CODE: "Result-Code" = 268, 0, M, Unsigned32;
    /// RFC 6733 §5.3.7.
    PRODUCT_NAME: "Product-Name" = 269, 0, -, Utf8String;
    /// RFC 6733 §5.4.3.
    DISCONNECT_CAUSE: "Disconnect-Cause" = 273, 0, M, Enumerated(DisconnectCause::NAMES);
    /// RFC 6733 §8.11.
    AUTH_SESSION_STATE: "Auth-Session-State" = 277, 0, M, Enumerated(AuthSessionState::NAMES);
    /// RFC 6733 §8.16.
    ORIGIN_STATE_ID: "Origin-State-Id" = 278, 0, M, Unsigned32;
    /// RFC 6733 §7.5.
    FAILED_AVP: "Failed-AVP" = 279, 0, M, Grouped;
    /// RFC 6733 §6.7.3.
    PROXY_HOST: "Proxy-Host" = 280, 0, M, DiameterIdentity;
    /// RFC 6733 §7.3.
    ERROR_MESSAGE: "Error-Message" = 281, 0, -, Utf8String;
    /// RFC 6733 §6.7.1.
    ROUTE_RECORD: "Route-Record" = 282, 0, M, DiameterIdentity;
    /// RFC 6733 §6.6.
    DESTINATION_REALM: "Destination-Realm" = 283, 0, M, DiameterIdentity;
    /// RFC 6733 §6.7.2.
    PROXY_INFO: "Proxy-Info" = 284, 0, M, Grouped;
    /// RFC 6733 §6.12.
    REDIRECT_HOST: "Redirect-Host" = 292, 0, M, DiameterUri;
    /// RFC 6733 §6.5.
    DESTINATION_HOST: "Destination-Host" = 293, 0, M, DiameterIdentity;
    /// RFC 6733 §7.4.
    ERROR_REPORTING_HOST: "Error-Reporting-Host" = 294, 0, -, DiameterIdentity;
    /// RFC 6733 §6.4.
    ORIGIN_REALM: "Origin-Realm" = 296, 0, M, DiameterIdentity;
    /// RFC 6733 §7.6.
    EXPERIMENTAL_RESULT: "Experimental-Result" = 297, 0, M, Grouped;
    /// RFC 6733 §7.7.
    EXPERIMENTAL_RESULT_CODE: "Experimental-Result-Code" = 298, 0, M, Unsigned32;
    /// RFC 6733 §6.10.
    INBAND_SECURITY_ID: "Inband-Security-Id" = 299, 0, M, Unsigned32;
    /// RFC 7944 §9.1: priority 0 (highest) to 15.
    DRMP: "DRMP" = 301, 0, -, Enumerated(enums::DRMP);
    /// RFC 7683 §7.1.
    OC_SUPPORTED_FEATURES: "OC-Supported-Features" = 621, 0, -, Grouped;
    /// RFC 7683 §7.2.
    OC_FEATURE_VECTOR: "OC-Feature-Vector" = 622, 0, -, Unsigned64;
    /// RFC 7683 §7.3.
    OC_OLR: "OC-OLR" = 623, 0, -, Grouped;
    /// RFC 7683 §7.4.
    OC_SEQUENCE_NUMBER: "OC-Sequence-Number" = 624, 0, -, Unsigned64;
    /// RFC 7683 §7.5, seconds.
    OC_VALIDITY_DURATION: "OC-Validity-Duration" = 625, 0, -, Unsigned32;
    /// RFC 7683 §7.6.
    OC_REPORT_TYPE: "OC-Report-Type" = 626, 0, -, Enumerated(&[(0, "HOST_REPORT"), (1, "REALM_REPORT"), (2, "PEER_REPORT")]);
    /// RFC 7683 §7.7, per cent.
    OC_REDUCTION_PERCENTAGE: "OC-Reduction-Percentage" = 627, 0, -, Unsigned32;
    /// RFC 8581 §7.3: the node a report comes from.
    SOURCE_ID: "SourceID" = 649, 0, -, DiameterIdentity;
    /// RFC 8583 §7.1.
    LOAD: "Load" = 650, 0, -, Grouped;
    /// RFC 8583 §7.2.
    LOAD_TYPE: "Load-Type" = 651, 0, -, Enumerated(&[(0, "HOST"), (1, "PEER")]);
    /// RFC 8583 §7.3: 0 (idle) to 65535.
    LOAD_VALUE: "Load-Value" = 652, 0, -, Unsigned64;
    /// RFC 5447: a length in bits, the prefix.
    MIP6_HOME_LINK_PREFIX: "MIP6-Home-Link-Prefix" = 125, 0, -, OctetString;
    /// RFC 4004 §7.4.
    MIP_HOME_AGENT_ADDRESS: "MIP-Home-Agent-Address" = 334, 0, M, Address;
    /// RFC 4004 §7.11.
    MIP_HOME_AGENT_HOST: "MIP-Home-Agent-Host" = 348, 0, M, Grouped;
    /// RFC 5447 §4.2.1, TS 29.272 §7.3.45: a PDN gateway.
    MIP6_AGENT_INFO: "MIP6-Agent-Info" = 486, 0, M, Grouped;
    /// RFC 5778 §6.2, TS 29.272 §7.3.36: an APN without its operator identifier.
    SERVICE_SELECTION: "Service-Selection" = 493, 0, M, Utf8String;
}
