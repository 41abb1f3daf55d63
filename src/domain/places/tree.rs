//! The places themselves, each within a larger one, a few dozen octets each.

use super::levels::Levels;
use crate::types::Name;
use std::hash::{BuildHasher, RandomState};

/// No place.
const NONE: u32 = u32::MAX;

/// Where a place is (WGS 84), and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// In ten-millionths of a degree: about a centimetre.
    latitude: i32,
    longitude: i32,
    /// In metres; 0 where it is not known.
    radius: u32,
}

impl Position {
    /// The point with this latitude and longitude in degrees, and a radius in metres.
    ///
    /// # Errors
    /// Which of them is out of its range.
    pub fn new(latitude: f64, longitude: f64, radius: Option<u32>) -> Result<Self, &'static str> {
        if !(-90.0..=90.0).contains(&latitude) {
            return Err("a latitude is -90 to 90 degrees");
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return Err("a longitude is -180 to 180 degrees");
        }
        if radius == Some(0) {
            return Err("a radius is 1 metre or more");
        }
        let small = |degrees: f64| (degrees * 1e7).round() as i32;
        Ok(Self { latitude: small(latitude), longitude: small(longitude), radius: radius.unwrap_or(0) })
    }

    /// Degrees north.
    pub fn latitude(&self) -> f64 {
        f64::from(self.latitude) / 1e7
    }

    /// Degrees east.
    pub fn longitude(&self) -> f64 {
        f64::from(self.longitude) / 1e7
    }

    /// Metres around the point that belong to the place, where that is known.
    pub fn radius(&self) -> Option<u32> {
        (self.radius != 0).then_some(self.radius)
    }
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// The place it is within.
    parent: u32,
    /// Its name's begin and length in `Tree::names`.
    name: (u32, u16),
    level: u8,
    /// One more than the place of its zone in `Tree::zones`; 0 for none.
    zone: u16,
    /// Its place in `Tree::positions`.
    position: u32,
}

/// All places.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    names: String,
    positions: Vec<Position>,
    zones: Vec<Name>,
    /// The last place of each name, and of each place the one of its name before it.
    by_name: hashbrown::HashTable<u32>,
    before: Vec<u32>,
    hasher: RandomState,
}

impl Tree {
    /// Every place of a name, the last made first.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = u32> {
        let same = |number: &u32| self.node(*number).is_some_and(|node| self.name(node) == name);
        let first = self.by_name.find(self.hasher.hash_one(name), same).copied();
        std::iter::successors(first, |number| {
            self.before.get(*number as usize).copied().filter(|before| *before != NONE)
        })
    }

    /// Puts every place under its name.
    fn index(&mut self) {
        let mut by_name: hashbrown::HashTable<u32> = hashbrown::HashTable::new();
        let mut before = vec![NONE; self.nodes.len()];
        let hash = |number: u32| self.node(number).map_or(0, |node| self.hasher.hash_one(self.name(node)));
        for number in 0..u32::try_from(self.nodes.len()).unwrap_or(NONE) {
            let Some(name) = self.node(number).map(|node| self.name(node)) else { continue };
            let same = |other: &u32| self.node(*other).is_some_and(|node| self.name(node) == name);
            match by_name.find_mut(hash(number), same) {
                Some(last) => {
                    if let Some(place) = before.get_mut(number as usize) {
                        *place = std::mem::replace(last, number);
                    }
                }
                None => {
                    by_name.insert_unique(hash(number), number, |other| hash(*other));
                }
            }
        }
        by_name.shrink_to_fit(|other| hash(*other));
        (self.by_name, self.before) = (by_name, before);
    }

    pub(super) fn count(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn place<'a>(&'a self, levels: &'a Levels, number: u32) -> Place<'a> {
        Place { tree: self, levels, number }
    }

    fn node(&self, number: u32) -> Option<&Node> {
        self.nodes.get(number as usize)
    }

    fn name(&self, node: &Node) -> &str {
        let begin = node.name.0 as usize;
        self.names.get(begin..begin + usize::from(node.name.1)).unwrap_or_default()
    }

    fn within(&self, number: u32) -> Option<u32> {
        self.node(number).map(|node| node.parent).filter(|parent| *parent != NONE)
    }

    /// The smallest place that has both in it, or is one of them.
    pub(super) fn shared(&self, one: u32, other: u32) -> Option<u32> {
        let mut at = Some(one);
        while let Some(number) = at {
            let mut seek = Some(other);
            while let Some(found) = seek {
                if found == number {
                    return Some(number);
                }
                seek = self.within(found);
            }
            at = self.within(number);
        }
        None
    }
}

/// A place of a map. Copying it costs nothing.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    tree: &'a Tree,
    levels: &'a Levels,
    number: u32,
}

impl<'a> Place<'a> {
    /// Its name.
    pub fn name(self) -> &'a str {
        self.tree.node(self.number).map_or("", |node| self.tree.name(node))
    }

    /// The name of its level.
    pub fn level(self) -> &'a str {
        self.levels.name(self.rank())
    }

    /// The number of its level, 0 for the smallest.
    pub fn rank(self) -> usize {
        self.tree.node(self.number).map_or(0, |node| node.level.into())
    }

    /// The place it is within.
    pub fn within(self) -> Option<Self> {
        self.tree.within(self.number).map(|number| Self { number, ..self })
    }

    /// Itself, then every place it is within, the smallest first.
    pub fn path(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |place| place.within())
    }

    /// True if it is `other`, or lies in it.
    pub fn lies_in(self, other: Self) -> bool {
        self.path().any(|place| place.number == other.number)
    }

    /// It, or the place around it, that is of this level.
    pub fn at(self, level: &str) -> Option<Self> {
        self.path().find(|place| place.level() == level)
    }

    /// Its own position, or that of the smallest place around it that has one: then the place it belongs to says how exact it is.
    pub fn position(self) -> Option<(Position, Self)> {
        self.path().find_map(|place| {
            let node = place.tree.node(place.number)?;
            Some((*place.tree.positions.get(node.position as usize)?, place))
        })
    }

    /// Its time zone, or that of the smallest place around it that has one: a name of the IANA's database.
    pub fn zone(self) -> Option<&'a Name> {
        self.path().find_map(|place| {
            let zone = place.tree.node(place.number)?.zone;
            place.tree.zones.get(usize::from(zone).checked_sub(1)?)
        })
    }
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Place({self})")
    }
}

/// The names, the smallest place first, with commas between.
impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, place) in self.path().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            f.write_str(place.name())?;
        }
        Ok(())
    }
}

/// Makes a tree: a place is the same if name, level and the place it is within are.
#[derive(Debug, Default)]
pub(super) struct Planting {
    tree: Tree,
    known: hashbrown::HashTable<u32>,
    hasher: RandomState,
}

impl Planting {
    /// The place of this name and level within another; made where it is not there. `None` where there is no room: a text too long, too many places.
    pub(super) fn place(&mut self, parent: Option<u32>, level: usize, name: &str) -> Option<u32> {
        let Self { tree, known, hasher } = self;
        let parent = parent.unwrap_or(NONE);
        let level = u8::try_from(level).ok()?;
        let of = |node: &Node, tree: &Tree| hasher.hash_one((node.parent, node.level, tree.name(node)));
        let same = |number: &u32| {
            tree.node(*number)
                .is_some_and(|node| (node.parent, node.level, tree.name(node)) == (parent, level, name))
        };
        let hash = hasher.hash_one((parent, level, name));
        if let Some(found) = known.find(hash, same) {
            return Some(*found);
        }
        let number = u32::try_from(tree.nodes.len()).ok().filter(|number| *number != NONE)?;
        let begin = u32::try_from(tree.names.len()).ok()?;
        let length = u16::try_from(name.len()).ok()?;
        tree.names.push_str(name);
        tree.nodes.push(Node { parent, name: (begin, length), level, zone: 0, position: NONE });
        known.insert_unique(hash, number, |other| tree.node(*other).map_or(0, |node| of(node, tree)));
        Some(number)
    }

    /// Says where a place is; the position it has already, if it is another.
    pub(super) fn locate(&mut self, number: u32, position: Position) -> Option<Position> {
        let node = self.tree.nodes.get_mut(number as usize)?;
        if let Some(known) = self.tree.positions.get(node.position as usize) {
            return Some(*known).filter(|known| *known != position);
        }
        node.position = self.tree.positions.len() as u32;
        self.tree.positions.push(position);
        None
    }

    /// Says which zone's time a place has; the zone it has already, if it is another. `false`: there are more zones than the world has.
    pub(super) fn zone(&mut self, number: u32, zone: &str) -> Result<bool, Name> {
        let zones = &mut self.tree.zones;
        let at = zones.iter().position(|known| **known == *zone).unwrap_or_else(|| {
            zones.push(Name::new(zone));
            zones.len() - 1
        });
        let Ok(at) = u16::try_from(at + 1) else { return Ok(false) };
        let Some(node) = self.tree.nodes.get_mut(number as usize) else { return Ok(false) };
        if node.zone != 0 && node.zone != at {
            return Err(zones.get(usize::from(node.zone) - 1).cloned().unwrap_or_else(|| Name::new("")));
        }
        node.zone = at;
        Ok(true)
    }

    /// True if a zone was named before, and so is one.
    pub(super) fn knows_zone(&self, zone: &str) -> bool {
        self.tree.zones.iter().any(|known| **known == *zone)
    }

    pub(super) fn finish(mut self) -> Tree {
        self.tree.nodes.shrink_to_fit();
        self.tree.names.shrink_to_fit();
        self.tree.positions.shrink_to_fit();
        self.tree.index();
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lq_3_places_lie_within_one_another() {
        let mut planting = Planting::default();
        let land = planting.place(None, 4, "Labland").unwrap();
        let north = planting.place(Some(land), 3, "North").unwrap();
        let one = planting.place(Some(north), 2, "Port").unwrap();
        let other = planting.place(Some(land), 2, "Port").unwrap();
        assert_ne!(one, other, "the same name elsewhere is another place");
        assert_eq!(planting.place(Some(north), 2, "Port"), Some(one));
        let position = Position::new(52.520_008_1, -13.404_954, Some(500)).unwrap();
        assert_eq!(planting.locate(north, position), None);
        assert_eq!(planting.locate(north, position), None);
        assert_eq!(planting.locate(north, Position::new(1.0, 1.0, None).unwrap()), Some(position));
        assert_eq!(planting.zone(land, "Europe/Berlin"), Ok(true));
        assert_eq!(planting.zone(land, "Europe/Paris"), Err(Name::new("Europe/Berlin")));
        let tree = planting.finish();
        let levels = Levels::default();
        let port = tree.place(&levels, one);
        assert_eq!((port.to_string().as_str(), port.level()), ("Port, North, Labland", "city"));
        assert_eq!(port.at("country").map(Place::name), Some("Labland"));
        assert!(port.at("site").is_none());
        let (found, whose) = port.position().unwrap();
        assert_eq!(
            (found.latitude(), found.longitude(), found.radius()),
            (52.520_008_1, -13.404_954, Some(500))
        );
        assert_eq!((whose.name(), port.zone().map(|zone| &**zone)), ("North", Some("Europe/Berlin")));
        assert!(tree.place(&levels, other).position().is_none());
        assert_eq!(
            (tree.shared(one, other), tree.shared(one, north), tree.shared(one, one)),
            (Some(land), Some(north), Some(one))
        );
    }

    #[test]
    fn a_position_is_on_the_globe() {
        for (latitude, longitude, radius) in [
            (90.1, 0.0, None),
            (0.0, -180.1, None),
            (f64::NAN, 0.0, None),
            (0.0, f64::INFINITY, None),
            (0.0, 0.0, Some(0)),
        ] {
            assert!(Position::new(latitude, longitude, radius).is_err());
        }
        assert!(Position::new(-90.0, 180.0, None).is_ok());
    }
}
