//! Grouped AVPs of APNs (TS 29.272 §7.3).

use super::avps::{
    ACTIVE_APN, ADDITIONAL_CONTEXT_IDENTIFIER, ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR, AMBR,
    APN_CONFIGURATION, APN_CONFIGURATION_PROFILE, APN_OI_REPLACEMENT, CONTEXT_IDENTIFIER,
    EPS_SUBSCRIBED_QOS_PROFILE, INTERWORKING_5GS_INDICATOR, LIPA_PERMISSION, NON_IP_DATA_DELIVERY_MECHANISM,
    NON_IP_PDN_TYPE_INDICATOR, PDN_CONNECTION_CONTINUITY, PDN_GW_ALLOCATION_TYPE, PDN_TYPE,
    PREFERRED_DATA_MODE, RDS_INDICATOR, RESTORATION_PRIORITY, SCEF_REALM, SIPTO_LOCAL_NETWORK_PERMISSION,
    SIPTO_PERMISSION, SPECIFIC_APN_INFO, VPLMN_DYNAMIC_ADDRESS_ALLOWED, WLAN_OFFLOADABILITY,
};
use super::enums::{
    AllApnConfigurationsIncludedIndicator, Interworking5gsIndicator, LipaPermission, NonIpPdnTypeIndicator,
    PdnGwAllocationType, PdnType, RdsIndicator, SiptoPermission, VplmnDynamicAddressAllowed,
};
use crate::diameter::codec::Address;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::Mip6AgentInfo;
use crate::diameter::dictionary::base::avps::{MIP6_AGENT_INFO, SERVICE_SELECTION};
use crate::diameter::dictionary::cx::avps::VISITED_NETWORK_IDENTIFIER;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::avps::{
    ALLOCATION_RETENTION_PRIORITY, EXTENDED_MAX_REQUESTED_BW_DL, EXTENDED_MAX_REQUESTED_BW_UL,
    MAX_REQUESTED_BANDWIDTH_DL, MAX_REQUESTED_BANDWIDTH_UL, QOS_CLASS_IDENTIFIER, SCEF_ID,
    SERVED_PARTY_IP_ADDRESS, TGPP_CHARGING_CHARACTERISTICS,
};
use crate::diameter::dictionary::tgpp::{AllocationRetentionPriority, QosClassIdentifier};

group! {
    /// AMBR (§7.3.41): bandwidth of a user, or of one of the APNs, over all bearers without a guaranteed rate.
    ///
    /// ```text
    /// AMBR ::= < AVP Header: 1435 10415 >
    ///     { Max-Requested-Bandwidth-UL }
    ///     { Max-Requested-Bandwidth-DL }
    ///     [ Extended-Max-Requested-BW-UL ]
    ///     [ Extended-Max-Requested-BW-DL ]
    ///   * [ AVP ]
    /// ```
    Ambr<> = AMBR {
        /// Max-Requested-Bandwidth-UL: bit/s.
        required max_requested_bandwidth_ul: u32 = MAX_REQUESTED_BANDWIDTH_UL;
        /// Max-Requested-Bandwidth-DL: bit/s.
        required max_requested_bandwidth_dl: u32 = MAX_REQUESTED_BANDWIDTH_DL;
        /// Extended-Max-Requested-BW-UL: kbit/s, for what 32 bits of bit/s cannot say.
        optional extended_max_requested_bw_ul: u32 = EXTENDED_MAX_REQUESTED_BW_UL;
        /// Extended-Max-Requested-BW-DL: kbit/s, for what 32 bits of bit/s cannot say.
        optional extended_max_requested_bw_dl: u32 = EXTENDED_MAX_REQUESTED_BW_DL;
    }
}

impl Copy for Ambr {}

group! {
    /// APN-Configuration-Profile (§7.3.34): the APNs of a user.
    ///
    /// ```text
    /// APN-Configuration-Profile ::= < AVP Header: 1429 10415 >
    ///     { Context-Identifier }
    ///     [ Additional-Context-Identifier ]
    ///     { All-APN-Configurations-Included-Indicator }
    ///  1* { APN-Configuration }
    ///   * [ AVP ]
    /// ```
    ApnConfigurationProfile<'a> = APN_CONFIGURATION_PROFILE {
        /// Which APN is the default one.
        required context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// Additional-Context-Identifier (§7.3.206).
        optional additional_context_identifier: u32 = ADDITIONAL_CONTEXT_IDENTIFIER;
        /// All-APN-Configurations-Included-Indicator (§7.3.33).
        required all_apn_configurations_included_indicator: AllApnConfigurationsIncludedIndicator = ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR;
        /// APN-Configuration (§7.3.35).
        some apn_configuration: ApnConfiguration<'a> = APN_CONFIGURATION;
    }
}

group! {
    /// APN-Configuration (§7.3.35): one APN of a user.
    ///
    /// ```text
    /// APN-Configuration ::= < AVP Header: 1430 10415 >
    ///     { Context-Identifier }
    ///  *2 [ Served-Party-IP-Address ]
    ///     { PDN-Type }
    ///     { Service-Selection }
    ///     [ EPS-Subscribed-QoS-Profile ]
    ///     [ VPLMN-Dynamic-Address-Allowed ]
    ///     [ MIP6-Agent-Info ]
    ///     [ Visited-Network-Identifier ]
    ///     [ PDN-GW-Allocation-Type ]
    ///     [ 3GPP-Charging-Characteristics ]
    ///     [ AMBR ]
    ///   * [ Specific-APN-Info ]
    ///     [ APN-OI-Replacement ]
    ///     [ SIPTO-Permission ]
    ///     [ LIPA-Permission ]
    ///     [ Restoration-Priority ]
    ///     [ SIPTO-Local-Network-Permission ]
    ///     [ WLAN-offloadability ]
    ///     [ Non-IP-PDN-Type-Indicator ]
    ///     [ Non-IP-Data-Delivery-Mechanism ]
    ///     [ SCEF-ID ]
    ///     [ SCEF-Realm ]
    ///     [ Preferred-Data-Mode ]
    ///     [ PDN-Connection-Continuity ]
    ///     [ RDS-Indicator ]
    ///     [ Interworking-5GS-Indicator ]
    ///   * [ AVP ]
    /// ```
    ApnConfiguration<'a> = APN_CONFIGURATION {
        /// Names the APN within the subscription.
        required context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// Served-Party-IP-Address: a static address.
        any served_party_ip_address: Address = SERVED_PARTY_IP_ADDRESS;
        /// Which kinds of address.
        required pdn_type: PdnType = PDN_TYPE;
        /// The APN; `*` for any.
        required service_selection: &'a str = SERVICE_SELECTION;
        /// EPS-Subscribed-QoS-Profile (§7.3.37).
        optional eps_subscribed_qos_profile: EpsSubscribedQosProfile = EPS_SUBSCRIBED_QOS_PROFILE;
        /// VPLMN-Dynamic-Address-Allowed (§7.3.38).
        optional vplmn_dynamic_address_allowed: VplmnDynamicAddressAllowed = VPLMN_DYNAMIC_ADDRESS_ALLOWED;
        /// MIP6-Agent-Info: a PDN gateway.
        optional mip6_agent_info: Mip6AgentInfo<'a> = MIP6_AGENT_INFO;
        /// The network of the gateway.
        optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
        /// PDN-GW-Allocation-Type (§7.3.44).
        optional pdn_gw_allocation_type: PdnGwAllocationType = PDN_GW_ALLOCATION_TYPE;
        /// 3GPP-Charging-Characteristics: four hexadecimal digits.
        optional tgpp_charging_characteristics: &'a str = TGPP_CHARGING_CHARACTERISTICS;
        /// Bandwidth over all bearers.
        optional ambr: Ambr = AMBR;
        /// Specific-APN-Info (§7.3.82).
        any specific_apn_info: SpecificApnInfo<'a> = SPECIFIC_APN_INFO;
        /// APN-OI-Replacement: mncXXX.mccYYY.gprs, with labels before it.
        optional apn_oi_replacement: &'a str = APN_OI_REPLACEMENT;
        /// SIPTO-Permission (§7.3.135).
        optional sipto_permission: SiptoPermission = SIPTO_PERMISSION;
        /// LIPA-Permission (§7.3.133).
        optional lipa_permission: LipaPermission = LIPA_PERMISSION;
        /// Restoration-Priority: 1 (highest) to 16.
        optional restoration_priority: u32 = RESTORATION_PRIORITY;
        /// SIPTO-Local-Network-Permission (§7.3.176).
        optional sipto_local_network_permission: u32 = SIPTO_LOCAL_NETWORK_PERMISSION;
        /// WLAN-offloadability (§7.3.181), kept as it is: nothing in it is acted on.
        optional wlan_offloadability: Raw<'a> = WLAN_OFFLOADABILITY;
        /// Non-IP-PDN-Type-Indicator (§7.3.204).
        optional non_ip_pdn_type_indicator: NonIpPdnTypeIndicator = NON_IP_PDN_TYPE_INDICATOR;
        /// Non-IP-Data-Delivery-Mechanism (§7.3.205).
        optional non_ip_data_delivery_mechanism: u32 = NON_IP_DATA_DELIVERY_MECHANISM;
        /// SCEF-ID (TS 29.336).
        optional scef_id: &'a str = SCEF_ID;
        /// SCEF-Realm (§7.3.207).
        optional scef_realm: &'a str = SCEF_REALM;
        /// Preferred-Data-Mode (§7.3.209).
        optional preferred_data_mode: u32 = PREFERRED_DATA_MODE;
        /// PDN-Connection-Continuity (§7.3.214).
        optional pdn_connection_continuity: u32 = PDN_CONNECTION_CONTINUITY;
        /// RDS-Indicator (§7.3.222).
        optional rds_indicator: RdsIndicator = RDS_INDICATOR;
        /// Interworking-5GS-Indicator (§7.3.231).
        optional interworking_5gs_indicator: Interworking5gsIndicator = INTERWORKING_5GS_INDICATOR;
    }
}

group! {
    /// EPS-Subscribed-QoS-Profile (§7.3.37): quality of an APN's default bearer.
    ///
    /// ```text
    /// EPS-Subscribed-QoS-Profile ::= < AVP Header: 1431 10415 >
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

impl Copy for EpsSubscribedQosProfile {}

group! {
    /// Specific-APN-Info (§7.3.82): a gateway of the wildcard APN, for one APN.
    ///
    /// ```text
    /// Specific-APN-Info ::= < AVP Header: 1472 10415 >
    ///     { Service-Selection }
    ///     { MIP6-Agent-Info }
    ///     [ Visited-Network-Identifier ]
    ///   * [ AVP ]
    /// ```
    SpecificApnInfo<'a> = SPECIFIC_APN_INFO {
        /// The APN; `*` for any.
        required service_selection: &'a str = SERVICE_SELECTION;
        /// MIP6-Agent-Info: a PDN gateway.
        required mip6_agent_info: Mip6AgentInfo<'a> = MIP6_AGENT_INFO;
        /// The network of the gateway.
        optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
    }
}

group! {
    /// Active-APN (§7.3.127): an APN in use, as the serving node knows it.
    ///
    /// ```text
    /// Active-APN ::= < AVP Header: 1612 10415 >
    ///     { Context-Identifier }
    ///     [ Service-Selection ]
    ///     [ MIP6-Agent-Info ]
    ///     [ Visited-Network-Identifier ]
    ///   * [ Specific-APN-Info ]
    ///   * [ AVP ]
    /// ```
    ActiveApn<'a> = ACTIVE_APN {
        /// Names the APN within the subscription.
        required context_identifier: u32 = CONTEXT_IDENTIFIER;
        /// The APN; `*` for any.
        optional service_selection: &'a str = SERVICE_SELECTION;
        /// MIP6-Agent-Info: a PDN gateway.
        optional mip6_agent_info: Mip6AgentInfo<'a> = MIP6_AGENT_INFO;
        /// The network of the gateway.
        optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
        /// Specific-APN-Info (§7.3.82).
        any specific_apn_info: SpecificApnInfo<'a> = SPECIFIC_APN_INFO;
    }
}
