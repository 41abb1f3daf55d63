//! The client direction: PNR to an application server that watches (TS 29.329 §6.1.7, §6.1.8).

use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::AuthSessionState,
            sh::{
                PushNotificationAnswer, PushNotificationRequest, UserIdentity, VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    interfaces::shared::network::{Peers, Sending},
    procedures::network::{ApplicationServers, Hearing, Notification},
};
use bytes::BytesMut;

impl<P: Peers> ApplicationServers for Sending<P> {
    fn notify(&self, what: &Notification<'_>) -> Hearing {
        let session_id = self.session_id();
        let subscription = what.subscription;
        let request = PushNotificationRequest {
            session_id: &session_id,
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: &subscription.host,
            destination_realm: &subscription.realm,
            user_identity: UserIdentity {
                public_identity: Some(&subscription.asked),
                ..UserIdentity::default()
            },
            wildcarded_public_identity: what.wildcarded_service,
            wildcarded_impu: what.wildcarded_user,
            user_name: subscription.private_identity.as_deref(),
            user_data: what.user_data.as_bytes(),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read =
            |message: &Message| PushNotificationAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(&subscription.host, &subscription.realm, out, read)
    }
}
