//! What is owed to MMEs and SGSNs: that they no longer serve a subscriber (CLR), and what changed of one they serve (IDR).

use super::{Next, Worker};
use crate::{
    domain::hss::eps::{EpsLoaded, insert_subscriber_data},
    procedures::network::{Heard, Network},
    records::Outbox,
    types::{Imsi, Name},
};
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

    pub(super) async fn insert_subscriber_data(&self, imsi: Imsi, entry: &Outbox) -> Next {
        let loaded = EpsLoaded::load(&self.store, imsi);
        // The data that are sent must not be lost by a crash that the node does not notice.
        self.store.durable().reached(loaded.seen).await;
        let hss = self.hss.load_full();
        let hearings: Vec<_> = match insert_subscriber_data::decide(&loaded, &hss) {
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
            Ok(inserts) => inserts
                .iter()
                .map(|insert| (insert.node.host.clone(), self.network.insert_subscriber_data(imsi, insert)))
                .collect(),
        };
        let mut next = Next::Delete;
        for (host, hearing) in hearings {
            match hearing.await {
                Heard::Done | Heard::UnknownUser => {}
                // The same data again are as good as once: all nodes get them.
                Heard::Silence | Heard::Unreachable => next = self.later(entry, &host),
                Heard::NotServed => _ = self.refused(entry, &host, "the command is not served"),
                Heard::TooMuchData => _ = self.refused(entry, &host, "too much data"),
                Heard::Refused(result) => _ = self.refused(entry, &host, &result),
            }
        }
        next
    }
}
