//! load
pub mod population;
