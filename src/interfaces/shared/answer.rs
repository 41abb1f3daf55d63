//! What the answers of all interfaces have in common.

use super::Origin;
use crate::{
    diameter::{
        codec::{DecodeError, Message, ResultCode},
        dictionary::{
            TGPP,
            base::{Echo, ErrorAnswer, Outcome},
        },
    },
    domain::hss::Code,
};
use bytes::BytesMut;

/// A result on the wire: Result-Code or Experimental-Result, never both.
pub(crate) fn outcome(code: Code) -> Outcome {
    if code.is_experimental() {
        Outcome::experimental(TGPP, code.number())
    } else {
        Outcome::Base(ResultCode(code.number()))
    }
}

/// An answer in the grammar of errors (RFC 6733 §7.2).
pub(crate) fn error(origin: &Origin, message: &Message, error: &DecodeError, out: &mut BytesMut) {
    ErrorAnswer { origin_host: &origin.host, origin_realm: &origin.realm, error, error_message: None }
        .encode(&message.header, Echo::of(message.as_bytes()), out);
}

/// The fields that every answer to a request of 3GPP has, taken over from its request:
/// `answer!(UserAuthorizationAnswer, cx::VENDOR_SPECIFIC_APPLICATION_ID, desk, request, code; …)`.
macro_rules! answer {
    ($type:ident, $application:expr, $desk:expr, $request:ident, $code:expr; $($field:ident $(: $value:expr)?),* $(,)?) => {
        $type {
            session_id: $request.session_id,
            vendor_specific_application_id: $application,
            outcome: $crate::interfaces::shared::answer::outcome($code),
            auth_session_state: $crate::diameter::dictionary::base::AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &$desk.origin.host,
            origin_realm: &$desk.origin.realm,
            proxy_info: $request.proxy_info.clone(),
            $($field $(: $value)?,)*
            ..Default::default()
        }
    };
}
pub(crate) use answer;
