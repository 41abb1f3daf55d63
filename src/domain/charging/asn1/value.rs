//! Values as BER has them: a tag, and what it holds. The layouts of TS 32.298 differ between nodes in a few components, so a record is built as a tree of these and
//! not as a type for each of them; the encoding itself is a library's.

use rasn::{
    AsnType, Encode, Encoder,
    types::{Class, Constraints, Identifier, Tag},
};

/// A tagged value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagged {
    tag: Tag,
    value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Octets(Vec<u8>),
    Members(Vec<Tagged>),
}

impl Tagged {
    /// The number of its tag.
    pub(super) const fn number(&self) -> u32 {
        self.tag.value
    }
}

const fn context(tag: u32) -> Tag {
    Tag::new(Class::Context, tag)
}

/// What is there becomes a member of this tag.
pub(super) fn some<T>(tag: u32, value: Option<T>, make: impl FnOnce(u32, T) -> Tagged) -> Option<Tagged> {
    value.map(|value| make(tag, value))
}

/// NULL where it is true.
pub(super) fn flag(tag: u32, is: bool) -> Option<Tagged> {
    is.then(|| Tagged { tag: context(tag), value: Value::Null })
}

pub(super) const fn boolean(tag: u32, value: bool) -> Tagged {
    Tagged { tag: context(tag), value: Value::Boolean(value) }
}

/// INTEGER and, where it stays below 128, ENUMERATED: their contents are the same.
pub(super) fn number(tag: u32, value: impl Into<i64>) -> Tagged {
    Tagged { tag: context(tag), value: Value::Integer(value.into()) }
}

/// An INTEGER that counts something: beyond what 63 bits hold it stops.
pub(super) fn count(tag: u32, value: u64) -> Tagged {
    number(tag, i64::try_from(value).unwrap_or(i64::MAX))
}

pub(super) fn octets(tag: u32, value: impl Into<Vec<u8>>) -> Tagged {
    Tagged { tag: context(tag), value: Value::Octets(value.into()) }
}

/// UTF8String, and GraphicString and IA5String as far as they are ASCII.
pub(super) fn text(tag: u32, value: &str) -> Tagged {
    octets(tag, value.as_bytes())
}

/// A text in a type that holds ASCII only: what is beyond becomes a question mark.
pub(super) fn graphic(tag: u32, value: &str) -> Tagged {
    let plain = |c: char| if matches!(c, ' '..='~') { c as u8 } else { b'?' };
    octets(tag, value.chars().map(plain).collect::<Vec<_>>())
}

/// SEQUENCE, SET, SEQUENCE OF, SET OF; and a CHOICE, which an implicit tag wraps.
pub(super) fn members(tag: u32, members: impl IntoIterator<Item = Tagged>) -> Tagged {
    Tagged { tag: context(tag), value: Value::Members(members.into_iter().collect()) }
}

/// The same, only where there are any.
pub(super) fn list(tag: u32, all: impl IntoIterator<Item = Tagged>) -> Option<Tagged> {
    let all: Vec<_> = all.into_iter().collect();
    (!all.is_empty()).then(|| members(tag, all))
}

/// A SEQUENCE in a list, which has its own tag.
pub(super) fn sequence(members: impl IntoIterator<Item = Tagged>) -> Tagged {
    Tagged { tag: Tag::SEQUENCE, value: Value::Members(members.into_iter().collect()) }
}

/// A SET in a list.
pub(super) fn set(members: impl IntoIterator<Item = Tagged>) -> Tagged {
    Tagged { tag: Tag::SET, ..sequence(members) }
}

/// ENUMERATED in a list.
pub(super) fn enumerated(value: u8) -> Tagged {
    Tagged { tag: Tag::ENUMERATED, value: Value::Integer(value.into()) }
}

/// OBJECT IDENTIFIER, by its contents.
pub(super) fn identifier(contents: &[u8]) -> Tagged {
    Tagged { tag: Tag::OBJECT_IDENTIFIER, value: Value::Octets(contents.into()) }
}

/// The octets of a record.
pub(super) fn ber(record: &Tagged) -> Vec<u8> {
    // Nothing of what is encoded here can fail: there are no constraints, and identifiers are contents.
    rasn::ber::encode(record).unwrap_or_default()
}

impl AsnType for Tagged {
    const TAG: Tag = Tag::EOC;
}

impl Encode for Tagged {
    fn encode<'b, E: Encoder<'b>>(&self, encoder: &mut E) -> Result<(), E::Error> {
        let (tag, none, id) = (self.tag, Constraints::default(), Identifier::EMPTY);
        match &self.value {
            Value::Null => encoder.encode_null(tag, id),
            Value::Boolean(value) => encoder.encode_bool(tag, *value, id),
            Value::Integer(value) => encoder.encode_integer(tag, &none, value, id),
            Value::Octets(value) => encoder.encode_octet_string(tag, &none, value, id),
            Value::Members(members) => encoder.encode_explicit_prefix(tag, &Inside(members), id),
        }
        .map(drop)
    }

    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        tag: Tag,
        _: &Constraints,
        _: Identifier,
    ) -> Result<(), E::Error> {
        Self { tag, value: self.value.clone() }.encode(encoder)
    }
}

/// What is between the begin and the end of a constructed value.
struct Inside<'a>(&'a [Tagged]);

impl AsnType for Inside<'_> {
    const TAG: Tag = Tag::EOC;
}

impl Encode for Inside<'_> {
    fn encode<'b, E: Encoder<'b>>(&self, encoder: &mut E) -> Result<(), E::Error> {
        self.0.iter().try_for_each(|member| member.encode(encoder))
    }

    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        _: Tag,
        _: &Constraints,
        _: Identifier,
    ) -> Result<(), E::Error> {
        self.encode(encoder)
    }
}
