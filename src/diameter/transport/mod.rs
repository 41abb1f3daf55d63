//! The only Diameter sockets: listening, dialling, batched reading and writing, and the handle to a running node.
//!
//! One task per connection does everything for it (`connection`): it reads what there is, cuts it into messages, asks the peer machines
//! and the [`Service`](super::Service), and writes all answers at once. Nothing is spawned and no channel is crossed for a request that
//! can be answered at once. Answers that tell of something not yet durable wait in `held`.

mod client;
mod connection;
mod control;
mod dialer;
mod held;
mod incoming;
mod listener;
mod node;
mod observer;
mod outgoing;
mod shared;
mod socket;
mod status;

pub use client::{Client, ClientConfig, ClientError};
pub use node::{Node, NodeConfig, NodeHandle};
pub use observer::{Direction, Done, Observer, Unobserved};
pub use outgoing::{Outgoing, RequestError};
pub use status::{PeerStatus, Side, Traffic};
