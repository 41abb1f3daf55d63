//! `/v1/accounts`: who pays, with what, and what moved (VC-6).

mod shown;

pub use shown::{
    AccountChanged, AccountPage, AccountSaid, AccountShown, BucketShown, BundleGiven, BundleOrder,
    HistoryPage, MoneyMoved, MoneyOrder, Posting, SessionShown, house_word,
};

use super::{
    Context, Problem,
    access::{Caller, Role},
    page,
    subscribers::body,
};
use crate::{
    domain::{
        ledger::{
            Postings,
            bundles::{self, Give},
            history::history,
            orders::{self, Movement, Order, Outcome, Refusal},
        },
        subscribers::account::read_number,
    },
    procedures::outbox,
    records::{Account, AccountId, LedgerOrder, SessionOrder},
    store::{ChangeSet, CommitError, Read},
    types::{Lsn, Money, Timestamp},
};
use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use std::sync::Arc;

/// How often a decision is taken again before the caller is told to come back.
const ATTEMPTS: usize = 16;

type Answer<T> = Result<T, Problem>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// Where a page begins, and how long it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountsQuery {
    /// Accounts whose number comes after this one.
    after: Option<String>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
}

/// Which part of a history.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct HistoryQuery {
    /// Before this posting; the newest come first.
    before: Option<u64>,
    /// How many, 1 to 1000; 100 if it is not said.
    limit: Option<usize>,
}

/// All accounts, page by page.
#[utoipa::path(get, path = "/v1/accounts", params(AccountsQuery), security(("token" = [])), responses(
    (status = 200, body = AccountPage), (status = 400, body = Problem), (status = 403, body = Problem),
))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<AccountsQuery>,
) -> Answer<Json<AccountPage>> {
    caller.needs(Role::Read)?;
    let after = query.after.map(|text| number(&text)).transpose()?;
    let limit = page::length(query.limit)?;
    let keys = context.store.keys::<Account>(after.as_ref(), limit);
    let next = if keys.len() == limit { keys.last().map(|last| last.0) } else { None };
    let reads = keys.iter().map(|key| context.store.get::<Account>(key));
    let (accounts, seen) = reads.fold((Vec::new(), Lsn::ZERO), |(mut shown, seen), read| {
        shown.extend(read.value.as_deref().map(AccountShown::new));
        (shown, seen.max(read.version))
    });
    context.durable(seen).await;
    Ok(Json(AccountPage { accounts, next, total: context.store.count::<Account>() }))
}

/// One account, with its open sessions and the subscribers it pays for.
#[utoipa::path(get, path = "/v1/accounts/{number}", security(("token" = [])), params(("number" = String, Path)),
    responses((status = 200, body = AccountShown), (status = 404, body = Problem)))]
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Answer<Json<AccountShown>> {
    caller.needs(Role::Read)?;
    let id = number(&name)?;
    let read = context.store.get::<Account>(&id);
    let account = read.value.ok_or(Refusal::NoAccount(id))?;
    let store = context.store.clone();
    let whole = tokio::task::spawn_blocking(move || AccountShown::whole(&account, &store));
    let (shown, seen) = whole.await.map_err(Problem::internal)?;
    context.durable(seen.max(read.version)).await;
    Ok(Json(shown))
}

/// Opens an account that pays for nobody yet.
#[utoipa::path(post, path = "/v1/accounts", request_body = AccountSaid, security(("token" = [])), responses(
    (status = 201, body = AccountChanged), (status = 400, body = Problem), (status = 409, body = Problem),
))]
pub(super) async fn open(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    said: Body<AccountSaid>,
) -> Answer<(StatusCode, Json<AccountChanged>)> {
    caller.needs(Role::Accounts)?;
    let said = body(said)?;
    let id = said.number.as_deref().ok_or_else(|| Problem::malformed("number: missing"))?;
    let (id, said) = (number(id)?, said.said()?);
    let provisioning = context.provisioning.load_full();
    let lsn = decide(&context, id, |found| {
        Ok((orders::open(id, found, &said, &provisioning.rules, Timestamp::now())?, None))
    })?;
    Ok((StatusCode::CREATED, changed(&context, &caller, "opened", id, lsn).await))
}

/// Changes plan, terms and whether anything is granted.
#[utoipa::path(patch, path = "/v1/accounts/{number}", request_body = AccountSaid, security(("token" = [])),
    params(("number" = String, Path)),
    responses((status = 200, body = AccountChanged), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn change(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    said: Body<AccountSaid>,
) -> Answer<Json<AccountChanged>> {
    caller.needs(Role::Accounts)?;
    let said = body(said)?;
    if said.number.is_some() || said.balance.is_some() {
        return Err(Problem::malformed(
            "number and balance are for opening: money is moved by top-up and adjust",
        ));
    }
    let (id, said) = (number(&name)?, said.said()?);
    let provisioning = context.provisioning.load_full();
    let lsn = decide(&context, id, |found| orders::change(id, found, &said, &provisioning.rules))?;
    Ok(changed(&context, &caller, "changed", id, lsn).await)
}

/// Closes an account that has nothing, and that nobody is paid by.
#[utoipa::path(delete, path = "/v1/accounts/{number}", security(("token" = [])), params(("number" = String, Path)),
    responses((status = 200, body = AccountChanged), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn close(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Answer<Json<AccountChanged>> {
    caller.needs(Role::Accounts)?;
    let id = number(&name)?;
    let (working, client) = (context.clone(), caller.name.clone());
    let closing = tokio::task::spawn_blocking(move || {
        // Who joins it after the look at all contracts changes the account: then it is looked again.
        decide(&working, id, |found| {
            let (subscribers, _) = shown::subscribers(&working.store, id);
            Ok((orders::close(id, found, &subscribers, &client, Timestamp::now())?, None))
        })
    });
    let lsn = closing.await.map_err(Problem::internal)??;
    Ok(changed(&context, &caller, "closed", id, lsn).await)
}

/// A customer paid. Needs the header Idempotency-Key: the same order again moves nothing, and gets the same answer.
#[utoipa::path(post, path = "/v1/accounts/{number}/top-up", request_body = MoneyOrder, security(("token" = [])),
    params(("number" = String, Path), ("Idempotency-Key" = String, Header, description = "1 to 128 visible ASCII characters, other ones for every order")),
    responses((status = 200, body = MoneyMoved), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn top_up(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    order: Body<MoneyOrder>,
) -> Answer<Json<MoneyMoved>> {
    moved(&context, &caller, Movement::TopUp, &name, &headers, order).await
}

/// A correction, up or down. Needs the header Idempotency-Key, as a top-up does.
#[utoipa::path(post, path = "/v1/accounts/{number}/adjust", request_body = MoneyOrder, security(("token" = [])),
    params(("number" = String, Path), ("Idempotency-Key" = String, Header, description = "1 to 128 visible ASCII characters, other ones for every order")),
    responses((status = 200, body = MoneyMoved), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn adjust(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    order: Body<MoneyOrder>,
) -> Answer<Json<MoneyMoved>> {
    moved(&context, &caller, Movement::Adjust, &name, &headers, order).await
}

/// Gives a bundle of the tariff, for its price or for nothing. Needs the header Idempotency-Key, as a top-up does.
#[utoipa::path(post, path = "/v1/accounts/{number}/bundles", request_body = BundleOrder, security(("token" = [])),
    params(("number" = String, Path), ("Idempotency-Key" = String, Header, description = "1 to 128 visible ASCII characters, other ones for every order")),
    responses((status = 200, body = BundleGiven), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn give(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    order: Body<BundleOrder>,
) -> Answer<Json<BundleGiven>> {
    caller.needs(Role::Accounts)?;
    let said = body(order)?;
    let order = Give {
        account: number(&name)?,
        bundle: &said.bundle,
        price: said.price.as_deref(),
        reason: &said.reason,
        key: key(&headers)?,
        client: &caller.name,
    };
    let charging = context.charging.load_full();
    let decide = |account: &Read<Account>, before: &Read<LedgerOrder>| {
        order.decide(account, before, &charging.tariff, Timestamp::now())
    };
    let (done, price, lsn) = once(&context, (order.account, order.key, "bundle"), decide)?;
    context.durable(lsn).await;
    let bundle = order.bundle;
    tracing::info!(
        account = done.account.0,
        client = caller.name,
        key = order.key,
        bundle,
        "account: bundle"
    );
    Ok(Json(BundleGiven::new(&done, bundle, price)))
}

/// Takes what is left of a bundle away; it is not given anew, either.
#[utoipa::path(delete, path = "/v1/accounts/{number}/bundles/{bucket}", security(("token" = [])),
    params(("number" = String, Path), ("bucket" = u32, Path, description = "its number in the account")),
    responses((status = 200, body = AccountChanged), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn take(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path((name, bucket)): Path<(String, u32)>,
) -> Answer<Json<AccountChanged>> {
    caller.needs(Role::Accounts)?;
    let id = number(&name)?;
    let lsn = decide(&context, id, |found| {
        Ok((bundles::take(id, found, bucket, &caller.name, Timestamp::now())?, None))
    })?;
    Ok(changed(&context, &caller, "bundle taken away", id, lsn).await)
}

/// What moved on an account, the newest first.
#[utoipa::path(get, path = "/v1/accounts/{number}/history", params(("number" = String, Path), HistoryQuery), security(("token" = [])), responses(
    (status = 200, body = HistoryPage), (status = 404, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn past(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Answer<Json<HistoryPage>> {
    caller.needs(Role::Read)?;
    let (id, limit) = (number(&name)?, page::length(query.limit)?);
    let store = context.store.clone();
    let read = tokio::task::spawn_blocking(move || {
        let log: &dyn Postings = &*store;
        history(log, id, query.before, limit)
    });
    let page = read.await.map_err(Problem::internal)?.map_err(Problem::unavailable)?;
    let posting = |(number, transfer): &(u64, _)| Posting::new(*number, transfer, id);
    Ok(Json(HistoryPage { postings: page.entries.iter().filter_map(posting).collect(), next: page.next }))
}

/// Decides on an account and commits, and decides again if it changed meanwhile.
fn decide(
    context: &Context,
    id: AccountId,
    decide: impl Fn(&Read<Account>) -> Result<(ChangeSet, Option<SessionOrder>), Refusal>,
) -> Answer<Lsn> {
    for _ in 0..ATTEMPTS {
        let (changes, told) = decide(&context.store.get::<Account>(&id))?;
        match outbox::commit_and_tell(&context.store, changes, (id, told), Timestamp::now()) {
            Err(CommitError::Stale { .. }) => {}
            committed => return Ok(committed?),
        }
    }
    Err(busy(id))
}

fn busy(id: AccountId) -> Problem {
    Problem::unavailable(format!("account {id} changes too often just now; try again"))
}

/// Carries an order out, or finds that it was: what is remembered of it, what it moved, and the LSN its answer waits for.
fn once(
    context: &Context,
    (account, key, word): (AccountId, &str, &str),
    decide: impl Fn(&Read<Account>, &Read<LedgerOrder>) -> Result<Outcome, Refusal>,
) -> Answer<(LedgerOrder, Money, Lsn)> {
    for _ in 0..ATTEMPTS {
        let before = context.store.get::<LedgerOrder>(&key.into());
        let (changes, done, amount, told) = match decide(&context.store.get::<Account>(&account), &before)? {
            Outcome::Repeated(done, amount) => return Ok((done, amount, before.version)),
            Outcome::Moved(changes, done, amount, told) => (changes, done, amount, told),
        };
        match outbox::commit_and_tell(&context.store, changes, (account, told), Timestamp::now()) {
            Err(CommitError::Stale { .. }) => {}
            committed => {
                let lsn = committed?;
                context.metrics.ledger_orders.with_label_values(&[word]).inc();
                return Ok((done, amount, lsn));
            }
        }
    }
    Err(busy(account))
}

/// The Idempotency-Key of an order.
fn key(headers: &HeaderMap) -> Answer<&str> {
    let key = headers.get("idempotency-key").map(|value| value.to_str().unwrap_or_default());
    key.ok_or_else(|| {
        Problem::malformed(
            "send the header Idempotency-Key: the same order again, after a lost answer, then moves nothing",
        )
    })
}

async fn moved(
    context: &Context,
    caller: &Caller,
    movement: Movement,
    name: &str,
    headers: &HeaderMap,
    order: Body<MoneyOrder>,
) -> Answer<Json<MoneyMoved>> {
    caller.needs(Role::Accounts)?;
    let order = body(order)?;
    let key = key(headers)?;
    let order = Order {
        account: number(name)?,
        movement,
        amount: &order.amount,
        currency: order.currency.as_deref(),
        reason: &order.reason,
        key,
        client: &caller.name,
    };
    let decide =
        |account: &Read<Account>, before: &Read<LedgerOrder>| order.decide(account, before, Timestamp::now());
    let (done, amount, lsn) = once(context, (order.account, key, movement.word()), decide)?;
    let moved = MoneyMoved::new(&done, amount);
    context.durable(lsn).await;
    tracing::info!(
        account = moved.account,
        client = caller.name,
        key,
        amount = moved.amount,
        balance = moved.balance,
        "account: {}",
        movement.word()
    );
    Ok(Json(moved))
}

async fn changed(
    context: &Context,
    caller: &Caller,
    what: &str,
    id: AccountId,
    lsn: Lsn,
) -> Json<AccountChanged> {
    context.durable(lsn).await;
    tracing::info!(account = id.0, client = caller.name, "account {what}");
    Json(AccountChanged { account: id.0, lsn: lsn.0 })
}

fn number(text: &str) -> Answer<AccountId> {
    read_number(text).map_err(Problem::malformed)
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoAccount(_) | Refusal::NoBucket { .. } => Self::not_found(refusal),
            Refusal::Exists(_)
            | Refusal::KeyUsed { .. }
            | Refusal::InUse { .. }
            | Refusal::BucketInUse { .. } => Self::conflict(refusal),
            Refusal::Invalid(_) => Self::malformed(refusal),
        }
    }
}
