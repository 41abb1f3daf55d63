//! The peers of a node as pure machines: no socket, no clock, no randomness of their own.
//!
//! `now` and random numbers are arguments, octets are written at the end of a buffer, and what has to happen is returned; the
//! [`transport`](super::transport) does it. So two nodes can be run against each other in one thread, with any loss and delay, in no time.
//!
//! Reading order: [`state`] and [`watchdog`] (the standards' tables), [`capabilities`] and [`table`] (who may talk to us about what),
//! [`link`] (one connection), [`registry`] (all of them), [`routing`] and [`duplicates`] (requests), [`pending`] (our own requests),
//! [`reconnect`], and [`limits`], where every limit stands with its reason.

pub mod capabilities;
pub mod duplicates;
pub mod limits;
pub mod link;
pub mod messages;
pub mod node;
pub mod pending;
pub mod reconnect;
pub mod registry;
pub mod routing;
pub mod state;
pub mod table;
pub mod watchdog;

pub use capabilities::{Admitted, Capabilities};
pub use link::Timers;
pub use messages::DisconnectCause;
pub use node::Local;
pub use table::{PeerConfig, PeerTable, Prefix, TableError};
