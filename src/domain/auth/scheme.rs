//! Authentication schemes by the names they have on the wire (TS 29.229 §6.3.9), the standard's and the field's.
//!
//! Names are compared without regard to case. An answer always carries the scheme that was used, never `Unknown`.

use crate::records::AuthScheme;

/// What a request says about the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestedScheme {
    /// This one.
    Named(AuthScheme),
    /// The HSS is to choose (`Unknown`): the S-CSCF could not tell.
    HssChooses,
    /// One that nobody here speaks: DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED.
    Foreign,
}

/// Every spelling that is accepted; the first of each scheme is the one that is sent.
const SPELLINGS: [(&str, AuthScheme); 10] = [
    ("Digest-AKAv1-MD5", AuthScheme::AkaV1),
    ("AKAv1-MD5", AuthScheme::AkaV1),
    ("Digest-AKAv2-MD5", AuthScheme::AkaV2),
    ("AKAv2-MD5", AuthScheme::AkaV2),
    ("SIP Digest", AuthScheme::SipDigest),
    ("SIP-Digest", AuthScheme::SipDigest),
    ("HTTP_DIGEST_MD5", AuthScheme::EtsiDigest),
    ("Early-IMS-Security", AuthScheme::Giba),
    ("GIBA", AuthScheme::Giba),
    ("NASS-Bundled", AuthScheme::NassBundled),
];

impl AuthScheme {
    /// Reads a scheme's name, in any of its spellings and any case.
    pub fn parse(name: &str) -> Option<Self> {
        SPELLINGS.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(name)).map(|(_, scheme)| *scheme)
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AkaV1 => "Digest-AKAv1-MD5",
            Self::AkaV2 => "Digest-AKAv2-MD5",
            Self::SipDigest => "SIP Digest",
            Self::EtsiDigest => "HTTP_DIGEST_MD5",
            Self::Giba => "Early-IMS-Security",
            Self::NassBundled => "NASS-Bundled",
        }
    }
}

impl RequestedScheme {
    /// Reads the SIP-Authentication-Scheme of a request.
    pub fn parse(name: &str) -> Self {
        match AuthScheme::parse(name) {
            Some(scheme) => Self::Named(scheme),
            None if name.eq_ignore_ascii_case("Unknown") => Self::HssChooses,
            None => Self::Foreign,
        }
    }
}

impl std::fmt::Display for AuthScheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_spelling_in_any_case_and_sends_the_first() {
        for (spelling, scheme) in SPELLINGS {
            for name in [spelling.to_owned(), spelling.to_lowercase(), spelling.to_uppercase()] {
                assert_eq!(RequestedScheme::parse(&name), RequestedScheme::Named(scheme), "{name}");
            }
            let first = SPELLINGS.iter().find(|(_, other)| *other == scheme).unwrap().0;
            assert_eq!(scheme.name(), first);
        }
    }

    /// Kamailio says `unknown`, the standard and FHoSS `Unknown`.
    #[test]
    fn unknown_is_a_request_to_choose_and_nonsense_is_not() {
        for name in ["unknown", "Unknown", "UNKNOWN"] {
            assert_eq!(RequestedScheme::parse(name), RequestedScheme::HssChooses, "{name}");
        }
        // CableLabs' digest, and the clear-text one of older open-source HSSs, need what is not kept here.
        let refused = ["Digest", "Digest-MD5", "Early-IMS", "NASS"];
        for name in ["", "Digest-AKAv3-MD5", "unknown ", "Digest-AKAv1-SHA-256"].into_iter().chain(refused) {
            assert_eq!(RequestedScheme::parse(name), RequestedScheme::Foreign, "{name}");
        }
    }
}
