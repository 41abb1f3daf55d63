//! Charging sessions whose time is over: reservations lapse (Tcc, RFC 8506 §13), and what ended is forgotten in time.
//!
//! The sessions are walked a part at a time, all of them in a few seconds: no timer is kept for each, so a session costs nothing while it waits, and a restart changes nothing.

use crate::{
    domain::charging::{
        Charging,
        session::{Lapsed, Manners, lapse},
    },
    records::{ChargingSession, SessionKey},
    store::{CommitError, Store},
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
pub async fn keep(store: Arc<Store>, charging: Arc<ArcSwap<Charging>>, stop: CancellationToken) {
    let parts = store.shards().div_ceil(STEPS);
    loop {
        for step in 0..STEPS {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
            if !store.was_used::<ChargingSession>() {
                continue;
            }
            let manners = charging.load().manners.clone();
            let last = ((step + 1) * parts).min(store.shards());
            for part in step * parts..last {
                sweep(&store, part, &manners, Timestamp::now());
            }
        }
    }
}

/// Does what is due at `now` in one part of the sessions; returns how many sessions that were.
pub fn sweep(store: &Store, part: usize, manners: &Manners, now: Timestamp) -> usize {
    let mut due = Vec::new();
    store.walk::<ChargingSession>(part, |session, _| {
        if session.deadline <= now {
            due.push(session.key);
        }
    });
    due.iter().filter(|key| carry_out(store, **key, manners, now)).count()
}

/// Decides about one session until the decision holds.
fn carry_out(store: &Store, key: SessionKey, manners: &Manners, now: Timestamp) -> bool {
    for _ in 0..ATTEMPTS {
        let session = store.get::<ChargingSession>(&key);
        let Some(found) = session.value.as_deref() else { return false };
        let account = store.get(&found.account);
        let changes = match lapse(&session, &account, manners, now) {
            Lapsed::NotYet => return false,
            Lapsed::Ended(changes) => {
                let (session, host) = (&*found.session_id, &*found.host);
                tracing::info!(
                    session,
                    host,
                    "nothing was heard of the session for too long: its reservation lapsed"
                );
                changes
            }
            Lapsed::Forgotten(changes) => changes,
        };
        match store.commit(changes) {
            Ok(_) => return true,
            Err(CommitError::Stale { .. }) => {}
            // The store takes no changes just now: the next walk comes by again.
            Err(_) => return false,
        }
    }
    false
}
