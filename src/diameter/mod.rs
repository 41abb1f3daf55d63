//! RFC 6733, usable on its own: what a Diameter node needs, and one trait ([`Service`]) through which it asks what to answer.
//!
//! Reading order: [`codec`] (octets), [`dictionary`] (meanings), [`peer`] (the pure machines), [`transport`] (the only sockets).

pub mod codec;
pub mod dictionary;
pub mod peer;
pub mod service;
pub mod transport;

pub use service::{Application, FORESEEN, From, Reply, Service};
