//! A SIM's sequence numbers as one request reads them.

use crate::{
    records::Sequence,
    store::{Read, Store},
    types::{Imsi, Lsn},
};
use std::cell::Cell;

/// Reads them, and remembers what the answer has to wait for (SC-8): a number that was reserved before changes nothing, but the record that
/// reserved it has to be durable.
#[derive(Debug)]
pub(crate) struct Sequences<'a> {
    store: &'a Store,
    seen: Cell<Lsn>,
}

impl<'a> Sequences<'a> {
    /// From `store`.
    pub(crate) fn new(store: &'a Store) -> Self {
        Self { store, seen: Cell::new(Lsn::ZERO) }
    }

    /// Those of a SIM; of nobody's where none is named.
    pub(crate) fn of(&self, imsi: Option<Imsi>) -> Read<Sequence> {
        let read = imsi.map(|imsi| self.store.get(&imsi)).unwrap_or_else(super::nothing);
        self.seen.set(self.seen.get().max(read.version));
        read
    }

    /// The largest version read.
    pub(crate) fn seen(&self) -> Lsn {
        self.seen.get()
    }
}
