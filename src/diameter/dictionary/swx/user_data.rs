//! Grouped AVPs of SWx (TS 29.273 §8.2.3).

use super::avps::{
    ERP_AUTHORIZATION, MIP6_FEATURE_VECTOR, NON_3GPP_IP_ACCESS, NON_3GPP_IP_ACCESS_APN, NON_3GPP_USER_DATA,
    SUBSCRIPTION_ID, SUBSCRIPTION_ID_DATA, SUBSCRIPTION_ID_TYPE, TRACE_INFO, TWAN_ACCESS_INFO,
    TWAN_DEFAULT_APN_CONTEXT_ID,
};
use super::enums::{Non3gppIpAccess, Non3gppIpAccessApn, SubscriptionIdType};
use crate::diameter::dictionary::base::Mip6AgentInfo;
use crate::diameter::dictionary::base::avps::{MIP6_AGENT_INFO, SESSION_TIMEOUT};
use crate::diameter::dictionary::s6a::avps::{
    AMBR, APN_CONFIGURATION, APN_OI_REPLACEMENT, CONTEXT_IDENTIFIER, CORE_NETWORK_RESTRICTIONS,
    EMERGENCY_INFO, UE_USAGE_TYPE,
};
use crate::diameter::dictionary::s6a::{Ambr, ApnConfiguration, CoreNetworkRestrictions};
use crate::diameter::dictionary::tgpp::RatType;
use crate::diameter::dictionary::tgpp::avps::{RAT_TYPE, TGPP_CHARGING_CHARACTERISTICS};
use crate::diameter::dictionary::{Raw, grammar::group};

group! {
    /// Non-3GPP-User-Data (§8.2.3.1): what an AAA server is told of a user.
    ///
    /// ```text
    /// Non-3GPP-User-Data ::= < AVP Header: 1500 10415 >
    ///     [ Subscription-Id ]
    ///     [ Non-3GPP-IP-Access ]
    ///     [ Non-3GPP-IP-Access-APN ]
    ///   * [ RAT-Type ]
    ///     [ Session-Timeout ]
    ///     [ MIP6-Feature-Vector ]
    ///     [ AMBR ]
    ///     [ 3GPP-Charging-Characteristics ]
    ///     [ Context-Identifier ]
    ///     [ APN-OI-Replacement ]
    ///   * [ APN-Configuration ]
    ///     [ Trace-Info ]
    ///     [ TWAN-Default-APN-Context-Id ]
    ///   * [ TWAN-Access-Info ]
    ///     [ UE-Usage-Type ]
    ///     [ Emergency-Info ]
    ///     [ ERP-Authorization ]
    ///     [ Core-Network-Restrictions ]
    ///   * [ AVP ]
    /// ```
    Non3gppUserData<'a> = NON_3GPP_USER_DATA {
        /// Subscription-Id: the number.
        optional subscription_id: SubscriptionId<'a> = SUBSCRIPTION_ID;
        /// Non-3GPP-IP-Access (§8.2.3.3).
        optional non_3gpp_ip_access: Non3gppIpAccess = NON_3GPP_IP_ACCESS;
        /// Non-3GPP-IP-Access-APN (§8.2.3.4).
        optional non_3gpp_ip_access_apn: Non3gppIpAccessApn = NON_3GPP_IP_ACCESS_APN;
        /// The accesses that are allowed; all of them where none is named.
        any rat_type: RatType = RAT_TYPE;
        /// The longest session, seconds.
        optional session_timeout: u32 = SESSION_TIMEOUT;
        /// MIP6-Feature-Vector (§8.2.3.2): which kinds of mobility are allowed.
        optional mip6_feature_vector: u64 = MIP6_FEATURE_VECTOR;
        /// Bandwidth of the subscriber.
        optional ambr: Ambr = AMBR;
        /// 3GPP-Charging-Characteristics: four hexadecimal digits.
        optional tgpp_charging_characteristics: &'a str = TGPP_CHARGING_CHARACTERISTICS;
        /// The default APN.
        optional context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// APN-OI-Replacement: mncXXX.mccYYY.gprs, with labels before it.
        optional apn_oi_replacement: &'a str = APN_OI_REPLACEMENT;
        /// The APNs (§8.2.3.7).
        any apn_configuration: ApnConfiguration<'a> = APN_CONFIGURATION;
        /// Trace-Info (§8.2.3.13), kept as it is: nothing in it is acted on.
        optional trace_info: Raw<'a> = TRACE_INFO;
        /// The default APN of a trusted WLAN (§8.2.3.20).
        optional twan_default_apn_context_id: u32 = TWAN_DEFAULT_APN_CONTEXT_ID;
        /// TWAN-Access-Info (§8.2.3.19), kept as it is: nothing in it is acted on.
        any twan_access_info: Raw<'a> = TWAN_ACCESS_INFO;
        /// UE-Usage-Type: 0 to 255.
        optional ue_usage_type: u32 = UE_USAGE_TYPE;
        /// Emergency-Info: the gateway of the emergency PDN connection.
        optional emergency_info: EmergencyInfo<'a> = EMERGENCY_INFO;
        /// Whether re-authentication by ERP is allowed (§8.2.3.22).
        optional erp_authorization: u32 = ERP_AUTHORIZATION;
        /// Core-Network-Restrictions (TS 29.272 §7.3.230).
        optional core_network_restrictions: CoreNetworkRestrictions = CORE_NETWORK_RESTRICTIONS;
    }
}

group! {
    /// Emergency-Info (TS 29.272 §7.3.210).
    ///
    /// ```text
    /// Emergency-Info ::= < AVP Header: 1687 10415 >
    ///     [ MIP6-Agent-Info ]
    ///   * [ AVP ]
    /// ```
    EmergencyInfo<'a> = EMERGENCY_INFO {
        /// The PDN gateway.
        optional mip6_agent_info: Mip6AgentInfo<'a> = MIP6_AGENT_INFO;
    }
}

group! {
    /// Subscription-Id (RFC 4006 §8.46).
    ///
    /// ```text
    /// Subscription-Id ::= < AVP Header: 443 >
    ///     { Subscription-Id-Type }
    ///     { Subscription-Id-Data }
    /// ```
    SubscriptionId<'a> = SUBSCRIPTION_ID {
        /// What kind of identity.
        required subscription_id_type: SubscriptionIdType = SUBSCRIPTION_ID_TYPE;
        /// The identity.
        required subscription_id_data: &'a str = SUBSCRIPTION_ID_DATA;
    }
}
