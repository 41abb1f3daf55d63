//! The cell of GSM.

use super::{
    Lai,
    located::{after_plmn, hex_number, located_forms},
};
use std::fmt;

/// A Cell Global Identity (TS 23.003 §4.3.1): a location area and a Cell Identity of 16 bits in it.
///
/// Written as that of the area, a dash, and the code as 4 hexadecimal digits: `00101-1a2b-3c4d`. On the wire 7 octets (TS 29.274 §8.21.1, TS 29.272 §7.3.119).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cgi {
    /// The location area that it is in.
    pub lai: Lai,
    /// The Cell Identity.
    pub ci: u16,
}

impl Cgi {
    /// Reads `00101-1a2b-3c4d`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, rest) = after_plmn(text)?;
        let (lac, code) = rest.split_once('-')?;
        let lai = Lai { plmn, lac: hex_number(lac, 4)? as u16 };
        Some(Self { lai, ci: hex_number(code, 4)? as u16 })
    }

    /// The octets of TS 29.274 §8.21.1; `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 7]) -> Option<Self> {
        let [a, b, c, d, e, high, low] = octets;
        Some(Self { lai: Lai::from_octets([a, b, c, d, e])?, ci: u16::from_be_bytes([high, low]) })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 7] {
        let ([a, b, c, d, e], [high, low]) = (self.lai.octets(), self.ci.to_be_bytes());
        [a, b, c, d, e, high, low]
    }
}

impl fmt::Display for Cgi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04x}", self.lai, self.ci)
    }
}

located_forms!(Cgi, 7, "a CGI", "PLMN, LAC and CI in hexadecimal, such as 00101-1a2b-3c4d");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 29.274 Figure 8.21.1-1.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let value = assert_forms!(Cgi, "00101-1a2b-3c4d", [0x00, 0xf1, 0x10, 0x1a, 0x2b, 0x3c, 0x4d]);
        assert_eq!((value.lai.lac, value.ci), (0x1a2b, 0x3c4d));
        assert_eq!(Cgi::parse("001-01-1A2B-3C4D"), Some(value));
        for text in ["00101-1a2b", "00101-1a2b3c4d", "00101-1a2b-3c4", "00101-1a2b-3c4d-0", "00101--3c4d"] {
            assert_eq!(Cgi::parse(text), None, "{text}");
        }
    }
}
