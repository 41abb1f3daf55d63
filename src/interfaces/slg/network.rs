//! The client direction: PLR to the MME that serves a user, and what its PLA comes to (TS 29.172 §7.3.1, §7.3.2).

use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::{AuthSessionState, Outcome},
            slg::{
                AccuracyFulfilmentIndicator, EsmlcCellInfo, LcsEpsClientName, LcsPrivacyCheck,
                LcsPrivacyCheckNonSession, LcsQos, LcsQosClass, ProvideLocationAnswer,
                ProvideLocationRequest, ResponseTime, SlgLocationType, SlgResult, SupportedGadShapes,
                VENDOR_SPECIFIC_APPLICATION_ID,
            },
            tgpp::{LcsClientType, LcsFormatIndicator},
        },
    },
    interfaces::shared::network::{Peers, Sending, Undelivered},
    procedures::positioning::{Located, Locating, NotLocated, Positioning, ProvideLocation},
    types::{Ecgi, geo::Shape},
};
use bytes::BytesMut;

/// LCS-Priority (TS 29.172 §7.4.5): 0 is the highest, for emergencies; the others are one.
const NORMAL_PRIORITY: u32 = 1;

/// The shapes that [`Shape`] reads.
const SHAPES: SupportedGadShapes = SupportedGadShapes::ELLIPSOID_POINT
    .union(SupportedGadShapes::UNCERTAINTY_CIRCLE)
    .union(SupportedGadShapes::UNCERTAINTY_ELLIPSE)
    .union(SupportedGadShapes::POLYGON)
    .union(SupportedGadShapes::ALTITUDE)
    .union(SupportedGadShapes::ALTITUDE_AND_UNCERTAINTY_ELLIPSOID)
    .union(SupportedGadShapes::ELLIPSOID_ARC);

impl<P: Peers> Positioning for Sending<P> {
    fn provide_location(&self, ask: &ProvideLocation<'_>) -> Locating {
        let (session_id, user_name) = (self.session_id(), ask.imsi.to_string());
        let request = ProvideLocationRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: ask.host,
            destination_realm: ask.realm,
            slg_location_type: if ask.last_known {
                SlgLocationType::CURRENT_OR_LAST_KNOWN_LOCATION
            } else {
                SlgLocationType::CURRENT_LOCATION
            },
            user_name: Some(&user_name),
            lcs_eps_client_name: LcsEpsClientName {
                lcs_name_string: Some(ask.client),
                lcs_format_indicator: Some(LcsFormatIndicator::LOGICAL_NAME),
            },
            // Whoever asked us was let in by the operator's configuration.
            lcs_client_type: LcsClientType::PLMN_OPERATOR_SERVICES,
            lcs_priority: Some(NORMAL_PRIORITY),
            // This node did the check of privacy that the home network does (TS 23.271 §9.5.4): the subscriber's privacy class lets who asks be told.
            // Without a word of that the MME would look for privacy exceptions among the subscription data, and there are none.
            lcs_privacy_check_non_session: Some(LcsPrivacyCheckNonSession {
                lcs_privacy_check: LcsPrivacyCheck::ALLOWED_WITHOUT_NOTIFICATION,
            }),
            lcs_qos: Some(LcsQos {
                lcs_qos_class: Some(LcsQosClass::BEST_EFFORT),
                horizontal_accuracy: ask.accuracy.map(|accuracy| accuracy.code().into()),
                response_time: Some(if ask.low_delay {
                    ResponseTime::LOW_DELAY
                } else {
                    ResponseTime::DELAY_TOLERANT
                }),
                ..LcsQos::default()
            }),
            lcs_supported_gad_shapes: Some(SHAPES),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let asking = self.ask(ask.host, ask.realm, out, read);
        Box::pin(async move {
            match asking.await {
                Ok(located) => located,
                Err(Undelivered::NoConnection) => Err(NotLocated::Unreachable),
                Err(Undelivered::NoAnswer) => Err(NotLocated::Silence),
                Err(Undelivered::Unreadable) => Err(NotLocated::Nowhere),
            }
        })
    }
}

/// What a PLA says; `None` where it cannot be read.
fn read(message: &Message) -> Option<Result<Located, NotLocated>> {
    let answer = ProvideLocationAnswer::decode(message).ok()?;
    if !answer.outcome.is_success() {
        return Some(Err(refused(answer.outcome)));
    }
    // Half of what was told is worth more than nothing: a shape that is unknown here does not spoil the cell.
    let located = Located {
        shape: answer.location_estimate.and_then(|octets| Shape::from_octets(octets).ok()),
        accurate: answer
            .accuracy_fulfilment_indicator
            .map(|told| told == AccuracyFulfilmentIndicator::REQUESTED_ACCURACY_FULFILLED),
        age: answer.age_of_location_estimate,
        ecgi: cell(answer.ecgi, answer.esmlc_cell_info.as_ref()),
    };
    let nowhere = located.shape.is_none() && located.ecgi.is_none();
    Some(if nowhere { Err(NotLocated::Nowhere) } else { Ok(located) })
}

/// The cell: as the MME knows it, else as the E-SMLC does. Octets of another length, or of no PLMN, are as good as none.
pub(super) fn cell(ecgi: Option<&[u8]>, by_esmlc: Option<&EsmlcCellInfo<'_>>) -> Option<Ecgi> {
    let read = |octets: &[u8]| octets.try_into().ok().and_then(Ecgi::from_octets);
    ecgi.and_then(read).or_else(|| by_esmlc?.ecgi.and_then(read))
}

fn refused(outcome: Outcome) -> NotLocated {
    let code = match outcome {
        // The MME, or a node on the way to it, cannot just now.
        Outcome::Base(code) if code.is_protocol_error() => return NotLocated::Unreachable,
        Outcome::Base(code) => return NotLocated::Refused(code.0),
        Outcome::Experimental(result) => result.code,
    };
    match SlgResult(code) {
        SlgResult::DIAMETER_ERROR_UNREACHABLE_USER => NotLocated::UnreachableUser,
        SlgResult::DIAMETER_ERROR_SUSPENDED_USER => NotLocated::SuspendedUser,
        SlgResult::DIAMETER_ERROR_DETACHED_USER => NotLocated::DetachedUser,
        SlgResult::DIAMETER_ERROR_POSITIONING_DENIED => NotLocated::PositioningDenied,
        SlgResult::DIAMETER_ERROR_POSITIONING_FAILED => NotLocated::PositioningFailed,
        SlgResult::DIAMETER_ERROR_USER_UNKNOWN => NotLocated::UnknownUser,
        SlgResult::DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK => NotLocated::NotAuthorized,
        SlgResult(other) => NotLocated::Refused(other),
    }
}
