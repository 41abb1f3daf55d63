//! The client direction: RTR and PPR to the S-CSCF that serves a user (TS 29.229 §6.1.9 to §6.1.12).

use super::{Origin, multimedia_auth::sip_digest, server_assignment::charging};
use crate::{
    diameter::{
        codec::{Message, ResultCode},
        dictionary::{
            base::{AuthSessionState, Outcome},
            cx::{
                AssociatedIdentities, DeregistrationReason, PushProfileAnswer, PushProfileRequest,
                ReasonCode, RegistrationTerminationAnswer, RegistrationTerminationRequest, SipAuthDataItem,
                VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    domain::hss::{Code, profile_push::Push},
    procedures::network::{Deregister, Heard, Hearing, Network},
    records::AuthScheme,
    types::{Name, Timestamp},
};
use bytes::{Bytes, BytesMut};
use std::{
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicU32, Ordering},
};

/// The answer to a request that is on its way.
pub type Answering = Pin<Box<dyn Future<Output = Result<Message, Undelivered>> + Send>>;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// No open connection leads to the peer, or it was lost before the answer: to be tried again.
    #[error("no connection to the peer is open")]
    NoConnection,
    /// It was sent, and nothing came back in time.
    #[error("the peer did not answer in time")]
    NoAnswer,
}

/// The Diameter node, as far as it is needed to send requests.
pub trait Peers: Send + Sync + 'static {
    /// Sends a whole request to the node `host` of `realm`. Hop-by-Hop and End-to-End Identifier are the node's to fill in; it also limits the time
    /// an answer may take.
    fn request(&self, host: &Name, realm: &Name, request: Bytes) -> Answering;
}

/// [`Network`] over Cx.
#[derive(Debug)]
pub struct CxNetwork<P> {
    peers: P,
    origin: Origin,
    started: u32,
    sessions: AtomicU32,
}

impl<P: Peers> CxNetwork<P> {
    /// Sends as `origin` through `peers`.
    pub fn new(peers: P, origin: Origin, now: Timestamp) -> Self {
        // RFC 6733 §8.8: the high half of a Session-Id is the time of the start, so that none comes twice after a restart.
        let started = (now.0 / 1000) as u32;
        Self { peers, origin, started, sessions: AtomicU32::new(0) }
    }

    fn session_id(&self) -> String {
        let low = self.sessions.fetch_add(1, Ordering::Relaxed);
        format!("{};{};{low}", self.origin.host, self.started)
    }

    fn send(
        &self,
        host: &Name,
        realm: &Name,
        out: BytesMut,
        read: fn(&Message) -> Option<Outcome>,
    ) -> Hearing {
        let answering = self.peers.request(host, realm, out.freeze());
        Box::pin(async move {
            match answering.await {
                Ok(message) => {
                    read(&message).map_or(Heard::Refused("the answer cannot be read".into()), heard)
                }
                Err(Undelivered::NoConnection) => Heard::Unreachable,
                Err(Undelivered::NoAnswer) => Heard::Silence,
            }
        })
    }
}

impl<P: Peers> Network for CxNetwork<P> {
    fn deregister(&self, what: &Deregister<'_>) -> Hearing {
        let session_id = self.session_id();
        let associated: Vec<&str> = what.associated.iter().map(|private| &**private).collect();
        let request = RegistrationTerminationRequest {
            session_id: &session_id,
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: &what.scscf.host,
            destination_realm: &what.scscf.realm,
            user_name: what.impi,
            associated_identities: (!associated.is_empty())
                .then_some(AssociatedIdentities { user_name: associated }),
            // All of them, always: Kamailio does not answer an RTR without.
            public_identity: what.impus.iter().map(|impu| impu.as_str()).collect(),
            deregistration_reason: DeregistrationReason {
                reason_code: ReasonCode(what.reason),
                reason_info: Some(what.info).filter(|info| !info.is_empty()),
            },
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read = |message: &Message| {
            RegistrationTerminationAnswer::decode(message).ok().map(|answer| answer.outcome)
        };
        self.send(&what.scscf.host, &what.scscf.realm, out, read)
    }

    fn push_profile(&self, push: &Push<'_>) -> Hearing {
        let session_id = self.session_id();
        let request = PushProfileRequest {
            session_id: &session_id,
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: &push.scscf.host,
            destination_realm: &push.scscf.realm,
            user_name: &push.impi,
            user_data: push.user_data.as_deref().map(str::as_bytes),
            charging_information: push.charging.map(charging),
            sip_auth_data_item: push.digest.as_ref().map(|digest| SipAuthDataItem {
                sip_authentication_scheme: Some(AuthScheme::SipDigest.name()),
                sip_digest_authenticate: Some(sip_digest(&digest.realm, digest.ha1.expose())),
                ..Default::default()
            }),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read = |message: &Message| PushProfileAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(&push.scscf.host, &push.scscf.realm, out, read)
    }
}

fn heard(outcome: Outcome) -> Heard {
    match outcome {
        outcome if outcome.is_success() => Heard::Done,
        Outcome::Experimental(result) if result.code == Code::UserUnknown.number() => Heard::UnknownUser,
        Outcome::Experimental(result) if result.code == Code::TooMuchData.number() => Heard::TooMuchData,
        // The peer, or a node on the way to it, cannot just now.
        Outcome::Base(code) if code.is_protocol_error() && code != ResultCode::COMMAND_UNSUPPORTED => {
            Heard::Unreachable
        }
        Outcome::Base(ResultCode::COMMAND_UNSUPPORTED) => Heard::NotServed,
        Outcome::Base(code) => Heard::Refused(code.to_string().into()),
        Outcome::Experimental(result) => {
            let named = Code::ALL.iter().find(|code| code.is_experimental() && code.number() == result.code);
            Heard::Refused(named.map_or_else(|| result.code.to_string(), |code| code.to_string()).into())
        }
    }
}
