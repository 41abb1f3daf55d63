//! A foreign SQLite database, read for the tables that are looked for and nothing else.

use crate::domain::subscribers::foreign::{Cell, LARGEST, TABLES, Tables};
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use std::path::Path;

/// How such a file begins.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Rows of all tables at most.
const ROWS: usize = 4_000_000;

/// Why it cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("the database cannot be read: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{0}")]
    Table(#[from] crate::domain::subscribers::Fault),
    #[error("more than {ROWS} rows, or more than {} MiB in them", LARGEST >> 20)]
    Size,
}

/// Reads the tables. The file is not written to.
///
/// # Errors
/// When it is broken, or too large.
pub(super) fn read(file: &Path) -> Result<Tables, Unreadable> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags)?;
    // The file is a stranger's: its views and triggers are not looked at, and nothing in its schema may call a function.
    database.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    let (mut tables, mut rows_left, mut octets_left) = (Tables::default(), ROWS, LARGEST);
    for name in TABLES {
        let plain = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND lower(name) = ?1 AND sql LIKE 'CREATE TABLE%'";
        if database.query_row(plain, [name], |row| row.get::<_, i64>(0))? == 0 {
            continue;
        }
        let mut statement = database.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_ascii_lowercase).collect();
        tables.define(name, columns.clone());
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            rows_left = rows_left.checked_sub(1).ok_or(Unreadable::Size)?;
            let cells = (0..columns.len()).map(|at| row.get_ref(at).map(cell));
            let cells: Vec<Cell> = cells.collect::<Result<_, _>>()?;
            let octets: usize = cells.iter().filter_map(Cell::octets).map(<[u8]>::len).sum();
            octets_left = octets_left.checked_sub(octets as u64).ok_or(Unreadable::Size)?;
            tables.add(name, Some(&columns), cells)?;
        }
    }
    Ok(tables)
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::NULL,
        ValueRef::Integer(number) => Cell::new(number.to_string()),
        ValueRef::Real(number) => Cell::new(number.to_string()),
        ValueRef::Text(octets) | ValueRef::Blob(octets) => Cell::new(octets),
    }
}
