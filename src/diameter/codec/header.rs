//! The message header and the two sets of flags (RFC 6733 §3, §4.1).

use super::{DecodeError, ResultCode};
use bitflags::bitflags;

bitflags! {
    /// Command flags (RFC 6733 §3). Unknown bits are kept.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct CommandFlags: u8 {
        /// R: a request; clear in an answer.
        const REQUEST = 0x80;
        /// P: may be proxied, relayed or redirected.
        const PROXIABLE = 0x40;
        /// E: an answer whose grammar is that of an error (RFC 6733 §7.2).
        const ERROR = 0x20;
        /// T: perhaps sent before, on another connection.
        const RETRANSMIT = 0x10;
        const _ = !0;
    }
}

bitflags! {
    /// AVP flags (RFC 6733 §4.1). Unknown bits are kept.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct AvpFlags: u8 {
        /// V: a Vendor-Id follows the length.
        const VENDOR = 0x80;
        /// M: whoever does not know the AVP has to refuse the message.
        const MANDATORY = 0x40;
        /// P: reserved for end-to-end security; sent clear.
        const PROTECTED = 0x20;
        const _ = !0;
    }
}

/// The 20 octets before the AVPs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Length of the whole message in octets, header and padding included.
    pub length: u32,
    /// R, P, E, T.
    pub flags: CommandFlags,
    /// Command code, 24 bits.
    pub code: u32,
    /// Application-Id.
    pub application: u32,
    /// Matches an answer to its request on one connection.
    pub hop_by_hop: u32,
    /// Finds duplicates, with Origin-Host.
    pub end_to_end: u32,
}

impl Header {
    /// Octets of a header.
    pub const LEN: usize = 20;
    /// The only version there is.
    pub const VERSION: u8 = 1;

    /// Reads the header of `message`, at least 20 octets.
    ///
    /// # Errors
    /// 5011 for another version; 5015 when the length is below 20, no multiple of four, or other than that of `message`; 3008 for an
    /// answer-only flag in a request (E set with R) — all as RFC 6733 §7.1.3 and §7.1.5 ask.
    pub fn parse(message: &[u8]) -> Result<Self, DecodeError> {
        let header = Self::peek(message).ok_or(DecodeError::plain(ResultCode::INVALID_MESSAGE_LENGTH))?;
        if message[0] != Self::VERSION {
            return Err(DecodeError::plain(ResultCode::UNSUPPORTED_VERSION));
        }
        let length = header.length as usize;
        if length < Self::LEN || !length.is_multiple_of(4) || length != message.len() {
            return Err(DecodeError::plain(ResultCode::INVALID_MESSAGE_LENGTH));
        }
        if header.flags.contains(CommandFlags::REQUEST | CommandFlags::ERROR) {
            return Err(DecodeError::plain(ResultCode::INVALID_HDR_BITS));
        }
        Ok(header)
    }

    /// The fields as they stand, unchecked, so that even a refusal can echo them; `None` below 20 octets.
    pub fn peek(message: &[u8]) -> Option<Self> {
        let head: &[u8; Self::LEN] = message.first_chunk()?;
        let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        Some(Self {
            length: word(0) & 0x00ff_ffff,
            flags: CommandFlags::from_bits_retain(head[4]),
            code: word(4) & 0x00ff_ffff,
            application: word(8),
            hop_by_hop: word(12),
            end_to_end: word(16),
        })
    }

    /// True for a request.
    pub fn is_request(&self) -> bool {
        self.flags.contains(CommandFlags::REQUEST)
    }

    /// The header's octets.
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut out = [0; Self::LEN];
        out[0..4]
            .copy_from_slice(&(u32::from(Self::VERSION) << 24 | self.length & 0x00ff_ffff).to_be_bytes());
        out[4..8]
            .copy_from_slice(&(u32::from(self.flags.bits()) << 24 | self.code & 0x00ff_ffff).to_be_bytes());
        out[8..12].copy_from_slice(&self.application.to_be_bytes());
        out[12..16].copy_from_slice(&self.hop_by_hop.to_be_bytes());
        out[16..20].copy_from_slice(&self.end_to_end.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UAR: [u8; 20] = *b"\x01\0\0\x14\xc0\0\x01\x2c\x01\0\0\0\0\0\0\x07\0\0\0\x09";

    #[test]
    fn reads_what_it_writes() {
        let header = Header::parse(&UAR).unwrap();
        let expected = Header {
            length: 20,
            flags: CommandFlags::REQUEST | CommandFlags::PROXIABLE,
            code: 300,
            application: 16_777_216,
            hop_by_hop: 7,
            end_to_end: 9,
        };
        assert_eq!(header, expected);
        assert!(header.is_request());
        assert_eq!(header.encode(), UAR);
    }

    #[test]
    fn db_6_refuses_another_version_an_impossible_length_and_an_error_request() {
        let with = |at: usize, octet: u8| {
            let mut header = UAR;
            header[at] = octet;
            Header::parse(&header).map_err(|error| error.result_code)
        };
        assert_eq!(with(0, 2), Err(ResultCode::UNSUPPORTED_VERSION));
        assert_eq!(with(3, 24), Err(ResultCode::INVALID_MESSAGE_LENGTH));
        assert_eq!(with(4, 0xe0), Err(ResultCode::INVALID_HDR_BITS));
        assert!(with(4, 0x60).is_ok(), "an answer may be an error");
        assert!(with(4, 0xcf).is_ok(), "reserved bits are ignored (RFC 6733 §3)");
        assert_eq!(Header::parse(&UAR[..19]), Err(DecodeError::plain(ResultCode::INVALID_MESSAGE_LENGTH)));
        assert_eq!(Header::peek(&UAR[..19]), None);
    }
}
