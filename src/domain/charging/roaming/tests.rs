//! VC-1 to VC-4 by tables: who roams and why, and tables of home places, good and bad.

use super::*;
use crate::{
    domain::places::{Format, Levels, Places, query},
    records::{Fact, Source},
    types::{E164, Seen, Timestamp},
};

const CASES: &str = include_str!("../../../../tests/tables/charging/roaming_cases.txt");
const HOMES: &str = include_str!("../../../../tests/tables/charging/roaming_homes.txt");
const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// The parts of a table: what stands between a line `== name` and the next.
fn parts(text: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("== "), parts.last_mut()) {
            (Some(name), _) => parts.push((name.trim(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    parts
}

fn map(lines: &[&str]) -> Places {
    Places::read(lines.join("\n").as_bytes(), Format::Csv, Levels::default()).unwrap()
}

/// What a row says is known.
struct Known {
    words: Vec<String>,
}

impl Known {
    fn value(&self, key: &str) -> Option<&str> {
        self.words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    fn has(&self, wanted: &str) -> bool {
        self.words.iter().any(|word| word == wanted)
    }

    fn seen(&self, key: &str) -> Option<Seen> {
        self.value(key).map(|text| query::parse(text).unwrap_or_else(|why| panic!("{text}: {why}")))
    }

    fn fact(&self) -> Option<Fact> {
        let registered = self.seen("registered").map(|seen| (seen, Source::Registration));
        let (seen, source) = self.seen("fact").map(|seen| (seen, Source::Mme)).or(registered)?;
        let age: i64 = self.value("age").unwrap().parse().unwrap();
        let at = Timestamp(NOW.0 - 1000 * age);
        let from = Name::new("mme.example");
        Some(Fact { source, from, at, heard: NOW, seen, estimate: Box::default(), state: None })
    }
}

/// What is decided, as a row has it.
fn decided(known: &Known, map: &Places, homes: &Homes) -> [String; 4] {
    let assumed = |word| if known.has(word) { Assumed::Roaming } else { Assumed::Ordinary };
    let rules = Rules {
        jurisdiction: Name::new(known.value("level").unwrap_or("city")),
        unknown_home: assumed("roaming-home"),
        unknown_visited: assumed("roaming-visited"),
    };
    let homes = (!known.has("no-table")).then(|| homes.clone());
    let (seen, fact) = (known.seen("seen").unwrap_or_default(), known.fact());
    let asked = Asked {
        number: known.value("number").and_then(E164::parse),
        said_home: known.value("said-home").unwrap_or_default(),
        said_visited: known.value("said-visited").unwrap_or_default(),
        contract_home: known.value("home"),
        seen: &seen,
        fact: fact.as_ref(),
        now: NOW,
    };
    let Verdict { roaming, places } = classify(&asked, map, &Roaming { homes, rules });
    let joined = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    let visited = places.visited.as_deref().map(|visited| {
        let by = places.by.map_or("nothing", |by| by.word());
        let age = if places.age > 0 { format!(", {} s old", places.age) } else { String::new() };
        format!("{visited} by {by}{age}")
    });
    [
        format!(
            "{} at {}",
            if roaming { "roaming" } else { "ordinary" },
            places.level.as_deref().unwrap_or("-")
        ),
        or_dash(joined(&places.home_path)),
        visited.unwrap_or("-".into()),
        places.held.as_ref().map_or("-".into(), |_| sentence(&places)),
    ]
}

#[test]
fn vc_4_who_roams_by_the_table() {
    let parts = parts(CASES);
    let [(_, lines), (_, homes), (_, rows)] = &parts[..] else { panic!("{}", parts.len()) };
    let map = map(lines);
    let homes = Homes::read(homes.join("\n").as_bytes(), &map).unwrap();
    let mut count = 0;
    for row in rows.iter().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let words = cells[0].split_whitespace().map(|word| word.replace('_', " ")).collect();
        assert_eq!(decided(&Known { words }, &map, &homes).map(|text| text), cells[1..], "{row}");
        count += 1;
    }
    assert!(count > 40, "{count} rows");
}

#[test]
fn vc_4_tables_of_home_places_by_the_table() {
    let map = map(&parts(CASES)[0].1);
    let mut parts = parts(HOMES).into_iter();
    let mut tables = 0;
    while let (Some((_, table)), Some((name, expected))) = (parts.next(), parts.next()) {
        let expected: Vec<&str> = expected.into_iter().filter(|line| !line.is_empty()).collect();
        let read = Homes::read(table.join("\n").as_bytes(), &map);
        if name == "is refused" {
            let told = |mistake: &homes::Mistake| format!("{}: {}", mistake.line, mistake.sentence);
            assert_eq!(read.unwrap_err().0.iter().map(told).collect::<Vec<_>>(), expected);
        } else {
            let homes = read.unwrap();
            assert_eq!(homes.count(), 6);
            for row in expected {
                let (number, said) = row.split_once('|').unwrap();
                let home = homes.find(E164::parse(number.trim()).unwrap());
                let found = home.map(|home| format!("{}: {home}: {}", home.line, home.place));
                assert_eq!(found.as_deref().unwrap_or("-"), said.trim(), "{number}");
            }
        }
        tables += 1;
    }
    assert_eq!(tables, 3);
}

/// LQ-3's octets that are no text, here too; and how many mistakes are shown.
#[test]
fn vc_4_a_table_that_is_no_text_and_one_with_many_mistakes() {
    let map = map(&parts(CASES)[0].1);
    let said = Homes::read(b"number,place\n+1,Lab\xff\n", &map).unwrap_err().to_string();
    assert_eq!(
        said,
        "one mistake in the table of home places: nothing of it is applied\n  line 2: not UTF-8 from here on"
    );
    let many = "number,place\n".to_owned() + &"x,Labland\n".repeat(60);
    let said = Homes::read(many.as_bytes(), &map).unwrap_err().to_string();
    assert!(said.starts_with("60 mistakes") && said.ends_with("and 10 further ones"), "{said}");
    assert_eq!(Homes::read(b"", &map).unwrap().count(), 0);
}
