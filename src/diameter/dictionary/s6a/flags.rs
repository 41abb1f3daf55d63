//! Flag words of S6a (TS 29.272 §7.3): unknown bits are kept.

use crate::diameter::dictionary::grammar::flag_words;
use bitflags::bitflags;

bitflags! {
    /// ULR-Flags (§7.3.7).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct UlrFlags: u32 {
        /// The terminal is registered in one place only: the SGSN is told.
        const SINGLE_REGISTRATION_INDICATION = 1;
        /// The message came from an MME, over S6a.
        const S6A_S6D_INDICATOR = 1 << 1;
        /// The node has the subscription data.
        const SKIP_SUBSCRIBER_DATA = 1 << 2;
        /// Those of GPRS are wanted, too.
        const GPRS_SUBSCRIPTION_DATA_INDICATOR = 1 << 3;
        /// A combined MME and SGSN.
        const NODE_TYPE_INDICATOR = 1 << 4;
        /// The terminal attached: nobody else serves it any more.
        const INITIAL_ATTACH_INDICATOR = 1 << 5;
        /// No location services of the terminal.
        const PS_LCS_NOT_SUPPORTED_BY_UE = 1 << 6;
        /// For short messages alone.
        const SMS_ONLY_INDICATION = 1 << 7;
        /// The terminal is registered in 5GS at the same time.
        const DUAL_REGISTRATION_5G_INDICATOR = 1 << 8;
        const _ = !0;
    }
}

bitflags! {
    /// ULA-Flags (§7.3.8).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct UlaFlags: u32 {
        /// MME and SGSN are kept apart here.
        const SEPARATION_INDICATION = 1;
        /// Short messages go through the MME.
        const MME_REGISTERED_FOR_SMS = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// DSR-Flags (§7.3.25).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct DsrFlags: u32 {
        /// Regions go.
        const REGIONAL_SUBSCRIPTION_WITHDRAWAL = 1;
        /// All APNs go.
        const COMPLETE_APN_CONFIGURATION_PROFILE_WITHDRAWAL = 1 << 1;
        /// Charging characteristics go.
        const SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL = 1 << 2;
        /// The APNs named go.
        const PDN_SUBSCRIPTION_CONTEXTS_WITHDRAWAL = 1 << 3;
        /// STN-SR goes.
        const STN_SR = 1 << 4;
        const _ = !0;
    }
}

bitflags! {
    /// DSA-Flags (§7.3.26).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct DsaFlags: u32 {
        /// The area is restricted now.
        const NETWORK_NODE_AREA_RESTRICTED = 1;
        const _ = !0;
    }
}

bitflags! {
    /// IDA-Flags (§7.3.47).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct IdaFlags: u32 {
        /// The area is restricted now.
        const NETWORK_NODE_AREA_RESTRICTED = 1;
        const _ = !0;
    }
}

bitflags! {
    /// PUA-Flags (§7.3.48).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PuaFlags: u32 {
        /// The M-TMSI must not be given to others.
        const FREEZE_M_TMSI = 1;
        /// The P-TMSI must not be given to others.
        const FREEZE_P_TMSI = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// NOR-Flags (§7.3.49).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct NorFlags: u32 {
        /// The terminal is registered in one place only.
        const SINGLE_REGISTRATION_INDICATION = 1;
        /// The SGSN serves in a restricted area.
        const SGSN_AREA_RESTRICTED = 1 << 1;
        /// Short messages can be delivered through the SGSN.
        const READY_FOR_SM_FROM_SGSN = 1 << 2;
        /// The terminal can be reached through the MME.
        const UE_REACHABLE_FROM_MME = 1 << 3;
        /// No gateway is in use any more.
        const DELETE_ALL_APN_AND_PDN_GW_IDENTITY_PAIRS = 1 << 4;
        /// The terminal can be reached through the SGSN.
        const UE_REACHABLE_FROM_SGSN = 1 << 5;
        /// Short messages can be delivered through the MME.
        const READY_FOR_SM_FROM_MME = 1 << 6;
        const _ = !0;
    }
}

bitflags! {
    /// IDR-Flags (§7.3.103).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct IdrFlags: u32 {
        /// Tell when the terminal can be reached.
        const UE_REACHABILITY_REQUEST = 1;
        /// What domain selection needs.
        const T_ADS_DATA_REQUEST = 1 << 1;
        /// The state of the terminal.
        const EPS_USER_STATE_REQUEST = 1 << 2;
        /// Where the terminal is, as far as it is known.
        const EPS_LOCATION_INFORMATION_REQUEST = 1 << 3;
        /// Page it first.
        const CURRENT_LOCATION_REQUEST = 1 << 4;
        /// The time zone there.
        const LOCAL_TIME_ZONE_REQUEST = 1 << 5;
        /// No short messages through the MME.
        const REMOVE_SMS_REGISTRATION = 1 << 6;
        /// The radio access.
        const RAT_TYPE_REQUESTED = 1 << 7;
        /// The P-CSCF failed.
        const P_CSCF_RESTORATION_REQUEST = 1 << 8;
        const _ = !0;
    }
}

bitflags! {
    /// PUR-Flags (§7.3.149).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PurFlags: u32 {
        /// By the MME part.
        const UE_PURGED_IN_MME = 1;
        /// By the SGSN part.
        const UE_PURGED_IN_SGSN = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// CLR-Flags (§7.3.152).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct ClrFlags: u32 {
        /// About the MME, over S6a.
        const S6A_S6D_INDICATOR = 1;
        /// The terminal is to attach anew.
        const REATTACH_REQUIRED = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// AIR-Flags (§7.3.201).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct AirFlags: u32 {
        /// UE-Usage-Type is wanted.
        const SEND_UE_USAGE_TYPE = 1;
        const _ = !0;
    }
}

flag_words!(
    UlrFlags, UlaFlags, DsrFlags, DsaFlags, IdaFlags, PuaFlags, NorFlags, IdrFlags, PurFlags, ClrFlags,
    AirFlags
);
