//! Accounts as rows.

use super::{
    json::{from_json, json},
    row::{Tabular, parsed, word},
};
use crate::{
    records::{Account, AccountId},
    types::{Currency, Lsn, Money, Name, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Account {
    const PUT: &'static str = "INSERT OR REPLACE INTO account
        (key, version, currency, terms, plan, active, opening, balance, reserved, postings, buckets, next_bucket, sessions, opened)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    const DELETE: &'static str = "DELETE FROM account WHERE key = ?1";
    const SELECT: &'static str =
        "SELECT key, version, currency, terms, plan, active, opening, balance, reserved, postings,
        buckets, next_bucket, sessions, opened FROM account";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.id.0),
            word(version.0),
            self.currency.alphabetic(),
            json(&self.terms)?,
            self.plan.as_str(),
            self.active,
            self.opening.0,
            self.balance.0,
            self.reserved.0,
            word(self.postings),
            json(&self.buckets)?,
            self.next_bucket,
            self.sessions,
            self.opened.0,
        ])
    }

    fn delete(key: &AccountId, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let number = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
        Ok(Self {
            id: AccountId(number(0)?),
            currency: parsed(row, 2, |text| Currency::parse(text).ok())?,
            terms: from_json(row, 3)?,
            plan: Name::new(row.get_ref(4)?.as_str()?),
            active: row.get(5)?,
            opening: Money(row.get(6)?),
            balance: Money(row.get(7)?),
            reserved: Money(row.get(8)?),
            postings: number(9)?,
            buckets: from_json(row, 10)?,
            next_bucket: row.get(11)?,
            sessions: row.get(12)?,
            opened: Timestamp(row.get(13)?),
        })
    }
}
