//! Whose call, message or data session a charging request is about, by all the names it has: the same in Ro and Rf.

use super::facts::Beside;
use crate::{
    diameter::dictionary::ro::{
        ImsInformation, PsInformation, RoleOfNode, ServiceInformation, SubscriptionId, SubscriptionIdType,
    },
    domain::places::access::{pani, user_location, visited_network},
    records::{Call, ChargingSubscription, Role},
    store::{Owner, Read, Store},
    types::{E164, Impi, Impu, Imsi, Lsn, Seen},
};

/// The contract of the first name in the request that is a charged subscriber's.
pub(crate) fn contract(
    store: &Store,
    service: Option<&ServiceInformation<'_>>,
    beside: Beside<'_>,
    seen: &mut Lsn,
) -> Option<Read<ChargingSubscription>> {
    let mut contract = |imsi: Imsi| {
        let read: Read<ChargingSubscription> = store.get(&imsi);
        *seen = (*seen).max(read.version);
        read.value.is_some().then_some(read)
    };
    if let Some(read) = subscribers(store, service, beside).find_map(&mut contract) {
        return Some(read);
    }
    // Some name the user in User-Name alone, as the private identity or the number.
    let text = beside.user_name?;
    let kinds = [
        SubscriptionIdType::END_USER_IMSI,
        SubscriptionIdType::END_USER_PRIVATE,
        SubscriptionIdType::END_USER_SIP_URI,
    ];
    let found = kinds.into_iter().find_map(|kind| subscriber(store, kind, text))?;
    contract(found)
}

/// Whom Subscription-Id names, the IMSI first: it is never written in two ways.
pub(crate) fn subscribers<'a>(
    store: &'a Store,
    service: Option<&'a ServiceInformation<'a>>,
    beside: Beside<'a>,
) -> impl Iterator<Item = Imsi> + 'a {
    let mut names: Vec<&SubscriptionId<'_>> = subscriptions(service, beside).collect();
    names.sort_by_key(|name| name.subscription_id_type != SubscriptionIdType::END_USER_IMSI);
    names
        .into_iter()
        .filter_map(|name| subscriber(store, name.subscription_id_type, name.subscription_id_data))
}

/// Subscription-Id of the command and of Service-Information.
fn subscriptions<'a>(
    service: Option<&'a ServiceInformation<'a>>,
    beside: Beside<'a>,
) -> impl Iterator<Item = &'a SubscriptionId<'a>> {
    beside.subscriptions.iter().chain(service.into_iter().flat_map(|service| &service.subscription_id))
}

/// Whose name it is. Clients write numbers with and without `+`, and numbers where a SIP URI is said to be and the other way round.
fn subscriber(store: &Store, kind: SubscriptionIdType, text: &str) -> Option<Imsi> {
    match kind {
        SubscriptionIdType::END_USER_IMSI => Imsi::parse(text),
        SubscriptionIdType::END_USER_NAI | SubscriptionIdType::END_USER_PRIVATE => private(store, text),
        _ => number(store, text).or_else(|| identity(store, text)).or_else(|| private(store, text)),
    }
}

fn number(store: &Store, text: &str) -> Option<Imsi> {
    let digits = text.strip_prefix("tel:").unwrap_or(text);
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let number = E164::parse(digits)?;
    owner(store, &format!("tel:+{number}"))
}

fn identity(store: &Store, text: &str) -> Option<Imsi> {
    owner(store, &Impu::canonical(text).ok()?)
}

fn private(store: &Store, text: &str) -> Option<Imsi> {
    let user = text.split('@').next().unwrap_or_default();
    match Imsi::parse(user) {
        Some(imsi) => Some(imsi),
        None => Impi::parse(text, 3)
            .ok()
            .and_then(|impi| impi.imsi)
            .or_else(|| owner(store, &text.to_ascii_lowercase())),
    }
}

fn owner(store: &Store, identity: &str) -> Option<Imsi> {
    match store.owner(identity).0 {
        Some(Owner::Subscriber(imsi)) => Some(imsi),
        _ => None,
    }
}

/// The number of the party that is charged: the one that Subscription-Id says, else that of its side of the call.
pub(crate) fn party_number(
    service: Option<&ServiceInformation<'_>>,
    beside: Beside<'_>,
    call: &Call,
) -> Option<E164> {
    let mut numbers = subscriptions(service, beside)
        .filter(|name| name.subscription_id_type == SubscriptionIdType::END_USER_E164);
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

/// What is told of the call, the message or the data session.
pub(crate) fn call(service: Option<&ServiceInformation<'_>>, location: Option<&[u8]>) -> Call {
    let ims = service.and_then(|service| service.ims_information.as_deref());
    let ps = service.and_then(|service| service.ps_information.as_deref());
    let text = |text: Option<&str>| text.unwrap_or_default().into();
    let role = match ims.and_then(|ims| ims.role_of_node) {
        Some(RoleOfNode::TERMINATING_ROLE) => Role::Terminating,
        Some(RoleOfNode::FORWARDING_ROLE) => Role::Forwarding,
        _ => Role::Originating,
    };
    Call {
        role,
        calling: calling(service).into(),
        called: text(ims.and_then(called).or_else(|| ps.and_then(|ps| ps.called_station_id))),
        correlation: text(ims.and_then(|ims| ims.user_session_id.or(ims.ims_charging_identifier))),
        seen: seen(location, ims, ps),
        ..Call::default()
    }
}

/// Who calls, as it was written; empty where nothing is said.
pub(crate) fn calling<'a>(service: Option<&ServiceInformation<'a>>) -> &'a str {
    let ims = service.and_then(|service| service.ims_information.as_deref());
    ims.and_then(|ims| ims.calling_party_address.first().copied()).unwrap_or_default()
}

/// Who is called: where the call is sent, else what was dialled.
fn called<'a>(ims: &ImsInformation<'a>) -> Option<&'a str> {
    ims.called_party_address.or_else(|| ims.requested_party_address.first().copied())
}

/// Where the party is, by the nearest that the request tells: the cell, then the network (VC-2).
fn seen(beside: Option<&[u8]>, ims: Option<&ImsInformation<'_>>, ps: Option<&PsInformation<'_>>) -> Seen {
    let header = |octets: &[u8]| {
        let text = std::str::from_utf8(octets).ok()?;
        pani::best(text).map(|access| access.seen).filter(|seen| !seen.is_empty())
    };
    let access = ims.into_iter().flat_map(|ims| {
        ims.access_network_information.iter().copied().chain(ims.cellular_network_information)
    });
    let location = ps.and_then(|ps| ps.tgpp_user_location_info).or(beside);
    let location = || location.and_then(|octets| user_location(octets).ok()).filter(|seen| !seen.is_empty());
    let network = || {
        let name = ims.and_then(|ims| ims.ims_visited_network_identifier);
        let network = name.and_then(visited_network);
        let serving = || ps.and_then(|ps| ps.tgpp_sgsn_mcc_mnc).and_then(crate::types::Plmn::parse);
        network.or_else(serving).map(|plmn| Seen { plmn: Some(plmn), ..Seen::default() })
    };
    access.into_iter().find_map(header).or_else(location).or_else(network).unwrap_or_default()
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
