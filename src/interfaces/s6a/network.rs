//! The client direction: CLR, IDR, DSR and RSR to the nodes that serve a subscriber (TS 29.272 §7.2.7 to §7.2.12, §7.2.15, §7.2.16).

use super::subscription_data;
use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::AuthSessionState,
            s6a::{
                CancelLocationAnswer, CancelLocationRequest, CancellationType, ClrFlags,
                DeleteSubscriberDataAnswer, DeleteSubscriberDataRequest, DsrFlags, IdrFlags,
                InsertSubscriberDataAnswer, InsertSubscriberDataRequest, ResetAnswer, ResetRequest,
                VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    domain::hss::eps::{barring::Barrings, delete_subscriber_data::Delete, insert_subscriber_data::Insert},
    interfaces::shared::network::{Peers, Sending},
    procedures::network::{Hearing, Mmes},
    records::ServingNode,
    types::{Imsi, Name},
};
use bytes::BytesMut;

impl<P: Peers> Mmes for Sending<P> {
    fn cancel_location(&self, imsi: Imsi, host: &Name, realm: &Name, kind: u32, mme: bool) -> Hearing {
        let (session_id, user_name) = (self.session_id(), imsi.to_string());
        let request = CancelLocationRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: host,
            destination_realm: realm,
            user_name: &user_name,
            cancellation_type: CancellationType(kind),
            clr_flags: mme.then_some(ClrFlags::S6A_S6D_INDICATOR),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read =
            |message: &Message| CancelLocationAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(host, realm, out, read)
    }

    fn insert_subscriber_data(&self, imsi: Imsi, insert: &Insert<'_>) -> Hearing {
        let (session_id, user_name) = (self.session_id(), imsi.to_string());
        let texts = subscription_data::Texts::of(&insert.data);
        let (host, realm) = (&insert.node.host, &insert.node.realm);
        let request = InsertSubscriberDataRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: host,
            destination_realm: realm,
            user_name: &user_name,
            subscription_data: subscription_data::told(&insert.data, &texts),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read =
            |message: &Message| InsertSubscriberDataAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(host, realm, out, read)
    }

    fn delete_subscriber_data(&self, imsi: Imsi, delete: &Delete<'_>) -> Hearing {
        let (session_id, user_name) = (self.session_id(), imsi.to_string());
        let (host, realm) = (&delete.node.host, &delete.node.realm);
        let request = DeleteSubscriberDataRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: host,
            destination_realm: realm,
            user_name: &user_name,
            dsr_flags: DsrFlags::from_bits_retain(delete.parts.bits()),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read =
            |message: &Message| DeleteSubscriberDataAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(host, realm, out, read)
    }

    fn reset(&self, host: &Name, realm: &Name, user_ids: &[Box<str>]) -> Hearing {
        let session_id = self.session_id();
        let request = ResetRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: host,
            destination_realm: realm,
            // Not Reset-IDs (§7.3.184), which a node needs the feature of that name for: every node knows User-Ids.
            user_id: user_ids.iter().map(|user_id| &**user_id).collect(),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        self.send(host, realm, out, |message| ResetAnswer::decode(message).ok().map(|answer| answer.outcome))
    }

    fn restore_pcscf(&self, imsi: Imsi, node: &ServingNode, barred: Barrings) -> Hearing {
        let (session_id, user_name) = (self.session_id(), imsi.to_string());
        let request = InsertSubscriberDataRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: &node.host,
            destination_realm: &node.realm,
            user_name: &user_name,
            subscription_data: subscription_data::status(barred),
            idr_flags: Some(IdrFlags::P_CSCF_RESTORATION_REQUEST),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read =
            |message: &Message| InsertSubscriberDataAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(&node.host, &node.realm, out, read)
    }
}
