//! `/v1/ledger/verify`: the whole ledger, proved from its log (VC-6).

use super::{
    Context, Problem,
    access::{Caller, Role},
    accounts::house_word,
};
use crate::{
    domain::ledger::proof::{Proof, prove},
    types::{Currency, Money},
};
use axum::{Extension, Json, extract::State};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::runtime::Handle;

/// So many faults are told; all are counted.
const TOLD: usize = 1000;

/// How the proof went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Verified {
    /// True if nothing is wrong.
    pub good: bool,
    /// How many postings were read.
    pub postings: u64,
    /// How many accounts were compared with them.
    pub accounts: u64,
    /// How many older postings are not in the log any more: what they came to is in the sums of the house's own accounts, what they left on others is believed.
    pub carried: u64,
    /// How much cannot be.
    pub fault_count: usize,
    /// The first thousand of it, a sentence each.
    pub faults: Vec<String>,
    /// Accounts that moved whenever they were looked at.
    pub moving: Vec<u64>,
    /// What the house's own accounts come to.
    pub house: Vec<HouseSum>,
}

/// What one account of the house's own comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HouseSum {
    /// Which: `usage 32260`, `payments`, `adjustments`, `bundles`, `lapsed`.
    pub account: String,
    /// How much, with its currency; or units of bundles.
    pub sum: String,
}

impl From<Proof> for Verified {
    fn from(proof: Proof) -> Self {
        let sum = |currency: Option<Currency>, sum: i128| match (currency, i64::try_from(sum)) {
            (Some(currency), Ok(minor)) => Money(minor).shown(currency).to_string(),
            (Some(currency), Err(_)) => format!("{sum} minor units of {currency}"),
            (None, _) => format!("{sum} units"),
        };
        let house = proof.houses.iter();
        Self {
            good: proof.faults.is_empty(),
            postings: proof.transfers,
            accounts: proof.accounts,
            carried: proof.carried,
            fault_count: proof.faults.len(),
            moving: proof.moving.iter().map(|id| id.0).collect(),
            house: house
                .map(|(account, currency, total)| HouseSum {
                    account: house_word(*account),
                    sum: sum(*currency, *total),
                })
                .collect(),
            faults: proof.faults.into_iter().take(TOLD).collect(),
        }
    }
}

/// Proves every balance from the log of postings, while they move. Takes as long as reading all of it.
#[utoipa::path(get, path = "/v1/ledger/verify", security(("token" = [])), responses(
    (status = 200, body = Verified), (status = 403, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn verify(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Verified>, Problem> {
    caller.needs(Role::Read)?;
    let proved = tokio::task::spawn_blocking(move || {
        let runtime = Handle::current();
        prove(&*context.store, &context.store, &|lsn| runtime.block_on(context.durable(lsn)))
    });
    let proof = proved.await.map_err(Problem::internal)?.map_err(Problem::unavailable)?;
    if !proof.faults.is_empty() {
        tracing::error!(faults = proof.faults.len(), "the ledger does not add up: {}", proof.faults[0]);
    }
    Ok(Json(proof.into()))
}
