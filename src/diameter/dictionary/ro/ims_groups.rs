//! Groups of IMS-Information (TS 32.299 §7.2).

use super::avps::credit_control::USER_EQUIPMENT_INFO;
use super::avps::ims::{
    ACCESS_NETWORK_CHARGING_IDENTIFIER_VALUE, ACCESS_NETWORK_INFO_CHANGE, ACCESS_NETWORK_INFORMATION,
    ACCESS_TRANSFER_INFORMATION, ACCESS_TRANSFER_TYPE, APPLICATION_PROVIDED_CALLED_PARTY_ADDRESS,
    APPLICATION_SERVER, APPLICATION_SERVER_INFORMATION, CALLED_IDENTITY, CALLED_IDENTITY_CHANGE,
    CELLULAR_NETWORK_INFORMATION, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, EARLY_MEDIA_DESCRIPTION,
    EVENT, EVENT_TYPE, EXPIRES, INCOMING_TRUNK_GROUP_ID, INSTANCE_ID, INTER_OPERATOR_IDENTIFIER,
    INTER_UE_TRANSFER, IP_REALM_DEFAULT_INDICATION, LOCAL_GW_INSERTED_INDICATION, MEDIA_INITIATOR_FLAG,
    MEDIA_INITIATOR_PARTY, MESSAGE_BODY, NEIGHBOUR_NODE_ADDRESS, NNI_INFORMATION, NNI_TYPE, ORIGINATING_IOI,
    ORIGINATOR, OUTGOING_TRUNK_GROUP_ID, RELATED_IMS_CHARGING_IDENTIFIER,
    RELATED_IMS_CHARGING_IDENTIFIER_NODE, RELATIONSHIP_MODE, SDP_ANSWER_TIMESTAMP, SDP_MEDIA_COMPONENT,
    SDP_MEDIA_DESCRIPTION, SDP_MEDIA_NAME, SDP_OFFER_TIMESTAMP, SDP_SESSION_DESCRIPTION, SDP_TIME_STAMPS,
    SDP_TYPE, SESSION_DIRECTION, SIP_METHOD, SIP_REQUEST_TIMESTAMP, SIP_REQUEST_TIMESTAMP_FRACTION,
    SIP_RESPONSE_TIMESTAMP, SIP_RESPONSE_TIMESTAMP_FRACTION, STATUS_AS_CODE, TERMINATING_IOI, TIME_STAMPS,
    TRANSCODER_INSERTED_INDICATION, TRUNK_GROUP_ID,
};
use super::avps::ps::TGPP_CHARGING_ID;
use super::avps::service::CHANGE_TIME;
use super::subscriber::UserEquipmentInfo;
use crate::diameter::codec::Address;
use crate::diameter::dictionary::grammar::group;
use crate::types::Timestamp;

group! {
    /// Event-Type: the SIP request.
    ///
    /// ```text
    /// Event-Type ::= < AVP Header: 823 10415 >
    ///     [ SIP-Method ]
    ///     [ Event ]
    ///     [ Expires ]
    ///   * [ AVP ]
    /// ```
    EventType<'a> = EVENT_TYPE {
        /// Its method.
        optional sip_method: &'a str = SIP_METHOD;
        /// Its Event header.
        optional event: &'a str = EVENT;
        /// Its Expires header, seconds.
        optional expires: u32 = EXPIRES;
    }
}

group! {
    /// Called-Identity-Change: who answers instead.
    ///
    /// ```text
    /// Called-Identity-Change ::= < AVP Header: 3917 10415 >
    ///     [ Called-Identity ]
    ///     [ Change-Time ]
    ///   * [ AVP ]
    /// ```
    CalledIdentityChange<'a> = CALLED_IDENTITY_CHANGE {
        /// The identity.
        optional called_identity: &'a str = CALLED_IDENTITY;
        /// When it changed.
        optional change_time: Timestamp = CHANGE_TIME;
    }
}

group! {
    /// Time-Stamps: when the request came and when it was answered. Kamailio's CCR-T has nonsense here: Event-Timestamp is the time to go by.
    ///
    /// ```text
    /// Time-Stamps ::= < AVP Header: 833 10415 >
    ///     [ SIP-Request-Timestamp ]
    ///     [ SIP-Response-Timestamp ]
    ///     [ SIP-Request-Timestamp-Fraction ]
    ///     [ SIP-Response-Timestamp-Fraction ]
    ///   * [ AVP ]
    /// ```
    TimeStamps<> = TIME_STAMPS {
        /// When the request came.
        optional sip_request_timestamp: Timestamp = SIP_REQUEST_TIMESTAMP;
        /// When it was answered.
        optional sip_response_timestamp: Timestamp = SIP_RESPONSE_TIMESTAMP;
        /// Milliseconds of the request's time.
        optional sip_request_timestamp_fraction: u32 = SIP_REQUEST_TIMESTAMP_FRACTION;
        /// Milliseconds of the answer's time.
        optional sip_response_timestamp_fraction: u32 = SIP_RESPONSE_TIMESTAMP_FRACTION;
    }
}

impl Copy for TimeStamps {}

group! {
    /// Application-Server-Information: an application server that took part.
    ///
    /// ```text
    /// Application-Server-Information ::= < AVP Header: 850 10415 >
    ///     [ Application-Server ]
    ///   * [ Application-Provided-Called-Party-Address ]
    ///     [ Status-AS-Code ]
    ///   * [ AVP ]
    /// ```
    ApplicationServerInformation<'a> = APPLICATION_SERVER_INFORMATION {
        /// The application server's SIP URI.
        optional application_server: &'a str = APPLICATION_SERVER;
        /// Whom it had called instead.
        any application_provided_called_party_address: &'a str = APPLICATION_PROVIDED_CALLED_PARTY_ADDRESS;
        /// How the application server answered.
        optional status_as_code: u32 = STATUS_AS_CODE;
    }
}

group! {
    /// Inter-Operator-Identifier: the operators at both ends.
    ///
    /// ```text
    /// Inter-Operator-Identifier ::= < AVP Header: 838 10415 >
    ///     [ Originating-IOI ]
    ///     [ Terminating-IOI ]
    ///   * [ AVP ]
    /// ```
    InterOperatorIdentifier<'a> = INTER_OPERATOR_IDENTIFIER {
        /// The operator of the calling side.
        optional originating_ioi: &'a str = ORIGINATING_IOI;
        /// The operator of the called side.
        optional terminating_ioi: &'a str = TERMINATING_IOI;
    }
}

group! {
    /// SDP-Media-Component: a medium.
    ///
    /// ```text
    /// SDP-Media-Component ::= < AVP Header: 843 10415 >
    ///     [ SDP-Media-Name ]
    ///   * [ SDP-Media-Description ]
    ///     [ Local-GW-Inserted-Indication ]
    ///     [ IP-Realm-Default-Indication ]
    ///     [ Transcoder-Inserted-Indication ]
    ///     [ Media-Initiator-Flag ]
    ///     [ Media-Initiator-Party ]
    ///     [ 3GPP-Charging-Id ]
    ///     [ Access-Network-Charging-Identifier-Value ]
    ///     [ SDP-Type ]
    ///   * [ AVP ]
    /// ```
    SdpMediaComponent<'a> = SDP_MEDIA_COMPONENT {
        /// Its m line.
        optional sdp_media_name: &'a str = SDP_MEDIA_NAME;
        /// Another of its lines.
        any sdp_media_description: &'a str = SDP_MEDIA_DESCRIPTION;
        /// Whether a local gateway was inserted.
        optional local_gw_inserted_indication: u32 = LOCAL_GW_INSERTED_INDICATION;
        /// Whether the default realm was used.
        optional ip_realm_default_indication: u32 = IP_REALM_DEFAULT_INDICATION;
        /// Whether a transcoder was inserted.
        optional transcoder_inserted_indication: u32 = TRANSCODER_INSERTED_INDICATION;
        /// Who asked for the medium.
        optional media_initiator_flag: u32 = MEDIA_INITIATOR_FLAG;
        /// Who asked for the medium, in a conference.
        optional media_initiator_party: &'a str = MEDIA_INITIATOR_PARTY;
        /// The bearer's charging identifier, four octets.
        optional tgpp_charging_id: &'a [u8] = TGPP_CHARGING_ID;
        /// The bearer's charging identifier (TS 29.214 §5.3.3).
        optional access_network_charging_identifier_value: &'a [u8] = ACCESS_NETWORK_CHARGING_IDENTIFIER_VALUE;
        /// Offer or answer.
        optional sdp_type: u32 = SDP_TYPE;
    }
}

group! {
    /// Trunk-Group-Id: trunks to circuits.
    ///
    /// ```text
    /// Trunk-Group-Id ::= < AVP Header: 851 10415 >
    ///     [ Incoming-Trunk-Group-Id ]
    ///     [ Outgoing-Trunk-Group-Id ]
    ///   * [ AVP ]
    /// ```
    TrunkGroupId<'a> = TRUNK_GROUP_ID {
        /// The trunk that the call came by.
        optional incoming_trunk_group_id: &'a str = INCOMING_TRUNK_GROUP_ID;
        /// The trunk that it left by.
        optional outgoing_trunk_group_id: &'a str = OUTGOING_TRUNK_GROUP_ID;
    }
}

group! {
    /// Message-Body: a body of the request.
    ///
    /// ```text
    /// Message-Body ::= < AVP Header: 889 10415 >
    ///     { Content-Type }
    ///     { Content-Length }
    ///     [ Content-Disposition ]
    ///     [ Originator ]
    ///   * [ AVP ]
    /// ```
    MessageBody<'a> = MESSAGE_BODY {
        /// Its media type.
        required content_type: &'a str = CONTENT_TYPE;
        /// Its length, octets.
        required content_length: u32 = CONTENT_LENGTH;
        /// What it is for.
        optional content_disposition: &'a str = CONTENT_DISPOSITION;
        /// Who sent it.
        optional originator: u32 = ORIGINATOR;
    }
}

group! {
    /// Early-Media-Description: media before the answer.
    ///
    /// ```text
    /// Early-Media-Description ::= < AVP Header: 1272 10415 >
    ///     [ SDP-TimeStamps ]
    ///   * [ SDP-Media-Component ]
    ///   * [ SDP-Session-Description ]
    ///   * [ AVP ]
    /// ```
    EarlyMediaDescription<'a> = EARLY_MEDIA_DESCRIPTION {
        /// When they were offered and accepted.
        optional sdp_time_stamps: SdpTimeStamps = SDP_TIME_STAMPS;
        /// A medium.
        any sdp_media_component: SdpMediaComponent<'a> = SDP_MEDIA_COMPONENT;
        /// A line of the session's SDP.
        any sdp_session_description: &'a str = SDP_SESSION_DESCRIPTION;
    }
}

group! {
    /// SDP-TimeStamps: when media were offered and accepted.
    ///
    /// ```text
    /// SDP-TimeStamps ::= < AVP Header: 1273 10415 >
    ///     [ SDP-Offer-Timestamp ]
    ///     [ SDP-Answer-Timestamp ]
    ///   * [ AVP ]
    /// ```
    SdpTimeStamps<> = SDP_TIME_STAMPS {
        /// When they were offered.
        optional sdp_offer_timestamp: Timestamp = SDP_OFFER_TIMESTAMP;
        /// When they were accepted.
        optional sdp_answer_timestamp: Timestamp = SDP_ANSWER_TIMESTAMP;
    }
}

impl Copy for SdpTimeStamps {}

group! {
    /// NNI-Information: an interconnection.
    ///
    /// ```text
    /// NNI-Information ::= < AVP Header: 2703 10415 >
    ///     [ Session-Direction ]
    ///     [ NNI-Type ]
    ///     [ Relationship-Mode ]
    ///     [ Neighbour-Node-Address ]
    ///   * [ AVP ]
    /// ```
    NniInformation<> = NNI_INFORMATION {
        /// In or out.
        optional session_direction: u32 = SESSION_DIRECTION;
        /// Which kind of interconnection.
        optional nni_type: u32 = NNI_TYPE;
        /// Whether the neighbour is trusted.
        optional relationship_mode: u32 = RELATIONSHIP_MODE;
        /// The neighbour's address.
        optional neighbour_node_address: Address = NEIGHBOUR_NODE_ADDRESS;
    }
}

group! {
    /// Access-Network-Info-Change: the access, and since when.
    ///
    /// ```text
    /// Access-Network-Info-Change ::= < AVP Header: 4401 10415 >
    ///   * [ Access-Network-Information ]
    ///     [ Cellular-Network-Information ]
    ///     [ Change-Time ]
    ///   * [ AVP ]
    /// ```
    AccessNetworkInfoChange<'a> = ACCESS_NETWORK_INFO_CHANGE {
        /// The P-Access-Network-Info header.
        any access_network_information: &'a [u8] = ACCESS_NETWORK_INFORMATION;
        /// The last cell, of a user on WLAN.
        optional cellular_network_information: &'a [u8] = CELLULAR_NETWORK_INFORMATION;
        /// When it changed.
        optional change_time: Timestamp = CHANGE_TIME;
    }
}

group! {
    /// Access-Transfer-Information: a transfer to another access.
    ///
    /// ```text
    /// Access-Transfer-Information ::= < AVP Header: 2709 10415 >
    ///     [ Access-Transfer-Type ]
    ///   * [ Access-Network-Information ]
    ///     [ Cellular-Network-Information ]
    ///     [ Inter-UE-Transfer ]
    ///     [ User-Equipment-Info ]
    ///     [ Instance-Id ]
    ///     [ Related-IMS-Charging-Identifier ]
    ///     [ Related-IMS-Charging-Identifier-Node ]
    ///     [ Change-Time ]
    ///   * [ AVP ]
    /// ```
    AccessTransferInformation<'a> = ACCESS_TRANSFER_INFORMATION {
        /// Which transfer.
        optional access_transfer_type: u32 = ACCESS_TRANSFER_TYPE;
        /// The P-Access-Network-Info header.
        any access_network_information: &'a [u8] = ACCESS_NETWORK_INFORMATION;
        /// The last cell, of a user on WLAN.
        optional cellular_network_information: &'a [u8] = CELLULAR_NETWORK_INFORMATION;
        /// Whether it went to another terminal.
        optional inter_ue_transfer: u32 = INTER_UE_TRANSFER;
        /// The terminal.
        optional user_equipment_info: UserEquipmentInfo<'a> = USER_EQUIPMENT_INFO;
        /// The terminal's instance.
        optional instance_id: &'a str = INSTANCE_ID;
        /// The ICID of the related session.
        optional related_ims_charging_identifier: &'a str = RELATED_IMS_CHARGING_IDENTIFIER;
        /// The node that made it.
        optional related_ims_charging_identifier_node: Address = RELATED_IMS_CHARGING_IDENTIFIER_NODE;
        /// When it changed.
        optional change_time: Timestamp = CHANGE_TIME;
    }
}
