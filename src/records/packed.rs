//! Parts of records that are looked at when something is decided and not in between: kept as their octets. They take a fraction of the memory that the opened part
//! takes, nothing to copy, for copies share them, and nothing to write into the journal.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, de::Error};
use std::{cell::RefCell, fmt, marker::PhantomData, sync::Arc};

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The octets (postcard) of a `T`, shared by copies. There are none that cannot be opened: what comes from elsewhere is tried first.
pub struct Packed<T> {
    octets: Arc<[u8]>,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned + Default> Packed<T> {
    /// Packs a value.
    pub fn new(value: &T) -> Self {
        Self::of_same(value)
    }

    /// The value.
    pub fn open(&self) -> T {
        self.look()
    }

    /// The value as a type that is written in the same way, and may borrow.
    pub(super) fn look<'a, U: Deserialize<'a> + Default>(&'a self) -> U {
        postcard::from_bytes(&self.octets).unwrap_or_default()
    }

    /// Packs a value of a type that is written in the same way.
    pub(super) fn of_same<U: Serialize>(value: &U) -> Self {
        Self { octets: packed(value, |octets| octets.into()), of: PhantomData }
    }

    /// Its octets.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// What such octets hold.
    ///
    /// # Errors
    /// They are not those of a `T`.
    pub fn from_octets(octets: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes::<T>(octets)?;
        Ok(Self { octets: octets.into(), of: PhantomData })
    }
}

/// What `take` makes of a value's octets.
pub(super) fn packed<T: Serialize, U>(value: &T, take: impl FnOnce(&[u8]) -> U) -> U {
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        // Lists say their lengths beforehand, and a vector grows: there is nothing to fail.
        *buffer = postcard::to_extend(value, std::mem::take(buffer)).unwrap_or_default();
        take(buffer)
    })
}

impl<T> Clone for Packed<T> {
    fn clone(&self) -> Self {
        Self { octets: self.octets.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.octets == other.octets
    }
}

impl<T> Eq for Packed<T> {}

impl<T: Serialize + DeserializeOwned + Default + fmt::Debug> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.open().fmt(f)
    }
}

impl<T> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::octets::serialize(&self.octets, serializer)
    }
}

impl<'de, T: Serialize + DeserializeOwned + Default> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_octets(&super::octets::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Facts;

    #[test]
    fn what_is_packed_is_opened_and_what_is_not_ours_is_refused() {
        let facts = Facts { icid: Some("icid".into()), cause: Some(-1), ..Facts::default() };
        let packed = Packed::new(&facts);
        assert_eq!(packed.open(), facts);
        let journal = postcard::to_stdvec(&packed).unwrap();
        assert_eq!(postcard::from_bytes::<Packed<Facts>>(&journal).unwrap(), packed);
        assert!(Packed::<Facts>::from_octets(&packed.octets()[..4]).is_err());
        assert!(postcard::from_bytes::<Packed<Facts>>(&[2, 7, 7]).is_err());
    }
}
