//! The decision: home, visited place, and whether that is roaming.

use super::{Assumed, Roaming};
use crate::{
    domain::places::{Places, Spot, Step},
    records::{CallPlaces, Fact, Held, Source, VisitedBy},
    types::{E164, Name, Seen, Timestamp},
};

/// What is known of a party when its call begins.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its number.
    pub number: Option<E164>,
    /// Home-Place of the request; empty: it says none.
    pub said_home: &'a str,
    /// Visited-Place of the request likewise.
    pub said_visited: &'a str,
    /// The home place of the contract.
    pub contract_home: Option<&'a str>,
    /// Cell, area and network that the request tells.
    pub seen: &'a Seen,
    /// What the location service remembers.
    pub fact: Option<&'a Fact>,
    /// When it begins.
    pub now: Timestamp,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is a roaming call.
    pub roaming: bool,
    /// The places, and whether the record is held.
    pub places: CallPlaces,
}

/// Decides about a party.
pub fn classify(asked: &Asked<'_>, map: &Places, roaming: &Roaming) -> Verdict {
    let from = map.levels().find(&roaming.rules.jurisdiction).unwrap_or(0);
    let home = home(asked, map, roaming, from);
    let visited = visited(asked, map);
    let compared =
        home.spot.zip(visited.spot).and_then(|(home, visited)| compare(home, visited, (from, map)));
    let assumed = |assumed: Assumed| assumed == Assumed::Roaming;
    let is_roaming = match (compared, home.spot) {
        (Some((_, same)), _) => !same,
        (None, None) => assumed(roaming.rules.unknown_home),
        (None, Some(_)) => assumed(roaming.rules.unknown_visited),
    };
    let places = CallPlaces {
        number: asked.number,
        home: home.text,
        visited: visited.text,
        by: visited.by,
        age: visited.age,
        home_path: names(home.spot),
        visited_path: names(visited.spot),
        zone: visited.spot.and_then(|spot| spot.zone().cloned()),
        level: compared.map(|(rank, _)| Name::new(map.levels().name(rank))),
        areas: [home.spot, visited.spot].map(|spot| spot.and_then(|spot| area(spot, from))),
        held: home.held,
    };
    Verdict { roaming: is_roaming, places }
}

/// Why a record is held, for people.
pub fn sentence(places: &CallPlaces) -> String {
    let number = places.number.map_or("a party without a number".to_owned(), |number| format!("+{number}"));
    let home = places.home.as_deref().unwrap_or_default();
    match &places.held {
        None => format!("the home place of {number} is {home}"),
        Some(Held::Disagreement { table }) => {
            format!("the home place of {number} is {home:?} by the record, and {table:?} by the table")
        }
        Some(Held::NoSuchPlace) => {
            format!("the home place of {number} is {home:?} by the record, which is no place of the map")
        }
        Some(Held::NotInTable) => {
            format!(
                "the home place of {number} is {home:?} by the record, and the table has nothing for that number"
            )
        }
        Some(Held::NoHome) => format!("neither the contract nor the table has a home place for {number}"),
    }
}

/// A home place, as it was found.
struct FoundHome<'m> {
    text: Option<Name>,
    /// What the price goes by.
    spot: Option<Spot<'m>>,
    held: Option<Held>,
}

fn home<'m>(asked: &Asked<'_>, map: &'m Places, roaming: &Roaming, from: usize) -> FoundHome<'m> {
    let said = Some(asked.said_home.trim()).filter(|said| !said.is_empty());
    let record = said.or_else(|| asked.contract_home.map(str::trim).filter(|home| !home.is_empty()));
    let text = record.map(Name::new);
    let record_spot = record.and_then(|home| map.named(home).ok());
    let Some(homes) = &roaming.homes else { return FoundHome { text, spot: record_spot, held: None } };
    let line = asked.number.and_then(|number| homes.find(number));
    // A place that a newer map does not have any more is as good as none.
    let table = line.and_then(|line| Some((&line.place, map.named(&line.place).ok()?)));
    match (record, record_spot, table) {
        (None, _, None) => FoundHome { text, spot: None, held: Some(Held::NoHome) },
        (None, _, Some((name, spot))) => FoundHome { text: Some(name.clone()), spot: Some(spot), held: None },
        (Some(_), spot, None) => FoundHome { text, spot, held: Some(Held::NotInTable) },
        (Some(_), None, Some((_, spot))) => {
            FoundHome { text, spot: Some(spot), held: Some(Held::NoSuchPlace) }
        }
        (Some(_), Some(record), Some((name, table))) => {
            let held =
                (!agree(record, table, (from, map))).then(|| Held::Disagreement { table: name.clone() });
            let smaller = if held.is_none() && record.lies_in(table) { record } else { table };
            FoundHome { text, spot: Some(smaller), held }
        }
    }
}

/// Whether two homes are one: one lies in the other, or both are in the same jurisdiction.
fn agree(one: Spot<'_>, other: Spot<'_>, (from, map): (usize, &Places)) -> bool {
    one.lies_in(other)
        || other.lies_in(one)
        || compare(one, other, (from, map)).is_some_and(|(rank, same)| rank == from && same)
}

/// A visited place, as it was found.
#[derive(Default)]
struct FoundVisited<'m> {
    text: Option<Name>,
    spot: Option<Spot<'m>>,
    by: Option<VisitedBy>,
    age: u32,
}

fn visited<'m>(asked: &Asked<'_>, map: &'m Places) -> FoundVisited<'m> {
    let said = Some(asked.said_visited.trim()).filter(|said| !said.is_empty());
    if let Some((said, spot)) = said.and_then(|said| Some((said, map.named(said).ok()?))) {
        let (text, by) = (Some(Name::new(said)), Some(VisitedBy::Named));
        return FoundVisited { text, spot: Some(spot), by, age: 0 };
    }
    let mut found = seen(asked, map).or_else(|| remembered(asked, map)).unwrap_or_default();
    // What was said stays, though the map does not have it.
    if let Some(said) = said {
        found.text = Some(Name::new(said));
    }
    found
}

fn seen<'m>(asked: &Asked<'_>, map: &'m Places) -> Option<FoundVisited<'m>> {
    let answer = map.lookup(asked.seen)?;
    let by = match answer.step() {
        Step::Cell => VisitedBy::Cell,
        Step::Area => VisitedBy::Area,
        Step::Plmn | Step::Mcc | Step::CountryTable => VisitedBy::Network,
    };
    Some(found(answer.spot(), by, 0))
}

fn remembered<'m>(asked: &Asked<'_>, map: &'m Places) -> Option<FoundVisited<'m>> {
    let fact = asked.fact?;
    let spot = map.lookup(&fact.seen)?.spot();
    let by = match fact.source {
        Source::Registration => VisitedBy::Registration,
        _ => VisitedBy::Remembered,
    };
    let age = u32::try_from(asked.now.since(fact.at.min(asked.now)).as_secs()).unwrap_or(u32::MAX);
    Some(found(spot, by, age))
}

fn found(spot: Spot<'_>, by: VisitedBy, age: u32) -> FoundVisited<'_> {
    FoundVisited { text: Some(Name::new(&spot.to_string())), spot: Some(spot), by: Some(by), age }
}

/// At which level, from that of the jurisdiction on, two places are both known, and whether they are the same there. `None`: at none.
fn compare(one: Spot<'_>, other: Spot<'_>, (from, map): (usize, &Places)) -> Option<(usize, bool)> {
    let rank =
        (from..map.levels().count()).find(|rank| one.at(*rank).is_some() && other.at(*rank).is_some())?;
    let ones = one.path().skip_while(|(of, _)| *of < rank).map(|(_, name)| name);
    let others = other.path().skip_while(|(of, _)| *of < rank).map(|(_, name)| name);
    Some((rank, ones.eq(others)))
}

/// The name at the level of the jurisdiction, or the smallest one above it.
fn area(spot: Spot<'_>, from: usize) -> Option<Name> {
    spot.path().find(|(rank, _)| *rank >= from).map(|(_, name)| Name::new(name))
}

fn names(spot: Option<Spot<'_>>) -> Box<[Name]> {
    spot.into_iter().flat_map(Spot::path).map(|(_, name)| Name::new(name)).collect()
}
