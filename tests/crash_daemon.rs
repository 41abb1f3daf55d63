//! ST-1, ST-2, SC-8 of the daemon as a whole: killed -9 at random instants under load, it keeps every promise that its answers made.
//!
//! `INNKEEPER_KILLS` (20), `INNKEEPER_SUBSCRIBERS` (50000), `INNKEEPER_LOAD_MS` (620: at most so long is a life) and `INNKEEPER_SEED` make a
//! soak of it, or repeat a run's choices. It prints how long every start took, and what it had to replay at most.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod crash_common;
mod ops_common;

use crash_common::{
    Random,
    caller::{Caller, SHARED},
    killed,
    ledger::{Ledger, Shared},
    population, setting,
};
use innkeeper::cli::load::Population;
use ops_common::{Daemon, innkeeper};
use std::{
    mem,
    net::SocketAddr,
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};
use tempfile::TempDir;

const CONNECTIONS: u64 = 4;

/// What outlives the daemons.
struct Run {
    population: Arc<Population>,
    ledgers: Vec<Ledger>,
    shared: Arc<Mutex<Shared>>,
    random: Random,
}

/// ST-1, ST-2, SC-8: an acknowledged assignment is there after the kill, nothing that an answer showed is gone, no SQN comes twice.
#[test]
fn st_1_st_2_sc_8_a_killed_daemon_keeps_what_it_acknowledged() {
    let clock = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_micros() as u64;
    let (kills, subscribers) = (setting("INNKEEPER_KILLS", 20), setting("INNKEEPER_SUBSCRIBERS", 50_000));
    let seed = setting("INNKEEPER_SEED", clock);
    println!("INNKEEPER_SEED={seed} repeats these choices");
    let begun = Instant::now();
    let mut daemon = imported(subscribers);
    println!("{subscribers} subscribers imported in {:?}", begun.elapsed());
    let whole = daemon.json(&["store", "show", "--json"])["records"][0][1].clone();
    assert!(whole.as_u64().unwrap() >= subscribers);
    let share = (subscribers - SHARED) / CONNECTIONS;
    let mut run = Run {
        population: Arc::new(population(subscribers)),
        ledgers: (0..CONNECTIONS).map(|number| Ledger::new(number * share, share)).collect(),
        shared: Arc::default(),
        random: Random(seed),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut starts = Vec::new();
    for kill in 0..kills {
        let mut directory = runtime.block_on(run.load(daemon));
        if kill % 4 == 3 {
            directory = killed_while_it_starts(directory, run.random.below(400));
        }
        let started = Instant::now();
        daemon = Daemon::start(directory, &[], |_| {});
        starts.push(started.elapsed());
        run.shared.lock().unwrap().restarted();
        let everybody = kill + 1 == kills;
        runtime.block_on(run.check(&daemon, everybody));
        let stored = daemon.json(&["store", "show", "--json"]);
        assert_eq!(stored["records"][0][1], whole, "subscribers are gone or more: {stored}");
        println!(
            "start {kill}: ready after {:.2?}, journal of {} change sets",
            starts[starts.len() - 1],
            stored["journal"]
        );
    }
    starts.sort_unstable();
    println!("starts: median {:.2?}, longest {:.2?}", starts[starts.len() / 2], starts[starts.len() - 1]);
    let sum = |of: fn(&Ledger) -> u64| run.ledgers.iter().map(of).sum::<u64>();
    let (assignments, challenges, looks) =
        (sum(|all| all.assignments), sum(|all| all.challenges), sum(|all| all.looks));
    println!(
        "{kills} kills in {:?}: {assignments} assignments, {challenges} challenges and {looks} looks were answered, and all of it held",
        begun.elapsed()
    );
    assert!(assignments > 50 * kills && challenges > 10 * kills, "too little was promised to prove anything");
}

/// A daemon with the population, by the commands an operator would use.
fn imported(subscribers: u64) -> Daemon {
    let daemon = Daemon::lab();
    let file = daemon.path("population.csv").display().to_string();
    let count = subscribers.to_string();
    let written =
        innkeeper().args(["load", "--population", &file, "--subscribers", &count]).status().unwrap();
    assert!(written.success());
    daemon.told(&["import", &file]);
    daemon
}

impl Run {
    /// Loads the daemon, and kills it in the midst of it.
    async fn load(&mut self, daemon: Daemon) -> TempDir {
        let mut callers = Vec::new();
        for (number, ledger) in mem::take(&mut self.ledgers).into_iter().enumerate() {
            callers.push(tokio::spawn(self.caller(&daemon, number, ledger).await.run()));
        }
        let most = setting("INNKEEPER_LOAD_MS", 620).max(21);
        let directory = killed(daemon, 20 + self.random.below(most - 20)).await;
        for caller in callers {
            self.ledgers.push(caller.await.unwrap());
        }
        directory
    }

    /// Asks the daemon for all that was touched since the last kill, or since the first.
    async fn check(&mut self, daemon: &Daemon, everybody: bool) {
        for (number, mut ledger) in mem::take(&mut self.ledgers).into_iter().enumerate() {
            let touched = mem::take(&mut ledger.touched);
            let wanted = if everybody { ledger.assigned() } else { touched.into_iter().collect() };
            let caller = self.caller(daemon, number, ledger).await;
            self.ledgers.push(caller.check(wanted).await);
        }
    }

    async fn caller(&mut self, daemon: &Daemon, number: usize, ledger: Ledger) -> Caller {
        let to: SocketAddr = daemon.diameter[0].parse().unwrap();
        let random = Random(self.random.next());
        Caller::connect(to, number, self.population.clone(), ledger, self.shared.clone(), random).await
    }
}

/// A start that does not come to its end: nothing was asked for, so nothing may have changed.
fn killed_while_it_starts(directory: TempDir, after_ms: u64) -> TempDir {
    let mut child = innkeeper()
        .args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--store"])
        .arg(directory.path().join("store"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(after_ms));
    child.kill().unwrap();
    child.wait().unwrap();
    directory
}
