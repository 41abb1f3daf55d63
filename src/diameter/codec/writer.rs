//! Messages written straight into the connection's buffer; lengths are filled in when a message or group is complete.

use super::{AvpFlags, CommandFlags, FailedAvp, Format, Header, MAX_MESSAGE, ResultCode};
use bytes::{BufMut, BytesMut};

/// What the writer has to know of an AVP; the dictionary's constants are of this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvpDef {
    /// Its name in the standard.
    pub name: &'static str,
    /// AVP code.
    pub code: u32,
    /// Vendor-Id, 0 for the IETF's.
    pub vendor: u32,
    /// The M bit as we send it. (The V bit follows from `vendor`.)
    pub mandatory: bool,
    /// The data format of its value.
    pub format: Format,
}

impl AvpDef {
    /// Vendor and code in one word: what decoders compare.
    pub const fn key(&self) -> u64 {
        (self.vendor as u64) << 32 | self.code as u64
    }

    /// The flags as sent.
    pub const fn flags(&self) -> AvpFlags {
        let vendor = if self.vendor != 0 { AvpFlags::VENDOR } else { AvpFlags::empty() };
        if self.mandatory { vendor.union(AvpFlags::MANDATORY) } else { vendor }
    }
}

/// A value that can be written as an AVP's data.
pub trait Encode {
    /// Appends the value, without padding.
    fn encode(&self, out: &mut BytesMut);
}

impl Encode for [u8] {
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(self);
    }
}

impl Encode for str {
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(self.as_bytes());
    }
}

impl<const N: usize> Encode for [u8; N] {
    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(self);
    }
}

impl Encode for ResultCode {
    fn encode(&self, out: &mut BytesMut) {
        out.put_u32(self.0);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut BytesMut) {
        (**self).encode(out);
    }
}

/// Writes one message at the end of a buffer.
///
/// The message's length stands right when [`finish`](Self::finish) was called; a writer dropped before that takes its octets back, so a half
/// written answer can never leave.
#[derive(Debug)]
pub struct Writer<'b> {
    out: &'b mut BytesMut,
    start: usize,
    finished: bool,
}

impl<'b> Writer<'b> {
    /// A message with `header`'s flags, code, application and ids; its length is set at the end.
    pub fn new(out: &'b mut BytesMut, header: &Header) -> Self {
        let start = out.len();
        out.put_slice(&Header { length: 0, ..*header }.encode());
        Self { out, start, finished: false }
    }

    /// The answer to `request`: its code, application and ids, the P bit as in the request, R, E and T clear (RFC 6733 §3).
    pub fn answer(out: &'b mut BytesMut, request: &Header) -> Self {
        Self::new(out, &Header { flags: request.flags & CommandFlags::PROXIABLE, ..*request })
    }

    /// As [`answer`](Self::answer), with the E bit: for protocol errors (RFC 6733 §7.2).
    pub fn error_answer(out: &'b mut BytesMut, request: &Header) -> Self {
        let flags = request.flags & CommandFlags::PROXIABLE | CommandFlags::ERROR;
        Self::new(out, &Header { flags, ..*request })
    }

    /// One AVP. An empty value is left out with its AVP: no peer of ours can do anything with it, and some drop the message.
    #[inline]
    pub fn put(&mut self, def: &AvpDef, value: impl Encode) -> &mut Self {
        self.avp(def, |writer| value.encode(writer.out))
    }

    /// One AVP, if there is a value.
    pub fn put_some(&mut self, def: &AvpDef, value: Option<impl Encode>) -> &mut Self {
        if let Some(value) = value {
            self.put(def, value);
        }
        self
    }

    /// A Grouped AVP; an empty group is left out, like any empty AVP.
    pub fn group(&mut self, def: &AvpDef, members: impl FnOnce(&mut Self)) -> &mut Self {
        self.avp(def, members)
    }

    /// AVPs that are encoded already (Failed-AVP's content, AVPs to be given back as they came), each padded.
    pub fn raw(&mut self, octets: &[u8]) -> &mut Self {
        self.out.put_slice(octets);
        self.pad();
        self
    }

    /// The content of a Failed-AVP.
    pub fn failed(&mut self, avp: &FailedAvp) -> &mut Self {
        self.raw(avp.as_bytes())
    }

    /// Octets of the message so far.
    pub fn len(&self) -> usize {
        self.out.len() - self.start
    }

    /// False: a message has a header at least.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Completes the message and tells its length. A message longer than [`MAX_MESSAGE`] is taken back, since no peer would
    /// accept it: the length is then 0.
    pub fn finish(mut self) -> usize {
        let length = self.len();
        if length > MAX_MESSAGE {
            return 0; // dropped unfinished
        }
        self.out[self.start + 1..self.start + 4].copy_from_slice(&(length as u32).to_be_bytes()[1..]);
        self.finished = true;
        length
    }

    #[inline]
    fn avp(&mut self, def: &AvpDef, value: impl FnOnce(&mut Self)) -> &mut Self {
        let start = self.out.len();
        let mut head = [0; 12];
        head[..4].copy_from_slice(&def.code.to_be_bytes());
        head[4] = def.flags().bits();
        head[8..].copy_from_slice(&def.vendor.to_be_bytes());
        self.out.put_slice(if def.vendor != 0 { &head } else { &head[..8] });
        let header = self.out.len();
        value(self);
        self.close(start, header)
    }

    /// Gives the AVP that begins at `start` its length, or takes it back if nothing follows its header.
    fn close(&mut self, start: usize, header: usize) -> &mut Self {
        if self.out.len() == header {
            self.out.truncate(start);
            return self;
        }
        // An AVP over 24 bits is in a message over MAX_MESSAGE, which `finish` refuses.
        let length = ((self.out.len() - start) as u32).to_be_bytes();
        self.out[start + 5..start + 8].copy_from_slice(&length[1..]);
        self.pad();
        self
    }

    #[inline]
    fn pad(&mut self) {
        match (self.out.len() - self.start) % 4 {
            0 => {}
            1 => self.out.put_slice(&[0; 3]),
            2 => self.out.put_slice(&[0; 2]),
            _ => self.out.put_slice(&[0]),
        }
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.out.truncate(self.start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::codec::Message;

    const TEXT: AvpDef =
        AvpDef { name: "Text", code: 281, vendor: 0, mandatory: false, format: Format::Utf8String };
    const GROUP: AvpDef =
        AvpDef { name: "Group", code: 603, vendor: 10415, mandatory: true, format: Format::Grouped };
    const HEADER: Header = Header {
        length: 0,
        flags: CommandFlags::from_bits_retain(0xd0),
        code: 300,
        application: 16_777_216,
        hop_by_hop: 7,
        end_to_end: 9,
    };

    #[test]
    fn lengths_and_padding_are_right_wherever_the_message_begins() {
        // Three octets of something else stand in front: alignment counts from the message's start.
        let mut out = BytesMut::from(&b"..."[..]);
        let mut writer = Writer::new(&mut out, &HEADER);
        writer.put(&TEXT, "abc").group(&GROUP, |group| {
            group.put(&TEXT, "x").put(&TEXT, "yz");
        });
        assert_eq!(writer.finish(), 20 + 12 + 36);
        let expected = b"\0\0\x01\x19\0\0\0\x0babc\0\0\0\x02\x5b\xc0\0\0\x24\0\0\x28\xaf\0\0\x01\x19\0\0\0\x09x\0\0\0\0\0\x01\x19\0\0\0\x0ayz\0\0";
        assert_eq!(&out[23..], expected);
        let message = Message::parse(out.freeze().slice(3..)).unwrap();
        assert_eq!(message.header, Header { length: 68, ..HEADER });
    }

    /// An empty AVP makes Kamailio drop the whole message.
    #[test]
    fn what_is_empty_is_not_written() {
        let mut out = BytesMut::new();
        let mut writer = Writer::new(&mut out, &HEADER);
        writer.put(&TEXT, "").put_some(&TEXT, None::<&str>).group(&GROUP, |group| {
            group.put(&TEXT, "").group(&GROUP, |_| ());
        });
        assert_eq!((writer.len(), writer.is_empty()), (20, false));
        assert_eq!(writer.finish(), 20);
        assert_eq!(out.len(), 20);
    }

    /// RFC 6733 §3: an answer has the request's code, application and ids, its P bit, and no other flag but E for an error.
    #[test]
    fn an_answer_takes_the_requests_ids_and_p_bit() {
        for (p, plain, error) in [(0xd0, 0x40, 0x60), (0x90, 0x00, 0x20)] {
            let request = Header { flags: CommandFlags::from_bits_retain(p), ..HEADER };
            let mut out = BytesMut::new();
            Writer::answer(&mut out, &request).finish();
            Writer::error_answer(&mut out, &request).finish();
            assert_eq!((out[4], out[24]), (plain, error));
            assert_eq!(out[5..20], request.encode()[5..20]);
        }
    }

    #[test]
    fn a_message_that_was_not_finished_never_was() {
        let mut out = BytesMut::from(&b"before"[..]);
        Writer::new(&mut out, &HEADER).put(&TEXT, "abc");
        assert_eq!(&out[..], b"before");
    }

    /// What no peer would accept does not leave: the length says 0, and the buffer is as before.
    #[test]
    fn a_message_that_is_too_long_is_taken_back() {
        let mut out = BytesMut::from(&b"before"[..]);
        let longest = MAX_MESSAGE - Header::LEN - 8;
        let mut writer = Writer::new(&mut out, &HEADER);
        writer.put(&TEXT, &vec![b'x'; longest][..]);
        assert_eq!(writer.finish(), MAX_MESSAGE);
        out.truncate(6);
        let mut writer = Writer::new(&mut out, &HEADER);
        writer.put(&TEXT, &vec![b'x'; longest + 1][..]);
        assert_eq!(writer.finish(), 0);
        assert_eq!(&out[..], b"before");
    }
}
