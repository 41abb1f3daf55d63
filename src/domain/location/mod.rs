//! Where users are: what is remembered of it, who may be told, and how it is said (LQ-1, LQ-4, LQ-5).
//!
//! Every way a place is heard of ends in a [`Fact`] with its age and its source; [`memory`] keeps of each source the newest, and chooses the one
//! that answers a question. [`privacy`] says who may ask where whom, and how exactly they are told; [`reach`] what is known of whether the terminal
//! is on; [`document`] is how Sh says it. Asking the network is `procedures::location`'s.

pub mod document;
pub mod memory;
pub mod privacy;
pub mod reach;

pub use crate::records::{Fact, Location, Source};
pub use privacy::{LocationSettings, Precision, Privacy, PrivacyClass};
pub use reach::Reach;
