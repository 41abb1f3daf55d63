//! Advice of charge (TS 32.280, TS 32.299 §7.2).

use super::avps::credit_control::{
    CC_UNIT_TYPE, CURRENCY_CODE, EXPONENT, TARIFF_TIME_CHANGE, UNIT_VALUE, VALUE_DIGITS,
};
use super::avps::quota::UNIT_QUOTA_THRESHOLD;
use super::avps::tariff::{
    ACCUMULATED_COST, AOC_COST_INFORMATION, AOC_FORMAT, AOC_INFORMATION, AOC_SERVICE,
    AOC_SERVICE_OBLIGATORY_TYPE, AOC_SERVICE_TYPE, AOC_SUBSCRIPTION_INFORMATION, CHARGE_REASON_CODE,
    CURRENT_TARIFF, INCREMENTAL_COST, NEXT_TARIFF, PREFERRED_AOC_CURRENCY, RATE_ELEMENT,
    REAL_TIME_TARIFF_INFORMATION, SCALE_FACTOR, TARIFF_INFORMATION, TARIFF_XML, UNIT_COST,
};
use super::enums::{CcUnitType, ChargeReasonCode};
use super::units::UnitValue;
use crate::diameter::dictionary::grammar::group;
use crate::types::Timestamp;

group! {
    /// AoC-Information: advice of charge.
    ///
    /// ```text
    /// AoC-Information ::= < AVP Header: 2054 10415 >
    ///     [ AoC-Cost-Information ]
    ///     [ Tariff-Information ]
    ///     [ AoC-Subscription-Information ]
    ///   * [ AVP ]
    /// ```
    AocInformation<> = AOC_INFORMATION {
        /// Costs.
        optional aoc_cost_information: AocCostInformation = AOC_COST_INFORMATION;
        /// The tariff, and the next.
        optional tariff_information: TariffInformation = TARIFF_INFORMATION;
        /// What the user subscribed to.
        optional aoc_subscription_information: AocSubscriptionInformation = AOC_SUBSCRIPTION_INFORMATION;
    }
}

group! {
    /// AoC-Cost-Information: what was spent.
    ///
    /// ```text
    /// AoC-Cost-Information ::= < AVP Header: 2053 10415 >
    ///     [ Accumulated-Cost ]
    ///   * [ Incremental-Cost ]
    ///     [ Currency-Code ]
    ///   * [ AVP ]
    /// ```
    AocCostInformation<> = AOC_COST_INFORMATION {
        /// The cost so far.
        optional accumulated_cost: AccumulatedCost = ACCUMULATED_COST;
        /// The cost since the last advice.
        any incremental_cost: IncrementalCost = INCREMENTAL_COST;
        /// The currency, a number of ISO 4217.
        optional currency_code: u32 = CURRENCY_CODE;
    }
}

group! {
    /// Accumulated-Cost: the cost so far: digits × 10^exponent.
    ///
    /// ```text
    /// Accumulated-Cost ::= < AVP Header: 2052 10415 >
    ///     { Value-Digits }
    ///     [ Exponent ]
    ///   * [ AVP ]
    /// ```
    AccumulatedCost<> = ACCUMULATED_COST {
        /// The significant digits.
        required value_digits: i64 = VALUE_DIGITS;
        /// The power of ten that the digits are multiplied by.
        optional exponent: i32 = EXPONENT;
    }
}

impl Copy for AccumulatedCost {}

group! {
    /// Incremental-Cost: the cost since the last advice: digits × 10^exponent.
    ///
    /// ```text
    /// Incremental-Cost ::= < AVP Header: 2062 10415 >
    ///     { Value-Digits }
    ///     [ Exponent ]
    ///   * [ AVP ]
    /// ```
    IncrementalCost<> = INCREMENTAL_COST {
        /// The significant digits.
        required value_digits: i64 = VALUE_DIGITS;
        /// The power of ten that the digits are multiplied by.
        optional exponent: i32 = EXPONENT;
    }
}

impl Copy for IncrementalCost {}

group! {
    /// Tariff-Information: the tariff, when it changes, and the next.
    ///
    /// ```text
    /// Tariff-Information ::= < AVP Header: 2060 10415 >
    ///     [ Current-Tariff ]
    ///     [ Tariff-Time-Change ]
    ///     [ Next-Tariff ]
    ///   * [ AVP ]
    /// ```
    TariffInformation<> = TARIFF_INFORMATION {
        /// The tariff now.
        optional current_tariff: CurrentTariff = CURRENT_TARIFF;
        /// When the next tariff begins.
        optional tariff_time_change: Timestamp = TARIFF_TIME_CHANGE;
        /// The tariff after the change.
        optional next_tariff: NextTariff = NEXT_TARIFF;
    }
}

group! {
    /// Current-Tariff: the tariff now.
    ///
    /// ```text
    /// Current-Tariff ::= < AVP Header: 2056 10415 >
    ///     [ Currency-Code ]
    ///     [ Scale-Factor ]
    ///   * [ Rate-Element ]
    ///   * [ AVP ]
    /// ```
    CurrentTariff<> = CURRENT_TARIFF {
        /// The currency, a number of ISO 4217.
        optional currency_code: u32 = CURRENCY_CODE;
        /// What all amounts are multiplied by.
        optional scale_factor: ScaleFactor = SCALE_FACTOR;
        /// A part of the tariff.
        any rate_element: RateElement = RATE_ELEMENT;
    }
}

group! {
    /// Next-Tariff: the tariff after the change.
    ///
    /// ```text
    /// Next-Tariff ::= < AVP Header: 2057 10415 >
    ///     [ Currency-Code ]
    ///     [ Scale-Factor ]
    ///   * [ Rate-Element ]
    ///   * [ AVP ]
    /// ```
    NextTariff<> = NEXT_TARIFF {
        /// The currency, a number of ISO 4217.
        optional currency_code: u32 = CURRENCY_CODE;
        /// What all amounts are multiplied by.
        optional scale_factor: ScaleFactor = SCALE_FACTOR;
        /// A part of the tariff.
        any rate_element: RateElement = RATE_ELEMENT;
    }
}

group! {
    /// Scale-Factor: what all amounts are multiplied by: digits × 10^exponent.
    ///
    /// ```text
    /// Scale-Factor ::= < AVP Header: 2059 10415 >
    ///     { Value-Digits }
    ///     [ Exponent ]
    ///   * [ AVP ]
    /// ```
    ScaleFactor<> = SCALE_FACTOR {
        /// The significant digits.
        required value_digits: i64 = VALUE_DIGITS;
        /// The power of ten that the digits are multiplied by.
        optional exponent: i32 = EXPONENT;
    }
}

impl Copy for ScaleFactor {}

group! {
    /// Rate-Element: a part of the tariff: so much for so many units.
    ///
    /// ```text
    /// Rate-Element ::= < AVP Header: 2058 10415 >
    ///     { CC-Unit-Type }
    ///     [ Charge-Reason-Code ]
    ///     [ Unit-Value ]
    ///     [ Unit-Cost ]
    ///     [ Unit-Quota-Threshold ]
    ///   * [ AVP ]
    /// ```
    RateElement<> = RATE_ELEMENT {
        /// The unit.
        required cc_unit_type: CcUnitType = CC_UNIT_TYPE;
        /// What the part of the tariff is for.
        optional charge_reason_code: ChargeReasonCode = CHARGE_REASON_CODE;
        /// Digits and an exponent.
        optional unit_value: UnitValue = UNIT_VALUE;
        /// The cost of a unit.
        optional unit_cost: UnitCost = UNIT_COST;
        /// Ask again when so many units are left.
        optional unit_quota_threshold: u32 = UNIT_QUOTA_THRESHOLD;
    }
}

impl Copy for RateElement {}

group! {
    /// Unit-Cost: the cost of a unit: digits × 10^exponent.
    ///
    /// ```text
    /// Unit-Cost ::= < AVP Header: 2061 10415 >
    ///     { Value-Digits }
    ///     [ Exponent ]
    ///   * [ AVP ]
    /// ```
    UnitCost<> = UNIT_COST {
        /// The significant digits.
        required value_digits: i64 = VALUE_DIGITS;
        /// The power of ten that the digits are multiplied by.
        optional exponent: i32 = EXPONENT;
    }
}

impl Copy for UnitCost {}

group! {
    /// AoC-Subscription-Information: what the user subscribed to.
    ///
    /// ```text
    /// AoC-Subscription-Information ::= < AVP Header: 2314 10415 >
    ///   * [ AoC-Service ]
    ///     [ AoC-Format ]
    ///     [ Preferred-AoC-Currency ]
    ///   * [ AVP ]
    /// ```
    AocSubscriptionInformation<> = AOC_SUBSCRIPTION_INFORMATION {
        /// A subscribed service.
        any aoc_service: AocService = AOC_SERVICE;
        /// How the advice is given.
        optional aoc_format: u32 = AOC_FORMAT;
        /// The user's currency, a number of ISO 4217.
        optional preferred_aoc_currency: u32 = PREFERRED_AOC_CURRENCY;
    }
}

group! {
    /// AoC-Service: a subscribed service.
    ///
    /// ```text
    /// AoC-Service ::= < AVP Header: 2311 10415 >
    ///     [ AoC-Service-Obligatory-Type ]
    ///     [ AoC-Service-Type ]
    ///   * [ AVP ]
    /// ```
    AocService<> = AOC_SERVICE {
        /// Whether the advice binds.
        optional aoc_service_obligatory_type: u32 = AOC_SERVICE_OBLIGATORY_TYPE;
        /// Which service.
        optional aoc_service_type: u32 = AOC_SERVICE_TYPE;
    }
}

impl Copy for AocService {}

group! {
    /// Real-Time-Tariff-Information: the tariff as another network told it.
    ///
    /// ```text
    /// Real-Time-Tariff-Information ::= < AVP Header: 2305 10415 >
    ///     [ Tariff-Information ]
    ///     [ Tariff-XML ]
    ///   * [ AVP ]
    /// ```
    RealTimeTariffInformation<'a> = REAL_TIME_TARIFF_INFORMATION {
        /// The tariff, and the next.
        optional tariff_information: TariffInformation = TARIFF_INFORMATION;
        /// The tariff as XML of TS 29.658.
        optional tariff_xml: &'a str = TARIFF_XML;
    }
}
