//! Charging data records become files (VC-7): each record in exactly one file, in their order, across a crash at any instant.
//!
//! A record is in the log from the moment its session's answer leaves; here it is only read, by connections that commits do not wait for. A cursor for every way
//! ([`ExportCursor`](crate::records::ExportCursor)) says how far that way has come, and the log is pruned behind all of them alone
//! ([`retention`](super::retention)).

mod file;
mod form;
mod ts32297;

pub use file::{Exporter, Made};
pub use form::Form;

use crate::{records::Log, store::Store, telemetry::metrics::Metrics, types::Timestamp};
use std::{
    net::IpAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// How often it is looked whether a file is due.
const LOOK: Duration = Duration::from_millis(500);
/// How often it is tried again while there is trouble.
const AGAIN: Duration = Duration::from_secs(5);
/// Octets of a record in a file, until one was written: an estimate, which the first file replaces.
const AVERAGE: u64 = 1024;

/// How files are made.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where.
    pub directory: PathBuf,
    /// In which forms.
    pub forms: Vec<Form>,
    /// Records wait so long at most.
    pub rotate: Duration,
    /// A file has so many octets, and the rest of a record, at most.
    pub octets: u64,
    /// The address of this node, as files say it.
    pub node: IpAddr,
}

/// What is worth telling of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Files cannot be written: the first turn of such an episode.
    Trouble(String),
    /// They can again.
    Mended,
}

/// What makes the files of one form, turn by turn.
#[derive(Debug)]
pub struct Worker {
    exporter: Exporter,
    rotate: Duration,
    metrics: Arc<Metrics>,
    /// Since when records have been waiting.
    since: Option<Instant>,
    /// Octets of a record, by the last file.
    average: u64,
    /// False until what a crash or a failure left behind was tidied up.
    tidy: bool,
    troubled: bool,
}

impl Worker {
    /// What makes files of `form`.
    pub fn new(store: Arc<Store>, form: Form, settings: &Settings, metrics: Arc<Metrics>) -> Self {
        let exporter = Exporter {
            store,
            form,
            directory: settings.directory.clone(),
            octets: settings.octets,
            node: settings.node,
        };
        let (rotate, since) = (settings.rotate, None);
        Self { exporter, rotate, metrics, since, average: AVERAGE, tidy: false, troubled: false }
    }

    /// Makes the files that are due at `now`. Asks the disk: call it off the async threads.
    pub fn turn(&mut self, now: Instant) -> Option<Said> {
        match self.make(now) {
            Ok(()) => std::mem::take(&mut self.troubled).then_some(Said::Mended),
            Err(sentence) => {
                self.tidy = false;
                (!std::mem::replace(&mut self.troubled, true)).then_some(Said::Trouble(sentence))
            }
        }
    }

    fn make(&mut self, now: Instant) -> Result<(), String> {
        if !self.tidy {
            self.exporter.recover()?;
            self.tidy = true;
        }
        let mut waiting = self.waiting()?;
        if waiting == 0 {
            self.since = None;
            return Ok(());
        }
        let since = *self.since.get_or_insert(now);
        let late = now.saturating_duration_since(since) >= self.rotate;
        while waiting > 0 && (late || waiting.saturating_mul(self.average) >= self.exporter.octets) {
            let Some(made) = self.exporter.file(Timestamp::now())? else { break };
            let records = made.records();
            self.average = (made.octets / records).max(1);
            let way = &[self.exporter.form.word()];
            self.metrics.records_files.with_label_values(way).inc();
            self.metrics.records_written.with_label_values(way).inc_by(records);
            self.since = None;
            waiting = self.waiting()?;
        }
        if waiting > 0 {
            self.since.get_or_insert(now);
        }
        Ok(())
    }

    fn waiting(&self) -> Result<u64, String> {
        let extent = self.exporter.store.log_extent(Log::Records).map_err(|error| error.to_string())?;
        let next = self.exporter.cursor().0.next.max(extent.begin.number);
        let waiting = extent.end.number.saturating_sub(next);
        let gauge = self.metrics.records_waiting.with_label_values(&[self.exporter.form.word()]);
        gauge.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        Ok(waiting)
    }
}

/// Makes files of every form until `stop`. Trouble is told once and tried again until it is mended; the records wait in the store meanwhile.
pub async fn keep(store: Arc<Store>, settings: Settings, metrics: Arc<Metrics>, stop: CancellationToken) {
    let worker = |form: &Form| Worker::new(store.clone(), *form, &settings, metrics.clone());
    let mut workers: Vec<Worker> = settings.forms.iter().map(worker).collect();
    loop {
        let wait = if workers.iter().any(|worker| worker.troubled) { AGAIN } else { LOOK };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        let turn = move || {
            let said: Vec<_> = workers.iter_mut().filter_map(|worker| worker.turn(Instant::now())).collect();
            (workers, said)
        };
        let Ok((back, said)) = tokio::task::spawn_blocking(turn).await else { return };
        workers = back;
        let directory = settings.directory.display();
        for said in said {
            match said {
                Said::Trouble(sentence) => tracing::error!(
                    "charging data records wait in the store, for {directory} takes no file: {sentence}; it is tried again"
                ),
                Said::Mended => tracing::info!("{directory} takes files of charging data records again"),
            }
        }
    }
}

#[cfg(test)]
mod tests;
