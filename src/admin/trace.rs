//! `/v1/trace/{name}`: a subscriber's messages as they come and go, one JSON object per line, until the caller hangs up (OP-4).

use super::{
    Context, Problem,
    access::{Caller, Role},
    stream::streamed,
};
use crate::{
    domain::subscribers::find,
    records::Subscriber,
    telemetry::trace::Event,
    types::{Impi, Impu},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncWriteExt, DuplexStream},
    sync::mpsc::Receiver,
};

/// Every message of one subscriber, decoded, with the reason of each refusal. Secrets are left out.
///
/// A name that nobody has can be traced, too: that is how an unknown user shows up.
#[utoipa::path(get, path = "/v1/trace/{name}", security(("token" = [])),
    params(("name" = String, Path, description = "IMSI, +number, IMPI or IMPU")),
    responses((status = 200, description = "JSON Lines, without an end.", content_type = "application/x-ndjson"),
        (status = 503, body = Problem)))]
pub(super) async fn trace(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    caller.needs(Role::Trace)?;
    let identities = identities(&context, &name);
    tracing::info!(client = caller.name, "a trace of {name} begins");
    let events = context.traces.listen(identities).map_err(Problem::unavailable)?;
    let (out, whole, body) = streamed();
    whole.is_whole();
    tokio::spawn(write(events, out));
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], body))
}

/// Everything the subscriber is called on the wire, or the name alone where nobody has it.
fn identities(context: &Context, name: &str) -> Vec<String> {
    let length = context.provisioning.load().rules.sic_length;
    let canonical = Impu::canonical(name).map_or_else(|_| name.to_ascii_lowercase(), |impu| impu.into_owned());
    let mut all = vec![canonical];
    let Ok(found) = find::find(&context.store, name, length) else { return all };
    all.push(found.imsi.to_string());
    if let Some(subscriber) = context.store.get::<Subscriber>(&found.imsi).value {
        all.extend(subscriber.index_keys().map(|key| key.into_owned()));
        all.extend(subscriber.services.iter().map(|service| Impi::derive(subscriber.imsi, &subscriber.domain, service.sic)));
    }
    all
}

/// While nothing happens, an empty line goes out so often: it shows whether the caller is still there.
const ALIVE: Duration = Duration::from_secs(5);

/// Writes events until the caller is gone.
async fn write(mut events: Receiver<Arc<Event>>, mut out: DuplexStream) {
    loop {
        let line = match tokio::time::timeout(ALIVE, events.recv()).await {
            Ok(Some(event)) => serde_json::to_string(&*event).unwrap_or_default() + "\n",
            Ok(None) => return,
            Err(_) => "\n".to_owned(),
        };
        if out.write_all(line.as_bytes()).await.is_err() {
            return;
        }
    }
}
