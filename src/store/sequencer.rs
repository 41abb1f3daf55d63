//! The one order of all changes: validates, applies to memory, numbers, and hands to the writer.

use super::{
    Change, ChangeSet, CommitError, Holder, engine::JournalRow, kinds::Listings, kinds::Tables,
    wildcard::Wildcard,
};
use crate::types::Lsn;

/// A journal row is closed once it has grown to this many octets, so that pruning and replay go in small steps.
const ROW_BYTES: usize = 48 * 1024;

/// What the sequencer's lock guards.
#[derive(Debug)]
pub(super) struct Sequencer {
    /// The last LSN given.
    pub(super) last: Lsn,
    /// What the writer has not taken yet.
    pub(super) pending: Pending,
    /// The writer sleeps until it is woken.
    pub(super) writer_idle: bool,
    /// No more changes: the store is stopping.
    pub(super) stopped: bool,
    /// The import that is being staged, if one is.
    pub(super) stage: Option<Staging>,
}

/// What the live store must know of an import that is being staged.
#[derive(Debug)]
pub(super) struct Staging {
    /// Its number.
    pub(super) id: u64,
    /// What a live change took that the import had listed before: the import cannot be switched any more.
    pub(super) conflict: Option<String>,
}

/// Journal rows being gathered.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) rows: Vec<JournalRow>,
    pub(super) sets: usize,
}

impl Pending {
    /// Adds one encoded change set.
    pub(super) fn push(&mut self, lsn: Lsn, encoded: &[u8]) {
        let full = self.rows.last().is_none_or(|row| row.payload.len() + encoded.len() > ROW_BYTES);
        if full {
            self.rows.push(JournalRow::new(lsn));
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(lsn, encoded);
        }
        self.sets += 1;
    }
}

impl Sequencer {
    pub(super) fn new(last: Lsn) -> Self {
        Self { last, pending: Pending::default(), writer_idle: false, stopped: false, stage: None }
    }

    /// Validates `set` and applies it to memory at the next LSN, or leaves everything as it is.
    pub(super) fn apply(&mut self, tables: &Tables, set: ChangeSet) -> Result<Lsn, CommitError> {
        for (change, expected) in set.conditions() {
            if !change.stands(tables, expected) {
                return Err(CommitError::Stale { kind: change.kind(), key: change.key() });
            }
        }
        let mut listings = Listings::default();
        for change in &set.changes {
            change.listings(tables, &mut listings);
        }
        check(tables, &listings)?;
        self.note_conflicts(tables, &set, &listings);
        let lsn = Lsn(self.last.0 + 1);
        apply(tables, set.changes, &listings, lsn);
        self.last = lsn;
        Ok(lsn)
    }

    /// A live change goes first: an import that lists the same loses, and is told at its switch.
    fn note_conflicts(&mut self, tables: &Tables, set: &ChangeSet, listings: &Listings) {
        let Some(stage) = self.stage.as_mut().filter(|stage| stage.conflict.is_none()) else { return };
        for change in &set.changes {
            if let Change::Subscriber(record) = change
                && tables.subscriber.staged(&record.imsi).is_some()
            {
                stage.conflict = Some(format!("the subscriber {} was added meanwhile", record.imsi));
            }
        }
        if let Some((identity, _)) =
            listings.added.iter().find(|(identity, _)| tables.index.is_staged(identity))
        {
            stage.conflict = Some(format!("the identity {identity} was given to somebody else meanwhile"));
        }
    }
}

/// Applies to memory. Records first, then what the index gains, then what it loses: a reader in between finds index and record
/// disagreeing, and waits for the sequencer (`Shared::owner`).
pub(super) fn apply(tables: &Tables, changes: Vec<Change>, listings: &Listings, lsn: Lsn) {
    for change in changes {
        change.apply(tables, lsn);
    }
    for listed in &listings.added {
        tables.index.add(listed);
    }
    for listed in &listings.removed {
        tables.index.remove(listed, lsn);
    }
}

/// Every identity gained must be free, or be lost by its holder in the same set.
fn check(tables: &Tables, listings: &Listings) -> Result<(), CommitError> {
    for (at, (identity, holder)) in listings.added.iter().enumerate() {
        let rival = listings.added[..at]
            .iter()
            .find(|(other, of)| other == identity && of != holder)
            .map(|(_, of)| *of);
        let kept = |of: Holder| {
            let lost = listings.removed.iter().any(|(lost, by)| lost == identity && *by == of);
            (!lost && lists(tables, of, identity)).then_some(of)
        };
        if let Some(owner) = rival.or_else(|| tables.index.find(identity, kept).0) {
            return Err(CommitError::IdentityTaken {
                identity: identity.to_string(),
                owner: describe(owner),
            });
        }
        if Wildcard::is(identity)
            && let Err(reason) = Wildcard::parse(identity)
        {
            return Err(CommitError::BadWildcard { identity: identity.to_string(), reason });
        }
    }
    Ok(())
}

/// True if the holder's record really lists `identity`.
fn lists(tables: &Tables, holder: Holder, identity: &str) -> bool {
    super::confirm(tables, holder, identity).0
}

/// A holder, for people.
pub(super) fn describe(holder: Holder) -> String {
    holder.imsi().map_or_else(|| "a public service".into(), |imsi| format!("subscriber {imsi}"))
}
