//! Outbox entries as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, word},
};
use crate::{
    records::{Outbox, OutboxId},
    types::{Lsn, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Outbox {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO outbox (id, version, due, attempts, task) VALUES (?1, ?2, ?3, ?4, ?5)";
    const DELETE: &'static str = "DELETE FROM outbox WHERE id = ?1";
    const SELECT: &'static str = "SELECT id, version, due, attempts, task FROM outbox";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.id.0),
            word(version.0),
            self.due.0,
            self.attempts,
            json(&self.task)?
        ])
    }

    fn delete(key: &OutboxId, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let id: i64 = row.get(0)?;
        Ok(Self {
            id: OutboxId(id.cast_unsigned()),
            task: from_json(row, 4)?,
            attempts: row.get(3)?,
            due: Timestamp(row.get(2)?),
        })
    }
}
