//! Writes messages at the end of a buffer (TS 29.274 §5, §8.2).

use super::{Header, MAX_MESSAGE};
use bytes::BytesMut;

/// A value that can be written as an information element.
pub trait Encode {
    /// The element's type.
    const TYPE: u8;

    /// Appends the octets after the element's header.
    fn encode(&self, out: &mut BytesMut);
}

/// A message under way.
#[derive(Debug)]
pub struct Writer<'b> {
    out: &'b mut BytesMut,
    header: Header,
    start: usize,
    body: usize,
    failed: bool,
}

impl<'b> Writer<'b> {
    /// Begins a message at the end of `out`.
    pub fn new(out: &'b mut BytesMut, header: &Header) -> Self {
        let start = out.len();
        let (octets, size) = header.encode(0);
        out.extend_from_slice(&octets[..size]);
        Self { body: out.len(), out, header: *header, start, failed: false }
    }

    /// One element.
    pub fn put<T: Encode>(&mut self, instance: u8, value: &T) -> &mut Self {
        self.element(T::TYPE, instance, |writer| value.encode(writer.out))
    }

    /// One element, if there is a value.
    pub fn put_if<T: Encode>(&mut self, instance: u8, value: Option<&T>) -> &mut Self {
        if let Some(value) = value {
            self.put(instance, value);
        }
        self
    }

    /// One element of any type, its value as it is.
    pub fn raw(&mut self, kind: u8, instance: u8, data: &[u8]) -> &mut Self {
        self.element(kind, instance, |writer| writer.out.extend_from_slice(data))
    }

    /// A grouped element; `members` writes what is in it.
    pub fn group(&mut self, kind: u8, instance: u8, members: impl FnOnce(&mut Self)) -> &mut Self {
        self.element(kind, instance, members)
    }

    fn element(&mut self, kind: u8, instance: u8, value: impl FnOnce(&mut Self)) -> &mut Self {
        let at = self.out.len();
        self.out.extend_from_slice(&[kind, 0, 0, instance & 15]);
        value(self);
        // A message that has grown too long is emptied, inner elements first: it shall not grow further, and there is no length to note.
        let length = self.out.len().checked_sub(at + 4).and_then(|length| u16::try_from(length).ok());
        match length {
            Some(length) if self.out.len() - self.start <= MAX_MESSAGE => {
                self.out[at + 1..at + 3].copy_from_slice(&length.to_be_bytes());
            }
            _ => {
                self.failed = true;
                self.out.truncate(self.body);
            }
        }
        self
    }

    /// Ends the message and returns its length in octets; 0, with nothing written, where it is longer than [`MAX_MESSAGE`].
    pub fn finish(self) -> usize {
        let length = self.out.len() - self.start;
        let elements = u16::try_from(self.out.len().saturating_sub(self.body));
        let (false, Ok(elements)) = (self.failed || length > MAX_MESSAGE, elements) else {
            self.out.truncate(self.start);
            return 0;
        };
        let (octets, size) = self.header.encode(elements);
        self.out[self.start..self.start + size].copy_from_slice(&octets[..size]);
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_leaves_nothing_behind() {
        let header = Header { piggybacked: false, message_type: 1, teid: None, sequence: 1, priority: None };
        for sizes in [&[MAX_MESSAGE][..], &[4000, 4000, 4000], &[70_000, 1]] {
            let mut out = BytesMut::from(&b"before"[..]);
            let mut writer = Writer::new(&mut out, &header);
            writer.group(93, 0, |writer| {
                for size in sizes {
                    writer.raw(255, 0, &vec![0; *size]);
                }
            });
            assert_eq!(writer.finish(), 0, "{sizes:?}");
            assert_eq!(&out[..], b"before");
        }
    }
}
