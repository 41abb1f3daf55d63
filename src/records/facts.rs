//! What a charging request tells of its call, message or data session (Service-Information, TS 32.299 §7.2), gathered for the record that is written of it.

use super::{Packed, Role, ServiceKey};
use crate::types::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use std::{cell::Cell, net::IpAddr};

/// Facts of one service, as received: nothing of them is checked, for a record says what was told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Role-Of-Node.
    pub role: Option<Role>,
    /// Node-Functionality: 0 S-CSCF, 6 AS, 9 PDN gateway …
    pub node: Option<u32>,
    /// SIP-Method.
    pub method: Option<Box<str>>,
    /// Event: the event package.
    pub event: Option<Box<str>>,
    /// Expires, seconds.
    pub expires: Option<u32>,
    /// User-Session-Id: the SIP Call-ID.
    pub call_id: Option<Box<str>>,
    /// Outgoing-Session-Id: the Call-ID of the outgoing leg.
    pub outgoing_call_id: Option<Box<str>>,
    /// IMS-Charging-Identifier: what legs and bearers of one call have in common.
    pub icid: Option<Box<str>>,
    /// Calling-Party-Address.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub calling: Box<[Box<str>]>,
    /// Called-Party-Address: where the request went.
    pub called: Option<Box<str>>,
    /// Requested-Party-Address: what was dialled.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub requested: Box<[Box<str>]>,
    /// Called-Asserted-Identity: who answered.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub asserted: Box<[Box<str>]>,
    /// User-Name: the private identity.
    pub private: Option<Box<str>>,
    /// Subscription-Id: type and text.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub subscriptions: Box<[(u32, Box<str>)]>,
    /// Service-Context-Id.
    pub context: Option<Box<str>>,
    /// When the service was asked for: the SIP request of the beginning.
    pub requested_at: Option<Timestamp>,
    /// When it was given: the SIP response of the beginning. The same in all partial records.
    pub delivered_from: Option<Timestamp>,
    /// When it ended: the SIP request of the end.
    pub delivered_until: Option<Timestamp>,
    /// Inter-Operator-Identifier: originating and terminating.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub operators: Box<[Operators]>,
    /// Number-Portability-Routing-Information.
    pub portability: Option<Box<str>>,
    /// Carrier-Select-Routing-Information.
    pub carrier: Option<Box<str>>,
    /// Access-Network-Information: the first header that came, as it came.
    #[serde(with = "super::octets::option")]
    pub access: Option<Box<[u8]>>,
    /// Cellular-Network-Information, as it came.
    #[serde(with = "super::octets::option")]
    pub cellular: Option<Box<[u8]>>,
    /// 3GPP-User-Location-Info, as it came (TS 29.061 §16.4.7.2).
    #[serde(with = "super::octets::option")]
    pub location: Option<Box<[u8]>>,
    /// IMS-Visited-Network-Identifier; of a data session 3GPP-SGSN-MCC-MNC.
    pub visited_network: Option<Box<str>>,
    /// Called-Station-Id: the APN of a data session.
    pub apn: Option<Box<str>>,
    /// 3GPP-Charging-Id of a data session.
    pub charging_id: Option<u32>,
    /// Cause-Code (TS 32.299 §7.2.35), of either sign, as it came.
    pub cause: Option<i32>,
    /// Of a data session: its gateway, its serving nodes, and what they said of it.
    #[serde(default, deserialize_with = "bearer")]
    pub bearer: Option<Box<Bearer>>,
}

thread_local! {
    static BEFORE_BEARERS: Cell<bool> = const { Cell::new(false) };
}

/// Reads something that was written when facts had no bearer.
pub(super) fn before_bearers<T>(read: impl FnOnce() -> T) -> T {
    BEFORE_BEARERS.set(true);
    let read = read();
    BEFORE_BEARERS.set(false);
    read
}

fn bearer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Bearer>>, D::Error> {
    if BEFORE_BEARERS.get() {
        return Ok(None);
    }
    // It is the last of the facts: packed ones that were written before there were bearers end here.
    Ok(Option::deserialize(deserializer).unwrap_or_default())
}

/// What is told of the bearer of a data session (PS-Information, TS 32.299 §7.2.158), as received.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bearer {
    /// GGSN-Address: the gateway.
    pub gateway: Option<IpAddr>,
    /// SGSN-Address: the nodes that serve.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub serving: Box<[IpAddr]>,
    /// Serving-Node-Type: 2 a GTP serving gateway, 5 an MME …
    pub serving_type: Option<u32>,
    /// PDP-Address: what the user has.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub addresses: Box<[IpAddr]>,
    /// 3GPP-PDP-Type.
    pub kind: Option<u32>,
    /// 3GPP-GGSN-MCC-MNC: the gateway's network.
    pub network: Option<Box<str>>,
    /// 3GPP-Charging-Characteristics: four hexadecimal digits.
    pub characteristics: Option<Box<str>>,
    /// 3GPP-Selection-Mode.
    pub selection: Option<Box<str>>,
    /// 3GPP-RAT-Type: 6 is E-UTRAN.
    pub rat: Option<u8>,
    /// 3GPP-MS-TimeZone, as it came.
    #[serde(with = "super::octets::option")]
    pub zone: Option<Box<[u8]>>,
}

/// The originating and the terminating operator.
pub type Operators = (Option<Box<str>>, Option<Box<str>>);

/// What was used of one service of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Which.
    pub service: ServiceKey,
    /// Seconds.
    pub time: u64,
    /// Octets from the user.
    pub input: u64,
    /// Octets to the user.
    pub output: u64,
    /// Octets in both directions where they were told as a sum alone.
    pub total: u64,
    /// Units of the service, as messages.
    pub events: u64,
}

impl Usage {
    /// Octets in both directions.
    pub const fn octets(&self) -> u64 {
        self.input.saturating_add(self.output).saturating_add(self.total)
    }

    /// True where nothing was used.
    pub fn is_empty(&self) -> bool {
        *self == Self { service: self.service, ..Self::default() }
    }

    /// Adds what was used of the same service.
    pub const fn add(&mut self, more: &Self) {
        self.time = self.time.saturating_add(more.time);
        self.input = self.input.saturating_add(more.input);
        self.output = self.output.saturating_add(more.output);
        self.total = self.total.saturating_add(more.total);
        self.events = self.events.saturating_add(more.events);
    }
}

/// Gives a macro the facts that stay as they were told first: options; lists.
macro_rules! each {
    ($then:ident) => {
        $then!(role node method event expires call_id outgoing_call_id icid called private context requested_at delivered_from delivered_until
            portability carrier access cellular location visited_network apn charging_id bearer;
            calling requested asserted subscriptions operators)
    };
}

/// The facts of a session that goes on: packed, for most of its requests tell nothing that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Packed<Facts>", into = "Packed<Facts>")]
pub struct KnownFacts {
    told: u32,
    facts: Packed<Facts>,
}

impl KnownFacts {
    /// Packs what is known.
    pub fn new(facts: &Facts) -> Self {
        Self { told: facts.told(), facts: Packed::new(facts) }
    }

    /// What is known.
    pub fn open(&self) -> Facts {
        self.facts.open()
    }

    /// Takes over what a later request tells, as [`Facts::complete`].
    pub fn complete(&mut self, later: &Facts) {
        if later.told() & !self.told != 0 || later.cause.is_some() {
            let mut facts = self.open();
            facts.complete(later);
            *self = Self::new(&facts);
        }
    }

    /// Its octets.
    pub fn octets(&self) -> &[u8] {
        self.facts.octets()
    }
}

impl From<Packed<Facts>> for KnownFacts {
    fn from(facts: Packed<Facts>) -> Self {
        Self { told: facts.open().told(), facts }
    }
}

impl From<KnownFacts> for Packed<Facts> {
    fn from(known: KnownFacts) -> Self {
        known.facts
    }
}

impl Facts {
    /// Takes over what a later request tells and none before it did; the cause is always the last one told.
    pub fn complete(&mut self, later: &Self) {
        macro_rules! first {
            ($($option:ident)* ; $($list:ident)*) => {
                $(if self.$option.is_none() { self.$option.clone_from(&later.$option); })*
                $(if self.$list.is_empty() { self.$list.clone_from(&later.$list); })*
            };
        }
        each!(first);
        self.cause = later.cause.or(self.cause);
    }

    /// Which of them were told, a bit for each; without the cause.
    fn told(&self) -> u32 {
        macro_rules! bits {
            ($($option:ident)* ; $($list:ident)*) => {
                [$(self.$option.is_some(),)* $(!self.$list.is_empty()),*]
            };
        }
        each!(bits).iter().rev().fold(0, |bits, told| bits << 1 | u32::from(*told))
    }

    /// Whether Cause-Code says that there was no service: positive, or, as some clients have it, the SIP status below zero.
    pub fn failed(&self) -> bool {
        self.cause.is_some_and(|cause| cause > 0 || cause <= -400)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TS 32.299 §7.2.35, and the clients that turn the sign around.
    #[test]
    fn vc_6_a_cause_of_either_sign_says_whether_there_was_service() {
        let failed = |cause| Facts { cause, ..Facts::default() }.failed();
        for success in [None, Some(0), Some(-1), Some(-2), Some(-3), Some(-200), Some(-302)] {
            assert!(!failed(success), "{success:?}");
        }
        for failure in [1, 2, 3, 486, 603, -404, -486, -603] {
            assert!(failed(Some(failure)), "{failure}");
        }
    }

    #[test]
    fn vc_3_what_is_known_stays_and_what_is_missing_is_completed() {
        let text = |text: &str| Some(Box::<str>::from(text));
        let mut facts = Facts { icid: text("a"), cause: Some(-1), ..Facts::default() };
        let later = Facts {
            icid: text("b"),
            call_id: text("c"),
            calling: ["tel:+1".into()].into(),
            cause: Some(0),
            ..Facts::default()
        };
        facts.complete(&later);
        assert_eq!((&facts.icid, &facts.call_id, facts.cause), (&text("a"), &text("c"), Some(0)));
        facts.complete(&Facts { calling: ["tel:+2".into()].into(), ..Facts::default() });
        assert_eq!((&*facts.calling[0], facts.cause), ("tel:+1", Some(0)));
    }

    #[test]
    fn vc_7_packed_facts_of_before_bearers_are_opened() {
        let facts = Facts { icid: Some("a".into()), cause: Some(3), ..Facts::default() };
        let now = postcard::to_stdvec(&facts).unwrap();
        let before = Packed::<Facts>::from_octets(&now[..now.len() - 1]).unwrap();
        assert_eq!(before.open(), facts);
        let facts = Facts { bearer: Some(Box::new(Bearer { rat: Some(6), ..Bearer::default() })), ..facts };
        assert_eq!(KnownFacts::new(&facts).open(), facts);
    }

    /// Packed facts learn what facts learn, and only that.
    #[test]
    fn vc_3_packed_facts_are_completed_as_facts_are() {
        let text = |text: &str| Some(Box::<str>::from(text));
        let mut facts = Facts { icid: text("a"), ..Facts::default() };
        let mut known = KnownFacts::new(&facts);
        for later in [
            Facts { icid: text("b"), ..Facts::default() },
            Facts { operators: [(text("home"), None)].into(), ..Facts::default() },
            Facts { role: Some(Role::Terminating), ..Facts::default() },
            Facts { cause: Some(-200), ..Facts::default() },
            Facts { cause: Some(3), icid: text("c"), ..Facts::default() },
        ] {
            facts.complete(&later);
            known.complete(&later);
            assert_eq!(known.open(), facts);
            let journal = postcard::to_stdvec(&known).unwrap();
            assert_eq!(postcard::from_bytes::<KnownFacts>(&journal).unwrap(), known);
        }
    }
}
