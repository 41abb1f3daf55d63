//! How many lines a second one kind of event may write to the log, so that a flood of refusals cannot become a flood of lines.

use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

/// So many lines in each second; what is over is counted and told with the next line.
#[derive(Debug)]
pub struct Quota {
    limit: u32,
    second: AtomicI64,
    spent: AtomicU32,
    unsaid: AtomicU64,
}

impl Quota {
    /// `limit` lines a second.
    pub const fn new(limit: u32) -> Self {
        Self { limit, second: AtomicI64::new(0), spent: AtomicU32::new(0), unsaid: AtomicU64::new(0) }
    }

    /// Asks for one line in this second of whatever clock. `Some` grants it and tells how many were kept back before it. Threads may
    /// overstep the limit by one each.
    pub fn spend(&self, second: i64) -> Option<u64> {
        if self.second.swap(second, Ordering::Relaxed) != second {
            self.spent.store(0, Ordering::Relaxed);
        }
        if self.spent.load(Ordering::Relaxed) >= self.limit {
            self.unsaid.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        self.spent.fetch_add(1, Ordering::Relaxed);
        Some(self.unsaid.swap(0, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_back_what_is_over_and_tells_of_it_in_the_next_second() {
        let quota = Quota::new(2);
        assert_eq!([1, 1, 1, 1].map(|second| quota.spend(second)), [Some(0), Some(0), None, None]);
        assert_eq!([2, 2, 2].map(|second| quota.spend(second)), [Some(2), Some(0), None]);
    }
}
