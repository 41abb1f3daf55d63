//! The tracking area of 5G.

use super::{
    Plmn,
    located::{after_plmn, hex_number, located_forms, plmn},
};
use std::fmt;

/// A 5GS Tracking Area Identity (TS 23.003 §28.6): a PLMN and a Tracking Area Code of 24 bits.
///
/// Written as the PLMN's digits, a dash, and the code as 6 hexadecimal digits: `00101-000001`. On the wire 6 octets
/// (TS 29.061 §16.4.7.2, TS 24.501 §9.11.3.8).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tai5gs {
    /// The network.
    pub plmn: Plmn,
    tac: u32,
}

impl Tai5gs {
    /// The area with this code; `None` where it has more than 24 bits.
    pub const fn new(plmn: Plmn, tac: u32) -> Option<Self> {
        if tac < 1 << 24 { Some(Self { plmn, tac }) } else { None }
    }

    /// The Tracking Area Code, 24 bits.
    pub const fn tac(self) -> u32 {
        self.tac
    }

    /// Reads `00101-000001`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, code) = after_plmn(text)?;
        Some(Self { plmn, tac: hex_number(code, 6)? as u32 })
    }

    /// The octets of TS 24.501 §9.11.3.8 without its header; `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 6]) -> Option<Self> {
        let [.., one, two, three] = octets;
        Some(Self { plmn: plmn(&octets)?, tac: u32::from_be_bytes([0, one, two, three]) })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 6] {
        let ([a, b, c], [_, one, two, three]) = (self.plmn.octets(), self.tac.to_be_bytes());
        [a, b, c, one, two, three]
    }
}

impl fmt::Display for Tai5gs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06x}", self.plmn, self.tac)
    }
}

located_forms!(Tai5gs, 6, "a 5GS TAI", "PLMN and TAC in 6 hexadecimal digits, such as 00101-000001");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 24.501 Figure 9.11.3.8.1.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let tai = assert_forms!(Tai5gs, "00101-1a2b3c", [0x00, 0xf1, 0x10, 0x1a, 0x2b, 0x3c]);
        assert_eq!(tai.tac(), 0x1a_2b3c);
        assert_eq!(Tai5gs::new(tai.plmn, 0x1a_2b3c), Some(tai));
        assert_eq!(Tai5gs::new(tai.plmn, 1 << 24), None);
        assert_eq!(Tai5gs::parse("00101-0001"), None);
    }
}
