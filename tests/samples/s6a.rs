//! The commands of S6a, every field filled.

use super::*;
use innkeeper::diameter::dictionary::s6a::{self, *};

const IMSI: &str = "001010000000001";
/// 8618612345678 in TBCD.
const NUMBER: &[u8] = &[0x68, 0x81, 0x16, 0x32, 0x54, 0x76, 0xf8];
const ADDRESS: Address = Address::Ip(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 45, 0, 2)));
/// Adjacent-PLMNs { Origin-Host "host" }.
const RAW_ADJACENT_PLMNS: Raw<'static> =
    Raw(b"\0\0\x06\x88\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// Call-Barring-Info { Origin-Host "host" }.
const RAW_CALL_BARRING_INFO: Raw<'static> =
    Raw(b"\0\0\x05\xd0\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// CSG-Subscription-Data { Origin-Host "host" }.
const RAW_CSG_SUBSCRIPTION_DATA: Raw<'static> =
    Raw(b"\0\0\x05\x9c\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// Equivalent-PLMN-List { Origin-Host "host" }.
const RAW_EQUIVALENT_PLMN_LIST: Raw<'static> =
    Raw(b"\0\0\x06\x65\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// GPRS-Subscription-Data { Origin-Host "host" }.
const RAW_GPRS_SUBSCRIPTION_DATA: Raw<'static> =
    Raw(b"\0\0\x05\xbb\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// IMSI-Group-Id { Origin-Host "host" }.
const RAW_IMSI_GROUP_ID: Raw<'static> =
    Raw(b"\0\0\x06\x8b\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// LCS-Info { Origin-Host "host" }.
const RAW_LCS_INFO: Raw<'static> = Raw(b"\0\0\x05\xc1\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// MIP6-Agent-Info { Origin-Host "host" }.
const RAW_MIP6_AGENT_INFO: Raw<'static> = Raw(b"\0\0\x01\xe6\x40\0\0\x14\0\0\x01\x08\x40\0\0\x0chost");
/// Specific-APN-Info { Origin-Host "host" }.
const RAW_SPECIFIC_APN_INFO: Raw<'static> =
    Raw(b"\0\0\x05\xc0\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// Subscription-Data-Deletion { Origin-Host "host" }.
const RAW_SUBSCRIPTION_DATA_DELETION: Raw<'static> =
    Raw(b"\0\0\x06\x95\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// Teleservice-List { Origin-Host "host" }.
const RAW_TELESERVICE_LIST: Raw<'static> =
    Raw(b"\0\0\x05\xce\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// Trace-Data { Origin-Host "host" }.
const RAW_TRACE_DATA: Raw<'static> = Raw(b"\0\0\x05\xb2\xc0\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");
/// User-CSG-Information { Origin-Host "host" }.
const RAW_USER_CSG_INFORMATION: Raw<'static> =
    Raw(b"\0\0\x09\x0f\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x08\x40\0\0\x0chost");

/// Fills the fields that all messages of S6a begin and end with.
macro_rules! s6a {
    ($type:ident { $($fields:tt)* }) => {
        $type {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["relay1.example", "relay2.example"],
            $($fields)*
        }
    };
}

pub(super) fn requests(out: &mut Samples) {
    out.add(|out| {
        s6a!(UpdateLocationRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: IMSI,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            supported_features: vec![FEATURES, FEATURES],
            terminal_information: Some(TerminalInformation {
                imei: Some("35609204079301"),
                software_version: Some("01")
            }),
            rat_type: RatType::EUTRAN_NB_IOT,
            ulr_flags: UlrFlags::SINGLE_REGISTRATION_INDICATION,
            ue_srvcc_capability: Some(UeSrvccCapability::UE_SRVCC_SUPPORTED),
            visited_plmn_id: &[0x00, 0xf1, 0x10],
            sgsn_number: Some(NUMBER),
            homogeneous_support_of_ims_voice_over_ps_sessions: Some(HomogeneousSupport::SUPPORTED),
            gmlc_address: Some(ADDRESS),
            active_apn: vec![
                ActiveApn {
                    context_identifier: 7,
                    service_selection: Some("internet"),
                    mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                    visited_network_identifier: Some(b"example"),
                    specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO]
                },
                ActiveApn {
                    context_identifier: 7,
                    service_selection: Some("internet"),
                    mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                    visited_network_identifier: Some(b"example"),
                    specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO]
                }
            ],
            equivalent_plmn_list: Some(RAW_EQUIVALENT_PLMN_LIST),
            mme_number_for_mt_sms: Some(NUMBER),
            sms_register_request: Some(SmsRegisterRequest::NO_PREFERENCE),
            sgs_mme_identity: Some("mme.example"),
            coupled_node_diameter_id: Some("sgsn.example"),
            adjacent_plmns: Some(RAW_ADJACENT_PLMNS),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(CancelLocationRequest {
            destination_host: "hss.example",
            destination_realm: "example",
            user_name: IMSI,
            supported_features: vec![FEATURES, FEATURES],
            cancellation_type: CancellationType::INITIAL_ATTACH_PROCEDURE,
            clr_flags: Some(ClrFlags::S6A_S6D_INDICATOR),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(AuthenticationInformationRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: IMSI,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            supported_features: vec![FEATURES, FEATURES],
            requested_eutran_authentication_info: Some(RequestedEutranAuthenticationInfo {
                number_of_requested_vectors: Some(7),
                immediate_response_preferred: Some(7),
                re_synchronization_info: Some(&[8; 30])
            }),
            requested_utran_geran_authentication_info: Some(RequestedUtranGeranAuthenticationInfo {
                number_of_requested_vectors: Some(7),
                immediate_response_preferred: Some(7),
                re_synchronization_info: Some(&[8; 30])
            }),
            visited_plmn_id: &[0x00, 0xf1, 0x10],
            air_flags: Some(AirFlags::SEND_UE_USAGE_TYPE),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(InsertSubscriberDataRequest {
            destination_host: "hss.example",
            destination_realm: "example",
            user_name: IMSI,
            supported_features: vec![FEATURES, FEATURES],
            subscription_data: SubscriptionData {
                subscriber_status: Some(SubscriberStatus::OPERATOR_DETERMINED_BARRING),
                msisdn: Some(NUMBER),
                a_msisdn: Some(NUMBER),
                stn_sr: Some(NUMBER),
                ics_indicator: Some(IcsIndicator::TRUE),
                network_access_mode: Some(NetworkAccessMode::ONLY_PACKET),
                operator_determined_barring: Some(7),
                hplmn_odb: Some(7),
                regional_subscription_zone_code: vec![&[0, 1], &[0, 1]],
                access_restriction_data: Some(7),
                apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                lcs_info: Some(RAW_LCS_INFO),
                teleservice_list: Some(RAW_TELESERVICE_LIST),
                call_barring_info: vec![RAW_CALL_BARRING_INFO, RAW_CALL_BARRING_INFO],
                charging_characteristics: Some("0800"),
                ambr: Some(Ambr {
                    max_requested_bandwidth_ul: 7,
                    max_requested_bandwidth_dl: 7,
                    extended_max_requested_bw_ul: Some(7),
                    extended_max_requested_bw_dl: Some(7)
                }),
                apn_configuration_profile: Some(ApnConfigurationProfile {
                    context_identifier: 7,
                    all_apn_configurations_included_indicator:
                        AllApnConfigurationsIncludedIndicator::MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED,
                    apn_configuration: vec![
                        ApnConfiguration {
                            context_identifier: 7,
                            served_party_ip_address: vec![ADDRESS, ADDRESS],
                            pdn_type: PdnType::IPV4_OR_IPV6,
                            service_selection: "internet",
                            eps_subscribed_qos_profile: Some(EpsSubscribedQosProfile {
                                qos_class_identifier: QosClassIdentifier::QCI_9,
                                allocation_retention_priority: AllocationRetentionPriority {
                                    priority_level: 7,
                                    pre_emption_capability: Some(
                                        PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED
                                    ),
                                    pre_emption_vulnerability: Some(
                                        PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED
                                    )
                                }
                            }),
                            vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
                            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                            visited_network_identifier: Some(b"example"),
                            pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
                            charging_characteristics: Some("0800"),
                            ambr: Some(Ambr {
                                max_requested_bandwidth_ul: 7,
                                max_requested_bandwidth_dl: 7,
                                extended_max_requested_bw_ul: Some(7),
                                extended_max_requested_bw_dl: Some(7)
                            }),
                            specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO],
                            apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                            sipto_permission: Some(SiptoPermission::SIPTO_ABOVE_RAN_NOTALLOWED),
                            lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL)
                        },
                        ApnConfiguration {
                            context_identifier: 7,
                            served_party_ip_address: vec![ADDRESS, ADDRESS],
                            pdn_type: PdnType::IPV4_OR_IPV6,
                            service_selection: "internet",
                            eps_subscribed_qos_profile: Some(EpsSubscribedQosProfile {
                                qos_class_identifier: QosClassIdentifier::QCI_9,
                                allocation_retention_priority: AllocationRetentionPriority {
                                    priority_level: 7,
                                    pre_emption_capability: Some(
                                        PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED
                                    ),
                                    pre_emption_vulnerability: Some(
                                        PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED
                                    )
                                }
                            }),
                            vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
                            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                            visited_network_identifier: Some(b"example"),
                            pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
                            charging_characteristics: Some("0800"),
                            ambr: Some(Ambr {
                                max_requested_bandwidth_ul: 7,
                                max_requested_bandwidth_dl: 7,
                                extended_max_requested_bw_ul: Some(7),
                                extended_max_requested_bw_dl: Some(7)
                            }),
                            specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO],
                            apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                            sipto_permission: Some(SiptoPermission::SIPTO_ABOVE_RAN_NOTALLOWED),
                            lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL)
                        }
                    ]
                }),
                rat_frequency_selection_priority_id: Some(7),
                trace_data: Some(RAW_TRACE_DATA),
                gprs_subscription_data: Some(RAW_GPRS_SUBSCRIPTION_DATA),
                csg_subscription_data: vec![RAW_CSG_SUBSCRIPTION_DATA, RAW_CSG_SUBSCRIPTION_DATA],
                roaming_restricted_due_to_unsupported_feature: Some(RoamingRestricted::ROAMING_RESTRICTED),
                subscribed_periodic_rau_tau_timer: Some(7),
                mps_priority: Some(7),
                vplmn_lipa_allowed: Some(VplmnLipaAllowed::LIPA_ALLOWED),
                relay_node_indicator: Some(RelayNodeIndicator::RELAY_NODE),
                mdt_user_consent: Some(MdtUserConsent::CONSENT_GIVEN),
                subscribed_vsrvcc: Some(SubscribedVsrvcc::VSRVCC_SUBSCRIBED),
                subscription_data_flags: Some(7),
                dl_buffering_suggested_packet_count: Some(-7),
                imsi_group_id: vec![RAW_IMSI_GROUP_ID, RAW_IMSI_GROUP_ID],
                ue_usage_type: Some(7)
            },
            idr_flags: Some(IdrFlags::UE_REACHABILITY_REQUEST),
            reset_id: vec![&[9], &[9]],
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(DeleteSubscriberDataRequest {
            destination_host: "hss.example",
            destination_realm: "example",
            user_name: IMSI,
            supported_features: vec![FEATURES, FEATURES],
            dsr_flags: DsrFlags::REGIONAL_SUBSCRIPTION_WITHDRAWAL,
            context_identifier: vec![7, 7],
            regional_subscription_zone_code: vec![&[0, 1], &[0, 1]],
            trace_reference: Some(&[1, 2, 3, 4, 5, 6]),
            ts_code: vec![&[0x11], &[0x11]],
            ss_code: vec![&[0x90], &[0x90]],
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(PurgeUeRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: IMSI,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            pur_flags: Some(PurFlags::UE_PURGED_IN_MME),
            supported_features: vec![FEATURES, FEATURES],
            eps_location_information: Some(EpsLocationInformation {
                mme_location_information: Some(MmeLocationInformation {
                    e_utran_cell_global_identity: Some(&[0x00, 0xf1, 0x10, 0, 0, 1, 1]),
                    tracking_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1]),
                    geographical_information: Some(&[0x10, 0, 0, 0, 0, 0, 0, 1]),
                    geodetic_information: Some(&[0, 0x10, 0, 0, 0, 0, 0, 0, 1, 0]),
                    current_location_retrieved: Some(CurrentLocationRetrieved::ACTIVE_LOCATION_RETRIEVAL),
                    age_of_location_information: Some(7),
                    user_csg_information: Some(RAW_USER_CSG_INFORMATION)
                }),
                sgsn_location_information: Some(SgsnLocationInformation {
                    cell_global_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 2]),
                    location_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1]),
                    service_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 3]),
                    routing_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 4]),
                    geographical_information: Some(&[0x10, 0, 0, 0, 0, 0, 0, 1]),
                    geodetic_information: Some(&[0, 0x10, 0, 0, 0, 0, 0, 0, 1, 0]),
                    current_location_retrieved: Some(CurrentLocationRetrieved::ACTIVE_LOCATION_RETRIEVAL),
                    age_of_location_information: Some(7),
                    user_csg_information: Some(RAW_USER_CSG_INFORMATION)
                })
            }),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(ResetRequest {
            destination_host: "hss.example",
            destination_realm: "example",
            supported_features: vec![FEATURES, FEATURES],
            user_id: vec!["00101", "00101"],
            reset_id: vec![&[9], &[9]],
            subscription_data: Some(SubscriptionData {
                subscriber_status: Some(SubscriberStatus::OPERATOR_DETERMINED_BARRING),
                msisdn: Some(NUMBER),
                a_msisdn: Some(NUMBER),
                stn_sr: Some(NUMBER),
                ics_indicator: Some(IcsIndicator::TRUE),
                network_access_mode: Some(NetworkAccessMode::ONLY_PACKET),
                operator_determined_barring: Some(7),
                hplmn_odb: Some(7),
                regional_subscription_zone_code: vec![&[0, 1], &[0, 1]],
                access_restriction_data: Some(7),
                apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                lcs_info: Some(RAW_LCS_INFO),
                teleservice_list: Some(RAW_TELESERVICE_LIST),
                call_barring_info: vec![RAW_CALL_BARRING_INFO, RAW_CALL_BARRING_INFO],
                charging_characteristics: Some("0800"),
                ambr: Some(Ambr {
                    max_requested_bandwidth_ul: 7,
                    max_requested_bandwidth_dl: 7,
                    extended_max_requested_bw_ul: Some(7),
                    extended_max_requested_bw_dl: Some(7)
                }),
                apn_configuration_profile: Some(ApnConfigurationProfile {
                    context_identifier: 7,
                    all_apn_configurations_included_indicator:
                        AllApnConfigurationsIncludedIndicator::MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED,
                    apn_configuration: vec![
                        ApnConfiguration {
                            context_identifier: 7,
                            served_party_ip_address: vec![ADDRESS, ADDRESS],
                            pdn_type: PdnType::IPV4_OR_IPV6,
                            service_selection: "internet",
                            eps_subscribed_qos_profile: Some(EpsSubscribedQosProfile {
                                qos_class_identifier: QosClassIdentifier::QCI_9,
                                allocation_retention_priority: AllocationRetentionPriority {
                                    priority_level: 7,
                                    pre_emption_capability: Some(
                                        PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED
                                    ),
                                    pre_emption_vulnerability: Some(
                                        PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED
                                    )
                                }
                            }),
                            vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
                            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                            visited_network_identifier: Some(b"example"),
                            pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
                            charging_characteristics: Some("0800"),
                            ambr: Some(Ambr {
                                max_requested_bandwidth_ul: 7,
                                max_requested_bandwidth_dl: 7,
                                extended_max_requested_bw_ul: Some(7),
                                extended_max_requested_bw_dl: Some(7)
                            }),
                            specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO],
                            apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                            sipto_permission: Some(SiptoPermission::SIPTO_ABOVE_RAN_NOTALLOWED),
                            lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL)
                        },
                        ApnConfiguration {
                            context_identifier: 7,
                            served_party_ip_address: vec![ADDRESS, ADDRESS],
                            pdn_type: PdnType::IPV4_OR_IPV6,
                            service_selection: "internet",
                            eps_subscribed_qos_profile: Some(EpsSubscribedQosProfile {
                                qos_class_identifier: QosClassIdentifier::QCI_9,
                                allocation_retention_priority: AllocationRetentionPriority {
                                    priority_level: 7,
                                    pre_emption_capability: Some(
                                        PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED
                                    ),
                                    pre_emption_vulnerability: Some(
                                        PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED
                                    )
                                }
                            }),
                            vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
                            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                            visited_network_identifier: Some(b"example"),
                            pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
                            charging_characteristics: Some("0800"),
                            ambr: Some(Ambr {
                                max_requested_bandwidth_ul: 7,
                                max_requested_bandwidth_dl: 7,
                                extended_max_requested_bw_ul: Some(7),
                                extended_max_requested_bw_dl: Some(7)
                            }),
                            specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO],
                            apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                            sipto_permission: Some(SiptoPermission::SIPTO_ABOVE_RAN_NOTALLOWED),
                            lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL)
                        }
                    ]
                }),
                rat_frequency_selection_priority_id: Some(7),
                trace_data: Some(RAW_TRACE_DATA),
                gprs_subscription_data: Some(RAW_GPRS_SUBSCRIPTION_DATA),
                csg_subscription_data: vec![RAW_CSG_SUBSCRIPTION_DATA, RAW_CSG_SUBSCRIPTION_DATA],
                roaming_restricted_due_to_unsupported_feature: Some(RoamingRestricted::ROAMING_RESTRICTED),
                subscribed_periodic_rau_tau_timer: Some(7),
                mps_priority: Some(7),
                vplmn_lipa_allowed: Some(VplmnLipaAllowed::LIPA_ALLOWED),
                relay_node_indicator: Some(RelayNodeIndicator::RELAY_NODE),
                mdt_user_consent: Some(MdtUserConsent::CONSENT_GIVEN),
                subscribed_vsrvcc: Some(SubscribedVsrvcc::VSRVCC_SUBSCRIBED),
                subscription_data_flags: Some(7),
                dl_buffering_suggested_packet_count: Some(-7),
                imsi_group_id: vec![RAW_IMSI_GROUP_ID, RAW_IMSI_GROUP_ID],
                ue_usage_type: Some(7)
            }),
            subscription_data_deletion: Some(RAW_SUBSCRIPTION_DATA_DELETION),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        s6a!(NotifyRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: IMSI,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            supported_features: vec![FEATURES, FEATURES],
            terminal_information: Some(TerminalInformation {
                imei: Some("35609204079301"),
                software_version: Some("01")
            }),
            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
            visited_network_identifier: Some(b"example"),
            context_identifier: Some(7),
            service_selection: Some("internet"),
            alert_reason: Some(AlertReason::UE_MEMORY_AVAILABLE),
            ue_srvcc_capability: Some(UeSrvccCapability::UE_SRVCC_SUPPORTED),
            nor_flags: Some(NorFlags::SINGLE_REGISTRATION_INDICATION),
            homogeneous_support_of_ims_voice_over_ps_sessions: Some(HomogeneousSupport::SUPPORTED),
        })
        .encode(1, 2, out)
    });
}

pub(super) fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        s6a!(UpdateLocationAnswer {
            outcome,
            error_diagnostic: Some(ErrorDiagnostic::ODB_VPLMN_APN),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            supported_features: vec![FEATURES, FEATURES],
            ula_flags: Some(UlaFlags::SEPARATION_INDICATION),
            subscription_data: Some(SubscriptionData {
                subscriber_status: Some(SubscriberStatus::OPERATOR_DETERMINED_BARRING),
                msisdn: Some(NUMBER),
                a_msisdn: Some(NUMBER),
                stn_sr: Some(NUMBER),
                ics_indicator: Some(IcsIndicator::TRUE),
                network_access_mode: Some(NetworkAccessMode::ONLY_PACKET),
                operator_determined_barring: Some(7),
                hplmn_odb: Some(7),
                regional_subscription_zone_code: vec![&[0, 1], &[0, 1]],
                access_restriction_data: Some(7),
                apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                lcs_info: Some(RAW_LCS_INFO),
                teleservice_list: Some(RAW_TELESERVICE_LIST),
                call_barring_info: vec![RAW_CALL_BARRING_INFO, RAW_CALL_BARRING_INFO],
                charging_characteristics: Some("0800"),
                ambr: Some(Ambr {
                    max_requested_bandwidth_ul: 7,
                    max_requested_bandwidth_dl: 7,
                    extended_max_requested_bw_ul: Some(7),
                    extended_max_requested_bw_dl: Some(7)
                }),
                apn_configuration_profile: Some(ApnConfigurationProfile {
                    context_identifier: 7,
                    all_apn_configurations_included_indicator:
                        AllApnConfigurationsIncludedIndicator::MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED,
                    apn_configuration: vec![
                        ApnConfiguration {
                            context_identifier: 7,
                            served_party_ip_address: vec![ADDRESS, ADDRESS],
                            pdn_type: PdnType::IPV4_OR_IPV6,
                            service_selection: "internet",
                            eps_subscribed_qos_profile: Some(EpsSubscribedQosProfile {
                                qos_class_identifier: QosClassIdentifier::QCI_9,
                                allocation_retention_priority: AllocationRetentionPriority {
                                    priority_level: 7,
                                    pre_emption_capability: Some(
                                        PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED
                                    ),
                                    pre_emption_vulnerability: Some(
                                        PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED
                                    )
                                }
                            }),
                            vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
                            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                            visited_network_identifier: Some(b"example"),
                            pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
                            charging_characteristics: Some("0800"),
                            ambr: Some(Ambr {
                                max_requested_bandwidth_ul: 7,
                                max_requested_bandwidth_dl: 7,
                                extended_max_requested_bw_ul: Some(7),
                                extended_max_requested_bw_dl: Some(7)
                            }),
                            specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO],
                            apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                            sipto_permission: Some(SiptoPermission::SIPTO_ABOVE_RAN_NOTALLOWED),
                            lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL)
                        },
                        ApnConfiguration {
                            context_identifier: 7,
                            served_party_ip_address: vec![ADDRESS, ADDRESS],
                            pdn_type: PdnType::IPV4_OR_IPV6,
                            service_selection: "internet",
                            eps_subscribed_qos_profile: Some(EpsSubscribedQosProfile {
                                qos_class_identifier: QosClassIdentifier::QCI_9,
                                allocation_retention_priority: AllocationRetentionPriority {
                                    priority_level: 7,
                                    pre_emption_capability: Some(
                                        PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED
                                    ),
                                    pre_emption_vulnerability: Some(
                                        PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED
                                    )
                                }
                            }),
                            vplmn_dynamic_address_allowed: Some(VplmnDynamicAddressAllowed::ALLOWED),
                            mip6_agent_info: Some(RAW_MIP6_AGENT_INFO),
                            visited_network_identifier: Some(b"example"),
                            pdn_gw_allocation_type: Some(PdnGwAllocationType::DYNAMIC),
                            charging_characteristics: Some("0800"),
                            ambr: Some(Ambr {
                                max_requested_bandwidth_ul: 7,
                                max_requested_bandwidth_dl: 7,
                                extended_max_requested_bw_ul: Some(7),
                                extended_max_requested_bw_dl: Some(7)
                            }),
                            specific_apn_info: vec![RAW_SPECIFIC_APN_INFO, RAW_SPECIFIC_APN_INFO],
                            apn_oi_replacement: Some("mnc001.mcc001.gprs"),
                            sipto_permission: Some(SiptoPermission::SIPTO_ABOVE_RAN_NOTALLOWED),
                            lipa_permission: Some(LipaPermission::LIPA_CONDITIONAL)
                        }
                    ]
                }),
                rat_frequency_selection_priority_id: Some(7),
                trace_data: Some(RAW_TRACE_DATA),
                gprs_subscription_data: Some(RAW_GPRS_SUBSCRIPTION_DATA),
                csg_subscription_data: vec![RAW_CSG_SUBSCRIPTION_DATA, RAW_CSG_SUBSCRIPTION_DATA],
                roaming_restricted_due_to_unsupported_feature: Some(RoamingRestricted::ROAMING_RESTRICTED),
                subscribed_periodic_rau_tau_timer: Some(7),
                mps_priority: Some(7),
                vplmn_lipa_allowed: Some(VplmnLipaAllowed::LIPA_ALLOWED),
                relay_node_indicator: Some(RelayNodeIndicator::RELAY_NODE),
                mdt_user_consent: Some(MdtUserConsent::CONSENT_GIVEN),
                subscribed_vsrvcc: Some(SubscribedVsrvcc::VSRVCC_SUBSCRIBED),
                subscription_data_flags: Some(7),
                dl_buffering_suggested_packet_count: Some(-7),
                imsi_group_id: vec![RAW_IMSI_GROUP_ID, RAW_IMSI_GROUP_ID],
                ue_usage_type: Some(7)
            }),
            reset_id: vec![&[9], &[9]],
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(316, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(CancelLocationAnswer {
            outcome,
            supported_features: vec![FEATURES, FEATURES],
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(317, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(AuthenticationInformationAnswer {
            outcome,
            error_diagnostic: Some(ErrorDiagnostic::ODB_VPLMN_APN),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            supported_features: vec![FEATURES, FEATURES],
            authentication_info: Some(AuthenticationInfo {
                e_utran_vector: vec![
                    EUtranVector {
                        item_number: Some(7),
                        rand: &[1; 16],
                        xres: &[3; 8],
                        autn: &[2; 16],
                        kasme: &[4; 32]
                    },
                    EUtranVector {
                        item_number: Some(7),
                        rand: &[1; 16],
                        xres: &[3; 8],
                        autn: &[2; 16],
                        kasme: &[4; 32]
                    }
                ],
                utran_vector: vec![
                    UtranVector {
                        item_number: Some(7),
                        rand: &[1; 16],
                        xres: &[3; 8],
                        autn: &[2; 16],
                        confidentiality_key: &[7; 16],
                        integrity_key: &[7; 16]
                    },
                    UtranVector {
                        item_number: Some(7),
                        rand: &[1; 16],
                        xres: &[3; 8],
                        autn: &[2; 16],
                        confidentiality_key: &[7; 16],
                        integrity_key: &[7; 16]
                    }
                ],
                geran_vector: vec![
                    GeranVector { item_number: Some(7), rand: &[1; 16], sres: &[5; 4], kc: &[6; 8] },
                    GeranVector { item_number: Some(7), rand: &[1; 16], sres: &[5; 4], kc: &[6; 8] }
                ]
            }),
            ue_usage_type: Some(7),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(318, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(InsertSubscriberDataAnswer {
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            ims_voice_over_ps_sessions_supported: Some(ImsVoiceOverPsSessionsSupported::SUPPORTED),
            last_ue_activity_time: Some(Timestamp(1_800_000_000_000)),
            rat_type: Some(RatType::EUTRAN_NB_IOT),
            ida_flags: Some(IdaFlags::NETWORK_NODE_AREA_RESTRICTED),
            eps_user_state: Some(EpsUserState {
                mme_user_state: Some(MmeUserState { user_state: Some(UserState::RESERVED) }),
                sgsn_user_state: Some(SgsnUserState { user_state: Some(UserState::RESERVED) })
            }),
            eps_location_information: Some(EpsLocationInformation {
                mme_location_information: Some(MmeLocationInformation {
                    e_utran_cell_global_identity: Some(&[0x00, 0xf1, 0x10, 0, 0, 1, 1]),
                    tracking_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1]),
                    geographical_information: Some(&[0x10, 0, 0, 0, 0, 0, 0, 1]),
                    geodetic_information: Some(&[0, 0x10, 0, 0, 0, 0, 0, 0, 1, 0]),
                    current_location_retrieved: Some(CurrentLocationRetrieved::ACTIVE_LOCATION_RETRIEVAL),
                    age_of_location_information: Some(7),
                    user_csg_information: Some(RAW_USER_CSG_INFORMATION)
                }),
                sgsn_location_information: Some(SgsnLocationInformation {
                    cell_global_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 2]),
                    location_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1]),
                    service_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 3]),
                    routing_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 4]),
                    geographical_information: Some(&[0x10, 0, 0, 0, 0, 0, 0, 1]),
                    geodetic_information: Some(&[0, 0x10, 0, 0, 0, 0, 0, 0, 1, 0]),
                    current_location_retrieved: Some(CurrentLocationRetrieved::ACTIVE_LOCATION_RETRIEVAL),
                    age_of_location_information: Some(7),
                    user_csg_information: Some(RAW_USER_CSG_INFORMATION)
                })
            }),
            local_time_zone: Some(LocalTimeZone {
                time_zone: "+8",
                daylight_saving_time: DaylightSavingTime::PLUS_TWO_HOURS_ADJUSTMENT
            }),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(319, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(DeleteSubscriberDataAnswer {
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            dsa_flags: Some(DsaFlags::NETWORK_NODE_AREA_RESTRICTED),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(320, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(PurgeUeAnswer {
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            pua_flags: Some(PuaFlags::FREEZE_M_TMSI),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(321, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(ResetAnswer {
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(322, s6a::APPLICATION), out)
    });
    out.add(|out| {
        s6a!(NotifyAnswer {
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(323, s6a::APPLICATION), out)
    });
}
