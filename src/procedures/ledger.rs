//! Orders that moved money are remembered for some days, so that a repetition moves nothing; then they are forgotten. What they moved stays in the log. And bundles that
//! lapsed go from accounts that nobody uses, or are given anew: of those that are used, the next request sees to it.

use crate::{
    domain::{
        charging::{Charging, tariff::Tariff},
        ledger::{Book, append, bundles},
    },
    records::{Account, Cause, LedgerOrder},
    store::{ChangeSet, Store},
    types::Timestamp,
};
use arc_swap::ArcSwap;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often what is too old is looked for.
const PERIOD: Duration = Duration::from_secs(3600);

/// So many orders are forgotten in one change.
const CHUNK: usize = 1000;

/// Forgets, until `stop`, orders that are older than the configuration says.
pub async fn keep(store: Arc<Store>, charging: Arc<ArcSwap<Charging>>, stop: CancellationToken) {
    loop {
        forget(&store, charging.load().order_days, Timestamp::now());
        renew(&store, &charging.load().tariff, Timestamp::now());
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PERIOD) => {}
        }
    }
}

/// Has the bundles of all accounts stand as they do at `now`; returns how many accounts that concerned.
pub fn renew(store: &Store, tariff: &Tariff, now: Timestamp) -> usize {
    let mut renewed = 0;
    for part in 0..store.shards() {
        let mut due = Vec::new();
        store.walk::<Account>(part, |account, _| {
            if bundles::is_due(account, now) {
                due.push(account.id);
            }
        });
        for id in due {
            let read = store.get::<Account>(&id);
            let Some(account) = read.value.as_deref() else { continue };
            let mut book = Book::open(account.clone(), now, Cause::Time);
            bundles::renew(&mut book, tariff, now);
            let (account, transfers) = book.close();
            // One that changed meanwhile was seen to by whoever changed it, or is the next time.
            let changes = append(ChangeSet::new().put(account, read.version), &transfers);
            renewed += usize::from(store.commit(changes).is_ok());
        }
    }
    renewed
}

/// Forgets what is older than `days` at `now`.
pub fn forget(store: &Store, days: u32, now: Timestamp) {
    let limit = Timestamp(now.0.saturating_sub(i64::from(days) * 86_400_000));
    let old: Vec<_> = store
        .scan::<LedgerOrder>()
        .filter(|(order, _)| order.at < limit)
        .map(|(order, version)| (order.key.clone(), version))
        .collect();
    for chunk in old.chunks(CHUNK) {
        let changes = chunk.iter().fold(ChangeSet::new(), |changes, (key, version)| {
            changes.delete::<LedgerOrder>(key.clone(), *version)
        });
        if let Err(error) = store.commit(changes) {
            tracing::warn!(%error, "old orders of the ledger are remembered for now");
            return;
        }
    }
    if !old.is_empty() {
        tracing::info!(orders = old.len(), days, "old orders of the ledger were forgotten");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::AccountId,
        types::{Currency, Lsn, Money},
    };

    /// VC-6, ST-5: keys are remembered for their days, and no longer.
    #[test]
    fn vc_6_st_5_orders_are_forgotten_after_their_days() {
        let store = Store::in_memory();
        let day = 86_400_000;
        for age in 0..2500 {
            let order = LedgerOrder {
                key: age.to_string().into(),
                account: AccountId(1),
                digest: 7,
                at: Timestamp(100 * day - age * day / 50),
                balance: Money(1),
                currency: Currency::EUR,
            };
            store.commit(ChangeSet::new().put(order, Lsn::ZERO)).unwrap();
        }
        forget(&store, 30, Timestamp(100 * day));
        assert_eq!(
            store.count::<LedgerOrder>(),
            1501,
            "of 30 days at fifty a day, and the one of that moment"
        );
        forget(&store, 30, Timestamp(100 * day));
        assert_eq!(store.count::<LedgerOrder>(), 1501);
    }
}
