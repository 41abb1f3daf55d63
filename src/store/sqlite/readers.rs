//! Connections that read beside the writer, kept between their uses: opening one reads the whole schema.

use super::{Database, EngineError};
use parking_lot::Mutex;
use rusqlite::Connection;

/// So many are kept while nobody uses them.
const KEPT: usize = 2;

/// Those that nobody uses just now; none are kept once the engine is closed.
#[derive(Debug)]
pub(super) struct Readers {
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Default for Readers {
    fn default() -> Self {
        Self { idle: Mutex::new(Some(Vec::new())) }
    }
}

impl Readers {
    /// Lends a connection. One that saw an error is not used again.
    pub(super) fn with<T>(
        &self,
        database: &Database,
        work: impl FnOnce(&Connection) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let idle = self.idle.lock().as_mut().and_then(Vec::pop);
        let connection = idle.map_or_else(|| database.reader(), Ok)?;
        let done = work(&connection)?;
        if let Some(idle) = self.idle.lock().as_mut().filter(|idle| idle.len() < KEPT) {
            idle.push(connection);
        }
        Ok(done)
    }

    /// Closes them: the writer's connection, closed last, leaves one file with everything in it.
    pub(super) fn close(&self) {
        *self.idle.lock() = None;
    }
}
