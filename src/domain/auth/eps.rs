//! Vectors beyond IMS: for the MME (TS 33.401 §6.1), for the SGSN (TS 33.102 §6.3.2), and for a 3GPP AAA server that speaks EAP-AKA' (TS 33.402 §6.2).
//!
//! What an MME gets is good for its own network alone: KASME is bound to the network's PLMN, and the separation bit in AUTN tells the phone that CK
//! and IK stayed at home. So a vector that was stolen from a 3G network does not open the EPS.

use super::aka::ImsVector;
use super::functions::Functions;
use super::kdf;
use super::milenage::Amf;
use super::random::{NoRandomness, Random};
use super::res::Res;
use super::sqn::Sqn;
use crate::types::Plmn;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What an SGSN gets, and an AAA server for EAP-AKA: RAND, AUTN, XRES, CK and IK, the separation bit clear. It is what IMS gets, too.
pub type UtranVector = ImsVector;

/// What an MME gets: one challenge with its answer and KASME (TS 29.272 §7.3.18). `Debug` shows the challenge alone.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct EpsVector {
    /// The random challenge.
    pub rand: [u8; 16],
    /// AUTN, with the separation bit of AMF set (TS 33.401 §6.1.1).
    pub autn: [u8; 16],
    /// What the SIM must answer.
    pub xres: Res,
    /// The key that all keys of the EPS are derived from, in this serving network.
    pub kasme: [u8; 32],
}

impl EpsVector {
    /// A vector for a new random challenge and the serving network `sn`. The SQN must come from a durable [`next`](super::next), and never be used
    /// for a second vector.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(
        functions: &Functions,
        sqn: Sqn,
        amf: Amf,
        sn: Plmn,
        random: &mut impl Random,
    ) -> Result<Self, NoRandomness> {
        Ok(Self::compute(functions, random.octets()?, sqn, amf, sn))
    }

    /// The vector for `rand`; the separation bit of `amf` is set whatever is stored (TS 33.401 §6.1.2).
    pub fn compute(functions: &Functions, rand: [u8; 16], sqn: Sqn, amf: Amf, sn: Plmn) -> Self {
        let quintet = ImsVector::with_amf(functions, rand, sqn, amf.with_separation());
        let kasme = kdf::kasme(&quintet.ck, &quintet.ik, sn, &hidden(&quintet));
        Self { rand, autn: quintet.autn, xres: quintet.xres.clone(), kasme }
    }
}

impl fmt::Debug for EpsVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(f, "EpsVector", &self.rand, &self.autn)
    }
}

/// What an AAA server gets for EAP-AKA' (TS 29.273 §8.2.2.1): CK' and IK' in the place of CK and IK. `Debug` shows the challenge alone.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct AkaPrimeVector {
    /// The random challenge.
    pub rand: [u8; 16],
    /// AUTN, with the separation bit of AMF set (RFC 9048 §3.4, TS 33.402 §6.2).
    pub autn: [u8; 16],
    /// What the SIM must answer.
    pub xres: Res,
    /// CK', bound to the access network.
    pub ck: [u8; 16],
    /// IK', bound to the access network.
    pub ik: [u8; 16],
}

impl AkaPrimeVector {
    /// A vector for a new random challenge and the access network named `network` (ANID of TS 24.302 §8.1.1: `WLAN`, `HRPD`, `ETHERNET` …), which
    /// is what the phone derives with: every octet of the name counts. About the SQN see [`EpsVector::generate`].
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(
        functions: &Functions,
        sqn: Sqn,
        amf: Amf,
        network: &str,
        random: &mut impl Random,
    ) -> Result<Self, NoRandomness> {
        Ok(Self::compute(functions, random.octets()?, sqn, amf, network))
    }

    /// The vector for `rand`.
    pub fn compute(functions: &Functions, rand: [u8; 16], sqn: Sqn, amf: Amf, network: &str) -> Self {
        let quintet = ImsVector::with_amf(functions, rand, sqn, amf.with_separation());
        let primed = kdf::primed(&quintet.ck, &quintet.ik, network, &hidden(&quintet));
        let mut vector =
            Self { rand, autn: quintet.autn, xres: quintet.xres.clone(), ck: [0; 16], ik: [0; 16] };
        vector.ck.copy_from_slice(&primed[..16]);
        vector.ik.copy_from_slice(&primed[16..]);
        vector
    }
}

impl fmt::Debug for AkaPrimeVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(f, "AkaPrimeVector", &self.rand, &self.autn)
    }
}

/// SQN ⊕ AK, the first six octets of AUTN.
fn hidden(quintet: &ImsVector) -> [u8; 6] {
    let [a, b, c, d, e, f, ..] = quintet.autn;
    [a, b, c, d, e, f]
}

fn shown(f: &mut fmt::Formatter<'_>, name: &str, rand: &[u8; 16], autn: &[u8; 16]) -> fmt::Result {
    f.debug_struct(name).field("rand", rand).field("autn", autn).finish_non_exhaustive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::hex::decode;
    use crate::domain::auth::provision::{OperatorKey, sim_keys};

    const RAND: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    fn functions() -> Functions {
        let opc = OperatorKey::Opc("8e27b6af0e692e750f32667a3b14605d");
        Functions::new(&sim_keys("8baf473f2f8fd09487cccbd7097c6862", opc).unwrap())
    }

    fn plmn(text: &str) -> Plmn {
        text.parse().unwrap()
    }

    /// A whole vector as another core network's tests have it: the octets 02 f8 59 are the PLMN 208 95, and its SQN is 7351.
    #[test]
    fn an_eps_vector_made_elsewhere() {
        assert_eq!(plmn("20895").octets(), [0x02, 0xf8, 0x59]);
        let sqn = Sqn::from_bytes([0, 0, 0, 0, 0x1c, 0xb7]);
        let vector = EpsVector::compute(&functions(), RAND, sqn, Amf([0x80, 0]), plmn("20895"));
        assert_eq!(*vector.xres, *decode::<8>("2daf873d73f310c6").unwrap());
        assert_eq!(vector.autn, *decode("6fbfa3801f5780007bde59886e96e4fe").unwrap());
        let kasme = "8748c1c0a2826fa405b1e27ea104434ae556c765e8f061ebdb8ae286c44616c2";
        assert_eq!(vector.kasme, *decode(kasme).unwrap());
    }

    #[test]
    fn the_separation_bit_is_set_and_covered_by_mac_a() {
        let vector = |amf| EpsVector::compute(&functions(), RAND, Sqn::new(1, 0), amf, plmn("00101"));
        let stored = vector(Amf([0x00, 0x42]));
        assert_eq!(stored.autn[6..8], [0x80, 0x42]);
        assert_eq!(stored, vector(Amf([0x80, 0x42])));
        let utran = UtranVector::compute(&functions(), RAND, Sqn::new(1, 0), Amf([0x80, 0x42]));
        assert_eq!(utran.autn[6..8], [0x00, 0x42]);
        assert_ne!(utran.autn[8..], stored.autn[8..]);
        assert_eq!(utran.xres[..], stored.xres[..]);
    }

    #[test]
    fn kasme_is_another_in_another_network_and_with_another_sqn() {
        let kasme = |seq, sn| {
            EpsVector::compute(&functions(), RAND, Sqn::new(seq, 0), Amf::default(), plmn(sn)).kasme
        };
        assert_ne!(kasme(1, "00101"), kasme(1, "001001"));
        assert_ne!(kasme(1, "00101"), kasme(2, "00101"));
    }

    /// The four cases of RFC 9048 Appendix B (RFC 5448 Appendix C): CK and IK, SQN ⊕ AK out of AUTN, network, CK' and IK'.
    #[test]
    fn rfc_9048_cases() {
        for (ck, ik, autn, network, ck_primed, ik_primed) in [
            (
                "5349fbe098649f948f5d2e973a81c00f",
                "9744871ad32bf9bbd1dd5ce54e3e2e5a",
                "bb52e91c747ac3ab2a5c23d15ee351d5",
                "WLAN",
                "0093962d0dd84aa5684b045c9edffa04",
                "ccfc230ca74fcc96c0a5d61164f5a76c",
            ),
            (
                "5349fbe098649f948f5d2e973a81c00f",
                "9744871ad32bf9bbd1dd5ce54e3e2e5a",
                "bb52e91c747ac3ab2a5c23d15ee351d5",
                "HRPD",
                "3820f0277fa5f77732b1fb1d90c1a0da",
                "db94a0ab557ef6c9ab48619ca05b9a9f",
            ),
            (
                "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0",
                "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0",
                "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0",
                "WLAN",
                "cd4c8e5c68f57dd1d7d7dfd0c538e577",
                "3ece6b705dbbf7dfc459a11280c65524",
            ),
            (
                "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0",
                "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0",
                "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0",
                "HRPD",
                "8310a71ce6f754889613da8f64d5fb46",
                "5adf14360ae838192db23f6fcb7f8c76",
            ),
        ] {
            let hidden = *decode(&autn[..12]).unwrap();
            let primed = kdf::primed(&decode(ck).unwrap(), &decode(ik).unwrap(), network, &hidden);
            assert_eq!(primed[..16], *decode::<16>(ck_primed).unwrap(), "{network}");
            assert_eq!(primed[16..], *decode::<16>(ik_primed).unwrap(), "{network}");
        }
    }

    /// The SIM of cases 1 and 2 is that of TS 35.208 set 19: from K to CK' in one go. Its AMF has the separation bit.
    #[test]
    fn an_aka_prime_vector_is_the_quintet_with_derived_keys() {
        let opc = OperatorKey::Opc("981d464c7c52eb6e5036234984ad0bcf");
        let keys = sim_keys("5122250214c33e723a5dd523fc145fc0", opc).unwrap();
        let rand = *decode("81e92b6c0ee0e12ebceba8d92a99dfa5").unwrap();
        let sqn = Sqn::from_bytes(*decode("16f3b3f70fc2").unwrap());
        let amf = Amf(*decode("c3ab").unwrap());
        let vector = AkaPrimeVector::compute(&Functions::new(&keys), rand, sqn, amf, "WLAN");
        assert_eq!(vector.autn, *decode("bb52e91c747ac3ab2a5c23d15ee351d5").unwrap());
        assert_eq!(*vector.xres, *decode::<8>("28d7b0f2a2ec3de5").unwrap());
        assert_eq!(vector.ck, *decode("0093962d0dd84aa5684b045c9edffa04").unwrap());
        assert_eq!(vector.ik, *decode("ccfc230ca74fcc96c0a5d61164f5a76c").unwrap());
    }

    #[test]
    fn debug_shows_the_challenge_alone() {
        let eps = EpsVector::compute(&functions(), RAND, Sqn::new(1, 0), Amf::default(), plmn("00101"));
        let wlan = AkaPrimeVector::compute(&functions(), RAND, Sqn::new(1, 0), Amf::default(), "WLAN");
        for shown in [format!("{eps:?}"), format!("{wlan:?}")] {
            assert!(shown.contains("rand") && shown.contains("autn"), "{shown}");
            assert!(!["xres", "kasme", "ck", "ik"].iter().any(|name| shown.contains(name)), "{shown}");
        }
    }
}
