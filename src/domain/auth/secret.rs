//! What must never be seen: K, OPc, TOPc, HA1. Wiped when dropped, compared in constant time, without `Display` or `Serialize`.

use crate::records::TuakParameters;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Defines a secret of so many octets: they come out only by a method whose name says so.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $octets:literal) => {
        $(#[$doc])*
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; $octets]);

        impl $name {
            /// Takes the octets over; wiping the caller's copy is the caller's duty.
            pub const fn new(octets: [u8; $octets]) -> Self {
                Self(octets)
            }

            /// The secret itself, for computing with it or for an export that was explicitly asked for.
            pub const fn expose(&self) -> &[u8; $octets] {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// The subscriber's key K, which the SIM and the authentication centre share (TS 33.102 §6.3).
    K, 16
}

secret! {
    /// OPc: the operator's variant of Milenage, bound to one K (TS 35.206 §4.1).
    Opc, 16
}

secret! {
    /// A subscriber's key K of 256 bits, which only TUAK takes (TS 35.231 §6).
    LongK, 32
}

secret! {
    /// TOPc: the operator's variant of TUAK, bound to one K (TS 35.231 §6).
    Topc, 32
}

secret! {
    /// H(A1) of HTTP digest: MD5(user:realm:password) (RFC 7616 §3.4.2, TS 33.203 Annex N). Who has it can log in.
    Ha1, 16
}

/// H(A1) as messages carry it: 32 lower-case hexadecimal digits.
#[derive(Clone)]
pub struct Ha1Digits(Zeroizing<String>);

impl Ha1 {
    /// Its digits, for an answer that hands them out.
    pub fn digits(&self) -> Ha1Digits {
        Ha1Digits(super::hex::encode(&self.0))
    }
}

impl Ha1Digits {
    /// The digits themselves.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Ha1Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ha1Digits(…)")
    }
}

/// The two secrets of a SIM, stored, sealed and opened together, and with them which functions they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SimKeys {
    /// For a SIM that speaks Milenage.
    Milenage(MilenageKeys),
    /// For a SIM that speaks TUAK.
    Tuak(TuakKeys),
}

/// What Milenage is computed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilenageKeys {
    /// The subscriber's key.
    pub k: K,
    /// The operator's variant for that key.
    pub opc: Opc,
}

/// What TUAK is computed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TuakKeys {
    /// The subscriber's key.
    pub k: TuakK,
    /// The operator's variant for that key and so many iterations.
    pub topc: Topc,
    /// How TUAK is set up on the SIM.
    pub parameters: TuakParameters,
}

/// TUAK's K has one of two lengths, and its functions differ by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TuakK {
    /// 128 bits.
    Short(K),
    /// 256 bits.
    Long(LongK),
}

impl TuakK {
    /// The secret itself: 16 or 32 octets.
    pub const fn expose(&self) -> &[u8] {
        match self {
            Self::Short(k) => k.expose(),
            Self::Long(k) => k.expose(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_a_secret() {
        let keys = MilenageKeys { k: K::new([0xab; 16]), opc: Opc::new([0xcd; 16]) };
        let tuak = [TuakK::Short(K::new([0xab; 16])), TuakK::Long(LongK::new([0xab; 32]))];
        let ha1 = Ha1::new([0xef; 16]);
        assert_eq!(ha1.digits().expose(), "ef".repeat(16));
        let shown = format!("{keys:?} {tuak:?} {:?} {ha1:?} {:?}", Topc::new([0xcd; 32]), ha1.digits());
        let expected =
            "MilenageKeys { k: K(…), opc: Opc(…) } [Short(K(…)), Long(LongK(…))] Topc(…) Ha1(…) Ha1Digits(…)";
        assert_eq!(shown, expected);
    }

    #[test]
    fn equal_means_every_octet() {
        let one = K::new([1; 16]);
        for place in 0..16 {
            let mut other = [1; 16];
            other[place] ^= 0x80;
            assert_ne!(one, K::new(other), "{place}");
        }
        assert_eq!(one, K::new([1; 16]));
    }
}
