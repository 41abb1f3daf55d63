//! IMS-Information (TS 32.260, TS 32.299 §7.2): a SIP session or event.

use super::avps::ims::{
    ACCESS_NETWORK_INFO_CHANGE, ACCESS_NETWORK_INFORMATION, ACCESS_TRANSFER_INFORMATION, ACCOUNT_EXPIRATION,
    ALTERNATE_CHARGED_PARTY_ADDRESS, APPLICATION_SERVER_INFORMATION, ASSOCIATED_URI, BEARER_SERVICE,
    CALLED_ASSERTED_IDENTITY, CALLED_IDENTITY_CHANGE, CALLED_PARTY_ADDRESS, CALLING_PARTY_ADDRESS,
    CARRIER_SELECT_ROUTING_INFORMATION, CAUSE_CODE, CELLULAR_NETWORK_INFORMATION, EARLY_MEDIA_DESCRIPTION,
    EVENT_TYPE, FE_IDENTIFIER_LIST, FROM_ADDRESS, IMS_APPLICATION_REFERENCE_IDENTIFIER,
    IMS_CHARGING_IDENTIFIER, IMS_COMMUNICATION_SERVICE_IDENTIFIER, IMS_EMERGENCY_INDICATOR, IMS_INFORMATION,
    IMS_VISITED_NETWORK_IDENTIFIER, INITIAL_IMS_CHARGING_IDENTIFIER, INSTANCE_ID, INTER_OPERATOR_IDENTIFIER,
    MESSAGE_BODY, NNI_INFORMATION, NODE_FUNCTIONALITY, NUMBER_PORTABILITY_ROUTING_INFORMATION,
    ONLINE_CHARGING_FLAG, OUTGOING_SESSION_ID, REASON_HEADER, RELATED_IMS_CHARGING_IDENTIFIER,
    RELATED_IMS_CHARGING_IDENTIFIER_NODE, REQUESTED_PARTY_ADDRESS, ROLE_OF_NODE, ROUTE_HEADER_RECEIVED,
    ROUTE_HEADER_TRANSMITTED, SDP_MEDIA_COMPONENT, SDP_SESSION_DESCRIPTION, SERVICE_ID, TAD_IDENTIFIER,
    TIME_STAMPS, TRANSIT_IOI_LIST, TRUNK_GROUP_ID, USER_SESSION_ID,
};
use super::avps::quota::SERVICE_SPECIFIC_INFO;
use super::avps::tariff::REAL_TIME_TARIFF_INFORMATION;
use super::enums::{NodeFunctionality, RoleOfNode};
use super::ims_groups::{
    AccessNetworkInfoChange, AccessTransferInformation, ApplicationServerInformation, CalledIdentityChange,
    EarlyMediaDescription, EventType, InterOperatorIdentifier, MessageBody, NniInformation,
    SdpMediaComponent, TimeStamps, TrunkGroupId,
};
use super::quota::ServiceSpecificInfo;
use super::tariff::RealTimeTariffInformation;
use crate::diameter::codec::Address;
use crate::diameter::dictionary::cx::avps::{SERVER_CAPABILITIES, SESSION_PRIORITY};
use crate::diameter::dictionary::cx::{ServerCapabilities, SessionPriority};
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::avps::SERVED_PARTY_IP_ADDRESS;
use crate::types::Timestamp;

group! {
    /// IMS-Information: a SIP session or event. Addresses are texts as SIP has them; nothing of them is checked here.
    ///
    /// ```text
    /// IMS-Information ::= < AVP Header: 876 10415 >
    ///     [ Event-Type ]
    ///     [ Role-Of-Node ]
    ///     { Node-Functionality }
    ///     [ User-Session-Id ]
    ///     [ Outgoing-Session-Id ]
    ///     [ Session-Priority ]
    ///   * [ Calling-Party-Address ]
    ///     [ Called-Party-Address ]
    ///   * [ Called-Asserted-Identity ]
    ///     [ Called-Identity-Change ]
    ///     [ Number-Portability-Routing-Information ]
    ///     [ Carrier-Select-Routing-Information ]
    ///     [ Alternate-Charged-Party-Address ]
    ///   * [ Requested-Party-Address ]
    ///   * [ Associated-URI ]
    ///     [ Time-Stamps ]
    ///   * [ Application-Server-Information ]
    ///   * [ Inter-Operator-Identifier ]
    ///   * [ Transit-IOI-List ]
    ///     [ IMS-Charging-Identifier ]
    ///   * [ SDP-Session-Description ]
    ///   * [ SDP-Media-Component ]
    ///     [ Served-Party-IP-Address ]
    ///     [ Server-Capabilities ]
    ///     [ Trunk-Group-Id ]
    ///     [ Bearer-Service ]
    ///     [ Service-Id ]
    ///   * [ Service-Specific-Info ]
    ///   * [ Message-Body ]
    ///     [ Cause-Code ]
    ///   * [ Reason-Header ]
    ///   * [ Access-Network-Information ]
    ///     [ Cellular-Network-Information ]
    ///   * [ Early-Media-Description ]
    ///     [ IMS-Communication-Service-Identifier ]
    ///     [ IMS-Application-Reference-Identifier ]
    ///     [ Online-Charging-Flag ]
    ///     [ Real-Time-Tariff-Information ]
    ///     [ Account-Expiration ]
    ///     [ Initial-IMS-Charging-Identifier ]
    ///   * [ NNI-Information ]
    ///     [ From-Address ]
    ///     [ IMS-Emergency-Indicator ]
    ///     [ IMS-Visited-Network-Identifier ]
    ///   * [ Access-Network-Info-Change ]
    ///   * [ Access-Transfer-Information ]
    ///     [ Related-IMS-Charging-Identifier ]
    ///     [ Related-IMS-Charging-Identifier-Node ]
    ///     [ Route-Header-Received ]
    ///     [ Route-Header-Transmitted ]
    ///     [ Instance-Id ]
    ///     [ TAD-Identifier ]
    ///     [ FE-Identifier-List ]
    ///   * [ AVP ]
    /// ```
    ImsInformation<'a> = IMS_INFORMATION {
        /// The SIP request.
        optional event_type: EventType<'a> = EVENT_TYPE;
        /// For whom the node acts.
        optional role_of_node: RoleOfNode = ROLE_OF_NODE;
        /// What kind of node asks.
        expected node_functionality: NodeFunctionality = NODE_FUNCTIONALITY;
        /// The Call-ID.
        optional user_session_id: &'a str = USER_SESSION_ID;
        /// The Call-ID of the outgoing leg.
        optional outgoing_session_id: &'a str = OUTGOING_SESSION_ID;
        /// The priority of the session (TS 29.229 §6.3.56).
        optional session_priority: SessionPriority = SESSION_PRIORITY;
        /// Who calls: SIP or tel URI.
        any calling_party_address: &'a str = CALLING_PARTY_ADDRESS;
        /// Who is called, after translation: SIP or tel URI.
        optional called_party_address: &'a str = CALLED_PARTY_ADDRESS;
        /// Who answered (P-Asserted-Identity).
        any called_asserted_identity: &'a str = CALLED_ASSERTED_IDENTITY;
        /// Who answers instead, since when.
        optional called_identity_change: CalledIdentityChange<'a> = CALLED_IDENTITY_CHANGE;
        /// What the number portability database said.
        optional number_portability_routing_information: &'a str = NUMBER_PORTABILITY_ROUTING_INFORMATION;
        /// The carrier that the number asks for.
        optional carrier_select_routing_information: &'a str = CARRIER_SELECT_ROUTING_INFORMATION;
        /// Who pays instead.
        optional alternate_charged_party_address: &'a str = ALTERNATE_CHARGED_PARTY_ADDRESS;
        /// Who was called at first: SIP or tel URI.
        any requested_party_address: &'a str = REQUESTED_PARTY_ADDRESS;
        /// A public identity registered with the user's.
        any associated_uri: &'a str = ASSOCIATED_URI;
        /// When the request came and its answer.
        optional time_stamps: TimeStamps = TIME_STAMPS;
        /// An application server that took part.
        any application_server_information: ApplicationServerInformation<'a> = APPLICATION_SERVER_INFORMATION;
        /// The operators at both ends.
        any inter_operator_identifier: InterOperatorIdentifier<'a> = INTER_OPERATOR_IDENTIFIER;
        /// The transit operators.
        any transit_ioi_list: &'a str = TRANSIT_IOI_LIST;
        /// The ICID, the same in all records of the session.
        optional ims_charging_identifier: &'a str = IMS_CHARGING_IDENTIFIER;
        /// A line of the session's SDP.
        any sdp_session_description: &'a str = SDP_SESSION_DESCRIPTION;
        /// A medium.
        any sdp_media_component: SdpMediaComponent<'a> = SDP_MEDIA_COMPONENT;
        /// The served user's address.
        optional served_party_ip_address: Address = SERVED_PARTY_IP_ADDRESS;
        /// What the S-CSCF must be able to do (TS 29.229 §6.3.4).
        optional server_capabilities: ServerCapabilities<'a> = SERVER_CAPABILITIES;
        /// Trunks to circuits.
        optional trunk_group_id: TrunkGroupId<'a> = TRUNK_GROUP_ID;
        /// The bearer service over circuits.
        optional bearer_service: &'a [u8] = BEARER_SERVICE;
        /// The service that the application server names.
        optional service_id: &'a str = SERVICE_ID;
        /// A value that the service defines.
        any service_specific_info: ServiceSpecificInfo<'a> = SERVICE_SPECIFIC_INFO;
        /// A body of the request.
        any message_body: MessageBody<'a> = MESSAGE_BODY;
        /// How it ended: 0 or below in order, above 0 not, a SIP status among them.
        optional cause_code: i32 = CAUSE_CODE;
        /// A Reason header.
        any reason_header: &'a str = REASON_HEADER;
        /// The P-Access-Network-Info header.
        any access_network_information: &'a [u8] = ACCESS_NETWORK_INFORMATION;
        /// The last cell, of a user on WLAN.
        optional cellular_network_information: &'a [u8] = CELLULAR_NETWORK_INFORMATION;
        /// Media before the answer.
        any early_media_description: EarlyMediaDescription<'a> = EARLY_MEDIA_DESCRIPTION;
        /// The communication service (P-Asserted-Service).
        optional ims_communication_service_identifier: &'a str = IMS_COMMUNICATION_SERVICE_IDENTIFIER;
        /// The application's reference.
        optional ims_application_reference_identifier: &'a str = IMS_APPLICATION_REFERENCE_IDENTIFIER;
        /// Whether an online charging function was named.
        optional online_charging_flag: u32 = ONLINE_CHARGING_FLAG;
        /// The tariff as another network told it.
        optional real_time_tariff_information: RealTimeTariffInformation<'a> = REAL_TIME_TARIFF_INFORMATION;
        /// When the account expires.
        optional account_expiration: Timestamp = ACCOUNT_EXPIRATION;
        /// The ICID before the access changed.
        optional initial_ims_charging_identifier: &'a str = INITIAL_IMS_CHARGING_IDENTIFIER;
        /// An interconnection.
        any nni_information: NniInformation = NNI_INFORMATION;
        /// The From header.
        optional from_address: &'a str = FROM_ADDRESS;
        /// Whether it is an emergency.
        optional ims_emergency_indicator: u32 = IMS_EMERGENCY_INDICATOR;
        /// The network that the user visits.
        optional ims_visited_network_identifier: &'a str = IMS_VISITED_NETWORK_IDENTIFIER;
        /// The access, since when.
        any access_network_info_change: AccessNetworkInfoChange<'a> = ACCESS_NETWORK_INFO_CHANGE;
        /// A transfer to another access.
        any access_transfer_information: AccessTransferInformation<'a> = ACCESS_TRANSFER_INFORMATION;
        /// The ICID of the related session.
        optional related_ims_charging_identifier: &'a str = RELATED_IMS_CHARGING_IDENTIFIER;
        /// The node that made it.
        optional related_ims_charging_identifier_node: Address = RELATED_IMS_CHARGING_IDENTIFIER_NODE;
        /// The topmost Route header received.
        optional route_header_received: &'a str = ROUTE_HEADER_RECEIVED;
        /// The Route header sent.
        optional route_header_transmitted: &'a str = ROUTE_HEADER_TRANSMITTED;
        /// The terminal's instance.
        optional instance_id: &'a str = INSTANCE_ID;
        /// Which domain terminates.
        optional tad_identifier: u32 = TAD_IDENTIFIER;
        /// The functional entities passed.
        optional fe_identifier_list: &'a str = FE_IDENTIFIER_LIST;
    }
}
