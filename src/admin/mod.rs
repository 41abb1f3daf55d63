//! The HTTP API for operators, on loopback: `/v1/…`, health, metrics.
//!
//! Reading order: [`Context`] (what it works on), [`access`] (who may do what), [`problem`] (how a refusal reads), then a file per resource.
//! `docs/openapi.json` describes it; a test compares that file with [`openapi`]. Every answer about durable state waits until what
//! it shows is durable (ST-2).

pub mod access;
pub mod accounts;
mod config;
mod context;
mod health;
pub mod imports;
pub mod ledger;
pub mod location;
mod openapi;
mod page;
pub mod peers;
pub mod places;
pub mod problem;
pub mod provision;
pub mod records;
pub mod roamers;
mod server;
pub mod sessions;
pub mod store;
mod stream;
pub mod subscribers;
pub mod suspense;
mod trace;

pub use access::{Clients, Role};
pub use context::{Context, Provisioning, Readiness};
pub use openapi::openapi;
pub use problem::Problem;
pub use server::{Server, bind};
