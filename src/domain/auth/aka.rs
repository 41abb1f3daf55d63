//! The authentication vector of IMS AKA (TS 33.102 §6.3.2, TS 33.203 §6.1).
//!
//! Digest-AKAv1-MD5 (RFC 3310) and Digest-AKAv2-MD5 (RFC 4169) take the same vector: they differ only in how the phone and the S-CSCF make a
//! password of RES, CK and IK.

use super::milenage::{Amf, Milenage};
use super::random::{NoRandomness, Random};
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
    pub xres: [u8; 8],
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
        milenage: &Milenage,
        sqn: Sqn,
        amf: Amf,
        random: &mut impl Random,
    ) -> Result<Self, NoRandomness> {
        Ok(Self::compute(milenage, random.octets()?, sqn, amf))
    }

    /// The vector for `rand`. IMS is not EPS: the separation bit of `amf` is cleared (TS 33.102 Annex H).
    pub fn compute(milenage: &Milenage, rand: [u8; 16], sqn: Sqn, amf: Amf) -> Self {
        let amf = amf.without_separation();
        let (macs, response) = milenage.all(&rand, sqn, amf);
        let mut autn = [0; 16];
        autn[..6].copy_from_slice(&xor(sqn.to_bytes(), response.ak));
        autn[6..8].copy_from_slice(&amf.0);
        autn[8..].copy_from_slice(&macs.mac_a);
        Self { rand, autn, xres: response.res, ck: response.ck, ik: response.ik }
    }

    /// RAND ‖ AUTN, as Cx carries them in SIP-Authenticate (TS 29.228 §6.3.1) and SIP in the nonce.
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
