//! Money: whole numbers of a currency's minor unit, and how they are written.

use super::Currency;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in minor units of some currency (cents of EUR), signed. Which currency is said beside it, once for many amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

/// An amount as Diameter's Unit-Value carries it: `digits` × 10^`exponent` (RFC 8506 §8.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitValue {
    /// Value-Digits (AVP 447).
    pub digits: i64,
    /// Exponent (AVP 429); zero where it is absent.
    pub exponent: i32,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The sum, if it fits.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, if it fits.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// As much with the other sign, if it fits.
    pub const fn checked_neg(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(negative) => Some(Self(negative)),
            None => None,
        }
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Reads `12.34 EUR`, `-0.5 EUR` or `7 JPY`.
    ///
    /// # Errors
    /// A sentence: no amount, no currency, more decimals than the currency has, more than fits.
    pub fn parse(text: &str) -> Result<(Self, Currency), String> {
        let Some((amount, code)) = text.trim().split_once(char::is_whitespace) else {
            let shown: String = text.chars().take(40).collect();
            return Err(format!("{shown:?} is no amount of money: write 12.34 EUR"));
        };
        let currency = Currency::parse(code.trim())?;
        Ok((Self::parse_amount(amount, currency)?, currency))
    }

    /// Reads `12.34`, an amount of this currency.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_amount(text: &str, currency: Currency) -> Result<Self, String> {
        let minor = decimal(text, currency.decimals().into()).map_err(|fault| match fault {
            NoDecimal::Malformed => {
                let shown: String = text.chars().take(40).collect();
                format!("{shown:?} is no amount: write digits, with a point before decimals")
            }
            NoDecimal::Fine => {
                format!("{text} has more decimals than {currency}, which has {}", currency.decimals())
            }
            NoDecimal::Large => format!("{text} is more than can be kept"),
        })?;
        i64::try_from(minor).map(Self).map_err(|_| format!("{text} is more than can be kept"))
    }

    /// How it is written: `12.34 EUR`.
    pub const fn shown(self, currency: Currency) -> Shown {
        Shown { money: self, currency }
    }

    /// For Diameter: all digits, and the currency's decimals as a negative exponent.
    pub fn unit_value(self, currency: Currency) -> UnitValue {
        UnitValue { digits: self.0, exponent: -i32::from(currency.decimals()) }
    }

    /// From Diameter.
    ///
    /// # Errors
    /// A sentence where it is no whole number of minor units, or does not fit.
    pub fn from_unit_value(value: UnitValue, currency: Currency) -> Result<Self, String> {
        let UnitValue { digits, exponent } = value;
        if digits == 0 {
            return Ok(Self::ZERO);
        }
        let large = || format!("{digits} times ten to the {exponent} is more than can be kept of {currency}");
        let shift = i64::from(exponent) + i64::from(currency.decimals());
        let power = u32::try_from(shift.unsigned_abs()).ok().and_then(|shift| 10_i64.checked_pow(shift));
        if shift >= 0 {
            return power.and_then(|power| digits.checked_mul(power)).map(Self).ok_or_else(large);
        }
        let exact = power.filter(|power| digits % power == 0);
        exact.map(|power| Self(digits / power)).ok_or_else(|| {
            format!(
                "{digits} times ten to the {exponent} has more decimals than {currency}, which has {}",
                currency.decimals()
            )
        })
    }
}

/// Why a text is no decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDecimal {
    /// It is none at all.
    Malformed,
    /// It has more decimals than are kept.
    Fine,
    /// It is too large.
    Large,
}

/// Reads a decimal number as a whole number of its last decimal: `1.5` with 3 decimals is 1500. There is no exponent, and no sign but a minus.
///
/// # Errors
/// What is wrong with it. Zeros past the last decimal are no mistake.
pub fn decimal(text: &str, decimals: usize) -> Result<i128, NoDecimal> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !sound(whole) || !sound(fraction) {
        return Err(NoDecimal::Malformed);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(NoDecimal::Fine);
    }
    let zeros = std::iter::repeat_n(b'0', decimals - fraction.len());
    let mut value: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()).chain(zeros) {
        let digit = i128::from(byte - b'0');
        value = value.checked_mul(10).and_then(|value| value.checked_add(digit)).ok_or(NoDecimal::Large)?;
    }
    Ok(if negative { -value } else { value })
}

/// Writes a whole number of a last decimal as a decimal number; at least `least` of the decimals are shown, of the others those that are not zeros at the end.
pub fn write_decimal(value: i128, decimals: usize, least: usize) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let kept = fraction.trim_end_matches('0').len().max(least.min(decimals));
    let sign = if value < 0 { "-" } else { "" };
    let point = if kept == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{}", &fraction[..kept])
}

/// Money as people write it.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    money: Money,
    currency: Currency,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = usize::from(self.currency.decimals());
        let amount = write_decimal(self.money.0.into(), decimals, decimals);
        f.pad(&format!("{amount} {}", self.currency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    #[test]
    fn vc_6_money_is_read_and_written_exactly() {
        for (text, minor, shown) in [
            ("12.34 EUR", 1234, "12.34 EUR"),
            ("-0.5 eur", -50, "-0.50 EUR"),
            ("7 JPY", 7, "7 JPY"),
            ("0.007 TND", 7, "0.007 TND"),
            ("1.2300 EUR", 123, "1.23 EUR"),
            ("92233720368547758.07 EUR", i64::MAX, "92233720368547758.07 EUR"),
        ] {
            let (money, currency) = Money::parse(text).unwrap();
            assert_eq!((money, money.shown(currency).to_string()), (Money(minor), shown.to_owned()));
        }
        for (text, said) in [
            ("12.345 EUR", "12.345 has more decimals than EUR, which has 2"),
            ("1.5 JPY", "1.5 has more decimals than JPY, which has 0"),
            ("92233720368547758.08 EUR", "92233720368547758.08 is more than can be kept"),
            ("9999999999999999999999999999999999999999999 EUR", "is more than can be kept"),
            ("12,34 EUR", "\"12,34\" is no amount"),
            (".5 EUR", "\".5\" is no amount"),
            ("5. EUR", "\"5.\" is no amount"),
            ("+5 EUR", "\"+5\" is no amount"),
            ("1e3 EUR", "\"1e3\" is no amount"),
            ("12.34", "\"12.34\" is no amount of money"),
            ("12.34 EURO", "\"EURO\" is no currency"),
        ] {
            let error = Money::parse(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
        assert_eq!(Money(i64::MAX).checked_add(Money(1)), None);
        assert_eq!(Money(i64::MIN).checked_sub(Money(1)), None);
        assert_eq!(Money(i64::MIN).checked_neg(), None);
        assert_eq!(Money(5).checked_sub(Money(7)), Some(Money(-2)));
    }

    /// RFC 8506 §8.8: exact, or refused.
    #[test]
    fn vc_6_unit_values_are_exact_or_refused() {
        let read = |digits, exponent| Money::from_unit_value(UnitValue { digits, exponent }, eur());
        assert_eq!(Money(1234).unit_value(eur()), UnitValue { digits: 1234, exponent: -2 });
        for (digits, exponent, minor) in [
            (1234, -2, 1234),
            (12, 0, 1200),
            (12_340, -3, 1234),
            (-5, 1, -5000),
            (0, i32::MIN, 0),
            (0, i32::MAX, 0),
        ] {
            assert_eq!(read(digits, exponent), Ok(Money(minor)), "{digits} {exponent}");
        }
        for (digits, exponent, said) in [
            (12_345, -3, "more decimals than EUR"),
            (1, i32::MIN, "more decimals"),
            (1, i32::MAX, "more than can be kept"),
            (i64::MAX, -1, "more than can be kept"),
            (i64::MIN, 17, "more than can be kept"),
        ] {
            let error = read(digits, exponent).unwrap_err();
            assert!(error.contains(said), "{digits} {exponent}: {error}");
        }
    }

    proptest! {
        #[test]
        fn vc_6_what_is_written_reads_back(minor: i64, code in 0..3_usize) {
            let currency = Currency::parse(["EUR", "JPY", "TND"][code]).unwrap();
            let money = Money(minor);
            prop_assert_eq!(Money::parse(&money.shown(currency).to_string()), Ok((money, currency)));
            prop_assert_eq!(Money::from_unit_value(money.unit_value(currency), currency), Ok(money));
        }
    }
}
