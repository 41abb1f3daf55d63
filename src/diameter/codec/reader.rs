//! A cursor over AVPs that cannot panic (RFC 6733 §4.1).

use super::{AvpData, AvpDef, AvpFlags, DecodeError, ResultCode};

/// How deep groups may be nested in what we read. The deepest grammar we speak needs five.
pub const MAX_DEPTH: u8 = 8;

/// One AVP as it stands in the message.
#[derive(Debug, Clone, Copy)]
pub struct Avp<'a> {
    /// AVP code.
    pub code: u32,
    /// Vendor-Id; 0 (the IETF) without one.
    pub vendor: u32,
    /// V, M, P.
    pub flags: AvpFlags,
    /// The value, without padding.
    pub data: &'a [u8],
    /// Header and value, without padding: what Failed-AVP gives back.
    pub raw: &'a [u8],
    depth: u8,
}

impl<'a> Avp<'a> {
    /// True if this is the AVP that `def` defines (code and vendor; flags do not name an AVP).
    pub fn is(&self, def: &AvpDef) -> bool {
        self.code == def.code && self.vendor == def.vendor
    }

    /// Vendor and code in one word, as [`AvpDef::key`] gives it.
    pub const fn key(&self) -> u64 {
        (self.vendor as u64) << 32 | self.code as u64
    }

    /// The value as a `T`.
    ///
    /// # Errors
    /// 5014 when the length cannot be that of a `T`, 5004 when the value cannot; both with this AVP as Failed-AVP.
    pub fn read<T: AvpData<'a>>(&self) -> Result<T, DecodeError> {
        T::from_data(self.data).map_err(|code| self.error(code))
    }

    /// The AVPs inside a Grouped one.
    ///
    /// # Errors
    /// 5004 when groups are nested deeper than [`MAX_DEPTH`].
    pub fn group(&self) -> Result<Avps<'a>, DecodeError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error(ResultCode::INVALID_AVP_VALUE));
        }
        Ok(Avps { rest: self.data, depth: self.depth + 1 })
    }

    /// An error of this AVP.
    pub fn error(&self, code: ResultCode) -> DecodeError {
        DecodeError::at(code, self.raw)
    }
}

/// The AVPs of a message or group, one after the other. Ends after the first error.
#[derive(Debug, Clone)]
pub struct Avps<'a> {
    rest: &'a [u8],
    depth: u8,
}

impl<'a> Avps<'a> {
    /// Over the octets after a message's header.
    pub fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, depth: 0 }
    }

    /// The first AVP that `def` defines; octets after it are not looked at.
    pub fn find(&self, def: &AvpDef) -> Option<Avp<'a>> {
        self.clone().map_while(Result::ok).find(|avp| avp.is(def))
    }

    fn cut(&mut self) -> Result<Avp<'a>, DecodeError> {
        let rest = self.rest;
        let short = || DecodeError::at(ResultCode::INVALID_AVP_LENGTH, rest);
        let head: &[u8; 8] = rest.first_chunk().ok_or_else(short)?;
        let code = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let flags = AvpFlags::from_bits_retain(head[4]);
        let length = u32::from_be_bytes([0, head[5], head[6], head[7]]) as usize;
        let header = if flags.contains(AvpFlags::VENDOR) { 12 } else { 8 };
        if length < header || length > rest.len() {
            // Only the header (and what there is of it) is given back: the length it claims is what is wrong.
            return Err(DecodeError::at(ResultCode::INVALID_AVP_LENGTH, &rest[..rest.len().min(header)]));
        }
        let raw = &rest[..length];
        let vendor = if header == 12 { u32::from_be_bytes([raw[8], raw[9], raw[10], raw[11]]) } else { 0 };
        // The last AVP's padding may be missing only inside a group whose own length leaves it out, which some peers do.
        self.rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        Ok(Avp { code, vendor, flags, data: &raw[header..], raw, depth: self.depth })
    }
}

impl<'a> Iterator for Avps<'a> {
    type Item = Result<Avp<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let item = self.cut();
        if item.is_err() {
            self.rest = &[];
        }
        Some(item)
    }
}
