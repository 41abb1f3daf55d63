//! The HSS lost what it knew, or is told that it did: every node that serves subscribers is sent an RSR (TS 29.272 §5.2.4.1, TS 23.007 §10).
//!
//! A node that is told marks its subscribers, and sends a ULR when it next hears of one: then both know the same again. A start is no such loss:
//! what an answer said was on disk before it left, so what nodes know is known here, too, and nobody is told.

use super::{Next, Worker};
use crate::{
    procedures::network::Network,
    records::{EpsRegistration, Outbox, Task},
    store::{ChangeSet, CommitError, Store},
    types::{Imsi, Lsn, Name, Timestamp},
};
use std::{collections::BTreeMap, sync::Arc};
use tracing::info;

/// Most digit strings of one Reset, as many as an RSR comfortably carries.
pub const MOST_USER_IDS: usize = 64;

/// True for the leading digits of an IMSI: MCC, MNC and the beginning of the MSIN (TS 29.272 §7.3.50).
pub fn is_user_id(digits: &str) -> bool {
    (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Has every node that serves subscribers whose IMSIs begin with one of `user_ids` (all, without) sent an RSR.
///
/// # Errors
/// As [`Store::commit`].
pub fn reset(store: &Store, user_ids: Vec<String>, now: Timestamp) -> Result<Lsn, CommitError> {
    let user_ids = user_ids.into_iter().map(String::into_boxed_str).collect();
    super::commit(store, ChangeSet::new(), vec![Task::Reset { user_ids }], now)
}

/// The same for all in a store that nobody serves from: that nodes may have other data than the store is kept before it is opened to serve, so that the first
/// ULR is answered by it. False where no node serves anybody, and nobody need be told.
///
/// # Errors
/// As [`Store::commit`].
pub fn reset_restored(store: &Store, now: Timestamp) -> Result<bool, CommitError> {
    let concerned = Concerned::find(store, &[]);
    for some in concerned.subscribers.chunks(CHUNK) {
        doubt(store, some)?;
    }
    match concerned.nodes.is_empty() {
        true => Ok(false),
        false => reset(store, Vec::new(), now).map(|_| true),
    }
}

/// Subscribers whose nodes are taken to be behind in one change.
const CHUNK: usize = 512;

/// Takes the nodes of `subscribers` to be behind: what they say they have (Skip-Subscriber-Data) may not be what is known here.
fn doubt(store: &Store, subscribers: &[Imsi]) -> Result<Lsn, CommitError> {
    loop {
        let mut changes = ChangeSet::new();
        for imsi in subscribers {
            let read = store.get::<EpsRegistration>(imsi);
            if let Some(after) = read.value.as_deref().and_then(|now| now.behind(|_| true)) {
                changes = changes.put(after, read.version);
            }
        }
        match store.commit(changes) {
            // One of them moved: all are looked at again.
            Err(CommitError::Stale { .. }) => {}
            other => return other,
        }
    }
}

impl<N: Network> Worker<N> {
    /// The nodes, an entry each: who is away is tried again without the others.
    pub(super) async fn find_nodes(&self, user_ids: &[Box<str>], entry: &Outbox) -> Next {
        let (store, wanted): (Arc<Store>, Box<[Box<str>]>) = (self.store.clone(), user_ids.into());
        // A look at all registrations, which would keep a thread from answering. What is found is as little as there are nodes, so it needs no steps:
        // a crash before its end begins it again, and nobody was told.
        let Ok(found) = tokio::task::spawn_blocking(move || Concerned::find(&store, &wanted)).await else {
            return self.later(entry, "nobody");
        };
        for some in found.subscribers.chunks(CHUNK) {
            match doubt(&self.store, some) {
                // Not faster than the disk takes it.
                Ok(lsn) => self.store.durable().reached(lsn).await,
                Err(_) => return self.later(entry, "nobody"),
            }
        }
        let nodes = found.nodes;
        info!(nodes = nodes.len(), ?user_ids, "MMEs and SGSNs are told to have their subscribers confirmed");
        let tell = |(host, realm)| Task::ResetNode { host, realm, user_ids: user_ids.into() };
        Next::Become(ChangeSet::new(), nodes.into_values().map(tell).collect())
    }
}

/// Whom a Reset concerns.
#[derive(Debug, Default)]
struct Concerned {
    /// Every node that serves somebody, once, by its host in lower case. One that purged a subscriber as well: what is kept of that may be out of date.
    nodes: BTreeMap<String, (Name, Name)>,
    /// Whom they serve.
    subscribers: Vec<Imsi>,
}

impl Concerned {
    fn find(store: &Store, user_ids: &[Box<str>]) -> Self {
        let concerned = |imsi: Imsi| {
            let digits = imsi.to_string();
            user_ids.is_empty() || user_ids.iter().any(|user_id| digits.starts_with(&**user_id))
        };
        let mut found = Self::default();
        for (registration, _) in store.scan::<EpsRegistration>() {
            if concerned(registration.imsi) {
                found.subscribers.push(registration.imsi);
                for node in registration.nodes() {
                    let known = found.nodes.entry(node.host.to_ascii_lowercase());
                    known.or_insert_with(|| (node.host.clone(), node.realm.clone()));
                }
            }
        }
        found
    }
}
