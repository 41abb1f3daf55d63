//! What a run of `load` found: counts, rates, latencies, and what it cost the daemon.

use super::population::Kind;
use crate::{
    diameter::{codec::ResultCode, dictionary::cx::CxResult},
    gtp::v2::codec::CauseValue,
};
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use hdrhistogram::Histogram;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Latencies in nanoseconds, from 100 ns to a minute, to three digits.
pub(super) fn histogram() -> Histogram<u64> {
    // The bounds are constants that the constructor accepts.
    Histogram::new_with_bounds(100, 60_000_000_000, 3).unwrap_or_else(|_| unreachable!("constant bounds"))
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// Result-Code.
    Base(u32),
    /// Experimental-Result-Code.
    Experimental(u32),
    /// The Cause of a GTPv2-C response (TS 29.274 §8.4).
    Cause(u8),
}

impl Found {
    fn text(found: Option<Self>) -> String {
        match found {
            Some(Self::Base(code)) => ResultCode(code).to_string(),
            Some(Self::Experimental(code)) => format!("{:?} ({code})", CxResult(code)),
            Some(Self::Cause(cause)) => CauseValue(cause).to_string(),
            None => "no result".into(),
        }
    }
}

/// What one connection, or all of them together, saw.
#[derive(Debug)]
pub(super) struct Tally {
    /// Requests sent.
    pub(super) sent: u64,
    /// The latencies of the answers, in the order of [`Kind::ALL`].
    pub(super) latencies: [Histogram<u64>; Kind::ALL.len()],
    /// Per kind and result, how many answers; `None` for answers without a result.
    pub(super) results: BTreeMap<(Kind, Option<Found>), u64>,
}

impl Default for Tally {
    fn default() -> Self {
        let latencies = Kind::ALL.map(|_| histogram());
        Self { sent: 0, latencies, results: BTreeMap::new() }
    }
}

impl Tally {
    /// One answer, `after` so long.
    pub(super) fn answered(&mut self, kind: Kind, found: Option<Found>, after: Duration) {
        *self.results.entry((kind, found)).or_default() += 1;
        self.latencies[kind as usize].saturating_record(u64::try_from(after.as_nanos()).unwrap_or(u64::MAX));
    }

    /// How many answers.
    pub(super) fn answers(&self) -> u64 {
        self.results.values().sum()
    }

    /// Takes in what another connection saw.
    pub(super) fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        for (mine, latencies) in self.latencies.iter_mut().zip(&other.latencies) {
            // Both have the same bounds, so there is nothing to refuse.
            let _ = mine.add(latencies);
        }
        for (key, count) in &other.results {
            *self.results.entry(*key).or_default() += count;
        }
    }
}

/// The whole run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// From the first request to the last answer, in seconds.
    pub(super) seconds: f64,
    /// Connections.
    pub(super) connections: usize,
    /// Requests in flight per connection at most.
    pub(super) window: usize,
    /// Requests per second asked for in all; absent: as fast as the window allows.
    pub(super) rate: Option<f64>,
    /// Requests sent.
    pub(super) sent: u64,
    /// Answers received.
    pub(super) answers: u64,
    /// Requests that got none.
    pub(super) unanswered: u64,
    /// Answers per second.
    pub(super) answers_per_second: f64,
    /// How latencies were taken.
    pub(super) latency_from: &'static str,
    /// By kind of request.
    pub(super) kinds: Vec<KindReport>,
    /// By result.
    pub(super) results: Vec<ResultReport>,
    /// User and system time of this generator per request, in microseconds: what it takes from the machine it shares with the other end.
    pub(super) generator_cpu_us_per_request: Option<f64>,
    /// What it cost the process at the other end, if that is on this machine.
    pub(super) daemon: Option<DaemonReport>,
}

/// Latencies of one kind, in microseconds.
#[derive(Debug, Serialize)]
pub(super) struct KindReport {
    pub(super) kind: Kind,
    pub(super) answers: u64,
    pub(super) p50: f64,
    pub(super) p90: f64,
    pub(super) p99: f64,
    pub(super) p999: f64,
    pub(super) max: f64,
}

/// How many answers had one result.
#[derive(Debug, Serialize)]
pub(super) struct ResultReport {
    /// Of which kind.
    pub(super) kind: Kind,
    /// Its name and number.
    pub(super) result: String,
    /// How many.
    pub(super) answers: u64,
}

/// The daemon's part.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct DaemonReport {
    /// Its process.
    pub(super) pid: u32,
    /// User and system time per answer, in microseconds, all threads.
    pub(super) cpu_us_per_answer: f64,
    /// Cores it kept busy.
    pub(super) cores: f64,
    /// Resident memory at the end, in MiB.
    pub(super) resident_mib: f64,
}

impl Report {
    /// From what was seen between `start` and `end`.
    pub(super) fn new(tally: &Tally, span: (Instant, Instant), shape: (usize, usize, Option<f64>)) -> Self {
        let seconds = span.1.duration_since(span.0).as_secs_f64();
        let us = |nanoseconds: u64| (nanoseconds as f64 / 100.0).round() / 10.0;
        let kinds = Kind::ALL
            .iter()
            .zip(&tally.latencies)
            .filter(|(_, latencies)| !latencies.is_empty())
            .map(|(kind, latencies)| {
                let at = |quantile| us(latencies.value_at_quantile(quantile));
                let (p50, p90, p99, p999, max) = (at(0.5), at(0.9), at(0.99), at(0.999), us(latencies.max()));
                KindReport { kind: *kind, answers: latencies.len(), p50, p90, p99, p999, max }
            });
        let results = tally.results.iter().map(|((kind, found), answers)| ResultReport {
            kind: *kind,
            result: Found::text(*found),
            answers: *answers,
        });
        let (connections, window, rate) = shape;
        Self {
            seconds,
            connections,
            window,
            rate,
            sent: tally.sent,
            answers: tally.answers(),
            unanswered: tally.sent - tally.answers(),
            answers_per_second: tally.answers() as f64 / seconds,
            latency_from: if rate.is_some() {
                "the moment the request was due (corrected for coordinated omission)"
            } else {
                "the moment the request was sent (closed loop: waiting for the window is not counted)"
            },
            kinds: kinds.collect(),
            results: results.collect(),
            generator_cpu_us_per_request: None,
            daemon: None,
        }
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let mut out = format!(
            "{} answers in {:.2} s: {:.0}/s over {} connections, window {}",
            self.answers, self.seconds, self.answers_per_second, self.connections, self.window
        );
        if let Some(rate) = self.rate {
            out += &format!(", {rate:.0}/s asked for");
        }
        if self.unanswered > 0 {
            out += &format!("\n{} requests were not answered", self.unanswered);
        }
        if let Some(daemon) = self.daemon {
            out += &format!(
                "\ndaemon (process {}): {:.2} µs of CPU per answer, {:.2} cores, {:.0} MiB resident",
                daemon.pid, daemon.cpu_us_per_answer, daemon.cores, daemon.resident_mib
            );
        }
        if let Some(cost) = self.generator_cpu_us_per_request {
            out += &format!("\nthis generator: {cost:.2} µs of CPU per request");
        }
        out += &format!("\nlatency from {}, in µs\n\n", self.latency_from);
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(["", "answers", "p50", "p90", "p99", "p99.9", "max"]);
        for kind in &self.kinds {
            let numbers = [kind.p50, kind.p90, kind.p99, kind.p999, kind.max].map(|us| format!("{us:.1}"));
            table.add_row([kind.kind.name().to_owned(), kind.answers.to_string()].into_iter().chain(numbers));
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        out += &table.to_string();
        out += "\n";
        for result in &self.results {
            out += &format!("\n{} {}: {}", result.kind.name(), result.result, result.answers);
        }
        out
    }
}
