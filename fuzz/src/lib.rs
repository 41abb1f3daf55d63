//! What the fuzz targets call: laws, which `tests/hostile_codec.rs` and `tests/hostile_laws.rs` try too, without a fuzzer and on stable Rust,
//! and [`seeds`] to begin with.

mod files;
mod gtp;
mod gtp_prime;
mod laws;
mod node;
#[path = "../../tests/samples/mod.rs"]
mod samples;
pub mod seeds;
mod texts;

/// The GTP listener of the tests.
#[path = "../../tests/gtp_common/mod.rs"]
pub mod gtp_common;

/// The HSS of the tests, and its subscribers.
#[path = "../../tests/hss_common/mod.rs"]
pub mod hss_common;

pub use files::{capture, import, records};
pub use gtp::gtp;
pub use gtp_prime::gtp_prime;
pub use laws::{commands, frames, message, tree};
pub use node::{hss, peer};
pub use texts::{identities, places, tariff};

/// Defines a fuzz target by the name of its law.
#[macro_export]
macro_rules! target {
    ($law:ident) => {
        libfuzzer_sys::fuzz_target!(init: $crate::seeds::write(stringify!($law)), |data: &[u8]| $crate::$law(data));
    };
}
