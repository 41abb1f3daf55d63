//! Messages of GTP′ as octets (TS 32.295 §6). What has no meaning here, as a private extension, is read over; what contradicts itself is refused.

mod read;
mod write;

pub use read::{decode, length};
pub use write::encode;

use std::net::IpAddr;

/// The highest version, which is written.
pub const VERSION: u8 = 2;

/// The longest message: what the length has room for, and its header.
pub const LONGEST: usize = 65_535 + SHORT;

const SHORT: usize = 6;
/// The header of version 0 when it is as long as GTP's.
const LONG: usize = 20;

/// What stands before the elements (§6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// 0 to 2.
    pub version: u8,
    /// Of version 0: twenty octets and not six.
    pub long: bool,
    /// Sequence Number.
    pub sequence: u16,
}

impl Header {
    /// As this node writes it.
    pub const fn new(sequence: u16) -> Self {
        Self { version: VERSION, long: false, sequence }
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    /// Are you there?
    EchoRequest,
    /// Yes, and so often I was started (Recovery).
    EchoResponse(u8),
    /// The version of the header is the highest that is known.
    VersionNotSupported,
    /// A node is there again.
    NodeAliveRequest(Vec<IpAddr>),
    /// That was heard.
    NodeAliveResponse,
    /// A node will not take records any more: why, and who else does.
    RedirectionRequest(u8, Vec<IpAddr>),
    /// That was heard (Cause).
    RedirectionResponse(u8),
    /// Records, or what becomes of records.
    TransferRequest(Transfer<'a>),
    /// What became of requests: a Cause and their sequence numbers.
    TransferResponse(u8, Vec<u16>),
}

/// Packet Transfer Command, and what belongs to it (§6.2.4.5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transfer<'a> {
    /// Send Data Record Packet; without records it asks whether the packet of its number arrived.
    Send(Vec<&'a [u8]>),
    /// Send possibly duplicated Data Record Packet: kept apart until it is cancelled or released.
    SendPossiblyDuplicated(Vec<&'a [u8]>),
    /// Cancel Data Record Packet: they are elsewhere.
    Cancel(Vec<u16>),
    /// Release Data Record Packet: they are nowhere else.
    Release(Vec<u16>),
}

/// Causes (§6.2.4.6, TS 29.060 §7.7.1).
pub mod cause {
    /// This node is about to go down.
    pub const GOING_DOWN: u8 = 63;
    /// Request accepted.
    pub const ACCEPTED: u8 = 128;
    /// CDR decoding error.
    pub const UNREADABLE_RECORD: u8 = 177;
    /// Invalid message format.
    pub const INVALID: u8 = 193;
    /// No resources available.
    pub const NO_RESOURCES: u8 = 199;
    /// Mandatory IE incorrect.
    pub const INCORRECT: u8 = 201;
    /// Mandatory IE missing.
    pub const MISSING: u8 = 202;
    /// Optional IE incorrect.
    pub const OPTIONAL_INCORRECT: u8 = 203;
    /// System failure.
    pub const FAILURE: u8 = 204;
    /// Request related to possibly duplicated packets already fulfilled.
    pub const POSSIBLY_DUPLICATED_FULFILLED: u8 = 252;
    /// Request already fulfilled.
    pub const FULFILLED: u8 = 253;
    /// Sequence numbers of released or cancelled packets IE incorrect.
    pub const UNKNOWN_NUMBERS: u8 = 254;
    /// Request not fulfilled.
    pub const NOT_FULFILLED: u8 = 255;
}

mod kind {
    pub(super) const ECHO_REQUEST: u8 = 1;
    pub(super) const ECHO_RESPONSE: u8 = 2;
    pub(super) const VERSION_NOT_SUPPORTED: u8 = 3;
    pub(super) const NODE_ALIVE_REQUEST: u8 = 4;
    pub(super) const NODE_ALIVE_RESPONSE: u8 = 5;
    pub(super) const REDIRECTION_REQUEST: u8 = 6;
    pub(super) const REDIRECTION_RESPONSE: u8 = 7;
    pub(super) const TRANSFER_REQUEST: u8 = 240;
    pub(super) const TRANSFER_RESPONSE: u8 = 241;
}

mod element {
    pub(super) const CAUSE: u8 = 1;
    pub(super) const RECOVERY: u8 = 14;
    pub(super) const COMMAND: u8 = 126;
    pub(super) const RELEASED: u8 = 249;
    pub(super) const CANCELLED: u8 = 250;
    pub(super) const GATEWAY: u8 = 251;
    pub(super) const PACKET: u8 = 252;
    pub(super) const RESPONDED: u8 = 253;
    pub(super) const RECOMMENDED: u8 = 254;
}

/// Data Record Format: BER.
const BER: u8 = 1;
/// Data Record Format Version (§6.2.4.5.3): charging, release 15, and the version of TS 32.298 within it.
const FORMAT_VERSION: [u8; 2] = [0x1f, 6];

/// Octets of a Data Record Transfer Request with one packet beside its records, and of each record beside itself.
pub const PACKET_OVERHEAD: (usize, usize) = (SHORT + 2 + 3 + 4, 2);
/// Records that one packet has at most.
pub const PACKET_RECORDS: usize = 255;

/// Why a message cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no message of GTP′.
    #[error("no GTP′ message")]
    Foreign,
    /// Its version is higher than the highest known: the sender is to be told.
    #[error("version {0} of GTP′")]
    Version(u8),
    /// Its header can be read: of what kind it is, and the Cause to answer with.
    #[error("message {0} of GTP′ with Cause {1}")]
    Refused(u8, u8),
}

#[cfg(test)]
mod tests;
