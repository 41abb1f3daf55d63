//! SIGHUP and `systemctl reload`: what can change while running does, all of it or nothing; the rest is named.

use super::{access, config, startup, startup::Daemon};
use crate::{cli::serve::Args, telemetry::logs};
use std::sync::Arc;

/// Reads the configuration again and applies it. A mistake in it changes nothing.
pub(super) fn reload(daemon: &mut Daemon, levels: &logs::LevelHandle, args: &Args) {
    let count = |result: &str| daemon.context.metrics.reloads.with_label_values(&[result]).inc();
    let new = match startup::configuration(args) {
        Ok(new) => new,
        Err(failure) => {
            count("refused");
            tracing::error!("the configuration was not reloaded, the old one stays in force: {failure}");
            return;
        }
    };
    let clients = match access::clients(&new.admin, daemon.local_token.as_deref()) {
        Ok(clients) => clients,
        Err(sentence) => {
            count("refused");
            tracing::error!("the configuration was not reloaded, the old one stays in force: {sentence}");
            return;
        }
    };
    count("applied");
    let changes = config::difference(&daemon.config, &new);
    levels.set(&new.log.level);
    daemon.context.clients.store(Arc::new(clients));
    if changes.live.is_empty() {
        tracing::info!("configuration reloaded: nothing that applies while running has changed");
    } else {
        tracing::info!("configuration reloaded: {} in force now", changes.live.join(", "));
    }
    if !changes.restart.is_empty() {
        tracing::warn!("a restart is needed for: {}", changes.restart.join(", "));
    }
    daemon.config.adopt_live(&new);
    daemon.context.config.store(Arc::new(daemon.config.to_toml()));
}
