//! A cursor over AVPs that cannot panic (RFC 6733 §4.1).

use super::{AvpData, AvpDef, AvpFlags, DecodeError, ResultCode};
use std::fmt;

/// How deep groups may be nested in what we read. The deepest grammar we speak needs eight: the cost of a unit of a tariff that a supplementary service was told of.
pub const MAX_DEPTH: u8 = 8;

/// One AVP as it stands in the message.
#[derive(Clone, Copy)]
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

    /// True inside a Grouped AVP.
    pub const fn is_grouped_in_another(&self) -> bool {
        self.depth > 0
    }

    /// An error of this AVP.
    pub fn error(&self, code: ResultCode) -> DecodeError {
        DecodeError::at(code, self.raw)
    }
}

/// Without the value, which may be a key.
impl fmt::Debug for Avp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Avp({} of vendor {}, {:?}, {} octets)",
            self.code,
            self.vendor,
            self.flags,
            self.data.len()
        )
    }
}

/// The AVPs of a message or group, one after the other. Ends after the first error.
#[derive(Clone)]
pub struct Avps<'a> {
    rest: &'a [u8],
    depth: u8,
}

impl fmt::Debug for Avps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
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

    #[inline]
    fn cut(&mut self) -> Result<Avp<'a>, DecodeError> {
        let rest = self.rest;
        let Some(head) = rest.first_chunk::<8>() else { return Err(self.spoilt(8)) };
        let code = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let flags = AvpFlags::from_bits_retain(head[4]);
        let length = u32::from_be_bytes([0, head[5], head[6], head[7]]) as usize;
        let header = if flags.contains(AvpFlags::VENDOR) { 12 } else { 8 };
        if length < header || length > rest.len() {
            return Err(self.spoilt(header));
        }
        let raw = &rest[..length];
        let vendor = if header == 12 { u32::from_be_bytes([raw[8], raw[9], raw[10], raw[11]]) } else { 0 };
        // The last AVP's padding may be missing only inside a group whose own length leaves it out, which some peers do.
        self.rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        Ok(Avp { code, vendor, flags, data: &raw[header..], raw, depth: self.depth })
    }

    /// The error of what stands next and cannot be cut; nothing comes after it. Only the header (and what there is of it) is given back:
    /// the length it claims is what is wrong.
    #[cold]
    fn spoilt(&mut self, header: usize) -> DecodeError {
        let rest = std::mem::take(&mut self.rest);
        DecodeError::at(ResultCode::INVALID_AVP_LENGTH, &rest[..rest.len().min(header)])
    }
}

impl<'a> Iterator for Avps<'a> {
    type Item = Result<Avp<'a>, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() { None } else { Some(self.cut()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::codec::Format;

    const HOST: AvpDef = AvpDef {
        name: "Origin-Host",
        code: 264,
        vendor: 0,
        mandatory: true,
        format: Format::DiameterIdentity,
    };

    fn all(octets: &[u8]) -> Vec<Result<Avp<'_>, DecodeError>> {
        Avps::new(octets).collect()
    }

    #[test]
    fn reads_headers_values_and_padding() {
        let octets =
            b"\0\0\x01\x08\x40\0\0\x0ahi\0\0\0\0\x02\x5a\xc0\0\0\x0d\0\0\x28\xafx\0\0\0\0\0\0\x07\0\0\0\x08";
        let avps: Vec<_> = Avps::new(octets).map(Result::unwrap).collect();
        let seen: Vec<_> =
            avps.iter().map(|avp| (avp.code, avp.vendor, avp.flags.bits(), avp.data)).collect();
        assert_eq!(seen, [(264, 0, 0x40, &b"hi"[..]), (602, 10415, 0xc0, b"x"), (7, 0, 0, b"")]);
        assert_eq!(avps[0].raw, &octets[..10], "without padding");
        assert!(avps[0].is(&HOST) && !avps[1].is(&HOST));
        assert_eq!(Avps::new(octets).find(&HOST).unwrap().data, b"hi");
    }

    /// The last AVP of a group whose length leaves the padding out is whole all the same.
    #[test]
    fn missing_padding_at_the_end_is_no_fault() {
        let avps = all(b"\0\0\x01\x08\x40\0\0\x09h");
        assert_eq!(avps.len(), 1);
        assert_eq!(avps[0].as_ref().unwrap().data, b"h");
    }

    #[test]
    fn db_6_an_impossible_length_is_5014_shows_the_header_and_ends_the_reading() {
        let good = b"\0\0\x01\x08\x40\0\0\x0ahi\0\0";
        let cases: &[&[u8]] = &[
            b"\0",
            b"\0\0\x01\x08\x40\0\0",
            b"\0\0\x01\x08\x40\0\0\x07....",       // shorter than its header
            b"\0\0\x01\x08\x40\0\0\x0d....",       // longer than what is there
            b"\0\0\x01\x08\xc0\0\0\x0b\0\0\0\x01", // shorter than a header with Vendor-Id
            b"\0\0\x01\x08\xc0\xff\xff\xff\0\0\0\x01",
            b"\0\0\x01\x08\xc0\0\0\x0c\0\0", // the Vendor-Id is cut off
        ];
        for bad in cases {
            let octets = [good, *bad].concat();
            let avps = all(&octets);
            let [Ok(_), Err(error)] = &avps[..] else { panic!("{bad:?}: {avps:?}") };
            assert_eq!(error.result_code, ResultCode::INVALID_AVP_LENGTH);
            let failed = error.failed_avp.as_ref().unwrap().as_bytes();
            assert!(failed.len() <= 12 && failed.len() >= 8, "{failed:?}");
            assert_eq!(Avps::new(&octets).find(&AvpDef { code: 999, ..HOST }).map(|avp| avp.code), None);
        }
    }

    #[test]
    fn db_6_groups_are_followed_to_the_limit_and_no_further() {
        let mut octets = Vec::new();
        for level in (0..=20u8).rev() {
            octets.extend([0, 0, 1, 28, 0, 0, 0, 8 + 8 * level]);
        }
        let mut avp = Avps::new(&octets).next().unwrap().unwrap();
        let mut depth = 0;
        let error = loop {
            match avp.group() {
                Ok(mut members) => avp = members.next().unwrap().unwrap(),
                Err(error) => break error,
            }
            depth += 1;
        };
        assert_eq!((depth, error.result_code), (MAX_DEPTH, ResultCode::INVALID_AVP_VALUE));
    }

    #[test]
    fn debug_shows_no_value() {
        let avps = Avps::new(b"\0\0\x02\x71\xc0\0\0\x12\0\0\x28\xafsecret\0\0\0");
        let text = format!("{avps:?}");
        assert!(
            text.contains("625 of vendor 10415") && text.contains("6 octets") && text.contains("5014"),
            "{text}"
        );
        assert!(!text.contains("115, 101") && !text.contains("secret"), "{text}");
    }

    #[test]
    fn a_value_that_does_not_fit_is_an_error_of_its_avp() {
        let octets = b"\0\0\x01\x08\x40\0\0\x0ahi\0\0";
        let avp = Avps::new(octets).next().unwrap().unwrap();
        assert_eq!(avp.read::<&str>(), Ok("hi"));
        assert_eq!(avp.read::<u32>(), Err(DecodeError::at(ResultCode::INVALID_AVP_LENGTH, &octets[..10])));
    }
}
