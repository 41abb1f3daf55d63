//! Groups of charging, every member filled: quotas and money.

use super::ro::*;
use super::*;
use innkeeper::diameter::dictionary::base;
use innkeeper::diameter::dictionary::ro::{self, *};
use innkeeper::diameter::dictionary::tgpp::QosClassIdentifier;

pub(super) fn unit_value() -> UnitValue {
    UnitValue { value_digits: -12345, exponent: Some(-2) }
}

pub(super) fn cc_money() -> CcMoney {
    CcMoney { unit_value: unit_value(), currency_code: Some(30) }
}

pub(super) fn granted_service_unit() -> GrantedServiceUnit {
    GrantedServiceUnit {
        tariff_time_change: Some(WHEN),
        cc_time: Some(30),
        cc_money: Some(cc_money()),
        cc_total_octets: Some(1 << 33),
        cc_input_octets: Some(1 << 33),
        cc_output_octets: Some(1 << 33),
        cc_service_specific_units: Some(1 << 33),
    }
}

pub(super) fn requested_service_unit() -> RequestedServiceUnit {
    RequestedServiceUnit {
        cc_time: Some(30),
        cc_money: Some(cc_money()),
        cc_total_octets: Some(1 << 33),
        cc_input_octets: Some(1 << 33),
        cc_output_octets: Some(1 << 33),
        cc_service_specific_units: Some(1 << 33),
    }
}

pub(super) fn used_service_unit() -> UsedServiceUnit {
    UsedServiceUnit {
        tariff_change_usage: Some(TariffChangeUsage::UNIT_BEFORE_TARIFF_CHANGE),
        cc_time: Some(30),
        cc_money: Some(cc_money()),
        cc_total_octets: Some(1 << 33),
        cc_input_octets: Some(1 << 33),
        cc_output_octets: Some(1 << 33),
        cc_service_specific_units: Some(1 << 33),
        reporting_reason: Some(ReportingReason::THRESHOLD),
        event_charging_time_stamp: vec![WHEN, WHEN],
    }
}

pub(super) fn gsu_pool_reference() -> GsuPoolReference {
    GsuPoolReference { gsu_pool_identifier: 30, cc_unit_type: CcUnitType::TIME, unit_value: unit_value() }
}

pub(super) fn cost_information() -> CostInformation<'static> {
    CostInformation { unit_value: unit_value(), currency_code: 30, cost_unit: Some("text") }
}

pub(super) fn remaining_balance() -> RemainingBalance {
    RemainingBalance { unit_value: unit_value(), currency_code: 30 }
}

pub(super) fn final_unit_indication() -> FinalUnitIndication<'static> {
    FinalUnitIndication {
        final_unit_action: FinalUnitAction::TERMINATE,
        restriction_filter_rule: vec!["permit out ip from any to any"],
        filter_id: vec!["text", "text"],
        redirect_server: Some(redirect_server()),
    }
}

pub(super) fn redirect_server() -> RedirectServer<'static> {
    RedirectServer {
        redirect_address_type: RedirectAddressType::IPV4_ADDRESS,
        redirect_server_address: "text",
    }
}

pub(super) fn qos_final_unit_indication() -> QosFinalUnitIndication<'static> {
    QosFinalUnitIndication {
        final_unit_action: FinalUnitAction::TERMINATE,
        filter_rule: vec![raw(&base::avps::FILTER_RULE)],
        filter_id: vec!["text", "text"],
        redirect_server_extension: Some(redirect_server_extension()),
    }
}

pub(super) fn redirect_server_extension() -> RedirectServerExtension<'static> {
    RedirectServerExtension {
        redirect_address_ip_address: Some(ADDRESS),
        redirect_address_url: Some("text"),
        redirect_address_sip_uri: Some("text"),
    }
}

pub(super) fn subscription_id_extension() -> SubscriptionIdExtension<'static> {
    SubscriptionIdExtension {
        subscription_id_e164: Some("text"),
        subscription_id_imsi: Some("text"),
        subscription_id_sip_uri: Some("text"),
        subscription_id_nai: Some("text"),
        subscription_id_private: Some("text"),
    }
}

pub(super) fn user_equipment_info() -> UserEquipmentInfo<'static> {
    UserEquipmentInfo {
        user_equipment_info_type: UserEquipmentInfoType::IMEISV,
        user_equipment_info_value: b"3560920407930112",
    }
}

pub(super) fn user_equipment_info_extension() -> UserEquipmentInfoExtension<'static> {
    UserEquipmentInfoExtension {
        user_equipment_info_imeisv: Some(&[1, 2, 3]),
        user_equipment_info_mac: Some(&[1, 2, 3]),
        user_equipment_info_eui64: Some(&[1, 2, 3]),
        user_equipment_info_modified_eui64: Some(&[1, 2, 3]),
        user_equipment_info_imei: Some(&[1, 2, 3]),
    }
}

pub(super) fn service_parameter_info() -> ServiceParameterInfo<'static> {
    ServiceParameterInfo { service_parameter_type: 30, service_parameter_value: &[1, 2, 3] }
}

pub(super) fn multiple_services_credit_control() -> MultipleServicesCreditControl<'static> {
    MultipleServicesCreditControl {
        granted_service_unit: Some(granted_service_unit()),
        requested_service_unit: Some(requested_service_unit()),
        used_service_unit: vec![used_service_unit(), used_service_unit()],
        tariff_change_usage: Some(TariffChangeUsage::UNIT_BEFORE_TARIFF_CHANGE),
        service_identifier: vec![30, 30],
        rating_group: Some(30),
        gsu_pool_reference: vec![gsu_pool_reference(), gsu_pool_reference()],
        validity_time: Some(30),
        result_code: Some(ResultCode::SUCCESS),
        final_unit_indication: Some(final_unit_indication()),
        qos_final_unit_indication: Some(qos_final_unit_indication()),
        time_quota_threshold: Some(30),
        volume_quota_threshold: Some(30),
        unit_quota_threshold: Some(30),
        quota_holding_time: Some(30),
        quota_consumption_time: Some(30),
        reporting_reason: vec![ReportingReason::THRESHOLD],
        trigger: Some(trigger()),
        ps_furnish_charging_information: Some(ps_furnish_charging_information()),
        refund_information: Some(&[1, 2, 3]),
        af_correlation_information: vec![af_correlation_information()],
        envelope: vec![envelope(), envelope()],
        envelope_reporting: Some(EnvelopeReporting::DO_NOT_REPORT_ENVELOPES),
        time_quota_mechanism: Some(time_quota_mechanism()),
        service_specific_info: vec![service_specific_info(), service_specific_info()],
        qos_information: Some(qos_information()),
        announcement_information: vec![announcement_information()],
        tgpp_rat_type: Some(&[6]),
        related_trigger: Some(raw(&ro::avps::quota::RELATED_TRIGGER)),
    }
}

pub(super) fn trigger() -> Trigger {
    Trigger { trigger_type: vec![75, 75] }
}

pub(super) fn ps_furnish_charging_information() -> PsFurnishChargingInformation<'static> {
    PsFurnishChargingInformation {
        tgpp_charging_id: &[0, 0, 0, 1],
        ps_free_format_data: &[1, 2, 3],
        ps_append_free_format_data: Some(1),
    }
}

pub(super) fn af_correlation_information() -> AfCorrelationInformation<'static> {
    AfCorrelationInformation { af_charging_identifier: &[1, 2, 3], flows: vec![flows(), flows()] }
}

pub(super) fn flows() -> Flows {
    Flows {
        media_component_number: 30,
        flow_number: vec![30, 30],
        final_unit_action: Some(FinalUnitAction::TERMINATE),
    }
}

pub(super) fn envelope() -> Envelope {
    Envelope {
        envelope_start_time: WHEN,
        envelope_end_time: Some(WHEN),
        cc_total_octets: Some(1 << 33),
        cc_input_octets: Some(1 << 33),
        cc_output_octets: Some(1 << 33),
        cc_service_specific_units: Some(1 << 33),
    }
}

pub(super) fn time_quota_mechanism() -> TimeQuotaMechanism {
    TimeQuotaMechanism { time_quota_type: TimeQuotaType::DISCRETE_TIME_PERIOD, base_time_interval: 30 }
}

pub(super) fn service_specific_info() -> ServiceSpecificInfo<'static> {
    ServiceSpecificInfo { service_specific_data: Some("text"), service_specific_type: Some(30) }
}

pub(super) fn qos_information() -> QosInformation<'static> {
    QosInformation {
        qos_class_identifier: Some(QosClassIdentifier::QCI_1),
        max_requested_bandwidth_ul: Some(30),
        max_requested_bandwidth_dl: Some(30),
        guaranteed_bitrate_ul: Some(30),
        guaranteed_bitrate_dl: Some(30),
        bearer_identifier: Some(&[1, 2, 3]),
        allocation_retention_priority: Some(allocation_retention_priority()),
        apn_aggregate_max_bitrate_ul: Some(30),
        apn_aggregate_max_bitrate_dl: Some(30),
    }
}

pub(super) fn announcement_information() -> AnnouncementInformation<'static> {
    AnnouncementInformation {
        announcement_identifier: 30,
        variable_part: vec![variable_part(), variable_part()],
        time_indicator: Some(30),
        quota_indicator: Some(1),
        announcement_order: Some(30),
        play_alternative: Some(1),
        privacy_indicator: Some(1),
        language: Some("text"),
    }
}

pub(super) fn variable_part() -> VariablePart<'static> {
    VariablePart { variable_part_order: Some(30), variable_part_type: 30, variable_part_value: "text" }
}

pub(super) fn aoc_information() -> AocInformation {
    AocInformation {
        aoc_cost_information: Some(aoc_cost_information()),
        tariff_information: Some(tariff_information()),
        aoc_subscription_information: Some(aoc_subscription_information()),
    }
}

pub(super) fn aoc_cost_information() -> AocCostInformation {
    AocCostInformation {
        accumulated_cost: Some(accumulated_cost()),
        incremental_cost: vec![incremental_cost(), incremental_cost()],
        currency_code: Some(30),
    }
}

pub(super) fn accumulated_cost() -> AccumulatedCost {
    AccumulatedCost { value_digits: -12345, exponent: Some(-2) }
}

pub(super) fn incremental_cost() -> IncrementalCost {
    IncrementalCost { value_digits: -12345, exponent: Some(-2) }
}

pub(super) fn tariff_information() -> TariffInformation {
    TariffInformation {
        current_tariff: Some(current_tariff()),
        tariff_time_change: Some(WHEN),
        next_tariff: Some(next_tariff()),
    }
}

pub(super) fn current_tariff() -> CurrentTariff {
    CurrentTariff {
        currency_code: Some(30),
        scale_factor: Some(scale_factor()),
        rate_element: vec![rate_element(), rate_element()],
    }
}

pub(super) fn next_tariff() -> NextTariff {
    NextTariff {
        currency_code: Some(30),
        scale_factor: Some(scale_factor()),
        rate_element: vec![rate_element(), rate_element()],
    }
}

pub(super) fn scale_factor() -> ScaleFactor {
    ScaleFactor { value_digits: -12345, exponent: Some(-2) }
}

pub(super) fn rate_element() -> RateElement {
    RateElement {
        cc_unit_type: CcUnitType::TIME,
        charge_reason_code: Some(ChargeReasonCode::UNKNOWN),
        unit_value: Some(unit_value()),
        unit_cost: Some(unit_cost()),
        unit_quota_threshold: Some(30),
    }
}

pub(super) fn unit_cost() -> UnitCost {
    UnitCost { value_digits: -12345, exponent: Some(-2) }
}

pub(super) fn aoc_subscription_information() -> AocSubscriptionInformation {
    AocSubscriptionInformation {
        aoc_service: vec![aoc_service(), aoc_service()],
        aoc_format: Some(2),
        preferred_aoc_currency: Some(30),
    }
}

pub(super) fn aoc_service() -> AocService {
    AocService { aoc_service_obligatory_type: Some(1), aoc_service_type: Some(3) }
}

pub(super) fn real_time_tariff_information() -> RealTimeTariffInformation<'static> {
    RealTimeTariffInformation { tariff_information: Some(tariff_information()), tariff_xml: Some("text") }
}
