//! The authentication vector of IMS AKA (TS 33.102 §6.3.2, TS 33.203 §6.1).
//!
//! Digest-AKAv1-MD5 (RFC 3310) and Digest-AKAv2-MD5 (RFC 4169) take the same vector: they differ only in how the phone and the S-CSCF make a
//! password of RES, CK and IK.

use super::functions::Functions;
use super::milenage::Amf;
use super::random::{NoRandomness, Random};
use super::res::Res;
use super::resync::xor;
use super::sqn::Sqn;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// One challenge with its answer and keys. `Debug` shows the challenge alone.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ImsVector {
    /// The random challenge.
    pub rand: [u8; 16],
    /// AUTN = SQN ⊕ AK ‖ AMF ‖ MAC-A: by it the SIM knows its home network, and that the challenge is fresh.
    pub autn: [u8; 16],
    /// What the SIM must answer.
    pub xres: Res,
    /// The confidentiality key.
    pub ck: [u8; 16],
    /// The integrity key.
    pub ik: [u8; 16],
}

impl ImsVector {
    /// A vector for a new random challenge. The SQN must come from a durable [`next`](super::next), and never be used for a second vector.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(
        functions: &Functions,
        sqn: Sqn,
        amf: Amf,
        random: &mut impl Random,
    ) -> Result<Self, NoRandomness> {
        Ok(Self::compute(functions, random.octets()?, sqn, amf))
    }

    /// The vector for `rand`. IMS is not EPS: the separation bit of `amf` is cleared (TS 33.102 Annex H).
    pub fn compute(functions: &Functions, rand: [u8; 16], sqn: Sqn, amf: Amf) -> Self {
        Self::with_amf(functions, rand, sqn, amf.without_separation())
    }

    /// The quintet of TS 33.102 §6.3.2 with `amf` as it is.
    pub(super) fn with_amf(functions: &Functions, rand: [u8; 16], sqn: Sqn, amf: Amf) -> Self {
        let (mac_a, response) = functions.vector(&rand, sqn, amf);
        let mut autn = [0; 16];
        autn[..6].copy_from_slice(&xor(sqn.to_bytes(), response.ak));
        autn[6..8].copy_from_slice(&amf.0);
        autn[8..].copy_from_slice(&mac_a);
        Self { rand, autn, xres: response.res.clone(), ck: response.ck, ik: response.ik }
    }

    /// RAND ‖ AUTN, as Cx carries them in SIP-Authenticate (TS 29.229 §6.3.10) and SIP in the nonce.
    pub fn challenge(&self) -> [u8; 32] {
        let mut octets = [0; 32];
        octets[..16].copy_from_slice(&self.rand);
        octets[16..].copy_from_slice(&self.autn);
        octets
    }
}

impl fmt::Debug for ImsVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImsVector")
            .field("rand", &self.rand)
            .field("autn", &self.autn)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::hex::decode;
    use crate::domain::auth::provision::{OperatorKey, sim_keys};
    use crate::domain::auth::random::tests::Counting;

    fn functions() -> Functions {
        let op = OperatorKey::Op("cdc202d5123e20f62b6d676ac72cb318");
        Functions::new(&sim_keys("465b5ce8b199b49faa5f0a2ee238a6bc", op).unwrap())
    }

    /// TS 35.208 set 3: AUTN put together by hand from the values of the functions there.
    #[test]
    fn puts_autn_together() {
        let opc = OperatorKey::Opc("1006020f0a478bf6b699f15c062e42b3");
        let keys = sim_keys("fec86ba6eb707ed08905757b1bb44b8f", opc).unwrap();
        let rand = *decode("9f7c8d021accf4db213ccff0c7f71a6a").unwrap();
        let sqn = Sqn::from_bytes(*decode("9d0277595ffc").unwrap());
        let vector = ImsVector::compute(&Functions::new(&keys), rand, sqn, Amf([0x72, 0x5c]));
        // SQN ⊕ AK = 9d0277595ffc ⊕ 33484dc2136b.
        assert_eq!(vector.autn, *decode("ae4a3a9b4c97725c9cabc3e99baf7281").unwrap());
        assert_eq!(*vector.xres, *decode::<8>("8011c48c0c214ed2").unwrap());
        assert_eq!(vector.ck, *decode("5dbdbb2954e8f3cde665b046179a5098").unwrap());
        assert_eq!(vector.ik, *decode("59a92d3b476a0443487055cf88b2307b").unwrap());
        assert_eq!(vector.challenge()[..16], vector.rand);
        assert_eq!(vector.challenge()[16..], vector.autn);
    }

    #[test]
    fn an_ims_vector_never_has_the_separation_bit() {
        let vector = |amf| ImsVector::compute(&functions(), [1; 16], Sqn::new(1, 0), amf);
        let eps = vector(Amf([0x80, 0x00]));
        assert_eq!(eps.autn[6..8], [0, 0]);
        // MAC-A covers the AMF that is sent, not the one that is stored.
        assert_eq!(eps, vector(Amf([0, 0])));
    }

    #[test]
    fn every_challenge_is_new() {
        let mut random = Counting::default();
        let mut generate =
            || ImsVector::generate(&functions(), Sqn::new(1, 0), Amf::default(), &mut random).unwrap();
        assert_ne!(generate().rand, generate().rand);
    }

    #[test]
    fn debug_shows_no_answer_and_no_key() {
        let vector = ImsVector::compute(&functions(), [1; 16], Sqn::new(1, 0), Amf::default());
        let shown = format!("{vector:?}");
        assert!(shown.contains("rand") && !shown.contains(&format!("{:?}", &vector.xres[..])), "{shown}");
        assert!(!shown.contains("xres") && !shown.contains("ck") && !shown.contains("ik"), "{shown}");
    }
}
