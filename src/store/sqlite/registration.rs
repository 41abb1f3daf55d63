//! Registrations as rows; the view `registered` has a row per service and set.

use super::{
    json::{from_json, json},
    row::{Tabular, packed, word},
};
use crate::{
    records::Registration,
    types::{Imsi, Lsn},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Registration {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO registration (key, version, services) VALUES (?1, ?2, ?3)";
    const DELETE: &'static str = "DELETE FROM registration WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, services FROM registration";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![word(self.imsi.packed()), word(version.0), json(&self.services)?])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { imsi: packed(row, 0, Imsi::from_packed)?, services: from_json(row, 2)? })
    }
}
