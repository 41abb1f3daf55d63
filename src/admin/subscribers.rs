//! `/v1/subscribers`: one by any of its names, all page by page, added, changed, removed; and its services one by one (SC-6, SC-7).

use super::{
    Context, Problem,
    access::{Caller, Role},
    page, provision,
};
use crate::{
    domain::subscribers::{
        Order, ServiceOrder, find,
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

/// Where a page begins, and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    /// Subscribers whose IMSI comes after this one.
    after: Option<String>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
}

/// A part of all subscribers, in the order of IMSIs.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Page {
    /// The subscribers.
    #[schema(value_type = Vec<Object>)]
    pub subscribers: Vec<Value>,
    /// What to give as `after` for the next page; absent on the last.
    pub next: Option<String>,
    /// How many subscribers there are in all.
    pub total: usize,
}

/// What a change came to.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Changed {
    /// Whose records were changed.
    pub imsi: String,
    /// The change's place in the order of all changes; it is durable.
    pub lsn: u64,
}

/// A service to subscribe.
#[derive(Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Subscription {
    /// The template that knows the service; the subscriber's own if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Or the service, written out.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceOrder>,
}

type Answer<T> = Result<T, Problem>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// All subscribers, page by page, with the state of their services and without secrets.
#[utoipa::path(get, path = "/v1/subscribers", params(PageQuery), security(("token" = [])), responses(
    (status = 200, body = Page), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page>> {
    caller.needs(Role::Read)?;
    let after = query.after.map(|text| imsi(&text)).transpose()?;
    let limit = page::length(query.limit)?;
    let records = context.store.page::<Subscriber>(after.as_ref(), limit);
    let next = if records.len() == limit { records.last().map(|last| last.imsi.to_string()) } else { None };
    let mut seen = Lsn::ZERO;
    let mut subscribers = Vec::with_capacity(records.len());
    for record in &records {
        // A subscriber removed since the page was made is left out.
        let Some((shown, lsn)) = view::view(&Known::load(&context.store, record.imsi)) else { continue };
        seen = seen.max(lsn);
        subscribers.push(json(&shown)?);
    }
    context.durable(seen).await;
    Ok(Json(Page { subscribers, next, total: context.store.count::<Subscriber>() }))
}

/// One subscriber, by IMSI, number, private or public identity, with the state of each service (SC-6).
#[utoipa::path(get, path = "/v1/subscribers/{name}", security(("token" = [])),
    params(("name" = String, Path, description = "IMSI, +number, user@domain, sip:user@domain or tel:+number")),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Answer<Json<Value>> {
    caller.needs(Role::Read)?;
    let (imsi, found) = named(&context, &name)?;
    let shown = view::view(&Known::load(&context.store, imsi));
    let (shown, lsn) = shown.ok_or_else(|| Problem::not_found(format!("there is no subscriber {imsi}")))?;
    context.durable(found.max(lsn)).await;
    Ok(Json(json(&shown)?))
}

/// Adds a subscriber: the IMSI, the keys, the number and the services; the template knows the rest.
#[utoipa::path(post, path = "/v1/subscribers", request_body = Object, security(("token" = [])), responses(
    (status = 201, body = Changed), (status = 400, body = Problem), (status = 409, body = Problem),
))]
pub(super) async fn add(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    order: Body<Order>,
) -> Answer<(StatusCode, Json<Changed>)> {
    caller.needs(Role::Write)?;
    let order = body(order)?;
    let imsi = provision::imsi_of(&order)?;
    let lsn = provision::add(&context, &order)?;
    Ok((StatusCode::CREATED, changed(&context, &caller, "added", imsi, lsn).await))
}

/// Changes what the body names: the number, which services may register, where registration is allowed.
#[utoipa::path(patch, path = "/v1/subscribers/{name}", request_body = Object, security(("token" = [])),
    params(("name" = String, Path)), responses((status = 200, body = Changed), (status = 404, body = Problem)))]
pub(super) async fn change(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    wanted: Body<Change>,
) -> Answer<Json<Changed>> {
    caller.needs(Role::Write)?;
    let wanted = body(wanted)?;
    let (imsi, _) = named(&context, &name)?;
    let lsn = provision::change(&context, imsi, |desk, known| desk.change(known, &wanted))?;
    Ok(changed(&context, &caller, "changed", imsi, lsn).await)
}

/// Removes a subscriber; what is registered is deregistered on the network.
#[utoipa::path(delete, path = "/v1/subscribers/{name}", security(("token" = [])),
    params(("name" = String, Path)), responses((status = 200, body = Changed), (status = 404, body = Problem)))]
pub(super) async fn remove(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Answer<Json<Changed>> {
    caller.needs(Role::Write)?;
    let (imsi, _) = named(&context, &name)?;
    let lsn = provision::change(&context, imsi, |desk, known| desk.remove(known))?;
    Ok(changed(&context, &caller, "removed", imsi, lsn).await)
}

/// The state of one service, by its code or `plain` (SC-6).
#[utoipa::path(get, path = "/v1/subscribers/{name}/services/{sic}", security(("token" = [])),
    params(("name" = String, Path), ("sic" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub(super) async fn service(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path((name, sic)): Path<(String, String)>,
) -> Answer<Json<Value>> {
    caller.needs(Role::Read)?;
    let (imsi, found) = named(&context, &name)?;
    let wanted = crate::domain::subscribers::sic_text(code(&sic)?);
    let (shown, lsn) = view::view(&Known::load(&context.store, imsi))
        .ok_or_else(|| Problem::not_found(format!("there is no subscriber {imsi}")))?;
    let service = shown.services.iter().find(|service| service.sic == wanted);
    let service =
        service.ok_or_else(|| Problem::not_found(format!("subscriber {imsi} has no service {wanted}")))?;
    context.durable(found.max(lsn)).await;
    Ok(Json(json(service)?))
}

/// Subscribes one service (SC-7); the others are untouched.
#[utoipa::path(put, path = "/v1/subscribers/{name}/services/{sic}", request_body = Subscription, security(("token" = [])),
    params(("name" = String, Path), ("sic" = String, Path)),
    responses((status = 200, body = Changed), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn subscribe(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path((name, sic)): Path<(String, String)>,
    subscription: Body<Subscription>,
) -> Answer<Json<Changed>> {
    caller.needs(Role::Write)?;
    let subscription = body(subscription)?;
    let sic = code(&sic)?;
    if subscription.service.as_ref().is_some_and(|service| service.sic != sic.map(|sic| sic.to_string())) {
        return Err(Problem::malformed("the service in the body has another code than the address"));
    }
    let (imsi, _) = named(&context, &name)?;
    let lsn = provision::change(&context, imsi, |desk, known| match &subscription.service {
        Some(service) => desk.subscribe_written_out(known, service),
        None => desk.subscribe(known, sic, subscription.template.as_deref()),
    })?;
    Ok(changed(&context, &caller, "subscribed", imsi, lsn).await)
}

/// Unsubscribes one service (SC-7): it alone goes, and where it is registered it is deregistered on the network.
#[utoipa::path(delete, path = "/v1/subscribers/{name}/services/{sic}", security(("token" = [])),
    params(("name" = String, Path), ("sic" = String, Path)),
    responses((status = 200, body = Changed), (status = 404, body = Problem)))]
pub(super) async fn unsubscribe(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path((name, sic)): Path<(String, String)>,
) -> Answer<Json<Changed>> {
    caller.needs(Role::Write)?;
    let sic = code(&sic)?;
    let (imsi, _) = named(&context, &name)?;
    let lsn = provision::change(&context, imsi, |desk, known| desk.unsubscribe(known, sic))?;
    Ok(changed(&context, &caller, "unsubscribed", imsi, lsn).await)
}

/// Forgets which AAA server serves a subscriber by WLAN: one that vanished keeps every other from it. Should it be there after all, it is told to end.
#[utoipa::path(delete, path = "/v1/subscribers/{name}/aaa-server", security(("token" = [])),
    params(("name" = String, Path)), responses((status = 200, body = Changed), (status = 404, body = Problem)))]
pub(super) async fn forget_aaa_server(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Answer<Json<Changed>> {
    caller.needs(Role::Write)?;
    let (imsi, _) = named(&context, &name)?;
    let lsn = provision::change(&context, imsi, |desk, known| desk.forget_aaa_server(known))?;
    Ok(changed(&context, &caller, "freed of its AAA server", imsi, lsn).await)
}

/// Whom a name means, and the LSN that finding it read.
pub(super) fn named(context: &Context, name: &str) -> Answer<(Imsi, Lsn)> {
    let length = context.provisioning.load().rules.sic_length;
    let found = find::find(&context.store, name, length).map_err(|error| match error {
        find::NotFound::Form(_) | find::NotFound::Impi { .. } | find::NotFound::Impu { .. } => {
            Problem::malformed(error)
        }
        _ => Problem::not_found(error),
    })?;
    Ok((found.imsi, found.version))
}

/// A change is told of once it is durable.
async fn changed(context: &Context, caller: &Caller, what: &str, imsi: Imsi, lsn: Lsn) -> Json<Changed> {
    context.durable(lsn).await;
    tracing::info!(%imsi, client = caller.name, "subscriber {what}");
    Json(Changed { imsi: imsi.to_string(), lsn: lsn.0 })
}

fn imsi(text: &str) -> Answer<Imsi> {
    Imsi::parse(text).ok_or_else(|| Problem::malformed(format!("{text:?} is no IMSI: 6 to 15 digits")))
}

fn code(text: &str) -> Answer<Option<Sic>> {
    read_sic(text).map_err(Problem::malformed)
}

pub(super) fn body<T>(body: Body<T>) -> Answer<T> {
    body.map(|Json(value)| value).map_err(|rejection| Problem::malformed(rejection.body_text()))
}

fn json(value: &impl Serialize) -> Answer<Value> {
    serde_json::to_value(value).map_err(Problem::internal)
}
