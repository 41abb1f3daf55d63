//! A public land mobile network, by its two codes.

use super::{Imsi, InvalidValue};
use std::{fmt, str::FromStr};

/// MCC and MNC (TS 23.003 §2.2, §12.1): three digits, then two or three. `00101` and `001001` are different networks.
///
/// Written as digits without a separator, MCC first; on the wire as three octets of half-octets (TS 24.008 §10.5.1.13), where the filler 15 in the
/// place of the third MNC digit says that there are two.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Plmn([u8; 3]);

impl Plmn {
    /// Reads 5 or 6 digits, MCC first, with or without a `-` between the codes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (mcc, mnc) = bytes.split_at_checked(3)?;
        let mnc = mnc.strip_prefix(b"-").unwrap_or(mnc);
        let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
        let (one, two, third) = match *mnc {
            [one, two] => (digit(one)?, digit(two)?, FILLER),
            [one, two, third] => (digit(one)?, digit(two)?, digit(third)?),
            _ => return None,
        };
        let [a, b, c] = [digit(mcc[0])?, digit(mcc[1])?, digit(mcc[2])?];
        Some(Self([b << 4 | a, third << 4 | c, two << 4 | one]))
    }

    /// The three octets of Visited-PLMN-Id, TAI, ECGI and the like (TS 24.008 §10.5.1.13, TS 29.272 §7.3.9); `None` where a half-octet is no digit.
    pub const fn from_octets(octets: [u8; 3]) -> Option<Self> {
        let [one, two, three] = octets;
        let third = two >> 4;
        let digits = is_digit(one & 15)
            && is_digit(one >> 4)
            && is_digit(two & 15)
            && is_digit(three & 15)
            && is_digit(three >> 4);
        if digits && (third == FILLER || is_digit(third)) { Some(Self(octets)) } else { None }
    }

    /// The three octets as they stand in messages.
    pub const fn octets(self) -> [u8; 3] {
        self.0
    }

    /// The mobile country code.
    pub fn mcc(self) -> u16 {
        let [a, b, c] = [self.0[0] & 15, self.0[0] >> 4, self.0[1] & 15].map(u16::from);
        a * 100 + b * 10 + c
    }

    /// The mobile network code, and how many digits it has: 2 or 3.
    pub fn mnc(self) -> (u16, usize) {
        let [one, two, third] = [self.0[2] & 15, self.0[2] >> 4, self.0[1] >> 4].map(u16::from);
        if third == u16::from(FILLER) { (one * 10 + two, 2) } else { (one * 100 + two * 10 + third, 3) }
    }

    /// True if an IMSI begins with these digits: if it is a SIM of this network.
    pub fn is_home_of(self, imsi: Imsi) -> bool {
        imsi.to_string().starts_with(&self.to_string())
    }
}

/// Where a third MNC digit would stand, says that there is none.
const FILLER: u8 = 15;

const fn is_digit(half: u8) -> bool {
    half < 10
}

impl FromStr for Plmn {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text).ok_or(InvalidValue { what: "a PLMN", expected: "MCC and MNC, 5 or 6 digits" })
    }
}

impl fmt::Display for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mnc, digits) = self.mnc();
        write!(f, "{:03}{mnc:0digits$}", self.mcc())
    }
}

impl fmt::Debug for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plmn({self})")
    }
}

impl serde::Serialize for Plmn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> serde::Deserialize<'de> for Plmn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        if deserializer.is_human_readable() {
            return super::text::parse(deserializer, str::parse);
        }
        let octets = <[u8; 3]>::deserialize(deserializer)?;
        Self::from_octets(octets).ok_or_else(|| D::Error::custom("not the octets of a PLMN"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TS 24.008 Figure 10.5.13: 001/01 is 00 f1 10; three-digit MNCs put their last digit into the second octet.
    #[test]
    fn octets_are_those_of_the_standard() {
        for (text, octets) in
            [("00101", [0x00, 0xf1, 0x10]), ("310410", [0x13, 0x00, 0x14]), ("46001", [0x64, 0xf0, 0x10])]
        {
            let plmn = Plmn::parse(text).unwrap();
            assert_eq!(plmn.octets(), octets, "{text}");
            assert_eq!(Plmn::from_octets(octets), Some(plmn));
            assert_eq!(plmn.to_string(), text);
        }
    }

    #[test]
    fn two_and_three_digits_are_different_networks() {
        let [two, three] = ["00101", "001001"].map(|text| Plmn::parse(text).unwrap());
        assert_ne!(two, three);
        assert_eq!((two.mcc(), two.mnc(), three.mnc()), (1, (1, 2), (1, 3)));
        assert_eq!(Plmn::parse("001-01"), Some(two));
    }

    #[test]
    fn whatever_is_no_digit_is_refused() {
        for text in ["", "001", "0010", "0010a", "0010101", "-00101", "001--1", "é0101"] {
            assert_eq!(Plmn::parse(text), None, "{text}");
        }
        for octets in [
            [0xf0, 0xf1, 0x10],
            [0x00, 0xff, 0x10],
            [0x00, 0xf1, 0x1f],
            [0x00, 0xa1, 0x10],
            [0x0a, 0xf1, 0x10],
        ] {
            assert_eq!(Plmn::from_octets(octets), None, "{octets:02x?}");
        }
    }

    #[test]
    fn a_sim_is_at_home_where_its_imsi_begins() {
        let imsi = Imsi::parse("001010000000001").unwrap();
        assert!(Plmn::parse("00101").unwrap().is_home_of(imsi));
        assert!(!Plmn::parse("00102").unwrap().is_home_of(imsi));
    }

    #[test]
    fn every_sound_triple_survives_both_forms() {
        for word in 0..1u32 << 24 {
            let [_, one, two, three] = word.to_be_bytes();
            let Some(plmn) = Plmn::from_octets([one, two, three]) else { continue };
            if word % 97 == 0 {
                assert_eq!(plmn.to_string().parse(), Ok(plmn));
                assert_eq!(postcard::from_bytes(&postcard::to_stdvec(&plmn).unwrap()), Ok(plmn));
            }
        }
    }
}
