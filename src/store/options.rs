//! How a store behaves; the defaults are measured (see `benches/store.rs`).

use super::stats::Observer;
use std::{sync::Arc, time::Duration};

/// How a store behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Octets of free disk under which writes are refused. By default 256 MiB: the write-ahead log may grow to 64 MiB before it is
    /// checkpointed into a database that grows by what one cycle of the sweep adds.
    pub reserve: u64,
    /// How often the free disk is looked at.
    pub look_at_disk: Duration,
    /// How many change sets the journal gathers before their records are swept to the tables. Up to twice as many are replayed when
    /// the store opens, and the more, the fewer records are written per change: of a million subscribers whose SARs and MARs come in
    /// no order, some 1.37 records per change set with 250,000 (the default), 1.25 with 500,000, 1.06 with a million.
    pub sweep_every: u64,
    /// How far behind memory the tables may be where the journal is short: a cycle of the sweep begins so long after the last.
    pub lag: Duration,
    /// How long a node must be idle before it sweeps what little there is.
    pub idle: Duration,
    /// How many change sets a batch must have had for the next one to be waited for. Fewer come from senders who wait for their answers, and would wait for nothing:
    /// with 16 in flight, waiting for those behind a batch of 16 makes 10,500 CCRs a second of 28,200.
    pub gather_from: usize,
    /// So many change sets are enough for a batch: they wait for no more.
    pub enough: usize,
    /// How long a busy node waits for a batch to fill: every batch writes the pages that it ends in anew.
    pub gather: Duration,
    /// The most records swept in one batch.
    pub sweep_most: usize,
    /// Who is told of every batch.
    pub observer: Option<Arc<dyn Observer>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            reserve: 256 << 20,
            look_at_disk: Duration::from_secs(1),
            sweep_every: 250_000,
            lag: Duration::from_secs(10),
            idle: Duration::from_millis(500),
            gather_from: 64,
            enough: 512,
            gather: Duration::from_millis(1),
            sweep_most: 2048,
            observer: None,
        }
    }
}
