//! SAR: an AAA server begins to serve the subscriber, ends, or tells of gateways (TS 29.273 §8.1.2.2.2).

use super::{
    super::{
        Decision, Hss, Refusal,
        eps::{Asker, EpsParty, profile::MAX_APNS},
    },
    WlanLoaded,
    registration_termination::{Reason, end},
    subject::may_ask,
    user_data::{EMERGENCY, Non3gppData, told},
};
use crate::{
    records::{Gateway, Task, Terminal, WlanRegistration},
    store::ChangeSet,
    types::{Imsi, Lsn, Name, Timestamp},
};

/// What the AAA server says.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// User-Name: a NAI with the IMSI, or the IMSI.
    pub user_name: &'a str,
    /// Who asks.
    pub asker: Asker<'a>,
    /// Server-Assignment-Type (TS 29.229 §6.3.15).
    pub kind: u32,
    /// The APN that a PGW_UPDATE is about, without its operator identifier.
    pub apn: Option<&'a str>,
    /// The PGW_UPDATE is about the emergency PDN connection (Emergency-Services).
    pub emergency: bool,
    /// Its gateway; `None` where it has none any more.
    pub gateway: Option<Gateway>,
    /// The gateways in use, in a RESTORATION.
    pub active: Vec<Gateway>,
    /// Terminal-Information.
    pub terminal: Option<Terminal>,
}

/// What is answered.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The user data, where they were asked for.
    pub data: Option<Non3gppData<'a>>,
}

/// Decides a SAR.
pub fn decide<'a>(
    loaded: &'a WlanLoaded,
    request: &Request<'_>,
    hss: &'a Hss,
    now: Timestamp,
) -> Decision<Answer<'a>> {
    match assigned(loaded, request, hss, now) {
        Ok((data, changes, tasks)) => Decision { reply: Ok(Answer { data }), changes, tasks },
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

type Assigned<'a> = Result<(Option<Non3gppData<'a>>, ChangeSet, Vec<Task>), Refusal>;

fn assigned<'a>(loaded: &'a WlanLoaded, request: &Request<'_>, hss: &'a Hss, now: Timestamp) -> Assigned<'a> {
    // Who asks must be an AAA server of ours (5003).
    may_ask(&request.asker, hss)?;
    // 1. The user has to be known (5001).
    let imsi = loaded.subscriber(request.user_name)?.imsi;
    let (before, version) = loaded.registration();
    let data = |party| told(party, loaded, before.map(|before| &*before.gateways).unwrap_or_default());
    // One that is no longer ours and whose place another takes is told so all the same.
    let superseded = || {
        let other = loaded.other(&request.asker);
        other.and_then(|other| end(other, Reason::NewServerAssigned)).into_iter().collect()
    };
    // 2. By the Server-Assignment-Type.
    match request.kind {
        // REGISTRATION: the AAA server is stored as the one that serves, and gets the user data.
        1 => {
            let party = takes(loaded, request, hss)?;
            Ok((Some(data(party)), register(before, version, imsi, request, None, now), superseded()))
        }
        // AAA_USER_DATA_REQUEST: the user data, to the AAA server that serves.
        12 => {
            let party = takes(loaded, request, hss)?;
            serving(loaded, imsi, request)?;
            Ok((Some(data(party)), ChangeSet::new(), Vec::new()))
        }
        // RESTORATION: the AAA server lost what it knew. It serves, and what it knows of gateways is more than nothing.
        14 => {
            let party = takes(loaded, request, hss)?;
            let active = (!request.active.is_empty()).then(|| request.active.as_slice().into());
            Ok((Some(data(party)), register(before, version, imsi, request, active, now), superseded()))
        }
        // PGW_UPDATE: the gateway of one APN is another one, or none.
        13 => {
            let party = takes(loaded, request, hss)?;
            let serving = serving(loaded, imsi, request)?;
            Ok((None, update_gateway(party, serving, version, request)?, Vec::new()))
        }
        // USER_DEREGISTRATION, ADMINISTRATIVE_DEREGISTRATION, AUTHENTICATION_FAILURE, AUTHENTICATION_TIMEOUT: the AAA server's name goes, and with it
        // what it told of gateways. What another AAA server says is not carried out (5012).
        5 | 8 | 9 | 10 => match (before, loaded.other(&request.asker)) {
            (_, Some(other)) => Err(Refusal::NotTheAaaServer(other.host.clone())),
            (None, _) => Err(Refusal::NoAaaServes(imsi)),
            (Some(_), None) => {
                Ok((None, ChangeSet::new().delete::<WlanRegistration>(imsi, version), Vec::new()))
            }
        },
        other => Err(Refusal::AssignmentType(other, "for an AAA server")),
    }
}

/// The subscriber, if the contract allows it (5450) and no other AAA server is the one (5005, with its name).
fn takes<'a>(loaded: &'a WlanLoaded, request: &Request<'_>, hss: &'a Hss) -> Result<EpsParty<'a>, Refusal> {
    let party = loaded.party(request.user_name, hss)?;
    match loaded.in_the_way(&request.asker, hss) {
        Some(other) => Err(Refusal::OtherAaaServer(other.host.clone())),
        None => Ok(party),
    }
}

/// The registration, if the AAA server that asks made one (5003).
fn serving<'a>(
    loaded: &'a WlanLoaded,
    imsi: Imsi,
    request: &Request<'_>,
) -> Result<&'a WlanRegistration, Refusal> {
    let (before, _) = loaded.registration();
    let own = before.filter(|now| now.registered && now.host.eq_ignore_ascii_case(request.asker.host));
    own.ok_or(Refusal::NoAaaServes(imsi))
}

fn register(
    before: Option<&WlanRegistration>,
    version: Lsn,
    imsi: Imsi,
    request: &Request<'_>,
    gateways: Option<Box<[Gateway]>>,
    now: Timestamp,
) -> ChangeSet {
    let same = before.filter(|before| before.host.eq_ignore_ascii_case(request.asker.host));
    let after = WlanRegistration {
        imsi,
        host: same.map_or_else(|| Name::new(request.asker.host), |same| same.host.clone()),
        realm: Name::new(request.asker.realm),
        user_name: request.user_name.into(),
        registered: true,
        since: same.filter(|same| same.registered).map_or(now, |same| same.since),
        terminal: request.terminal.clone().or_else(|| same?.terminal.clone()),
        // The gateways are the user's, not the AAA server's: they outlive it.
        gateways: gateways.or_else(|| Some(before?.gateways.clone())).unwrap_or_default(),
    };
    match before == Some(&after) {
        true => ChangeSet::new(),
        false => ChangeSet::new().put(after, version),
    }
}

fn update_gateway(
    party: EpsParty<'_>,
    serving: &WlanRegistration,
    version: Lsn,
    request: &Request<'_>,
) -> Result<ChangeSet, Refusal> {
    // That of the emergency PDN connection needs no APN of the subscription (Emergency-Indication).
    let apn = match request.emergency {
        true => EMERGENCY,
        false => request.apn.ok_or(Refusal::Missing("Service-Selection"))?,
    };
    // The APN has to be the user's (5451).
    if !request.emergency && !party.profile.apn.iter().any(|known| *known.name == *apn) {
        return Err(Refusal::NoApn(apn.into()));
    }
    let kept = serving.gateways.iter().filter(|gateway| *gateway.apn != *apn).cloned();
    let gateway = request.gateway.clone().map(|gateway| Gateway { apn: Name::new(apn), ..gateway });
    let gateways: Box<[Gateway]> = kept.chain(gateway).take(MAX_APNS + 1).collect();
    match gateways == serving.gateways {
        true => Ok(ChangeSet::new()),
        false => Ok(ChangeSet::new().put(WlanRegistration { gateways, ..serving.clone() }, version)),
    }
}
