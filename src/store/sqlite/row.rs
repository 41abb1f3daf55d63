//! What a kind needs to live in a table of its own.

use crate::{records::Record, types::Lsn};
use rusqlite::{CachedStatement, Row, types::Type};

/// A record as a row. Parameter 1 of every statement is the key, parameter 2 of `PUT` the version; `SELECT` gives them first too.
pub(super) trait Tabular: Record {
    /// Inserts or replaces.
    const PUT: &'static str;
    /// Deletes by key.
    const DELETE: &'static str;
    /// Selects the columns `read` wants, without a condition.
    const SELECT: &'static str;
    /// The column by which a large table is read in ranges: its row identifier, so that a range lies together on the disk.
    const RANGED_BY: &'static str = "key";

    /// Runs `PUT`.
    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize>;

    /// Runs `DELETE`.
    fn delete(key: &Self::Key, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize>;

    /// Reads a row of `SELECT`.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self>;
}

/// Reads a column that is null, or text that a type parses.
pub(super) fn parsed_or_null<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => parsed(row, column, parse).map(Some),
    }
}

/// Reads a column of text that a type parses.
pub(super) fn parsed<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    parse(text).ok_or_else(|| unfit(column, format!("{text:?} is not a value of this column")))
}

/// As [`parsed`], for a column that may be null.
pub(super) fn optional<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => parsed(row, column, parse).map(Some),
    }
}

/// A packed word as SQLite's integer; its top octet counts digits, so it is never negative.
pub(super) fn word(packed: u64) -> i64 {
    packed.cast_signed()
}

/// Reads a packed word.
pub(super) fn packed<T>(
    row: &Row<'_>,
    column: usize,
    unpack: impl FnOnce(u64) -> Option<T>,
) -> rusqlite::Result<T> {
    let word: i64 = row.get(column)?;
    unpack(word.cast_unsigned()).ok_or_else(|| unfit(column, format!("{word} is not packed digits")))
}

/// The value in a column is not one that was ever written there.
pub(super) fn unfit(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
