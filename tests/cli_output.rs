//! What becomes of a command whose output nobody reads any more (`| head`), or that cannot be written.

mod ops_common;

use innkeeper::cli::load::Kind;
use ops_common::{
    Daemon,
    cscf::{Cscf, user},
    innkeeper, until,
};
use std::{
    fs::{File, OpenOptions},
    io::pipe,
    process::{Command, Output, Stdio},
};

const IMSI: &str = "001010000000001";

/// A command that reaches `daemon`.
fn command(daemon: &Daemon, arguments: &[&str]) -> Command {
    let mut command = innkeeper();
    command.args(arguments).arg("--store").arg(daemon.path("store"));
    command
}

/// A pipe that nobody reads.
fn unread() -> Stdio {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    writer.into()
}

fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

#[track_caller]
fn ends(output: &Output, status: i32, sentence: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), said.trim_end()), (Some(status), sentence));
}

/// Whoever has read enough is told nothing, whatever the way in which a command prints; it does what it was told, and its status
/// means what it always means.
#[test]
fn a_command_ends_quietly_when_nobody_reads_on() {
    let daemon = Daemon::lab();
    let top_up = ["account", "top-up", IMSI, "2.00", "--key", "once", "--reason", "test"];
    let quiet: [&[&str]; 6] = [
        &["store", "show"],
        &["subscriber", "list"],
        &["subscriber", "show", IMSI, "--json"],
        &["export"],
        &top_up,
        &["ledger", "verify"],
    ];
    for arguments in quiet {
        ends(&command(&daemon, arguments).stdout(unread()).output().unwrap(), 0, "");
    }
    let offline: [&[&str]; 4] = [
        &["impi", IMSI, "--sic", "001"],
        &["config", "show"],
        &["decode", "0100001480000101000000000000000100000002"],
        &["load", "--population", "-", "--subscribers", "100000"],
    ];
    for arguments in offline {
        ends(&innkeeper().args(arguments).stdout(unread()).output().unwrap(), 0, "");
    }
    let (refused, said) = (daemon.ask(&["subscriber", "show", "001019999999999"]), unread());
    let sentence = String::from_utf8(refused.stderr).unwrap();
    let output = command(&daemon, &["subscriber", "show", "001019999999999"]).stdout(said).output().unwrap();
    ends(&output, 1, sentence.trim_end());
    let nothing = command(&daemon, &["subscriber", "show", "001019999999999"]).stderr(unread()).status();
    assert_eq!(nothing.unwrap().code(), Some(1), "the sentence is lost, the status is not");
    let told = daemon.told(&top_up);
    assert!(told.contains("2.00"), "{told}");
    let history = daemon.json(&["account", "history", IMSI, "--json"]);
    assert_eq!(
        history["postings"].as_array().unwrap().len(),
        1,
        "the order was carried out, once: {history}"
    );
}

/// A trace ends with the first message that nobody wants to see.
#[test]
fn a_trace_ends_when_nobody_reads_on() {
    let daemon = Daemon::lab();
    let (mut cscf, user) = (Cscf::new(&daemon), user(IMSI, "001"));
    for arguments in [&["trace", IMSI][..], &["trace", IMSI, "--json"]] {
        let mut trace = command(&daemon, arguments).stdout(unread()).stderr(Stdio::null()).spawn().unwrap();
        let status = until("the end of the trace", || {
            cscf.served(Kind::Uar, &user);
            trace.try_wait().unwrap()
        });
        assert_eq!(status.code(), Some(0), "{arguments:?}");
    }
}

/// Where output is lost for another reason, a script must not believe that it has all of it.
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let sentence = "innkeeper: not all was printed: No space left on device (os error 28)";
    let full_of: [&[&str]; 4] = [
        &["impi", IMSI, "--sic", "001"],
        &["config", "show"],
        &["decode", "0100001480000101000000000000000100000002"],
        &["load", "--population", "-", "--subscribers", "10"],
    ];
    for arguments in full_of {
        ends(&innkeeper().args(arguments).stdout(full()).output().unwrap(), 1, sentence);
    }
}

/// The daemon goes on when whoever took its log is gone.
#[test]
fn the_daemon_goes_on_when_nobody_reads_its_log() {
    let daemon = Daemon::start(tempfile::TempDir::new().unwrap(), &[], |command| {
        command.stderr(unread()).stdout(unread());
    });
    daemon.signal("HUP");
    daemon.told(&["subscriber", "remove", IMSI]);
    assert!(daemon.refused(&["subscriber", "show", IMSI], 1).contains("nobody has the"));
    let (status, _) = daemon.stop();
    assert_eq!(status.code(), Some(0));
}
