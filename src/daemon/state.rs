//! The state: the store, and the key that its secrets are sealed with.

use super::config::Config;
use crate::{
    cli::{Failure, store::DATABASE},
    domain::auth::{SystemRandom, Vault, keyfile},
    records::Subscriber,
    store::{self, BatchReport, Options, Store},
    telemetry::metrics::Metrics,
};
use std::{fs, os::unix::fs::DirBuilderExt, path::Path, sync::Arc};

/// The key file that is made where none is configured.
const KEY_FILE: &str = "secrets.key";

/// Every durable batch becomes three numbers.
#[derive(Debug)]
struct Counted(Arc<Metrics>);

impl store::Observer for Counted {
    fn committed(&self, batch: &BatchReport) {
        self.0.store_commits.inc();
        self.0.store_commit_seconds.observe(batch.took.as_secs_f64());
        self.0.store_commit_changes.observe(batch.sets as f64);
    }
}

/// Opens the store, making it and its directory (for the owner alone) where there is none.
pub(super) fn open(config: &Config, metrics: &Arc<Metrics>) -> Result<Store, Failure> {
    let directory = &config.store.path;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(directory);
    made.map_err(|error| {
        Failure::failed(format!("the store's directory {} cannot be made: {error}; set store.path", directory.display()))
    })?;
    let options = Options {
        reserve: u64::from(config.store.reserve_mib) << 20,
        observer: Some(Arc::new(Counted(metrics.clone()))),
        ..Options::default()
    };
    Store::open(&directory.join(DATABASE), options)
        .map_err(|error| Failure::failed(format!("the store in {} cannot be opened: {error}", directory.display())))
}

/// The key that seals: the configured one, or one beside the store, made if the store holds nothing yet.
pub(super) fn vault(config: &Config, store: &Store) -> Result<Vault, Failure> {
    let beside = config.store.path.join(KEY_FILE);
    let ring = match &config.auth.key_file {
        Some(file) => keyfile::load(file),
        None if beside.exists() || store.count::<Subscriber>() > 0 => warned(&beside).and_then(|()| keyfile::load(&beside)),
        None => warned(&beside).and_then(|()| keyfile::generate(&beside, &mut SystemRandom)),
    };
    Ok(Vault::new(&ring.map_err(Failure::failed)?))
}

fn warned(beside: &Path) -> Result<(), keyfile::KeyFileError> {
    tracing::warn!(
        "the key of all secrets lies beside the store, in {}: good for a lab; elsewhere keep it apart and set auth.key_file",
        beside.display()
    );
    Ok(())
}
