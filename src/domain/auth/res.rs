//! RES and XRES: as long as the SIM's algorithm makes them, 4 to 16 octets (TS 33.102 §6.3.7).

use std::{fmt, ops::Deref};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What answers a challenge, in place: no allocation. Wiped when dropped, compared in constant time, never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Res {
    octets: [u8; Res::MAX],
    length: usize,
}

impl Res {
    /// The longest that messages carry, in octets.
    pub const MAX: usize = 16;

    /// Takes the first `Self::MAX` octets of an answer, or all where there are fewer.
    pub fn new(answer: &[u8]) -> Self {
        let mut octets = [0; Self::MAX];
        let length = answer.len().min(Self::MAX);
        octets[..length].copy_from_slice(&answer[..length]);
        Self { octets, length }
    }
}

impl From<[u8; 8]> for Res {
    fn from(mut answer: [u8; 8]) -> Self {
        let res = Self::new(&answer);
        answer.zeroize();
        res
    }
}

impl Deref for Res {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.octets[..self.length]
    }
}

impl PartialEq for Res {
    fn eq(&self, other: &Self) -> bool {
        (**self).ct_eq(other).into()
    }
}

impl Eq for Res {}

impl fmt::Debug for Res {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Res({} octets)", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_as_long_as_what_it_was_made_of_and_no_longer_than_messages_carry() {
        for length in 0..=32 {
            let answer: Vec<u8> = (1..=length).collect();
            assert_eq!(*Res::new(&answer), answer[..answer.len().min(16)]);
        }
    }

    #[test]
    fn equal_means_every_octet_and_the_length() {
        assert_eq!(Res::from([1; 8]), Res::new(&[1; 8]));
        assert_ne!(Res::new(&[0; 4]), Res::new(&[0; 8]));
        assert_ne!(Res::new(&[1, 2, 3, 4]), Res::new(&[1, 2, 3, 5]));
    }

    #[test]
    fn debug_shows_no_octet() {
        assert_eq!(format!("{:?}", Res::from([0xab; 8])), "Res(8 octets)");
    }
}
