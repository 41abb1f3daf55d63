//! The base station of LTE.

use super::{Plmn, located::plmn};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A Global eNodeB Identity of a macro eNodeB (TS 36.413 §9.2.1.37): a PLMN and the first 20, 21 or 18 bits of the identifiers of its cells.
///
/// Written as the PLMN's digits, a dash, the number as hexadecimal digits, and how many bits it has: `00101-0a1b2/20`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ENodeB {
    /// The network.
    pub plmn: Plmn,
    number: u32,
    bits: u8,
}

impl ENodeB {
    /// A macro eNodeB as TS 29.274 §8.21.7 has it: 20 bits in 6 octets behind four spare ones. `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 6]) -> Option<Self> {
        let [.., one, two, three] = octets;
        let number = u32::from_be_bytes([0, one & 0x0f, two, three]);
        Some(Self { plmn: plmn(&octets)?, number, bits: 20 })
    }

    /// An extended macro eNodeB as TS 29.274 §8.21.8 has it: bit 8 says whether it is a short one of 18 bits or a long one of 21.
    pub fn from_extended_octets(octets: [u8; 6]) -> Option<Self> {
        let [.., one, two, three] = octets;
        let (mask, bits) = if one & 0x80 != 0 { (0x03, 18) } else { (0x1f, 21) };
        let number = u32::from_be_bytes([0, one & mask, two, three]);
        Some(Self { plmn: plmn(&octets)?, number, bits })
    }

    /// Its number: the first [`bits`](Self::bits) of the 28 of every E-UTRAN Cell Identifier it has.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// How many bits its number has: 20, 21 or 18.
    pub const fn bits(self) -> u8 {
        self.bits
    }

    /// The first and the last E-UTRAN Cell Identifier that can be its own.
    pub const fn cells(self) -> (u32, u32) {
        let free = 28 - self.bits;
        let first = self.number << free;
        (first, first | ((1 << free) - 1))
    }
}

impl fmt::Display for ENodeB {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::from(self.bits.div_ceil(4));
        write!(f, "{}-{:0digits$x}/{}", self.plmn, self.number, self.bits)
    }
}

impl fmt::Debug for ENodeB {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ENodeB({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TS 29.274 Figures 8.21.7-1 and 8.21.8-1; TS 36.413 §9.2.1.37 for the bits it shares with its cells.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let macro_ = ENodeB::from_octets([0x00, 0xf1, 0x10, 0xfa, 0x1b, 0x2c]).unwrap();
        assert_eq!(
            (macro_.to_string().as_str(), macro_.cells()),
            ("00101-a1b2c/20", (0xa1b_2c00, 0xa1b_2cff))
        );
        let long = ENodeB::from_extended_octets([0x00, 0xf1, 0x10, 0x7f, 0xff, 0xff]).unwrap();
        assert_eq!((long.to_string().as_str(), long.cells()), ("00101-1fffff/21", (0xfff_ff80, 0xfff_ffff)));
        let short = ENodeB::from_extended_octets([0x00, 0xf1, 0x10, 0x81, 0x00, 0x02]).unwrap();
        assert_eq!((short.to_string().as_str(), short.cells()), ("00101-10002/18", (0x400_0800, 0x400_0bff)));
        assert_eq!((short.number(), short.bits()), (0x1_0002, 18));
        assert_eq!(ENodeB::from_octets([0x0f, 0xf1, 0x10, 0, 0, 0]), None);
        assert_eq!(ENodeB::from_extended_octets([0x0f, 0xf1, 0x10, 0, 0, 0]), None);
    }
}
