//! The values of a table, each with its line; what is wrong with one is noted.

use super::super::{Mistake, short};
use crate::domain::lines::Lines;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A file that is being read.
pub(super) struct Reader {
    lines: Lines,
    pub(super) mistakes: Vec<Mistake>,
}

impl Reader {
    pub(super) const fn new(lines: Lines) -> Self {
        Self { lines, mistakes: Vec::new() }
    }

    pub(super) fn line<T>(&self, what: &Spanned<T>) -> u32 {
        self.lines.at(what.span().start)
    }

    pub(super) fn mistake(&mut self, line: u32, sentence: impl Into<String>) {
        self.mistakes.push(Mistake { line, sentence: sentence.into() });
    }

    /// The line of a member of a table, or of the table.
    pub(super) fn line_of(&self, table: &DeTable<'_>, key: &str, otherwise: u32) -> u32 {
        table.get_key_value(key).map_or(otherwise, |(key, _)| self.line(key))
    }

    /// Notes members that mean nothing here.
    pub(super) fn known(&mut self, table: &DeTable<'_>, place: &str, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&&**key.get_ref())) {
            let sentence =
                format!("{:?} is not known {place}; known are {}", short(key.get_ref()), known.join(", "));
            self.mistake(self.line(key), sentence);
        }
    }

    /// The tables within one, by name: `[service.voice]`.
    pub(super) fn tables<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        key: &str,
    ) -> Vec<(&'t str, u32, &'t DeTable<'i>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(inner) = value.get_ref().as_table() else {
            self.mistake(self.line(value), format!("write [{key}.NAME]"));
            return Vec::new();
        };
        let mut all = Vec::new();
        for (name, value) in inner {
            match value.get_ref().as_table() {
                Some(table) => all.push((&**name.get_ref(), self.line(name), table)),
                None => {
                    self.mistake(self.line(name), format!("write [{key}.NAME] before what is said of it"))
                }
            }
        }
        // In the order of the file.
        all.sort_by_key(|(_, line, _)| *line);
        all
    }

    /// A text.
    pub(super) fn text<'t>(&mut self, table: &'t DeTable<'_>, key: &str) -> Option<(&'t str, u32)> {
        let value = table.get(key)?;
        let line = self.line(value);
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.mistake(line, format!("{key} is a text"));
        }
        text.map(|text| (text, line))
    }

    /// A text or a list of texts; numbers count as texts, as their digits.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<(String, u32)>> {
        let value = table.get(key)?;
        let one = |value: &DeValue<'_>| match value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            _ => None,
        };
        let values = match value.get_ref() {
            DeValue::Array(all) => all.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for value in values {
            match one(value.get_ref()) {
                Some(text) => texts.push((text, self.line(value))),
                None => self.mistake(self.line(value), format!("{key} is a text, or a list of them")),
            }
        }
        for (at, (text, line)) in texts.iter().enumerate() {
            if texts.iter().take(at).any(|(before, _)| before == text) {
                self.mistake(*line, format!("{key} has {:?} twice", short(text)));
            }
        }
        Some(texts)
    }

    /// Numbers of 32 bits.
    pub(super) fn numbers(&mut self, table: &DeTable<'_>, key: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        for (text, line) in self.texts(table, key).unwrap_or_default() {
            match text.parse() {
                Ok(number) => numbers.push(number),
                Err(_) => {
                    self.mistake(line, format!("{key}: {:?} is no number from 0 to 4294967295", short(&text)))
                }
            }
        }
        numbers
    }

    /// A number as it is written, in quotation marks or not: nothing is lost of its decimals.
    pub(super) fn decimal(&mut self, table: &DeTable<'_>, key: &str) -> Option<(String, u32)> {
        let value = table.get(key)?;
        let line = self.line(value);
        let text = match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            _ => None,
        };
        if text.is_none() {
            self.mistake(line, format!("{key} is a number or a text"));
        }
        text.map(|text| (text, line))
    }

    /// True or false.
    pub(super) fn flag(&mut self, table: &DeTable<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.mistake(self.line(value), format!("{key} is true or false"));
        }
        flag
    }

    /// One word of several.
    pub(super) fn word<T: Copy>(&mut self, table: &DeTable<'_>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let (text, line) = self.text(table, key)?;
        self.one_of(text, line, key, words)
    }

    /// What a word stands for.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        text: &str,
        line: u32,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.mistake(line, format!("{key}: {:?} is none of {}", short(text), known.join(", ")));
        }
        found
    }

    /// A moment as it is written: a date, a date with time, in quotation marks or not.
    pub(super) fn moment(&mut self, table: &DeTable<'_>, key: &str) -> Option<(String, u32)> {
        let value = table.get(key)?;
        let line = self.line(value);
        let text = match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(moment) => Some(moment.to_string()),
            _ => None,
        };
        if text.is_none() {
            self.mistake(line, format!("{key} is a date, or a date with time"));
        }
        text.map(|text| (text, line))
    }
}
