//! What mongoexport writes: documents as JSON, a line each, in an array, or spread over lines; numbers in MongoDB's extended JSON.

use super::super::Fault;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Hands every document to `take`, with the place it stands at.
///
/// # Errors
/// Where the text is no JSON any more; what `take` got before has to be given up.
pub(super) fn documents(text: &[u8], take: &mut dyn FnMut(String, Value)) -> Result<(), Fault> {
    if text.trim_ascii_start().starts_with(b"[") {
        let mut reader = serde_json::Deserializer::from_slice(text);
        let read = Each(take).deserialize(&mut reader).and_then(|()| reader.end());
        return read.map_err(|error| unreadable(&error));
    }
    let mut stream = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
    let (mut line, mut counted) = (1, 0);
    loop {
        let from = stream.byte_offset();
        let blank = text[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        line += text[counted..from + blank].iter().filter(|byte| **byte == b'\n').count();
        counted = from + blank;
        match stream.next() {
            None => return Ok(()),
            Some(Ok(document)) => take(format!("line {line}"), document),
            Some(Err(error)) => return Err(unreadable(&error)),
        }
    }
}

/// Syntax errors tell a place and no content.
fn unreadable(error: &serde_json::Error) -> Fault {
    Fault::new("", format!("not the JSON that mongoexport writes: {error}"))
}

/// The documents of an array, one after the other.
struct Each<'a>(&'a mut dyn FnMut(String, Value));

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let mut number = 0u64;
        while let Some(document) = array.next_element::<Value>()? {
            number += 1;
            (self.0)(format!("document {number}"), document);
        }
        Ok(())
    }
}

/// A document, or one inside another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document<'a>(&'a Map<String, Value>);

impl<'a> Document<'a> {
    /// The document that `value` is.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn new(value: &'a Value) -> Result<Self, Fault> {
        value.as_object().map(Self).ok_or(Fault::new("", "not a document"))
    }

    /// The names of its fields.
    pub(super) fn fields(self) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str)
    }

    fn value(self, field: &str) -> Option<&'a Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }

    /// True if the field is there with something in it.
    pub(super) fn has(self, field: &str) -> bool {
        self.value(field).is_some_and(|value| match value {
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(document) => document.values().any(|value| !matches!(value, Value::Null)),
            _ => true,
        })
    }

    /// A document inside.
    ///
    /// # Errors
    /// When something else is there.
    pub(super) fn document(self, field: &str) -> Result<Option<Self>, Fault> {
        self.value(field).map(|value| Self::new(value).map_err(|fault| fault.within(field))).transpose()
    }

    /// A list of documents; empty if absent.
    ///
    /// # Errors
    /// When something else is there.
    pub(super) fn list(self, field: &str) -> Result<Vec<Self>, Fault> {
        let Some(value) = self.value(field) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or(Fault::new(field, "not a list"))?;
        list.iter().map(|value| Self::new(value).map_err(|fault| fault.within(field))).collect()
    }

    /// Texts: a list of them, or one alone.
    ///
    /// # Errors
    /// When something else is there.
    pub(super) fn texts(self, field: &str) -> Result<Vec<&'a str>, Fault> {
        let wrong = || Fault::new(field, "not a text in quotes");
        match self.value(field) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text]),
            Some(Value::Array(list)) => list.iter().map(|value| value.as_str().ok_or_else(wrong)).collect(),
            Some(_) => Err(wrong()),
        }
    }

    /// A text; absent if empty.
    ///
    /// # Errors
    /// When something else is there. It is not shown: it may be a key without its quotes.
    pub(super) fn text(self, field: &str) -> Result<Option<&'a str>, Fault> {
        match self.value(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Some(_) => Err(Fault::new(field, "not a text in quotes")),
        }
    }

    /// True or false.
    ///
    /// # Errors
    /// When something else is there.
    pub(super) fn truth(self, field: &str) -> Result<bool, Fault> {
        match self.value(field) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or(Fault::new(field, "neither true nor false")),
        }
    }

    /// A number: as such, or as `{"$numberInt": "5"}`, `{"$numberLong": "5"}`, `{"$numberDouble": "5.0"}`.
    ///
    /// # Errors
    /// When something else is there, or it is negative or broken.
    pub(super) fn number(self, field: &str) -> Result<Option<u64>, Fault> {
        self.value(field).map(|value| number(value).ok_or(Fault::new(field, "not a number"))).transpose()
    }
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::Object(typed) => {
            let (kind, text) = typed.iter().next().filter(|_| typed.len() == 1)?;
            match (kind.as_str(), text.as_str()?) {
                ("$numberInt" | "$numberLong", text) => text.parse().ok(),
                ("$numberDouble", text) => whole(text.parse().ok()?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// 2^53: up to there a floating-point number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn whole(number: f64) -> Option<u64> {
    ((0.0..=EXACT).contains(&number) && number.fract() == 0.0).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn places(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        documents(text.as_bytes(), &mut |place, document| found.push(format!("{place}: {document}")))
            .unwrap();
        found
    }

    #[test]
    fn documents_in_every_form() {
        assert_eq!(places("{\"a\":1}\n\n{\"a\":2}\n"), ["line 1: {\"a\":1}", "line 3: {\"a\":2}"]);
        assert_eq!(places("{\n\"a\": 1\n}\n{\n}"), ["line 1: {\"a\":1}", "line 4: {}"]);
        assert_eq!(places(" [ {\"a\":1},\n{} ]\n"), ["document 1: {\"a\":1}", "document 2: {}"]);
        assert!(places("[]").is_empty() && places(" \n").is_empty());
        for broken in ["{\"a\":", "[{}", "[{}]]", "{} x"] {
            let fault = documents(broken.as_bytes(), &mut |_, _| ()).unwrap_err();
            assert!(fault.to_string().contains("line 1 column"), "{broken}: {fault}");
        }
        assert!(documents("[".repeat(100_000).as_bytes(), &mut |_, _| ()).is_err());
    }

    #[test]
    fn numbers_of_extended_json() {
        let read = |value: Value| {
            let document = json!({ "n": value });
            Document::new(&document).unwrap().number("n")
        };
        for five in [
            json!(5),
            json!(5.0),
            json!({"$numberInt": "5"}),
            json!({"$numberLong": "5"}),
            json!({"$numberDouble": "5.0"}),
        ] {
            assert_eq!(read(five.clone()), Ok(Some(5)), "{five}");
        }
        assert_eq!(read(json!(null)), Ok(None));
        for none in
            [json!(-1), json!(1.5), json!("5"), json!({}), json!({"$numberLong": 5}), json!({"$oid": "5"})]
        {
            assert!(read(none.clone()).is_err(), "{none}");
        }
    }
}
