//! Cursors of exports as rows.

use super::{
    json::{from_json_or_null, json},
    row::{Tabular, word},
};
use crate::{records::ExportCursor, types::Lsn};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for ExportCursor {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO export_cursor (way, version, next, last) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM export_cursor WHERE way = ?1";
    const SELECT: &'static str = "SELECT way, version, next, last FROM export_cursor";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        let last = self.last.as_ref().map(json).transpose()?;
        statement.execute(params![self.way, word(version.0), word(self.next), last])
    }

    fn delete(key: &Box<str>, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([key])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let next = row.get::<_, i64>(2)?.cast_unsigned();
        Ok(Self { way: row.get(0)?, next, last: from_json_or_null(row, 3)? })
    }
}
