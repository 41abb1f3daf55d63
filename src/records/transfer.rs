//! The ledger's postings: each takes from one side what it gives to the other.

use super::{AccountId, Log, Loggable, Logged, SessionKey};
use crate::types::{Currency, Timestamp};
use serde::{Deserialize, Serialize};

/// One posting: an entry of a log, written with the change of the accounts it names, and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// When it was posted.
    pub at: Timestamp,
    /// Who pays.
    pub debit: Side,
    /// Who is paid.
    pub credit: Side,
    /// How much; never zero.
    pub amount: u64,
    /// Of what.
    pub unit: Unit,
    /// What brought it about.
    pub cause: Cause,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// Minor units of a currency.
    Money(Currency),
    /// The units of a bundle.
    Bundle,
}

impl Unit {
    /// Its currency, if it is money.
    pub fn currency(self) -> Option<Currency> {
        match self {
            Self::Money(currency) => Some(currency),
            Self::Bundle => None,
        }
    }
}

/// One side of a posting. The variants are written by their place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// A customer's account.
    Account {
        /// Which.
        id: AccountId,
        /// Zero for its money, else the bucket.
        bucket: u32,
        /// The ordinal of this posting among all of the account.
        ordinal: u64,
        /// What the balance, or what is left of the bucket, is afterwards.
        after: i64,
    },
    /// One of the house's own.
    House(House),
}

/// The house's own accounts. They have no record, because every posting would have to change it: their balances are sums of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum House {
    /// What was earned by usage, by the number of the service's specification (32260 …).
    Usage(u16),
    /// What customers paid in.
    Payments,
    /// Corrections by an operator.
    Adjustments,
    /// What bundles were sold for, and their units that are not used yet.
    Bundles,
    /// What a bundle lost when its time was over.
    Lapsed,
}

/// What brought a posting about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A credit control request.
    Request {
        /// Its session.
        session: SessionKey,
        /// Its CC-Request-Number.
        number: u32,
    },
    /// An order over the admin API.
    Order {
        /// Its idempotency key.
        key: Box<str>,
        /// The client that gave it.
        client: Box<str>,
        /// Why, in the client's words.
        reason: Box<str>,
    },
    /// The passing of time.
    Time,
}

impl Loggable for Transfer {
    const LOG: Log = Log::Transfers;
}

impl Logged for Transfer {}
