//! Where subscribers were last seen, as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, packed, word},
};
use crate::{
    records::Location,
    types::{Imsi, Lsn},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Location {
    const PUT: &'static str = "INSERT OR REPLACE INTO location (key, version, facts) VALUES (?1, ?2, ?3)";
    const DELETE: &'static str = "DELETE FROM location WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, facts FROM location";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![word(self.imsi.packed()), word(version.0), json(&self.facts)?])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { imsi: packed(row, 0, Imsi::from_packed)?, facts: from_json(row, 2)? })
    }
}
