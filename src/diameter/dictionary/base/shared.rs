//! Grouped AVPs that every application uses.

use super::avps::{
    ACCT_APPLICATION_ID, AUTH_APPLICATION_ID, DESTINATION_HOST, DESTINATION_REALM, MIP_HOME_AGENT_ADDRESS,
    MIP_HOME_AGENT_HOST, MIP6_AGENT_INFO, MIP6_HOME_LINK_PREFIX, PROXY_HOST, PROXY_INFO, PROXY_STATE,
    VENDOR_ID, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::codec::Address;
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

    /// An accounting application of `vendor`.
    pub const fn acct(vendor: u32, application: u32) -> Self {
        Self { vendor_id: vendor, auth_application_id: None, acct_application_id: Some(application) }
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

group! {
    /// MIP6-Agent-Info (RFC 5447 §4.2.1, TS 29.272 §7.3.45): a PDN gateway, by address or name.
    ///
    /// ```text
    /// MIP6-Agent-Info ::= < AVP Header: 486 >
    ///  *2 [ MIP-Home-Agent-Address ]
    ///     [ MIP-Home-Agent-Host ]
    ///     [ MIP6-Home-Link-Prefix ]
    ///   * [ AVP ]
    /// ```
    Mip6AgentInfo<'a> = MIP6_AGENT_INFO {
        /// MIP-Home-Agent-Address (RFC 4004 §7.4).
        any mip_home_agent_address: Address = MIP_HOME_AGENT_ADDRESS;
        /// MIP-Home-Agent-Host (RFC 4004 §7.11).
        optional mip_home_agent_host: MipHomeAgentHost<'a> = MIP_HOME_AGENT_HOST;
        /// MIP6-Home-Link-Prefix: a length in bits, the prefix.
        optional mip6_home_link_prefix: &'a [u8] = MIP6_HOME_LINK_PREFIX;
    }
}

group! {
    /// MIP-Home-Agent-Host (RFC 4004 §7.11): a PDN gateway's name.
    ///
    /// ```text
    /// MIP-Home-Agent-Host ::= < AVP Header: 348 >
    ///     { Destination-Realm }
    ///     { Destination-Host }
    ///   * [ AVP ]
    /// ```
    MipHomeAgentHost<'a> = MIP_HOME_AGENT_HOST {
        /// The realm of the gateway.
        required destination_realm: &'a str = DESTINATION_REALM;
        /// The gateway's name.
        required destination_host: &'a str = DESTINATION_HOST;
    }
}
