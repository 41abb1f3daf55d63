//! Change sets: what one decision changes, as a whole or not at all.

use super::{Change, Stored};
use crate::types::{Imsi, Lsn};

/// Records to put or delete, each with the version it is expected to have.
#[derive(Debug, Default, Clone)]
pub struct ChangeSet {
    pub(super) changes: Vec<Change>,
    /// The expected version of each change, at the same position; then those of `required`.
    pub(super) expected: Vec<Lsn>,
    /// Records that were decided upon without being changed, each as its key.
    pub(super) required: Vec<(Change, Lsn)>,
}

impl ChangeSet {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts `record`, whose predecessor (or absence) was read as `expected`. `Lsn::ZERO` says: there must be none.
    pub fn put<R: Stored>(self, record: R, expected: Lsn) -> Self {
        self.change(record.into(), expected)
    }

    /// Deletes the record under `key`, read as `expected`. One that is absent, as expected, stays so.
    pub fn delete<R: Stored>(self, key: R::Key, expected: Lsn) -> Self {
        self.change(R::deleted(key), expected)
    }

    /// Demands that the record under `key` (or its absence) still is as read, without changing it: for a decision that depends on
    /// more than what it changes.
    pub fn require<R: Stored>(mut self, key: R::Key, expected: Lsn) -> Self {
        self.required.push((R::deleted(key), expected));
        self
    }

    /// Adds everything `other` changes and requires.
    pub fn and(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self.expected.extend(other.expected);
        self.required.extend(other.required);
        self
    }

    /// True if nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes, each with the version its record is expected to have.
    pub fn iter(&self) -> impl Iterator<Item = (&Change, Lsn)> {
        self.changes.iter().zip(self.expected.iter().copied())
    }

    /// What must hold for the set to be applied: of records changed, and of those only required.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&Change, Lsn)> {
        self.iter().chain(self.required.iter().map(|(key, expected)| (key, *expected)))
    }

    fn change(mut self, change: Change, expected: Lsn) -> Self {
        self.changes.push(change);
        self.expected.push(expected);
        self
    }
}

impl Change {
    /// Whose contract, registration or sequence numbers it is about.
    pub(super) fn imsi(&self) -> Option<Imsi> {
        match self {
            Self::Subscriber(record) => Some(record.imsi),
            Self::Registration(record) => Some(record.imsi),
            Self::Sequence(record) => Some(record.imsi),
            Self::EpsSubscription(record) => Some(record.imsi),
            Self::EpsRegistration(record) => Some(record.imsi),
            Self::WlanRegistration(record) => Some(record.imsi),
            Self::ChargingSubscription(record) => Some(record.imsi),
            Self::SubscriberGone(imsi)
            | Self::RegistrationGone(imsi)
            | Self::SequenceGone(imsi)
            | Self::EpsSubscriptionGone(imsi)
            | Self::EpsRegistrationGone(imsi)
            | Self::WlanRegistrationGone(imsi)
            | Self::ChargingSubscriptionGone(imsi) => Some(*imsi),
            Self::PublicService(_)
            | Self::PublicServiceGone(_)
            | Self::Outbox(_)
            | Self::OutboxGone(_)
            | Self::RepositoryData(_)
            | Self::RepositoryDataGone(_)
            | Self::Dsai(_)
            | Self::DsaiGone(_)
            | Self::ShSubscriptions(_)
            | Self::ShSubscriptionsGone(_)
            // Hints, and what was said of them: a change of the contract need not wait for either.
            | Self::Location(_)
            | Self::LocationGone(_)
            | Self::LocationQuery(_)
            | Self::LocationQueryGone(_)
            // Money moves beside the contract.
            | Self::Account(_)
            | Self::AccountGone(_)
            | Self::ChargingSession(_)
            | Self::ChargingSessionGone(_)
            | Self::LedgerOrder(_)
            | Self::LedgerOrderGone(_) => None,
        }
    }

    /// True for what an operator decides, not the network.
    pub(super) fn is_contract(&self) -> bool {
        matches!(
            self,
            Self::Subscriber(_)
                | Self::SubscriberGone(_)
                | Self::EpsSubscription(_)
                | Self::EpsSubscriptionGone(_)
                | Self::ChargingSubscription(_)
                | Self::ChargingSubscriptionGone(_)
        )
    }
}
