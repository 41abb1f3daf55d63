//! S11 and its neighbours as a source of places (TS 29.274, LQ-2): who is known, what becomes of what is told of them.
//!
//! Nothing is written here, and nothing waits for the disk: a place is a hint, and goes on to whoever keeps hints ([`Hints`]).

mod hints;

pub use hints::{Hint, Hints, Source};

use crate::{
    gtp::v2::{
        FORESEEN, Report, Service,
        codec::{CauseValue, Uli, UliTimestamp},
    },
    records::Subscriber,
    store::{Ahead, Near, Store},
    types::{Imsi, Timestamp},
};
use smallvec::SmallVec;
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// What GTP peers speak to.
#[derive(Debug)]
pub struct S11 {
    store: Arc<Store>,
    hints: Arc<dyn Hints>,
}

/// Seconds from 1900, where ULI Timestamps begin, to 1970.
const EPOCHS: i64 = 2_208_988_800;

impl S11 {
    /// Knows the subscribers in `store`, and tells `hints` of their places.
    pub fn new(store: Arc<Store>, hints: Arc<dyn Hints>) -> Self {
        Self { store, hints }
    }

    fn knows(&self, report: &Report) -> bool {
        self.store.version::<Subscriber>(&report.imsi).is_some()
    }

    fn tell(&self, report: &Report, source: Source) {
        // A ULI without a place in it says as much as none.
        let Some(uli) = report.uli.filter(|uli| *uli != Uli::default()) else { return };
        let now = Timestamp::now();
        let at = report.uli_timestamp.map_or(now, |learnt| when(learnt, now));
        self.hints.hint(Hint { imsi: report.imsi, uli, rat: report.rat, source, at });
    }
}

/// The moment of a ULI Timestamp (TS 29.274 §8.101): 32 bits of seconds, which begin again in 2036, so the one nearest to `now` is meant. Nothing is learnt
/// in the future: a clock that goes before ours means now.
fn when(UliTimestamp(learnt): UliTimestamp, now: Timestamp) -> Timestamp {
    let seconds = now.0.div_euclid(1000) + EPOCHS;
    let ago = (seconds as u32).wrapping_sub(learnt).cast_signed();
    match u64::try_from(ago) {
        Ok(ago) if ago > 0 => Timestamp(now.0 - Duration::from_secs(ago).as_millis() as i64),
        _ => now,
    }
}

impl Service for S11 {
    fn foresee(&self, users: &[Imsi]) {
        let near = |imsi: &Imsi| (Ahead::Imsi(*imsi), Near::SUBSCRIBER);
        let users: SmallVec<[_; FORESEEN]> = users.iter().map(near).collect();
        self.store.bring_near(&users);
    }

    // TS 29.274 Table 7.3.15-1: "Context Not Found" if there is no such user; the place itself may be absent.
    fn change_notification(&self, from: SocketAddr, report: &Report) -> CauseValue {
        if !self.knows(report) {
            return CauseValue::CONTEXT_NOT_FOUND;
        }
        self.tell(report, Source { peer: from, mirrored: false });
        CauseValue::REQUEST_ACCEPTED
    }

    fn overheard(&self, from: SocketAddr, report: &Report) {
        if self.knows(report) {
            self.tell(report, Source { peer: from, mirrored: true });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2, TS 29.274 §8.101: seconds since 1900, past the end of their 32 bits too; what lies in the future is now.
    #[test]
    fn lq_2_a_uli_timestamp_is_the_moment_nearest_to_now() {
        let moment = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let now = moment("2026-01-01T00:00:10.500Z");
        // 2026-01-01T00:00:00Z is 1,767,225,600 s after 1970.
        let midnight = (1_767_225_600 + EPOCHS) as u32;
        assert_eq!(when(UliTimestamp(midnight), now), moment("2026-01-01T00:00:00.500Z"));
        assert_eq!(when(UliTimestamp(midnight - 86_400), now), moment("2025-12-31T00:00:00.500Z"));
        assert_eq!(when(UliTimestamp(midnight + 11), now), now);
        // The 32 bits begin anew at 2036-02-07T06:28:16Z.
        let later = moment("2036-02-07T06:28:20Z");
        assert_eq!(when(UliTimestamp(0), later), moment("2036-02-07T06:28:16Z"));
        assert_eq!(when(UliTimestamp(u32::MAX), later), moment("2036-02-07T06:28:15Z"));
    }
}
