//! PNR: application servers are told what changed of what they watch (TS 29.328 §6.1.4, Sh-Notif).

use super::{Item, Records, Source, Target, Whereabouts, Whom, document::Document};
use crate::{
    domain::hss::{Hss, Loaded, Refusal},
    records::{PublicService, Registration, ShSubscription, ShSubscriptions, Subscriber, Task, Watched},
    store::{ChangeSet, Read},
    types::{Impu, Lsn, Timestamp},
};

/// What a change means for those who watch.
#[derive(Debug, Default)]
pub struct Told {
    /// The subscriptions without those that end with this notification; `None` where none ends.
    pub left: Option<ShSubscriptions>,
    /// The notifications.
    pub tasks: Vec<Task>,
}

/// Notifies those of `watching` that `concerned` says: of a piece of repository data with its number, which is told even when it is gone.
pub fn told(
    watching: Option<&ShSubscriptions>,
    now: Timestamp,
    concerned: impl Fn(&ShSubscription) -> Option<Option<u16>>,
) -> Told {
    let Some(watching) = watching else { return Told::default() };
    let hear = || watching.at(now).filter_map(|entry| Some((entry, concerned(entry)?)));
    let tasks = hear().map(|(entry, sequence)| Task::Notify {
        identity: watching.identity.clone(),
        imsi: watching.holder,
        subscription: Box::new(entry.clone()),
        sequence,
    });
    let tasks = tasks.collect();
    // One-Time-Notification: it ends with the first one. What ran out goes with it.
    let ends = |entry: &&ShSubscription| entry.one_time && concerned(entry).is_some();
    let left = hear().any(|(entry, _)| entry.one_time).then(|| ShSubscriptions {
        entries: watching.at(now).filter(|entry| !ends(entry)).cloned().collect(),
        ..watching.clone()
    });
    Told { left, tasks }
}

/// The Sh-Data of a notification: what is watched as it is now. Repository data that is gone stands there without ServiceData, by the number of the
/// change that removed it.
///
/// # Errors
/// [`Refusal::Unconfigured`], [`Refusal::ProfileTooLong`].
#[expect(clippy::too_many_arguments, reason = "who, what, and where from")]
pub fn data(
    records: &Records,
    target: Target<'_>,
    whom: &Whom<'_>,
    subscription: &ShSubscription,
    sequence: Option<u16>,
    hss: &Hss,
    whereabouts: &dyn Whereabouts,
    now: Timestamp,
) -> Result<String, Refusal> {
    let source = Source::new(records, target, whom, hss, whereabouts, now);
    let item = Item::from(&subscription.watched);
    let mut document = Document::default();
    source.read(&item, false, &mut document)?;
    for gone in document.repository.iter_mut().filter(|data| data.data.is_none()) {
        gone.sequence = sequence.unwrap_or(gone.sequence);
    }
    // A transition to or from a pending authentication is nothing that is told.
    document.user_state = document.user_state.map(|_| target.user_state(false, now));
    document.write()
}

/// The subscriptions as a change leaves them: fewer, or as they were read.
pub fn keep(changes: ChangeSet, left: Option<ShSubscriptions>, identity: &Impu, read: Lsn) -> ChangeSet {
    match left {
        Some(left) if left.entries.is_empty() => changes.delete::<ShSubscriptions>(identity.clone(), read),
        Some(left) => changes.put(left, read),
        None => changes.require::<ShSubscriptions>(identity.clone(), read),
    }
}

/// What a change of a public service means for those who watch it; `by` is the application server that made the change, which is not told of it.
pub fn service_changed(
    before: &PublicService,
    after: &PublicService,
    watching: Option<&ShSubscriptions>,
    by: Option<&str>,
    now: Timestamp,
) -> Told {
    let name = |service: &PublicService| service.scscf.as_ref().map(|scscf| scscf.name.clone());
    told(watching, now, |entry| {
        let differs = match &entry.watched {
            Watched::Activation => before.active != after.active && by != Some(&*entry.host),
            Watched::Scscf => name(before) != name(after),
            Watched::FilterCriteria(_) | Watched::Dsai { .. } => before.profile != after.profile,
            _ => false,
        };
        differs.then_some(None)
    })
}

/// A subscriber and its registration before and after a change.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// As they were.
    pub before: (&'a Subscriber, Option<&'a Registration>),
    /// As they will be.
    pub after: (&'a Subscriber, Option<&'a Registration>),
    /// When.
    pub now: Timestamp,
}

/// What an application server sees of what it watches, as far as it is compared.
type Look = (u8, Box<str>, Vec<String>);

impl Difference<'_> {
    /// True if what the subscription is to is not what it was. Of an identity that is gone nothing can be told.
    pub fn concerns(&self, subscription: &ShSubscription) -> bool {
        let (before, after) = (self.look(self.before, subscription), self.look(self.after, subscription));
        after.is_some() && before != after
    }

    /// Filter criteria and switches are another profile's, charging functions another set's: what the configuration says of them is the same
    /// before and after.
    fn look(
        &self,
        (subscriber, registration): (&Subscriber, Option<&Registration>),
        subscription: &ShSubscription,
    ) -> Option<Look> {
        let seen = Read { value: registration.cloned().map(Into::into), version: Lsn::ZERO };
        let loaded = Loaded {
            subscriber: Some(subscriber.clone().into()),
            registration: Some(seen),
            ..Loaded::default()
        };
        let records = Records { loaded, ..Records::default() };
        let whom = Whom {
            text: (&*subscription.asked).into(),
            by_number: false,
            private: subscription.private_identity.as_deref(),
        };
        let target = records.target(&whom).ok()?;
        let name = |name: Option<&str>| (0, name.unwrap_or_default().into(), Vec::new());
        Some(match (&subscription.watched, target) {
            (Watched::UserState, _) => (target.user_state(false, self.now), Box::default(), Vec::new()),
            (Watched::Scscf, _) => name(target.scscf(self.now)),
            (Watched::Identities(set), _) => {
                let identities = target.identities((*set).into(), &whom.text);
                (0, Box::default(), identities.into_iter().map(Into::into).collect())
            }
            (Watched::FilterCriteria(_) | Watched::Dsai { .. }, Target::User(_, identity)) => {
                name(identity.map(|identity| identity.profile.as_str()))
            }
            (Watched::Charging, Target::User(party, _)) => name(party.service.charging.as_deref()),
            _ => name(None),
        })
    }
}
