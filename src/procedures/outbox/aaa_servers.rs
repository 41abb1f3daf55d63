//! What is owed to AAA servers: that they no longer serve a subscriber (RTR), and what changed of one they serve (PPR); and to all that serve one,
//! that its P-CSCF failed.

use super::{Next, Worker, mmes::together};
use crate::{
    domain::hss::{
        eps::subscription_data::standing_barring,
        wlan::{
            WlanLoaded,
            push_profile::{Push, decide},
        },
    },
    procedures::network::Network,
    records::{EpsRegistration, Outbox, WlanRegistration},
    types::{Imsi, Name},
};
use tracing::debug;

impl<N: Network> Worker<N> {
    pub(super) async fn end_wlan_registration(
        &self,
        imsi: Imsi,
        user_name: &str,
        (host, realm): (&Name, &Name),
        reason: u32,
        entry: &Outbox,
    ) -> Next {
        // The user may be back there by now: then the AAA server registered anew, and would drop a user it serves.
        let now = self.store.get::<WlanRegistration>(&imsi).value;
        if now.is_some_and(|now| now.registered && now.host == *host) {
            debug!(%imsi, peer = %host, "it serves the subscriber again: there is nothing left to end");
            return Next::Delete;
        }
        self.heard(self.network.end_registration(user_name, host, realm, reason).await, host, entry)
    }

    /// Every node that serves the subscriber hears that its P-CSCF failed; what cannot be reached hears it later, and the others once more, which costs
    /// another registration and no call.
    pub(super) async fn restore_pcscf(&self, imsi: Imsi, entry: &Outbox) -> Next {
        let eps = self.store.get::<EpsRegistration>(&imsi).value;
        let nodes = eps.iter().flat_map(|eps| eps.mme.iter().chain(&eps.sgsn)).filter(|node| !node.purged);
        let wlan = self.store.get::<WlanRegistration>(&imsi).value.filter(|wlan| wlan.registered);
        let hss = self.hss.load();
        let by_nodes = nodes.filter_map(|node| {
            let barred = standing_barring(&self.store, &hss, imsi, node)?;
            Some((node.host.clone(), self.network.restore_pcscf(imsi, node, barred)))
        });
        let by_wlan = wlan.iter().map(|wlan| (wlan.host.clone(), self.network.restore_pcscf_over_wlan(wlan)));
        let hearings: Vec<_> = by_nodes.chain(by_wlan).collect();
        let mut next = Next::Delete;
        for (host, heard) in together(hearings).await {
            match self.heard(heard, &host, entry) {
                Next::Delete => {}
                later => next = later,
            }
        }
        next
    }

    pub(super) async fn push_wlan_profile(&self, imsi: Imsi, entry: &Outbox) -> Next {
        let loaded = WlanLoaded::load(&self.store, imsi);
        // The data that are sent must not be lost by a crash that the AAA server does not notice.
        self.store.durable().reached(loaded.eps.seen.max(loaded.registration().1)).await;
        let hss = self.hss.load_full();
        let (host, hearing) = match decide(&loaded, &hss) {
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
            Ok(Push::Nothing) => return Next::Delete,
            Ok(Push::Ended(changes, task)) => return Next::Become(*changes, task.into_iter().collect()),
            Ok(Push::Data(server, data)) => (server.host.clone(), self.network.push_user_data(server, &data)),
        };
        self.heard(hearing.await, &host, entry)
    }
}
