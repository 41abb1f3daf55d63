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

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2, TS 29.274 §7.1.3: octet for octet that of another implementation, behind what is in the buffer already.
    #[test]
    fn lq_2_it_is_a_header_and_nothing_else() {
        let mut out = BytesMut::from(&b"before"[..]);
        assert_eq!(version_not_supported(0x0a_0b0c, &mut out), 8);
        // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
        assert_eq!(&out[6..], b"\x40\x03\x00\x04\x0a\x0b\x0c\x00");
        let (header, elements, rest) = Header::parse(&out[6..]).unwrap();
        assert_eq!((header.message_type, header.teid, header.sequence), (3, None, 0x0a_0b0c));
        assert!(elements.is_empty() && rest.is_empty());
    }
}
