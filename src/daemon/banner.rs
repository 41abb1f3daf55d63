//! The first lines of the log: what a newcomer wants to know.

use super::startup::Daemon;
use crate::records::Subscriber;

/// Says what listens, where the state is, who is ready, and what to try.
pub(super) fn show(daemon: &Daemon) {
    let config = &daemon.config;
    let version = env!("CARGO_PKG_VERSION");
    tracing::info!(
        "innkeeper {version} is ready as {} in realm {}",
        config.diameter.identity,
        config.diameter.realm
    );
    let slg = if config.location.slg.is_empty() { "" } else { " SLg," };
    tracing::info!("Diameter (Cx, S6a, Sh,{slg} SLh, SWx, Ro) on {}", super::node::listening(&daemon.node));
    let gtp = super::gtp::listening(config, &daemon.gtp);
    if !gtp.is_empty() {
        tracing::info!("GTPv2-C on {gtp}");
    }
    tracing::info!("admin API, metrics and health: http://{}", daemon.admin_address);
    tracing::info!(
        "state: {} ({} subscribers)",
        config.store.path.display(),
        daemon.context.store.count::<Subscriber>()
    );
    if config.diameter.accept_unknown_peers {
        tracing::warn!(
            "every Diameter peer is accepted, whoever it is (diameter.accept_unknown_peers): for a lab only"
        );
    }
}
