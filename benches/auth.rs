//! What a MAR costs in the authentication centre: `cargo bench --bench auth`.
fn main() {}
