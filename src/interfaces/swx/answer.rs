//! What the answers of SWx have in common.

use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::{base::avps::SERVICE_SELECTION, swx::avps::ANID},
    },
    domain::hss::Refusal,
};

/// The error of a refusal whose answer has to show an AVP: one that is missing (RFC 6733 §7.5).
pub(super) fn with_failed_avp(refusal: &Refusal) -> Option<DecodeError> {
    match refusal {
        Refusal::Missing("ANID") => Some(DecodeError::missing(&ANID)),
        Refusal::Missing(_) => Some(DecodeError::missing(&SERVICE_SELECTION)),
        _ => None,
    }
}

/// 3GPP-AAA-Server-Name: the AAA server that serves, where another one asks.
pub(super) fn server_name(refusal: Option<&Refusal>) -> Option<&str> {
    match refusal {
        Some(Refusal::OtherAaaServer(name)) => Some(name),
        _ => None,
    }
}

/// The text of a Visited-Network-Identifier; octets that are no text name no network.
pub(super) fn network_name(octets: &[u8]) -> &str {
    std::str::from_utf8(octets).unwrap_or_default()
}

/// The fields that every answer of SWx has, taken over from its request: `answer!(ServerAssignmentAnswer, swx, request, code; …)`.
macro_rules! answer {
    ($type:ident, $swx:ident, $request:ident, $code:expr; $($fields:tt)*) => {
        $crate::interfaces::shared::answer::answer!(
            $type, $crate::diameter::dictionary::swx::VENDOR_SPECIFIC_APPLICATION_ID, $swx.desk, $request, $code;
            $($fields)*
        )
    };
}
pub(super) use answer;
