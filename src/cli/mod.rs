//! The command
pub mod load;
