//! Octets: header, flags, AVP reader and writer (RFC 6733 §3, §4). Zero-copy, no I/O, no dictionary.
//!
//! A message is one [`Bytes`](bytes::Bytes) from the socket; everything read from it borrows. A [`DecodeError`] already carries the
//! Result-Code and the Failed-AVP of the answer it causes. Nothing here panics or allocates without bound, whatever the input.

mod data;
mod error;
mod format;
mod header;
mod message;
mod reader;
mod result_code;
mod writer;

pub use data::{Address, AvpData, NTP_OFFSET};
pub use error::{DecodeError, FailedAvp};
pub use format::Format;
pub use header::{AvpFlags, CommandFlags, Header};
pub use message::{Frame, Message};
pub use reader::{Avp, Avps, MAX_DEPTH};
pub use result_code::ResultCode;
pub use writer::{AvpDef, Encode, Writer};

/// The longest message accepted and sent, in octets. Kamailio's cdp takes no more, and a profile that large is a mistake.
pub const MAX_MESSAGE: usize = 65_536;
