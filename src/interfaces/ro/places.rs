//! Home and visited place of the party (VC-1, VC-2): what the request says of them, what the contract and the map say, and what an answer says back.

use super::Ro;
use crate::{
    diameter::dictionary::{
        place::PlaceInformation,
        ro::{CreditControlRequest, SubscriptionIdType},
    },
    domain::charging::{
        roaming::{Asked, Roaming, classify},
        session::Loaded,
    },
    records::{Call, Role, Subscriber},
    types::{E164, Timestamp},
};

/// Decides where the party of a session that begins is at home, where it is, and whether it roams. A session that goes on keeps what was decided.
pub(super) fn place(
    ro: &Ro,
    ccr: &CreditControlRequest<'_>,
    loaded: &Loaded,
    roaming: &Roaming,
    (call, now): (&mut Call, Timestamp),
) {
    if loaded.session.value.is_some() {
        return;
    }
    let Some(contract) = loaded.subscription.as_ref().and_then(|read| read.value.as_deref()) else { return };
    let said = said(ccr).cloned().unwrap_or_default();
    let said_visited = said.visited_place.unwrap_or_default();
    let map = ro.places.load();
    let told = map.lookup(&call.seen).is_some() || map.named(said_visited).is_ok();
    let fact =
        ro.locator.as_ref().filter(|_| !told).and_then(|locator| locator.remembered(contract.imsi).fact);
    let provisioned = || ro.store.get::<Subscriber>(&contract.imsi).value?.msisdn;
    let asked = Asked {
        number: number(ccr, call).or_else(provisioned),
        said_home: said.home_place.unwrap_or_default(),
        said_visited,
        contract_home: contract.home.as_deref(),
        seen: &call.seen,
        fact: fact.as_ref(),
        now,
    };
    let verdict = classify(&asked, &map, roaming);
    (call.roaming, call.places) = (verdict.roaming, verdict.places);
}

/// What the request says of places, where it says something.
pub(super) fn said<'c, 'a>(ccr: &'c CreditControlRequest<'a>) -> Option<&'c PlaceInformation<'a>> {
    ccr.service_information.as_ref()?.place_information.as_ref()
}

/// What an answer says of places: both, where the request had the group.
pub(super) fn filled<'a>(ccr: &CreditControlRequest<'_>, call: &'a Call) -> Option<PlaceInformation<'a>> {
    said(ccr).map(|_| PlaceInformation {
        home_place: call.places.home.as_deref(),
        visited_place: call.places.visited.as_deref(),
    })
}

/// The number of the party that is charged: the one that Subscription-Id says, else that of its side of the call.
fn number(ccr: &CreditControlRequest<'_>, call: &Call) -> Option<E164> {
    let inside = ccr.service_information.iter().flat_map(|service| &service.subscription_id);
    let names = ccr.subscription_id.iter().chain(inside);
    let mut numbers = names.filter(|name| name.subscription_id_type == SubscriptionIdType::END_USER_E164);
    let party = match call.role {
        Role::Originating => &call.calling,
        Role::Terminating | Role::Forwarding => &call.called,
    };
    let e164 = |text: &str| E164::parse(text.strip_prefix("tel:").unwrap_or(text));
    numbers.find_map(|name| e164(name.subscription_id_data)).or_else(|| global(party))
}

/// The number in a SIP or tel URI that is written as an international one.
fn global(uri: &str) -> Option<E164> {
    let rest = uri.split_once(':').map_or(uri, |(_, rest)| rest);
    let user = rest.split(['@', ';']).next()?;
    user.starts_with('+').then(|| E164::parse(user)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vc_1_only_international_numbers_are_numbers() {
        for (uri, number) in [
            ("tel:+15550001", Some("15550001")),
            ("sip:+15550001@ims.example;user=phone", Some("15550001")),
            ("tel:+15550001;npdi", Some("15550001")),
            ("tel:5550001;phone-context=+1", None),
            ("sip:alice@ims.example", None),
            ("tel:+1555-0001", None),
            ("", None),
            ("+", None),
        ] {
            assert_eq!(global(uri), number.and_then(E164::parse), "{uri}");
        }
    }
}
