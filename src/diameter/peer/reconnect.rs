//! When to dial again: at once, then after delays that double up to a cap, each with jitter.

use super::{
    limits,
    messages::{DisconnectCause, welcomes_back},
};
use std::time::Duration;

/// The delays of one dialled peer.
#[derive(Debug, Clone)]
pub struct Reconnect {
    first: Duration,
    last: Duration,
    next: Duration,
}

impl Reconnect {
    /// Delays from `first` up to `last`.
    pub fn new(first: Duration, last: Duration) -> Self {
        Self { first, last: last.max(first), next: first }
    }

    /// The connection opened: the next failure is a first one again.
    pub fn opened(&mut self) {
        self.next = self.first;
    }

    /// How long to wait before the next dial: between half the current delay and the whole of it, which then doubles. `random` is any number.
    pub fn delay(&mut self, random: u32) -> Duration {
        let whole = self.next;
        self.next = (whole * 2).min(self.last);
        let part = (u64::from(random) * (whole.as_micros() as u64 / 2)) >> 32;
        whole / 2 + Duration::from_micros(part)
    }

    /// How long to wait after the peer said goodbye with `cause`.
    pub fn delay_after(&mut self, cause: DisconnectCause, random: u32) -> Duration {
        let delay = self.delay(random);
        if welcomes_back(cause) { delay } else { delay.max(limits::RECONNECT_UNWELCOME) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_cap_and_begin_anew_after_a_success() {
        let mut reconnect = Reconnect::new(limits::RECONNECT_FIRST, limits::RECONNECT_LAST);
        let most: Vec<_> = (0..9).map(|_| reconnect.delay(u32::MAX).as_secs_f32().round() as u32).collect();
        assert_eq!(most, [0, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(reconnect.delay(0), limits::RECONNECT_LAST / 2);
        reconnect.opened();
        assert_eq!(reconnect.delay(0), limits::RECONNECT_FIRST / 2);
        assert!(reconnect.delay_after(DisconnectCause::REBOOTING, 0) < limits::RECONNECT_LAST);
        assert_eq!(reconnect.delay_after(DisconnectCause::BUSY, 0), limits::RECONNECT_UNWELCOME);
    }
}
