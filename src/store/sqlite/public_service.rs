//! Public services as rows.

use super::{
    json::json,
    row::{Tabular, optional, parsed, word},
};
use crate::{
    records::PublicService,
    types::{Impu, Lsn, Name},
};
use rusqlite::{CachedStatement, Row, params};

impl Tabular for PublicService {
    const PUT: &'static str = "INSERT OR REPLACE INTO public_service
        (identity, version, private_identity, profile, active, application_server, scscf_set, scscf)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    const DELETE: &'static str = "DELETE FROM public_service WHERE identity = ?1";
    const SELECT: &'static str =
        "SELECT identity, version, private_identity, profile, active, application_server,
        scscf_set, scscf FROM public_service";

    fn put(&self, version: Lsn, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            self.identity.as_str(),
            word(version.0),
            &*self.private_identity,
            self.profile.as_str(),
            self.active,
            self.application_server.as_deref(),
            self.scscf_set.as_deref(),
            self.scscf.as_ref().map(json).transpose()?,
        ])
    }

    fn delete(key: &Impu, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute([key.as_str()])
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let name = |text: &str| Some(Name::new(text));
        Ok(Self {
            identity: parsed(row, 0, |text| Impu::parse(text).ok())?,
            private_identity: row.get_ref(2)?.as_str()?.into(),
            profile: Name::new(row.get_ref(3)?.as_str()?),
            active: row.get(4)?,
            application_server: optional(row, 5, name)?,
            scscf_set: optional(row, 6, name)?,
            scscf: optional(row, 7, |text| serde_json::from_str(text).ok())?,
        })
    }
}
