//! EPS contracts as rows.

use super::{
    json::{from_json, from_json_or_null, json},
    row::{Tabular, packed, word},
};
use crate::{
    records::{EpsFurther, EpsSubscription},
    types::{Imsi, Lsn, Name},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for EpsSubscription {
    const PUT: &'static str = "INSERT OR REPLACE INTO eps_subscription
        (key, version, profile, enabled, additional_msisdns, charging_characteristics, ambr, addresses, further)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const DELETE: &'static str = "DELETE FROM eps_subscription WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, profile, enabled, additional_msisdns,
        charging_characteristics, ambr, addresses, further FROM eps_subscription";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.imsi.packed()),
            word(version.0),
            self.profile.as_str(),
            self.enabled,
            json(&self.additional_msisdns)?,
            self.charging_characteristics,
            self.ambr.as_ref().map(json).transpose()?,
            json(&self.addresses)?,
            self.further.as_deref().map(json).transpose()?,
        ])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            imsi: packed(row, 0, Imsi::from_packed)?,
            profile: Name::new(row.get_ref(2)?.as_str()?),
            enabled: row.get(3)?,
            additional_msisdns: from_json(row, 4)?,
            charging_characteristics: row.get(5)?,
            ambr: from_json_or_null(row, 6)?,
            addresses: from_json(row, 7)?,
            further: from_json_or_null::<EpsFurther>(row, 8)?.map(Box::new),
        })
    }
}
