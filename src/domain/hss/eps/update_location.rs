//! ULR: a node begins to serve the subscriber, or goes on to (TS 29.272 §5.2.1.1).

use super::super::{Decision, Hss, Refusal};
use super::{
    Asker, EpsLoaded, EpsParty,
    barring::Barrings,
    cancel_location::{Cancellation, cancel},
    profile::Restrictions,
    subscription_data::{REGIONAL_SUBSCRIPTION, SubscriptionData, told_node},
};
use crate::{
    records::{EpsRegistration, Gateway, NodeLcs, ServingNode, Task, Terminal},
    store::ChangeSet,
    types::{Name, Plmn, Timestamp},
};
use std::borrow::Cow;

/// The features of list 1 that are served here (TS 29.272 §7.3.10): the nine of operator determined barring, regional subscription, the question for
/// state and place, an additional MSISDN.
pub const FEATURES: u32 = Barrings::ODB.bits() | REGIONAL_SUBSCRIPTION | 1 << 28 | 1 << 31;

/// What the node says.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// User-Name: the IMSI.
    pub user_name: &'a str,
    /// Who asks.
    pub asker: Asker<'a>,
    /// Visited-PLMN-Id.
    pub visited: Plmn,
    /// RAT-Type (TS 29.212 §5.3.31).
    pub rat_type: u32,
    /// The request came over S6a, from an MME; else over S6d, from an SGSN.
    pub mme: bool,
    /// Single-Registration-Indication, and Initial-Attach-Indicator: what the other node is told.
    pub single_registration: bool,
    /// Initial-Attach-Indicator.
    pub initial_attach: bool,
    /// Skip-Subscriber-Data: the node has what it needs.
    pub skip_data: bool,
    /// Feature-List 1.
    pub features: u32,
    /// Terminal-Information.
    pub terminal: Option<Terminal>,
    /// Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions.
    pub homogeneous_ims_voice: Option<bool>,
    /// UE-SRVCC-Capability.
    pub srvcc: Option<bool>,
    /// GMLC-Address, SGSN-Number and Feature-List 2: what GMLCs are told of the node.
    pub lcs: NodeLcs,
    /// Active-APN: the gateways in use; empty where the node tells of none.
    pub gateways: Vec<Gateway>,
}

/// What the node is told.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The subscription data, unless the node has them.
    pub data: Option<SubscriptionData<'a>>,
}

/// Decides a ULR.
pub fn decide<'a>(
    loaded: &'a EpsLoaded,
    request: &Request<'_>,
    hss: &'a Hss,
    now: Timestamp,
) -> Decision<Answer<'a>> {
    match admitted(loaded, request, hss) {
        Ok(party) => {
            let (changes, tasks) = register(loaded, party, request, now);
            let home = hss.eps.is_home(request.visited, party.subscriber.imsi);
            // A node that is not known to serve was told of no change: what it has may be old, whatever it says (after a Reset, for one).
            let skip = request.skip_data && was_told(loaded, request);
            let data = (!skip).then(|| told_node(party, request.features, home));
            Decision { reply: Ok(Answer { data }), changes, tasks }
        }
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

/// True for the node that serves already as it does now, did not purge the subscriber, and was brought every change.
fn was_told(loaded: &EpsLoaded, request: &Request<'_>) -> bool {
    let (registration, _) = loaded.registration();
    let node =
        registration.and_then(|known| if request.mme { known.mme.as_ref() } else { known.sgsn.as_ref() });
    // What it is told of the barring and of zones goes by its network and its features.
    let alike = |node: &ServingNode| (node.visited, node.features) == (request.visited, request.features);
    node.is_some_and(|node| !node.purged && !node.behind && request.asker.is(node) && alike(node))
}

fn admitted<'a>(loaded: &'a EpsLoaded, request: &Request<'_>, hss: &'a Hss) -> Result<EpsParty<'a>, Refusal> {
    // 1. Who asks must be allowed to serve where it says it does (5003).
    request.asker.may_ask(&hss.eps, Some(request.visited))?;
    // 2. The IMSI has to be known (5001), and to have an EPS contract (5420).
    let party = loaded.party(request.user_name, hss)?;
    // 3. The node has to be one that may serve there: by roaming, and by what the operator bars (5004).
    party.may_be_served(request.visited, request.features, hss)?;
    // 4. The RAT has to be allowed (5421).
    if party.profile.restrictions().intersects(restriction_of(request.rat_type)) {
        return Err(Refusal::RatNotAllowed(request.rat_type));
    }
    Ok(party)
}

/// Access-Restriction-Data's bit for a RAT-Type (TS 29.272 §7.3.31); none for those it cannot forbid.
const fn restriction_of(rat_type: u32) -> Restrictions {
    match rat_type {
        1000 => Restrictions::UTRAN,
        1001 => Restrictions::GERAN,
        1002 => Restrictions::GAN,
        1003 => Restrictions::IHSPA,
        1004 => Restrictions::EUTRAN,
        1005 => Restrictions::NB_IOT,
        _ => Restrictions::empty(),
    }
}

fn register(
    loaded: &EpsLoaded,
    party: EpsParty<'_>,
    request: &Request<'_>,
    now: Timestamp,
) -> (ChangeSet, Vec<Task>) {
    let imsi = party.subscriber.imsi;
    let (before, version) = loaded.registration();
    let mut after = before.cloned().unwrap_or_else(|| EpsRegistration::empty(imsi));
    let mut tasks = Vec::new();
    let (slot, moved) = match request.mme {
        true => (&mut after.mme, Cancellation::MmeUpdate),
        false => (&mut after.sgsn, Cancellation::SgsnUpdate),
    };
    // 5. The node that served until now is told that it no longer does, if it is another one.
    let same = slot.as_ref().filter(|node| request.asker.is(node) && node.visited == request.visited);
    let node = serving(same, request, now);
    let moved_from = slot.replace(node).filter(|old| !request.asker.is(old));
    let new_node = moved_from.is_some();
    tasks.extend(moved_from.map(|old| cancel(imsi, &old, moved, request.mme)));
    // 6. The node of the other kind: with an initial attach the terminal is nowhere else, with a single registration it is in one place only.
    let other = if request.mme { &mut after.sgsn } else { &mut after.mme };
    let kind = match (request.initial_attach, request.mme) {
        (true, _) => Some(Cancellation::InitialAttach),
        (false, true) if request.single_registration => Some(Cancellation::SgsnUpdate),
        _ => None,
    };
    if let Some((kind, old)) = kind.and_then(|kind| Some((kind, other.take()?)))
        && !request.asker.is(&old)
    {
        tasks.push(cancel(imsi, &old, kind, !request.mme));
    }
    // 7. Gateways: those the node tells of (a restoration); none where the terminal begins anew.
    if !request.gateways.is_empty() {
        after.gateways = request.gateways.as_slice().into();
    } else if request.initial_attach && (new_node || request.mme) {
        after.gateways = Box::default();
    }
    let changes = match before == Some(&after) {
        true => ChangeSet::new(),
        false => ChangeSet::new().put(after, version),
    };
    (changes, tasks)
}

/// The serving node as it stands after this request; `same` where it served already: what it does not repeat still holds.
fn serving(same: Option<&ServingNode>, request: &Request<'_>, now: Timestamp) -> ServingNode {
    ServingNode {
        host: same.map_or_else(|| Name::new(request.asker.host), |node| node.host.clone()),
        realm: Name::new(request.asker.realm),
        visited: request.visited,
        since: same.map_or(now, |node| node.since),
        purged: false,
        behind: false,
        features: request.features,
        terminal: request.terminal.clone().or_else(|| same?.terminal.clone()),
        homogeneous_ims_voice: request.homogeneous_ims_voice.or_else(|| same?.homogeneous_ims_voice),
        srvcc: request.srvcc.unwrap_or_else(|| same.is_some_and(|node| node.srvcc)),
        lcs: NodeLcs {
            gmlc: request.lcs.gmlc.or_else(|| same?.lcs.gmlc),
            number: request.lcs.number.or_else(|| same?.lcs.number),
            optimized: request.lcs.optimized,
        },
    }
}

/// The network identifier of an APN as nodes write it: in lower case, without the operator identifier (TS 23.003 §9.1.2).
pub fn network_identifier(apn: &str) -> Cow<'_, str> {
    let lower = match apn.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(apn.to_ascii_lowercase()),
        false => Cow::Borrowed(apn),
    };
    match lower.find(".mnc").filter(|_| lower.ends_with(".gprs")) {
        Some(end) => Cow::Owned(lower[..end].to_owned()),
        None => lower,
    }
}
