//! What postings come to on the house's own accounts: these have no record that says so.

use crate::{
    records::{CarriedPostings, House, Side, Transfer},
    types::Currency,
};
use std::collections::BTreeMap;

/// The sums by account and currency; units of bundles have none.
#[derive(Debug, Default)]
pub(super) struct Houses {
    /// Entries with smaller numbers are in the sums already.
    from: u64,
    sums: BTreeMap<(House, Option<Currency>), i128>,
}

impl Houses {
    /// Adds a posting, if it is none of those that were carried.
    pub(super) fn add(&mut self, entry: u64, transfer: &Transfer) {
        if entry < self.from {
            return;
        }
        let amount = i128::from(transfer.amount);
        for (side, signed) in [(transfer.debit, -amount), (transfer.credit, amount)] {
            if let Side::House(house) = side {
                *self.sums.entry((house, transfer.unit.currency())).or_default() += signed;
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (House, Option<Currency>, i128)> {
        self.sums.iter().map(|((house, currency), sum)| (*house, *currency, *sum))
    }
}

/// They begin with what older postings came to.
impl From<&CarriedPostings> for Houses {
    fn from(carried: &CarriedPostings) -> Self {
        let sums = carried.houses.iter();
        let sums = sums.map(|(house, currency, sum)| ((*house, *currency), i128::from(*sum))).collect();
        Self { from: carried.before, sums }
    }
}
