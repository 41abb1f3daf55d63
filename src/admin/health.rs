//! `/healthz`, `/readyz`, `/metrics`: without a token, for machines that watch.

use super::Context;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use std::sync::Arc;

/// The process lives and answers.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "The process lives.")))]
pub(super) async fn healthz() -> &'static str {
    "alive\n"
}

/// Requests are served.
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, description = "Diameter requests are served."),
    (status = 503, description = "Starting, or stopping."),
))]
pub(super) async fn readyz(State(context): State<Arc<Context>>) -> impl IntoResponse {
    let (word, ready) = context.readiness.state();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, format!("{word}\n"))
}

/// Everything that is counted, in the text format of Prometheus.
#[utoipa::path(get, path = "/metrics", responses((status = 200, description = "docs/metrics.md lists them.")))]
pub(super) async fn metrics(State(context): State<Arc<Context>>) -> impl IntoResponse {
    context.refresh_metrics();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], context.metrics.render())
}

impl Context {
    /// Gauges that are read where they are, when they are asked for.
    fn refresh_metrics(&self) {
        use crate::records::{
            Account, Dsai, Location, LocationQuery, Outbox, PublicService, Record, Registration,
            RepositoryData, Sequence, ShSubscriptions, Subscriber, Suspense,
        };
        let (store, metrics) = (&self.store, &self.metrics);
        let records = |kind, count| metrics.store_records.with_label_values(&[kind]).set(count as i64);
        records(Subscriber::KIND, store.count::<Subscriber>());
        records(Registration::KIND, store.count::<Registration>());
        records(Sequence::KIND, store.count::<Sequence>());
        records(PublicService::KIND, store.count::<PublicService>());
        records(RepositoryData::KIND, store.count::<RepositoryData>());
        records(ShSubscriptions::KIND, store.count::<ShSubscriptions>());
        records(Dsai::KIND, store.count::<Dsai>());
        records(Location::KIND, store.count::<Location>());
        records(LocationQuery::KIND, store.count::<LocationQuery>());
        metrics.accounts.set(store.count::<Account>() as i64);
        let waits = store.scan::<Suspense>().filter(|(entry, _)| entry.settled.is_none()).count();
        metrics.suspense.set(waits as i64);
        metrics.outbox.set(store.count::<Outbox>() as i64);
        let stats = store.stats();
        for (mark, lsn) in [("last", stats.last), ("durable", stats.durable), ("swept", stats.mark)] {
            metrics.store_lsn.with_label_values(&[mark]).set(lsn.0 as i64);
        }
        metrics.store_journal.set(stats.journal as i64);
        for log in &stats.logs {
            metrics.store_log_entries.with_label_values(&[log.log]).set(log.entries as i64);
            metrics.store_log_bytes.with_label_values(&[log.log]).set(log.octets as i64);
        }
        metrics.store_writable.set(i64::from(!stats.full && stats.failed.is_none()));
        let bytes = |part, octets: u64| metrics.store_bytes.with_label_values(&[part]).set(octets as i64);
        bytes("database", stats.usage.database);
        bytes("log", stats.usage.log);
        bytes("free", stats.usage.free.unwrap_or(0));
        // Who came once and is neither configured nor here is not remembered: where strangers are let in there is no end of them.
        metrics.peer_open.reset();
        for peer in self.node.get().map_or_else(Vec::new, |node| node.peers()) {
            let named =
                (!peer.identity.is_empty()).then(|| metrics.peer_open.with_label_values(&[&*peer.identity]));
            if let Some(open) = named {
                // A peer of several connections is open while one of them is.
                open.set(open.get().max(i64::from(peer.state.ends_with("Open"))));
            }
        }
        metrics.traces.set(self.traces.listeners() as i64);
        metrics.trace_dropped.inc_by(self.traces.dropped().saturating_sub(metrics.trace_dropped.get()));
    }
}
