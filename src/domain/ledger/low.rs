//! When the owner of an account is to hear that little is left.

use crate::{
    records::Account,
    types::{Currency, Money},
};

/// Amounts, one for a currency: an account that falls below its currency's is told of, once for each time it falls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Low(pub Box<[(Currency, Money)]>);

impl Low {
    /// The amount that an account fell below, which may be spent of `before` and `after`, and what is left.
    pub fn fell(&self, before: Money, after: &Account) -> Option<(Money, Money)> {
        let (_, amount) = self.0.iter().find(|(currency, _)| *currency == after.currency)?;
        let left = left(after);
        (before >= *amount && left < *amount).then_some((*amount, left))
    }
}

/// What an account has above the least that it may have, reserved or not.
pub fn left(account: &Account) -> Money {
    account.balance.checked_sub(account.terms.floor()).unwrap_or(Money(i64::MAX))
}
