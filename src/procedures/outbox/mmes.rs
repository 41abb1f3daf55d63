//! What is owed to MMEs and SGSNs: that they no longer serve a subscriber (CLR), what changed of one they serve (IDR), and what is gone (DSR).

use super::{
    Next, Worker,
    several::{Round, behind},
};
use crate::{
    domain::hss::{
        Hss, Refusal,
        eps::{
            EpsLoaded,
            cancel_location::Cancellation,
            delete_subscriber_data::{self, Delete, Parts},
            insert_subscriber_data::{self, Change, Insert},
        },
    },
    procedures::{durable::durable, network::Network},
    records::{EpsRegistration, Outbox, ServingNode, Task},
    types::{Imsi, Name},
};
use std::sync::Arc;
use tracing::debug;

impl<N: Network> Worker<N> {
    /// `mme`: whether it served as the MME or as the SGSN. Entries of earlier versions do not say that; then what is known of it goes by the type.
    pub(super) async fn cancel_location(
        &self,
        imsi: Imsi,
        (host, realm): (&Name, &Name),
        kind: u32,
        mme: Option<bool>,
        entry: &Outbox,
    ) -> Next {
        let by_kind = || match kind {
            kind if kind == Cancellation::MmeUpdate as u32 => Some(true),
            kind if kind == Cancellation::SgsnUpdate as u32 => Some(false),
            _ => None,
        };
        let mme = mme.or_else(by_kind);
        // The terminal may be back there by now: then that node was told so by its own ULR, and would drop a subscriber it serves. One that is MME and
        // SGSN may serve as the one and no more as the other.
        let loaded = EpsLoaded::load(&self.store, imsi);
        let serves = |node: &Option<ServingNode>| {
            node.as_ref().is_some_and(|node| node.host.eq_ignore_ascii_case(host) && !node.purged)
        };
        let again = |now: &EpsRegistration| match mme {
            Some(true) => serves(&now.mme),
            Some(false) => serves(&now.sgsn),
            None => serves(&now.mme) || serves(&now.sgsn),
        };
        if loaded.registration().0.is_some_and(again) {
            debug!(%imsi, peer = %host, "it serves the subscriber again: there is nothing left to cancel");
            return Next::Delete;
        }
        let hearing = self.network.cancel_location(imsi, host, realm, kind, mme.unwrap_or(true));
        self.heard(hearing.await, host, entry)
    }

    /// The data as they are, then that what was taken away is gone: a node that does not know DSR has the rest all the same. Who `heard` of it
    /// is not told again; who missed it is kept to be behind, until it hears or asks.
    pub(super) async fn change_subscriber_data(
        &self,
        imsi: Imsi,
        withdrawn: u32,
        heard: &[Name],
        entry: &Outbox,
    ) -> Next {
        let (loaded, hss) = self.loaded(imsi).await;
        let inserts = match insert_subscriber_data::decide(&loaded, &hss) {
            Err(refusal) => return self.unsaid(imsi, entry, &refusal),
            Ok(Change::Insert(inserts)) => inserts,
            Ok(Change::Ended(changes, mut tasks)) => {
                tasks.push(entry.task.clone());
                return Next::Become(changes, tasks);
            }
        };
        let insert = |insert: &Insert<'_>| {
            (insert.node.host.clone(), self.network.insert_subscriber_data(imsi, insert))
        };
        let others = |insert: &&Insert<'_>| !heard.contains(&insert.node.host);
        let mut round = Round::after(heard);
        self.tell(inserts.iter().filter(others).map(insert).collect(), entry, &mut round).await;
        let parts = Parts::from_bits_retain(withdrawn);
        if !parts.is_empty() {
            // Looked at again: what was given back while the node answered is not gone, and the IDR that brings it may be on its way.
            let (loaded, hss) = self.loaded(imsi).await;
            let deletes = match delete_subscriber_data::decide(&loaded, parts, &hss) {
                Err(refusal) => return self.unsaid(imsi, entry, &refusal),
                Ok(deletes) => deletes,
            };
            let delete = |delete: &Delete<'_>| {
                (delete.node.host.clone(), self.network.delete_subscriber_data(imsi, delete))
            };
            // Who could not be reached with the data gets both later; nobody else waits for that.
            let there = |delete: &&Delete<'_>| {
                let host = &delete.node.host;
                round.answered.contains(host) && !heard.contains(host)
            };
            let deletes = deletes.iter().filter(there).map(delete).collect();
            self.tell(deletes, entry, &mut round).await;
        }
        let behind = round.behind(&self.store, imsi);
        self.left(round, |heard| Task::ChangeForOthers { imsi, withdrawn, heard }, behind, entry)
    }

    /// There is nothing that could be told, as the configuration stands: no node has what it should.
    fn unsaid(&self, imsi: Imsi, entry: &Outbox, refusal: &Refusal) -> Next {
        self.refused(entry, "nobody", &refusal.to_string());
        Next::Become(behind(&self.store, imsi, |_| true), Vec::new())
    }

    /// What there is of a subscriber, durably.
    async fn loaded(&self, imsi: Imsi) -> (EpsLoaded, Arc<Hss>) {
        let load = |store: &_| {
            let loaded = EpsLoaded::load(store, imsi);
            let seen = loaded.seen;
            (loaded, seen)
        };
        (durable(&self.store, load).await, self.hss.load_full())
    }
}
