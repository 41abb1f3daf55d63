//! AVPs of IMS charging (TS 32.260, TS 32.299 §7.2).

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::TGPP;
use crate::diameter::dictionary::grammar::avps;
use crate::diameter::dictionary::ro::enums::{NodeFunctionality, RoleOfNode};

avps! {
    /// The bearer's charging identifier (TS 29.214 §5.3.3).
    ACCESS_NETWORK_CHARGING_IDENTIFIER_VALUE: "Access-Network-Charging-Identifier-Value" = 503, TGPP, M, OctetString;
    /// The SIP request.
    EVENT_TYPE: "Event-Type" = 823, TGPP, M, Grouped;
    /// Its method.
    SIP_METHOD: "SIP-Method" = 824, TGPP, M, Utf8String;
    /// Its Event header.
    EVENT: "Event" = 825, TGPP, M, Utf8String;
    /// Its media type.
    CONTENT_TYPE: "Content-Type" = 826, TGPP, M, Utf8String;
    /// Its length, octets.
    CONTENT_LENGTH: "Content-Length" = 827, TGPP, M, Unsigned32;
    /// What it is for.
    CONTENT_DISPOSITION: "Content-Disposition" = 828, TGPP, M, Utf8String;
    /// For whom the node acts.
    ROLE_OF_NODE: "Role-Of-Node" = 829, TGPP, M, Enumerated(RoleOfNode::NAMES);
    /// The Call-ID.
    USER_SESSION_ID: "User-Session-Id" = 830, TGPP, M, Utf8String;
    /// Who calls: SIP or tel URI.
    CALLING_PARTY_ADDRESS: "Calling-Party-Address" = 831, TGPP, M, Utf8String;
    /// Who is called, after translation: SIP or tel URI.
    CALLED_PARTY_ADDRESS: "Called-Party-Address" = 832, TGPP, M, Utf8String;
    /// When the request came and its answer.
    TIME_STAMPS: "Time-Stamps" = 833, TGPP, M, Grouped;
    /// When the request came.
    SIP_REQUEST_TIMESTAMP: "SIP-Request-Timestamp" = 834, TGPP, M, Time;
    /// When it was answered.
    SIP_RESPONSE_TIMESTAMP: "SIP-Response-Timestamp" = 835, TGPP, M, Time;
    /// The application server's SIP URI.
    APPLICATION_SERVER: "Application-Server" = 836, TGPP, M, Utf8String;
    /// Whom it had called instead.
    APPLICATION_PROVIDED_CALLED_PARTY_ADDRESS: "Application-Provided-Called-Party-Address" = 837, TGPP, M, Utf8String;
    /// The operators at both ends.
    INTER_OPERATOR_IDENTIFIER: "Inter-Operator-Identifier" = 838, TGPP, M, Grouped;
    /// The operator of the calling side.
    ORIGINATING_IOI: "Originating-IOI" = 839, TGPP, M, Utf8String;
    /// The operator of the called side.
    TERMINATING_IOI: "Terminating-IOI" = 840, TGPP, M, Utf8String;
    /// The ICID, the same in all records of the session.
    IMS_CHARGING_IDENTIFIER: "IMS-Charging-Identifier" = 841, TGPP, M, Utf8String;
    /// A line of the session's SDP.
    SDP_SESSION_DESCRIPTION: "SDP-Session-Description" = 842, TGPP, M, Utf8String;
    /// A medium.
    SDP_MEDIA_COMPONENT: "SDP-Media-Component" = 843, TGPP, M, Grouped;
    /// Its m line.
    SDP_MEDIA_NAME: "SDP-Media-Name" = 844, TGPP, M, Utf8String;
    /// Another of its lines.
    SDP_MEDIA_DESCRIPTION: "SDP-Media-Description" = 845, TGPP, M, Utf8String;
    /// An application server that took part.
    APPLICATION_SERVER_INFORMATION: "Application-Server-Information" = 850, TGPP, M, Grouped;
    /// Trunks to circuits.
    TRUNK_GROUP_ID: "Trunk-Group-Id" = 851, TGPP, M, Grouped;
    /// The trunk that the call came by.
    INCOMING_TRUNK_GROUP_ID: "Incoming-Trunk-Group-Id" = 852, TGPP, M, Utf8String;
    /// The trunk that it left by.
    OUTGOING_TRUNK_GROUP_ID: "Outgoing-Trunk-Group-Id" = 853, TGPP, M, Utf8String;
    /// The bearer service over circuits.
    BEARER_SERVICE: "Bearer-Service" = 854, TGPP, M, OctetString;
    /// The service that the application server names.
    SERVICE_ID: "Service-Id" = 855, TGPP, M, Utf8String;
    /// A public identity registered with the user's.
    ASSOCIATED_URI: "Associated-URI" = 856, TGPP, M, Utf8String;
    /// How it ended: 0 or below in order, above 0 not, a SIP status among them.
    CAUSE_CODE: "Cause-Code" = 861, TGPP, M, Integer32;
    /// What kind of node asks.
    NODE_FUNCTIONALITY: "Node-Functionality" = 862, TGPP, M, Enumerated(NodeFunctionality::NAMES);
    /// Who sent it.
    ORIGINATOR: "Originator" = 864, TGPP, M, Enumerated(&[(0, "Calling Party"), (1, "Called Party")]);
    /// An IMS session or event.
    IMS_INFORMATION: "IMS-Information" = 876, TGPP, M, Grouped;
    /// Who asked for the medium.
    MEDIA_INITIATOR_FLAG: "Media-Initiator-Flag" = 882, TGPP, M, Enumerated(&[(0, "called party"), (1, "calling party"), (2, "unknown")]);
    /// Its Expires header, seconds.
    EXPIRES: "Expires" = 888, TGPP, M, Unsigned32;
    /// A body of the request.
    MESSAGE_BODY: "Message-Body" = 889, TGPP, M, Grouped;
    /// Who answered (P-Asserted-Identity).
    CALLED_ASSERTED_IDENTITY: "Called-Asserted-Identity" = 1250, TGPP, M, Utf8String;
    /// Who was called at first: SIP or tel URI.
    REQUESTED_PARTY_ADDRESS: "Requested-Party-Address" = 1251, TGPP, M, Utf8String;
    /// The P-Access-Network-Info header.
    ACCESS_NETWORK_INFORMATION: "Access-Network-Information" = 1263, TGPP, M, OctetString;
    /// Media before the answer.
    EARLY_MEDIA_DESCRIPTION: "Early-Media-Description" = 1272, TGPP, M, Grouped;
    /// When they were offered and accepted.
    SDP_TIME_STAMPS: "SDP-TimeStamps" = 1273, TGPP, M, Grouped;
    /// When they were offered.
    SDP_OFFER_TIMESTAMP: "SDP-Offer-Timestamp" = 1274, TGPP, M, Time;
    /// When they were accepted.
    SDP_ANSWER_TIMESTAMP: "SDP-Answer-Timestamp" = 1275, TGPP, M, Time;
    /// Who pays instead.
    ALTERNATE_CHARGED_PARTY_ADDRESS: "Alternate-Charged-Party-Address" = 1280, TGPP, M, Utf8String;
    /// The communication service (P-Asserted-Service).
    IMS_COMMUNICATION_SERVICE_IDENTIFIER: "IMS-Communication-Service-Identifier" = 1281, TGPP, M, Utf8String;
    /// Who asked for the medium, in a conference.
    MEDIA_INITIATOR_PARTY: "Media-Initiator-Party" = 1288, TGPP, M, Utf8String;
    /// The carrier that the number asks for.
    CARRIER_SELECT_ROUTING_INFORMATION: "Carrier-Select-Routing-Information" = 2023, TGPP, M, Utf8String;
    /// What the number portability database said.
    NUMBER_PORTABILITY_ROUTING_INFORMATION: "Number-Portability-Routing-Information" = 2024, TGPP, M, Utf8String;
    /// Offer or answer.
    SDP_TYPE: "SDP-Type" = 2036, TGPP, M, Enumerated(&[(0, "SDP Offer"), (1, "SDP Answer")]);
    /// Milliseconds of the request's time.
    SIP_REQUEST_TIMESTAMP_FRACTION: "SIP-Request-Timestamp-Fraction" = 2301, TGPP, M, Unsigned32;
    /// Milliseconds of the answer's time.
    SIP_RESPONSE_TIMESTAMP_FRACTION: "SIP-Response-Timestamp-Fraction" = 2302, TGPP, M, Unsigned32;
    /// Whether an online charging function was named.
    ONLINE_CHARGING_FLAG: "Online-Charging-Flag" = 2303, TGPP, M, Enumerated(&[(0, "ECF address not provided"), (1, "ECF address provided")]);
    /// When the account expires.
    ACCOUNT_EXPIRATION: "Account-Expiration" = 2309, TGPP, M, Time;
    /// The Call-ID of the outgoing leg.
    OUTGOING_SESSION_ID: "Outgoing-Session-Id" = 2320, TGPP, M, Utf8String;
    /// The ICID before the access changed.
    INITIAL_IMS_CHARGING_IDENTIFIER: "Initial-IMS-Charging-Identifier" = 2321, TGPP, M, Utf8String;
    /// Whether it is an emergency.
    IMS_EMERGENCY_INDICATOR: "IMS-Emergency-Indicator" = 2322, TGPP, M, Enumerated(&[(0, "Non Emergency"), (1, "Emergency")]);
    /// The application's reference.
    IMS_APPLICATION_REFERENCE_IDENTIFIER: "IMS-Application-Reference-Identifier" = 2601, TGPP, M, Utf8String;
    /// Whether the default realm was used.
    IP_REALM_DEFAULT_INDICATION: "IP-Realm-Default-Indication" = 2603, TGPP, M, Enumerated(&[(0, "Default IP Realm Not used"), (1, "Default IP realm used")]);
    /// Whether a local gateway was inserted.
    LOCAL_GW_INSERTED_INDICATION: "Local-GW-Inserted-Indication" = 2604, TGPP, M, Enumerated(&[(0, "Local GW Not Inserted"), (1, "Local GW Inserted")]);
    /// Whether a transcoder was inserted.
    TRANSCODER_INSERTED_INDICATION: "Transcoder-Inserted-Indication" = 2605, TGPP, M, Enumerated(&[(0, "Transcoder Not Inserted"), (1, "Transcoder Inserted")]);
    /// The transit operators.
    TRANSIT_IOI_LIST: "Transit-IOI-List" = 2701, TGPP, M, Utf8String;
    /// How the application server answered.
    STATUS_AS_CODE: "Status-AS-Code" = 2702, TGPP, M, Enumerated(&[(0, "4xx"), (1, "5xx"), (2, "Timeout")]);
    /// An interconnection.
    NNI_INFORMATION: "NNI-Information" = 2703, TGPP, M, Grouped;
    /// Which kind of interconnection.
    NNI_TYPE: "NNI-Type" = 2704, TGPP, M, Enumerated(&[(0, "non-roaming"), (1, "roaming without loopback"), (2, "roaming with loopback")]);
    /// The neighbour's address.
    NEIGHBOUR_NODE_ADDRESS: "Neighbour-Node-Address" = 2705, TGPP, M, Address;
    /// Whether the neighbour is trusted.
    RELATIONSHIP_MODE: "Relationship-Mode" = 2706, TGPP, M, Enumerated(&[(0, "trusted"), (1, "non-trusted")]);
    /// In or out.
    SESSION_DIRECTION: "Session-Direction" = 2707, TGPP, M, Enumerated(&[(0, "inbound"), (1, "outbound")]);
    /// The From header.
    FROM_ADDRESS: "From-Address" = 2708, TGPP, M, Utf8String;
    /// A transfer to another access.
    ACCESS_TRANSFER_INFORMATION: "Access-Transfer-Information" = 2709, TGPP, M, Grouped;
    /// Which transfer.
    ACCESS_TRANSFER_TYPE: "Access-Transfer-Type" = 2710, TGPP, M, Enumerated(&[
        (0, "PS to CS Transfer"), (1, "CS to PS Transfer"), (2, "PS to PS Transfer"), (3, "CS to CS Transfer"),
    ]);
    /// The ICID of the related session.
    RELATED_IMS_CHARGING_IDENTIFIER: "Related-IMS-Charging-Identifier" = 2711, TGPP, M, Utf8String;
    /// The node that made it.
    RELATED_IMS_CHARGING_IDENTIFIER_NODE: "Related-IMS-Charging-Identifier-Node" = 2712, TGPP, M, Address;
    /// The network that the user visits.
    IMS_VISITED_NETWORK_IDENTIFIER: "IMS-Visited-Network-Identifier" = 2713, TGPP, M, Utf8String;
    /// Which domain terminates.
    TAD_IDENTIFIER: "TAD-Identifier" = 2717, TGPP, -, Enumerated(&[(0, "CS"), (1, "PS")]);
    /// A Reason header.
    REASON_HEADER: "Reason-Header" = 3401, TGPP, M, Utf8String;
    /// The terminal's instance.
    INSTANCE_ID: "Instance-Id" = 3402, TGPP, M, Utf8String;
    /// The topmost Route header received.
    ROUTE_HEADER_RECEIVED: "Route-Header-Received" = 3403, TGPP, M, Utf8String;
    /// The Route header sent.
    ROUTE_HEADER_TRANSMITTED: "Route-Header-Transmitted" = 3404, TGPP, M, Utf8String;
    /// Whether it went to another terminal.
    INTER_UE_TRANSFER: "Inter-UE-Transfer" = 3902, TGPP, M, Enumerated(&[(0, "Intra-UE transfer"), (1, "Inter-UE transfer")]);
    /// The identity.
    CALLED_IDENTITY: "Called-Identity" = 3916, TGPP, M, Utf8String;
    /// Who answers instead, since when.
    CALLED_IDENTITY_CHANGE: "Called-Identity-Change" = 3917, TGPP, M, Grouped;
    /// The last cell, of a user on WLAN.
    CELLULAR_NETWORK_INFORMATION: "Cellular-Network-Information" = 3924, TGPP, M, OctetString;
    /// The access, since when.
    ACCESS_NETWORK_INFO_CHANGE: "Access-Network-Info-Change" = 4401, TGPP, M, Grouped;
    /// The functional entities passed.
    FE_IDENTIFIER_LIST: "FE-Identifier-List" = 4413, TGPP, M, Utf8String;
}
