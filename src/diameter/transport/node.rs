//! A running node: what it is started with, and the handle by which everything above speaks to it.

use super::{
    dialer, listener,
    observer::{Observer, Unobserved},
    outgoing::{Asked, Outgoing, RequestError},
    shared::Shared,
    socket,
    status::PeerStatus,
};
use crate::{
    diameter::{
        Service,
        codec::Message,
        peer::{Local, PeerTable, Timers, table::lower},
    },
    types::Name,
};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{sync::oneshot, time::Instant};

/// What a node is started with.
pub struct NodeConfig {
    /// Our Origin-Host.
    pub origin_host: String,
    /// Our Origin-Realm.
    pub origin_realm: String,
    /// Realms served besides it.
    pub realms: Vec<Name>,
    /// Vendor-Id of CER and CEA.
    pub vendor_id: u32,
    /// Product-Name of CER and CEA.
    pub product: String,
    /// Firmware-Revision of CER and CEA.
    pub firmware: u32,
    /// Origin-State-Id: has to be higher after every start that lost state; the seconds of the start are a good one.
    pub origin_state_id: u32,
    /// Addresses to listen on; port 0 takes any ([`NodeHandle::local_addresses`] tells which).
    pub listen: Vec<SocketAddr>,
    /// Who may connect, and whom we dial.
    pub peers: PeerTable,
    /// Intervals.
    pub timers: Timers,
    /// Telemetry.
    pub observer: Arc<dyn Observer>,
}

impl NodeConfig {
    /// A node of this identity that listens nowhere, knows nobody and is not observed.
    pub fn new(origin_host: &str, origin_realm: &str) -> Self {
        Self {
            origin_host: origin_host.into(),
            origin_realm: origin_realm.into(),
            realms: Vec::new(),
            vendor_id: 32_473,
            product: "Innkeeper".into(),
            firmware: 1,
            origin_state_id: 1,
            listen: Vec::new(),
            peers: PeerTable::default(),
            timers: Timers::default(),
            observer: Arc::new(Unobserved),
        }
    }

    /// Ourselves, as the base protocol says it.
    pub(super) fn local(&self) -> Local {
        Local {
            host: lower(&self.origin_host),
            realm: lower(&self.origin_realm),
            vendor_id: self.vendor_id,
            product: self.product.clone(),
            firmware: self.firmware,
            state_id: self.origin_state_id,
        }
    }
}

impl std::fmt::Debug for NodeConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NodeConfig({} on {:?})", self.origin_host, self.listen)
    }
}

/// A Diameter node.
#[derive(Debug)]
pub struct Node;

/// A running node; clones speak to the same one. It runs until [`drain`](Self::drain).
#[derive(Clone)]
pub struct NodeHandle {
    shared: Arc<Shared>,
    addresses: Arc<[SocketAddr]>,
}

impl Node {
    /// Binds the listeners, begins to dial, and serves `service` on the current tokio runtime.
    ///
    /// # Errors
    /// When an address cannot be bound; the message names it.
    pub async fn start(config: NodeConfig, service: Arc<dyn Service>) -> io::Result<NodeHandle> {
        let listeners =
            config.listen.iter().map(|address| socket::bind(*address)).collect::<io::Result<Vec<_>>>()?;
        let addresses =
            listeners.iter().map(|listener| listener.local_addr()).collect::<io::Result<Vec<_>>>()?;
        let shared = Arc::new(Shared::new(config, service)?);
        for listener in listeners {
            shared.tasks.spawn(listener::run(shared.clone(), listener));
        }
        dialer::dial_all(&shared);
        Ok(NodeHandle { shared, addresses: addresses.into() })
    }
}

impl NodeHandle {
    /// The addresses really listened on, in the order of the configuration.
    pub fn local_addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Sends a request to a peer over any open connection with it, whoever opened it, and waits for the answer.
    ///
    /// # Errors
    /// [`RequestError`] says whether the request can have arrived.
    pub async fn request(&self, outgoing: Outgoing) -> Result<Message, RequestError> {
        let host = outgoing.destination_host.clone();
        let (answer, answered) = oneshot::channel();
        let deadline = Instant::now() + outgoing.timeout;
        self.shared.ask(Asked { outgoing, deadline, answer })?;
        answered.await.unwrap_or(Err(RequestError::ConnectionLost(host)))
    }

    /// True if a request to this Origin-Host could be sent now.
    pub fn is_connected(&self, host: &str) -> bool {
        self.shared.is_connected(&lower(host))
    }

    /// Every connection, and the configured peers that have none.
    pub fn peers(&self) -> Vec<PeerStatus> {
        self.shared.statuses()
    }

    /// Applies a new peer table: dials new peers, says goodbye to those that are gone or changed, and leaves the others alone.
    pub fn reload(&self, peers: PeerTable) {
        self.shared.reload(peers);
        dialer::dial_all(&self.shared);
    }

    /// Stops accepting, sends DPR (REBOOTING) to every open peer while answers still go out, and returns when all are gone, or after
    /// `deadline`, when what is left is closed.
    pub async fn drain(&self, deadline: Duration) {
        self.shared.stop();
        if tokio::time::timeout(deadline, self.shared.tasks.wait()).await.is_err() {
            self.shared.kill();
            self.shared.tasks.wait().await;
        }
    }
}

impl std::fmt::Debug for NodeHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NodeHandle({} on {:?})", self.shared.local.host, self.addresses)
    }
}
