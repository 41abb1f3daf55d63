//! Queues of records on their way to charging gateways as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, word},
};
use crate::{records::TransferQueue, types::Lsn};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for TransferQueue {
    const PUT: &'static str = "INSERT OR REPLACE INTO transfer_queue (way, version, restarts, next, numbers, packets) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    const DELETE: &'static str = "DELETE FROM transfer_queue WHERE way = ?1";
    const SELECT: &'static str = "SELECT way, version, restarts, next, numbers, packets FROM transfer_queue";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            self.way,
            word(version.0),
            self.restarts,
            word(self.next),
            json(&self.numbers)?,
            json(&self.packets)?
        ])
    }

    fn delete(key: &Box<str>, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([key])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            way: row.get(0)?,
            restarts: row.get(2)?,
            next: row.get::<_, i64>(3)?.cast_unsigned(),
            numbers: from_json(row, 4)?,
            packets: from_json(row, 5)?,
        })
    }
}
