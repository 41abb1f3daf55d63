//! Where wire meets domain, a folder per reference point. They never import one another; what they have in common is in [`shared`].
//!
//! A handler reads a typed request, loads the records it names, lets the domain decide, commits, and writes the typed answer. Which interface a
//! request belongs to is said by its Application-Id ([`Services`]); what comes over GTP is [`s11`]'s.

pub mod cx;
pub mod ga;
pub mod rf;
pub mod ro;
pub mod s11;
pub mod s6a;
mod services;
pub mod sh;
pub mod shared;
pub mod slg;
pub mod slh;
pub mod swx;

pub use services::Services;
