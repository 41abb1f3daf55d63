//! A run: connect, start the workers together, show progress, add up.

use super::{
    Load,
    plan::Plan,
    population::{Population, Sender},
    process::{Process, Usage},
    pulse::Pulse,
    report::{DaemonReport, Report, Tally},
    stencil::Stencils,
    worker::{Pace, Worker},
};
use crate::diameter::{
    Application,
    dictionary::{TGPP, cx},
    transport::{Client, ClientConfig},
};
use crate::types::Timestamp;
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Runs `load` against its HSS and prints the report.
pub(super) fn run(load: &Load, population: Population) -> anyhow::Result<()> {
    // One thread: the generator takes one core and leaves the others to the daemon.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(drive(load, Arc::new(population)))?;
    if load.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report.table());
    }
    Ok(())
}

async fn drive(load: &Load, population: Arc<Population>) -> anyhow::Result<Report> {
    let clients = connect(load).await?;
    let daemon = load.pid.map(Process::new).or_else(|| Process::listening_at(load.to));
    let before = daemon.and_then(Process::usage);
    let progress = Arc::new(AtomicU64::new(0));
    let pulse =
        load.rate.map(|_| Pulse::start()).transpose().context("the generator cannot start a thread")?;
    let run = u64::try_from(Timestamp::now().0).unwrap_or_default();
    let own = Process::new(std::process::id());
    let own_before = own.usage();
    let start = Instant::now();
    let mut workers = JoinSet::new();
    for (number, (client, sender)) in clients.into_iter().enumerate() {
        let of = load.connections as u64;
        let requests = load.requests.map_or(u64::MAX, |all| all / of + u64::from((number as u64) < all % of));
        let worker = Worker {
            client,
            stencils: Stencils::cut(population.clone(), sender, load.scheme.clone(), run),
            plan: Plan::new(&load.mix, number as u64, of, population.clients()),
            pace: load
                .rate
                .map_or(Pace::Window, |rate| Pace::Every(Duration::from_secs_f64(of as f64 / rate))),
            pulse: pulse.clone(),
            window: load.window,
            until: start + load.duration(),
            requests,
            progress: progress.clone(),
        };
        workers.spawn(worker.run());
    }
    let bar = tokio::spawn(show(load.duration(), progress));
    let (mut all, mut clients) = (Tally::default(), Vec::with_capacity(load.connections));
    while let Some(done) = workers.join_next().await {
        let (tally, client) = done??;
        all.add(&tally);
        clients.push(client);
    }
    let end = Instant::now();
    bar.abort();
    let shape = (load.connections, load.window, load.rate);
    let mut report = Report::new(&all, (start, end), shape);
    report.generator_cpu_us_per_request = own_before
        .zip(own.usage())
        .map(|(before, after)| (after.cpu - before.cpu).as_secs_f64() * 1e6 / report.sent.max(1) as f64);
    report.daemon = daemon.and_then(|process| Some(cost(process, before?, process.usage()?, &report)));
    // Whoever just went would be met with suspicion the next time (RFC 3539 §3.4.1, REOPEN).
    let farewells: JoinSet<()> = clients.into_iter().map(Client::close).collect();
    farewells.join_all().await;
    Ok(report)
}

async fn connect(load: &Load) -> anyhow::Result<Vec<(Client, Sender)>> {
    let mut clients = Vec::with_capacity(load.connections);
    for number in 1..=load.connections {
        let host = format!("load{number}.{}", load.realm);
        let config = ClientConfig {
            origin_host: host.clone(),
            origin_realm: load.realm.clone(),
            applications: vec![Application { id: cx::APPLICATION, vendor: TGPP }],
            product: "innkeeper load".into(),
            timeout: Duration::from_secs(10),
        };
        let client =
            Client::connect(load.to, config).await.with_context(|| format!("connection {number}"))?;
        let sender = Sender {
            realm: load.realm.clone(),
            destination_realm: load.realm.clone(),
            server_name: format!("sip:scscf.{}:6060", load.realm),
            visited_network: format!("ims.{}", load.domain),
            host,
        };
        clients.push((client, sender));
    }
    Ok(clients)
}

fn cost(process: Process, before: Usage, after: Usage, report: &Report) -> DaemonReport {
    let cpu = (after.cpu - before.cpu).as_secs_f64();
    DaemonReport {
        pid: process.pid(),
        cpu_us_per_answer: cpu * 1e6 / (report.answers.max(1)) as f64,
        cores: cpu / report.seconds,
        resident_mib: after.resident as f64 / 1_048_576.0,
    }
}

/// A bar on the terminal, nothing elsewhere.
async fn show(duration: Duration, answers: Arc<AtomicU64>) {
    let bar = ProgressBar::new(duration.as_millis() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3}% {msg}") {
        bar.set_style(style);
    }
    let start = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        bar.set_position(start.elapsed().as_millis() as u64);
        let answers = answers.load(Ordering::Relaxed);
        bar.set_message(format!(
            "{answers} answers, {:.0}/s",
            answers as f64 / start.elapsed().as_secs_f64()
        ));
    }
}
