//! The records a request names, read from the store.

use crate::{
    domain::hss::{
        Hss,
        sh::{Records, Whom},
    },
    interfaces::shared::{self, Reads},
    store::{ChangeSet, Store},
    types::{Imsi, Lsn},
};

/// Reads whom `whom` names, and what application servers keep and watch of the identity.
pub(super) fn load(store: &Store, hss: &Hss, whom: &Whom<'_>) -> Records {
    let loaded = shared::load(store, hss, &whom.subject());
    let mut records = Records { loaded, ..Records::default() };
    if let Some((keeper, _)) = records.keeper(whom) {
        records.repository = Some(store.get(&keeper));
        records.subscriptions = Some(store.get(&keeper));
    }
    records
}

impl Reads for Records {
    fn imsi(&self) -> Option<Imsi> {
        self.loaded.imsi()
    }

    fn under_contract(&self, changes: ChangeSet) -> ChangeSet {
        self.loaded.under_contract(changes)
    }

    fn seen(&self) -> Lsn {
        let repository = self.repository.as_ref().map_or(Lsn::ZERO, |read| read.version);
        let subscriptions = self.subscriptions.as_ref().map_or(Lsn::ZERO, |read| read.version);
        self.loaded.seen().max(repository).max(subscriptions)
    }
}
