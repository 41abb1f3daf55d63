//! The cell of 5G.

use super::{
    Plmn,
    located::{after_plmn, hex_number, located_forms, plmn},
};
use std::fmt;

/// An NR Cell Global Identity (TS 23.003 §19.6A): a PLMN and an NR Cell Identity of 36 bits.
///
/// Written as the PLMN's digits, a dash, and the identity as 9 hexadecimal digits: `00101-000000101`. On the wire 8 octets, with four spare bits before
/// the identity (TS 29.061 §16.4.7.2). How many of the first bits are the gNodeB's (22 to 32), its operator alone knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ncgi {
    /// The network.
    pub plmn: Plmn,
    nci: u64,
}

impl Ncgi {
    /// The cell with this identity; `None` where it has more than 36 bits.
    pub const fn new(plmn: Plmn, nci: u64) -> Option<Self> {
        if nci < 1 << 36 { Some(Self { plmn, nci }) } else { None }
    }

    /// The NR Cell Identity, 36 bits.
    pub const fn nci(self) -> u64 {
        self.nci
    }

    /// Reads `00101-000000101`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, code) = after_plmn(text)?;
        Some(Self { plmn, nci: hex_number(code, 9)? })
    }

    /// The octets of TS 29.061 §16.4.7.2; `None` where the PLMN is none. The spare bits say nothing.
    pub fn from_octets(octets: [u8; 8]) -> Option<Self> {
        let [.., one, two, three, four, five] = octets;
        let nci = u64::from_be_bytes([0, 0, 0, one & 15, two, three, four, five]);
        Some(Self { plmn: plmn(&octets)?, nci })
    }

    /// The octets as they stand in messages, the spare bits 0.
    pub const fn octets(self) -> [u8; 8] {
        let ([a, b, c], [_, _, _, one, two, three, four, five]) =
            (self.plmn.octets(), self.nci.to_be_bytes());
        [a, b, c, one, two, three, four, five]
    }
}

impl fmt::Display for Ncgi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:09x}", self.plmn, self.nci)
    }
}

located_forms!(Ncgi, 8, "an NCGI", "PLMN and NCI in 9 hexadecimal digits, such as 00101-000000101");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 29.061 §16.4.7.2, location type 135.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let ncgi = assert_forms!(Ncgi, "00101-a1b2c3d4e", [0x00, 0xf1, 0x10, 0x0a, 0x1b, 0x2c, 0x3d, 0x4e]);
        assert_eq!(ncgi.nci(), 0xa_1b2c_3d4e);
        assert_eq!(Ncgi::from_octets([0x00, 0xf1, 0x10, 0xfa, 0x1b, 0x2c, 0x3d, 0x4e]), Some(ncgi));
        assert_eq!(Ncgi::new(ncgi.plmn, 0xa_1b2c_3d4e), Some(ncgi));
        assert_eq!(Ncgi::new(ncgi.plmn, 1 << 36), None);
        assert_eq!(Ncgi::parse("00101-0000101"), None);
    }
}
