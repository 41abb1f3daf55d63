//! Grouped AVPs that several interfaces of 3GPP use.

use super::avps::{
    ALLOCATION_RETENTION_PRIORITY, PRE_EMPTION_CAPABILITY, PRE_EMPTION_VULNERABILITY, PRIORITY_LEVEL,
};
use super::enums::{PreEmptionCapability, PreEmptionVulnerability};
use crate::diameter::dictionary::grammar::group;

group! {
    /// Allocation-Retention-Priority (TS 29.212 §5.3.32, TS 29.272 §7.3.40): who gets resources when they are scarce.
    ///
    /// ```text
    /// Allocation-Retention-Priority ::= < AVP Header: 1034 10415 >
    ///     { Priority-Level }
    ///     [ Pre-emption-Capability ]
    ///     [ Pre-emption-Vulnerability ]
    /// ```
    AllocationRetentionPriority<> = ALLOCATION_RETENTION_PRIORITY {
        /// Priority-Level: 1 (highest) to 15.
        required priority_level: u32 = PRIORITY_LEVEL;
        /// Pre-emption-Capability (TS 29.212 §5.3.46).
        optional pre_emption_capability: PreEmptionCapability = PRE_EMPTION_CAPABILITY;
        /// Pre-emption-Vulnerability (TS 29.212 §5.3.47).
        optional pre_emption_vulnerability: PreEmptionVulnerability = PRE_EMPTION_VULNERABILITY;
    }
}

impl Copy for AllocationRetentionPriority {}
