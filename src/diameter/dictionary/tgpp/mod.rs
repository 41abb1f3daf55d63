//! What several interfaces of 3GPP use and none of ours defines.

pub mod avps;
mod enums;
mod grouped;

pub use enums::{
    LcsClientType, LcsFormatIndicator, PreEmptionCapability, PreEmptionVulnerability, QosClassIdentifier,
    RatType,
};
pub use grouped::AllocationRetentionPriority;

use super::Group;

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[AllocationRetentionPriority::GROUP];
