//! Which account pays for a subscriber, and where the subscriber is at home (EP-3, VC-1).

use super::{AccountId, Record};
use crate::types::{Imsi, Name};
use serde::{Deserialize, Serialize};

/// The charging contract of one subscriber. Who has none is not charged here: whoever asks is told that the user is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargingSubscription {
    /// Whose.
    pub imsi: Imsi,
    /// Who pays.
    pub account: AccountId,
    /// The home place, as the subscription was opened; `None`: the home of its number decides.
    pub home: Option<Name>,
}

impl Record for ChargingSubscription {
    type Key = Imsi;
    const KIND: &'static str = "charging_subscription";
    fn key(&self) -> Imsi {
        self.imsi
    }
}
