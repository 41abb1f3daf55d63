//! What cells and areas have in common: a PLMN and numbers below it, as octets and as text.

use super::Plmn;

/// Reads exactly `digits` hexadecimal digits, in either case; `None` for anything else, a sign or a blank too.
pub fn hex_number(text: &str, digits: usize) -> Option<u64> {
    // `from_str_radix` would take a sign.
    let sound = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if sound { u64::from_str_radix(text, 16).ok() } else { None }
}

/// Cuts a text behind its PLMN and the `-` there: `00101-0001` and `001-01-0001` are the PLMN 001/01 and `0001`.
pub(super) fn after_plmn(text: &str) -> Option<(Plmn, &str)> {
    let dashed = text.as_bytes().get(3) == Some(&b'-');
    let end = text.char_indices().filter(|(_, one)| *one == '-').nth(usize::from(dashed))?.0;
    Some((Plmn::parse(text.get(..end)?)?, text.get(end + 1..)?))
}

/// The PLMN in the first three octets.
pub(super) fn plmn(octets: &[u8]) -> Option<Plmn> {
    let [one, two, three, ..] = *octets else { return None };
    Plmn::from_octets([one, two, three])
}

/// For a type with `parse`, `Display`, `from_octets` and `octets`: `FromStr`, `Debug`, and serde through the text in formats for people, through the octets
/// elsewhere.
macro_rules! located_forms {
    ($type:ident, $octets:literal, $what:literal, $expected:literal) => {
        impl std::str::FromStr for $type {
            type Err = $crate::types::InvalidValue;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text).ok_or($crate::types::InvalidValue { what: $what, expected: $expected })
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.octets().serialize(serializer)
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    return $crate::types::text::parse(deserializer, str::parse);
                }
                let octets = <[u8; $octets]>::deserialize(deserializer)?;
                Self::from_octets(octets)
                    .ok_or_else(|| D::Error::custom(concat!("not the octets of ", $what)))
            }
        }
    };
}
pub(super) use located_forms;

/// What every such type has to keep: octets and text are those of the standard, and each form brings the same value back.
#[cfg(test)]
macro_rules! assert_forms {
    ($type:ident, $text:literal, $octets:expr) => {{
        let value: $type = $text.parse().unwrap();
        assert_eq!(value.to_string(), $text);
        assert_eq!(value.octets(), $octets, $text);
        assert_eq!($type::from_octets($octets), Some(value));
        assert_eq!(serde_json::to_string(&value).unwrap(), format!("{:?}", $text));
        assert_eq!(serde_json::from_str::<$type>(&format!("{:?}", $text)).unwrap(), value);
        let kept = postcard::to_stdvec(&value).unwrap();
        assert_eq!(kept, $octets);
        assert_eq!(postcard::from_bytes::<$type>(&kept), Ok(value));
        // A half-octet of the MCC that is no digit.
        let mut wrong = $octets;
        wrong[0] |= 0x0f;
        assert_eq!($type::from_octets(wrong), None);
        value
    }};
}
#[cfg(test)]
pub(super) use assert_forms;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_and_signs_refused() {
        assert_eq!(hex_number("00Ff", 4), Some(255));
        for text in ["0ff", "000ff", "+0ff", "-0ff", " 0ff", "0xff", "00fg", "00é"] {
            assert_eq!(hex_number(text, 4), None, "{text}");
        }
    }

    #[test]
    fn the_plmn_may_have_a_dash_of_its_own() {
        let plmn = Plmn::parse("00101").unwrap();
        for text in ["00101-0001", "001-01-0001"] {
            assert_eq!(after_plmn(text), Some((plmn, "0001")), "{text}");
        }
        for text in ["", "-", "00101", "001-01", "0010-0001", "é-", "001-", "001-é-1"] {
            assert_eq!(after_plmn(text), None, "{text}");
        }
    }
}
