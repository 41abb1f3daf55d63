//! PUR: a node forgot the subscriber after long silence (TS 29.272 §5.2.1.3).

use super::super::{Decision, Hss, Refusal};
use super::{Asker, EpsLoaded};
use crate::{records::EpsRegistration, store::ChangeSet};

/// What the node says.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// User-Name: the IMSI.
    pub user_name: &'a str,
    /// Who says so.
    pub asker: Asker<'a>,
    /// What a combined node purged: both where it does not say.
    pub mme: bool,
    /// The SGSN part.
    pub sgsn: bool,
}

/// What the node is told: which temporary identities it must not give to others for a while (PUA-Flags).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answer {
    /// Freeze M-TMSI.
    pub freeze_m_tmsi: bool,
    /// Freeze P-TMSI.
    pub freeze_p_tmsi: bool,
}

/// Decides a PUR.
pub fn decide(loaded: &EpsLoaded, request: &Request<'_>, hss: &Hss) -> Decision<Answer> {
    // 1. Who says so must be the node it names (5003). 2. The IMSI has to be known (5001).
    let refused = request.asker.may_ask(&hss.eps, None).and_then(|()| loaded.subscriber(request.user_name));
    if let Err(refusal) = refused {
        return Decision::unchanged(Err::<Answer, Refusal>(refusal));
    }
    let (before, version) = loaded.registration();
    // 3. Of the node that is registered, the purge is noted, and its temporary identity frozen. Of another one, nothing is known any more: it
    // may well forget.
    let Some(before) = before else { return Decision::unchanged(Ok(Answer::default())) };
    let mut after: EpsRegistration = before.clone();
    let mut answer = Answer::default();
    if let Some(mme) = after.mme.as_mut().filter(|node| request.mme && request.asker.is(node)) {
        (mme.purged, answer.freeze_m_tmsi) = (true, true);
    }
    if let Some(sgsn) = after.sgsn.as_mut().filter(|node| request.sgsn && request.asker.is(node)) {
        (sgsn.purged, answer.freeze_p_tmsi) = (true, true);
    }
    let changes = if after == *before { ChangeSet::new() } else { ChangeSet::new().put(after, version) };
    Decision { reply: Ok(answer), changes, tasks: Vec::new() }
}
