//! A SIM's sequence numbers, as one request takes them (TS 33.102 Annex C.1, SC-8).
//!
//! Numbers are reserved some ahead: one write is good for several vectors, and a restart skips what was reserved and not issued. What was proven by an AUTS
//! is always stored.

use crate::{
    domain::auth::{self, SequenceExhausted, Sqn},
    records::{Requester, Sequence},
    store::{ChangeSet, Read},
    types::Imsi,
};

/// The numbers of one SIM.
#[derive(Debug)]
pub(super) struct Numbers {
    imsi: Imsi,
    read: Read<Sequence>,
    /// The record that is to be stored, where one is.
    after: Option<Sequence>,
    /// Nothing is reserved, nor taken of what was.
    exact: bool,
}

impl Numbers {
    /// As they were read.
    pub(super) fn new(imsi: Imsi, read: Read<Sequence>) -> Self {
        Self { imsi, read, after: None, exact: false }
    }

    /// Several are wanted: they follow one another, or of two requests at once each would get numbers between those of the other, and the SIM would
    /// refuse what is used after the greater one.
    pub(super) fn several(mut self, count: u32) -> Self {
        self.exact |= count > 1;
        self
    }

    /// Takes note of a proven SQN_MS (TS 33.102 §6.3.5): it may set the generator, and what is issued from now on is above it.
    pub(super) fn resynchronise(&mut self, proven: Sqn) {
        let sequence = self.stored();
        self.after = Some(auth::resynchronise(&sequence, proven).unwrap_or(sequence));
        self.exact = true;
    }

    /// The next number for `requester`. It may be shown when the record that was read is durable, and the changes.
    pub(super) fn next(&mut self, requester: Requester) -> Result<Sqn, SequenceExhausted> {
        let reserved = || auth::issue(self.read.value.as_deref()?, requester);
        if !self.exact
            && self.after.is_none()
            && let Some(sqn) = reserved()
        {
            return Ok(sqn);
        }
        let before = self.after.take().unwrap_or_else(|| self.stored());
        let (after, sqn) = auth::next(&before, requester)?;
        self.after = Some(after);
        Ok(sqn)
    }

    /// What has to be stored before a number is shown.
    pub(super) fn changes(self) -> ChangeSet {
        match self.after {
            None => ChangeSet::new(),
            // Whoever repeats an old AUTS does not use up numbers that nobody wants; nor are there any for whom none are issued ahead.
            Some(after) if self.exact || after.requesters.len() >= auth::INDICES => {
                ChangeSet::new().put(after, self.read.version)
            }
            Some(after) => ChangeSet::new().put(auth::reserve(after), self.read.version),
        }
    }

    fn stored(&self) -> Sequence {
        self.read.value.as_deref().cloned().unwrap_or_else(|| Sequence::new(self.imsi))
    }
}
