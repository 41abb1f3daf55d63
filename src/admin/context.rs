//! What the API works on: the daemon's parts, handed over at start-up.

use super::Clients;
use crate::{
    diameter::transport::NodeHandle,
    domain::{
        auth::Vault,
        charging::Charging,
        places::Places,
        subscribers::{Rules, Templates},
    },
    procedures::location::Locator,
    store::{CommitError, Store},
    telemetry::{metrics::Metrics, trace::Bus},
    types::Lsn,
};
use arc_swap::ArcSwap;
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU8, Ordering},
};

/// The daemon, as the API sees it.
#[derive(Debug)]
pub struct Context {
    /// The state.
    pub store: Arc<Store>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Live traces.
    pub traces: Arc<Bus>,
    /// Who may ask.
    pub clients: ArcSwap<Clients>,
    /// The effective configuration, as TOML.
    pub config: ArcSwap<String>,
    /// What seals and opens secrets.
    pub vault: Arc<Vault>,
    /// Templates and rules.
    pub provisioning: ArcSwap<Provisioning>,
    /// The map of places, replaced as a whole on a reload; whoever needs it shares it.
    pub places: Arc<ArcSwap<Places>>,
    /// How is charged, replaced as a whole on a reload; whoever needs it shares it.
    pub charging: Arc<ArcSwap<Charging>>,
    /// Who knows where subscribers are.
    pub locator: Arc<Locator>,
    /// The largest import, in octets.
    pub import_max: u64,
    /// The Diameter node, once it is started.
    pub node: Arc<OnceLock<NodeHandle>>,
    /// Whether requests are served.
    pub readiness: Readiness,
}

/// What provisioning goes by: replaced as a whole on a reload.
#[derive(Debug, Clone)]
pub struct Provisioning {
    /// The templates.
    pub templates: Templates,
    /// Names and lengths of the configuration.
    pub rules: Rules,
}

/// Where the daemon is in its life.
#[derive(Debug, Default)]
pub struct Readiness(AtomicU8);

const STARTING: u8 = 0;
const READY: u8 = 1;
const STOPPING: u8 = 2;

impl Readiness {
    /// Everything is served now.
    pub fn ready(&self) {
        self.0.store(READY, Ordering::Release);
    }

    /// Nothing new is taken.
    pub fn stopping(&self) {
        self.0.store(STOPPING, Ordering::Release);
    }

    /// A word for it, and whether it is ready.
    pub fn state(&self) -> (&'static str, bool) {
        match self.0.load(Ordering::Acquire) {
            STARTING => ("starting", false),
            READY => ("ready", true),
            _ => ("stopping", false),
        }
    }
}

impl Context {
    /// From now on the peers can be asked for.
    pub fn set_node(&self, node: NodeHandle) {
        // The daemon starts one node.
        let _ = self.node.set(node);
    }

    /// Waits until what was read is durable: no answer shows what could still be lost.
    pub async fn durable(&self, lsn: Lsn) {
        self.store.durable().reached(lsn).await;
    }
}

impl From<CommitError> for super::Problem {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Stale { .. } | CommitError::IdentityTaken { .. } => Self::conflict(error),
            CommitError::BadWildcard { .. } => Self::malformed(error),
            CommitError::Full | CommitError::Stopped => Self::unavailable(error),
        }
    }
}
