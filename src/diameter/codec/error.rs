//! Every way a message can be wrong, with the answer it causes.

use super::{AvpDef, ResultCode};
use std::fmt;

/// A message that cannot be used, and what the answer has to say about it (RFC 6733 §7.1.5, §7.5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{result_code}{}", .failed_avp.as_ref().map(|avp| format!(" at AVP {} (vendor {})", avp.code(), avp.vendor())).unwrap_or_default())]
pub struct DecodeError {
    /// The Result-Code of the answer.
    pub result_code: ResultCode,
    /// The AVP at fault, for the answer's Failed-AVP.
    pub failed_avp: Option<FailedAvp>,
}

/// The AVP that goes into Failed-AVP: a copy of the offending one, cut to a bounded length, or a minimal example of a missing one.
#[derive(Clone, PartialEq, Eq)]
pub struct FailedAvp(Box<[u8]>);

/// Without the value, which may be a key.
impl fmt::Debug for FailedAvp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FailedAvp({} of vendor {}, {} octets)", self.code(), self.vendor(), self.0.len())
    }
}

impl DecodeError {
    /// Octets of an offending AVP that are given back at most: enough to recognise it.
    pub const MAX_ECHO: usize = 1024;

    /// An error that no single AVP caused.
    pub const fn plain(result_code: ResultCode) -> Self {
        Self { result_code, failed_avp: None }
    }

    /// An error of the AVP whose header and data are `raw`; its length field is made to agree with what is given back.
    pub fn at(result_code: ResultCode, raw: &[u8]) -> Self {
        Self { result_code, failed_avp: Some(FailedAvp::echo(raw)) }
    }

    /// 5005 for an absent AVP: Failed-AVP shows its code and vendor with an empty value of the shortest legal length (RFC 6733 §7.5).
    pub fn missing(def: &AvpDef) -> Self {
        Self { result_code: ResultCode::MISSING_AVP, failed_avp: Some(FailedAvp::example(def)) }
    }
}

impl FailedAvp {
    /// Whole octets of the AVP, padded to a multiple of four.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its AVP code.
    pub fn code(&self) -> u32 {
        self.0.first_chunk().map_or(0, |code| u32::from_be_bytes(*code))
    }

    /// Its Vendor-Id, 0 without one.
    pub fn vendor(&self) -> u32 {
        match self.0.get(4).zip(self.0.get(8..12)) {
            Some((flags, vendor)) if flags & 0x80 != 0 => {
                u32::from_be_bytes([vendor[0], vendor[1], vendor[2], vendor[3]])
            }
            _ => 0,
        }
    }

    fn echo(raw: &[u8]) -> Self {
        let mut bytes = raw[..raw.len().min(DecodeError::MAX_ECHO)].to_vec();
        // RFC 6733 §7.1.5, 5014: where even the header is cut, the missing octets are filled with zeros.
        let header = if bytes.get(4).is_some_and(|flags| flags & 0x80 != 0) { 12 } else { 8 };
        bytes.resize(bytes.len().max(header), 0);
        let length = bytes.len() as u32;
        bytes[5..8].copy_from_slice(&length.to_be_bytes()[1..]);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        Self(bytes.into())
    }

    fn example(def: &AvpDef) -> Self {
        let mut raw = Vec::with_capacity(16);
        raw.extend_from_slice(&def.code.to_be_bytes());
        raw.extend_from_slice(&[def.flags().bits(), 0, 0, 0]);
        if def.vendor != 0 {
            raw.extend_from_slice(&def.vendor.to_be_bytes());
        }
        raw.resize(raw.len() + def.format.shortest(), 0);
        Self::echo(&raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::codec::Format;

    const SERVER_NAME: AvpDef =
        AvpDef { name: "Server-Name", code: 602, vendor: 10415, mandatory: true, format: Format::Utf8String };

    #[test]
    fn an_offending_avp_is_given_back_padded() {
        let error = DecodeError::at(ResultCode::INVALID_AVP_VALUE, b"\0\0\x02\x5a\xc0\0\0\x0d\0\0\x28\xafx");
        let failed = error.failed_avp.unwrap();
        assert_eq!(failed.as_bytes(), b"\0\0\x02\x5a\xc0\0\0\x0d\0\0\x28\xafx\0\0\0");
        assert_eq!((failed.code(), failed.vendor()), (602, 10415));
    }

    /// RFC 6733 §7.1.5 on 5014: what of the header is missing is filled with zeros, and the length says what is there.
    #[test]
    fn a_cut_header_is_filled_up() {
        for (raw, expected) in [
            (&b""[..], &b"\0\0\0\0\0\0\0\x08"[..]),
            (b"\0\0\x01", b"\0\0\x01\0\0\0\0\x08"),
            (b"\0\0\x02\x5a\xc0\0\xff\xff\0\0", b"\0\0\x02\x5a\xc0\0\0\x0c\0\0\0\0"),
            (b"\0\0\x01\x08\x40\xff\xff\xff", b"\0\0\x01\x08\x40\0\0\x08"),
        ] {
            assert_eq!(FailedAvp::echo(raw).as_bytes(), expected, "{raw:?}");
        }
    }

    #[test]
    fn db_6_a_large_avp_is_cut_and_its_length_with_it() {
        let failed = FailedAvp::echo(&[0x01; 5000]);
        assert_eq!(failed.as_bytes().len(), DecodeError::MAX_ECHO);
        assert_eq!(failed.as_bytes()[5..8], [0, 4, 0]);
    }

    /// RFC 6733 §7.5: an absent AVP is shown with an empty value of the shortest length of its format.
    #[test]
    fn a_missing_avp_is_shown_by_example() {
        let failed = |format| DecodeError::missing(&AvpDef { format, ..SERVER_NAME }).failed_avp.unwrap();
        assert_eq!(failed(Format::Utf8String).as_bytes(), b"\0\0\x02\x5a\xc0\0\0\x0c\0\0\x28\xaf");
        assert_eq!(failed(Format::Unsigned32).as_bytes(), b"\0\0\x02\x5a\xc0\0\0\x10\0\0\x28\xaf\0\0\0\0");
        assert_eq!(failed(Format::Address).as_bytes()[7], 12 + 6);
    }

    #[test]
    fn an_error_says_what_and_where() {
        assert_eq!(
            DecodeError::missing(&SERVER_NAME).to_string(),
            "DIAMETER_MISSING_AVP (5005) at AVP 602 (vendor 10415)"
        );
        assert_eq!(DecodeError::plain(ResultCode(5999)).to_string(), "5999");
    }
}
