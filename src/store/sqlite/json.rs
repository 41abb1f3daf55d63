//! Parts of records as JSON text, which the shell's `json_each` opens; and the quick way back.
//!
//! A start reads millions of these texts, and all of them were written here: without blanks, every field of a struct there and in its
//! order. [`AsWritten`] reads just that: it compares a field's name where a parser of JSON at large would look it up, and hands the
//! fields on by their place. Whatever looks otherwise (escapes, a text of an earlier version or by another hand) goes to `serde_json`,
//! which has the last word on what is a mistake.

use super::row::unfit;
use rusqlite::Row;
use serde::{
    Deserializer, Serialize,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, Error, IntoDeserializer, SeqAccess, VariantAccess,
        Visitor,
    },
    forward_to_deserialize_any,
};
use std::fmt;

/// The JSON text of a part of a record.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// Reads a column of JSON text.
pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    // As text: its UTF-8 is checked once, in one go, instead of string by string.
    let text = row.get_ref(column)?.as_str()?;
    as_written(text).or_else(|Otherwise| serde_json::from_str(text)).map_err(|error| unfit(column, error))
}

/// The same for a column that may be null.
pub(super) fn from_json_or_null<T: DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => from_json(row, column).map(Some),
    }
}

fn as_written<T: DeserializeOwned>(text: &str) -> Result<T, Otherwise> {
    let mut reader = AsWritten { rest: text };
    let value = T::deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(Otherwise) }
}

/// The text is not as we write it.
#[derive(Debug)]
struct Otherwise;

impl fmt::Display for Otherwise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not as written")
    }
}

impl std::error::Error for Otherwise {}

impl Error for Otherwise {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads what is at the beginning of `rest`, and leaves what follows.
struct AsWritten<'de> {
    rest: &'de str,
}

impl<'de> AsWritten<'de> {
    fn take(&mut self, literal: &str) -> bool {
        self.rest.strip_prefix(literal).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    fn expect(&mut self, literal: &str) -> Result<(), Otherwise> {
        if self.take(literal) { Ok(()) } else { Err(Otherwise) }
    }

    /// The name of a struct's field and its colon, after a comma unless it is the first: half of all there is to compare.
    fn name(&mut self, name: &str, first: bool) -> Result<(), Otherwise> {
        let rest = match self.rest.as_bytes() {
            [b'"', rest @ ..] if first => rest,
            [b',', b'"', rest @ ..] if !first => rest,
            _ => return Err(Otherwise),
        };
        let ends = rest.strip_prefix(name.as_bytes()).is_some_and(|rest| matches!(rest, [b'"', b':', ..]));
        let value = self.rest.len() - rest.len() + name.len() + 2;
        self.rest = self.rest.get(value..).filter(|_| ends).ok_or(Otherwise)?;
        Ok(())
    }

    /// A string without escapes.
    fn string(&mut self) -> Result<&'de str, Otherwise> {
        self.expect("\"")?;
        let ends = |octet| matches!(octet, b'"' | b'\\' | 0..0x20);
        let end = self.rest.bytes().position(ends).ok_or(Otherwise)?;
        let (string, rest) = self.rest.split_at_checked(end).ok_or(Otherwise)?;
        self.rest = rest;
        self.expect("\"")?;
        Ok(string)
    }

    /// Digits; a sign, a fraction or an exponent is not ours.
    fn number(&mut self) -> Result<u64, Otherwise> {
        let end = self.rest.bytes().position(|octet| !octet.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end).ok_or(Otherwise)?;
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(Otherwise);
        }
        self.rest = rest;
        digits.parse().map_err(|_| Otherwise)
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
            visitor.visit_u64(self.number()?)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut AsWritten<'de> {
    type Error = Otherwise;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Otherwise> {
        Err(Otherwise)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        let value = self.take("true");
        if !value {
            self.expect("false")?;
        }
        visitor.visit_bool(value)
    }

    numbers! { deserialize_u8 deserialize_u32 deserialize_u64 deserialize_i64 }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        visitor.visit_borrowed_str(self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        if self.take("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        self.expect("[")?;
        visitor.visit_seq(Elements { text: self, first: true })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        self.expect("{")?;
        let value = visitor.visit_seq(Fields { text: self, fields, first: true })?;
        self.expect("}")?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        if !self.take("{") {
            return visitor.visit_enum(self.string()?.into_deserializer());
        }
        let value = visitor.visit_enum(Tagged(self))?;
        self.expect("}")?;
        Ok(value)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u16 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// The elements of a list, past its bracket.
struct Elements<'r, 'de> {
    text: &'r mut AsWritten<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Otherwise;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Otherwise> {
        if self.text.take("]") {
            return Ok(None);
        }
        if !std::mem::take(&mut self.first) {
            self.text.expect(",")?;
        }
        seed.deserialize(&mut *self.text).map(Some)
    }
}

/// The fields of a struct, past its brace.
struct Fields<'r, 'de> {
    text: &'r mut AsWritten<'de>,
    fields: &'static [&'static str],
    first: bool,
}

impl<'de> SeqAccess<'de> for Fields<'_, 'de> {
    type Error = Otherwise;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Otherwise> {
        let Some((name, fields)) = self.fields.split_first() else { return Ok(None) };
        self.fields = fields;
        self.text.name(name, std::mem::take(&mut self.first))?;
        seed.deserialize(&mut *self.text).map(Some)
    }
}

/// A variant that holds something: its name, a colon, what it holds.
struct Tagged<'r, 'de>(&'r mut AsWritten<'de>);

impl<'de> EnumAccess<'de> for Tagged<'_, 'de> {
    type Error = Otherwise;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Otherwise> {
        let name: serde::de::value::StrDeserializer<'_, Otherwise> = self.0.string()?.into_deserializer();
        self.0.expect(":")?;
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Tagged<'_, 'de> {
    type Error = Otherwise;

    fn unit_variant(self) -> Result<(), Otherwise> {
        Err(Otherwise)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Otherwise> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Otherwise> {
        Err(Otherwise)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        self.0.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::*, types::Timestamp};
    use std::fmt::Debug;

    /// A text as written is read by the quick way. Changed in one octet anywhere, it is read as `serde_json` reads it, or left to that.
    fn holds<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let text = json(value).unwrap();
        assert_eq!(&as_written::<T>(&text).unwrap(), value, "{text}");
        let octets =
            || (0..text.len()).filter(|at| text.is_char_boundary(*at) && text.is_char_boundary(at + 1));
        let changed = octets().flat_map(|at| {
            let with = |octet: &str| format!("{}{octet}{}", &text[..at], &text[at + 1..]);
            ["", " ", "\"", "\\", "\u{1}", "0", "00", "-", ",", "]", "}", "x", "null"].map(with)
        });
        for other in changed.chain([format!("{text} "), format!("{text}]")]) {
            if let Ok(read) = as_written::<T>(&other) {
                assert_eq!(read, serde_json::from_str::<T>(&other).unwrap(), "{other}");
            }
        }
    }

    #[test]
    fn every_part_of_a_record_is_read_back_and_read_as_json_is() {
        let sealed = Some(Sealed::new([0, 0x9f]));
        let identity = |impu: &str, barred| Identity {
            impu: impu.parse().unwrap(),
            barred,
            set: 1,
            alias: 0,
            profile: "default".into(),
        };
        let service = Service {
            sic: "001".parse().ok(),
            impi: Some("zoë@ims.example".into()),
            scheme: AuthScheme::SipDigest,
            also: Box::new([Further::AkaV1, Further::NassBundled("line".into())]),
            password: sealed,
            enabled: true,
            identities: (0..6).map(|n| identity(&format!("sip:{n}@ims.example"), n == 5)).collect(),
            scscf: None,
            charging: Some("prepaid".into()),
            capabilities: Box::default(),
        };
        let bare = Service { sic: None, impi: None, password: None, enabled: false, ..service.clone() };
        holds(&vec![service, bare]);
        holds::<Box<[Service]>>(&Box::default());
        holds(&Roaming::HomeOnly);
        holds(&Roaming::Networks(Box::new(["visited.example".into(), "other.example".into()])));

        let scscf = Scscf { name: "sip:a:6060".into(), host: "a".into(), realm: "example".into() };
        let mut state = ServiceState::empty("002".parse().ok());
        state.set_mut(1, Timestamp(1_795_311_402_812)).pending_until = Some(Timestamp(0));
        let restoration = Some([1, 2].into());
        let full = ServiceState { scscf: Some(scscf.clone()), restoration, ..state.clone() };
        holds(&vec![state, full]);

        let last_seq = u64::MAX;
        let requesters = [Requester::Ims(None), Requester::Ims("001".parse().ok()), Requester::Mme];
        holds(&requesters.map(|requester| Share { requester, last_seq }).to_vec());

        let imsi = "001010000000001".parse().unwrap();
        holds(&Task::PushProfile { imsi, sic: None, set: 255 });
        let (profiles, charging) = (Box::new(["default".into()]), Box::default());
        holds(&Task::PushConfigured { profiles, charging, after: Some(imsi) });
        let impus = Box::new(["tel:+1".parse().unwrap()]);
        let (impi, associated) = ("a@b".into(), Box::new(["c@d".into()]));
        let info = "by the operator".into();
        holds(&Task::Deregister { imsi, sic: None, impi, associated, impus, scscf, reason: 3, info });
    }

    /// Blanks, another order, escapes and signs are JSON too.
    #[test]
    fn a_text_by_another_hand_is_read_as_well() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let read =
            |text: &str| connection.query_row("SELECT ?1", [text], |row| from_json::<Vec<SetState>>(row, 0));
        let of = |set, since| SetState {
            set,
            state: State::Registered,
            pending_until: None,
            since: Timestamp(since),
        };
        let quick = r#"[{"set":1,"state":"registered","pending_until":null,"since":5}]"#;
        assert_eq!(read(quick).unwrap(), [of(1, 5)]);
        for (text, since) in [
            (r#"[ {"set":1,"state":"registered","pending_until":null,"since":5} ]"#, 5),
            (r#"[{"since":5,"set":1,"state":"registered"}]"#, 5),
            (r#"[{"set":1,"state":"\u0072egistered","pending_until":null,"since":-5}]"#, -5),
        ] {
            as_written::<Vec<SetState>>(text).unwrap_err();
            assert_eq!(read(text).unwrap(), [of(1, since)], "{text}");
        }
        let mistake = read(r#"[{"set":1,"state":"gone","pending_until":null,"since":5}]"#).unwrap_err();
        assert!(mistake.to_string().contains("unknown variant `gone`"), "{mistake}");
    }
}
