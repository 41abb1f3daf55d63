//! PS-Information (TS 32.251, TS 32.299 §7.2): a PDN connection.

use super::avps::credit_control::USER_EQUIPMENT_INFO;
use super::avps::ps::{
    ADC_RULE_BASE_NAME, APN_RATE_CONTROL, CG_ADDRESS, CHANGE_CONDITION,
    CHARGING_CHARACTERISTICS_SELECTION_MODE, CHARGING_PER_IP_CAN_SESSION_INDICATOR, CHARGING_RULE_BASE_NAME,
    CN_OPERATOR_SELECTION_ENTITY, CP_CIOT_EPS_OPTIMISATION_INDICATOR, DIAGNOSTICS, DYNAMIC_ADDRESS_FLAG,
    DYNAMIC_ADDRESS_FLAG_EXTENSION, ENHANCED_DIAGNOSTICS, EPDG_ADDRESS, FIXED_USER_LOCATION_INFO,
    GGSN_ADDRESS, IMSI_UNAUTHENTICATED_FLAG, LOGICAL_ACCESS_ID, LOW_PRIORITY_INDICATOR, NBIFOM_MODE,
    NBIFOM_SUPPORT, NODE_ID, OFFLINE_CHARGING, PDN_CONNECTION_ID, PDP_ADDRESS, PDP_ADDRESS_PREFIX_LENGTH,
    PDP_CONTEXT_TYPE, PHYSICAL_ACCESS_ID, PRESENCE_REPORTING_AREA_INFORMATION, PS_INFORMATION,
    RAN_SECONDARY_RAT_USAGE_REPORT, RRC_CAUSE_COUNTER, SCS_AS_ADDRESS, SERVICE_DATA_CONTAINER,
    SERVING_NODE_TYPE, SERVING_PLMN_RATE_CONTROL, SGI_PTP_TUNNELLING_METHOD, SGSN_ADDRESS, SGW_ADDRESS,
    SGW_CHANGE, START_TIME, STOP_TIME, TDF_IP_ADDRESS, TGPP_CHARGING_ID, TGPP_GGSN_MCC_MNC,
    TGPP_IMSI_MCC_MNC, TGPP_MS_TIMEZONE, TGPP_NSAPI, TGPP_PDP_TYPE, TGPP_PS_DATA_OFF_STATUS,
    TGPP_SELECTION_MODE, TGPP_SESSION_STOP_INDICATOR, TGPP_SGSN_MCC_MNC, TGPP_USER_LOCATION_INFO, TGPP2_BSID,
    TRAFFIC_DATA_VOLUMES, TWAG_ADDRESS, TWAN_USER_LOCATION_INFO, UNI_PDU_CP_ONLY_FLAG, UNUSED_QUOTA_TIMER,
    USER_LOCATION_INFO_TIME, UWAN_USER_LOCATION_INFO,
};
use super::avps::quota::{PS_FURNISH_CHARGING_INFORMATION, QOS_INFORMATION, TGPP_RAT_TYPE};
use super::ps_groups::{OfflineCharging, ServiceDataContainer, TrafficDataVolumes, UserCsgInformation};
use super::quota::{PsFurnishChargingInformation, QosInformation};
use super::subscriber::UserEquipmentInfo;
use crate::diameter::codec::Address;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::CALLED_STATION_ID;
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::s6a::TerminalInformation;
use crate::diameter::dictionary::s6a::avps::{MME_NUMBER_FOR_MT_SMS, TERMINAL_INFORMATION};
use crate::diameter::dictionary::slh::avps::{MME_NAME, MME_REALM};
use crate::diameter::dictionary::tgpp::avps::{TGPP_CHARGING_CHARACTERISTICS, USER_CSG_INFORMATION};
use crate::types::Timestamp;

group! {
    /// PS-Information: a PDN connection. Where the user is in other accesses, and what limits the rate of the smallest devices, is kept as it came.
    ///
    /// ```text
    /// PS-Information ::= < AVP Header: 874 10415 >
    ///   * [ Supported-Features ]
    ///     [ 3GPP-Charging-Id ]
    ///     [ PDN-Connection-ID ]
    ///     [ Node-Id ]
    ///     [ 3GPP-PDP-Type ]
    ///   * [ PDP-Address ]
    ///     [ PDP-Address-Prefix-Length ]
    ///     [ Dynamic-Address-Flag ]
    ///     [ Dynamic-Address-Flag-Extension ]
    ///     [ QoS-Information ]
    ///   * [ SGSN-Address ]
    ///   * [ GGSN-Address ]
    ///   * [ TDF-IP-Address ]
    ///   * [ SGW-Address ]
    ///   * [ ePDG-Address ]
    ///   * [ TWAG-Address ]
    ///     [ CG-Address ]
    ///     [ Serving-Node-Type ]
    ///     [ SGW-Change ]
    ///     [ 3GPP-IMSI-MCC-MNC ]
    ///     [ IMSI-Unauthenticated-Flag ]
    ///     [ 3GPP-GGSN-MCC-MNC ]
    ///     [ 3GPP-NSAPI ]
    ///     [ Called-Station-Id ]
    ///     [ 3GPP-Session-Stop-Indicator ]
    ///     [ 3GPP-Selection-Mode ]
    ///     [ 3GPP-Charging-Characteristics ]
    ///     [ Charging-Characteristics-Selection-Mode ]
    ///     [ 3GPP-SGSN-MCC-MNC ]
    ///     [ 3GPP-MS-TimeZone ]
    ///     [ Charging-Rule-Base-Name ]
    ///     [ ADC-Rule-Base-Name ]
    ///     [ 3GPP-User-Location-Info ]
    ///     [ User-Location-Info-Time ]
    ///     [ User-CSG-Information ]
    ///   * [ Presence-Reporting-Area-Information ]
    ///     [ 3GPP2-BSID ]
    ///     [ TWAN-User-Location-Info ]
    ///     [ UWAN-User-Location-Info ]
    ///     [ 3GPP-RAT-Type ]
    ///     [ PS-Furnish-Charging-Information ]
    ///     [ PDP-Context-Type ]
    ///     [ Offline-Charging ]
    ///   * [ Traffic-Data-Volumes ]
    ///   * [ Service-Data-Container ]
    ///     [ User-Equipment-Info ]
    ///     [ Terminal-Information ]
    ///     [ Start-Time ]
    ///     [ Stop-Time ]
    ///     [ Change-Condition ]
    ///     [ Diagnostics ]
    ///     [ Low-Priority-Indicator ]
    ///     [ NBIFOM-Mode ]
    ///     [ NBIFOM-Support ]
    ///     [ MME-Number-for-MT-SMS ]
    ///     [ MME-Name ]
    ///     [ MME-Realm ]
    ///     [ Logical-Access-ID ]
    ///     [ Physical-Access-ID ]
    ///     [ Fixed-User-Location-Info ]
    ///     [ CN-Operator-Selection-Entity ]
    ///     [ Enhanced-Diagnostics ]
    ///     [ SGi-PtP-Tunnelling-Method ]
    ///     [ CP-CIoT-EPS-Optimisation-Indicator ]
    ///     [ UNI-PDU-CP-Only-Flag ]
    ///     [ Serving-PLMN-Rate-Control ]
    ///     [ APN-Rate-Control ]
    ///     [ Charging-Per-IP-CAN-Session-Indicator ]
    ///     [ RRC-Cause-Counter ]
    ///     [ 3GPP-PS-Data-Off-Status ]
    ///     [ SCS-AS-Address ]
    ///     [ Unused-Quota-Timer ]
    ///   * [ RAN-Secondary-RAT-Usage-Report ]
    ///   * [ AVP ]
    /// ```
    PsInformation<'a> = PS_INFORMATION {
        /// Features of the gateway (TS 29.229 §6.3.29).
        any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
        /// The bearer's charging identifier, four octets.
        optional tgpp_charging_id: &'a [u8] = TGPP_CHARGING_ID;
        /// The PDN connection (TS 29.212 §5.3.58).
        optional pdn_connection_id: &'a [u8] = PDN_CONNECTION_ID;
        /// The gateway's name.
        optional node_id: &'a str = NODE_ID;
        /// The kind of PDN connection.
        optional tgpp_pdp_type: u32 = TGPP_PDP_TYPE;
        /// An address of the user.
        any pdp_address: Address = PDP_ADDRESS;
        /// Bits of the IPv6 prefix; 64 without it.
        optional pdp_address_prefix_length: u32 = PDP_ADDRESS_PREFIX_LENGTH;
        /// Whether the address was assigned at set-up.
        optional dynamic_address_flag: u32 = DYNAMIC_ADDRESS_FLAG;
        /// The same of the second address.
        optional dynamic_address_flag_extension: u32 = DYNAMIC_ADDRESS_FLAG_EXTENSION;
        /// Quality of service (TS 29.212 §5.3.16).
        optional qos_information: QosInformation<'a> = QOS_INFORMATION;
        /// The node that serves.
        any sgsn_address: Address = SGSN_ADDRESS;
        /// The gateway.
        any ggsn_address: Address = GGSN_ADDRESS;
        /// The traffic detection function (TS 29.212 §4.5b.5).
        any tdf_ip_address: Address = TDF_IP_ADDRESS;
        /// The serving gateway.
        any sgw_address: Address = SGW_ADDRESS;
        /// The evolved packet data gateway.
        any epdg_address: Address = EPDG_ADDRESS;
        /// The trusted WLAN's gateway.
        any twag_address: Address = TWAG_ADDRESS;
        /// The charging gateway.
        optional cg_address: Address = CG_ADDRESS;
        /// Which kind of node serves.
        optional serving_node_type: u32 = SERVING_NODE_TYPE;
        /// Whether the serving gateway changed.
        optional sgw_change: u32 = SGW_CHANGE;
        /// The PLMN of the IMSI, digits.
        optional tgpp_imsi_mcc_mnc: &'a str = TGPP_IMSI_MCC_MNC;
        /// Whether nobody authenticated the IMSI.
        optional imsi_unauthenticated_flag: u32 = IMSI_UNAUTHENTICATED_FLAG;
        /// The PLMN of the gateway, digits.
        optional tgpp_ggsn_mcc_mnc: &'a str = TGPP_GGSN_MCC_MNC;
        /// The bearer.
        optional tgpp_nsapi: &'a str = TGPP_NSAPI;
        /// Of a PDN connection, the APN.
        optional called_station_id: &'a str = CALLED_STATION_ID;
        /// That the session ends.
        optional tgpp_session_stop_indicator: &'a str = TGPP_SESSION_STOP_INDICATOR;
        /// How the APN was chosen.
        optional tgpp_selection_mode: &'a str = TGPP_SELECTION_MODE;
        /// Charging characteristics, four hexadecimal digits (TS 29.061 §16.4.7).
        optional tgpp_charging_characteristics: &'a str = TGPP_CHARGING_CHARACTERISTICS;
        /// Whose charging characteristics they are.
        optional charging_characteristics_selection_mode: u32 = CHARGING_CHARACTERISTICS_SELECTION_MODE;
        /// The PLMN that serves, digits.
        optional tgpp_sgsn_mcc_mnc: &'a str = TGPP_SGSN_MCC_MNC;
        /// The user's time zone, two octets.
        optional tgpp_ms_timezone: &'a [u8] = TGPP_MS_TIMEZONE;
        /// A set of charging rules (TS 29.212 §5.3.6).
        optional charging_rule_base_name: &'a str = CHARGING_RULE_BASE_NAME;
        /// A set of detection rules (TS 29.212 §5b.3.5).
        optional adc_rule_base_name: &'a str = ADC_RULE_BASE_NAME;
        /// Where the user is: a type and its fields (TS 29.061 §16.4.7.2).
        optional tgpp_user_location_info: &'a [u8] = TGPP_USER_LOCATION_INFO;
        /// When the user was there.
        optional user_location_info_time: Timestamp = USER_LOCATION_INFO_TIME;
        /// The closed subscriber group.
        optional user_csg_information: UserCsgInformation = USER_CSG_INFORMATION;
        /// Whether the user is in an area; kept as it came.
        any presence_reporting_area_information: Raw<'a> = PRESENCE_REPORTING_AREA_INFORMATION;
        /// The CDMA2000 cell.
        optional tgpp2_bsid: &'a str = TGPP2_BSID;
        /// Where the user is in a trusted WLAN; kept as it came.
        optional twan_user_location_info: Raw<'a> = TWAN_USER_LOCATION_INFO;
        /// Where the user is in an untrusted WLAN; kept as it came.
        optional uwan_user_location_info: Raw<'a> = UWAN_USER_LOCATION_INFO;
        /// The radio access, an octet of TS 29.061 §16.4.7.2.
        optional tgpp_rat_type: &'a [u8] = TGPP_RAT_TYPE;
        /// What the server wants in the gateway's records.
        optional ps_furnish_charging_information: PsFurnishChargingInformation<'a> = PS_FURNISH_CHARGING_INFORMATION;
        /// Primary or secondary.
        optional pdp_context_type: u32 = PDP_CONTEXT_TYPE;
        /// What offline charging is told.
        optional offline_charging: OfflineCharging<'a> = OFFLINE_CHARGING;
        /// What a bearer carried until a change.
        any traffic_data_volumes: TrafficDataVolumes<'a> = TRAFFIC_DATA_VOLUMES;
        /// What a service's data flow used.
        any service_data_container: ServiceDataContainer<'a> = SERVICE_DATA_CONTAINER;
        /// The terminal.
        optional user_equipment_info: UserEquipmentInfo<'a> = USER_EQUIPMENT_INFO;
        /// The terminal (TS 29.272 §7.3.3).
        optional terminal_information: TerminalInformation<'a> = TERMINAL_INFORMATION;
        /// When it began.
        optional start_time: Timestamp = START_TIME;
        /// When it ended.
        optional stop_time: Timestamp = STOP_TIME;
        /// Why the container was closed.
        optional change_condition: u32 = CHANGE_CONDITION;
        /// Why the bearer ended.
        optional diagnostics: u32 = DIAGNOSTICS;
        /// Whether the terminal has low priority.
        optional low_priority_indicator: u32 = LOW_PRIORITY_INDICATOR;
        /// Who moves flows between accesses.
        optional nbifom_mode: u32 = NBIFOM_MODE;
        /// Whether flows can be moved.
        optional nbifom_support: u32 = NBIFOM_SUPPORT;
        /// The MME's number for short messages (TS 29.272 §7.3.159).
        optional mme_number_for_mt_sms: &'a [u8] = MME_NUMBER_FOR_MT_SMS;
        /// The MME (TS 29.173 §6.4.4).
        optional mme_name: &'a str = MME_NAME;
        /// Its realm (TS 29.173 §6.4.12).
        optional mme_realm: &'a str = MME_REALM;
        /// The line (ETSI TS 283 034).
        optional logical_access_id: &'a [u8] = LOGICAL_ACCESS_ID;
        /// The port (ETSI TS 283 034).
        optional physical_access_id: &'a str = PHYSICAL_ACCESS_ID;
        /// Where the user is in a fixed network; kept as it came.
        optional fixed_user_location_info: Raw<'a> = FIXED_USER_LOCATION_INFO;
        /// Who chose the operator.
        optional cn_operator_selection_entity: u32 = CN_OPERATOR_SELECTION_ENTITY;
        /// Causes of the radio network; kept as it came.
        optional enhanced_diagnostics: Raw<'a> = ENHANCED_DIAGNOSTICS;
        /// How non-IP data leaves.
        optional sgi_ptp_tunnelling_method: u32 = SGI_PTP_TUNNELLING_METHOD;
        /// Whether data goes over the control plane.
        optional cp_ciot_eps_optimisation_indicator: u32 = CP_CIOT_EPS_OPTIMISATION_INDICATOR;
        /// Whether data goes over the control plane alone.
        optional uni_pdu_cp_only_flag: u32 = UNI_PDU_CP_ONLY_FLAG;
        /// The rate that the visited network allows; kept as it came.
        optional serving_plmn_rate_control: Raw<'a> = SERVING_PLMN_RATE_CONTROL;
        /// The rate that the APN allows; kept as it came.
        optional apn_rate_control: Raw<'a> = APN_RATE_CONTROL;
        /// Whether all bearers are charged together.
        optional charging_per_ip_can_session_indicator: u32 = CHARGING_PER_IP_CAN_SESSION_INDICATOR;
        /// Exception reports; kept as it came.
        optional rrc_cause_counter: Raw<'a> = RRC_CAUSE_COUNTER;
        /// Whether the user switched data off.
        optional tgpp_ps_data_off_status: u32 = TGPP_PS_DATA_OFF_STATUS;
        /// The application server of non-IP data; kept as it came.
        optional scs_as_address: Raw<'a> = SCS_AS_ADDRESS;
        /// Seconds that an unused quota is kept.
        optional unused_quota_timer: u32 = UNUSED_QUOTA_TIMER;
        /// What went over a second radio access; kept as it came.
        any ran_secondary_rat_usage_report: Raw<'a> = RAN_SECONDARY_RAT_USAGE_REPORT;
    }
}
