//! MAR: vectors for the AAA server that authenticates the terminal (TS 29.273 §8.1.2.1.2).

use super::{
    super::{
        Decision, Hss, Refusal,
        eps::{Asker, EpsParty, profile::EpsProfile},
        numbers::Numbers,
        vectors::no_vector,
    },
    WlanLoaded,
    registration_termination::{Reason, end},
    subject::may_ask,
};
use crate::{
    domain::{
        auth::{AkaPrimeVector, Amf, Functions, Random, Resync, UtranVector, Vault},
        places::access::visited_network,
    },
    records::{Requester, Sequence, Sim, Task, Terminal, WlanRegistration},
    store::{ChangeSet, Read},
    types::{Imsi, Name, Timestamp},
};

/// The SIP-Authentication-Scheme of EAP-AKA (TS 29.273 §8.2.3.9).
pub const EAP_AKA: &str = "EAP-AKA";

/// The SIP-Authentication-Scheme of EAP-AKA'.
pub const EAP_AKA_PRIME: &str = "EAP-AKA'";

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// User-Name: a NAI with the IMSI, or the IMSI.
    pub user_name: &'a str,
    /// Who asks.
    pub asker: Asker<'a>,
    /// Visited-Network-Identifier; `None` at home.
    pub visited: Option<&'a str>,
    /// RAT-Type (TS 29.212 §5.3.31); `None` where the access is not known.
    pub rat_type: Option<u32>,
    /// SIP-Authentication-Scheme.
    pub scheme: &'a str,
    /// ANID: the network that EAP-AKA' derives its keys with.
    pub access_network: Option<&'a str>,
    /// SIP-Number-Auth-Items.
    pub items: u32,
    /// RAND and AUTS: a synchronisation failure.
    pub resync: Option<&'a Resync>,
    /// AAA-Failure-Indication: the AAA server that served until now is not available.
    pub aaa_failure: bool,
    /// Terminal-Information.
    pub terminal: Option<Terminal>,
}

/// What is answered: vectors, the first to be used first.
#[derive(Debug)]
pub enum Vectors {
    /// For EAP-AKA.
    Aka(Vec<UtranVector>),
    /// For EAP-AKA', bound to the access network.
    AkaPrime(Vec<AkaPrimeVector>),
}

/// Decides a MAR, and makes the vectors. They leave when the SIM's sequence number is durable (SC-8).
pub fn decide(
    loaded: &WlanLoaded,
    request: &Request<'_>,
    sequence: impl FnOnce() -> Read<Sequence>,
    vault: &Vault,
    random: &mut impl Random,
    hss: &Hss,
    now: Timestamp,
) -> Decision<Vectors> {
    let granted = admitted(loaded, request, hss).and_then(|party| {
        let sim = party.subscriber.sim.as_ref().ok_or(Refusal::NoSim(party.subscriber.imsi))?;
        let (vectors, moved) = make(party.subscriber.imsi, sim, request, sequence(), vault, random, hss)?;
        let (stored, tasks) = store_server(loaded, party.subscriber.imsi, request, now);
        Ok((vectors, moved.and(stored), tasks))
    });
    match granted {
        Ok((vectors, changes, tasks)) => Decision { reply: Ok(vectors), changes, tasks },
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

fn admitted<'a>(
    loaded: &'a WlanLoaded,
    request: &Request<'_>,
    hss: &'a Hss,
) -> Result<EpsParty<'a>, Refusal> {
    // Who asks must be an AAA server of ours (5003).
    may_ask(&request.asker, hss)?;
    // 1. The user has to be known (5001). 2. The user has to have a subscription to access that is not of 3GPP (5450).
    let party = loaded.party(request.user_name, hss)?;
    // 3. Roaming has to be allowed in the visited network (5004).
    if let Some(visited) = request.visited
        && !may_visit(party, visited, hss)
    {
        return Err(Refusal::RoamingNotAllowed(visited.into()));
    }
    // 4. The access has to be allowed (5452).
    if let Some(rat_type) = request.rat_type
        && !is_allowed(party.profile, rat_type)
    {
        return Err(Refusal::RatTypeNotAllowed(rat_type));
    }
    // 5. Another AAA server that serves the user is named (5005), unless it is said to have failed.
    if let Some(other) = loaded.in_the_way(&request.asker, hss).filter(|_| !request.aaa_failure) {
        return Err(Refusal::OtherAaaServer(other.host.clone()));
    }
    if let Some(other) = loaded.other(&request.asker) {
        // A synchronisation failure is the business of the AAA server that challenged (5012).
        if request.resync.is_some() {
            return Err(Refusal::ResyncByOtherAaa(other.host.clone()));
        }
    }
    Ok(party)
}

/// Whether roaming is allowed in the network that a Visited-Network-Identifier names. One that names none is allowed where every network is.
fn may_visit(party: EpsParty<'_>, visited: &str, hss: &Hss) -> bool {
    match visited_network(visited) {
        Some(plmn) => party.profile.roaming.allows(plmn, hss.eps.is_home(plmn, party.subscriber.imsi)),
        None => party.profile.roaming.allows_any(),
    }
}

fn is_allowed(profile: &EpsProfile, rat_type: u32) -> bool {
    profile.non_3gpp_rats.is_empty() || profile.non_3gpp_rats.iter().any(|rat| *rat as u32 == rat_type)
}

fn make(
    imsi: Imsi,
    sim: &Sim,
    request: &Request<'_>,
    read: Read<Sequence>,
    vault: &Vault,
    random: &mut impl Random,
    hss: &Hss,
) -> Result<(Vectors, ChangeSet), Refusal> {
    // 6. The scheme has to be one of the two (5006); EAP-AKA' needs the access network's name (5005).
    let network = match request.scheme {
        EAP_AKA => None,
        EAP_AKA_PRIME => Some(request.access_network.ok_or(Refusal::Missing("ANID"))?),
        other => return Err(Refusal::EapSchemeNotSupported(other.into())),
    };
    let functions = Functions::new(&vault.open_sim(imsi, sim.algorithm, &sim.keys).map_err(no_vector)?);
    let count = request.items.clamp(1, hss.eps.vectors_per_air);
    let mut numbers = Numbers::new(imsi, read).several(count);
    // TS 33.102 §6.3.5: a proven SQN_MS may set the generator; one that is not proven changes nothing. New vectors go out either way.
    if let Some(proven) = request.resync.and_then(|resync| resync.verify(&functions).ok()) {
        numbers.resynchronise(proven);
    }
    let mut next = || numbers.next(Requester::Wlan).map_err(no_vector);
    let amf = Amf(sim.amf);
    let vectors = match network {
        None => Vectors::Aka(
            (0..count)
                .map(|_| UtranVector::generate(&functions, next()?, amf, random).map_err(no_vector))
                .collect::<Result<_, Refusal>>()?,
        ),
        Some(network) => Vectors::AkaPrime(
            (0..count)
                .map(|_| {
                    AkaPrimeVector::generate(&functions, next()?, amf, network, random).map_err(no_vector)
                })
                .collect::<Result<_, Refusal>>()?,
        ),
    };
    Ok((vectors, numbers.changes()))
}

/// The AAA server is stored as the one that authenticates; the one before, if it served, is told that it no longer does.
fn store_server(
    loaded: &WlanLoaded,
    imsi: Imsi,
    request: &Request<'_>,
    now: Timestamp,
) -> (ChangeSet, Vec<Task>) {
    let (before, version) = loaded.registration();
    let other = loaded.other(&request.asker);
    let same = before.filter(|_| other.is_none());
    let after = WlanRegistration {
        imsi,
        host: same.map_or_else(|| Name::new(request.asker.host), |same| same.host.clone()),
        realm: Name::new(request.asker.realm),
        user_name: request.user_name.into(),
        registered: same.is_some_and(|same| same.registered),
        since: same.map_or(now, |same| same.since),
        terminal: request.terminal.clone().or_else(|| same?.terminal.clone()),
        // The gateways are the user's, not the AAA server's: they outlive it.
        gateways: before.map(|before| before.gateways.clone()).unwrap_or_default(),
    };
    let tasks = other.and_then(|other| end(other, Reason::NewServerAssigned)).into_iter().collect();
    match before == Some(&after) {
        true => (ChangeSet::new(), tasks),
        false => (ChangeSet::new().put(after, version), tasks),
    }
}
