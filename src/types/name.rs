//! Short texts that many records share: S-CSCF names, Diameter identities, domains, profile names.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{
    borrow::{Borrow, Cow},
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

impl Name {
    /// The shared copy of `text`.
    pub fn new(text: &str) -> Self {
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
