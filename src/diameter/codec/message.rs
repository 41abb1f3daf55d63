//! One message, and how messages are cut out of a stream.

use super::{Avps, DecodeError, Header, MAX_MESSAGE, ResultCode};
use bytes::{Buf, Bytes, BytesMut};

/// A message whose header is sound; its AVPs are read on demand and borrow from it.
#[derive(Debug, Clone)]
pub struct Message {
    /// The 20 octets in front.
    pub header: Header,
    bytes: Bytes,
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
#[derive(Debug)]
pub enum Frame {
    /// One whole message, taken off the buffer; its header is not checked beyond the length.
    Whole(Bytes),
    /// The message is not all there: so many octets are wanted in all.
    Partial(usize),
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
}
