//! The commands of SLg, every field filled.

use super::slh::node;
use super::*;
use innkeeper::diameter::dictionary::slg::{self, *};
use innkeeper::diameter::dictionary::tgpp::{LcsClientType, LcsFormatIndicator};

const GMLC: Address = Address::Ip(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
/// Area-Event-Info { Occurrence-Info 0 }.
const AREA_EVENT: &[u8] = b"\x00\x00\x09\xe5\x80\x00\x00\x1c\x00\x00(\xaf\x00\x00\x09\xea\x80\x00\x00\x10\x00\x00(\xaf\x00\x00\x00\x00";
/// Reporting-PLMN-List { Prioritized-List-Indicator 0 }.
const PLMN_LIST: &[u8] = b"\x00\x00\x09\xef\x80\x00\x00\x1c\x00\x00(\xaf\x00\x00\x09\xf7\x80\x00\x00\x10\x00\x00(\xaf\x00\x00\x00\x00";
/// Motion-Event-Info { Linear-Distance 100 }.
const MOTION: &[u8] = b"\x00\x00\x09\xff\x80\x00\x00\x1c\x00\x00(\xaf\x00\x00\x0a\x00\x80\x00\x00\x10\x00\x00(\xaf\x00\x00\x00\x64";
/// Deferred-MT-LR-Data { Deferred-Location-Type 1 }.
const DEFERRED: &[u8] = b"\x00\x00\x09\xf3\x80\x00\x00\x1c\x00\x00(\xaf\x00\x00\x09\xe4\x80\x00\x00\x10\x00\x00(\xaf\x00\x00\x00\x01";

/// Fills the fields that all messages of SLg begin and end with.
macro_rules! slg {
    ($type:ident { $($fields:tt)* }) => {
        $type {
            session_id: "node.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: Some(slg::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: NO_STATE,
            origin_host: "node.example",
            origin_realm: "example",
            supported_features: vec![FEATURES],
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["relay1.example", "relay2.example"],
            $($fields)*
        }
    };
}

fn client() -> LcsEpsClientName<'static> {
    LcsEpsClientName {
        lcs_name_string: Some("client"),
        lcs_format_indicator: Some(LcsFormatIndicator::LOGICAL_NAME),
    }
}

fn requestor() -> LcsRequestorName<'static> {
    LcsRequestorName {
        lcs_requestor_id_string: Some("sip:alice@example"),
        lcs_format_indicator: Some(LcsFormatIndicator::SIP_URL),
    }
}

fn qos() -> LcsQos {
    LcsQos {
        lcs_qos_class: Some(LcsQosClass::ASSURED),
        horizontal_accuracy: Some(18),
        vertical_accuracy: Some(18),
        vertical_requested: Some(VerticalRequested::VERTICAL_COORDINATE_IS_REQUESTED),
        response_time: Some(ResponseTime::LOW_DELAY),
    }
}

fn periodic() -> PeriodicLdrInformation {
    PeriodicLdrInformation { reporting_amount: 3, reporting_interval: 60 }
}

fn geran() -> GeranPositioningInfo<'static> {
    GeranPositioningInfo {
        geran_positioning_data: Some(&[0, 0x10]),
        geran_ganss_positioning_data: Some(&[1, 2]),
    }
}

fn utran() -> UtranPositioningInfo<'static> {
    UtranPositioningInfo {
        utran_positioning_data: Some(&[0, 0, 0x10]),
        utran_ganss_positioning_data: Some(&[1, 2]),
    }
}

fn cell() -> EsmlcCellInfo<'static> {
    EsmlcCellInfo { ecgi: Some(&[0x00, 0xf1, 0x10, 0, 0, 1, 1]), cell_portion_id: Some(7) }
}

pub(super) fn requests(out: &mut Samples) {
    out.add(|out| {
        slg!(ProvideLocationRequest {
            destination_host: "node.example",
            destination_realm: "example",
            slg_location_type: SlgLocationType::CURRENT_OR_LAST_KNOWN_LOCATION,
            user_name: Some("001010000000001"),
            msisdn: Some(&[0x68, 0x81, 0x16, 0x32]),
            imei: Some("35000000000000"),
            lcs_eps_client_name: client(),
            lcs_client_type: LcsClientType::PLMN_OPERATOR_SERVICES,
            lcs_requestor_name: Some(requestor()),
            lcs_priority: Some(1),
            lcs_qos: Some(qos()),
            velocity_requested: Some(VelocityRequested::BEST_VELOCITY_IS_REQUESTED),
            lcs_supported_gad_shapes: Some(SupportedGadShapes::ELLIPSOID_POINT),
            lcs_service_type_id: Some(1),
            lcs_codeword: Some("word"),
            lcs_privacy_check_non_session: Some(LcsPrivacyCheckNonSession {
                lcs_privacy_check: LcsPrivacyCheck::ALLOWED_WITHOUT_NOTIFICATION
            }),
            lcs_privacy_check_session: Some(LcsPrivacyCheckSession {
                lcs_privacy_check: LcsPrivacyCheck::NOT_ALLOWED
            }),
            service_selection: Some("internet"),
            deferred_location_type: Some(DeferredLocationType::UE_AVAILABLE),
            lcs_reference_number: Some(&[1]),
            area_event_info: Some(Raw(AREA_EVENT)),
            gmlc_address: Some(GMLC),
            plr_flags: Some(PlrFlags::OPTIMIZED_LCS_PROC_REQ),
            periodic_ldr_information: Some(periodic()),
            reporting_plmn_list: Some(Raw(PLMN_LIST)),
            motion_event_info: Some(Raw(MOTION)),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        slg!(LocationReportRequest {
            destination_host: "node.example",
            destination_realm: "example",
            location_event: LocationEvent::EMERGENCY_CALL_ORIGINATION,
            lcs_eps_client_name: Some(client()),
            user_name: Some("001010000000001"),
            msisdn: Some(&[0x68, 0x81, 0x16, 0x32]),
            imei: Some("35000000000000"),
            location_estimate: Some(&[0x00, 0x40, 0, 0, 0x20, 0, 0]),
            accuracy_fulfilment_indicator: Some(AccuracyFulfilmentIndicator::REQUESTED_ACCURACY_FULFILLED),
            age_of_location_estimate: Some(3),
            velocity_estimate: Some(&[0, 90, 0, 50]),
            eutran_positioning_data: Some(&[0x40, 0x08]),
            ecgi: Some(&[0x00, 0xf1, 0x10, 0, 0, 1, 1]),
            geran_positioning_info: Some(geran()),
            cell_global_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 2]),
            utran_positioning_info: Some(utran()),
            service_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 2]),
            lcs_service_type_id: Some(1),
            pseudonym_indicator: Some(PseudonymIndicator::PSEUDONYM_REQUESTED),
            lcs_qos_class: Some(LcsQosClass::BEST_EFFORT),
            serving_node: Some(node()),
            lrr_flags: Some(LrrFlags::LGD_SLG),
            lcs_reference_number: Some(&[1]),
            deferred_mt_lr_data: Some(Raw(DEFERRED)),
            gmlc_address: Some(GMLC),
            periodic_ldr_information: Some(periodic()),
            esmlc_cell_info: Some(cell()),
            one_x_rtt_rcid: Some(&[1, 2]),
            civic_address: Some("<civicAddress/>"),
            barometric_pressure: Some(101_325),
        })
        .encode(1, 2, out)
    });
}

pub(super) fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        slg!(ProvideLocationAnswer {
            outcome,
            location_estimate: Some(&[0x00, 0x40, 0, 0, 0x20, 0, 0]),
            accuracy_fulfilment_indicator: Some(AccuracyFulfilmentIndicator::REQUESTED_ACCURACY_FULFILLED),
            age_of_location_estimate: Some(3),
            velocity_estimate: Some(&[0, 90, 0, 50]),
            eutran_positioning_data: Some(&[0x40, 0x08]),
            ecgi: Some(&[0x00, 0xf1, 0x10, 0, 0, 1, 1]),
            geran_positioning_info: Some(geran()),
            cell_global_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 2]),
            utran_positioning_info: Some(utran()),
            service_area_identity: Some(&[0x00, 0xf1, 0x10, 0, 1, 0, 2]),
            serving_node: Some(node()),
            pla_flags: Some(PlaFlags::UE_TRANSIENTLY_NOT_REACHABLE),
            esmlc_cell_info: Some(cell()),
            civic_address: Some("<civicAddress/>"),
            barometric_pressure: Some(101_325),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(8388620, slg::APPLICATION), out)
    });
    out.add(|out| {
        slg!(LocationReportAnswer {
            outcome,
            gmlc_address: Some(GMLC),
            lra_flags: Some(LraFlags::MO_LR_SHORT_CIRCUIT),
            reporting_plmn_list: Some(Raw(PLMN_LIST)),
            lcs_reference_number: Some(&[1]),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(8388621, slg::APPLICATION), out)
    });
}
