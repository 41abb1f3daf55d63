//! The daemon under test, as a process with a configuration, a store and its own command line.

use crate::{
    digest::hex_md5,
    lab::{DOMAIN, HOME, Service},
    process::Process,
    ue,
};
use serde_json::json;
use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// The port of the application server that stands in for unregistered users.
pub(crate) const VOICEMAIL: u16 = 5090;
/// The profile that names it.
const UNREGISTERED: &str = "unregistered";
/// One set of S-CSCFs for each S-CSCF.
const SCSCF_SETS: [&str; 2] = ["first", "second"];

/// The HSS.
#[derive(Debug)]
pub(crate) struct Hss {
    directory: PathBuf,
    address: String,
    process: Option<Process>,
    starts: u32,
}

/// A Diameter peer of the HSS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer<'a> {
    name: &'a str,
    connect: Option<&'a str>,
}

impl<'a> Peer<'a> {
    /// One that dials; its identity begins with `name`.
    pub(crate) fn dialling(name: &'a str) -> Self {
        Self { name, connect: None }
    }

    /// One that is dialled, at an address and port.
    pub(crate) fn dialled(name: &'a str, target: &'a str) -> Self {
        Self { name, connect: Some(target) }
    }
}

impl Hss {
    /// Writes the configuration and starts the daemon on `address`.
    pub(crate) fn start(directory: &Path, address: &str, peers: &[Peer<'_>], scscfs: &[String]) -> Self {
        Self::start_with(directory, address, peers, scscfs, "")
    }

    /// The same with more in the configuration.
    pub(crate) fn start_with(
        directory: &Path,
        address: &str,
        peers: &[Peer<'_>],
        scscfs: &[String],
        more: &str,
    ) -> Self {
        Self::start_as(directory, address, &(configuration(address, peers, scscfs) + more))
    }

    /// Starts the daemon with a configuration of its own, which has to listen on `address` and to keep its store in `data`.
    pub(crate) fn start_as(directory: &Path, address: &str, configuration: &str) -> Self {
        let directory = directory.join("hss");
        fs::create_dir_all(&directory).expect("a temporary directory");
        fs::write(directory.join("config.toml"), configuration).expect("written");
        let mut hss = Self { directory, address: address.into(), process: None, starts: 0 };
        hss.restart();
        hss
    }

    /// Starts it, where it does not run.
    pub(crate) fn restart(&mut self) {
        self.starts += 1;
        let command = self.command(&["serve", "--config", "config.toml"]);
        let process =
            Process::start("innkeeper", &command, &self.directory.join(format!("log.{}", self.starts)));
        // Diameter and the admin API, which the command line asks.
        process.wait_until("it listens", Duration::from_secs(20), |_| {
            [3868, 8080].iter().all(|port| TcpStream::connect((self.address.as_str(), *port)).is_ok())
        });
        self.process = Some(process);
    }

    /// True while it runs.
    pub(crate) fn is_up(&self) -> bool {
        self.process.is_some()
    }

    /// kill -9.
    pub(crate) fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            process.kill();
        }
    }

    /// Asks it to end in good order; returns its log.
    pub(crate) fn stop(&mut self) -> String {
        self.process.take().map(Process::stop).unwrap_or_default()
    }

    /// Runs the command line against it, which has to succeed; returns what it printed.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.outside(&[arguments, &["--store", "data"]].concat())
    }

    /// The same of what needs no store, as `call`.
    pub(crate) fn outside(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("the command can be started");
        let text =
            [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        assert!(output.status.success(), "innkeeper {} failed: {text}", arguments.join(" "));
        text
    }

    /// Imports subscribers, one JSON line each.
    pub(crate) fn import(&self, lines: &str) {
        let file = self.directory.join("subscribers.jsonl");
        fs::write(&file, lines).expect("written");
        self.run(&["import", file.to_str().expect("UTF-8")]);
    }

    /// Gives the service with this private identity one public identity more, in its first implicit registration set.
    pub(crate) fn add_identity(&self, impi: &str, impu: &str) {
        let (imsi, rest) = impi.split_once('@').expect("an IMPI");
        let sic = rest.strip_prefix("ims.sic").and_then(|rest| rest.split('.').next());
        let export = self.run(&["export"]);
        let lines = export.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let mut line = { lines }.find(|line| line["imsi"] == imsi).expect("the subscriber");
        let services = line["services"].as_array_mut().expect("services");
        let service =
            services.iter_mut().find(|service| service["sic"].as_str() == sic).expect("the service");
        let identities = service["identities"].as_array_mut().expect("identities");
        let set = identities[0]["set"].clone();
        let mut more = json!({ "impu": impu, "profile": identities[0]["profile"] });
        if !set.is_null() {
            more["set"] = set;
        }
        identities.push(more);
        let file = self.directory.join("changed.jsonl");
        fs::write(&file, line.to_string()).expect("written");
        self.run(&["import", "--replace", file.to_str().expect("UTF-8")]);
    }

    /// What the account of whom this private identity belongs to has, and what of it is reserved, in cents.
    pub(crate) fn money(&self, impi: &str) -> (i64, i64) {
        let shown = self.run(&["account", "show", impi.split('@').next().expect("an IMPI"), "--json"]);
        let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
        let cents = |name: &str| {
            let text = shown[name].as_str().expect("an amount").replace('.', "");
            text.parse::<i64>().expect("digits")
        };
        (cents("balance"), cents("reserved"))
    }

    /// Takes one service from its subscriber: the one whose private identity this is.
    pub(crate) fn unsubscribe(&self, impi: &str) {
        let (imsi, rest) = impi.split_once('@').expect("an IMPI");
        let sic =
            rest.strip_prefix("ims.sic").and_then(|rest| rest.split('.').next()).expect("a service code");
        self.run(&["subscriber", "unsubscribe", imsi, sic]);
    }

    /// Removes the subscriber to whom this private identity belongs.
    pub(crate) fn remove(&self, impi: &str) {
        self.run(&["subscriber", "remove", impi.split('@').next().expect("an IMPI")]);
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let binary =
            std::env::var_os("INNKEEPER_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_innkeeper").into());
        let mut command = Command::new(binary);
        command.args(arguments).current_dir(&self.directory);
        command
    }
}

/// The whole configuration: every peer by its identity, one set for each S-CSCF, and a profile with something to do while unregistered.
fn configuration(address: &str, peers: &[Peer<'_>], scscfs: &[String]) -> String {
    let mut text = format!(
        r#"
[diameter]
identity = "hss.{DOMAIN}"
realm = "{DOMAIN}"
listen = ["{address}:3868"]
watchdog_seconds = 10
reconnect_seconds = 1

[admin]
listen = "{address}:8080"

[store]
path = "data"

[ims]
home_networks = ["ims.{HOME}"]

[profile.default]

[[profile.{UNREGISTERED}.ifc]]
priority = 0
application_server = "sip:{address}:{VOICEMAIL}"
when = "unregistered"
trigger = [{{ method = "INVITE" }}]
"#
    );
    for (name, uri) in SCSCF_SETS.iter().zip(scscfs) {
        text += &format!("\n[scscf.{name}]\nnames = [{uri:?}]\n");
    }
    for peer in peers {
        text +=
            &format!("\n[[diameter.peer]]\nidentity = \"{}.{DOMAIN}\"\nrealm = \"{DOMAIN}\"\n", peer.name);
        text += &match peer.connect {
            Some(target) => format!("connect = {target:?}\n"),
            None => format!("addresses = [\"127.0.0.1\", \"{address}\"]\n"),
        };
    }
    text
}

/// An import line with an account that has so much on it, if any.
pub(crate) fn paid(line: &str, balance: Option<&str>) -> String {
    let mut line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    if let Some(balance) = balance {
        line["account"] = json!({ "balance": balance });
    }
    format!("{line}\n")
}

/// The import line of a subscriber with these services, each with its public identity.
pub(crate) fn subscriber(
    imsi: &str,
    k: [u8; 16],
    opc: [u8; 16],
    services: &[(String, String, Service<'_>)],
) -> String {
    let hex = |octets: [u8; 16]| format!("{:032x}", u128::from_be_bytes(octets));
    let services: Vec<_> = services
        .iter()
        .map(|(impi, impu, service)| {
            let profile = if service.unregistered { UNREGISTERED } else { "default" };
            let ha1 =
                service.password.map(|password| hex_md5(format!("{impi}:{DOMAIN}:{password}").as_bytes()));
            let mut order = json!({
                "scheme": if ha1.is_some() { "sip-digest" } else { "aka-v1" },
                "also": if ha1.is_some() { json!([]) } else { json!(["aka-v2"]) },
                "identities": [
                    { "impu": impu, "profile": profile, "alias": 1 },
                    { "impu": ue::tel(impu), "profile": profile, "alias": 1 },
                    // The temporary identity of TS 23.003 §13.4B: registered implicitly, never shown.
                    { "impu": format!("sip:{impi}"), "profile": profile, "barred": true },
                ],
                "scscf": SCSCF_SETS[service.scscf],
            });
            let optional = [("sic", service.sic.map(str::to_owned)), ("ha1", ha1)];
            for (name, value) in optional.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                order[name] = value.into();
            }
            order
        })
        .collect();
    let line = json!({ "imsi": imsi, "domain": HOME, "k": hex(k), "opc": hex(opc), "services": services });
    format!("{line}\n")
}
