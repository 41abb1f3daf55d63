//! The programs the tests need, and what to say when one is missing.

use std::{path::PathBuf, process::Command};

/// A program, and the Debian package it comes in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program {
    /// A file name looked for in the usual directories, or an absolute path.
    pub(crate) file: &'static str,
    package: &'static str,
}

pub(crate) const KAMAILIO: Program = Program { file: "kamailio", package: "kamailio" };
pub(crate) const KAMCMD: Program = Program { file: "kamcmd", package: "kamailio" };
pub(crate) const FREEDIAMETER: Program = Program { file: "freeDiameterd", package: "freediameterd" };
/// The dictionaries of credit control, which freeDiameter judges answers by.
pub(crate) const DCCA: Program =
    Program { file: "freeDiameter/dict_dcca_3gpp.fdx", package: "freediameter-extensions" };
pub(crate) const TSHARK: Program = Program { file: "tshark", package: "tshark" };
pub(crate) const DUMPCAP: Program = Program { file: "dumpcap", package: "wireshark-common" };
pub(crate) const CDP: Program = Program { file: "kamailio/modules/cdp.so", package: "kamailio-ims-modules" };
pub(crate) const PRESENCE: Program =
    Program { file: "kamailio/modules/presence.so", package: "kamailio-presence-modules" };

pub(crate) const ERL: Program = Program { file: "erl", package: "erlang-base" };
/// Comes with the library.
pub(crate) const DIAMETER: Program = Program { file: "diameterc", package: "erlang-diameter" };
/// The records that a dictionary is compiled with come in the same package as this file.
pub(crate) const ERLANG_DEV: Program =
    Program { file: "erlang/usr/include/erl_driver.h", package: "erlang-dev" };

/// What a network with Kamailio needs.
pub(crate) const CSCFS: &[Program] = &[KAMAILIO, KAMCMD, CDP, PRESENCE, TSHARK, DUMPCAP];

impl Program {
    /// Where it is.
    pub(crate) fn find(&self) -> Option<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let usual = ["/usr/sbin", "/sbin", "/usr/lib", "/usr/lib64"].map(PathBuf::from);
        // Debian's multi-architecture directory (x86_64-linux-gnu, aarch64-linux-gnu …).
        let triplet = PathBuf::from(format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH));
        std::env::split_paths(&path)
            .chain(usual)
            .chain([triplet])
            .map(|dir| dir.join(self.file))
            .find(|file| file.exists())
    }
}

/// True if all of `programs` are here. Otherwise says which are missing and how to install them.
pub(crate) fn present(programs: &[Program]) -> bool {
    let missing: Vec<_> = programs.iter().filter(|program| program.find().is_none()).collect();
    if missing.is_empty() {
        return true;
    }
    let files: Vec<_> = missing.iter().map(|program| program.file).collect();
    let mut packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    packages.sort_unstable();
    packages.dedup();
    give_up(&format!(
        "not tested, because {} cannot be found. Install with: apt-get install --no-install-recommends {}",
        files.join(", "),
        packages.join(" ")
    ));
    false
}

/// True if Python has python-diameter. Otherwise says how to install it.
pub(crate) fn has_python_diameter() -> bool {
    let import = Command::new("python3").args(["-c", "import diameter"]).output();
    let found = import.is_ok_and(|output| output.status.success());
    if !found {
        give_up(
            "not tested, because Python has no python-diameter. Install with: python3 -m pip install python-diameter",
        );
    }
    found
}

/// The Python that Debian's packages are for.
pub(crate) const SYSTEM_PYTHON: &str = "/usr/bin/python3";

/// True if it has scapy with its GTPv2. Otherwise says how to install it.
pub(crate) fn has_scapy() -> bool {
    let import = Command::new(SYSTEM_PYTHON).args(["-c", "import scapy.contrib.gtp_v2"]).output();
    let found = import.is_ok_and(|output| output.status.success());
    if !found {
        give_up(
            "not tested, because Debian's Python has no scapy. Install with: apt-get install --no-install-recommends python3-scapy",
        );
    }
    found
}

/// Says why something is not tested; under `INNKEEPER_REQUIRE_PEERS=1`, as in CI, that is a failure.
pub(crate) fn give_up(reason: &str) {
    assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none_or(|value| value != "1"), "{reason}");
    eprintln!("{reason}");
}
