//! GTP′ (TS 32.295): charging data records on their way from those who make them to charging gateways.
//!
//! [`codec`] has the octets; [`Collector`] is a charging gateway's memory, without sockets and clock. Who sends records is `interfaces::ga`.

pub mod codec;
mod collector;

pub use collector::{Client, Collector, Entry, Turn, client};

/// UDP and TCP port of charging gateways, and of those who send to them (TS 32.295 §6.1).
pub const PORT: u16 = 3386;
