//! The journal of location queries (LQ-5): written, durably, before an answer leaves; forgotten after the days that are configured.

use super::{Answer, Locator, Question};
use crate::{
    domain::location::privacy::Denied,
    records::{LocationQuery, LocationQueryId},
    store::{ChangeSet, CommitError, Store},
    types::{Imsi, Lsn, Name, Timestamp},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// How often what is too old is looked for.
const PERIOD: Duration = Duration::from_secs(3600);

/// So many entries are forgotten in one change.
const CHUNK: usize = 1000;

/// Who asks, and by which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// An Origin-Host, or a client of the admin API.
    pub name: Name,
    /// `admin`, `sh`, `slh`.
    pub interface: &'static str,
}

/// Numbers of entries: microseconds, and later than every one before.
#[derive(Debug, Default)]
pub(super) struct Ids(AtomicU64);

impl Ids {
    fn next(&self, now: Timestamp) -> LocationQueryId {
        let now = u64::try_from(now.0).unwrap_or(0).saturating_mul(1000);
        let later = |last: u64| Some(now.max(last + 1));
        let before = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later);
        let (Ok(last) | Err(last)) = before;
        LocationQueryId(now.max(last + 1))
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// The asker may not be told.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It could not be written down who asked, so nothing is said.
    #[error("the query could not be entered in its journal: {0}")]
    Unwritten(#[from] CommitError),
}

impl Locator {
    /// Where the user is, as exactly as `asker` may be told, and the LSN of the entry in the journal: the answer waits for it. Who may not be told
    /// stands in the journal too.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn tell(&self, asker: &Asker, question: Question) -> Result<(Answer, Lsn), Unanswered> {
        let precision = self.privacy.load().check(&asker.name, question.imsi);
        let precision = match precision {
            Ok(precision) => precision,
            Err(denied) => {
                self.count("denied");
                self.write(asker, question.imsi, "denied")?;
                return Err(denied.into());
            }
        };
        let mut answer = self.locate(question).await;
        answer.fact = answer.fact.map(|fact| precision.coarsen(fact));
        let said = answer.fact.as_ref().map_or_else(|| "nothing".to_owned(), |fact| fact.seen.to_string());
        let lsn = self.write(asker, question.imsi, &said)?;
        Ok((answer, lsn))
    }

    /// Enters a query in the journal.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn write(&self, asker: &Asker, imsi: Imsi, said: &str) -> Result<Lsn, CommitError> {
        let now = (self.clock)();
        loop {
            let entry = LocationQuery {
                id: self.journal.next(now),
                at: now,
                asker: asker.name.clone(),
                interface: Name::new(asker.interface),
                imsi,
                said: said.into(),
            };
            match self.store.commit(ChangeSet::new().put(entry, Lsn::ZERO)) {
                // The clock was set back, and there is one of that microsecond: the next number.
                Err(CommitError::Stale { .. }) => {}
                other => return other,
            }
        }
    }
}

/// Forgets, until `stop`, entries older than the days that are configured; 0 keeps them all.
pub async fn keep(locator: Arc<Locator>, stop: CancellationToken) {
    loop {
        let days = locator.privacy.load().settings.journal_days;
        forget(&locator.store, days, (locator.clock)());
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PERIOD) => {}
        }
    }
}

/// Forgets what is older than `days` at `now`.
pub fn forget(store: &Store, days: u32, now: Timestamp) {
    if days == 0 {
        return;
    }
    let limit = Timestamp(now.0.saturating_sub(i64::from(days) * 86_400_000));
    let old: Vec<_> = store
        .scan::<LocationQuery>()
        .filter(|(entry, _)| entry.at < limit)
        .map(|(entry, version)| (entry.id, version))
        .collect();
    for chunk in old.chunks(CHUNK) {
        let changes = chunk
            .iter()
            .fold(ChangeSet::new(), |changes, (id, version)| changes.delete::<LocationQuery>(*id, *version));
        if let Err(error) = store.commit(changes) {
            tracing::warn!(%error, "old entries of the journal of location queries are kept for now");
            return;
        }
    }
    if !old.is_empty() {
        tracing::info!(entries = old.len(), days, "old location queries were forgotten");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lq_5_numbers_grow_even_when_the_clock_does_not() {
        let ids = Ids::default();
        let numbers = [5, 5, 4, 6].map(|now| ids.next(Timestamp(now)).0);
        assert_eq!(numbers, [5000, 5001, 5002, 6000]);
    }

    #[test]
    fn lq_5_old_entries_are_forgotten() {
        let store = Store::in_memory();
        let day = 86_400_000;
        for at in [1, 2 * day, 3 * day] {
            let entry = LocationQuery {
                id: LocationQueryId(at as u64),
                at: Timestamp(at),
                asker: "noc".into(),
                interface: "admin".into(),
                imsi: Imsi::parse("001010000000001").unwrap(),
                said: "nothing".into(),
            };
            store.commit(ChangeSet::new().put(entry, Lsn::ZERO)).unwrap();
        }
        forget(&store, 0, Timestamp(9 * day));
        assert_eq!(store.count::<LocationQuery>(), 3);
        forget(&store, 2, Timestamp(4 * day + 1));
        let left: Vec<_> = store.scan::<LocationQuery>().map(|(entry, _)| entry.at.0).collect();
        assert_eq!(left, [3 * day]);
    }
}
