//! How a user is authenticated, as the records keep it; the names on the wire are in `domain::auth`.

use serde::{Deserialize, Serialize};

/// An authentication scheme of TS 33.203. The journal writes the variants by their place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthScheme {
    /// Digest-AKAv1-MD5: IMS AKA (TS 33.203 §6.1) with the digest of RFC 3310.
    AkaV1,
    /// Digest-AKAv2-MD5: the same vector with the digest of RFC 4169.
    AkaV2,
    /// SIP Digest (TS 33.203 Annex N): the HSS hands out H(A1).
    SipDigest,
    /// The same H(A1) in the group of ETSI (TS 183 033, vendor 13019).
    EtsiDigest,
}

impl AuthScheme {
    /// True where the answer is an AKA vector, that is, where it takes a sequence number.
    pub const fn is_aka(self) -> bool {
        matches!(self, Self::AkaV1 | Self::AkaV2)
    }

    /// True where the answer is H(A1).
    pub const fn is_ha1(self) -> bool {
        matches!(self, Self::SipDigest | Self::EtsiDigest)
    }
}
