//! A beat for who sends at fixed times: finer than the runtime's timers, which are a millisecond coarse, and without keeping a processor
//! awake that the daemon needs.

use std::{
    sync::{Arc, Weak},
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// Between two beats; the system's own slack of some 50 µs comes on top.
const BEAT: Duration = Duration::from_micros(150);

/// The beat, for as long as somebody holds it.
#[derive(Debug, Clone)]
pub(super) struct Pulse(Arc<Notify>);

impl Pulse {
    /// Begins to beat.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn start() -> std::io::Result<Self> {
        let beat = Arc::new(Notify::new());
        let held = Arc::downgrade(&beat);
        std::thread::Builder::new().name("load-pulse".into()).spawn(move || run(&held))?;
        Ok(Self(beat))
    }

    /// Returns at the first beat at or after `at`. Cancel-safe.
    pub(super) async fn reached(&self, at: Instant) {
        while Instant::now() < at {
            self.0.notified().await;
        }
    }
}

fn run(held: &Weak<Notify>) {
    while let Some(beat) = held.upgrade() {
        beat.notify_waiters();
        drop(beat);
        std::thread::sleep(BEAT);
    }
}
