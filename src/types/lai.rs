//! The location area of GSM and UMTS.

use super::{
    Plmn,
    located::{after_plmn, hex_number, located_forms, plmn},
};
use std::fmt;

/// A Location Area Identification (TS 23.003 §4.1): a PLMN and a Location Area Code of 16 bits.
///
/// Written as the PLMN's digits, a dash, and the code as 4 hexadecimal digits: `00101-1a2b`. On the wire 5 octets
/// (TS 24.008 §10.5.1.3, TS 29.272 §7.3.121).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lai {
    /// The network.
    pub plmn: Plmn,
    /// The Location Area Code.
    pub lac: u16,
}

impl Lai {
    /// Reads `00101-1a2b`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, code) = after_plmn(text)?;
        Some(Self { plmn, lac: hex_number(code, 4)? as u16 })
    }

    /// The octets of TS 24.008 §10.5.1.3 without its header; `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 5]) -> Option<Self> {
        let [.., high, low] = octets;
        Some(Self { plmn: plmn(&octets)?, lac: u16::from_be_bytes([high, low]) })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 5] {
        let ([a, b, c], [high, low]) = (self.plmn.octets(), self.lac.to_be_bytes());
        [a, b, c, high, low]
    }
}

impl fmt::Display for Lai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04x}", self.plmn, self.lac)
    }
}

located_forms!(Lai, 5, "an LAI", "PLMN and LAC in 4 hexadecimal digits, such as 00101-1a2b");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 24.008 Figure 10.5.3.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let lai = assert_forms!(Lai, "00101-1a2b", [0x00, 0xf1, 0x10, 0x1a, 0x2b]);
        assert_eq!(lai.lac, 0x1a2b);
        assert_forms!(Lai, "310410-fffe", [0x13, 0x00, 0x14, 0xff, 0xfe]);
    }
}
