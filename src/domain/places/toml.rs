//! A map as TOML: places as tables, each within the table of the place around it.
//!
//! ```toml
//! [[country]]
//! name = "Labland"
//! match = "mcc 001"
//! zone = "Etc/UTC"
//!
//! [[country.province]]
//! name = "North"
//!
//! [[country.province.city]]
//! name = "Springfield"
//! match = ["tai 00101-0001", "tai 00101-0010..001f"]
//! latitude = 52.5
//! longitude = 13.4
//! radius = 20000
//! ```
//!
//! A level may be left out: `[[country.city]]` is a city that is in no province.

use super::{
    builder::{Attributes, Builder},
    levels::WORDS,
    rule::short,
};
use crate::domain::lines::Lines;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Reads a whole file.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(1, |span| lines.at(span.start));
        builder.mistake(line, error.message().trim_end_matches('.').trim());
    }
    // What the parser made of a broken file is not what was written.
    if errors.is_empty() {
        let largest = builder.levels().count();
        Reader { lines, builder }.places(table.get_ref(), None, largest);
    }
}

struct Reader<'b> {
    lines: Lines,
    builder: &'b mut Builder,
}

impl Reader<'_> {
    fn line<T>(&self, what: &Spanned<T>) -> u32 {
        self.lines.at(what.span().start)
    }

    /// The tables of levels below `above` in a table.
    fn places(&mut self, table: &DeTable<'_>, parent: Option<u32>, above: usize) {
        for (key, value) in table {
            let name = key.get_ref();
            if parent.is_some() && WORDS.contains(&&**name) {
                continue;
            }
            let level = self.builder.levels().find(name).filter(|level| *level < above);
            let Some(level) = level else {
                let levels: Vec<&str> = self.builder.levels().iter().take(above).collect();
                let words = if parent.is_some() { &WORDS[..] } else { &[] };
                let known: Vec<&str> = levels.iter().rev().chain(words).copied().collect();
                let sentence = format!("{:?} is not known here; known are {}", short(name), known.join(", "));
                self.builder.mistake(self.line(key), sentence);
                continue;
            };
            match value.get_ref() {
                DeValue::Array(all) => {
                    for one in all.iter() {
                        match one.get_ref() {
                            DeValue::Table(table) => self.place(self.line(one), table, parent, level),
                            _ => self.builder.mistake(self.line(one), format!("a {name} is a table")),
                        }
                    }
                }
                _ => self.builder.mistake(self.line(key), format!("write [[{name}]]: there may be several")),
            }
        }
    }

    /// One place, and those in it.
    fn place(&mut self, line: u32, table: &DeTable<'_>, parent: Option<u32>, level: usize) {
        let name = table.get("name").map(Spanned::get_ref).and_then(DeValue::as_str).map(str::trim);
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            let word = self.builder.levels().name(level).to_owned();
            return self.builder.mistake(line, format!("the {word} has no name: write name = \"…\""));
        };
        let Some(place) = self.builder.place(line, parent, level, name) else { return };
        let said = Attributes {
            latitude: self.number(table, "latitude"),
            longitude: self.number(table, "longitude"),
            radius: self.number(table, "radius"),
            zone: self.text(table, "zone"),
        };
        self.builder.attributes(line, place, &said);
        if let Some(rules) = table.get("match") {
            self.rules(rules, place);
        }
        self.places(table, Some(place), level);
    }

    /// One rule, or a list of them.
    fn rules(&mut self, rules: &Spanned<DeValue<'_>>, place: u32) {
        let line = self.line(rules);
        match rules.get_ref() {
            DeValue::String(rule) => self.builder.rule(line, place, rule),
            DeValue::Array(all) => {
                for one in all.iter() {
                    match one.get_ref() {
                        DeValue::String(rule) => self.builder.rule(self.line(one), place, rule),
                        _ => self.builder.mistake(self.line(one), "a rule is a text"),
                    }
                }
            }
            _ => self.builder.mistake(line, "match is a rule as a text, or a list of them"),
        }
    }

    fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<f64> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.builder.mistake(self.line(value), format!("{key} is a number"));
        }
        number
    }

    fn text<'t>(&mut self, table: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.builder.mistake(self.line(value), format!("{key} is a text"));
        }
        text
    }
}
