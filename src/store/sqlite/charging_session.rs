//! Credit control sessions as rows.

use super::{
    json::{from_json, from_json_or_null, json},
    row::{Tabular, parsed, unfit, word},
};
use crate::{
    records::{AccountId, ChargingSession, Decisions, Grant, KnownFacts, Packed, SessionKey},
    store::shared::encode,
    types::{Imsi, Lsn, Name, Timestamp},
};
use rusqlite::{CachedStatement, Row, params, types::ValueRef};

impl Tabular for ChargingSession {
    const PUT: &'static str = "INSERT INTO charging_session
        (key, version, session_id, host, realm, account, imsi, context, opened, heard, deadline, ended, call, grants, refunded, forgotten, decided, facts, records, adopted)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
        ON CONFLICT (key) DO UPDATE SET version = ?2, session_id = ?3, host = ?4, realm = ?5, account = ?6, imsi = ?7, context = ?8, opened = ?9, heard = ?10,
        deadline = ?11, ended = ?12, call = ?13, grants = ?14, refunded = ?15, forgotten = ?16, decided = ?17, facts = ?18, records = ?19, adopted = ?20";
    const RANGED_BY: &'static str = "id";
    const DELETE: &'static str = "DELETE FROM charging_session WHERE key = ?1";
    const SELECT: &'static str =
        "SELECT key, version, session_id, host, realm, account, imsi, context, opened, heard,
        deadline, ended, call, grants, refunded, forgotten, decided, facts, records, adopted FROM charging_session";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            word(self.key.0),
            word(version.0),
            self.session_id,
            self.host.as_str(),
            self.realm.as_str(),
            word(self.account.0),
            self.imsi.to_string(),
            self.context,
            self.opened.0,
            self.heard.0,
            self.deadline.0,
            self.ended.as_ref().map(json).transpose()?,
            self.call.octets(),
            octets(&self.grants),
            self.refunded,
            self.forgotten,
            self.decided.octets(),
            self.facts.as_ref().map(KnownFacts::octets),
            self.records,
            self.adopted,
        ])
    }

    fn delete(key: &SessionKey, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.0)])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let number = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
        let time = |column| row.get(column).map(Timestamp);
        Ok(Self {
            key: SessionKey(number(0)?),
            session_id: row.get(2)?,
            host: Name::new(row.get_ref(3)?.as_str()?),
            realm: Name::new(row.get_ref(4)?.as_str()?),
            account: AccountId(number(5)?),
            imsi: parsed(row, 6, Imsi::parse)?,
            context: row.get(7)?,
            opened: time(8)?,
            heard: time(9)?,
            deadline: time(10)?,
            ended: from_json_or_null(row, 11)?,
            call: Packed::from_octets(row.get_ref(12)?.as_blob()?).map_err(|error| unfit(12, error))?,
            grants: grants(row, 13)?,
            refunded: row.get(14)?,
            forgotten: row.get(15)?,
            decided: Decisions::from_octets(row.get_ref(16)?.as_blob()?)
                .ok_or_else(|| unfit(16, "not decisions"))?,
            facts: facts(row, 17)?,
            records: row.get(18)?,
            adopted: row.get(19)?,
        })
    }
}

fn octets(grants: &[Grant]) -> Vec<u8> {
    let mut octets = Vec::new();
    encode(&grants, &mut octets);
    octets
}

/// Rows that were written before version 10 of the schema have JSON.
fn grants(row: &Row<'_>, column: usize) -> rusqlite::Result<Box<[Grant]>> {
    match row.get_ref(column)? {
        ValueRef::Blob(octets) => postcard::from_bytes(octets).map_err(|error| unfit(column, error)),
        _ => from_json(row, column),
    }
}

fn facts(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<KnownFacts>> {
    let octets = row.get_ref(column)?.as_blob_or_null()?;
    let packed = octets.map(Packed::from_octets).transpose();
    Ok(packed.map_err(|error| unfit(column, error))?.map(KnownFacts::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::ServiceKey;
    use rusqlite::{Connection, ToSql};

    fn read(stored: impl ToSql) -> rusqlite::Result<Box<[Grant]>> {
        Connection::open_in_memory().unwrap().query_row("SELECT ?1", [stored], |row| grants(row, 0))
    }

    /// ST-4: grants are read as they are written, and as version 9 wrote them; what is neither is an error.
    #[test]
    fn st_4_grants_are_octets_and_were_json() {
        let service = ServiceKey { rating_group: Some(100), service_identifier: None };
        let all =
            [Grant { used: 300, from_buckets: [(1, 7)].into(), ..Grant::new(service) }, Grant::new(service)];
        let octets = octets(&all);
        assert_eq!(*read(&octets).unwrap(), all);
        assert_eq!(*read(json(&all).unwrap()).unwrap(), all);
        for broken in [read(&octets[..octets.len() - 1]), read(7), read("[{}]")] {
            broken.unwrap_err();
        }
    }
}
