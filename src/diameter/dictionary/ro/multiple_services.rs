//! Multiple-Services-Credit-Control (RFC 8506 §8.16, TS 32.299 §7.2).

use super::avps::credit_control::{
    FINAL_UNIT_INDICATION, GRANTED_SERVICE_UNIT, GSU_POOL_REFERENCE, MULTIPLE_SERVICES_CREDIT_CONTROL,
    QOS_FINAL_UNIT_INDICATION, RATING_GROUP, REQUESTED_SERVICE_UNIT, SERVICE_IDENTIFIER, TARIFF_CHANGE_USAGE,
    USED_SERVICE_UNIT, VALIDITY_TIME,
};
use super::avps::quota::{
    AF_CORRELATION_INFORMATION, ANNOUNCEMENT_INFORMATION, ENVELOPE, ENVELOPE_REPORTING,
    PS_FURNISH_CHARGING_INFORMATION, QOS_INFORMATION, QUOTA_CONSUMPTION_TIME, QUOTA_HOLDING_TIME,
    REFUND_INFORMATION, RELATED_TRIGGER, REPORTING_REASON, SERVICE_SPECIFIC_INFO, TGPP_RAT_TYPE,
    TIME_QUOTA_MECHANISM, TIME_QUOTA_THRESHOLD, TRIGGER, UNIT_QUOTA_THRESHOLD, VOLUME_QUOTA_THRESHOLD,
};
use super::enums::{EnvelopeReporting, ReportingReason, TariffChangeUsage};
use super::final_unit::{FinalUnitIndication, QosFinalUnitIndication};
use super::quota::{
    AfCorrelationInformation, AnnouncementInformation, Envelope, PsFurnishChargingInformation,
    QosInformation, ServiceSpecificInfo, TimeQuotaMechanism, Trigger,
};
use super::units::{GrantedServiceUnit, GsuPoolReference, RequestedServiceUnit, UsedServiceUnit};
use crate::diameter::codec::ResultCode;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::RESULT_CODE;
use crate::diameter::dictionary::grammar::group;

group! {
    /// Multiple-Services-Credit-Control: one service or rating group, asked for, granted and used. SMFs that rate by bearer name neither.
    ///
    /// ```text
    /// Multiple-Services-Credit-Control ::= < AVP Header: 456 >
    ///     [ Granted-Service-Unit ]
    ///     [ Requested-Service-Unit ]
    ///   * [ Used-Service-Unit ]
    ///     [ Tariff-Change-Usage ]
    ///   * [ Service-Identifier ]
    ///     [ Rating-Group ]
    ///   * [ G-S-U-Pool-Reference ]
    ///     [ Validity-Time ]
    ///     [ Result-Code ]
    ///     [ Final-Unit-Indication ]
    ///     [ QoS-Final-Unit-Indication ]
    ///     [ Time-Quota-Threshold ]
    ///     [ Volume-Quota-Threshold ]
    ///     [ Unit-Quota-Threshold ]
    ///     [ Quota-Holding-Time ]
    ///     [ Quota-Consumption-Time ]
    ///   * [ Reporting-Reason ]
    ///     [ Trigger ]
    ///     [ PS-Furnish-Charging-Information ]
    ///     [ Refund-Information ]
    ///   * [ AF-Correlation-Information ]
    ///   * [ Envelope ]
    ///     [ Envelope-Reporting ]
    ///     [ Time-Quota-Mechanism ]
    ///   * [ Service-Specific-Info ]
    ///     [ QoS-Information ]
    ///   * [ Announcement-Information ]
    ///     [ 3GPP-RAT-Type ]
    ///     [ Related-Trigger ]
    ///   * [ AVP ]
    /// ```
    MultipleServicesCreditControl<'a> = MULTIPLE_SERVICES_CREDIT_CONTROL {
        /// Units that may be used.
        optional granted_service_unit: GrantedServiceUnit = GRANTED_SERVICE_UNIT;
        /// Units that are asked for; without members: as many as the server likes.
        optional requested_service_unit: RequestedServiceUnit = REQUESTED_SERVICE_UNIT;
        /// Units used since the last report.
        any used_service_unit: UsedServiceUnit = USED_SERVICE_UNIT;
        /// Before the change of tariff or after it.
        optional tariff_change_usage: TariffChangeUsage = TARIFF_CHANGE_USAGE;
        /// The service.
        any service_identifier: u32 = SERVICE_IDENTIFIER;
        /// Services that cost the same.
        optional rating_group: u32 = RATING_GROUP;
        /// The pool that the grant draws from.
        any gsu_pool_reference: GsuPoolReference = GSU_POOL_REFERENCE;
        /// Seconds that the grant is good for.
        optional validity_time: u32 = VALIDITY_TIME;
        /// What became of this service.
        optional result_code: ResultCode = RESULT_CODE;
        /// What follows when the units are used up, as they are the last.
        optional final_unit_indication: FinalUnitIndication<'a> = FINAL_UNIT_INDICATION;
        /// What follows when the last units are used up, with rules for quality.
        optional qos_final_unit_indication: QosFinalUnitIndication<'a> = QOS_FINAL_UNIT_INDICATION;
        /// Ask again when so many seconds are left.
        optional time_quota_threshold: u32 = TIME_QUOTA_THRESHOLD;
        /// Ask again when so many octets are left.
        optional volume_quota_threshold: u32 = VOLUME_QUOTA_THRESHOLD;
        /// Ask again when so many units are left.
        optional unit_quota_threshold: u32 = UNIT_QUOTA_THRESHOLD;
        /// Seconds without traffic after which the quota is given back; 0: never.
        optional quota_holding_time: u32 = QUOTA_HOLDING_TIME;
        /// Seconds without traffic during which time still counts.
        optional quota_consumption_time: u32 = QUOTA_CONSUMPTION_TIME;
        /// Why usage is reported.
        any reporting_reason: ReportingReason = REPORTING_REASON;
        /// Changes after which the client asks again; without members: none.
        optional trigger: Trigger = TRIGGER;
        /// What the server wants in the gateway's records.
        optional ps_furnish_charging_information: PsFurnishChargingInformation<'a> = PS_FURNISH_CHARGING_INFORMATION;
        /// What the server wants back with a refund.
        optional refund_information: &'a [u8] = REFUND_INFORMATION;
        /// The application's flows that the usage belongs to.
        any af_correlation_information: AfCorrelationInformation<'a> = AF_CORRELATION_INFORMATION;
        /// A stretch of use.
        any envelope: Envelope = ENVELOPE;
        /// Whether envelopes are reported.
        optional envelope_reporting: EnvelopeReporting = ENVELOPE_REPORTING;
        /// How time is counted.
        optional time_quota_mechanism: TimeQuotaMechanism = TIME_QUOTA_MECHANISM;
        /// A value that the service defines.
        any service_specific_info: ServiceSpecificInfo<'a> = SERVICE_SPECIFIC_INFO;
        /// Quality of service (TS 29.212 §5.3.16).
        optional qos_information: QosInformation<'a> = QOS_INFORMATION;
        /// An announcement to play.
        any announcement_information: AnnouncementInformation<'a> = ANNOUNCEMENT_INFORMATION;
        /// The radio access, an octet of TS 29.061 §16.4.7.2.
        optional tgpp_rat_type: &'a [u8] = TGPP_RAT_TYPE;
        /// Changes that came with another, kept as they came.
        optional related_trigger: Raw<'a> = RELATED_TRIGGER;
    }
}
