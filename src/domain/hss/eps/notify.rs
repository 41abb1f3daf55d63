//! NOR: a serving node tells which gateways are used, and what else is new (TS 29.272 §5.2.5.1).

use super::super::{Decision, Hss, Refusal};
use super::{
    Asker, EpsLoaded,
    cancel_location::{Cancellation, cancel},
};
use crate::{
    records::{EpsRegistration, Gateway, Task, Terminal},
    store::ChangeSet,
};

/// What the node says.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// User-Name: the IMSI.
    pub user_name: &'a str,
    /// Who says so.
    pub asker: Asker<'a>,
    /// The gateway of one APN: new, or another one.
    pub gateway: Option<Gateway>,
    /// The gateway of the APN is no longer used: its APN is named, and no gateway with it.
    pub gone: Option<&'a str>,
    /// No gateway is used any more (NOR-Flags, Delete all APN and PDN GW identity pairs).
    pub delete_all: bool,
    /// The terminal is registered in one place only.
    pub single_registration: bool,
    /// Terminal-Information.
    pub terminal: Option<Terminal>,
    /// Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions.
    pub homogeneous_ims_voice: Option<bool>,
}

/// Decides a NOR.
pub fn decide(loaded: &EpsLoaded, request: &Request<'_>, hss: &Hss) -> Decision<()> {
    match noted(loaded, request, hss) {
        Ok((changes, tasks)) => Decision { reply: Ok(()), changes, tasks },
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

fn noted(loaded: &EpsLoaded, request: &Request<'_>, hss: &Hss) -> Result<(ChangeSet, Vec<Task>), Refusal> {
    // 1. Who says so must be the node it names (5003). 2. The IMSI has to be known (5001).
    request.asker.may_ask(&hss.eps, None)?;
    let imsi = loaded.subscriber(request.user_name)?.imsi;
    // 3. The node has to be the one that serves (5423).
    let (before, version) = loaded.registration();
    let serves =
        |before: &&EpsRegistration| before.mme.iter().chain(&before.sgsn).any(|node| request.asker.is(node));
    let before =
        before.filter(serves).ok_or_else(|| Refusal::UnknownServingNode(request.asker.host.into()))?;
    let mut after = before.clone();
    // 4. What the terminal is, and what its network can.
    for node in after.mme.iter_mut().chain(&mut after.sgsn).filter(|node| request.asker.is(node)) {
        node.terminal = request.terminal.clone().or_else(|| node.terminal.take());
        node.homogeneous_ims_voice = request.homogeneous_ims_voice.or(node.homogeneous_ims_voice);
    }
    // 5. Gateways: those that are no longer used go, the one that is told of takes the place of its APN's.
    let apn = request.gateway.as_ref().map(|gateway| &*gateway.apn).or(request.gone);
    let kept = after.gateways.iter().filter(|gateway| !request.delete_all && Some(&*gateway.apn) != apn);
    after.gateways = kept.cloned().chain(request.gateway.clone()).take(super::profile::MAX_APNS).collect();
    // 6. Registered in one place only: the SGSN is told, if another node.
    let mut tasks = Vec::new();
    if request.single_registration
        && after.mme.as_ref().is_some_and(|mme| request.asker.is(mme))
        && let Some(sgsn) = after.sgsn.take().filter(|sgsn| !request.asker.is(sgsn))
    {
        tasks.push(cancel(imsi, &sgsn, Cancellation::SgsnUpdate, false));
    }
    let changes = if after == *before { ChangeSet::new() } else { ChangeSet::new().put(after, version) };
    Ok((changes, tasks))
}
