//! The checkpointer: moves what the write-ahead log holds into the database, beside the writer, so that the writer need not stop for it.

use super::Database;
use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::JoinHandle,
    time::Duration,
};

const EVERY: Duration = Duration::from_millis(100);

/// A thread with a connection of its own. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Checkpointer {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn start(database: Database) -> std::io::Result<Self> {
        let (stop, stopped) = mpsc::channel::<()>();
        let run = move || {
            let Ok(connection) = database.connect() else { return };
            let mut failing = false;
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                // What it could not move it moves the next time; an error of the disk is the writer's to find, at its own next commit.
                let moved = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
                if let Err(error) = moved {
                    // Said once: it comes ten times a second as long as the disk has no room.
                    if !std::mem::replace(&mut failing, true) {
                        tracing::warn!(%error, "the write-ahead log could not be checkpointed; it is tried again");
                    }
                } else {
                    failing = false;
                }
            }
        };
        let thread = std::thread::Builder::new().name("store-checkpoint".into()).spawn(run)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
