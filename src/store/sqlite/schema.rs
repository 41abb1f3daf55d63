//! The tables, and the steps that brought them from one version to the next.
//!
//! A step, once released, is never changed: a new version appends one. `PRAGMA user_version` says how far a file has come.

use super::{EngineError, disk_error};
use rusqlite::Connection;

/// `INKP`: what `file(1)` and we recognise our databases by.
const APPLICATION_ID: i32 = 0x494e_4b50;

/// From nothing to version 1, from 1 to 2, and so on.
const STEPS: &[&str] = &[
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
    include_str!("schema_9.sql"),
    include_str!("schema_10.sql"),
];

/// The version this program writes.
pub fn schema_version() -> usize {
    STEPS.len()
}

/// Brings the database to this program's version, one step a transaction, or says why it cannot.
pub(super) fn upgrade(connection: &mut Connection) -> Result<(), EngineError> {
    let found = version(connection)?;
    for (at, step) in STEPS.iter().enumerate().skip(found) {
        let to = at + 1;
        let mut run = || -> rusqlite::Result<()> {
            let transaction = connection.transaction()?;
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", to as i64)?;
            transaction.commit()
        };
        run().map_err(|error| {
            EngineError::Disk(format!(
                "the store could not be upgraded to version {to}, and is as it was: {error}"
            ))
        })?;
    }
    Ok(())
}

/// The version of a database that is ours, or is empty (0).
pub(super) fn version(connection: &Connection) -> Result<usize, EngineError> {
    let number =
        |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map_err(disk_error);
    let (version, application) = (number("user_version")?, number("application_id")?);
    let count = "SELECT count(*) FROM sqlite_schema";
    let tables = connection.query_row(count, [], |row| row.get::<_, i64>(0)).map_err(disk_error)?;
    if application != i64::from(APPLICATION_ID) && (tables > 0 || application != 0) {
        return Err(EngineError::Refused(
            "the file is a database of another program: choose another path".into(),
        ));
    }
    match usize::try_from(version) {
        Ok(version) if version <= STEPS.len() => Ok(version),
        _ => Err(EngineError::Refused(format!(
            "the store was written by a later version of Innkeeper (its schema is {version}, this program knows {}): \
             run that version, or restore a backup made before the upgrade",
            STEPS.len()
        ))),
    }
}
