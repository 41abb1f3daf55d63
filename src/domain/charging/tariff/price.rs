//! Prices: whole millionths of a currency's minor unit.

use super::short;
use crate::types::{Currency, Money, NoDecimal, decimal, write_decimal};
use serde::Serialize;

/// How many decimals a price may have more than the currency.
const FINE: usize = 6;

/// How many of an exact amount make a minor unit.
const MINOR: i128 = 1_000_000;

/// An amount in millionths of the minor unit, before it is rounded.
pub type Exact = i128;

/// What a step costs, or beginning does: millionths of the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Price(pub u64);

impl Price {
    /// Reads `0.0015`.
    ///
    /// # Errors
    /// A sentence: no number, less than nothing, more decimals than are kept, more than fits.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, String> {
        let most = usize::from(currency.decimals()) + FINE;
        let exact = decimal(text, most).map_err(|fault| match fault {
            NoDecimal::Malformed => format!("{:?} is no price: write a number such as 0.0015", short(text)),
            NoDecimal::Fine => {
                format!(
                    "{} has more decimals than are kept: {most}, of which {currency} has {}",
                    short(text),
                    currency.decimals()
                )
            }
            NoDecimal::Large => format!("{} is more than a price can be", short(text)),
        })?;
        if exact < 0 {
            return Err(format!("{} is less than nothing", short(text)));
        }
        u64::try_from(exact).map(Self).map_err(|_| format!("{} is more than a price can be", short(text)))
    }

    /// How it is written: `0.0015 EUR`.
    pub fn shown(self, currency: Currency) -> String {
        shown(self.0.into(), currency)
    }
}

/// How an exact amount is written, with as many decimals as it has and the currency's at least.
pub(super) fn shown(exact: Exact, currency: Currency) -> String {
    let decimals = usize::from(currency.decimals());
    format!("{} {currency}", write_decimal(exact, decimals + FINE, decimals))
}

/// How what a session costs becomes whole minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// To the next one above.
    Up,
    /// To the nearest; a half goes up.
    #[default]
    HalfUp,
    /// To the nearest; a half goes to the even one.
    HalfEven,
    /// To the next one below.
    Down,
}

impl Rounding {
    pub(super) const ALL: [(&'static str, Self); 4] =
        [("up", Self::Up), ("half-up", Self::HalfUp), ("half-even", Self::HalfEven), ("down", Self::Down)];

    /// Its name in the file.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, one)| *one == self).map_or("", |(word, _)| word)
    }

    /// Rounds an amount that is not negative; `None` where it does not fit.
    pub fn round(self, exact: Exact) -> Option<Money> {
        let (below, rest) = (exact.div_euclid(MINOR), exact.rem_euclid(MINOR));
        let up = match self {
            Self::Up => rest > 0,
            Self::HalfUp => rest * 2 >= MINOR,
            Self::HalfEven => rest * 2 > MINOR || (rest * 2 == MINOR && below % 2 != 0),
            Self::Down => false,
        };
        i64::try_from(below + i128::from(up)).ok().map(Money)
    }
}
