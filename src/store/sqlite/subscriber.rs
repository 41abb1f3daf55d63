//! Subscribers as rows: what operators ask for in columns of its own, the services as JSON text (`json_each` opens it).

use super::{
    json::{from_json, json},
    row::{Tabular, optional, packed, parsed, unfit, word},
};
use crate::{
    records::{Sealed, Sim, Subscriber},
    types::{E164, Imsi, Lsn, Name},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for Subscriber {
    const PUT: &'static str = "INSERT OR REPLACE INTO subscriber
        (key, version, msisdn, domain, template, roaming, algorithm, amf, keys, services)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    const DELETE: &'static str = "DELETE FROM subscriber WHERE key = ?1";
    const SELECT: &'static str = "SELECT key, version, msisdn, domain, template, roaming, algorithm, amf, keys, services FROM subscriber";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        let sim = self.sim.as_ref();
        statement.execute(params![
            word(self.imsi.packed()),
            word(version.0),
            self.msisdn.map(|msisdn| msisdn.to_string()),
            self.domain.as_str(),
            self.template.as_deref(),
            json(&self.roaming)?,
            sim.map(|sim| sim.algorithm.to_string()),
            sim.map(|sim| u16::from_be_bytes(sim.amf)),
            sim.map(|sim| sim.keys.as_bytes()),
            json(&self.services)?,
        ])
    }

    fn delete(key: &Imsi, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([word(key.packed())])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            imsi: packed(row, 0, Imsi::from_packed)?,
            msisdn: optional(row, 2, E164::parse)?,
            domain: Name::new(row.get_ref(3)?.as_str()?),
            sim: read_sim(row)?,
            services: from_json(row, 9)?,
            roaming: from_json(row, 5)?,
            template: optional(row, 4, |text| Some(Name::new(text)))?,
        })
    }
}

fn read_sim(row: &Row<'_>) -> rusqlite::Result<Option<Sim>> {
    let Some(keys) = row.get_ref(8)?.as_blob_or_null()? else { return Ok(None) };
    let amf: u16 = row.get(7)?;
    let algorithm = parsed(row, 6, |text| text.parse().ok())?;
    if keys.is_empty() {
        return Err(unfit(8, "a SIM without keys"));
    }
    Ok(Some(Sim { algorithm, amf: amf.to_be_bytes(), keys: Sealed::new(keys) }))
}
