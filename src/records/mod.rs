//! The durable things, one typed record per file.

pub mod scheme;
pub mod sealed;
pub mod sequence;
