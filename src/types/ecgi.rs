//! The cell of LTE.

use super::{
    Plmn,
    located::{after_plmn, hex_number, located_forms, plmn},
};
use std::fmt;

/// An E-UTRAN Cell Global Identity (TS 23.003 §19.6): a PLMN and an E-UTRAN Cell Identifier of 28 bits.
///
/// Written as the PLMN's digits, a dash, and the identifier as 7 hexadecimal digits, as in a P-Access-Network-Info: `00101-0000101`. Of a macro
/// eNodeB the first 5 digits are the eNodeB's and the last 2 the cell's. On the wire 7 octets, with four spare bits before the identifier
/// (TS 29.274 §8.21.5, TS 29.272 §7.3.117).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ecgi {
    /// The network.
    pub plmn: Plmn,
    eci: u32,
}

impl Ecgi {
    /// The cell with this identifier; `None` where it has more than 28 bits.
    pub const fn new(plmn: Plmn, eci: u32) -> Option<Self> {
        if eci < 1 << 28 { Some(Self { plmn, eci }) } else { None }
    }

    /// The E-UTRAN Cell Identifier, 28 bits.
    pub const fn eci(self) -> u32 {
        self.eci
    }

    /// The macro eNodeB that has the cell: the first 20 bits (TS 36.413 §9.2.1.37).
    pub const fn enodeb(self) -> u32 {
        self.eci >> 8
    }

    /// The cell's number at its macro eNodeB: the last 8 bits.
    pub const fn cell(self) -> u8 {
        self.eci as u8
    }

    /// Reads `00101-0000101`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, code) = after_plmn(text)?;
        Some(Self { plmn, eci: hex_number(code, 7)? as u32 })
    }

    /// The octets of TS 29.274 §8.21.5; `None` where the PLMN is none. The spare bits say nothing.
    pub fn from_octets(octets: [u8; 7]) -> Option<Self> {
        let [.., one, two, three, four] = octets;
        Some(Self { plmn: plmn(&octets)?, eci: u32::from_be_bytes([one & 15, two, three, four]) })
    }

    /// The octets as they stand in messages, the spare bits 0.
    pub const fn octets(self) -> [u8; 7] {
        let ([a, b, c], [one, two, three, four]) = (self.plmn.octets(), self.eci.to_be_bytes());
        [a, b, c, one, two, three, four]
    }
}

impl fmt::Display for Ecgi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:07x}", self.plmn, self.eci)
    }
}

located_forms!(Ecgi, 7, "an ECGI", "PLMN and ECI in 7 hexadecimal digits, such as 00101-0000101");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 29.274 Figure 8.21.5-1.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let ecgi = assert_forms!(Ecgi, "00101-00a1b2c", [0x00, 0xf1, 0x10, 0x00, 0x0a, 0x1b, 0x2c]);
        assert_eq!((ecgi.eci(), ecgi.enodeb(), ecgi.cell()), (0xa_1b2c, 0xa1b, 0x2c));
        assert_forms!(Ecgi, "310410-fffffff", [0x13, 0x00, 0x14, 0x0f, 0xff, 0xff, 0xff]);
        assert_eq!(Ecgi::from_octets([0x00, 0xf1, 0x10, 0xf0, 0x0a, 0x1b, 0x2c]), Some(ecgi));
        assert_eq!(Ecgi::new(ecgi.plmn, 0xa_1b2c), Some(ecgi));
        assert_eq!(Ecgi::new(ecgi.plmn, 1 << 28), None);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "00101", "00101-101", "00101-00000101", "00101-000010g", "001010000101"] {
            assert_eq!(Ecgi::parse(text), None, "{text}");
        }
    }
}
