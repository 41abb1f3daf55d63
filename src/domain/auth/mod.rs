//! The authentication centre: what a home network knows of a SIM, and how each proves itself to the other.
//!
//! In reading order:
//!
//! | room | what it is for | after |
//! |---|---|---|
//! | `secret` | K, OPc, TOPc and H(A1): wiped, never shown | |
//! | [`provision`] | secrets as operators write them, checked; a fingerprint to compare | |
//! | `vault`, [`keyfile`] | secrets at rest, sealed under a key that lies apart | NIST SP 800-38D |
//! | `milenage` | f1 … f5*, OPc | TS 35.206 |
//! | `tuak` | f1 … f5*, TOPc | TS 35.231 |
//! | `functions` | either of them, as the SIM has it | TS 33.102 §6.3.2 |
//! | `sqn` | one sequence of numbers for a SIM, one index for each requester | TS 33.102 Annex C |
//! | `res` | the answer to a challenge, as long as the SIM makes it | TS 33.102 §6.3.7 |
//! | `resync` | AUTS: the SIM's word that it is out of step | TS 33.102 §6.3.5 |
//! | `aka` | the vector for IMS | TS 33.102 §6.3.2, TS 33.203 |
//! | `eps` | vectors for the MME, the SGSN and EAP-AKA' | TS 33.401, TS 33.402 |
//! | `gsm` | triplets for the SGSN, where the card is a SIM | TS 33.102 §6.8.1.2, TS 55.205 |
//! | `kdf` | KASME, CK' and IK' | TS 33.220 Annex B |
//! | `scheme` | the names of schemes on the wire | TS 29.229 §6.3.9 |
//! | [`digest`] | H(A1), responses, AKA's passwords | RFC 7616, 3310, 4169 |
//! | [`usim`] | the other side: a USIM and its phone, for tests and the simulated client | TS 33.102 §6.3.3, Annex C.2 |
//! | `random` | where randomness comes from | |
//!
//! A Multimedia-Auth-Request for AKA goes through them so:
//!
//! ```
//! # use innkeeper::domain::auth::*;
//! # use innkeeper::records::{Sim, sequence::{Requester, Sequence}};
//! # use innkeeper::types::Imsi;
//! # fn mar(vault: &Vault, imsi: Imsi, sim: &Sim, sequence: &Sequence, amf: Amf, asker: Requester, auts: Option<&[u8]>)
//! #     -> Result<(Sequence, ImsVector), Box<dyn std::error::Error>> {
//! let functions = Functions::new(&vault.open_sim(imsi, sim.algorithm, &sim.keys)?);
//! // A resynchronisation moves the sequence only when the SIM proves it, and only when that is needed.
//! let moved = match auts {
//!     Some(octets) => resynchronise(sequence, Resync::from_bytes(octets)?.verify(&functions)?),
//!     None => None,
//! };
//! let (after, sqn) = next(moved.as_ref().unwrap_or(sequence), asker)?;
//! let vector = ImsVector::generate(&functions, sqn, amf, &mut SystemRandom)?;
//! // `after` is made durable before `vector` leaves the node: so no number is ever issued twice.
//! # Ok((after, vector))
//! # }
//! ```
//!
//! Everything is pure but the source of randomness and the few functions of [`keyfile`].

pub mod digest;
pub mod hex;
pub mod keyfile;
pub mod provision;
pub mod usim;

mod aka;
mod eps;
mod functions;
mod gsm;
mod kdf;
mod milenage;
mod random;
mod res;
mod resync;
mod scheme;
mod secret;
mod sqn;
mod tuak;
mod vault;

#[cfg(test)]
mod interleavings;

pub use aka::ImsVector;
pub use eps::{AkaPrimeVector, EpsVector, UtranVector};
pub use functions::Functions;
pub use gsm::GsmVector;
pub use milenage::{Amf, Macs, Milenage, Response, opc};
pub use random::{NoRandomness, Random, SystemRandom};
pub use res::Res;
pub use resync::{BadAuts, Resync};
pub use scheme::RequestedScheme;
pub use secret::{Ha1, Ha1Digits, K, LongK, MilenageKeys, Opc, SimKeys, Topc, TuakK, TuakKeys};
pub use sqn::{DELTA, INDICES, SEQ_MAX, SequenceExhausted, Sqn, issue, next, reserve, resynchronise};
pub use tuak::{Tuak, topc};
pub use vault::{Unsealable, Vault};
