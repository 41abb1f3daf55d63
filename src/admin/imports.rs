//! `/v1/import` and `/v1/export`: many subscribers at once (OP-5). An import is staged and switched on as a whole, or leaves nothing.

use super::{
    Context, Problem,
    access::{Caller, Role},
    problem::BadLine,
    stream::{self, Whole, streamed},
};
use crate::{
    domain::subscribers::{
        self,
        export::{ExportError, Exporter},
        import::{Format, FromChunks, Import, ImportError, Mode, Report},
    },
    store::StageError,
    types::{Lsn, Timestamp},
};
use axum::{
    Extension, Json,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};
use std::{io, sync::Arc};
use tokio::{
    io::{AsyncWriteExt, DuplexStream},
    runtime::Handle,
    sync::mpsc,
};

/// Pieces of the body that wait for the parser.
const AHEAD: usize = 16;

/// How an import is to be read.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportQuery {
    /// `csv` or `json-lines`.
    #[param(value_type = String)]
    format: Format,
    /// What to do with subscribers who exist: `add` (a mistake, the default) or `replace`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    mode: Mode,
}

/// An import that was applied.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Imported {
    /// Lines read.
    pub lines: u64,
    /// Subscribers added or replaced.
    pub subscribers: u64,
    /// The last change; it is durable.
    pub lsn: u64,
}

/// Reads a whole file of subscribers: all become visible at once, or, with one bad line, none. Every bad line is reported.
#[utoipa::path(post, path = "/v1/import", params(ImportQuery), request_body = String, security(("token" = [])), responses(
    (status = 200, body = Imported), (status = 422, body = Problem, description = "lines holds every bad line"),
    (status = 409, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn import(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<ImportQuery>,
    body: Body,
) -> Result<Json<Imported>, Problem> {
    caller.needs(Role::Write)?;
    let (chunks, received) = mpsc::channel(AHEAD);
    let worker = {
        let context = context.clone();
        tokio::task::spawn_blocking(move || run(&context, &query, received))
    };
    feed(body, chunks, context.import_max).await;
    let (report, lsn) = worker.await.map_err(Problem::internal)??;
    let count = |result: &str, lines| context.metrics.import_lines.with_label_values(&[result]).inc_by(lines);
    count("read", report.lines);
    count("bad", report.bad_count);
    if !report.is_good() {
        return Err(refused(&report));
    }
    count("applied", report.subscribers);
    context.durable(lsn).await;
    tracing::info!(client = caller.name, subscribers = report.subscribers, "import applied");
    Ok(Json(Imported { lines: report.lines, subscribers: report.subscribers, lsn: lsn.0 }))
}

/// Hands the body on piece by piece; stops early when nobody reads it any more.
async fn feed(mut body: Body, chunks: mpsc::Sender<io::Result<Bytes>>, most: u64) {
    let mut octets = 0u64;
    while let Some(piece) = stream::next(&mut body).await {
        octets += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        let piece = if octets > most {
            Err(io::Error::other("it is longer than admin.import_max_mib allows"))
        } else {
            piece
        };
        let last = piece.is_err();
        if chunks.send(piece).await.is_err() || last {
            return;
        }
    }
}

/// On a thread of its own: parse, check, stage, switch.
fn run(
    context: &Context,
    query: &ImportQuery,
    mut received: mpsc::Receiver<io::Result<Bytes>>,
) -> Result<(Report, Lsn), Problem> {
    let provisioning = context.provisioning.load_full();
    let outbox_ids = || context.store.next_outbox_id();
    let import = Import {
        format: query.format,
        mode: query.mode,
        context: subscribers::Context {
            templates: &provisioning.templates,
            rules: &provisioning.rules,
            vault: &context.vault,
        },
        store: &context.store,
        now: Timestamp::now(),
        outbox_ids: &outbox_ids,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let mut stage = context.store.stage().map_err(staged)?;
    let chunks = std::iter::from_fn(move || received.blocking_recv());
    let report = import.run(FromChunks::new(chunks), |batch| stage.add(batch.sets));
    let report = report.map_err(|error| match error {
        ImportError::Read(error) => Problem::malformed(format!("the file cannot be read: {error}")),
        ImportError::Sink(error) => staged(error),
        ImportError::Thread => Problem::internal("a thread of the import ended"),
    })?;
    if !report.is_good() {
        return Ok((report, Lsn::ZERO));
    }
    let lsn = stage.switch(|overtaken| import.again(overtaken)).map_err(staged)?;
    Ok((report, lsn))
}

fn staged(error: StageError) -> Problem {
    match error {
        StageError::Refused(error) => error.into(),
        StageError::Busy | StageError::Conflict { .. } | StageError::Overtaken(_) => Problem::conflict(error),
    }
}

fn refused(report: &Report) -> Problem {
    let detail =
        format!("{} of {} lines are wrong: nothing of the file was applied", report.bad_count, report.lines);
    let bad = |bad: &subscribers::import::BadLine| BadLine { line: bad.line, reason: bad.fault.to_string() };
    Problem {
        lines: report.bad.iter().map(bad).collect(),
        ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-lines", detail)
    }
}

/// What an export is to hold.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ExportQuery {
    /// `csv` or `json-lines`.
    #[param(value_type = String)]
    format: Format,
    /// With K, OPc, HA1 and sequence numbers: asks for the role `secrets`.
    #[serde(default)]
    secrets: bool,
}

/// Every subscriber, as lines that an import reads.
#[utoipa::path(get, path = "/v1/export", params(ExportQuery), security(("token" = [])), responses(
    (status = 200, description = "CSV or JSON Lines.", body = String), (status = 403, body = Problem),
))]
pub(super) async fn export(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<ExportQuery>,
) -> Result<impl IntoResponse, Problem> {
    caller.needs(Role::Read)?;
    if query.secrets {
        caller.needs(Role::Secrets)?;
        tracing::warn!(client = caller.name, "an export with secrets begins");
    }
    let (out, whole, body) = streamed();
    let kind = match query.format {
        Format::Csv => "text/csv",
        Format::JsonLines => "application/x-ndjson",
    };
    tokio::task::spawn_blocking(move || write(&context, &query, out, &whole));
    Ok(([(header::CONTENT_TYPE, kind)], body))
}

fn write(context: &Context, query: &ExportQuery, out: DuplexStream, whole: &Whole) {
    let vault = query.secrets.then_some(&*context.vault);
    let exported = (|| {
        let runtime = Handle::current();
        let out = io::BufWriter::with_capacity(64 * 1024, Blocking { out, runtime: runtime.clone() });
        let mut exporter = Exporter::new(out, query.format, vault)?;
        exporter.write_all(&context.store, |lsn| runtime.block_on(context.durable(lsn)))?;
        let finished = exporter.finish()?;
        // Before the pipe is dropped, which ends the body.
        whole.is_whole();
        drop(finished);
        Ok::<(), ExportError>(())
    })();
    if let Err(error) = exported {
        tracing::warn!("an export broke off: {error}");
    }
}

/// An asynchronous pipe, written from a thread.
struct Blocking {
    out: DuplexStream,
    runtime: Handle,
}

impl io::Write for Blocking {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.runtime.block_on(self.out.write(octets))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
