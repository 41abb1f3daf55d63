//! Brings records near before they are asked for: many at once wait for memory together, where one after the other each waits alone.
//!
//! With a million subscribers nearly every record is far from the processor, and each step from table to record to its parts is a wait of
//! its own. Here every loop takes one such step for a whole batch of requests; the loads of one loop depend on nothing in it, so
//! the processor has them under way side by side. What is read is thrown away: the requests read it again, from the cache.

use super::{Store, kinds::Tables};
use crate::{
    records::{Registration, Subscriber},
    types::Imsi,
};
use bitflags::bitflags;
use std::hint::black_box;

/// Whose records will be asked for.
#[derive(Debug, Clone, Copy)]
pub enum Ahead<'a> {
    /// This subscriber's.
    Imsi(Imsi),
    /// Those of whoever lists this identity (canonical form).
    Identity(&'a str),
}

bitflags! {
    /// What will be read of them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Near: u8 {
        /// The sequence numbers.
        const SEQUENCES = 1;
        /// The EPS contract.
        const EPS = 1 << 1;
        /// The AAA server.
        const WLAN = 1 << 2;
        /// Where they were last seen.
        const PLACES = 1 << 3;
        /// The subscriber with its services, and the registration state of these.
        const SERVICES = 1 << 4;
        /// The charging contract, and the account that pays.
        const CHARGING = 1 << 5;
        /// The subscriber, as far as its number.
        const SUBSCRIBER = 1 << 6;
        /// The nodes of the EPS that serve.
        const NODES = 1 << 7;
    }
}

impl Store {
    /// So many are brought near at once: more would push each other out of the nearest cache.
    pub const AHEAD: usize = 32;

    /// Brings near what decisions about these users will read, each what is said of it. Of the first [`AHEAD`](Self::AHEAD) of them; nothing is
    /// said of who does not exist.
    pub fn bring_near(&self, users: &[(Ahead<'_>, Near)]) {
        let tables = &self.shared.tables;
        let imsis = imsis(tables, users);
        let all = users.iter().fold(Near::empty(), |all, (_, near)| all | *near);
        // Of whom one of these kinds is wanted; nothing where it is of nobody.
        let of = |kinds: Near| {
            let mut wanted: [Option<&Imsi>; Self::AHEAD] = [None; Self::AHEAD];
            for ((wanted, imsi), (_, near)) in wanted.iter_mut().zip(&imsis).zip(users) {
                *wanted = imsi.as_ref().filter(|_| near.intersects(kinds));
            }
            all.intersects(kinds).then_some(wanted)
        };
        if let Some(imsis) = of(Near::SUBSCRIBER | Near::SERVICES) {
            tables.subscriber.look_ahead(&imsis, |subscribers| {
                for subscriber in subscribers.iter().flatten() {
                    black_box((subscriber.imsi, subscriber.msisdn, subscriber.domain.len()));
                }
                if let Some(imsis) = of(Near::SERVICES) {
                    tables.registration.look_ahead(&imsis, |registrations| walk(subscribers, registrations));
                }
            });
        }
        if let Some(imsis) = of(Near::EPS) {
            tables.eps_subscription.look_ahead(&imsis, |contracts| {
                for contract in contracts.iter().flatten() {
                    black_box(contract.profile.as_bytes().first());
                }
            });
        }
        if let Some(imsis) = of(Near::NODES) {
            tables.eps_registration.look_ahead(&imsis, |registrations| {
                for registration in registrations.iter().flatten() {
                    let host = registration.mme.as_ref().map(|mme| mme.host.as_bytes().first());
                    black_box((host, registration.gateways.first()));
                }
            });
        }
        if let Some(imsis) = of(Near::WLAN) {
            tables.wlan_registration.look_ahead(&imsis, |registrations| {
                for registration in registrations.iter().flatten() {
                    black_box((registration.host.as_bytes().first(), registration.gateways.first()));
                }
            });
        }
        if let Some(imsis) = of(Near::PLACES) {
            tables.location.look_ahead(&imsis, |places| {
                for place in places.iter().flatten() {
                    black_box(place.facts.first());
                }
            });
        }
        if let Some(imsis) = of(Near::CHARGING) {
            tables.charging_subscription.look_ahead(&imsis, |contracts| {
                let accounts = contracts.map(|contract| contract.map(|contract| &contract.account));
                tables.account.look_ahead(&accounts, |accounts| {
                    for account in accounts.iter().flatten() {
                        black_box(account.buckets.first());
                    }
                });
            });
        }
        if let Some(imsis) = of(Near::SEQUENCES) {
            tables.sequence.look_ahead(&imsis, |sequences| {
                for sequence in sequences.iter().flatten() {
                    black_box(sequence.requesters.first());
                }
            });
        }
    }
}

/// Who they are, or may be.
fn imsis(tables: &Tables, users: &[(Ahead<'_>, Near)]) -> [Option<Imsi>; Store::AHEAD] {
    let mut imsis = [None; Store::AHEAD];
    let mut identities = [None; Store::AHEAD];
    for ((imsi, identity), (user, _)) in imsis.iter_mut().zip(&mut identities).zip(users) {
        match user {
            Ahead::Imsi(known) => *imsi = Some(*known),
            Ahead::Identity(text) => *identity = Some(*text),
        }
    }
    if identities.iter().any(Option::is_some) {
        for (imsi, holder) in imsis.iter_mut().zip(tables.index.look_ahead(&identities)) {
            *imsi = imsi.or_else(|| holder?.imsi());
        }
    }
    imsis
}

/// From the records to their parts, and to the parts of those.
fn walk(subscribers: &[Option<&Subscriber>], registrations: &[Option<&Registration>]) {
    let services = || subscribers.iter().flatten().flat_map(|subscriber| &subscriber.services);
    let states = || registrations.iter().flatten().flat_map(|registration| &registration.services);
    for subscriber in subscribers.iter().flatten() {
        black_box((subscriber.services.len(), subscriber.domain.len()));
    }
    for registration in registrations.iter().flatten() {
        black_box(registration.services.len());
    }
    for service in services() {
        black_box((service.enabled, service.identities.len()));
    }
    for state in states() {
        black_box((&state.scscf, state.sets.len()));
    }
    for identity in services().flat_map(|service| &service.identities) {
        black_box(identity.impu.as_str().as_bytes().first());
    }
    for state in states() {
        black_box((state.sets.first(), state.scscf.as_ref().map(|scscf| scscf.name.as_bytes().first())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody, more than there are, and none at all: nothing happens.
    #[test]
    fn who_is_not_there_is_brought_nowhere() {
        let store = Store::in_memory();
        let nobody = Ahead::Imsi(Imsi::parse("001010000000001").unwrap());
        store.bring_near(&[]);
        store.bring_near(&[(nobody, Near::empty())]);
        store.bring_near(&[(nobody, Near::all()); Store::AHEAD + 1]);
        store.bring_near(&[(Ahead::Identity("sip:nobody@ims.example"), Near::all())]);
    }
}
