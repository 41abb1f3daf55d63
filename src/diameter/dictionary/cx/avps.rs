//! AVPs of Cx and Dx (TS 29.229 Table 6.3.0.1), and those of ETSI and CableLabs that its clients use.

use super::enums::{
    LooseRouteIndication, MultipleRegistrationIndication, OriginatingRequest, PriviledgedSenderIndication,
    ReasonCode, ServerAssignmentType, SessionPriority, UserAuthorizationType, UserDataAlreadyAvailable,
};
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{ETSI, TGPP, grammar::avps};

avps! {
    /// §6.3.1.
    VISITED_NETWORK_IDENTIFIER: "Visited-Network-Identifier" = 600, TGPP, M, OctetString;
    /// §6.3.2.
    PUBLIC_IDENTITY: "Public-Identity" = 601, TGPP, M, Utf8String;
    /// §6.3.3: a SIP URI.
    SERVER_NAME: "Server-Name" = 602, TGPP, M, Utf8String;
    /// §6.3.4.
    SERVER_CAPABILITIES: "Server-Capabilities" = 603, TGPP, M, Grouped;
    /// §6.3.5.
    MANDATORY_CAPABILITY: "Mandatory-Capability" = 604, TGPP, M, Unsigned32;
    /// §6.3.6.
    OPTIONAL_CAPABILITY: "Optional-Capability" = 605, TGPP, M, Unsigned32;
    /// §6.3.7: the profile's XML.
    USER_DATA: "User-Data" = 606, TGPP, M, OctetString;
    /// §6.3.8.
    SIP_NUMBER_AUTH_ITEMS: "SIP-Number-Auth-Items" = 607, TGPP, M, Unsigned32;
    /// §6.3.9.
    SIP_AUTHENTICATION_SCHEME: "SIP-Authentication-Scheme" = 608, TGPP, M, Utf8String;
    /// §6.3.10: RAND and AUTN.
    SIP_AUTHENTICATE: "SIP-Authenticate" = 609, TGPP, M, OctetString;
    /// §6.3.11: XRES in an answer, RAND and AUTS in a request.
    SIP_AUTHORIZATION: "SIP-Authorization" = 610, TGPP, M, OctetString;
    /// §6.3.12.
    SIP_AUTHENTICATION_CONTEXT: "SIP-Authentication-Context" = 611, TGPP, M, OctetString;
    /// §6.3.13.
    SIP_AUTH_DATA_ITEM: "SIP-Auth-Data-Item" = 612, TGPP, M, Grouped;
    /// §6.3.14.
    SIP_ITEM_NUMBER: "SIP-Item-Number" = 613, TGPP, M, Unsigned32;
    /// §6.3.15.
    SERVER_ASSIGNMENT_TYPE: "Server-Assignment-Type" = 614, TGPP, M, Enumerated(ServerAssignmentType::NAMES);
    /// §6.3.16.
    DEREGISTRATION_REASON: "Deregistration-Reason" = 615, TGPP, M, Grouped;
    /// §6.3.17.
    REASON_CODE: "Reason-Code" = 616, TGPP, M, Enumerated(ReasonCode::NAMES);
    /// §6.3.18.
    REASON_INFO: "Reason-Info" = 617, TGPP, M, Utf8String;
    /// §6.3.19.
    CHARGING_INFORMATION: "Charging-Information" = 618, TGPP, M, Grouped;
    /// §6.3.20.
    PRIMARY_EVENT_CHARGING_FUNCTION_NAME: "Primary-Event-Charging-Function-Name" = 619, TGPP, M, DiameterUri;
    /// §6.3.21.
    SECONDARY_EVENT_CHARGING_FUNCTION_NAME: "Secondary-Event-Charging-Function-Name" = 620, TGPP, M, DiameterUri;
    /// §6.3.22.
    PRIMARY_CHARGING_COLLECTION_FUNCTION_NAME: "Primary-Charging-Collection-Function-Name" = 621, TGPP, M, DiameterUri;
    /// §6.3.23.
    SECONDARY_CHARGING_COLLECTION_FUNCTION_NAME: "Secondary-Charging-Collection-Function-Name" = 622, TGPP, M, DiameterUri;
    /// §6.3.24.
    USER_AUTHORIZATION_TYPE: "User-Authorization-Type" = 623, TGPP, M, Enumerated(UserAuthorizationType::NAMES);
    /// §6.3.26.
    USER_DATA_ALREADY_AVAILABLE: "User-Data-Already-Available" = 624, TGPP, M, Enumerated(UserDataAlreadyAvailable::NAMES);
    /// §6.3.27.
    CONFIDENTIALITY_KEY: "Confidentiality-Key" = 625, TGPP, M, OctetString;
    /// §6.3.28.
    INTEGRITY_KEY: "Integrity-Key" = 626, TGPP, M, OctetString;
    /// §6.3.29. M may be set (§7.2); clear here, since strict peers that do not know the AVP would refuse the message.
    SUPPORTED_FEATURES: "Supported-Features" = 628, TGPP, -, Grouped;
    /// §6.3.30.
    FEATURE_LIST_ID: "Feature-List-ID" = 629, TGPP, -, Unsigned32;
    /// §6.3.31.
    FEATURE_LIST: "Feature-List" = 630, TGPP, -, Unsigned32;
    /// §6.3.32.
    SUPPORTED_APPLICATIONS: "Supported-Applications" = 631, TGPP, -, Grouped;
    /// §6.3.33.
    ASSOCIATED_IDENTITIES: "Associated-Identities" = 632, TGPP, -, Grouped;
    /// §6.3.34.
    ORIGINATING_REQUEST: "Originating-Request" = 633, TGPP, M, Enumerated(OriginatingRequest::NAMES);
    /// §6.3.35.
    WILDCARDED_PUBLIC_IDENTITY: "Wildcarded-Public-Identity" = 634, TGPP, -, Utf8String;
    /// §6.3.36.
    SIP_DIGEST_AUTHENTICATE: "SIP-Digest-Authenticate" = 635, TGPP, -, Grouped;
    /// §6.3.43.
    WILDCARDED_IMPU: "Wildcarded-IMPU" = 636, TGPP, -, Utf8String;
    /// §6.3.44.
    UAR_FLAGS: "UAR-Flags" = 637, TGPP, -, Unsigned32;
    /// §6.3.45.
    LOOSE_ROUTE_INDICATION: "Loose-Route-Indication" = 638, TGPP, -, Enumerated(LooseRouteIndication::NAMES);
    /// §6.3.46.
    SCSCF_RESTORATION_INFO: "SCSCF-Restoration-Info" = 639, TGPP, -, Grouped;
    /// §6.3.47: SIP Path headers, separated by commas.
    PATH: "Path" = 640, TGPP, -, OctetString;
    /// §6.3.48: a SIP Contact header.
    CONTACT: "Contact" = 641, TGPP, -, OctetString;
    /// §6.3.49.
    SUBSCRIPTION_INFO: "Subscription-Info" = 642, TGPP, -, Grouped;
    /// §6.3.49.1.
    CALL_ID_SIP_HEADER: "Call-ID-SIP-Header" = 643, TGPP, -, OctetString;
    /// §6.3.49.2.
    FROM_SIP_HEADER: "From-SIP-Header" = 644, TGPP, -, OctetString;
    /// §6.3.49.3.
    TO_SIP_HEADER: "To-SIP-Header" = 645, TGPP, -, OctetString;
    /// §6.3.49.4.
    RECORD_ROUTE: "Record-Route" = 646, TGPP, -, OctetString;
    /// §6.3.50.
    ASSOCIATED_REGISTERED_IDENTITIES: "Associated-Registered-Identities" = 647, TGPP, -, Grouped;
    /// §6.3.51.
    MULTIPLE_REGISTRATION_INDICATION: "Multiple-Registration-Indication" = 648, TGPP, -, Enumerated(MultipleRegistrationIndication::NAMES);
    /// §6.3.52.
    RESTORATION_INFO: "Restoration-Info" = 649, TGPP, -, Grouped;
    /// §6.3.56.
    SESSION_PRIORITY: "Session-Priority" = 650, TGPP, -, Enumerated(SessionPriority::NAMES);
    /// §6.3.57.
    IDENTITY_WITH_EMERGENCY_REGISTRATION: "Identity-with-Emergency-Registration" = 651, TGPP, -, Grouped;
    /// §6.3.58, spelt as the standard spells it.
    PRIVILEDGED_SENDER_INDICATION: "Priviledged-Sender-Indication" = 652, TGPP, -, Enumerated(PriviledgedSenderIndication::NAMES);
    /// §6.3.59.
    LIA_FLAGS: "LIA-Flags" = 653, TGPP, -, Unsigned32;
    /// §6.3.62.
    INITIAL_CSEQ_SEQUENCE_NUMBER: "Initial-CSeq-Sequence-Number" = 654, TGPP, -, Unsigned32;
    /// §6.3.63.
    SAR_FLAGS: "SAR-Flags" = 655, TGPP, -, Unsigned32;
    /// §6.3.64.
    ALLOWED_WAF_WWSF_IDENTITIES: "Allowed-WAF-WWSF-Identities" = 656, TGPP, -, Grouped;
    /// §6.3.65.
    WEBRTC_AUTHENTICATION_FUNCTION_NAME: "WebRTC-Authentication-Function-Name" = 657, TGPP, -, Utf8String;
    /// §6.3.66.
    WEBRTC_WEB_SERVER_FUNCTION_NAME: "WebRTC-Web-Server-Function-Name" = 658, TGPP, -, Utf8String;
    /// §6.3.69.
    RTR_FLAGS: "RTR-Flags" = 659, TGPP, -, Unsigned32;
    /// §6.3.70.
    P_CSCF_SUBSCRIPTION_INFO: "P-CSCF-Subscription-Info" = 660, TGPP, -, Grouped;
    /// §6.3.71.
    REGISTRATION_TIME_OUT: "Registration-Time-Out" = 661, TGPP, -, Time;
    /// §6.3.72.
    ALTERNATE_DIGEST_ALGORITHM: "Alternate-Digest-Algorithm" = 662, TGPP, -, Utf8String;
    /// §6.3.73.
    ALTERNATE_DIGEST_HA1: "Alternate-Digest-HA1" = 663, TGPP, -, Utf8String;
    /// §6.3.74.
    FAILED_PCSCF: "Failed-PCSCF" = 664, TGPP, -, Grouped;
    /// §6.3.75.
    PCSCF_FQDN: "PCSCF-FQDN" = 665, TGPP, -, DiameterIdentity;
    /// §6.3.76.
    PCSCF_IP_ADDRESS: "PCSCF-IP-Address" = 666, TGPP, -, Address;
    /// ETSI TS 183 033 (TS 29.229 §6.3.42): where the line ends, for NASS-bundled authentication.
    LINE_IDENTIFIER: "Line-Identifier" = 500, ETSI, -, OctetString;
    /// ETSI TS 183 033: what HTTP_DIGEST_MD5 clients read instead of SIP-Digest-Authenticate.
    ETSI_SIP_AUTHENTICATE: "ETSI-SIP-Authenticate" = 501, ETSI, -, Grouped;
    /// ETSI TS 183 033.
    ETSI_SIP_AUTHORIZATION: "ETSI-SIP-Authorization" = 502, ETSI, -, Grouped;
    /// ETSI TS 183 033.
    ETSI_DIGEST_REALM: "ETSI-Digest-Realm" = 504, ETSI, -, Utf8String;
    /// ETSI TS 183 033.
    ETSI_DIGEST_NONCE: "ETSI-Digest-Nonce" = 505, ETSI, -, Utf8String;
    /// ETSI TS 183 033.
    ETSI_DIGEST_HA1: "ETSI-Digest-HA1" = 511, ETSI, -, Utf8String;
}
