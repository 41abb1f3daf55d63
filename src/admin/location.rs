//! `/v1/subscribers/{name}/location`: where a subscriber is, and `/v1/location/queries`: who asked that (LQ-4, LQ-5).

use super::{
    Context, Problem,
    access::{Caller, Role},
    page,
    places::Located,
    subscribers::named,
};
use crate::{
    procedures::location::{
        Answer, Question,
        journal::{Asker, Unanswered},
    },
    records::{Fact, LocationQuery, LocationQueryId},
    types::{
        Area, Cell, Imsi, Name, Timestamp,
        geo::{Shape, Uncertainty},
    },
};
use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// What is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct LocationQueryString {
    /// Seconds the place may be old; what is older is asked of the node that serves. `location.accepted_age` if it is not said.
    max_age: Option<u32>,
    /// The terminal is to be paged for it, where the node can.
    #[serde(default)]
    current: bool,
    /// Metres around the terminal that are exact enough: then an MME that speaks SLg is asked to locate it, where nothing so exact is remembered.
    accuracy: Option<u32>,
}

/// Where a subscriber is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Whereabouts {
    /// Who.
    pub imsi: String,
    /// Whether the terminal is on: `not-registered`, `purged`, `registered` (idle or not, nobody said), `idle`, `connected`, `not-reachable`.
    pub state: String,
    /// What is known; absent where nothing is.
    pub seen: Option<Sighting>,
    /// Why it is older than was asked for; absent where it is not.
    pub missed: Option<String>,
}

/// A place that was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Sighting {
    /// The cell, such as `ecgi 00101-0000101`.
    pub cell: Option<String>,
    /// The area, such as `tai 00101-0001`.
    pub area: Option<String>,
    /// The network.
    pub plmn: Option<String>,
    /// When the terminal was there.
    pub at: String,
    /// Seconds since then.
    pub age_seconds: u64,
    /// By which way it was heard: `mme`, `sgsn`, `registration`, `gtp`, `ue-info`, `positioning`, `charging`.
    pub source: String,
    /// Who told.
    pub from: String,
    /// The place on the globe that the network told; that of the map stands in `place`.
    pub point: Option<Point>,
    /// Where that is by the map of places.
    pub place: Option<Located>,
}

/// A place on the globe: a point with what surrounds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Point {
    /// Degrees north (WGS 84).
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres around the point; absent where the network did not tell how exact it is.
    pub radius: Option<f64>,
    /// What the network told, of which this is the circle around it: `point`, `circle`, `ellipse`, `polygon`, `point with altitude`, `ellipsoid`, `arc`.
    pub shape: String,
}

/// Where the subscriber is, as exactly as the client may be told. Who asked is written down first.
#[utoipa::path(get, path = "/v1/subscribers/{name}/location", security(("token" = [])),
    params(("name" = String, Path, description = "IMSI, +number, user@domain, sip:user@domain or tel:+number"), LocationQueryString),
    responses((status = 200, body = Whereabouts), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn locate(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    Query(query): Query<LocationQueryString>,
) -> Result<Json<Whereabouts>, Problem> {
    caller.needs(Role::Locate)?;
    let (imsi, found) = named(&context, &name)?;
    let asker = Asker { name: Name::new(&caller.name), interface: "admin" };
    let accepted = query.max_age.map(|seconds| Duration::from_secs(seconds.into()));
    let accepted = accepted.unwrap_or_else(|| context.locator.privacy.load().accepted());
    let accuracy = query.accuracy.map(|metres| Uncertainty::no_wider_than(metres.into()));
    let question = Question { imsi, accepted, current: query.current, accuracy };
    let (answer, lsn) = context.locator.tell(&asker, question).await.map_err(|error| match error {
        Unanswered::Denied(denied) => {
            Problem::new(StatusCode::FORBIDDEN, "privacy-class", denied.to_string())
        }
        Unanswered::Unwritten(_) => Problem::unavailable(error),
    })?;
    context.durable(found.max(lsn)).await;
    Ok(Json(whereabouts(&context, imsi, &answer, Timestamp::now())))
}

fn whereabouts(context: &Context, imsi: Imsi, answer: &Answer, now: Timestamp) -> Whereabouts {
    Whereabouts {
        imsi: imsi.to_string(),
        state: answer.reach.word().to_owned(),
        seen: answer.fact.as_ref().map(|fact| sighting(context, fact, now)),
        missed: answer.missed.as_ref().map(ToString::to_string),
    }
}

fn sighting(context: &Context, fact: &Fact, now: Timestamp) -> Sighting {
    let places = context.places.load();
    let place = places.lookup(&fact.seen).map(|found| Located::new(&fact.seen, &found, &places));
    let shape = Shape::from_octets(&fact.estimate).ok();
    Sighting {
        cell: fact.seen.cell.as_ref().map(Cell::to_string),
        area: fact.seen.area.as_ref().map(Area::to_string),
        plmn: fact.seen.network().map(|plmn| plmn.to_string()),
        at: fact.at.to_string(),
        age_seconds: now.since(fact.at).as_secs(),
        source: fact.source.word().to_owned(),
        from: fact.from.to_string(),
        point: shape.map(|shape| {
            let (point, radius) = shape.circle();
            let shape = shape.word().to_owned();
            Point { latitude: point.latitude(), longitude: point.longitude(), radius, shape }
        }),
        place,
    }
}

/// Which queries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct QueriesQuery {
    /// Of this subscriber only, by any of its names.
    subscriber: Option<String>,
    /// Before this one; the newest come first.
    before: Option<u64>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
}

/// A query that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Asked {
    /// Its place in the order of queries: what to give as `before` for those before it.
    pub id: u64,
    /// When.
    pub at: String,
    /// Who asked.
    pub asker: String,
    /// By which way: `admin`, `sh`, `slh`.
    pub interface: String,
    /// About whom.
    pub imsi: String,
    /// What was said: cell, area and network; `nothing` or `denied`.
    pub said: String,
}

/// The journal of location queries, the newest first.
#[utoipa::path(get, path = "/v1/location/queries", params(QueriesQuery), security(("token" = [])), responses(
    (status = 200, body = [Asked]), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub(super) async fn queries(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<QueriesQuery>,
) -> Result<Json<Vec<Asked>>, Problem> {
    caller.needs(Role::Operate)?;
    let limit = page::length(query.limit)?;
    let imsi = query.subscriber.as_deref().map(|name| named(&context, name)).transpose()?;
    let fits = |entry: &LocationQuery| {
        imsi.is_none_or(|(imsi, _)| entry.imsi == imsi)
            && query.before.is_none_or(|before| entry.id < LocationQueryId(before))
    };
    let mut entries: Vec<_> =
        context.store.scan::<LocationQuery>().filter(|(entry, _)| fits(entry)).collect();
    entries.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.id));
    entries.truncate(limit);
    let seen = entries.iter().map(|(_, version)| *version).max().unwrap_or_default();
    context.durable(seen).await;
    let asked = entries.into_iter().map(|(entry, _)| Asked {
        id: entry.id.0,
        at: entry.at.to_string(),
        asker: entry.asker.to_string(),
        interface: entry.interface.to_string(),
        imsi: entry.imsi.to_string(),
        said: entry.said.to_string(),
    });
    Ok(Json(asked.collect()))
}
