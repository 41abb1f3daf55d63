//! Capabilities-Exchange-Request and -Answer (RFC 6733 §5.3).

use super::VendorSpecificApplicationId;
use super::avps::{
    ACCT_APPLICATION_ID, AUTH_APPLICATION_ID, ERROR_MESSAGE, FAILED_AVP, FIRMWARE_REVISION, HOST_IP_ADDRESS,
    INBAND_SECURITY_ID, ORIGIN_HOST, ORIGIN_REALM, ORIGIN_STATE_ID, PRODUCT_NAME, RESULT_CODE,
    SUPPORTED_VENDOR_ID, VENDOR_ID, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::codec::{Address, CommandFlags, ResultCode};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Capabilities-Exchange-Request (RFC 6733 §5.3.1).
    ///
    /// ```text
    /// <CER> ::= < Diameter Header: 257, REQ >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///  1* { Host-IP-Address }
    ///     { Vendor-Id }
    ///     { Product-Name }
    ///     [ Origin-State-Id ]
    ///   * [ Supported-Vendor-Id ]
    ///   * [ Auth-Application-Id ]
    ///   * [ Inband-Security-Id ]
    ///   * [ Acct-Application-Id ]
    ///   * [ Vendor-Specific-Application-Id ]
    ///     [ Firmware-Revision ]
    ///   * [ AVP ]
    /// ```
    ///
    /// Kamailio 5.6 sometimes leaves Host-IP-Address out, and names one application several times.
    request CapabilitiesExchangeRequest<'a> =
        "Capabilities-Exchange-Request" "CER", 257, super::APPLICATION, CommandFlags::empty();
    /// Who asks.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The addresses it uses.
    expected_some host_ip_address: Address = HOST_IP_ADDRESS;
    /// Who made it; 0 if nobody in particular.
    required vendor_id: u32 = VENDOR_ID;
    /// What it is called.
    required product_name: &'a str = PRODUCT_NAME;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// Vendors whose AVPs it knows.
    any supported_vendor_id: u32 = SUPPORTED_VENDOR_ID;
    /// Applications without a vendor.
    any auth_application_id: u32 = AUTH_APPLICATION_ID;
    /// Security it offers inside the connection.
    any inband_security_id: u32 = INBAND_SECURITY_ID;
    /// Accounting applications without a vendor.
    any acct_application_id: u32 = ACCT_APPLICATION_ID;
    /// Applications of vendors.
    any vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// Its version.
    optional firmware_revision: u32 = FIRMWARE_REVISION;
}

command! {
    /// Capabilities-Exchange-Answer (RFC 6733 §5.3.2). Keep the lists short: Kamailio sizes a table by
    /// them and ignores what does not fit.
    ///
    /// ```text
    /// <CEA> ::= < Diameter Header: 257 >
    ///     { Result-Code }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///  1* { Host-IP-Address }
    ///     { Vendor-Id }
    ///     { Product-Name }
    ///     [ Origin-State-Id ]
    ///     [ Error-Message ]
    ///     [ Failed-AVP ]
    ///   * [ Supported-Vendor-Id ]
    ///   * [ Auth-Application-Id ]
    ///   * [ Inband-Security-Id ]
    ///   * [ Acct-Application-Id ]
    ///   * [ Vendor-Specific-Application-Id ]
    ///     [ Firmware-Revision ]
    ///   * [ AVP ]
    /// ```
    answer CapabilitiesExchangeAnswer<'a> =
        "Capabilities-Exchange-Answer" "CEA", 257, super::APPLICATION, CommandFlags::empty();
    /// Result-Code.
    required outcome: ResultCode = RESULT_CODE;
    /// Who answers.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The addresses it uses.
    expected_some host_ip_address: Address = HOST_IP_ADDRESS;
    /// Who made it; 0 if nobody in particular.
    expected vendor_id: u32 = VENDOR_ID;
    /// What it is called.
    expected product_name: &'a str = PRODUCT_NAME;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// For people.
    optional error_message: &'a str = ERROR_MESSAGE;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// Vendors whose AVPs it knows.
    any supported_vendor_id: u32 = SUPPORTED_VENDOR_ID;
    /// Applications without a vendor.
    any auth_application_id: u32 = AUTH_APPLICATION_ID;
    /// Security it offers inside the connection.
    any inband_security_id: u32 = INBAND_SECURITY_ID;
    /// Accounting applications without a vendor.
    any acct_application_id: u32 = ACCT_APPLICATION_ID;
    /// Applications of vendors.
    any vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// Its version.
    optional firmware_revision: u32 = FIRMWARE_REVISION;
}
