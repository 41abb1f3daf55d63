//! The tracking area of LTE.

use super::{
    Plmn,
    located::{after_plmn, hex_number, located_forms, plmn},
};
use std::fmt;

/// A Tracking Area Identity (TS 23.003 §19.4.2.3): a PLMN and a Tracking Area Code of 16 bits. That of 5G is [`Tai5gs`](super::Tai5gs).
///
/// Written as the PLMN's digits, a dash, and the code as 4 hexadecimal digits: `00101-0001`. On the wire 5 octets (TS 29.274 §8.21.4,
/// TS 29.272 §7.3.118).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tai {
    /// The network.
    pub plmn: Plmn,
    /// The Tracking Area Code.
    pub tac: u16,
}

impl Tai {
    /// Reads `00101-0001`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, code) = after_plmn(text)?;
        Some(Self { plmn, tac: hex_number(code, 4)? as u16 })
    }

    /// The octets of TS 29.274 §8.21.4; `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 5]) -> Option<Self> {
        let [.., high, low] = octets;
        Some(Self { plmn: plmn(&octets)?, tac: u16::from_be_bytes([high, low]) })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 5] {
        let ([a, b, c], [high, low]) = (self.plmn.octets(), self.tac.to_be_bytes());
        [a, b, c, high, low]
    }
}

impl fmt::Display for Tai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04x}", self.plmn, self.tac)
    }
}

located_forms!(Tai, 5, "a TAI", "PLMN and TAC in 4 hexadecimal digits, such as 00101-0001");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 29.274 Figure 8.21.4-1.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let tai = assert_forms!(Tai, "00101-1a2b", [0x00, 0xf1, 0x10, 0x1a, 0x2b]);
        assert_eq!((tai.plmn.to_string().as_str(), tai.tac), ("00101", 0x1a2b));
        assert_forms!(Tai, "310410-ffff", [0x13, 0x00, 0x14, 0xff, 0xff]);
        assert_eq!(Tai::parse("001-01-1A2B"), Some(tai));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "00101", "00101-1", "00101-00001", "0010-0001", "00101-000g", "001010001"] {
            assert_eq!(Tai::parse(text), None, "{text}");
        }
    }
}
