//! Charging contracts as rows.

use super::row::{Tabular, packed, word};
use crate::{
    records::{AccountId, ChargingSubscription},
    types::{Imsi, Lsn, Name},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for ChargingSubscription {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO charging_subscription (key, version, account, home) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM charging_subscription WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, account, home FROM charging_subscription";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.imsi.packed()),
            word(version.0),
            word(self.account.0),
            self.home.as_deref(),
        ])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            imsi: packed(row, 0, Imsi::from_packed)?,
            account: AccountId(row.get::<_, i64>(2)?.cast_unsigned()),
            home: row.get_ref(3)?.as_str_or_null()?.map(Name::new),
        })
    }
}
