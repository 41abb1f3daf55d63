//! Serving nodes of the EPS as rows; the view `attached` has a row per subscriber whom an MME serves.

use super::{
    json::{from_json, from_json_or_null, json},
    row::{Tabular, packed, word},
};
use crate::{
    records::EpsRegistration,
    types::{Imsi, Lsn},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for EpsRegistration {
    const PUT: &'static str = "INSERT OR REPLACE INTO eps_registration (key, version, mme, sgsn, gateways) VALUES (?1, ?2, ?3, ?4, ?5)";
    const DELETE: &'static str = "DELETE FROM eps_registration WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, mme, sgsn, gateways FROM eps_registration";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.imsi.packed()),
            word(version.0),
            self.mme.as_ref().map(json).transpose()?,
            self.sgsn.as_ref().map(json).transpose()?,
            json(&self.gateways)?,
        ])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            imsi: packed(row, 0, Imsi::from_packed)?,
            mme: from_json_or_null(row, 2)?,
            sgsn: from_json_or_null(row, 3)?,
            gateways: from_json(row, 4)?,
        })
    }
}
