//! Repetitions (RFC 8506 §5.7): a request that was decided is decided.

use super::{Refusal, Request};
use crate::records::{Answer, ChargingSession, Decided};

/// So many decisions are kept of a session: as many as a client has under way at once, and some.
const KEPT: usize = 6;

/// What `request` was answered before, if it was.
///
/// # Errors
/// [`Refusal::Conflict`]: its number was used for something else.
pub(super) fn replay<'s>(
    session: &'s ChargingSession,
    request: &Request<'_>,
) -> Result<Option<&'s Answer>, Refusal> {
    let same = |decided: &&Decided| decided.kind == request.kind as u8 && decided.number == request.number;
    let Some(before) = session.decided.iter().rev().find(same) else { return Ok(None) };
    if before.digest == request.digest() {
        Ok(Some(&before.answer))
    } else {
        Err(Refusal::Conflict { number: request.number })
    }
}

/// Keeps what `request` was answered.
pub(super) fn remember(session: &mut ChargingSession, request: &Request<'_>, answer: &Answer) {
    let mut decided = std::mem::take(&mut session.decided).into_vec();
    if decided.len() >= KEPT {
        decided.remove(0);
    }
    let (kind, number) = (request.kind as u8, request.number);
    decided.push(Decided { kind, number, digest: request.digest(), answer: answer.clone() });
    session.decided = decided.into();
}
