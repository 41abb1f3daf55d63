//! The ledger: how accounts move, in double entry (VC-6).
//!
//! A balance changes by a [`Transfer`](crate::records::Transfer) alone, and both are one change set. A reservation is the pending half of one: it is counted in the account
//! and kept by whoever reserved, and it is resolved once, by being posted (in part or whole) or given back. [`Book`] is an account being moved; [`verify`] proves from the log that the
//! balances are what they are said to be.
//! [`orders`] and [`bundles`] are an operator's, [`history`] and [`proof`] read the log, and [`carry`] lets old postings go from it.

mod book;
pub mod bundles;
mod carried;
pub mod history;
mod houses;
mod log;
mod low;
pub mod orders;
pub mod proof;
pub mod verify;

pub use book::{Book, Short};
pub use carried::{CARRIED, carry};
pub use log::{Postings, append};
pub use low::{Low, left};

#[cfg(test)]
mod tests;
