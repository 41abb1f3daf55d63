//! Handles of all metrics. The hot path holds resolved handles: counting is one atomic addition, never a look-up.

use super::{
    names::{self, Kind, Name},
    process,
};
use prometheus::{
    Counter, Encoder, Gauge, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge,
    IntGaugeVec, Opts, Registry, TextEncoder,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

/// Panics are counted where no handle can be passed to: in the process's panic hook.
static PANICS: AtomicU64 = AtomicU64::new(0);

pub(super) fn count_panic() {
    PANICS.fetch_add(1, Ordering::Relaxed);
}

/// Answers take from some microseconds (from memory) to seconds (a disk in trouble).
const SECONDS: &[f64] = &[
    10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 0.1, 0.25, 0.5,
    1.0, 2.5,
];
/// Change sets per transaction.
const CHANGES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 4096.0];

/// All metrics of one daemon.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    answers: IntCounterVec,
    answer_seconds: HistogramVec,
    /// Unreadable requests by command.
    pub unreadable: IntCounterVec,
    /// Repeated requests.
    pub duplicates: IntCounter,
    /// database, log, free.
    pub store_bytes: IntGaugeVec,
    /// 1 per open peer.
    pub peer_open: IntGaugeVec,
    /// Refused connections by reason.
    pub peer_refused: IntCounterVec,
    /// Durable transactions.
    pub store_commits: IntCounter,
    /// Their time.
    pub store_commit_seconds: Histogram,
    /// Their size.
    pub store_commit_changes: Histogram,
    /// last, durable, swept.
    pub store_lsn: IntGaugeVec,
    /// What a restart would replay.
    pub store_journal: IntGauge,
    /// By kind.
    pub store_records: IntGaugeVec,
    /// By log.
    pub store_log_entries: IntGaugeVec,
    /// By log.
    pub store_log_bytes: IntGaugeVec,
    /// 1 or 0.
    pub store_writable: IntGauge,
    /// Tasks to do.
    pub outbox: IntGauge,
    /// remembered, asked, positioned, missed, denied.
    pub location_questions: IntCounterVec,
    /// Location reports by their event.
    pub location_reports: IntCounterVec,
    /// repeated, conflict, disbelieved, uncollected.
    pub charging_unusual: IntCounterVec,
    /// By why the record is held.
    pub charging_held: IntCounterVec,
    /// By home, visited place and role.
    pub roamer_calls: IntCounterVec,
    /// done, failed.
    pub notices: IntCounterVec,
    /// By order and outcome.
    pub charging_orders: IntCounterVec,
    /// repeated, repeated-start, start-lost, stop-lost, late.
    pub accounting_unusual: IntCounterVec,
    /// GTP answers by message and Cause.
    pub gtp_answers: IntCounterVec,
    /// Repeated GTP requests.
    pub gtp_repeated: IntCounter,
    /// unreadable, unexpected, stranger, failed.
    pub gtp_discarded: IntCounterVec,
    /// told, none.
    pub gtp_other_versions: IntCounterVec,
    /// Overheard messages by message.
    pub gtp_mirrored: IntCounterVec,
    /// Overheard places of nobody known, by message.
    pub gtp_mirror_misses: IntCounterVec,
    /// notified, mirrored.
    pub gtp_hints: IntCounterVec,
    /// Restart counters that have grown.
    pub gtp_peer_restarts: IntCounter,
    /// 1 or 0 per configured peer.
    pub gtp_path_up: IntGaugeVec,
    /// Messages the system did not take.
    pub gtp_unsent: IntCounter,
    /// Accounts.
    pub accounts: IntGauge,
    /// Sessions whose records are held and wait.
    pub suspense: IntGauge,
    /// By way.
    pub records_waiting: IntGaugeVec,
    /// 1 per charging gateway that is up.
    pub ga_gateway_up: IntGaugeVec,
    /// copied, refused.
    pub ga_packets: IntCounterVec,
    /// By way.
    pub records_files: IntCounterVec,
    /// By way.
    pub records_written: IntCounterVec,
    /// top-up, adjust.
    pub ledger_orders: IntCounterVec,
    /// read, bad, applied.
    pub import_lines: IntCounterVec,
    /// By class of status.
    pub admin_requests: IntCounterVec,
    /// Watched traces.
    pub traces: IntGauge,
    /// Events a slow listener missed.
    pub trace_dropped: IntCounter,
    /// applied, refused.
    pub reloads: IntCounterVec,
    panics: IntCounter,
    cpu: Counter,
    rss: IntGauge,
    open_fds: IntGauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Registers every metric of [`names::ALL`].
    pub fn new() -> Self {
        let registry = Registry::new();
        let r = &registry;
        started(r);
        let changes = histogram_opts(&names::STORE_COMMIT_CHANGES, CHANGES);
        let commit_seconds = histogram_opts(&names::STORE_COMMIT_SECONDS, SECONDS);
        let answer_seconds = histogram_opts(&names::ANSWER_SECONDS, SECONDS);
        let this = Self {
            requests: counters(r, &names::REQUESTS),
            answers: counters(r, &names::ANSWERS),
            answer_seconds: register(r, HistogramVec::new(answer_seconds, names::ANSWER_SECONDS.labels)),
            unreadable: counters(r, &names::UNREADABLE),
            duplicates: counter(r, &names::DUPLICATES),
            store_bytes: gauges(r, &names::STORE_BYTES),
            peer_open: gauges(r, &names::PEER_STATE),
            peer_refused: counters(r, &names::PEER_REFUSED),
            store_commits: counter(r, &names::STORE_COMMITS),
            store_commit_seconds: register(r, Histogram::with_opts(commit_seconds)),
            store_commit_changes: register(r, Histogram::with_opts(changes)),
            store_lsn: gauges(r, &names::STORE_LSN),
            store_journal: gauge(r, &names::STORE_JOURNAL),
            store_records: gauges(r, &names::STORE_RECORDS),
            store_log_entries: gauges(r, &names::STORE_LOG_ENTRIES),
            store_log_bytes: gauges(r, &names::STORE_LOG_BYTES),
            store_writable: gauge(r, &names::STORE_WRITABLE),
            outbox: gauge(r, &names::OUTBOX),
            location_questions: counters(r, &names::LOCATION_QUESTIONS),
            location_reports: counters(r, &names::LOCATION_REPORTS),
            charging_unusual: counters(r, &names::CHARGING_UNUSUAL),
            charging_held: counters(r, &names::CHARGING_HELD),
            roamer_calls: counters(r, &names::ROAMER_CALLS),
            notices: counters(r, &names::NOTICES),
            charging_orders: counters(r, &names::CHARGING_ORDERS),
            accounting_unusual: counters(r, &names::ACCOUNTING_UNUSUAL),
            gtp_answers: counters(r, &names::GTP_ANSWERS),
            gtp_repeated: counter(r, &names::GTP_REPEATED),
            gtp_discarded: counters(r, &names::GTP_DISCARDED),
            gtp_other_versions: counters(r, &names::GTP_OTHER_VERSIONS),
            gtp_mirrored: counters(r, &names::GTP_MIRRORED),
            gtp_mirror_misses: counters(r, &names::GTP_MIRROR_MISSES),
            gtp_hints: counters(r, &names::GTP_HINTS),
            gtp_peer_restarts: counter(r, &names::GTP_PEER_RESTARTS),
            gtp_path_up: gauges(r, &names::GTP_PATH_UP),
            gtp_unsent: counter(r, &names::GTP_UNSENT),
            accounts: gauge(r, &names::ACCOUNTS),
            suspense: gauge(r, &names::SUSPENSE),
            records_waiting: gauges(r, &names::RECORDS_WAITING),
            ga_gateway_up: gauges(r, &names::GA_GATEWAY_UP),
            ga_packets: counters(r, &names::GA_PACKETS),
            records_files: counters(r, &names::RECORDS_FILES),
            records_written: counters(r, &names::RECORDS_WRITTEN),
            ledger_orders: counters(r, &names::LEDGER_ORDERS),
            import_lines: counters(r, &names::IMPORT_LINES),
            admin_requests: counters(r, &names::ADMIN_REQUESTS),
            traces: gauge(r, &names::TRACES),
            trace_dropped: counter(r, &names::TRACE_DROPPED),
            reloads: counters(r, &names::RELOADS),
            panics: counter(r, &names::PANICS),
            cpu: register(r, Counter::with_opts(opts(&names::CPU))),
            rss: gauge(r, &names::RSS),
            open_fds: gauge(r, &names::OPEN_FDS),
            registry,
        };
        this.store_writable.set(1);
        this
    }

    /// The handles of one command, resolved once and kept by whoever counts.
    pub fn command(&self, application: &str, command: &str) -> Command {
        let pair = |direction: &str| self.requests.with_label_values(&[application, command, direction]);
        let results =
            |direction: &'static str| {
                Results(RESULTS.map(|(_, label)| {
                    self.answers.with_label_values(&[application, command, direction, label])
                }))
            };
        Command {
            received: pair("in"),
            sent: pair("out"),
            answers_received: results("in"),
            answers_sent: results("out"),
            seconds: self.answer_seconds.with_label_values(&[application, command]),
        }
    }

    /// Everything in the text format of Prometheus.
    pub fn render(&self) -> String {
        let usage = process::usage();
        if let Some(cpu) = usage.cpu_seconds {
            self.cpu.inc_by((cpu - self.cpu.get()).max(0.0));
        }
        self.rss.set(usage.resident.unwrap_or(0));
        self.open_fds.set(usage.descriptors.unwrap_or(0));
        self.panics.inc_by(PANICS.load(Ordering::Relaxed).saturating_sub(self.panics.get()));
        let mut out = Vec::new();
        // It fails only on metrics without a name or values, and writing to memory does not fail.
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}

/// The counters of one command of one application.
#[derive(Debug, Clone)]
pub struct Command {
    /// Requests received.
    pub received: IntCounter,
    /// Requests sent.
    pub sent: IntCounter,
    /// Answers received.
    pub answers_received: Results,
    /// Answers sent.
    pub answers_sent: Results,
    /// From arrival to answer.
    pub seconds: Histogram,
}

/// The results that have a counter of their own; all others share the last one. Whose number, and which: 0 for a Result-Code (RFC 6733
/// §7.1), else the vendor of the Experimental-Result (TS 29.229 §6.2). The commonest come first.
const RESULTS: [(Option<(u32, u32)>, &str); 42] = [
    (Some((0, 2001)), "2001"),
    (Some((10_415, 2001)), "10415:2001"),
    (Some((0, 2002)), "2002"),
    (Some((0, 3001)), "3001"),
    (Some((0, 3002)), "3002"),
    (Some((0, 3003)), "3003"),
    (Some((0, 3004)), "3004"),
    (Some((0, 3005)), "3005"),
    (Some((0, 3006)), "3006"),
    (Some((0, 3007)), "3007"),
    (Some((0, 3008)), "3008"),
    (Some((0, 3009)), "3009"),
    (Some((0, 3010)), "3010"),
    (Some((0, 5001)), "5001"),
    (Some((0, 5004)), "5004"),
    (Some((0, 5005)), "5005"),
    (Some((0, 5006)), "5006"),
    (Some((0, 5007)), "5007"),
    (Some((0, 5008)), "5008"),
    (Some((0, 5009)), "5009"),
    (Some((0, 5010)), "5010"),
    (Some((0, 5011)), "5011"),
    (Some((0, 5012)), "5012"),
    (Some((0, 5013)), "5013"),
    (Some((0, 5014)), "5014"),
    (Some((0, 5015)), "5015"),
    (Some((0, 5017)), "5017"),
    (Some((10_415, 2002)), "10415:2002"),
    (Some((10_415, 2003)), "10415:2003"),
    (Some((10_415, 2004)), "10415:2004"),
    (Some((10_415, 5001)), "10415:5001"),
    (Some((10_415, 5002)), "10415:5002"),
    (Some((10_415, 5003)), "10415:5003"),
    (Some((10_415, 5004)), "10415:5004"),
    (Some((10_415, 5005)), "10415:5005"),
    (Some((10_415, 5006)), "10415:5006"),
    (Some((10_415, 5007)), "10415:5007"),
    (Some((10_415, 5008)), "10415:5008"),
    (Some((10_415, 5009)), "10415:5009"),
    (Some((10_415, 5011)), "10415:5011"),
    (None, "none"),
    (Some((u32::MAX, u32::MAX)), "other"),
];

/// A counter per result.
#[derive(Debug, Clone)]
pub struct Results([IntCounter; RESULTS.len()]);

impl Results {
    /// The counter of one result: whose number (0: a Result-Code, else the vendor of an Experimental-Result), and the number; `None`: no
    /// answer came.
    pub fn of(&self, outcome: Option<(u32, u32)>) -> &IntCounter {
        let at = RESULTS.iter().position(|(known, _)| *known == outcome).unwrap_or(RESULTS.len() - 1);
        &self.0[at]
    }
}

fn opts(name: &Name) -> Opts {
    Opts::new(name.name, name.help)
}

fn histogram_opts(name: &Name, buckets: &[f64]) -> HistogramOpts {
    debug_assert_eq!(name.kind, Kind::Histogram);
    HistogramOpts::new(name.name, name.help).buckets(buckets.to_vec())
}

#[expect(clippy::expect_used, reason = "names are constants, checked by every test that starts a daemon")]
fn register<C: prometheus::core::Collector + Clone + 'static>(
    registry: &Registry,
    made: prometheus::Result<C>,
) -> C {
    let collector = made.expect("the constants in names.rs are valid names");
    registry.register(Box::new(collector.clone())).expect("no name stands twice in names.rs");
    collector
}

fn counter(registry: &Registry, name: &Name) -> IntCounter {
    register(registry, IntCounter::with_opts(opts(name)))
}

/// Since when which version runs.
fn started(registry: &Registry) {
    let start: Gauge = register(registry, Gauge::with_opts(opts(&names::START_TIME)));
    start.set(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64().floor()));
    let build: IntGaugeVec = register(registry, IntGaugeVec::new(opts(&names::BUILD), names::BUILD.labels));
    build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
}

fn counters(registry: &Registry, name: &Name) -> IntCounterVec {
    register(registry, IntCounterVec::new(opts(name), name.labels))
}

fn gauge(registry: &Registry, name: &Name) -> IntGauge {
    register(registry, IntGauge::with_opts(opts(name)))
}

fn gauges(registry: &Registry, name: &Name) -> IntGaugeVec {
    register(registry, IntGaugeVec::new(opts(name), name.labels))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OP-3: by application, command, direction and result, with the latency beside them.
    #[test]
    fn op_3_counts_by_application_command_direction_and_result() {
        let metrics = Metrics::new();
        let uar = metrics.command("cx", "UAR");
        uar.received.inc();
        uar.answers_sent.of(Some((0, 5001))).inc();
        uar.answers_sent.of(Some((10_415, 5001))).inc();
        uar.answers_sent.of(Some((10_415, 4711))).inc();
        uar.seconds.observe(20e-6);
        let text = metrics.render();
        for line in [
            r#"innkeeper_diameter_requests_total{application="cx",command="UAR",direction="in"} 1"#,
            r#"innkeeper_diameter_answers_total{application="cx",command="UAR",direction="out",result="5001"} 1"#,
            r#"innkeeper_diameter_answers_total{application="cx",command="UAR",direction="out",result="10415:5001"} 1"#,
            r#"innkeeper_diameter_answers_total{application="cx",command="UAR",direction="out",result="other"} 1"#,
            r#"innkeeper_diameter_answer_seconds_bucket{application="cx",command="UAR",le="0.000025"} 1"#,
        ] {
            assert!(text.contains(line), "{line}\nis not in\n{text}");
        }
    }

    #[test]
    fn every_registered_metric_is_in_the_table_and_documented() {
        let metrics = Metrics::new();
        metrics.command("cx", "UAR");
        metrics.peer_open.with_label_values(&["x"]).set(1);
        metrics.peer_refused.with_label_values(&["x"]).inc();
        metrics.unreadable.with_label_values(&["x"]).inc();
        metrics.store_bytes.with_label_values(&["x"]).set(1);
        metrics.store_lsn.with_label_values(&["durable"]).set(1);
        metrics.store_records.with_label_values(&["x"]).set(1);
        metrics.store_log_entries.with_label_values(&["x"]).set(1);
        metrics.store_log_bytes.with_label_values(&["x"]).set(1);
        metrics.location_questions.with_label_values(&["x"]).inc();
        metrics.location_reports.with_label_values(&["x"]).inc();
        metrics.charging_unusual.with_label_values(&["x"]).inc();
        metrics.charging_held.with_label_values(&["x"]).inc();
        metrics.roamer_calls.with_label_values(&["x", "x", "x"]).inc();
        metrics.notices.with_label_values(&["x"]).inc();
        metrics.charging_orders.with_label_values(&["x", "x"]).inc();
        metrics.accounting_unusual.with_label_values(&["x"]).inc();
        metrics.gtp_answers.with_label_values(&["x", "x"]).inc();
        metrics.gtp_path_up.with_label_values(&["x"]).set(1);
        for counters in [
            &metrics.gtp_discarded,
            &metrics.gtp_other_versions,
            &metrics.gtp_mirrored,
            &metrics.gtp_mirror_misses,
            &metrics.gtp_hints,
        ] {
            counters.with_label_values(&["x"]).inc();
        }
        metrics.ga_gateway_up.with_label_values(&["x"]).set(1);
        metrics.ga_packets.with_label_values(&["x"]).inc();
        metrics.records_waiting.with_label_values(&["x"]).set(1);
        metrics.records_files.with_label_values(&["x"]).inc();
        metrics.records_written.with_label_values(&["x"]).inc();
        metrics.ledger_orders.with_label_values(&["x"]).inc();
        metrics.import_lines.with_label_values(&["x"]).inc();
        metrics.admin_requests.with_label_values(&["x"]).inc();
        metrics.reloads.with_label_values(&["x"]).inc();
        let mut registered: Vec<_> =
            metrics.registry.gather().iter().map(|family| family.name().to_owned()).collect();
        let mut listed: Vec<_> = names::ALL.iter().map(|name| name.name.to_owned()).collect();
        registered.sort();
        listed.sort();
        assert_eq!(registered, listed);
        let page = include_str!("../../docs/metrics.md");
        for name in names::ALL {
            let row = format!(
                "| `{}` | {} | {} | {} |",
                name.name,
                name.kind.word(),
                name.labels.join(", "),
                name.help
            );
            assert!(page.contains(&row), "docs/metrics.md has not the row\n{row}");
        }
        assert_eq!(page.matches("\n| `").count(), names::ALL.len(), "docs/metrics.md has a row too many");
    }
}
