//! Whom an identity belongs to.

use super::{Holder, Tables, shared::Shared};
use crate::{
    records::{PublicService, Subscriber},
    types::{Impu, Imsi, Lsn},
};
use std::sync::Arc;

/// Whom an identity (a public one in canonical form, or a private one that is not made from an IMSI, in lower case) belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A service of this subscriber.
    Subscriber(Imsi),
    /// A public service: the key of its record (for a wildcarded one, the wildcard that matched).
    PublicService(Impu),
}

impl Shared {
    pub(super) fn owner(&self, identity: &str) -> (Option<Owner>, Lsn) {
        if let Some(found) = self.find_owner(identity) {
            return found;
        }
        // Index and record disagree only while a commit is at work on them: wait for it. What disagrees even then is a collision of
        // hashes, and nobody's.
        let quiet = self.sequencer.lock();
        self.find_owner(identity).unwrap_or((None, quiet.last))
    }

    /// `None` if an index entry was found that its record does not confirm.
    fn find_owner(&self, identity: &str) -> Option<(Option<Owner>, Lsn)> {
        let mut unconfirmed = false;
        let mut seen = Lsn::ZERO;
        let (found, removed) = self.tables.index.find(identity, |holder| {
            let (confirmed, version) = confirm(&self.tables, holder, identity);
            seen = seen.max(version);
            unconfirmed |= !confirmed;
            confirmed.then(|| (owner_of(holder, identity), version))
        });
        if let Some((owner, version)) = found {
            return Some((owner, version));
        }
        if unconfirmed {
            return None;
        }
        let (wildcard, gone) = self.tables.index.find_wildcard(identity);
        let seen = removed.max(gone);
        Some(match wildcard {
            Some((listed, holder)) => {
                let (confirmed, version) = confirm(&self.tables, holder, &listed);
                if !confirmed {
                    return None;
                }
                (owner_of(holder, &listed), seen.max(version))
            }
            None => (None, seen),
        })
    }
}

fn owner_of(holder: Holder, listed: &str) -> Option<Owner> {
    match holder.imsi() {
        Some(imsi) => Some(Owner::Subscriber(imsi)),
        None => Impu::parse(listed).ok().map(Owner::PublicService),
    }
}

/// Whether the holder's record lists `identity`, and the version of that record or of its absence.
pub(super) fn confirm(tables: &Tables, holder: Holder, identity: &str) -> (bool, Lsn) {
    if let Some(imsi) = holder.imsi() {
        let lists = |record: &Arc<Subscriber>| record.lists(identity);
        return tables.subscriber.with(&imsi, |found, version| (found.is_some_and(lists), version));
    }
    Impu::parse(identity).map_or((false, Lsn::ZERO), |key| {
        tables
            .public_service
            .with(&key, |found: Option<&Arc<PublicService>>, version| (found.is_some(), version))
    })
}
