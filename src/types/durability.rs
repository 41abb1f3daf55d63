//! What is durable: log sequence numbers and the mark that follows the disk.

use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;

/// A log sequence number: the place of a change in the one order of all changes. Zero is before the first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Lsn(pub u64);

impl Lsn {
    /// Before every change: what depends only on this is always durable.
    pub const ZERO: Self = Self(0);
}

/// The last LSN that is on disk; answers wait for it, the store's writer advances it.
///
/// Reading it is one atomic load. Waiting costs a task wake-up per commit, and only for those who wait.
#[derive(Debug)]
pub struct Watermark {
    durable: AtomicU64,
    news: watch::Sender<()>,
}

impl Watermark {
    /// A mark that stands at `durable`.
    pub fn new(durable: Lsn) -> Self {
        Self { durable: AtomicU64::new(durable.0), news: watch::Sender::new(()) }
    }

    /// The last durable LSN.
    pub fn get(&self) -> Lsn {
        Lsn(self.durable.load(Ordering::Acquire))
    }

    /// True once everything up to `lsn` is durable.
    pub fn covers(&self, lsn: Lsn) -> bool {
        lsn <= self.get()
    }

    /// Moves the mark forward and wakes who waits. Called by the store's writer alone, after its commit returned.
    pub fn advance(&self, lsn: Lsn) {
        self.durable.fetch_max(lsn.0, Ordering::AcqRel);
        self.news.send_replace(());
    }

    /// Returns when everything up to `lsn` is durable. Cancel-safe.
    pub async fn reached(&self, lsn: Lsn) {
        if self.covers(lsn) {
            return;
        }
        let mut news = self.news.subscribe();
        while !self.covers(lsn) {
            // The sender lives in `self`, so the channel cannot close while we borrow it.
            let _ = news.changed().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_waiter_is_woken_by_the_advance_that_covers_it_and_by_no_earlier_one() {
        let mark = std::sync::Arc::new(Watermark::new(Lsn::ZERO));
        let waiter = tokio::spawn({
            let mark = mark.clone();
            async move {
                mark.reached(Lsn(2)).await;
                mark.get()
            }
        });
        tokio::task::yield_now().await;
        mark.advance(Lsn(1));
        tokio::task::yield_now().await;
        assert!(!waiter.is_finished());
        mark.advance(Lsn(3));
        assert_eq!(waiter.await.unwrap(), Lsn(3));
    }
}
