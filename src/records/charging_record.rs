//! Charging data records (TS 32.298): what was used by whom, as it leaves for those who write bills.

use super::facts::before_bearers;
use super::{AccountId, Call, FactsOf, Log, Loggable, Logged, Looked, Octets, ServiceKey, UnitKind, Usage};
use crate::types::{Currency, Money, Name, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

/// A record as it is kept.
pub type ChargingRecord = ChargingRecordOf<Box<str>, Box<[u8]>>;
/// A record whose texts lie elsewhere: where it is made from, or in the log's octets.
pub type ChargingRecordRef<'a> = ChargingRecordOf<&'a str, &'a [u8]>;

/// One charging data record, an entry of the log `records`: its number there is its local sequence number. Every form that was ever written; a new one
/// is added at the end. Its texts are `S`, its octet strings `O`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, O: AsRef<[u8]>",
    deserialize = "S: Deserialize<'de>, O: Octets<'de>"
))]
pub enum ChargingRecordOf<S, O> {
    /// The first form: its facts had no bearer. It is not written any more.
    #[serde(deserialize_with = "first")]
    First(Box<DetailOf<S, O>>),
    /// With a bearer.
    Second(Box<DetailOf<S, O>>),
}

fn first<'de, S: Deserialize<'de>, O: Octets<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Box<DetailOf<S, O>>, D::Error> {
    before_bearers(|| Box::deserialize(deserializer))
}

/// What a kept record says.
pub type Detail = DetailOf<Box<str>, Box<[u8]>>;
/// What one says whose texts lie elsewhere.
pub type DetailRef<'a> = DetailOf<&'a str, &'a [u8]>;

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, O: AsRef<[u8]>",
    deserialize = "S: Deserialize<'de>, O: Octets<'de>"
))]
pub struct DetailOf<S, O> {
    /// Origin-Host of the node that told.
    pub host: Name,
    /// Its realm.
    pub realm: Name,
    /// Session-Id (Diameter).
    pub session_id: S,
    /// What was told of the service.
    pub facts: FactsOf<S, O>,
    /// True for a session that was charged online.
    pub online: bool,
    /// When the record was opened.
    pub opened: Timestamp,
    /// When it was closed.
    pub closed: Timestamp,
    /// Why it was.
    pub closing: Closing,
    /// What of the session was lost on the way.
    pub incomplete: Incomplete,
    /// The number among the partial records of its session, from 1; `None`: there is one record of it.
    pub partial: Option<u32>,
    /// True where some of it came in requests that were sent again (the T flag).
    pub retransmitted: bool,
    /// What was used, by service, since the partial record before.
    pub used: Box<[Usage]>,
    /// What was debited since the partial record before; of sessions charged online.
    pub charges: Option<Charges>,
    /// The name of the party's home place.
    pub home: Option<S>,
    /// The name of the place it was in.
    pub visited: Option<S>,
    /// True where its place was not in the home jurisdiction.
    pub roaming: bool,
    /// Home and visited place at the level of the jurisdiction, or the smallest one above it where they are known: what statistics count by.
    pub areas: [Option<Name>; 2],
}

impl<'a, S: From<&'a str>, O> DetailOf<S, O> {
    /// Takes over where the party is at home, where it was, and whether that is roaming (VC-3).
    pub fn place(&mut self, call: &'a Call) {
        let places = &call.places;
        self.home = places.home.as_ref().map(|place| place.as_str().into());
        self.visited = places.visited.as_ref().map(|place| place.as_str().into());
        self.roaming = call.roaming;
        self.areas.clone_from(&places.areas);
    }
}

/// Why a record was closed. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closing {
    /// The service ended.
    Ended,
    /// There was none, or it was cut off.
    Failed,
    /// The session goes on: the record was open long enough.
    Time,
    /// The session goes on: the record has enough octets.
    Volume,
    /// Nothing was heard of the session for too long.
    Silence,
    /// An operator ended it.
    Management,
    /// Something came after the end.
    Late,
}

/// What of a session was lost on the way (TS 32.298 §5.1.3.1.17, Incomplete CDR Indication).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Incomplete {
    /// aCRStartLost.
    pub start: bool,
    /// aCRInterimLost.
    pub interim: bool,
    /// aCRStopLost.
    pub stop: bool,
}

impl Incomplete {
    /// True where anything was lost.
    pub const fn any(self) -> bool {
        self.start || self.interim || self.stop
    }
}

/// What a session cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charges {
    /// Who paid.
    pub account: AccountId,
    /// In what.
    pub currency: Currency,
    /// For each service what was debited.
    pub services: Box<[Charge]>,
}

/// What one service cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Which.
    pub service: ServiceKey,
    /// What was counted.
    pub unit: UnitKind,
    /// How many units.
    pub units: u64,
    /// What was debited, minor units of the currency; below zero for a refund.
    pub amount: Money,
    /// What was owed and was not there.
    pub uncollected: Money,
    /// By which rule of the tariff; `None`: the tariff of the day of the record has none any more.
    pub rule: Option<Rule>,
}

/// Which rate of a tariff decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The plan.
    pub plan: Name,
    /// The service's name in the tariff.
    pub service: Name,
    /// The line of the tariff's file at which the rate begins; `None`: nothing in the plan is for it, and it is free.
    pub line: Option<u32>,
}

impl<S, O> ChargingRecordOf<S, O> {
    /// What it says, whatever form it has.
    pub fn detail(&self) -> &DetailOf<S, O> {
        match self {
            Self::First(detail) | Self::Second(detail) => detail,
        }
    }

    /// The same, and nothing else of it.
    pub fn into_detail(self) -> DetailOf<S, O> {
        match self {
            Self::First(detail) | Self::Second(detail) => *detail,
        }
    }
}

impl ChargingRecordRef<'_> {
    /// The same, to be kept.
    pub fn kept(self) -> ChargingRecord {
        let detail = self.into_detail();
        ChargingRecord::from(Detail {
            host: detail.host,
            realm: detail.realm,
            session_id: detail.session_id.into(),
            facts: detail.facts.kept(),
            online: detail.online,
            opened: detail.opened,
            closed: detail.closed,
            closing: detail.closing,
            incomplete: detail.incomplete,
            partial: detail.partial,
            retransmitted: detail.retransmitted,
            used: detail.used,
            charges: detail.charges,
            home: detail.home.map(Box::from),
            visited: detail.visited.map(Box::from),
            roaming: detail.roaming,
            areas: detail.areas,
        })
    }
}

impl<S, O> From<DetailOf<S, O>> for ChargingRecordOf<S, O> {
    fn from(detail: DetailOf<S, O>) -> Self {
        Self::Second(Box::new(detail))
    }
}

impl<S: Serialize, O: AsRef<[u8]>> Loggable for ChargingRecordOf<S, O> {
    const LOG: Log = Log::Records;
}

impl Logged for ChargingRecord {}

impl Looked for ChargingRecord {
    type At<'a> = ChargingRecordRef<'a>;
}

#[cfg(test)]
impl Detail {
    /// A session that was told of from elsewhere, and ended as it began: at `at`, with nothing used.
    pub(crate) fn sample(session_id: &str, at: Timestamp) -> Self {
        Self {
            host: Name::new("scscf.example"),
            realm: Name::new("example"),
            session_id: session_id.into(),
            facts: super::Facts::default(),
            online: false,
            opened: at,
            closed: at,
            closing: Closing::Ended,
            incomplete: Incomplete::default(),
            partial: None,
            retransmitted: false,
            used: Box::default(),
            charges: None,
            home: None,
            visited: None,
            roaming: false,
            areas: [None, None],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Facts;

    #[test]
    fn vc_7_a_record_of_the_first_form_is_read() {
        let detail = Detail {
            facts: Facts { icid: Some("icid".into()), cause: Some(1), ..Facts::default() },
            online: true,
            closed: Timestamp(2),
            partial: Some(3),
            home: Some("Springfield".into()),
            roaming: true,
            areas: [None, Some(Name::new("Labland"))],
            ..Detail::sample("s;1;1", Timestamp(1))
        };
        let octets = |value: &Detail| postcard::to_stdvec(value).unwrap();
        let before = postcard::to_stdvec(&(&detail.host, &detail.realm, &detail.session_id)).unwrap().len();
        let facts = postcard::to_stdvec(&detail.facts).unwrap().len();
        // The last octet of the facts says that there is no bearer; the first of all says the form.
        let mut first = [&[0], &octets(&detail)[..]].concat();
        assert_eq!(first.remove(before + facts), 0);
        assert_eq!(postcard::from_bytes::<ChargingRecord>(&first).unwrap().into_detail(), detail);
        let second = ChargingRecord::from(detail.clone());
        let written = postcard::to_stdvec(&second).unwrap();
        assert_eq!((written[0], postcard::from_bytes::<ChargingRecord>(&written).unwrap()), (1, second));
    }

    /// Whether it is kept or lent, a record is written in the same way, and everything of it is kept.
    #[test]
    fn vc_6_a_record_that_is_lent_is_written_and_kept_as_it_is() {
        let kept = ChargingRecord::from(Detail {
            realm: Name::new("realm"),
            facts: Facts { icid: Some("icid".into()), access: Some(b"a"[..].into()), ..Facts::default() },
            online: true,
            closed: Timestamp(2),
            closing: Closing::Late,
            incomplete: Incomplete { start: true, interim: false, stop: true },
            partial: Some(3),
            retransmitted: true,
            used: [Usage { time: 5, ..Usage::default() }].into(),
            charges: Some(Charges {
                account: AccountId(7),
                currency: "EUR".parse().unwrap(),
                services: [Charge {
                    service: ServiceKey { rating_group: Some(100), service_identifier: None },
                    unit: UnitKind::Time,
                    units: 5,
                    amount: Money(-5),
                    uncollected: Money(1),
                    rule: None,
                }]
                .into(),
            }),
            home: Some("Springfield".into()),
            visited: Some("Shelbyville".into()),
            roaming: true,
            areas: [Some(Name::new("A")), Some(Name::new("B"))],
            ..Detail::sample("s;1;1", Timestamp(1))
        });
        let octets = postcard::to_stdvec(&kept).unwrap();
        let lent = postcard::from_bytes::<ChargingRecordRef<'_>>(&octets).unwrap();
        assert_eq!(postcard::to_stdvec(&lent).unwrap(), octets);
        assert_eq!(lent.kept(), kept);
    }
}
