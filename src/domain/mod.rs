//! What the product knows, as pure decisions over records and `now`.

pub mod auth;
pub mod charging;
pub mod hss;
pub mod ledger;
pub mod location;
pub mod places;
pub mod subscribers;

mod lines;
