//! The USIM's word that it is out of step: RAND ‖ AUTS, proved by MAC-S (TS 33.102 §6.3.3 and §6.3.5).

use super::functions::Functions;
use super::milenage::Amf;
use super::sqn::Sqn;
use subtle::ConstantTimeEq;

/// AUTS = SQN_MS ⊕ AK* ‖ MAC-S, with the challenge it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resync {
    /// The challenge.
    pub rand: [u8; 16],
    /// What the USIM gave for it.
    pub auts: [u8; 14],
}

/// A resynchronisation that proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAuts {
    /// Not RAND ‖ AUTS.
    #[error("a resynchronisation is RAND and AUTS, 30 octets, not {0}")]
    Length(usize),
    /// MAC-S is not what K makes of it: another SIM's, or nobody's.
    #[error("AUTS does not verify with this subscriber's K and OPc (TOPc); check them against the SIM")]
    Mac,
}

impl Resync {
    /// Splits the 30 octets RAND ‖ AUTS, as Cx carries them in SIP-Authorization (TS 29.229 §6.3.11).
    ///
    /// # Errors
    /// When there are not 30.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, BadAuts> {
        let wrong = BadAuts::Length(octets.len());
        let (rand, auts) = octets.split_first_chunk().ok_or(wrong)?;
        Ok(Self { rand: *rand, auts: auts.try_into().map_err(|_| wrong)? })
    }

    /// The 30 octets again.
    pub fn to_bytes(&self) -> [u8; 30] {
        let mut octets = [0; 30];
        octets[..16].copy_from_slice(&self.rand);
        octets[16..].copy_from_slice(&self.auts);
        octets
    }

    /// Makes it, on the USIM's side: AUTS for `rand` with the highest sequence number accepted.
    pub fn make(functions: &Functions, rand: &[u8; 16], sqn_ms: Sqn) -> Self {
        let mut auts = [0; 14];
        auts[..6].copy_from_slice(&xor(sqn_ms.to_bytes(), functions.f5_star(rand)));
        auts[6..].copy_from_slice(&functions.f1_star(rand, sqn_ms, Amf::RESYNC));
        Self { rand: *rand, auts }
    }

    /// What the USIM says its highest accepted sequence number is, once MAC-S has proved that it is the USIM who says so.
    ///
    /// # Errors
    /// [`BadAuts::Mac`] when it has not; nothing may change then.
    pub fn verify(&self, functions: &Functions) -> Result<Sqn, BadAuts> {
        let [a, b, c, d, e, f, mac_s @ ..] = self.auts;
        let sqn_ms = Sqn::from_bytes(xor([a, b, c, d, e, f], functions.f5_star(&self.rand)));
        let expected = functions.f1_star(&self.rand, sqn_ms, Amf::RESYNC);
        if bool::from(expected.ct_eq(&mac_s)) { Ok(sqn_ms) } else { Err(BadAuts::Mac) }
    }
}

/// Hides or shows a sequence number by an anonymity key.
pub(super) fn xor(mut sqn: [u8; 6], ak: [u8; 6]) -> [u8; 6] {
    sqn.iter_mut().zip(ak).for_each(|(octet, mask)| *octet ^= mask);
    sqn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::{hex, provision};

    /// The keys of TS 35.208 set 20.
    fn functions() -> Functions {
        let opc = provision::OperatorKey::Opc("cb9cccc4b9258e6dca4760379fb82581");
        Functions::new(&provision::sim_keys("90dca4eda45b53cf0f12d7c9c3bc6a89", opc).unwrap())
    }

    /// An AUTS that another implementation (hostap's test of Milenage) gives for the challenge of that set.
    #[test]
    fn verifies_an_auts_made_elsewhere() {
        let octets =
            hex::decode::<30>("9fddc72092c6ad036b6e464789315b784f2039392ddd4bb4316ed4a14688").unwrap();
        let resync = Resync::from_bytes(&octets[..]).unwrap();
        assert_eq!(resync.verify(&functions()), Ok(Sqn::new(0, 1)));
        assert_eq!(Resync::make(&functions(), &resync.rand, Sqn::new(0, 1)), resync);
        assert_eq!(resync.to_bytes(), *octets);
    }

    #[test]
    fn one_changed_bit_anywhere_proves_nothing() {
        let octets = Resync::make(&functions(), &[7; 16], Sqn::new(1 << 40, 31)).to_bytes();
        for bit in 0..30 * 8 {
            let mut changed = octets;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                Resync::from_bytes(&changed).unwrap().verify(&functions()),
                Err(BadAuts::Mac),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn another_sim_s_auts_proves_nothing() {
        let op = provision::OperatorKey::Op("cb9cccc4b9258e6dca4760379fb82581");
        let other = provision::sim_keys("90dca4eda45b53cf0f12d7c9c3bc6a89", op).unwrap();
        let resync = Resync::make(&Functions::new(&other), &[7; 16], Sqn::new(5, 0));
        assert_eq!(resync.verify(&functions()), Err(BadAuts::Mac));
    }

    #[test]
    fn refuses_any_other_length() {
        for length in (0..30).chain(31..64) {
            assert_eq!(Resync::from_bytes(&vec![0; length]), Err(BadAuts::Length(length)));
        }
    }
}
