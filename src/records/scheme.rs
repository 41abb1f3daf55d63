//! How a user is authenticated, as the records keep it; the names on the wire are in `domain::auth`.

use crate::types::FramedAddress;
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
    /// GIBA, once Early IMS (TS 33.203 Annex T): the user has the IP address that the packet core bound to the SIM.
    Giba,
    /// NASS-bundled (TS 33.203 Annex R): the user is on one of the lines that are theirs.
    NassBundled,
}

/// A scheme in the list of a service, with where the user is for those that go by that. Written in the journal as [`AuthScheme`] is, so that the
/// lists of those who have no such scheme are the same in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Further {
    /// [`AuthScheme::AkaV1`].
    AkaV1,
    /// [`AuthScheme::AkaV2`].
    AkaV2,
    /// [`AuthScheme::SipDigest`].
    SipDigest,
    /// [`AuthScheme::EtsiDigest`].
    EtsiDigest,
    /// [`AuthScheme::Giba`], and the address the SIM has.
    Giba(FramedAddress),
    /// [`AuthScheme::NassBundled`], and one line, as the network that ends it calls it. A user of several has an entry for each.
    NassBundled(Box<str>),
}

impl Further {
    /// The scheme alone.
    pub const fn scheme(&self) -> AuthScheme {
        match self {
            Self::AkaV1 => AuthScheme::AkaV1,
            Self::AkaV2 => AuthScheme::AkaV2,
            Self::SipDigest => AuthScheme::SipDigest,
            Self::EtsiDigest => AuthScheme::EtsiDigest,
            Self::Giba(_) => AuthScheme::Giba,
            Self::NassBundled(_) => AuthScheme::NassBundled,
        }
    }
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

    /// True where the answer says where the user is to be found.
    pub const fn is_by_place(self) -> bool {
        matches!(self, Self::Giba | Self::NassBundled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal that knew a list of schemes alone is read as before, and so is the text of the tables.
    #[test]
    fn a_list_of_old_is_read_as_it_was() {
        use AuthScheme::{AkaV1, AkaV2, EtsiDigest, SipDigest};
        let old = [AkaV1, AkaV2, SipDigest, EtsiDigest];
        let new: Vec<Further> = postcard::from_bytes(&postcard::to_stdvec(&old.to_vec()).unwrap()).unwrap();
        assert_eq!(new.iter().map(Further::scheme).collect::<Vec<_>>(), old);
        let text = serde_json::to_string(&old).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Further>>(&text).unwrap(), new);
        assert_eq!(serde_json::to_string(&new).unwrap(), text);
    }

    #[test]
    fn a_place_stands_beside_its_scheme() {
        let text = r#"["aka-v1",{"giba":"2001:db8:0:1::/64"},{"nass-bundled":"dsl 7/1"}]"#;
        let list: Vec<Further> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&list).unwrap(), text);
        assert_eq!(postcard::from_bytes(&postcard::to_stdvec(&list).unwrap()), Ok(list.clone()));
        assert!(list.iter().all(|one| one.scheme().is_by_place() != matches!(one, Further::AkaV1)));
        assert!(serde_json::from_str::<Further>("\"giba\"").is_err(), "an address is missing");
    }
}
