//! What takes several steps or peers: durable, and restartable at any instant.
//!
//! A decision that asks something of the network commits an outbox entry with its change; [`outbox`] carries the entries out, and speaks to
//! the network through [`network`]'s trait. [`location`] asks it where users are. [`lapses`] gives back what charging sessions reserved that nobody came back for. [`export`]
//! makes files of charging data records; [`roamers`] counts who called away from home; [`retention`] lets go what is old.

mod durable;
pub mod export;
pub mod lapses;
pub mod ledger;
pub mod location;
pub mod network;
mod notification;
pub mod outbox;
pub mod positioning;
pub mod retention;
pub mod roamers;
pub mod suspense;
