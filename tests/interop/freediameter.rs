//! freeDiameter as a Diameter node: strict about every AVP of the base protocol, so its silence is a testimony.

use crate::{lab::DOMAIN, process::Process, programs::FREEDIAMETER};
use std::{fs, path::Path, process::Command, time::Duration};

/// A running node.
#[derive(Debug)]
pub(crate) struct FreeDiameter {
    process: Process,
}

/// The example that a person copies, and how it connects.
const EXAMPLE: &str = include_str!("../../config/freediameter/freediameter.conf");
const PORT: &str = "Port = 0;\nSecPort";
const PEER: &str = r#"ConnectPeer = "hss.ims.mnc001.mcc001.3gppnetwork.org" { ConnectTo = "127.0.0.1";"#;

impl FreeDiameter {
    /// Starts `fd`, which dials the HSS on port 3868 of `address` and does not listen.
    pub(crate) fn dialling(directory: &Path, address: &str) -> Self {
        Self::start(directory, EXAMPLE, &[(PEER, &PEER.replace("127.0.0.1", address))])
    }

    /// Starts what Open5GS' MME has of freeDiameter, which dials the HSS: without what needs Open5GS' certificates or its own build (a loopback
    /// address to listen on), and as a relay, because without the MME it has no application of its own.
    pub(crate) fn as_open5gs_mme(directory: &Path, address: &str) -> Self {
        let changes = [
            ("ListenOn = \"127.0.0.2\";", "Port = 0;\nSecPort = 0;"),
            ("TLS_Cred", "#"),
            ("TLS_CA", "#"),
            ("NoRelay;", ""),
            ("/usr/lib/x86_64-linux-gnu/freeDiameter/", ""),
            ("ConnectTo = \"127.0.0.8\";", &format!("ConnectTo = \"{address}\";")),
        ];
        Self::start(directory, include_str!("../../config/open5gs/mme.conf"), &changes)
    }

    /// The same of the SMF, whose line for charging is in force, and which has no PCRF.
    pub(crate) fn as_open5gs_smf(directory: &Path, address: &str) -> Self {
        let changes = [
            ("ListenOn = \"127.0.0.4\";", "Port = 0;\nSecPort = 0;"),
            ("TLS_Cred", "#"),
            ("TLS_CA", "#"),
            ("NoRelay;", ""),
            ("/usr/lib/x86_64-linux-gnu/freeDiameter/", ""),
            ("ConnectPeer = \"pcrf", "#\""),
            ("#ConnectPeer = \"hss", "ConnectPeer = \"hss"),
            ("ConnectTo = \"127.0.0.8\";", &format!("ConnectTo = \"{address}\";")),
        ];
        Self::start(directory, include_str!("../../config/open5gs/smf.conf"), &changes)
    }

    /// Starts `fd`, which waits on `port` (of all addresses: it takes no loopback address to listen on) for the HSS to dial.
    pub(crate) fn waiting(directory: &Path, port: u16) -> Self {
        let list = directory.join("acl");
        fs::write(&list, format!("ALLOW_IPSEC hss.{DOMAIN}\n")).expect("written");
        let admit = format!("LoadExtension = \"acl_wl.fdx\" : \"{}\";\n#", list.display());
        Self::start(
            directory,
            EXAMPLE,
            &[(PORT, &format!("Port = {port};\nSecPort")), ("ConnectPeer", &admit)],
        )
    }

    /// With these changes to the example, each of which has to find its text.
    fn start(directory: &Path, example: &str, changes: &[(&str, &str)]) -> Self {
        let directory = directory.join("fd");
        fs::create_dir_all(&directory).expect("a temporary directory");
        let configuration = changes.iter().fold(example.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "the example has no {from:?} to change");
            text.replace(from, to)
        });
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
