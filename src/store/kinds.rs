//! The kinds of records the store keeps: one list, from which the tables, the changes and their dispatch are made.
//!
//! A kind is added at the end of the list: a change's place in it is its tag in the journal.

use super::{
    Store,
    agenda::{Agenda, Due},
    fill::Fill,
    hash::Seed,
    index::{Holder, Index, Listed},
    table::{Sweep, Switched, Table},
};
use crate::{
    records::{
        Account, AccountingSession, CarriedPostings, ChargingSession, ChargingSubscription, CountedCall,
        Dsai, EpsRegistration, EpsSubscription, ExportCursor, LedgerOrder, Location, LocationQuery, Outbox,
        PublicService, Record, Registration, RepositoryData, RoamerDay, Sequence, ShSubscriptions,
        Subscriber, Suspense, TransferQueue, WlanRegistration,
    },
    types::Lsn,
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, hash::BuildHasher, hint::black_box, sync::Arc};

/// A kind of record the store keeps.
pub trait Stored: Record + Into<Change> {
    #[doc(hidden)]
    #[expect(
        private_interfaces,
        reason = "the tables are the store's own; callers only name the record type"
    )]
    fn table(tables: &Tables) -> &Table<Self>;
    #[doc(hidden)]
    fn deleted(key: Self::Key) -> Change;
}

/// Which identities a record lists in the index, and when it wants attention.
pub(super) trait Lists: Record {
    /// Whether records of this kind list identities at all.
    const LISTS: bool = false;

    /// The identities, some perhaps twice.
    fn identities(&self) -> impl Iterator<Item = Cow<'_, str>> {
        std::iter::empty()
    }

    /// Who the index says lists them.
    fn holder(_key: &Self::Key) -> Holder {
        Holder::PUBLIC_SERVICE
    }

    /// When it is due, for a record that waits for a time.
    fn due(&self) -> Option<Due> {
        None
    }

    /// Reads a little of each of its parts that lies elsewhere in memory, for a record of which many are written one after the other.
    fn bring_near(&self) {}
}

impl Lists for Subscriber {
    const LISTS: bool = true;

    fn identities(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.index_keys()
    }

    fn holder(key: &Self::Key) -> Holder {
        Holder::subscriber(*key)
    }
}

impl Lists for PublicService {
    const LISTS: bool = true;

    fn identities(&self) -> impl Iterator<Item = Cow<'_, str>> {
        std::iter::once(Cow::Borrowed(self.identity.as_str()))
    }
}

impl Lists for Registration {}
impl Lists for Sequence {}
impl Lists for EpsSubscription {}
impl Lists for EpsRegistration {}
impl Lists for Dsai {}
impl Lists for RepositoryData {}
impl Lists for ShSubscriptions {}
impl Lists for Location {}
impl Lists for LocationQuery {}
impl Lists for WlanRegistration {}
impl Lists for Account {}
impl Lists for ChargingSession {
    fn bring_near(&self) {
        let (call, decided) = (self.call.octets().first(), self.decided.octets().first());
        let facts = self.facts.as_ref().and_then(|facts| facts.octets().first());
        black_box((self.session_id.as_bytes().first(), call, decided, facts));
        black_box(self.grants.first().map(|grant| grant.used));
    }
}
impl Lists for AccountingSession {}
impl Lists for ChargingSubscription {}
impl Lists for LedgerOrder {}
impl Lists for Suspense {}
impl Lists for ExportCursor {}
impl Lists for RoamerDay {}
impl Lists for CountedCall {}
impl Lists for TransferQueue {}
impl Lists for CarriedPostings {}
impl Lists for Outbox {
    fn due(&self) -> Option<Due> {
        Some((self.due, self.id))
    }
}

/// What a change set does to the index.
#[derive(Debug, Default)]
pub(super) struct Listings {
    pub(super) added: Vec<Listed>,
    pub(super) removed: Vec<Listed>,
}

impl Listings {
    fn compare<R: Lists>(&mut self, key: &R::Key, old: Option<&R>, new: Option<&R>) {
        let holder = R::holder(key);
        let lists = |record: Option<&R>, text: &str| {
            record.is_some_and(|record| record.identities().any(|own| own == text))
        };
        let mut note = |from: Option<&R>, other: Option<&R>, into: fn(&mut Self) -> &mut Vec<Listed>| {
            for text in from.into_iter().flat_map(R::identities).filter(|text| !lists(other, text)) {
                let seen = |(noted, of): &Listed| **noted == *text && *of == holder;
                if !into(self).iter().any(seen) {
                    into(self).push((text.into_owned().into(), holder));
                }
            }
        };
        note(new, old, |listings| &mut listings.added);
        note(old, new, |listings| &mut listings.removed);
    }
}

macro_rules! kinds {
    ($($kind:ident $gone:ident $field:ident,)*) => {
        /// One record put or deleted.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "two variants per kind, named after it: the record put, the key deleted")]
        pub enum Change {
            $($kind(Arc<$kind>), $gone(<$kind as Record>::Key),)*
        }

        /// Everything in memory.
        #[derive(Debug)]
        pub(super) struct Tables {
            $(pub(super) $field: Table<$kind>,)*
            pub(super) index: Index,
            pub(super) agenda: Agenda,
            pub(super) switched: Switched,
        }

        impl Tables {
            /// Empty tables; `swept` if what changes is to be noted for a sweep.
            pub(super) fn new(swept: bool) -> Self {
                let seed = Seed::random();
                let switched = Switched::default();
                Self {
                    $($field: Table::new(seed, switched.clone(), swept),)*
                    index: Index::new(seed, switched.clone()),
                    agenda: Agenda::default(),
                    switched,
                }
            }

            /// Merges what is staged and switched; forgets it where it never was switched.
            pub(super) fn settle(&self) {
                $(self.$field.settle();)*
                self.index.settle();
            }

            /// Takes what changed since it was last taken, up to the change `last`.
            pub(super) fn take_dirty(&self, last: Lsn) -> Dirty {
                Dirty { $($field: self.$field.take_dirty(last),)* }
            }

            /// How many keys a cycle of the sweep that began now would visit.
            pub(super) fn dirty(&self) -> usize {
                0 $(+ self.$field.dirty())*
            }

            /// How many records there are, by kind.
            pub(super) fn counts(&self) -> Vec<(&'static str, usize)> {
                vec![$((<$kind as Record>::KIND, self.$field.len()),)*]
            }
        }

        /// One thread's way to put what the engine's tables held. All is there when it is dropped.
        #[derive(Debug)]
        pub(super) struct Filler<'a> {
            agenda: &'a Agenda,
            index: Fill<'a, Index>,
            $($field: Fill<'a, Table<$kind>>,)*
        }

        impl<'a> Filler<'a> {
            pub(super) fn new(tables: &'a Tables) -> Self {
                Self {
                    agenda: &tables.agenda,
                    index: Fill::new(&tables.index),
                    $($field: Fill::new(&tables.$field),)*
                }
            }

            /// One record of a table.
            pub(super) fn record(&mut self, record: impl Into<Change>, version: Lsn) {
                match record.into() {
                    $(Change::$kind(record) => {
                        self.index.load(record.identities(), $kind::holder(&record.key()));
                        self.agenda.note(None, record.due());
                        self.$field.load(record, version);
                    }
                    Change::$gone(_) => {})*
                }
            }
        }

        /// Keys by kind, in no order yet, and some more than once.
        #[derive(Debug)]
        pub(super) struct Dirty {
            $($field: Vec<Vec<<$kind as Record>::Key>>,)*
        }

        impl Dirty {
            /// How many keys there are.
            pub(super) fn len(&self) -> usize {
                0 $(+ self.$field.iter().map(Vec::len).sum::<usize>())*
            }

            /// The keys kind by kind, each once and each kind in key order, so that a sweep walks every table once from end to end. Each
            /// stands as the deletion of its record.
            pub(super) fn sorted(&self) -> Vec<Change> {
                let mut all = Vec::new();
                $(let mut keys: Vec<_> = self.$field.iter().flatten().cloned().collect();
                keys.sort_unstable();
                keys.dedup();
                all.extend(keys.into_iter().map(Change::$gone));)*
                all
            }
        }

        impl Change {
            /// The name of the record's kind.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) | Self::$gone(_) => <$kind as Record>::KIND,)*
                }
            }

            /// True if the record is to go.
            pub fn is_deletion(&self) -> bool {
                match self {
                    $(Self::$kind(_) => false, Self::$gone(_) => true,)*
                }
            }

            /// The record's key, for people.
            pub fn key(&self) -> String {
                match self {
                    $(Self::$kind(record) => format!("{:?}", record.key()),
                    Self::$gone(key) => format!("{key:?}"),)*
                }
            }

            /// A hash of kind and key.
            pub(super) fn key_hash(&self, seed: Seed) -> u64 {
                match self {
                    $(Self::$kind(record) => seed.hash_one((<$kind as Record>::KIND, record.key())),
                    Self::$gone(key) => seed.hash_one((<$kind as Record>::KIND, key)),)*
                }
            }

            /// True if both are about one record.
            pub(super) fn same_key(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$kind(one), Self::$kind(other)) => one.key() == other.key(),
                    (Self::$kind(one), Self::$gone(other)) | (Self::$gone(other), Self::$kind(one)) => one.key() == *other,
                    (Self::$gone(one), Self::$gone(other)) => one == other,)*
                    _ => false,
                }
            }

            /// True if a decision that read the record as `expected` still stands.
            pub(super) fn stands(&self, tables: &Tables, expected: Lsn) -> bool {
                match self {
                    $(Self::$kind(record) => tables.$field.stands(&record.key(), expected),
                    Self::$gone(key) => tables.$field.stands(key, expected),)*
                }
            }

            /// Notes which identities the record gains and loses by this change.
            pub(super) fn listings(&self, tables: &Tables, listings: &mut Listings) {
                match self {
                    $(Self::$kind(record) => {
                        if !$kind::LISTS { return; }
                        let old = tables.$field.read(&record.key()).value;
                        listings.compare(&record.key(), old.as_deref(), Some(&**record));
                    }
                    Self::$gone(key) => {
                        if !$kind::LISTS { return; }
                        let old = tables.$field.read(key).value;
                        listings.compare(key, old.as_deref(), None);
                    })*
                }
            }

            /// Puts or deletes the record in memory.
            pub(super) fn apply(self, tables: &Tables, lsn: Lsn) {
                match self {
                    $(Self::$kind(record) => {
                        let due = record.due();
                        let old = tables.$field.put(record.key(), record, lsn);
                        tables.agenda.note(old.and_then(|old| old.due()), due);
                    }
                    Self::$gone(key) => {
                        let old = tables.$field.delete(&key, lsn);
                        tables.agenda.note(old.and_then(|old| old.due()), None);
                    })*
                }
            }

            /// Brings near the records that `keys` stand for, as far as they are of one kind: the sweep's next.
            pub(super) fn look_ahead(keys: &[Self], tables: &Tables) {
                match keys.first() {
                    $(Some(Self::$gone(_)) => {
                        let keys: [_; Store::AHEAD] = std::array::from_fn(|at| match keys.get(at) {
                            Some(Self::$gone(key)) => Some(key),
                            _ => None,
                        });
                        tables.$field.look_ahead(&keys, |records| {
                            for record in records.iter().flatten() {
                                black_box(record.key());
                            }
                        });
                    })*
                    _ => {}
                }
            }

            /// Brings the record's parts near.
            pub(super) fn bring_near(&self) {
                match self {
                    $(Self::$kind(record) => record.bring_near(),
                    Self::$gone(_) => {})*
                }
            }

            /// Stages the record, or its deletion; true if nothing was staged under its key before.
            pub(super) fn stage(&self, tables: &Tables) -> bool {
                match self {
                    $(Self::$kind(record) => tables.$field.stage(record.key(), Some(record.clone())),
                    Self::$gone(key) => tables.$field.stage(key.clone(), None),)*
                }
            }

            /// The version in memory of the record this change is about, if there is one.
            pub(super) fn version(&self, tables: &Tables) -> Option<Lsn> {
                match self {
                    $(Self::$kind(record) => tables.$field.with(&record.key(), |found, lsn| found.map(|_| lsn)),
                    Self::$gone(key) => tables.$field.with(key, |found, lsn| found.map(|_| lsn)),)*
                }
            }

            /// What the sweep's cycle that began at `mark` writes for this key: the record, or its deletion; `None` if that is for the
            /// next cycle.
            pub(super) fn sweep(&self, tables: &Tables, mark: Lsn) -> Option<(Change, Lsn)> {
                match self {
                    $(Self::$gone(key) => match tables.$field.sweep(key, mark) {
                        Sweep::Put(record, version) => Some((Self::$kind(record), version)),
                        Sweep::Delete => Some((self.clone(), mark)),
                        Sweep::Later => None,
                    },
                    Self::$kind(_) => None,)*
                }
            }
        }

        $(impl From<$kind> for Change {
            fn from(record: $kind) -> Self {
                Self::$kind(Arc::new(record))
            }
        }

        impl From<Arc<$kind>> for Change {
            fn from(record: Arc<$kind>) -> Self {
                Self::$kind(record)
            }
        }

        impl Stored for $kind {
            #[expect(private_interfaces, reason = "see the trait")]
            fn table(tables: &Tables) -> &Table<Self> { &tables.$field }
            fn deleted(key: Self::Key) -> Change { Change::$gone(key) }
        })*
    };
}

kinds! {
    Subscriber SubscriberGone subscriber,
    Registration RegistrationGone registration,
    Sequence SequenceGone sequence,
    PublicService PublicServiceGone public_service,
    Outbox OutboxGone outbox,
    EpsSubscription EpsSubscriptionGone eps_subscription,
    EpsRegistration EpsRegistrationGone eps_registration,
    RepositoryData RepositoryDataGone repository_data,
    ShSubscriptions ShSubscriptionsGone sh_subscription,
    Location LocationGone location,
    LocationQuery LocationQueryGone location_query,
    WlanRegistration WlanRegistrationGone wlan_registration,
    Dsai DsaiGone dsai,
    Account AccountGone account,
    ChargingSubscription ChargingSubscriptionGone charging_subscription,
    ChargingSession ChargingSessionGone charging_session,
    LedgerOrder LedgerOrderGone ledger_order,
    AccountingSession AccountingSessionGone accounting_session,
    Suspense SuspenseGone suspense,
    ExportCursor ExportCursorGone export_cursor,
    RoamerDay RoamerDayGone roamer_day,
    CountedCall CountedCallGone counted_call,
    TransferQueue TransferQueueGone transfer_queue,
    CarriedPostings CarriedPostingsGone carried_postings,
}
