//! Notifications of application servers: the data is read when it is sent, so that whoever was out of reach hears the newest.

use super::{
    durable::durable,
    network::{Heard, Network, Notification},
};
use crate::{
    domain::hss::{
        Hss, Refusal, Switches,
        sh::{Item, Operation, Records, Unknown, Whom, notify, notify::Told},
    },
    records::{PublicService, Registration, ShSubscription, ShSubscriptions, Subscriber, Task},
    store::{Change, ChangeSet, Store},
    types::{Impu, Imsi, Timestamp},
};
use std::sync::Arc;

/// What is to be told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notify<'a> {
    pub(super) identity: &'a Impu,
    pub(super) imsi: Option<Imsi>,
    pub(super) subscription: &'a ShSubscription,
    pub(super) sequence: Option<u16>,
}

impl Notify<'_> {
    /// Sends it; `None` where nobody has the identity any more.
    ///
    /// # Errors
    /// What keeps the data from being written.
    pub(super) async fn send(
        &self,
        store: &Store,
        hss: &Hss,
        network: &impl Network,
        now: Timestamp,
    ) -> Result<Option<Heard>, Refusal> {
        let whom = self.whom();
        // What is told must not be lost by a crash.
        let read = |store: &Store| {
            let records = self.read(store, hss);
            let seen = records.loaded.registration().1.max(records.loaded.switches.seen());
            (records, seen)
        };
        let records = durable(store, read).await;
        let Ok(target) = records.target(&whom) else { return Ok(None) };
        let user_data =
            notify::data(&records, target, &whom, self.subscription, self.sequence, hss, &Unknown, now)?;
        let (wildcarded_service, wildcarded_user) = target.wildcards();
        let what = Notification {
            subscription: self.subscription,
            wildcarded_service,
            wildcarded_user,
            user_data: &user_data,
        };
        let hearing = network.notify(&what);
        Ok(Some(hearing.await))
    }

    /// Whether the application server may watch it now.
    ///
    /// # Errors
    /// 5104, with the setting that would allow it.
    pub(super) fn permitted(&self, hss: &Hss) -> Result<(), Refusal> {
        let reference = Item::from(&self.subscription.watched).reference();
        hss.permissions.check(&self.subscription.host, Operation::Subscribe, reference.number()).map(drop)
    }

    /// Whose data it is, as the application server asked.
    pub(super) fn whom(&self) -> Whom<'_> {
        Whom {
            text: (&*self.subscription.asked).into(),
            by_number: false,
            private: self.subscription.private_identity.as_deref(),
        }
    }

    pub(super) fn read(&self, store: &Store, hss: &Hss) -> Records {
        let mut records = Records::default();
        match self.imsi {
            Some(imsi) => {
                let subscriber = store.get::<Subscriber>(&imsi);
                if let Some(found) = subscriber.value.as_deref() {
                    records.loaded.switches = Switches::of_subscriber(store, hss, found);
                }
                records.loaded.subscriber = subscriber.value;
                records.loaded.subscriber_version = subscriber.version;
                records.loaded.registration = Some(store.get(&imsi));
            }
            None => {
                let service = store.get::<PublicService>(self.identity);
                if let Some(found) = service.value.as_deref() {
                    records.loaded.switches = Switches::of_service(store, hss, found);
                }
                records.loaded.public_service = Some(service);
            }
        }
        // Since the change, aliases may be kept in another's name.
        let keeper = records.keeper(&self.whom()).map_or_else(|| self.identity.clone(), |(keeper, _)| keeper);
        records.repository = Some(store.get(&keeper));
        records.subscriptions = Some(store.get(&keeper));
        records
    }

    /// The application server does not know the user: it watches nothing of the identity any more (TS 29.328 §6.1.4).
    pub(super) fn forget(&self, store: &Store, hss: &Hss) -> ChangeSet {
        let Some(read) = self.read(store, hss).subscriptions else { return ChangeSet::new() };
        let Some(all) = read.value.as_deref() else { return ChangeSet::new() };
        let others = all.entries.iter().filter(|entry| entry.host != self.subscription.host).cloned();
        let left = ShSubscriptions { entries: others.collect(), ..all.clone() };
        let keeper = all.identity.clone();
        match left.entries.len() {
            count if count == all.entries.len() => ChangeSet::new(),
            0 => ChangeSet::new().delete::<ShSubscriptions>(keeper, read.version),
            _ => ChangeSet::new().put(left, read.version),
        }
    }
}

/// The one place where a change of a registration becomes notifications: of the user state and the S-CSCF's name of every identity that somebody
/// watches, in the change set of what changed.
pub(super) fn watched_changes(store: &Store, changes: ChangeSet, now: Timestamp) -> (ChangeSet, Vec<Task>) {
    // Mostly nobody watches anybody. Who is the first to do so while this is decided was told what was before, and has to hear of the change.
    if !store.was_used::<ShSubscriptions>() {
        return (changes.require_unused::<ShSubscriptions>(), Vec::new());
    }
    let registrations: Vec<(Imsi, Option<Registration>)> = changes
        .iter()
        .filter_map(|(change, _)| match change {
            Change::Registration(after) => Some((after.imsi, Some(Registration::clone(after)))),
            Change::RegistrationGone(imsi) => Some((*imsi, None)),
            _ => None,
        })
        .collect();
    let services: Vec<Arc<PublicService>> = changes
        .iter()
        .filter_map(|(change, _)| match change {
            Change::PublicService(after) => Some(after.clone()),
            _ => None,
        })
        .collect();
    let mut all = (changes, Vec::new());
    for after in services {
        let before = store.get::<PublicService>(&after.identity).value;
        // Whoever switches a service on or off tells of it.
        let Some(before) = before.filter(|before| before.active == after.active) else { continue };
        let read = store.get::<ShSubscriptions>(&after.identity);
        let watching = read.value.as_deref().filter(|watching| watching.holder.is_none());
        let Told { left, tasks } = notify::service_changed(&before, &after, watching, None, now);
        all.0 = notify::keep(all.0, left, &after.identity, read.version);
        all.1.extend(tasks);
    }
    for (imsi, after) in registrations {
        let Some(subscriber) = store.get::<Subscriber>(&imsi).value else { continue };
        let before = store.get::<Registration>(&imsi).value;
        let identities = subscriber.services.iter().flat_map(|service| &service.identities);
        let mut seen = Vec::new();
        for identity in identities.map(|identity| &identity.impu) {
            if seen.contains(&identity) {
                continue;
            }
            seen.push(identity);
            let read = store.get::<ShSubscriptions>(identity);
            let watching = read.value.as_deref().filter(|watching| watching.holder == Some(imsi));
            let differs = notify::Difference {
                before: (&subscriber, before.as_deref()),
                after: (&subscriber, after.as_ref()),
                now,
            };
            let Told { left, tasks } =
                notify::told(watching, now, |entry| differs.concerns(entry).then_some(None));
            all.0 = notify::keep(all.0, left, identity, read.version);
            all.1.extend(tasks);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::{AuthScheme, Identity, Roaming, Service, Watched},
        store::CommitError,
        types::{Lsn, Name},
    };

    /// Who subscribes while a registration is decided was told the state before it: the change is decided again, and told.
    #[test]
    fn sc_6_a_subscription_that_comes_between_is_not_missed() {
        let imsi = Imsi::parse("001010000000001").unwrap();
        let identity = |text: &str| -> Impu { text.parse().unwrap() };
        let subscription = |host: &str| ShSubscription {
            host: Name::new(host),
            realm: Name::new("example"),
            watched: Watched::UserState,
            private_identity: None,
            asked: "sip:one@example".into(),
            expires: None,
            one_time: false,
        };
        let watching = |text, host| ShSubscriptions {
            identity: identity(text),
            holder: Some(imsi),
            entries: [subscription(host)].into(),
        };
        let member = |text| Identity {
            impu: identity(text),
            barred: false,
            set: 0,
            alias: 0,
            profile: Name::new("default"),
        };
        let service = Service {
            sic: None,
            impi: None,
            scheme: AuthScheme::AkaV1,
            also: Box::default(),
            password: None,
            enabled: true,
            identities: [member("sip:one@example"), member("sip:two@example")].into(),
            scscf: None,
            charging: None,
            capabilities: Box::default(),
        };
        let subscriber = Subscriber {
            imsi,
            msisdn: None,
            domain: Name::new("example"),
            sim: None,
            services: [service].into(),
            roaming: Roaming::Anywhere,
            template: None,
        };
        let stale = |watched_before: bool| {
            let store = Store::in_memory();
            store.commit(ChangeSet::new().put(subscriber.clone(), Lsn::ZERO)).unwrap();
            if watched_before {
                store.commit(ChangeSet::new().put(watching("sip:two@example", "as1"), Lsn::ZERO)).unwrap();
            }
            let registration = Registration { imsi, services: Box::default() };
            let decided = ChangeSet::new().put(registration, Lsn::ZERO);
            let (decided, tasks) = watched_changes(&store, decided, Timestamp(1));
            assert!(tasks.is_empty());
            store.commit(ChangeSet::new().put(watching("sip:one@example", "as2"), Lsn::ZERO)).unwrap();
            store.commit(decided)
        };
        for watched_before in [false, true] {
            let refused = stale(watched_before);
            assert!(
                matches!(refused, Err(CommitError::Stale { kind: "sh_subscription", .. })),
                "{refused:?}"
            );
        }
    }
}
