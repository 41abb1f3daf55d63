//! Charging sessions whose time is over: reservations lapse (Tcc, RFC 8506 §13), records of sessions that fell silent are closed, and what ended is forgotten in time.
//!
//! The sessions are walked a part at a time, all of them in a few seconds: no timer is kept for each, so a session costs nothing while it waits, and a restart changes nothing.

use crate::{
    domain::charging::{
        Charging, accounting,
        session::{Lapsed, lapse},
    },
    records::{AccountingSession, ChargingSession, SessionKey},
    store::{ChangeSet, CommitError, Read, Store, Stored},
    telemetry::metrics::Metrics,
    types::Timestamp,
};
use arc_swap::ArcSwap;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// All sessions are looked at in so many steps, each a pause apart: once in five seconds.
const STEPS: usize = 64;
const PAUSE: Duration = Duration::from_millis(78);

/// How often one session is decided about again when its records changed meanwhile; then it is left to the next walk.
const ATTEMPTS: usize = 8;

/// Walks the sessions until `stop`.
pub async fn keep(
    store: Arc<Store>,
    charging: Arc<ArcSwap<Charging>>,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
) {
    let parts = store.shards().div_ceil(STEPS);
    loop {
        for step in 0..STEPS {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
            let charging = charging.load_full();
            let last = ((step + 1) * parts).min(store.shards());
            for part in step * parts..last {
                sweep(&store, part, &charging, Timestamp::now());
                let lost = sweep_accounting(&store, part, &charging.accounting, Timestamp::now());
                if lost > 0 {
                    metrics.accounting_unusual.with_label_values(&["stop-lost"]).inc_by(lost);
                }
            }
        }
    }
}

/// Does what is due at `now` in one part of the sessions that are charged online; returns how many sessions that were.
pub fn sweep(store: &Store, part: usize, charging: &Charging, now: Timestamp) -> usize {
    let due = due::<ChargingSession>(store, part, |session| session.deadline <= now);
    let with = (&charging.tariff, &charging.manners);
    let decide = |key: &SessionKey| {
        let session = store.get::<ChargingSession>(key);
        let Some(found) = session.value.as_deref() else { return Lapsed::NotYet };
        let lapsed = lapse((&session, &store.get(key)), &store.get(&found.account), with, now);
        if matches!(lapsed, Lapsed::Ended(_)) {
            let (session, host) = (&*found.session_id, &*found.host);
            tracing::info!(
                session,
                host,
                "nothing was heard of the session for too long: its reservation lapsed"
            );
        }
        lapsed
    };
    due.iter().filter(|key| carry_out(store, || decide(key)).is_some()).count()
}

/// The same for accounting sessions; returns how many records were closed because their sessions are silent.
pub fn sweep_accounting(store: &Store, part: usize, manners: &accounting::Manners, now: Timestamp) -> u64 {
    let due = due::<AccountingSession>(store, part, |session| session.deadline <= now);
    let decide = |key: &SessionKey| {
        let session: Read<AccountingSession> = store.get(key);
        accounting::lapse((&session, &store.get(key)), manners, now)
    };
    let closed = |key: &&SessionKey| carry_out(store, || decide(key)) == Some(true);
    due.iter().filter(closed).count() as u64
}

/// The keys of a part that are due.
fn due<R: Stored>(store: &Store, part: usize, is_due: impl Fn(&R) -> bool) -> Vec<R::Key> {
    let mut due = Vec::new();
    if store.was_used::<R>() {
        store.walk::<R>(part, |session, _| {
            if is_due(session) {
                due.push(session.key());
            }
        });
    }
    due
}

/// Decides about one session until the decision holds: whether it was ended (or forgotten); `None` where nothing became of it.
fn carry_out(store: &Store, decide: impl Fn() -> Lapsed) -> Option<bool> {
    for _ in 0..ATTEMPTS {
        let (changes, ended): (ChangeSet, bool) = match decide() {
            Lapsed::NotYet => return None,
            Lapsed::Ended(changes) => (changes, true),
            Lapsed::Forgotten(changes) => (changes, false),
        };
        match store.commit(changes) {
            Ok(_) => return Some(ended),
            Err(CommitError::Stale { .. }) => {}
            // The store takes no changes just now: the next walk comes by again.
            Err(_) => return None,
        }
    }
    None
}
