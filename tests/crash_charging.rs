//! VC-6, ST-1 of the daemon as a whole: killed -9 at random instants under the load of credit control, it has debited every request that it answered once, and every
//! request that it did not answer at most once, and once it is asked again exactly once. What was debited stands in the files of charging data records, each record in one (VC-7).
//!
//! `INNKEEPER_KILLS` (6), `INNKEEPER_LOAD_MS` (620: at most so long is a life) and `INNKEEPER_SEED` make a soak of it, or repeat a run's choices.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod crash_common;
mod ops_common;

use crash_common::{
    Random,
    calls::{ACCOUNTS, Calls, Promise},
    killed, population, setting,
};
use ops_common::{Daemon, http, innkeeper, until, write};
use std::{
    fs, mem,
    path::Path,
    sync::Arc,
    time::{Instant, SystemTime},
};
use tempfile::TempDir;

const CONNECTIONS: u64 = 4;

/// What an account has in the beginning, and what is paid in where it runs low, cents.
const PAID: i64 = 10_000;

/// The clients of all lives.
struct Run {
    clients: Vec<Calls>,
    /// What was paid into each account, cents.
    paid: Vec<i64>,
    random: Random,
}

#[test]
fn vc_6_vc_7_st_1_a_killed_daemon_debits_and_records_every_request_once() {
    let clock = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_micros() as u64;
    let (kills, seed) = (setting("INNKEEPER_KILLS", 6), setting("INNKEEPER_SEED", clock));
    println!("INNKEEPER_SEED={seed} repeats these choices");
    let mut daemon = with_accounts();
    let mut random = Random(seed);
    let users = Arc::new(population(ACCOUNTS));
    let client = |number| Calls::new(number, users.clone(), Random(random.next()));
    let clients = (0..CONNECTIONS).map(client).collect();
    let mut run = Run { clients, paid: vec![PAID; ACCOUNTS as usize], random };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begun = Instant::now();
    for _ in 0..kills {
        let directory = runtime.block_on(run.load(daemon));
        daemon = start(directory);
        runtime.block_on(run.repeat(&daemon));
        run.compare(&daemon, false);
        daemon.told(&["ledger", "verify"]);
    }
    runtime.block_on(run.hang_up(&daemon));
    run.compare(&daemon, true);
    daemon.told(&["ledger", "verify"]);
    run.read_the_files(&daemon);
    let (answered, repeated) =
        run.clients.iter().fold((0, 0), |sum, client| (sum.0 + client.answered, sum.1 + client.repeated));
    println!("{kills} kills in {:?}: {answered} answers, {repeated} requests asked again", begun.elapsed());
    assert!(answered > 500 * kills && repeated > 10 * kills, "too little was promised to prove anything");
}

/// A daemon with prepaid accounts, by the commands an operator would use.
fn with_accounts() -> Daemon {
    let directory = TempDir::new().unwrap();
    let records = directory.path().join("records");
    let settings = format!(
        "[diameter]\naccept_unknown_peers = true\n[records]\ndirectory = {records:?}\nrotate_seconds = 1\n"
    );
    write(&directory.path().join("innkeeper.toml"), &settings);
    let daemon = start(directory);
    let file = daemon.path("accounts.csv").display().to_string();
    let count = ACCOUNTS.to_string();
    let arguments =
        ["load", "--template", "plain", "--accounts", "--population", &file, "--subscribers", &count];
    assert!(innkeeper().args(arguments).status().unwrap().success());
    daemon.told(&["import", &file]);
    daemon
}

fn start(directory: TempDir) -> Daemon {
    let config = directory.path().join("innkeeper.toml").display().to_string();
    Daemon::start(directory, &["--config", &config], |_| {})
}

/// The objects in all files of the directory, in the order of their names.
fn objects(directory: &Path) -> Vec<serde_json::Value> {
    let all = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = all.filter(|path| path.extension().is_some_and(|end| end == "jsonl")).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.iter().flat_map(|text| text.lines()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a record says was debited, cents.
fn amount(record: &serde_json::Value) -> i64 {
    let services = record["charges"]["services"].as_array();
    services.into_iter().flatten().map(|service| service["amount"].as_i64().unwrap()).sum()
}

impl Run {
    /// Loads the daemon, and kills it in the midst of it.
    async fn load(&mut self, daemon: Daemon) -> TempDir {
        let mut running = Vec::new();
        for client in mem::take(&mut self.clients) {
            running.push(tokio::spawn(client.run(daemon.diameter[0].parse().unwrap())));
        }
        let most = setting("INNKEEPER_LOAD_MS", 620).max(121);
        let directory = killed(daemon, 120 + self.random.below(most - 120)).await;
        for client in running {
            self.clients.push(client.await.unwrap());
        }
        directory
    }

    /// Everything that was not answered is asked again, marked as a repetition.
    async fn repeat(&mut self, daemon: &Daemon) {
        for client in &mut self.clients {
            client.repeat(daemon.diameter[0].parse().unwrap()).await;
        }
    }

    /// All calls end.
    async fn hang_up(&mut self, daemon: &Daemon) {
        for client in &mut self.clients {
            client.hang_up(daemon.diameter[0].parse().unwrap()).await;
        }
    }

    /// The files have every record once, in the order of their numbers, and together they say what was debited.
    fn read_the_files(&self, daemon: &Daemon) {
        let mut promised = vec![Promise::default(); ACCOUNTS as usize];
        self.clients.iter().for_each(|client| client.add_to(&mut promised));
        let used: i64 = promised.iter().map(|promise| promise.used).sum();
        let waits = || http(daemon, "GET", "/metrics", None, "").body;
        until("the last file", || {
            waits().contains("innkeeper_records_waiting{way=\"json\"} 0").then_some(())
        });
        let records = objects(&daemon.path("records"));
        let numbers: Vec<u64> = records.iter().map(|record| record["number"].as_u64().unwrap()).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{} records", numbers.len());
        assert_eq!(records.iter().map(amount).sum::<i64>(), used);
        println!("{} records in the files", records.len());
    }

    /// Every account has what was paid in, without what was reported of it; reserved is what calls were granted and did not use.
    fn compare(&mut self, daemon: &Daemon, over: bool) {
        let token = daemon.token();
        let mut promised = vec![Promise::default(); ACCOUNTS as usize];
        self.clients.iter().for_each(|client| client.add_to(&mut promised));
        for (at, promise) in promised.iter().enumerate() {
            let number = (460_011_000_000_000 + at as u64).to_string();
            let answer = http(daemon, "GET", &format!("/v1/accounts/{number}"), Some(&token), "");
            let shown: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            let told = |name: &str| cents(shown[name].as_str().unwrap());
            let expected = (self.paid[at] - promise.used, promise.granted);
            assert_eq!((told("balance"), told("reserved")), expected, "account {number}: {shown}");
            assert!(
                !over || (promise.granted, shown["sessions"].as_u64()) == (0, Some(0)),
                "calls are over: {shown}"
            );
            // However long it runs, credit is not what ends a call.
            if told("balance") < PAID / 2 {
                daemon.told(&["account", "top-up", &number, "100.00", "--reason", "soak"]);
                self.paid[at] += PAID;
            }
        }
    }
}

/// An amount as the API writes it, in cents.
fn cents(amount: &str) -> i64 {
    amount.replace('.', "").parse().unwrap()
}
