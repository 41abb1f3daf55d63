//! The outbox in the order its entries are due, and the news of new ones.

use crate::{records::OutboxId, types::Timestamp};
use parking_lot::Mutex;
use std::collections::BTreeSet;
use tokio::sync::Notify;

/// When an entry is due, and which.
pub(super) type Due = (Timestamp, OutboxId);

/// The entries by due time.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    entries: Mutex<BTreeSet<Due>>,
    news: Notify,
}

impl Agenda {
    /// One record's due time changed from `old` to `new`; most records have neither.
    pub(super) fn note(&self, old: Option<Due>, new: Option<Due>) {
        if old.is_none() && new.is_none() {
            return;
        }
        let mut entries = self.entries.lock();
        if let Some(old) = old {
            entries.remove(&old);
        }
        if let Some(new) = new {
            entries.insert(new);
            self.news.notify_one();
        }
    }

    /// At most `limit` entries that are due at `now`, the longest due first.
    pub(super) fn due(&self, now: Timestamp, limit: usize) -> Vec<OutboxId> {
        let entries = self.entries.lock();
        entries.range(..=(now, OutboxId(u64::MAX))).take(limit).map(|(_, id)| *id).collect()
    }

    /// When the first entry is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.entries.lock().first().map(|(due, _)| *due)
    }

    /// Returns once an entry was added or moved since this last returned.
    pub(super) async fn changed(&self) {
        self.news.notified().await;
    }
}
