//! Feature negotiation of Cx (TS 29.229 §7.1, Table 7.1.1).

use super::Refusal;
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
        /// P-CSCF restoration by the HSS (TS 23.380 §5.4): needs S6a, and is not served over Cx alone.
        const P_CSCF_RESTORATION = 1 << 3;
    }
}

impl Features {
    /// The only list Cx has.
    pub const LIST: u32 = 1;

    /// What is served here.
    pub const SERVED: Self = Self::SIFC.union(Self::ALIAS_IND).union(Self::IMS_RESTORATION_IND);

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_features_are_the_intersection_and_required_ones_must_be_served() {
        assert_eq!(Features::negotiate(1, 0b1111, false), Ok(Features::SERVED));
        assert_eq!(Features::negotiate(1, 0b0001, true), Ok(Features::SIFC));
        assert_eq!(Features::negotiate(2, 0b0001, false), Ok(Features::empty()));
        assert_eq!(Features::negotiate(1, 0b1001, true), Err(Refusal::FeatureUnsupported { list: 1, bits: 0b1000 }));
        assert_eq!(Features::negotiate(2, 0b0001, true), Err(Refusal::FeatureUnsupported { list: 2, bits: 1 }));
        assert_eq!(Features::negotiate(1, 0, true), Ok(Features::empty()));
    }
}
