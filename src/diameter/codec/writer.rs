//! Messages written straight into the connection's buffer; lengths are filled in when a message or group is complete.

use super::{AvpFlags, CommandFlags, FailedAvp, Format, Header, ResultCode};
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

    /// Completes the message and tells its length. A message longer than 24 bits can say is taken back: the length is then 0.
    pub fn finish(mut self) -> usize {
        let length = self.len();
        if length > 0x00ff_ffff {
            return 0; // dropped unfinished
        }
        self.out[self.start + 1..self.start + 4].copy_from_slice(&(length as u32).to_be_bytes()[1..]);
        self.finished = true;
        length
    }

    fn avp(&mut self, def: &AvpDef, value: impl FnOnce(&mut Self)) -> &mut Self {
        let start = self.out.len();
        self.out.put_u32(def.code);
        self.out.put_u32(u32::from(def.flags().bits()) << 24);
        if def.vendor != 0 {
            self.out.put_u32(def.vendor);
        }
        let header = self.out.len() - start;
        value(self);
        let length = self.out.len() - start;
        if length == header {
            self.out.truncate(start);
            return self;
        }
        // Over 24 bits the whole message is over 24 bits, and `finish` refuses it.
        self.out[start + 5..start + 8].copy_from_slice(&(length as u32).to_be_bytes()[1..]);
        self.pad();
        self
    }

    fn pad(&mut self) {
        let over = (self.out.len() - self.start) % 4;
        if over != 0 {
            self.out.put_bytes(0, 4 - over);
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
