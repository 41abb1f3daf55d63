//! The Diameter node: from the configuration to a running one, and what the HSS sends through it.

use super::config::{Config, values::Listen};
use crate::{
    cli::Failure,
    diameter::{
        Service,
        codec::Header,
        peer::Timers,
        transport::{Node, NodeConfig, NodeHandle, Observer, Outgoing, RequestError},
    },
    interfaces::shared::network::{Answering, Peers, Undelivered},
    types::{Name, Timestamp},
};
use bytes::Bytes;
use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Starts the node of `config`.
pub(super) async fn start(
    config: &Config,
    service: Arc<dyn Service>,
    observer: Arc<dyn Observer>,
) -> Result<NodeHandle, Failure> {
    let diameter = &config.diameter;
    let node = NodeConfig {
        // RFC 6733 §8.16: higher after every start.
        origin_state_id: u32::try_from(Timestamp::now().0 / 1000).unwrap_or(u32::MAX),
        listen: addresses(&diameter.listen),
        peers: diameter.peer_table().map_err(Failure::config)?,
        timers: Timers {
            tw: Duration::from_secs(diameter.watchdog_seconds.into()),
            reconnect_last: Duration::from_secs(diameter.reconnect_seconds.into()),
            ..Timers::default()
        },
        observer,
        ..NodeConfig::new(diameter.identity.name(), diameter.realm.name())
    };
    Node::start(node, service)
        .await
        .map_err(|error| Failure::failed(format!("{error}; set diameter.listen, or use --listen")))
}

/// The addresses to listen on, without those of IPv6's loopback on a machine that has no IPv6.
fn addresses(listen: &[Listen]) -> Vec<SocketAddr> {
    let missing = |address: &SocketAddr| {
        let probe = std::net::TcpListener::bind((address.ip(), 0));
        let missing = address.is_ipv6() && address.ip().is_loopback() && probe.is_err();
        if missing {
            tracing::info!("{address} is left out: this machine has no IPv6");
        }
        missing
    };
    listen.iter().map(|listen| listen.0).filter(|address| !missing(address)).collect()
}

/// What our own requests go out through.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    /// The node, once it is started.
    pub(super) node: Arc<OnceLock<NodeHandle>>,
    /// How long an answer may take.
    pub(super) patience: Duration,
}

impl Peers for Sender {
    fn request(&self, host: &Name, _realm: &Name, request: Bytes) -> Answering {
        let (node, patience, host) = (self.node.get().cloned(), self.patience, host.clone());
        Box::pin(async move {
            let Some(node) = node else { return Err(Undelivered::NoConnection) };
            let Some(header) = Header::peek(&request) else { return Err(Undelivered::NoConnection) };
            let outgoing =
                Outgoing::new(&host, header.application, header.code, patience, move |out, chosen| {
                    out.extend_from_slice(&Header { length: header.length, ..*chosen }.encode());
                    out.extend_from_slice(request.get(Header::LEN..).unwrap_or_default());
                });
            node.request(outgoing).await.map_err(|error| match error {
                RequestError::NotConnected(_)
                | RequestError::ConnectionLost(_)
                | RequestError::NoApplication(..)
                | RequestError::TooMany(_)
                | RequestError::TooLong(_) => Undelivered::NoConnection,
                _ => Undelivered::NoAnswer,
            })
        })
    }
}

/// Every listener's address, for people.
pub(super) fn listening(node: &NodeHandle) -> String {
    let all: Vec<String> = node.local_addresses().iter().map(ToString::to_string).collect();
    all.join(" and ")
}
