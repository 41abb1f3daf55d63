//! The admin API of a running daemon, over HTTP and through the command.

mod ops_common;

use ops_common::{Daemon, http, write};
use std::{
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};
use tempfile::TempDir;

const KEYS: &str = "465b5ce8b199b49faa5f0a2ee238a6bc\ncd63cb71954a9f4e48a5994e37a02baf\n";

#[test]
fn health_readiness_and_metrics_need_no_token() {
    let daemon = Daemon::lab();
    assert_eq!(http(&daemon, "GET", "/healthz", None, "").body, "alive\n");
    assert_eq!(http(&daemon, "GET", "/readyz", None, "").body, "ready\n");
    let metrics = http(&daemon, "GET", "/metrics", None, "").body;
    for wanted in [
        "innkeeper_store_records{kind=\"subscriber\"} 3",
        "innkeeper_store_writable 1",
        "innkeeper_build_info{version=",
    ] {
        assert!(metrics.contains(wanted), "{wanted} is not in\n{metrics}");
    }
}

#[test]
fn a_client_may_do_what_its_roles_say() {
    let directory = TempDir::new().unwrap();
    let token = directory.path().join("token");
    write(&token, "0123456789abcdef\n");
    let file = directory.path().join("innkeeper.toml");
    write(
        &file,
        &format!("[admin.client.noc]\ntoken_file = {:?}\nroles = [\"read\"]\n", token.display().to_string()),
    );
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    let noc = Some("0123456789abcdef");
    assert_eq!(http(&daemon, "GET", "/v1/subscribers", None, "").status, 401);
    assert_eq!(http(&daemon, "GET", "/v1/subscribers", Some("0123456789abcdeg"), "").status, 401);
    assert_eq!(http(&daemon, "GET", "/v1/subscribers", noc, "").status, 200);
    for (method, path) in [
        ("POST", "/v1/subscribers"),
        ("DELETE", "/v1/subscribers/001010000000001"),
        ("GET", "/v1/export?format=csv&secrets=true"),
        ("GET", "/v1/trace/001010000000001"),
    ] {
        let answer = http(&daemon, method, path, noc, "{\"imsi\":\"001010000000009\"}");
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.body);
        assert!(answer.body.contains("roles in [admin.client.noc]"));
    }
    let shown = http(&daemon, "GET", "/v1/config", noc, "").body;
    assert!(shown.contains("[admin.client.noc]") && !shown.contains("0123456789abcdef"), "{shown}");
}

/// SC-6, SC-7: services are subscribed, seen and unsubscribed one by one, the user named by IMSI, number or identity.
#[test]
fn sc_7_services_come_and_go_one_by_one() {
    let daemon = Daemon::lab();
    let name = "001010000000001";
    let sics = |daemon: &Daemon| -> Vec<String> {
        let shown = daemon.json(&["subscriber", "show", name, "--json"]);
        shown["services"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["sic"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(sics(&daemon), ["001", "002"]);
    daemon.told(&["subscriber", "unsubscribe", "+15550000001", "002"]);
    assert_eq!(sics(&daemon), ["001"]);
    assert!(daemon.refused(&["subscriber", "unsubscribe", name, "002"], 1).contains("has no service 002"));
    daemon.told(&["subscriber", "subscribe", "tel:+15550000001", "002"]);
    daemon.told(&["subscriber", "subscribe", name, "plain"]);
    assert_eq!(sics(&daemon), ["plain", "001", "002"]);
    assert!(
        daemon.refused(&["subscriber", "subscribe", name, "002"], 1).contains("has the service 002 already")
    );
    let state =
        http(&daemon, "GET", &format!("/v1/subscribers/{name}/services/001"), Some(&daemon.token()), "");
    assert!(state.body.contains("\"state\":\"not-registered\""), "{}", state.body);
    let unknown =
        http(&daemon, "GET", "/v1/subscribers/001010000000001@ims.sic01.x", Some(&daemon.token()), "");
    assert_eq!(unknown.status, 400, "{}", unknown.body);
}

#[test]
fn a_subscriber_is_added_and_removed() {
    let daemon = Daemon::lab();
    let keys = daemon.path("keys");
    write(&keys, KEYS);
    let keys = keys.display().to_string();
    let add = ["subscriber", "add", "001010000000077", "--msisdn", "15550000077", "--keys-file", &keys];
    daemon.told(&add);
    assert!(daemon.refused(&add, 1).contains("exists already"));
    let shown = daemon.told(&["subscriber", "show", "+15550000077", "--json"]);
    assert!(shown.contains("001010000000077@ims.sic002.") && !shown.contains("465b5ce8"), "{shown}");
    daemon.told(&["subscriber", "remove", "001010000000077"]);
    daemon.refused(&["subscriber", "show", "001010000000077"], 1);
    assert!(daemon.refused(&["subscriber", "show", "alice"], 1).contains("names nobody"));
}

/// OP-5: a bad line is told with its number and reason, and then nothing of the file is applied.
#[test]
fn op_5_an_import_is_all_or_nothing_and_an_export_brings_it_back() {
    let daemon = Daemon::lab();
    let mut lines = String::from("imsi,msisdn,k,opc\n");
    for number in 100..600 {
        lines += &format!(
            "001010000000{number},1555000{number:04},465b5ce8b199b49faa5f0a2ee238a6bc,cd63cb71954a9f4e48a5994e37a02baf\n"
        );
    }
    let file = daemon.path("subscribers.csv");
    let path = file.display().to_string();
    write(&file, &format!("{lines}00101,1,zz,yy\n"));
    let said = daemon.refused(&["import", &path], 1);
    assert!(
        said.contains("1 of 502 lines are wrong: nothing of the file was applied\n  line 502: "),
        "{said}"
    );
    assert!(daemon.told(&["subscriber", "list"]).contains("of 3 subscribers"));
    write(&file, &lines);
    assert_eq!(daemon.told(&["import", &path]), "500 subscribers from 501 lines are in force\n");
    assert!(daemon.refused(&["import", &path], 1).contains("line 2: "));
    let bare = daemon.told(&["export"]);
    assert_eq!(bare.lines().count(), 503);
    assert!(!bare.contains("465b5ce8"), "no secret without the switch");
    let full = daemon.path("full.jsonl");
    let full_path = full.display().to_string();
    daemon.told(&["export", "--secrets", &full_path]);
    assert!(fs::read_to_string(&full).unwrap().contains("465b5ce8b199b49faa5f0a2ee238a6bc"));
    assert_eq!(
        daemon.told(&["import", "--replace", &full_path]),
        "503 subscribers from 503 lines are in force\n"
    );
}

/// ST-4: a backup while running, restored into another store.
#[test]
fn st_4_backup_and_restore() {
    let daemon = Daemon::lab();
    let backup = daemon.path("backup.db").display().to_string();
    daemon.told(&["backup", &backup]);
    daemon.told(&["subscriber", "remove", "001010000000001"]);
    assert!(daemon.told(&["store", "show"]).contains("subscriber"));
    let other = TempDir::new().unwrap();
    let store = other.path().join("store");
    let restored =
        ops_common::innkeeper().args(["restore", &backup, "--store"]).arg(&store).output().unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    fs::copy(daemon.path("store/secrets.key"), store.join("secrets.key")).unwrap();
    let second = Daemon::start(other, &[], |_| {});
    let told = second.told(&["subscriber", "show", "001010000000001"]);
    assert!(told.contains("EPS profile default: not attached"), "{told}");
}

/// OP-4: a trace is a stream; who is not there is traced, too.
#[test]
fn op_4_a_trace_begins_and_counts_as_listener() {
    let daemon = Daemon::lab();
    let mut watching = ops_common::innkeeper()
        .args(["trace", "001010000000001", "--store"])
        .arg(daemon.path("store"))
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(watching.stderr.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "watching 001010000000001; Ctrl-C ends it\n");
    assert!(http(&daemon, "GET", "/metrics", None, "").body.contains("innkeeper_trace_listeners 1"));
    watching.kill().unwrap();
    watching.wait().unwrap();
}

/// LQ-3: a place by the daemon's map, over HTTP and through the command; without a map the country is told.
#[test]
fn lq_3_places_are_looked_up_in_the_map_that_is_in_force() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    let map = concat!(env!("CARGO_MANIFEST_DIR"), "/config/places.csv");
    write(&file, &format!("[places]\nfile = {map:?}\n"));
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    let token = daemon.token();
    let ask = |what: &str| http(&daemon, "GET", &format!("/v1/places/lookup?what={what}"), Some(&token), "");
    let found = ask("3GPP-E-UTRAN-FDD%3Butran-cell-id-3gpp%3D0010100010000102");
    assert_eq!(found.status, 200, "{}", found.body);
    let found: serde_json::Value = serde_json::from_str(&found.body).unwrap();
    assert_eq!(found["rule"], "ecgi 00101-0000102..0000103");
    assert_eq!(found["seen"], "ecgi 00101-0000102, tai 00101-0001");
    assert_eq!(
        (&found["places"][0]["name"], &found["zone"]),
        (&"Upper deck".into(), &"Europe/Berlin".into())
    );
    assert_eq!((&found["latitude"], &found["position_of"]), (&52.5163.into(), &"site".into()));
    assert_eq!(ask("Springfield").status, 400);
    assert_eq!(ask("mcc%20901").status, 404);
    assert_eq!(http(&daemon, "GET", "/v1/places/lookup?what=00101", None, "").status, 401);
    let told = daemon.told(&["place", "lookup", "8200f110000500f11000000501"]);
    assert!(told.contains("city       Shelbyville\n"), "{told}");
    assert!(told.contains("(area), by line 20: tai 00101-0002..000f"), "{told}");
    assert!(daemon.refused(&["place", "lookup", "mcc 901"], 1).contains("its code is no country's"));
    let bare = Daemon::lab();
    let germany = bare.json(&["place", "lookup", "26201", "--json"]);
    assert_eq!((&germany["country"], &germany["places"][0]["level"]), (&"DE".into(), &"country".into()));
}

/// EP-1: an operator has MMEs and SGSNs confirm their subscribers, all or some.
#[test]
fn ep_1_a_reset_is_ordered_and_a_wrong_one_explained() {
    let daemon = Daemon::lab();
    assert!(daemon.told(&["peers", "reset", "--imsi", "00101", "--imsi", "00102"]).contains("from change"));
    let refused = daemon.refused(&["peers", "reset", "--imsi", "+1"], 1);
    assert!(refused.contains("user_ids: \"+1\" is not how an IMSI begins: 1 to 15 digits"), "{refused}");
    let many: Vec<String> = (0..65).map(|number| format!("--imsi=001{number}")).collect();
    let many: Vec<&str> = ["peers", "reset"].into_iter().chain(many.iter().map(String::as_str)).collect();
    assert!(daemon.refused(&many, 1).contains("at most 64"));
}

#[test]
fn bodies_are_bounded_and_wrong_ones_explained() {
    let daemon = Daemon::lab();
    let token = daemon.token();
    let post = |body: &str| http(&daemon, "POST", "/v1/subscribers", Some(&token), body);
    assert_eq!(post(&format!("{{\"imsi\":\"{}\"}}", "1".repeat(100_000))).status, 400);
    let wrong = post("{\"imsi\":\"001010000000088\",\"colour\":\"red\"}");
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("unknown field `colour`"), "{}", wrong.body);
    assert_eq!(http(&daemon, "GET", "/v2", Some(&token), "").status, 404);
}

/// The description of the API is a file, so that every change of the API is seen in review.
#[test]
fn the_openapi_document_is_checked_in() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");
    let now = innkeeper::admin::openapi() + "\n";
    if std::env::var_os("INNKEEPER_UPDATE").is_some() {
        fs::write(path, &now).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == now,
        "docs/openapi.json is not what the code says: INNKEEPER_UPDATE=1 cargo test --test admin_api writes it"
    );
}
