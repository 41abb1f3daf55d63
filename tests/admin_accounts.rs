//! Accounts over the admin API of a running daemon and through the command (EP-3, VC-6).

mod ops_common;

use ops_common::{Daemon, http, write};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const OWN: &str = "001010000000001";

/// EP-3: whoever is added from a template has an account; what is on it is shown, topped up, adjusted, and stays when the subscriber goes.
#[test]
fn ep_3_vc_6_a_subscriber_has_an_account_and_money_outlives_it() {
    let daemon = Daemon::lab();
    let told = daemon.told(&["subscriber", "show", OWN]);
    assert!(told.contains("account 1010000000001, plan lab, prepaid: 100.00 EUR, 100.00 free"), "{told}");
    let told = daemon.told(&["account", "top-up", OWN, "10", "--reason", "cash at the desk", "--key", "k1"]);
    assert_eq!(told, "account 1010000000001: 10.00 EUR, its balance is 110.00 EUR (key k1)\n");
    let told = daemon.told(&["account", "adjust", OWN, "-0.50", "--reason", "goodwill", "--key", "k2"]);
    assert_eq!(told, "account 1010000000001: -0.50 EUR, its balance is 109.50 EUR (key k2)\n");
    let random = daemon.told(&["account", "top-up", OWN, "1", "--reason", "cash"]);
    let key = random.trim_end().strip_suffix(')').and_then(|told| told.rsplit_once("key ")).unwrap().1;
    assert!(key.len() == 32 && random.contains("110.50 EUR"), "{random}");
    let told = daemon.told(&["account", "top-up", OWN, "1.00", "--reason", "cash", "--key", key]);
    assert!(told.contains("its balance is 110.50 EUR"), "{told}");
    let told = daemon.refused(&["account", "top-up", OWN, "2.00", "--reason", "cash", "--key", key], 1);
    assert!(
        told.contains("was used at") && told.contains("for another order, on account 1010000000001"),
        "{told}"
    );
    let told = daemon.refused(&["account", "top-up", OWN, "-2.00", "--reason", "cash"], 1);
    assert!(told.contains("a top-up adds") && told.contains("carried out at most once"), "{told}");

    daemon.told(&["subscriber", "remove", OWN]);
    let told = daemon.told(&["account", "show", OWN]);
    assert!(told.contains("balance 110.50 EUR: 0.00 reserved, 110.50 free"), "{told}");
    assert!(told.contains("pays for nobody\n"), "{told}");
    assert!(daemon.refused(&["account", "close", OWN], 1).contains("its balance is 110.50 EUR"));
    daemon.told(&["account", "adjust", OWN, "-110.50", "--reason", "paid out"]);
    let history = daemon.json(&["account", "history", OWN, "--limit", "3", "--json"]);
    let moved: Vec<_> =
        history["postings"].as_array().unwrap().iter().map(|one| one["amount"].as_str().unwrap()).collect();
    assert_eq!(moved, ["-110.50 EUR", "+1.00 EUR", "-0.50 EUR"]);
    let before = history["next"].to_string();
    let first = daemon.told(&["account", "history", OWN, "--before", &before]);
    for wanted in ["+10.00 EUR", "110.00 EUR", "payments", "cash at the desk (local)"] {
        assert!(first.contains(wanted), "{wanted} is not in\n{first}");
    }
    assert!(!first.contains("goodwill") && !first.contains("there may be more"), "{first}");
    assert_eq!(daemon.told(&["account", "close", OWN]), "account 1010000000001 closed\n");
    assert!(daemon.refused(&["account", "show", OWN], 1).contains("there is no account 1010000000001"));
    let proved = daemon.told(&["ledger", "verify"]);
    assert!(proved.starts_with("4 postings, 2 accounts\n"), "{proved}");
    assert!(proved.contains("-11.00 EUR") && proved.contains("111.00 EUR"), "{proved}");
    // The same number again is another account, and what the log has of the one before is no fault.
    daemon.told(&["account", "open", OWN, "--balance", "5.00"]);
    daemon.told(&["account", "top-up", OWN, "5.00", "--reason", "cash"]);
    assert!(daemon.told(&["ledger", "verify"]).starts_with("5 postings, 3 accounts\n"));
    daemon.told(&["account", "adjust", OWN, "-10", "--reason", "paid out"]);
    daemon.told(&["account", "close", OWN]);
    let metrics = http(&daemon, "GET", "/metrics", None, "").body;
    for wanted in [
        "innkeeper_accounts 2",
        "innkeeper_ledger_orders_total{order=\"top-up\"} 3",
        "innkeeper_ledger_orders_total{order=\"adjust\"} 3",
    ] {
        assert!(metrics.contains(wanted), "{wanted} is not in\n{metrics}");
    }
}

/// A shared account is opened by itself, given to subscribers by its number, and changed; what is durable outlives the daemon.
#[test]
fn ep_3_vc_6_an_account_is_opened_shared_and_changed() {
    let daemon = Daemon::lab();
    let opened = ["account", "open", "4711", "--currency", "JPY", "--balance", "500", "--postpaid", "250"];
    assert_eq!(daemon.told(&opened), "account 4711 opened\n");
    assert!(daemon.refused(&opened, 1).contains("account 4711 exists already"));
    let token = daemon.token();
    for imsi in [OWN, "001010000000002"] {
        let changed = http(
            &daemon,
            "PATCH",
            &format!("/v1/subscribers/{imsi}"),
            Some(&token),
            r#"{"account":{"number":"4711"}}"#,
        );
        assert_eq!(changed.status, 200, "{}", changed.body);
    }
    let shown = daemon.json(&["account", "show", "4711", "--json"]);
    assert_eq!(shown["subscribers"], serde_json::json!([OWN, "001010000000002"]));
    assert_eq!((&shown["balance"], &shown["free"]), (&"500".into(), &"750".into()));
    assert!(
        daemon
            .refused(&["account", "close", "4711"], 1)
            .contains("it pays for subscriber 001010000000001 and for 1 more")
    );
    daemon.told(&["account", "change", "4711", "--prepaid", "--active", "false"]);
    let told = daemon.told(&["account", "show", "4711"]);
    assert!(told.starts_with("account 4711, plan lab, prepaid, not active"), "{told}");
    assert!(daemon.refused(&["account", "change", "4711"], 2).contains("nothing is to be changed"));
    assert!(
        daemon.refused(&["account", "change", "4711", "--plan", "gold"], 1).contains("there is no plan gold")
    );
    let list = daemon.told(&["account", "list", "--limit", "2"]);
    assert!(list.contains("4711") && list.contains("2 of 4 accounts"), "{list}");
    let after = daemon.json(&["account", "list", "--after", "4711", "--limit", "3", "--json"]);
    assert_eq!(
        (after["accounts"].as_array().unwrap().len(), &after["next"]),
        (3, &1_010_000_000_003_u64.into())
    );
    let export = daemon.told(&["export"]);
    assert_eq!(export.matches(r#""balance":"500""#).count(), 1, "{export}");

    let moved = |daemon: &Daemon| {
        daemon.json(&["account", "top-up", "4711", "9", "--reason", "cash", "--key", "k", "--json"])
    };
    let first = moved(&daemon);
    let (status, directory) = daemon.stop();
    assert!(status.success());
    let daemon = Daemon::start(directory, &[], |_| {});
    assert_eq!(moved(&daemon), first, "the same order gets the same answer");
    assert_eq!(daemon.json(&["account", "show", "4711", "--json"])["balance"], "509");
}

/// Whoever asks at once under one key is told the same, and money is moved once.
#[test]
fn vc_6_one_key_is_one_posting_over_the_api() {
    let daemon = Daemon::lab();
    let order = ["account", "top-up", OWN, "3.00", "--reason", "cash", "--key", "one", "--json"];
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(|| daemon.json(&order))).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let shown = daemon.json(&["account", "show", OWN, "--json"]);
    assert_eq!((&shown["balance"], &shown["postings"]), (&"103.00".into(), &1.into()));
}

#[test]
fn vc_6_moving_money_takes_the_role_accounts_and_a_key() {
    let directory = TempDir::new().unwrap();
    let (reader, teller) = (directory.path().join("reader"), directory.path().join("teller"));
    write(&reader, "0123456789abcdef\n");
    write(&teller, "fedcba9876543210\n");
    let file = directory.path().join("innkeeper.toml");
    let client = |name, token: &std::path::Path, roles| {
        format!("[admin.client.{name}]\ntoken_file = {:?}\nroles = [{roles}]\n", token.display().to_string())
    };
    let clients =
        client("reader", &reader, "\"read\", \"write\"") + &client("teller", &teller, "\"accounts\"");
    write(&file, &format!("{clients}[charging]\ncurrency = \"CHF\"\n[lab]\nsubscribers = 1\n"));
    let path = file.display().to_string();
    let daemon = Daemon::start(directory, &["--config", &path], |_| {});
    let (reader, teller) = (Some("0123456789abcdef"), Some("fedcba9876543210"));
    let one = format!("/v1/accounts/{OWN}");
    let body = r#"{"amount":"1.00","reason":"cash"}"#;
    let ask = |method, path: &str, token, body| http(&daemon, method, path, token, body);
    for (method, path, body) in [
        ("POST", "/v1/accounts", r#"{"number":"5"}"#),
        ("PATCH", &one, r#"{"active":false}"#),
        ("DELETE", &one, ""),
        ("POST", &format!("{one}/top-up"), body),
        ("POST", &format!("{one}/adjust"), body),
    ] {
        let answer = ask(method, path, reader, body);
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.body);
        assert!(answer.body.contains("has not the role accounts"), "{}", answer.body);
    }
    for path in [&one, "/v1/accounts", "/v1/ledger/verify", &format!("{one}/history")] {
        assert_eq!(ask("GET", path, teller, "").status, 403, "{path}");
    }
    let shown: Value = serde_json::from_str(&ask("GET", &one, reader, "").body).unwrap();
    assert_eq!((&shown["currency"], &shown["balance"]), (&"CHF".into(), &"100.00".into()));
    let keyless = ask("POST", &format!("{one}/top-up"), teller, body);
    assert_eq!(keyless.status, 400);
    assert!(keyless.body.contains("send the header Idempotency-Key"), "{}", keyless.body);
    for (method, path, body, status, said) in [
        (
            "POST",
            "/v1/accounts",
            r#"{"number":"5","postpaid":"1","prepaid":true}"#,
            400,
            "either postpaid or prepaid",
        ),
        ("POST", "/v1/accounts", "{}", 400, "number: missing"),
        ("POST", "/v1/accounts", r#"{"number":"5x"}"#, 400, "a number of 1 to 15 digits"),
        ("PATCH", one.as_str(), r#"{"balance":"1"}"#, 400, "money is moved by top-up and adjust"),
        ("PATCH", one.as_str(), r#"{"currency":"EUR"}"#, 400, "is kept in CHF: that never changes"),
        ("PATCH", "/v1/accounts/6", r#"{"active":true}"#, 404, "there is no account 6"),
    ] {
        let answer = ask(method, path, teller, body);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        assert!(answer.body.contains(said), "{}", answer.body);
    }
    for list in ["accounts", "subscribers", "suspense"] {
        assert_eq!(ask("GET", &format!("/v1/{list}?limit=0"), reader, "").status, 400, "{list}");
        assert_eq!(ask("GET", &format!("/v1/{list}?limit=1001"), reader, "").status, 400, "{list}");
    }
    assert_eq!(
        fs::read_to_string(daemon.path("log")).unwrap().matches("account: ").count(),
        0,
        "no money moved"
    );
}

/// VC-4: held records are asked for by the API and the command; who asks for what is not there is told so. An alarm metric counts what waits.
#[test]
fn vc_4_held_records_are_asked_for_by_the_command() {
    let daemon = Daemon::lab();
    assert_eq!(daemon.json(&["suspense", "list", "--json"])["entries"].as_array().unwrap().len(), 0);
    let nowhere = "00000000000000ab";
    for action in [&["suspense", "show", nowhere][..], &["suspense", "rerate", nowhere]] {
        assert!(daemon.refused(action, 1).contains("no record of that session is held"));
    }
    assert!(daemon.refused(&["suspense", "show", "x"], 1).contains("16 hexadecimal digits"));
    assert!(daemon.refused(&["suspense", "list", "--limit", "0"], 1).contains("1 to 1000"));
    assert!(daemon.refused(&["suspense", "fix", nowhere, "Atlantis"], 1).contains("Atlantis"));
    assert_eq!(daemon.told(&["suspense", "rerate"]), "0 priced again, 0 still wait\n");
    let metrics = http(&daemon, "GET", "/metrics", None, "").body;
    assert!(metrics.contains("innkeeper_suspense_entries 0"), "{metrics}");
}

/// VC-6, VC-7: sessions, what is reserved for them, and the records that come of them are shown; who asks for what is not there is told so.
#[test]
fn vc_6_vc_7_sessions_and_records_are_shown() {
    let daemon = Daemon::lab();
    assert_eq!(daemon.json(&["session", "list", "--json"])["sessions"], serde_json::json!([]));
    let call = ["call", "charge", "--imsi", OWN, "--to", &daemon.diameter[0]];
    assert!(ops_common::innkeeper().args(call).output().unwrap().status.success());
    assert_eq!(daemon.json(&["session", "list", "--json"])["sessions"], serde_json::json!([]), "it ended");
    let all =
        daemon.json(&["session", "list", "--ended", "--imsi", OWN, "--account", "1010000000001", "--json"]);
    let one = &all["sessions"][0];
    assert_eq!((&one["state"], &one["charging"]), (&"terminated".into(), &"online".into()));
    assert_eq!(
        (&one["reserved"], &one["records"], &all["next"]),
        (&"0.00 EUR".into(), &1.into(), &Value::Null)
    );
    let service = &one["services"][0];
    let used = (service["unit"].as_str(), service["used"].as_u64(), service["charged"].as_str());
    assert!(used.0 == Some("seconds") && used.1 > Some(0) && used.2 > Some("0.00 EUR"), "{service}");
    let key = one["session"].as_str().unwrap();
    let told = daemon.told(&["session", "show", key]);
    assert!(
        told.contains("account 1010000000001, 0.00 EUR reserved") && told.contains("seconds used"),
        "{told}"
    );
    assert!(daemon.told(&["session", "list", "--ended"]).contains(key));
    assert!(!daemon.told(&["session", "list", "--ended", "--account", "7"]).contains(key));
    assert!(daemon.told(&["session", "list", "--offline", "--ended"]).contains("reserved"));
    let records = daemon.json(&["record", "list", "--json"]);
    assert_eq!((&records["total"], &records["next"]), (&1.into(), &Value::Null));
    assert_eq!(records["records"][0]["session_id"], one["session_id"]);
    assert_eq!(daemon.json(&["record", "show", "1"]), records["records"][0]);
    assert!(daemon.told(&["record", "list"]).contains("1 records in the store, the oldest is 1"));
    assert_eq!(daemon.json(&["record", "list", "--before", "1", "--json"])["records"], serde_json::json!([]));
    for (asked, why) in [
        (&["session", "show", "00000000000000ab"][..], "no session with that key"),
        (&["session", "show", "x"], "16 hexadecimal digits"),
        (&["session", "list", "--imsi", "x"], "6 to 15 digits"),
        (&["session", "list", "--limit", "0"], "1 to 1000"),
        (&["session", "reauthorize", key], "the session is over: terminated"),
        (&["session", "abort", key], "the session is over: terminated"),
        (&["session", "abort", "00000000000000ab"], "no session with that key"),
        (&["record", "show", "2"], "there is no record 2 in the store"),
        (&["record", "list", "--limit", "1001"], "1 to 1000"),
    ] {
        assert!(daemon.refused(asked, 1).contains(why), "{asked:?}");
    }
}
