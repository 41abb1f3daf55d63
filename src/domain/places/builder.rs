//! From entries of a file, whatever its form, to a map; or every mistake in it.

use super::{
    Kind, Levels, Places, Position, Rule,
    rule::short,
    segments::{Entry, Segments},
    tree::Planting,
};
use std::{collections::HashMap, fmt};

/// A line that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its number, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub sentence: String,
}

/// Every line that is wrong: the file makes no map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

/// How many mistakes are shown; the rest are counted.
const SHOWN: usize = 50;

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mistakes = if self.0.len() == 1 { "one mistake" } else { "mistakes" };
        let count = if self.0.len() == 1 { String::new() } else { format!("{} ", self.0.len()) };
        write!(f, "{count}{mistakes} in the map of places: nothing of it is applied")?;
        for Mistake { line, sentence } in self.0.iter().take(SHOWN) {
            write!(f, "\n  line {line}: {sentence}")?;
        }
        match self.0.len().checked_sub(SHOWN) {
            Some(more) if more > 0 => write!(f, "\n  and {more} further ones"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Mistakes {}

/// What is said of a place beside its name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attributes<'a> {
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) radius: Option<f64>,
    pub(super) zone: Option<&'a str>,
}

/// A map in the making.
#[derive(Debug)]
pub(super) struct Builder {
    levels: Levels,
    planting: Planting,
    rules: [Vec<Entry>; Kind::ALL.len()],
    /// The lines that tell a place's position, and its zone.
    told: [HashMap<u32, u32>; 2],
    mistakes: Vec<Mistake>,
}

impl Builder {
    pub(super) fn new(levels: Levels) -> Self {
        Self {
            levels,
            planting: Planting::default(),
            rules: Default::default(),
            told: Default::default(),
            mistakes: Vec::new(),
        }
    }

    pub(super) const fn levels(&self) -> &Levels {
        &self.levels
    }

    /// Notes what is wrong with a line.
    pub(super) fn mistake(&mut self, line: u32, sentence: impl Into<String>) {
        self.mistakes.push(Mistake { line, sentence: sentence.into() });
    }

    /// The place of this name and level within another. `None`: a mistake was noted.
    pub(super) fn place(&mut self, line: u32, parent: Option<u32>, level: usize, name: &str) -> Option<u32> {
        if name.chars().any(char::is_control) {
            self.mistake(line, format!("the name {:?} has control characters in it", short(name)));
            return None;
        }
        let found = self.planting.place(parent, level, name);
        if found.is_none() {
            self.mistake(line, "a name of more than 65535 octets, or too many places");
        }
        found
    }

    /// A rule that leads to a place.
    pub(super) fn rule(&mut self, line: u32, place: u32, text: &str) {
        match Rule::parse(text) {
            Ok(rule) => {
                if let Some(rules) = self.rules.get_mut(rule.kind as usize) {
                    rules.push(Entry::new(&rule, place, line));
                }
            }
            Err(sentence) => self.mistake(line, sentence),
        }
    }

    /// What is said of a place. The same may be said again; something else may not.
    pub(super) fn attributes(&mut self, line: u32, place: u32, said: &Attributes<'_>) {
        match position(said) {
            Ok(Some(position)) => {
                let other = self.planting.locate(place, position);
                if other.is_some() {
                    let before = self.told[0].get(&place).copied().unwrap_or(line);
                    self.mistake(line, format!("line {before} tells another position of the same place"));
                }
                self.told[0].entry(place).or_insert(line);
            }
            Ok(None) => {}
            Err(sentence) => self.mistake(line, sentence),
        }
        let Some(zone) = said.zone else { return };
        if !self.planting.knows_zone(zone) && !is_zone(zone) {
            let sentence = format!(
                "{:?} is no time zone: write a name of the IANA's database, such as Europe/Berlin",
                short(zone)
            );
            return self.mistake(line, sentence);
        }
        if let Err(other) = self.planting.zone(place, zone) {
            let before = self.told[1].get(&place).copied().unwrap_or(line);
            self.mistake(line, format!("line {before} tells another time zone of the same place: {other}"));
        }
        self.told[1].entry(place).or_insert(line);
    }

    /// The map, if there is no mistake in it.
    pub(super) fn finish(mut self) -> Result<Places, Mistakes> {
        let mut rules: [Segments; Kind::ALL.len()] = Default::default();
        for ((kind, entries), segments) in Kind::ALL.into_iter().zip(&mut self.rules).zip(&mut rules) {
            let (laid, equals) = Segments::new(std::mem::take(entries));
            *segments = laid;
            let rule = |entry: &Entry| Rule { kind, first: entry.first, last: entry.last };
            for (before, entry) in equals {
                let sentence = if (before.first, before.last) == (entry.first, entry.last) {
                    format!("line {} has the rule {} already", before.line, rule(&entry))
                } else {
                    let (one, other) = (rule(&entry), rule(&before));
                    format!(
                        "{one} overlaps {other} of line {}, and none of the two is about fewer",
                        before.line
                    )
                };
                self.mistakes.push(Mistake { line: entry.line, sentence });
            }
        }
        if !self.mistakes.is_empty() {
            self.mistakes.sort_by_key(|mistake| mistake.line);
            return Err(Mistakes(self.mistakes));
        }
        Ok(Places { levels: self.levels, tree: self.planting.finish(), rules })
    }
}

/// The position that is said, if one is.
fn position(said: &Attributes<'_>) -> Result<Option<Position>, String> {
    let radius = match said.radius {
        Some(metres) if !(1.0..=f64::from(u32::MAX)).contains(&metres) => {
            return Err("a radius is 1 metre or more".into());
        }
        radius => radius.map(|metres| metres.round() as u32),
    };
    match (said.latitude, said.longitude) {
        (Some(latitude), Some(longitude)) => {
            Position::new(latitude, longitude, radius).map(Some).map_err(str::to_owned)
        }
        (None, None) if radius.is_none() => Ok(None),
        _ => Err("latitude and longitude belong together, and a radius to both".into()),
    }
}

/// A name of the IANA's database: by its form, and by the database where this machine has one.
fn is_zone(name: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
    let parts = name.split('/').all(|part| !part.is_empty());
    let database = jiff::tz::db();
    name.len() <= 64
        && parts
        && name.bytes().all(sound)
        && (database.is_definitively_empty() || database.get(name).is_ok())
}
