//! The levels of the hierarchy of places, by name.

use crate::types::Name;

/// What the columns and keys beside the levels are called.
pub const WORDS: [&str; 6] = ["match", "name", "latitude", "longitude", "radius", "zone"];

/// The most levels a hierarchy may have.
pub const MAX: usize = 16;

/// The names of the levels, the smallest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels(Vec<Name>);

impl Default for Levels {
    /// cell, site, city, province, country.
    fn default() -> Self {
        Self(["cell", "site", "city", "province", "country"].map(Name::new).to_vec())
    }
}

impl Levels {
    /// The levels with these names, the smallest first.
    ///
    /// # Errors
    /// A sentence: none or too many, a name twice, a name that is no word or is taken by something else.
    pub fn new<T: AsRef<str>>(names: &[T]) -> Result<Self, String> {
        if names.is_empty() || names.len() > MAX {
            return Err(format!("there are {} levels: write 1 to {MAX}, the smallest first", names.len()));
        }
        let mut levels = Vec::with_capacity(names.len());
        for name in names.iter().map(AsRef::as_ref) {
            let word =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
            if name.is_empty() || !name.bytes().all(word) {
                return Err(format!("{name:?} is no name for a level: write small letters, digits, - and _"));
            }
            if WORDS.contains(&name) {
                return Err(format!("{name} is no name for a level: the map of places uses that word"));
            }
            let name = Name::new(name);
            if levels.contains(&name) {
                return Err(format!("the level {name} is there twice"));
            }
            levels.push(name);
        }
        Ok(Self(levels))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The name of a level; empty where there is none.
    pub fn name(&self, level: usize) -> &str {
        self.0.get(level).map_or("", |name| name)
    }

    /// Which level has this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|level| **level == *name)
    }

    /// The names, the smallest level first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| &**name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_names_of_their_own() {
        let levels = Levels::new(&["cell", "district", "land"]).unwrap();
        assert_eq!((levels.count(), levels.find("district"), levels.name(2)), (3, Some(1), "land"));
        assert_eq!((levels.find("city"), levels.name(3)), (None, ""));
        let refused = |names: &[&str]| Levels::new(names).unwrap_err();
        assert!(refused(&[]).contains("1 to 16"));
        assert!(refused(&["a"; 17]).contains("1 to 16"));
        assert!(refused(&["a", "b", "a"]).contains("a is there twice"));
        assert!(refused(&["zone"]).contains("uses that word"));
        assert!(refused(&["Stadt"]).contains("small letters"));
    }
}
