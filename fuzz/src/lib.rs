//! What the fuzz targets call: the laws, which `tests/hostile_codec.rs` tries too, without a fuzzer and on stable Rust.

mod laws;

pub use laws::{commands, frames, message, tree};
