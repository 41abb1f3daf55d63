//! A run: connect, start the workers together, show progress, add up.

use super::{
    Load,
    gtp::Mme,
    plan::Plan,
    population::{Population, Sender},
    process::{Process, Usage},
    pulse::Pulse,
    report::{DaemonReport, Report, Tally},
    stencil::Stencils,
    worker::{Pace, Worker},
};
use crate::cli::{call::dial, out::say};
use crate::diameter::{
    Application,
    dictionary::TGPP,
    transport::{Client, ClientConfig},
};
use crate::gtp::transport::Datagrams;
use crate::types::{Plmn, Timestamp};
use anyhow::{Context, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::UdpSocket, task::JoinSet};

/// Runs `load` against its HSS and prints the report.
pub(super) fn run(load: &Load, population: Population) -> anyhow::Result<()> {
    // One thread: the generator takes one core and leaves the others to the daemon.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(drive(load, Arc::new(population)))?;
    if load.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say!("{}", report.table());
    }
    Ok(())
}

async fn drive(load: &Load, population: Arc<Population>) -> anyhow::Result<Report> {
    let fleet = match load.mix.is_gtp() {
        true => Fleet::Gtp(sockets(load).await?),
        false => Fleet::Diameter(connect(load).await?),
    };
    let daemon = load.pid.map(Process::new).or_else(|| Process::listening_at(load.to));
    let before = daemon.and_then(Process::usage);
    let progress = Arc::new(AtomicU64::new(0));
    let pulse =
        load.rate.map(|_| Pulse::start()).transpose().context("the generator cannot start a thread")?;
    let run = u64::try_from(Timestamp::now().0).unwrap_or_default();
    let own = Process::new(std::process::id());
    let own_before = own.usage();
    let start = Instant::now();
    let work = Work { load, population, start, run, pulse, progress: progress.clone() };
    let mut workers = fleet.set_out(&work)?;
    let bar = tokio::spawn(show(load.duration(), progress));
    let (mut all, mut clients) = (Tally::default(), Vec::with_capacity(load.connections));
    while let Some(done) = workers.join_next().await {
        let (tally, client) = done??;
        all.add(&tally);
        clients.extend(client);
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

/// Who sends.
enum Fleet {
    Diameter(Vec<(Client, Sender)>),
    Gtp(Vec<Datagrams>),
}

/// What is to be done, by all together.
struct Work<'a> {
    load: &'a Load,
    population: Arc<Population>,
    start: Instant,
    /// Tells this run's sessions from others'.
    run: u64,
    pulse: Option<Pulse>,
    progress: Arc<AtomicU64>,
}

/// What each has seen, and its connection, to be closed when all have been measured.
type Workers = JoinSet<anyhow::Result<(Tally, Option<Client>)>>;

impl Fleet {
    fn set_out(self, work: &Work<'_>) -> anyhow::Result<Workers> {
        let mut workers = Workers::new();
        match self {
            Self::Diameter(clients) => {
                for (number, (client, sender)) in clients.into_iter().enumerate() {
                    let worker = work.worker(number as u64, client, sender);
                    workers.spawn(async move {
                        let (tally, client) = worker.run().await?;
                        Ok((tally, Some(client)))
                    });
                }
            }
            Self::Gtp(sockets) => {
                let (network, gtp) = (work.load.network()?, work.load.gtp);
                let advice = "does a [[gtp.listener]] listen there? Name another address with --gtp";
                let failed = move |error| anyhow!("GTPv2-C at {gtp}: {error}; {advice}");
                for (number, socket) in sockets.into_iter().enumerate() {
                    let mme = work.mme(number as u64, socket, network);
                    workers.spawn(async move { Ok((mme.run().await.map_err(failed)?, None)) });
                }
            }
        }
        Ok(workers)
    }
}

impl Work<'_> {
    fn plan(&self, number: u64) -> Plan {
        Plan::new(&self.load.mix, number, self.load.connections as u64, self.population.clients())
    }

    fn pace(&self) -> Pace {
        let of = self.load.connections as f64;
        self.load.rate.map_or(Pace::Window, |rate| Pace::Every(Duration::from_secs_f64(of / rate)))
    }

    fn requests(&self, number: u64) -> u64 {
        let of = self.load.connections as u64;
        self.load.requests.map_or(u64::MAX, |all| all / of + u64::from(number < all % of))
    }

    fn worker(&self, number: u64, client: Client, sender: Sender) -> Worker {
        let scheme = self.load.scheme.clone();
        Worker {
            client,
            stencils: Stencils::cut(self.population.clone(), sender, scheme, self.run),
            plan: self.plan(number),
            pace: self.pace(),
            pulse: self.pulse.clone(),
            window: self.load.window,
            until: self.start + self.load.duration(),
            requests: self.requests(number),
            progress: self.progress.clone(),
        }
    }

    fn mme(&self, number: u64, socket: Datagrams, network: Plmn) -> Mme {
        Mme {
            socket,
            peer: self.load.gtp,
            plan: self.plan(number),
            population: self.population.clone(),
            network,
            pace: self.pace(),
            pulse: self.pulse.clone(),
            window: self.load.window,
            until: self.start + self.load.duration(),
            requests: self.requests(number),
            progress: self.progress.clone(),
        }
    }
}

/// A socket for each simulated MME.
async fn sockets(load: &Load) -> anyhow::Result<Vec<Datagrams>> {
    let any: SocketAddr = match load.gtp.is_ipv4() {
        true => (Ipv4Addr::UNSPECIFIED, 0).into(),
        false => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let mut sockets = Vec::with_capacity(load.connections);
    for number in 1..=load.connections {
        let socket = UdpSocket::bind(any).await.with_context(|| format!("socket {number}"))?;
        socket.connect(load.gtp).await.with_context(|| format!("socket {number} to {}", load.gtp))?;
        sockets.push(Datagrams::new(socket).with_context(|| format!("socket {number}"))?);
    }
    Ok(sockets)
}

async fn connect(load: &Load) -> anyhow::Result<Vec<(Client, Sender)>> {
    let mut clients = Vec::with_capacity(load.connections);
    for number in 1..=load.connections {
        let host = format!("load{number}.{}", load.realm);
        let config = ClientConfig {
            origin_host: host.clone(),
            origin_realm: load.realm.clone(),
            applications: load
                .mix
                .applications()
                .into_iter()
                .map(|id| Application { id, vendor: TGPP })
                .collect(),
            product: "innkeeper load".into(),
            timeout: Duration::from_secs(10),
        };
        let client = dial(load.to, config).await.with_context(|| format!("connection {number}"))?;
        let sender = Sender {
            realm: load.realm.clone(),
            destination_realm: load.realm.clone(),
            server_name: format!("sip:scscf.{}:6060", load.realm),
            visited_network: format!("ims.{}", load.domain),
            visited_plmn: Some(load.network()?),
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
