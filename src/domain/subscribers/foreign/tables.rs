//! Tables of a foreign database, wherever they were read from: a dump, a SQLite file, a CSV.

use super::super::{Fault, SecretText};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A cell: octets as they stand, nothing for NULL. It may be a key, so it is wiped when dropped and not shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Cell(Option<Zeroizing<Vec<u8>>>);

impl Cell {
    /// NULL.
    pub const NULL: Self = Self(None);

    /// A cell with these octets: a text as UTF-8, a number as its digits.
    pub fn new(octets: impl Into<Vec<u8>>) -> Self {
        Self(Some(Zeroizing::new(octets.into())))
    }

    /// The octets; `None` for NULL.
    pub fn octets(&self) -> Option<&[u8]> {
        self.0.as_ref().map(|octets| octets.as_slice())
    }
}

impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Cell(…)" } else { "Cell(NULL)" })
    }
}

/// One table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// All tables that were found, by name.
#[derive(Debug, Clone, Default)]
pub struct Tables(BTreeMap<String, Table>);

impl Tables {
    /// True if there is a table of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Adds a table without rows; one of that name keeps its rows.
    pub fn define(&mut self, name: &str, columns: Vec<String>) {
        let table = self.0.entry(name.to_owned()).or_default();
        if table.rows.is_empty() {
            *table = Table { name: name.to_owned(), columns, rows: Vec::new() };
        }
    }

    /// Sees to it that a table has these columns; rows before have nothing in new ones.
    pub(super) fn widen(&mut self, name: &str, columns: &[String]) {
        let table = self
            .0
            .entry(name.to_owned())
            .or_insert_with(|| Table { name: name.to_owned(), ..Table::default() });
        for column in columns {
            if !table.columns.contains(column) {
                table.columns.push(column.clone());
            }
        }
    }

    /// Adds a row, its cells in the order of `columns`, or of the table's where they are not told.
    ///
    /// # Errors
    /// When the table is not known, or has another number of columns.
    pub fn add(&mut self, name: &str, columns: Option<&[String]>, cells: Vec<Cell>) -> Result<(), Fault> {
        if let Some(columns) = columns.filter(|_| !self.has(name)) {
            self.define(name, columns.to_vec());
        }
        let fault = |problem: String| Fault::new(format!("table {name}"), problem);
        let Some(table) = self.0.get_mut(name) else {
            return Err(fault(
                "its rows name no columns, and nothing before them does (CREATE TABLE)".into(),
            ));
        };
        let given = columns.unwrap_or(&table.columns);
        if given.len() != cells.len() {
            let row = table.rows.len() + 1;
            return Err(fault(format!("row {row} has {} values for {} columns", cells.len(), given.len())));
        }
        let cells = match columns {
            Some(columns) if columns != table.columns.as_slice() => {
                let mut cells: BTreeMap<&str, Cell> = columns.iter().map(String::as_str).zip(cells).collect();
                table.columns.iter().map(|column| cells.remove(column.as_str()).unwrap_or_default()).collect()
            }
            _ => cells,
        };
        table.rows.push(cells);
        Ok(())
    }

    /// The rows of a table; none if it is not there.
    pub fn rows(&self, name: &str) -> impl Iterator<Item = Row<'_>> {
        let table = self.0.get(name);
        table
            .into_iter()
            .flat_map(|table| (1..).zip(&table.rows).map(move |(number, cells)| Row { table, number, cells }))
    }

    /// The rows of a table by the number in one of their columns; a later row with the same number takes the place of an earlier one.
    pub fn by_number(&self, name: &str, column: &str) -> BTreeMap<u64, Row<'_>> {
        let rows = self.rows(name);
        rows.filter_map(|row| row.number(column).ok().flatten().map(|number| (number, row))).collect()
    }
}

/// A row, and the way to its cells.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    number: u64,
    cells: &'a [Cell],
}

impl<'a> Row<'a> {
    /// Where it stands, for people.
    pub fn place(&self) -> String {
        format!("{} row {}", self.table.name, self.number)
    }

    /// The octets of a cell; `None` if there is no such column, or NULL in it.
    pub fn octets(&self, column: &str) -> Option<&'a [u8]> {
        let at = self.table.columns.iter().position(|one| one == column)?;
        self.cells.get(at)?.octets()
    }

    /// A text, without blanks around it; `None` as for [`octets`](Self::octets), and where nothing is left.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&self, column: &str) -> Result<Option<&'a str>, Fault> {
        let Some(octets) = self.octets(column) else { return Ok(None) };
        let text = std::str::from_utf8(octets).map_err(|_| Fault::new(column, "not UTF-8"))?.trim();
        Ok((!text.is_empty()).then_some(text))
    }

    /// A secret that is written as a text.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn secret(&self, column: &str) -> Result<Option<SecretText>, Fault> {
        Ok(self.text(column)?.map(|text| SecretText::new(text.to_owned())))
    }

    /// A number.
    ///
    /// # Errors
    /// When it is none, without showing what it is: columns may have slipped, and a key stand there.
    pub fn number(&self, column: &str) -> Result<Option<u64>, Fault> {
        let text = self.text(column)?;
        text.map(|text| text.parse().map_err(|_| Fault::new(column, "not a number"))).transpose()
    }

    /// A number that fits 32 bits.
    ///
    /// # Errors
    /// When it is none.
    pub fn small(&self, column: &str) -> Result<Option<u32>, Fault> {
        let number = self.number(column)?;
        number.map(|number| u32::try_from(number).map_err(|_| Fault::new(column, "too large"))).transpose()
    }

    /// Yes or no, as databases write it.
    ///
    /// # Errors
    /// When it is neither.
    pub fn truth(&self, column: &str) -> Result<Option<bool>, Fault> {
        // MySQL's BIT is an octet.
        match self.octets(column) {
            Some([0]) => return Ok(Some(false)),
            Some([1]) => return Ok(Some(true)),
            _ => {}
        }
        match self.text(column)?.map(str::to_ascii_lowercase).as_deref() {
            None => Ok(None),
            Some("1" | "t" | "true") => Ok(Some(true)),
            Some("0" | "f" | "false") => Ok(Some(false)),
            Some(_) => Err(Fault::new(column, "neither true nor false")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|one| (*one).to_owned()).collect()
    }

    #[test]
    fn rows_are_read_by_column_whatever_their_order() {
        let mut tables = Tables::default();
        tables.define("t", strings(&["a", "b"]));
        tables.add("t", None, vec![Cell::new("1"), Cell::new(" x ")]).unwrap();
        tables.add("t", Some(&strings(&["b", "a"])), vec![Cell::NULL, Cell::new("2")]).unwrap();
        let read: Vec<_> =
            tables.rows("t").map(|row| (row.number("a").unwrap(), row.text("b").unwrap())).collect();
        assert_eq!(read, [(Some(1), Some("x")), (Some(2), None)]);
        assert_eq!(tables.by_number("t", "a")[&2].place(), "t row 2");
        assert!(tables.rows("other").next().is_none());
    }

    #[test]
    fn what_does_not_fit_is_told_without_its_value() {
        let mut tables = Tables::default();
        let few = tables.add("t", Some(&strings(&["a"])), Vec::new()).unwrap_err();
        assert_eq!(few.to_string(), "table t: row 1 has 0 values for 1 columns");
        let unknown = tables.add("u", None, Vec::new()).unwrap_err();
        assert!(unknown.to_string().contains("CREATE TABLE"), "{unknown}");
        tables.add("t", Some(&strings(&["a"])), vec![Cell::new("465b5ce8")]).unwrap();
        let row = tables.rows("t").next().unwrap();
        assert_eq!(row.number("a").unwrap_err().to_string(), "a: not a number");
        assert_eq!(row.truth("a").unwrap_err().to_string(), "a: neither true nor false");
        assert!(!format!("{tables:?}").contains("465b"));
    }
}
