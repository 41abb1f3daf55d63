//! The service area of UMTS: one cell or several.

use super::{
    Lai,
    located::{after_plmn, hex_number, located_forms},
};
use std::fmt;

/// A Service Area Identity (TS 23.003 §12.5): a location area and a Service Area Code of 16 bits in it.
///
/// Written as that of the area, a dash, and the code as 4 hexadecimal digits: `00101-1a2b-3c4d`. On the wire 7 octets (TS 29.274 §8.21.2, TS 29.272 §7.3.122).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sai {
    /// The location area that it is in.
    pub lai: Lai,
    /// The Service Area Code.
    pub sac: u16,
}

impl Sai {
    /// Reads `00101-1a2b-3c4d`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, rest) = after_plmn(text)?;
        let (lac, code) = rest.split_once('-')?;
        let lai = Lai { plmn, lac: hex_number(lac, 4)? as u16 };
        Some(Self { lai, sac: hex_number(code, 4)? as u16 })
    }

    /// The octets of TS 29.274 §8.21.2; `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 7]) -> Option<Self> {
        let [a, b, c, d, e, high, low] = octets;
        Some(Self { lai: Lai::from_octets([a, b, c, d, e])?, sac: u16::from_be_bytes([high, low]) })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 7] {
        let ([a, b, c, d, e], [high, low]) = (self.lai.octets(), self.sac.to_be_bytes());
        [a, b, c, d, e, high, low]
    }
}

impl fmt::Display for Sai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04x}", self.lai, self.sac)
    }
}

located_forms!(Sai, 7, "an SAI", "PLMN, LAC and SAC in hexadecimal, such as 00101-1a2b-3c4d");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 29.274 Figure 8.21.2-1.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let value = assert_forms!(Sai, "00101-1a2b-3c4d", [0x00, 0xf1, 0x10, 0x1a, 0x2b, 0x3c, 0x4d]);
        assert_eq!((value.lai.lac, value.sac), (0x1a2b, 0x3c4d));
        assert_eq!(Sai::parse("001-01-1A2B-3C4D"), Some(value));
        for text in ["00101-1a2b", "00101-1a2b3c4d", "00101-1a2b-3c4", "00101-1a2b-3c4d-0", "00101--3c4d"] {
            assert_eq!(Sai::parse(text), None, "{text}");
        }
    }
}
