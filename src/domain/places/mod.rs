//! Places: from a cell to the site, city, province and country it is in (LQ-3; VC-2 builds on it).
//!
//! A [`Seen`] is what a message says of where a user is; [`access`] reads it from a P-Access-Network-Info, a 3GPP-User-Location-Info or the name of a
//! visited network, [`query`] from what a person types. A [`Places`] is a map, read from a file of [`csv`](Format::Csv) or [`toml`](Format::Toml): it
//! turns what is seen into an [`Answer`]: a [`Place`] in its hierarchy, with the [`Rule`] that decided and the [`Step`] at which it did.
//!
//! Of several rules for one cell the one about the fewest cells decides. An unknown cell is looked for by its area, its network, its country code, and
//! at last in a table of country codes. Two rules about equally many that overlap are a mistake: no order of lines decides anything.
//!
//! Reading order: [`rule`], [`levels`], `tree` (the places), `segments` (how a rule is found), `map`, then the formats.

pub mod access;
pub mod countries;
pub mod kind;
pub mod levels;
pub mod query;
pub mod rule;

mod builder;
mod csv;
mod map;
mod named;
mod segments;
mod toml;
mod tree;

pub use builder::{Mistake, Mistakes};
pub use countries::Country;
pub use kind::Kind;
pub use levels::Levels;
pub use map::{Answer, Places, Step};
pub use named::{Spot, Unnamed};
pub use rule::Rule;
pub use tree::{Place, Position};

pub use crate::types::{Area, Cell, Seen};

use builder::Builder;

/// How a map is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A place in each line.
    Csv,
    /// A place in each table.
    Toml,
}

impl Format {
    /// By the end of a file's name: `.toml`, and CSV for everything else.
    pub fn of_name(name: &str) -> Self {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        if end.eq_ignore_ascii_case("toml") { Self::Toml } else { Self::Csv }
    }
}

impl Places {
    /// A map without rules: of everything it knows the country alone.
    pub fn empty(levels: Levels) -> Self {
        Self { levels, ..Self::default() }
    }

    /// Reads a map.
    ///
    /// # Errors
    /// Every line that is wrong, with the reason. There is no map of the others.
    pub fn read(octets: &[u8], format: Format, levels: Levels) -> Result<Self, Mistakes> {
        let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
        let mut builder = Builder::new(levels);
        match std::str::from_utf8(octets) {
            Ok(text) if format == Format::Csv => csv::read(text, &mut builder),
            Ok(text) => toml::read(text, &mut builder),
            Err(error) => {
                let before = octets.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
                let line = u32::try_from(before + 1).unwrap_or(u32::MAX);
                builder.mistake(line, "not UTF-8 from here on");
            }
        }
        builder.finish()
    }
}

#[cfg(test)]
mod tests;
