//! What is appended goes from the store when it is old: charging data records that left by every way there is (VC-7), and postings, of which stays what they came to.

use super::roamers;
use crate::{
    domain::{
        charging::Charging,
        ledger::{CARRIED, carry},
    },
    records::{CarriedPostings, ChargingRecord, ExportCursor, Log, Logged, Transfer},
    store::{ChangeSet, EngineError, Store},
    types::Timestamp,
};
use arc_swap::ArcSwap;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often old entries are looked for.
const PERIOD: Duration = Duration::from_secs(600);
/// So many postings go in one change.
const CHUNK: u64 = 1 << 20;

/// What becomes of charging data records.
#[derive(Debug, Clone)]
pub struct Settings {
    /// They stay until they left by all of these.
    pub ways: Vec<&'static str>,
    /// And for so long after they were closed.
    pub keep: Duration,
}

impl Settings {
    /// Records leave by these ways, are counted, and stay for `keep`.
    pub fn new(ways: impl IntoIterator<Item = &'static str>, keep: Duration) -> Self {
        Self { ways: ways.into_iter().chain([roamers::WAY]).collect(), keep }
    }
}

/// Lets go what is old, until `stop`.
pub async fn keep(
    store: Arc<Store>,
    charging: Arc<ArcSwap<Charging>>,
    settings: Settings,
    stop: CancellationToken,
) {
    let settings = Arc::new(settings);
    loop {
        let (store, settings, days) = (store.clone(), settings.clone(), charging.load().posting_days);
        let turn = move || {
            let now = Timestamp::now();
            let records = prune_records(&store, &settings.ways, settings.keep, now);
            (records, days.map_or(Ok(()), |days| prune_postings(&store, before(now, day(days)), CHUNK)))
        };
        let Ok((records, postings)) = tokio::task::spawn_blocking(turn).await else { return };
        if let Err(sentence) = records {
            tracing::warn!("old charging data records stay in the store for now: {sentence}");
        }
        if let Err(sentence) = postings {
            tracing::warn!("old postings stay in the store for now: {sentence}");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PERIOD) => {}
        }
    }
}

fn day(days: u32) -> Duration {
    Duration::from_secs(86_400 * u64::from(days))
}

fn before(now: Timestamp, time: Duration) -> Timestamp {
    Timestamp(now.0.saturating_sub(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
}

/// Asks for records to go that were closed more than `keep` before `now` and left by all of `ways`; a way that has not begun holds them all. Asks the disk some
/// twenty times.
///
/// # Errors
/// The disk fails, or the log is damaged.
pub fn prune_records(store: &Store, ways: &[&str], keep: Duration, now: Timestamp) -> Result<(), String> {
    let next = |way: &&str| store.get::<ExportCursor>(&(*way).into()).value.map_or(0, |cursor| cursor.next);
    let left = ways.iter().map(next).min().unwrap_or(u64::MAX);
    let oldest = before(now, keep);
    let stays = first_that_stays(store, left, |record: &ChargingRecord| record.detail().closed < oldest);
    let (begin, stays) = stays.map_err(|error| error.to_string())?;
    if stays > begin {
        store.prune_log(Log::Records, stays);
    }
    Ok(())
}

/// Asks for postings to go that are older than `oldest`, at most `chunk` in one change: what they came to on the house's own accounts is written before, and what they left on
/// customers' is there. Reads what goes.
///
/// # Errors
/// The disk fails, the log is damaged, or the store takes no changes.
pub fn prune_postings(store: &Store, oldest: Timestamp, chunk: u64) -> Result<(), String> {
    let stays = first_that_stays(store, u64::MAX, |transfer: &Transfer| transfer.at < oldest);
    let (_, stays) = stays.map_err(|error| error.to_string())?;
    loop {
        let read = store.get::<CarriedPostings>(&CARRIED.into());
        let carried = read.value.as_deref().cloned().unwrap_or_default();
        let Some(next) = carry(store, &carried, stays, chunk)? else { break };
        let (from, before) = (carried.before.max(1), next.before);
        store.commit(ChangeSet::new().put(next, read.version)).map_err(|error| error.to_string())?;
        tracing::info!(
            postings = before - from,
            "old postings go from the ledger's log; what they came to stays"
        );
    }
    // Asked for each time: a stop may have come before the last ones were gone.
    let carried = store.get::<CarriedPostings>(&CARRIED.into()).value;
    if let Some(carried) = carried {
        store.prune_log(Log::Transfers, carried.before);
    }
    Ok(())
}

/// Where the log begins, and the first entry from there on that is not old, or is numbered `end` or more.
fn first_that_stays<E: Logged>(
    store: &Store,
    end: u64,
    is_old: impl Fn(&E) -> bool,
) -> Result<(u64, u64), EngineError> {
    let extent = store.log_extent(E::LOG)?;
    let (mut low, mut high) = (extent.begin.number, end.min(extent.end.number));
    // Numbers grow with time: it is found by halving.
    while low < high {
        let middle = low + (high - low) / 2;
        let one = store.read_log::<E>(middle, 1)?;
        if one.first().is_some_and(|entry| is_old(&entry.value)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok((extent.begin.number, low))
}

#[cfg(test)]
mod tests;
