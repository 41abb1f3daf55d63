//! GTPv2-C (TS 29.274), usable on its own: what a node needs to hear of users' places from MMEs and gateways.
//!
//! Reading order: [`v2::codec`] (octets), [`v2::messages`] (meanings), then the pure machines of [`v2`].

pub mod v2;
