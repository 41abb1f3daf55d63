//! Every command of S6a, with every field of its grammar filled.

use super::s6a_groups::{
    active_apn, adjacent_plmns, authentication_info, eps_location_information, eps_user_state,
    equivalent_plmn_list, local_time_zone, mip6_agent_info, requested_eutran_authentication_info,
    requested_utran_geran_authentication_info, subscription_data, terminal_information,
};
use super::{
    FAILED_AVP, FEATURES, LOAD, NO_STATE, OC_OLR, OC_SUPPORTED_FEATURES, PROXY_INFO, Samples, header,
};
use innkeeper::diameter::codec::Address;
use innkeeper::diameter::dictionary::base::Outcome;
use innkeeper::diameter::dictionary::{
    Raw,
    s6a::{self, *},
    tgpp::*,
};
use innkeeper::types::Timestamp;

fn requests(out: &mut Samples) {
    out.add(|out| {
        UpdateLocationRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: "001010000000001",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            supported_features: vec![FEATURES, FEATURES],
            terminal_information: Some(terminal_information()),
            rat_type: RatType::EUTRAN_NB_IOT,
            ulr_flags: UlrFlags::SINGLE_REGISTRATION_INDICATION,
            ue_srvcc_capability: Some(UeSrvccCapability::UE_SRVCC_SUPPORTED),
            visited_plmn_id: &[0x00, 0xf1, 0x10],
            sgsn_number: Some(&[1, 2, 3, 4, 5, 6, 7]),
            homogeneous_support_of_ims_voice_over_ps_sessions: Some(
                HomogeneousSupportOfImsVoiceOverPsSessions::SUPPORTED,
            ),
            gmlc_address: Some(Address::Ip([127, 0, 0, 1].into())),
            active_apn: vec![active_apn()],
            equivalent_plmn_list: Some(equivalent_plmn_list()),
            mme_number_for_mt_sms: Some(&[1, 2, 3, 4, 5, 6, 7]),
            sms_register_request: Some(SmsRegisterRequest::NO_PREFERENCE),
            sgs_mme_identity: Some("text"),
            coupled_node_diameter_id: Some("node.example"),
            adjacent_plmns: Some(adjacent_plmns()),
            supported_services: Some(Raw(
                b"\x00\x00\x0cG\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
            )),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        CancelLocationRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: "hss.example",
            destination_realm: "example",
            user_name: "001010000000001",
            supported_features: vec![FEATURES, FEATURES],
            cancellation_type: CancellationType::INITIAL_ATTACH_PROCEDURE,
            clr_flags: Some(ClrFlags::S6A_S6D_INDICATOR),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        AuthenticationInformationRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: "001010000000001",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            supported_features: vec![FEATURES, FEATURES],
            requested_eutran_authentication_info: Some(requested_eutran_authentication_info()),
            requested_utran_geran_authentication_info: Some(requested_utran_geran_authentication_info()),
            visited_plmn_id: &[0x00, 0xf1, 0x10],
            air_flags: Some(AirFlags::SEND_UE_USAGE_TYPE),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        InsertSubscriberDataRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: "hss.example",
            destination_realm: "example",
            user_name: "001010000000001",
            supported_features: vec![FEATURES, FEATURES],
            subscription_data: subscription_data(),
            idr_flags: Some(IdrFlags::UE_REACHABILITY_REQUEST),
            reset_id: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]],
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
}

fn more_requests(out: &mut Samples) {
    out.add(|out| {
        DeleteSubscriberDataRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: "hss.example",
            destination_realm: "example",
            user_name: "001010000000001",
            supported_features: vec![FEATURES, FEATURES],
            dsr_flags: DsrFlags::REGIONAL_SUBSCRIPTION_WITHDRAWAL,
            scef_id: Some("node.example"),
            context_identifier: vec![7, 7],
            trace_reference: Some(&[1, 2, 3, 4, 5, 6, 7]),
            ts_code: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]],
            ss_code: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]],
            edrx_related_rat: Some(Raw(
                b"\x00\x00\x06\xa9\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
            )),
            external_identifier: vec!["text", "text"],
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        PurgeUeRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: "001010000000001",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            pur_flags: Some(PurFlags::UE_PURGED_IN_MME),
            supported_features: vec![FEATURES, FEATURES],
            eps_location_information: Some(eps_location_information()),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        ResetRequest {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: "hss.example",
            destination_realm: "example",
            supported_features: vec![FEATURES, FEATURES],
            user_id: vec!["text", "text"],
            reset_id: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]],
            subscription_data: Some(subscription_data()),
            subscription_data_deletion: Some(Raw(
                b"\x00\x00\x06\x95\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
            )),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
    out.add(|out| {
        NotifyRequest {
            session_id: "mme.example;1;1",
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            drmp: Some(10),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: "001010000000001",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            supported_features: vec![FEATURES, FEATURES],
            terminal_information: Some(terminal_information()),
            mip6_agent_info: Some(mip6_agent_info()),
            visited_network_identifier: Some(&[1, 2, 3, 4, 5, 6, 7]),
            context_identifier: Some(7),
            service_selection: Some("internet"),
            alert_reason: Some(AlertReason::UE_MEMORY_AVAILABLE),
            ue_srvcc_capability: Some(UeSrvccCapability::UE_SRVCC_SUPPORTED),
            nor_flags: Some(NorFlags::SINGLE_REGISTRATION_INDICATION),
            homogeneous_support_of_ims_voice_over_ps_sessions: Some(
                HomogeneousSupportOfImsVoiceOverPsSessions::SUPPORTED,
            ),
            maximum_ue_availability_time: Some(Timestamp(1_800_000_000_000)),
            monitoring_event_config_status: vec![
                Raw(b"\x00\x00\x0cF\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
                Raw(b"\x00\x00\x0cF\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            ],
            emergency_services: Some(7),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(1, 2, out)
    });
}

fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        UpdateLocationAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            outcome,
            error_diagnostic: Some(ErrorDiagnostic::ODB_VPLMN_APN),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            supported_features: vec![FEATURES, FEATURES],
            ula_flags: Some(UlaFlags::SEPARATION_INDICATION),
            subscription_data: Some(subscription_data()),
            reset_id: vec![&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]],
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(316, s6a::APPLICATION), out)
    });
    out.add(|out| {
        CancelLocationAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            auth_session_state: Some(NO_STATE),
            origin_host: "mme.example",
            origin_realm: "example",
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(317, s6a::APPLICATION), out)
    });
    out.add(|out| {
        AuthenticationInformationAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            outcome,
            error_diagnostic: Some(ErrorDiagnostic::ODB_VPLMN_APN),
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            supported_features: vec![FEATURES, FEATURES],
            authentication_info: Some(authentication_info()),
            ue_usage_type: Some(7),
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(318, s6a::APPLICATION), out)
    });
    out.add(|out| {
        InsertSubscriberDataAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            auth_session_state: Some(NO_STATE),
            origin_host: "mme.example",
            origin_realm: "example",
            ims_voice_over_ps_sessions_supported: Some(ImsVoiceOverPsSessionsSupported::SUPPORTED),
            last_ue_activity_time: Some(Timestamp(1_800_000_000_000)),
            rat_type: Some(RatType::EUTRAN_NB_IOT),
            ida_flags: Some(IdaFlags::NETWORK_NODE_AREA_RESTRICTED),
            eps_user_state: Some(eps_user_state()),
            eps_location_information: Some(eps_location_information()),
            local_time_zone: Some(local_time_zone()),
            supported_services: Some(Raw(
                b"\x00\x00\x0cG\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome",
            )),
            monitoring_event_report: vec![
                Raw(b"\x00\x00\x0c3\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
                Raw(b"\x00\x00\x0c3\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            ],
            monitoring_event_config_status: vec![
                Raw(b"\x00\x00\x0cF\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
                Raw(b"\x00\x00\x0cF\x80\x00\x00\x18\x00\x00(\xaf\x00\x00\xfd\xe8\x00\x00\x00\x0csome"),
            ],
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(319, s6a::APPLICATION), out)
    });
}

fn more_answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        DeleteSubscriberDataAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            auth_session_state: Some(NO_STATE),
            origin_host: "mme.example",
            origin_realm: "example",
            dsa_flags: Some(DsaFlags::NETWORK_NODE_AREA_RESTRICTED),
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(320, s6a::APPLICATION), out)
    });
    out.add(|out| {
        PurgeUeAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            pua_flags: Some(PuaFlags::FREEZE_M_TMSI),
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(321, s6a::APPLICATION), out)
    });
    out.add(|out| {
        ResetAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            supported_features: vec![FEATURES, FEATURES],
            outcome,
            auth_session_state: Some(NO_STATE),
            origin_host: "mme.example",
            origin_realm: "example",
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(322, s6a::APPLICATION), out)
    });
    out.add(|out| {
        NotifyAnswer {
            session_id: "mme.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            outcome,
            auth_session_state: NO_STATE,
            origin_host: "mme.example",
            origin_realm: "example",
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD, LOAD],
            supported_features: vec![FEATURES, FEATURES],
            failed_avp: Some(FAILED_AVP),
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["text", "text"],
        }
        .encode(&header(323, s6a::APPLICATION), out)
    });
}

pub(super) fn every_request(out: &mut Samples) {
    requests(out);
    more_requests(out);
}

pub(super) fn every_answer(out: &mut Samples, outcome: Outcome) {
    answers(out, outcome);
    more_answers(out, outcome);
}
