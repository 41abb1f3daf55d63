//! Who called away from home is counted (VC-5): each call once, from the records in the log, behind a cursor that moves with the counts.
//!
//! A change set has the counts of some records, the calls they are of, and the cursor. So a crash counts nothing twice and leaves nothing out, and what was put aside
//! counts once its record is in the log. What is charged does not wait for any of it.

use crate::{
    domain::charging::{
        Charging,
        roaming::statistics::{Roamed, roamed},
    },
    records::{
        CallKey, ChargingRecord, ChargingRecordRef, CountedCall, Day, ExportCursor, Log, RoamerCalls,
        RoamerDay, Role,
    },
    store::{ChangeSet, Entry, Read, Store},
    telemetry::metrics::Metrics,
    types::Timestamp,
};
use arc_swap::ArcSwap;
use jiff::tz::TimeZone;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// The way by which records are counted, beside those by which they leave.
pub const WAY: &str = "roamers";

/// The word for a place that is not known.
pub const UNKNOWN: &str = "unknown";

/// How often it is looked for new records.
const LOOK: Duration = Duration::from_secs(1);
/// How often what is too old is looked for.
const FORGET: Duration = Duration::from_secs(600);
/// So many records are read, or old entries forgotten, for one change set: less than a millisecond's work.
const CHUNK: usize = 256;
/// How long a call is remembered that was counted. What else is told of it comes with its end, and a call does not last so long.
const REMEMBERED: Duration = Duration::from_secs(86_400);

/// Counts until `stop`. Trouble is told once; the records wait in the log.
pub async fn keep(
    store: Arc<Store>,
    charging: Arc<ArcSwap<Charging>>,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
) {
    let (mut troubled, mut tidied): (bool, Option<Instant>) = (false, None);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let due = tidied.is_none_or(|at| at.elapsed() >= FORGET);
        let (store, metrics, charging) = (store.clone(), metrics.clone(), charging.load_full());
        let turn = move || {
            while count(&store, charging.tariff.zone(), &metrics)? == CHUNK {
                // Whoever waits for the processor, with an answer to give, goes first.
                std::thread::yield_now();
            }
            if due { forget(&store, charging.roamer_days, Timestamp::now()) } else { Ok(()) }
        };
        let Ok(done) = tokio::task::spawn_blocking(turn).await else { return };
        match &done {
            Ok(()) if due => tidied = Some(Instant::now()),
            Ok(()) => {}
            Err(sentence) if !troubled => {
                tracing::error!("calls of roamers are not counted for now: {sentence}; it is tried again");
            }
            Err(_) => {}
        }
        troubled = done.is_err();
    }
}

/// Counts the calls of the next records; returns how many records were read. Asks the disk: call it off the async threads.
///
/// # Errors
/// The disk fails, the log is damaged, or the store takes no changes: nothing was counted.
pub fn count(store: &Store, zone: &TimeZone, metrics: &Metrics) -> Result<usize, String> {
    let text = |error: crate::store::EngineError| error.to_string();
    let cursor: Read<ExportCursor> = store.get(&WAY.into());
    let begin = store.log_extent(Log::Records).map_err(text)?.begin.number;
    let next = cursor.value.as_deref().map_or(0, |cursor| cursor.next).max(begin);
    let (mut counts, mut seen) = (Counts::default(), None::<(u64, u64)>);
    let look = |entry: Entry<ChargingRecordRef<'_>>| {
        let first = seen.map_or(entry.number, |(first, _)| first);
        seen = Some((first, entry.number));
        if let Some(one) = roamed(entry.value.detail(), zone) {
            counts.add(store, one);
        }
    };
    store.look_at_log::<ChargingRecord>(next, CHUNK, look).map_err(text)?;
    let Some((first, last)) = seen else { return Ok(0) };
    let cursor_now = ExportCursor { way: WAY.into(), next: last + 1, last: seen };
    let changes = counts.changes(store, Timestamp::now()).put(cursor_now, cursor.version);
    store.commit(changes).map_err(|error| error.to_string())?;
    for one in &counts.told {
        let [home, visited] = [&one.home, &one.visited].map(|place| place.as_deref().unwrap_or(UNKNOWN));
        metrics.roamer_calls.with_label_values(&[home, visited, role_word(one.role)]).inc();
    }
    Ok(usize::try_from(last - first).map_or(CHUNK, |between| between + 1))
}

/// What some records add.
#[derive(Debug, Default)]
struct Counts {
    days: BTreeMap<Day, Vec<RoamerCalls>>,
    keys: BTreeSet<CallKey>,
    told: Vec<RoamerCalls>,
}

impl Counts {
    fn add(&mut self, store: &Store, one: Roamed) {
        let known = one
            .key
            .is_some_and(|key| store.get::<CountedCall>(&key).value.is_some() || !self.keys.insert(key));
        if !known {
            self.days.entry(one.day).or_default().push(one.calls.clone());
            self.told.push(one.calls);
        }
    }

    fn changes(&self, store: &Store, now: Timestamp) -> ChangeSet {
        let days = self.days.iter().fold(ChangeSet::new(), |changes, (day, calls)| {
            let read: Read<RoamerDay> = store.get(day);
            let known = read.value.as_deref().cloned();
            let mut counted = known.unwrap_or(RoamerDay { day: *day, calls: Box::default() });
            calls.iter().for_each(|one| counted.count(one));
            changes.put(counted, read.version)
        });
        self.keys.iter().fold(days, |changes, key| {
            let version = store.get::<CountedCall>(key).version;
            changes.put(CountedCall { key: *key, at: now }, version)
        })
    }
}

/// Forgets which calls were counted, once nothing more is told of them, and statistics that are older than `days`.
///
/// # Errors
/// The store takes no changes.
pub fn forget(store: &Store, days: u32, now: Timestamp) -> Result<(), String> {
    let commit = |changes| store.commit(changes).map(|_| ()).map_err(|error| error.to_string());
    let limit = Timestamp(now.0.saturating_sub(i64::try_from(REMEMBERED.as_millis()).unwrap_or(i64::MAX)));
    let old: Vec<_> = store
        .scan::<CountedCall>()
        .filter(|(call, _)| call.at < limit)
        .map(|(call, version)| (call.key, version))
        .collect();
    for chunk in old.chunks(CHUNK) {
        commit(chunk.iter().fold(ChangeSet::new(), |changes, (key, version)| {
            changes.delete::<CountedCall>(*key, *version)
        }))?;
    }
    let today = now.0.div_euclid(86_400_000);
    let oldest = today.saturating_sub(i64::from(days));
    let gone = store.scan::<RoamerDay>().filter(|(day, _)| i64::from(day.day.0) < oldest);
    let changes =
        gone.fold(ChangeSet::new(), |changes, (day, version)| changes.delete::<RoamerDay>(day.day, version));
    if changes.is_empty() { Ok(()) } else { commit(changes) }
}

/// A word for a side of a call.
pub const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Originating => "caller",
        Role::Terminating => "called",
        Role::Forwarding => "forwarding",
    }
}
