//! Secrets as hexadecimal digits: read without ever showing them, not even in an error.

use zeroize::Zeroizing;

/// A text that is not so many octets in hexadecimal. The text itself is not told: it may be most of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHex {
    /// Too short or too long.
    #[error("expected {expected} hexadecimal digits, not {found} characters")]
    Length {
        /// How many there must be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// Something else among the digits.
    #[error("the character at place {0} is not a hexadecimal digit")]
    Digit(usize),
}

/// Reads exactly `N` octets, in either case, without blanks, prefix or separators.
///
/// # Errors
/// When there are not 2 `N` hexadecimal digits.
pub fn decode<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, BadHex> {
    if text.len() != N * 2 {
        return Err(BadHex::Length { expected: N * 2, found: text.chars().count() });
    }
    let digit = |place: usize, octet: u8| match octet {
        b'0'..=b'9' => Ok(octet - b'0'),
        b'a'..=b'f' => Ok(octet - b'a' + 10),
        b'A'..=b'F' => Ok(octet - b'A' + 10),
        _ => Err(BadHex::Digit(place + 1)),
    };
    let mut octets = Zeroizing::new([0; N]);
    for (at, (octet, pair)) in octets.iter_mut().zip(text.as_bytes().as_chunks::<2>().0).enumerate() {
        *octet = digit(2 * at, pair[0])? << 4 | digit(2 * at + 1, pair[1])?;
    }
    Ok(octets)
}

/// Lower-case hexadecimal digits, two an octet.
pub fn encode(octets: &[u8]) -> Zeroizing<String> {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut text = Zeroizing::new(String::with_capacity(octets.len() * 2));
    for octet in octets {
        text.extend([DIGITS[usize::from(octet >> 4)], DIGITS[usize::from(octet & 15)]]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_in_either_case() {
        let octets = [0x00, 0x0f, 0xf0, 0xab, 0xff];
        assert_eq!(encode(&octets).as_str(), "000ff0abff");
        assert_eq!(*decode::<5>("000ff0abff").unwrap(), octets);
        assert_eq!(*decode::<5>("000FF0ABFF").unwrap(), octets);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(decode::<2>("123").unwrap_err(), BadHex::Length { expected: 4, found: 3 });
        assert_eq!(decode::<2>("12345").unwrap_err(), BadHex::Length { expected: 4, found: 5 });
        assert_eq!(decode::<2>("12g4").unwrap_err(), BadHex::Digit(3));
        assert_eq!(decode::<2>("0x12").unwrap_err(), BadHex::Digit(2));
        // Four octets, but three characters.
        assert_eq!(decode::<2>("1é2").unwrap_err(), BadHex::Digit(2));
    }
}
