//! Ga: charging data records to charging gateways over GTP′ (TS 32.295), on UDP or TCP.
//!
//! [`queue`] decides, `wire` has the sockets, and [`keep`] lets them work: what the queue says leaves when the queue is on disk as it is then, so a record is under the
//! same number again after a crash, and its gateway knows that it was there.

pub mod queue;
mod wire;

use self::{
    queue::{Numbered, Queue, Timers, Told},
    wire::Wire,
};
use crate::{
    domain::charging::asn1,
    records::{ChargingRecord, ExportCursor, Log, TransferQueue},
    store::{ChangeSet, Store},
    telemetry::metrics::Metrics,
    types::Timestamp,
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// The name of the queue and of its cursor.
pub const WAY: &str = "gtp-prime";

/// How often it is looked whether there are new records.
const LOOK: Duration = Duration::from_millis(250);
/// How often it is tried again while the socket cannot be bound, or the store takes no changes.
const AGAIN: Duration = Duration::from_secs(5);
/// Messages that are looked at before the queue has its turn.
const TOGETHER: usize = 256;

/// How a gateway is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Datagrams.
    Udp,
    /// A connection, which we open.
    Tcp,
}

/// A charging gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gateway {
    /// Where it listens.
    pub address: SocketAddr,
    /// How it is reached.
    pub transport: Transport,
}

impl Gateway {
    /// Its name in the queue, in logs and in metrics.
    pub fn name(&self) -> Box<str> {
        let transport = match self.transport {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
        };
        format!("{transport} {}", self.address).into()
    }

    /// The longest message it is sent. A datagram that IP has to cut into very many pieces mostly does not arrive.
    const fn most(&self) -> usize {
        match self.transport {
            Transport::Udp => 8_000,
            Transport::Tcp => 60_000,
        }
    }
}

/// To whom, and how patiently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where gateways find us with datagrams.
    pub listen: SocketAddr,
    /// The gateways, the first preferred.
    pub gateways: Vec<Gateway>,
    /// How patient.
    pub timers: Timers,
}

/// Sends records until `stop`. Trouble is told once and tried again; the records wait in the store meanwhile.
pub async fn keep(store: Arc<Store>, settings: Settings, metrics: Arc<Metrics>, stop: CancellationToken) {
    let mut troubled = false;
    let wire = loop {
        match Wire::open(&settings, &stop).await {
            Ok(wire) => break wire,
            Err(error) => {
                if !std::mem::replace(&mut troubled, true) {
                    tracing::error!(
                        "charging data records wait in the store, for GTP′ cannot use {}: {error}; it is tried again",
                        settings.listen
                    );
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    };
    let names: Vec<_> = settings.gateways.iter().map(|gateway| (gateway.name(), gateway.most())).collect();
    let queue = Queue::new(stored(&store), &names, settings.timers, Timestamp::now());
    let sender = Sender { store, names, timers: settings.timers, metrics, wire };
    sender.run(queue, stop).await;
}

struct Sender {
    store: Arc<Store>,
    names: Vec<(Box<str>, usize)>,
    timers: Timers,
    metrics: Arc<Metrics>,
    wire: Wire,
}

impl Sender {
    async fn run(mut self, mut queue: Queue, stop: CancellationToken) {
        loop {
            for at in 0..self.names.len() {
                let up = i64::from(queue.is_up(at));
                self.metrics.ga_gateway_up.with_label_values(&[&*self.names[at].0]).set(up);
            }
            let store = self.store.clone();
            let turn = move || {
                let out = queue.turn(Timestamp::now(), &|from, most| read(&store, from, most));
                let waiting = waiting(&store, queue.state());
                (queue, out, waiting)
            };
            // It asks the disk for records.
            let Ok((back, out, waiting)) = tokio::task::spawn_blocking(turn).await else { return };
            queue = back;
            self.metrics.records_waiting.with_label_values(&[WAY]).set(waiting);
            if queue.changed() && !self.store_queue(&queue, &stop).await {
                // What is on disk is what counts.
                queue = Queue::new(stored(&self.store), &self.names, self.timers, Timestamp::now());
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(AGAIN) => continue,
                }
            }
            for (gateway, octets) in out {
                self.wire.send(gateway, octets).await;
            }
            while let Some(told) = queue.told() {
                self.tell(&told);
            }
            let due = queue.due().map_or(LOOK, |due| due.since(Timestamp::now())).min(LOOK);
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(due) => {}
                Some((gateway, octets)) = self.wire.receive() => self.hear(&mut queue, gateway, &octets).await,
            }
            for _ in 0..TOGETHER {
                let Some((gateway, octets)) = self.wire.received() else { break };
                self.hear(&mut queue, gateway, &octets).await;
            }
        }
    }

    async fn hear(&self, queue: &mut Queue, gateway: usize, octets: &[u8]) {
        if let Some(answer) = queue.message(gateway, octets, Timestamp::now()) {
            self.wire.send(gateway, answer).await;
        }
    }

    /// Puts the queue on disk, with the cursor that keeps the log from being pruned; false where that fails.
    async fn store_queue(&self, queue: &Queue, stop: &CancellationToken) -> bool {
        let state = queue.state();
        let next = state.packets.iter().map(|packet| packet.first).min().unwrap_or(state.next);
        let cursor = ExportCursor { way: WAY.into(), next, last: None };
        let versions = (
            self.store.get::<TransferQueue>(&WAY.into()).version,
            self.store.get::<ExportCursor>(&WAY.into()).version,
        );
        let changes = ChangeSet::new().put(state.clone(), versions.0).put(cursor, versions.1);
        match self.store.commit(changes) {
            Ok(lsn) => tokio::select! {
                () = stop.cancelled() => false,
                () = self.store.durable().reached(lsn) => true,
            },
            Err(error) => {
                tracing::warn!(%error, "the queue to the charging gateways cannot be stored: nothing is sent for now");
                false
            }
        }
    }

    fn tell(&self, told: &Told) {
        let name = |at: &usize| &*self.names[*at].0;
        match told {
            Told::Down(at, why) => {
                tracing::warn!(gateway = name(at), "the charging gateway is taken for down: {why}");
            }
            Told::Up(at) => tracing::info!(gateway = name(at), "the charging gateway is there again"),
            Told::Arrived(records) => {
                self.metrics.records_written.with_label_values(&[WAY]).inc_by(*records);
            }
            Told::Copied(at) => {
                tracing::debug!(gateway = name(at), "a packet is sent as possibly duplicated");
                self.metrics.ga_packets.with_label_values(&["copied"]).inc();
            }
            Told::Refused(at, first, last, cause) => {
                tracing::error!(
                    gateway = name(at),
                    first,
                    last,
                    cause,
                    "the charging gateway refuses charging data records: they are sent no more"
                );
                self.metrics.ga_packets.with_label_values(&["refused"]).inc();
            }
        }
    }
}

/// The queue as it is on disk; an empty one begins with the oldest record.
fn stored(store: &Store) -> TransferQueue {
    let read = store.get::<TransferQueue>(&WAY.into());
    let new = || TransferQueue { way: WAY.into(), restarts: 1, next: 1, ..TransferQueue::default() };
    read.value.as_deref().cloned().unwrap_or_else(new)
}

/// Records as they are sent.
fn read(store: &Store, from: u64, most: usize) -> Vec<Numbered> {
    match store.read_log::<ChargingRecord>(from, most) {
        Ok(entries) => {
            let encoded = |entry: &crate::store::Entry<ChargingRecord>| {
                (entry.number, asn1::encode(entry.number, &entry.value).0)
            };
            entries.iter().map(encoded).collect()
        }
        Err(error) => {
            tracing::error!(%error, "charging data records cannot be read");
            Vec::new()
        }
    }
}

/// Records that did not arrive for good.
fn waiting(store: &Store, state: &TransferQueue) -> i64 {
    let under_way: u64 = state.packets.iter().map(|packet| packet.last - packet.first + 1).sum();
    let end = store.log_extent(Log::Records).map_or(state.next, |extent| extent.end.number);
    i64::try_from(end.saturating_sub(state.next).saturating_add(under_way)).unwrap_or(i64::MAX)
}
