//! Octets: header, information elements, reader and writer (TS 29.274 §5, §8). Zero-copy, no I/O.
//!
//! Everything read from a datagram borrows from it. A [`Fault`] already carries the Cause and the offending element of the answer it is
//! due (§7.7). Nothing here panics or allocates without bound, whatever the input.

mod bearer;
mod cause;
mod charging;
mod digits;
mod fault;
mod header;
mod identities;
mod indication;
mod network;
mod reader;
mod teid;
mod uli;
mod writer;

pub use bearer::{Ambr, Apn, BearerContext, BearerQos, Ebi, LinkedEbi, Paa, PdnType};
pub use cause::{Cause, CauseValue, Offending};
pub use charging::{
    ChangeReportingAction, ChargingCharacteristics, Counter, PresenceReportingArea, PrivateExtension,
    SecondaryRatUsage,
};
pub use fault::{Fault, Wrong};
pub use header::{Header, Unreadable};
pub use identities::Mei;
pub use indication::Indication;
pub use network::{RatType, Recovery, ServingNetwork, Uci, UeTimeZone, UliTimestamp};
pub use reader::{Element, Ie, Ies, MAX_DEPTH};
pub use teid::FTeid;
pub use uli::Uli;
pub use writer::{Encode, Writer};

/// The longest datagram read and written, in octets: far more than any message we speak needs.
pub const MAX_MESSAGE: usize = 8192;

/// The types of the messages we know (TS 29.274 Table 6.1-1).
pub mod message_type {
    /// Echo Request.
    pub const ECHO_REQUEST: u8 = 1;
    /// Echo Response.
    pub const ECHO_RESPONSE: u8 = 2;
    /// Version Not Supported Indication.
    pub const VERSION_NOT_SUPPORTED: u8 = 3;
    /// Create Session Request.
    pub const CREATE_SESSION_REQUEST: u8 = 32;
    /// Create Session Response.
    pub const CREATE_SESSION_RESPONSE: u8 = 33;
    /// Modify Bearer Request.
    pub const MODIFY_BEARER_REQUEST: u8 = 34;
    /// Modify Bearer Response.
    pub const MODIFY_BEARER_RESPONSE: u8 = 35;
    /// Delete Session Request.
    pub const DELETE_SESSION_REQUEST: u8 = 36;
    /// Delete Session Response.
    pub const DELETE_SESSION_RESPONSE: u8 = 37;
    /// Change Notification Request.
    pub const CHANGE_NOTIFICATION_REQUEST: u8 = 38;
    /// Change Notification Response.
    pub const CHANGE_NOTIFICATION_RESPONSE: u8 = 39;
}

#[cfg(test)]
mod tests;
