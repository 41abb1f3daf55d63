//! Every group of S6a, with every member of its grammar filled.

use innkeeper::diameter::codec::Address;
use innkeeper::diameter::dictionary::base::{Mip6AgentInfo, MipHomeAgentHost};
use innkeeper::diameter::dictionary::{Raw, s6a::*, tgpp::*};

pub(super) fn requested_eutran_authentication_info() -> RequestedEutranAuthenticationInfo<'static> {
    RequestedEutranAuthenticationInfo {
        number_of_requested_vectors: Some(7),
        immediate_response_preferred: Some(7),
        re_synchronization_info: Some(&[5; 30]),
    }
}

pub(super) fn requested_utran_geran_authentication_info() -> RequestedUtranGeranAuthenticationInfo<'static> {
    RequestedUtranGeranAuthenticationInfo {
        number_of_requested_vectors: Some(7),
        immediate_response_preferred: Some(7),
        re_synchronization_info: Some(&[5; 30]),
    }
}

pub(super) fn authentication_info() -> AuthenticationInfo<'static> {
    AuthenticationInfo {
        e_utran_vector: vec![e_utran_vector()],
        utran_vector: vec![utran_vector()],
        geran_vector: vec![geran_vector()],
    }
}

fn e_utran_vector() -> EUtranVector<'static> {
    EUtranVector { item_number: Some(7), rand: &[1; 16], xres: &[2; 8], autn: &[3; 16], kasme: &[4; 32] }
}

fn utran_vector() -> UtranVector<'static> {
    UtranVector {
        item_number: Some(7),
        rand: &[1; 16],
        xres: &[2; 8],
        autn: &[3; 16],
        confidentiality_key: &[1, 2, 3, 4, 5, 6, 7],
        integrity_key: &[1, 2, 3, 4, 5, 6, 7],
    }
}

fn geran_vector() -> GeranVector<'static> {
    GeranVector {
        item_number: Some(7),
        rand: &[1; 16],
        sres: &[1, 2, 3, 4, 5, 6, 7],
        kc: &[1, 2, 3, 4, 5, 6, 7],
    }
}

pub(super) fn subscription_data() -> SubscriptionData<'static> {
    SubscriptionData {
        subscriber_status: Some(SubscriberStatus::OPERATOR_DETERMINED_BARRING),
        msisdn: Some(&[0x51, 0x55, 0x00, 0x00, 0xf1]),
        a_msisdn: Some(&[1, 2, 3, 4, 5, 6, 7]),
        stn_sr: Some(&[1, 2, 3, 4, 5, 6, 7]),
        ics_indicator: Some(IcsIndicator::TRUE),
        network_access_mode: Some(NetworkAccessMode::ONLY_PACKET),
        operator_determined_barring: Some(OperatorDeterminedBarring::ALL_PACKET_ORIENTED_SERVICES_BARRED),
        hplmn_odb: Some(HplmnOdb::HPLMN_SPECIFIC_BARRING_TYPE_1),
        regional_subscription_zone_code: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]],
        access_restriction_data: Some(AccessRestrictionData::UTRAN_NOT_ALLOWED),
        apn_oi_replacement: Some("mnc001.mcc001.gprs"),
        lcs_info: Some(Raw(
            b"\x00\x00\x05\xc1\xc0\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        teleservice_list: Some(teleservice_list()),
        call_barring_info: vec![call_barring_info()],
        tgpp_charging_characteristics: Some("0800"),
        ambr: Some(ambr()),
        apn_configuration_profile: Some(apn_configuration_profile()),
        rat_frequency_selection_priority_id: Some(7),
        trace_data: Some(Raw(
            b"\x00\x00\x05\xb2\xc0\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        gprs_subscription_data: Some(Raw(
            b"\x00\x00\x05\xbb\xc0\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        csg_subscription_data: vec![
            Raw(b"\x00\x00\x05\x9c\xc0\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            Raw(b"\x00\x00\x05\x9c\xc0\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
        ],
        roaming_restricted_due_to_unsupported_feature: Some(
            RoamingRestrictedDueToUnsupportedFeature::ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE,
        ),
        subscribed_periodic_rau_tau_timer: Some(7),
        mps_priority: Some(7),
        vplmn_lipa_allowed: Some(VplmnLipaAllowed::LIPA_ALLOWED),
        relay_node_indicator: Some(RelayNodeIndicator::RELAY_NODE),
        mdt_user_consent: Some(MdtUserConsent::CONSENT_GIVEN),
        subscribed_vsrvcc: Some(SubscribedVsrvcc::VSRVCC_SUBSCRIBED),
        prose_subscription_data: Some(Raw(
            b"\x00\x00\x0eu\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        subscription_data_flags: Some(SubscriptionDataFlags::PS_AND_SMS_ONLY_SERVICE_PROVISION_INDICATION),
        adjacent_access_restriction_data: vec![adjacent_access_restriction_data()],
        dl_buffering_suggested_packet_count: Some(-1),
        imsi_group_id: vec![imsi_group_id()],
        ue_usage_type: Some(7),
        aese_communication_pattern: vec![
            Raw(b"\x00\x00\x0c)\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            Raw(b"\x00\x00\x0c)\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
        ],
        monitoring_event_configuration: vec![
            Raw(b"\x00\x00\x0c2\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            Raw(b"\x00\x00\x0c2\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
        ],
        emergency_info: Some(Raw(
            b"\x00\x00\x06\x97\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        v2x_subscription_data: Some(Raw(
            b"\x00\x00\x06\x98\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        edrx_cycle_length: vec![
            Raw(b"\x00\x00\x06\x9b\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            Raw(b"\x00\x00\x06\x9b\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
        ],
        external_identifier: Some("text"),
        active_time: Some(7),
        service_gap_time: Some(7),
        broadcast_location_assistance_data_types: Some(7),
        aerial_ue_subscription_information: Some(7),
        core_network_restrictions: Some(CoreNetworkRestrictions::NO_5GC),
        paging_time_window: vec![
            Raw(b"\x00\x00\x06\xa5\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            Raw(b"\x00\x00\x06\xa5\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
        ],
    }
}

fn teleservice_list() -> TeleserviceList<'static> {
    TeleserviceList { ts_code: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]] }
}

fn call_barring_info() -> CallBarringInfo<'static> {
    CallBarringInfo { ss_code: &[1, 2, 3, 4, 5, 6, 7], ss_status: &[1, 2, 3, 4, 5, 6, 7] }
}

fn imsi_group_id() -> ImsiGroupId<'static> {
    ImsiGroupId {
        group_service_id: 7,
        group_plmn_id: &[0x00, 0xf1, 0x10],
        local_group_id: &[1, 2, 3, 4, 5, 6, 7],
    }
}

pub(super) fn ambr() -> Ambr {
    Ambr {
        max_requested_bandwidth_ul: 7,
        max_requested_bandwidth_dl: 7,
        extended_max_requested_bw_ul: Some(7),
        extended_max_requested_bw_dl: Some(7),
    }
}

fn apn_configuration_profile() -> ApnConfigurationProfile<'static> {
    ApnConfigurationProfile {
        context_identifier: 7,
        additional_context_identifier: Some(7),
        all_apn_configurations_included_indicator:
            AllApnConfigurationsIncludedIndicator::MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED,
        apn_configuration: vec![apn_configuration()],
    }
}

pub(super) fn apn_configuration() -> ApnConfiguration<'static> {
    ApnConfiguration {
        context_identifier: 7,
        served_party_ip_address: vec![Address::Ip([127, 0, 0, 1].into()), Address::Ip([127, 0, 0, 1].into())],
        pdn_type: PdnType::IPV4_OR_IPV6,
        service_selection: "internet",
        eps_subscribed_qos_profile: Some(eps_subscribed_qos_profile()),
        vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
        mip6_agent_info: Some(mip6_agent_info()),
        visited_network_identifier: Some(&[1, 2, 3, 4, 5, 6, 7]),
        pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
        tgpp_charging_characteristics: Some("0800"),
        ambr: Some(ambr()),
        specific_apn_info: vec![specific_apn_info()],
        apn_oi_replacement: Some("mnc001.mcc001.gprs"),
        sipto_permission: Some(SiptoPermission::SIPTO_NOTALLOWED),
        lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL),
        restoration_priority: Some(7),
        sipto_local_network_permission: Some(7),
        wlan_offloadability: Some(Raw(
            b"\x00\x00\x06\x83\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        non_ip_pdn_type_indicator: Some(NonIpPdnTypeIndicator::TRUE),
        non_ip_data_delivery_mechanism: Some(7),
        scef_id: Some("node.example"),
        scef_realm: Some("node.example"),
        preferred_data_mode: Some(7),
        pdn_connection_continuity: Some(7),
        rds_indicator: Some(RdsIndicator::ENABLED),
        interworking_5gs_indicator: Some(Interworking5gsIndicator::SUBSCRIBED),
    }
}

fn eps_subscribed_qos_profile() -> EpsSubscribedQosProfile {
    EpsSubscribedQosProfile {
        qos_class_identifier: QosClassIdentifier::QCI_9,
        allocation_retention_priority: allocation_retention_priority(),
    }
}

fn specific_apn_info() -> SpecificApnInfo<'static> {
    SpecificApnInfo {
        service_selection: "internet",
        mip6_agent_info: mip6_agent_info(),
        visited_network_identifier: Some(&[1, 2, 3, 4, 5, 6, 7]),
    }
}

pub(super) fn active_apn() -> ActiveApn<'static> {
    ActiveApn {
        context_identifier: 7,
        service_selection: Some("internet"),
        mip6_agent_info: Some(mip6_agent_info()),
        visited_network_identifier: Some(&[1, 2, 3, 4, 5, 6, 7]),
        specific_apn_info: vec![specific_apn_info()],
    }
}

pub(super) fn eps_user_state() -> EpsUserState {
    EpsUserState { mme_user_state: Some(mme_user_state()), sgsn_user_state: Some(sgsn_user_state()) }
}

fn mme_user_state() -> MmeUserState {
    MmeUserState { user_state: Some(UserState::NETWORK_DETERMINED_NOT_REACHABLE) }
}

fn sgsn_user_state() -> SgsnUserState {
    SgsnUserState { user_state: Some(UserState::NETWORK_DETERMINED_NOT_REACHABLE) }
}

pub(super) fn eps_location_information() -> EpsLocationInformation<'static> {
    EpsLocationInformation {
        mme_location_information: Some(mme_location_information()),
        sgsn_location_information: Some(sgsn_location_information()),
    }
}

fn mme_location_information() -> MmeLocationInformation<'static> {
    MmeLocationInformation {
        e_utran_cell_global_identity: Some(&[1, 2, 3, 4, 5, 6, 7]),
        tracking_area_identity: Some(&[1, 2, 3, 4, 5, 6, 7]),
        geographical_information: Some(&[1, 2, 3, 4, 5, 6, 7]),
        geodetic_information: Some(&[1, 2, 3, 4, 5, 6, 7]),
        current_location_retrieved: Some(CurrentLocationRetrieved::ACTIVE_LOCATION_RETRIEVAL),
        age_of_location_information: Some(7),
        user_csg_information: Some(Raw(
            b"\x00\x00\x09\x0f\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
        enodeb_id: Some(&[1, 2, 3, 4, 5, 6, 7]),
        extended_enodeb_id: Some(&[1, 2, 3, 4, 5, 6, 7]),
    }
}

fn sgsn_location_information() -> SgsnLocationInformation<'static> {
    SgsnLocationInformation {
        cell_global_identity: Some(&[1, 2, 3, 4, 5, 6, 7]),
        location_area_identity: Some(&[1, 2, 3, 4, 5, 6, 7]),
        service_area_identity: Some(&[1, 2, 3, 4, 5, 6, 7]),
        routing_area_identity: Some(&[1, 2, 3, 4, 5, 6, 7]),
        geographical_information: Some(&[1, 2, 3, 4, 5, 6, 7]),
        geodetic_information: Some(&[1, 2, 3, 4, 5, 6, 7]),
        current_location_retrieved: Some(CurrentLocationRetrieved::ACTIVE_LOCATION_RETRIEVAL),
        age_of_location_information: Some(7),
        user_csg_information: Some(Raw(
            b"\x00\x00\x09\x0f\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
        )),
    }
}

pub(super) fn local_time_zone() -> LocalTimeZone<'static> {
    LocalTimeZone { time_zone: "text", daylight_saving_time: DaylightSavingTime::PLUS_TWO_HOURS_ADJUSTMENT }
}

pub(super) fn terminal_information() -> TerminalInformation<'static> {
    TerminalInformation {
        imei: Some("35609204079301"),
        tgpp2_meid: Some(&[1, 2, 3, 4, 5, 6, 7]),
        software_version: Some("text"),
    }
}

pub(super) fn equivalent_plmn_list() -> EquivalentPlmnList<'static> {
    EquivalentPlmnList { visited_plmn_id: vec![&[0x00, 0xf1, 0x10], &[0x00, 0xf1, 0x10]] }
}

pub(super) fn adjacent_plmns() -> AdjacentPlmns<'static> {
    AdjacentPlmns { visited_plmn_id: vec![&[0x00, 0xf1, 0x10], &[0x00, 0xf1, 0x10]] }
}

fn adjacent_access_restriction_data() -> AdjacentAccessRestrictionData<'static> {
    AdjacentAccessRestrictionData {
        visited_plmn_id: &[0x00, 0xf1, 0x10],
        access_restriction_data: AccessRestrictionData::UTRAN_NOT_ALLOWED,
    }
}

fn allocation_retention_priority() -> AllocationRetentionPriority {
    AllocationRetentionPriority {
        priority_level: 7,
        pre_emption_capability: Some(PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED),
        pre_emption_vulnerability: Some(PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED),
    }
}

pub(super) fn mip6_agent_info() -> Mip6AgentInfo<'static> {
    Mip6AgentInfo {
        mip_home_agent_address: vec![Address::Ip([127, 0, 0, 1].into()), Address::Ip([127, 0, 0, 1].into())],
        mip_home_agent_host: Some(mip_home_agent_host()),
        mip6_home_link_prefix: Some(&[1, 2, 3, 4, 5, 6, 7]),
    }
}

fn mip_home_agent_host() -> MipHomeAgentHost<'static> {
    MipHomeAgentHost { destination_realm: "example", destination_host: "hss.example" }
}
