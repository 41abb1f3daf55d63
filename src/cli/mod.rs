//! The command
pub mod call;
pub mod load;
