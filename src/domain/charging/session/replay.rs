//! Repetitions (RFC 8506 §5.7): a request that was decided is decided.

use super::{Refusal, Request};
use crate::records::{Answer, ChargingSession};

/// So many decisions are kept of a session, those of the highest numbers: as many as a client has under way at once, and some.
const KEPT: usize = 6;

/// What `request` was answered before, if it was.
///
/// # Errors
/// [`Refusal::Conflict`]: its number was used for something else. [`Refusal::TooOld`]: it was decided so long ago that nobody knows the answer; it moves nothing again.
pub(super) fn replay(session: &ChargingSession, request: &Request<'_>) -> Result<Option<Answer>, Refusal> {
    let mut decided = session.decided.iter();
    let before = decided.find(|one| one.kind == request.kind as u8 && one.number == request.number);
    let Some(before) = before else {
        return match session.forgotten {
            Some(last) if request.number <= last => Err(Refusal::TooOld { number: request.number, last }),
            _ => Ok(None),
        };
    };
    if before.digest == request.digest() {
        Ok(Some(before.answer()))
    } else {
        Err(Refusal::Conflict { number: request.number })
    }
}

/// Keeps what `request` was answered.
pub(super) fn remember(session: &mut ChargingSession, request: &Request<'_>, answer: &Answer) {
    let request = (request.kind as u8, request.number, request.digest());
    if let Some(gone) = session.decided.add(request, answer, KEPT) {
        session.forgotten = session.forgotten.max(Some(gone));
    }
}
