//! A secret as it lies in the store: ciphertext, opaque to everything but the vault.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Sealed octets. What they mean, and which key opens them, only `domain::auth::Vault` knows.
///
/// `Debug` tells the length alone: ciphertext in a log helps nobody but who collects it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(#[serde(with = "super::octets")] Box<[u8]>);

impl Sealed {
    /// Wraps octets that came from a vault, or from where a vault's octets were kept.
    pub fn new(octets: impl Into<Box<[u8]>>) -> Self {
        Self(octets.into())
    }

    /// The octets, to be stored or opened.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} octets)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_both_kinds_of_format() {
        for octets in [vec![], vec![0], (0..=255).collect::<Vec<u8>>()] {
            let sealed = Sealed::new(octets);
            let compact = postcard::to_stdvec(&sealed).unwrap();
            assert_eq!(postcard::from_bytes::<Sealed>(&compact).unwrap(), sealed);
            let text = serde_json::to_string(&sealed).unwrap();
            assert_eq!(serde_json::from_str::<Sealed>(&text).unwrap(), sealed);
        }
    }

    #[test]
    fn debug_tells_only_the_length() {
        assert_eq!(format!("{:?}", Sealed::new(*b"secret")), "Sealed(6 octets)");
    }
}
