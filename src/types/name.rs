//! Short texts that many records share: S-CSCF names, Diameter identities, domains, profile names.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{
    borrow::{Borrow, Cow},
    cell::RefCell,
    collections::HashSet,
    fmt,
    ops::Deref,
    sync::{Arc, LazyLock},
};

/// An interned text: a million records that name the same S-CSCF hold one copy of it.
///
/// Equal texts share one allocation as long as one of them lives; comparing is still by content.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

static POOL: LazyLock<parking_lot::RwLock<HashSet<Arc<str>>>> = LazyLock::new(Default::default);

/// Past this many different names the pool drops those that nobody holds any more.
const SWEEP_AT: usize = 4096;

/// Names a thread met lately, each in the one place its text hashes to: most of what is read again and again, like the profile of a
/// million subscribers, is found here without touching what all threads share.
const RECENT: usize = 64;

thread_local! {
    static MET: RefCell<[Option<Arc<str>>; RECENT]> = const { RefCell::new([const { None }; RECENT]) };
}

/// A text's place among the recent ones. Who chooses texts that collide there gains nothing but a look at the pool.
fn place(text: &str) -> usize {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let hash = words.iter().chain([&last]).fold(text.len() as u64, |hash, word| {
        (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    (hash >> 32) as usize % RECENT
}

impl Name {
    /// The shared copy of `text`.
    pub fn new(text: &str) -> Self {
        MET.with_borrow_mut(|met| {
            let recent = &mut met[place(text)];
            if let Some(name) = recent.as_ref().filter(|name| ***name == *text) {
                return Self(name.clone());
            }
            let name = Self::pooled(text);
            *recent = Some(name.0.clone());
            name
        })
    }

    fn pooled(text: &str) -> Self {
        if let Some(found) = POOL.read().get(text) {
            return Self(found.clone());
        }
        let mut pool = POOL.write();
        if let Some(found) = pool.get(text) {
            return Self(found.clone());
        }
        if pool.len() >= SWEEP_AT && pool.len().is_power_of_two() {
            pool.retain(|name| Arc::strong_count(name) > 1);
        }
        let name: Arc<str> = Arc::from(text);
        pool.insert(name.clone());
        Self(name)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&Cow::<'de, str>::deserialize(deserializer)?))
    }
}
