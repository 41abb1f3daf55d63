//! Change sets: what one decision changes, as a whole or not at all.

use super::{CommitError, Stored, Table, Tables};
use crate::{
    records::{Outbox, PublicService, Record, Registration, Sequence, Subscriber},
    types::Lsn,
};
use std::sync::Arc;

/// Records to put or delete, each with the version it is expected to have.
#[derive(Debug, Default, Clone)]
pub struct ChangeSet {
    changes: Vec<(Change, Lsn)>,
}

impl ChangeSet {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts `record`, whose predecessor (or absence) was read as `expected`.
    pub fn put<R: Stored>(mut self, record: R, expected: Lsn) -> Self {
        self.changes.push((record.into(), expected));
        self
    }

    /// Deletes the record under `key`, read as `expected`.
    pub fn delete<R: Stored>(mut self, key: R::Key, expected: Lsn) -> Self {
        self.changes.push((R::deleted(key), expected));
        self
    }

    /// Adds everything `other` changes.
    pub fn and(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self
    }

    /// True if nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes, each with the version its record is expected to have.
    pub fn iter(&self) -> impl Iterator<Item = &(Change, Lsn)> {
        self.changes.iter()
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = (Change, Lsn)> {
        self.changes.into_iter()
    }
}

macro_rules! kinds {
    ($($kind:ident $gone:ident $field:ident,)*) => {
        /// One record put or deleted.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "a variant per kind, named after it")]
        pub enum Change {
            $($kind(Arc<$kind>), $gone(<$kind as Record>::Key),)*
        }

        impl Change {
            pub(super) fn check(&self, tables: &Tables, expected: Lsn) -> Result<(), CommitError> {
                match self {
                    $(Self::$kind(record) => check::<$kind>(&tables.$field, &record.key(), expected),
                    Self::$gone(key) => check::<$kind>(&tables.$field, key, expected),)*
                }
            }

            pub(super) fn apply(self, tables: &mut Tables, lsn: Lsn) {
                match self {
                    $(Self::$kind(record) => { tables.$field.insert(record.key(), (record, lsn)); }
                    Self::$gone(key) => { tables.$field.remove(&key); tables.deleted = lsn; })*
                }
            }
        }

        $(impl From<$kind> for Change {
            fn from(record: $kind) -> Self {
                Self::$kind(Arc::new(record))
            }
        }

        impl Stored for $kind {
            #[expect(private_interfaces, reason = "see the trait")]
            fn table(tables: &Tables) -> &Table<Self> { &tables.$field }
            #[expect(private_interfaces, reason = "see the trait")]
            fn table_mut(tables: &mut Tables) -> &mut Table<Self> { &mut tables.$field }
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
}

fn check<R: Record>(table: &Table<R>, key: &R::Key, expected: Lsn) -> Result<(), CommitError> {
    match table.get(key) {
        Some((_, version)) if *version != expected => {
            Err(CommitError::Stale { kind: R::KIND, key: format!("{key:?}") })
        }
        _ => Ok(()),
    }
}
