//! The one order of all changes: validates, applies to memory, numbers, and hands to the writer.

use super::{
    Change, ChangeSet, CommitError, Holder,
    engine::{JournalRow, Loaded, StagedChunk},
    kinds::{Listings, Tables},
    log::{LogsPending, PerLog},
    wildcard::Wildcard,
};
use crate::{
    records::AccountId,
    types::{Imsi, Lsn},
};
use std::collections::HashSet;

/// A journal row is closed once it has grown to this many octets, so that pruning and replay go in small steps.
const ROW_BYTES: usize = 48 * 1024;

/// What the sequencer's lock guards.
#[derive(Debug)]
pub(super) struct Sequencer {
    /// The last LSN given.
    pub(super) last: Lsn,
    /// What the writer has not taken yet.
    pub(super) pending: Pending,
    /// Entries of logs that it has not taken yet: those of the change sets in `pending`.
    pub(super) logs: LogsPending,
    /// Entries of logs before these may go.
    pub(super) prune: PerLog<u64>,
    /// More of them than the writer knows.
    pub(super) prune_asked: bool,
    /// The writer sleeps until it is woken.
    pub(super) writer_idle: bool,
    /// No more changes: the store is stopping.
    pub(super) stopped: bool,
    /// The import that is being staged, if one is.
    pub(super) stage: Option<Staging>,
    /// The next import's number.
    pub(super) next_stage: u64,
    /// Imports that were switched, and where: the engine keeps their chunks until its tables hold them.
    pub(super) switched: Vec<(u64, Lsn)>,
}

/// What the live store must know of an import that is being staged.
#[derive(Debug)]
pub(super) struct Staging {
    /// Its number.
    pub(super) id: u64,
    /// What a live change took that the import had listed before: the import cannot be switched any more.
    pub(super) conflict: Option<String>,
    /// Staged subscribers of whom something live (registration, sequence numbers, what application servers keep) changed since it was decided
    /// what becomes of them.
    pub(super) overtaken: HashSet<Imsi>,
    /// Staged accounts that were moved or opened since.
    pub(super) moved: HashSet<AccountId>,
}

impl Staging {
    pub(super) fn new(id: u64) -> Self {
        Self { id, conflict: None, overtaken: HashSet::new(), moved: HashSet::new() }
    }

    /// Notes what a live change means for the import: it goes first. One of a contract, or of whom an identity belongs to, was an
    /// operator's, and the import is told at its switch. One of a registration, of sequence numbers or of what application servers keep was
    /// live traffic's, and what the import does to that subscriber is decided anew. Money that moves is the account's, whatever its contract becomes; one that
    /// is closed is an operator's.
    fn note(&mut self, tables: &Tables, set: &ChangeSet, listings: &Listings) {
        for change in &set.changes {
            match change {
                Change::Account(account) if tables.account.staged(&account.id).is_some() => {
                    self.moved.insert(account.id);
                }
                Change::AccountGone(id) if tables.account.staged(id).is_some() => {
                    self.conflict = Some(format!("account {id} was closed meanwhile"));
                }
                _ => {}
            }
            let Some(imsi) = change.whose(tables) else { continue };
            if !is_staged(tables, change, &imsi) {
                continue;
            }
            if change.is_contract() {
                self.conflict = Some(format!("the subscriber {imsi} was changed meanwhile"));
            } else {
                self.overtaken.insert(imsi);
            }
        }
        if let Some((identity, _)) =
            listings.added.iter().find(|(identity, _)| tables.index.is_staged(identity))
        {
            self.conflict = Some(format!("the identity {identity} was given to somebody else meanwhile"));
        }
    }
}

/// Whether what is staged for a subscriber was decided upon a record of this kind.
fn is_staged(tables: &Tables, change: &Change, imsi: &Imsi) -> bool {
    let ims = || tables.subscriber.staged(imsi).is_some();
    let eps = || tables.eps_subscription.staged(imsi).is_some();
    let sequence = || tables.sequence.staged(imsi).is_some();
    let charging = || tables.charging_subscription.staged(imsi).is_some();
    match change {
        Change::Sequence(_) | Change::SequenceGone(_) => sequence(),
        Change::EpsRegistration(_)
        | Change::EpsRegistrationGone(_)
        | Change::WlanRegistration(_)
        | Change::WlanRegistrationGone(_) => ims() || eps(),
        _ if change.is_contract() => ims() || eps() || sequence() || charging(),
        _ => ims(),
    }
}

/// What waits for the writer.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) rows: Vec<JournalRow>,
    pub(super) sets: usize,
    pub(super) staged: Vec<StagedChunk>,
    /// Rows that were written, for their room: a busy node's journal grows into the same buffers again and again.
    pub(super) spare: Vec<JournalRow>,
}

/// So many written rows are kept: what a batch of a busy node fills.
const SPARE: usize = 16;

impl Pending {
    /// True if the writer has nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.staged.is_empty()
    }

    /// Adds one encoded change set.
    pub(super) fn push(&mut self, lsn: Lsn, encoded: &[u8]) {
        let full = self
            .rows
            .last()
            .is_none_or(|row| row.stage.is_some() || row.payload.len() + encoded.len() > ROW_BYTES);
        if full {
            let row = self.spare.pop().map_or_else(|| JournalRow::new(lsn), |spare| spare.again(lsn));
            self.rows.push(row);
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(lsn, encoded);
        }
        self.sets += 1;
    }

    /// Keeps the room of rows that were written.
    pub(super) fn recycle(&mut self, written: &mut Vec<JournalRow>) {
        self.spare.append(written);
        self.spare.truncate(SPARE);
    }

    /// Adds the switch of a stage.
    pub(super) fn switch(&mut self, lsn: Lsn, stage: u64) {
        self.rows.push(JournalRow::switch(lsn, stage));
        self.sets += 1;
    }
}

impl Sequencer {
    pub(super) fn new(loaded: &Loaded) -> Self {
        Self {
            last: loaded.last,
            pending: Pending::default(),
            logs: LogsPending::new(loaded.logs.map(|end| end.number)),
            prune: PerLog::default(),
            prune_asked: false,
            writer_idle: false,
            stopped: false,
            stage: None,
            next_stage: loaded.next_stage,
            switched: loaded.switched.clone(),
        }
    }

    /// The oldest import whose chunks the engine must keep while its tables are good up to `mark`.
    pub(super) fn keep_stage(&mut self, mark: Lsn) -> u64 {
        self.switched.retain(|(_, lsn)| *lsn > mark);
        let open = self.stage.as_ref().map_or(self.next_stage, |stage| stage.id);
        self.switched.iter().map(|(id, _)| *id).fold(open, u64::min)
    }

    /// Whether all that `set` was decided upon still is as it was read.
    #[expect(clippy::unused_self, reason = "only who holds the lock may ask")]
    pub(super) fn check(&self, tables: &Tables, set: &ChangeSet) -> Result<(), CommitError> {
        match set.conditions().find(|(change, expected)| !change.stands(tables, *expected)) {
            Some((change, _)) => Err(CommitError::Stale { kind: change.kind(), key: change.key() }),
            None => match set.unused.iter().find(|unused| !unused.stands(tables)) {
                Some(unused) => {
                    Err(CommitError::Stale { kind: unused.kind, key: "the first of them".into() })
                }
                None => Ok(()),
            },
        }
    }

    /// Validates `set` and applies it to memory at the next LSN, or leaves everything as it is.
    pub(super) fn apply(&mut self, tables: &Tables, set: ChangeSet) -> Result<Lsn, CommitError> {
        self.check(tables, &set)?;
        let mut listings = Listings::default();
        for change in &set.changes {
            change.listings(tables, &mut listings);
        }
        check_free(tables, &listings)?;
        if let Some(stage) = self.stage.as_mut().filter(|stage| stage.conflict.is_none()) {
            stage.note(tables, &set, &listings);
        }
        let lsn = Lsn(self.last.0 + 1);
        apply(tables, set.changes, &listings, lsn);
        self.last = lsn;
        Ok(lsn)
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
fn check_free(tables: &Tables, listings: &Listings) -> Result<(), CommitError> {
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
    super::owner::confirm(tables, holder, identity).0
}

/// A holder, for people.
pub(super) fn describe(holder: Holder) -> String {
    holder.imsi().map_or_else(|| "a public service".into(), |imsi| format!("subscriber {imsi}"))
}
