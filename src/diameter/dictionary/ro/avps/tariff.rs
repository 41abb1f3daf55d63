//! AVPs of advice of charge (TS 32.280, TS 32.299 §7.2).

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::TGPP;
use crate::diameter::dictionary::grammar::avps;
use crate::diameter::dictionary::ro::enums::ChargeReasonCode;

avps! {
    /// The cost so far.
    ACCUMULATED_COST: "Accumulated-Cost" = 2052, TGPP, M, Grouped;
    /// Costs.
    AOC_COST_INFORMATION: "AoC-Cost-Information" = 2053, TGPP, M, Grouped;
    /// Advice of charge.
    AOC_INFORMATION: "AoC-Information" = 2054, TGPP, M, Grouped;
    /// The tariff now.
    CURRENT_TARIFF: "Current-Tariff" = 2056, TGPP, M, Grouped;
    /// The tariff after the change.
    NEXT_TARIFF: "Next-Tariff" = 2057, TGPP, M, Grouped;
    /// A part of the tariff.
    RATE_ELEMENT: "Rate-Element" = 2058, TGPP, M, Grouped;
    /// What all amounts are multiplied by.
    SCALE_FACTOR: "Scale-Factor" = 2059, TGPP, M, Grouped;
    /// The tariff, and the next.
    TARIFF_INFORMATION: "Tariff-Information" = 2060, TGPP, M, Grouped;
    /// The cost of a unit.
    UNIT_COST: "Unit-Cost" = 2061, TGPP, M, Grouped;
    /// The cost since the last advice.
    INCREMENTAL_COST: "Incremental-Cost" = 2062, TGPP, M, Grouped;
    /// What the part of the tariff is for.
    CHARGE_REASON_CODE: "Charge-Reason-Code" = 2118, TGPP, M, Enumerated(ChargeReasonCode::NAMES);
    /// The tariff as another network told it.
    REAL_TIME_TARIFF_INFORMATION: "Real-Time-Tariff-Information" = 2305, TGPP, M, Grouped;
    /// The tariff as XML of TS 29.658.
    TARIFF_XML: "Tariff-XML" = 2306, TGPP, M, Utf8String;
    /// How the advice is given.
    AOC_FORMAT: "AoC-Format" = 2310, TGPP, M, Enumerated(&[(0, "MONETARY"), (1, "NON_MONETARY"), (2, "CAI")]);
    /// A subscribed service.
    AOC_SERVICE: "AoC-Service" = 2311, TGPP, M, Grouped;
    /// Whether the advice binds.
    AOC_SERVICE_OBLIGATORY_TYPE: "AoC-Service-Obligatory-Type" = 2312, TGPP, M, Enumerated(&[(0, "NON_BINDING"), (1, "BINDING")]);
    /// Which service.
    AOC_SERVICE_TYPE: "AoC-Service-Type" = 2313, TGPP, M, Enumerated(&[(0, "NONE"), (1, "AOC-S"), (2, "AOC-D"), (3, "AOC-E")]);
    /// What the user subscribed to.
    AOC_SUBSCRIPTION_INFORMATION: "AoC-Subscription-Information" = 2314, TGPP, M, Grouped;
    /// The user's currency, a number of ISO 4217.
    PREFERRED_AOC_CURRENCY: "Preferred-AoC-Currency" = 2315, TGPP, M, Unsigned32;
}
