//! SLg: what an MME reports of a user's place (TS 29.172 §6.3), whether it is believed, and what it is answered.

use super::{
    Hss, Refusal,
    eps::{Asker, EpsLoaded},
    lcs::Target,
};
use crate::types::{Imsi, Name};

/// Why a place is reported (Location-Event, TS 29.172 §7.4.20), as far as that makes a difference to the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An emergency call: whoever takes it has the GMLC tell it.
    OfTheNetwork,
    /// MO_LR: the terminal wants to know, or a third party to be told.
    OfTheTerminal,
    /// What a client is said to have asked for earlier, or a third party is to be told from now on.
    OfARequest,
}

/// What an MME reports.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// Who reports.
    pub asker: Asker<'a>,
    /// It is one of the MMEs that speak SLg (`location.slg`).
    pub speaks_slg: bool,
    /// Of whom.
    pub user: Target<'a>,
    /// The terminal is named, too: an emergency call needs no SIM.
    pub imei: bool,
    /// Why.
    pub event: Event,
    /// A client is to be told that is not this node.
    pub for_another: bool,
}

/// Whose place is believed, and whom.
#[derive(Debug, Clone, Copy)]
pub struct Believed<'a> {
    /// The user.
    pub imsi: Imsi,
    /// The MME, by the name it serves under.
    pub mme: &'a Name,
}

/// Decides an LRR: of whom the reported place is believed, and why the report is refused. A place is good to know even where nobody waits for it.
pub fn decide<'a>(
    loaded: &'a EpsLoaded,
    report: &Report<'_>,
    hss: &Hss,
) -> (Option<Believed<'a>>, Option<Refusal>) {
    match believed(loaded, report, hss) {
        Err(refusal) => (None, Some(refusal)),
        Ok(believed) => (Some(believed), unserved(report).then_some(Refusal::NoLcsClient)),
    }
}

fn believed<'a>(loaded: &'a EpsLoaded, report: &Report<'_>, hss: &Hss) -> Result<Believed<'a>, Refusal> {
    let host = report.asker.host;
    // 1. The MME has to be one of ours (5490), and to be the one it says it is (5003).
    if !report.speaks_slg {
        return Err(Refusal::MayNotReport(host.into()));
    }
    report.asker.speaks_for_itself(&hss.eps)?;
    // 2. It has to name a user (5005); a terminal without one is nobody's whom a client here would ask for (4226).
    if report.user.is_empty() {
        return Err(if report.imei { Refusal::NoLcsClient } else { Refusal::Missing("User-Name") });
    }
    // 3. The user has to be known (5001).
    let subscriber = report.user.find(loaded)?;
    // 4. The MME has to serve the user (5490): who makes an emergency call without a SIM that was checked may say any IMSI.
    let serving = loaded.registration().0.and_then(|now| now.mme.as_ref()).filter(|node| !node.purged);
    let serving = serving.filter(|node| node.host.eq_ignore_ascii_case(host));
    let mme = &serving.ok_or_else(|| Refusal::ReportsOfAnother(host.into()))?.host;
    Ok(Believed { imsi: subscriber.imsi, mme })
}

/// 5. Whoever is to be told has to be known and within reach (4226). That is this node alone; it never asks to be told later.
fn unserved(report: &Report<'_>) -> bool {
    match report.event {
        Event::OfTheNetwork => false,
        Event::OfTheTerminal => report.for_another,
        Event::OfARequest => true,
    }
}
