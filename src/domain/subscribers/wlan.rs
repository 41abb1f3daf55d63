//! What a change of a subscriber does at the AAA server that serves it (TS 29.273 §8.1.2.3, §8.1.2.4).

use super::provision::Known;
use crate::{
    domain::hss::wlan::registration_termination::{Reason, end},
    records::{EpsSubscription, Subscriber, Task, WlanRegistration},
    store::ChangeSet,
};

/// What becomes of the registration, and what the AAA server is told, when the EPS contract becomes `new` and the subscriber, where it is to be
/// another, `subscriber`. Whether the contract's profile still allows it is seen when the AAA server is told.
pub(super) fn effects(
    known: &Known,
    subscriber: Option<&Subscriber>,
    new: Option<&EpsSubscription>,
) -> (ChangeSet, Vec<Task>) {
    let (old, version) = (known.eps_subscription.value.as_deref(), known.wlan_registration.version);
    let before = known.subscriber.value.as_deref();
    let renumbered = subscriber.zip(before).is_some_and(|(new, old)| old.msisdn != new.msisdn);
    let changed = old != new || renumbered;
    let ended = new.is_none_or(|new| !new.enabled);
    let stands = || ChangeSet::new().require::<WlanRegistration>(known.imsi, version);
    match known.wlan_registration.value.as_deref() {
        // Who registers meanwhile must not stay registered by a contract that goes.
        None if changed => (stands(), Vec::new()),
        None => (ChangeSet::new(), Vec::new()),
        Some(serving) if ended => (
            ChangeSet::new().delete::<WlanRegistration>(known.imsi, version),
            end(serving, Reason::PermanentTermination).into_iter().collect(),
        ),
        Some(_) if changed => (stands(), vec![Task::PushWlanProfile { imsi: known.imsi }]),
        Some(_) => (ChangeSet::new(), Vec::new()),
    }
}
