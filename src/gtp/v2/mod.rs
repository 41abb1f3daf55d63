//! Version 2 of the GPRS tunnelling protocol's control plane (TS 29.274).

pub mod codec;
pub mod messages;
