//! What postings came to that are not in the log any more.

use super::{House, Record};
use crate::types::Currency;
use serde::{Deserialize, Serialize};

/// The house's own accounts, as the postings left them that were old enough to go. Written before those go: whoever sums up counts this, and what is in the log
/// from [`before`](Self::before) on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CarriedPostings {
    /// Of which log; there is one: `transfers`.
    pub log: Box<str>,
    /// Entries with smaller numbers are in the sums.
    pub before: u64,
    /// What each account came to, in minor units of its currency; units of bundles have none.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub houses: Box<[(House, Option<Currency>, i64)]>,
}

impl Record for CarriedPostings {
    type Key = Box<str>;
    const KIND: &'static str = "carried_postings";
    fn key(&self) -> Box<str> {
        self.log.clone()
    }
}
