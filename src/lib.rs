//! Innkeeper keeps the guest book of a mobile network.
pub mod admin;
pub mod cli;
pub mod daemon;
pub mod diameter;
pub mod domain;
pub mod interfaces;
pub mod procedures;
pub mod records;
pub mod store;
pub mod telemetry;
pub mod types;
