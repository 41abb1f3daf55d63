//! `/v1/peers`: every connection, and the configured peers that have none; and what MMEs and SGSNs are told of a loss.

use super::{
    Context, Problem,
    access::{Caller, Role},
};
use crate::{
    diameter::transport::{PeerStatus, Side},
    procedures::outbox::{self, MOST_USER_IDS, is_user_id},
    types::Timestamp,
};
use axum::{Extension, Json, extract::State};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One connection, or a configured peer without one.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Peer {
    /// Origin-Host; empty before the capabilities exchange.
    pub identity: String,
    /// Origin-Realm.
    pub realm: String,
    /// Its end of the connection.
    pub address: Option<String>,
    /// `responder`: it connected to us; `initiator`: we dialled.
    pub side: Option<String>,
    /// The state of RFC 6733 §5.6.
    pub state: String,
    /// The watchdog's state of RFC 3539.
    pub watchdog: String,
    /// Application-Ids in common.
    pub applications: Vec<u32>,
    /// Product-Name.
    pub product: String,
    /// Since when it is connected.
    pub since: Option<String>,
    /// Messages received.
    pub messages_in: u64,
    /// Messages sent.
    pub messages_out: u64,
    /// Answers that wait for durability.
    pub held: u64,
    /// Our requests that wait for answers.
    pub pending: u64,
}

impl std::convert::From<PeerStatus> for Peer {
    fn from(status: PeerStatus) -> Self {
        let side = |side| match side {
            Side::Responder => "responder".to_owned(),
            Side::Initiator => "initiator".to_owned(),
        };
        Self {
            identity: status.identity.to_string(),
            realm: status.realm.to_string(),
            address: status.address.map(|address| address.to_string()),
            side: status.side.map(side),
            state: status.state.to_owned(),
            watchdog: status.watchdog.to_owned(),
            applications: status.applications,
            product: status.product,
            since: status.since.map(|since| since.to_string()),
            messages_in: status.traffic.messages_in,
            messages_out: status.traffic.messages_out,
            held: status.traffic.held,
            pending: status.traffic.pending,
        }
    }
}

/// The peers.
#[utoipa::path(get, path = "/v1/peers", security(("token" = [])), responses((status = 200, body = Vec<Peer>)))]
pub(super) async fn list(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Vec<Peer>>, Problem> {
    caller.needs(Role::Read)?;
    let node =
        context.node.get().ok_or_else(|| Problem::unavailable("the Diameter node is still starting"))?;
    Ok(Json(node.peers().into_iter().map(Peer::from).collect()))
}

/// Whose subscribers an MME or SGSN is to have confirmed.
#[derive(Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    /// Leading digits of their IMSIs; all subscribers where there are none.
    #[serde(default)]
    pub user_ids: Vec<String>,
}

/// A Reset that is owed now.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ResetOwed {
    /// The change that says so, on disk.
    pub lsn: u64,
}

/// Has every MME and SGSN that serves subscribers sent a Reset (TS 29.272 §5.2.4.1): they send a location update for each when they next hear of it.
#[utoipa::path(post, path = "/v1/peers/reset", request_body = ResetRequest, security(("token" = [])), responses(
    (status = 200, body = ResetOwed), (status = 400, body = Problem), (status = 503, body = Problem),
))]
pub(super) async fn reset(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Json(request): Json<ResetRequest>,
) -> Result<Json<ResetOwed>, Problem> {
    caller.needs(Role::Operate)?;
    if let Some(wrong) = request.user_ids.iter().find(|digits| !is_user_id(digits)) {
        return Err(Problem::malformed(format!(
            "user_ids: {wrong:?} is not how an IMSI begins: 1 to 15 digits"
        )));
    }
    if request.user_ids.len() > MOST_USER_IDS {
        return Err(Problem::malformed(format!(
            "user_ids: at most {MOST_USER_IDS}; shorter ones concern more"
        )));
    }
    let lsn = outbox::reset(&context.store, request.user_ids, Timestamp::now())?;
    context.durable(lsn).await;
    tracing::info!(client = caller.name, lsn = lsn.0, "a Reset was ordered");
    Ok(Json(ResetOwed { lsn: lsn.0 }))
}
