//! A refusal, as RFC 9457 has it: a word for programs, a sentence for people.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

/// What every answer that is not a success carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The kind of problem: a word that stays the same between versions.
    pub problem: String,
    /// What is wrong and what to do.
    pub detail: String,
    /// Of an import: every line that is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<BadLine>,
}

/// A line of an import that cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

impl Problem {
    /// A problem of a kind.
    pub fn new(status: StatusCode, problem: &str, detail: impl Into<String>) -> Self {
        Self { status: status.as_u16(), problem: problem.to_owned(), detail: detail.into(), lines: Vec::new() }
    }

    /// 400: what was sent is not what it should be.
    pub fn malformed(detail: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail.to_string())
    }

    /// 404.
    pub fn not_found(detail: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail.to_string())
    }

    /// 409: it contradicts what is there.
    pub fn conflict(detail: impl ToString) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail.to_string())
    }

    /// 503: not now; later perhaps.
    pub fn unavailable(detail: impl ToString) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail.to_string())
    }

    /// 500: a bug or a broken machine; the log says more.
    pub fn internal(detail: impl ToString) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(self).into_response().into_body()).into_response()
    }
}
