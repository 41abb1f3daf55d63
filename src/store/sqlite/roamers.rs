//! Statistics of roamers as rows, and the calls that were counted.

use super::{
    json::{from_json, json},
    row::{Tabular, word},
};
use crate::{
    records::{CallKey, CountedCall, Day, RoamerDay},
    types::{Lsn, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for RoamerDay {
    const PUT: &'static str = "INSERT OR REPLACE INTO roamer_day (day, version, calls) VALUES (?1, ?2, ?3)";
    const DELETE: &'static str = "DELETE FROM roamer_day WHERE day = ?1";
    const SELECT: &'static str = "SELECT day, version, calls FROM roamer_day";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![self.day.0, word(version.0), json(&self.calls)?])
    }

    fn delete(key: &Day, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([key.0])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { day: Day(row.get(0)?), calls: from_json(row, 2)? })
    }
}

impl Tabular for CountedCall {
    const PUT: &'static str = "INSERT OR REPLACE INTO counted_call (key, version, at) VALUES (?1, ?2, ?3)";
    const DELETE: &'static str = "DELETE FROM counted_call WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, at FROM counted_call";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![word(self.key.0), word(version.0), self.at.0])
    }

    fn delete(key: &CallKey, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { key: CallKey(row.get::<_, i64>(0)?.cast_unsigned()), at: Timestamp(row.get(2)?) })
    }
}
