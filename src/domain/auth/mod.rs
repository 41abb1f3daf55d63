//! The authentication centre.

pub mod digest;
pub mod hex;
pub mod keyfile;
pub mod provision;
pub mod usim;

mod aka;
mod milenage;
mod random;
mod resync;
mod scheme;
mod secret;
mod sqn;
mod vault;

pub use aka::ImsVector;
pub use milenage::{Amf, Macs, Milenage, Response, opc};
pub use random::{NoRandomness, Random, SystemRandom};
pub use resync::{BadAuts, Resync};
pub use scheme::{RequestedScheme, Scheme};
pub use secret::{Ha1, K, Opc, SimKeys};
pub use sqn::{DELTA, INDICES, SEQ_MAX, SequenceExhausted, Sqn, next, resynchronise};
pub use vault::{Unsealable, Vault};
