//! Grouped AVPs of packet data networks and their quality (TS 29.272 §7.3.34 to §7.3.41).

use super::avps::{
    ACTIVE_APN, ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR, ALLOCATION_RETENTION_PRIORITY, AMBR,
    APN_CONFIGURATION, APN_CONFIGURATION_PROFILE, APN_OI_REPLACEMENT, CONTEXT_IDENTIFIER,
    EPS_SUBSCRIBED_QOS_PROFILE, EXTENDED_MAX_REQUESTED_BW_DL, EXTENDED_MAX_REQUESTED_BW_UL, LIPA_PERMISSION,
    MAX_REQUESTED_BANDWIDTH_DL, MAX_REQUESTED_BANDWIDTH_UL, MIP6_AGENT_INFO, PDN_GW_ALLOCATION_TYPE,
    PDN_TYPE, PRE_EMPTION_CAPABILITY, PRE_EMPTION_VULNERABILITY, PRIORITY_LEVEL, QOS_CLASS_IDENTIFIER,
    SERVED_PARTY_IP_ADDRESS, SERVICE_SELECTION, SIPTO_PERMISSION, SPECIFIC_APN_INFO,
    TGPP_CHARGING_CHARACTERISTICS, VPLMN_DYNAMIC_ADDRESS_ALLOWED,
};
use super::enums::{
    AllApnConfigurationsIncludedIndicator, LipaPermission, PdnGwAllocationType, PdnType,
    PreEmptionCapability, PreEmptionVulnerability, QosClassIdentifier, SiptoPermission,
    VplmnDynamicAddressAllowed,
};
use crate::diameter::codec::Address;
use crate::diameter::dictionary::cx::avps::VISITED_NETWORK_IDENTIFIER;
use crate::diameter::dictionary::{Raw, grammar::group};

group! {
    /// AMBR (§7.3.41): aggregate maximum bit rates.
    ///
    /// ```text
    /// AMBR ::= < AVP header: 1435 10415 >
    ///     { Max-Requested-Bandwidth-UL }
    ///     { Max-Requested-Bandwidth-DL }
    ///     [ Extended-Max-Requested-BW-UL ]
    ///     [ Extended-Max-Requested-BW-DL ]
    ///   * [ AVP ]
    /// ```
    Ambr<> = AMBR {
        /// Max-Requested-Bandwidth-UL (TS 29.214 §5.3.15, bit/s).
        required max_requested_bandwidth_ul: u32 = MAX_REQUESTED_BANDWIDTH_UL;
        /// Max-Requested-Bandwidth-DL (TS 29.214 §5.3.14, bit/s).
        required max_requested_bandwidth_dl: u32 = MAX_REQUESTED_BANDWIDTH_DL;
        /// Extended-Max-Requested-BW-UL (TS 29.214 §5.3.53, kbit/s).
        optional extended_max_requested_bw_ul: u32 = EXTENDED_MAX_REQUESTED_BW_UL;
        /// Extended-Max-Requested-BW-DL (TS 29.214 §5.3.52, kbit/s).
        optional extended_max_requested_bw_dl: u32 = EXTENDED_MAX_REQUESTED_BW_DL;
    }
}

group! {
    /// APN-Configuration-Profile (§7.3.34): the APNs of a subscriber.
    ///
    /// ```text
    /// APN-Configuration-Profile ::= < AVP header: 1429 10415 >
    ///     { Context-Identifier }
    ///     { All-APN-Configurations-Included-Indicator }
    ///     1*{ APN-Configuration }
    ///   * [ AVP ]
    /// ```
    ApnConfigurationProfile<'a> = APN_CONFIGURATION_PROFILE {
        /// Context-Identifier (§7.3.27).
        required context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// All-APN-Configurations-Included-Indicator (§7.3.33).
        required all_apn_configurations_included_indicator: AllApnConfigurationsIncludedIndicator = ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR;
        /// APN-Configuration (§7.3.35).
        some apn_configuration: ApnConfiguration<'a> = APN_CONFIGURATION;
    }
}

group! {
    /// APN-Configuration (§7.3.35): one APN.
    ///
    /// ```text
    /// APN-Configuration ::= < AVP header: 1430 10415 >
    ///     { Context-Identifier }
    ///       * [ Served-Party-IP-Address ]
    ///     { PDN-Type }
    ///     { Service-Selection }
    ///     [ EPS-Subscribed-QoS-Profile ]
    ///     [ VPLMN-Dynamic-Address-Allowed ]
    ///     [ MIP6-Agent-Info ]
    ///     [ Visited-Network-Identifier ]
    ///     [ PDN-GW-Allocation-Type ]
    ///     [ 3GPP-Charging-Characteristics ]
    ///     [ AMBR ]
    ///       * [ Specific-APN-Info ]
    ///     [ APN-OI-Replacement ]
    ///     [ SIPTO-Permission ]
    ///     [ LIPA-Permission ]
    ///   * [ AVP ]
    /// ```
    ApnConfiguration<'a> = APN_CONFIGURATION {
        /// Context-Identifier (§7.3.27).
        required context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// Served-Party-IP-Address (TS 32.299 §7.2.187).
        any served_party_ip_address: Address = SERVED_PARTY_IP_ADDRESS;
        /// PDN-Type (§7.3.62).
        required pdn_type: PdnType = PDN_TYPE;
        /// Service-Selection (RFC 5778 §6.2).
        required service_selection: &'a str = SERVICE_SELECTION;
        /// EPS-Subscribed-QoS-Profile (§7.3.37).
        optional eps_subscribed_qos_profile: EpsSubscribedQosProfile = EPS_SUBSCRIBED_QOS_PROFILE;
        /// VPLMN-Dynamic-Address-Allowed (§7.3.38).
        optional vplmn_dynamic_address_allowed: VplmnDynamicAddressAllowed = VPLMN_DYNAMIC_ADDRESS_ALLOWED;
        /// MIP6-Agent-Info (RFC 5447 §4.2.1).
        optional mip6_agent_info: Raw<'a> = MIP6_AGENT_INFO;
        /// Visited-Network-Identifier.
        optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
        /// PDN-GW-Allocation-Type (§7.3.44).
        optional pdn_gw_allocation_type: PdnGwAllocationType = PDN_GW_ALLOCATION_TYPE;
        /// 3GPP-Charging-Characteristics (TS 29.061 §16.4.7.2).
        optional charging_characteristics: &'a str = TGPP_CHARGING_CHARACTERISTICS;
        /// AMBR (§7.3.41).
        optional ambr: Ambr = AMBR;
        /// Specific-APN-Info (§7.3.82).
        any specific_apn_info: Raw<'a> = SPECIFIC_APN_INFO;
        /// APN-OI-Replacement (§7.3.32).
        optional apn_oi_replacement: &'a str = APN_OI_REPLACEMENT;
        /// SIPTO-Permission (§7.3.135).
        optional sipto_permission: SiptoPermission = SIPTO_PERMISSION;
        /// LIPA-Permission (§7.3.133).
        optional lipa_permission: LipaPermission = LIPA_PERMISSION;
    }
}

group! {
    /// EPS-Subscribed-QoS-Profile (§7.3.37): the quality of the default bearer.
    ///
    /// ```text
    /// EPS-Subscribed-QoS-Profile ::= < AVP header: 1431 10415 >
    ///     { QoS-Class-Identifier }
    ///     { Allocation-Retention-Priority }
    ///   * [ AVP ]
    /// ```
    EpsSubscribedQosProfile<> = EPS_SUBSCRIBED_QOS_PROFILE {
        /// QoS-Class-Identifier (TS 29.212 §5.3.17).
        required qos_class_identifier: QosClassIdentifier = QOS_CLASS_IDENTIFIER;
        /// Allocation-Retention-Priority (TS 29.212 §5.3.32).
        required allocation_retention_priority: AllocationRetentionPriority = ALLOCATION_RETENTION_PRIORITY;
    }
}

group! {
    /// Allocation-Retention-Priority (TS 29.212 §5.3.32): who gets resources first.
    ///
    /// ```text
    /// Allocation-Retention-Priority ::= < AVP header: 1034 10415 >
    ///     { Priority-Level }
    ///     [ Pre-emption-Capability ]
    ///     [ Pre-emption-Vulnerability ]
    ///   * [ AVP ]
    /// ```
    AllocationRetentionPriority<> = ALLOCATION_RETENTION_PRIORITY {
        /// Priority-Level (TS 29.212 §5.3.45).
        required priority_level: u32 = PRIORITY_LEVEL;
        /// Pre-emption-Capability (TS 29.212 §5.3.46).
        optional pre_emption_capability: PreEmptionCapability = PRE_EMPTION_CAPABILITY;
        /// Pre-emption-Vulnerability (TS 29.212 §5.3.47).
        optional pre_emption_vulnerability: PreEmptionVulnerability = PRE_EMPTION_VULNERABILITY;
    }
}

group! {
    /// Active-APN (§7.3.127): an APN in use, and its gateway.
    ///
    /// ```text
    /// Active-APN ::= < AVP header: 1612 10415 >
    ///     { Context-Identifier }
    ///     [ Service-Selection ]
    ///     [ MIP6-Agent-Info ]
    ///     [ Visited-Network-Identifier ]
    ///       * [ Specific-APN-Info ]
    ///   * [ AVP ]
    /// ```
    ActiveApn<'a> = ACTIVE_APN {
        /// Context-Identifier (§7.3.27).
        required context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// Service-Selection (RFC 5778 §6.2).
        optional service_selection: &'a str = SERVICE_SELECTION;
        /// MIP6-Agent-Info (RFC 5447 §4.2.1).
        optional mip6_agent_info: Raw<'a> = MIP6_AGENT_INFO;
        /// Visited-Network-Identifier.
        optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
        /// Specific-APN-Info (§7.3.82).
        any specific_apn_info: Raw<'a> = SPECIFIC_APN_INFO;
    }
}
