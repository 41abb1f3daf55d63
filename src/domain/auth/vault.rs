//! Secrets at rest: sealed by AES-256-GCM under a key that lies apart from the store.
//!
//! A sealed secret is bound to its owner and its purpose: moved to another subscriber's record, or used as another kind of secret, it does not
//! open. Each carries the number of the key that sealed it, so keys can be added while older ones still open what they sealed; the newest seals.
//!
//! ```text
//! format (1) │ key number (4) │ nonce (12) │ ciphertext (as long as the secret) │ tag (16)
//! ```
//!
//! Nonces are random. NIST SP 800-38D §8.3 allows 2^32 sealings under one key so; a million subscribers imported anew every day take eleven years.
//! The key schedules and hash keys are expanded once, when the vault is made.

use super::keyfile::KeyRing;
use super::random::{NoRandomness, Random};
use super::secret::{Ha1, K, Opc, SimKeys};
use crate::{records::sealed::Sealed, types::Imsi};
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
        let mut plain = Zeroizing::new([0; 32]);
        plain[..16].copy_from_slice(keys.k.expose());
        plain[16..].copy_from_slice(keys.opc.expose());
        self.seal(&sim_label(imsi), &plain[..], random)
    }

    /// Opens what [`seal_sim`](Self::seal_sim) made for the same `imsi`.
    ///
    /// # Errors
    /// When it does not open: the sentence says why.
    pub fn open_sim(&self, imsi: Imsi, sealed: &Sealed) -> Result<SimKeys, Unsealable> {
        let plain = self.open::<32>(&sim_label(imsi), sealed)?;
        let (k, opc) = plain.split_at(16);
        let secret = |half: &[u8]| half.try_into().map_err(|_| Unsealable::Form);
        Ok(SimKeys { k: K::new(secret(k)?), opc: Opc::new(secret(opc)?) })
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

/// What is authenticated along with a SIM's keys.
fn sim_label(imsi: Imsi) -> [u8; 9] {
    let [a, b, c, d, e, f, g, h] = imsi.packed().to_be_bytes();
    [Purpose::Milenage as u8, a, b, c, d, e, f, g, h]
}

/// What is authenticated along with an H(A1).
fn ha1_label(impi: &str) -> Vec<u8> {
    [&[Purpose::Ha1 as u8], impi.as_bytes()].concat()
}
