//! How a user is authenticated, as the records keep it; the names on the wire are in `domain::auth`.

use serde::{Deserialize, Serialize};

/// A way to authenticate an IMS user. The store writes the variants by their place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// IMS AKA (TS 33.203 §6.1) with the digest of RFC 3310.
    AkaV1Md5,
    /// IMS AKA with the digest of RFC 4169: the same vector.
    AkaV2Md5,
    /// SIP Digest (TS 33.203 Annex N): the HSS hands out H(A1).
    SipDigest,
    /// CableLabs' digest: H(A1) in the group of vendor 4491.
    CableLabsDigest,
    /// ETSI's digest (TS 183 033): H(A1) in the group of vendor 13019.
    EtsiDigest,
    /// Digest-MD5 of the older open-source HSS: the clear-text password in place of XRES.
    PlainDigest,
    /// GPRS-IMS-Bundled Authentication (TS 33.203 Annex T), "Early IMS": the IP address proves the user.
    Giba,
    /// NASS-Bundled Authentication (TS 33.203 Annex R): the line identifier proves the user.
    NassBundled,
}
