//! The routing area of GPRS.

use super::{
    Lai,
    located::{after_plmn, hex_number, located_forms},
};
use std::fmt;

/// A Routing Area Identification (TS 23.003 §4.2): a location area and a Routing Area Code of 8 bits in it.
///
/// Written as that of the location area, a dash, and the code as 2 hexadecimal digits: `00101-1a2b-3c`. On the wire 6 octets (TS 24.008
/// §10.5.5.15, TS 29.272 §7.3.120). GTP and what came from it write a seventh, all ones (TS 29.274 §8.21.3): see
/// [`from_padded`](Self::from_padded).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rai {
    /// The location area that it is in.
    pub lai: Lai,
    /// The Routing Area Code.
    pub rac: u8,
}

impl Rai {
    /// Reads `00101-1a2b-3c`; the PLMN may have a dash between its codes.
    pub fn parse(text: &str) -> Option<Self> {
        let (plmn, rest) = after_plmn(text)?;
        let (lac, code) = rest.split_once('-')?;
        let lai = Lai { plmn, lac: hex_number(lac, 4)? as u16 };
        Some(Self { lai, rac: hex_number(code, 2)? as u8 })
    }

    /// The octets of TS 24.008 §10.5.5.15 without its header; `None` where the PLMN is none.
    pub fn from_octets(octets: [u8; 6]) -> Option<Self> {
        let [a, b, c, d, e, rac] = octets;
        Some(Self { lai: Lai::from_octets([a, b, c, d, e])?, rac })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 6] {
        let [a, b, c, d, e] = self.lai.octets();
        [a, b, c, d, e, self.rac]
    }

    /// The 7 octets of TS 29.274 §8.21.3; what the last one holds says nothing.
    pub fn from_padded(octets: [u8; 7]) -> Option<Self> {
        let [a, b, c, d, e, rac, _] = octets;
        Self::from_octets([a, b, c, d, e, rac])
    }

    /// The 7 octets of TS 29.274 §8.21.3.
    pub const fn padded(self) -> [u8; 7] {
        let [a, b, c, d, e] = self.lai.octets();
        [a, b, c, d, e, self.rac, 0xff]
    }
}

impl fmt::Display for Rai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02x}", self.lai, self.rac)
    }
}

located_forms!(Rai, 6, "an RAI", "PLMN, LAC and RAC in hexadecimal, such as 00101-1a2b-3c");

#[cfg(test)]
mod tests {
    use super::{super::located::assert_forms, *};

    /// TS 24.008 Figure 10.5.130, TS 29.274 Figure 8.21.3-1.
    #[test]
    fn lq_3_octets_are_those_of_the_standard() {
        let rai = assert_forms!(Rai, "00101-1a2b-3c", [0x00, 0xf1, 0x10, 0x1a, 0x2b, 0x3c]);
        assert_eq!((rai.lai.lac, rai.rac), (0x1a2b, 0x3c));
        assert_eq!(rai.padded(), [0x00, 0xf1, 0x10, 0x1a, 0x2b, 0x3c, 0xff]);
        assert_eq!(Rai::from_padded(rai.padded()), Some(rai));
        for text in ["00101-1a2b", "00101-1a2b-3c4d", "00101-1a2b-3", "00101-1a2b3c"] {
            assert_eq!(Rai::parse(text), None, "{text}");
        }
    }
}
