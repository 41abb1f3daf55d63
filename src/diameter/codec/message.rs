//! One message, and how messages are cut out of a stream.

use super::{Avps, DecodeError, Header, MAX_MESSAGE, ResultCode};
use bytes::{Buf, Bytes, BytesMut};
use std::fmt;

/// A message whose header is sound; its AVPs are read on demand and borrow from it.
#[derive(Clone)]
pub struct Message {
    /// The 20 octets in front.
    pub header: Header,
    bytes: Bytes,
}

/// Without the values, which may be keys.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("header", &self.header).field("avps", &self.avps()).finish()
    }
}

impl Message {
    /// Takes one whole message.
    ///
    /// # Errors
    /// As [`Header::parse`].
    pub fn parse(bytes: Bytes) -> Result<Self, DecodeError> {
        Ok(Self { header: Header::parse(&bytes)?, bytes })
    }

    /// The AVPs, in order.
    pub fn avps(&self) -> Avps<'_> {
        Avps::new(&self.bytes[Header::LEN..])
    }

    /// The whole message as it came.
    pub fn as_bytes(&self) -> &Bytes {
        &self.bytes
    }
}

/// What the start of a stream's buffer holds.
pub enum Frame {
    /// One whole message, taken off the buffer; its header is not checked beyond the length.
    Whole(Bytes),
    /// The message is not all there: so many octets are wanted in all.
    Partial(usize),
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(message) => write!(f, "Whole({} octets)", message.len()),
            Self::Partial(wanted) => write!(f, "Partial({wanted})"),
        }
    }
}

impl Frame {
    /// Takes the next message off `buffer`, without a copy.
    ///
    /// # Errors
    /// 5011 or 5015 for a version or a length after which the stream cannot be in step any more: answer, if the header can be read
    /// ([`Header::peek`]), and close.
    pub fn cut(buffer: &mut BytesMut) -> Result<Self, DecodeError> {
        let Some(head) = buffer.first_chunk::<4>() else {
            return Ok(Self::Partial(Header::LEN));
        };
        if head[0] != Header::VERSION {
            return Err(DecodeError::plain(ResultCode::UNSUPPORTED_VERSION));
        }
        let length = (u32::from_be_bytes(*head) & 0x00ff_ffff) as usize;
        if !(Header::LEN..=MAX_MESSAGE).contains(&length) || !length.is_multiple_of(4) {
            return Err(DecodeError::plain(ResultCode::INVALID_MESSAGE_LENGTH));
        }
        if buffer.remaining() < length {
            return Ok(Self::Partial(length));
        }
        Ok(Self::Whole(buffer.split_to(length).freeze()))
    }

    /// The whole messages at the start of `buffer`, which all stay there; ends before the first that could not be cut.
    pub fn ahead(buffer: &[u8]) -> impl Iterator<Item = &[u8]> {
        let mut rest = buffer;
        std::iter::from_fn(move || {
            let length = (u32::from_be_bytes(*rest.first_chunk()?) & 0x00ff_ffff) as usize;
            let (message, after) = rest.split_at_checked(length).filter(|_| length >= Header::LEN)?;
            rest = after;
            Some(message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(length: u32, octets: usize) -> Vec<u8> {
        let mut out = vec![0; octets];
        out[..4].copy_from_slice(&(0x0100_0000 | length).to_be_bytes());
        out
    }

    #[test]
    fn sees_whole_messages_ahead_and_leaves_them() {
        let buffer = [message(24, 24), message(20, 20), message(24, 20)].concat();
        let lengths = |buffer: &[u8]| Frame::ahead(buffer).map(<[u8]>::len).collect::<Vec<_>>();
        assert_eq!(lengths(&buffer), [24, 20]);
        assert_eq!(lengths(&buffer[..43]), [24]);
        assert_eq!(lengths(&message(4, 20)), [0; 0], "a length that is none comes to an end");
        assert_eq!(lengths(&[]), [0; 0]);
    }

    #[test]
    fn cuts_whole_messages_off_without_a_copy() {
        let mut buffer = BytesMut::from(&[message(24, 24), message(20, 20), message(20, 7)].concat()[..]);
        let start = buffer.as_ptr();
        let Ok(Frame::Whole(first)) = Frame::cut(&mut buffer) else { panic!("the first is whole") };
        assert_eq!((first.len(), first.as_ptr()), (24, start));
        assert!(matches!(Frame::cut(&mut buffer), Ok(Frame::Whole(second)) if second.len() == 20));
        assert!(matches!(Frame::cut(&mut buffer), Ok(Frame::Partial(20))));
        assert_eq!(buffer.len(), 7, "what is not whole stays");
        assert!(matches!(Frame::cut(&mut BytesMut::new()), Ok(Frame::Partial(Header::LEN))));
    }

    #[test]
    fn db_6_a_stream_out_of_step_is_seen_at_the_first_four_octets() {
        let cases = [
            (b"\x02\0\0\x14", ResultCode::UNSUPPORTED_VERSION),
            (b"GET ", ResultCode::UNSUPPORTED_VERSION),
            (b"\x01\0\0\0", ResultCode::INVALID_MESSAGE_LENGTH),
            (b"\x01\0\0\x10", ResultCode::INVALID_MESSAGE_LENGTH),
            (b"\x01\0\0\x15", ResultCode::INVALID_MESSAGE_LENGTH),
            (b"\x01\x01\0\x04", ResultCode::INVALID_MESSAGE_LENGTH),
            (b"\x01\xff\xff\xfc", ResultCode::INVALID_MESSAGE_LENGTH),
        ];
        for (octets, code) in cases {
            let error = Frame::cut(&mut BytesMut::from(&octets[..])).unwrap_err();
            assert_eq!(error, DecodeError::plain(code), "{octets:?}");
        }
        let longest = Frame::cut(&mut BytesMut::from(&b"\x01\x01\0\0"[..]));
        assert!(matches!(longest, Ok(Frame::Partial(MAX_MESSAGE))));
    }

    #[test]
    fn a_message_is_as_long_as_it_says() {
        assert!(Message::parse(message(24, 24).into()).is_ok());
        for (length, octets) in [(24, 20), (20, 24), (22, 22), (0, 20), (16, 20)] {
            let error = Message::parse(message(length, octets).into()).unwrap_err();
            assert_eq!(error.result_code, ResultCode::INVALID_MESSAGE_LENGTH, "{length} {octets}");
        }
    }
}
