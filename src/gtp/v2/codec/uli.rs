//! User Location Information in every combination of what it can hold (TS 29.274 §8.21).

use super::{Element, Encode, Wrong};
use crate::types::{Cgi, ENodeB, Ecgi, Lai, Rai, Sai, Tai};
use bytes::{BufMut, BytesMut};

/// User Location Information, type 86: where the user is, each kind of place at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uli {
    /// The cell of GSM.
    pub cgi: Option<Cgi>,
    /// The service area of UMTS.
    pub sai: Option<Sai>,
    /// The routing area.
    pub rai: Option<Rai>,
    /// The tracking area of LTE.
    pub tai: Option<Tai>,
    /// The cell of LTE.
    pub ecgi: Option<Ecgi>,
    /// The location area.
    pub lai: Option<Lai>,
    /// The macro eNodeB.
    pub enodeb: Option<ENodeB>,
    /// The extended macro eNodeB, long or short.
    pub extended_enodeb: Option<ENodeB>,
}

/// The next place of `N` octets, if its flag is set.
fn next<const N: usize, T>(
    set: bool,
    rest: &mut &[u8],
    read: impl FnOnce([u8; N]) -> Option<T>,
) -> Result<Option<T>, Wrong> {
    if !set {
        return Ok(None);
    }
    let (octets, after) = rest.split_first_chunk::<N>().ok_or(Wrong::Length)?;
    *rest = after;
    read(*octets).map(Some).ok_or(Wrong::Value)
}

impl Element<'_> for Uli {
    const KIND: u8 = 86;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let (flags, mut rest) = data.split_first().ok_or(Wrong::Length)?;
        let set = |bit: u8| flags & 1 << (bit - 1) != 0;
        let rest = &mut rest;
        // The order of the places is that of the bits (Figure 8.21-1).
        Ok(Self {
            cgi: next(set(1), rest, Cgi::from_octets)?,
            sai: next(set(2), rest, Sai::from_octets)?,
            rai: next(set(3), rest, Rai::from_padded)?,
            tai: next(set(4), rest, Tai::from_octets)?,
            ecgi: next(set(5), rest, Ecgi::from_octets)?,
            lai: next(set(6), rest, Lai::from_octets)?,
            enodeb: next(set(7), rest, ENodeB::from_octets)?,
            extended_enodeb: next(set(8), rest, ENodeB::from_extended_octets)?,
        })
    }
}

/// The octets of §8.21.7, or of §8.21.8 with the bit that tells a short one.
fn enodeb(enodeb: ENodeB) -> [u8; 6] {
    let [a, b, c] = enodeb.plmn.octets();
    let [_, high, middle, low] = enodeb.number().to_be_bytes();
    [a, b, c, high | if enodeb.bits() == 18 { 0x80 } else { 0 }, middle, low]
}

impl Encode for Uli {
    const TYPE: u8 = Self::KIND;

    fn encode(&self, out: &mut BytesMut) {
        let at = out.len();
        out.put_u8(0);
        let mut put = |bit: u8, octets: Option<&[u8]>| {
            if let Some(octets) = octets {
                out[at] |= 1 << (bit - 1);
                out.put_slice(octets);
            }
        };
        put(1, self.cgi.map(Cgi::octets).as_ref().map(|octets| &octets[..]));
        put(2, self.sai.map(Sai::octets).as_ref().map(|octets| &octets[..]));
        put(3, self.rai.map(Rai::padded).as_ref().map(|octets| &octets[..]));
        put(4, self.tai.map(Tai::octets).as_ref().map(|octets| &octets[..]));
        put(5, self.ecgi.map(Ecgi::octets).as_ref().map(|octets| &octets[..]));
        put(6, self.lai.map(Lai::octets).as_ref().map(|octets| &octets[..]));
        put(7, self.enodeb.map(enodeb).as_ref().map(|octets| &octets[..]));
        put(8, self.extended_enodeb.map(enodeb).as_ref().map(|octets| &octets[..]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The octets of each place, in the order of its bit.
    const PLACES: [&[u8]; 8] = [
        b"\x00\xf1\x10\x1a\x2b\x3c\x4d",
        b"\x13\x00\x14\x00\x01\x00\x02",
        b"\x00\xf1\x10\x1a\x2b\x3c\xff",
        b"\x00\xf1\x10\x00\x07",
        b"\x00\xf1\x10\x00\x0a\x1b\x2c",
        b"\x64\xf0\x10\xff\xfe",
        b"\x00\xf1\x10\x0a\x1b\x2c",
        b"\x00\xf1\x10\x81\x00\x02",
    ];

    fn octets(flags: u8) -> Vec<u8> {
        let places = PLACES.iter().enumerate().filter(|(bit, _)| flags & 1 << bit != 0);
        places.fold(vec![flags], |octets, (_, place)| [&octets, *place].concat())
    }

    /// LQ-2: all 256 combinations are read, written back to the same octets, and an error wherever they are cut.
    #[test]
    fn lq_2_every_combination_is_read_and_every_truncation_is_an_error() {
        for flags in 0..=u8::MAX {
            let whole = octets(flags);
            let uli = Uli::decode(&whole).unwrap();
            let found = [
                uli.cgi.is_some(),
                uli.sai.is_some(),
                uli.rai.is_some(),
                uli.tai.is_some(),
                uli.ecgi.is_some(),
                uli.lai.is_some(),
                uli.enodeb.is_some(),
                uli.extended_enodeb.is_some(),
            ];
            assert_eq!(found, std::array::from_fn(|bit| flags & 1 << bit != 0), "{flags:08b}");
            let mut out = BytesMut::new();
            uli.encode(&mut out);
            assert_eq!(out, whole, "{flags:08b}");
            for cut in 0..whole.len() {
                assert_eq!(Uli::decode(&whole[..cut]), Err(Wrong::Length), "{flags:08b} cut at {cut}");
            }
            // §7.7.7: what a later release adds behind is passed over.
            assert_eq!(Uli::decode(&[&whole[..], b"more"].concat()), Ok(uli));
        }
    }

    /// LQ-2, TS 29.274 §7.7.8: a network of no digits is no place, whichever place it is of.
    #[test]
    fn lq_2_a_place_in_no_network_is_wrong() {
        for bit in 0..8 {
            let mut octets = octets(1 << bit);
            octets[1] = 0x0a;
            assert_eq!(Uli::decode(&octets), Err(Wrong::Value), "bit {bit}");
        }
    }

    #[test]
    fn the_values_are_those_of_the_places() {
        let uli = Uli::decode(&octets(0b1101_1000)).unwrap();
        assert_eq!(uli.tai.unwrap().to_string(), "00101-0007");
        assert_eq!(uli.ecgi.unwrap().to_string(), "00101-00a1b2c");
        assert_eq!(uli.enodeb.unwrap().to_string(), "00101-a1b2c/20");
        assert_eq!(uli.extended_enodeb.unwrap().to_string(), "00101-10002/18");
    }
}
