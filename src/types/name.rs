//! Short texts that many records share: S-CSCF names, Diameter identities, domains, profile names.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{
    borrow::Borrow,
    cell::RefCell,
    collections::HashSet,
    convert::Infallible,
    fmt,
    ops::Deref,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

/// An interned text: a million records that name the same S-CSCF hold a copy or a few of it.
///
/// Equal texts of one pool share an allocation as long as one of them lives; comparing is by content.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

type Pool = parking_lot::RwLock<HashSet<Arc<str>>>;

/// More than one, because every holder of a copy counts in it: threads that fill memory side by side would hand its counter to and fro.
static POOLS: [LazyLock<Pool>; 4] = [const { LazyLock::new(Default::default) }; 4];

/// Gives every thread its pool, in turn.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// Past this many different names the pool drops those that nobody holds any more.
const SWEEP_AT: usize = 4096;

/// Names a thread met lately, each in the one place its text hashes to: most of what is read again and again, like the profile of a
/// million subscribers, is found here without touching what all threads share.
const RECENT: usize = 256;

thread_local! {
    static MET: RefCell<[Option<Arc<str>>; RECENT]> = const { RefCell::new([const { None }; RECENT]) };
    static POOL: &'static Pool = &POOLS[THREADS.fetch_add(1, Ordering::Relaxed) % POOLS.len()];
}

/// FNV-1a over words, cut down to a place among the recent ones. Who chooses texts that collide there gains nothing but a look at a
/// pool.
fn place(text: &str) -> usize {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
    let hash = words.fold(0xcbf2_9ce4_8422_2325_u64 ^ text.len() as u64, |hash, word| {
        (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
    });
    (hash >> 24) as usize % RECENT
}

impl Name {
    /// The shared copy of `text`.
    pub fn new(text: &str) -> Self {
        MET.with_borrow_mut(|met| {
            let recent = &mut met[place(text)];
            if let Some(name) = recent.as_ref().filter(|name| ***name == *text) {
                return Self(name.clone());
            }
            let name = POOL.with(|pool| Self::pooled(pool, text));
            *recent = Some(name.0.clone());
            name
        })
    }

    fn pooled(pool: &Pool, text: &str) -> Self {
        if let Some(found) = pool.read().get(text) {
            return Self(found.clone());
        }
        let mut pool = pool.write();
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
        super::text::parse(deserializer, |text| Ok::<_, Infallible>(Self::new(text)))
    }
}
