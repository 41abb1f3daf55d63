//! The listener, the routes, and what holds for all of them.

use super::{
    Context, Problem, access, accounts, config, health, imports, ledger, location, peers, places, records,
    roamers, sessions, store, subscribers, suspense, trace,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use std::{io, net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// The largest body of anything but an import.
const MAX_BODY: usize = 64 * 1024;

/// A bound listener: its address is known, nothing is served yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

/// Binds the API's address.
///
/// # Errors
/// The system's, when the address is taken or not this machine's.
pub async fn bind(address: SocketAddr) -> io::Result<Server> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok(Server { listener, address })
}

impl Server {
    /// Where it listens; with the port that the system chose for port 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`; then finishes what was begun.
    ///
    /// # Errors
    /// The listener's; axum itself survives errors of single connections.
    pub async fn serve(self, context: Arc<Context>, stop: CancellationToken) -> io::Result<()> {
        axum::serve(self.listener, routes(context)).with_graceful_shutdown(stop.cancelled_owned()).await
    }
}

fn routes(context: Arc<Context>) -> Router {
    let v1 = Router::new()
        .route("/config", get(config::show))
        .route("/subscribers", get(subscribers::list).post(subscribers::add))
        .route(
            "/subscribers/{name}",
            get(subscribers::show).patch(subscribers::change).delete(subscribers::remove),
        )
        .route(
            "/subscribers/{name}/services/{sic}",
            get(subscribers::service).put(subscribers::subscribe).delete(subscribers::unsubscribe),
        )
        .route("/subscribers/{name}/aaa-server", delete(subscribers::forget_aaa_server))
        .route("/subscribers/{name}/location", get(location::locate))
        .route("/location/queries", get(location::queries))
        .route("/accounts", get(accounts::list).post(accounts::open))
        .route("/accounts/{number}", get(accounts::show).patch(accounts::change).delete(accounts::close))
        .route("/accounts/{number}/top-up", post(accounts::top_up))
        .route("/accounts/{number}/adjust", post(accounts::adjust))
        .route("/accounts/{number}/bundles", post(accounts::give))
        .route("/accounts/{number}/bundles/{bucket}", delete(accounts::take))
        .route("/accounts/{number}/history", get(accounts::past))
        .route("/ledger/verify", get(ledger::verify))
        .route("/records", get(records::list))
        .route("/records/{number}", get(records::show))
        .route("/sessions", get(sessions::list))
        .route("/sessions/{session}", get(sessions::show))
        .route("/sessions/{session}/reauthorize", post(sessions::reauthorize))
        .route("/sessions/{session}/abort", post(sessions::abort))
        .route("/roamers", get(roamers::list))
        .route("/suspense", get(suspense::list))
        .route("/suspense/rerate", post(suspense::rerate_all))
        .route("/suspense/{session}", get(suspense::show))
        .route("/suspense/{session}/fix", post(suspense::fix))
        .route("/suspense/{session}/rerate", post(suspense::rerate))
        .route("/export", get(imports::export))
        .route("/peers", get(peers::list))
        .route("/peers/reset", post(peers::reset))
        .route("/places/lookup", get(places::lookup))
        .route("/store", get(store::stats))
        .route("/store/backup", post(store::backup))
        .route("/store/{kind}/{key}", get(store::record))
        .route("/trace/{name}", get(trace::trace))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        // Its body is read piece by piece, up to admin.import_max_mib.
        .route("/import", post(imports::import))
        .layer(middleware::from_fn_with_state(context.clone(), settled))
        .layer(middleware::from_fn_with_state(context.clone(), access::authenticate));
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .nest("/v1", v1)
        .fallback(async || Problem::not_found("there is no such resource; docs/openapi.json lists them"))
        .layer(middleware::from_fn_with_state(context.clone(), guard))
        .with_state(context)
}

/// "There is no such subscriber" and "there is one already" show the state, too: they wait until it is durable (ST-2). Handlers see to
/// what they show themselves.
async fn settled(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::CONFLICT) {
        context.durable(context.store.last()).await;
    }
    response
}

/// Counts every request, and turns a panic in a handler into a 500 for that request alone.
async fn guard(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    let response = match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::internal("a bug ended this request; the log has its place").into_response(),
    };
    let class = match response.status().as_u16() / 100 {
        2 => "2xx",
        4 => "4xx",
        5 => "5xx",
        _ => "other",
    };
    context.metrics.admin_requests.with_label_values(&[class]).inc();
    response
}
