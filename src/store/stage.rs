//! Imports in bulk: subscribers are staged, durable but invisible, while live traffic goes on, and switched on all at once.

use super::{
    Change, CommitError, Holder,
    engine::{JournalRow, StagedChunk},
    kinds::Tables,
    sequencer::{Sequencer, Staging, describe},
    shared::{Shared, encode},
    wildcard::Wildcard,
};
use crate::{
    records::Subscriber,
    types::{Impu, Lsn},
};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

/// So many subscribers are staged while the sequencer's lock is held: a live commit waits for no more.
const AT_ONCE: usize = 32;
/// So many subscribers make a chunk, durable in one row.
const CHUNK: usize = 256;
/// So many chunks may wait for the writer before the import does.
const QUEUE: usize = 16;

/// Why an import stops. Nothing of it was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// Another one is going on.
    #[error("an import is going on already: wait for it, or cancel it")]
    Busy,
    /// A subscriber of the import cannot be added.
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

/// An import being staged. Dropping it without [`switch`](Self::switch) leaves nothing behind.
#[derive(Debug)]
pub struct Stage {
    shared: Arc<Shared>,
    id: u64,
    chunk: Vec<Change>,
    /// Identities to be matched, which the index takes at the switch.
    wildcards: Vec<(Impu, Holder)>,
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
        sequencer.stage = Some(Staging { id, conflict: None });
        drop(sequencer);
        Ok(Self { shared, id, chunk: Vec::with_capacity(CHUNK), wildcards: Vec::new(), switched: false })
    }

    /// Stages new subscribers. Blocks while the disk is behind: call it off the async threads.
    ///
    /// # Errors
    /// [`StageError::Conflict`]: one exists already, or an identity belongs to somebody else, in the store or in the import. The
    /// subscribers before it are staged; the import can go on without it, or be dropped.
    pub fn add(&mut self, subscribers: Vec<Subscriber>) -> Result<(), StageError> {
        let mut subscribers = subscribers.into_iter().map(Arc::new).peekable();
        while subscribers.peek().is_some() {
            self.wait_for_writer()?;
            let sequencer = self.shared.sequencer.lock();
            for subscriber in subscribers.by_ref().take(AT_ONCE) {
                check(&self.shared.tables, &sequencer, &subscriber)?;
                stage(&self.shared.tables, &subscriber, &mut self.wildcards);
                self.chunk.push(Change::Subscriber(subscriber));
            }
            drop(sequencer);
            if self.chunk.len() >= CHUNK {
                self.send();
            }
        }
        Ok(())
    }

    /// Makes everything staged visible in one step, and durable when [`durable`](super::Store::durable) covers the LSN returned: a
    /// crash before leaves nothing of it, a crash after leaves all.
    ///
    /// # Errors
    /// [`StageError::Overtaken`]: a live change took what the import lists.
    pub fn switch(mut self) -> Result<Lsn, StageError> {
        self.send();
        let mut sequencer = self.shared.sequencer.lock();
        if sequencer.stopped {
            return Err(CommitError::Stopped.into());
        }
        if let Some(conflict) = sequencer.stage.as_mut().and_then(|stage| stage.conflict.take()) {
            return Err(StageError::Overtaken(conflict));
        }
        let lsn = Lsn(sequencer.last.0 + 1);
        for (wildcard, holder) in &self.wildcards {
            self.shared.tables.index.add_wildcard(wildcard.as_str(), *holder);
        }
        self.shared.tables.switched.store(lsn.0, Ordering::Release);
        sequencer.last = lsn;
        sequencer.stage = None;
        sequencer.switched.push((self.id, lsn));
        self.switched = true;
        if self.shared.inspector.is_some() {
            sequencer.pending.switch(lsn, self.id);
            self.shared.wake_writer(&mut sequencer);
        } else {
            self.shared.durable.advance(lsn);
        }
        drop(sequencer);
        self.merge();
        Ok(lsn)
    }

    /// Moves what is visible now to where everything else is. Readers see no difference.
    fn merge(&self) {
        self.shared.tables.subscriber.settle();
        self.shared.tables.index.settle();
        let _sequencer = self.shared.sequencer.lock();
        self.shared.tables.switched.store(0, Ordering::Release);
    }

    fn send(&mut self) {
        if self.chunk.is_empty() || self.shared.inspector.is_none() {
            self.chunk.clear();
            return;
        }
        let mut row = JournalRow::new(Lsn::ZERO);
        encode(&self.chunk, &mut row.payload);
        self.chunk.clear();
        self.shared.staged_queued.fetch_add(1, Ordering::Relaxed);
        let mut sequencer = self.shared.sequencer.lock();
        sequencer.pending.staged.push(StagedChunk { stage: self.id, payload: row.payload });
        self.shared.wake_writer(&mut sequencer);
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
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.switched {
            return;
        }
        self.shared.tables.subscriber.settle();
        self.shared.tables.index.settle();
        let mut sequencer = self.shared.sequencer.lock();
        sequencer.stage = None;
        let queued = sequencer.pending.staged.len();
        sequencer.pending.staged.clear();
        self.shared.staged_queued.fetch_sub(queued, Ordering::Release);
    }
}

fn check(tables: &Tables, _sequencer: &Sequencer, subscriber: &Subscriber) -> Result<(), StageError> {
    let refuse = |reason| Err(StageError::Conflict { imsi: subscriber.imsi.to_string(), reason });
    if tables.subscriber.with(&subscriber.imsi, |found, _| found.is_some()) {
        return refuse("the subscriber exists already".into());
    }
    if tables.subscriber.staged(&subscriber.imsi).is_some() {
        return refuse("the subscriber comes twice in the import".into());
    }
    for identity in subscriber.index_keys() {
        let identity = &*identity;
        if tables.index.is_staged(identity) {
            return refuse(format!("the identity {identity} belongs to another subscriber of the import"));
        }
        let listed = |holder| super::owner::confirm(tables, holder, identity).0.then_some(holder);
        if let (Some(owner), _) = tables.index.find(identity, listed) {
            return refuse(format!("the identity {identity} belongs to {} already", describe(owner)));
        }
        if Wildcard::is(identity)
            && let Err(reason) = Wildcard::parse(identity)
        {
            return refuse(format!("the wildcarded identity {identity} cannot be read: {reason}"));
        }
    }
    Ok(())
}

fn stage(tables: &Tables, subscriber: &Arc<Subscriber>, wildcards: &mut Vec<(Impu, Holder)>) {
    let holder = Holder::subscriber(subscriber.imsi);
    tables.index.stage_all(subscriber.index_keys(), holder);
    let all = subscriber.services.iter().flat_map(|service| &service.identities);
    wildcards.extend(all.filter(|own| own.impu.is_wildcarded()).map(|own| (own.impu.clone(), holder)));
    tables.subscriber.stage(subscriber.clone());
}
