//! Sequence number generators as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, packed, word},
};
use crate::{
    records::{Reserve, Sequence},
    types::{Imsi, Lsn},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Sequence {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO sequence (key, version, seq, requesters) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM sequence WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, seq, requesters FROM sequence";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.imsi.packed()),
            word(version.0),
            self.seq.cast_signed(),
            json(&self.requesters)?
        ])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let seq: i64 = row.get(2)?;
        Ok(Self {
            imsi: packed(row, 0, Imsi::from_packed)?,
            seq: seq.cast_unsigned(),
            requesters: from_json(row, 3)?,
            reserve: Reserve::default(),
        })
    }
}
