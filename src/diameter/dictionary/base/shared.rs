//! Grouped AVPs that every application uses.

use super::avps::{
    ACCT_APPLICATION_ID, AUTH_APPLICATION_ID, PROXY_HOST, PROXY_INFO, PROXY_STATE, VENDOR_ID,
    VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::grammar::group;

group! {
    /// Vendor-Specific-Application-Id (RFC 6733 §6.11).
    ///
    /// ```text
    /// < Vendor-Specific-Application-Id > ::= < AVP Header: 260 >
    ///     { Vendor-Id }
    ///     [ Auth-Application-Id ]
    ///     [ Acct-Application-Id ]
    /// ```
    VendorSpecificApplicationId<> = VENDOR_SPECIFIC_APPLICATION_ID {
        /// Who defined the application.
        required vendor_id: u32 = VENDOR_ID;
        /// An authentication and authorization application.
        optional auth_application_id: u32 = AUTH_APPLICATION_ID;
        /// Or an accounting application.
        optional acct_application_id: u32 = ACCT_APPLICATION_ID;
    }
}

impl Copy for VendorSpecificApplicationId {}

impl VendorSpecificApplicationId {
    /// An authentication and authorization application of `vendor`.
    pub const fn auth(vendor: u32, application: u32) -> Self {
        Self { vendor_id: vendor, auth_application_id: Some(application), acct_application_id: None }
    }
}

group! {
    /// Proxy-Info (RFC 6733 §6.7.2), read only where it is to be understood: commands hand it on as [`Raw`](crate::diameter::dictionary::Raw).
    ///
    /// ```text
    /// Proxy-Info ::= < AVP Header: 284 >
    ///     { Proxy-Host }
    ///     { Proxy-State }
    ///   * [ AVP ]
    /// ```
    ProxyInfo<'a> = PROXY_INFO {
        /// The proxy that added the AVP.
        required proxy_host: &'a str = PROXY_HOST;
        /// What it wants back.
        required proxy_state: &'a [u8] = PROXY_STATE;
    }
}
