//! A map as CSV: a place in each line, its name and those of the places around it in the columns of their levels.
//!
//! ```text
//! match,cell,site,city,province,country,latitude,longitude,radius,zone
//! mcc 001,,,,,Labland,,,,Etc/UTC
//! tai 00101-0001,,,Springfield,North,Labland,52.5,13.4,20000,
//! ecgi 00101-00001* | ecgi 00101-00002*,,Tower,Springfield,North,Labland,52.51,13.41,800,
//! ```
//!
//! The first line names the columns, in any order; those of levels that nothing is said of may be missing, and so may all but one of the others. A line
//! is about the smallest place it names. Several rules have `|` between them. Comma, semicolon or tab separate; `#` begins a comment.

use super::{
    Levels,
    builder::{Attributes, Builder},
    levels::WORDS,
    rule::short,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Match,
    Level(usize),
    Latitude,
    Longitude,
    Radius,
    Zone,
}

/// Reads a whole file.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let lines = (1..).zip(text.lines());
    let mut lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((number, header)) = lines.next() else { return };
    let Some((delimiter, columns)) = columns(number, header, builder) else { return };
    let mut row = Row { names: vec![None; builder.levels().count()], ..Row::default() };
    for (number, line) in lines {
        if let Err(sentence) = row.read(line, delimiter, &columns, builder, number) {
            builder.mistake(number, sentence);
        }
    }
}

/// The columns that the first line names. `None`: mistakes were noted.
fn columns(number: u32, header: &str, builder: &mut Builder) -> Option<(char, Vec<Column>)> {
    let delimiter = [',', ';', '\t'].into_iter().find(|one| header.contains(*one)).unwrap_or(',');
    let mut columns = Vec::new();
    let mut sound = true;
    for name in header.split(delimiter) {
        let name = name.trim().trim_matches('"').trim().to_ascii_lowercase();
        let column = column(&name, builder.levels());
        let sentence = match column {
            None => format!("there is no column {:?}; there are {}", short(&name), known(builder.levels())),
            Some(column) if columns.contains(&column) => format!("the column {name} is there twice"),
            Some(column) => {
                columns.push(column);
                continue;
            }
        };
        builder.mistake(number, sentence);
        sound = false;
    }
    if sound && !columns.iter().any(|column| matches!(column, Column::Level(_))) {
        let levels: Vec<&str> = builder.levels().iter().collect();
        let sentence = format!("no column names a place: there are {}", levels.join(", "));
        builder.mistake(number, sentence);
        sound = false;
    }
    sound.then_some((delimiter, columns))
}

fn column(name: &str, levels: &Levels) -> Option<Column> {
    match name {
        "match" => Some(Column::Match),
        "latitude" => Some(Column::Latitude),
        "longitude" => Some(Column::Longitude),
        "radius" => Some(Column::Radius),
        "zone" => Some(Column::Zone),
        level => levels.find(level).map(Column::Level),
    }
}

fn known(levels: &Levels) -> String {
    let words = WORDS.into_iter().filter(|word| *word != "name");
    let all: Vec<&str> = words.take(1).chain(levels.iter()).chain(WORDS.into_iter().skip(2)).collect();
    all.join(", ")
}

/// One line, taken apart.
#[derive(Debug, Default)]
struct Row {
    names: Vec<Option<String>>,
    rules: String,
}

impl Row {
    /// Reads a line and says to the builder what it says. A sentence: the line as a whole is wrong.
    fn read(
        &mut self,
        line: &str,
        delimiter: char,
        columns: &[Column],
        builder: &mut Builder,
        number: u32,
    ) -> Result<(), String> {
        self.names.iter_mut().for_each(|name| *name = None);
        self.rules.clear();
        let mut zone = String::new();
        let mut said = Attributes::default();
        let mut count = 0;
        cells(line, delimiter, |cell| {
            let column = columns.get(count).copied();
            count += 1;
            let cell = cell.trim();
            let degrees =
                || cell.parse::<f64>().map(Some).map_err(|_| format!("{:?} is no number", short(cell)));
            match column {
                _ if cell.is_empty() => {}
                None => return Err(format!("more than {} cells, as the first line has", columns.len())),
                Some(Column::Match) => self.rules.push_str(cell),
                Some(Column::Level(level)) => {
                    if let Some(name) = self.names.get_mut(level) {
                        *name = Some(cell.to_owned());
                    }
                }
                Some(Column::Latitude) => said.latitude = degrees()?,
                Some(Column::Longitude) => said.longitude = degrees()?,
                Some(Column::Radius) => said.radius = degrees()?,
                Some(Column::Zone) => zone.push_str(cell),
            }
            Ok(())
        })?;
        if count < columns.len() {
            return Err(format!("{count} cells, where the first line has {}", columns.len()));
        }
        let mut place = None;
        for (level, name) in self.names.iter().enumerate().rev() {
            let Some(name) = name else { continue };
            // What is wrong with the name was noted.
            let Some(found) = builder.place(number, place, level, name) else { return Ok(()) };
            place = Some(found);
        }
        let place = place.ok_or("the line names no place")?;
        said.zone = Some(zone.as_str()).filter(|zone| !zone.is_empty());
        builder.attributes(number, place, &said);
        for rule in self.rules.split('|').map(str::trim).filter(|rule| !rule.is_empty()) {
            builder.rule(number, place, rule);
        }
        Ok(())
    }
}

/// The cells of a line, one after the other.
fn cells(
    line: &str,
    delimiter: char,
    mut each: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), String> {
    if !line.contains('"') {
        return line.split(delimiter).try_for_each(each);
    }
    // The quote that is still open at the end would take the next line in.
    if !line.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2) {
        return Err("a quote is opened and not closed on this line".into());
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(line.as_bytes());
    let mut record = ::csv::StringRecord::new();
    reader.read_record(&mut record).map_err(|error| format!("not a line of CSV: {error}"))?;
    record.iter().try_for_each(&mut each)
}
