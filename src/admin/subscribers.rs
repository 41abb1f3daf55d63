//! `/v1/subscribers`: one by any of its names, all page by page, added, changed, removed; and its services one by one (SC-6, SC-7).

use super::{
    Context, Problem,
    access::{Caller, Role},
    provision,
};
use crate::{
    domain::subscribers::{
        Order, SubscriberFound, find,
        provision::{Change, Known},
        read_sic, view,
    },
    records::Subscriber,
    types::{Imsi, Lsn, Sic},
};
use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::JsonRejection},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
