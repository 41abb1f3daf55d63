//! The commands of SLh, every field filled.

use super::*;
use innkeeper::diameter::dictionary::slh::{self, *};

const GMLC: Address = Address::Ip(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

/// Fills the fields that all messages of SLh begin and end with.
macro_rules! slh {
    ($type:ident { $($fields:tt)* }) => {
        $type {
            session_id: "node.example;1;1",
            vendor_specific_application_id: Some(slh::VENDOR_SPECIFIC_APPLICATION_ID),
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

pub(super) fn node() -> ServingNode<'static> {
    ServingNode {
        sgsn_number: Some(&[0x68, 0x81, 0x16]),
        sgsn_name: Some("sgsn.example"),
        sgsn_realm: Some("example"),
        mme_name: Some("mme.example"),
        mme_realm: Some("example"),
        msc_number: Some(&[0x68, 0x81, 0x17]),
        aaa_server_name: Some("aaa.example"),
        lcs_capabilities_sets: Some(LcsCapabilitiesSets::SET_1),
        gmlc_address: Some(GMLC),
    }
}

fn additional() -> AdditionalServingNode<'static> {
    AdditionalServingNode {
        sgsn_number: Some(&[0x68, 0x81, 0x16]),
        mme_name: Some("mme.example"),
        sgsn_name: Some("sgsn.example"),
        sgsn_realm: Some("example"),
        mme_realm: Some("example"),
        msc_number: Some(&[0x68, 0x81, 0x17]),
        aaa_server_name: Some("aaa.example"),
        lcs_capabilities_sets: Some(LcsCapabilitiesSets::SET_2),
        gmlc_address: Some(GMLC),
    }
}

pub(super) fn requests(out: &mut Samples) {
    out.add(|out| {
        slh!(RoutingInfoRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_name: Some("001010000000001"),
            msisdn: Some(&[0x68, 0x81, 0x16, 0x32]),
            gmlc_number: Some(&[0x68, 0x81, 0x16]),
        })
        .encode(1, 2, out)
    });
}

pub(super) fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        slh!(RoutingInfoAnswer {
            outcome,
            user_name: Some("001010000000001"),
            msisdn: Some(&[0x68, 0x81, 0x16, 0x32]),
            lmsi: Some(&[1, 2, 3, 4]),
            serving_node: Some(node()),
            additional_serving_node: vec![additional()],
            gmlc_address: Some(GMLC),
            ppr_address: Some(GMLC),
            ria_flags: Some(RiaFlags::COMBINED_MME_SGSN),
            failed_avp: Some(FAILED_AVP),
        })
        .encode(&header(8388622, slh::APPLICATION), out)
    });
}
