//! From a file to a tariff, or every mistake in it.
//!
//! The sections are read in the order in which they refer to one another, wherever they stand: services need quotas, rates need all the others.

mod plan;
mod section;
mod table;

use super::{Mistake, Price, Rounding, Running, Tariff, Unit, check, model::Head, short, time};
use crate::{
    domain::lines::Lines,
    types::{Currency, Name},
};
use table::Reader;
use toml::de::DeTable;

/// What stands at the top of a file.
const TOP: [&str; 10] =
    ["currency", "zone", "clock", "running", "rounding", "service", "period", "bundle", "quota", "plan"];

/// Reads a whole file.
pub(super) fn read(text: &str) -> Result<Tariff, Vec<Mistake>> {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    // What the parser made of a broken file is not what was written.
    if !errors.is_empty() {
        let mistake = |error: &toml::de::Error| Mistake {
            line: error.span().map_or(1, |span| lines.at(span.start)),
            sentence: error.message().trim_end_matches('.').trim().to_owned(),
        };
        return Err(errors.iter().map(mistake).collect());
    }
    let mut reader = Reader::new(lines);
    let table = table.get_ref();
    reader.known(table, "at the top of the file", &TOP);
    let mut tariff = Tariff { head: head(&mut reader, table), ..Tariff::default() };
    section::quotas(&mut reader, table, &mut tariff);
    section::services(&mut reader, table, &mut tariff);
    section::periods(&mut reader, table, &mut tariff);
    section::bundles(&mut reader, table, &mut tariff);
    plan::plans(&mut reader, table, &mut tariff);
    if tariff.plans.is_empty() && reader.mistakes.is_empty() {
        reader.mistake(1, "there is no plan: write a section [plan.NAME] with rates");
    }
    // What was left out for its own mistakes would look like further ones.
    if reader.mistakes.is_empty() {
        reader.mistakes = check::check(&tariff);
    }
    if reader.mistakes.is_empty() { Ok(tariff) } else { Err(reader.mistakes) }
}

fn head(reader: &mut Reader, table: &DeTable<'_>) -> Head {
    let mut head = Head::default();
    match reader.text(table, "currency") {
        None if !table.contains_key("currency") => {
            reader.mistake(1, "there is no currency: write currency = \"EUR\"");
        }
        None => {}
        Some((text, line)) => match Currency::parse(text) {
            Ok(currency) => head.currency = currency,
            Err(sentence) => reader.mistake(line, sentence),
        },
    }
    if let Some((text, line)) = reader.text(table, "zone") {
        match time::zone(text) {
            Ok(zone) => head.zone = zone,
            Err(sentence) => reader.mistake(line, sentence),
        }
    }
    head.clock_of_place = reader.word(table, "clock", &[("place", true), ("file", false)]).unwrap_or(true);
    let running = [("keep", Running::Keep), ("change", Running::Change)];
    head.running = reader.word(table, "running", &running).unwrap_or_default();
    head.rounding = reader.word(table, "rounding", &Rounding::ALL).unwrap_or_default();
    head
}

/// Reads a price of the tariff's currency.
fn price(reader: &mut Reader, table: &DeTable<'_>, key: &str, currency: Currency) -> Option<Price> {
    let (text, line) = reader.decimal(table, key)?;
    match Price::parse(&text, currency) {
        Ok(price) => Some(price),
        Err(sentence) => {
            reader.mistake(line, format!("{key}: {sentence}"));
            None
        }
    }
}

/// Reads an amount of a unit.
fn amount(reader: &mut Reader, table: &DeTable<'_>, key: &str, unit: Unit) -> Option<u64> {
    let (text, line) = reader.decimal(table, key)?;
    match unit.parse(&text) {
        Ok(amount) => Some(amount),
        Err(sentence) => {
            reader.mistake(line, format!("{key}: {sentence}"));
            None
        }
    }
}

/// Whether something may be called so: what people type on a command line and in a list.
fn name(reader: &mut Reader, text: &str, line: u32) -> Option<Name> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if text.is_empty() || text.len() > 64 || !text.bytes().all(word) {
        reader.mistake(
            line,
            format!("{:?} is no name: write up to 64 letters, digits, -, _ and .", short(text)),
        );
        return None;
    }
    Some(Name::new(text))
}
