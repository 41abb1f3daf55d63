//! The other side: a USIM and the phone it is in, for the simulated client of `call` and `load` and for tests.
//!
//! The verification of sequence numbers is Annex C.2 of TS 33.102, independent of how [`next`](super::next) makes them.

use super::digest;
use super::functions::Functions;
use super::milenage::Amf;
use super::res::Res;
use super::resync::{Resync, xor};
use super::secret::{Ha1, SimKeys};
use super::sqn::{DELTA, INDICES, Sqn};
use crate::records::AuthScheme;
use base64::prelude::{BASE64_STANDARD, Engine};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A USIM with 32 indices.
#[derive(Debug)]
pub struct Usim {
    functions: Functions,
    /// SEQ_MS(i): the highest SEQ accepted with each IND (Annex C.2.2).
    seq_ms: [u64; INDICES],
    /// The greatest leap upwards that is accepted: Δ (Annex C.2.1).
    delta: u64,
    /// How far a SEQ may lie behind the highest one accepted: L (Annex C.2.2), which a USIM may have.
    age_limit: Option<u64>,
}

/// What the USIM answers to a challenge that it accepts.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Answer {
    /// The response.
    pub res: Res,
    /// The confidentiality key.
    pub ck: [u8; 16],
    /// The integrity key.
    pub ik: [u8; 16],
}

/// Why a USIM refuses a challenge (TS 33.102 §6.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// MAC-A is wrong: not from the home network, or K and OPc differ.
    #[error("MAC failure: the challenge is not from this SIM's home network, or K and OPc differ there")]
    Mac,
    /// The sequence number is not fresh; the home network learns from this what would be.
    #[error("synchronisation failure: the sequence number of the challenge is not fresh")]
    Synchronisation(Resync),
}

impl Usim {
    /// A USIM fresh from the factory, with the Δ of Annex C.3 and no L.
    pub fn new(keys: &SimKeys) -> Self {
        Self { functions: Functions::new(keys), seq_ms: [0; INDICES], delta: DELTA, age_limit: None }
    }

    /// The same with the age limit L.
    #[must_use]
    pub fn with_age_limit(self, limit: u64) -> Self {
        Self { age_limit: Some(limit), ..self }
    }

    /// The same having already accepted `sqn`.
    #[must_use]
    pub fn having_accepted(mut self, sqn: Sqn) -> Self {
        self.accept(sqn);
        self
    }

    /// SQN_MS: the highest sequence number accepted.
    pub fn sqn_ms(&self) -> Sqn {
        let highest = self.seq_ms.iter().enumerate().max_by_key(|(_, seq)| **seq);
        highest.map_or_else(Sqn::default, |(ind, seq)| Sqn::new(*seq, ind as u8))
    }

    /// Verifies AUTN and answers the challenge (TS 33.102 §6.3.3).
    ///
    /// # Errors
    /// With [`Refusal::Mac`] or, AUTN being genuine but not fresh, with [`Refusal::Synchronisation`].
    pub fn authenticate(&mut self, rand: &[u8; 16], autn: &[u8; 16]) -> Result<Answer, Refusal> {
        let [a, b, c, d, e, f, amf0, amf1, mac_a @ ..] = *autn;
        let response = self.functions.f2345(rand);
        let sqn = Sqn::from_bytes(xor([a, b, c, d, e, f], response.ak));
        let expected = self.functions.f1(rand, sqn, Amf([amf0, amf1]));
        if !bool::from(expected.ct_eq(&mac_a)) {
            return Err(Refusal::Mac);
        }
        if !self.is_fresh(sqn) {
            return Err(Refusal::Synchronisation(Resync::make(&self.functions, rand, self.sqn_ms())));
        }
        self.accept(sqn);
        Ok(Answer { res: response.res.clone(), ck: response.ck, ik: response.ik })
    }

    /// Annex C.2.1 (Δ), the optional L of C.2.2, and C.2.2 (a) and (b).
    fn is_fresh(&self, sqn: Sqn) -> bool {
        let highest = self.sqn_ms().seq();
        let leap = sqn.seq().saturating_sub(highest);
        let age = highest.saturating_sub(sqn.seq());
        leap <= self.delta
            && self.age_limit.is_none_or(|limit| age <= limit)
            && sqn.seq() > self.seq_ms[sqn.ind()]
    }

    fn accept(&mut self, sqn: Sqn) {
        self.seq_ms[sqn.ind()] = sqn.seq();
    }
}

impl Answer {
    /// H(A1) for the digest of `scheme`: RES itself is the password of AKAv1 (RFC 3310 §3.3), and AKAv2 makes one of RES, IK and CK
    /// (RFC 4169 §3).
    pub fn ha1(&self, scheme: AuthScheme, user: &str, realm: &str) -> Ha1 {
        match scheme {
            AuthScheme::AkaV2 => {
                digest::ha1(user, realm, digest::akav2_password(&self.res, &self.ik, &self.ck).as_bytes())
            }
            _ => digest::ha1(user, realm, &self.res),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(…)")
    }
}

/// RAND and AUTN out of the nonce of an AKA challenge: base64 of RAND ‖ AUTN ‖ what the server likes to add (RFC 3310 §3.2).
pub fn challenge_of(nonce: &str) -> Option<([u8; 16], [u8; 16])> {
    let octets = BASE64_STANDARD.decode(nonce).ok()?;
    let (rand, rest) = octets.split_first_chunk()?;
    let (autn, _) = rest.split_first_chunk()?;
    Some((*rand, *autn))
}

/// The `auts` directive of a synchronisation failure (RFC 3310 §3.4); the password is then empty.
pub fn auts_directive(resync: &Resync) -> String {
    BASE64_STANDARD.encode(resync.auts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::BadAuts;
    use crate::domain::auth::ImsVector;
    use crate::domain::auth::hex;
    use crate::domain::auth::provision::{OperatorKey, TuakOperatorKey, sim_keys, tuak_keys};
    use crate::records::{ResLength, TuakParameters};

    /// The keys of TS 35.208 set 1.
    fn keys() -> SimKeys {
        let op = OperatorKey::Op("cdc202d5123e20f62b6d676ac72cb318");
        sim_keys("465b5ce8b199b49faa5f0a2ee238a6bc", op).unwrap()
    }

    fn vector(seq: u64, ind: u8) -> ImsVector {
        ImsVector::compute(&Functions::new(&keys()), [3; 16], Sqn::new(seq, ind), Amf([0, 0]))
    }

    #[test]
    fn a_changed_challenge_is_not_from_home() {
        let vector = vector(1, 0);
        for bit in 0..128 {
            let mut autn = vector.autn;
            autn[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                Usim::new(&keys()).authenticate(&vector.rand, &autn).unwrap_err(),
                Refusal::Mac,
                "bit {bit}"
            );
        }
    }

    #[test]
    fn the_rules_of_annex_c_2() {
        let mut usim = Usim::new(&keys()).with_age_limit(10);
        let mut accepts = |seq, ind| match usim.authenticate(&vector(seq, ind).rand, &vector(seq, ind).autn) {
            Ok(_) => true,
            Err(Refusal::Synchronisation(_)) => false,
            Err(Refusal::Mac) => panic!("genuine"),
        };
        assert!(!accepts(0, 0), "zero is what a fresh USIM has seen");
        assert!(accepts(5, 0) && !accepts(5, 0) && !accepts(4, 0), "each index only upwards");
        assert!(accepts(4, 1), "another index, its own count");
        assert!(accepts(15, 2) && accepts(5, 3) && !accepts(4, 4), "L = 10 behind the highest, not 11");
        assert!(!accepts(16 + DELTA, 5) && accepts(15 + DELTA, 5), "Δ above the highest, not one more");
    }

    #[test]
    fn auts_tells_the_highest_number_of_all_indices() {
        let mut usim = Usim::new(&keys());
        for (seq, ind) in [(10, 3), (90, 7), (50, 31)] {
            usim.authenticate(&vector(seq, ind).rand, &vector(seq, ind).autn).unwrap();
        }
        let stale = vector(9, 3);
        let Err(Refusal::Synchronisation(resync)) = usim.authenticate(&stale.rand, &stale.autn) else {
            panic!()
        };
        assert_eq!(resync.verify(&Functions::new(&keys())), Ok(Sqn::new(90, 7)));
        assert_eq!(auts_directive(&resync).len(), 20);
    }

    /// The challenge and answer of TS 35.208 set 1 through both digests; expected values by Python's hashlib and hmac.
    #[test]
    fn both_digests_log_in_with_the_same_answer() {
        let rand = *hex::decode("23553cbe9637a89d218ae64dae47bf35").unwrap();
        let vector = ImsVector::compute(&Functions::new(&keys()), rand, Sqn::new(1, 0), Amf([0, 0]));
        let nonce = BASE64_STANDARD.encode([&vector.challenge()[..], b"server data"].concat());
        let (rand, autn) = challenge_of(&nonce).unwrap();
        let answer = Usim::new(&keys()).authenticate(&rand, &autn).unwrap();
        let ha1 =
            |scheme| String::clone(&hex::encode(answer.ha1(scheme, "user@ims.test", "ims.test").expose()));
        assert_eq!(ha1(AuthScheme::AkaV1), "c734107518ec045f9568e0a89f3e1753");
        assert_eq!(ha1(AuthScheme::AkaV2), "010828c9d6205a0a18089e0e696ef3e6");
    }

    /// The same with TUAK, whose RES has another length for each SIM: what home makes is answered, and AUTS brings it back into step.
    #[test]
    fn a_sim_of_tuak_answers_with_a_res_as_long_as_it_is_set_up() {
        let topc = "bd04d9530e87513c5d837ac2ad954623a8e2330c115305a73eb45d1f40cccbff";
        let lengths = [ResLength::Bits32, ResLength::Bits64, ResLength::Bits128];
        for (k, res) in ["ab".repeat(16), "cd".repeat(32)].iter().flat_map(|k| lengths.map(|res| (k, res))) {
            let parameters = TuakParameters { res, iterations: 3.try_into().unwrap() };
            let keys = tuak_keys(k, TuakOperatorKey::Topc(topc), parameters).unwrap();
            let home = Functions::new(&keys);
            let vector = |seq| ImsVector::compute(&home, [3; 16], Sqn::new(seq, 4), Amf([0, 0]));
            let mut usim = Usim::new(&keys);
            let first = vector(9);
            let answer = usim.authenticate(&first.rand, &first.autn).unwrap();
            assert_eq!(answer.res.len(), res.octets());
            assert_eq!((&answer.res, answer.ck, answer.ik), (&first.xres, first.ck, first.ik));
            let Err(Refusal::Synchronisation(resync)) = usim.authenticate(&first.rand, &first.autn) else {
                panic!("accepted twice")
            };
            assert_eq!(resync.verify(&home), Ok(Sqn::new(9, 4)));
            // Set up otherwise, it is another SIM: the number of iterations counts in every function.
            let other = TuakParameters { iterations: 2.try_into().unwrap(), ..parameters };
            let other = Functions::new(&tuak_keys(k, TuakOperatorKey::Topc(topc), other).unwrap());
            assert_eq!(resync.verify(&other), Err(BadAuts::Mac));
        }
    }

    #[test]
    fn a_nonce_without_a_challenge_is_none() {
        for nonce in
            ["", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "not base64!", &BASE64_STANDARD.encode([0; 31])]
        {
            assert_eq!(challenge_of(nonce), None, "{nonce}");
        }
    }
}
