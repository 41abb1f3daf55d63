//! Service units and money (RFC 8506 §8.7 to §8.27).

use super::avps::credit_control::{
    CC_INPUT_OCTETS, CC_MONEY, CC_OUTPUT_OCTETS, CC_SERVICE_SPECIFIC_UNITS, CC_TIME, CC_TOTAL_OCTETS,
    CC_UNIT_TYPE, COST_INFORMATION, COST_UNIT, CURRENCY_CODE, EXPONENT, GRANTED_SERVICE_UNIT,
    GSU_POOL_IDENTIFIER, GSU_POOL_REFERENCE, REQUESTED_SERVICE_UNIT, TARIFF_CHANGE_USAGE, TARIFF_TIME_CHANGE,
    UNIT_VALUE, USED_SERVICE_UNIT, VALUE_DIGITS,
};
use super::avps::quota::{EVENT_CHARGING_TIME_STAMP, REMAINING_BALANCE, REPORTING_REASON};
use super::enums::{CcUnitType, ReportingReason, TariffChangeUsage};
use crate::diameter::dictionary::grammar::group;
use crate::types::Timestamp;

group! {
    /// Unit-Value: digits × 10^exponent (§8.8). Never floating point.
    ///
    /// ```text
    /// Unit-Value ::= < AVP Header: 445 >
    ///     { Value-Digits }
    ///     [ Exponent ]
    ///   * [ AVP ]
    /// ```
    UnitValue<> = UNIT_VALUE {
        /// The significant digits.
        required value_digits: i64 = VALUE_DIGITS;
        /// The power of ten that the digits are multiplied by.
        optional exponent: i32 = EXPONENT;
    }
}

impl Copy for UnitValue {}

group! {
    /// CC-Money: an amount of money (§8.22).
    ///
    /// ```text
    /// CC-Money ::= < AVP Header: 413 >
    ///     { Unit-Value }
    ///     [ Currency-Code ]
    ///   * [ AVP ]
    /// ```
    CcMoney<> = CC_MONEY {
        /// Digits and an exponent.
        required unit_value: UnitValue = UNIT_VALUE;
        /// The currency, a number of ISO 4217.
        optional currency_code: u32 = CURRENCY_CODE;
    }
}

impl Copy for CcMoney {}

group! {
    /// Granted-Service-Unit: units that may be used (§8.17).
    ///
    /// ```text
    /// Granted-Service-Unit ::= < AVP Header: 431 >
    ///     [ Tariff-Time-Change ]
    ///     [ CC-Time ]
    ///     [ CC-Money ]
    ///     [ CC-Total-Octets ]
    ///     [ CC-Input-Octets ]
    ///     [ CC-Output-Octets ]
    ///     [ CC-Service-Specific-Units ]
    ///   * [ AVP ]
    /// ```
    GrantedServiceUnit<> = GRANTED_SERVICE_UNIT {
        /// When the next tariff begins.
        optional tariff_time_change: Timestamp = TARIFF_TIME_CHANGE;
        /// Seconds.
        optional cc_time: u32 = CC_TIME;
        /// An amount of money.
        optional cc_money: CcMoney = CC_MONEY;
        /// Octets in both directions.
        optional cc_total_octets: u64 = CC_TOTAL_OCTETS;
        /// Octets from the user.
        optional cc_input_octets: u64 = CC_INPUT_OCTETS;
        /// Octets to the user.
        optional cc_output_octets: u64 = CC_OUTPUT_OCTETS;
        /// Units of the service, as messages.
        optional cc_service_specific_units: u64 = CC_SERVICE_SPECIFIC_UNITS;
    }
}

impl Copy for GrantedServiceUnit {}

group! {
    /// Requested-Service-Unit: units that are asked for (§8.18). Without members it still asks: how much is up to the server. An absent one only reports usage.
    ///
    /// ```text
    /// Requested-Service-Unit ::= < AVP Header: 437 >
    ///     [ CC-Time ]
    ///     [ CC-Money ]
    ///     [ CC-Total-Octets ]
    ///     [ CC-Input-Octets ]
    ///     [ CC-Output-Octets ]
    ///     [ CC-Service-Specific-Units ]
    ///   * [ AVP ]
    /// ```
    RequestedServiceUnit<> = REQUESTED_SERVICE_UNIT {
        /// Seconds.
        optional cc_time: u32 = CC_TIME;
        /// An amount of money.
        optional cc_money: CcMoney = CC_MONEY;
        /// Octets in both directions.
        optional cc_total_octets: u64 = CC_TOTAL_OCTETS;
        /// Octets from the user.
        optional cc_input_octets: u64 = CC_INPUT_OCTETS;
        /// Octets to the user.
        optional cc_output_octets: u64 = CC_OUTPUT_OCTETS;
        /// Units of the service, as messages.
        optional cc_service_specific_units: u64 = CC_SERVICE_SPECIFIC_UNITS;
    }
}

impl Copy for RequestedServiceUnit {}

group! {
    /// Used-Service-Unit: units used since the last report (§8.19); TS 32.299 adds why it is reported, and when events were.
    ///
    /// ```text
    /// Used-Service-Unit ::= < AVP Header: 446 >
    ///     [ Tariff-Change-Usage ]
    ///     [ CC-Time ]
    ///     [ CC-Money ]
    ///     [ CC-Total-Octets ]
    ///     [ CC-Input-Octets ]
    ///     [ CC-Output-Octets ]
    ///     [ CC-Service-Specific-Units ]
    ///     [ Reporting-Reason ]
    ///   * [ Event-Charging-TimeStamp ]
    ///   * [ AVP ]
    /// ```
    UsedServiceUnit<> = USED_SERVICE_UNIT {
        /// Before the change of tariff or after it.
        optional tariff_change_usage: TariffChangeUsage = TARIFF_CHANGE_USAGE;
        /// Seconds.
        optional cc_time: u32 = CC_TIME;
        /// An amount of money.
        optional cc_money: CcMoney = CC_MONEY;
        /// Octets in both directions.
        optional cc_total_octets: u64 = CC_TOTAL_OCTETS;
        /// Octets from the user.
        optional cc_input_octets: u64 = CC_INPUT_OCTETS;
        /// Octets to the user.
        optional cc_output_octets: u64 = CC_OUTPUT_OCTETS;
        /// Units of the service, as messages.
        optional cc_service_specific_units: u64 = CC_SERVICE_SPECIFIC_UNITS;
        /// Why usage is reported.
        optional reporting_reason: ReportingReason = REPORTING_REASON;
        /// When an event was.
        any event_charging_time_stamp: Timestamp = EVENT_CHARGING_TIME_STAMP;
    }
}

group! {
    /// G-S-U-Pool-Reference: the pool that a grant draws from, and at which rate (§8.30).
    ///
    /// ```text
    /// G-S-U-Pool-Reference ::= < AVP Header: 457 >
    ///     { G-S-U-Pool-Identifier }
    ///     { CC-Unit-Type }
    ///     { Unit-Value }
    ///   * [ AVP ]
    /// ```
    GsuPoolReference<> = GSU_POOL_REFERENCE {
        /// The pool.
        required gsu_pool_identifier: u32 = GSU_POOL_IDENTIFIER;
        /// The unit.
        required cc_unit_type: CcUnitType = CC_UNIT_TYPE;
        /// Digits and an exponent.
        required unit_value: UnitValue = UNIT_VALUE;
    }
}

impl Copy for GsuPoolReference {}

group! {
    /// Cost-Information: what the service costs (§8.7).
    ///
    /// ```text
    /// Cost-Information ::= < AVP Header: 423 >
    ///     { Unit-Value }
    ///     { Currency-Code }
    ///     [ Cost-Unit ]
    ///   * [ AVP ]
    /// ```
    CostInformation<'a> = COST_INFORMATION {
        /// Digits and an exponent.
        required unit_value: UnitValue = UNIT_VALUE;
        /// The currency, a number of ISO 4217.
        required currency_code: u32 = CURRENCY_CODE;
        /// What the cost is for, as `minute`.
        optional cost_unit: &'a str = COST_UNIT;
    }
}

group! {
    /// Remaining-Balance: what is left on the account (TS 32.299 §7.2).
    ///
    /// ```text
    /// Remaining-Balance ::= < AVP Header: 2021 10415 >
    ///     { Unit-Value }
    ///     { Currency-Code }
    ///   * [ AVP ]
    /// ```
    RemainingBalance<> = REMAINING_BALANCE {
        /// Digits and an exponent.
        required unit_value: UnitValue = UNIT_VALUE;
        /// The currency, a number of ISO 4217.
        required currency_code: u32 = CURRENCY_CODE;
    }
}

impl Copy for RemainingBalance {}

/// Amounts of every unit that a grant, a request or a report can be of, as integers. Absent is not zero: zero units granted are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Units {
    /// Seconds.
    pub time: Option<u32>,
    /// Money.
    pub money: Option<CcMoney>,
    /// Octets in both directions, as the client or server adds them up.
    pub total_octets: Option<u64>,
    /// Octets from the user.
    pub input_octets: Option<u64>,
    /// Octets to the user.
    pub output_octets: Option<u64>,
    /// Units of the service.
    pub service_specific: Option<u64>,
}

impl Units {
    /// Octets in both directions: those that are told as a sum, or else those of each direction added up, as Open5GS' have to be. At most [`u64::MAX`].
    pub fn octets(&self) -> Option<u64> {
        match (self.total_octets, self.input_octets, self.output_octets) {
            (Some(total), ..) => Some(total),
            (None, None, None) => None,
            (None, input, output) => Some(input.unwrap_or(0).saturating_add(output.unwrap_or(0))),
        }
    }

    /// True where no unit is named: a request for as much as the server likes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

macro_rules! units {
    ($($type:ident { $($more:tt)* }),*) => {$(
        impl $type {
            /// The amounts.
            pub fn units(&self) -> Units {
                Units {
                    time: self.cc_time,
                    money: self.cc_money,
                    total_octets: self.cc_total_octets,
                    input_octets: self.cc_input_octets,
                    output_octets: self.cc_output_octets,
                    service_specific: self.cc_service_specific_units,
                }
            }
        }

        impl From<Units> for $type {
            fn from(units: Units) -> Self {
                Self {
                    cc_time: units.time,
                    cc_money: units.money,
                    cc_total_octets: units.total_octets,
                    cc_input_octets: units.input_octets,
                    cc_output_octets: units.output_octets,
                    cc_service_specific_units: units.service_specific,
                    $($more)*
                }
            }
        }
    )*};
}
units!(
    GrantedServiceUnit { tariff_time_change: None },
    RequestedServiceUnit {},
    UsedServiceUnit {
        tariff_change_usage: None,
        reporting_reason: None,
        event_charging_time_stamp: Vec::new()
    }
);
