//! Charging data records that left by every way, and are old enough, go from the store.

use crate::{
    records::{ChargingRecord, ExportCursor, Log},
    store::Store,
    types::Timestamp,
};
use std::time::Duration;

/// Asks for records to go that were closed more than `keep` before `now` and left by all of `ways`; a way that has not begun holds them all, and without any way
/// all stay. Asks the disk some twenty times.
///
/// # Errors
/// The disk fails, or the log is damaged.
pub fn prune(store: &Store, ways: &[&str], keep: Duration, now: Timestamp) -> Result<(), String> {
    let text = |error: crate::store::EngineError| error.to_string();
    let extent = store.log_extent(Log::Records).map_err(text)?;
    let next = |way: &&str| store.get::<ExportCursor>(&(*way).into()).value.map_or(0, |cursor| cursor.next);
    let Some(behind) = ways.iter().map(next).min() else { return Ok(()) };
    let oldest = Timestamp(now.0.saturating_sub(i64::try_from(keep.as_millis()).unwrap_or(i64::MAX)));
    let (mut low, mut high) = (extent.begin.number, behind.min(extent.end.number));
    // Numbers grow with time: the first record that stays is found by halving.
    while low < high {
        let middle = low + (high - low) / 2;
        let one = store.read_log::<ChargingRecord>(middle, 1).map_err(text)?;
        if one.first().is_some_and(|entry| entry.value.detail().closed < oldest) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if low > extent.begin.number {
        store.prune_log(Log::Records, low);
    }
    Ok(())
}
