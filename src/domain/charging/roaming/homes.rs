//! The charging side's own table of home places (VC-4): from the beginning of a number to a place, as CSV.
//!
//! ```text
//! number,place
//! +1555,Labland
//! +15551,"Springfield, Middle"
//! +1555200..+1555299,Shelbyville
//! ```
//!
//! A line is about all numbers that begin so, or that begin with one of a range of beginnings of one length. Of several lines for a number the longest
//! beginning decides, wherever it stands; two equally long ones may not overlap. Comma, semicolon or tab separate; `#` begins a comment.

use crate::{
    domain::places::Places,
    types::{E164, Name},
};
use std::fmt;

/// The most digits a number has.
const DIGITS: usize = 15;

/// How many mistakes are shown; the rest are counted.
const SHOWN: usize = 50;

/// The table.
#[derive(Debug, Clone, Default)]
pub struct Homes {
    /// By the length of the beginning less one; each in order, none overlapping.
    lengths: [Vec<Home>; DIGITS],
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    first: u64,
    last: u64,
    digits: usize,
    /// The place, as it is written.
    pub place: Name,
    /// Its line.
    pub line: u32,
}

/// A line that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its number, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub sentence: String,
}

/// Every line that is wrong: the file makes no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("one mistake")?,
            count => write!(f, "{count} mistakes")?,
        }
        f.write_str(" in the table of home places: nothing of it is applied")?;
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

impl fmt::Display for Home {
    /// The beginnings it is about.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, digits) = (self.first, self.digits);
        write!(f, "+{first:0digits$}")?;
        if self.last == self.first { Ok(()) } else { write!(f, "..+{:0digits$}", self.last) }
    }
}

impl Homes {
    /// Reads a file. Its places have to be of the map.
    ///
    /// # Errors
    /// Every line that is wrong, with the reason. There is no table of the others.
    pub fn read(octets: &[u8], places: &Places) -> Result<Self, Mistakes> {
        let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
        let mut mistakes = Vec::new();
        let mut table = Self::default();
        match std::str::from_utf8(octets) {
            Ok(text) => table.lines(text, places, &mut mistakes),
            Err(error) => {
                let before = octets.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
                let line = u32::try_from(before + 1).unwrap_or(u32::MAX);
                mistakes.push(Mistake { line, sentence: "not UTF-8 from here on".into() });
            }
        }
        for homes in &mut table.lengths {
            homes.sort_by_key(|home| (home.first, home.line));
            homes.shrink_to_fit();
            mistakes.extend(homes.windows(2).filter_map(overlap));
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        if mistakes.is_empty() { Ok(table) } else { Err(Mistakes(mistakes)) }
    }

    /// The line that decides about a number: that of the longest beginning.
    pub fn find(&self, number: E164) -> Option<&Home> {
        let text = number.to_string();
        (1..=text.len().min(DIGITS)).rev().find_map(|digits| {
            let homes = self.lengths.get(digits - 1).filter(|homes| !homes.is_empty())?;
            let begin: u64 = text.get(..digits)?.parse().ok()?;
            let at = homes.partition_point(|home| home.first <= begin).checked_sub(1)?;
            homes.get(at).filter(|home| begin <= home.last)
        })
    }

    /// How many lines it has.
    pub fn count(&self) -> usize {
        self.lengths.iter().map(Vec::len).sum()
    }

    fn lines(&mut self, text: &str, places: &Places, mistakes: &mut Vec<Mistake>) {
        let lines = (1..).zip(text.lines().map(str::trim));
        let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let Some((number, header)) = lines.next() else { return };
        let split = [',', ';', '\t'].into_iter().find_map(|one| Some((one, header.split_once(one)?)));
        let sound = |(_, (one, other)): &(char, (&str, &str))| {
            let is = |text: &str, word: &str| text.trim().trim_matches('"').eq_ignore_ascii_case(word);
            is(one, "number") && is(other, "place")
        };
        let Some((delimiter, _)) = split.filter(sound) else {
            let sentence = "the first line names the columns: number,place".into();
            mistakes.push(Mistake { line: number, sentence });
            return;
        };
        for (line, text) in lines {
            match home(text, delimiter, line, places) {
                Ok(home) => self.lengths[home.digits - 1].push(home),
                Err(sentence) => mistakes.push(Mistake { line, sentence }),
            }
        }
    }
}

/// Reads a line.
fn home(text: &str, delimiter: char, line: u32, places: &Places) -> Result<Home, String> {
    let (numbers, place) =
        text.split_once(delimiter).ok_or("one cell, where there are two: number and place")?;
    let (first, last) = numbers.trim().trim_matches('"').split_once("..").unwrap_or((numbers, ""));
    let (first, digits) = beginning(first)?;
    let last = if last.is_empty() { (first, digits) } else { beginning(last)? };
    if last.1 != digits {
        return Err("both ends of a range have the same number of digits".into());
    }
    if last.0 < first {
        return Err("the range ends before it begins".into());
    }
    let place = unquoted(place.trim())?;
    if place.is_empty() {
        return Err("the place is empty".into());
    }
    places.named(&place).map_err(|unnamed| unnamed.to_string())?;
    Ok(Home { first, last: last.0, digits, place: Name::new(&place), line })
}

/// The beginning of a number, with or without `+`, and how many digits it has.
fn beginning(text: &str) -> Result<(u64, usize), String> {
    let text = text.trim().trim_matches('"');
    let digits = text.strip_prefix('+').unwrap_or(text);
    let value = E164::parse(digits).and_then(|_| digits.parse().ok());
    let value = value.ok_or_else(|| {
        let shown: String = text.chars().take(60).collect();
        format!("{shown:?} is no beginning of a number: 1 to {DIGITS} digits, country code first")
    })?;
    Ok((value, digits.len()))
}

/// A cell without the quotes around it.
fn unquoted(cell: &str) -> Result<String, String> {
    match cell.strip_prefix('"') {
        None => Ok(cell.to_owned()),
        Some(rest) => match rest.strip_suffix('"') {
            Some(inner) => Ok(inner.replace("\"\"", "\"").trim().to_owned()),
            None => Err("a quote is opened and not closed at the end of the line".into()),
        },
    }
}

/// Two neighbours that are about the same numbers.
fn overlap(pair: &[Home]) -> Option<Mistake> {
    let [one, other] = pair else { return None };
    let (line, before) = (one.line.max(other.line), one.line.min(other.line));
    let sentence = format!("{one} and {other} overlap: the other stands in line {before}");
    (other.first <= one.last).then_some(Mistake { line, sentence })
}
