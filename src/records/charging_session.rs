//! A credit control session (RFC 8506 §7): what it has reserved, what it has used, and what was decided, so that a repeated request gets the same answer.

use super::{AccountId, CallPlaces, Decisions, KnownFacts, Meter, Packed, Record};
use crate::types::{Imsi, Money, Name, Seen, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use smallvec::SmallVec;
use std::fmt;

/// What names a session: 64 bits of the SHA-256 of Origin-Host and Session-Id. Two that share them are told apart by their Session-Ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionKey(pub u64);

impl SessionKey {
    /// The key of what a client calls `session_id`. Another client's session of that name is another.
    pub fn of(origin_host: &str, session_id: &str) -> Self {
        Self::hashed(origin_host, 0, session_id)
    }

    /// The key of an accounting session. One that is charged online under the same name has another.
    pub fn accounting(origin_host: &str, session_id: &str) -> Self {
        Self::hashed(origin_host, 1, session_id)
    }

    fn hashed(origin_host: &str, between: u8, session_id: &str) -> Self {
        let mut named = SmallVec::<[u8; 192]>::from_slice(origin_host.as_bytes());
        named.make_ascii_lowercase();
        named.push(between);
        named.extend_from_slice(session_id.as_bytes());
        let hash = Sha256::digest(&named);
        let mut key = [0; 8];
        key.copy_from_slice(&hash[..8]);
        Self(u64::from_be_bytes(key))
    }
}

impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One session, open or lately ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargingSession {
    /// Its key.
    pub key: SessionKey,
    /// Session-Id.
    pub session_id: Box<str>,
    /// Origin-Host of the client.
    pub host: Name,
    /// Its realm.
    pub realm: Name,
    /// Who pays.
    pub account: AccountId,
    /// Whose service it is.
    pub imsi: Imsi,
    /// The specification in Service-Context-Id: 32260, 32251 …
    pub context: u16,
    /// When it began.
    pub opened: Timestamp,
    /// When it was last heard of.
    pub heard: Timestamp,
    /// While it is open: when its reservations lapse (Tcc, RFC 8506 §13). After its end: until when it is remembered.
    pub deadline: Timestamp,
    /// How it ended; `None` while it is open.
    pub ended: Option<End>,
    /// What the first request said, for those after it.
    pub call: Packed<Call>,
    /// What is known of the service, for the record that is written at the end; gone with it.
    pub facts: Option<KnownFacts>,
    /// How many records were written of it.
    pub records: u32,
    /// True where its beginning was lost.
    pub adopted: bool,
    /// What is, or was, used: a grant for each service.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub grants: Box<[Grant]>,
    /// True once a refund gave back what this event was debited; of refunds always.
    pub refunded: bool,
    /// Requests up to this number were decided, and what was answered is not kept any more.
    pub forgotten: Option<u32>,
    /// The decisions on the requests with the highest numbers, in the order in which they were taken.
    pub decided: Decisions,
}

/// How a session ended. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The client ended it.
    Terminated,
    /// No credit, or the service is denied: the client was told (RFC 8506 §7, Table 6).
    Refused,
    /// Nothing was heard of it for too long.
    Lapsed,
    /// It was one event.
    Event,
    /// An operator ended it.
    Cut,
}

/// Facts of a call or data session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Which side is charged.
    pub role: Role,
    /// Who called, as received.
    pub calling: Box<str>,
    /// Who was called, as received; the APN of a data session.
    pub called: Box<str>,
    /// The SIP Call-ID, or the charging id of a data session.
    pub correlation: Box<str>,
    /// Where the party was.
    pub seen: Seen,
    /// True where its place is not in the home jurisdiction (VC-4).
    pub roaming: bool,
    /// Home and visited place.
    pub places: CallPlaces,
}

/// Role-Of-Node (TS 32.299 §7.2.170).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The calling party's side; what has no direction counts as this, too.
    #[default]
    Originating,
    /// The called party's side.
    Terminating,
    /// The side of a party that forwards.
    Forwarding,
}

/// What one service of a session may use, has used, and has paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Rating-Group and Service-Identifier, as received.
    pub service: ServiceKey,
    /// What is counted.
    pub unit: UnitKind,
    /// Units granted and not yet reported.
    pub granted: u64,
    /// Money reserved for them.
    pub reserved: Money,
    /// Units of bundles: bucket and units. Of a session they are reserved for what is granted; of an event they have paid, and a refund gives them back.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub from_buckets: Box<[(u32, u64)]>,
    /// How far the price has come.
    pub meter: Meter,
    /// Units reported in all.
    pub used: u64,
    /// Money debited in all.
    pub charged: Money,
    /// Money that was owed and was not there: never taken.
    pub uncollected: Money,
    /// True once the client was told that these are the last units.
    pub last: bool,
    /// From when on how many units were used: kept where the record is held, for its price has to be found again (VC-4).
    #[serde(deserialize_with = "super::list::deserialize")]
    pub pieces: Box<[(Timestamp, u64)]>,
    /// Units that bundles paid, kept likewise.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub bundled: Box<[(Name, u64)]>,
}

/// What tells the services of a session apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ServiceKey {
    /// Rating-Group.
    pub rating_group: Option<u32>,
    /// Service-Identifier; the first, where several share one quota.
    pub service_identifier: Option<u32>,
}

/// What is counted of a service. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// CC-Time, seconds.
    Time,
    /// CC-Total-Octets.
    Octets,
    /// CC-Service-Specific-Units.
    Events,
    /// CC-Money, minor units of the account's currency.
    Money,
}

/// An answer in the domain's words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// Result-Code.
    pub code: u32,
    /// One for each service that the request named, in its order.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub services: Box<[ServiceAnswer]>,
    /// Cost-Information, minor units: what the session, or the event, cost up to here.
    pub cost: Option<Money>,
    /// Remaining-Balance, minor units, where it was asked for.
    pub remaining: Option<Money>,
    /// Low-Balance-Indication.
    pub low: bool,
    /// Check-Balance-Result: true for ENOUGH_CREDIT.
    pub enough: Option<bool>,
}

/// The answer for one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAnswer {
    /// Which.
    pub service: ServiceKey,
    /// Result-Code.
    pub code: u32,
    /// Granted units; `None`: none were asked for.
    pub granted: Option<(UnitKind, u64)>,
    /// Validity-Time, seconds.
    pub validity: Option<u32>,
    /// Units before the end of the grant at which to ask again: Time-Quota-Threshold or Volume-Quota-Threshold.
    pub threshold: Option<u32>,
    /// Quota-Holding-Time, seconds.
    pub holding: Option<u32>,
    /// When the price changes (Tariff-Time-Change).
    pub tariff_change: Option<Timestamp>,
    /// These are the last units, and what the client does when they are used up (Final-Unit-Indication).
    pub last: Option<FinalUnits>,
}

/// What a client does when the last units are used up (RFC 8506 §5.6). Written by the place: new ones are added at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FinalUnits {
    /// TERMINATE.
    Terminate,
    /// REDIRECT, to a URL or a SIP URI.
    Redirect(Box<str>),
    /// RESTRICT_ACCESS, to what the filters of these names let through.
    Restrict(Box<[Box<str>]>),
}

impl Grant {
    /// Nothing of a service was used yet.
    pub fn new(service: ServiceKey) -> Self {
        Self {
            service,
            unit: UnitKind::Time,
            granted: 0,
            reserved: Money::ZERO,
            from_buckets: Box::default(),
            meter: Meter::default(),
            used: 0,
            charged: Money::ZERO,
            uncollected: Money::ZERO,
            last: false,
            pieces: Box::default(),
            bundled: Box::default(),
        }
    }
}

impl ServiceAnswer {
    /// A code alone.
    pub const fn plain(service: ServiceKey, code: u32) -> Self {
        Self {
            service,
            code,
            granted: None,
            validity: None,
            threshold: None,
            holding: None,
            tariff_change: None,
            last: None,
        }
    }
}

impl Record for ChargingSession {
    type Key = SessionKey;
    const KIND: &'static str = "charging_session";
    fn key(&self) -> SessionKey {
        self.key
    }
}
