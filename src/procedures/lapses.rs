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

/// So many sessions are forgotten with one change set: enough to share its cost, few enough not to keep others waiting.
const TOGETHER: usize = 64;

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
        let kept = store.get_if_used(key);
        let lapsed = lapse((&session, &kept), |account| store.get(account), with, now);
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
    let Done { ended, forgotten } = all(store, &due, decide);
    ended + forgotten
}

/// The same for accounting sessions; returns how many records were closed because their sessions are silent.
pub fn sweep_accounting(store: &Store, part: usize, manners: &accounting::Manners, now: Timestamp) -> u64 {
    let due = due::<AccountingSession>(store, part, |session| session.deadline <= now);
    let decide = |key: &SessionKey| {
        let session: Read<AccountingSession> = store.get(key);
        accounting::lapse((&session, &store.get_if_used(key)), manners, now)
    };
    all(store, &due, decide).ended as u64
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

/// How many sessions were ended, and how many forgotten.
#[derive(Debug, Default)]
struct Done {
    ended: usize,
    forgotten: usize,
}

impl Done {
    fn one(&mut self, ended: Option<bool>) {
        match ended {
            Some(true) => self.ended += 1,
            Some(false) => self.forgotten += 1,
            None => {}
        }
    }
}

/// Decides about those that are due, and carries it out: each is ended for itself, and what is over is forgotten many at a time.
fn all(store: &Store, due: &[SessionKey], decide: impl Fn(&SessionKey) -> Lapsed) -> Done {
    let mut done = Done::default();
    for some in due.chunks(TOGETHER) {
        let (mut keys, mut changes) = (Vec::new(), ChangeSet::with_room(some.len(), some.len()));
        for key in some {
            match decide(key) {
                Lapsed::Forgotten(own) => {
                    keys.push(key);
                    changes = changes.and(own);
                }
                lapsed => done.one(carry_out(store, lapsed, || decide(key))),
            }
        }
        match store.commit(changes) {
            Ok(_) => done.forgotten += keys.len(),
            // One of them was heard of meanwhile.
            Err(CommitError::Stale { .. }) => {
                keys.into_iter().for_each(|key| done.one(carry_out(store, decide(key), || decide(key))));
            }
            // The store takes no changes just now: the next walk comes by again.
            Err(_) => {}
        }
    }
    done
}

/// Carries out what was decided about one session, or what is decided about it until that holds: whether it was ended (or forgotten); `None` where nothing
/// became of it.
fn carry_out(store: &Store, mut lapsed: Lapsed, decide: impl Fn() -> Lapsed) -> Option<bool> {
    for _ in 0..ATTEMPTS {
        let (changes, ended) = match lapsed {
            Lapsed::NotYet => return None,
            Lapsed::Ended(changes) => (changes, true),
            Lapsed::Forgotten(changes) => (changes, false),
        };
        match store.commit(changes) {
            Ok(_) => return Some(ended),
            Err(CommitError::Stale { .. }) => lapsed = decide(),
            // As above.
            Err(_) => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::Sequence,
        types::{Imsi, Lsn},
    };
    use std::cell::Cell;

    fn imsi(key: &SessionKey) -> Imsi {
        Imsi::parse("001010000000000").unwrap().offset(key.0).unwrap()
    }

    fn delete(store: &Store, key: &SessionKey) -> ChangeSet {
        ChangeSet::new().delete::<Sequence>(imsi(key), store.get::<Sequence>(&imsi(key)).version)
    }

    fn store(keys: &[SessionKey]) -> Arc<Store> {
        let store = Arc::new(Store::in_memory());
        for key in keys {
            store.commit(ChangeSet::new().put(Sequence::new(imsi(key)), Lsn::ZERO)).unwrap();
        }
        store
    }

    /// VC-6: what is over is forgotten 64 at a time; what ends, ends for itself, and what is not due stays.
    #[test]
    fn vc_6_what_is_over_is_forgotten_many_at_a_time() {
        let keys: Vec<_> = (0..100).map(SessionKey).collect();
        let store = store(&keys);
        let before = store.stats().last.0;
        let done = all(&store, &keys, |key| match key.0 {
            7 => Lapsed::NotYet,
            9 => Lapsed::Ended(delete(&store, key)),
            _ => Lapsed::Forgotten(delete(&store, key)),
        });
        assert_eq!((done.ended, done.forgotten), (1, 98));
        assert_eq!(store.stats().last.0 - before, 3, "64 but two, one that ends, and the rest");
        assert_eq!(store.count::<Sequence>(), 1);
    }

    /// One that is heard of between decision and commit leaves the others alone, and is decided about again.
    #[test]
    fn vc_6_one_that_changed_meanwhile_is_decided_about_again() {
        let keys: Vec<_> = (0..10).map(SessionKey).collect();
        let (store, asked) = (store(&keys), Cell::new(0));
        let done = all(&store, &keys, |key| {
            let first = key.0 == 5 && asked.replace(asked.get() + 1) == 0;
            let changes = delete(&store, key);
            if first {
                let read = store.get::<Sequence>(&imsi(key));
                store.commit(ChangeSet::new().put(Sequence::new(imsi(key)), read.version)).unwrap();
            }
            if key.0 == 6 && asked.get() > 1 { Lapsed::NotYet } else { Lapsed::Forgotten(changes) }
        });
        assert_eq!((done.ended, done.forgotten, asked.get()), (0, 9, 2));
        assert_eq!(store.count::<Sequence>(), 1);
    }
}
