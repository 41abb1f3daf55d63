//! Groups of PS-Information (TS 32.299 §7.2).

use super::avps::credit_control::{MULTIPLE_SERVICES_CREDIT_CONTROL, RATING_GROUP, SERVICE_IDENTIFIER};
use super::avps::ps::{
    ACCESS_AVAILABILITY_CHANGE_REASON, ADC_RULE_BASE_NAME, APN_RATE_CONTROL,
    APPLICATION_SERVICE_PROVIDER_IDENTITY, CHANGE_CONDITION, CHARGING_RULE_BASE_NAME,
    CP_CIOT_EPS_OPTIMISATION_INDICATOR, CSG_ACCESS_MODE, CSG_ID, CSG_MEMBERSHIP_INDICATION, DIAGNOSTICS,
    ENHANCED_DIAGNOSTICS, LOCAL_SEQUENCE_NUMBER, OFFLINE_CHARGING, PRESENCE_REPORTING_AREA_INFORMATION,
    PRESENCE_REPORTING_AREA_STATUS, RELATED_CHANGE_CONDITION_INFORMATION, SERVICE_DATA_CONTAINER,
    SERVING_PLMN_RATE_CONTROL, SGSN_ADDRESS, SPONSOR_IDENTITY, TGPP_CHARGING_ID, TGPP_PS_DATA_OFF_STATUS,
    TGPP_USER_LOCATION_INFO, TGPP2_BSID, TIME_FIRST_USAGE, TIME_LAST_USAGE, TIME_USAGE, TRAFFIC_DATA_VOLUMES,
    TRAFFIC_STEERING_POLICY_IDENTIFIER_DL, TRAFFIC_STEERING_POLICY_IDENTIFIER_UL, TWAN_USER_LOCATION_INFO,
    UWAN_USER_LOCATION_INFO, VOLTE_INFORMATION,
};
use super::avps::quota::{
    AF_CORRELATION_INFORMATION, ENVELOPE_REPORTING, QOS_INFORMATION, QUOTA_CONSUMPTION_TIME,
    SERVICE_SPECIFIC_INFO, TGPP_RAT_TYPE, TIME_QUOTA_MECHANISM,
};
use super::avps::service::CHANGE_TIME;
use super::enums::EnvelopeReporting;
use super::multiple_services::MultipleServicesCreditControl;
use super::quota::{AfCorrelationInformation, QosInformation, ServiceSpecificInfo, TimeQuotaMechanism};
use crate::diameter::codec::Address;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{ACCOUNTING_INPUT_OCTETS, ACCOUNTING_OUTPUT_OCTETS};
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::tgpp::avps::USER_CSG_INFORMATION;
use crate::types::Timestamp;

group! {
    /// User-CSG-Information: the closed subscriber group.
    ///
    /// ```text
    /// User-CSG-Information ::= < AVP Header: 2319 10415 >
    ///     [ CSG-Id ]
    ///     [ CSG-Access-Mode ]
    ///     [ CSG-Membership-Indication ]
    ///   * [ AVP ]
    /// ```
    UserCsgInformation<> = USER_CSG_INFORMATION {
        /// The group (TS 29.272 §7.3.79).
        optional csg_id: u32 = CSG_ID;
        /// Closed or hybrid.
        optional csg_access_mode: u32 = CSG_ACCESS_MODE;
        /// Whether the user is a member.
        optional csg_membership_indication: u32 = CSG_MEMBERSHIP_INDICATION;
    }
}

impl Copy for UserCsgInformation {}

group! {
    /// Offline-Charging: what offline charging is told.
    ///
    /// ```text
    /// Offline-Charging ::= < AVP Header: 1278 10415 >
    ///     [ Quota-Consumption-Time ]
    ///     [ Time-Quota-Mechanism ]
    ///     [ Envelope-Reporting ]
    ///   * [ Multiple-Services-Credit-Control ]
    ///   * [ AVP ]
    /// ```
    OfflineCharging<'a> = OFFLINE_CHARGING {
        /// Seconds without traffic during which time still counts.
        optional quota_consumption_time: u32 = QUOTA_CONSUMPTION_TIME;
        /// How time is counted.
        optional time_quota_mechanism: TimeQuotaMechanism = TIME_QUOTA_MECHANISM;
        /// Whether envelopes are reported.
        optional envelope_reporting: EnvelopeReporting = ENVELOPE_REPORTING;
        /// One service or rating group: asked for, granted, used.
        any multiple_services_credit_control: MultipleServicesCreditControl<'a> = MULTIPLE_SERVICES_CREDIT_CONTROL;
    }
}

group! {
    /// Traffic-Data-Volumes: what a bearer carried until a change.
    ///
    /// ```text
    /// Traffic-Data-Volumes ::= < AVP Header: 2046 10415 >
    ///     [ QoS-Information ]
    ///     [ Accounting-Input-Octets ]
    ///     [ Accounting-Output-Octets ]
    ///     [ Change-Condition ]
    ///     [ Change-Time ]
    ///     [ 3GPP-User-Location-Info ]
    ///     [ UWAN-User-Location-Info ]
    ///     [ 3GPP-Charging-Id ]
    ///     [ Presence-Reporting-Area-Status ]
    ///   * [ Presence-Reporting-Area-Information ]
    ///     [ User-CSG-Information ]
    ///     [ 3GPP-RAT-Type ]
    ///     [ Access-Availability-Change-Reason ]
    ///     [ Related-Change-Condition-Information ]
    ///     [ Diagnostics ]
    ///     [ Enhanced-Diagnostics ]
    ///     [ CP-CIoT-EPS-Optimisation-Indicator ]
    ///     [ Serving-PLMN-Rate-Control ]
    ///     [ APN-Rate-Control ]
    ///   * [ AVP ]
    /// ```
    TrafficDataVolumes<'a> = TRAFFIC_DATA_VOLUMES {
        /// Quality of service (TS 29.212 §5.3.16).
        optional qos_information: QosInformation<'a> = QOS_INFORMATION;
        /// RFC 7155 §4.6.1.
        optional accounting_input_octets: u64 = ACCOUNTING_INPUT_OCTETS;
        /// RFC 7155 §4.6.2.
        optional accounting_output_octets: u64 = ACCOUNTING_OUTPUT_OCTETS;
        /// Why the container was closed.
        optional change_condition: u32 = CHANGE_CONDITION;
        /// When it changed.
        optional change_time: Timestamp = CHANGE_TIME;
        /// Where the user is: a type and its fields (TS 29.061 §16.4.7.2).
        optional tgpp_user_location_info: &'a [u8] = TGPP_USER_LOCATION_INFO;
        /// Where the user is in an untrusted WLAN; kept as it came.
        optional uwan_user_location_info: Raw<'a> = UWAN_USER_LOCATION_INFO;
        /// The bearer's charging identifier, four octets.
        optional tgpp_charging_id: &'a [u8] = TGPP_CHARGING_ID;
        /// In or out.
        optional presence_reporting_area_status: u32 = PRESENCE_REPORTING_AREA_STATUS;
        /// Whether the user is in an area; kept as it came.
        any presence_reporting_area_information: Raw<'a> = PRESENCE_REPORTING_AREA_INFORMATION;
        /// The closed subscriber group.
        optional user_csg_information: UserCsgInformation = USER_CSG_INFORMATION;
        /// The radio access, an octet of TS 29.061 §16.4.7.2.
        optional tgpp_rat_type: &'a [u8] = TGPP_RAT_TYPE;
        /// Why an access came or went.
        optional access_availability_change_reason: u32 = ACCESS_AVAILABILITY_CHANGE_REASON;
        /// The change that came with another; kept as it came.
        optional related_change_condition_information: Raw<'a> = RELATED_CHANGE_CONDITION_INFORMATION;
        /// Why the bearer ended.
        optional diagnostics: u32 = DIAGNOSTICS;
        /// Causes of the radio network; kept as it came.
        optional enhanced_diagnostics: Raw<'a> = ENHANCED_DIAGNOSTICS;
        /// Whether data goes over the control plane.
        optional cp_ciot_eps_optimisation_indicator: u32 = CP_CIOT_EPS_OPTIMISATION_INDICATOR;
        /// The rate that the visited network allows; kept as it came.
        optional serving_plmn_rate_control: Raw<'a> = SERVING_PLMN_RATE_CONTROL;
        /// The rate that the APN allows; kept as it came.
        optional apn_rate_control: Raw<'a> = APN_RATE_CONTROL;
    }
}

group! {
    /// Service-Data-Container: what a service's data flow used.
    ///
    /// ```text
    /// Service-Data-Container ::= < AVP Header: 2040 10415 >
    ///     [ AF-Correlation-Information ]
    ///     [ Charging-Rule-Base-Name ]
    ///     [ Accounting-Input-Octets ]
    ///     [ Accounting-Output-Octets ]
    ///     [ Local-Sequence-Number ]
    ///     [ QoS-Information ]
    ///     [ Rating-Group ]
    ///     [ Change-Time ]
    ///     [ Service-Identifier ]
    ///     [ Service-Specific-Info ]
    ///     [ ADC-Rule-Base-Name ]
    ///     [ SGSN-Address ]
    ///     [ Time-First-Usage ]
    ///     [ Time-Last-Usage ]
    ///     [ Time-Usage ]
    ///   * [ Change-Condition ]
    ///     [ 3GPP-User-Location-Info ]
    ///     [ 3GPP2-BSID ]
    ///     [ UWAN-User-Location-Info ]
    ///     [ TWAN-User-Location-Info ]
    ///     [ Sponsor-Identity ]
    ///     [ Application-Service-Provider-Identity ]
    ///   * [ Presence-Reporting-Area-Information ]
    ///     [ Presence-Reporting-Area-Status ]
    ///     [ User-CSG-Information ]
    ///     [ 3GPP-RAT-Type ]
    ///     [ Related-Change-Condition-Information ]
    ///     [ Serving-PLMN-Rate-Control ]
    ///     [ APN-Rate-Control ]
    ///     [ 3GPP-PS-Data-Off-Status ]
    ///     [ Traffic-Steering-Policy-Identifier-DL ]
    ///     [ Traffic-Steering-Policy-Identifier-UL ]
    ///     [ VoLTE-Information ]
    ///   * [ AVP ]
    /// ```
    ServiceDataContainer<'a> = SERVICE_DATA_CONTAINER {
        /// The application's flows that the usage belongs to.
        optional af_correlation_information: AfCorrelationInformation<'a> = AF_CORRELATION_INFORMATION;
        /// A set of charging rules (TS 29.212 §5.3.6).
        optional charging_rule_base_name: &'a str = CHARGING_RULE_BASE_NAME;
        /// RFC 7155 §4.6.1.
        optional accounting_input_octets: u64 = ACCOUNTING_INPUT_OCTETS;
        /// RFC 7155 §4.6.2.
        optional accounting_output_octets: u64 = ACCOUNTING_OUTPUT_OCTETS;
        /// The container's number.
        optional local_sequence_number: u32 = LOCAL_SEQUENCE_NUMBER;
        /// Quality of service (TS 29.212 §5.3.16).
        optional qos_information: QosInformation<'a> = QOS_INFORMATION;
        /// Services that cost the same.
        optional rating_group: u32 = RATING_GROUP;
        /// When it changed.
        optional change_time: Timestamp = CHANGE_TIME;
        /// The service.
        optional service_identifier: u32 = SERVICE_IDENTIFIER;
        /// A value that the service defines.
        optional service_specific_info: ServiceSpecificInfo<'a> = SERVICE_SPECIFIC_INFO;
        /// A set of detection rules (TS 29.212 §5b.3.5).
        optional adc_rule_base_name: &'a str = ADC_RULE_BASE_NAME;
        /// The node that serves.
        optional sgsn_address: Address = SGSN_ADDRESS;
        /// The first packet.
        optional time_first_usage: Timestamp = TIME_FIRST_USAGE;
        /// The last packet.
        optional time_last_usage: Timestamp = TIME_LAST_USAGE;
        /// Seconds of use.
        optional time_usage: u32 = TIME_USAGE;
        /// Why the container was closed.
        any change_condition: u32 = CHANGE_CONDITION;
        /// Where the user is: a type and its fields (TS 29.061 §16.4.7.2).
        optional tgpp_user_location_info: &'a [u8] = TGPP_USER_LOCATION_INFO;
        /// The CDMA2000 cell.
        optional tgpp2_bsid: &'a str = TGPP2_BSID;
        /// Where the user is in an untrusted WLAN; kept as it came.
        optional uwan_user_location_info: Raw<'a> = UWAN_USER_LOCATION_INFO;
        /// Where the user is in a trusted WLAN; kept as it came.
        optional twan_user_location_info: Raw<'a> = TWAN_USER_LOCATION_INFO;
        /// Who sponsors the data (TS 29.214 §5.3.27).
        optional sponsor_identity: &'a str = SPONSOR_IDENTITY;
        /// Whose application it is (TS 29.214 §5.3.29).
        optional application_service_provider_identity: &'a str = APPLICATION_SERVICE_PROVIDER_IDENTITY;
        /// Whether the user is in an area; kept as it came.
        any presence_reporting_area_information: Raw<'a> = PRESENCE_REPORTING_AREA_INFORMATION;
        /// In or out.
        optional presence_reporting_area_status: u32 = PRESENCE_REPORTING_AREA_STATUS;
        /// The closed subscriber group.
        optional user_csg_information: UserCsgInformation = USER_CSG_INFORMATION;
        /// The radio access, an octet of TS 29.061 §16.4.7.2.
        optional tgpp_rat_type: &'a [u8] = TGPP_RAT_TYPE;
        /// The change that came with another; kept as it came.
        optional related_change_condition_information: Raw<'a> = RELATED_CHANGE_CONDITION_INFORMATION;
        /// The rate that the visited network allows; kept as it came.
        optional serving_plmn_rate_control: Raw<'a> = SERVING_PLMN_RATE_CONTROL;
        /// The rate that the APN allows; kept as it came.
        optional apn_rate_control: Raw<'a> = APN_RATE_CONTROL;
        /// Whether the user switched data off.
        optional tgpp_ps_data_off_status: u32 = TGPP_PS_DATA_OFF_STATUS;
        /// How traffic to the user is steered.
        optional traffic_steering_policy_identifier_dl: &'a [u8] = TRAFFIC_STEERING_POLICY_IDENTIFIER_DL;
        /// How traffic from the user is steered.
        optional traffic_steering_policy_identifier_ul: &'a [u8] = TRAFFIC_STEERING_POLICY_IDENTIFIER_UL;
        /// The VoLTE call that the flow carries; kept as it came.
        optional volte_information: Raw<'a> = VOLTE_INFORMATION;
    }
}
