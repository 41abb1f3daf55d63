//! Flag words of SWx (TS 29.273 §8.2.3).

use crate::diameter::dictionary::grammar::flag_words;
use bitflags::bitflags;

bitflags! {
    /// AAA-Failure-Indication (§8.2.3.21).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct AaaFailureIndication: u32 {
        /// The AAA server that the HSS has assigned is not available.
        const AAA_FAILURE = 1;
    }

    /// Emergency-Services (§7.2.3.4).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct EmergencyServices: u32 {
        /// It is about an emergency: of a PGW_UPDATE, the gateway of the emergency PDN connection.
        const EMERGENCY_INDICATION = 1;
    }

    /// PPR-Flags (§8.2.3.17).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PprFlags: u32 {
        /// The HSS lost what it knew: the AAA server tells it anew.
        const RESET_INDICATION = 1;
        /// The access network's information is wanted back.
        const ACCESS_NETWORK_INFO_REQUEST = 1 << 1;
        /// The local time zone is wanted back.
        const UE_LOCAL_TIME_ZONE_REQUEST = 1 << 2;
        /// The P-CSCF of the user has failed.
        const P_CSCF_RESTORATION_REQUEST = 1 << 3;
    }
}

flag_words!(AaaFailureIndication, EmergencyServices, PprFlags);
