//! `[charging]`

use crate::{
    domain::subscribers::account::PLAN,
    types::{Currency, Name},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `[charging]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Charging {
    /// The currency of accounts that are opened without naming one.
    pub currency: Currency,
    /// Days that orders which moved money are remembered by their keys.
    pub order_days: u32,
}

impl Default for Charging {
    fn default() -> Self {
        Self { currency: Currency::EUR, order_days: 30 }
    }
}

impl super::Config {
    /// The tariff plans, the one that always exists included.
    pub(super) fn plans(&self) -> BTreeSet<Name> {
        BTreeSet::from([Name::new(PLAN)])
    }
}
