//! A credit control request in the domain's words, and the records it names.

use crate::{
    records::{
        Account, Call, ChargingSession, ChargingSubscription, FactsRef, ServiceKey, SessionKey, Suspense,
        UnitKind,
    },
    store::Read,
    types::{Imsi, Lsn, Timestamp, UnitValue},
};
use smallvec::SmallVec;

/// CC-Request-Type (RFC 8506 §8.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// INITIAL_REQUEST.
    Initial = 1,
    /// UPDATE_REQUEST.
    Update = 2,
    /// TERMINATION_REQUEST.
    Termination = 3,
    /// EVENT_REQUEST.
    Event = 4,
}

/// Requested-Action of an event (RFC 8506 §8.41).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// DIRECT_DEBITING.
    Debit = 0,
    /// REFUND_ACCOUNT.
    Refund = 1,
    /// CHECK_BALANCE.
    CheckBalance = 2,
    /// PRICE_ENQUIRY.
    PriceEnquiry = 3,
}

/// What a client asks.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The type.
    pub kind: Kind,
    /// CC-Request-Number.
    pub number: u32,
    /// What an event asks for; of no meaning in other requests.
    pub action: Action,
    /// Session-Id.
    pub session_id: &'a str,
    /// Origin-Host.
    pub host: &'a str,
    /// Origin-Realm.
    pub realm: &'a str,
    /// The specification in Service-Context-Id.
    pub context: u16,
    /// When it happened: Event-Timestamp where it can be believed, else when the request came.
    pub at: Timestamp,
    /// What is told of the call or data session, where the session is not known yet: one that is keeps what was told at its beginning.
    pub call: Call,
    /// What is told for the record.
    pub facts: FactsRef<'a>,
    /// The services, in the request's order. One that stands in the command itself comes first.
    pub services: Vec<ServiceRequest>,
    /// Cost-Information is wanted (AoC-Request-Type).
    pub wants_cost: bool,
    /// What Refund-Information names: a debit by its session and number.
    pub refunds: Option<(SessionKey, u32)>,
}

/// What is asked and reported of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceRequest {
    /// Which.
    pub service: ServiceKey,
    /// `None`: nothing is asked for, what was used is debited (RFC 8506 §8.17).
    pub requested: Option<Requested>,
    /// What was used since the last report. Several where the price changed in between.
    pub used: SmallVec<[Used; 2]>,
}

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requested {
    /// As much as we like.
    Any,
    /// So many units.
    Units(UnitKind, u64),
    /// So much money (CC-Money).
    Money(UnitValue),
}

/// Units that were used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Used {
    /// CC-Time, seconds.
    pub time: Option<u64>,
    /// CC-Total-Octets, or CC-Input-Octets and CC-Output-Octets together.
    pub octets: Option<u64>,
    /// CC-Service-Specific-Units.
    pub events: Option<u64>,
    /// True for what was used before the price changed (Tariff-Change-Usage).
    pub before: bool,
}

impl Used {
    /// How many units of a kind.
    pub const fn of(&self, unit: UnitKind) -> Option<u64> {
        match unit {
            UnitKind::Time => self.time,
            UnitKind::Octets => self.octets,
            UnitKind::Events => self.events,
            UnitKind::Money => None,
        }
    }
}

/// The records that a request names, as they were read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The session's key.
    pub key: SessionKey,
    /// The session.
    pub session: Read<ChargingSession>,
    /// Whose service it is, where one of the names in the request is known.
    pub subscription: Option<Read<ChargingSubscription>>,
    /// Who pays.
    pub account: Option<Read<Account>>,
    /// The debit that is to be refunded.
    pub refunded: Option<Read<ChargingSession>>,
    /// What is put aside of the session because its record is held.
    pub held: Option<Read<Suspense>>,
    /// The same of the debit that is to be refunded.
    pub refunded_held: Option<Read<Suspense>>,
    /// The largest version that was read.
    pub seen: Lsn,
}

impl Loaded {
    /// Who pays, where the account is there.
    pub fn payer(&self) -> Option<&Account> {
        self.account.as_ref()?.value.as_deref()
    }

    /// Whose service it is, by the request's names.
    pub fn imsi(&self) -> Option<Imsi> {
        self.subscription.as_ref()?.value.as_deref().map(|subscription| subscription.imsi)
    }
}

impl Request<'_> {
    /// The key of its session.
    pub fn key(&self) -> SessionKey {
        SessionKey::of(self.host, self.session_id)
    }

    /// A digest of everything that decides about money: a repetition has the same, another request under the same number another. Stable over versions.
    pub fn digest(&self) -> u64 {
        let mut digest = Fnv::new();
        digest.word(self.kind as u64).word(u64::from(self.number)).word(self.action as u64);
        digest.word(u64::from(self.context));
        for service in &self.services {
            let part = |number: Option<u32>| number.map_or(u64::MAX, u64::from);
            digest.word(part(service.service.rating_group)).word(part(service.service.service_identifier));
            match service.requested {
                None => digest.word(0),
                Some(Requested::Any) => digest.word(1),
                Some(Requested::Units(unit, units)) => digest.word(3 + unit as u64).word(units),
                Some(Requested::Money(value)) => digest
                    .word(2)
                    .word(value.digits.cast_unsigned())
                    .word(i64::from(value.exponent).cast_unsigned()),
            };
            for used in &service.used {
                for units in [used.time, used.octets, used.events] {
                    digest.word(units.unwrap_or(u64::MAX));
                }
                digest.word(u64::from(used.before));
            }
        }
        digest.0
    }
}

/// FNV-1a, a word at a time.
struct Fnv(u64);

const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Of the prime.
const POWERS: [u64; 9] = {
    let mut powers = [1_u64; 9];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1].wrapping_mul(PRIME);
        at += 1;
    }
    powers
};

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn word(&mut self, word: u64) -> &mut Self {
        // Most words are small: their leading zeros only multiply.
        let zeros = word.leading_zeros() as usize / 8;
        self.0 = self.0.wrapping_mul(POWERS[zeros]);
        for octet in &word.to_be_bytes()[zeros..] {
            self.0 = (self.0 ^ u64::from(*octet)).wrapping_mul(PRIME);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a as it is defined, octet by octet.
    #[test]
    fn a_digest_is_fnv_of_the_octets() {
        let words = [0, 1, 0xff, 0x100, 0x0102_0304, 1 << 55, 1 << 56, u64::MAX, 0, 7];
        let (mut digest, mut plain) = (Fnv::new(), 0xcbf2_9ce4_8422_2325_u64);
        for word in words {
            digest.word(word);
            for octet in word.to_be_bytes() {
                plain = (plain ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01b3);
            }
            assert_eq!(digest.0, plain, "{word}");
        }
    }
}
