//! The client direction: RAR and ASR to whoever charges a session here (RFC 8506 §5.5, RFC 6733 §8.5).

use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::ReAuthRequestType,
            ro::{APPLICATION, AbortSessionAnswer, AbortSessionRequest, ReAuthAnswer, ReAuthRequest},
        },
    },
    interfaces::shared::network::{Peers, Sending},
    procedures::network::{ChargedClients, Hearing},
    records::ChargingSession,
};
use bytes::BytesMut;

impl<P: Peers> ChargedClients for Sending<P> {
    fn reauthorize(&self, session: &ChargingSession) -> Hearing {
        // Without a rating group it is about all of the session.
        let request = ReAuthRequest {
            session_id: &session.session_id,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_realm: &session.realm,
            destination_host: &session.host,
            auth_application_id: APPLICATION,
            re_auth_request_type: ReAuthRequestType::AUTHORIZE_ONLY,
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read = |message: &Message| ReAuthAnswer::decode(message).ok().map(|answer| answer.outcome.into());
        self.send(&session.host, &session.realm, out, read)
    }

    fn abort(&self, session: &ChargingSession) -> Hearing {
        let request = AbortSessionRequest {
            session_id: &session.session_id,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_realm: &session.realm,
            destination_host: &session.host,
            auth_application_id: APPLICATION,
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read =
            |message: &Message| AbortSessionAnswer::decode(message).ok().map(|answer| answer.outcome.into());
        self.send(&session.host, &session.realm, out, read)
    }
}
