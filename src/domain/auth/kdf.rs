//! The key derivation function of 3GPP (TS 33.220 Annex B.2.0), and what is derived by it here.

use crate::types::Plmn;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// FC of KASME (TS 33.401 §A.2).
const FC_KASME: u8 = 0x10;
/// FC of CK' and IK' (TS 33.402 §A.2).
const FC_PRIMED: u8 = 0x20;

/// KASME, which the serving network `sn` gets in the place of CK and IK (TS 33.401 §A.2). `hidden` is SQN ⊕ AK, as AUTN begins.
pub(super) fn kasme(ck: &[u8; 16], ik: &[u8; 16], sn: Plmn, hidden: &[u8; 6]) -> [u8; 32] {
    kdf(ck, ik, FC_KASME, [&sn.octets(), hidden])
}

/// CK' ‖ IK' for EAP-AKA', bound to the name of the access network (TS 33.402 §A.2, RFC 9048 §3.3).
pub(super) fn primed(ck: &[u8; 16], ik: &[u8; 16], network: &str, hidden: &[u8; 6]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(kdf(ck, ik, FC_PRIMED, [network.as_bytes(), hidden]))
}

/// HMAC-SHA-256, keyed by CK ‖ IK, of FC ‖ P0 ‖ L0 ‖ P1 ‖ L1: each parameter is followed by its length in two octets.
fn kdf(ck: &[u8; 16], ik: &[u8; 16], fc: u8, parameters: [&[u8]; 2]) -> [u8; 32] {
    let mut key = Zeroizing::new([0; 64]);
    key[..16].copy_from_slice(ck);
    key[16..32].copy_from_slice(ik);
    // A key shorter than the block of SHA-256 is filled up with zeros (RFC 2104 §2): the whole block is the same key.
    let mut mac = Hmac::<Sha256>::new((&*key).into());
    mac.update(&[fc]);
    for parameter in parameters {
        mac.update(parameter);
        // Beyond two octets of length nothing is defined; names on the wire are far shorter.
        mac.update(&(parameter.len() as u16).to_be_bytes());
    }
    mac.finalize().into_bytes().into()
}
