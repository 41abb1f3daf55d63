//! Change sets: what one decision changes, as a whole or not at all.

use super::{Change, Stored, kinds::Tables, log::Appended};
use crate::{
    records::{Loggable, Logged, Record},
    types::{Imsi, Lsn},
};
use smallvec::SmallVec;

/// Records to put or delete, each with the version it is expected to have, and entries to append to logs.
#[derive(Debug, Default, Clone)]
pub struct ChangeSet {
    pub(super) changes: Vec<Change>,
    /// The expected version of each change, at the same position; then those of `required`.
    pub(super) expected: SmallVec<[Lsn; 2]>,
    /// Records that were decided upon without being changed, each as its key.
    pub(super) required: SmallVec<[(Change, Lsn); 1]>,
    /// The positions of changes that expect nothing.
    over: Vec<usize>,
    /// Kinds of which nothing was read, because there never had been a record of them.
    pub(super) unused: Vec<Unused>,
    pub(super) appended: Appended,
}

/// A kind of which there never was a record when a decision was taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unused {
    pub(super) kind: &'static str,
    was_used: fn(&Tables) -> bool,
}

impl Unused {
    /// True if there still never was one.
    pub(super) fn stands(&self, tables: &Tables) -> bool {
        !(self.was_used)(tables)
    }
}

impl ChangeSet {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes nothing yet, and has room for `records` that are put or deleted, and for others that are `required`.
    pub fn with_room(records: usize, required: usize) -> Self {
        Self {
            changes: Vec::with_capacity(records),
            expected: SmallVec::with_capacity(records),
            required: SmallVec::with_capacity(required),
            ..Self::default()
        }
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

    /// Demands that there still never was a record of a kind: for a decision that read nothing because of that
    /// ([`Store::was_used`](super::Store::was_used)). The first record there ever is has it taken again.
    pub fn require_unused<R: Stored>(mut self) -> Self {
        let kind = <R as Record>::KIND;
        if !self.unused.iter().any(|unused| unused.kind == kind) {
            self.unused.push(Unused { kind, was_used: |tables| R::table(tables).was_used() });
        }
        self
    }

    /// Puts `record`, whatever is under its key: only where whatever is there is nobody's any more.
    pub fn put_over<R: Stored>(mut self, record: R) -> Self {
        self.over.push(self.changes.len());
        self.change(record.into(), Lsn::ZERO)
    }

    /// Appends an entry to its log, after those appended before: durable exactly if the whole set is, and numbered without a gap.
    pub fn append<E: Loggable>(mut self, entry: &E) -> Self {
        self.appended.push(entry);
        self
    }

    /// What is appended to the log of these entries: for whoever looks at a decision.
    pub fn entries<E: Logged>(&self) -> Vec<E> {
        let own = self.appended.iter().filter(|(log, _)| *log == E::LOG);
        own.filter_map(|(_, entry)| postcard::from_bytes(entry).ok()).collect()
    }

    /// Adds everything `other` changes, requires and appends.
    pub fn and(mut self, other: Self) -> Self {
        let before = self.changes.len();
        self.over.extend(other.over.into_iter().map(|at| before + at));
        self.changes.extend(other.changes);
        self.expected.extend(other.expected);
        self.required.extend(other.required);
        self.unused.extend(other.unused);
        self.appended.extend(&other.appended);
        self
    }

    /// True if nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.appended.is_empty()
    }

    /// The changes, each with the version its record is expected to have.
    pub fn iter(&self) -> impl Iterator<Item = (&Change, Lsn)> {
        self.changes.iter().zip(self.expected.iter().copied())
    }

    /// What must hold for the set to be applied: of records changed, and of those only required.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&Change, Lsn)> {
        let expecting = self.iter().enumerate().filter(|(at, _)| !self.over.contains(at)).map(|(_, it)| it);
        expecting.chain(self.required.iter().map(|(key, expected)| (key, *expected)))
    }

    fn change(mut self, change: Change, expected: Lsn) -> Self {
        self.changes.push(change);
        self.expected.push(expected);
        self
    }
}

impl Change {
    /// Whose contract, registration or sequence numbers it is about, or whose are the data that application servers keep, if the change says so.
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
            Self::RepositoryData(record) => record.holder,
            Self::Dsai(record) => record.holder,
            Self::ShSubscriptions(record) => record.holder,
            // What goes is under a public identity: whose it was, its record says ([`whose`](Self::whose)).
            Self::RepositoryDataGone(_) | Self::DsaiGone(_) | Self::ShSubscriptionsGone(_) => None,
            Self::PublicService(_)
            | Self::PublicServiceGone(_)
            | Self::Outbox(_)
            | Self::OutboxGone(_)
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
            | Self::LedgerOrderGone(_)
            | Self::AccountingSession(_)
            | Self::AccountingSessionGone(_)
            | Self::Suspense(_)
            | Self::SuspenseGone(_)
            // So do records on their way out, and what is counted of them.
            | Self::ExportCursor(_)
            | Self::ExportCursorGone(_)
            | Self::RoamerDay(_)
            | Self::RoamerDayGone(_)
            | Self::TransferQueue(_)
            | Self::TransferQueueGone(_)
            | Self::CarriedPostings(_)
            | Self::CarriedPostingsGone(_)
            | Self::CountedCall(_)
            | Self::CountedCallGone(_) => None,
        }
    }

    /// The same where what is about to be deleted says it.
    pub(super) fn whose(&self, tables: &Tables) -> Option<Imsi> {
        match self {
            Self::RepositoryDataGone(key) => tables.repository_data.read(key).value?.holder,
            Self::DsaiGone(key) => tables.dsai.read(key).value?.holder,
            Self::ShSubscriptionsGone(key) => tables.sh_subscription.read(key).value?.holder,
            change => change.imsi(),
        }
    }

    /// True for what live traffic changes of subscribers, whatever an import does to them: it goes first.
    pub(super) fn is_live(&self) -> bool {
        matches!(
            self,
            Self::Registration(_)
                | Self::RegistrationGone(_)
                | Self::Sequence(_)
                | Self::SequenceGone(_)
                | Self::EpsRegistration(_)
                | Self::EpsRegistrationGone(_)
                | Self::WlanRegistration(_)
                | Self::WlanRegistrationGone(_)
                | Self::RepositoryData(_)
                | Self::RepositoryDataGone(_)
                | Self::ShSubscriptions(_)
                | Self::ShSubscriptionsGone(_)
                | Self::Dsai(_)
                | Self::DsaiGone(_)
        )
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
