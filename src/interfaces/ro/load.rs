//! The records a request names, read from the store.

use super::request;
use crate::{
    diameter::dictionary::ro::CreditControlRequest,
    domain::charging::session::{Loaded, Request},
    interfaces::shared::party::contract,
    records::{Account, ChargingSession, SessionKey, Suspense},
    store::{Read, Store},
};

/// The session, whoever pays for it, and for a new one whose service it is.
pub(super) fn load(store: &Store, ccr: &CreditControlRequest<'_>, asked: &Request<'_>) -> Loaded {
    let key = asked.key();
    let session: Read<ChargingSession> = store.get(&key);
    let kept = |key: SessionKey| Some(store.get_if_used::<Suspense>(&key));
    let mut loaded = Loaded {
        key,
        seen: session.version,
        session,
        subscription: None,
        account: None,
        refunded: None,
        held: kept(key),
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
        let service = ccr.service_information.as_ref();
        let subscription = contract(store, service, request::beside(ccr), &mut loaded.seen)?;
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
