//! The client direction: RTR and PPR to the AAA server that serves a subscriber (TS 29.273 §8.2.2.2, §8.2.2.4).

use super::user_data;
use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::AuthSessionState,
            cx::{DeregistrationReason, ReasonCode},
            swx::{
                Non3gppUserData, PprFlags, PushProfileAnswer, PushProfileRequest,
                RegistrationTerminationAnswer, RegistrationTerminationRequest,
                VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    domain::hss::wlan::user_data::Non3gppData,
    interfaces::shared::network::{Peers, Sending},
    procedures::network::{AaaServers, Hearing},
    records::WlanRegistration,
    types::Name,
};
use bytes::BytesMut;

impl<P: Peers> AaaServers for Sending<P> {
    fn end_registration(&self, user_name: &str, host: &Name, realm: &Name, reason: u32) -> Hearing {
        let session_id = self.session_id();
        let request = RegistrationTerminationRequest {
            session_id: &session_id,
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: host,
            destination_realm: realm,
            user_name,
            deregistration_reason: DeregistrationReason {
                reason_code: ReasonCode(reason),
                reason_info: None,
            },
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read = |message: &Message| {
            RegistrationTerminationAnswer::decode(message).ok().map(|answer| answer.outcome)
        };
        self.send(host, realm, out, read)
    }

    fn push_user_data(&self, server: &WlanRegistration, data: &Non3gppData<'_>) -> Hearing {
        let texts = user_data::Texts::of(data);
        self.push(server, Some(user_data::told(data, &texts)), None)
    }

    fn restore_pcscf_over_wlan(&self, server: &WlanRegistration) -> Hearing {
        self.push(server, None, Some(PprFlags::P_CSCF_RESTORATION_REQUEST))
    }
}

impl<P: Peers> Sending<P> {
    /// A PPR, with what it is for.
    fn push(
        &self,
        server: &WlanRegistration,
        non_3gpp_user_data: Option<Non3gppUserData<'_>>,
        ppr_flags: Option<PprFlags>,
    ) -> Hearing {
        let session_id = self.session_id();
        let request = PushProfileRequest {
            session_id: &session_id,
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: &server.host,
            destination_realm: &server.realm,
            user_name: &server.user_name,
            non_3gpp_user_data,
            ppr_flags,
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let read = |message: &Message| PushProfileAnswer::decode(message).ok().map(|answer| answer.outcome);
        self.send(&server.host, &server.realm, out, read)
    }
}
