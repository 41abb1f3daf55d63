//! `/v1/roamers`: who called away from home (VC-5).

use super::{
    Context, Problem,
    access::{Caller, Role},
};
use crate::{
    procedures::roamers::{UNKNOWN, WAY, role_word},
    records::{Day, ExportCursor, Log, RoamerCalls, RoamerDay},
    types::{Lsn, Timestamp},
};
use axum::{
    Extension, Json,
    extract::{Query, State},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Days that are shown where none are said.
const DAYS: i32 = 31;

/// Which days, places and roles.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct RoamersQuery {
    /// The first day, such as `2026-11-27`; 30 days before the last if it is not said.
    from: Option<String>,
    /// The last day; today by the calendar of the tariff's zone if it is not said.
    to: Option<String>,
    /// Only those who are at home there; `unknown` for those of whom it is not known.
    home: Option<String>,
    /// Only those who were there, likewise.
    visited: Option<String>,
    /// `caller`, `called` or `forwarding`.
    role: Option<String>,
}

/// Calls of one day, home, visited place and role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RoamersRow {
    /// The day on which they began.
    pub day: String,
    /// Where the parties are at home.
    pub home: String,
    /// Where they were.
    pub visited: String,
    /// Which side of the call they were on: `caller`, `called`, `forwarding`.
    pub role: String,
    /// How many.
    pub calls: u64,
}

/// Calls of parties away from home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Roamers {
    /// The first day asked for.
    pub from: String,
    /// The last.
    pub to: String,
    /// Calls, in the order of days, places and roles.
    pub rows: Vec<RoamersRow>,
    /// All of them.
    pub calls: u64,
    /// Charging data records that are not counted yet: it takes a second or so.
    pub waiting: u64,
}

/// Who called away from home, each call once.
#[utoipa::path(get, path = "/v1/roamers", params(RoamersQuery), security(("token" = [])), responses(
    (status = 200, body = Roamers), (status = 400, body = Problem), (status = 403, body = Problem),
))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<RoamersQuery>,
) -> Result<Json<Roamers>, Problem> {
    caller.needs(Role::Read)?;
    let to = match &query.to {
        Some(text) => day("to", text)?,
        None => today(context.charging.load().tariff.zone()),
    };
    let from = match &query.from {
        Some(text) => day("from", text)?,
        None => Day(to.0.saturating_sub(DAYS - 1)),
    };
    if from > to {
        return Err(Problem::malformed(format!("from is {from}, after to, which is {to}")));
    }
    let roles = ["caller", "called", "forwarding"];
    if let Some(role) = query.role.as_deref().filter(|role| !roles.contains(role)) {
        return Err(Problem::malformed(format!("role is {role:?}: caller, called or forwarding")));
    }
    let (mut rows, mut seen) = (Vec::new(), Lsn::ZERO);
    for (one, version) in context.store.scan::<RoamerDay>().filter(|(one, _)| (from..=to).contains(&one.day))
    {
        seen = seen.max(version);
        let shown = one.calls.iter().map(|calls| row(one.day, calls));
        rows.extend(shown.filter(|row| query.fits(row)).map(|row| (one.day, row)));
    }
    context.durable(seen).await;
    rows.sort_by_key(|(day, _)| *day);
    let rows: Vec<RoamersRow> = rows.into_iter().map(|(_, row)| row).collect();
    let calls = rows.iter().fold(0, |sum: u64, row| sum.saturating_add(row.calls));
    let store = context.store.clone();
    let waiting = tokio::task::spawn_blocking(move || {
        let next = store.get::<ExportCursor>(&WAY.into()).value.map_or(0, |cursor| cursor.next);
        let extent = store.log_extent(Log::Records)?;
        Ok::<_, crate::store::EngineError>(extent.end.number.saturating_sub(next.max(extent.begin.number)))
    });
    let waiting = waiting.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(Json(Roamers { from: from.to_string(), to: to.to_string(), rows, calls, waiting }))
}

impl RoamersQuery {
    fn fits(&self, row: &RoamersRow) -> bool {
        let is = |wanted: &Option<String>, have: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(have))
        };
        is(&self.home, &row.home) && is(&self.visited, &row.visited) && is(&self.role, &row.role)
    }
}

fn row(day: Day, calls: &RoamerCalls) -> RoamersRow {
    let [home, visited] =
        [&calls.home, &calls.visited].map(|place| place.as_deref().unwrap_or(UNKNOWN).to_owned());
    RoamersRow {
        day: day.to_string(),
        home,
        visited,
        role: role_word(calls.role).to_owned(),
        calls: calls.calls,
    }
}

fn day(name: &str, text: &str) -> Result<Day, Problem> {
    Day::parse(text)
        .ok_or_else(|| Problem::malformed(format!("{name} is {text:?}: a day is written as 2026-11-27")))
}

fn today(zone: &TimeZone) -> Day {
    let now = jiff::Timestamp::from_millisecond(Timestamp::now().0).unwrap_or_default();
    Day::of(zone.to_datetime(now).date())
}
