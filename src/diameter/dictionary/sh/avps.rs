//! AVPs of Sh (TS 29.329 Table 6.3.1). Those it shares with Cx are Cx's.

use super::enums::{
    CurrentLocation, DataReference, IdentitySet, LocalTimeZoneIndication, OneTimeNotification,
    PrePagingSupported, RequestedDomain, SendDataIndication, ServingNodeIndication, SubsReqType,
};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{TGPP, grammar::avps};

avps! {
    /// §6.3.1.
    USER_IDENTITY: "User-Identity" = 700, TGPP, M, Grouped;
    /// §6.3.3: the Sh-Data XML.
    USER_DATA: "User-Data" = 702, TGPP, M, OctetString;
    /// §6.3.4.
    DATA_REFERENCE: "Data-Reference" = 703, TGPP, M, Enumerated(DataReference::NAMES);
    /// §6.3.5: text, as every client sends it.
    SERVICE_INDICATION: "Service-Indication" = 704, TGPP, M, OctetString;
    /// §6.3.6.
    SUBS_REQ_TYPE: "Subs-Req-Type" = 705, TGPP, M, Enumerated(SubsReqType::NAMES);
    /// §6.3.7.
    REQUESTED_DOMAIN: "Requested-Domain" = 706, TGPP, M, Enumerated(RequestedDomain::NAMES);
    /// §6.3.8.
    CURRENT_LOCATION: "Current-Location" = 707, TGPP, M, Enumerated(CurrentLocation::NAMES);
    /// §6.3.10.
    IDENTITY_SET: "Identity-Set" = 708, TGPP, -, Enumerated(IdentitySet::NAMES);
    /// §6.3.16.
    EXPIRY_TIME: "Expiry-Time" = 709, TGPP, -, Time;
    /// §6.3.17.
    SEND_DATA_INDICATION: "Send-Data-Indication" = 710, TGPP, -, Enumerated(SendDataIndication::NAMES);
    /// §6.3.18.
    DSAI_TAG: "DSAI-Tag" = 711, TGPP, M, OctetString;
    /// §6.3.22.
    ONE_TIME_NOTIFICATION: "One-Time-Notification" = 712, TGPP, -, Enumerated(OneTimeNotification::NAMES);
    /// §6.3.7A.
    REQUESTED_NODES: "Requested-Nodes" = 713, TGPP, -, Unsigned32;
    /// §6.3.23.
    SERVING_NODE_INDICATION: "Serving-Node-Indication" = 714, TGPP, -, Enumerated(ServingNodeIndication::NAMES);
    /// §6.3.24.
    REPOSITORY_DATA_ID: "Repository-Data-ID" = 715, TGPP, -, Grouped;
    /// §6.3.25: 0 to 65535.
    SEQUENCE_NUMBER: "Sequence-Number" = 716, TGPP, -, Unsigned32;
    /// §6.3.26.
    PRE_PAGING_SUPPORTED: "Pre-paging-Supported" = 717, TGPP, -, Enumerated(PrePagingSupported::NAMES);
    /// §6.3.27.
    LOCAL_TIME_ZONE_INDICATION: "Local-Time-Zone-Indication" = 718, TGPP, -, Enumerated(LocalTimeZoneIndication::NAMES);
    /// §6.3.28.
    UDR_FLAGS: "UDR-Flags" = 719, TGPP, -, Unsigned32;
    /// §6.3.29.
    CALL_REFERENCE_INFO: "Call-Reference-Info" = 720, TGPP, -, Grouped;
    /// §6.3.30.
    CALL_REFERENCE_NUMBER: "Call-Reference-Number" = 721, TGPP, -, OctetString;
    /// §6.3.31.
    AS_NUMBER: "AS-Number" = 722, TGPP, -, OctetString;
}
