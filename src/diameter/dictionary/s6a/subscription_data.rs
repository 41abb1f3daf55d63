//! Subscription-Data (TS 29.272 §7.3.2).

use super::apn::{Ambr, ApnConfigurationProfile};
use super::avps::{
    A_MSISDN, ACCESS_RESTRICTION_DATA, AMBR, APN_CONFIGURATION_PROFILE, APN_OI_REPLACEMENT,
    CALL_BARRING_INFO, CSG_SUBSCRIPTION_DATA, DL_BUFFERING_SUGGESTED_PACKET_COUNT, GPRS_SUBSCRIPTION_DATA,
    HPLMN_ODB, ICS_INDICATOR, IMSI_GROUP_ID, LCS_INFO, MDT_USER_CONSENT, MPS_PRIORITY, NETWORK_ACCESS_MODE,
    OPERATOR_DETERMINED_BARRING, RAT_FREQUENCY_SELECTION_PRIORITY_ID, REGIONAL_SUBSCRIPTION_ZONE_CODE,
    RELAY_NODE_INDICATOR, ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE, STN_SR,
    SUBSCRIBED_PERIODIC_RAU_TAU_TIMER, SUBSCRIBED_VSRVCC, SUBSCRIBER_STATUS, SUBSCRIPTION_DATA,
    SUBSCRIPTION_DATA_FLAGS, TELESERVICE_LIST, TGPP_CHARGING_CHARACTERISTICS, TRACE_DATA, UE_USAGE_TYPE,
    VPLMN_LIPA_ALLOWED,
};
use super::enums::{
    IcsIndicator, MdtUserConsent, NetworkAccessMode, RelayNodeIndicator, RoamingRestricted, SubscribedVsrvcc,
    SubscriberStatus, VplmnLipaAllowed,
};
use crate::diameter::dictionary::sh::avps::MSISDN;
use crate::diameter::dictionary::{Raw, grammar::group};

group! {
    /// Subscription-Data (§7.3.2): what a node is told of a subscriber. Members that came after release 12, and those of services that are not provisioned here, are not among the rows: they are skipped.
    ///
    /// ```text
    /// Subscription-Data ::= < AVP header: 1400 10415 >
    ///     [ Subscriber-Status ]
    ///     [ MSISDN ]
    ///     [ A-MSISDN ]
    ///     [ STN-SR ]
    ///     [ ICS-Indicator ]
    ///     [ Network-Access-Mode ]
    ///     [ Operator-Determined-Barring ]
    ///     [ HPLMN-ODB ]
    ///       * [ Regional-Subscription-Zone-Code ]
    ///     [ Access-Restriction-Data ]
    ///     [ APN-OI-Replacement ]
    ///     [ LCS-Info ]
    ///     [ Teleservice-List ]
    ///       * [ Call-Barring-Info ]
    ///     [ 3GPP-Charging-Characteristics ]
    ///     [ AMBR ]
    ///     [ APN-Configuration-Profile ]
    ///     [ RAT-Frequency-Selection-Priority-ID ]
    ///     [ Trace-Data ]
    ///     [ GPRS-Subscription-Data ]
    ///       * [ CSG-Subscription-Data ]
    ///     [ Roaming-Restricted-Due-To-Unsupported-Feature ]
    ///     [ Subscribed-Periodic-RAU-TAU-Timer ]
    ///     [ MPS-Priority ]
    ///     [ VPLMN-LIPA-Allowed ]
    ///     [ Relay-Node-Indicator ]
    ///     [ MDT-User-Consent ]
    ///     [ Subscribed-VSRVCC ]
    ///     [ Subscription-Data-Flags ]
    ///     [ DL-Buffering-Suggested-Packet-Count ]
    ///       * [ IMSI-Group-Id ]
    ///     [ UE-Usage-Type ]
    ///   * [ AVP ]
    /// ```
    SubscriptionData<'a> = SUBSCRIPTION_DATA {
        /// Subscriber-Status (§7.3.29).
        optional subscriber_status: SubscriberStatus = SUBSCRIBER_STATUS;
        /// The number, in TBCD.
        optional msisdn: &'a [u8] = MSISDN;
        /// A further number, in TBCD.
        optional a_msisdn: &'a [u8] = A_MSISDN;
        /// STN-SR (§7.3.39).
        optional stn_sr: &'a [u8] = STN_SR;
        /// ICS-Indicator (§7.3.104).
        optional ics_indicator: IcsIndicator = ICS_INDICATOR;
        /// Network-Access-Mode (§7.3.21).
        optional network_access_mode: NetworkAccessMode = NETWORK_ACCESS_MODE;
        /// Operator-Determined-Barring (§7.3.30).
        optional operator_determined_barring: u32 = OPERATOR_DETERMINED_BARRING;
        /// HPLMN-ODB (§7.3.22).
        optional hplmn_odb: u32 = HPLMN_ODB;
        /// Regional-Subscription-Zone-Code (§7.3.52).
        any regional_subscription_zone_code: &'a [u8] = REGIONAL_SUBSCRIPTION_ZONE_CODE;
        /// Access-Restriction-Data (§7.3.31).
        optional access_restriction_data: u32 = ACCESS_RESTRICTION_DATA;
        /// APN-OI-Replacement (§7.3.32).
        optional apn_oi_replacement: &'a str = APN_OI_REPLACEMENT;
        /// LCS-Info (§7.3.84).
        optional lcs_info: Raw<'a> = LCS_INFO;
        /// Teleservice-List (§7.3.99).
        optional teleservice_list: Raw<'a> = TELESERVICE_LIST;
        /// Call-Barring-Info (§7.3.101).
        any call_barring_info: Raw<'a> = CALL_BARRING_INFO;
        /// 3GPP-Charging-Characteristics (TS 29.061 §16.4.7.2).
        optional charging_characteristics: &'a str = TGPP_CHARGING_CHARACTERISTICS;
        /// AMBR (§7.3.41).
        optional ambr: Ambr = AMBR;
        /// APN-Configuration-Profile (§7.3.34).
        optional apn_configuration_profile: ApnConfigurationProfile<'a> = APN_CONFIGURATION_PROFILE;
        /// RAT-Frequency-Selection-Priority-ID (§7.3.46).
        optional rat_frequency_selection_priority_id: u32 = RAT_FREQUENCY_SELECTION_PRIORITY_ID;
        /// Trace-Data (§7.3.63).
        optional trace_data: Raw<'a> = TRACE_DATA;
        /// GPRS-Subscription-Data (§7.3.73).
        optional gprs_subscription_data: Raw<'a> = GPRS_SUBSCRIPTION_DATA;
        /// CSG-Subscription-Data (§7.3.78).
        any csg_subscription_data: Raw<'a> = CSG_SUBSCRIPTION_DATA;
        /// Roaming-Restricted-Due-To-Unsupported-Feature (§7.3.81).
        optional roaming_restricted_due_to_unsupported_feature: RoamingRestricted = ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE;
        /// Subscribed-Periodic-RAU-TAU-Timer (§7.3.134).
        optional subscribed_periodic_rau_tau_timer: u32 = SUBSCRIBED_PERIODIC_RAU_TAU_TIMER;
        /// MPS-Priority (§7.3.131).
        optional mps_priority: u32 = MPS_PRIORITY;
        /// VPLMN-LIPA-Allowed (§7.3.132).
        optional vplmn_lipa_allowed: VplmnLipaAllowed = VPLMN_LIPA_ALLOWED;
        /// Relay-Node-Indicator (§7.3.154).
        optional relay_node_indicator: RelayNodeIndicator = RELAY_NODE_INDICATOR;
        /// MDT-User-Consent (§7.3.143).
        optional mdt_user_consent: MdtUserConsent = MDT_USER_CONSENT;
        /// Subscribed-VSRVCC (§7.3.150).
        optional subscribed_vsrvcc: SubscribedVsrvcc = SUBSCRIBED_VSRVCC;
        /// Subscription-Data-Flags (§7.3.165).
        optional subscription_data_flags: u32 = SUBSCRIPTION_DATA_FLAGS;
        /// DL-Buffering-Suggested-Packet-Count (§7.3.188).
        optional dl_buffering_suggested_packet_count: i32 = DL_BUFFERING_SUGGESTED_PACKET_COUNT;
        /// IMSI-Group-Id (§7.3.189).
        any imsi_group_id: Raw<'a> = IMSI_GROUP_ID;
        /// UE-Usage-Type (§7.3.202).
        optional ue_usage_type: u32 = UE_USAGE_TYPE;
    }
}
