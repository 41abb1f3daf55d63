//! AVPs of short-message charging (TS 32.274, TS 32.299 §7.2).

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::TGPP;
use crate::diameter::dictionary::grammar::avps;

avps! {
    /// The address.
    ADDRESS_DATA: "Address-Data" = 897, TGPP, M, Utf8String;
    /// Where it is an address.
    ADDRESS_DOMAIN: "Address-Domain" = 898, TGPP, M, Grouped;
    /// Which kind of address.
    ADDRESS_TYPE: "Address-Type" = 899, TGPP, M, Enumerated(&[
        (0, "e-mail address"), (1, "MSISDN"), (2, "IPv4 Address"), (3, "IPv6 Address"), (4, "Numeric Shortcode"), (5, "Alphanumeric Shortcode"),
        (6, "Other"),
    ]);
    /// The domain.
    DOMAIN_NAME: "Domain-Name" = 1200, TGPP, M, Utf8String;
    /// A recipient, as addressed.
    RECIPIENT_ADDRESS: "Recipient-Address" = 1201, TGPP, M, Grouped;
    /// How it is addressed.
    ADDRESSEE_TYPE: "Addressee-Type" = 1208, TGPP, M, Enumerated(&[(0, "TO"), (1, "CC"), (2, "BCC")]);
    /// A short message.
    SMS_INFORMATION: "SMS-Information" = 2000, TGPP, M, Grouped;
    /// TP-DCS of TS 23.040.
    DATA_CODING_SCHEME: "Data-Coding-Scheme" = 2001, TGPP, M, Integer32;
    /// The interface that it leaves by.
    DESTINATION_INTERFACE: "Destination-Interface" = 2002, TGPP, M, Grouped;
    /// The interface.
    INTERFACE_ID: "Interface-Id" = 2003, TGPP, M, Utf8String;
    /// Its port.
    INTERFACE_PORT: "Interface-Port" = 2004, TGPP, M, Utf8String;
    /// More of it.
    INTERFACE_TEXT: "Interface-Text" = 2005, TGPP, M, Utf8String;
    /// Which way it goes.
    INTERFACE_TYPE: "Interface-Type" = 2006, TGPP, M, Enumerated(&[
        (0, "Unknown"), (1, "MOBILE_ORIGINATING"), (2, "MOBILE_TERMINATING"), (3, "APPLICATION_ORIGINATING"), (4, "APPLICATION_TERMINATION"),
    ]);
    /// Submission or report.
    SM_MESSAGE_TYPE: "SM-Message-Type" = 2007, TGPP, M, Enumerated(&[(0, "SUBMISSION"), (1, "DELIVERY_REPORT"), (2, "SM Service Request")]);
    /// The sender's address on SCCP.
    ORIGINATOR_SCCP_ADDRESS: "Originator-SCCP-Address" = 2008, TGPP, M, Address;
    /// The interface that it came by.
    ORIGINATOR_INTERFACE: "Originator-Interface" = 2009, TGPP, M, Grouped;
    /// The recipient's address on SCCP.
    RECIPIENT_SCCP_ADDRESS: "Recipient-SCCP-Address" = 2010, TGPP, M, Address;
    /// TP-RP of TS 23.040.
    REPLY_PATH_REQUESTED: "Reply-Path-Requested" = 2011, TGPP, M, Enumerated(&[(0, "No Reply Path Set"), (1, "Reply path Set")]);
    /// When it was delivered, or given up.
    SM_DISCHARGE_TIME: "SM-Discharge-Time" = 2012, TGPP, M, Time;
    /// TP-PID of TS 23.040.
    SM_PROTOCOL_ID: "SM-Protocol-ID" = 2013, TGPP, M, OctetString;
    /// TP-ST of TS 23.040.
    SM_STATUS: "SM-Status" = 2014, TGPP, M, OctetString;
    /// TP-UDH of TS 23.040.
    SM_USER_DATA_HEADER: "SM-User-Data-Header" = 2015, TGPP, M, OctetString;
    /// What kind of node asks.
    SMS_NODE: "SMS-Node" = 2016, TGPP, M, Enumerated(&[(0, "SMS Router"), (1, "IP-SM-GW"), (2, "SMS Router and IP-SM-GW"), (3, "SMS-SC")]);
    /// The service centre.
    SMSC_ADDRESS: "SMSC-Address" = 2017, TGPP, M, Address;
    /// The client of the service centre.
    CLIENT_ADDRESS: "Client-Address" = 2018, TGPP, M, Address;
    /// Messages in this one.
    NUMBER_OF_MESSAGES_SENT: "Number-Of-Messages-Sent" = 2019, TGPP, M, Unsigned32;
    /// Recipients.
    RECIPIENT_INFO: "Recipient-Info" = 2026, TGPP, M, Grouped;
    /// The sender, as received.
    ORIGINATOR_RECEIVED_ADDRESS: "Originator-Received-Address" = 2027, TGPP, M, Grouped;
    /// A recipient, as received.
    RECIPIENT_RECEIVED_ADDRESS: "Recipient-Received-Address" = 2028, TGPP, M, Grouped;
    /// The value-added service.
    SM_SERVICE_TYPE: "SM-Service-Type" = 2029, TGPP, M, Enumerated(&[
        (0, "VAS4SMS Short Message content processing"), (1, "VAS4SMS Short Message forwarding"),
        (2, "VAS4SMS Short Message Forwarding multiple subscriptions"), (3, "VAS4SMS Short Message filtering"), (4, "VAS4SMS Short Message receipt"),
        (5, "VAS4SMS Short Message Network Storage"), (6, "VAS4SMS Short Message to multiple destinations"),
        (7, "VAS4SMS Short Message Virtual Private Network (VPN)"), (8, "VAS4SMS Short Message Auto Reply"),
        (9, "VAS4SMS Short Message Personal Signature"), (10, "VAS4SMS Short Message Deferred Delivery"),
    ]);
    /// Its priority.
    PRIORITY_INDICATION: "Priority-Indication" = 3006, TGPP, M, Enumerated(&[(0, "Non-Priority"), (1, "Priority")]);
    /// Its number.
    REFERENCE_NUMBER: "Reference-Number" = 3007, TGPP, M, Unsigned32;
    /// The port at the terminal.
    APPLICATION_PORT_IDENTIFIER: "Application-Port-Identifier" = 3010, TGPP, M, Unsigned32;
    /// What triggers the device.
    SM_DEVICE_TRIGGER_INFORMATION: "SM-Device-Trigger-Information" = 3405, TGPP, M, Grouped;
    /// The interworking function.
    MTC_IWF_ADDRESS: "MTC-IWF-Address" = 3406, TGPP, M, Address;
    /// Whether it triggers a device.
    SM_DEVICE_TRIGGER_INDICATOR: "SM-Device-Trigger-Indicator" = 3407, TGPP, M, Enumerated(&[(0, "Not DeviceTrigger"), (1, "DeviceTrigger")]);
    /// How delivery went.
    SMS_RESULT: "SMS-Result" = 3409, TGPP, M, Unsigned32;
}
