//! What the answers of all commands have in common.

use crate::{
    diameter::{
        codec::{AvpFlags, DecodeError, Message},
        dictionary::{
            TGPP,
            base::avps::USER_NAME,
            cx::{ServerCapabilities, SupportedFeatures, avps},
        },
    },
    domain::hss::{Features, Refusal, Server},
};

/// The error of a refusal whose answer has to show an AVP: one that is missing (RFC 6733 §7.5).
pub(super) fn with_failed_avp(refusal: &Refusal) -> Option<DecodeError> {
    match refusal {
        Refusal::Missing("User-Name") => Some(DecodeError::missing(&USER_NAME)),
        Refusal::Missing(_) => Some(DecodeError::missing(&avps::PUBLIC_IDENTITY)),
        _ => None,
    }
}

/// The features that both sides have, by the Supported-Features of a request.
///
/// # Errors
/// 5011 where one with the M bit names a feature that is not served here (TS 29.229 §7.2.1).
pub(super) fn features(message: &Message, asked: &[SupportedFeatures]) -> Result<Features, Refusal> {
    let mut common = Features::empty();
    if asked.is_empty() {
        return Ok(common);
    }
    let required = message.avps().map_while(Result::ok).filter(|avp| avp.is(&avps::SUPPORTED_FEATURES));
    for (features, avp) in asked.iter().zip(required).filter(|(features, _)| features.vendor_id == TGPP) {
        let required = avp.flags.contains(AvpFlags::MANDATORY);
        common |= Features::negotiate(features.feature_list_id, features.feature_list, required)?;
    }
    Ok(common)
}

/// Supported-Features of the answer: what is served here, for who asked.
pub(super) fn supported(asked: &[SupportedFeatures]) -> Vec<SupportedFeatures> {
    if asked.is_empty() {
        return Vec::new();
    }
    let served = Features::SERVED.bits();
    vec![SupportedFeatures { vendor_id: TGPP, feature_list_id: Features::LIST, feature_list: served }]
}

/// Server-Name and Server-Capabilities.
pub(super) fn server<'a>(server: Server<'a>) -> (Option<&'a str>, Option<ServerCapabilities<'a>>) {
    match server {
        Server::Unnamed => (None, None),
        Server::Name(name) => (Some(name), None),
        Server::Capabilities(capabilities) => {
            let group = ServerCapabilities {
                mandatory_capability: capabilities.mandatory().to_vec(),
                optional_capability: capabilities.optional().to_vec(),
                server_name: capabilities.names().collect(),
            };
            (None, Some(group))
        }
    }
}

/// The fields that every answer of Cx has, taken over from its request: `answer!(UserAuthorizationAnswer, cx, request, code; …)`.
macro_rules! answer {
    ($type:ident, $cx:ident, $request:ident, $code:expr; $($fields:tt)*) => {
        $crate::interfaces::shared::answer::answer!(
            $type, $crate::diameter::dictionary::cx::VENDOR_SPECIFIC_APPLICATION_ID, $cx.desk, $request, $code;
            supported_features: $crate::interfaces::cx::answer::supported(&$request.supported_features),
            $($fields)*
        )
    };
}
pub(super) use answer;
