//! What is owed to MMEs and SGSNs: that they no longer serve a subscriber (CLR), what changed of one they serve (IDR), and what is gone (DSR).

use super::{Next, Worker};
use crate::{
    domain::hss::{
        Hss,
        eps::{
            EpsLoaded,
            delete_subscriber_data::{self, Delete, Parts},
            insert_subscriber_data::{self, Change, Insert},
        },
    },
    procedures::network::{Heard, Hearing, Network},
    records::Outbox,
    types::{Imsi, Name},
};
use std::sync::Arc;
use tracing::debug;

impl<N: Network> Worker<N> {
    pub(super) async fn cancel_location(
        &self,
        imsi: Imsi,
        (host, realm): (&Name, &Name),
        kind: u32,
        entry: &Outbox,
    ) -> Next {
        // The terminal may be back there by now: then that node was told so by its own ULR, and would drop a subscriber it serves.
        let loaded = EpsLoaded::load(&self.store, imsi);
        let nodes = || loaded.registration().0.into_iter().flat_map(|now| now.mme.iter().chain(&now.sgsn));
        if nodes().any(|node| node.host == *host && !node.purged) {
            debug!(%imsi, peer = %host, "it serves the subscriber again: there is nothing left to cancel");
            return Next::Delete;
        }
        self.heard(self.network.cancel_location(imsi, host, realm, kind).await, host, entry)
    }

    /// The data as they are, then that what was taken away is gone: a node that does not know DSR has the rest all the same.
    pub(super) async fn change_subscriber_data(&self, imsi: Imsi, withdrawn: Parts, entry: &Outbox) -> Next {
        let (loaded, hss) = self.loaded(imsi).await;
        let inserts = match insert_subscriber_data::decide(&loaded, &hss) {
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
            Ok(Change::Insert(inserts)) => inserts,
            Ok(Change::Ended(changes, mut tasks)) => {
                tasks.push(entry.task.clone());
                return Next::Become(changes, tasks);
            }
        };
        let insert = |insert: &Insert<'_>| {
            (insert.node.host.clone(), self.network.insert_subscriber_data(imsi, insert))
        };
        let (next, have) = self.all_heard(inserts.iter().map(insert).collect(), entry).await;
        if withdrawn.is_empty() {
            return next;
        }
        // Looked at again: what was given back while the node answered is not gone, and the IDR that brings it may be on its way.
        let (loaded, hss) = self.loaded(imsi).await;
        let deletes = match delete_subscriber_data::decide(&loaded, withdrawn, &hss) {
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
            Ok(deletes) => deletes,
        };
        let delete = |delete: &Delete<'_>| {
            (delete.node.host.clone(), self.network.delete_subscriber_data(imsi, delete))
        };
        // Who could not be reached with the data gets both later; nobody else waits for that.
        let there = |delete: &&Delete<'_>| have.contains(&delete.node.host);
        let deletes = deletes.iter().filter(there).map(delete).collect();
        match self.all_heard(deletes, entry).await {
            (Next::Delete, _) => next,
            (later, _) => later,
        }
    }

    /// What there is of a subscriber, durably: what is sent must not be lost by a crash that the node does not notice.
    async fn loaded(&self, imsi: Imsi) -> (EpsLoaded, Arc<Hss>) {
        let loaded = EpsLoaded::load(&self.store, imsi);
        self.store.durable().reached(loaded.seen).await;
        (loaded, self.hss.load_full())
    }

    /// What becomes of an entry that several nodes answer, and which did. The same again is as good as once: all nodes get it.
    async fn all_heard(&self, hearings: Vec<(Name, Hearing)>, entry: &Outbox) -> (Next, Vec<Name>) {
        let (mut next, mut answered) = (Next::Delete, Vec::new());
        for (host, heard) in together(hearings).await {
            match heard {
                Heard::Silence | Heard::Unreachable => {
                    next = self.later(entry, &host);
                    continue;
                }
                Heard::Done | Heard::UnknownUser => {}
                Heard::NotServed => _ = self.refused(entry, &host, "the command is not served"),
                Heard::TooMuchData => _ = self.refused(entry, &host, "too much data"),
                Heard::Refused(result) => _ = self.refused(entry, &host, &result),
            }
            answered.push(host);
        }
        (next, answered)
    }
}

/// What several nodes answer. All are asked at once: what one is told must not be what was so before another took its time.
pub(super) async fn together(hearings: Vec<(Name, Hearing)>) -> Vec<(Name, Heard)> {
    let asked: Vec<_> = hearings.into_iter().map(|(host, hearing)| (host, tokio::spawn(hearing))).collect();
    let mut all = Vec::with_capacity(asked.len());
    for (host, hearing) in asked {
        all.push((host, hearing.await.unwrap_or(Heard::Unreachable)));
    }
    all
}
