//! Octet strings in records: hexadecimal in formats for people, as they are elsewhere.

use serde::{Deserialize, Deserializer, Serializer, de::Error};
use std::borrow::Cow;

/// For `#[serde(with = …)]` on a `Box<[u8]>`.
pub(super) fn serialize<S: Serializer>(octets: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    if !serializer.is_human_readable() {
        return serializer.serialize_bytes(octets);
    }
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    let text: String = octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 15)]).collect();
    serializer.serialize_str(&text)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<[u8]>, D::Error> {
    if !deserializer.is_human_readable() {
        return Cow::<'de, [u8]>::deserialize(deserializer).map(|octets| octets.into_owned().into());
    }
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let nibble = |digit: u8| char::from(digit).to_digit(16).map(|nibble| nibble as u8);
    let octet = |[high, low]: &[u8; 2]| Some(nibble(*high)? << 4 | nibble(*low)?);
    let octets = pairs.iter().map(octet).collect::<Option<Box<[u8]>>>().filter(|_| rest.is_empty());
    octets.ok_or_else(|| D::Error::custom("not an even number of hexadecimal digits"))
}

/// An octet string as a record has it: its own, or in the octets that the record is read from (of a format that is not for people).
pub trait Octets<'de>: Sized {
    /// Reads one.
    ///
    /// # Errors
    /// There is none.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<'de> Octets<'de> for Box<[u8]> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<'de> Octets<'de> for &'de [u8] {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// The same for an octet string that may be absent.
pub(super) mod option {
    use super::{Deserialize, Deserializer, Octets, Serializer};
    use serde::Serialize;

    #[derive(Serialize)]
    struct Given<'a>(#[serde(with = "super")] &'a [u8]);
    #[derive(Deserialize)]
    #[serde(bound = "O: Octets<'de>")]
    struct Read<O>(#[serde(deserialize_with = "Octets::read")] O);

    pub(in super::super) fn serialize<O: AsRef<[u8]>, S: Serializer>(
        octets: &Option<O>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        octets.as_ref().map(|octets| Given(octets.as_ref())).serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, O: Octets<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<O>, D::Error> {
        Ok(Option::<Read<O>>::deserialize(deserializer)?.map(|read| read.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::records::Sealed;

    #[test]
    fn hexadecimal_for_people_and_octets_otherwise() {
        let sealed = Sealed::new([0, 0x9f, 0xff]);
        let text = serde_json::to_string(&sealed).unwrap();
        assert_eq!(text, "\"009fff\"");
        assert_eq!(serde_json::from_str::<Sealed>(&text).unwrap(), sealed);
        assert!(serde_json::from_str::<Sealed>("\"009\"").is_err());
        assert!(serde_json::from_str::<Sealed>("\"0x\"").is_err());
        let octets = postcard::to_stdvec(&sealed).unwrap();
        assert_eq!(octets, [3, 0, 0x9f, 0xff]);
        assert_eq!(postcard::from_bytes::<Sealed>(&octets).unwrap(), sealed);
    }
}
