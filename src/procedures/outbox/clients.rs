//! What is owed to clients that charge online: that there is more credit (RAR, RFC 8506 §5.5), and that a service is to end (ASR, RFC 6733 §8.5).
//!
//! Many clients know neither. Then nothing is lost: a client that does not ask again by itself does so when the Validity-Time of its grant is over, and a
//! session whose client cannot be told of its end is ended here, so that its reservation is free and its next request is refused.

use super::{Next, Worker, commit};
use crate::{
    domain::charging::{Charging, session::cut},
    procedures::{
        durable::durable,
        network::{Heard, Network},
    },
    records::{Account, AccountId, ChargingSession, Outbox, SessionKey, SessionOrder, Suspense, Task},
    store::{ChangeSet, CommitError, Store},
    telemetry::metrics::Metrics,
    types::{Lsn, Timestamp},
};
use arc_swap::ArcSwap;
use std::sync::Arc;
use tracing::info;

/// Commits what was ordered of an account, together with what the clients of its open sessions are to be told.
///
/// # Errors
/// As [`Store::commit`].
pub fn commit_and_tell(
    store: &Store,
    changes: ChangeSet,
    (account, order): (AccountId, Option<SessionOrder>),
    now: Timestamp,
) -> Result<Lsn, CommitError> {
    let tell = |order| Task::TellClients { account, order, at: now, from: 0 };
    commit(store, changes, order.map(tell).into_iter().collect(), now)
}

/// How is charged, and where is counted what became of orders to clients.
#[derive(Debug)]
pub(super) struct Clients {
    pub(super) charging: Arc<ArcSwap<Charging>>,
    pub(super) metrics: Arc<Metrics>,
}

impl<N: Network> Worker<N> {
    /// Finds some more open sessions of an account, and becomes the search for the others; once enough of what was found before is done.
    pub(super) async fn find_sessions(&self, entry: &Outbox, now: Timestamp) -> Next {
        let Task::TellClients { account, order, at, from } = entry.task else { return Next::Delete };
        if self.is_busy(now) {
            return Next::Later(self.persistence.first_pause);
        }
        let (store, most) = (self.store.clone(), self.persistence.search);
        // A look at all sessions, which would keep a thread from answering.
        let found = tokio::task::spawn_blocking(move || {
            let (sessions, rest) = open_sessions(&store, account, from, most);
            let tell = |session| Task::TellClient { session, order, at };
            let mut tasks: Vec<_> = sessions.into_iter().map(tell).collect();
            tasks.extend(rest.map(|from| Task::TellClients { account, order, at, from }));
            tasks
        });
        match found.await {
            Ok(tasks) => Next::Become(ChangeSet::new(), tasks),
            Err(_) => self.later(entry, "nobody"),
        }
    }

    /// Tells the client of a session, while it is open.
    pub(super) async fn tell_client(&self, entry: &Outbox, now: Timestamp) -> Next {
        let Task::TellClient { session: key, order, at } = entry.task else { return Next::Delete };
        // What the client did meanwhile must not be taken back by a crash that it does not notice.
        let session = durable(&self.store, |store| {
            let read = store.get::<ChargingSession>(&key);
            (read.value, read.version)
        })
        .await;
        let Some(session) = session.filter(|session| session.ended.is_none()) else {
            return self.told(order, "needless", Next::Delete);
        };
        match order {
            SessionOrder::Reauthorize if session.heard > at => self.told(order, "needless", Next::Delete),
            SessionOrder::Reauthorize => self.reauthorize(&session, entry).await,
            SessionOrder::Abort => self.abort(&session, entry, now).await,
        }
    }

    async fn reauthorize(&self, session: &ChargingSession, entry: &Outbox) -> Next {
        let heard = self.network.reauthorize(session).await;
        let next = match heard {
            // Silence of a client that knows no RAR.
            Heard::Done | Heard::UnknownUser | Heard::NotServed | Heard::Silence => Next::Delete,
            Heard::Unreachable => self.later(entry, &session.host),
            Heard::Refused(_) | Heard::TooMuchData => self.heard(heard.clone(), &session.host, entry),
        };
        self.told(SessionOrder::Reauthorize, outcome(&heard), next)
    }

    /// A client that was told ends the session with its TERMINATION; else it is ended here.
    async fn abort(&self, session: &ChargingSession, entry: &Outbox, now: Timestamp) -> Next {
        let heard = self.network.abort(session).await;
        let again = match heard {
            Heard::Done => return self.told(SessionOrder::Abort, outcome(&heard), Next::Delete),
            Heard::Silence if entry.attempts + 1 >= self.persistence.silent_attempts => None,
            Heard::Silence | Heard::Unreachable => self.pause_of(entry, &session.host),
            _ => None,
        };
        let next = again.map_or_else(|| self.cut(session.key, now), Next::Later);
        self.told(SessionOrder::Abort, outcome(&heard), next)
    }

    /// The session is over as it stands now; a report that was on its way then comes late, and is debited all the same.
    fn cut(&self, key: SessionKey, now: Timestamp) -> Next {
        let session = self.store.get::<ChargingSession>(&key);
        let Some(found) = session.value.as_deref() else { return Next::Delete };
        let (account, held) = (self.store.get::<Account>(&found.account), self.store.get::<Suspense>(&key));
        let charging = self.clients.charging.load();
        let with = (&charging.tariff, &charging.manners);
        match cut((&session, &held), &account, with, now) {
            Some(changes) => {
                info!(session = %key, peer = %found.host, "the client cannot be told to end the session: it is ended here");
                Next::Become(changes, Vec::new())
            }
            None => Next::Delete,
        }
    }

    fn told(&self, order: SessionOrder, outcome: &str, next: Next) -> Next {
        self.clients.metrics.charging_orders.with_label_values(&[order.word(), outcome]).inc();
        next
    }
}

/// For the metric.
const fn outcome(heard: &Heard) -> &'static str {
    match heard {
        Heard::Done => "done",
        Heard::UnknownUser => "unknown",
        Heard::NotServed => "not-served",
        Heard::Silence => "silent",
        Heard::Unreachable => "unreachable",
        Heard::Refused(_) | Heard::TooMuchData => "refused",
    }
}

/// Open sessions of an account in the parts of the store beginning with `from`, until there are `most`; and the part to go on with, if not all were looked at.
fn open_sessions(
    store: &Store,
    account: AccountId,
    from: u32,
    most: usize,
) -> (Vec<SessionKey>, Option<u32>) {
    let mut found = Vec::new();
    for part in from as usize..store.shards() {
        if found.len() >= most {
            return (found, u32::try_from(part).ok());
        }
        store.walk::<ChargingSession>(part, |session, _| {
            if session.account == account && session.ended.is_none() {
                found.push(session.key);
            }
        });
    }
    (found, None)
}
