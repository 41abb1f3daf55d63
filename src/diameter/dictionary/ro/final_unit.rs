//! What follows when the last units are used up (RFC 8506 §8.34 to §8.39, §8.64 to §8.68).

use super::avps::credit_control::{
    FINAL_UNIT_ACTION, FINAL_UNIT_INDICATION, QOS_FINAL_UNIT_INDICATION, REDIRECT_ADDRESS_IP_ADDRESS,
    REDIRECT_ADDRESS_SIP_URI, REDIRECT_ADDRESS_TYPE, REDIRECT_ADDRESS_URL, REDIRECT_SERVER,
    REDIRECT_SERVER_ADDRESS, REDIRECT_SERVER_EXTENSION, RESTRICTION_FILTER_RULE,
};
use super::enums::{FinalUnitAction, RedirectAddressType};
use crate::diameter::codec::Address;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{FILTER_ID, FILTER_RULE};
use crate::diameter::dictionary::grammar::group;

group! {
    /// Final-Unit-Indication: these units are the last (§8.34).
    ///
    /// ```text
    /// Final-Unit-Indication ::= < AVP Header: 430 >
    ///     { Final-Unit-Action }
    ///   * [ Restriction-Filter-Rule ]
    ///   * [ Filter-Id ]
    ///     [ Redirect-Server ]
    ///   * [ AVP ]
    /// ```
    FinalUnitIndication<'a> = FINAL_UNIT_INDICATION {
        /// What the client does when the last units are used up.
        required final_unit_action: FinalUnitAction = FINAL_UNIT_ACTION;
        /// What the user may still reach, a rule of RFC 6733 §4.3.1.
        any restriction_filter_rule: &'a str = RESTRICTION_FILTER_RULE;
        /// RFC 7155 §4.4.2.
        any filter_id: &'a str = FILTER_ID;
        /// Where the user is sent.
        optional redirect_server: RedirectServer<'a> = REDIRECT_SERVER;
    }
}

group! {
    /// Redirect-Server: where the user is sent (§8.37).
    ///
    /// ```text
    /// Redirect-Server ::= < AVP Header: 434 >
    ///     { Redirect-Address-Type }
    ///     { Redirect-Server-Address }
    ///   * [ AVP ]
    /// ```
    RedirectServer<'a> = REDIRECT_SERVER {
        /// How the redirect server's address is written.
        required redirect_address_type: RedirectAddressType = REDIRECT_ADDRESS_TYPE;
        /// The redirect server's address.
        required redirect_server_address: &'a str = REDIRECT_SERVER_ADDRESS;
    }
}

group! {
    /// QoS-Final-Unit-Indication: these units are the last, and what quality there is afterwards (§8.68).
    ///
    /// ```text
    /// QoS-Final-Unit-Indication ::= < AVP Header: 669 >
    ///     { Final-Unit-Action }
    ///   * [ Filter-Rule ]
    ///   * [ Filter-Id ]
    ///     [ Redirect-Server-Extension ]
    ///   * [ AVP ]
    /// ```
    QosFinalUnitIndication<'a> = QOS_FINAL_UNIT_INDICATION {
        /// What the client does when the last units are used up.
        required final_unit_action: FinalUnitAction = FINAL_UNIT_ACTION;
        /// Filters and quality, RFC 5777 §3.3, kept as they came.
        any filter_rule: Raw<'a> = FILTER_RULE;
        /// RFC 7155 §4.4.2.
        any filter_id: &'a str = FILTER_ID;
        /// Where the user is sent, an AVP for each kind of address.
        optional redirect_server_extension: RedirectServerExtension<'a> = REDIRECT_SERVER_EXTENSION;
    }
}

group! {
    /// Redirect-Server-Extension: where the user is sent, one of three (§8.64).
    ///
    /// ```text
    /// Redirect-Server-Extension ::= < AVP Header: 665 >
    ///     [ Redirect-Address-IPAddress ]
    ///     [ Redirect-Address-URL ]
    ///     [ Redirect-Address-SIP-URI ]
    ///   * [ AVP ]
    /// ```
    RedirectServerExtension<'a> = REDIRECT_SERVER_EXTENSION {
        /// An IP address.
        optional redirect_address_ip_address: Address = REDIRECT_ADDRESS_IP_ADDRESS;
        /// A URL.
        optional redirect_address_url: &'a str = REDIRECT_ADDRESS_URL;
        /// A SIP URI.
        optional redirect_address_sip_uri: &'a str = REDIRECT_ADDRESS_SIP_URI;
    }
}
