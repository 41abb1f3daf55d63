//! What pruned postings came to, as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, word},
};
use crate::{records::CarriedPostings, types::Lsn};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for CarriedPostings {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO carried_postings (log, version, before, houses) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM carried_postings WHERE log = ?1";
    const SELECT: &'static str = "SELECT log, version, before, houses FROM carried_postings";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![self.log, word(version.0), word(self.before), json(&self.houses)?])
    }

    fn delete(key: &Box<str>, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([key])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            log: row.get(0)?,
            before: row.get::<_, i64>(2)?.cast_unsigned(),
            houses: from_json(row, 3)?,
        })
    }
}
