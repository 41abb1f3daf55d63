//! Records that may not be charged as they are (VC-4): what a session used whose home place is not what the charging side's table says, and its charging data records, until
//! somebody corrects one of the two and the price is found again.

use super::{AccountId, Call, Detail, Record, ServiceKey, SessionKey, UnitKind};
use crate::types::{Imsi, Money, Name, Timestamp};
use serde::{Deserialize, Serialize};

/// One session that ended while its record was held. It is written with the end of the session, and changes with the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspense {
    /// The session's key.
    pub key: SessionKey,
    /// Session-Id.
    pub session_id: Box<str>,
    /// Origin-Host of the client.
    pub host: Name,
    /// Who paid; `None`: the session was charged offline, by its records.
    pub account: Option<AccountId>,
    /// Whose service it was, as far as that is known.
    pub imsi: Option<Imsi>,
    /// The specification in Service-Context-Id.
    pub context: u16,
    /// When it began.
    pub opened: Timestamp,
    /// When it was put aside, or added to.
    pub held: Timestamp,
    /// What was known of it, the reason among it (`places.held`).
    pub call: Call,
    /// The charging data records that wait, in their order; none once they are in the log.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub waiting: Box<[Detail]>,
    /// What was used, and what was paid for it.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub uses: Box<[HeldUse]>,
    /// True once a refund gave back what was taken: nothing of it costs anything any more.
    pub refunded: bool,
    /// When the price was found again with a home place that both sides agree on; `None`: it waits.
    pub settled: Option<Timestamp>,
}

/// What was used of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldUse {
    /// Which.
    pub service: ServiceKey,
    /// What is counted.
    pub unit: UnitKind,
    /// When its session began: a Session-Id may come again while a record of it waits.
    pub began: Timestamp,
    /// From when on how many units were used.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub pieces: Box<[(Timestamp, u64)]>,
    /// Units that bundles paid: the bundle's name, and how many.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub bundled: Box<[(Name, u64)]>,
    /// Money that was debited at the rate of the time.
    pub charged: Money,
    /// Money that was owed then and was not there.
    pub uncollected: Money,
    /// What was taken since (below zero: given back) by finding the price again.
    pub adjusted: Money,
    /// What should have been taken then and was not there.
    pub short: Money,
    /// By how much the records in the log say more (below zero: less) that was not there than `uncollected`.
    pub restated: Money,
}

impl Suspense {
    /// What was taken of the account for all of it.
    pub fn paid(&self) -> Money {
        Money(self.uses.iter().fold(0, |sum: i64, one| sum.saturating_add(one.charged.0 + one.adjusted.0)))
    }
}

impl Record for Suspense {
    type Key = SessionKey;
    const KIND: &'static str = "suspense";
    fn key(&self) -> SessionKey {
        self.key
    }
}
