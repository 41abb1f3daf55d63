//! What is owed to AAA servers: that they no longer serve a subscriber (RTR), and what changed of one they serve (PPR); and to all that serve one,
//! that its P-CSCF failed.

use super::{Next, Worker, several::Round};
use crate::{
    domain::hss::{
        eps::subscription_data::standing_barring,
        wlan::{
            WlanLoaded,
            push_profile::{Push, decide},
        },
    },
    procedures::{durable::durable, network::Network},
    records::{EpsRegistration, Outbox, Task, WlanRegistration},
    store::ChangeSet,
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

    /// Every node that serves the subscriber hears that its P-CSCF failed, except those that `heard` it already; what cannot be reached hears it later. A
    /// node to which the terminal went meanwhile hears it, too: the P-CSCF is still the one that failed.
    pub(super) async fn restore_pcscf(&self, imsi: Imsi, heard: &[Name], entry: &Outbox) -> Next {
        let eps = self.store.get::<EpsRegistration>(&imsi).value;
        let nodes = eps.iter().flat_map(|eps| eps.nodes()).filter(|node| !node.purged);
        let wlan = self.store.get::<WlanRegistration>(&imsi).value.filter(|wlan| wlan.registered);
        let hss = self.hss.load();
        let by_nodes = nodes.filter(|node| !heard.contains(&node.host)).filter_map(|node| {
            let barred = standing_barring(&self.store, &hss, imsi, node)?;
            Some((node.host.clone(), self.network.restore_pcscf(imsi, node, barred)))
        });
        let servers = wlan.iter().filter(|wlan| !heard.contains(&wlan.host));
        let by_wlan = servers.map(|wlan| (wlan.host.clone(), self.network.restore_pcscf_over_wlan(wlan)));
        let hearings: Vec<_> = by_nodes.chain(by_wlan).collect();
        let mut round = Round::after(heard);
        self.tell(hearings, entry, &mut round).await;
        self.left(round, |heard| Task::RestorePcscfForOthers { imsi, heard }, ChangeSet::new(), entry)
    }

    pub(super) async fn push_wlan_profile(&self, imsi: Imsi, entry: &Outbox) -> Next {
        // The data that are sent must not be lost by a crash that the AAA server does not notice.
        let load = |store: &_| {
            let loaded = WlanLoaded::load(store, imsi);
            let seen = loaded.eps.seen.max(loaded.registration().1);
            (loaded, seen)
        };
        let loaded = durable(&self.store, load).await;
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
