//! Secrets at rest: sealed by AES-256-GCM under a key that lies apart from the store.
//!
//! A sealed secret is bound to its owner and its purpose: moved to another subscriber's record, or used as another kind of secret, it does not
//! open. Each carries the number of the key that sealed it, so keys can be added while older ones still open what they sealed; the newest seals.
//!
//! ```text
//! format (1) │ key number (4) │ nonce (12) │ ciphertext (as long as the secret) │ tag (16)
//! ```
//!
//! The secret of a Milenage SIM is K ‖ OPc, 16 octets each; that of a TUAK SIM is TOPc, 32 octets, and K behind it, 16 or 32.
//!
//! Nonces are random. NIST SP 800-38D §8.3 allows 2^32 sealings under one key so; a million subscribers imported anew every day take eleven years.
//! The key schedules and hash keys are expanded once, when the vault is made.

use super::keyfile::KeyRing;
use super::random::{NoRandomness, Random};
use super::secret::{Ha1, K, LongK, MilenageKeys, Opc, SimKeys, Topc, TuakK, TuakKeys};
use crate::{
    records::{Algorithm, TuakParameters, sealed::Sealed},
    types::Imsi,
};
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, aead::array::Array};
use std::fmt;
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;
/// Where the ciphertext begins.
const HEAD: usize = 1 + 4 + NONCE;

/// Seals and opens secrets. Cheap to share, expensive to make.
pub struct Vault {
    /// In order of their numbers: the last one seals.
    keys: Vec<(u32, Aes256Gcm)>,
    newest: (u32, Aes256Gcm),
}

/// A sealed secret that does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsealable {
    /// Not what a vault makes.
    #[error("this is not a sealed secret of a form that this version knows")]
    Form,
    /// Its key is not here.
    #[error(
        "the secret was sealed with key {0}, which the key file does not hold; restore that line of the key file"
    )]
    UnknownKey(u32),
    /// The wrong key under the right number, another owner or purpose, or changed octets.
    #[error(
        "the secret does not open with key {0}: it was changed, moved here from another subscriber, or sealed under another key file"
    )]
    Rejected(u32),
}

/// What a secret is for. The number is part of what is authenticated.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Purpose {
    Milenage = 1,
    Ha1 = 2,
    Tuak = 3,
}

impl Vault {
    /// Expands the keys of `ring`.
    pub fn new(ring: &KeyRing) -> Self {
        let expand = |(number, key): (u32, &[u8; 32])| (number, Aes256Gcm::new(&Array(*key)));
        Self { keys: ring.older().map(expand).collect(), newest: expand(ring.newest()) }
    }

    /// Seals the keys of the SIM of `imsi`.
    ///
    /// # Errors
    /// When there is no randomness for a nonce.
    pub fn seal_sim(
        &self,
        imsi: Imsi,
        keys: &SimKeys,
        random: &mut impl Random,
    ) -> Result<Sealed, NoRandomness> {
        let mut plain = Zeroizing::new([0; 64]);
        match keys {
            SimKeys::Milenage(MilenageKeys { k, opc }) => {
                plain[..16].copy_from_slice(k.expose());
                plain[16..32].copy_from_slice(opc.expose());
                self.seal(&sim_label(Purpose::Milenage, imsi), &plain[..32], random)
            }
            SimKeys::Tuak(TuakKeys { k, topc, .. }) => {
                let k = k.expose();
                plain[..32].copy_from_slice(topc.expose());
                plain[32..32 + k.len()].copy_from_slice(k);
                self.seal(&sim_label(Purpose::Tuak, imsi), &plain[..32 + k.len()], random)
            }
        }
    }

    /// Opens what [`seal_sim`](Self::seal_sim) made for the same `imsi` and the same functions. The parameters of TUAK come with `algorithm`.
    ///
    /// # Errors
    /// When it does not open: the sentence says why.
    pub fn open_sim(&self, imsi: Imsi, algorithm: Algorithm, sealed: &Sealed) -> Result<SimKeys, Unsealable> {
        match algorithm {
            Algorithm::Milenage => {
                let plain = self.open::<32>(&sim_label(Purpose::Milenage, imsi), sealed)?;
                let (k, opc) = halves::<16, 16>(&plain[..])?;
                Ok(SimKeys::Milenage(MilenageKeys { k: K::new(*k), opc: Opc::new(*opc) }))
            }
            Algorithm::Tuak(parameters) => self.open_tuak(imsi, parameters, sealed).map(SimKeys::Tuak),
        }
    }

    /// The length of what is sealed tells the length of K.
    fn open_tuak(
        &self,
        imsi: Imsi,
        parameters: TuakParameters,
        sealed: &Sealed,
    ) -> Result<TuakKeys, Unsealable> {
        let label = sim_label(Purpose::Tuak, imsi);
        if sealed.as_bytes().len() == HEAD + 48 + TAG {
            let plain = self.open::<48>(&label, sealed)?;
            let (topc, k) = halves::<32, 16>(&plain[..])?;
            Ok(TuakKeys { k: TuakK::Short(K::new(*k)), topc: Topc::new(*topc), parameters })
        } else {
            let plain = self.open::<64>(&label, sealed)?;
            let (topc, k) = halves::<32, 32>(&plain[..])?;
            Ok(TuakKeys { k: TuakK::Long(LongK::new(*k)), topc: Topc::new(*topc), parameters })
        }
    }

    /// Seals the H(A1) of the private identity `impi`.
    ///
    /// # Errors
    /// When there is no randomness for a nonce.
    pub fn seal_ha1(&self, impi: &str, ha1: &Ha1, random: &mut impl Random) -> Result<Sealed, NoRandomness> {
        self.seal(&ha1_label(impi), ha1.expose(), random)
    }

    /// Opens what [`seal_ha1`](Self::seal_ha1) made for the same `impi`.
    ///
    /// # Errors
    /// When it does not open: the sentence says why.
    pub fn open_ha1(&self, impi: &str, sealed: &Sealed) -> Result<Ha1, Unsealable> {
        self.open::<16>(&ha1_label(impi), sealed).map(|plain| Ha1::new(*plain))
    }

    /// True if `sealed` is under the newest key: after a rotation, what is not can be opened and sealed again.
    pub fn is_current(&self, sealed: &Sealed) -> bool {
        matches!(split(sealed), Some((number, ..)) if number == self.newest.0)
    }

    fn seal(&self, label: &[u8], plain: &[u8], random: &mut impl Random) -> Result<Sealed, NoRandomness> {
        let nonce = random.octets::<NONCE>()?;
        let (number, cipher) = &self.newest;
        let mut octets = Vec::with_capacity(HEAD + plain.len() + TAG);
        octets.push(FORMAT);
        octets.extend_from_slice(&number.to_be_bytes());
        octets.extend_from_slice(&nonce);
        octets.extend_from_slice(plain);
        let tag = cipher
            .encrypt_inout_detached(&Array(nonce), label, (&mut octets[HEAD..]).into())
            .expect("GCM refuses only what is longer than 64 GB");
        octets.extend_from_slice(&tag);
        Ok(Sealed::new(octets))
    }

    fn open<const N: usize>(&self, label: &[u8], sealed: &Sealed) -> Result<Zeroizing<[u8; N]>, Unsealable> {
        let (number, nonce, rest) = split(sealed).ok_or(Unsealable::Form)?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG>().ok_or(Unsealable::Form)?;
        let mut plain = Zeroizing::new(<[u8; N]>::try_from(ciphertext).map_err(|_| Unsealable::Form)?);
        self.key(number)
            .ok_or(Unsealable::UnknownKey(number))?
            .decrypt_inout_detached(&Array(nonce), label, (&mut plain[..]).into(), &Array(*tag))
            .map_err(|_| Unsealable::Rejected(number))?;
        Ok(plain)
    }

    fn key(&self, number: u32) -> Option<&Aes256Gcm> {
        let all = std::iter::once(&self.newest).chain(&self.keys);
        all.into_iter().find(|(other, _)| *other == number).map(|(_, cipher)| cipher)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault(newest key {}, {} older)", self.newest.0, self.keys.len())
    }
}

/// Key number, nonce, and the ciphertext with its tag.
fn split(sealed: &Sealed) -> Option<(u32, [u8; NONCE], &[u8])> {
    let (&[FORMAT], rest) = sealed.as_bytes().split_first_chunk::<1>()? else { return None };
    let (number, rest) = rest.split_first_chunk::<4>()?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
    Some((u32::from_be_bytes(*number), *nonce, rest))
}

/// The two secrets of a SIM out of what was sealed.
fn halves<const A: usize, const B: usize>(plain: &[u8]) -> Result<(&[u8; A], &[u8; B]), Unsealable> {
    let (first, rest) = plain.split_first_chunk().ok_or(Unsealable::Form)?;
    Ok((first, rest.try_into().map_err(|_| Unsealable::Form)?))
}

/// What is authenticated along with a SIM's keys.
fn sim_label(purpose: Purpose, imsi: Imsi) -> [u8; 9] {
    let [a, b, c, d, e, f, g, h] = imsi.packed().to_be_bytes();
    [purpose as u8, a, b, c, d, e, f, g, h]
}

/// What is authenticated along with an H(A1).
fn ha1_label(impi: &str) -> Vec<u8> {
    [&[Purpose::Ha1 as u8], impi.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::random::tests::Counting;
    use crate::domain::auth::{SystemRandom, hex};
    use proptest::prelude::*;

    const IMSI: Imsi = Imsi::parse("460011100612345").expect("an IMSI");
    const OTHER: Imsi = Imsi::parse("460011100612346").expect("an IMSI");

    fn vault() -> Vault {
        Vault::new(&KeyRing::ephemeral(&mut SystemRandom).unwrap())
    }

    fn sim() -> SimKeys {
        SimKeys::Milenage(MilenageKeys { k: K::new(K_OCTETS), opc: Opc::new(*b"so is OPc, too!!") })
    }

    /// A SIM of TUAK with K of either length.
    fn tuak(long: bool) -> SimKeys {
        let k = match long {
            false => TuakK::Short(K::new(K_OCTETS)),
            true => TuakK::Long(LongK::new(*b"K is very secret, and longer too")),
        };
        let topc = Topc::new(*b"TOPc has 256 bits, whatever K is");
        SimKeys::Tuak(TuakKeys { k, topc, parameters: TuakParameters::DEFAULT })
    }

    const K_OCTETS: [u8; 16] = *b"K is very secret";
    const TUAK: Algorithm = Algorithm::Tuak(TuakParameters::DEFAULT);

    #[test]
    fn opens_what_it_sealed() {
        let vault = vault();
        let sealed = vault.seal_sim(IMSI, &sim(), &mut SystemRandom).unwrap();
        assert_eq!(vault.open_sim(IMSI, Algorithm::Milenage, &sealed).unwrap(), sim());
        assert_eq!(sealed.as_bytes().len(), HEAD + 32 + TAG);
        let sealed = vault.seal_ha1("alice@ims.test", &Ha1::new([7; 16]), &mut SystemRandom).unwrap();
        assert_eq!(vault.open_ha1("alice@ims.test", &sealed).unwrap(), Ha1::new([7; 16]));
    }

    #[test]
    fn keys_of_tuak_are_sealed_as_long_as_they_are() {
        let vault = vault();
        for (long, octets) in [(false, 48), (true, 64)] {
            let sealed = vault.seal_sim(IMSI, &tuak(long), &mut SystemRandom).unwrap();
            assert_eq!(sealed.as_bytes().len(), HEAD + octets + TAG);
            assert_eq!(vault.open_sim(IMSI, TUAK, &sealed).unwrap(), tuak(long));
            assert_eq!(vault.open_sim(OTHER, TUAK, &sealed).unwrap_err(), Unsealable::Rejected(1));
            // Keys of one set of functions are not those of the other, even cut to its length.
            assert_eq!(vault.open_sim(IMSI, Algorithm::Milenage, &sealed).unwrap_err(), Unsealable::Form);
            let mut cut = sealed.as_bytes().to_vec();
            cut.truncate(HEAD + 32 + TAG);
            let error = vault.open_sim(IMSI, Algorithm::Milenage, &Sealed::new(cut)).unwrap_err();
            assert_eq!(error, Unsealable::Rejected(1));
        }
        let milenage = vault.seal_sim(IMSI, &sim(), &mut SystemRandom).unwrap();
        assert_eq!(vault.open_sim(IMSI, TUAK, &milenage).unwrap_err(), Unsealable::Form);
    }

    #[test]
    fn nothing_of_the_secret_is_in_what_is_sealed_and_no_two_are_alike() {
        let vault = vault();
        let mut random = SystemRandom;
        let [one, two] = [(); 2].map(|()| vault.seal_sim(IMSI, &sim(), &mut random).unwrap());
        assert_ne!(one, two);
        for window in one.as_bytes().windows(4) {
            assert!(!K_OCTETS.windows(4).any(|part| part == window));
        }
    }

    #[test]
    fn a_secret_moved_to_another_owner_or_purpose_does_not_open() {
        let vault = vault();
        let sealed = vault.seal_sim(IMSI, &sim(), &mut SystemRandom).unwrap();
        assert_eq!(vault.open_sim(OTHER, Algorithm::Milenage, &sealed).unwrap_err(), Unsealable::Rejected(1));
        let ha1 = vault.seal_ha1("alice@ims.test", &Ha1::new([7; 16]), &mut SystemRandom).unwrap();
        assert_eq!(vault.open_ha1("bob@ims.test", &ha1).unwrap_err(), Unsealable::Rejected(1));
        assert_eq!(vault.open_sim(IMSI, Algorithm::Milenage, &ha1).unwrap_err(), Unsealable::Form);
        // An identity made to look like the label of a SIM differs by the purpose.
        let text = String::from_utf8_lossy(&sim_label(Purpose::Milenage, IMSI)[1..]).into_owned();
        assert_ne!(ha1_label(&text)[0], sim_label(Purpose::Milenage, IMSI)[0]);
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        let vault = vault();
        let sealed = vault.seal_sim(IMSI, &sim(), &mut SystemRandom).unwrap();
        for bit in 0..sealed.as_bytes().len() * 8 {
            let mut octets = sealed.as_bytes().to_vec();
            octets[bit / 8] ^= 1 << (bit % 8);
            let error = vault.open_sim(IMSI, Algorithm::Milenage, &Sealed::new(octets)).unwrap_err();
            let expected = match bit / 8 {
                0 => matches!(error, Unsealable::Form),
                1..5 => matches!(error, Unsealable::UnknownKey(_)),
                _ => error == Unsealable::Rejected(1),
            };
            assert!(expected, "bit {bit}: {error}");
        }
    }

    #[test]
    fn another_key_under_the_same_number_does_not_open() {
        let sealed = vault().seal_sim(IMSI, &sim(), &mut SystemRandom).unwrap();
        assert_eq!(
            vault().open_sim(IMSI, Algorithm::Milenage, &sealed).unwrap_err(),
            Unsealable::Rejected(1)
        );
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", vault()), "Vault(newest key 1, 0 older)");
    }

    /// The layout, once and for all: what one version seals, the next must open. Ciphertext and tag are those of AESGCM of Python's
    /// `cryptography`: key and nonce as the counting source gives them, label 01 0f01a260ae3ea6f9 as [`sim_label`] puts it together.
    #[test]
    fn the_layout_does_not_change() {
        let vault = Vault::new(&KeyRing::ephemeral(&mut Counting(0)).unwrap());
        let sealed = vault.seal_sim(IMSI, &sim(), &mut Counting(0x0102_0304_0506_0707)).unwrap();
        let head = "0100000001010203040506070805060709";
        let ciphertext = "af7274473527094c0061ef096a8e376d7a66e0cb7b9ca8a37db1fcfd4faec5f0";
        let tag = "e073022060f7361c3eba91489c0750df";
        assert_eq!(hex::encode(sealed.as_bytes()).as_str(), [head, ciphertext, tag].concat());
        // And it opens: what a version sealed that knew no TUAK is still good.
        assert_eq!(vault.open_sim(IMSI, Algorithm::Milenage, &sealed).unwrap(), sim());
    }

    proptest! {
        /// DB-6 for the store: arbitrary octets are refused, not opened and not a crash.
        #[test]
        fn arbitrary_octets_never_open(octets: Vec<u8>) {
            prop_assert!(vault().open_sim(IMSI, Algorithm::Milenage, &Sealed::new(octets.clone())).is_err());
            prop_assert!(vault().open_sim(IMSI, TUAK, &Sealed::new(octets.clone())).is_err());
            prop_assert!(vault().open_ha1("alice@ims.test", &Sealed::new(octets)).is_err());
        }
    }
}
