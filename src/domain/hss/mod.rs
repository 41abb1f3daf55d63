//! The HSS: who may register where, who serves whom, and what an S-CSCF is told of a user (TS 29.228).
//!
//! A file per procedure, each a pure decision over the records a request names: `decide(&records, request, &hss, now)`, with the
//! standard's numbered step above the arm that implements it. (Later releases insert steps: the numbers here are those of the clauses before WebRTC
//! came into them, the order is the same in all.) No AVP is known here; a [`Refusal`] knows its result code
//! and the sentence that says why.
//!
//! The HSS of the EPS is a room within: [`eps`]; that for access which is not of 3GPP another: [`wlan`]. Reading order: [`subject`] (whom a request names: SC-1, SC-3), [`user_authorization`] (UAR), [`multimedia_auth`] (MAR),
//! [`server_assignment`] (SAR), [`location_info`] (LIR), [`deregistration`] (RTR), [`profile_push`] (PPR), then [`config`], [`profile`], [`public_services`], [`fragment`], [`switches`] and
//! [`user_data`] (what is configured, what application servers switch off of it, and what becomes of it in User-Data). [`sh`] is for application servers, [`lcs`] for GMLCs.

mod code;
pub mod config;
pub mod deregistration;
pub mod eps;
pub mod features;
pub mod fragment;
pub mod lcs;
pub mod location_info;
pub mod location_report;
pub mod multimedia_auth;
mod numbers;
pub mod policy;
pub mod profile;
pub mod profile_push;
pub mod public_services;
pub mod selection;
pub mod server_assignment;
pub mod sh;
pub mod subject;
pub mod switches;
pub mod user_authorization;
pub mod user_data;
pub mod vectors;
pub mod verdict;
pub mod wlan;

pub use code::Code;
pub use config::HssConfig;
pub use features::Features;
pub use policy::Hss;
pub use selection::Server;
pub use subject::{Loaded, Party, Subject};
pub use switches::Switches;
pub use verdict::Refusal;

use crate::{records::Task, store::ChangeSet};

/// What is to be answered, and what changes with it.
#[derive(Debug)]
pub struct Decision<A> {
    /// The answer, or the refusal.
    pub reply: Result<A, Refusal>,
    /// What has to be durable before the answer leaves.
    pub changes: ChangeSet,
    /// What has to happen on the network afterwards; committed with the changes.
    pub tasks: Vec<Task>,
}

impl<A> Decision<A> {
    /// An answer that changes nothing.
    pub fn unchanged(reply: Result<A, Refusal>) -> Self {
        Self { reply, changes: ChangeSet::new(), tasks: Vec::new() }
    }
}
