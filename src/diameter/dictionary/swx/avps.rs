//! AVPs of SWx (TS 29.273 §8.2.3), and those of other documents that it alone uses here.

use super::enums::{AnTrusted, Non3gppIpAccess, Non3gppIpAccessApn, SubscriptionIdType};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{TGPP, grammar::avps};

avps! {
    /// §8.2.3.1.
    NON_3GPP_USER_DATA: "Non-3GPP-User-Data" = 1500, TGPP, M, Grouped;
    /// §8.2.3.3.
    NON_3GPP_IP_ACCESS: "Non-3GPP-IP-Access" = 1501, TGPP, M, Enumerated(Non3gppIpAccess::NAMES);
    /// §8.2.3.4.
    NON_3GPP_IP_ACCESS_APN: "Non-3GPP-IP-Access-APN" = 1502, TGPP, M, Enumerated(Non3gppIpAccessApn::NAMES);
    /// §5.2.3.9.
    AN_TRUSTED: "AN-Trusted" = 1503, TGPP, M, Enumerated(AnTrusted::NAMES);
    /// §5.2.3.7: the access network's identity (TS 24.302 §8.1.1).
    ANID: "ANID" = 1504, TGPP, M, Utf8String;
    /// §8.2.3.13.
    TRACE_INFO: "Trace-Info" = 1505, TGPP, -, Grouped;
    /// §8.2.3.17.
    PPR_FLAGS: "PPR-Flags" = 1508, TGPP, -, Unsigned32;
    /// §8.2.3.19.
    TWAN_ACCESS_INFO: "TWAN-Access-Info" = 1510, TGPP, -, Grouped;
    /// §8.2.3.20.
    TWAN_DEFAULT_APN_CONTEXT_ID: "TWAN-Default-APN-Context-Id" = 1512, TGPP, -, Unsigned32;
    /// §8.2.3.21.
    AAA_FAILURE_INDICATION: "AAA-Failure-Indication" = 1518, TGPP, -, Unsigned32;
    /// §5.2.3.24.
    ACCESS_NETWORK_INFO: "Access-Network-Info" = 1526, TGPP, -, Grouped;
    /// §8.2.3.22.
    ERP_AUTHORIZATION: "ERP-Authorization" = 1541, TGPP, -, Unsigned32;
    /// RFC 5447 §4.2.5: which kinds of mobility are allowed, one bit each.
    MIP6_FEATURE_VECTOR: "MIP6-Feature-Vector" = 124, 0, M, Unsigned64;
    /// RFC 4006 §8.46.
    SUBSCRIPTION_ID: "Subscription-Id" = 443, 0, M, Grouped;
    /// RFC 4006 §8.48.
    SUBSCRIPTION_ID_DATA: "Subscription-Id-Data" = 444, 0, M, Utf8String;
    /// RFC 4006 §8.47.
    SUBSCRIPTION_ID_TYPE: "Subscription-Id-Type" = 450, 0, M, Enumerated(SubscriptionIdType::NAMES);
}
