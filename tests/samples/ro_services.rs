//! Groups of charging, every member filled: what is known of services.

use super::ro::*;
use super::ro_groups::*;
use super::*;
use innkeeper::diameter::dictionary::{
    place::PlaceInformation,
    ro::{self, *},
};

fn place_information() -> PlaceInformation<'static> {
    PlaceInformation { home_place: Some("vienna"), visited_place: Some("graz") }
}

pub(super) fn service_information() -> ServiceInformation<'static> {
    ServiceInformation {
        subscription_id: vec![subscription_id(), subscription_id()],
        place_information: Some(place_information()),
        aoc_information: Some(aoc_information().into()),
        ps_information: Some(ps_information().into()),
        ims_information: Some(ims_information().into()),
        mms_information: Some(raw(&ro::avps::service::MMS_INFORMATION)),
        lcs_information: Some(raw(&ro::avps::service::LCS_INFORMATION)),
        poc_information: Some(raw(&ro::avps::service::POC_INFORMATION)),
        mbms_information: Some(raw(&ro::avps::service::MBMS_INFORMATION)),
        sms_information: Some(sms_information().into()),
        vcs_information: Some(vcs_information().into()),
        mmtel_information: Some(mmtel_information().into()),
        prose_information: Some(raw(&ro::avps::service::PROSE_INFORMATION)),
        service_generic_information: Some(raw(&ro::avps::service::SERVICE_GENERIC_INFORMATION)),
        im_information: Some(raw(&ro::avps::service::IM_INFORMATION)),
        dcd_information: Some(raw(&ro::avps::service::DCD_INFORMATION)),
        cpdt_information: Some(raw(&ro::avps::service::CPDT_INFORMATION)),
    }
}

pub(super) fn mmtel_information() -> MmtelInformation<'static> {
    MmtelInformation { supplementary_service: vec![supplementary_service(), supplementary_service()] }
}

pub(super) fn supplementary_service() -> SupplementaryService<'static> {
    SupplementaryService {
        mmtel_service_type: Some(19),
        service_mode: Some(1),
        number_of_diversions: Some(30),
        associated_party_address: Some("text"),
        service_id: Some("text"),
        change_time: Some(WHEN),
        number_of_participants: Some(-2),
        participant_action_type: Some(3),
        cug_information: Some(&[1, 2, 3]),
        aoc_information: Some(aoc_information()),
    }
}

pub(super) fn ims_information() -> ImsInformation<'static> {
    ImsInformation {
        event_type: Some(event_type()),
        role_of_node: Some(RoleOfNode::ORIGINATING_ROLE),
        node_functionality: Some(NodeFunctionality::S_CSCF),
        user_session_id: Some("text"),
        outgoing_session_id: Some("text"),
        session_priority: Some(SessionPriority::PRIORITY_1),
        calling_party_address: vec!["tel:+8613800138000", "tel:+8613800138000"],
        called_party_address: Some("tel:+8613800138000"),
        called_asserted_identity: vec!["tel:+8613800138000", "tel:+8613800138000"],
        called_identity_change: Some(called_identity_change()),
        number_portability_routing_information: Some("text"),
        carrier_select_routing_information: Some("text"),
        alternate_charged_party_address: Some("text"),
        requested_party_address: vec!["tel:+8613800138000", "tel:+8613800138000"],
        associated_uri: vec!["tel:+8613800138000", "tel:+8613800138000"],
        time_stamps: Some(time_stamps()),
        application_server_information: vec![application_server_information()],
        inter_operator_identifier: vec![inter_operator_identifier()],
        transit_ioi_list: vec!["text", "text"],
        ims_charging_identifier: Some("text"),
        sdp_session_description: vec!["text", "text"],
        sdp_media_component: vec![sdp_media_component(), sdp_media_component()],
        served_party_ip_address: Some(ADDRESS),
        server_capabilities: Some(capabilities()),
        trunk_group_id: Some(trunk_group_id()),
        bearer_service: Some(&[1, 2, 3]),
        service_id: Some("text"),
        service_specific_info: vec![service_specific_info(), service_specific_info()],
        message_body: vec![message_body(), message_body()],
        cause_code: Some(-2),
        reason_header: vec!["text", "text"],
        access_network_information: vec![b"3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=4600000010000101"],
        cellular_network_information: Some(&[1, 2, 3]),
        early_media_description: vec![early_media_description()],
        ims_communication_service_identifier: Some("text"),
        ims_application_reference_identifier: Some("text"),
        online_charging_flag: Some(1),
        real_time_tariff_information: Some(real_time_tariff_information()),
        account_expiration: Some(WHEN),
        initial_ims_charging_identifier: Some("text"),
        nni_information: vec![nni_information(), nni_information()],
        from_address: Some("text"),
        ims_emergency_indicator: Some(1),
        ims_visited_network_identifier: Some("text"),
        access_network_info_change: vec![access_network_info_change()],
        access_transfer_information: vec![access_transfer_information()],
        related_ims_charging_identifier: Some("text"),
        related_ims_charging_identifier_node: Some(ADDRESS),
        route_header_received: Some("text"),
        route_header_transmitted: Some("text"),
        instance_id: Some("text"),
        tad_identifier: Some(1),
        fe_identifier_list: Some("text"),
    }
}

pub(super) fn event_type() -> EventType<'static> {
    EventType { sip_method: Some("text"), event: Some("text"), expires: Some(30) }
}

pub(super) fn called_identity_change() -> CalledIdentityChange<'static> {
    CalledIdentityChange { called_identity: Some("text"), change_time: Some(WHEN) }
}

pub(super) fn time_stamps() -> TimeStamps {
    TimeStamps {
        sip_request_timestamp: Some(WHEN),
        sip_response_timestamp: Some(WHEN),
        sip_request_timestamp_fraction: Some(30),
        sip_response_timestamp_fraction: Some(30),
    }
}

pub(super) fn application_server_information() -> ApplicationServerInformation<'static> {
    ApplicationServerInformation {
        application_server: Some("text"),
        application_provided_called_party_address: vec!["text", "text"],
        status_as_code: Some(2),
    }
}

pub(super) fn inter_operator_identifier() -> InterOperatorIdentifier<'static> {
    InterOperatorIdentifier { originating_ioi: Some("text"), terminating_ioi: Some("text") }
}

pub(super) fn sdp_media_component() -> SdpMediaComponent<'static> {
    SdpMediaComponent {
        sdp_media_name: Some("text"),
        sdp_media_description: vec!["text", "text"],
        local_gw_inserted_indication: Some(1),
        ip_realm_default_indication: Some(1),
        transcoder_inserted_indication: Some(1),
        media_initiator_flag: Some(2),
        media_initiator_party: Some("text"),
        tgpp_charging_id: Some(&[0, 0, 0, 1]),
        access_network_charging_identifier_value: Some(&[1, 2, 3]),
        sdp_type: Some(1),
    }
}

pub(super) fn trunk_group_id() -> TrunkGroupId<'static> {
    TrunkGroupId { incoming_trunk_group_id: Some("text"), outgoing_trunk_group_id: Some("text") }
}

pub(super) fn message_body() -> MessageBody<'static> {
    MessageBody {
        content_type: "text",
        content_length: 30,
        content_disposition: Some("text"),
        originator: Some(1),
    }
}

pub(super) fn early_media_description() -> EarlyMediaDescription<'static> {
    EarlyMediaDescription {
        sdp_time_stamps: Some(sdp_time_stamps()),
        sdp_media_component: vec![sdp_media_component(), sdp_media_component()],
        sdp_session_description: vec!["text", "text"],
    }
}

pub(super) fn sdp_time_stamps() -> SdpTimeStamps {
    SdpTimeStamps { sdp_offer_timestamp: Some(WHEN), sdp_answer_timestamp: Some(WHEN) }
}

pub(super) fn nni_information() -> NniInformation {
    NniInformation {
        session_direction: Some(1),
        nni_type: Some(2),
        relationship_mode: Some(1),
        neighbour_node_address: Some(ADDRESS),
    }
}

pub(super) fn access_network_info_change() -> AccessNetworkInfoChange<'static> {
    AccessNetworkInfoChange {
        access_network_information: vec![b"3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=4600000010000101"],
        cellular_network_information: Some(&[1, 2, 3]),
        change_time: Some(WHEN),
    }
}

pub(super) fn access_transfer_information() -> AccessTransferInformation<'static> {
    AccessTransferInformation {
        access_transfer_type: Some(3),
        access_network_information: vec![b"3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=4600000010000101"],
        cellular_network_information: Some(&[1, 2, 3]),
        inter_ue_transfer: Some(1),
        user_equipment_info: Some(user_equipment_info()),
        instance_id: Some("text"),
        related_ims_charging_identifier: Some("text"),
        related_ims_charging_identifier_node: Some(ADDRESS),
        change_time: Some(WHEN),
    }
}

pub(super) fn ps_information() -> PsInformation<'static> {
    PsInformation {
        supported_features: vec![FEATURES, FEATURES],
        tgpp_charging_id: Some(&[0, 0, 0, 1]),
        pdn_connection_id: Some(&[1, 2, 3]),
        node_id: Some("text"),
        tgpp_pdp_type: Some(3),
        pdp_address: vec![ADDRESS, ADDRESS],
        pdp_address_prefix_length: Some(30),
        dynamic_address_flag: Some(1),
        dynamic_address_flag_extension: Some(1),
        qos_information: Some(qos_information()),
        sgsn_address: vec![ADDRESS, ADDRESS],
        ggsn_address: vec![ADDRESS, ADDRESS],
        tdf_ip_address: vec![ADDRESS, ADDRESS],
        sgw_address: vec![ADDRESS, ADDRESS],
        epdg_address: vec![ADDRESS, ADDRESS],
        twag_address: vec![ADDRESS, ADDRESS],
        cg_address: Some(ADDRESS),
        serving_node_type: Some(5),
        sgw_change: Some(1),
        tgpp_imsi_mcc_mnc: Some("46000"),
        imsi_unauthenticated_flag: Some(1),
        tgpp_ggsn_mcc_mnc: Some("46000"),
        tgpp_nsapi: Some("text"),
        called_station_id: Some("text"),
        tgpp_session_stop_indicator: Some("text"),
        tgpp_selection_mode: Some("text"),
        tgpp_charging_characteristics: Some("text"),
        charging_characteristics_selection_mode: Some(5),
        tgpp_sgsn_mcc_mnc: Some("46000"),
        tgpp_ms_timezone: Some(&[0x40, 0]),
        charging_rule_base_name: Some("text"),
        adc_rule_base_name: Some("text"),
        tgpp_user_location_info: Some(&ULI),
        user_location_info_time: Some(WHEN),
        user_csg_information: Some(user_csg_information()),
        presence_reporting_area_information: vec![raw(&ro::avps::ps::PRESENCE_REPORTING_AREA_INFORMATION)],
        tgpp2_bsid: Some("text"),
        twan_user_location_info: Some(raw(&ro::avps::ps::TWAN_USER_LOCATION_INFO)),
        uwan_user_location_info: Some(raw(&ro::avps::ps::UWAN_USER_LOCATION_INFO)),
        tgpp_rat_type: Some(&[6]),
        ps_furnish_charging_information: Some(ps_furnish_charging_information()),
        pdp_context_type: Some(1),
        offline_charging: Some(offline_charging()),
        traffic_data_volumes: vec![traffic_data_volumes(), traffic_data_volumes()],
        service_data_container: vec![service_data_container()],
        user_equipment_info: Some(user_equipment_info()),
        terminal_information: Some(s6a_groups::terminal_information()),
        start_time: Some(WHEN),
        stop_time: Some(WHEN),
        change_condition: Some(38),
        diagnostics: Some(18),
        low_priority_indicator: Some(1),
        nbifom_mode: Some(1),
        nbifom_support: Some(1),
        mme_number_for_mt_sms: Some(&[1, 2, 3]),
        mme_name: Some("node.example"),
        mme_realm: Some("example"),
        logical_access_id: Some(&[1, 2, 3]),
        physical_access_id: Some("text"),
        fixed_user_location_info: Some(raw(&ro::avps::ps::FIXED_USER_LOCATION_INFO)),
        cn_operator_selection_entity: Some(1),
        enhanced_diagnostics: Some(raw(&ro::avps::ps::ENHANCED_DIAGNOSTICS)),
        sgi_ptp_tunnelling_method: Some(1),
        cp_ciot_eps_optimisation_indicator: Some(1),
        uni_pdu_cp_only_flag: Some(1),
        serving_plmn_rate_control: Some(raw(&ro::avps::ps::SERVING_PLMN_RATE_CONTROL)),
        apn_rate_control: Some(raw(&ro::avps::ps::APN_RATE_CONTROL)),
        charging_per_ip_can_session_indicator: Some(1),
        rrc_cause_counter: Some(raw(&ro::avps::ps::RRC_CAUSE_COUNTER)),
        tgpp_ps_data_off_status: Some(1),
        scs_as_address: Some(raw(&ro::avps::ps::SCS_AS_ADDRESS)),
        unused_quota_timer: Some(30),
        ran_secondary_rat_usage_report: vec![raw(&ro::avps::ps::RAN_SECONDARY_RAT_USAGE_REPORT)],
    }
}

pub(super) fn user_csg_information() -> UserCsgInformation {
    UserCsgInformation { csg_id: Some(30), csg_access_mode: Some(1), csg_membership_indication: Some(1) }
}

pub(super) fn offline_charging() -> OfflineCharging<'static> {
    OfflineCharging {
        quota_consumption_time: Some(30),
        time_quota_mechanism: Some(time_quota_mechanism()),
        envelope_reporting: Some(EnvelopeReporting::DO_NOT_REPORT_ENVELOPES),
        multiple_services_credit_control: vec![multiple_services_credit_control()],
    }
}

pub(super) fn traffic_data_volumes() -> TrafficDataVolumes<'static> {
    TrafficDataVolumes {
        qos_information: Some(qos_information()),
        accounting_input_octets: Some(1 << 33),
        accounting_output_octets: Some(1 << 33),
        change_condition: Some(38),
        change_time: Some(WHEN),
        tgpp_user_location_info: Some(&ULI),
        uwan_user_location_info: Some(raw(&ro::avps::ps::UWAN_USER_LOCATION_INFO)),
        tgpp_charging_id: Some(&[0, 0, 0, 1]),
        presence_reporting_area_status: Some(2),
        presence_reporting_area_information: vec![raw(&ro::avps::ps::PRESENCE_REPORTING_AREA_INFORMATION)],
        user_csg_information: Some(user_csg_information()),
        tgpp_rat_type: Some(&[6]),
        access_availability_change_reason: Some(30),
        related_change_condition_information: Some(raw(&ro::avps::ps::RELATED_CHANGE_CONDITION_INFORMATION)),
        diagnostics: Some(18),
        enhanced_diagnostics: Some(raw(&ro::avps::ps::ENHANCED_DIAGNOSTICS)),
        cp_ciot_eps_optimisation_indicator: Some(1),
        serving_plmn_rate_control: Some(raw(&ro::avps::ps::SERVING_PLMN_RATE_CONTROL)),
        apn_rate_control: Some(raw(&ro::avps::ps::APN_RATE_CONTROL)),
    }
}

pub(super) fn service_data_container() -> ServiceDataContainer<'static> {
    ServiceDataContainer {
        af_correlation_information: Some(af_correlation_information()),
        charging_rule_base_name: Some("text"),
        accounting_input_octets: Some(1 << 33),
        accounting_output_octets: Some(1 << 33),
        local_sequence_number: Some(30),
        qos_information: Some(qos_information()),
        rating_group: Some(30),
        change_time: Some(WHEN),
        service_identifier: Some(30),
        service_specific_info: Some(service_specific_info()),
        adc_rule_base_name: Some("text"),
        sgsn_address: Some(ADDRESS),
        time_first_usage: Some(WHEN),
        time_last_usage: Some(WHEN),
        time_usage: Some(30),
        change_condition: vec![38, 38],
        tgpp_user_location_info: Some(&ULI),
        tgpp2_bsid: Some("text"),
        uwan_user_location_info: Some(raw(&ro::avps::ps::UWAN_USER_LOCATION_INFO)),
        twan_user_location_info: Some(raw(&ro::avps::ps::TWAN_USER_LOCATION_INFO)),
        sponsor_identity: Some("text"),
        application_service_provider_identity: Some("text"),
        presence_reporting_area_information: vec![raw(&ro::avps::ps::PRESENCE_REPORTING_AREA_INFORMATION)],
        presence_reporting_area_status: Some(2),
        user_csg_information: Some(user_csg_information()),
        tgpp_rat_type: Some(&[6]),
        related_change_condition_information: Some(raw(&ro::avps::ps::RELATED_CHANGE_CONDITION_INFORMATION)),
        serving_plmn_rate_control: Some(raw(&ro::avps::ps::SERVING_PLMN_RATE_CONTROL)),
        apn_rate_control: Some(raw(&ro::avps::ps::APN_RATE_CONTROL)),
        tgpp_ps_data_off_status: Some(1),
        traffic_steering_policy_identifier_dl: Some(&[1, 2, 3]),
        traffic_steering_policy_identifier_ul: Some(&[1, 2, 3]),
        volte_information: Some(raw(&ro::avps::ps::VOLTE_INFORMATION)),
    }
}

pub(super) fn sms_information() -> SmsInformation<'static> {
    SmsInformation {
        sms_node: Some(3),
        client_address: Some(ADDRESS),
        originator_sccp_address: Some(ADDRESS),
        smsc_address: Some(ADDRESS),
        data_coding_scheme: Some(-2),
        sm_discharge_time: Some(WHEN),
        sm_message_type: Some(2),
        originator_interface: Some(originator_interface()),
        sm_protocol_id: Some(&[1, 2, 3]),
        reply_path_requested: Some(1),
        sm_status: Some(&[1, 2, 3]),
        sm_user_data_header: Some(&[1, 2, 3]),
        number_of_messages_sent: Some(30),
        recipient_info: vec![recipient_info(), recipient_info()],
        originator_received_address: Some(originator_received_address()),
        sm_service_type: Some(10),
        sms_result: Some(30),
        sm_device_trigger_indicator: Some(1),
        sm_device_trigger_information: Some(sm_device_trigger_information()),
        mtc_iwf_address: Some(ADDRESS),
        application_port_identifier: Some(30),
        external_identifier: Some("text"),
    }
}

pub(super) fn originator_interface() -> OriginatorInterface<'static> {
    OriginatorInterface {
        interface_id: Some("text"),
        interface_text: Some("text"),
        interface_port: Some("text"),
        interface_type: Some(4),
    }
}

pub(super) fn destination_interface() -> DestinationInterface<'static> {
    DestinationInterface {
        interface_id: Some("text"),
        interface_text: Some("text"),
        interface_port: Some("text"),
        interface_type: Some(4),
    }
}

pub(super) fn recipient_info() -> RecipientInfo<'static> {
    RecipientInfo {
        destination_interface: Some(destination_interface()),
        recipient_address: vec![recipient_address(), recipient_address()],
        recipient_received_address: vec![recipient_received_address()],
        recipient_sccp_address: Some(ADDRESS),
        sm_protocol_id: Some(&[1, 2, 3]),
    }
}

pub(super) fn recipient_address() -> RecipientAddress<'static> {
    RecipientAddress {
        address_type: Some(6),
        address_data: Some("text"),
        address_domain: Some(address_domain()),
        addressee_type: Some(2),
    }
}

pub(super) fn recipient_received_address() -> RecipientReceivedAddress<'static> {
    RecipientReceivedAddress {
        address_type: Some(6),
        address_data: Some("text"),
        address_domain: Some(address_domain()),
    }
}

pub(super) fn originator_received_address() -> OriginatorReceivedAddress<'static> {
    OriginatorReceivedAddress {
        address_type: Some(6),
        address_data: Some("text"),
        address_domain: Some(address_domain()),
    }
}

pub(super) fn address_domain() -> AddressDomain<'static> {
    AddressDomain { domain_name: Some("text"), tgpp_imsi_mcc_mnc: Some("46000") }
}

pub(super) fn sm_device_trigger_information() -> SmDeviceTriggerInformation<'static> {
    SmDeviceTriggerInformation {
        mtc_iwf_address: Some(ADDRESS),
        reference_number: Some(30),
        serving_node: Some(slh::node()),
        validity_time: Some(30),
        priority_indication: Some(1),
        application_port_identifier: Some(30),
    }
}

pub(super) fn vcs_information() -> VcsInformation<'static> {
    VcsInformation {
        bearer_capability: Some(&[1, 2, 3]),
        network_call_reference_number: Some(&[1, 2, 3]),
        msc_address: Some(&[1, 2, 3]),
        basic_service_code: Some(basic_service_code()),
        isup_location_number: Some(&[1, 2, 3]),
        vlr_number: Some(&[1, 2, 3]),
        forwarding_pending: Some(1),
        isup_release_cause: Some(isup_release_cause()),
        start_time: Some(WHEN),
        start_of_charging: Some(WHEN),
        stop_time: Some(WHEN),
        ps_free_format_data: Some(&[1, 2, 3]),
    }
}

pub(super) fn basic_service_code() -> BasicServiceCode<'static> {
    BasicServiceCode { bearer_service: Some(&[1, 2, 3]), teleservice: Some(&[1, 2, 3]) }
}

pub(super) fn isup_release_cause() -> IsupReleaseCause<'static> {
    IsupReleaseCause {
        isup_cause_location: Some(&[1, 2, 3]),
        isup_cause_value: Some(30),
        isup_cause_diagnostics: Some(&[1, 2, 3]),
    }
}
