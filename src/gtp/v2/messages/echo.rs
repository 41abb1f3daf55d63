//! Echo Request and Echo Response (TS 29.274 §7.1.1, §7.1.2): the same elements.

use crate::gtp::v2::codec::{Fault, Header, Ies, Recovery, Writer};
use bytes::BytesMut;

/// "Are you there?", and "yes": each with the sender's restart counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    /// The sender's restart counter.
    pub recovery: Recovery,
}

impl Echo {
    /// Reads the elements of either message.
    ///
    /// # Errors
    /// Recovery is mandatory in both.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        Ok(Self { recovery: Ies::new(elements)?.mandatory(0)? })
    }

    /// Writes the message that `header` begins; its length in octets.
    pub fn encode(&self, header: &Header, out: &mut BytesMut) -> usize {
        let mut writer = Writer::new(out, header);
        writer.put(0, &self.recovery);
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gtp::v2::codec::{CauseValue, message_type};

    // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
    /// A request.
    const REQUEST: &[u8] = b"\x40\x01\x00\x09\x00\x00\x07\x00\x03\x00\x01\x00\x11";

    /// A response.
    const RESPONSE: &[u8] = b"\x40\x02\x00\x09\x00\x00\x07\x00\x03\x00\x01\x00\xc8";

    /// LQ-2, TS 29.274 Tables 7.1.1-1 and 7.1.2-1: octet for octet, both ways, without a TEID.
    #[test]
    fn lq_2_both_are_those_of_another_implementation() {
        for (octets, message_type, counter) in
            [(REQUEST, message_type::ECHO_REQUEST, 17), (RESPONSE, message_type::ECHO_RESPONSE, 200)]
        {
            let (header, elements, rest) = Header::parse(octets).unwrap();
            let expected =
                Header { piggybacked: false, message_type, teid: None, sequence: 7, priority: None };
            assert_eq!((header, rest), (expected, &b""[..]));
            let echo = Echo { recovery: Recovery(counter) };
            assert_eq!(Echo::decode(elements), Ok(echo));
            let mut out = BytesMut::new();
            assert_eq!(echo.encode(&header, &mut out), octets.len());
            assert_eq!(&out[..], octets);
        }
    }

    /// LQ-2, TS 29.274 §7.7.6, §7.7.7.
    #[test]
    fn lq_2_recovery_is_mandatory() {
        assert_eq!(Echo::decode(b""), Err(Fault::at(CauseValue(70), 3, 0)));
        assert_eq!(Echo::decode(b"\x03\0\x01\x01\x11"), Err(Fault::at(CauseValue(70), 3, 0)));
        assert_eq!(Echo::decode(b"\x03\0\0\0"), Err(Fault::at(CauseValue(67), 3, 0)));
    }
}
