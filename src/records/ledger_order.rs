//! Orders over the admin API that moved money, remembered by their idempotency keys: the same order again moves nothing.

use super::{AccountId, Record};
use crate::types::{Currency, Money, Timestamp};
use serde::{Deserialize, Serialize};

/// An order that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerOrder {
    /// Its Idempotency-Key.
    pub key: Box<str>,
    /// Whose money it moved.
    pub account: AccountId,
    /// A digest of what it said: the same key with other content is another order, and refused.
    pub digest: u64,
    /// When it was carried out.
    pub at: Timestamp,
    /// The balance it led to.
    pub balance: Money,
    /// What that is an amount of: the account may be gone when the order comes again.
    pub currency: Currency,
}

impl Record for LedgerOrder {
    type Key = Box<str>;
    const KIND: &'static str = "ledger_order";
    fn key(&self) -> Box<str> {
        self.key.clone()
    }
}
