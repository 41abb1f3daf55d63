//! Triplets for a card that knows GSM authentication alone: made of the functions of a USIM by the conversion functions of TS 33.102 §6.8.1.2, which is
//! what a SIM with Milenage computes (TS 55.205).

use super::functions::Functions;
use super::random::{NoRandomness, Random};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What an SGSN gets for a SIM: a challenge, its answer and the key (TS 29.272 §7.3.20). No sequence number is in it. `Debug` shows the challenge alone.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct GsmVector {
    /// The random challenge.
    pub rand: [u8; 16],
    /// What the SIM must answer.
    pub sres: [u8; 4],
    /// The ciphering key.
    pub kc: [u8; 8],
}

impl GsmVector {
    /// A vector for a new random challenge.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(functions: &Functions, random: &mut impl Random) -> Result<Self, NoRandomness> {
        Ok(Self::compute(functions, random.octets()?))
    }

    /// The vector for `rand`.
    pub fn compute(functions: &Functions, rand: [u8; 16]) -> Self {
        let response = functions.f2345(&rand);
        let mut vector = Self { rand, sres: [0; 4], kc: [0; 8] };
        // c2: XRES, filled up to 128 bits with zeros, its four quarters added.
        fold(&mut vector.sres, &response.res);
        // c3: both halves of CK and of IK added.
        fold(&mut vector.kc, &response.ck);
        fold(&mut vector.kc, &response.ik);
        vector
    }
}

/// Adds all pieces of `octets` to `sum`, bit by bit.
fn fold(sum: &mut [u8], octets: &[u8]) {
    for piece in octets.chunks(sum.len()) {
        sum.iter_mut().zip(piece).for_each(|(sum, octet)| *sum ^= octet);
    }
}

impl fmt::Debug for GsmVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GsmVector").field("rand", &self.rand).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::hex::decode;
    use crate::domain::auth::provision::{OperatorKey, sim_keys};

    /// SRES and Kc of GSM-Milenage (TS 55.205 §6) for the keys of TS 35.208 test sets 1 and 3.
    #[test]
    fn triplets_are_those_of_gsm_milenage() {
        for (k, opc, rand, sres, kc) in [
            (
                "465b5ce8b199b49faa5f0a2ee238a6bc",
                "cd63cb71954a9f4e48a5994e37a02baf",
                "23553cbe9637a89d218ae64dae47bf35",
                "46f8416a",
                "eae4be823af9a08b",
            ),
            (
                "fec86ba6eb707ed08905757b1bb44b8f",
                "1006020f0a478bf6b699f15c062e42b3",
                "9f7c8d021accf4db213ccff0c7f71a6a",
                "8c308a5e",
                "aa01739b8caa976d",
            ),
        ] {
            let functions = Functions::new(&sim_keys(k, OperatorKey::Opc(opc)).unwrap());
            let vector = GsmVector::compute(&functions, *decode(rand).unwrap());
            assert_eq!((vector.sres, vector.kc), (*decode(sres).unwrap(), *decode(kc).unwrap()));
        }
    }

    /// c2 for every length that XRES may have: what is missing of 128 bits is zeros.
    #[test]
    fn a_long_answer_is_folded_as_a_whole() {
        for (octets, expected) in
            [(&[1, 2, 3, 4][..], [1, 2, 3, 4]), (&[1; 8], [0; 4]), (&[1; 12], [1; 4]), (&[3; 16], [0; 4])]
        {
            let mut sres = [0; 4];
            fold(&mut sres, octets);
            assert_eq!(sres, expected);
        }
    }
}
