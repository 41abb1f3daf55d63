//! What a load was promised, and whether a daemon keeps to it.
#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

pub mod caller;
pub mod calls;
pub mod ledger;

use super::ops_common::Daemon;
use innkeeper::{
    cli::load::{Population, Sender},
    diameter::{
        Application,
        transport::{Client, ClientConfig},
    },
    domain::subscribers::Templates,
    types::*,
};
use std::{mem, net::SocketAddr, time::Duration};
use tempfile::TempDir;

const REALM: &str = "ims.mnc001.mcc001.3gppnetwork.org";

/// A number from the environment: how a soak asks for more than a test does.
pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// SplitMix64: a run can be repeated from its seed.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

/// Those whom `innkeeper load --population FILE --subscribers COUNT` writes a file of.
pub fn population(subscribers: u64) -> Population {
    let templates = Templates::built_in();
    let (_, template) = templates.get(Some("lab")).unwrap();
    let services = template.service.iter().filter(|service| !service.optional);
    Population {
        imsi: Imsi::parse("460011000000000").unwrap(),
        msisdn: E164::parse("8618000000000").unwrap(),
        subscribers,
        domain: Name::new("mnc001.mcc460.3gppnetwork.org"),
        services: services.map(|service| (service.sic, service.identities[0].impu.clone())).collect(),
    }
}

/// What is the same in all requests of the node of that name.
pub fn sender(name: &str) -> Sender {
    let host = format!("{name}.{REALM}");
    Sender {
        server_name: format!("sip:{host}:6060"),
        host,
        realm: REALM.into(),
        destination_realm: REALM.into(),
        visited_network: REALM.into(),
        visited_plmn: None,
    }
}

/// The connection of a node.
pub async fn connect(to: SocketAddr, sender: &Sender, application: Application) -> Client {
    let config = ClientConfig {
        origin_host: sender.host.clone(),
        origin_realm: REALM.into(),
        applications: vec![application],
        product: "crash test".into(),
        timeout: Duration::from_secs(30),
    };
    Client::connect(to, config).await.unwrap()
}

/// Kills the daemon a while from now; what it had on disk.
pub async fn killed(mut daemon: Daemon, after_ms: u64) -> TempDir {
    tokio::time::sleep(Duration::from_millis(after_ms)).await;
    daemon.child.kill().unwrap();
    daemon.child.wait().unwrap();
    mem::replace(&mut daemon.directory, TempDir::new().unwrap())
}
