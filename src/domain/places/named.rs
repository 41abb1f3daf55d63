//! From a name that a person wrote to a place of the map: what home places are given as (VC-1, VC-4).

use super::{Country, Place, Places, countries};
use crate::types::Name;
use std::fmt;

/// A place of the map, or a country of the table where the map says nothing.
#[derive(Debug, Clone, Copy)]
pub enum Spot<'a> {
    /// Of the map.
    Place(Place<'a>),
    /// Of the table of country codes; with the rank of the largest level, which it is of.
    Country(&'static Country, usize),
}

/// Why a name is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unnamed {
    /// Nothing is called so.
    #[error("the map of places has no {0:?}")]
    Nowhere(String),
    /// Several are, and none lies in the others.
    #[error("{name:?} may be {one:?} or {other:?}: write which, with the places around it")]
    Several {
        /// What was written.
        name: String,
        /// One of them.
        one: String,
        /// Another.
        other: String,
    },
}

impl<'a> Spot<'a> {
    /// The names of the place and of those around it, each with the rank of its level; the smallest first.
    pub fn path(self) -> impl Iterator<Item = (usize, &'a str)> {
        let (place, country) = match self {
            Self::Place(place) => (Some(place), None),
            Self::Country(country, rank) => (None, Some((rank, country.name))),
        };
        place.into_iter().flat_map(Place::path).map(|place| (place.rank(), place.name())).chain(country)
    }

    /// The name at a level, by its rank.
    pub fn at(self, rank: usize) -> Option<&'a str> {
        self.path().find(|(of, _)| *of == rank).map(|(_, name)| name)
    }

    /// The time zone, where the map has one.
    pub fn zone(self) -> Option<&'a Name> {
        match self {
            Self::Place(place) => place.zone(),
            Self::Country(..) => None,
        }
    }

    /// True if it is `other`, or lies in it.
    pub fn lies_in(self, other: Self) -> bool {
        match (self, other) {
            (Self::Place(one), Self::Place(other)) => one.lies_in(other),
            (one, Self::Country(country, rank)) => one.at(rank) == Some(country.name),
            (Self::Country(country, _), Self::Place(other)) => {
                other.within().is_none() && other.name() == country.name
            }
        }
    }
}

impl fmt::Display for Spot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(place) => place.fmt(f),
            Self::Country(country, _) => f.write_str(country.name),
        }
    }
}

impl Places {
    /// The place of this name. Where several have it, those of the places around it that make it unambiguous stand behind it with commas between
    /// (`Port, North, Labland` or `Port, Labland`); of several of which each lies in the next it is the smallest: the city of Berlin, not the
    /// province. A country that the map lacks is one of the table's, by its name or ISO 3166-1's two letters.
    ///
    /// # Errors
    /// [`Unnamed`]: nothing is called so, or several are.
    pub fn named(&self, text: &str) -> Result<Spot<'_>, Unnamed> {
        let text = text.trim();
        // A name may have commas of its own: the longest that is one counts.
        let ends = std::iter::once(text.len()).chain(text.rmatch_indices(',').map(|(at, _)| at));
        for end in ends {
            let (name, around) = text.split_at(end);
            let around = around.strip_prefix(',').unwrap_or(around);
            if let Some(found) = self.smallest(name.trim(), around.trim(), text)? {
                return Ok(Spot::Place(found));
            }
        }
        let country = countries::named(text).ok_or_else(|| Unnamed::Nowhere(text.to_owned()))?;
        Ok(Spot::Country(country, self.levels().count().saturating_sub(1)))
    }

    /// Of the places of a name that lie in others, the one that lies in all the rest.
    fn smallest(&self, name: &str, around: &str, text: &str) -> Result<Option<Place<'_>>, Unnamed> {
        let mut found: Option<Place<'_>> = None;
        let candidates = self.tree.named(name).map(|number| self.place(number));
        for place in candidates.filter(|place| lies_in_names(*place, around)) {
            found = match found {
                None => Some(place),
                Some(before) if before.lies_in(place) => Some(before),
                Some(before) if place.lies_in(before) => Some(place),
                Some(before) => {
                    let name = text.to_owned();
                    return Err(Unnamed::Several { name, one: before.to_string(), other: place.to_string() });
                }
            };
        }
        Ok(found)
    }
}

/// True if the places around `place` have the names of `around`, in this order, perhaps with others between.
fn lies_in_names(place: Place<'_>, around: &str) -> bool {
    let mut names: Vec<&str> = place.path().skip(1).map(Place::name).collect();
    // Names may have commas of their own, so the text is eaten from its beginning.
    let mut rest = around;
    while !rest.is_empty() {
        let next = names.iter().position(|name| {
            rest.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with(','))
        });
        let Some(at) = next else { return false };
        rest = rest.strip_prefix(names[at]).unwrap_or_default().trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        names.drain(..=at);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::places::{Format, Levels};

    const MAP: &str = "match,site,city,province,country,zone
mcc 001,,,,Labland,Etc/UTC
tai 00101-0001,,Port,North,Labland,
tai 00101-0002,,Port,South,Labland,Europe/Berlin
tai 00101-0003,,North,North,Labland,
tai 00101-0004,\"Deck, upper\",Port,South,Labland,
tai 00101-0005,,Solo,,Labland,
";

    #[test]
    fn vc_1_places_are_found_by_name() {
        let places = Places::read(MAP.as_bytes(), Format::Csv, Levels::default()).unwrap();
        for (text, found) in [
            ("Solo", "Solo, Labland"),
            (" Solo , Labland", "Solo, Labland"),
            ("Port, North", "Port, North, Labland"),
            ("Port, South, Labland", "Port, South, Labland"),
            ("North", "North, North, Labland"),
            ("South", "South, Labland"),
            ("Deck, upper", "Deck, upper, Port, South, Labland"),
            ("Deck, upper, South", "Deck, upper, Port, South, Labland"),
            ("Labland", "Labland"),
            ("Germany", "Germany"),
            ("DE", "Germany"),
        ] {
            assert_eq!(places.named(text).map(|spot| spot.to_string()), Ok(found.to_owned()), "{text}");
        }
        for text in
            ["", "Nowhere", "Port, Solo", "Solo, North", "Solo,, Labland", "North, Labland, North", "de"]
        {
            assert!(matches!(places.named(text), Err(Unnamed::Nowhere(_))), "{text}");
        }
        let several = places.named("Port, Labland").unwrap_err().to_string();
        assert!(
            several.contains("Port, North, Labland") && several.contains("Port, South, Labland"),
            "{several}"
        );
        assert_eq!(Places::empty(Levels::default()).named("DE").unwrap().at(4), Some("Germany"));
    }

    #[test]
    fn vc_4_one_place_lies_in_another() {
        let places = Places::read(MAP.as_bytes(), Format::Csv, Levels::default()).unwrap();
        let named = |text| places.named(text).unwrap();
        let lies = |one, other| named(one).lies_in(named(other));
        assert!(lies("Port, North", "Labland") && lies("Solo", "Solo") && lies("Germany", "DE"));
        assert!(!lies("Port, North", "Port, South") && !lies("Labland", "Solo") && !lies("Solo", "Germany"));
        assert_eq!(named("Port, South").zone().map(|zone| &**zone), Some("Europe/Berlin"));
        assert_eq!(
            (named("Solo").at(2), named("Solo").at(3), named("Solo").at(4)),
            (Some("Solo"), None, Some("Labland"))
        );
    }
}
