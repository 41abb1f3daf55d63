//! Lists in records: gathered on the stack, then put in a box of their length. A format that does not say beforehand how many come
//! (JSON) would else have every list of a million subscribers allocated twice.

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use smallvec::SmallVec;
use std::{fmt, marker::PhantomData};

/// As many as most lists have.
const FEW: usize = 4;

struct List<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Box<[T]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Box<[T]>, A::Error> {
        let mut list = SmallVec::<[T; FEW]>::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        // Its own way to a box allocates for four at least, and then again for fewer.
        let mut exact = Vec::with_capacity(list.len());
        exact.extend(list);
        Ok(exact.into())
    }
}

/// For `#[serde(deserialize_with = …)]` on a `Box<[T]>`.
pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Box<[T]>, D::Error> {
    deserializer.deserialize_seq(List(PhantomData))
}
