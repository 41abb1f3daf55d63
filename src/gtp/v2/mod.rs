//! Version 2 of the GPRS tunnelling protocol's control plane (TS 29.274).
//!
//! The machines have no sockets and no clock: [`Responder`] answers what is meant for us, [`Mirror`] reads what others say to each other, [`Paths`] asks
//! peers whether they live. What they have read they hand to a [`Service`].

pub mod codec;
pub mod limits;
pub mod messages;
mod mirror;
mod paths;
mod recent;
mod responder;
mod restarts;
mod service;
mod tunnels;

pub use mirror::Mirror;
pub use paths::{PathEvent, Paths, Unasked};
pub use responder::Responder;
pub use restarts::Restart;
pub(in crate::gtp) use service::named;
pub use service::{FORESEEN, Happened, Report, Service, Turn};
