//! The HSS for access that is not of 3GPP: who may come by WLAN, and what an AAA server is told of them (TS 29.273 §8.1.2; EP-2).
//!
//! The contract is that of the EPS. Reading order: [`nai`] (how an AAA server names a user), [`subject`] (whom a request names),
//! [`multimedia_auth`] (MAR), [`server_assignment`] (SAR), [`user_data`] (what is told), [`registration_termination`] (RTR), [`push_profile`] (PPR).

pub mod multimedia_auth;
pub mod nai;
pub mod push_profile;
pub mod registration_termination;
pub mod server_assignment;
pub mod subject;
pub mod user_data;

pub use subject::WlanLoaded;
