//! `/v1/store`: its figures, and backups.

use super::{
    Context, Problem,
    access::{Caller, Role},
};
use crate::types::Lsn;
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{path::PathBuf, sync::Arc};

/// The store at a glance: records, logs, LSNs, journal, disk.
#[utoipa::path(get, path = "/v1/store", security(("token" = [])), responses((status = 200, body = Object)))]
pub(super) async fn stats(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Role::Read)?;
    let store = context.store.clone();
    let stats = tokio::task::spawn_blocking(move || store.stats()).await.map_err(Problem::internal)?;
    serde_json::to_value(stats).map(Json).map_err(Problem::internal)
}

/// One record as it stands: its version, whether that is on disk, and its value, null where there is none. Secrets stay sealed (ST-4).
#[utoipa::path(get, path = "/v1/store/{kind}/{key}", security(("token" = [])),
    params(
        ("kind" = String, Path, description = "one of those that GET /v1/store counts"),
        ("key" = String, Path, description = "an IMSI; of an outbox, location_query or account its number, of a charging_session, accounting_session, suspense or counted_call 16 hexadecimal digits, of a ledger_order its key, of an export_cursor or transfer_queue its way, of carried_postings `transfers`, of a roamer_day its date, of public_service, repository_data, sh_subscription and dsai a URI"),
    ),
    responses((status = 200, body = Object), (status = 400, body = Problem)))]
pub(super) async fn record(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path((kind, key)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Role::Read)?;
    let mut shown = context.store.show(&kind, &key).map_err(Problem::malformed)?;
    if let Some(version) = shown.get("version").and_then(Value::as_u64) {
        context.durable(Lsn(version)).await;
        shown["durable"] = true.into();
    }
    Ok(Json(shown))
}

/// Where a backup goes.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupRequest {
    /// A file on the daemon's machine: an absolute path. What is there is replaced when the copy is good.
    #[schema(value_type = String)]
    pub path: PathBuf,
}

/// A backup that was made.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BackupMade {
    /// The last change it holds.
    pub lsn: u64,
    /// Its size in octets.
    pub octets: u64,
}

/// Copies everything durable to a file while requests are served; the copy is checked.
#[utoipa::path(post, path = "/v1/store/backup", request_body = BackupRequest, security(("token" = [])), responses(
    (status = 200, body = BackupMade), (status = 400, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn backup(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Json(request): Json<BackupRequest>,
) -> Result<Json<BackupMade>, Problem> {
    caller.needs(Role::Operate)?;
    if !request.path.is_absolute() {
        return Err(Problem::malformed(
            "path has to be absolute: the daemon's working directory is not yours",
        ));
    }
    let (store, path) = (context.store.clone(), request.path.clone());
    let made = tokio::task::spawn_blocking(move || store.backup(&path)).await.map_err(Problem::internal)?;
    let lsn = made.map_err(Problem::unavailable)?;
    let octets = std::fs::metadata(&request.path).map_or(0, |metadata| metadata.len());
    tracing::info!(client = caller.name, path = %request.path.display(), lsn = lsn.0, "backup written");
    Ok(Json(BackupMade { lsn: lsn.0, octets }))
}
