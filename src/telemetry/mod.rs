//! What the daemon tells about itself: logs, metrics, and the live trace of one subscriber.
//!
//! A leaf: it uses nothing of the crate, so every room may use it. Names of metrics are in [`names`], their handles in [`metrics`].

pub mod logs;
pub mod metrics;
pub mod names;
mod process;
pub mod quota;
pub mod trace;
