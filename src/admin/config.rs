//! `/v1/config`: what is in force.

use super::{
    Context, Problem,
    access::{Caller, Role},
};
use axum::{
    Extension,
    extract::State,
    http::header,
    response::IntoResponse,
};
use std::sync::Arc;

/// The effective configuration as TOML, defaults included. It names files with secrets, and holds none.
#[utoipa::path(get, path = "/v1/config", security(("token" = [])), responses(
    (status = 200, description = "TOML.", content_type = "application/toml", body = String),
    (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
) -> Result<impl IntoResponse, Problem> {
    caller.needs(Role::Read)?;
    Ok(([(header::CONTENT_TYPE, "application/toml")], context.config.load().as_ref().clone()))
}
