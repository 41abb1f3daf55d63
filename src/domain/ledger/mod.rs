//! The ledger: how accounts move, in double entry (VC-6).
//!
//! A balance changes by a [`Transfer`](crate::records::Transfer) alone, and both are one change set. A reservation is the pending half of one: it is counted in the account
//! and kept by whoever reserved, and it is resolved once, by being posted (in part or whole) or given back. [`Book`] is an account being moved; [`verify`] proves from the log that the
//! balances are what they are said to be.

mod book;
pub mod verify;

pub use book::{Book, Short};

use crate::{records::Transfer, store::ChangeSet};

/// `changes`, with the postings that belong to them.
pub fn append(changes: ChangeSet, transfers: Vec<Transfer>) -> ChangeSet {
    transfers.into_iter().fold(changes, ChangeSet::append)
}

#[cfg(test)]
mod tests;
