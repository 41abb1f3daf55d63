//! Peers' restart counters (TS 29.274 §8.5, TS 23.007 §18): which of them began anew.

use super::{codec::Recovery, recent::Recent};
use std::{
    net::IpAddr,
    time::{Duration, Instant},
};

/// A peer that has begun anew: what it knew before is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restart {
    /// Its address.
    pub peer: IpAddr,
    /// Its counter before.
    pub before: u8,
    /// Its counter now.
    pub after: u8,
}

/// The counters heard last, by address; of more peers than there is room for, those that were heard of first are forgotten.
#[derive(Debug)]
pub(super) struct Restarts(Recent<IpAddr, u8>);

impl Restarts {
    pub(super) fn new(peers: usize) -> Self {
        Self(Recent::new(Duration::MAX, peers))
    }

    /// Notes the counter of a peer; `Some` where it has changed.
    pub(super) fn heard(&mut self, peer: IpAddr, counter: Recovery, now: Instant) -> Option<Restart> {
        let Recovery(after) = counter;
        let Some(known) = self.0.get(&peer, now) else {
            self.0.put(peer, after, now);
            return None;
        };
        let before = *known;
        // TS 23.007 §18: a counter that is smaller, roll-over taken into account, stands in a message that was overtaken. It is discarded.
        if !(1..=127).contains(&after.wrapping_sub(before)) {
            return None;
        }
        *known = after;
        Some(Restart { peer, before, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2: the first counter is news of nothing, the next higher one of a restart, also past 255; a smaller one was overtaken.
    #[test]
    fn lq_2_a_restart_is_a_counter_that_has_grown() {
        let (now, peer, other) = (Instant::now(), [192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let mut restarts = Restarts::new(2);
        let mut heard = |peer, counter| {
            restarts.heard(peer, Recovery(counter), now).map(|restart| (restart.before, restart.after))
        };
        assert_eq!(
            [250, 250, 252, 251, 252].map(|counter| heard(peer, counter)),
            [None, None, Some((250, 252)), None, None]
        );
        assert_eq!([7, 8].map(|counter| heard(other, counter)), [None, Some((7, 8))]);
        assert_eq!(heard(peer, 1), Some((252, 1)));
        assert_eq!(heard([192, 0, 2, 3].into(), 1), None);
        assert_eq!(heard(peer, 2), None, "forgotten, for two others were heard of later");
    }
}
