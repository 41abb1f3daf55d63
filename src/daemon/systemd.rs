//! What systemd is told (sd_notify(3)): ready, reloading, stopping, alive (OP-2). Without NOTIFY_SOCKET nothing happens.

use sd_notify::{NotifyState, notify};
use std::time::Duration;

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = notify(state) {
        tracing::warn!("systemd cannot be told: {error}");
    }
}

/// Everything is served.
pub(super) fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// A reload began; [`ready`] ends it. Type=notify-reload wants the moment, too.
pub(super) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}

/// The stop began.
pub(super) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// The daemon is alive.
pub(super) fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// How often to say so: twice within the time systemd waits. Without a watchdog, an hour: the caller need not know the difference.
pub(super) fn watchdog_period() -> Duration {
    sd_notify::watchdog_enabled().map_or(Duration::from_secs(3600), |limit| (limit / 2).max(Duration::from_millis(10)))
}
