//! Feature negotiation of Cx (TS 29.229 §7.1, Table 7.1.1).

use super::Refusal;
use crate::types::Name;
use bitflags::bitflags;

bitflags! {
    /// The features of Feature-List-ID 1.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Features: u32 {
        /// Shared iFC sets: the profile may name them by number instead of carrying them.
        const SIFC = 1;
        /// Alias indication: the profile may say which identities are aliases.
        const ALIAS_IND = 1 << 1;
        /// IMS restoration indication (TS 23.380 §4).
        const IMS_RESTORATION_IND = 1 << 2;
        /// P-CSCF restoration by the HSS (TS 23.380 §5.4): it tells the nodes that serve the user over S6a and SWx.
        const P_CSCF_RESTORATION = 1 << 3;
    }
}

impl Features {
    /// The only list Cx has.
    pub const LIST: u32 = 1;

    /// What is served here.
    pub const SERVED: Self =
        Self::SIFC.union(Self::ALIAS_IND).union(Self::IMS_RESTORATION_IND).union(Self::P_CSCF_RESTORATION);

    /// What both sides have, from one Supported-Features of a request: `required` says whether its M bit was set.
    ///
    /// # Errors
    /// [`Refusal::FeatureUnsupported`]: the sender requires what is not served here (TS 29.229 §7.2.1).
    pub fn negotiate(list: u32, bits: u32, required: bool) -> Result<Self, Refusal> {
        let served = if list == Self::LIST { Self::SERVED.bits() } else { 0 };
        match bits & !served {
            lacking if required && lacking != 0 => Err(Refusal::FeatureUnsupported { list, bits: lacking }),
            _ => Ok(Self::from_bits_truncate(bits & served)),
        }
    }
}

/// The feature tags in Contact headers (RFC 3840 §9): what a client registered with (SC-6). Sorted, each once; at most [`MAX_TAGS`].
pub fn feature_tags<'a>(contacts: impl Iterator<Item = &'a str>) -> Box<[Name]> {
    // Tags are the header parameters after the address; a parameter inside the angle brackets is the URI's.
    let parameters = contacts
        .flat_map(|contact| contact.split_once('>').map_or(contact, |(_, after)| after).split(';').skip(1));
    let is_tag = |text: &&str| {
        !text.is_empty() && text.len() <= 255 && !NO_TAGS.iter().any(|no| parameter_is(text, no))
    };
    let mut tags: Vec<_> = parameters.map(str::trim).filter(is_tag).take(MAX_TAGS).map(Name::new).collect();
    tags.sort();
    tags.dedup();
    tags.into()
}

/// As many feature tags are kept of one registration.
pub const MAX_TAGS: usize = 32;

/// Parameters of a Contact that are not feature tags (RFC 3261 §20.10, RFC 5626, RFC 5627).
const NO_TAGS: [&str; 6] = ["q", "expires", "reg-id", "pub-gruu", "temp-gruu", "+sip.instance"];

fn parameter_is(text: &str, name: &str) -> bool {
    text.split('=').next().is_some_and(|key| key.trim().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_features_are_the_intersection_and_required_ones_must_be_served() {
        assert_eq!(Features::negotiate(1, 0b11111, false), Ok(Features::SERVED));
        assert_eq!(Features::negotiate(1, 0b0001, true), Ok(Features::SIFC));
        assert_eq!(Features::negotiate(2, 0b0001, false), Ok(Features::empty()));
        assert_eq!(
            Features::negotiate(1, 0b10001, true),
            Err(Refusal::FeatureUnsupported { list: 1, bits: 0b10000 })
        );
        assert_eq!(
            Features::negotiate(2, 0b0001, true),
            Err(Refusal::FeatureUnsupported { list: 2, bits: 1 })
        );
        assert_eq!(Features::negotiate(1, 0, true), Ok(Features::empty()));
    }

    /// SC-6.
    #[test]
    fn sc_6_feature_tags_are_what_a_contact_says_of_the_client() {
        let contact = r#"<sip:u@10.0.0.1;transport=tcp>;expires=3600;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel";video;+sip.instance="<urn:x>";q=1"#;
        let plain = "<sip:u@10.0.0.1>;+g.3gpp.smsip;video;expires=0";
        let tags = feature_tags([plain].into_iter());
        assert_eq!(tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>(), ["+g.3gpp.smsip", "video"]);
        let tags = feature_tags([contact].into_iter());
        assert!(tags.iter().any(|tag| tag.as_str() == "video"), "{tags:?}");
        assert!(tags.iter().any(|tag| tag.starts_with("+g.3gpp.icsi-ref=")), "{tags:?}");
        assert_eq!(feature_tags(["sip:u@10.0.0.1"].into_iter()).len(), 0);
    }
}
