//! The commands of Sh, every field filled.

use super::*;
use innkeeper::diameter::dictionary::sh::{self, *};

const DATA: &[u8] = b"<Sh-Data><Sh-IMS-Data><IMSUserState>1</IMSUserState></Sh-IMS-Data></Sh-Data>";

/// Fills the fields that all messages of Sh begin and end with.
macro_rules! sh {
    ($type:ident { $($fields:tt)* }) => {
        $type {
            session_id: "as.example;1;1",
            drmp: Some(10),
            vendor_specific_application_id: sh::VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: NO_STATE,
            origin_host: "as.example",
            origin_realm: "example",
            supported_features: vec![FEATURES],
            proxy_info: vec![PROXY_INFO, PROXY_INFO],
            route_record: vec!["relay1.example", "relay2.example"],
            $($fields)*
        }
    };
}

/// All three at once, which no standard forbids to read.
fn user() -> UserIdentity<'static> {
    UserIdentity {
        public_identity: Some(IMPU),
        msisdn: Some(&[0x68, 0x81, 0x16, 0x32, 0x54, 0x76, 0xf8]),
        external_identifier: Some("alice@example"),
    }
}

pub(super) fn requests(out: &mut Samples) {
    out.add(|out| {
        sh!(UserDataRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_identity: user(),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            server_name: Some("sip:as.example"),
            service_indication: vec![b"mmtel", b"presence"],
            data_reference: vec![DataReference::REPOSITORY_DATA, DataReference::IMS_USER_STATE],
            identity_set: vec![IdentitySet::IMPLICIT_IDENTITIES],
            requested_domain: Some(RequestedDomain::PS),
            current_location: Some(CurrentLocation::INITIATE),
            dsai_tag: vec![b"tag"],
            session_priority: Some(SessionPriority::PRIORITY_0),
            user_name: Some(IMPI),
            requested_nodes: Some(RequestedNodes::MME),
            serving_node_indication: Some(ServingNodeIndication::ONLY_SERVING_NODES_REQUIRED),
            pre_paging_supported: Some(PrePagingSupported::PREPAGING_SUPPORTED),
            local_time_zone_indication: Some(LocalTimeZoneIndication::ONLY_LOCAL_TIME_ZONE_REQUESTED),
            udr_flags: Some(UdrFlags::LOCATION_INFORMATION_EPS_SUPPORTED),
            call_reference_info: Some(CallReferenceInfo { call_reference_number: &[1, 2], as_number: &[3] }),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        sh!(ProfileUpdateRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_identity: user(),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            user_name: Some(IMPI),
            data_reference: vec![DataReference::REPOSITORY_DATA],
            user_data: DATA,
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
        })
        .encode(1, 2, out)
    });
    more_requests(out);
}

fn more_requests(out: &mut Samples) {
    out.add(|out| {
        sh!(SubscribeNotificationsRequest {
            destination_host: Some("hss.example"),
            destination_realm: "example",
            user_identity: user(),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            service_indication: vec![b"mmtel"],
            send_data_indication: Some(SendDataIndication::USER_DATA_REQUESTED),
            server_name: Some("sip:as.example"),
            subs_req_type: SubsReqType::UNSUBSCRIBE,
            data_reference: vec![DataReference::IMS_USER_STATE],
            identity_set: vec![IdentitySet::ALIAS_IDENTITIES],
            expiry_time: Some(Timestamp(1_800_000_000_000)),
            dsai_tag: vec![b"tag"],
            one_time_notification: Some(OneTimeNotification::ONE_TIME_NOTIFICATION_REQUESTED),
            user_name: Some(IMPI),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
        })
        .encode(1, 2, out)
    });
    out.add(|out| {
        sh!(PushNotificationRequest {
            destination_host: "as.example",
            destination_realm: "example",
            user_identity: user(),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            user_name: Some(IMPI),
            user_data: DATA,
        })
        .encode(1, 2, out)
    });
}

pub(super) fn answers(out: &mut Samples, outcome: Outcome) {
    out.add(|out| {
        sh!(UserDataAnswer {
            outcome,
            failed_avp: Some(FAILED_AVP),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            user_data: Some(DATA),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
        })
        .encode(&header(306, sh::APPLICATION), out)
    });
    out.add(|out| {
        sh!(ProfileUpdateAnswer {
            outcome,
            failed_avp: Some(FAILED_AVP),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            repository_data_id: Some(RepositoryDataId { service_indication: b"mmtel", sequence_number: 7 }),
            data_reference: Some(DataReference::REPOSITORY_DATA),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
        })
        .encode(&header(307, sh::APPLICATION), out)
    });
    out.add(|out| {
        sh!(SubscribeNotificationsAnswer {
            outcome,
            failed_avp: Some(FAILED_AVP),
            wildcarded_public_identity: Some("sip:chat!.*!@example"),
            wildcarded_impu: Some("sip:+86!.*!@example"),
            user_data: Some(DATA),
            expiry_time: Some(Timestamp(1_800_000_000_000)),
            oc_supported_features: Some(OC_SUPPORTED_FEATURES),
            oc_olr: Some(OC_OLR),
            load: vec![LOAD],
        })
        .encode(&header(308, sh::APPLICATION), out)
    });
    out.add(|out| {
        sh!(PushNotificationAnswer { outcome, failed_avp: Some(FAILED_AVP) })
            .encode(&header(309, sh::APPLICATION), out)
    });
}
