//! What the answers of all commands have in common.

use crate::{
    diameter::{
        codec::{AvpDef, AvpFlags, DecodeError, Message, ResultCode},
        dictionary::{
            TGPP,
            cx::{SupportedFeatures, avps},
            sh::{self, UserIdentity},
        },
    },
    domain::hss::{
        Refusal,
        sh::{ShFeatures, Whom},
    },
};

/// User-Identity and User-Name of a request.
pub(super) fn whom<'a>(identity: &UserIdentity<'a>, private: Option<&'a str>) -> Result<Whom<'a>, Refusal> {
    Whom::read(identity.public_identity, identity.msisdn, identity.external_identifier, private)
}

/// Service-Indications as text; one that is none names nothing.
pub(super) fn services<'a>(indications: &[&'a [u8]]) -> Vec<&'a str> {
    indications.iter().map(|octets| std::str::from_utf8(octets).unwrap_or("(not UTF-8)")).collect()
}

/// The error of a refusal whose answer has to show an AVP: one that is missing, or whose value cannot be (RFC 6733 §7.5).
pub(super) fn with_failed_avp(refusal: &Refusal, message: &Message) -> Option<DecodeError> {
    let missing = |avp: &'static AvpDef| Some(DecodeError::missing(avp));
    match refusal {
        Refusal::Missing("Service-Indication") => missing(&sh::avps::SERVICE_INDICATION),
        Refusal::Missing("Server-Name") => missing(&avps::SERVER_NAME),
        Refusal::Missing("Requested-Domain") => missing(&sh::avps::REQUESTED_DOMAIN),
        Refusal::Missing("DSAI-Tag") => missing(&sh::avps::DSAI_TAG),
        Refusal::Missing(_) => missing(&avps::PUBLIC_IDENTITY),
        Refusal::UnreadableData(_) => {
            let avp = message.avps().find(&sh::avps::USER_DATA)?;
            Some(avp.error(ResultCode::INVALID_AVP_VALUE))
        }
        _ => None,
    }
}

/// The features that both sides have, by the Supported-Features of a request.
///
/// # Errors
/// 5011 where one with the M bit names a feature that is not served here (TS 29.229 §7.2.1).
pub(super) fn features(message: &Message, asked: &[SupportedFeatures]) -> Result<ShFeatures, Refusal> {
    let mut common = ShFeatures::empty();
    let sent = message.avps().map_while(Result::ok).filter(|avp| avp.is(&avps::SUPPORTED_FEATURES));
    for (features, avp) in asked.iter().zip(sent).filter(|(features, _)| features.vendor_id == TGPP) {
        let required = avp.flags.contains(AvpFlags::MANDATORY);
        common |= ShFeatures::negotiate(features.feature_list_id, features.feature_list, required)?;
    }
    Ok(common)
}

/// Supported-Features of the answer: what is served here, for who asked.
pub(super) fn supported(asked: &[SupportedFeatures]) -> Vec<SupportedFeatures> {
    if asked.is_empty() {
        return Vec::new();
    }
    let served = ShFeatures::SERVED.bits();
    vec![SupportedFeatures { vendor_id: TGPP, feature_list_id: ShFeatures::LIST, feature_list: served }]
}

/// The fields that every answer of Sh has, taken over from its request: `answer!(UserDataAnswer, sh, request, code; …)`.
macro_rules! answer {
    ($type:ident, $sh:ident, $request:ident, $code:expr; $($fields:tt)*) => {
        $crate::interfaces::shared::answer::answer!(
            $type, $crate::diameter::dictionary::sh::VENDOR_SPECIFIC_APPLICATION_ID, $sh.desk, $request, $code;
            supported_features: $crate::interfaces::sh::answer::supported(&$request.supported_features),
            $($fields)*
        )
    };
}
pub(super) use answer;
