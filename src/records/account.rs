//! Who pays: an account with its money, its bundles, and what of both is reserved (VC-6).

use super::Record;
use crate::types::{Currency, Money, Name, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of an account. One that a template makes has its subscriber's IMSI, read as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub u64);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One account. `domain::ledger` says how it moves: every change of a balance is a [`Transfer`](super::Transfer) in the same change set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// What its money is.
    pub currency: Currency,
    /// How far the balance may go.
    pub terms: Terms,
    /// The tariff plan it is charged by.
    pub plan: Name,
    /// False: nothing is granted any more, what is used is still debited.
    pub active: bool,
    /// What it had when it was opened.
    pub opening: Money,
    /// What it has: the opening balance and the sum of all its postings.
    pub balance: Money,
    /// What open sessions have reserved of it.
    pub reserved: Money,
    /// How many postings there were, of money and of bundles: the ordinal of the last.
    pub postings: u64,
    /// What was bought beforehand, the first to be used first.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub buckets: Box<[Bucket]>,
    /// The number that the next bucket gets.
    pub next_bucket: u32,
    /// How many sessions are open.
    pub sessions: u32,
    /// When it was opened.
    pub opened: Timestamp,
}

/// How far a balance may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Terms {
    /// Paid beforehand: balance less reservations never goes below this, mostly zero.
    Prepaid {
        /// The least.
        floor: Money,
    },
    /// Paid afterwards: the balance may go this far below zero.
    Postpaid {
        /// How far; not negative.
        limit: Money,
    },
}

/// An allowance of units that is used before money: what is left of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its number in the account, from 1, never given again: transfers name it.
    pub id: u32,
    /// The bundle of the tariff that it is of: which services it pays, and how.
    pub bundle: Name,
    /// Units left: seconds, octets or events, as the bundle says.
    pub left: u64,
    /// What open sessions have reserved of them.
    pub reserved: u64,
    /// Before this it is not used.
    pub from: Timestamp,
    /// From then on it is not used any more; `None`: it stays.
    pub until: Option<Timestamp>,
}

impl Bucket {
    /// True while it may be used.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }

    /// What may still be reserved of it.
    pub const fn free(&self) -> u64 {
        self.left.saturating_sub(self.reserved)
    }
}

impl Terms {
    /// The least that balance less reservations may be.
    pub const fn floor(self) -> Money {
        match self {
            Self::Prepaid { floor } => floor,
            Self::Postpaid { limit } => Money(limit.0.saturating_neg()),
        }
    }
}

impl Account {
    /// What may still be reserved, or spent at once; never negative.
    pub fn free(&self) -> Money {
        let free =
            i128::from(self.balance.0) - i128::from(self.reserved.0) - i128::from(self.terms.floor().0);
        Money(i64::try_from(free.clamp(0, i128::from(i64::MAX))).unwrap_or(i64::MAX))
    }

    /// The bucket of this number.
    pub fn bucket(&self, id: u32) -> Option<&Bucket> {
        self.buckets.iter().find(|bucket| bucket.id == id)
    }
}

impl Record for Account {
    type Key = AccountId;
    const KIND: &'static str = "account";
    fn key(&self) -> AccountId {
        self.id
    }
}
