//! The header, with and without a TEID (TS 29.274 §5.1).

/// The first octets of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// P: another message follows in the datagram (§5.1, piggybacking).
    pub piggybacked: bool,
    /// The message type.
    pub message_type: u8,
    /// The tunnel endpoint that the message is for; `None` where the header has no such field (T clear).
    pub teid: Option<u32>,
    /// 24 bits: matches a response to its request.
    pub sequence: u32,
    /// Message Priority, 0 (highest) to 15, where MP is set; only with a TEID.
    pub priority: Option<u8>,
}

/// Why octets have no header of version 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Fewer octets than the header needs: discarded without a word (§7.7.3).
    TooShort,
    /// A whole header, whose Length says more octets than there are, or fewer than it has itself (§7.7.3).
    Length(Header),
    /// Another version (§7.7.2), the one in the top three bits.
    Version(u8),
}

const VERSION: u8 = 2;
const P: u8 = 0x10;
const T: u8 = 0x08;
const MP: u8 = 0x04;

impl Header {
    /// Reads the header of the first message in `datagram`; with it the elements' octets, and what follows behind the message.
    ///
    /// # Errors
    /// [`Unreadable`]: another version, too few octets, or a Length that cannot be.
    pub fn parse(datagram: &[u8]) -> Result<(Self, &[u8], &[u8]), Unreadable> {
        let [flags, message_type, high, low, ..] = *datagram else { return Err(Unreadable::TooShort) };
        if flags >> 5 != VERSION {
            return Err(Unreadable::Version(flags >> 5));
        }
        let message = &datagram[4..];
        let (teid, behind) = match flags & T != 0 {
            true => {
                let (teid, behind) = message.split_first_chunk::<4>().ok_or(Unreadable::TooShort)?;
                (Some(u32::from_be_bytes(*teid)), behind)
            }
            false => (None, message),
        };
        let ([a, b, c, last], elements) = behind.split_first_chunk::<4>().ok_or(Unreadable::TooShort)?;
        let header = Self {
            piggybacked: flags & P != 0,
            message_type,
            teid,
            sequence: u32::from_be_bytes([0, *a, *b, *c]),
            priority: (teid.is_some() && flags & MP != 0).then_some(last >> 4),
        };
        // §5.5.1: the Length counts from the fifth octet on.
        let length = usize::from(u16::from_be_bytes([high, low]));
        let length = length.checked_sub(message.len() - elements.len());
        let cut = length.and_then(|length| elements.split_at_checked(length));
        let (elements, rest) = cut.ok_or(Unreadable::Length(header))?;
        Ok((header, elements, rest))
    }

    /// The header's octets before a body of `elements` octets, and how many of the twelve there are.
    pub(super) fn encode(&self, elements: u16) -> ([u8; 12], usize) {
        let [_, a, b, c] = self.sequence.to_be_bytes();
        let mp = if self.priority.is_some() && self.teid.is_some() { MP } else { 0 };
        let flags = VERSION << 5 | if self.piggybacked { P } else { 0 } | mp;
        let last = self.priority.map_or(0, |priority| priority << 4);
        let ([e, f, g, h], t, size) = match self.teid {
            Some(teid) => (teid.to_be_bytes(), T, 12),
            None => ([a, b, c, 0], 0, 8),
        };
        let [high, low] = elements.saturating_add(size as u16 - 4).to_be_bytes();
        ([flags | t, self.message_type, high, low, e, f, g, h, a, b, c, last], size)
    }

    /// The header of a response to this message: its sequence number, and no priority of its own.
    pub fn response(&self, message_type: u8, teid: Option<u32>) -> Self {
        Self { piggybacked: false, message_type, teid, sequence: self.sequence, priority: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2: with TEID and priority (Figure 5.1-1), and without (Figure 5.2-1).
    #[test]
    fn lq_2_both_headers_are_those_of_the_standard() {
        let with = b"\x4c\x26\0\x09\x01\x02\x03\x04\x0a\x0b\x0c\x70\x55next";
        let (header, elements, rest) = Header::parse(with).unwrap();
        let expected = Header {
            piggybacked: false,
            message_type: 38,
            teid: Some(0x0102_0304),
            sequence: 0x0a_0b0c,
            priority: Some(7),
        };
        assert_eq!((header, elements, rest), (expected, &b"\x55"[..], &b"next"[..]));
        assert_eq!(header.encode(1), (with[..12].try_into().unwrap(), 12));
        let without = b"\x50\x01\0\x04\0\0\x07\0";
        let (header, elements, _) = Header::parse(without).unwrap();
        assert!(header.piggybacked && header.teid.is_none() && elements.is_empty());
        assert_eq!((header.sequence, header.message_type), (7, 1));
        assert_eq!(header.encode(0).0[..8], without[..]);
    }

    #[test]
    fn lq_2_every_truncation_is_too_short_and_other_versions_are_told() {
        let whole = b"\x48\x26\0\x08\0\0\0\0\0\0\x01\0";
        for cut in 0..whole.len() {
            assert_eq!(Header::parse(&whole[..cut]), Err(Unreadable::TooShort), "{cut}");
        }
        // A Length that leaves no room for the header it belongs to, and one that says more than there is.
        let (header, _, _) = Header::parse(whole).unwrap();
        for length in [0, 4, 7, 9, 255] {
            let octets = [&whole[..3], &[length], &whole[4..]].concat();
            assert_eq!(Header::parse(&octets), Err(Unreadable::Length(header)), "{length}");
        }
        for version in [0, 1, 3, 4, 5, 6, 7] {
            assert_eq!(Header::parse(&[version << 5, 1, 0, 4]), Err(Unreadable::Version(version)));
        }
    }
}
