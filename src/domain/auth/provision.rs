//! A SIM's secrets as an operator writes them, checked before anything is stored.

use super::functions::Functions;
use super::hex::encode;
use super::hex::{BadHex, decode};
use super::milenage::{Amf, opc};
use super::res::Res;
use super::secret::{K, LongK, MilenageKeys, Opc, SimKeys, Topc, TuakK, TuakKeys};
use super::tuak::topc;
use crate::records::TuakParameters;
use std::fmt;
use zeroize::Zeroizing;

/// The operator's part of Milenage, as hexadecimal digits: either is enough.
#[derive(Clone, Copy)]
pub enum OperatorKey<'a> {
    /// OP, one for many SIMs. It is turned into this SIM's OPc and not kept.
    Op(&'a str),
    /// OPc, this SIM's own.
    Opc(&'a str),
}

/// The operator's part of TUAK, as hexadecimal digits: either is enough.
#[derive(Clone, Copy)]
pub enum TuakOperatorKey<'a> {
    /// TOP, one for many SIMs. It is turned into this SIM's TOPc and not kept.
    Top(&'a str),
    /// TOPc, this SIM's own.
    Topc(&'a str),
}

/// A secret that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {problem}")]
pub struct BadSecret {
    /// Which: `K`, `OP`, `OPc`, `TOP`, `TOPc`, `AMF`.
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
    Ok(SimKeys::Milenage(MilenageKeys { k, opc }))
}

/// Reads K, 32 or 64 hexadecimal digits, and TOP or TOPc, 64; blanks around them do not matter.
///
/// # Errors
/// When one of them is not so many hexadecimal digits. The error names it and shows nothing of it.
pub fn tuak_keys(
    k: &str,
    operator: TuakOperatorKey<'_>,
    parameters: TuakParameters,
) -> Result<SimKeys, BadSecret> {
    let k = match k.trim().len() {
        32 => TuakK::Short(K::new(*read("K", k)?)),
        // Whatever is neither is told that of the longer one.
        _ => TuakK::Long(LongK::new(*read("K", k)?)),
    };
    let topc = match operator {
        TuakOperatorKey::Top(top) => topc(&k, &*read("TOP", top)?, parameters.iterations),
        TuakOperatorKey::Topc(topc) => Topc::new(*read("TOPc", topc)?),
    };
    Ok(SimKeys::Tuak(TuakKeys { k, topc, parameters }))
}

/// Reads an AMF, four hexadecimal digits.
///
/// # Errors
/// When it is not four hexadecimal digits.
pub fn amf(text: &str) -> Result<Amf, BadSecret> {
    read("AMF", text).map(|octets| Amf(*octets))
}

fn read<const N: usize>(what: &'static str, text: &str) -> Result<Zeroizing<[u8; N]>, BadSecret> {
    decode(text.trim()).map_err(|problem| BadSecret { what, problem })
}

/// What a SIM with these keys answers to one agreed challenge: compared with what the SIM, its vendor's tool or another HSS answers to it, it
/// proves that K and OPc (TOPc) are the same without showing them.
///
/// It gives nothing away: f2 is one-way, and the challenge of a real authentication is this one once in 2^128.
#[derive(Clone, PartialEq, Eq)]
pub struct Fingerprint(Res);

impl Fingerprint {
    /// The challenge: the octets 00 to 0f.
    pub const RAND: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// f2 of the agreed challenge.
    pub fn of(keys: &SimKeys) -> Self {
        Self(Functions::new(keys).f2345(&Self::RAND).res.clone())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RAND {:032x} → RES {}", u128::from_be_bytes(Self::RAND), *encode(&self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const K_HEX: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
    const OP: &str = "cdc202d5123e20f62b6d676ac72cb318";
    const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

    #[test]
    fn op_and_opc_come_to_the_same() {
        let by_op = sim_keys(K_HEX, OperatorKey::Op(OP)).unwrap();
        let by_opc = sim_keys(&format!(" {} ", K_HEX.to_uppercase()), OperatorKey::Opc(OPC)).unwrap();
        assert_eq!(by_op, by_opc);
        assert_eq!(Fingerprint::of(&by_op), Fingerprint::of(&by_opc));
    }

    /// The mistake operators make most: OP where OPc belongs.
    #[test]
    fn the_fingerprint_tells_op_mistaken_for_opc() {
        let right = sim_keys(K_HEX, OperatorKey::Op(OP)).unwrap();
        let wrong = sim_keys(K_HEX, OperatorKey::Opc(OP)).unwrap();
        assert_ne!(Fingerprint::of(&right), Fingerprint::of(&wrong));
    }

    #[test]
    fn the_fingerprint_is_what_any_milenage_gives() {
        let keys = sim_keys(K_HEX, OperatorKey::Op(OP)).unwrap();
        let [k, op] = [K_HEX, OP].map(|text| u128::from_str_radix(text, 16).unwrap().to_be_bytes());
        let mut other = milenage::Milenage::new_with_op(k, op);
        let res = u64::from_be_bytes(other.f2345(&Fingerprint::RAND).0);
        let expected = format!("RAND 000102030405060708090a0b0c0d0e0f → RES {res:016x}");
        assert_eq!(Fingerprint::of(&keys).to_string(), expected);
    }

    /// TS 35.232 test set 2: K of 256 bits, TOP and its TOPc.
    #[test]
    fn top_and_topc_come_to_the_same() {
        let k = "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0";
        let top = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
        let topc = "305425427e18c503c8a4b294ea72c95d0c36c6c6b29d0c65de5974d5977f8524";
        let keys = |operator| tuak_keys(k, operator, TuakParameters::DEFAULT).unwrap();
        let by_top = keys(TuakOperatorKey::Top(top));
        assert_eq!(by_top, keys(TuakOperatorKey::Topc(topc)));
        assert_ne!(by_top, keys(TuakOperatorKey::Topc(top)));
        // Computed by a program written for it alone.
        assert_eq!(*Fingerprint::of(&by_top).0, *decode::<8>("4903a0098603a6c9").unwrap());
        let sentence = |k, top| {
            let operator = TuakOperatorKey::Top(top);
            tuak_keys(k, operator, TuakParameters::DEFAULT).unwrap_err().to_string()
        };
        assert_eq!(sentence(&k[1..], top), "K: expected 64 hexadecimal digits, not 63 characters");
        assert_eq!(sentence(k, OP), "TOP: expected 64 hexadecimal digits, not 32 characters");
    }

    #[test]
    fn errors_name_the_value_and_show_nothing_of_it() {
        let sentence = |k, operator| sim_keys(k, operator).unwrap_err().to_string();
        assert_eq!(
            sentence(&K_HEX[1..], OperatorKey::Op(OP)),
            "K: expected 32 hexadecimal digits, not 31 characters"
        );
        let typo = OP.replace('b', "x");
        assert_eq!(
            sentence(K_HEX, OperatorKey::Op(&typo)),
            "OP: the character at place 18 is not a hexadecimal digit"
        );
        assert_eq!(
            sentence(K_HEX, OperatorKey::Opc("")),
            "OPc: expected 32 hexadecimal digits, not 0 characters"
        );
        assert_eq!(
            amf("80000").unwrap_err().to_string(),
            "AMF: expected 4 hexadecimal digits, not 5 characters"
        );
        assert_eq!(amf("8000"), Ok(Amf([0x80, 0])));
    }
}
