//! `/v1/suspense`: records that may not be charged as they are, and what an operator does about them (VC-4).

use super::{
    Context, Problem,
    access::{Caller, Role},
    page,
    subscribers::body,
};
use crate::{
    domain::charging::roaming::{sentence, suspense::NotRerated},
    procedures::suspense::{self, Undone},
    records::{Account, SessionKey, Suspense},
    store::Store,
    types::{Lsn, Money, Timestamp},
};
use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::JsonRejection},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Answer<T> = Result<T, Problem>;

/// Which entries, where the page begins, and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SuspenseQuery {
    /// Entries whose key comes after this one.
    after: Option<String>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
    /// Only those with this reason: `disagreement`, `no-such-place`, `not-in-table`, `no-home`. What is settled has none any more.
    reason: Option<String>,
    /// `true`: only what was priced again; `false`: only what waits.
    settled: Option<bool>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SuspenseShown {
    /// Its key, that of the session.
    pub session: String,
    /// Session-Id.
    pub session_id: String,
    /// Origin-Host of the client.
    pub host: String,
    /// Who paid; none where the session was charged offline, by its records.
    pub account: Option<u64>,
    /// Whose service it was, as far as that is known.
    pub imsi: Option<String>,
    /// When the session began.
    pub opened: String,
    /// When the entry was made, or added to.
    pub held: String,
    /// Why it waits, a word; none once both sides agree.
    pub reason: Option<String>,
    /// The same, or what was agreed on, as a sentence.
    pub sentence: String,
    /// The home place of the record.
    pub home: Option<String>,
    /// Where the party was.
    pub visited: Option<String>,
    /// Charging data records that wait.
    pub records: usize,
    /// What the account paid up to now.
    pub paid: String,
    /// When it was priced again.
    pub settled: Option<String>,
}

/// A page of entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SuspensePage {
    /// The entries, in the order of their keys.
    pub entries: Vec<SuspenseShown>,
    /// The key to ask for what comes after; none where this was the last page.
    pub next: Option<String>,
}

/// Which home is right.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeSaid {
    /// A place of the map, by its name.
    pub home: String,
}

/// What came of pricing one entry again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RatedAgain {
    /// The entry's key.
    pub session: String,
    /// What the use costs by the agreed home.
    pub price: String,
    /// What was taken now; below zero: given back.
    pub moved: String,
    /// Charging data records that went to the log.
    pub records: usize,
}

/// What came of pricing all of them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AllRatedAgain {
    /// Those on which both sides agree now.
    pub done: Vec<RatedAgain>,
    /// How many still wait.
    pub waiting: usize,
    /// The first hundred reasons, a sentence each.
    pub reasons: Vec<String>,
}

/// Held records, page by page.
#[utoipa::path(get, path = "/v1/suspense", params(SuspenseQuery), security(("token" = [])), responses(
    (status = 200, body = SuspensePage), (status = 400, body = Problem), (status = 403, body = Problem),
))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<SuspenseQuery>,
) -> Answer<Json<SuspensePage>> {
    caller.needs(Role::Read)?;
    let after = query.after.as_deref().map(key).transpose()?;
    let limit = page::length(query.limit)?;
    let fits = |entry: &Suspense| {
        let reason = entry.call.places.held.as_ref().map(|held| held.word());
        query.settled.is_none_or(|settled| settled == entry.settled.is_some())
            && query.reason.as_deref().is_none_or(|wanted| reason == Some(wanted))
    };
    let (mut entries, mut next, mut seen) = (Vec::new(), None, Lsn::ZERO);
    for (entry, version) in context.store.scan::<Suspense>() {
        if after.is_some_and(|after| entry.key <= after) || !fits(&entry) {
            continue;
        }
        if entries.len() == limit {
            next = entries.last().map(|last: &SuspenseShown| last.session.clone());
            break;
        }
        seen = seen.max(version);
        entries.push(SuspenseShown::new(&entry, &context.store));
    }
    context.durable(seen).await;
    Ok(Json(SuspensePage { entries, next }))
}

/// One held record.
#[utoipa::path(get, path = "/v1/suspense/{session}", security(("token" = [])), params(("session" = String, Path)),
    responses((status = 200, body = SuspenseShown), (status = 404, body = Problem)))]
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
) -> Answer<Json<SuspenseShown>> {
    caller.needs(Role::Read)?;
    let read = context.store.get::<Suspense>(&key(&session)?);
    let entry = read.value.ok_or(Undone::Refused(NotRerated::Unknown))?;
    context.durable(read.version).await;
    Ok(Json(SuspenseShown::new(&entry, &context.store)))
}

/// Says which home is right: that of the record, and of the subscriber's contract from now on. The table is a file, and corrected there.
#[utoipa::path(post, path = "/v1/suspense/{session}/fix", request_body = HomeSaid, security(("token" = [])), params(("session" = String, Path)),
    responses((status = 200, body = SuspenseShown), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn fix(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
    said: Result<Json<HomeSaid>, JsonRejection>,
) -> Answer<Json<SuspenseShown>> {
    caller.needs(Role::Accounts)?;
    let (key, said) = (key(&session)?, body(said)?);
    let lsn = suspense::fix(&context.store, key, &said.home, &context.places.load())?;
    context.durable(lsn).await;
    tracing::info!(
        session,
        home = said.home,
        client = caller.name,
        "the home place of a held record is said"
    );
    let read = context.store.get::<Suspense>(&key);
    let entry = read.value.ok_or(Undone::Refused(NotRerated::Unknown))?;
    Ok(Json(SuspenseShown::new(&entry, &context.store)))
}

/// Prices a held record again, once both sides agree: the difference is posted once, and the record goes to the log. Again, it is told that it was done.
#[utoipa::path(post, path = "/v1/suspense/{session}/rerate", security(("token" = [])), params(("session" = String, Path)),
    responses((status = 200, body = RatedAgain), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn rerate(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
) -> Answer<Json<RatedAgain>> {
    caller.needs(Role::Accounts)?;
    let (done, lsn) = one(&context, &caller.name, key(&session)?)?;
    context.durable(lsn).await;
    Ok(Json(done))
}

/// Prices every held record again on which both sides agree now.
#[utoipa::path(post, path = "/v1/suspense/rerate", security(("token" = [])), responses((status = 200, body = AllRatedAgain), (status = 403, body = Problem)))]
pub(super) async fn rerate_all(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
) -> Answer<Json<AllRatedAgain>> {
    caller.needs(Role::Accounts)?;
    let (working, client) = (context.clone(), caller.name.clone());
    let all = tokio::task::spawn_blocking(move || {
        let mut all = AllRatedAgain { done: Vec::new(), waiting: 0, reasons: Vec::new() };
        let mut last = Lsn::ZERO;
        for (entry, _) in working.store.scan::<Suspense>().filter(|(entry, _)| entry.settled.is_none()) {
            match one(&working, &client, entry.key) {
                Ok((done, lsn)) => {
                    all.done.push(done);
                    last = last.max(lsn);
                }
                // Somebody else did it.
                Err(Undone::Refused(NotRerated::Settled(_) | NotRerated::Unknown)) => {}
                Err(why) => {
                    all.waiting += 1;
                    if all.reasons.len() < 100 {
                        all.reasons.push(format!("{}: {why}", entry.key));
                    }
                }
            }
        }
        (all, last)
    });
    let (all, last) = all.await.map_err(Problem::internal)?;
    context.durable(last).await;
    Ok(Json(all))
}

fn one(context: &Context, client: &str, key: SessionKey) -> Result<(RatedAgain, Lsn), Undone> {
    let with = (&**context.charging.load(), &**context.places.load());
    let (rerated, lsn) = suspense::settle(&context.store, key, with, (client, Timestamp::now()))?;
    let (price, moved) = (
        money(&context.store, &rerated.record, rerated.price),
        money(&context.store, &rerated.record, rerated.moved),
    );
    tracing::info!(session = %key, client, price, moved, "a held record was priced again");
    Ok((RatedAgain { session: key.to_string(), price, moved, records: rerated.released }, lsn))
}

/// With the currency of the account; minor units alone where the account is gone.
fn money(store: &Store, entry: &Suspense, money: Money) -> String {
    let account = entry.account.and_then(|account| store.get::<Account>(&account).value);
    account.map_or_else(|| money.0.to_string(), |account| money.shown(account.currency).to_string())
}

fn key(text: &str) -> Answer<SessionKey> {
    let read = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16);
    read.map(SessionKey).ok_or_else(|| {
        Problem::malformed("the key of a held record is 16 hexadecimal digits, as the list has it")
    })
}

impl SuspenseShown {
    fn new(entry: &Suspense, store: &Store) -> Self {
        let places = &entry.call.places;
        Self {
            session: entry.key.to_string(),
            session_id: entry.session_id.to_string(),
            host: entry.host.to_string(),
            account: entry.account.map(|account| account.0),
            imsi: entry.imsi.map(|imsi| imsi.to_string()),
            opened: entry.opened.to_string(),
            held: entry.held.to_string(),
            reason: places.held.as_ref().map(|held| held.word().to_owned()),
            sentence: sentence(places),
            home: places.home.as_ref().map(ToString::to_string),
            visited: places.visited.as_ref().map(ToString::to_string),
            records: entry.waiting.len(),
            paid: money(store, entry, entry.paid()),
            settled: entry.settled.map(|settled| settled.to_string()),
        }
    }
}

impl From<Undone> for Problem {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Refused(NotRerated::Unknown) => Self::not_found(undone),
            Undone::Refused(_) => Self::conflict(undone),
            Undone::Place(_) => Self::malformed(undone),
            Undone::Store(error) => error.into(),
        }
    }
}
