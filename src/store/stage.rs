//! Imports in bulk: what becomes of many subscribers is staged, durable but invisible, while live traffic goes on, and switched on all
//! at once.
//!
//! Staging holds no lock that a live change waits for. It writes first what it is about to change into the tables' staged halves, where
//! every later live change sees it and notes what it touches (`sequencer::Staging`). Then it waits for the live change that is under
//! way, if one is, and only then looks whether everything still is as it was decided upon: what changes before that look is seen by it,
//! and what changes after was noted.

mod accounts;
mod check;

use super::{
    Change, ChangeSet, CommitError, Read, Stored,
    engine::{JournalRow, StagedChunk},
    index::Listed,
    kinds::{Listings, Lists, Tables},
    log::LogsPending,
    sequencer::Staging,
    shared::{Shared, encode},
    wildcard::Wildcard,
};
use crate::{
    records::{
        AccountId, Dsai, EpsRegistration, EpsSubscription, Outbox, Registration, RepositoryData, Sequence,
        ShSubscriptions, Subscriber, WlanRegistration,
    },
    types::{Impu, Imsi, Lsn},
};
use accounts::{AT_SWITCH, Accounts};
use check::Staged;
use parking_lot::MutexGuard;
use std::{
    collections::{BTreeSet, HashSet},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

/// So many change sets are staged and then looked at together.
const AT_ONCE: usize = 256;
/// So many changes make a chunk, durable in one row.
const CHUNK: usize = 256;
/// So many chunks may wait for the writer before the import does.
const QUEUE: usize = 16;
/// How often what the network changes meanwhile is decided anew. Each time there is less of it, as it was done in less time.
const ROUNDS: usize = 32;
/// So many identities are taken from the index while the sequencer's lock is held.
const UNLISTED: usize = 32;

/// Why an import stops. Nothing of it was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// Another one is going on.
    #[error("an import is going on already: wait for it, or cancel it")]
    Busy,
    /// A subscriber of the import cannot be added or changed.
    #[error("{imsi}: {reason}")]
    Conflict {
        /// Which subscriber.
        imsi: String,
        /// Why not.
        reason: String,
    },
    /// A live change took what the import had listed.
    #[error("the import cannot be applied: {0}")]
    Overtaken(String),
    /// The store takes no changes.
    #[error(transparent)]
    Refused(#[from] CommitError),
}

/// What is staged for a subscriber whom a live change overtook: its registration or sequence numbers are others now, or what application servers
/// keep, switched or watch of its identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtaken {
    /// Which subscriber.
    pub imsi: Imsi,
    /// The contract it is to get, if it is to get another.
    pub subscriber: Option<Arc<Subscriber>>,
    /// The sequence numbers it is to get, if others.
    pub sequence: Option<Arc<Sequence>>,
    /// The EPS contract it is to get, or that it is to have none, if that is another.
    pub eps_subscription: Option<Option<Arc<EpsSubscription>>>,
}

/// What came of trying to switch.
enum Attempt {
    Switched(Lsn),
    /// About these it has to be decided anew first; and these accounts have moved.
    Overtaken(HashSet<Imsi>, HashSet<AccountId>),
}

/// An import being staged. Dropping it without [`switch`](Self::switch) leaves nothing behind.
#[derive(Debug)]
pub struct Stage {
    shared: Arc<Shared>,
    id: u64,
    chunk: Vec<Change>,
    /// What the index loses after the switch.
    unlisted: Vec<Listed>,
    /// Which wildcards it gains, and which it loses, with the switch.
    wildcards: Listings,
    /// What the network is to be told from the switch on.
    outbox: Vec<Arc<Outbox>>,
    /// What is appended to logs with the switch.
    entries: LogsPending,
    /// What it does to accounts that are there.
    accounts: Accounts,
    switched: bool,
}

impl Stage {
    pub(super) fn begin(shared: Arc<Shared>) -> Result<Self, StageError> {
        let mut sequencer = shared.sequencer.lock();
        if sequencer.stopped {
            return Err(CommitError::Stopped.into());
        }
        // A switched import that is still being merged uses the same room.
        if sequencer.stage.is_some() || shared.tables.switched.load(Ordering::Acquire) != 0 {
            return Err(StageError::Busy);
        }
        let id = sequencer.next_stage;
        sequencer.next_stage += 1;
        sequencer.stage = Some(Staging::new(id));
        drop(sequencer);
        Ok(Self {
            shared,
            id,
            chunk: Vec::with_capacity(CHUNK),
            unlisted: Vec::new(),
            wildcards: Listings::default(),
            outbox: Vec::new(),
            entries: LogsPending::new([0; _]),
            accounts: Accounts::default(),
            switched: false,
        })
    }

    /// Stages change sets, each all that becomes of one subscriber: contract, registration, sequence numbers, and what the network is to
    /// be told. What they append to logs is numbered and becomes durable with the switch, and waits in memory until then. Blocks while the disk is
    /// behind: call it off the async threads.
    ///
    /// # Errors
    /// [`StageError::Conflict`]: a contract is not as it was read, an account was closed, a subscriber comes twice, or an identity belongs to somebody else, in
    /// the store or in the import. The import cannot be switched any more: drop it.
    pub fn add(&mut self, sets: impl IntoIterator<Item = ChangeSet>) -> Result<(), StageError> {
        let mut sets = sets.into_iter().filter(|set| !set.is_empty()).peekable();
        while sets.peek().is_some() {
            let staged = sets.by_ref().take(AT_ONCE).map(|set| self.stage(set)).collect();
            self.settle(staged)?;
        }
        Ok(())
    }

    /// Makes everything staged visible in one step, and durable when [`durable`](super::Store::durable) covers the LSN returned: a
    /// crash before leaves nothing of it, a crash after leaves all. `again` decides once more, on the records as they are now, what
    /// becomes of a subscriber whom live traffic overtook; the traffic does not wait for that. Contract, identities and what is appended to logs stay as
    /// they were staged: what `again` appends is left out. Blocks: call it off the async threads.
    ///
    /// # Errors
    /// [`StageError::Overtaken`]: a live change took what the import lists, or changed a contract that it changes.
    pub fn switch(mut self, mut again: impl FnMut(&Overtaken) -> ChangeSet) -> Result<Lsn, StageError> {
        for _ in 0..ROUNDS {
            self.send()?;
            let (overtaken, moved) = match self.try_switch()? {
                Attempt::Switched(lsn) => {
                    self.merge();
                    return Ok(lsn);
                }
                Attempt::Overtaken(overtaken, moved) => (overtaken, moved),
            };
            for account in moved {
                let renewed = self.accounts.renew(&self.shared.tables, account);
                self.push(renewed)?;
            }
            self.withdraw(&overtaken)?;
            let mut overtaken = overtaken.into_iter().peekable();
            while overtaken.peek().is_some() {
                let some = overtaken.by_ref().take(AT_ONCE);
                let staged = some.map(|imsi| self.stage_again(imsi, &mut again)).collect();
                self.settle(staged)?;
            }
        }
        Err(StageError::Overtaken("the network changes its subscribers faster than it can follow".into()))
    }

    /// Puts one set into the staged halves of the tables and of the index.
    fn stage(&mut self, mut set: ChangeSet) -> Staged {
        self.entries.push(Lsn::ZERO, &set.appended);
        self.accounts.stage(&self.shared.tables, &mut set);
        let mut twice =
            self.stage_records(&set).then(|| "the subscriber comes twice in the import".to_owned());
        let tables = &self.shared.tables;
        let mut listings = Listings::default();
        set.changes.iter().for_each(|change| change.listings(tables, &mut listings));
        for listed in &listings.added {
            if tables.index.is_staged(&listed.0) {
                let identity = &listed.0;
                twice = Some(format!("the identity {identity} belongs to another subscriber of the import"));
            }
            tables.index.stage(listed);
        }
        let (wild, plain): (Vec<_>, Vec<_>) =
            listings.removed.into_iter().partition(|(text, _)| Wildcard::is(text));
        self.unlisted.extend(plain);
        self.wildcards.removed.extend(wild);
        self.wildcards.added.extend(listings.added.iter().filter(|(text, _)| Wildcard::is(text)).cloned());
        Staged { imsi: set.changes.iter().find_map(Change::imsi), set, gained: listings.added, twice }
    }

    /// True if one of the records was staged before. Accounts are staged apart.
    fn stage_records(&mut self, set: &ChangeSet) -> bool {
        let mut before = false;
        for change in set.changes.iter().filter(|change| !matches!(change, Change::Account(_))) {
            before |= !change.stage(&self.shared.tables);
            if let Change::Outbox(entry) = change {
                self.outbox.push(entry.clone());
            }
        }
        before
    }

    /// Decides anew what becomes of a subscriber. The contract stays as it was staged, and so does what the index gains and loses.
    fn stage_again(&mut self, imsi: Imsi, again: &mut impl FnMut(&Overtaken) -> ChangeSet) -> Staged {
        let tables = &self.shared.tables;
        let subscriber = tables.subscriber.staged(&imsi).flatten();
        let sequence = tables.sequence.staged(&imsi).flatten();
        let eps_subscription = tables.eps_subscription.staged(&imsi);
        let set = again(&Overtaken { imsi, subscriber, sequence, eps_subscription });
        let set = or_as_it_stands::<Registration>(tables, set, &imsi);
        let set = or_as_it_stands::<Sequence>(tables, set, &imsi);
        let set = or_as_it_stands::<EpsRegistration>(tables, set, &imsi);
        let mut set = or_as_it_stands::<WlanRegistration>(tables, set, &imsi);
        for identity in identities(tables, &imsi) {
            set = or_as_it_stands::<RepositoryData>(tables, set, &identity);
            set = or_as_it_stands::<ShSubscriptions>(tables, set, &identity);
            set = or_as_it_stands::<Dsai>(tables, set, &identity);
        }
        self.stage_records(&set);
        Staged { imsi: Some(imsi), set, gained: Vec::new(), twice: None }
    }

    /// Takes back what the network was to be told of subscribers about whom is decided anew.
    fn withdraw(&mut self, overtaken: &HashSet<Imsi>) -> Result<(), StageError> {
        let all = std::mem::take(&mut self.outbox).into_iter();
        let (gone, stay): (Vec<_>, _) =
            all.partition(|entry| entry.task.imsi().is_some_and(|imsi| overtaken.contains(&imsi)));
        self.outbox = stay;
        for entry in gone {
            let change = Change::OutboxGone(entry.id);
            change.stage(&self.shared.tables);
            self.push([change])?;
        }
        Ok(())
    }

    /// Looks whether what was just staged still is as it was decided upon, and hands it to the writer.
    fn settle(&mut self, staged: Vec<Staged>) -> Result<(), StageError> {
        // A live change that is under way does not see all of it yet; every later one will.
        drop(self.shared.sequencer.lock());
        let (mut overtaken, mut moved) = (Vec::new(), Vec::new());
        for one in &staged {
            match one.check(&self.shared.tables) {
                Ok(standing) => {
                    overtaken.extend(standing.overtaken);
                    moved.extend(standing.moved);
                }
                Err(reason) => {
                    let conflict = StageError::Conflict { imsi: one.name(), reason };
                    self.note(|stage| stage.conflict = Some(conflict.to_string()));
                    return Err(conflict);
                }
            }
        }
        if !overtaken.is_empty() || !moved.is_empty() {
            self.note(|stage| {
                stage.overtaken.extend(overtaken);
                stage.moved.extend(moved);
            });
        }
        staged.into_iter().try_for_each(|one| self.push(one.set.changes))
    }

    fn note(&self, note: impl FnOnce(&mut Staging)) {
        self.shared.sequencer.lock().stage.as_mut().map(note);
    }

    fn push(&mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), StageError> {
        self.chunk.extend(changes);
        if self.chunk.len() >= CHUNK { self.send() } else { Ok(()) }
    }

    /// Gives the writer a chunk, once it is not too far behind.
    fn send(&mut self) -> Result<(), StageError> {
        self.wait_for_writer()?;
        if self.chunk.is_empty() || self.shared.inspector.is_none() {
            self.chunk.clear();
            return Ok(());
        }
        let chunk = self.encoded(&self.chunk);
        self.chunk.clear();
        self.shared.staged_queued.fetch_add(1, Ordering::Relaxed);
        let mut sequencer = self.shared.sequencer.lock();
        sequencer.pending.staged.push(chunk);
        self.shared.wake_writer(&mut sequencer);
        Ok(())
    }

    fn encoded(&self, changes: &Vec<Change>) -> StagedChunk {
        let mut row = JournalRow::new(Lsn::ZERO);
        encode(changes, &mut row.payload);
        StagedChunk { stage: self.id, payload: row.payload }
    }

    fn wait_for_writer(&self) -> Result<(), StageError> {
        loop {
            if self.shared.full.load(Ordering::Relaxed) {
                return Err(CommitError::Full.into());
            }
            if self.shared.has_failed() || self.shared.sequencer.lock().stopped {
                return Err(CommitError::Stopped.into());
            }
            if self.shared.staged_queued.load(Ordering::Acquire) < QUEUE {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// The switch itself: one LSN and one row in the journal, however much was staged.
    fn try_switch(&mut self) -> Result<Attempt, StageError> {
        let shared = &self.shared;
        let mut sequencer = shared.sequencer.lock();
        if sequencer.stopped {
            return Err(CommitError::Stopped.into());
        }
        if let Some(stage) = &mut sequencer.stage {
            if let Some(conflict) = stage.conflict.take() {
                return Err(StageError::Overtaken(conflict));
            }
            if !stage.overtaken.is_empty() || stage.moved.len() > AT_SWITCH {
                let (overtaken, moved) =
                    (std::mem::take(&mut stage.overtaken), std::mem::take(&mut stage.moved));
                return Ok(Attempt::Overtaken(overtaken, moved));
            }
            let moved = std::mem::take(&mut stage.moved);
            let renewed = moved.into_iter().filter_map(|id| self.accounts.renew(&shared.tables, id));
            let renewed: Vec<Change> = renewed.collect();
            if !renewed.is_empty() && shared.inspector.is_some() {
                shared.staged_queued.fetch_add(1, Ordering::Relaxed);
                sequencer.pending.staged.push(self.encoded(&renewed));
            }
        }
        let lsn = Lsn(sequencer.last.0 + 1);
        shared.tables.switched.store(lsn.0, Ordering::Release);
        // The index follows, as with every change; of what it loses only the wildcards, which would hide others: no record confirms the rest.
        for (wildcard, holder) in &self.wildcards.added {
            shared.tables.index.add_wildcard(wildcard, *holder);
        }
        for listed in &self.wildcards.removed {
            shared.tables.index.remove(listed, lsn);
        }
        sequencer.logs.adopt(lsn, &mut self.entries);
        sequencer.last = lsn;
        sequencer.stage = None;
        sequencer.switched.push((self.id, lsn));
        self.switched = true;
        if shared.inspector.is_some() {
            sequencer.pending.switch(lsn, self.id);
            shared.wake_writer(&mut sequencer);
        } else {
            shared.keep(&mut sequencer, lsn);
        }
        Ok(Attempt::Switched(lsn))
    }

    /// Moves what is visible now to where everything else is. Readers see no difference.
    fn merge(&self) {
        let tables = &self.shared.tables;
        tables.settle();
        self.outbox.iter().for_each(|entry| tables.agenda.note(None, entry.due()));
        for some in self.unlisted.chunks(UNLISTED) {
            let sequencer = self.shared.sequencer.lock();
            some.iter().for_each(|listed| tables.index.remove(listed, sequencer.last));
            // To whoever waits for it: this loop would be back before they wake.
            MutexGuard::unlock_fair(sequencer);
        }
        let _sequencer = self.shared.sequencer.lock();
        tables.switched.store(0, Ordering::Release);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.switched {
            return;
        }
        self.shared.tables.settle();
        let mut sequencer = self.shared.sequencer.lock();
        sequencer.stage = None;
        let queued = sequencer.pending.staged.len();
        sequencer.pending.staged.clear();
        self.shared.staged_queued.fetch_sub(queued, Ordering::Release);
    }
}

/// The public identities of a subscriber, as it is and as it is staged.
fn identities(tables: &Tables, imsi: &Imsi) -> BTreeSet<Impu> {
    let contracts = [tables.subscriber.read(imsi).value, tables.subscriber.staged(imsi).flatten()];
    let services = contracts.iter().flatten().flat_map(|subscriber| &subscriber.services);
    services.flat_map(|service| &service.identities).map(|identity| identity.impu.clone()).collect()
}

/// Where `set` leaves a record alone that the decision before it changed, the record is staged as it stands.
fn or_as_it_stands<R: Stored>(tables: &Tables, set: ChangeSet, key: &R::Key) -> ChangeSet {
    let table = R::table(tables);
    let gone = R::deleted(key.clone());
    if table.staged(key).is_none() || set.changes.iter().any(|change| change.same_key(&gone)) {
        return set;
    }
    let Read { value, version } = table.read(key);
    match value {
        Some(record) => set.put(R::clone(&record), version),
        None => set.delete::<R>(key.clone(), version),
    }
}
