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
    /// no order, some 1.37 records per change set with 250,000 (the default has half of that), 1.25 with 500,000, 1.06 with a million.
    pub sweep_every: u64,
    /// How far behind memory the tables may be where the journal is short: a cycle of the sweep begins so long after the last.
    pub lag: Duration,
    /// How long a node must be idle before it sweeps what little there is.
    pub idle: Duration,
    /// How many change sets a batch must have had for the next one to be waited for.
    pub gather_from: usize,
    /// How long a busy node waits for a batch to fill.
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
            sweep_every: 125_000,
            lag: Duration::from_secs(10),
            idle: Duration::from_millis(500),
            gather_from: 512,
            gather: Duration::from_micros(500),
            sweep_most: 2048,
            observer: None,
        }
    }
}
