//! What can be seen of the peers from outside.

use crate::{
    diameter::peer::PeerConfig,
    types::{Name, Timestamp},
};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
};

/// Who opened a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The peer connected to us.
    Responder,
    /// We dialled.
    Initiator,
}

/// One connection, or a configured peer without one.
#[derive(Debug, Clone)]
pub struct PeerStatus {
    /// Origin-Host; empty before the capabilities exchange of an incoming connection.
    pub identity: Name,
    /// Origin-Realm; empty likewise.
    pub realm: Name,
    /// The peer's end of the connection.
    pub address: Option<SocketAddr>,
    /// Who opened it.
    pub side: Option<Side>,
    /// The state of RFC 6733 §5.6, by its name there.
    pub state: &'static str,
    /// The watchdog's state of RFC 3539 §3.4.1, by its name there.
    pub watchdog: &'static str,
    /// Application-Ids in common.
    pub applications: Vec<u32>,
    /// Product-Name.
    pub product: String,
    /// Vendor-Id.
    pub vendor_id: u32,
    /// Since when the connection stands.
    pub since: Option<Timestamp>,
    /// What went over it.
    pub traffic: Traffic,
}

impl PeerStatus {
    /// A configured peer that is not connected.
    pub(super) fn closed(peer: &PeerConfig) -> Self {
        Self {
            identity: peer.identity.clone(),
            realm: peer.realm.clone(),
            address: None,
            side: None,
            state: "Closed",
            watchdog: "DOWN",
            applications: Vec::new(),
            product: String::new(),
            vendor_id: 0,
            since: None,
            traffic: Traffic::default(),
        }
    }
}

/// Counters of one connection, and what waits on it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// Messages that came.
    pub messages_in: u64,
    /// Messages that went.
    pub messages_out: u64,
    /// Octets that came.
    pub octets_in: u64,
    /// Octets that went.
    pub octets_out: u64,
    /// Answers that wait for durability.
    pub held: u64,
    /// Our own requests that wait for answers.
    pub pending: u64,
    /// Answers to nothing we asked, or too late.
    pub stray_answers: u64,
    /// Requests with the T flag that had been here before.
    pub duplicates: u64,
}

/// The same, written by the connection's task once per batch.
#[derive(Debug, Default)]
pub(super) struct Counters {
    cells: [AtomicU64; 8],
    watchdog: AtomicU64,
}

impl Counters {
    pub(super) fn store(&self, traffic: &Traffic, watchdog: u64) {
        let values = [
            traffic.messages_in,
            traffic.messages_out,
            traffic.octets_in,
            traffic.octets_out,
            traffic.held,
            traffic.pending,
            traffic.stray_answers,
            traffic.duplicates,
        ];
        for (cell, value) in self.cells.iter().zip(values) {
            cell.store(value, Ordering::Relaxed);
        }
        self.watchdog.store(watchdog, Ordering::Relaxed);
    }

    pub(super) fn watchdog(&self) -> u64 {
        self.watchdog.load(Ordering::Relaxed)
    }

    pub(super) fn load(&self) -> Traffic {
        let [messages_in, messages_out, octets_in, octets_out, held, pending, stray_answers, duplicates] =
            std::array::from_fn(|at| self.cells[at].load(Ordering::Relaxed));
        Traffic { messages_in, messages_out, octets_in, octets_out, held, pending, stray_answers, duplicates }
    }
}
