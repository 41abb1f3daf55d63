//! AAA servers that serve subscribers as rows.

use super::{
    json::{from_json, from_json_or_null, json},
    row::{Tabular, packed, word},
};
use crate::{
    records::WlanRegistration,
    types::{Imsi, Lsn, Name, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for WlanRegistration {
    const PUT: &'static str = "INSERT OR REPLACE INTO wlan_registration
        (key, version, host, realm, user_name, registered, since, terminal, gateways)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const DELETE: &'static str = "DELETE FROM wlan_registration WHERE key = ?1";
    const SELECT: &'static str =
        "SELECT key, version, host, realm, user_name, registered, since, terminal, gateways
        FROM wlan_registration";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.imsi.packed()),
            word(version.0),
            self.host.as_str(),
            self.realm.as_str(),
            &*self.user_name,
            self.registered,
            self.since.0,
            self.terminal.as_ref().map(json).transpose()?,
            json(&self.gateways)?,
        ])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            imsi: packed(row, 0, Imsi::from_packed)?,
            host: Name::new(row.get_ref(2)?.as_str()?),
            realm: Name::new(row.get_ref(3)?.as_str()?),
            user_name: row.get_ref(4)?.as_str()?.into(),
            registered: row.get(5)?,
            since: Timestamp(row.get(6)?),
            terminal: from_json_or_null(row, 7)?,
            gateways: from_json(row, 8)?,
        })
    }
}
