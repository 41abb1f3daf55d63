//! Notices to whoever looks after customers: an account has little left. They are posted as JSON to a URL, and again until it answers with success.

use super::{Next, Worker};
use crate::{
    procedures::network::Network,
    records::{Outbox, Task},
};
use serde_json::{Value, json};
use std::time::Duration;

/// The longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

impl<N: Network> Worker<N> {
    /// Posts that an account has little left. `id` is the same whenever it is posted again.
    pub(super) async fn notify_low_balance(&self, entry: &Outbox) -> Next {
        let Task::LowBalance { account, currency, threshold, left, at } = &entry.task else {
            return Next::Delete;
        };
        let Some(url) = self.clients.charging.load().webhook.clone() else { return Next::Delete };
        let notice = json!({
            "notice": "low-balance",
            "id": entry.id.0,
            "account": account.0,
            "left": left.shown(*currency).to_string(),
            "threshold": threshold.shown(*currency).to_string(),
            "at": at.to_string(),
        });
        let to = url.clone();
        let posted = tokio::task::spawn_blocking(move || post(&to, &notice)).await;
        let (outcome, next) = match posted.map_err(|error| error.to_string()).flatten() {
            Ok(()) => ("done", Next::Delete),
            Err(error) => {
                tracing::debug!(url = &*url, error, "a notice is not taken: it is posted again");
                ("failed", self.later(entry, &url))
            }
        };
        self.clients.metrics.notices.with_label_values(&[outcome]).inc();
        next
    }
}

fn post(url: &str, notice: &Value) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let request = agent.post(url).header("content-type", "application/json");
    request.send(notice.to_string()).map(drop).map_err(|error| error.to_string())
}
