//! freeDiameter as a Diameter node: strict about every AVP of the base protocol, so its silence is a testimony.

use crate::{lab::DOMAIN, process::Process, programs::FREEDIAMETER};
use std::{fs, path::Path, process::Command, time::Duration};

/// A running node.
#[derive(Debug)]
pub(crate) struct FreeDiameter {
    process: Process,
}

impl FreeDiameter {
    /// Starts `fd`, which dials the HSS on port 3868 of `address` and does not listen.
    pub(crate) fn dialling(directory: &Path, address: &str) -> Self {
        let peer =
            format!(r#"ConnectPeer = "hss.{DOMAIN}" {{ ConnectTo = "{address}"; Port = 3868; No_TLS; }};"#);
        Self::start(directory, &format!("Port = 0;\n{peer}"))
    }

    /// Starts `fd`, which waits on `port` (of all addresses: it takes no loopback address to listen on) for the HSS to dial.
    pub(crate) fn waiting(directory: &Path, port: u16) -> Self {
        let list = directory.join("acl");
        fs::write(&list, format!("ALLOW_IPSEC hss.{DOMAIN}\n")).expect("written");
        Self::start(
            directory,
            &format!("Port = {port};\nLoadExtension = \"acl_wl.fdx\" : \"{}\";", list.display()),
        )
    }

    fn start(directory: &Path, connection: &str) -> Self {
        let directory = directory.join("fd");
        fs::create_dir_all(&directory).expect("a temporary directory");
        let configuration = format!(
            r#"
Identity = "fd.{DOMAIN}";
Realm = "{DOMAIN}";
SecPort = 0;
No_SCTP;
No_IPv6;
# Seconds until it dials again, and between watchdogs: the least there may be.
TcTimer = 1;
TwTimer = 6;
AppServThreads = 1;
# Every message in full.
LoadExtension = "dbg_msg_dumps.fdx" : "0x8888";
{connection}
"#
        );
        let file = directory.join("fd.conf");
        fs::write(&file, configuration).expect("written");
        let mut command = Command::new(FREEDIAMETER.find().expect("looked for before"));
        command.arg("-c").arg(file).current_dir(&directory);
        Self { process: Process::start("freeDiameterd", &command, &directory.join("log")) }
    }

    /// Waits until its log says so.
    pub(crate) fn wait_for(&self, what: &str, count: usize) {
        self.process.wait_until(&format!("{what:?} × {count}"), Duration::from_secs(30), |process| {
            process.log().matches(what).count() >= count
        });
    }

    /// Ends it in good order, which sends a DPR; returns its log.
    pub(crate) fn stop(self) -> String {
        self.process.stop()
    }
}

/// The lines in which it complains.
pub(crate) fn complaints(log: &str) -> Vec<&str> {
    let harmless = |line: &str| line.contains("shutdown sequence");
    log.lines()
        .filter(|line| line.contains("ERROR") || line.contains("FATAL"))
        .filter(|line| !harmless(line))
        .collect()
}
