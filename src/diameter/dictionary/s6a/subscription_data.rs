//! Subscription-Data, the profile of a user (TS 29.272 §7.3).

use super::apn::{Ambr, ApnConfigurationProfile};
use super::avps::{
    A_MSISDN, ACCESS_RESTRICTION_DATA, ADJACENT_ACCESS_RESTRICTION_DATA, AERIAL_UE_SUBSCRIPTION_INFORMATION,
    AMBR, APN_CONFIGURATION_PROFILE, APN_OI_REPLACEMENT, BROADCAST_LOCATION_ASSISTANCE_DATA_TYPES,
    CALL_BARRING_INFO, CORE_NETWORK_RESTRICTIONS, CSG_SUBSCRIPTION_DATA, DL_BUFFERING_SUGGESTED_PACKET_COUNT,
    EDRX_CYCLE_LENGTH, EMERGENCY_INFO, GPRS_SUBSCRIPTION_DATA, HPLMN_ODB, ICS_INDICATOR, IMSI_GROUP_ID,
    LCS_INFO, MDT_USER_CONSENT, MPS_PRIORITY, NETWORK_ACCESS_MODE, OPERATOR_DETERMINED_BARRING,
    PAGING_TIME_WINDOW, RAT_FREQUENCY_SELECTION_PRIORITY_ID, REGIONAL_SUBSCRIPTION_ZONE_CODE,
    RELAY_NODE_INDICATOR, ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE, SERVICE_GAP_TIME, STN_SR,
    SUBSCRIBED_PERIODIC_RAU_TAU_TIMER, SUBSCRIBED_VSRVCC, SUBSCRIBER_STATUS, SUBSCRIPTION_DATA,
    SUBSCRIPTION_DATA_FLAGS, TELESERVICE_LIST, TRACE_DATA, UE_USAGE_TYPE, V2X_SUBSCRIPTION_DATA,
    VPLMN_LIPA_ALLOWED,
};
use super::enums::{
    IcsIndicator, MdtUserConsent, NetworkAccessMode, RelayNodeIndicator,
    RoamingRestrictedDueToUnsupportedFeature, SubscribedVsrvcc, SubscriberStatus, VplmnLipaAllowed,
};
use super::flags::{
    AccessRestrictionData, CoreNetworkRestrictions, HplmnOdb, OperatorDeterminedBarring,
    SubscriptionDataFlags,
};
use super::services::{CallBarringInfo, ImsiGroupId, TeleserviceList};
use super::terminal::AdjacentAccessRestrictionData;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::avps::{
    ACTIVE_TIME, AESE_COMMUNICATION_PATTERN, EXTERNAL_IDENTIFIER, MONITORING_EVENT_CONFIGURATION, MSISDN,
    PROSE_SUBSCRIPTION_DATA, TGPP_CHARGING_CHARACTERISTICS,
};

group! {
    /// Subscription-Data (§7.3.2): the user's profile, or what changed of it.
    ///
    /// ```text
    /// Subscription-Data ::= < AVP Header: 1400 10415 >
    ///     [ Subscriber-Status ]
    ///     [ MSISDN ]
    ///     [ A-MSISDN ]
    ///     [ STN-SR ]
    ///     [ ICS-Indicator ]
    ///     [ Network-Access-Mode ]
    ///     [ Operator-Determined-Barring ]
    ///     [ HPLMN-ODB ]
    /// *10 [ Regional-Subscription-Zone-Code ]
    ///     [ Access-Restriction-Data ]
    ///     [ APN-OI-Replacement ]
    ///     [ LCS-Info ]
    ///     [ Teleservice-List ]
    ///   * [ Call-Barring-Info ]
    ///     [ 3GPP-Charging-Characteristics ]
    ///     [ AMBR ]
    ///     [ APN-Configuration-Profile ]
    ///     [ RAT-Frequency-Selection-Priority-ID ]
    ///     [ Trace-Data ]
    ///     [ GPRS-Subscription-Data ]
    ///   * [ CSG-Subscription-Data ]
    ///     [ Roaming-Restricted-Due-To-Unsupported-Feature ]
    ///     [ Subscribed-Periodic-RAU-TAU-Timer ]
    ///     [ MPS-Priority ]
    ///     [ VPLMN-LIPA-Allowed ]
    ///     [ Relay-Node-Indicator ]
    ///     [ MDT-User-Consent ]
    ///     [ Subscribed-VSRVCC ]
    ///     [ ProSe-Subscription-Data ]
    ///     [ Subscription-Data-Flags ]
    ///   * [ Adjacent-Access-Restriction-Data ]
    ///     [ DL-Buffering-Suggested-Packet-Count ]
    ///   * [ IMSI-Group-Id ]
    ///     [ UE-Usage-Type ]
    ///   * [ AESE-Communication-Pattern ]
    ///   * [ Monitoring-Event-Configuration ]
    ///     [ Emergency-Info ]
    ///     [ V2X-Subscription-Data ]
    ///   * [ eDRX-Cycle-Length ]
    ///     [ External-Identifier ]
    ///     [ Active-Time ]
    ///     [ Service-Gap-Time ]
    ///     [ Broadcast-Location-Assistance-Data-Types ]
    ///     [ Aerial-UE-Subscription-Information ]
    ///     [ Core-Network-Restrictions ]
    ///   * [ Paging-Time-Window ]
    ///   * [ AVP ]
    /// ```
    SubscriptionData<'a> = SUBSCRIPTION_DATA {
        /// Subscriber-Status (§7.3.29).
        optional subscriber_status: SubscriberStatus = SUBSCRIBER_STATUS;
        /// The number, as TBCD.
        optional msisdn: &'a [u8] = MSISDN;
        /// A-MSISDN: as MSISDN.
        optional a_msisdn: &'a [u8] = A_MSISDN;
        /// STN-SR: an international number as TBCD, with its address octet.
        optional stn_sr: &'a [u8] = STN_SR;
        /// ICS-Indicator (§7.3.104).
        optional ics_indicator: IcsIndicator = ICS_INDICATOR;
        /// Network-Access-Mode (§7.3.21).
        optional network_access_mode: NetworkAccessMode = NETWORK_ACCESS_MODE;
        /// Operator-Determined-Barring (§7.3.30).
        optional operator_determined_barring: OperatorDeterminedBarring = OPERATOR_DETERMINED_BARRING;
        /// HPLMN-ODB (§7.3.22).
        optional hplmn_odb: HplmnOdb = HPLMN_ODB;
        /// Regional-Subscription-Zone-Code: two octets.
        any regional_subscription_zone_code: &'a [u8] = REGIONAL_SUBSCRIPTION_ZONE_CODE;
        /// Access-Restriction-Data (§7.3.31).
        optional access_restriction_data: AccessRestrictionData = ACCESS_RESTRICTION_DATA;
        /// APN-OI-Replacement: mncXXX.mccYYY.gprs, with labels before it.
        optional apn_oi_replacement: &'a str = APN_OI_REPLACEMENT;
        /// LCS-Info (§7.3.84), kept as it is: nothing in it is acted on.
        optional lcs_info: Raw<'a> = LCS_INFO;
        /// Teleservice-List (§7.3.99).
        optional teleservice_list: TeleserviceList<'a> = TELESERVICE_LIST;
        /// Call-Barring-Info (§7.3.101).
        any call_barring_info: CallBarringInfo<'a> = CALL_BARRING_INFO;
        /// 3GPP-Charging-Characteristics: four hexadecimal digits.
        optional tgpp_charging_characteristics: &'a str = TGPP_CHARGING_CHARACTERISTICS;
        /// Bandwidth over all bearers.
        optional ambr: Ambr = AMBR;
        /// APN-Configuration-Profile (§7.3.34).
        optional apn_configuration_profile: ApnConfigurationProfile<'a> = APN_CONFIGURATION_PROFILE;
        /// RAT-Frequency-Selection-Priority-ID: 1 to 256.
        optional rat_frequency_selection_priority_id: u32 = RAT_FREQUENCY_SELECTION_PRIORITY_ID;
        /// Trace-Data (§7.3.63), kept as it is: nothing in it is acted on.
        optional trace_data: Raw<'a> = TRACE_DATA;
        /// GPRS-Subscription-Data (§7.3.72), kept as it is: nothing in it is acted on.
        optional gprs_subscription_data: Raw<'a> = GPRS_SUBSCRIPTION_DATA;
        /// CSG-Subscription-Data (§7.3.78), kept as it is: nothing in it is acted on.
        any csg_subscription_data: Raw<'a> = CSG_SUBSCRIPTION_DATA;
        /// Roaming-Restricted-Due-To-Unsupported-Feature (§7.3.81).
        optional roaming_restricted_due_to_unsupported_feature: RoamingRestrictedDueToUnsupportedFeature = ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE;
        /// Subscribed-Periodic-RAU-TAU-Timer: seconds.
        optional subscribed_periodic_rau_tau_timer: u32 = SUBSCRIBED_PERIODIC_RAU_TAU_TIMER;
        /// MPS-Priority (§7.3.131).
        optional mps_priority: u32 = MPS_PRIORITY;
        /// VPLMN-LIPA-Allowed (§7.3.132).
        optional vplmn_lipa_allowed: VplmnLipaAllowed = VPLMN_LIPA_ALLOWED;
        /// Relay-Node-Indicator (§7.3.147).
        optional relay_node_indicator: RelayNodeIndicator = RELAY_NODE_INDICATOR;
        /// MDT-User-Consent (§7.3.148).
        optional mdt_user_consent: MdtUserConsent = MDT_USER_CONSENT;
        /// Subscribed-VSRVCC (§7.3.150).
        optional subscribed_vsrvcc: SubscribedVsrvcc = SUBSCRIBED_VSRVCC;
        /// ProSe-Subscription-Data (TS 29.344), kept as it is: nothing in it is acted on.
        optional prose_subscription_data: Raw<'a> = PROSE_SUBSCRIPTION_DATA;
        /// Subscription-Data-Flags (§7.3.165).
        optional subscription_data_flags: SubscriptionDataFlags = SUBSCRIPTION_DATA_FLAGS;
        /// Adjacent-Access-Restriction-Data (§7.3.187).
        any adjacent_access_restriction_data: AdjacentAccessRestrictionData<'a> = ADJACENT_ACCESS_RESTRICTION_DATA;
        /// DL-Buffering-Suggested-Packet-Count: 0 for none, -1 for any number.
        optional dl_buffering_suggested_packet_count: i32 = DL_BUFFERING_SUGGESTED_PACKET_COUNT;
        /// IMSI-Group-Id (§7.3.189).
        any imsi_group_id: ImsiGroupId<'a> = IMSI_GROUP_ID;
        /// UE-Usage-Type: 0 to 255.
        optional ue_usage_type: u32 = UE_USAGE_TYPE;
        /// AESE-Communication-Pattern (TS 29.336), kept as it is: nothing in it is acted on.
        any aese_communication_pattern: Raw<'a> = AESE_COMMUNICATION_PATTERN;
        /// Monitoring-Event-Configuration (TS 29.336), kept as it is: nothing in it is acted on.
        any monitoring_event_configuration: Raw<'a> = MONITORING_EVENT_CONFIGURATION;
        /// Emergency-Info (§7.3.210), kept as it is: nothing in it is acted on.
        optional emergency_info: Raw<'a> = EMERGENCY_INFO;
        /// V2X-Subscription-Data (§7.3.212), kept as it is: nothing in it is acted on.
        optional v2x_subscription_data: Raw<'a> = V2X_SUBSCRIPTION_DATA;
        /// eDRX-Cycle-Length (§7.3.215), kept as it is: nothing in it is acted on.
        any edrx_cycle_length: Raw<'a> = EDRX_CYCLE_LENGTH;
        /// External-Identifier: user@domain.
        optional external_identifier: &'a str = EXTERNAL_IDENTIFIER;
        /// Active-Time: seconds.
        optional active_time: u32 = ACTIVE_TIME;
        /// Service-Gap-Time: seconds.
        optional service_gap_time: u32 = SERVICE_GAP_TIME;
        /// Broadcast-Location-Assistance-Data-Types (§7.3.225).
        optional broadcast_location_assistance_data_types: u64 = BROADCAST_LOCATION_ASSISTANCE_DATA_TYPES;
        /// Aerial-UE-Subscription-Information (§7.3.224).
        optional aerial_ue_subscription_information: u32 = AERIAL_UE_SUBSCRIPTION_INFORMATION;
        /// Core-Network-Restrictions (§7.3.230).
        optional core_network_restrictions: CoreNetworkRestrictions = CORE_NETWORK_RESTRICTIONS;
        /// Paging-Time-Window (§7.3.226), kept as it is: nothing in it is acted on.
        any paging_time_window: Raw<'a> = PAGING_TIME_WINDOW;
    }
}
