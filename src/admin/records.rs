//! `/v1/records`: charging data records as they are in the log, whether they have left or not (VC-7).

use super::{
    Context, Problem,
    access::{Caller, Role},
    page,
};
use crate::{
    domain::charging::document::document,
    records::{ChargingRecord, Log},
    store::{EngineError, Entry},
};
use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// Where a page begins, and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordsQuery {
    /// Records with lower numbers, the newest first; the newest of all if it is not said.
    before: Option<u64>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordPage {
    /// The records, the newest first: the objects that files of JSON Lines have.
    #[schema(value_type = Vec<Object>)]
    pub records: Vec<Value>,
    /// What to give as `before` for older ones; none where there are none.
    pub next: Option<u64>,
    /// The number of the oldest record that is in the store.
    pub oldest: u64,
    /// How many are in the store.
    pub total: u64,
}

/// Charging data records, page by page, the newest first.
#[utoipa::path(get, path = "/v1/records", params(RecordsQuery), security(("token" = [])), responses(
    (status = 200, body = RecordPage), (status = 400, body = Problem), (status = 403, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<RecordsQuery>,
) -> Result<Json<RecordPage>, Problem> {
    caller.needs(Role::Read)?;
    let limit = page::length(query.limit)?;
    let store = context.store.clone();
    let read = tokio::task::spawn_blocking(move || {
        let extent = store.log_extent(Log::Records)?;
        let before = query.before.unwrap_or(extent.end.number).min(extent.end.number);
        let found = store.read_log_back::<ChargingRecord>(before, limit)?;
        Ok::<_, EngineError>((extent, found))
    });
    let (extent, found) = read.await.map_err(Problem::internal)?.map_err(Problem::unavailable)?;
    let oldest = extent.begin.number;
    let next = found.last().map(|entry| entry.number).filter(|number| *number > oldest);
    let total = extent.end.number.saturating_sub(oldest);
    Ok(Json(RecordPage { records: found.iter().map(shown).collect(), next, oldest, total }))
}

/// One record.
#[utoipa::path(get, path = "/v1/records/{number}", params(("number" = u64, Path)), security(("token" = [])), responses(
    (status = 200, body = Object), (status = 403, body = Problem), (status = 404, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(number): Path<String>,
) -> Result<Json<Value>, Problem> {
    caller.needs(Role::Read)?;
    let number: u64 = number
        .parse()
        .map_err(|_| Problem::malformed(format!("a record has a number, which {number:?} is not")))?;
    let store = context.store.clone();
    let read = tokio::task::spawn_blocking(move || store.read_log::<ChargingRecord>(number, 1));
    let found = read.await.map_err(Problem::internal)?.map_err(Problem::unavailable)?;
    let found = found.first().filter(|entry| entry.number == number);
    found
        .map(shown)
        .map(Json)
        .ok_or_else(|| Problem::not_found(format!("there is no record {number} in the store")))
}

fn shown(entry: &Entry<ChargingRecord>) -> Value {
    document(entry.number, &entry.value)
}
