//! Accounting sessions as rows.

use super::{
    json::{from_json, from_json_or_null, json},
    row::{Tabular, parsed_or_null, unfit, word},
};
use crate::{
    records::{AccountingSession, Facts, Packed, SessionKey},
    types::{Imsi, Lsn, Name, Timestamp},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for AccountingSession {
    const PUT: &'static str = "INSERT OR REPLACE INTO accounting_session
        (key, version, session_id, host, realm, phase, began, opened, heard, deadline, requests, records, incomplete, retransmitted, facts, used, imsi, call, visited_known)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
    const DELETE: &'static str = "DELETE FROM accounting_session WHERE key = ?1";
    const SELECT: &'static str =
        "SELECT key, version, session_id, host, realm, phase, began, opened, heard, deadline, requests, records,
        incomplete, retransmitted, facts, used, imsi, call, visited_known FROM accounting_session";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.key.0),
            word(version.0),
            self.session_id,
            self.host.as_str(),
            self.realm.as_str(),
            json(&self.phase)?,
            self.began.0,
            self.opened.0,
            self.heard.0,
            self.deadline.0,
            json(&self.requests)?,
            self.records,
            json(&self.incomplete)?,
            self.retransmitted,
            self.facts.as_deref().map(json).transpose()?,
            json(&self.used)?,
            self.imsi.map(|imsi| imsi.to_string()),
            self.call.octets(),
            self.visited_known,
        ])
    }

    fn delete(key: &SessionKey, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time = |column| row.get(column).map(Timestamp);
        Ok(Self {
            key: SessionKey(row.get::<_, i64>(0)?.cast_unsigned()),
            session_id: row.get(2)?,
            host: Name::new(row.get_ref(3)?.as_str()?),
            realm: Name::new(row.get_ref(4)?.as_str()?),
            phase: from_json(row, 5)?,
            began: time(6)?,
            opened: time(7)?,
            heard: time(8)?,
            deadline: time(9)?,
            requests: from_json(row, 10)?,
            records: row.get(11)?,
            incomplete: from_json(row, 12)?,
            retransmitted: row.get(13)?,
            facts: from_json_or_null::<Facts>(row, 14)?.map(Box::new),
            used: from_json(row, 15)?,
            imsi: parsed_or_null(row, 16, Imsi::parse)?,
            call: Packed::from_octets(row.get_ref(17)?.as_blob()?).map_err(|error| unfit(17, error))?,
            visited_known: row.get(18)?,
        })
    }
}
