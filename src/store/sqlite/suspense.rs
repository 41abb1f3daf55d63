//! Held records as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, parsed_or_null, word},
};
use crate::{
    records::{AccountId, SessionKey, Suspense},
    types::{Imsi, Lsn, Name, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Suspense {
    const PUT: &'static str = "INSERT OR REPLACE INTO suspense
        (key, version, session_id, host, account, imsi, context, opened, held, call, waiting, uses, refunded, settled)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    const DELETE: &'static str = "DELETE FROM suspense WHERE key = ?1";
    const SELECT: &'static str =
        "SELECT key, version, session_id, host, account, imsi, context, opened, held, call,
        waiting, uses, refunded, settled FROM suspense";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.key.0),
            word(version.0),
            self.session_id,
            self.host.as_str(),
            self.account.map(|account| word(account.0)),
            self.imsi.map(|imsi| imsi.to_string()),
            self.context,
            self.opened.0,
            self.held.0,
            json(&self.call)?,
            json(&self.waiting)?,
            json(&self.uses)?,
            self.refunded,
            self.settled.map(|settled| settled.0),
        ])
    }

    fn delete(key: &SessionKey, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let number = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
        Ok(Self {
            key: SessionKey(number(0)?),
            session_id: row.get(2)?,
            host: Name::new(row.get_ref(3)?.as_str()?),
            account: row.get::<_, Option<i64>>(4)?.map(|account| AccountId(account.cast_unsigned())),
            imsi: parsed_or_null(row, 5, Imsi::parse)?,
            context: row.get(6)?,
            opened: Timestamp(row.get(7)?),
            held: Timestamp(row.get(8)?),
            call: from_json(row, 9)?,
            waiting: from_json(row, 10)?,
            uses: from_json(row, 11)?,
            refunded: row.get(12)?,
            settled: row.get::<_, Option<i64>>(13)?.map(Timestamp),
        })
    }
}
