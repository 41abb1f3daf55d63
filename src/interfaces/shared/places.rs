//! Home and visited place of the party of a charging request (VC-1, VC-2): what the request says of them, what the contract and the map say, and what is remembered.

use super::{facts::Beside, party::party_number};
use crate::{
    diameter::dictionary::{place::PlaceInformation, ro::ServiceInformation},
    domain::{
        charging::roaming::{Asked, Roaming, classify},
        places::Places,
    },
    procedures::location::Locator,
    records::{Call, CallPlaces, ChargingSubscription, Subscriber},
    store::Store,
    types::{Imsi, Timestamp},
};
use arc_swap::ArcSwap;
use std::sync::Arc;

/// Who knows where parties are.
#[derive(Debug, Default)]
pub(crate) struct Whereabouts {
    /// The map of places in force; replaced as a whole on a reload.
    pub(crate) map: Arc<ArcSwap<Places>>,
    /// The location service, where there is one, for requests that tell no place.
    pub(crate) locator: Option<Arc<Locator>>,
}

/// What is known of the party.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Party<'a> {
    /// Service-Information.
    pub(crate) service: Option<&'a ServiceInformation<'a>>,
    /// What stands beside it.
    pub(crate) beside: Beside<'a>,
    /// Whose service it is, where that is known.
    pub(crate) imsi: Option<Imsi>,
    /// Who pays for it, where anybody does.
    pub(crate) contract: Option<&'a ChargingSubscription>,
}

impl Whereabouts {
    /// Decides where the party is at home, where it is, and whether it roams. What `call` knows of its number and its home already stays.
    pub(crate) fn place(
        &self,
        (store, roaming): (&Store, &Roaming),
        party: Party<'_>,
        (call, now): (&mut Call, Timestamp),
    ) {
        let CallPlaces { number, home, .. } = std::mem::take(&mut call.places);
        let said = said(party.service).cloned().unwrap_or_default();
        let said_visited = said.visited_place.unwrap_or_default();
        let map = self.map.load();
        let told = map.lookup(&call.seen).is_some() || map.named(said_visited).is_ok();
        let locator = self.locator.as_ref().filter(|_| !told);
        let fact = locator.zip(party.imsi).and_then(|(locator, imsi)| locator.remembered(imsi).fact);
        let provisioned = || store.get::<Subscriber>(&party.imsi?).value?.msisdn;
        let asked = Asked {
            number: number.or_else(|| party_number(party.service, party.beside, call)).or_else(provisioned),
            said_home: home.as_deref().or(said.home_place).unwrap_or_default(),
            said_visited,
            contract_home: party.contract.and_then(|contract| contract.home.as_deref()),
            seen: &call.seen,
            fact: fact.as_ref(),
            now,
        };
        let verdict = classify(&asked, &map, roaming);
        (call.roaming, call.places) = (verdict.roaming, verdict.places);
    }
}

/// What a request says of places, where it says something.
pub(crate) fn said<'c, 'a>(service: Option<&'c ServiceInformation<'a>>) -> Option<&'c PlaceInformation<'a>> {
    service?.place_information.as_ref()
}
