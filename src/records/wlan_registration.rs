//! Where a subscriber is served beyond 3GPP's own access: the AAA server and the gateways it told of (TS 23.008 §3.4, TS 29.273 §8.1.2).

use super::{Gateway, Record, Terminal};
use crate::types::{Imsi, Name, Timestamp};
use serde::{Deserialize, Serialize};

/// The AAA server of one subscriber. Absent where none authenticates or serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WlanRegistration {
    /// Whose.
    pub imsi: Imsi,
    /// Its Origin-Host: where RTR and PPR go, and what 3GPP-AAA-Server-Name names.
    pub host: Name,
    /// Its Origin-Realm.
    pub realm: Name,
    /// The User-Name it used last: that is how it knows the subscriber.
    pub user_name: Box<str>,
    /// True once it registered the subscriber; false while it only authenticates.
    pub registered: bool,
    /// Since when it is the one that serves.
    pub since: Timestamp,
    /// What the terminal is, where it was told.
    pub terminal: Option<Terminal>,
    /// The gateways of the packet data networks in use, as it told of them.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub gateways: Box<[Gateway]>,
}

impl Record for WlanRegistration {
    type Key = Imsi;
    const KIND: &'static str = "wlan_registration";
    fn key(&self) -> Imsi {
        self.imsi
    }
}
