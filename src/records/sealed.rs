//! A secret as it is kept: ciphertext.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Ciphertext of `domain::auth::vault`: key id, nonce, sealed octets and tag. Without the key file it says nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(#[serde(with = "super::octets")] pub Box<[u8]>);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} octets)", self.0.len())
    }
}
