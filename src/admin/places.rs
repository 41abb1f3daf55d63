//! `/v1/places/lookup`: where a cell, an area or a network is, by the map that is in force (LQ-3).

use super::{
    Context, Problem,
    access::{Caller, Role},
};
use crate::domain::places::{Answer, Places, Seen, query};
use axum::{
    Extension, Json,
    extract::{Query, State},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct LookupQuery {
    /// A cell or area (`ecgi 00101-0000101`, `tai 00101-0001`, both with a comma between), a P-Access-Network-Info, a 3GPP-User-Location-Info in
    /// hexadecimal, a visited network's name, a PLMN (`00101`) or `mcc 262`.
    what: String,
}

/// A place of the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Named {
    /// Its level.
    pub level: String,
    /// Its name.
    pub name: String,
}

/// Where something is, and what decided that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Located {
    /// What was asked for, as it was read.
    pub seen: String,
    /// By what it was found: `cell`, `area`, `plmn`, `mcc`, or `country-table` where the map says nothing.
    pub step: String,
    /// The rule of the map that decided; none for the table, and for a base station whose cells several rules are about.
    pub rule: Option<String>,
    /// The line of the map that the rule stands in.
    pub line: Option<u32>,
    /// The place and those around it, the smallest first.
    pub places: Vec<Named>,
    /// ISO 3166-1 of the country, where the table told it.
    pub country: Option<String>,
    /// Degrees north (WGS 84).
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Metres around the point.
    pub radius: Option<u32>,
    /// The level that the position is of: that of the place itself, or of a larger one around it.
    pub position_of: Option<String>,
    /// The time zone, a name of the IANA's database.
    pub zone: Option<String>,
}

impl Located {
    pub(super) fn new(seen: &Seen, answer: &Answer<'_>, places: &Places) -> Self {
        let place = answer.place();
        let named = |level: &str, name: &str| Named { level: level.to_owned(), name: name.to_owned() };
        let mut path: Vec<Named> =
            place.iter().flat_map(|place| place.path()).map(|one| named(one.level(), one.name())).collect();
        if let (Some(country), Some(level)) = (answer.country(), places.levels().iter().last()) {
            path.push(named(level, country.name));
        }
        let position = place.and_then(|place| place.position());
        Self {
            seen: seen.to_string(),
            step: answer.step().word().to_owned(),
            rule: answer.rule().map(|rule| rule.to_string()),
            line: answer.line(),
            places: path,
            country: answer.country().map(|country| country.iso.to_owned()).filter(|iso| !iso.is_empty()),
            latitude: position.map(|(position, _)| position.latitude()),
            longitude: position.map(|(position, _)| position.longitude()),
            radius: position.and_then(|(position, _)| position.radius()),
            position_of: position.map(|(_, whose)| whose.level().to_owned()),
            zone: place.and_then(|place| place.zone()).map(ToString::to_string),
        }
    }
}

/// Looks up what a person asks for.
///
/// # Errors
/// 400 where it cannot be read, 404 where neither the map nor the table of countries knows it.
pub fn look(places: &Places, what: &str) -> Result<Located, Problem> {
    let seen = query::parse(what).map_err(Problem::malformed)?;
    match places.lookup(&seen) {
        Some(answer) => Ok(Located::new(&seen, &answer, places)),
        None => Err(Problem::not_found(format!(
            "no rule of the map of places is about {seen}, its network or its country, and its code is no country's"
        ))),
    }
}

/// Where something is, by the most specific rule of the map; an unknown cell by its area, its network, its country.
#[utoipa::path(get, path = "/v1/places/lookup", params(LookupQuery), security(("token" = [])), responses(
    (status = 200, body = Located), (status = 400, body = Problem), (status = 404, body = Problem),
))]
pub(super) async fn lookup(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<LookupQuery>,
) -> Result<Json<Located>, Problem> {
    caller.needs(Role::Read)?;
    look(&context.places.load(), &query.what).map(Json)
}
