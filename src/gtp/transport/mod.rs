//! The only GTP sockets: a task for each local address reads what there is, lets the machines decide, and answers at once.
//!
//! Nothing waits for a disk, nothing is queued: what a socket's buffer cannot take the system drops, and who wanted an answer asks again.

mod answers;
mod datagrams;
mod listener;
mod senders;
mod socket;

pub(crate) use datagrams::{Datagrams, Outgoing, Received, Way};
pub use senders::Senders;

use super::v2::{Mirror, PathEvent, Paths, Responder, Service, Turn, codec::Recovery};
use listener::{Listener, Machine};
use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What a listener does with what it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// It is meant for us: answered. The peers are asked whether they live, every `interval`.
    Answer {
        /// Whom to ask.
        peers: Vec<SocketAddr>,
        /// How often.
        interval: Duration,
    },
    /// It is a copy of what others say to each other: read, and never answered.
    Mirror,
}

/// One local address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerConfig {
    /// Where to listen; port 0 lets the system choose.
    pub address: SocketAddr,
    /// Who may send.
    pub senders: Senders,
    /// What to do with what is read.
    pub mode: Mode,
}

/// Who wants to know what happens. Called between two datagrams: it must not block.
pub trait Observer: Send + Sync + std::fmt::Debug {
    /// A datagram was handled.
    fn turn(&self, from: SocketAddr, turn: &Turn);

    /// A bug ended the handling of a datagram: nobody was answered.
    fn failed(&self, from: SocketAddr);

    /// A path came up or went down.
    fn path(&self, event: PathEvent);

    /// A message could not be sent.
    fn unsent(&self, to: SocketAddr, error: &io::Error);
}

/// Listeners that run.
#[derive(Debug)]
pub struct Gtp {
    addresses: Vec<SocketAddr>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Gtp {
    /// Binds every address, then serves them all. To be called within a runtime.
    ///
    /// # Errors
    /// An address that cannot be had; the error says which.
    pub fn start(
        listeners: &[ListenerConfig],
        recovery: Recovery,
        service: &Arc<dyn Service>,
        observer: &Arc<dyn Observer>,
    ) -> io::Result<Self> {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let sockets = listeners.iter().map(|listener| Datagrams::new(socket::bind(listener.address)?));
        let sockets = sockets.collect::<io::Result<Vec<_>>>()?;
        let addresses = sockets.iter().map(Datagrams::local_addr).collect::<io::Result<_>>()?;
        for (socket, listener) in sockets.into_iter().zip(listeners) {
            let machine = match &listener.mode {
                Mode::Answer { peers, interval } => Machine::Responder(
                    Responder::new(recovery),
                    Paths::new(recovery, peers, *interval, Instant::now()),
                ),
                Mode::Mirror => Machine::Mirror(Mirror::default()),
            };
            let senders = listener.senders.clone();
            let listener = Listener::new(socket, senders, machine, service.clone(), observer.clone());
            tasks.spawn(listener.run(stop.clone()));
        }
        tasks.close();
        Ok(Self { addresses, stop, tasks })
    }

    /// Where it listens, in the order of the configuration.
    pub fn local_addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Answers what has arrived already, and stops.
    pub async fn drain(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}
