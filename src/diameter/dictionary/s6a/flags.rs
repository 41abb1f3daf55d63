//! Flag words of S6a and S6d (TS 29.272 §7.3): bits without a name are kept as they come.

use bitflags::bitflags;

bitflags! {
    /// ULR-Flags (§7.3.7).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct UlrFlags: u32 {
        /// The SGSN is to be cancelled.
        const SINGLE_REGISTRATION_INDICATION = 1 << 0;
        /// The request comes over S6a: from an MME.
        const S6A_S6D_INDICATOR = 1 << 1;
        /// Subscription-Data is not wanted back.
        const SKIP_SUBSCRIBER_DATA = 1 << 2;
        /// GPRS-Subscription-Data is wanted too.
        const GPRS_SUBSCRIPTION_DATA_INDICATOR = 1 << 3;
        /// The node is a combined MME and SGSN.
        const NODE_TYPE_INDICATOR = 1 << 4;
        /// The user attached anew: other nodes are cancelled.
        const INITIAL_ATTACH_INDICATOR = 1 << 5;
        /// The terminal cannot be located over the packet domain.
        const PS_LCS_NOT_SUPPORTED_BY_UE = 1 << 6;
        /// The terminal wants packets and SMS only.
        const SMS_ONLY_INDICATION = 1 << 7;
        /// The user stays registered in the 5G core too.
        const DUAL_REGISTRATION_5G_INDICATOR = 1 << 8;
        const _ = !0;
    }
}

bitflags! {
    /// ULA-Flags (§7.3.8).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct UlaFlags: u32 {
        /// The HSS keeps MME and SGSN apart.
        const SEPARATION_INDICATION = 1 << 0;
        /// The MME is registered for SMS.
        const MME_REGISTERED_FOR_SMS = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// AIR-Flags (§7.3.201).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct AirFlags: u32 {
        /// UE-Usage-Type is wanted, besides vectors or alone.
        const SEND_UE_USAGE_TYPE = 1 << 0;
        const _ = !0;
    }
}

bitflags! {
    /// DSR-Flags (§7.3.25).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct DsrFlags: u32 {
        /// Zone codes.
        const REGIONAL_SUBSCRIPTION_WITHDRAWAL = 1 << 0;
        /// All APNs; S6d only.
        const COMPLETE_APN_CONFIGURATION_PROFILE_WITHDRAWAL = 1 << 1;
        /// Charging characteristics.
        const SUBSCRIBED_CHARGING_CHARACTERISTICS_WITHDRAWAL = 1 << 2;
        /// The APNs of the Context-Identifiers.
        const PDN_SUBSCRIPTION_CONTEXTS_WITHDRAWAL = 1 << 3;
        /// STN-SR.
        const STN_SR = 1 << 4;
        /// All PDP contexts.
        const COMPLETE_PDP_CONTEXT_LIST_WITHDRAWAL = 1 << 5;
        /// The PDP contexts of the Context-Identifiers.
        const PDP_CONTEXTS_WITHDRAWAL = 1 << 6;
        /// The roaming restriction.
        const ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE = 1 << 7;
        /// The trace.
        const TRACE_DATA_WITHDRAWAL = 1 << 8;
        /// Closed subscriber groups.
        const CSG_DELETED = 1 << 9;
        /// APN-OI-Replacement.
        const APN_OI_REPLACEMENT = 1 << 10;
        /// The list of GMLCs.
        const GMLC_LIST_WITHDRAWAL = 1 << 11;
        /// The location services of the SS-Codes.
        const LCS_WITHDRAWAL = 1 << 12;
        /// The SMS services of the SS- or TS-Codes.
        const SMS_WITHDRAWAL = 1 << 13;
        /// The timer.
        const SUBSCRIBED_PERIODIC_RAU_TAU_TIMER_WITHDRAWAL = 1 << 14;
        /// Video handover.
        const SUBSCRIBED_VSRVCC_WITHDRAWAL = 1 << 15;
        /// A-MSISDN.
        const A_MSISDN_WITHDRAWAL = 1 << 16;
        /// Proximity services.
        const PROSE_WITHDRAWAL = 1 << 17;
        /// Reset-IDs.
        const RESET_IDS = 1 << 18;
        /// The packet count.
        const DL_BUFFERING_SUGGESTED_PACKET_COUNT_WITHDRAWAL = 1 << 19;
        /// Groups.
        const SUBSCRIBED_IMSI_GROUP_ID_WITHDRAWAL = 1 << 20;
        /// The events of the SCEF.
        const DELETE_MONITORING_EVENTS = 1 << 21;
        /// Integrity of the user plane.
        const USER_PLANE_INTEGRITY_PROTECTION_WITHDRAWAL = 1 << 22;
        /// MSISDN.
        const MSISDN_WITHDRAWAL = 1 << 23;
        /// UE-Usage-Type.
        const UE_USAGE_TYPE_WITHDRAWAL = 1 << 24;
        /// Vehicle services.
        const V2X_WITHDRAWAL = 1 << 25;
        /// External identifiers.
        const EXTERNAL_IDENTIFIER_WITHDRAWAL = 1 << 26;
        /// Aerial use.
        const AERIAL_UE_SUBSCRIPTION_WITHDRAWAL = 1 << 27;
        /// Paging time windows.
        const PAGING_TIME_WINDOW_SUBSCRIPTION_WITHDRAWAL = 1 << 28;
        /// Active time.
        const ACTIVE_TIME_WITHDRAWAL = 1 << 29;
        /// Extended DRX.
        const EDRX_CYCLE_LENGTH_WITHDRAWAL = 1 << 30;
        /// Service gap.
        const SERVICE_GAP_TIME_WITHDRAWAL = 1 << 31;
        const _ = !0;
    }
}

bitflags! {
    /// DSA-Flags (§7.3.26).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct DsaFlags: u32 {
        /// The whole area of the node is restricted.
        const NETWORK_NODE_AREA_RESTRICTED = 1 << 0;
        const _ = !0;
    }
}

bitflags! {
    /// IDR-Flags (§7.3.103).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct IdrFlags: u32 {
        /// A NOR is wanted when the user is in reach.
        const UE_REACHABILITY_REQUEST = 1 << 0;
        /// Whether voice over IMS works, and when the user was last heard.
        const T_ADS_DATA_REQUEST = 1 << 1;
        /// The user's state.
        const EPS_USER_STATE_REQUEST = 1 << 2;
        /// The user's location, as the node knows it.
        const EPS_LOCATION_INFORMATION_REQUEST = 1 << 3;
        /// With the bit before: page for it.
        const CURRENT_LOCATION_REQUEST = 1 << 4;
        /// The time zone.
        const LOCAL_TIME_ZONE_REQUEST = 1 << 5;
        /// The MME is no longer registered for SMS.
        const REMOVE_SMS_REGISTRATION = 1 << 6;
        /// The access.
        const RAT_TYPE_REQUESTED = 1 << 7;
        /// The user is to find another P-CSCF.
        const P_CSCF_RESTORATION_REQUEST = 1 << 8;
        const _ = !0;
    }
}

bitflags! {
    /// IDA-Flags (§7.3.47).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct IdaFlags: u32 {
        /// The whole area of the node is restricted.
        const NETWORK_NODE_AREA_RESTRICTED = 1 << 0;
        const _ = !0;
    }
}

bitflags! {
    /// PUR-Flags (§7.3.149).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PurFlags: u32 {
        /// By the MME part of a combined node.
        const UE_PURGED_IN_MME = 1 << 0;
        /// By its SGSN part.
        const UE_PURGED_IN_SGSN = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// PUA-Flags (§7.3.48).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PuaFlags: u32 {
        /// The M-TMSI is not to be used again yet.
        const FREEZE_M_TMSI = 1 << 0;
        /// The P-TMSI is not to be used again yet.
        const FREEZE_P_TMSI = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// NOR-Flags (§7.3.49).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct NorFlags: u32 {
        /// The SGSN is to be cancelled.
        const SINGLE_REGISTRATION_INDICATION = 1 << 0;
        /// The whole area of the SGSN is restricted.
        const SGSN_AREA_RESTRICTED = 1 << 1;
        /// Messages can be delivered over the SGSN again.
        const READY_FOR_SM_FROM_SGSN = 1 << 2;
        /// The user is in reach again over the MME.
        const UE_REACHABLE_FROM_MME = 1 << 3;
        /// No gateway is in use any more.
        const DELETE_ALL_APN_AND_PDN_GW_IDENTITY_PAIRS = 1 << 4;
        /// The user is in reach again over the SGSN.
        const UE_REACHABLE_FROM_SGSN = 1 << 5;
        /// Messages can be delivered over the MME again.
        const READY_FOR_SM_FROM_MME = 1 << 6;
        /// That support changed.
        const HOMOGENEOUS_SUPPORT_OF_IMS_VOICE_OVER_PS_SESSIONS = 1 << 7;
        /// With the bit before: the request is from the MME.
        const S6A_S6D_INDICATOR = 1 << 8;
        /// The MME no longer wants SMS.
        const REMOVAL_OF_MME_REGISTRATION_FOR_SMS = 1 << 9;
        const _ = !0;
    }
}

bitflags! {
    /// CLR-Flags (§7.3.152).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct ClrFlags: u32 {
        /// The request is for the MME part of a combined node.
        const S6A_S6D_INDICATOR = 1 << 0;
        /// The user is to attach again at once.
        const REATTACH_REQUIRED = 1 << 1;
        const _ = !0;
    }
}

bitflags! {
    /// Subscription-Data-Flags (§7.3.165).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct SubscriptionDataFlags: u32 {
        /// Packets, and SMS of the circuit domain only.
        const PS_AND_SMS_ONLY_SERVICE_PROVISION_INDICATION = 1 << 0;
        /// SMS over the SGSN.
        const SMS_IN_SGSN_ALLOWED_INDICATION = 1 << 1;
        /// Integrity of the user plane in GERAN.
        const USER_PLANE_INTEGRITY_PROTECTION = 1 << 2;
        /// No connection but for emergencies.
        const PDN_CONNECTION_RESTRICTED = 1 << 3;
        const _ = !0;
    }
}

bitflags! {
    /// Operator-Determined-Barring (§7.3.30).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct OperatorDeterminedBarring: u32 {
        /// All packet services.
        const ALL_PACKET_ORIENTED_SERVICES_BARRED = 1 << 0;
        /// Gateways at home, while roaming.
        const ROAMER_ACCESS_HPLMN_AP_BARRED = 1 << 1;
        /// Gateways of the visited network.
        const ROAMER_ACCESS_TO_VPLMN_AP_BARRED = 1 << 2;
        /// All outgoing calls.
        const BARRING_OF_ALL_OUTGOING_CALLS = 1 << 3;
        /// International calls.
        const BARRING_OF_ALL_OUTGOING_INTERNATIONAL_CALLS = 1 << 4;
        /// International calls, not those home.
        const BARRING_OF_ALL_OUTGOING_INTERNATIONAL_CALLS_EXCEPT_HOME = 1 << 5;
        /// Calls to other zones.
        const BARRING_OF_ALL_OUTGOING_INTER_ZONAL_CALLS = 1 << 6;
        /// Calls to other zones, not those home.
        const BARRING_OF_ALL_OUTGOING_INTER_ZONAL_CALLS_EXCEPT_HOME = 1 << 7;
        /// International calls, not those home, and calls to other zones.
        const BARRING_OF_INTERNATIONAL_EXCEPT_HOME_AND_INTER_ZONAL_CALLS = 1 << 8;
        const _ = !0;
    }
}

bitflags! {
    /// HPLMN-ODB (§7.3.22).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct HplmnOdb: u32 {
        /// The operator's own type 1.
        const HPLMN_SPECIFIC_BARRING_TYPE_1 = 1 << 0;
        /// The operator's own type 2.
        const HPLMN_SPECIFIC_BARRING_TYPE_2 = 1 << 1;
        /// The operator's own type 3.
        const HPLMN_SPECIFIC_BARRING_TYPE_3 = 1 << 2;
        /// The operator's own type 4.
        const HPLMN_SPECIFIC_BARRING_TYPE_4 = 1 << 3;
        const _ = !0;
    }
}

bitflags! {
    /// Access-Restriction-Data (§7.3.31).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct AccessRestrictionData: u32 {
        /// 3G.
        const UTRAN_NOT_ALLOWED = 1 << 0;
        /// 2G.
        const GERAN_NOT_ALLOWED = 1 << 1;
        /// Generic access.
        const GAN_NOT_ALLOWED = 1 << 2;
        /// 3G without an RNC.
        const I_HSPA_EVOLUTION_NOT_ALLOWED = 1 << 3;
        /// LTE.
        const WB_E_UTRAN_NOT_ALLOWED = 1 << 4;
        /// Handover to other access.
        const HO_TO_NON_3GPP_ACCESS_NOT_ALLOWED = 1 << 5;
        /// Narrow-band LTE.
        const NB_IOT_NOT_ALLOWED = 1 << 6;
        /// Enhanced coverage.
        const ENHANCED_COVERAGE_NOT_ALLOWED = 1 << 7;
        /// 5G beside LTE.
        const NR_AS_SECONDARY_RAT_IN_E_UTRAN_NOT_ALLOWED = 1 << 8;
        /// Unlicensed spectrum.
        const UNLICENSED_SPECTRUM_AS_SECONDARY_RAT_NOT_ALLOWED = 1 << 9;
        /// 5G with its own core.
        const NR_IN_5GS_NOT_ALLOWED = 1 << 10;
        const _ = !0;
    }
}

bitflags! {
    /// Core-Network-Restrictions (§7.3.230).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct CoreNetworkRestrictions: u32 {
        /// The 5G core.
        const NO_5GC = 1 << 1;
        const _ = !0;
    }
}

crate::diameter::dictionary::grammar::flag_words!(
    UlrFlags,
    UlaFlags,
    AirFlags,
    DsrFlags,
    DsaFlags,
    IdrFlags,
    IdaFlags,
    PurFlags,
    PuaFlags,
    NorFlags,
    ClrFlags,
    SubscriptionDataFlags,
    OperatorDeterminedBarring,
    HplmnOdb,
    AccessRestrictionData,
    CoreNetworkRestrictions
);
