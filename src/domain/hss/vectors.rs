//! What an MAA carries, made by the authentication centre from what a MAR was granted.

use super::{
    Refusal,
    multimedia_auth::{Credential, Grant},
    numbers::Numbers,
};
use crate::{
    domain::auth::{Amf, Functions, Ha1Digits, ImsVector, Random, Resync, Vault, hex},
    records::{AuthScheme, Requester, Sequence, Sim},
    store::{ChangeSet, Read},
};

/// The items of an MAA, all of one scheme.
#[derive(Debug)]
pub enum Items {
    /// AKA vectors, the first to be used first.
    Aka(Vec<ImsVector>),
    /// H(A1).
    Digest {
        /// The realm it was made with.
        realm: String,
        /// H(A1).
        ha1: Ha1Digits,
        /// A nonce, for the scheme whose clients want one from the HSS.
        nonce: Option<String>,
    },
    /// Where the packets of a user of GIBA come from, as the answer's elements carry it (TS 29.229 §6.3.13).
    Address {
        /// Framed-IP-Address.
        ip: Option<[u8; 4]>,
        /// Framed-IPv6-Prefix.
        prefix: Option<Vec<u8>>,
        /// Framed-Interface-Id.
        interface: Option<u64>,
    },
    /// The lines that a user of NASS-bundled authentication may be on.
    Lines(Vec<Box<str>>),
}

/// Makes the items of `grant`. `resync` is RAND and AUTS, where the client reported a synchronisation failure. The changes move the SIM's
/// sequence number, and have to be durable before the items leave (SC-8).
///
/// # Errors
/// 5012 where a secret does not open, randomness fails, or the SIM's sequence numbers are used up.
pub fn make(
    grant: &Grant<'_>,
    sequence: impl FnOnce() -> Read<Sequence>,
    resync: Option<&Resync>,
    vault: &Vault,
    random: &mut impl Random,
) -> Result<(Items, ChangeSet), Refusal> {
    match grant.credential {
        Credential::Sim(sim) => aka(grant, sim, sequence(), resync, vault, random),
        Credential::Password(sealed) => {
            let private = grant.party.impi();
            let ha1 = vault.open_ha1(&private, sealed).map_err(no_vector)?;
            let nonce = match grant.scheme {
                AuthScheme::EtsiDigest => {
                    Some(hex::encode(&random.octets::<16>().map_err(no_vector)?).to_string())
                }
                _ => None,
            };
            let realm = digest_realm(&private).to_owned();
            Ok((Items::Digest { realm, ha1: ha1.digits(), nonce }, ChangeSet::new()))
        }
        Credential::Address(address) => {
            let (ip, prefix) = (address.framed_ip_address(), address.framed_ipv6_prefix());
            let interface = address.framed_interface_id();
            Ok((Items::Address { ip, prefix, interface }, ChangeSet::new()))
        }
        Credential::Lines(service) => {
            Ok((Items::Lines(service.lines().map(Into::into).collect()), ChangeSet::new()))
        }
    }
}

fn aka(
    grant: &Grant<'_>,
    sim: &Sim,
    read: Read<Sequence>,
    resync: Option<&Resync>,
    vault: &Vault,
    random: &mut impl Random,
) -> Result<(Items, ChangeSet), Refusal> {
    let imsi = grant.party.imsi();
    let functions = Functions::new(&vault.open_sim(imsi, sim.algorithm, &sim.keys).map_err(no_vector)?);
    let mut numbers = Numbers::new(imsi, read).several(grant.items);
    // TS 33.102 §6.3.5: a proven SQN_MS may set the generator; one that is not proven changes nothing. New vectors go out either way.
    if let Some(proven) = resync.and_then(|resync| resync.verify(&functions).ok()) {
        numbers.resynchronise(proven);
    }
    let requester = Requester::Ims(grant.party.service.sic);
    let mut vectors = Vec::with_capacity(grant.items as usize);
    for _ in 0..grant.items {
        let sqn = numbers.next(requester).map_err(no_vector)?;
        vectors.push(ImsVector::generate(&functions, sqn, Amf(sim.amf), random).map_err(no_vector)?);
    }
    Ok((Items::Aka(vectors), numbers.changes()))
}

/// The realm that the H(A1) of a private identity was made with: the domain it names (TS 33.203 Annex N).
pub(super) fn digest_realm(private: &str) -> &str {
    private.split_once('@').map_or(private, |(_, realm)| realm)
}

pub(super) fn no_vector(error: impl std::fmt::Display) -> Refusal {
    Refusal::NoVector(error.to_string().into())
}
