//! What the answers of S6a have in common.

use crate::{
    diameter::{
        codec::{DecodeError, ResultCode},
        dictionary::s6a::{ErrorDiagnostic, avps},
    },
    domain::hss::Refusal,
    types::Plmn,
};

/// Visited-PLMN-Id, read.
///
/// # Errors
/// 5004 where its octets are no network's.
pub(super) fn plmn(octets: &[u8]) -> Result<Plmn, DecodeError> {
    let read = <[u8; 3]>::try_from(octets).ok().and_then(Plmn::from_octets);
    read.ok_or_else(|| DecodeError::plain(ResultCode::INVALID_AVP_VALUE))
}

/// What an answer says of a refusal beside its code: 5420 whether there is GPRS data instead, which is not kept here; 5004 which barring a node would
/// have to enforce (TS 29.272 §7.3.128).
pub(super) const fn diagnostic(refusal: Option<&Refusal>) -> Option<ErrorDiagnostic> {
    match refusal {
        Some(Refusal::NoEps(_) | Refusal::EpsDisabled(_) | Refusal::GsmSim(_)) => {
            Some(ErrorDiagnostic::NO_GPRS_DATA_SUBSCRIBED)
        }
        Some(Refusal::OdbAllApn) => Some(ErrorDiagnostic::ODB_ALL_APN),
        Some(Refusal::OdbHomeApn) => Some(ErrorDiagnostic::ODB_HPLMN_APN),
        Some(Refusal::OdbVisitedApn) => Some(ErrorDiagnostic::ODB_VPLMN_APN),
        _ => None,
    }
}

/// The error of a refusal whose answer has to show an AVP: one that is missing (RFC 6733 §7.5).
pub(super) fn with_failed_avp(refusal: &Refusal) -> Option<DecodeError> {
    match refusal {
        Refusal::Missing(_) => Some(DecodeError::missing(&avps::REQUESTED_EUTRAN_AUTHENTICATION_INFO)),
        _ => None,
    }
}

/// The fields that every answer of S6a has, taken over from its request: `answer!(PurgeUeAnswer, s6a, request, code; …)`.
macro_rules! answer {
    ($type:ident, $s6a:ident, $request:ident, $code:expr; $($fields:tt)*) => {
        $crate::interfaces::shared::answer::answer!(
            $type, Some($crate::diameter::dictionary::s6a::VENDOR_SPECIFIC_APPLICATION_ID), $s6a.desk, $request, $code;
            $($fields)*
        )
    };
}
pub(super) use answer;
