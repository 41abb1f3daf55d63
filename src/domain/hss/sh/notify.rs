//! PNR: application servers are told what changed of what they watch (TS 29.328 §6.1.4, Sh-Notif).

use super::{Item, Records, Source, Target, Whereabouts, Whom, document::Document};
use crate::{
    domain::hss::{Hss, Loaded, Refusal},
    records::{Registration, ShSubscription, ShSubscriptions, Subscriber, Task, Watched},
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

/// A registration before and after a change.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// Whose.
    pub subscriber: &'a Subscriber,
    /// As it was.
    pub before: Option<&'a Registration>,
    /// As it will be.
    pub after: Option<&'a Registration>,
    /// When.
    pub now: Timestamp,
}

impl Difference<'_> {
    /// True if what the subscription is to is not what it was.
    pub fn concerns(&self, subscription: &ShSubscription) -> bool {
        let (before, after) = (self.look(self.before, subscription), self.look(self.after, subscription));
        before != after
    }

    /// What the subscriber of this entry sees of a registration: state, S-CSCF's name and registered identities, as far as it watches them.
    fn look(
        &self,
        registration: Option<&Registration>,
        subscription: &ShSubscription,
    ) -> Option<(u8, Box<str>, Vec<String>)> {
        let seen = Read { value: registration.cloned().map(Into::into), version: Lsn::ZERO };
        let loaded = Loaded {
            subscriber: Some(self.subscriber.clone().into()),
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
        Some(match &subscription.watched {
            Watched::UserState => (target.user_state(false, self.now), Box::default(), Vec::new()),
            Watched::Scscf => (0, target.scscf(self.now).unwrap_or_default().into(), Vec::new()),
            Watched::Identities(set) => {
                let identities = target.identities((*set).into(), &whom.text);
                (0, Box::default(), identities.into_iter().map(Into::into).collect())
            }
            Watched::Repository(_) | Watched::FilterCriteria(_) | Watched::Activation => {
                (0, Box::default(), Vec::new())
            }
        })
    }
}
