//! From start to stop: signals, watchdog, and the end in order.

use super::{access, banner, reload, startup, startup::Daemon, systemd};
use crate::{
    cli::{Failure, serve::Args},
    telemetry::logs,
};
use std::{fs, io, net::SocketAddr, path::Path, time::Duration};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long the admin API may take to finish what it has begun.
const ADMIN_GRACE: Duration = Duration::from_secs(3);

/// `innkeeper serve`.
pub(super) fn serve(args: &Args) -> Result<(), Failure> {
    let config = startup::configuration(args)?;
    let levels = logs::install(&config.log.level, config.log.format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("no threads can be started: {error}")))?;
    runtime.block_on(async {
        let signals = Signals::listen()
            .map_err(|error| Failure::failed(format!("signals cannot be caught: {error}")))?;
        // One that an earlier life left would send people to where nobody is yet.
        remove_ready_file(args);
        let daemon = Daemon::start(config).await?;
        if let Some(file) = &args.ready_file {
            write_ready_file(file, &daemon)
                .map_err(|error| Failure::failed(format!("{} cannot be written: {error}", file.display())))?;
        }
        daemon.context.readiness.ready();
        banner::show(&daemon);
        systemd::ready("serving");
        daemon.run(signals, &levels, args).await
    })
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    /// From here on a signal is noticed, even one that comes during the start.
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }
}

impl Daemon {
    async fn run(
        mut self,
        mut signals: Signals,
        levels: &logs::LevelHandle,
        args: &Args,
    ) -> Result<(), Failure> {
        let mut watchdog = tokio::time::interval(systemd::watchdog_period());
        let store = self.context.store.clone();
        let failed = loop {
            tokio::select! {
                why = store.failed() => break Some(why),
                _ = signals.terminate.recv() => break None,
                _ = signals.interrupt.recv() => break None,
                _ = signals.hangup.recv() => {
                    systemd::reloading();
                    reload::reload(&mut self, levels, args);
                    systemd::ready("serving");
                }
                _ = watchdog.tick() => systemd::alive(),
            }
        };
        drop(store);
        systemd::stopping();
        access::remove_access_file(&self.config.store.path);
        remove_ready_file(args);
        if let Some(why) = failed {
            // Nothing that waits for durability may be answered any more: no drain, the next start finds out what the disk really holds.
            return Err(Failure::failed(format!("the store has failed, and so the daemon stops: {why}")));
        }
        self.stop().await;
        Ok(())
    }

    /// The order of a stop: tell the world, let peers go, let the admin API finish, close the store.
    async fn stop(self) {
        tracing::info!("stopping");
        self.context.readiness.stopping();
        self.gtp.drain().await;
        self.context.locator.persist_hints();
        self.node.drain(Duration::from_secs(self.config.diameter.drain_seconds.into())).await;
        self.stop_outbox.cancel();
        let _ = self.outbox.await;
        self.stop_admin.cancel();
        let _ = tokio::time::timeout(ADMIN_GRACE, self.admin).await;
        tracing::info!("stopped; every acknowledged change is on disk");
    }
}

/// The bound addresses, for whoever started the daemon with port 0.
fn write_ready_file(file: &Path, daemon: &Daemon) -> io::Result<()> {
    let texts =
        |addresses: &[SocketAddr]| -> Vec<String> { addresses.iter().map(ToString::to_string).collect() };
    let diameter = texts(daemon.node.local_addresses());
    let gtp = texts(daemon.gtp.local_addresses());
    let text =
        serde_json::json!({ "admin": daemon.admin_address.to_string(), "diameter": diameter, "gtp": gtp })
            .to_string();
    let temporary = file.with_extension("new");
    fs::write(&temporary, text)?;
    fs::rename(temporary, file)
}

fn remove_ready_file(args: &Args) {
    if let Some(file) = &args.ready_file {
        let _ = fs::remove_file(file);
    }
}
