//! What a charging request tells of its call, message or data session (Service-Information, TS 32.299 §7.2), gathered for the record that is written of it.

use super::{Octets, Packed, Role, ServiceKey};
use crate::types::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use std::{cell::Cell, net::IpAddr};

/// Facts as they are kept.
pub type Facts = FactsOf<Box<str>, Box<[u8]>>;
/// Facts that lie in a message, or packed: nothing is copied to look at them.
pub type FactsRef<'a> = FactsOf<&'a str, &'a [u8]>;

/// Facts of one service, as received: nothing of them is checked, for a record says what was told. Its texts are `S`, its octet strings `O`; whatever these are, what is
/// written is the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, O: AsRef<[u8]>",
    deserialize = "S: Deserialize<'de>, O: Octets<'de>"
))]
pub struct FactsOf<S, O> {
    /// Role-Of-Node.
    pub role: Option<Role>,
    /// Node-Functionality: 0 S-CSCF, 6 AS, 9 PDN gateway …
    pub node: Option<u32>,
    /// SIP-Method.
    pub method: Option<S>,
    /// Event: the event package.
    pub event: Option<S>,
    /// Expires, seconds.
    pub expires: Option<u32>,
    /// User-Session-Id: the SIP Call-ID.
    pub call_id: Option<S>,
    /// Outgoing-Session-Id: the Call-ID of the outgoing leg.
    pub outgoing_call_id: Option<S>,
    /// IMS-Charging-Identifier: what legs and bearers of one call have in common.
    pub icid: Option<S>,
    /// Calling-Party-Address.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub calling: Box<[S]>,
    /// Called-Party-Address: where the request went.
    pub called: Option<S>,
    /// Requested-Party-Address: what was dialled.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub requested: Box<[S]>,
    /// Called-Asserted-Identity: who answered.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub asserted: Box<[S]>,
    /// User-Name: the private identity.
    pub private: Option<S>,
    /// Subscription-Id: type and text.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub subscriptions: Box<[(u32, S)]>,
    /// Service-Context-Id.
    pub context: Option<S>,
    /// When the service was asked for: the SIP request of the beginning.
    pub requested_at: Option<Timestamp>,
    /// When it was given: the SIP response of the beginning. The same in all partial records.
    pub delivered_from: Option<Timestamp>,
    /// When it ended: the SIP request of the end.
    pub delivered_until: Option<Timestamp>,
    /// Inter-Operator-Identifier: originating and terminating.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub operators: Box<[Operators<S>]>,
    /// Number-Portability-Routing-Information.
    pub portability: Option<S>,
    /// Carrier-Select-Routing-Information.
    pub carrier: Option<S>,
    /// Access-Network-Information: the first header that came, as it came.
    #[serde(with = "super::octets::option")]
    pub access: Option<O>,
    /// Cellular-Network-Information, as it came.
    #[serde(with = "super::octets::option")]
    pub cellular: Option<O>,
    /// 3GPP-User-Location-Info, as it came (TS 29.061 §16.4.7.2).
    #[serde(with = "super::octets::option")]
    pub location: Option<O>,
    /// IMS-Visited-Network-Identifier; of a data session 3GPP-SGSN-MCC-MNC.
    pub visited_network: Option<S>,
    /// Called-Station-Id: the APN of a data session.
    pub apn: Option<S>,
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
pub type Operators<S = Box<str>> = (Option<S>, Option<S>);

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
    pub fn new(facts: &FactsRef<'_>) -> Self {
        Self { told: facts.told(), facts: Packed::of_same(facts) }
    }

    /// What is known.
    pub fn look(&self) -> FactsRef<'_> {
        self.facts.look()
    }

    /// Takes over what a later request tells, as [`FactsOf::complete`].
    pub fn complete(&mut self, later: &FactsRef<'_>) {
        if later.told() & !self.told != 0 || later.cause.is_some() {
            let mut facts = self.look();
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
        Self { told: facts.look::<FactsRef<'_>>().told(), facts }
    }
}

impl From<KnownFacts> for Packed<Facts> {
    fn from(known: KnownFacts) -> Self {
        known.facts
    }
}

impl<S: Clone, O: Clone> FactsOf<S, O> {
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
}

impl<S, O> FactsOf<S, O> {
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

impl FactsRef<'_> {
    /// The same, to be kept.
    pub fn kept(self) -> Facts {
        let text = |text: Option<&str>| text.map(Box::from);
        let octets = |octets: Option<&[u8]>| octets.map(Box::from);
        let texts = |texts: Box<[&str]>| texts.into_iter().map(Box::from).collect();
        Facts {
            role: self.role,
            node: self.node,
            method: text(self.method),
            event: text(self.event),
            expires: self.expires,
            call_id: text(self.call_id),
            outgoing_call_id: text(self.outgoing_call_id),
            icid: text(self.icid),
            calling: texts(self.calling),
            called: text(self.called),
            requested: texts(self.requested),
            asserted: texts(self.asserted),
            private: text(self.private),
            subscriptions: self.subscriptions.into_iter().map(|(kind, data)| (kind, data.into())).collect(),
            context: text(self.context),
            requested_at: self.requested_at,
            delivered_from: self.delivered_from,
            delivered_until: self.delivered_until,
            operators: self.operators.into_iter().map(|(from, to)| (text(from), text(to))).collect(),
            portability: text(self.portability),
            carrier: text(self.carrier),
            access: octets(self.access),
            cellular: octets(self.cellular),
            location: octets(self.location),
            visited_network: text(self.visited_network),
            apn: text(self.apn),
            charging_id: self.charging_id,
            cause: self.cause,
            bearer: self.bearer,
        }
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
        let known = KnownFacts::from(before).look().kept();
        assert_eq!(known, facts);
        let facts = Facts { bearer: Some(Box::new(Bearer { rat: Some(6), ..Bearer::default() })), ..facts };
        assert_eq!(Packed::new(&facts).open(), facts);
    }

    /// Packed facts learn what facts learn, and only that.
    #[test]
    fn vc_3_packed_facts_are_completed_as_facts_are() {
        let mut facts = FactsRef { icid: Some("a"), ..FactsRef::default() };
        let mut known = KnownFacts::new(&facts);
        for later in [
            FactsRef { icid: Some("b"), ..FactsRef::default() },
            FactsRef { operators: [(Some("home"), None)].into(), ..FactsRef::default() },
            FactsRef { role: Some(Role::Terminating), ..FactsRef::default() },
            FactsRef { cause: Some(-200), ..FactsRef::default() },
            FactsRef { cause: Some(3), icid: Some("c"), ..FactsRef::default() },
        ] {
            facts.complete(&later);
            known.complete(&later);
            assert_eq!(known.look(), facts);
            let journal = postcard::to_stdvec(&known).unwrap();
            assert_eq!(postcard::from_bytes::<KnownFacts>(&journal).unwrap(), known);
        }
    }

    /// Whether they are kept or lie elsewhere, facts are written in the same way, and everything of them is kept.
    #[test]
    fn vc_3_facts_that_are_lent_are_written_and_kept_as_they_are() {
        let lent = FactsRef {
            role: Some(Role::Forwarding),
            node: Some(6),
            method: Some("INVITE"),
            event: Some("event"),
            expires: Some(30),
            call_id: Some("call"),
            outgoing_call_id: Some("outgoing"),
            icid: Some("icid"),
            calling: ["tel:+1", "sip:a@x"].into(),
            called: Some("tel:+2"),
            requested: ["tel:2"].into(),
            asserted: ["tel:+3"].into(),
            private: Some("private"),
            subscriptions: [(0, "41"), (1, "001")].into(),
            context: Some("32260@3gpp.org"),
            requested_at: Some(Timestamp(1)),
            delivered_from: Some(Timestamp(2)),
            delivered_until: Some(Timestamp(3)),
            operators: [(Some("a"), None), (None, Some("b"))].into(),
            portability: Some("np"),
            carrier: Some("cs"),
            access: Some(b"access"),
            cellular: Some(b"cellular"),
            location: Some(&[0x82, 0]),
            visited_network: Some("visited"),
            apn: Some("internet"),
            charging_id: Some(7),
            cause: Some(-1),
            bearer: Some(Box::new(Bearer { rat: Some(6), ..Bearer::default() })),
        };
        let (kept, octets) = (lent.clone().kept(), postcard::to_stdvec(&lent).unwrap());
        assert_eq!(postcard::to_stdvec(&kept).unwrap(), octets);
        assert_eq!(postcard::from_bytes::<Facts>(&octets).unwrap(), kept);
        assert_eq!(postcard::from_bytes::<FactsRef<'_>>(&octets).unwrap(), lent);
        let json = serde_json::to_value(&lent).unwrap();
        assert_eq!((&json["access"], &json["location"]), (&"616363657373".into(), &"8200".into()));
        assert_eq!(serde_json::from_value::<Facts>(json).unwrap(), kept);
    }
}
