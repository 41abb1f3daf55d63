//! A SIM's secrets as an operator writes them, checked before anything is stored.

use super::hex::{BadHex, decode};
use super::milenage::{Amf, Milenage, opc};
use super::secret::{K, Opc, SimKeys};
use std::fmt;

/// The operator's part of Milenage, as hexadecimal digits: either is enough.
#[derive(Clone, Copy)]
pub enum OperatorKey<'a> {
    /// OP, one for many SIMs. It is turned into this SIM's OPc and not kept.
    Op(&'a str),
    /// OPc, this SIM's own.
    Opc(&'a str),
}

/// A secret that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {problem}")]
pub struct BadSecret {
    /// Which: `K`, `OP`, `OPc`, `AMF`.
    pub what: &'static str,
    /// What is wrong with it.
    pub problem: BadHex,
}

/// Reads K and OP or OPc, 32 hexadecimal digits each; blanks around them do not matter.
///
/// # Errors
/// When one of them is not 32 hexadecimal digits. The error names it and shows nothing of it.
pub fn sim_keys(k: &str, operator: OperatorKey<'_>) -> Result<SimKeys, BadSecret> {
    let k = K::new(*read("K", k)?);
    let opc = match operator {
        OperatorKey::Op(op) => opc(&k, &*read("OP", op)?),
        OperatorKey::Opc(opc) => Opc::new(*read("OPc", opc)?),
    };
    Ok(SimKeys { k, opc })
}

/// Reads an AMF, four hexadecimal digits.
///
/// # Errors
/// When it is not four hexadecimal digits.
pub fn amf(text: &str) -> Result<Amf, BadSecret> {
    read("AMF", text).map(|octets| Amf(*octets))
}

fn read<const N: usize>(what: &'static str, text: &str) -> Result<zeroize::Zeroizing<[u8; N]>, BadSecret> {
    decode(text.trim()).map_err(|problem| BadSecret { what, problem })
}

/// What a SIM with these keys answers to one agreed challenge: compared with what the SIM, its vendor's tool or another HSS answers to it, it
/// proves that K and OPc are the same without showing them.
///
/// It gives nothing away: f2 is one-way, and the challenge of a real authentication is this one once in 2^128.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// The challenge: the octets 00 to 0f.
    pub const RAND: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// f2 of the agreed challenge.
    pub fn of(keys: &SimKeys) -> Self {
        Self(Milenage::new(keys).f2345(&Self::RAND).res)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RAND {:032x} → RES {:016x}", u128::from_be_bytes(Self::RAND), u64::from_be_bytes(self.0))
    }
}
