//! `/v1/sessions`: sessions that are charged, online with what is reserved for them (VC-6), or offline by their records; and what their clients are told.

use super::{
    Context, Problem,
    access::{Caller, Role},
    page,
};
use crate::{
    procedures::outbox,
    records::{
        Account, AccountingSession, Call, ChargingSession, End, Grant, Phase, ServiceKey, SessionKey,
        SessionOrder, Task, UnitKind, Usage,
    },
    store::{ChangeSet, Store, Stored},
    types::{Currency, Imsi, Lsn, Money, Timestamp},
};
use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which sessions, where the page begins, and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionsQuery {
    /// `true`: those that are told of over Rf; else those that are charged over Ro and Gy.
    #[serde(default)]
    offline: bool,
    /// `true`: those that ended and are remembered, too.
    #[serde(default)]
    ended: bool,
    /// Only those of this subscriber.
    imsi: Option<String>,
    /// Only those that this account pays for.
    account: Option<u64>,
    /// Sessions whose key comes after this one.
    after: Option<String>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
}

/// A page of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChargedPage {
    /// The sessions, in the order of their keys.
    pub sessions: Vec<Charged>,
    /// The key to ask for what comes after; none where this was the last page.
    pub next: Option<String>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Charged {
    /// Its key.
    pub session: String,
    /// Session-Id.
    pub session_id: String,
    /// Origin-Host of the client.
    pub host: String,
    /// `online` or `offline`.
    pub charging: String,
    /// `open`, or how it ended: `terminated`, `refused`, `lapsed`, `event`, `cut`; offline: `stopped`, `silent`, `events`.
    pub state: String,
    /// Whose service it is, as far as that is known.
    pub imsi: Option<String>,
    /// Who pays; none of a session that is charged offline.
    pub account: Option<u64>,
    /// When it began.
    pub opened: String,
    /// When it was last heard of.
    pub heard: String,
    /// When silence ends it; after its end, until when it is remembered.
    pub deadline: String,
    /// Where the party is at home.
    pub home: Option<String>,
    /// Where it is.
    pub visited: Option<String>,
    /// Whether that is roaming.
    pub roaming: bool,
    /// Money reserved for all of its services.
    pub reserved: Option<String>,
    /// Charging data records that were written of it.
    pub records: u32,
    /// What is used of which service.
    pub services: Vec<ServiceShown>,
}

/// One service of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ServiceShown {
    /// Rating-Group.
    pub rating_group: Option<u32>,
    /// Service-Identifier.
    pub service_identifier: Option<u32>,
    /// What is counted: `seconds`, `octets`, `events`, `money`.
    pub unit: String,
    /// Units granted and not yet reported.
    pub granted: u64,
    /// Units reported; offline, since the last record.
    pub used: u64,
    /// Money reserved for what is granted.
    pub reserved: Option<String>,
    /// Money debited.
    pub charged: Option<String>,
    /// Money that was owed and was not there.
    pub uncollected: Option<String>,
}

/// Sessions that are charged, page by page.
#[utoipa::path(get, path = "/v1/sessions", params(SessionsQuery), security(("token" = [])), responses(
    (status = 200, body = ChargedPage), (status = 400, body = Problem), (status = 403, body = Problem),
))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<SessionsQuery>,
) -> Result<Json<ChargedPage>, Problem> {
    caller.needs(Role::Read)?;
    let after = query.after.as_deref().map(key).transpose()?;
    let limit = page::length(query.limit)?;
    let imsi =
        query.imsi.as_deref().map(|text| Imsi::parse(text).ok_or_else(|| no_imsi(text))).transpose()?;
    let store = context.store.clone();
    // There may be a million, and few that fit.
    let found = tokio::task::spawn_blocking(move || match query.offline {
        true => walk(&store, (after, limit), |session: &AccountingSession| {
            let fits = imsi.is_none_or(|imsi| session.imsi == Some(imsi))
                && query.account.is_none()
                && (query.ended || session.phase == Phase::Open);
            fits.then(|| offline(session))
        }),
        false => walk(&store, (after, limit), |session: &ChargingSession| {
            let fits = imsi.is_none_or(|imsi| session.imsi == imsi)
                && query.account.is_none_or(|account| session.account.0 == account)
                && (query.ended || session.ended.is_none());
            fits.then(|| online(session, &store))
        }),
    });
    let (page, seen) = found.await.map_err(Problem::internal)?;
    context.durable(seen).await;
    Ok(Json(page))
}

/// One session, online or offline.
#[utoipa::path(get, path = "/v1/sessions/{session}", params(("session" = String, Path)), security(("token" = [])), responses(
    (status = 200, body = Charged), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
) -> Result<Json<Charged>, Problem> {
    caller.needs(Role::Read)?;
    let key = key(&session)?;
    let store = &context.store;
    let (charged, told) = (store.get::<ChargingSession>(&key), store.get::<AccountingSession>(&key));
    let shown = charged.value.map(|session| online(&session, store));
    let shown = shown.or_else(|| told.value.map(|session| offline(&session)));
    let shown = shown.ok_or_else(|| Problem::not_found("no session with that key is open or remembered"))?;
    context.durable(charged.version.max(told.version)).await;
    Ok(Json(shown))
}

/// What was ordered of the client of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SessionOrdered {
    /// The session's key.
    pub session: String,
    /// `reauthorize` or `abort`.
    pub order: String,
    /// Who is told: Origin-Host of the client.
    pub host: String,
    /// The order's place in the order of all changes; it is durable.
    pub lsn: u64,
}

/// Has the client of an open session ask again for all of its services (RAR). One that does not know how does so when its grant is over.
#[utoipa::path(post, path = "/v1/sessions/{session}/reauthorize", params(("session" = String, Path)), security(("token" = [])), responses(
    (status = 202, body = SessionOrdered), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
))]
pub(super) async fn reauthorize(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
) -> Result<(StatusCode, Json<SessionOrdered>), Problem> {
    ordered(&context, &caller, &session, SessionOrder::Reauthorize).await
}

/// Has the client of an open session end it (ASR). Where the client cannot be told, the session is ended here: its reservation is free, and its next request
/// is refused.
#[utoipa::path(post, path = "/v1/sessions/{session}/abort", params(("session" = String, Path)), security(("token" = [])), responses(
    (status = 202, body = SessionOrdered), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
))]
pub(super) async fn abort(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
) -> Result<(StatusCode, Json<SessionOrdered>), Problem> {
    ordered(&context, &caller, &session, SessionOrder::Abort).await
}

async fn ordered(
    context: &Context,
    caller: &Caller,
    session: &str,
    order: SessionOrder,
) -> Result<(StatusCode, Json<SessionOrdered>), Problem> {
    caller.needs(Role::Accounts)?;
    let (key, now) = (key(session)?, Timestamp::now());
    let found = context.store.get::<ChargingSession>(&key).value;
    let found = found
        .ok_or_else(|| Problem::not_found("no session with that key is charged online or remembered"))?;
    if let Some(how) = found.ended {
        return Err(Problem::conflict(format!("the session is over: {}", end(how))));
    }
    let task = Task::TellClient { session: key, order, at: now };
    let lsn = outbox::commit(&context.store, ChangeSet::new(), vec![task], now)?;
    context.durable(lsn).await;
    tracing::info!(session = %key, client = caller.name, peer = %found.host, "session: {}", order.word());
    let told = SessionOrdered {
        session: key.to_string(),
        order: order.word().into(),
        host: found.host.to_string(),
        lsn: lsn.0,
    };
    Ok((StatusCode::ACCEPTED, Json(told)))
}

/// The sessions that `show` shows, up to a limit.
fn walk<R: Stored<Key = SessionKey>>(
    store: &Store,
    (after, limit): (Option<SessionKey>, usize),
    show: impl Fn(&R) -> Option<Charged>,
) -> (ChargedPage, Lsn) {
    let (mut page, mut seen) = (ChargedPage { sessions: Vec::new(), next: None }, Lsn::ZERO);
    for (session, version) in store.scan::<R>() {
        if after.is_some_and(|after| session.key() <= after) {
            continue;
        }
        let Some(shown) = show(&session) else { continue };
        if page.sessions.len() == limit {
            page.next = page.sessions.last().map(|last| last.session.clone());
            break;
        }
        seen = seen.max(version);
        page.sessions.push(shown);
    }
    (page, seen)
}

fn key(text: &str) -> Result<SessionKey, Problem> {
    let read = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16);
    let sentence = "the key of a session is 16 hexadecimal digits, as the list has it";
    read.map(SessionKey).ok_or_else(|| Problem::malformed(sentence))
}

fn no_imsi(text: &str) -> Problem {
    Problem::malformed(format!("imsi is {text:?}: 6 to 15 digits"))
}

fn online(session: &ChargingSession, store: &Store) -> Charged {
    let currency = store.get::<Account>(&session.account).value.map(|account| account.currency);
    let call = session.call.open();
    let reserved = session.grants.iter().map(|grant| grant.reserved.0).fold(0, i64::saturating_add);
    Charged {
        session: session.key.to_string(),
        session_id: session.session_id.to_string(),
        host: session.host.to_string(),
        charging: "online".into(),
        state: session.ended.map_or("open", end).into(),
        imsi: Some(session.imsi.to_string()),
        account: Some(session.account.0),
        opened: session.opened.to_string(),
        heard: session.heard.to_string(),
        deadline: session.deadline.to_string(),
        reserved: Some(money(Money(reserved), currency)),
        records: session.records,
        services: session.grants.iter().map(|grant| granted(grant, currency)).collect(),
        ..placed(&call)
    }
}

fn offline(session: &AccountingSession) -> Charged {
    let state = match session.phase {
        Phase::Open => "open",
        Phase::Stopped => "stopped",
        Phase::Silent => "silent",
        Phase::Events => "events",
    };
    Charged {
        session: session.key.to_string(),
        session_id: session.session_id.to_string(),
        host: session.host.to_string(),
        charging: "offline".into(),
        state: state.into(),
        imsi: session.imsi.map(|imsi| imsi.to_string()),
        opened: session.began.to_string(),
        heard: session.heard.to_string(),
        deadline: session.deadline.to_string(),
        records: session.records,
        services: session.used.iter().flat_map(told).collect(),
        ..placed(&session.call.open())
    }
}

/// The places of a session, and nothing else.
fn placed(call: &Call) -> Charged {
    let text = |place: &Option<crate::types::Name>| place.as_ref().map(ToString::to_string);
    Charged {
        home: text(&call.places.home),
        visited: text(&call.places.visited),
        roaming: call.roaming,
        session: String::new(),
        session_id: String::new(),
        host: String::new(),
        charging: String::new(),
        state: String::new(),
        imsi: None,
        account: None,
        opened: String::new(),
        heard: String::new(),
        deadline: String::new(),
        reserved: None,
        records: 0,
        services: Vec::new(),
    }
}

const fn end(how: End) -> &'static str {
    match how {
        End::Terminated => "terminated",
        End::Refused => "refused",
        End::Lapsed => "lapsed",
        End::Event => "event",
        End::Cut => "cut",
    }
}

/// With the currency of the account; minor units alone where the account is gone.
fn money(money: Money, currency: Option<Currency>) -> String {
    currency.map_or_else(|| money.0.to_string(), |currency| money.shown(currency).to_string())
}

fn granted(grant: &Grant, currency: Option<Currency>) -> ServiceShown {
    let unit = match grant.unit {
        UnitKind::Time => "seconds",
        UnitKind::Octets => "octets",
        UnitKind::Events => "events",
        UnitKind::Money => "money",
    };
    ServiceShown {
        granted: grant.granted,
        reserved: Some(money(grant.reserved, currency)),
        charged: Some(money(grant.charged, currency)),
        uncollected: (grant.uncollected.0 != 0).then(|| money(grant.uncollected, currency)),
        ..used(grant.service, unit, grant.used)
    }
}

fn told(usage: &Usage) -> impl Iterator<Item = ServiceShown> {
    let units = [("seconds", usage.time), ("octets", usage.octets()), ("events", usage.events)];
    let service = usage.service;
    units.into_iter().filter(|(_, units)| *units > 0).map(move |(unit, units)| used(service, unit, units))
}

fn used(service: ServiceKey, unit: &str, used: u64) -> ServiceShown {
    ServiceShown {
        rating_group: service.rating_group,
        service_identifier: service.service_identifier,
        unit: unit.into(),
        granted: 0,
        used,
        reserved: None,
        charged: None,
        uncollected: None,
    }
}
