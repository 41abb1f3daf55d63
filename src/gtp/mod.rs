//! GTPv2-C (TS 29.274), usable on its own: what a node needs to hear of users' places from MMEs and gateways; and GTP′ (TS 32.295), in [`prime`].
//!
//! Reading order: [`v2::codec`] (octets), [`v2::messages`] (meanings), the pure machines of [`v2`], and [`transport`], which has the sockets. Upward it
//! knows two traits: [`v2::Service`] and [`transport::Observer`].

pub mod prime;
pub mod transport;
pub mod v2;
