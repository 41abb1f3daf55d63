//! What application servers switched, as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, optional, parsed, word},
};
use crate::{
    records::Dsai,
    types::{Impu, Imsi, Lsn},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Dsai {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO dsai (identity, version, holder, entries) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM dsai WHERE identity = ?1";
    const SELECT: &'static str = "SELECT identity, version, holder, entries FROM dsai";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        let holder = self.holder.map(|imsi| imsi.to_string());
        statement.execute(params![self.identity.as_str(), word(version.0), holder, json(&self.entries)?])
    }

    fn delete(key: &Impu, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([key.as_str()])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            identity: parsed(row, 0, |text| Impu::parse(text).ok())?,
            holder: optional(row, 2, Imsi::parse)?,
            entries: from_json(row, 3)?,
        })
    }
}
