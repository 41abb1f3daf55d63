//! The map: from what a message says to a place, and which rule decided that (LQ-3).

use super::{
    Area, Cell, Country, Kind, Levels, Place, Rule, Seen, Spot,
    countries::country,
    kind::{Keyed, key},
    segments::{Entry, Segments},
    tree::Tree,
};

/// A whole map, never changed once it is made: a reload puts another in its place.
#[derive(Debug, Default)]
pub struct Places {
    pub(super) levels: Levels,
    pub(super) tree: Tree,
    /// By the number of the kind.
    pub(super) rules: [Segments; Kind::ALL.len()],
}

/// Where the answer was found: what is told is tried from the smallest to the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// By the cell.
    Cell,
    /// By the tracking, routing or location area.
    Area,
    /// By the network.
    Plmn,
    /// By a rule about the country code.
    Mcc,
    /// By the table of country codes: the map says nothing.
    CountryTable,
}

impl Step {
    /// A word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Area => "area",
            Self::Plmn => "plmn",
            Self::Mcc => "mcc",
            Self::CountryTable => "country-table",
        }
    }
}

/// Where something is, and why.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    step: Step,
    found: Found<'a>,
    levels: &'a Levels,
}

#[derive(Debug, Clone, Copy)]
enum Found<'a> {
    /// By one rule of the map.
    Rule(Place<'a>, Kind, &'a Entry),
    /// By several: the place that those of a base station's cells which the map knows share.
    Shared(Place<'a>),
    /// By the table.
    Country(&'static Country),
}

impl<'a> Answer<'a> {
    /// At which step it was found.
    pub const fn step(&self) -> Step {
        self.step
    }

    /// The rule that decided. None where it was the table of country codes, or what several cells of a base station share.
    pub fn rule(&self) -> Option<Rule> {
        let Found::Rule(_, kind, entry) = self.found else { return None };
        Some(Rule { kind, first: entry.first, last: entry.last })
    }

    /// The line of the map's file that the rule stands in.
    pub fn line(&self) -> Option<u32> {
        let Found::Rule(.., entry) = self.found else { return None };
        Some(entry.line)
    }

    /// The place; none where the table of country codes answered.
    pub fn place(&self) -> Option<Place<'a>> {
        match self.found {
            Found::Rule(place, ..) | Found::Shared(place) => Some(place),
            Found::Country(_) => None,
        }
    }

    /// Where that is, whether the map or the table told it.
    pub fn spot(&self) -> Spot<'a> {
        match self.found {
            Found::Rule(place, ..) | Found::Shared(place) => Spot::Place(place),
            Found::Country(country) => Spot::Country(country, self.levels.count().saturating_sub(1)),
        }
    }

    /// The country of the table, where that answered.
    pub fn country(&self) -> Option<&'static Country> {
        if let Found::Country(country) = self.found { Some(country) } else { None }
    }

    /// The name at a level, such as `city`; the table's country is of the largest one.
    pub fn name_at(&self, level: &str) -> Option<&'a str> {
        match self.found {
            Found::Rule(place, ..) | Found::Shared(place) => place.at(level).map(Place::name),
            Found::Country(country) => {
                let largest = self.levels.name(self.levels.count().saturating_sub(1));
                (level == largest).then_some(country.name)
            }
        }
    }
}

impl std::fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.found {
            Found::Rule(place, ..) | Found::Shared(place) => place.fmt(f),
            Found::Country(country) => f.write_str(country.name),
        }
    }
}

impl Places {
    /// The levels of its hierarchy.
    pub const fn levels(&self) -> &Levels {
        &self.levels
    }

    /// How many rules it has.
    pub fn rules(&self) -> usize {
        self.rules.iter().map(Segments::count).sum()
    }

    /// How many places it has.
    pub fn places(&self) -> usize {
        self.tree.count()
    }

    /// Where that is: by the cell, else the area, else the network, else its country. Nothing is allocated.
    pub fn lookup(&self, seen: &Seen) -> Option<Answer<'_>> {
        seen.cell
            .and_then(|cell| self.cell(cell))
            .or_else(|| self.area(seen.area()?))
            .or_else(|| self.one(Step::Plmn, seen.network()?))
            .or_else(|| self.mcc(seen.network().map(|plmn| plmn.mcc()).or(seen.mcc)?))
    }

    fn cell(&self, cell: Cell) -> Option<Answer<'_>> {
        match cell {
            Cell::Ecgi(cell) => self.one(Step::Cell, cell),
            Cell::Ncgi(cell) => self.one(Step::Cell, cell),
            Cell::Cgi(cell) => self.one(Step::Cell, cell),
            Cell::Sai(area) => self.one(Step::Cell, area),
            Cell::ENodeB(station) => {
                let (first, last) = station.cells();
                let number = |eci: u32| key(station.plmn, Kind::Ecgi.digits(), eci.into());
                self.any_of(number(first), number(last))
            }
        }
    }

    fn area(&self, area: Area) -> Option<Answer<'_>> {
        match area {
            Area::Tai(area) => self.one(Step::Area, area),
            Area::Tai5gs(area) => self.one(Step::Area, area),
            Area::Rai(area) => self.one(Step::Area, area).or_else(|| self.one(Step::Area, area.lai)),
            Area::Lai(area) => self.one(Step::Area, area),
        }
    }

    fn mcc(&self, mcc: u16) -> Option<Answer<'_>> {
        self.numbered(Step::Mcc, Kind::Mcc, mcc.into()).or_else(|| {
            let found = Found::Country(country(mcc)?);
            Some(Answer { step: Step::CountryTable, found, levels: &self.levels })
        })
    }

    fn one<T: Keyed>(&self, step: Step, value: T) -> Option<Answer<'_>> {
        self.numbered(step, T::KIND, value.key())
    }

    fn numbered(&self, step: Step, kind: Kind, number: u64) -> Option<Answer<'_>> {
        let entry = self.rules.get(kind as usize)?.find(number)?;
        Some(Answer { step, found: Found::Rule(self.place(entry.place), kind, entry), levels: &self.levels })
    }

    /// A cell of LTE of which only the base station is known: 1024 cells at most.
    fn any_of(&self, first: u64, last: u64) -> Option<Answer<'_>> {
        let mut entries = self.rules.get(Kind::Ecgi as usize)?.within(first, last);
        let entry = entries.next()?;
        let (mut shared, mut alone) = (entry.place, true);
        for other in entries {
            alone &= std::ptr::eq(entry, other);
            shared = self.tree.shared(shared, other.place)?;
        }
        let place = self.place(shared);
        let found = if alone { Found::Rule(place, Kind::Ecgi, entry) } else { Found::Shared(place) };
        Some(Answer { step: Step::Cell, found, levels: &self.levels })
    }

    pub(super) fn place(&self, number: u32) -> Place<'_> {
        self.tree.place(&self.levels, number)
    }
}
