//! Repetitions (RFC 8506 §5.7): a request that was decided is decided.

use super::{Refusal, Request};
use crate::records::{Answer, ChargingSession, Decided};

/// So many decisions are kept of a session, those of the highest numbers: as many as a client has under way at once, and some.
const KEPT: usize = 6;

/// What `request` was answered before, if it was.
///
/// # Errors
/// [`Refusal::Conflict`]: its number was used for something else. [`Refusal::TooOld`]: it was decided so long ago that nobody knows the answer; it moves nothing again.
pub(super) fn replay<'s>(
    session: &'s ChargingSession,
    request: &Request<'_>,
) -> Result<Option<&'s Answer>, Refusal> {
    let same = |decided: &&Decided| decided.kind == request.kind as u8 && decided.number == request.number;
    let Some(before) = session.decided.iter().rev().find(same) else {
        return match session.forgotten {
            Some(last) if request.number <= last => Err(Refusal::TooOld { number: request.number, last }),
            _ => Ok(None),
        };
    };
    if before.digest == request.digest() {
        Ok(Some(&before.answer))
    } else {
        Err(Refusal::Conflict { number: request.number })
    }
}

/// Keeps what `request` was answered.
pub(super) fn remember(session: &mut ChargingSession, request: &Request<'_>, answer: &Answer) {
    let mut decided = std::mem::take(&mut session.decided).into_vec();
    let (kind, number) = (request.kind as u8, request.number);
    decided.push(Decided { kind, number, digest: request.digest(), answer: answer.clone() });
    if decided.len() > KEPT
        && let Some(least) = (0..decided.len()).min_by_key(|at| decided[*at].number)
    {
        session.forgotten = session.forgotten.max(Some(decided.remove(least).number));
    }
    session.decided = decided.into();
}
