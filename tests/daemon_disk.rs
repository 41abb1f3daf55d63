//! ST-3: a daemon whose disk fills up: it refuses changes, answers questions and recovers; and one whose disk fails: it ends.
//!
//! They need a file system of their own, and so root; where that is not to be had they say so and prove nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;

use innkeeper::{
    cli::load::{Client as User, Kind, population::Choice},
    diameter::{
        codec::ResultCode,
        dictionary::{
            TGPP,
            base::Outcome,
            cx::{LocationInfoAnswer, ServerAssignmentType},
        },
    },
};
use ops_common::{
    Daemon,
    cscf::{ALICE, BOB, Cscf, user},
    http, until, write,
};
use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::symlink,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A small file system in memory. Dropping it unmounts it.
struct Disk(TempDir);

impl Disk {
    fn new() -> Option<Self> {
        let at = TempDir::new().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"]).arg(at.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            println!("skipped, proves nothing: nothing can be mounted here (it takes root)");
        }
        mounted.then_some(Self(at))
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    /// Takes all room that there is.
    fn fill(&self) {
        let mut filler = File::create(self.filler()).unwrap();
        for size in [1 << 20, 4096, 1] {
            while filler.write(&vec![0; size]).is_ok_and(|written| written > 0) {}
        }
    }

    /// A daemon whose store is here, with this much in reserve.
    fn daemon(&self, reserve_mib: u32) -> Daemon {
        let directory = TempDir::new().unwrap();
        fs::create_dir_all(self.0.path().join("store")).unwrap();
        symlink(self.0.path().join("store"), directory.path().join("store")).unwrap();
        let file = directory.path().join("innkeeper.toml");
        write(
            &file,
            &format!(
                "[diameter]\naccept_unknown_peers = true\n[lab]\nsubscribers = 3\n[store]\nreserve_mib = {reserve_mib}\n"
            ),
        );
        let file = file.display().to_string();
        Daemon::start(directory, &["--config", &file], |_| {})
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

const REGISTER: ServerAssignmentType = ServerAssignmentType::REGISTRATION;
const DEREGISTER: ServerAssignmentType = ServerAssignmentType::USER_DEREGISTRATION;

fn assign(cscf: &mut Cscf, user: &User, assignment: ServerAssignmentType) -> Option<Outcome> {
    cscf.result(Kind::Sar, user, Choice { assignment, ..Choice::default() })
}

fn is_writable(daemon: &Daemon) -> bool {
    http(daemon, "GET", "/metrics", None, "").body.contains("\ninnkeeper_store_writable 1\n")
}

/// ST-3: a full disk refuses changes with DIAMETER_TOO_BUSY and answers what changes nothing; with room again it takes them by itself.
#[test]
fn st_3_a_full_disk_refuses_changes_and_recovers_by_itself() {
    let Some(disk) = Disk::new() else { return };
    let daemon = disk.daemon(8);
    let mut cscf = Cscf::new(&daemon);
    let (alice, bob) = (user(ALICE, "001"), user(BOB, "001"));
    let (success, too_busy) = (Outcome::SUCCESS, Outcome::Base(ResultCode::TOO_BUSY));
    assert_eq!(assign(&mut cscf, &alice, REGISTER), Some(success));
    disk.fill();
    until("the refusal", || (!is_writable(&daemon)).then_some(()));
    // Longer than the idle store waits with its chores: they take no room either.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        assert_eq!(assign(&mut cscf, &bob, REGISTER), Some(too_busy));
        assert_eq!(cscf.result(Kind::Mar, &bob, Choice::default()), Some(too_busy));
        assert_eq!(cscf.result(Kind::Lir, &alice, Choice::default()), Some(success));
        assert_eq!(
            cscf.result(Kind::Uar, &alice, Choice::default()),
            Some(Outcome::experimental(TGPP, 2002)),
            "DIAMETER_SUBSEQUENT_REGISTRATION"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(daemon.log().contains("the store's disk is nearly full: writes are refused until there is room"));
    fs::remove_file(disk.filler()).unwrap();
    until("the recovery", || is_writable(&daemon).then_some(()));
    assert_eq!(assign(&mut cscf, &bob, REGISTER), Some(success));
    assert_eq!(cscf.result(Kind::Mar, &bob, Choice::default()), Some(success));
    drop(cscf);
    assert_eq!(daemon.stop().0.code(), Some(0));
}

/// ST-1, ST-3: a disk that fails under a transaction ends the daemon with a sentence; what it had acknowledged is there after the next start.
#[test]
fn st_3_a_disk_that_fails_ends_the_daemon_with_a_sentence() {
    let Some(disk) = Disk::new() else { return };
    let mut daemon = disk.daemon(0);
    let mut cscf = Cscf::new(&daemon);
    let alice = user(ALICE, "001");
    // What the last answer promised, and what was asked for after it.
    let (mut promised, mut asked) = (None, None);
    for number in 0.. {
        if number == 10 {
            disk.fill();
        }
        let (assignment, server) = match &promised {
            None => (REGISTER, Some(format!("sip:s{number}.ims.example:6060"))),
            Some(_) => (DEREGISTER, None),
        };
        cscf.sender.server_name = server.clone().or(promised.clone()).unwrap();
        asked = server;
        let Some(answer) = assign(&mut cscf, &alice, assignment) else { break };
        assert_eq!(answer, Outcome::SUCCESS);
        promised.clone_from(&asked);
    }
    let status = until("the end", || daemon.child.try_wait().unwrap());
    assert_eq!(status.code(), Some(1));
    let log = daemon.log();
    assert!(log.contains("innkeeper: the store has failed, and so the daemon stops: "), "{log}");
    assert!(!daemon.path("store/admin-access.json").exists(), "nobody is sent to where nobody is");
    fs::remove_file(disk.filler()).unwrap();
    let daemon = disk.daemon(0);
    let mut cscf = Cscf::new(&daemon);
    let answer = cscf.ask(Kind::Lir, &alice);
    let shown = LocationInfoAnswer::decode(&answer).unwrap().server_name.map(str::to_owned);
    assert!(shown == promised || shown == asked, "{shown:?}, promised was {promised:?}, asked for {asked:?}");
    assert_eq!(assign(&mut cscf, &user(BOB, "001"), REGISTER), Some(Outcome::SUCCESS));
}
