//! AVPs of charging, by family: those of RFC 8506, and what TS 32.299 §7.2 adds. M is as that table and freeDiameter have it.

pub mod credit_control;
pub mod ims;
pub mod ps;
pub mod quota;
pub mod service;
pub mod sms;
pub mod tariff;
