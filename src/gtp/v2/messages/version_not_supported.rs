//! Version Not Supported Indication (TS 29.274 §7.1.3): a header of the latest version we speak, and nothing else.

use crate::gtp::v2::codec::{Header, Writer, message_type::VERSION_NOT_SUPPORTED};
use bytes::BytesMut;

/// Writes the indication for the message with this sequence number; its length in octets.
pub fn version_not_supported(sequence: u32, out: &mut BytesMut) -> usize {
    let header = Header {
        piggybacked: false,
        message_type: VERSION_NOT_SUPPORTED,
        teid: None,
        sequence,
        priority: None,
    };
    Writer::new(out, &header).finish()
}
