//! Orders that moved money as rows.

use super::row::{Tabular, parsed, word};
use crate::{
    records::{AccountId, LedgerOrder},
    types::{Currency, Lsn, Money, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for LedgerOrder {
    const PUT: &'static str =
        "INSERT OR REPLACE INTO ledger_order (order_key, version, account, digest, at, balance, currency)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    const DELETE: &'static str = "DELETE FROM ledger_order WHERE order_key = ?1";
    const SELECT: &'static str =
        "SELECT order_key, version, account, digest, at, balance, currency FROM ledger_order";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            &*self.key,
            word(version.0),
            word(self.account.0),
            word(self.digest),
            self.at.0,
            self.balance.0,
            self.currency.alphabetic(),
        ])
    }

    fn delete(key: &Box<str>, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([&**key])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let number = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
        Ok(Self {
            key: row.get(0)?,
            account: AccountId(number(2)?),
            digest: number(3)?,
            at: Timestamp(row.get(4)?),
            balance: Money(row.get(5)?),
            currency: parsed(row, 6, |text| Currency::parse(text).ok())?,
        })
    }
}
