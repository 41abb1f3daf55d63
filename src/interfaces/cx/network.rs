//! The client direction: RTR and PPR to the S-CSCF that serves a user (TS 29.229 §6.1.9 to §6.1.12).

use super::{multimedia_auth::sip_digest, server_assignment::charging};
use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::AuthSessionState,
            cx::{
                AssociatedIdentities, DeregistrationReason, PushProfileAnswer, PushProfileRequest,
                ReasonCode, RegistrationTerminationAnswer, RegistrationTerminationRequest, SipAuthDataItem,
                VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    domain::hss::profile_push::Push,
    interfaces::shared::network::{Peers, Sending},
    procedures::network::{Deregister, Hearing, Scscfs},
    records::AuthScheme,
};
use bytes::BytesMut;

impl<P: Peers> Scscfs for Sending<P> {
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
