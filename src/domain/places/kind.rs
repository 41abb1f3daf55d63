//! What a rule of the map can be about.

use crate::types::{Cgi, Ecgi, Lai, Ncgi, Plmn, Rai, Sai, Tai, Tai5gs};

/// A kind of identifier. Each has its own numbers: a rule about one kind says nothing of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A cell of LTE.
    Ecgi,
    /// A cell of 5G.
    Ncgi,
    /// A cell of GSM, or of UMTS by its last 16 bits.
    Cgi,
    /// A service area of UMTS.
    Sai,
    /// A tracking area of LTE.
    Tai,
    /// A tracking area of 5G.
    Tai5gs,
    /// A routing area.
    Rai,
    /// A location area.
    Lai,
    /// A network.
    Plmn,
    /// A country code.
    Mcc,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Ecgi,
        Self::Ncgi,
        Self::Cgi,
        Self::Sai,
        Self::Tai,
        Self::Tai5gs,
        Self::Rai,
        Self::Lai,
        Self::Plmn,
        Self::Mcc,
    ];

    /// How a rule names it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ecgi => "ecgi",
            Self::Ncgi => "ncgi",
            Self::Cgi => "cgi",
            Self::Sai => "sai",
            Self::Tai => "tai",
            Self::Tai5gs => "5gs-tai",
            Self::Rai => "rai",
            Self::Lai => "lai",
            Self::Plmn => "plmn",
            Self::Mcc => "mcc",
        }
    }

    /// The kind that a word names, in either case.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }

    /// How many hexadecimal digits stand behind the PLMN; none in kinds that are written in decimal.
    pub const fn digits(self) -> u32 {
        match self {
            Self::Ecgi => 7,
            Self::Ncgi => 9,
            Self::Cgi | Self::Sai => 8,
            Self::Tai | Self::Lai => 4,
            Self::Tai5gs | Self::Rai => 6,
            Self::Plmn | Self::Mcc => 0,
        }
    }

    /// Behind how many of its digits a dash stands, where one does: between LAC and code.
    pub const fn dash(self) -> Option<u32> {
        match self {
            Self::Cgi | Self::Sai | Self::Rai => Some(4),
            _ => None,
        }
    }
}

/// The number of something below a PLMN among those of its kind: the PLMN's octets, then so many digits.
pub(super) fn key(plmn: Plmn, digits: u32, number: u64) -> u64 {
    let [a, b, c] = plmn.octets();
    u64::from(u32::from_be_bytes([0, a, b, c])) << (4 * digits) | number
}

/// The PLMN that a number made by [`key`] begins with.
pub(super) fn plmn_of(key: u64, digits: u32) -> Option<Plmn> {
    let [.., a, b, c] = (key >> (4 * digits)).to_be_bytes();
    Plmn::from_octets([a, b, c])
}

/// PLMNs in the order of their digits: behind each of two MNC digits come those that have a third, as `310*` has all of them in a row.
pub(super) fn plmn_key(plmn: Plmn) -> u64 {
    let (mcc, (mnc, digits)) = (u64::from(plmn.mcc()), plmn.mnc());
    let mnc = u64::from(mnc);
    match digits {
        2 => (mcc * 100 + mnc) * 11,
        _ => (mcc * 100 + mnc / 10) * 11 + 1 + mnc % 10,
    }
}

/// An identifier and its number among those of its kind.
pub(super) trait Keyed {
    /// Its kind.
    const KIND: Kind;
    /// Its number.
    fn key(self) -> u64;
}

macro_rules! keyed {
    ($($type:ident $kind:ident |$value:ident| $plmn:expr, $number:expr;)*) => {$(
        impl Keyed for $type {
            const KIND: Kind = Kind::$kind;
            fn key(self) -> u64 {
                let $value = self;
                key($plmn, Self::KIND.digits(), $number)
            }
        }
    )*};
}
keyed! {
    Ecgi   Ecgi   |cell| cell.plmn, cell.eci().into();
    Ncgi   Ncgi   |cell| cell.plmn, cell.nci();
    Cgi    Cgi    |cell| cell.lai.plmn, u64::from(cell.lai.lac) << 16 | u64::from(cell.ci);
    Sai    Sai    |area| area.lai.plmn, u64::from(area.lai.lac) << 16 | u64::from(area.sac);
    Tai    Tai    |area| area.plmn, area.tac.into();
    Tai5gs Tai5gs |area| area.plmn, area.tac().into();
    Rai    Rai    |area| area.lai.plmn, u64::from(area.lai.lac) << 8 | u64::from(area.rac);
    Lai    Lai    |area| area.plmn, area.lac.into();
}

impl Keyed for Plmn {
    const KIND: Kind = Kind::Plmn;
    fn key(self) -> u64 {
        plmn_key(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_the_order_of_the_texts() {
        let plmns = ["00101", "001010", "001019", "00102", "310041", "31041", "310410", "310999", "31100"];
        let keys = plmns.map(|text| plmn_key(Plmn::parse(text).unwrap()));
        assert!(keys.is_sorted_by(|one, next| one < next), "{keys:?}");
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, Kind::of_word(&kind.word().to_uppercase())), (at, Some(kind)));
        }
    }
}
