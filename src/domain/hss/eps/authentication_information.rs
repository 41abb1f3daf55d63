//! AIR: vectors for whoever serves the terminal (TS 29.272 §5.2.3.1).

use super::super::{Decision, Hss, Refusal, numbers::Numbers, vectors::no_vector};
use super::{Asker, EpsLoaded};
use crate::{
    domain::auth::{Amf, EpsVector, Functions, GsmVector, Random, Resync, UtranVector, Vault},
    records::{Requester, Sequence},
    store::{ChangeSet, Read},
    types::Plmn,
};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// User-Name: the IMSI.
    pub user_name: &'a str,
    /// Who asks.
    pub asker: Asker<'a>,
    /// Visited-PLMN-Id: the network that KASME is bound to.
    pub visited: Plmn,
    /// How many E-UTRAN vectors; `None` where none is asked for.
    pub eps: Option<u32>,
    /// How many vectors for UTRAN or GERAN, as the card has it; `None` where none is asked for.
    pub utran: Option<u32>,
    /// UE-Usage-Type is asked for (AIR-Flags), perhaps alone.
    pub usage_type: bool,
    /// RAND and AUTS, from an MME or from an SGSN.
    pub resync: Option<&'a Resync>,
}

/// What is answered.
#[derive(Debug, Default)]
pub struct Answer {
    /// For the MME, the first to be used first.
    pub eps: Vec<EpsVector>,
    /// For the SGSN, the first to be used first.
    pub utran: Vec<UtranVector>,
    /// For the SGSN, where the card is a SIM.
    pub gsm: Vec<GsmVector>,
    /// UE-Usage-Type, where it was asked for and there is one.
    pub ue_usage_type: Option<u8>,
}

/// Decides an AIR, and makes the vectors. They leave when the SIM's sequence number is durable (SC-8).
pub fn decide(
    loaded: &EpsLoaded,
    request: &Request<'_>,
    sequence: impl FnOnce() -> Read<Sequence>,
    vault: &Vault,
    random: &mut impl Random,
    hss: &Hss,
) -> Decision<Answer> {
    match answer(loaded, request, sequence, vault, random, hss) {
        Ok((answer, changes)) => Decision { reply: Ok(answer), changes, tasks: Vec::new() },
        Err(refusal) => Decision::unchanged(Err(refusal)),
    }
}

fn answer(
    loaded: &EpsLoaded,
    request: &Request<'_>,
    sequence: impl FnOnce() -> Read<Sequence>,
    vault: &Vault,
    random: &mut impl Random,
    hss: &Hss,
) -> Result<(Answer, ChangeSet), Refusal> {
    // 1. Who asks must be allowed to serve where it says it does (5003).
    request.asker.may_ask(&hss.eps, Some(request.visited))?;
    // 2. The IMSI has to be known (5001), and to have an EPS contract (5420).
    let party = loaded.party(request.user_name, hss)?;
    let imsi = party.subscriber.imsi;
    // 3. Vectors of one kind at least have to be asked for, or the usage type (5005).
    let ue_usage_type = request.usage_type.then(|| party.ue_usage_type()).flatten();
    let mut answer = Answer { ue_usage_type, ..Answer::default() };
    if request.eps.is_none() && request.utran.is_none() {
        let missing = Refusal::Missing("Requested-EUTRAN-Authentication-Info");
        return if request.usage_type { Ok((answer, ChangeSet::new())) } else { Err(missing) };
    }
    // 4. There has to be a SIM (4181).
    let sim = party.subscriber.sim.as_ref().ok_or(Refusal::NoSim(imsi))?;
    let functions = Functions::new(&vault.open_sim(imsi, sim.algorithm, &sim.keys).map_err(no_vector)?);
    let most = hss.eps.vectors_per_air;
    // Triplets for a SIM (TS 33.102 §6.8.1.2), which has no sequence numbers; it opens no LTE (TS 33.401 §6.1.1).
    if party.subscription.further.as_ref().is_some_and(|further| further.gsm_sim) {
        let (None, Some(count)) = (request.eps, request.utran) else { return Err(Refusal::GsmSim(imsi)) };
        for _ in 0..count.clamp(1, most) {
            answer.gsm.push(GsmVector::generate(&functions, random).map_err(no_vector)?);
        }
        return Ok((answer, ChangeSet::new()));
    }
    let count = |wanted: Option<u32>| wanted.map_or(0, |count| count.clamp(1, most));
    let wanted = count(request.eps).max(count(request.utran));
    let mut numbers = Numbers::new(imsi, sequence()).several(wanted);
    // 5. Re-Synchronization-Info: TS 33.102 §6.3.5. A proven SQN_MS may set the generator; one that is not proven changes nothing.
    if let Some(proven) = request.resync.and_then(|resync| resync.verify(&functions).ok()) {
        numbers.resynchronise(proven);
    }
    // 6. As many as are asked for, at most as many as are configured.
    for _ in 0..count(request.eps) {
        let sqn = numbers.next(Requester::Mme).map_err(no_vector)?;
        let vector = EpsVector::generate(&functions, sqn, Amf(sim.amf), request.visited, random);
        answer.eps.push(vector.map_err(no_vector)?);
    }
    for _ in 0..count(request.utran) {
        let sqn = numbers.next(Requester::Sgsn).map_err(no_vector)?;
        answer.utran.push(UtranVector::generate(&functions, sqn, Amf(sim.amf), random).map_err(no_vector)?);
    }
    Ok((answer, numbers.changes()))
}
