//! The daemon as a process: start, reload, stop, restart, and what systemd hears.

mod ops_common;

use ops_common::{Daemon, innkeeper, until, write};
use std::{
    fs,
    os::unix::{fs::PermissionsExt, net::UnixDatagram},
    time::Duration,
};
use tempfile::TempDir;

/// OP-1: without any configuration there is a lab node with ready subscribers, and the log tells of them.
#[test]
fn op_1_the_lab_node_starts_with_ready_subscribers_and_keeps_its_state() {
    let daemon = Daemon::lab();
    for wanted in [
        "is ready as hss.",
        "Diameter (Cx, S6a, Sh, SLh, SWx, Ro) on 127.0.0.1:",
        "ready subscriber: IMSI 001010000000001",
        "secrets.key",
        "for a lab only",
    ] {
        until(wanted, || daemon.log().contains(wanted).then_some(()));
    }
    assert_eq!(fs::metadata(daemon.path("store")).unwrap().permissions().mode() & 0o777, 0o700);
    for file in ["store/admin-access.json", "store/secrets.key"] {
        assert_eq!(fs::metadata(daemon.path(file)).unwrap().permissions().mode() & 0o077, 0, "{file}");
    }
    daemon.told(&["subscriber", "remove", "001010000000003"]);
    let (status, directory) = daemon.stop();
    assert_eq!(status.code(), Some(0));
    for file in ["store/admin-access.json", "ready.json"] {
        assert!(!directory.path().join(file).exists(), "{file} sends nobody to where nobody is");
    }
    let daemon = Daemon::start(directory, &[], |_| {});
    assert!(daemon.told(&["subscriber", "show", "001010000000001"]).contains("001010000000001@ims.sic001."));
    assert!(daemon.refused(&["subscriber", "show", "001010000000003"], 1).contains("nobody has the"));
}

/// OP-6: a reload applies what it can, names what it cannot, and a mistake changes nothing.
#[test]
fn op_6_a_reload_applies_what_can_change_live() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    write(&file, "[lab]\nsubscribers = 1\n");
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    write(&file, "[log]\nlevel = \"debug\"\n[lab]\nsubscribers = 2\n");
    daemon.signal("HUP");
    until("the reload", || daemon.log().contains("log.level in force now").then_some(()));
    until("the warning", || daemon.log().contains("a restart is needed for: lab.subscribers").then_some(()));
    assert!(daemon.told(&["subscriber", "list"]).contains("1 of 1 subscribers"));
    write(&file, "[log]\nlevle = \"debug\"\n");
    daemon.signal("HUP");
    until("the refusal", || daemon.log().contains("the old one stays in force").then_some(()));
    assert!(daemon.log().contains("innkeeper.toml:2: there is no setting \"levle\""));
}

/// LQ-3: a reload puts a new map in the place of the old one as a whole; with one bad line the old one stays, and the log says which.
#[test]
fn lq_3_a_reloaded_map_is_in_force_as_a_whole_or_not_at_all() {
    let directory = TempDir::new().unwrap();
    let (file, map) = (directory.path().join("innkeeper.toml"), directory.path().join("places.csv"));
    let good = |city: &str| format!("match,city,country\ntai 00101-0001,{city},Labland\nmcc 001,,Labland\n");
    write(&file, &format!("[places]\nfile = {:?}\n", map.display().to_string()));
    write(&map, &good("Springfield"));
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    let city = || daemon.json(&["place", "lookup", "00101-0001", "--json"])["places"][0]["name"].clone();
    assert_eq!(city(), "Springfield");
    write(&map, &good("Shelbyville"));
    daemon.signal("HUP");
    until("the new map", || (city() == "Shelbyville").then_some(()));
    write(&map, &format!("{}tai 00101-1,Ogdenville,Labland\nmcc 001,,Elsewhere\n", good("Ogdenville")));
    daemon.signal("HUP");
    until("the refusal", || daemon.log().contains("the old one stays in force").then_some(()));
    let log = daemon.log();
    assert!(log.contains("places.csv: 2 mistakes in the map of places: nothing of it is applied"), "{log}");
    assert!(log.contains("line 4: ") && log.contains("line 5: line 3 has the rule mcc 001 already"), "{log}");
    assert_eq!(city(), "Shelbyville");
    let check = innkeeper().args(["config", "check", "--config", &path]).output().unwrap();
    assert_eq!(check.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&check.stderr).contains("line 4: \"tai 00101-1\" is no tai rule"));
}

/// VC-6: a reload reads the tariff anew; with one bad line, or without the plan that is set, the old one stays, and the log says why.
#[test]
fn vc_6_a_reloaded_tariff_is_in_force_as_a_whole_or_not_at_all() {
    let directory = TempDir::new().unwrap();
    let (file, tariff) = (directory.path().join("innkeeper.toml"), directory.path().join("tariffs.toml"));
    let rate = |line: &str| format!("[[plan.home.rate]]\nservice = \"voice\"\nstep = \"1s\"\n{line}\n");
    let good = format!("currency = \"EUR\"\n[service.voice]\nunit = \"seconds\"\n{}", rate("price = 0.01"));
    let named =
        |plan: &str| format!("[charging]\ntariffs = {:?}\nplan = {plan:?}\n", tariff.display().to_string());
    write(&file, &named("home"));
    write(&tariff, &good);
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    write(&tariff, &format!("{good}{}", rate("called = 43\nprice = 0.02")));
    daemon.signal("HUP");
    until("the new tariff", || daemon.log().contains("the tariff is the file's of now").then_some(()));
    assert!(daemon.log().contains("rates=2"), "{}", daemon.log());
    write(&tariff, &format!("{good}{}", rate("price = 0.02")));
    daemon.signal("HUP");
    until("the refusal", || daemon.log().contains("the old one stays in force").then_some(()));
    let log = daemon.log();
    assert!(log.contains("tariffs.toml: one mistake in the tariff: nothing of it is applied"), "{log}");
    assert!(log.contains("line 8: this rate and that of line 4 are for the same"), "{log}");
    let check = || {
        let check = innkeeper().args(["config", "check", "--config", &path]).output().unwrap();
        assert_eq!(check.status.code(), Some(78));
        String::from_utf8_lossy(&check.stderr).into_owned()
    };
    assert!(check().contains("line 8: this rate"));
    write(&tariff, &good);
    write(&file, &named("away"));
    assert!(check().contains("[charging] plan: \"away\" is no plan of the tariff; there are home"));
}

/// OP-6, TS 29.228 §6.2.2: who is registered gets a profile that changed in the configuration; its S-CSCF, away now, is owed the push.
#[test]
fn op_6_a_reloaded_profile_is_owed_to_the_s_cscf() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    let lab = "[diameter]\naccept_unknown_peers = true\n[lab]\nsubscribers = 1\n";
    write(&file, lab);
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    let client = ["call", "register", "--lab-sim", "--imsi", "001010000000001", "--sic", "001"];
    let registered = innkeeper().args(client).args(["--to", &daemon.diameter[0]]).status().unwrap();
    assert!(registered.success());
    let owed = || daemon.json(&["store", "show", "--json"])["records"][4][1].as_u64().unwrap();
    assert_eq!(owed(), 0);
    write(&file, &format!("{lab}[profile.default]\nsubscribed_media = 4\n"));
    daemon.signal("HUP");
    until("the search", || daemon.log().contains("profiles=\"default\"").then_some(()));
    // The first entry was the search; it found one set, and went on to its end.
    let push = until("the push", || {
        let push =
            daemon.json(&["store", "show", "outbox", "2", "--json"])["value"]["task"]["push-profile"].clone();
        (owed() == 1 && push.is_object()).then_some(push)
    });
    assert_eq!((push["imsi"].as_str(), push["sic"].as_str()), (Some("001010000000001"), Some("001")));
}

/// OP-2: READY, WATCHDOG, RELOADING and STOPPING reach a service manager.
#[test]
fn op_2_systemd_is_told() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let heard = |wanted: &str| {
        let mut octets = [0; 1024];
        until(wanted, || {
            let length = socket.recv(&mut octets).ok()?;
            let text = String::from_utf8_lossy(&octets[..length]).into_owned();
            text.contains(wanted).then_some(text)
        })
    };
    let daemon = Daemon::start(directory, &[], |command| {
        command.env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "200000").env_remove("WATCHDOG_PID");
    });
    heard("READY=1");
    heard("WATCHDOG=1");
    heard("WATCHDOG=1");
    daemon.signal("HUP");
    assert!(heard("RELOADING=1").contains("MONOTONIC_USEC="));
    heard("READY=1");
    daemon.signal("TERM");
    heard("STOPPING=1");
}

#[test]
fn a_taken_port_and_a_second_daemon_are_sentences() {
    let daemon = Daemon::lab();
    let run = |arguments: &[&str]| {
        let output = innkeeper().arg("serve").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let store = daemon.path("store").display().to_string();
    let said = run(&["--store", &store, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
    assert!(said.contains("innkeeper: the store in"), "{said}");
    let other = TempDir::new().unwrap();
    let other = other.path().join("x").display().to_string();
    let said = run(&["--store", &other, "--listen", &daemon.diameter[0], "--admin", "127.0.0.1:0"]);
    assert!(said.contains("use --listen"), "{said}");
    // A file that an earlier life left says nothing of this one.
    let ready = daemon.path("stale.json");
    write(&ready, "{}");
    let file = ready.display().to_string();
    let arguments = ["--store", &other, "--listen", "127.0.0.1:0", "--admin", &daemon.admin];
    let said = run(&[&arguments[..], &["--ready-file", &file]].concat());
    assert!(said.contains("use --admin"), "{said}");
    assert!(!ready.exists());
}

/// OP-2: a system call that the unit does not allow ends the daemon. Its checkpointer makes itself nice, and that is among the calls for resources.
#[test]
fn op_2_the_unit_allows_what_the_daemon_calls() {
    let unit = include_str!("../systemd/innkeeper.service");
    let filters: Vec<_> = unit.lines().filter_map(|line| line.strip_prefix("SystemCallFilter=")).collect();
    let names = |filter: &str, name: &str| filter.split_whitespace().any(|word| word == name);
    let last = |name: &str| filters.iter().rposition(|filter| names(filter, name));
    assert!(last("setpriority") > last("@resources") && last("@resources").is_some(), "{filters:?}");
}

/// OP-2: the unit is one that systemd understands.
#[test]
fn op_2_the_unit_is_sound() {
    let unit = TempDir::new().unwrap();
    let file = unit.path().join("innkeeper.service");
    let text = include_str!("../systemd/innkeeper.service")
        .replace("/usr/bin/innkeeper", env!("CARGO_BIN_EXE_innkeeper"));
    write(&file, &text);
    match std::process::Command::new("systemd-analyze").arg("verify").arg(&file).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) if std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none() => {
            eprintln!("not tested: systemd-analyze is missing; apt-get install systemd");
        }
        Err(error) => panic!("systemd-analyze: {error}; apt-get install systemd"),
    }
}
