//! The daemon under test, as a process with a configuration, a store and its own command line.

use crate::{
    lab::{DOMAIN, Service},
    process::Process,
};
use serde_json::json;
use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// The HSS.
#[derive(Debug)]
pub(crate) struct Hss {
    directory: PathBuf,
    address: String,
    process: Option<Process>,
    starts: u32,
}

impl Hss {
    /// Writes the configuration and starts the daemon on `address`.
    pub(crate) fn start(directory: &Path, address: &str, peers: &[&str], scscfs: &[String]) -> Self {
        let directory = directory.join("hss");
        fs::create_dir_all(&directory).expect("a temporary directory");
        fs::write(directory.join("config.toml"), configuration(&directory, address, peers, scscfs))
            .expect("written");
        let mut hss = Self { directory, address: address.into(), process: None, starts: 0 };
        hss.restart();
        hss
    }

    /// Starts it, where it does not run.
    pub(crate) fn restart(&mut self) {
        self.starts += 1;
        let mut command = self.command(&["serve"]);
        command.current_dir(&self.directory);
        let process =
            Process::start("innkeeper", &command, &self.directory.join(format!("log.{}", self.starts)));
        process.wait_until("it listens", Duration::from_secs(20), |_| {
            TcpStream::connect((self.address.as_str(), 3868)).is_ok()
        });
        self.process = Some(process);
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
        let output = self
            .command(arguments)
            .current_dir(&self.directory)
            .output()
            .expect("the command can be started");
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
        command.args(arguments).arg("--config").arg(self.directory.join("config.toml"));
        command
    }
}

fn configuration(directory: &Path, address: &str, peers: &[&str], scscfs: &[String]) -> String {
    let mut text = format!(
        r#"
[diameter]
identity = "hss.{DOMAIN}"
realm = "{DOMAIN}"
listen = ["{address}:3868"]

[admin]
listen = "{address}:3880"

[store]
path = "{}"

[ims]
domain = "{DOMAIN}"
scscf = {scscfs:?}
"#,
        directory.join("data").display()
    );
    for peer in peers {
        text += &format!(
            r#"
[[diameter.peer]]
identity = "{peer}.{DOMAIN}"
realm = "{DOMAIN}"
addresses = ["127.0.0.1", "{address}"]
"#
        );
    }
    text
}

/// The import line of a subscriber with these services: private identity, public identity, service.
pub(crate) fn subscriber(
    imsi: &str,
    k: [u8; 16],
    opc: [u8; 16],
    services: &[(String, String, Service<'_>)],
) -> String {
    let hex = |octets: [u8; 16]| format!("{:032x}", u128::from_be_bytes(octets));
    let services: Vec<_> = services
        .iter()
        .map(|(_, impu, service)| {
            json!({
                "sic": service.sic, "impus": [impu], "scscf": service.scscf,
                "password": service.password, "unregistered": service.unregistered,
            })
        })
        .collect();
    let line = json!({ "imsi": imsi, "k": hex(k), "opc": hex(opc), "services": services });
    format!("{line}\n")
}
