//! The functions of a SIM, whichever set it has: Milenage or TUAK, chosen by its keys. Whoever makes or checks vectors knows these alone.

use super::milenage::{Amf, Milenage, Response};
use super::secret::SimKeys;
use super::sqn::Sqn;
use super::tuak::Tuak;

/// f1 … f5* with one SIM's keys (TS 33.102 §6.3.2). `Debug` shows which, and no key.
#[derive(Debug)]
pub enum Functions {
    /// TS 35.206.
    Milenage(Milenage),
    /// TS 35.231.
    Tuak(Tuak),
}

impl Functions {
    /// The functions that these keys are for, ready to compute.
    pub fn new(keys: &SimKeys) -> Self {
        match keys {
            SimKeys::Milenage(keys) => Self::Milenage(Milenage::new(keys)),
            SimKeys::Tuak(keys) => Self::Tuak(Tuak::new(keys)),
        }
    }

    /// All that a vector is made of: MAC-A of (RAND, SQN, AMF), and f2 … f5 of RAND.
    pub fn vector(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> ([u8; 8], Response) {
        match self {
            Self::Milenage(milenage) => {
                let (macs, response) = milenage.all(rand, sqn, amf);
                (macs.mac_a, response)
            }
            Self::Tuak(tuak) => (tuak.f1(rand, sqn, amf), tuak.f2345(rand)),
        }
    }

    /// f1: MAC-A of (RAND, SQN, AMF).
    pub fn f1(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> [u8; 8] {
        match self {
            Self::Milenage(milenage) => milenage.f1(rand, sqn, amf).mac_a,
            Self::Tuak(tuak) => tuak.f1(rand, sqn, amf),
        }
    }

    /// f1*: MAC-S of (RAND, SQN, AMF).
    pub fn f1_star(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> [u8; 8] {
        match self {
            Self::Milenage(milenage) => milenage.f1(rand, sqn, amf).mac_s,
            Self::Tuak(tuak) => tuak.f1_star(rand, sqn, amf),
        }
    }

    /// f2, f3, f4 and f5 of RAND.
    pub fn f2345(&self, rand: &[u8; 16]) -> Response {
        match self {
            Self::Milenage(milenage) => milenage.f2345(rand),
            Self::Tuak(tuak) => tuak.f2345(rand),
        }
    }

    /// f5* of RAND: the anonymity key of a resynchronisation.
    pub fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        match self {
            Self::Milenage(milenage) => milenage.f5_star(rand),
            Self::Tuak(tuak) => tuak.f5_star(rand),
        }
    }
}
