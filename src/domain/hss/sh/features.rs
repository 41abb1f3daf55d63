//! Feature negotiation of Sh (TS 29.329 §7.2, Table 7.2.1).

use crate::domain::hss::Refusal;
use bitflags::bitflags;

bitflags! {
    /// The features of Feature-List-ID 1.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct ShFeatures: u32 {
        /// Notif-Eff: several references in one request, and what is not there is told as empty.
        const NOTIF_EFF = 1;
        /// Update-Eff: several pieces of repository data in one PUR.
        const UPDATE_EFF = 1 << 1;
    }
}

impl ShFeatures {
    /// The only list Sh has.
    pub const LIST: u32 = 1;

    /// What is served here.
    pub const SERVED: Self = Self::NOTIF_EFF.union(Self::UPDATE_EFF);

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
