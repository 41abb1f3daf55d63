//! What is owed to S-CSCFs that serve public services: that one is switched off (RTR), and what changed of its profile (PPR).

use super::{Next, Worker};
use crate::{
    domain::hss::{Features, Switches, deregistration::Reason, profile_push::Push, user_data::service_data},
    procedures::{
        durable::durable,
        network::{Deregister, Heard, Network},
    },
    records::{Outbox, PublicService, Scscf},
    types::Impu,
};
use tracing::debug;

impl<N: Network> Worker<N> {
    pub(super) async fn deregister_service(
        &self,
        identity: &Impu,
        impi: &str,
        scscf: &Scscf,
        entry: &Outbox,
    ) -> Next {
        // It may have been switched on again, and be served there by now.
        let now = self.store.get::<PublicService>(identity).value;
        if now.is_some_and(|now| now.scscf.as_ref().is_some_and(|now| now.host == scscf.host)) {
            debug!(%identity, scscf = %scscf.name, "served there again: there is nothing left to end");
            return Next::Delete;
        }
        let what = Deregister {
            impi,
            associated: &[],
            impus: std::slice::from_ref(identity),
            scscf,
            reason: Reason::PermanentTermination as u32,
            info: "the public service was switched off",
        };
        match self.network.deregister(&what).await {
            // One that does not know the service stays silent.
            Heard::Silence if entry.attempts + 1 >= self.persistence.silent_attempts => Next::Delete,
            heard => self.heard(heard, &scscf.host, entry),
        }
    }

    pub(super) async fn push_service(&self, identity: &Impu, entry: &Outbox) -> Next {
        let hss = self.hss.load_full();
        // The profile that is sent must not be lost by a crash that the S-CSCF does not notice.
        let (service, switches) = durable(&self.store, |store| {
            let read = store.get::<PublicService>(identity);
            let switches = read.value.as_deref().map(|service| Switches::of_service(store, &hss, service));
            let switches = switches.unwrap_or_default();
            let seen = read.version.max(switches.seen());
            ((read.value, switches), seen)
        })
        .await;
        let Some(service) = service.as_deref().filter(|service| service.active) else {
            return Next::Delete;
        };
        let Some(scscf) = &service.scscf else { return Next::Delete };
        if self.hears.lock().get(&scscf.host) == Some(&false) {
            return Next::Delete;
        }
        // A push is not negotiated: nothing beyond what every S-CSCF reads.
        let data = service_data(&hss, service, identity.as_str(), Features::empty(), &switches);
        let push = data.and_then(|data| {
            let impi = service.private_identity.to_string();
            let charging = hss.charging_functions(None)?;
            Ok(Push { scscf, impi, user_data: Some(data), charging, digest: None })
        });
        let heard = match push {
            Ok(push) => self.network.push_profile(&push).await,
            Err(refusal) => return self.refused(entry, "nobody", &refusal.to_string()),
        };
        match self.hears(&scscf.host, &heard) {
            Some(false) => Next::Delete,
            _ => self.heard(heard, &scscf.host, entry),
        }
    }
}
