//! SMS-Information (TS 32.274, TS 32.299 §7.2): a short message.

use super::avps::credit_control::VALIDITY_TIME;
use super::avps::ps::TGPP_IMSI_MCC_MNC;
use super::avps::sms::{
    ADDRESS_DATA, ADDRESS_DOMAIN, ADDRESS_TYPE, ADDRESSEE_TYPE, APPLICATION_PORT_IDENTIFIER, CLIENT_ADDRESS,
    DATA_CODING_SCHEME, DESTINATION_INTERFACE, DOMAIN_NAME, INTERFACE_ID, INTERFACE_PORT, INTERFACE_TEXT,
    INTERFACE_TYPE, MTC_IWF_ADDRESS, NUMBER_OF_MESSAGES_SENT, ORIGINATOR_INTERFACE,
    ORIGINATOR_RECEIVED_ADDRESS, ORIGINATOR_SCCP_ADDRESS, PRIORITY_INDICATION, RECIPIENT_ADDRESS,
    RECIPIENT_INFO, RECIPIENT_RECEIVED_ADDRESS, RECIPIENT_SCCP_ADDRESS, REFERENCE_NUMBER,
    REPLY_PATH_REQUESTED, SM_DEVICE_TRIGGER_INDICATOR, SM_DEVICE_TRIGGER_INFORMATION, SM_DISCHARGE_TIME,
    SM_MESSAGE_TYPE, SM_PROTOCOL_ID, SM_SERVICE_TYPE, SM_STATUS, SM_USER_DATA_HEADER, SMS_INFORMATION,
    SMS_NODE, SMS_RESULT, SMSC_ADDRESS,
};
use crate::diameter::codec::Address;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::slh::ServingNode;
use crate::diameter::dictionary::slh::avps::SERVING_NODE;
use crate::diameter::dictionary::tgpp::avps::EXTERNAL_IDENTIFIER;
use crate::types::Timestamp;

group! {
    /// SMS-Information: a short message.
    ///
    /// ```text
    /// SMS-Information ::= < AVP Header: 2000 10415 >
    ///     [ SMS-Node ]
    ///     [ Client-Address ]
    ///     [ Originator-SCCP-Address ]
    ///     [ SMSC-Address ]
    ///     [ Data-Coding-Scheme ]
    ///     [ SM-Discharge-Time ]
    ///     [ SM-Message-Type ]
    ///     [ Originator-Interface ]
    ///     [ SM-Protocol-ID ]
    ///     [ Reply-Path-Requested ]
    ///     [ SM-Status ]
    ///     [ SM-User-Data-Header ]
    ///     [ Number-Of-Messages-Sent ]
    ///   * [ Recipient-Info ]
    ///     [ Originator-Received-Address ]
    ///     [ SM-Service-Type ]
    ///     [ SMS-Result ]
    ///     [ SM-Device-Trigger-Indicator ]
    ///     [ SM-Device-Trigger-Information ]
    ///     [ MTC-IWF-Address ]
    ///     [ Application-Port-Identifier ]
    ///     [ External-Identifier ]
    ///   * [ AVP ]
    /// ```
    SmsInformation<'a> = SMS_INFORMATION {
        /// What kind of node asks.
        optional sms_node: u32 = SMS_NODE;
        /// The client of the service centre.
        optional client_address: Address = CLIENT_ADDRESS;
        /// The sender's address on SCCP.
        optional originator_sccp_address: Address = ORIGINATOR_SCCP_ADDRESS;
        /// The service centre.
        optional smsc_address: Address = SMSC_ADDRESS;
        /// TP-DCS of TS 23.040.
        optional data_coding_scheme: i32 = DATA_CODING_SCHEME;
        /// When it was delivered, or given up.
        optional sm_discharge_time: Timestamp = SM_DISCHARGE_TIME;
        /// Submission or report.
        optional sm_message_type: u32 = SM_MESSAGE_TYPE;
        /// The interface that it came by.
        optional originator_interface: OriginatorInterface<'a> = ORIGINATOR_INTERFACE;
        /// TP-PID of TS 23.040.
        optional sm_protocol_id: &'a [u8] = SM_PROTOCOL_ID;
        /// TP-RP of TS 23.040.
        optional reply_path_requested: u32 = REPLY_PATH_REQUESTED;
        /// TP-ST of TS 23.040.
        optional sm_status: &'a [u8] = SM_STATUS;
        /// TP-UDH of TS 23.040.
        optional sm_user_data_header: &'a [u8] = SM_USER_DATA_HEADER;
        /// Messages in this one.
        optional number_of_messages_sent: u32 = NUMBER_OF_MESSAGES_SENT;
        /// Recipients.
        any recipient_info: RecipientInfo<'a> = RECIPIENT_INFO;
        /// The sender, as received.
        optional originator_received_address: OriginatorReceivedAddress<'a> = ORIGINATOR_RECEIVED_ADDRESS;
        /// The value-added service.
        optional sm_service_type: u32 = SM_SERVICE_TYPE;
        /// How delivery went.
        optional sms_result: u32 = SMS_RESULT;
        /// Whether it triggers a device.
        optional sm_device_trigger_indicator: u32 = SM_DEVICE_TRIGGER_INDICATOR;
        /// What triggers the device.
        optional sm_device_trigger_information: SmDeviceTriggerInformation<'a> = SM_DEVICE_TRIGGER_INFORMATION;
        /// The interworking function.
        optional mtc_iwf_address: Address = MTC_IWF_ADDRESS;
        /// The port at the terminal.
        optional application_port_identifier: u32 = APPLICATION_PORT_IDENTIFIER;
        /// The user, as user@domain (TS 29.336).
        optional external_identifier: &'a str = EXTERNAL_IDENTIFIER;
    }
}

group! {
    /// Originator-Interface: the interface that the message came by.
    ///
    /// ```text
    /// Originator-Interface ::= < AVP Header: 2009 10415 >
    ///     [ Interface-Id ]
    ///     [ Interface-Text ]
    ///     [ Interface-Port ]
    ///     [ Interface-Type ]
    ///   * [ AVP ]
    /// ```
    OriginatorInterface<'a> = ORIGINATOR_INTERFACE {
        /// The interface.
        optional interface_id: &'a str = INTERFACE_ID;
        /// More of it.
        optional interface_text: &'a str = INTERFACE_TEXT;
        /// Its port.
        optional interface_port: &'a str = INTERFACE_PORT;
        /// Which way it goes.
        optional interface_type: u32 = INTERFACE_TYPE;
    }
}

group! {
    /// Destination-Interface: the interface that it leaves by.
    ///
    /// ```text
    /// Destination-Interface ::= < AVP Header: 2002 10415 >
    ///     [ Interface-Id ]
    ///     [ Interface-Text ]
    ///     [ Interface-Port ]
    ///     [ Interface-Type ]
    ///   * [ AVP ]
    /// ```
    DestinationInterface<'a> = DESTINATION_INTERFACE {
        /// The interface.
        optional interface_id: &'a str = INTERFACE_ID;
        /// More of it.
        optional interface_text: &'a str = INTERFACE_TEXT;
        /// Its port.
        optional interface_port: &'a str = INTERFACE_PORT;
        /// Which way it goes.
        optional interface_type: u32 = INTERFACE_TYPE;
    }
}

group! {
    /// Recipient-Info: recipients.
    ///
    /// ```text
    /// Recipient-Info ::= < AVP Header: 2026 10415 >
    ///     [ Destination-Interface ]
    ///   * [ Recipient-Address ]
    ///   * [ Recipient-Received-Address ]
    ///     [ Recipient-SCCP-Address ]
    ///     [ SM-Protocol-ID ]
    ///   * [ AVP ]
    /// ```
    RecipientInfo<'a> = RECIPIENT_INFO {
        /// The interface that it leaves by.
        optional destination_interface: DestinationInterface<'a> = DESTINATION_INTERFACE;
        /// A recipient, as addressed.
        any recipient_address: RecipientAddress<'a> = RECIPIENT_ADDRESS;
        /// A recipient, as received.
        any recipient_received_address: RecipientReceivedAddress<'a> = RECIPIENT_RECEIVED_ADDRESS;
        /// The recipient's address on SCCP.
        optional recipient_sccp_address: Address = RECIPIENT_SCCP_ADDRESS;
        /// TP-PID of TS 23.040.
        optional sm_protocol_id: &'a [u8] = SM_PROTOCOL_ID;
    }
}

group! {
    /// Recipient-Address: a recipient, as addressed.
    ///
    /// ```text
    /// Recipient-Address ::= < AVP Header: 1201 10415 >
    ///     [ Address-Type ]
    ///     [ Address-Data ]
    ///     [ Address-Domain ]
    ///     [ Addressee-Type ]
    ///   * [ AVP ]
    /// ```
    RecipientAddress<'a> = RECIPIENT_ADDRESS {
        /// Which kind of address.
        optional address_type: u32 = ADDRESS_TYPE;
        /// The address.
        optional address_data: &'a str = ADDRESS_DATA;
        /// Where it is an address.
        optional address_domain: AddressDomain<'a> = ADDRESS_DOMAIN;
        /// How it is addressed.
        optional addressee_type: u32 = ADDRESSEE_TYPE;
    }
}

group! {
    /// Recipient-Received-Address: a recipient, as received.
    ///
    /// ```text
    /// Recipient-Received-Address ::= < AVP Header: 2028 10415 >
    ///     [ Address-Type ]
    ///     [ Address-Data ]
    ///     [ Address-Domain ]
    ///   * [ AVP ]
    /// ```
    RecipientReceivedAddress<'a> = RECIPIENT_RECEIVED_ADDRESS {
        /// Which kind of address.
        optional address_type: u32 = ADDRESS_TYPE;
        /// The address.
        optional address_data: &'a str = ADDRESS_DATA;
        /// Where it is an address.
        optional address_domain: AddressDomain<'a> = ADDRESS_DOMAIN;
    }
}

group! {
    /// Originator-Received-Address: the sender, as received.
    ///
    /// ```text
    /// Originator-Received-Address ::= < AVP Header: 2027 10415 >
    ///     [ Address-Type ]
    ///     [ Address-Data ]
    ///     [ Address-Domain ]
    ///   * [ AVP ]
    /// ```
    OriginatorReceivedAddress<'a> = ORIGINATOR_RECEIVED_ADDRESS {
        /// Which kind of address.
        optional address_type: u32 = ADDRESS_TYPE;
        /// The address.
        optional address_data: &'a str = ADDRESS_DATA;
        /// Where it is an address.
        optional address_domain: AddressDomain<'a> = ADDRESS_DOMAIN;
    }
}

group! {
    /// Address-Domain: where an address is one.
    ///
    /// ```text
    /// Address-Domain ::= < AVP Header: 898 10415 >
    ///     [ Domain-Name ]
    ///     [ 3GPP-IMSI-MCC-MNC ]
    ///   * [ AVP ]
    /// ```
    AddressDomain<'a> = ADDRESS_DOMAIN {
        /// The domain.
        optional domain_name: &'a str = DOMAIN_NAME;
        /// The PLMN of the IMSI, digits.
        optional tgpp_imsi_mcc_mnc: &'a str = TGPP_IMSI_MCC_MNC;
    }
}

group! {
    /// SM-Device-Trigger-Information: what triggers a device.
    ///
    /// ```text
    /// SM-Device-Trigger-Information ::= < AVP Header: 3405 10415 >
    ///     [ MTC-IWF-Address ]
    ///     [ Reference-Number ]
    ///     [ Serving-Node ]
    ///     [ Validity-Time ]
    ///     [ Priority-Indication ]
    ///     [ Application-Port-Identifier ]
    ///   * [ AVP ]
    /// ```
    SmDeviceTriggerInformation<'a> = SM_DEVICE_TRIGGER_INFORMATION {
        /// The interworking function.
        optional mtc_iwf_address: Address = MTC_IWF_ADDRESS;
        /// Its number.
        optional reference_number: u32 = REFERENCE_NUMBER;
        /// The node that serves (TS 29.173 §6.4.3).
        optional serving_node: ServingNode<'a> = SERVING_NODE;
        /// Seconds that the grant is good for.
        optional validity_time: u32 = VALIDITY_TIME;
        /// Its priority.
        optional priority_indication: u32 = PRIORITY_INDICATION;
        /// The port at the terminal.
        optional application_port_identifier: u32 = APPLICATION_PORT_IDENTIFIER;
    }
}
