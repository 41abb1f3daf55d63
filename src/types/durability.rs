//! What is durable: log sequence numbers and the mark that follows the disk.

use parking_lot::Mutex;
use std::{
    collections::BTreeMap,
    future::poll_fn,
    sync::atomic::{AtomicU64, Ordering},
    task::{Context, Poll, Waker},
};

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
/// Reading it is one atomic load. Who waits is woken once, by the advance that covers what is waited for, and by no other.
#[derive(Debug)]
pub struct Watermark {
    durable: AtomicU64,
    next: AtomicU64,
    waiting: Mutex<BTreeMap<(Lsn, u64), Waker>>,
}

/// A place among those who wait for a [`Watermark`]. Hand it back with [`Watermark::forget`] when what it waited for no longer matters.
#[derive(Debug)]
pub struct Ticket {
    id: u64,
    waits: Option<(Lsn, Waker)>,
}

impl Watermark {
    /// A mark that stands at `durable`.
    pub fn new(durable: Lsn) -> Self {
        Self { durable: AtomicU64::new(durable.0), next: AtomicU64::new(0), waiting: Mutex::default() }
    }

    /// The last durable LSN.
    pub fn get(&self) -> Lsn {
        Lsn(self.durable.load(Ordering::Acquire))
    }

    /// True once everything up to `lsn` is durable.
    pub fn covers(&self, lsn: Lsn) -> bool {
        lsn <= self.get()
    }

    /// Moves the mark forward and wakes those whom that lets go on. Called by the store's writer alone, after its commit returned.
    pub fn advance(&self, lsn: Lsn) {
        self.durable.fetch_max(lsn.0, Ordering::AcqRel);
        // Taken after the store: who waits looks at the mark again under this lock, so nobody is missed.
        let covered = {
            let mut waiting = self.waiting.lock();
            let later = waiting.split_off(&(Lsn(lsn.0.saturating_add(1)), 0));
            std::mem::replace(&mut *waiting, later)
        };
        for waker in covered.into_values() {
            waker.wake();
        }
    }

    /// A place for one waiter.
    pub fn ticket(&self) -> Ticket {
        Ticket { id: self.next.fetch_add(1, Ordering::Relaxed), waits: None }
    }

    /// Ready when everything up to `lsn` is durable; else the task is woken then. Asking again for the same costs one load.
    pub fn poll_reached(&self, lsn: Lsn, ticket: &mut Ticket, cx: &mut Context<'_>) -> Poll<()> {
        if self.covers(lsn) {
            self.forget(ticket);
            return Poll::Ready(());
        }
        if ticket.waits.as_ref().is_some_and(|(of, waker)| *of == lsn && waker.will_wake(cx.waker())) {
            return Poll::Pending;
        }
        let before = ticket.waits.replace((lsn, cx.waker().clone()));
        let mut waiting = self.waiting.lock();
        if let Some((of, _)) = before {
            waiting.remove(&(of, ticket.id));
        }
        if self.covers(lsn) {
            ticket.waits = None;
            return Poll::Ready(());
        }
        waiting.insert((lsn, ticket.id), cx.waker().clone());
        Poll::Pending
    }

    /// Waits no longer.
    pub fn forget(&self, ticket: &mut Ticket) {
        if let Some((lsn, _)) = ticket.waits.take()
            && !self.covers(lsn)
        {
            self.waiting.lock().remove(&(lsn, ticket.id));
        }
    }

    /// Returns when everything up to `lsn` is durable. Cancel-safe.
    pub async fn reached(&self, lsn: Lsn) {
        struct Place<'w>(&'w Watermark, Ticket);
        impl Drop for Place<'_> {
            fn drop(&mut self) {
                self.0.forget(&mut self.1);
            }
        }
        let mut place = Place(self, self.ticket());
        poll_fn(|cx| self.poll_reached(lsn, &mut place.1, cx)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[tokio::test]
    async fn a_waiter_is_woken_by_the_advance_that_covers_it_and_by_no_earlier_one() {
        let mark = Arc::new(Watermark::new(Lsn::ZERO));
        let waiter = tokio::spawn({
            let mark = mark.clone();
            async move {
                mark.reached(Lsn(2)).await;
                mark.get()
            }
        });
        tokio::task::yield_now().await;
        mark.advance(Lsn(1));
        assert_eq!(mark.waiting.lock().len(), 1, "not woken for nothing");
        tokio::task::yield_now().await;
        assert!(!waiter.is_finished());
        mark.advance(Lsn(3));
        assert_eq!(waiter.await.unwrap(), Lsn(3));
        assert!(mark.waiting.lock().is_empty());
    }

    #[tokio::test]
    async fn who_waits_no_longer_leaves_nothing_behind() {
        let mark = Watermark::new(Lsn::ZERO);
        let waits = tokio::time::timeout(std::time::Duration::ZERO, mark.reached(Lsn(9))).await;
        assert!(waits.is_err() && mark.waiting.lock().is_empty());
    }

    #[test]
    fn nobody_is_missed_whatever_the_order_of_waiting_and_advancing() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let mark = Arc::new(Watermark::new(Lsn::ZERO));
        runtime.block_on(async {
            let waiters: Vec<_> = (1..=2000)
                .map(|lsn| {
                    let mark = mark.clone();
                    tokio::spawn(async move { mark.reached(Lsn(lsn)).await })
                })
                .collect();
            for lsn in 1..=2000 {
                mark.advance(Lsn(lsn));
            }
            for waiter in waiters {
                waiter.await.unwrap();
            }
        });
        assert!(mark.waiting.lock().is_empty());
    }
}
