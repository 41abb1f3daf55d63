//! The durable things, one typed record per file.

pub mod sealed;
pub mod sequence;
