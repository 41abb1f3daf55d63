//! The records a request names, read from the store.

use crate::{
    diameter::dictionary::ro::{CreditControlRequest, SubscriptionId, SubscriptionIdType},
    domain::charging::session::{Loaded, Request},
    records::{Account, ChargingSession, ChargingSubscription, SessionKey, Suspense},
    store::{Owner, Read, Store},
    types::{E164, Impi, Impu, Imsi, Lsn},
};

/// The session, whoever pays for it, and for a new one whose service it is.
pub(super) fn load(store: &Store, ccr: &CreditControlRequest<'_>, asked: &Request<'_>) -> Loaded {
    let session: Read<ChargingSession> = store.get(&asked.key());
    let kept = |key: SessionKey| Some(store.get::<Suspense>(&key));
    let mut loaded = Loaded {
        seen: session.version,
        session,
        subscription: None,
        account: None,
        refunded: None,
        held: kept(asked.key()),
        refunded_held: None,
    };
    if let Some((key, _)) = asked.refunds {
        let refunded: Read<ChargingSession> = store.get(&key);
        loaded.seen = loaded.seen.max(refunded.version);
        loaded.refunded = Some(refunded);
        loaded.refunded_held = kept(key);
    }
    let known = loaded.session.value.as_deref().map(|session| session.account);
    let account = known.or_else(|| {
        let subscription = subscription(store, ccr, &mut loaded.seen)?;
        loaded.seen = loaded.seen.max(subscription.version);
        let account = subscription.value.as_deref().map(|subscription| subscription.account);
        loaded.subscription = Some(subscription);
        account
    });
    if let Some(id) = account {
        let account: Read<Account> = store.get(&id);
        loaded.seen = loaded.seen.max(account.version);
        loaded.account = Some(account);
    }
    loaded
}

/// Of all names in the request the first that is a charged subscriber's: the IMSI goes first, for it is never written in two ways.
fn subscription(
    store: &Store,
    ccr: &CreditControlRequest<'_>,
    seen: &mut Lsn,
) -> Option<Read<ChargingSubscription>> {
    let inside = ccr.service_information.iter().flat_map(|service| &service.subscription_id);
    let mut names: Vec<&SubscriptionId<'_>> = ccr.subscription_id.iter().chain(inside).collect();
    names.sort_by_key(|name| name.subscription_id_type != SubscriptionIdType::END_USER_IMSI);
    let mut contract = |imsi: Imsi| {
        let read: Read<ChargingSubscription> = store.get(&imsi);
        *seen = (*seen).max(read.version);
        read.value.is_some().then_some(read)
    };
    for name in names {
        if let Some(imsi) = subscriber(store, name.subscription_id_type, name.subscription_id_data)
            && let Some(read) = contract(imsi)
        {
            return Some(read);
        }
    }
    // Some name the user in User-Name alone, as the private identity or the number.
    let text = ccr.user_name?;
    let kinds = [
        SubscriptionIdType::END_USER_IMSI,
        SubscriptionIdType::END_USER_PRIVATE,
        SubscriptionIdType::END_USER_SIP_URI,
    ];
    let found = kinds.into_iter().find_map(|kind| subscriber(store, kind, text))?;
    contract(found)
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
