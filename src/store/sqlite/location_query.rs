//! The audit journal of location queries as rows.

use super::row::{Tabular, parsed, word};
use crate::{
    records::{LocationQuery, LocationQueryId},
    types::{Imsi, Lsn, Name, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for LocationQuery {
    const PUT: &'static str = "INSERT OR REPLACE INTO location_query (id, version, at, asker, interface, imsi, said) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    const DELETE: &'static str = "DELETE FROM location_query WHERE id = ?1";
    const SELECT: &'static str = "SELECT id, version, at, asker, interface, imsi, said FROM location_query";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.id.0),
            word(version.0),
            self.at.0,
            &*self.asker,
            &*self.interface,
            self.imsi.to_string(),
            self.said,
        ])
    }

    fn delete(key: &LocationQueryId, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let id: i64 = row.get(0)?;
        let name = |text: &str| Some(Name::new(text));
        Ok(Self {
            id: LocationQueryId(id.cast_unsigned()),
            at: Timestamp(row.get(2)?),
            asker: parsed(row, 3, name)?,
            interface: parsed(row, 4, name)?,
            imsi: parsed(row, 5, Imsi::parse)?,
            said: row.get(6)?,
        })
    }
}
